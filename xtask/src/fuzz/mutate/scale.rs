//! Damage of size: a description in which one thing is there very often, very deep or very long.
//!
//! Input: a tree. Output: the same, with one thing scaled up; what only a text can have, in its text ([`text`]).
//! Not here: small edits (`tree`, `bytes`).
//!
//! What a file may hold is bounded by the library; here it stays well below, so that what is tried is whether cost grows
//! in step with size.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::tree;
use crate::random::Random;

/// How many nodes are added at most; GitHub's description has 700,000.
const NODES: usize = 200_000;
/// How many bytes are added at most.
const BYTES: usize = 4_000_000;
/// How often something may be there.
const TIMES: [usize; 5] = [100, 1_000, 5_000, 20_000, 100_000];

/// Scales one thing up.
pub(super) fn edit(tree: &mut Value, random: &mut Random) {
    let at = random.below(tree::count(tree));
    match random.below(7) {
        0 | 1 => repeat(tree, at, random),
        2 => deepen(tree, at, random),
        3 => lengthen(tree, at, random),
        4 => list(tree, at, random),
        5 => chain(tree, random),
        _ => put(tree, at, tree::nested(tree::nth(tree, at).cloned().unwrap_or_default(), random)),
    }
}

/// So many times, as far as the whole stays of a size.
fn times(nodes: usize, bytes: usize, random: &mut Random) -> usize {
    let wanted = TIMES.get(random.below(TIMES.len())).copied().unwrap_or(1);
    wanted.min(NODES / nodes.max(1)).min(BYTES / bytes.max(1)).max(1)
}

fn put(tree: &mut Value, at: usize, value: Value) {
    tree::set(tree, at, value);
}

/// The same again and again beside itself: as it is, as a reference to it, or under names that are hard to tell apart.
fn repeat(tree: &mut Value, at: usize, random: &mut Random) {
    let Some(value) = tree::nth(tree, at).cloned() else { return };
    let target = tree::pointer(tree, at).unwrap_or_default();
    let value = if random.one_in(3) { json!({ "$ref": target }) } else { value };
    let count = times(tree::count(&value), value.to_string().len(), random);
    let naming = random.below(4);
    match tree::holder(tree, at) {
        Some((Value::Array(list), _)) => list.extend(std::iter::repeat_n(value, count)),
        Some((Value::Object(map), key)) => {
            map.extend((0..count).map(|number| (name(&key, number, naming), value.clone())));
        }
        _ => {}
    }
}

/// One of many names.
fn name(key: &str, number: usize, naming: usize) -> String {
    match naming {
        0 => format!("{key}{number}"),
        // All of these are one identifier.
        1 => format!("{key}{}{number}", "-".repeat(number % 40)),
        2 => key.replacen(['_', '/', '-'], &format!("/{{v{number}}}/"), 1) + &"_".repeat(number % 300),
        _ => format!("{number}{key}"),
    }
}

/// A path of references, lists, objects or branches that is as long as there are names for it.
fn chain(tree: &mut Value, random: &mut Random) {
    let kind = random.below(6);
    let count = times(6, 100, random);
    let closed = random.one_in(2);
    let place = if tree.get("swagger").is_some() { "/definitions" } else { "/components/schemas" };
    let reference =
        |number: usize| json!({ "$ref": format!("#{place}/Chain{}", if closed { number % count } else { number }) });
    let Some(Value::Object(schemas)) = tree.pointer_mut(place) else { return };
    schemas.extend((0..count).map(|number| {
        let next = reference(number + 1);
        let schema = match kind {
            0 => next,
            1 => json!({ "type": "array", "items": next }),
            2 => json!({ "properties": { "next": next } }),
            3 => json!({ "allOf": [next, { "properties": { format!("p{number}"): {} } }] }),
            4 => json!({ "oneOf": [next, { "type": "integer" }] }),
            _ => json!({ "description": "d", "additionalProperties": next }),
        };
        (format!("Chain{number}"), schema)
    }));
}

/// Something inside itself, up to the depth that parsers read.
fn deepen(tree: &mut Value, at: usize, random: &mut Random) {
    let Some(value) = tree::nth(tree, at).cloned() else { return };
    let (nodes, bytes) = (tree::count(&value), value.to_string().len());
    let depth = times(nodes, bytes, random).min(100);
    let mut deep = value.clone();
    for _ in 0..depth {
        let mut outer = value.clone();
        match &mut outer {
            Value::Object(map) => drop(map.insert("properties".to_owned(), json!({ "deeper": deep }))),
            Value::Array(list) => list.push(deep),
            _ => outer = json!([deep, value]),
        }
        deep = outer;
    }
    put(tree, at, deep);
}

/// A text or a key that is very long.
fn lengthen(tree: &mut Value, at: usize, random: &mut Random) {
    let parts = [
        "a", "aB", "a_", "-", "{a}", "/a", "a.", "名", "\n", "<a>", "```\n", "a b ", "\\", "~1", "%41", "[a](b)",
        "| a ",
    ];
    let part = random.pick(&parts).unwrap_or_default();
    let long = part.repeat(times(1, part.len(), random));
    if random.one_in(2) {
        return put(tree, at, Value::String(long));
    }
    if let Some((Value::Object(map), key)) = tree::holder(tree, at) {
        let value = map.get(&key).cloned().unwrap_or_default();
        map.insert(long, value);
    }
}

