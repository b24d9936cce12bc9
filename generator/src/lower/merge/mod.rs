//! Merging: schemas that hold together (`allOf`, what stands beside a `$ref`, properties beside a union) become one
//! schema that says all they say.
//!
//! Input: the table of schemas. Output: the same table with more schemas in it, and [`Merged`], which says whose place
//! they take. Nothing that was in the table changes, so what extends what can still be seen.
//! Not here: two schemas keyword by keyword (`keywords`), what is said of their values (`values`); what becomes of the result (`schema`).
//!
//! Over a union, every branch is merged with what stands beside the union; an `anyOf` whose branches hold at once is no
//! union (`together`). A property that several parts describe is
//! an `allOf` of those descriptions, and is merged in its turn. Where parts contradict each other the later one
//! counts, since it is the one that was written for this place, and both places are reported.

mod keywords;
#[cfg(test)]
mod tests;
mod together;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::alike::alike;
use super::enumeration::is_list_of_constants;
use super::union::branches;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Additional, JsonType, Schema, SchemaId, SchemaTable};

/// What a hostile document can make of few schemas is bounded: so many merged schemas for each that is written.
const MERGED_FOR_EACH: usize = 16;
/// And so many in a small document.
const MERGED_AT_LEAST: usize = 10_000;
/// The same of properties, which a merged schema has from all of its parts.
const PROPERTIES_FOR_EACH: usize = 8;
const PROPERTIES_AT_LEAST: usize = 250_000;
/// Of so many parts a schema can be made, wrappers included. Real descriptions need about ten.
const MAX_PARTS: usize = 256;

/// Which schemas stand for which.
#[derive(Debug, Default)]
pub(super) struct Merged {
    whole: BTreeMap<SchemaId, SchemaId>,
    parts: BTreeMap<SchemaId, Vec<SchemaId>>,
    branch_of: BTreeMap<SchemaId, SchemaId>,
}

impl Merged {
    /// The schema that says all that this one and its parts say; itself where it has none.
    pub(super) fn whole(&self, id: SchemaId) -> SchemaId {
        self.whole.get(&id).copied().unwrap_or(id)
    }

    /// What a whole was made of; itself where it was written so.
    pub(super) fn parts(&self, whole: SchemaId) -> Vec<SchemaId> {
        self.parts.get(&whole).cloned().unwrap_or_else(|| vec![whole])
    }

    /// The branch that a merged branch was made of; itself where it was written so.
    pub(super) fn branch(&self, id: SchemaId) -> SchemaId {
        self.branch_of.get(&id).copied().unwrap_or(id)
    }
}

/// The pass at work.
struct Pass<'a> {
    schemas: &'a mut SchemaTable,
    families: &'a BTreeMap<SchemaId, Vec<SchemaId>>,
    diagnostics: &'a mut Diagnostics,
    merged: Merged,
    /// The `allOf` that was made of these members.
    made: BTreeMap<Vec<SchemaId>, SchemaId>,
    /// The parts without what they are made of, and without their union where that is told.
    alone: BTreeMap<(SchemaId, bool), SchemaId>,
    limit: usize,
    /// How many properties merged schemas may still have.
    properties: usize,
}

/// Merges all that there is to merge. What is made on the way comes at the end of the table, and so has its turn.
pub(super) fn merge(
    schemas: &mut SchemaTable,
    families: &BTreeMap<SchemaId, Vec<SchemaId>>,
    diagnostics: &mut Diagnostics,
) -> Merged {
    let limit = schemas.len() + (schemas.len() * MERGED_FOR_EACH).max(MERGED_AT_LEAST);
    let written: usize = schemas.iter().map(|(_, schema)| schema.properties.len()).sum();
    let mut pass = Pass {
        schemas,
        families,
        diagnostics,
        merged: Merged::default(),
        made: BTreeMap::new(),
        alone: BTreeMap::new(),
        limit,
        properties: (written * PROPERTIES_FOR_EACH).max(PROPERTIES_AT_LEAST),
    };
    let mut number = 0;
    while let Some(id) = pass.schemas.nth(number) {
        schema(&mut pass, id);
        number += 1;
    }
    pass.merged
}

