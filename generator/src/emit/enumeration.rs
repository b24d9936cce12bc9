//! Enums: lists of values that stay open for values to come.

use quote::quote;

use super::path::ident;
use super::rust_file::{RustFile, Table};
use super::{Sdk, docs};
use crate::ir::{Enum, EnumValue, TypeDef, TypeId};
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
    let (macro_name, unknown) =
        if list.integers { ("integer_enum", "UnknownInteger") } else { ("string_enum", "UnknownValue") };
    file.runtime(macro_name);
    file.runtime(unknown);
    let docs = docs::attributes(&super::types::docs_of(def, name.ident.as_str()));
    let ident_ = ident(&name.ident);
    let rows = variants.iter().map(|(name, value)| {
        let variant = ident(name);
        let line = match &value.docs {
            Some(text) => docs::lines(text),
            None => vec![docs::code(&value.wire)],
        };
        let docs = docs::attributes(&line);
        quote!(#docs #variant)
    });
    let unknown = proc_macro2::Ident::new(unknown, proc_macro2::Span::call_site());
    let deprecated = super::types::deprecated(def);
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident_ {
            #(#rows,)*
            #[doc = " A value that this version does not know. It is kept, and sent back unchanged."]
            Unknown(#unknown),
        }
    });
    let rows: Vec<String> = variants
        .iter()
        .map(|(name, value)| {
            let wire = if list.integers { value.wire.clone() } else { super::rust_file::literal(&value.wire) };
            format!("{name} = {wire},")
        })
        .collect();
    file.table(Table::new(macro_name, name.ident.to_string()).section("values", rows).flat());
}
