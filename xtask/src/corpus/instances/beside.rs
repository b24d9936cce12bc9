//! Examples that stand beside a schema and not in it: those of media types, of parameters, and of answers of 2.0.
//!
//! Input: the trees of a description, as they were read, since a document keeps only the examples that an SDK shows.
//! Output: each example with its schema. Not here: whether it fits.

use std::collections::BTreeMap;

use serde_json::Value;
use specwright::diag::{Pointer, Site};
use specwright::document::{SchemaId, SchemaTable};
use specwright::source::Sources;
use specwright::source::refs::{Guesses, resolve};

/// All examples that stand beside schemas.
pub(super) fn examples(sources: &Sources, schemas: &SchemaTable) -> Vec<(SchemaId, Value)> {
    let by_site: BTreeMap<&Site, SchemaId> = schemas.iter().map(|(id, schema)| (&schema.site, id)).collect();
    // There, they are listed by media type and stand as they are.
    let are_plain = sources.root_tree().get("swagger").is_some();
    let mut found = Vec::new();
    for (name, file) in &sources.files {
        let mut open = vec![(Site::new(name, Pointer::root()), &file.tree)];
        while let Some((site, value)) = open.pop() {
            match value {
                Value::Array(list) => {
                    open.extend(list.iter().enumerate().map(|(index, item)| (site.index(index), item)));
                }
                Value::Object(map) => {
                    let schema =
                        map.get("schema").and_then(|schema| id(sources, &by_site, site.join("schema"), schema));
                    if let Some(id) = schema {
                        let one = map.get("example").cloned();
                        let several = map.get("examples").and_then(Value::as_object).into_iter().flatten();
                        let several = several.filter_map(|(_, example)| {
                            if are_plain { Some(example.clone()) } else { stated(sources, &site, example) }
                        });
                        found.extend(one.into_iter().chain(several).map(|value| (id, value)));
                    }
                    open.extend(map.iter().map(|(key, value)| (site.join(key), value)));
                }
                _ => {}
            }
        }
    }
    found
}

/// How many references may follow one another.
const MAX_REFERENCES: usize = 16;

/// The schema that stands at a place, or the one that is referred to there.
fn id<'a>(
    sources: &'a Sources,
    by_site: &BTreeMap<&Site, SchemaId>,
    mut site: Site,
    mut schema: &'a Value,
) -> Option<SchemaId> {
    for _ in 0..MAX_REFERENCES {
        if let Some(id) = by_site.get(&site) {
            return Some(*id);
        }
        let target = resolve(sources, &site, schema.get("$ref")?.as_str()?, &Guesses::default()).ok()?;
        (site, schema) = (target.site, target.value);
    }
    None
}

/// The value of an Example Object, which may stand elsewhere.
fn stated(sources: &Sources, site: &Site, example: &Value) -> Option<Value> {
    match example.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let target = resolve(sources, site, reference, &Guesses::default()).ok()?;
            // An example may be a file of its own, as it is sent.
            Some(target.value.get("value").unwrap_or(target.value).clone())
        }
        None => example.get("value").cloned(),
    }
}
