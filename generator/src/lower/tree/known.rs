//! What is known of an operation beside its path, where the path may mean several things.
//!
//! Input: an operation. Output: [`Known`]. Not here: what becomes of it (`derive`).

use super::words;
use crate::ir::{Answer, BodyContent, Location, Method, Object, Operation, Shape, Type, Types};

/// How much a success brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    One,
    Many,
    /// Nobody knows.
    Something,
}

/// What is known of an operation beside its path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) answered: Answered,
    /// Whether an input says which one of a collection is meant.
    pub(super) names_one: bool,
}

impl Known {
    pub(super) fn of(types: &Types, operation: &Operation) -> Self {
        Self { answered: answered(types, operation), names_one: names_one(types, operation) }
    }
}

/// Whether a success brings many things. An object that holds a list may be a page of it, unless it has an id itself, and
/// the list is not what the path names.
fn answered(types: &Types, operation: &Operation) -> Answered {
    let Answer::Json { ty, .. } = &operation.answer else { return Answered::Something };
    let is_array = |ty: &Type| match types.resolved(ty) {
        Type::Nullable(inner) => matches!(types.resolved(inner), Type::Array(_)),
        ty => matches!(ty, Type::Array(_)),
    };
    let named = operation.path.template.trim_end_matches('/').rsplit('/').next().map(words::key);
    let may_be_page = |object: &Object| {
        let mut lists = object.fields.iter().filter(|field| is_array(&field.ty));
        let has_id = object.fields.iter().any(|field| field.wire == "id");
        if has_id {
            lists.any(|field| Some(words::key(&field.wire)) == named)
        } else {
            object.fields.is_empty() || lists.next().is_some()
        }
    };
    if operation.pagination.is_some() || is_array(ty) {
        return Answered::Many;
    }
    match types.resolved(ty) {
        Type::Named(id) => match &types[*id].shape {
            Shape::Object(object) if may_be_page(object) => Answered::Something,
            Shape::Union(_) => Answered::Something,
            Shape::Newtype(ty) if is_array(ty) => Answered::Many,
            Shape::Object(_) | Shape::Newtype(_) | Shape::Enum(_) | Shape::Alias(_) => Answered::One,
        },
        Type::Map(_) | Type::Any(_) => Answered::Something,
        _ => Answered::One,
    }
}

/// Whether an input says which one of a collection is meant: a query parameter that is required, or what a body that is one
/// object has for an id.
fn names_one(types: &Types, operation: &Operation) -> bool {
    if !matches!(operation.method, Method::Put | Method::Patch | Method::Delete) {
        return false;
    }
    let last = operation.path.template.trim_end_matches('/').rsplit('/').next().map(words::key).unwrap_or_default();
    let is_id = |wire: &str| {
        let key = words::key(wire);
        let (of, what) = key.rsplit_once('_').unwrap_or(("", &key));
        matches!(what, "id" | "uuid") && (of.is_empty() || words::is_one_of(of, &last))
    };
    let queries =
        operation.params.iter().filter(|param| param.required && matches!(param.location, Location::Query(_)));
    let body = operation.body.as_ref().and_then(|body| match &body.content {
        BodyContent::Fields(id) => Some(*id),
        BodyContent::Whole(ty) => match types.resolved(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        },
    });
    let fields = body.into_iter().flat_map(|id| match &types[id].shape {
        Shape::Object(object) => object.fields.as_slice(),
        _ => &[],
    });
    let mut wires = queries.map(|param| &param.wire).chain(fields.map(|field| &field.wire));
    // What the path has names what is around the collection.
    wires.any(|wire| is_id(wire) && operation.path.variables().all(|variable| variable.wire != *wire))
}
