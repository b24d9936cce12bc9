//! Pages: for a type that is one, the table that says where its items are and how the next one is asked for.

use super::rust_file::{RustFile, Table, compact, literal};
use super::{Sdk, path};
use crate::ir::{Field, Object, Type, TypeId};
use crate::names::{Ident, Module};

/// Adds the table of a page type, if this is one.
pub(super) fn page(sdk: Sdk<'_>, id: TypeId, object: &Object, here: Module, file: &mut RustFile) {
    let mut all = sdk.api.operations.iter().filter_map(|operation| operation.pagination.as_ref());
    let Some(pagination) = all.find(|pagination| pagination.page == id) else { return };
    let Some(name) = sdk.names.types.get(&id) else { return };
    let field = |wire: &str| -> Option<(&Field, &Ident)> {
        let number = object.fields.iter().position(|field| field.wire == wire)?;
        Some((object.fields.get(number)?, sdk.names.fields.get(&(id, number))?))
    };
    let (Some((items, items_name)), Some((_, cursor))) = (field(&pagination.items), field(&pagination.cursor)) else {
        return;
    };
    let Type::Array(item) = &items.ty else { return };
    let item = compact(&path::ty(sdk, item, here, file));
    file.runtime("page");
    let mut rows = vec![
        format!("items: {items_name} -> {item},"),
        format!("cursor: {cursor} -> {},", literal(&pagination.parameter)),
    ];
    rows.extend(pagination.has_more.as_deref().and_then(field).map(|(_, name)| format!("has_more: {name},")));
    file.table(Table::new("page", name.ident.to_string()).section("rows", rows).flat());
}
