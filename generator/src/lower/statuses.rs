//! Successes of several statuses: whether callers must know which one came.
//!
//! Input: the successes of an operation. Output: [`Several`]. Not here: what one of them brings (`answer`).

use openapiv3::{MediaType, Response};

use super::Context;
use super::alike::alike;
use super::answer::json;
use super::body::typed;
use crate::document::SchemaTable;
use crate::ir::{OperationId, Role, StatusAnswer};

/// What the successes of an operation are to each other.
pub(super) enum Several {
    /// All bring the same.
    Same,
    /// All that have a body bring the same, and some have none.
    OrNothing,
    /// They bring different things.
    Differ(Vec<StatusAnswer>),
}

/// Compares successes, which are given with their statuses.
pub(super) fn several(context: &mut Context<'_>, id: OperationId, successes: &[(String, &Response)]) -> Several {
    let mut cases: Vec<(&str, &Response, Option<&MediaType>)> = Vec::new();
    for (status, response) in successes {
        let media = if has_no_body(status, response) { None } else { json(response).map(|(_, media)| media) };
        if media.is_none() && !has_no_body(status, response) {
            // Of text and bytes nothing tells which one it is but the caller.
            return Several::Same;
        }
        cases.push((status, response, media));
    }
    // A range is what is left by its statuses.
    cases.sort_by_key(|(status, ..)| (status.ends_with('X'), *status));
    let mut kinds: Vec<(&str, &MediaType)> = Vec::new();
    let mut kind_of = Vec::new();
    for (status, _, media) in &cases {
        kind_of.push(media.map(|media| {
            let known = kinds.iter().position(|(_, known)| is_same(&context.document.schemas, known, media));
            known.unwrap_or_else(|| {
                kinds.push((*status, media));
                kinds.len() - 1
            })
        }));
    }
    if kinds.len() < 2 {
        return if kinds.is_empty() || kind_of.iter().all(Option::is_some) {
            Several::Same
        } else {
            Several::OrNothing
        };
    }
    let types: Vec<_> =
        kinds.into_iter().map(|(status, media)| typed(context, id, Role::Answer(status.to_owned()), media)).collect();
    let case = |((status, response, _), kind): ((&str, &Response, Option<&MediaType>), Option<usize>)| StatusAnswer {
        status: status.to_owned(),
        description: Some(response.description.clone()).filter(|text| !text.is_empty()),
        ty: kind.and_then(|kind| types.get(kind)).cloned(),
    };
    Several::Differ(cases.into_iter().zip(kind_of).map(case).collect())
}

/// Whether a status comes without a body (RFC 9110, section 15.3).
pub(super) fn has_no_body(status: &str, response: &Response) -> bool {
    matches!(status, "204" | "205") || response.content.is_empty()
}

fn is_same(schemas: &SchemaTable, a: &MediaType, b: &MediaType) -> bool {
    let id = |media: &MediaType| media.schema.as_ref().and_then(SchemaTable::id);
    match (id(a), id(b)) {
        (Some(a), Some(b)) => alike(schemas, a, b),
        (None, None) => true,
        _ => false,
    }
}
