//! Successes of several statuses: whether callers must know which one came.
//!
//! Input: the successes of an operation. Output: [`Several`]. Not here: what one of them brings (`answer`).

use openapiv3::{MediaType, Response};

use super::Context;
use super::answer::json;
use super::body::typed;
use crate::diag::Site;
use crate::document::{Additional, Schema, SchemaId, SchemaTable};
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

/// How deep schemas are compared; what is deeper counts as different.
const DEEPEST: usize = 16;

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
        (Some(a), Some(b)) => alike(schemas, a, b, DEEPEST),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two schemas say the same, but for words.
fn alike(schemas: &SchemaTable, a: SchemaId, b: SchemaId, depth: usize) -> bool {
    let (a, b) = (schemas.follow(a), schemas.follow(b));
    if a == b {
        return true;
    }
    let any = a;
    let (a, b) = (schemas.get(a), schemas.get(b));
    // Two components are two things, whatever they look like.
    if depth == 0 || (a.component.is_some() && b.component.is_some()) {
        return false;
    }
    let (below_a, below_b) = (below(a), below(b));
    bare(a, &a.site, any) == bare(b, &a.site, any)
        && below_a.len() == below_b.len()
        && below_a.into_iter().zip(below_b).all(|(a, b)| alike(schemas, a, b, depth - 1))
}

/// A schema without its words, at a place and with a schema in all places below that are not its own.
fn bare(schema: &Schema, site: &Site, any: SchemaId) -> Schema {
    let names = |map: &indexmap::IndexMap<String, SchemaId>| {
        map.keys().map(|name| (name.clone(), any)).collect::<indexmap::IndexMap<_, _>>()
    };
    Schema {
        site: site.clone(),
        component: None,
        referenced_as: None,
        reference: None,
        title: None,
        description: None,
        docs_url: None,
        examples: Vec::new(),
        properties: names(&schema.properties),
        pattern_properties: names(&schema.pattern_properties),
        additional: match &schema.additional {
            Additional::Schema(_) => Additional::Schema(any),
            other => *other,
        },
        property_names: schema.property_names.map(|_| any),
        items: schema.items.map(|_| any),
        prefix_items: Vec::new(),
        all_of: Vec::new(),
        one_of: Vec::new(),
        any_of: Vec::new(),
        not: schema.not.map(|_| any),
        ..schema.clone()
    }
}

fn below(schema: &Schema) -> Vec<SchemaId> {
    let additional = match &schema.additional {
        Additional::Schema(id) => Some(*id),
        _ => None,
    };
    let lists = [&schema.prefix_items, &schema.all_of, &schema.one_of, &schema.any_of];
    let named = schema.properties.values().chain(schema.pattern_properties.values());
    named.chain(lists.into_iter().flatten()).copied().chain(additional).chain(schema.items).collect()
}
