//! Whether an operation is as somebody says: the names are looked up in its request and its answer.
//!
//! Input: a [`Scheme`]. Output: the [`Pagination`] that it means for this operation, or why it does not fit. Not here:
//! who says it.

use super::Scheme;
use crate::ir::{
    Answer, BodyContent, BodyFormat, Constraints, EnumKind, Field, IntegerKind, Location, NextPage, Operation,
    Pagination, Place, Shape, Source, Type, TypeId,
};
use crate::lower::Context;

/// What an operation answers with.
#[derive(Clone, Copy)]
pub(super) enum Root<'a> {
    /// An object, a type of its own.
    Object(TypeId),
    /// A list of these.
    List(&'a Type),
}

pub(super) fn root<'a>(context: &'a Context<'_>, operation: &'a Operation) -> Option<Root<'a>> {
    let Answer::Json { ty, .. } = &operation.answer else { return None };
    match context.types.resolved(ty) {
        Type::Named(id) if context.types[*id].replaced.is_none() => {
            fields(context, *id).is_some().then_some(Root::Object(*id))
        }
        Type::Array(item) => Some(Root::List(item)),
        _ => None,
    }
}

/// The pagination of an operation by a scheme, or why it does not fit.
pub(super) fn fit(context: &Context<'_>, operation: &Operation, scheme: &Scheme) -> Result<Pagination, String> {
    let root =
        root(context, operation).ok_or("the answer is neither a JSON object with a type of its own nor a list")?;
    let (page, items, item) = items(context, root, scheme)?;
    let source = |source: &Option<Source>, what: &'static str, is_wanted: fn(&Context<'_>, &Type) -> bool| {
        source.as_ref().map(|source| found(context, page, source, what, is_wanted)).transpose()
    };
    let next = match &scheme.next {
        NextPage::Cursor(from, to) => {
            NextPage::Cursor(found(context, page, from, "text or number", is_scalar)?, place(context, operation, to)?.0)
        }
        NextPage::Last(path, to) => {
            let Type::Named(item) = context.types.resolved(item) else { return Err("the items are no objects".into()) };
            let path = steps(context, *item, path);
            field(context, *item, &path)
                .filter(|field| is_scalar(context, &field.ty))
                .ok_or_else(|| format!("the items have no text or number at `{}`", path.join(".")))?;
            NextPage::Last(path, place(context, operation, to)?.0)
        }
        NextPage::Url(from) => NextPage::Url(found(context, page, from, "text", is_scalar)?),
        NextPage::Link => NextPage::Link,
        NextPage::Offset(to) => NextPage::Offset(place(context, operation, to)?.0),
        NextPage::Number(to, _) => {
            let (place, first) = place(context, operation, to)?;
            NextPage::Number(place, scheme.first.or(first).unwrap_or(1))
        }
    };
    Ok(Pagination {
        page,
        items,
        next,
        has_more: source(&scheme.has_more, "boolean", |context, ty| *context.types.resolved(ty) == Type::Bool)?,
        total: source(&scheme.total, "number", is_scalar)?,
        current: source(&scheme.current, "number", is_scalar)?,
    })
}

/// The object that is a page, the names that lead to its items, and the type of one.
fn items<'a>(
    context: &'a Context<'_>,
    root: Root<'a>,
    scheme: &Scheme,
) -> Result<(Option<TypeId>, Vec<String>, &'a Type), String> {
    match (root, &scheme.items) {
        (Root::List(item), None) => Ok((None, Vec::new(), item)),
        (Root::List(item), Some(path)) if path.is_empty() => Ok((None, Vec::new(), item)),
        (Root::List(_), Some(path)) => Err(format!("the answer is a list, so it has no `{}`", path.join("."))),
        (Root::Object(page), said) => {
            let path = match said {
                Some(path) => steps(context, page, path),
                None => vec![only_list(context, page).ok_or("it is not said which field has the items")?],
            };
            let list = reachable(context, page, &path).map(|field| context.types.resolved(&field.ty));
            let Some(Type::Array(item)) = list else {
                return Err(format!("the answer has no list at `{}` that is always within reach", path.join(".")));
            };
            Ok((Some(page), path, item))
        }
    }
}

