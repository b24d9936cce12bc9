//! Schemas that say the same in two places.
//!
//! Input: two schemas. Output: whether they say the same of their values, whatever they are called and however that is
//! put into words. Not here: what becomes of such (`statuses`, `merge`).

use crate::diag::Site;
use crate::document::{Additional, Schema, SchemaId, SchemaTable};

/// How deep schemas are compared; what is deeper counts as different.
const DEEPEST: usize = 16;

/// Whether two schemas say the same, but for words.
pub(super) fn alike(schemas: &SchemaTable, a: SchemaId, b: SchemaId) -> bool {
    alike_within(schemas, a, b, DEEPEST)
}

fn alike_within(schemas: &SchemaTable, a: SchemaId, b: SchemaId, depth: usize) -> bool {
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
        && below_a.into_iter().zip(below_b).all(|(a, b)| alike_within(schemas, a, b, depth - 1))
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
