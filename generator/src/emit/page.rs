//! Pages: for a type that is one, the table that says where its items are and how the next one is asked for.

use super::rust_file::{RustFile, Table, compact, literal};
use super::{Sdk, path};
use crate::ir::{NextPage, Shape, Type, TypeId};
use crate::names::Module;

/// Adds the table of a page type, if this is one.
pub(super) fn page(sdk: Sdk<'_>, id: TypeId, here: Module, file: &mut RustFile) {
    let mut all = sdk.api.operations.iter().filter_map(|operation| operation.pagination.as_ref());
    let Some(pagination) = all.find(|pagination| pagination.page == id) else { return };
    let Some(name) = sdk.names.types.get(&id) else { return };
    let Some((items, ty)) = field(sdk, id, &pagination.items) else { return };
    let Type::Array(item) = path::resolved(sdk, ty) else { return };
    let in_item = match path::resolved(sdk, item) {
        Type::Named(item) => *item,
        _ => id,
    };
    let item = compact(&path::ty(sdk, item, here, file));
    let next = match &pagination.next {
        NextPage::Cursor { field: wires, parameter } => {
            field(sdk, id, wires).map(|(name, _)| format!("cursor: {name} -> {},", literal(parameter)))
        }
        NextPage::Last { field: wires, parameter } => {
            field(sdk, in_item, wires).map(|(name, _)| format!("last: {name} -> {},", literal(parameter)))
        }
        NextPage::Offset(parameter) => Some(format!("offset -> {},", literal(parameter))),
        NextPage::Number(parameter) => Some(format!("number -> {},", literal(parameter))),
        NextPage::Url(wires) => field(sdk, id, wires).map(|(name, _)| format!("url: {name},")),
    };
    let Some(next) = next else { return };
    let has_more = pagination.has_more.as_deref().and_then(|wires| field(sdk, id, wires));
    file.runtime("page");
    let mut rows = vec![format!("items: {items} -> {item},"), next];
    rows.extend(has_more.map(|(name, _)| format!("has_more: {name},")));
    file.table(Table::new("page", name.ident.to_string()).section("rows", rows).flat());
}

/// The Rust names that lead to a field, with dots, and its type.
fn field<'a>(sdk: Sdk<'a>, from: TypeId, wires: &[String]) -> Option<(String, &'a Type)> {
    let (first, rest) = wires.split_first()?;
    let Shape::Object(object) = &sdk.api.types[from].shape else { return None };
    let number = object.fields.iter().position(|field| field.wire == *first)?;
    let (name, ty) = (sdk.names.fields.get(&(from, number))?, &object.fields.get(number)?.ty);
    match (rest, path::resolved(sdk, ty)) {
        ([], _) => Some((name.to_string(), ty)),
        (rest, Type::Named(next)) => field(sdk, *next, rest).map(|(more, ty)| (format!("{name}.{more}"), ty)),
        _ => None,
    }
}
