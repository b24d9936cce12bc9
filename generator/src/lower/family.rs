//! Families: a schema with a discriminator and no branches of its own, and the schemas that extend it.
//!
//! Input: the document. Output: for each such schema that is used as a value, the schemas that a value of it can be:
//! those of its mapping and those that have it in their `allOf`, over any number of steps.
//! Not here: the union that is made of them (`union`).

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Additional, Document, MappingTarget, Schema, SchemaId, SchemaTable};

/// Each base with those that extend it.
pub(super) fn families(document: &Document) -> BTreeMap<SchemaId, Vec<SchemaId>> {
    let schemas = &document.schemas;
    let mut families: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in schemas.iter().filter(|(_, schema)| is_base(schema)) {
        let members = members(schemas, id, schema);
        if !members.is_empty() {
            families.insert(id, members);
        }
    }
    if families.is_empty() {
        return families;
    }
    let used = used(document, &families);
    families.retain(|base, _| used.contains(base));
    families
}

fn is_base(schema: &Schema) -> bool {
    schema.discriminator.is_some()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.reference.is_none()
        && !schema.properties.is_empty()
}

fn members(schemas: &SchemaTable, base: SchemaId, schema: &Schema) -> Vec<SchemaId> {
    let mut members: Vec<SchemaId> = Vec::new();
    for target in schema.discriminator.iter().flat_map(|of| of.mapping.values()) {
        if let MappingTarget::Schema(id) = target {
            let id = schemas.follow(*id);
            if id != base && !members.contains(&id) {
                members.push(id);
            }
        }
    }
    let extends = |id: SchemaId| id != base && extends(schemas, id, base);
    for (_, id) in schemas.components().filter(|(_, id)| extends(*id)) {
        if !members.contains(&id) {
            members.push(id);
        }
    }
    members
}

/// Whether a schema has another in its `allOf`, or in that of one of those. A base in between has a family of its own.
fn extends(schemas: &SchemaTable, id: SchemaId, base: SchemaId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<SchemaId> = schemas.get(id).all_of.clone();
    while let Some(at) = open.pop() {
        let at = schemas.follow(at);
        if at == base {
            return true;
        }
        if seen.insert(at) && !is_base(schemas.get(at)) {
            open.extend(&schemas.get(at).all_of);
        }
    }
    false
}

/// The bases of which there are values: all uses but those in the `allOf` of what extends them.
fn used(document: &Document, families: &BTreeMap<SchemaId, Vec<SchemaId>>) -> BTreeSet<SchemaId> {
    let mut used = BTreeSet::new();
    if families.is_empty() {
        return used;
    }
    for (id, schema) in document.schemas.iter() {
        used.extend(schema.properties.values().chain(&schema.one_of).chain(&schema.any_of).copied());
        used.extend(schema.items.into_iter().chain(schema.reference));
        if let Additional::Schema(value) = schema.additional {
            used.insert(value);
        }
        let extended = schema.all_of.iter().filter(|of| families.get(of).is_none_or(|members| !members.contains(&id)));
        // Beside what it extends, an inline object has properties; a wrapper has texts alone.
        used.extend(extended.filter(|_| schema.all_of.len() == 1 && schema.properties.is_empty()));
    }
    let operations = [
        serde_json::to_string(&document.openapi.paths),
        serde_json::to_string(&document.webhooks),
        serde_json::to_string(&document.more_operations),
    ];
    // Each reference stands in quotes of its own.
    for text in operations.iter().flatten() {
        let references = text.split('"').filter_map(SchemaTable::id_of);
        used.extend(references.filter(|id| families.contains_key(id)));
    }
    used
}

/// The discriminator of the base that all these schemas extend.
pub(super) fn common_base(schemas: &SchemaTable, ids: &[SchemaId]) -> Option<SchemaId> {
    let (first, rest) = ids.split_first()?;
    let mut open: Vec<SchemaId> = schemas.get(*first).all_of.clone();
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop() {
        let at = schemas.follow(at);
        if !seen.insert(at) {
            continue;
        }
        let schema = schemas.get(at);
        if schema.discriminator.is_some() && rest.iter().all(|id| extends(schemas, *id, at)) {
            return Some(at);
        }
        open.extend(&schema.all_of);
    }
    None
}
