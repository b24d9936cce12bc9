//! Unions: the enum, the table by which a variant is chosen, and the ways into it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::path::{self, ident};
use super::rust_file::{RustFile, Table, compact, literal};
use super::{Sdk, docs, types, validate};
use crate::analyze::Test;
use crate::ir::{JsonType, Type, TypeDef, TypeId, Union};
use crate::names::{Ident, Module};

struct Row<'a> {
    number: usize,
    accessor: Option<&'a Ident>,
    name: &'a Ident,
    /// What the variant holds; in a box where `boxed`.
    inner: TokenStream,
    boxed: bool,
    value: TokenStream,
    ty: &'a Type,
    wire: String,
}

/// Adds the enum, its table and its conversions.
pub(super) fn union(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, union: &Union, here: Module, file: &mut RustFile) {
    let Some(name) = sdk.names.types.get(&id) else { return };
    let rows: Vec<Row<'_>> = union
        .variants
        .iter()
        .enumerate()
        .filter_map(|(number, variant)| {
            let inner = path::ty(sdk, &variant.ty, here, file);
            let boxed = sdk.facts.boxed.contains(&(id, number.to_string()));
            let value = if boxed { quote!(Box<#inner>) } else { inner.clone() };
            let wire = variant.name.clone().unwrap_or_default();
            let accessor = sdk.names.accessors.get(&(id, number));
            let name = sdk.names.variants.get(&(id, number))?;
            Some(Row { number, accessor, name, inner, boxed, value, ty: &variant.ty, wire })
        })
        .collect();
    enumeration(sdk, id, def, &name.ident, &rows, file);
    table(sdk, id, &name.ident, &rows, file);
    conversions(sdk, &name.ident, &rows, file);
    validate::union(sdk, id, &name.ident, rows.iter().map(|row| (row.name, row.ty)), file);
}

fn enumeration(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, name: &Ident, rows: &[Row<'_>], file: &mut RustFile) {
    file.runtime("UnknownJson");
    let docs = docs::attributes(&types::docs_of(sdk, id, def, name.as_str()));
    let attributes = types::attributes(sdk, id, def);
    let name = ident(name);
    let events = if sdk.api.webhook_event == Some(id) { events(sdk, rows) } else { BTreeMap::new() };
    let variants = rows.iter().map(|row| {
        let text = match called(row, &events).as_slice() {
            [] => format!(" A value of type `{}`.", compact(&row.value)),
            names => format!(" {}.", names.join(", ")),
        };
        let (variant, value) = (ident(row.name), &row.value);
        quote!(#[doc = #text] #variant(#value))
    });
    file.item(quote! {
        #docs
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this version does not know. It is kept, and sent back unchanged."]
            Unknown(UnknownJson),
        }
    });
}

/// What a variant is in the description; of one that several events of webhooks share, all of them.
fn called(row: &Row<'_>, events: &BTreeMap<usize, Vec<&str>>) -> Vec<String> {
    let names = events.get(&row.number).cloned().unwrap_or_else(|| vec![row.wire.as_str()]);
    names.into_iter().filter(|name| !name.is_empty()).map(docs::code).collect()
}

/// The events that each variant stands for: those of its type, or else of one that is the same in Rust.
fn events<'a>(sdk: Sdk<'a>, rows: &[Row<'_>]) -> BTreeMap<usize, Vec<&'a str>> {
    let mut events: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for webhook in &sdk.api.webhooks {
        let mut found: Vec<&Row<'_>> = rows.iter().filter(|row| webhook.payload == *row.ty).collect();
        if found.is_empty() {
            found.extend(rows.iter().filter(|row| same(sdk, &webhook.payload, row.ty)));
        }
        found.iter().for_each(|row| events.entry(row.number).or_default().push(&webhook.name));
    }
    events
}

fn table(sdk: Sdk<'_>, id: TypeId, name: &Ident, rows: &[Row<'_>], file: &mut RustFile) {
    file.runtime("union");
    let Some(dispatch) = sdk.facts.dispatch.get(&id) else { return };
    let lines = rows.iter().map(|row| {
        let tests: Vec<String> = dispatch.tests.get(row.number).into_iter().flatten().map(test).collect();
        let accessor = row.accessor.map(|name| format!(" {name}")).unwrap_or_default();
        let written = dispatch.written.get(&row.number).map(|tag| format!(" + {}", literal(tag))).unwrap_or_default();
        format!("{} => {}({}){accessor}{written},", tests.join(" | "), row.name, compact(&row.value))
    });
    let path: Vec<String> = dispatch.tag.iter().map(|step| literal(step)).collect();
    let by = if path.is_empty() { String::new() } else { format!(" by {}", path.join(" / ")) };
    file.table(Table::new("union", format!("{name}{by}")).section("variants", lines.collect()).flat());
}

fn test(test: &Test) -> String {
    match test {
        Test::Tag(tag) => literal(tag),
        Test::Untagged => "untagged".to_owned(),
        Test::Key(key) => format!("{{ {} }}", literal(key)),
        Test::Type(json) => json_type(*json).to_owned(),
        Test::Fraction => "fraction".to_owned(),
        Test::Otherwise => "_".to_owned(),
    }
}

fn json_type(json: JsonType) -> &'static str {
    match json {
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

/// `From` for every payload that only one variant has; a text also comes borrowed. Two aliases of one type are one type.
fn conversions(sdk: Sdk<'_>, name: &Ident, rows: &[Row<'_>], file: &mut RustFile) {
    let name = ident(name);
    for (number, row) in rows.iter().enumerate() {
        let this = path::resolved(sdk, row.ty);
        let twin =
            rows.iter().enumerate().any(|(other, row)| other != number && same(sdk, path::resolved(sdk, row.ty), this));
        if twin || matches!(this, Type::Any(_)) {
            continue;
        }
        let (variant, value) = (ident(row.name), &row.inner);
        let held = if row.boxed { quote!(Box::new(value)) } else { quote!(value) };
        file.item(quote! {
            impl From<#value> for #name {
                #[inline]
                fn from(value: #value) -> Self {
                    Self::#variant(#held)
                }
            }
        });
        if *this == Type::String {
            file.item(quote! {
                impl From<&str> for #name {
                    #[inline]
                    fn from(value: &str) -> Self {
                        Self::#variant(value.to_owned())
                    }
                }
            });
        }
    }
}

/// Whether two types are one in Rust.
fn same(sdk: Sdk<'_>, a: &Type, b: &Type) -> bool {
    match (path::resolved(sdk, a), path::resolved(sdk, b)) {
        (Type::Array(a), Type::Array(b)) | (Type::Map(a), Type::Map(b)) | (Type::Nullable(a), Type::Nullable(b)) => {
            same(sdk, a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(sdk, a, b)),
        (Type::Any(_), Type::Any(_)) => true,
        (a, b) => a == b,
    }
}
