//! `allOf`: several schemas that hold together.

use std::collections::BTreeSet;

use super::schema::{Class, has_structure};
use super::{Context, union};
use crate::diag::{Code, Diagnostic};
use crate::document::{Additional, JsonType, Schema, SchemaId};

/// What a schema with these `allOf` members is. Members that only annotate fall away; one that is left is the schema
/// itself; several objects are one object.
pub(super) fn classify(context: &mut Context<'_>, id: SchemaId, members: &[SchemaId]) -> Class {
    let mut parts = Vec::new();
    collect(context, members, &mut parts, &mut BTreeSet::new());
    let document = context.document;
    let own = document.schemas.get(id);
    let own_is_object = !own.properties.is_empty() || !own.required.is_empty();
    let shaped: Vec<SchemaId> =
        members.iter().copied().filter(|member| says_something(document.schemas.get(*member))).collect();
    if let ([only], false) = (shaped.as_slice(), own_is_object || !union::branches(context, own).is_empty()) {
        // What extends a schema and adds nothing is still one of its family, and not the whole of it.
        let extends = context.families.get(only).is_some_and(|family| family.contains(&id));
        return if extends { Class::Object(parts) } else { Class::Same(*only) };
    }
    if own_is_object {
        parts.push(id);
    }
    let unions: Vec<SchemaId> =
        parts.iter().copied().filter(|part| union::branches(context, document.schemas.get(*part)).len() > 1).collect();
    let own_branches = union::branches(context, own);
    if own_branches.len() > 1 {
        return Class::Union(own_branches, parts);
    }
    if let ([only], true) =
        (unions.as_slice(), parts.iter().any(|part| !document.schemas.get(*part).properties.is_empty()))
    {
        let branches = union::branches(context, document.schemas.get(*only));
        let mut rest = parts;
        rest.retain(|part| part != only || !document.schemas.get(*part).properties.is_empty());
        return Class::Union(branches, rest);
    }
    if parts.iter().any(|part| !document.schemas.get(*part).properties.is_empty()) {
        return Class::Object(parts);
    }
    // No member is an object with properties: the first that says anything decides.
    match shaped.split_first() {
        Some((first, rest)) => {
            if !rest.is_empty() {
                context.diagnostics.push(
                    Diagnostic::new(Code::AllOfNotMerged, "these schemas cannot be merged into one type")
                        .at(&own.site.join("allOf"))
                        .related(&document.schemas.get(*first).site, "this one decides the type"),
                );
            }
            Class::Same(*first)
        }
        None => Class::Plain,
    }
}

/// The schemas that make up the members: references followed, nested `allOf` opened, each once.
pub(super) fn collect(
    context: &Context<'_>,
    members: &[SchemaId],
    parts: &mut Vec<SchemaId>,
    seen: &mut BTreeSet<SchemaId>,
) {
    for member in members {
        if !seen.insert(*member) {
            continue;
        }
        let schema = context.document.schemas.get(*member);
        if let Some(target) = schema.reference {
            collect(context, &[target], parts, seen);
        }
        collect(context, &schema.all_of, parts, seen);
        if schema.reference.is_none() || has_structure(schema) {
            parts.push(*member);
        }
    }
}

/// Whether a member says anything about the value, beyond texts and assertions.
fn says_something(schema: &Schema) -> bool {
    schema.reference.is_some()
        || has_structure(schema)
        || schema.types.iter().any(|ty| ty != JsonType::Null && ty != JsonType::Object)
        || (schema.types.contains(JsonType::Object) && !matches!(schema.additional, Additional::Unstated))
}
