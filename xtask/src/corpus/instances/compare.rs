//! What a value lost on its way through a type.
//!
//! Input: a value, and what the type wrote of it. Output: where the two differ in meaning, or nothing.
//!
//! The same are: numbers of the same size (`1` and `1.0`), to the last digit of whole ones; timestamps of the same instant; null and a property that is left out, where the type does not
//! tell the two apart. A property that no schema describes is not kept, unless the schema says that there may be any.

use std::collections::BTreeSet;

use serde_json::{Number, Value};
use specwright::document::{Additional, MappingTarget, Schema, SchemaId};

use crate::judge::Judge;

/// The first place where the two differ, as a JSON pointer, and how.
pub(super) fn difference(judge: &mut Judge<'_>, id: SchemaId, before: &Value, after: &Value) -> Option<String> {
    at(judge, &[id], before, after, &mut String::new())
}

fn at(judge: &mut Judge<'_>, ids: &[SchemaId], before: &Value, after: &Value, place: &mut String) -> Option<String> {
    match (before, after) {
        (Value::Object(first), Value::Object(second)) => {
            if let Some(key) = second.keys().find(|key| !first.contains_key(*key)) {
                return Some(format!("{place}/{key} was not there"));
            }
            let together = together(judge, ids, before);
            first.iter().find_map(|(key, value)| {
                let of_key = properties(&together, key);
                match second.get(key) {
                    Some(other) => below(place, key, |place| at(judge, &of_key, value, other, place)),
                    None if value.is_null() || of_key.is_empty() || is_one_way(judge, &of_key, value) => None,
                    None => Some(format!("{place}/{key} is lost")),
                }
            })
        }
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            let together = together(judge, ids, before);
            first.iter().zip(second).enumerate().find_map(|(index, (one, two))| {
                let items: Vec<SchemaId> =
                    together.iter().filter_map(|of| of.prefix_items.get(index).copied().or(of.items)).collect();
                below(place, &index.to_string(), |place| at(judge, &items, one, two, place))
            })
        }
        (first, second) if first == second => None,
        (Value::Number(first), Value::Number(second)) if is_same(first, second) => None,
        (Value::String(first), Value::String(second)) if same_instant(first, second) => None,
        (first, second) => Some(format!("{place} was {first}, is {second}")),
    }
}

/// All schemas that say something of a value of these: what they refer to, their parts, and the branches that it fits.
fn together<'a>(judge: &mut Judge<'a>, ids: &[SchemaId], value: &Value) -> Vec<&'a Schema> {
    let schemas = judge.schemas();
    let mut seen = BTreeSet::new();
    let mut open = ids.to_vec();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let schema = schemas.get(id);
            open.extend(schema.reference);
            open.extend(&schema.all_of);
            // A tag says which branch is meant, whatever others would take the value as well.
            match tagged(schema, value) {
                Some(branch) => open.push(branch),
                None => {
                    let branches = schema.one_of.iter().chain(&schema.any_of);
                    open.extend(branches.filter(|branch| judge.fits(**branch, value)));
                }
            }
        }
    }
    seen.into_iter().map(|id| schemas.get(id)).collect()
}

/// The branch that the discriminator gives a value.
fn tagged(schema: &Schema, value: &Value) -> Option<SchemaId> {
    let discriminator = schema.discriminator.as_ref()?;
    match discriminator.mapping.get(value.get(&discriminator.property)?.as_str()?)? {
        MappingTarget::Schema(id) => Some(*id),
        MappingTarget::Text(_) => None,
    }
}

/// What describes the property with this name; nothing where nothing does.
fn properties(together: &[&Schema], name: &str) -> Vec<SchemaId> {
    let named: Vec<SchemaId> = together.iter().filter_map(|of| of.properties.get(name).copied()).collect();
    if !named.is_empty() {
        return named;
    }
    let free = together.iter().filter_map(|of| match of.additional {
        Additional::Schema(id) => Some(id),
        _ => None,
    });
    free.chain(together.iter().flat_map(|of| of.pattern_properties.values().copied())).collect()
}

/// Whether only requests or only answers have a property: it may be missing in the type of the others.
fn is_one_way(judge: &mut Judge<'_>, ids: &[SchemaId], value: &Value) -> bool {
    together(judge, ids, value).iter().any(|schema| schema.read_only || schema.write_only)
}

/// Whether two numbers are of one size. Whole ones are not rounded to find out.
fn is_same(first: &Number, second: &Number) -> bool {
    let is_whole = |number: &Number| number.is_i64() || number.is_u64();
    !(is_whole(first) && is_whole(second)) && first.as_f64() == second.as_f64()
}

/// Whether two texts are timestamps (RFC 3339) that differ in their offset alone.
fn same_instant(first: &str, second: &str) -> bool {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    instant(first).is_some_and(|of| instant(second) == Some(of))
}

fn below<T>(place: &mut String, step: &str, then: impl FnOnce(&mut String) -> T) -> T {
    let length = place.len();
    place.push('/');
    place.push_str(step);
    let result = then(place);
    place.truncate(length);
    result
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::diag::Diagnostics;
    use specwright::{document, source::Sources};

    use super::*;

    #[test]
    fn what_is_lost_is_named_with_its_place() {
        let text = "{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: {}, components: { schemas: { A: {
            properties: { a: { items: { properties: { b: {} } } }, r: { readOnly: true } }, allOf: [{ properties: { c: {} } }] } } } }";
        let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).unwrap();
        let document = document::build(&sources, &mut Diagnostics::default()).unwrap();
        let id = document.schemas.component("A").unwrap();
        let difference =
            |first: Value, second: Value| difference(&mut Judge::of(&document.schemas), id, &first, &second);
        assert_eq!(difference(json!({ "a": [1, { "b": 2 }] }), json!({ "a": [1.0, { "b": 2 }] })), None);
        assert_eq!(difference(json!({ "a": null, "free": 1, "b": 1, "r": 1 }), json!({})), None);
        assert_eq!(difference(json!("2021-03-04T05:00:00+02:00"), json!("2021-03-04T03:00:00Z")), None);
        let lost = |text: &str| Some(text.to_owned());
        assert_eq!(difference(json!({ "c": 1 }), json!({})), lost("/c is lost"));
        assert_eq!(difference(json!({ "a": [{ "b": 1 }] }), json!({ "a": [{}] })), lost("/a/0/b is lost"));
        assert_eq!(difference(json!({}), json!({ "a": null })), lost("/a was not there"));
        assert_eq!(difference(json!([1, 2]), json!([1])), lost(" was [1,2], is [1]"));
        assert_eq!(difference(json!(1), json!("1")), lost(" was 1, is \"1\""));
        let (whole, rounded) = (9_007_199_254_740_993_u64, 9_007_199_254_740_992_u64);
        assert_eq!(difference(json!(whole), json!(rounded)), lost(&format!(" was {whole}, is {rounded}")));
        assert_eq!(difference(json!(5.0), json!(5)), None);
    }
}
