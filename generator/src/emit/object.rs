//! Objects: the struct, its field table, and for those that requests reach, the constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::path::{self, Presence, ident};
use super::rust_file::{RustFile, Table, compact, literal};
use super::{Sdk, constraints, defaults, docs, page, types, validate};
use crate::ir::{Field, Object, TypeDef, TypeId};
use crate::names::{Ident, Module};

/// A field with all that its lines need.
struct Row<'a> {
    name: &'a Ident,
    field: &'a Field,
    presence: Presence,
    value: TokenStream,
    /// What it always is, as an expression.
    settled: Option<String>,
}

impl Row<'_> {
    /// Whether nothing can be made without it being given.
    fn is_asked(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable) && self.settled.is_none()
    }
}

/// Adds the struct and its tables.
pub(super) fn object(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, object: &Object, here: Module, file: &mut RustFile) {
    let Some(name) = sdk.names.types.get(&id) else { return };
    let sent = sdk.facts.sent.contains(&id);
    let rows = rows(sdk, id, object, here, file);
    let extra = object.extra.as_ref().and_then(|extra| {
        let value = path::ty(sdk, &extra.0, here, file);
        Some((sdk.names.extras.get(&id)?, value))
    });
    structure(sdk, id, def, &name.ident, &rows, extra.as_ref(), file);
    field_table(sdk, def, &name.ident, &rows, extra.as_ref(), file);
    if sent {
        if let Some(required) = &name.required {
            required_struct(&name.ident, required, &rows, file);
        }
        input_table(sdk, name, &rows, extra.as_ref(), here, file);
        validate::object(sdk, id, &name.ident, rows.iter().map(|row| (row.name, row.field)), file);
    }
    page::page(sdk, id, here, file);
}

fn rows<'a>(sdk: Sdk<'a>, id: TypeId, object: &'a Object, here: Module, file: &mut RustFile) -> Vec<Row<'a>> {
    object
        .fields
        .iter()
        .enumerate()
        .filter_map(|(number, field)| {
            let name = sdk.names.fields.get(&(id, number))?;
            let value = path::field_value(sdk, id, field, here, file);
            let settled = field.settled(&sdk.api.types).and_then(|of| defaults::expression(sdk, &field.ty, &of));
            Some(Row { name, field, presence: path::presence(field, sdk.facts.patch.contains(&id)), value, settled })
        })
        .collect()
}

fn structure(
    sdk: Sdk<'_>,
    id: TypeId,
    def: &TypeDef,
    name: &Ident,
    rows: &[Row<'_>],
    extra: Option<&(&Ident, TokenStream)>,
    file: &mut RustFile,
) {
    let docs = docs::attributes(&types::docs_of(sdk, id, def, name.as_str()));
    let attributes = types::attributes(sdk, id, def);
    let name = ident(name);
    let fields: Vec<TokenStream> = rows
        .iter()
        .map(|row| {
            let docs = docs::attributes(&field_docs(row.field));
            let deprecated = row.field.deprecated.then(|| quote!(#[deprecated]));
            let name = ident(row.name);
            let ty = row.presence.wrap(&row.value, file);
            quote!(#docs #deprecated pub #name: #ty)
        })
        .collect();
    let extra = extra.map(|(name, value)| {
        file.runtime("Map");
        let name = ident(name);
        quote!(#[doc = " Properties without a name of their own."] pub #name: Map<#value>,)
    });
    file.item(quote! {
        #docs
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra
        }
    });
}

/// What is said of a field: its description, and what its value must satisfy.
pub(super) fn field_docs(field: &Field) -> Vec<String> {
    let mut lines = docs::of(&field.docs);
    if lines.is_empty() {
        lines.push(format!("{}.", docs::code(&field.wire)));
    }
    if let Some(text) = constraints::text(&field.ty, &field.constraints, field.default.as_ref()) {
        lines.extend([String::new(), text]);
    }
    lines
}

fn field_table(
    sdk: Sdk<'_>,
    def: &TypeDef,
    name: &Ident,
    rows: &[Row<'_>],
    extra: Option<&(&Ident, TokenStream)>,
    file: &mut RustFile,
) {
    file.runtime("object");
    let mut table = Table::new("object", name.to_string());
    for presence in [Presence::Required, Presence::Nullable, Presence::Optional, Presence::Patch] {
        let lines = rows
            .iter()
            .filter(|row| row.presence == presence)
            .map(|row| {
                let default = defaults::of(sdk, def, row.field, presence).map(|value| format!(" or {value}"));
                let default = default.unwrap_or_default();
                format!("{}: {} = {}{default},", row.name, compact(&row.value), literal(&row.field.wire))
            })
            .collect();
        table = table.section(presence.section(), lines);
    }
    let extra = extra.map(|(name, value)| format!("{name}: {},", compact(value)));
    file.table(table.section("extra", extra.into_iter().collect()).nested());
}

fn required_struct(name: &Ident, required: &Ident, rows: &[Row<'_>], file: &mut RustFile) {
    let docs = format!(" What a [`{name}`] must hold.");
    let ident_ = ident(required);
    let fields: Vec<TokenStream> =
        rows.iter().filter(|row| row.is_asked()).map(|row| required_field(row, file)).collect();
    file.item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident_ {
            #(#fields,)*
        }
    });
}

/// A field of a struct of required fields.
fn required_field(row: &Row<'_>, file: &mut RustFile) -> TokenStream {
    let docs = docs::attributes(&[short(row.field)]);
    let name = ident(row.name);
    let ty = row.presence.wrap(&row.value, file);
    quote!(#docs pub #name: #ty)
}

/// One line on a field.
pub(super) fn short(field: &Field) -> String {
    field
        .docs
        .description
        .as_deref()
        .or(field.docs.summary.as_deref())
        .and_then(docs::sentence)
        .unwrap_or_else(|| format!("{}.", docs::code(&field.wire)))
}

fn input_table(
    sdk: Sdk<'_>,
    name: &crate::names::TypeName,
    rows: &[Row<'_>],
    extra: Option<&(&Ident, TokenStream)>,
    here: Module,
    file: &mut RustFile,
) {
    file.runtime("input");
    let head = match &name.required {
        Some(required) => format!("{}({required})", name.ident),
        None => format!("{}()", name.ident),
    };
    let required: Vec<&Row<'_>> = rows.iter().filter(|row| row.is_asked()).collect();
    let settled = rows.iter().filter_map(|row| Some(format!("{}: {},", row.name, row.settled.as_ref()?)));
    let optional: Vec<String> = rows
        .iter()
        .filter(|row| !matches!(row.presence, Presence::Required | Presence::Nullable))
        .map(|row| {
            let setter =
                path::setter_row(sdk, &row.name.to_string(), row.presence, &row.field.ty, &row.value, here, file);
            format!("{}{}{setter}", docs::comment(&short(row.field)), docs::deprecation(row.field.deprecated))
        })
        .collect();
    let table = Table::new("input", head)
        .section("required", required.iter().map(|row| format!("{},", row.name)).collect())
        .section("settled", settled.collect())
        .section("optional", optional)
        .section("extra", extra.iter().map(|(name, value)| format!("{name}: {},", compact(value))).collect());
    file.table(table.nested());
}