/// A source, if the answer has it. Headers need not be described.
fn found(
    context: &Context<'_>,
    page: Option<TypeId>,
    source: &Source,
    what: &str,
    is_wanted: fn(&Context<'_>, &Type) -> bool,
) -> Result<Source, String> {
    let Source::Field(path) = source else { return Ok(source.clone()) };
    let missing = || format!("the answer has no {what} at `{}`", path.join("."));
    let page = page.ok_or_else(missing)?;
    let path = steps(context, page, path);
    let found = field(context, page, &path).filter(|field| is_wanted(context, &field.ty));
    found.map(|_| Source::Field(path.clone())).ok_or_else(missing)
}

/// Where a request says which page it wants, and the number that it means by saying nothing.
fn place(context: &Context<'_>, operation: &Operation, wish: &Place) -> Result<(Place, Option<u64>), String> {
    let name = wish.name();
    let in_body = json_body(context, operation).and_then(|body| {
        let path = steps(context, body, std::slice::from_ref(&name));
        let field = field(context, body, &path).filter(|field| is_scalar(context, &field.ty))?;
        let is_number = matches!(context.types.resolved(&field.ty), Type::Integer(_) | Type::Number);
        let first = number(field.default.as_ref(), field.constraints.minimum.as_deref());
        Some((Place::Body(path, is_number), first))
    });
    let in_query = || {
        let mut params = operation.params.iter();
        let param = params.find(|param| param.wire == name && matches!(param.location, Location::Query(_)))?;
        let first = number(param.default.as_ref(), param.constraints.minimum.as_deref());
        Some((Place::Query(name.clone()), first))
    };
    let found = if matches!(wish, Place::Body(..)) { in_body.or_else(in_query) } else { in_query().or(in_body) };
    found.ok_or_else(|| {
        format!("the operation has neither a query parameter nor a member of its JSON body called `{name}`")
    })
}

/// Whether what is counted on from page to page is a number, or a text that is said to hold one.
pub(super) fn counts_numbers(context: &Context<'_>, operation: &Operation, pagination: &Pagination) -> bool {
    let (NextPage::Offset(place) | NextPage::Number(place, _)) = &pagination.next else { return true };
    let (ty, constraints) = match place {
        Place::Query(name) => {
            let mut params = operation.params.iter();
            let param = params.find(|param| param.wire == *name && matches!(param.location, Location::Query(_)));
            param.map(|param| (&param.ty, &param.constraints))
        }
        Place::Body(path, _) => {
            let found = json_body(context, operation).and_then(|body| field(context, body, path));
            found.map(|field| (&field.ty, &field.constraints))
        }
    }
    .unzip();
    let is_number = |ty: &Type| match context.types.resolved(ty) {
        Type::Integer(_) | Type::Number | Type::Decimal | Type::Quoted(_) => true,
        Type::Named(id) => matches!(&context.types[*id].shape, Shape::Enum(of) if of.kind == EnumKind::Integers),
        _ => false,
    };
    let has_digits = |of: &Constraints| of.pattern.as_deref().is_some_and(is_of_digits);
    ty.is_some_and(is_number) || constraints.is_some_and(has_digits)
}

/// Whether a pattern has digits and nothing else: `^\d+$`, `^[0-9]{1,9}$`, `^(0|[1-9][0-9]*)$`.
fn is_of_digits(pattern: &str) -> bool {
    let rest = pattern.replace("\\d", "0").replace("[0-9]", "0").replace("[1-9]", "1");
    rest.starts_with('^') && rest.ends_with('$') && rest.contains(|c: char| c.is_ascii_digit()) && {
        rest.chars().all(|c| c.is_ascii_digit() || "^$+*?{},()|:".contains(c))
    }
}

/// The object that is an operation's JSON body.
pub(super) fn json_body(context: &Context<'_>, operation: &Operation) -> Option<TypeId> {
    let body = operation.body.as_ref().filter(|body| body.format == BodyFormat::Json)?;
    match &body.content {
        BodyContent::Fields(id) => Some(*id),
        BodyContent::Whole(ty) => match context.types.resolved(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        },
    }
}

/// What a number is when it is not sent: its default, else its minimum where that is 0.
fn number(default: Option<&serde_json::Value>, minimum: Option<&str>) -> Option<u64> {
    default.and_then(serde_json::Value::as_u64).or_else(|| (minimum == Some("0")).then_some(0))
}

/// A path as the type has it: a lone name with dots may be a name as it is, or several.
fn steps(context: &Context<'_>, from: TypeId, path: &[String]) -> Vec<String> {
    match path {
        [name] if name.contains('.') && field(context, from, path).is_none() => {
            name.split('.').map(ToOwned::to_owned).collect()
        }
        path => path.to_vec(),
    }
}

/// The field at the end of a path.
pub(super) fn field<'a>(context: &'a Context<'_>, from: TypeId, path: &[String]) -> Option<&'a Field> {
    walk(context, from, path, |_| true)
}

/// The same, if the objects on the way are always there.
fn reachable<'a>(context: &'a Context<'_>, from: TypeId, path: &[String]) -> Option<&'a Field> {
    walk(context, from, path, is_always)
}

fn walk<'a>(
    context: &'a Context<'_>,
    from: TypeId,
    path: &[String],
    may_pass: fn(&Field) -> bool,
) -> Option<&'a Field> {
    let (last, way) = path.split_last()?;
    let mut at = from;
    for wire in way {
        let field = fields(context, at)?.iter().find(|field| field.wire == *wire)?;
        let Type::Named(next) = context.types.resolved(&field.ty) else { return None };
        at = Some(*next).filter(|_| may_pass(field))?;
    }
    fields(context, at)?.iter().find(|field| field.wire == *last)
}

pub(super) fn is_always(field: &Field) -> bool {
    field.required && !field.nullable
}

/// Whether a value of a type is one text or number.
pub(super) fn is_scalar(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Named(id) => matches!(context.types[*id].shape, Shape::Enum(_)),
        Type::Nullable(inner) => is_scalar(context, inner),
        Type::Bool | Type::Binary | Type::Multipart | Type::Array(_) | Type::Map(_) | Type::Tuple(_) | Type::Any(_) => {
            false
        }
        _ => true,
    }
}

pub(super) fn is_integer(context: &Context<'_>, ty: &Type) -> bool {
    matches!(context.types.resolved(ty), Type::Integer(_) | Type::Number | Type::Quoted(IntegerKind::I64))
}

fn only_list(context: &Context<'_>, page: TypeId) -> Option<String> {
    let mut lists =
        fields(context, page)?.iter().filter(|field| matches!(context.types.resolved(&field.ty), Type::Array(_)));
    let only = lists.next()?;
    lists.next().is_none().then(|| only.wire.clone())
}

pub(super) fn fields<'a>(context: &'a Context<'_>, id: TypeId) -> Option<&'a [Field]> {
    match &context.types[id].shape {
        Shape::Object(object) => Some(&object.fields),
        _ => None,
    }
}