/// A list of the schema at a place, or above it, with very many entries.
fn list(tree: &mut Value, at: usize, random: &mut Random) {
    let other = random.below(tree::count(tree));
    let target = tree::pointer(tree, other).unwrap_or_default();
    let count = times(4, 60, random);
    let numbers = 0..count;
    let (keyword, value): (&str, Value) = match random.below(9) {
        0 => ("enum", numbers.map(|number| json!(format!("value {number}"))).collect()),
        1 => ("enum", numbers.map(|number| json!(format!("v{}{}", "-".repeat(number % 50), number / 50))).collect()),
        2 => ("enum", numbers.map(|number| json!(number)).collect()),
        3 => ("required", numbers.map(|number| json!(format!("name{number}"))).collect()),
        4 => (
            "properties",
            Value::Object(numbers.map(|number| (format!("name{number}"), json!({}))).collect::<Map<_, _>>()),
        ),
        5 => ("type", numbers.map(|number| json!(["string", "null", "object"].get(number % 3))).collect()),
        6 => ("tags", numbers.map(|number| json!(format!("tag{number}"))).collect()),
        7 => (
            "parameters",
            numbers.map(|number| json!({ "name": format!("p{number}"), "in": "query", "schema": {} })).collect(),
        ),
        _ => {
            let keyword = random.pick(&["allOf", "oneOf", "anyOf", "prefixItems"]).unwrap_or_default();
            let alike = random.one_in(2);
            let branch = |number: usize| match (number % 3, alike) {
                (_, true) => json!({ "$ref": target }),
                (0, _) => {
                    json!({ "properties": { format!("p{number}"): { "type": "string" } }, "required": [format!("p{number}")] })
                }
                (1, _) => json!({ "properties": { "kind": { "const": format!("k{number}") } }, "required": ["kind"] }),
                _ => json!({ "type": "object", "properties": { "kind": { "enum": [format!("k{number}")] } } }),
            };
            (keyword, numbers.map(branch).collect())
        }
    };
    if let Some(map) = tree::map_at(tree, at) {
        map.insert(keyword.to_owned(), value);
    }
}

/// What a tree cannot have: aliases, and numbers of very many digits.
pub(super) fn text(text: &mut Vec<u8>, is_json: bool, random: &mut Random) {
    let count = times(1, 12, random);
    let mut more = String::new();
    match random.below(3) {
        0 => {
            let digits = "9".repeat(count);
            let number = match random.below(4) {
                0 => format!("0.{digits}"),
                1 => format!("-{digits}"),
                2 => format!("1e{}", "9".repeat(count.min(30))),
                _ => digits,
            };
            return number_in(text, &number, random);
        }
        _ if is_json => return,
        // Many aliases of one thing, which stand for ever more.
        1 => {
            let _ = write!(more, "\nx-many: &many {{type: object, properties: {{a: {{type: string}}}}}}\nx-all: [");
            (0..count).for_each(|_| more.push_str("*many, "));
            more.push_str("]\n");
        }
        _ => {
            more.push_str("\nx-0: &x0 [x, x]\n");
            for level in 1..=count.min(40) {
                let below = level - 1;
                let _ = writeln!(more, "x-{level}: &x{level} [*x{below}, *x{below}]");
            }
        }
    }
    text.extend_from_slice(more.as_bytes());
}

/// Puts a number in place of one that the text has.
fn number_in(text: &mut Vec<u8>, number: &str, random: &mut Random) {
    let from = random.below(text.len());
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let Some(start) = (from..text.len()).find(|at| is_digit(*at)) else { return };
    let end = (start..text.len()).find(|at| !is_digit(*at)).unwrap_or(text.len());
    drop(text.splice(start..end, number.bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Value {
        json!({"openapi": "3.1.0", "components": {"schemas": {"A": {"type": "object", "properties": {"a": {"type": "string"}}}}}})
    }

    #[test]
    fn what_is_scaled_up_is_large_and_stays_of_a_size() {
        let sizes = (0..40).map(|run| {
            let mut tree = tree();
            edit(&mut tree, &mut Random::of(7, run));
            (tree::count(&tree), tree.to_string().len())
        });
        let (nodes, bytes): (Vec<usize>, Vec<usize>) = sizes.unzip();
        assert!(nodes.iter().filter(|nodes| **nodes > 5_000).count() > 10, "{nodes:?}");
        assert!(nodes.iter().all(|nodes| *nodes < 3 * NODES), "{nodes:?}");
        assert!(bytes.iter().all(|bytes| *bytes < 8 * BYTES), "{bytes:?}");
    }

    #[test]
    fn texts_get_aliases_and_long_numbers() {
        let made = |run| {
            let mut of = b"a: 1\n".to_vec();
            text(&mut of, false, &mut Random::of(7, run));
            String::from_utf8(of).unwrap()
        };
        let all: Vec<String> = (0..40).map(made).collect();
        for sign in ["*many", "&x1", "a: 99", "a: 0.9", "a: 1e9"] {
            assert!(all.iter().any(|text| text.contains(sign)), "{sign}");
        }
    }
}
