//! Null: which schemas it may stand for.
//!
//! Input: all schemas, and which stand for which. Output: those that allow null themselves, or take it from what they
//! are made of. Found in one pass against the direction of the references, since schemas lean on each other in chains
//! as long as their author likes.
//! Not here: what becomes of null in a type (`schema`, `object`).

use std::collections::{BTreeMap, BTreeSet};

use super::merge::Merged;
use super::union;
use crate::document::{SchemaId, SchemaTable};

/// All schemas for whose values null may stand.
pub(super) fn nullable(schemas: &SchemaTable, merged: &Merged) -> BTreeSet<SchemaId> {
    let mut leaned_on_by: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut open = Vec::new();
    for (id, _) in schemas.iter() {
        match leans_on(schemas, merged, id) {
            None => open.push(id),
            Some(others) => others.into_iter().for_each(|other| leaned_on_by.entry(other).or_default().push(id)),
        }
    }
    let mut nullable: BTreeSet<SchemaId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        open.extend(leaned_on_by.remove(&id).into_iter().flatten().filter(|by| nullable.insert(*by)));
    }
    nullable
}

/// The schemas of which one has to allow null so that this one does; `None` where it does so itself.
fn leans_on(schemas: &SchemaTable, merged: &Merged, id: SchemaId) -> Option<Vec<SchemaId>> {
    let schema = schemas.get(id);
    if schema.allows_null() || union::is_null(schema) {
        return None;
    }
    if let Some(target) = schema.reference {
        return Some(vec![target]);
    }
    if !schema.types.is_empty() {
        return Some(Vec::new());
    }
    let whole = merged.whole(id);
    if whole != id {
        return together(schemas, &merged.parts(whole));
    }
    if let [only] = schema.all_of.as_slice() {
        return Some(vec![*only]);
    }
    Some(schema.one_of.iter().chain(&schema.any_of).copied().collect())
}

/// The same of several schemas together: the last that names its types decides.
fn together(schemas: &SchemaTable, parts: &[SchemaId]) -> Option<Vec<SchemaId>> {
    let mut branches = Vec::new();
    for part in parts.iter().rev() {
        let schema = schemas.get(*part);
        if schema.allows_null() {
            return None;
        }
        branches.extend(schema.one_of.iter().chain(&schema.any_of));
        if !schema.types.is_empty() {
            break;
        }
    }
    Some(branches)
}
