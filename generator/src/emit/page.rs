//! Pages: for a type that is one, the table that says where its items are; for an operation that answers with one, the
//! row that says how its pages go on.

use super::rust_file::{RustFile, Table, compact, literal};
use super::{Sdk, path};
use crate::ir::{NextPage, Pagination, Place, Shape, Source, Type, TypeId};
use crate::names::Module;

/// Adds the table of a page type, if this is one.
pub(super) fn page(sdk: Sdk<'_>, id: TypeId, here: Module, file: &mut RustFile) {
    let mut all = sdk.api.operations.iter().filter_map(|operation| operation.pagination.as_ref());
    let Some(pagination) = all.find(|pagination| pagination.page == Some(id)) else { return };
    let Some(name) = sdk.names.types.get(&id) else { return };
    let Some((items, ty)) = field(sdk, id, &pagination.items) else { return };
    let Type::Array(item) = path::resolved(sdk, ty) else { return };
    let item = compact(&path::ty(sdk, item, here, file));
    file.runtime("page");
    let rows = vec![format!("items: {items} -> {item},")];
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

/// How the pages of an operation go on: `cursor("/next", "after").has_more("/more")`.
pub(super) fn paging(pagination: &Pagination) -> String {
    let last = |field: &[String]| pointer(pagination.items.iter().map(String::as_str).chain(["-"]), field);
    let (mut text, place) = match &pagination.next {
        NextPage::Cursor(from, place) => (format!("cursor({}, ", source(from)), Some(place)),
        NextPage::Last(field, place) => (format!("cursor({}, ", literal(&last(field))), Some(place)),
        NextPage::Url(from) => (format!("url({})", source(from)), None),
        NextPage::Link => ("link()".to_owned(), None),
        NextPage::Offset(place) => ("offset(".to_owned(), Some(place)),
        NextPage::Number(place, _) => ("number(".to_owned(), Some(place)),
    };
    if let Some(place) = place {
        text.push_str(&match place {
            Place::Query(name) => literal(name),
            Place::Body(path, _) => literal(&pointer([], path)),
        });
        if let NextPage::Number(_, first) = pagination.next {
            text.push_str(&format!(", {first}"));
        }
        text.push(')');
    }
    match place {
        Some(Place::Body(_, true)) if matches!(pagination.next, NextPage::Cursor(..) | NextPage::Last(..)) => {
            text.push_str(".in_body_as_number()");
        }
        Some(Place::Body(..)) => text.push_str(".in_body()"),
        _ => {}
    }
    let more = [("has_more", &pagination.has_more), ("total", &pagination.total), ("current", &pagination.current)];
    for (name, from) in more {
        text.extend(from.as_ref().map(|from| format!(".{name}({})", source(from))));
    }
    text
}

/// A place in an answer as the runtime reads it.
fn source(source: &Source) -> String {
    match source {
        Source::Field(path) => literal(&pointer([], path)),
        Source::Header(name) => literal(name),
    }
}

/// A JSON pointer (RFC 6901).
fn pointer<'a>(way: impl IntoIterator<Item = &'a str>, path: &'a [String]) -> String {
    let steps = way.into_iter().chain(path.iter().map(String::as_str));
    steps.map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}