/// The one member that an `allOf` comes down to, when nothing else says anything of the value's shape.
pub(super) fn sole_member(schemas: &SchemaTable, schema: &Schema) -> Option<SchemaId> {
    match shaped(schemas, &schema.all_of).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn schema(pass: &mut Pass<'_>, id: SchemaId) {
    let schema = pass.schemas.get(id);
    let members: Vec<SchemaId> = schema.reference.into_iter().chain(schema.all_of.iter().copied()).collect();
    let is_reference = schema.reference.is_some() && !has_structure(schema);
    if schema.boolean.is_some() || is_reference {
        return;
    }
    if members.iter().any(|member| pass.schemas.follow(*member) == id) && members.len() > 1 {
        let found =
            Diagnostic::new(Code::SchemaCycle, "this schema is a part of itself").at(&schema.site.join("allOf"));
        pass.diagnostics.push(found.effect("that part says nothing").help("take the reference to itself out"));
    }
    let mut parts = Vec::new();
    let mut are_few = true;
    if members.is_empty() {
        let is_union = branches(pass.schemas, schema).len() > 1;
        if !is_union || (schema.properties.is_empty() && together::branches(pass.schemas, schema).is_empty()) {
            return;
        }
    } else {
        are_few = collect(pass.schemas, &members, &mut parts, &mut BTreeSet::from([id]));
        if !has_shape_of_its_own(schema) {
            match shaped(pass.schemas, &members).as_slice() {
                [] => return,
                // What extends a schema and adds nothing is still one of its family, and not the whole of it.
                [only] if !pass.families.get(only).is_some_and(|family| family.contains(&id)) => return,
                _ => {}
            }
        }
    }
    if has_shape_of_its_own(schema) || !schema.types.is_empty() || parts.is_empty() {
        parts.push(id);
    }
    let (parts, facets) = opened(pass.schemas, parts);
    let is_union = |part: &SchemaId| {
        let schema = pass.schemas.get(*part);
        branches(pass.schemas, schema).len() > 1
            && !facets.contains(part)
            && !is_list_of_constants(pass.schemas, schema)
            && (*part == id || !is_base_of_its_branches(pass.schemas, *part))
    };
    let whole = match parts.iter().copied().find(is_union) {
        _ if !are_few => None,
        Some(union) => over_union(pass, id, union, &parts),
        None => all(pass, id, &parts),
    };
    let Some(whole) = whole else {
        pass.diagnostics.push(
            Diagnostic::new(Code::AllOfNotMerged, "this schema is made of too many parts in too many ways")
                .at(&pass.schemas.get(id).site)
                .effect("its value is any JSON"),
        );
        return;
    };
    pass.merged.whole.insert(id, whole);
    pass.merged.parts.insert(whole, parts);
}

/// The parts, each behind the branches that hold together with it; and which parts have such.
fn opened(schemas: &SchemaTable, parts: Vec<SchemaId>) -> (Vec<SchemaId>, BTreeSet<SchemaId>) {
    let mut seen: BTreeSet<SchemaId> = parts.iter().copied().collect();
    let mut opened = Vec::with_capacity(parts.len());
    let mut facets = BTreeSet::new();
    for part in parts {
        let members = together::branches(schemas, schemas.get(part));
        if !members.is_empty() {
            facets.insert(part);
        }
        // What is not looked at beyond the limit was not looked at when these were called parts of one object, either.
        let _ = collect(schemas, &members, &mut opened, &mut seen);
        opened.push(part);
    }
    (opened, facets)
}

/// Whether a branch of a union extends that union. To what extends it, such a one is what all its branches have in
/// common: a branch is not any of the branches.
fn is_base_of_its_branches(schemas: &SchemaTable, union: SchemaId) -> bool {
    branches(schemas, schemas.get(union)).into_iter().any(|branch| {
        let mut parts = Vec::new();
        collect(schemas, &[branch], &mut parts, &mut BTreeSet::new()) && parts.contains(&union)
    })
}

/// Adds a schema, while there may be more.
fn add(pass: &mut Pass<'_>, schema: Schema) -> Option<SchemaId> {
    (pass.schemas.len() < pass.limit).then(|| pass.schemas.push(schema))
}

/// One schema of several parts without unions.
fn all(pass: &mut Pass<'_>, id: SchemaId, parts: &[SchemaId]) -> Option<SchemaId> {
    let mut whole = Schema::new(pass.schemas.get(id).site.clone());
    let mut said = values::Said::default();
    for (index, number) in parts.iter().enumerate() {
        let mut part = pass.schemas.get(*number).clone();
        said.take(pass.schemas, &mut part);
        pass.properties = pass.properties.checked_sub(part.properties.len())?;
        for keyword in keywords::merge(&mut whole, &part) {
            let mut earlier = parts.iter().take(index).rev().map(|part| pass.schemas.get(*part));
            let earlier = earlier.find_map(|part| Some((part, keywords::counterpart(part, keyword)?)));
            let found = Diagnostic::new(
                Code::AllOfNotMerged,
                format!("`{keyword}` contradicts another part of the same value"),
            )
            .at(&part.site.join(keyword))
            .effect("this part counts, since it comes later")
            .help("make the two agree, or say it in one of them only");
            let found = match earlier {
                Some((part, keyword)) => found.related(&part.site.join(keyword), "the other part says this"),
                None => found,
            };
            pass.diagnostics.push(found);
        }
        for (name, property) in part.properties {
            let both = match whole.properties.get(&name) {
                Some(known) => both(pass, *known, property)?,
                None => property,
            };
            whole.properties.insert(name, both);
        }
        for (pattern, property) in part.pattern_properties {
            let both = match whole.pattern_properties.get(&pattern) {
                Some(known) => both(pass, *known, property)?,
                None => property,
            };
            whole.pattern_properties.insert(pattern, both);
        }
        whole.items = match (whole.items, part.items) {
            (Some(first), Some(second)) => Some(both(pass, first, second)?),
            (first, second) => second.or(first),
        };
        whole.additional = match (whole.additional, part.additional) {
            (Additional::Schema(first), Additional::Schema(second)) => Additional::Schema(both(pass, first, second)?),
            (Additional::Schema(value), _) | (_, Additional::Schema(value)) => Additional::Schema(value),
            (Additional::Allowed, _) | (_, Additional::Allowed) => Additional::Allowed,
            (Additional::Unstated, stated) | (stated, Additional::Unstated) => stated,
            (Additional::Denied, Additional::Denied) => Additional::Denied,
        };
    }
    said.put(&mut whole);
    add(pass, whole)
}

/// A union whose every branch says what the other parts say as well.
fn over_union(pass: &mut Pass<'_>, id: SchemaId, union: SchemaId, parts: &[SchemaId]) -> Option<SchemaId> {
    let site = pass.schemas.get(id).site.clone();
    let stated = pass.schemas.get(union).clone();
    let list = branches(pass.schemas, &stated);
    let mut rest = Vec::with_capacity(parts.len());
    for part in parts {
        rest.push(alone(pass, *part, *part == union)?);
    }
    rest.retain(|part| says_something(pass.schemas.get(*part)));
    let mut whole = Schema { discriminator: stated.discriminator, ..Schema::new(site.clone()) };
    for branch in list {
        if rest.is_empty() || is_scalar(pass.schemas, branch) {
            whole.one_of.push(branch);
            continue;
        }
        let written = pass.schemas.get(branch);
        let title = written.title.clone();
        let site = if written.component.is_some() { site.clone() } else { written.site.clone() };
        let members: Vec<SchemaId> = rest.iter().copied().chain([branch]).collect();
        let made = all_of(pass, members, Schema { title, ..Schema::new(site) })?;
        // A schema that is a branch of its own union adds nothing to it.
        if made != id {
            pass.merged.branch_of.insert(made, branch);
            whole.one_of.push(made);
        }
    }
    add(pass, whole)
}

/// What a part says itself: what it is made of are parts already, and its union, if it is that, is opened here.
fn alone(pass: &mut Pass<'_>, id: SchemaId, is_union: bool) -> Option<SchemaId> {
    let schema = pass.schemas.get(id);
    if !is_union && schema.all_of.is_empty() && schema.reference.is_none() {
        return Some(id);
    }
    if let Some(known) = pass.alone.get(&(id, is_union)) {
        return Some(*known);
    }
    let mut schema = Schema { component: None, reference: None, all_of: Vec::new(), ..schema.clone() };
    if is_union {
        (schema.one_of, schema.any_of, schema.discriminator) = (Vec::new(), Vec::new(), None);
    }
    let made = add(pass, schema)?;
    pass.alone.insert((id, is_union), made);
    Some(made)
}

/// The `allOf` of these members; made once, however often it is met.
fn all_of(pass: &mut Pass<'_>, members: Vec<SchemaId>, texts: Schema) -> Option<SchemaId> {
    if let Some(known) = pass.made.get(&members) {
        return Some(*known);
    }
    let made = add(pass, Schema { all_of: members.clone(), ..texts })?;
    pass.made.insert(members, made);
    Some(made)
}

/// One schema for what two parts say of the same property.
fn both(pass: &mut Pass<'_>, first: SchemaId, second: SchemaId) -> Option<SchemaId> {
    let schemas = &*pass.schemas;
    if schemas.follow(first) == schemas.follow(second) || includes(schemas, second, first) {
        return Some(second);
    }
    if includes(schemas, first, second) {
        return Some(first);
    }
    let (one, two) = (schemas.get(first), schemas.get(second));
    // What is written twice is written once.
    if one.component.is_none() && two.component.is_none() && one.types == two.types && alike(schemas, first, second) {
        return Some(if two.description.is_none() && one.description.is_some() { first } else { second });
    }
    let members = match (says_something(one), says_something(two)) {
        (true, false) => vec![first],
        (false, true) => vec![second],
        _ => vec![first, second],
    };
    let mut texts = Schema::new(two.site.clone());
    keywords::texts(&mut texts, one);
    keywords::texts(&mut texts, two);
    texts.nullable = if two.types.is_empty() { one.nullable || two.nullable } else { two.nullable };
    let known = vec![first, second];
    if let Some(made) = pass.made.get(&known) {
        return Some(*made);
    }
    let made = add(pass, Schema { all_of: members, ..texts })?;
    pass.made.insert(known, made);
    Some(made)
}

/// Whether all that one schema says is part of another.
fn includes(schemas: &SchemaTable, schema: SchemaId, other: SchemaId) -> bool {
    let parts_of = |id: SchemaId| {
        let mut parts = Vec::new();
        let is_all = collect(schemas, &[id], &mut parts, &mut BTreeSet::new());
        is_all.then(|| parts.into_iter().collect::<BTreeSet<SchemaId>>())
    };
    let Some(parts) = parts_of(schema).filter(|parts| parts.len() > 1) else { return false };
    parts_of(other).is_some_and(|other| other.is_subset(&parts))
}

/// The schemas that make up the members: references followed, nested `allOf` opened, each once. Says
/// whether that is all of them: a schema can be made of so many only.
fn collect(
    schemas: &SchemaTable,
    members: &[SchemaId],
    parts: &mut Vec<SchemaId>,
    seen: &mut BTreeSet<SchemaId>,
) -> bool {
    // A stack, since schemas nest as deep as their author likes: a member to open, or a part whose members are open.
    let mut open: Vec<(SchemaId, bool)> = members.iter().rev().map(|member| (*member, false)).collect();
    let limit = seen.len() + MAX_PARTS;
    while let Some((id, is_open)) = open.pop() {
        if is_open {
            parts.push(id);
            continue;
        }
        if !seen.insert(id) {
            continue;
        }
        if seen.len() > limit {
            return false;
        }
        let schema = schemas.get(id);
        let is_wrapper = schema.reference.is_none() && schema.all_of.is_empty() && schema.properties.is_empty();
        let sole = match branches(schemas, schema).as_slice() {
            [only] if is_wrapper => Some(*only),
            _ => None,
        };
        if sole.is_none() && (schema.reference.is_none() || has_structure(schema)) {
            open.push((id, true));
        }
        let inner = sole.into_iter().chain(schema.all_of.iter().rev().copied()).chain(schema.reference);
        open.extend(inner.map(|inner| (inner, false)));
    }
    true
}

/// The members that say anything of the value's shape.
fn shaped(schemas: &SchemaTable, members: &[SchemaId]) -> Vec<SchemaId> {
    members.iter().copied().filter(|member| says_something(schemas.get(*member))).collect()
}

/// Whether no object can be a value of this schema.
fn is_scalar(schemas: &SchemaTable, id: SchemaId) -> bool {
    let schema = schemas.get(schemas.follow(id));
    let mut values = schema.constant.as_deref().into_iter().chain(schema.enumeration.iter().flatten()).peekable();
    let types = schema.types;
    if values.peek().is_some() {
        return values.all(|value| !value.is_object());
    }
    types.non_null().next().is_some() && !types.contains(JsonType::Object)
}

/// Whether a schema says anything about the shape of its value.
fn has_structure(schema: &Schema) -> bool {
    !schema.all_of.is_empty() || has_shape_of_its_own(schema)
}

/// The same, members and references aside.
fn has_shape_of_its_own(schema: &Schema) -> bool {
    !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || schema.items.is_some()
        || !schema.prefix_items.is_empty()
        || !schema.required.is_empty()
        || schema.content_schema.is_some()
        || matches!(schema.additional, Additional::Schema(_))
}

/// Whether a member says anything about the value, beyond texts and assertions.
pub(super) fn says_something(schema: &Schema) -> bool {
    schema.reference.is_some()
        || has_structure(schema)
        || schema.types.iter().any(|ty| ty != JsonType::Null && ty != JsonType::Object)
        || (schema.types.contains(JsonType::Object) && !matches!(schema.additional, Additional::Unstated))
}
