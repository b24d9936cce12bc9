//! Pagination: which operations match a configured scheme.

use super::Context;
use crate::config;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Answer, Field, Location, Operation, Pagination, Shape, Type, TypeId};

/// Sets the pagination of every operation whose parameters and answer have the names of a scheme.
pub(super) fn detect(context: &mut Context<'_>, operations: &mut [Operation]) {
    for operation in operations {
        let key = operation.key();
        let wanted = [Some(&key), operation.operation_id.as_ref()]
            .into_iter()
            .flatten()
            .find_map(|key| context.config.operations.get(key))
            .and_then(|configured| configured.pagination.as_deref());
        if wanted == Some("none") {
            continue;
        }
        operation.pagination = context
            .config
            .pagination
            .iter()
            .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name.as_str()))
            .find_map(|(_, scheme)| matches(context, operation, scheme));
        if let (Some(wanted), None) = (wanted, &operation.pagination) {
            context.diagnostics.push(
                Diagnostic::new(
                    Code::PaginationUnmatched,
                    format!("`{key}` does not fit the pagination scheme `{wanted}`"),
                )
                .at(&operation.site)
                .effect("the method returns the first page alone"),
            );
        }
    }
}

fn matches(context: &Context<'_>, operation: &Operation, scheme: &config::Pagination) -> Option<Pagination> {
    let parameter = operation
        .params
        .iter()
        .find(|param| param.wire == scheme.cursor_parameter && matches!(param.location, Location::Query(_)))?;
    let Answer::Json { ty: Type::Named(page), .. } = &operation.answer else {
        return None;
    };
    let fields = fields(context, *page)?;
    let named = |name: &str| fields.iter().find(|field| field.wire == name);
    let cursor = named(&scheme.cursor_field).filter(|field| field.ty == Type::String)?;
    let has_more = match &scheme.has_more_field {
        Some(name) => Some(named(name).filter(|field| field.ty == Type::Bool)?),
        None => None,
    };
    let is_list = |field: &&Field| matches!(field.ty, Type::Array(_));
    let items = match &scheme.items_field {
        Some(name) => named(name).filter(is_list)?,
        None => {
            let mut lists = fields.iter().filter(is_list);
            let only = lists.next()?;
            if lists.next().is_some() {
                return None;
            }
            only
        }
    };
    Some(Pagination {
        page: *page,
        items: items.wire.clone(),
        cursor: cursor.wire.clone(),
        parameter: parameter.wire.clone(),
        has_more: has_more.map(|field| field.wire.clone()),
    })
}

fn fields<'a>(context: &'a Context<'_>, page: TypeId) -> Option<&'a [Field]> {
    match &context.types[page].shape {
        Shape::Object(object) => Some(&object.fields),
        _ => None,
    }
}
