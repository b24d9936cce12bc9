//! Pagination: how an operation gets from one page to the next.
//!
//! Input: an operation with its parameters and answer, and what is said of its pages. Output: its [`Pagination`].
//! Claims come in this order: the scheme that the configuration names for the operation, our own extension, the schemes
//! of the configuration that fit, the extensions of other tools (`extensions.rs`).

mod extensions;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Context, hints};
use crate::config;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Answer, Field, Location, NextPage, Operation, OperationId, Pagination, Shape, Type, TypeId};

pub(super) use extensions::{Marks, mark};

/// What somebody says of pages; fields are the wire names that lead to them.
struct Scheme {
    /// The field with the items; the only list when it is not said.
    items: Option<Vec<String>>,
    has_more: Option<Vec<String>>,
    next: NextPage,
}

impl From<&config::Pagination> for Scheme {
    fn from(scheme: &config::Pagination) -> Self {
        Self {
            items: scheme.items_field.clone().map(|name| vec![name]),
            has_more: scheme.has_more_field.clone().map(|name| vec![name]),
            next: NextPage::Cursor {
                field: vec![scheme.cursor_field.clone()],
                parameter: scheme.cursor_parameter.clone(),
            },
        }
    }
}

const FIRST_PAGE: &str = "the method returns the first page alone";

/// The pagination of an operation that is otherwise done.
pub(super) fn find(
    context: &mut Context<'_>,
    id: OperationId,
    operation: &Operation,
    extensions: &IndexMap<String, Value>,
) -> Option<Pagination> {
    let config = context.config;
    let key = operation.key();
    let configured = [Some(&key), operation.operation_id.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|key| config.operations.get(key))
        .and_then(|configured| configured.pagination.as_deref());
    let found = match (configured, extensions.get(OURS)) {
        (Some("none"), _) => None,
        (Some(name), _) => {
            let found = config.pagination.get(name).and_then(|scheme| fit(context, operation, &scheme.into()).ok());
            if found.is_none() {
                report(context, operation, format!("`{key}` does not fit the pagination scheme `{name}`"));
            }
            found
        }
        (None, Some(Value::String(none))) if none == "none" => None,
        (None, Some(value)) => match ours(config, value).and_then(|scheme| fit(context, operation, &scheme)) {
            Ok(found) => Some(found),
            Err(why) => {
                let message = format!("`{OURS}` says no pages: {why}");
                hints::say(context, &operation.site.join(OURS), message, FIRST_PAGE);
                None
            }
        },
        (None, None) => {
            let mut schemes = config.pagination.values();
            schemes
                .find_map(|scheme| fit(context, operation, &scheme.into()).ok())
                .or_else(|| extensions::find(context, id, operation, extensions))
        }
    }?;
    // The way on is a part of the answer's type, so it is one for all operations with that answer.
    let known = context.pages.entry(found.page).or_insert_with(|| found.clone());
    if *known != found {
        report(context, operation, format!("the pages of `{key}` go on otherwise than those of another operation"));
        return None;
    }
    Some(found)
}

fn report(context: &mut Context<'_>, operation: &Operation, message: String) {
    let diagnostic = Diagnostic::new(Code::PaginationUnmatched, message);
    context.diagnostics.push(diagnostic.at(&operation.site).effect(FIRST_PAGE));
}

/// Our own extension: the name of a scheme of the configuration, or a scheme as the configuration would have it.
const OURS: &str = "x-specwright-pagination";

fn ours(config: &config::Config, value: &Value) -> Result<Scheme, String> {
    match value {
        Value::String(name) => {
            let scheme = config.pagination.get(name).ok_or_else(|| format!("the configuration has no scheme `{name}`"));
            Ok(scheme?.into())
        }
        value => match serde_json::from_value::<config::Pagination>(value.clone()) {
            Ok(scheme) => Ok((&scheme).into()),
            Err(error) => Err(error.to_string()),
        },
    }
}

/// The pagination of an operation by a scheme, or why it does not fit.
fn fit(context: &Context<'_>, operation: &Operation, scheme: &Scheme) -> Result<Pagination, String> {
    let page = page(operation).ok_or("the answer is no JSON object with a type of its own")?;
    let is_list = |ty: &Type| matches!(ty, Type::Array(_));
    let is_cursor = |ty: &Type| matches!(ty, Type::String | Type::Integer(crate::ir::IntegerKind::I64));
    let items = match &scheme.items {
        Some(path) => path.clone(),
        None => vec![only_list(context, page).ok_or("it is not said which field has the items")?],
    };
    let list = field(context, page, &items, is_list).ok_or_else(|| missing("list", &items))?;
    if let Some(path) = &scheme.has_more {
        field(context, page, path, |ty| *ty == Type::Bool).ok_or_else(|| missing("boolean", path))?;
    }
    let parameter = match &scheme.next {
        NextPage::Cursor { field: path, parameter } => {
            field(context, page, path, is_cursor).ok_or_else(|| missing("text", path))?;
            Some(parameter)
        }
        NextPage::Last { field: path, parameter } => {
            let Type::Array(item) = context.types.resolved(&list.ty) else { return Err(missing("list", &items)) };
            let Type::Named(item) = context.types.resolved(item) else { return Err("the items are no objects".into()) };
            field(context, *item, path, is_cursor).ok_or_else(|| missing("text", path))?;
            Some(parameter)
        }
        NextPage::Url(path) => {
            field(context, page, path, |ty| *ty == Type::String).ok_or_else(|| missing("text", path))?;
            None
        }
        NextPage::Offset(parameter) | NextPage::Number(parameter) => Some(parameter),
    };
    let has = |wire: &str| {
        operation.params.iter().any(|param| param.wire == wire && matches!(param.location, Location::Query(_)))
    };
    if let Some(wire) = parameter.filter(|wire| !has(wire)) {
        return Err(format!("the operation has no query parameter `{wire}`"));
    }
    Ok(Pagination { page, items, has_more: scheme.has_more.clone(), next: scheme.next.clone() })
}

fn missing(what: &str, path: &[String]) -> String {
    format!("the answer has no {what} at `{}` that is always within reach", path.join("."))
}

/// The object that an operation answers with.
fn page(operation: &Operation) -> Option<TypeId> {
    match &operation.answer {
        Answer::Json { ty: Type::Named(page), .. } => Some(*page),
        _ => None,
    }
}

/// The field at the end of a path whose objects are always there.
fn field<'a>(
    context: &'a Context<'_>,
    from: TypeId,
    path: &[String],
    is_wanted: impl Fn(&Type) -> bool,
) -> Option<&'a Field> {
    let (last, way) = path.split_last()?;
    let mut at = from;
    for wire in way {
        let field = fields(context, at)?.iter().find(|field| field.wire == *wire)?;
        let Type::Named(next) = context.types.resolved(&field.ty) else { return None };
        at = Some(*next).filter(|_| is_always(field))?;
    }
    let found = fields(context, at)?.iter().find(|field| field.wire == *last)?;
    is_wanted(context.types.resolved(&found.ty)).then_some(found)
}

fn is_always(field: &Field) -> bool {
    field.required && !field.nullable
}

fn only_list(context: &Context<'_>, page: TypeId) -> Option<String> {
    let mut lists = fields(context, page)?.iter().filter(|field| matches!(field.ty, Type::Array(_)));
    let only = lists.next()?;
    lists.next().is_none().then(|| only.wire.clone())
}

fn fields<'a>(context: &'a Context<'_>, id: TypeId) -> Option<&'a [Field]> {
    match &context.types[id].shape {
        Shape::Object(object) => Some(&object.fields),
        _ => None,
    }
}
