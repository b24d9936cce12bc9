//! `anyOf` whose branches hold at once: the parts of one object, and not alternatives.
//!
//! Input: a schema. Output: the branches that are parts of one object; none where they are alternatives.
//! Not here: merging them (`merge`), and how alternatives are told apart (`analyze`).
//!
//! By the letter a value may fit several branches of any `anyOf`, but most authors mean one of them. They mean all
//! where every branch is an object that leaves room for other properties, needs none of its own, and describes none
//! that another branch describes as well: nothing could tell such branches apart, and a value with properties of two
//! of them is as good as any. A branch that says nothing (`{}`, for an object with none of them) changes nothing.

use std::collections::BTreeSet;

use super::super::union;
use super::collect;
use crate::document::{Additional, JsonType, Schema, SchemaId, SchemaTable};

/// The branches of an `anyOf` that hold together.
pub(super) fn branches(schemas: &SchemaTable, schema: &Schema) -> Vec<SchemaId> {
    if !schema.one_of.is_empty() || schema.discriminator.is_some() {
        return Vec::new();
    }
    let mut branches = union::branches(schemas, schema);
    branches.retain(|branch| !union::is_silent(schemas.get(schemas.follow(*branch))));
    let mut known = BTreeSet::new();
    let are_parts = branches.len() > 1 && branches.iter().all(|branch| is_part(schemas, *branch, &mut known));
    if are_parts { branches } else { Vec::new() }
}

/// Whether a branch is an object that may be part of a larger one, beside those whose properties are known.
fn is_part<'a>(schemas: &'a SchemaTable, branch: SchemaId, known: &mut BTreeSet<&'a str>) -> bool {
    let mut parts = Vec::new();
    if !collect(schemas, &[branch], &mut parts, &mut BTreeSet::new()) {
        return false;
    }
    let mut own: BTreeSet<&str> = BTreeSet::new();
    for part in parts {
        let schema = schemas.get(part);
        let is_object = schema.types.is_empty() || schema.types.contains(JsonType::Object);
        let is_open = !matches!(schema.additional, Additional::Denied) && schema.boolean.is_none();
        let is_plain = schema.one_of.is_empty() && schema.any_of.is_empty() && schema.enumeration.is_none();
        if !(is_object && is_open && is_plain && schema.required.is_empty()) {
            return false;
        }
        own.extend(schema.properties.keys().map(String::as_str));
    }
    let is_new = !own.is_empty() && own.is_disjoint(known);
    known.extend(own);
    is_new
}
