//! Enums: lists of values that stay open for values to come, unless the configuration closes them.

use proc_macro2::Literal;
use quote::quote;
use serde_json::Value;

use super::path::ident;
use super::rust_file::{RustFile, Table, literal};
use super::{Sdk, docs};
use crate::ir::{Enum, EnumKind, EnumValue, TypeDef, TypeId};
use crate::names::Ident;

/// Adds the enum and its table.
pub(super) fn enumeration(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, list: &Enum, file: &mut RustFile) {
    let Some(name) = sdk.names.types.get(&id) else { return };
    let variants: Vec<(&Ident, &EnumValue)> = list
        .values
        .iter()
        .enumerate()
        .filter_map(|(number, value)| Some((sdk.names.variants.get(&(id, number))?, value)))
        .collect();
    let (macro_name, unknown) = match list.kind {
        EnumKind::Strings => ("string_enum", "UnknownValue"),
        EnumKind::Integers => ("integer_enum", "UnknownInteger"),
        EnumKind::Scalars => ("scalar_enum", "UnknownScalar"),
    };
    file.runtime(macro_name);
    let docs = docs::attributes(&super::types::docs_of(sdk, id, def, name.ident.as_str()));
    let ident_ = ident(&name.ident);
    let rows = variants.iter().map(|(name, value)| {
        let variant = ident(name);
        let line = match value.docs.as_deref().map(docs::lines).filter(|lines| !lines.is_empty()) {
            Some(lines) => lines,
            // `1` and `"1"` may stand in one list.
            None if list.kind == EnumKind::Scalars => vec![docs::code(&value.value.to_string())],
            None => vec![docs::code(&value.wire)],
        };
        let docs = docs::attributes(&line);
        let deprecated = value.deprecated.then(|| quote!(#[deprecated]));
        quote!(#docs #deprecated #variant)
    });
    let (attribute, unknown) = if list.closed {
        (None, None)
    } else {
        file.runtime(unknown);
        let unknown = proc_macro2::Ident::new(unknown, proc_macro2::Span::call_site());
        let docs = " A value that this version does not know. It is kept, and sent back unchanged.";
        (Some(quote!(#[non_exhaustive])), Some(quote!(#[doc = #docs] Unknown(#unknown),)))
    };
    let attributes = super::types::attributes(sdk, id, def);
    file.item(quote! {
        #docs
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #attribute
        pub enum #ident_ {
            #(#rows,)*
            #unknown
        }
    });
    let rows = variants.iter().map(|(name, value)| format!("{name} = {},", row(list.kind, value))).collect();
    let head = if list.closed { format!("closed {}", name.ident) } else { name.ident.to_string() };
    file.table(Table::new(macro_name, head).section("values", rows).flat());
}

/// A value as the table of its enum has it.
fn row(kind: EnumKind, value: &EnumValue) -> String {
    match (kind, &value.value) {
        (EnumKind::Strings, _) => literal(&value.wire),
        (EnumKind::Integers, _) => value.wire.clone(),
        (EnumKind::Scalars, Value::Bool(_)) => format!("Bool({})", value.wire),
        (EnumKind::Scalars, Value::Number(number)) if number.is_i64() => format!("Integer({})", value.wire),
        (EnumKind::Scalars, Value::Number(number)) => {
            format!("Number({})", Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()))
        }
        (EnumKind::Scalars, _) => format!("Text({})", literal(&value.wire)),
    }
}
