//! Damage of trees: files that can be parsed, and say something else than any author would.
//!
//! Input: a tree. Output: the same, after some edits. Not here: edits that know no structure (`bytes`), and the values
//! and words that are put in (`words`).

use serde_json::{Map, Value, json};

use super::words;
use crate::random::Random;

/// A tree may grow to so many times its size.
const GROWTH: usize = 4;

/// Some edits, as long as the tree stays of a size.
pub(super) fn edit(tree: &mut Value, edits: usize, random: &mut Random) {
    let most = count(tree).max(100) * GROWTH;
    for _ in 0..edits {
        let nodes = count(tree);
        if nodes > most {
            break;
        }
        one(tree, nodes, random);
    }
}

fn one(tree: &mut Value, nodes: usize, random: &mut Random) {
    let at = random.below(nodes);
    let other = random.below(nodes);
    match random.below(12) {
        0 => {
            let value = nth(tree, other).cloned().unwrap_or_default();
            set(tree, at, value);
        }
        1 => remove(tree, at, random),
        2 => repeat(tree, at, random),
        3 => set(tree, at, words::value(random)),
        4 => {
            let (one, two) = (nth(tree, at).cloned(), nth(tree, other).cloned());
            set(tree, at, two.unwrap_or_default());
            set(tree, other, one.unwrap_or_default());
        }
        5 => {
            let inside = nth(tree, at).cloned().unwrap_or_default();
            set(tree, at, nested(inside, random));
        }
        // References: to anything, and so also to themselves and to what holds them.
        6 | 7 => {
            let target = reference(tree, other, random);
            let target = if random.one_in(4) { pointer(tree, at).unwrap_or_default() } else { target };
            set(tree, at, json!({ "$ref": target }));
        }
        // A field that means something, with a value that may mean nothing.
        8 | 9 => {
            let value = match random.below(4) {
                0 => nth(tree, other).cloned().unwrap_or_default(),
                1 => json!({ "$ref": reference(tree, other, random) }),
                _ => words::value(random),
            };
            if let Some(map) = map_at(tree, at) {
                map.insert(words::keyword(random).to_owned(), value);
            }
        }
        10 => rename(tree, at, random),
        _ => set(tree, at, Value::String(words::text(random))),
    }
}

/// How many nodes there are.
pub(super) fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// The children of a node.
fn children(tree: &Value) -> Box<dyn Iterator<Item = (String, &Value)> + '_> {
    match tree {
        Value::Array(list) => Box::new(list.iter().enumerate().map(|(index, value)| (index.to_string(), value))),
        Value::Object(map) => Box::new(map.iter().map(|(key, value)| (key.clone(), value))),
        _ => Box::new(std::iter::empty()),
    }
}

/// The steps from the root to the `n`th node, the root being 0 and each node before what is in it.
fn steps(tree: &Value, n: usize) -> Option<Vec<String>> {
    let (mut at, mut left, mut steps) = (tree, n, Vec::new());
    while left > 0 {
        left -= 1;
        let mut found = None;
        for (step, child) in children(at) {
            let size = count(child);
            if left < size {
                found = Some((step, child));
                break;
            }
            left -= size;
        }
        let (step, child) = found?;
        steps.push(step);
        at = child;
    }
    Some(steps)
}

/// The `n`th node as a JSON pointer.
pub(super) fn pointer(tree: &Value, n: usize) -> Option<String> {
    let steps = steps(tree, n)?;
    let escaped = steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")));
    Some(std::iter::once("#".to_owned()).chain(escaped).collect())
}

pub(super) fn nth(tree: &Value, n: usize) -> Option<&Value> {
    steps(tree, n)?.iter().try_fold(tree, |at, step| match at {
        Value::Array(list) => list.get(step.parse::<usize>().ok()?),
        Value::Object(map) => map.get(step),
        _ => None,
    })
}

fn follow<'a>(tree: &'a mut Value, steps: &[String]) -> Option<&'a mut Value> {
    steps.iter().try_fold(tree, |at, step| match at {
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        Value::Object(map) => map.get_mut(step),
        _ => None,
    })
}

pub(super) fn set(tree: &mut Value, n: usize, value: Value) {
    if let Some(place) = steps(tree, n).and_then(|steps| follow(tree, &steps)) {
        *place = value;
    }
}

/// The mapping at the `n`th node, or the nearest around it.
pub(super) fn map_at(tree: &mut Value, n: usize) -> Option<&mut Map<String, Value>> {
    let mut steps = steps(tree, n)?;
    while !follow(tree, &steps)?.is_object() {
        steps.pop()?;
    }
    follow(tree, &steps)?.as_object_mut()
}

/// What holds the `n`th node, and the step to it.
pub(super) fn holder(tree: &mut Value, n: usize) -> Option<(&mut Value, String)> {
    let mut steps = steps(tree, n)?;
    let last = steps.pop()?;
    Some((follow(tree, &steps)?, last))
}

fn remove(tree: &mut Value, n: usize, random: &mut Random) {
    match holder(tree, n) {
        Some((Value::Object(map), key)) => drop(map.shift_remove(&key)),
        Some((Value::Array(list), step)) => {
            if let Some(index) = step.parse::<usize>().ok().filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        // The root itself: seldom, since nothing remains.
        _ if random.one_in(20) => *tree = Value::Null,
        _ => {}
    }
}

/// The same again, beside itself.
fn repeat(tree: &mut Value, n: usize, random: &mut Random) {
    match holder(tree, n) {
        Some((Value::Object(map), key)) => {
            let value = map.get(&key).cloned().unwrap_or_default();
            let twin = match random.below(4) {
                0 => key.to_uppercase(),
                1 => key.replace(['_', '-', '.'], ""),
                2 => format!("{key}2"),
                _ => format!("{key}_"),
            };
            map.insert(twin, value);
        }
        Some((Value::Array(list), step)) => {
            if let Some(value) = step.parse::<usize>().ok().and_then(|index| list.get(index)).cloned() {
                list.push(value);
            }
        }
        _ => {}
    }
}

/// Another key, in the same place.
fn rename(tree: &mut Value, n: usize, random: &mut Random) {
    let new = if random.one_in(2) { words::text(random) } else { words::keyword(random).to_owned() };
    if let Some((Value::Object(map), key)) = holder(tree, n) {
        let renamed = std::mem::take(map);
        map.extend(renamed.into_iter().map(|(old, value)| (if old == key { new.clone() } else { old }, value)));
    }
}

/// Something inside many others.
pub(super) fn nested(mut inside: Value, random: &mut Random) -> Value {
    let depth = [2, 10, 100, 126, 130, 300].get(random.below(6)).copied().unwrap_or(2);
    let kind = random.below(6);
    for _ in 0..depth {
        inside = match kind {
            0 => json!([inside]),
            1 => json!({ "items": inside, "type": "array" }),
            2 => json!({ "properties": { "a": inside } }),
            3 => json!({ "allOf": [inside] }),
            4 => json!({ "oneOf": [inside, { "type": "string" }] }),
            _ => json!({ "additionalProperties": inside }),
        };
    }
    inside
}

/// The text of a reference: mostly to a node that there is.
fn reference(tree: &Value, n: usize, random: &mut Random) -> String {
    match random.below(6) {
        0 => words::reference(random).to_owned(),
        1 => {
            let components = tree.pointer("/components/schemas").or_else(|| tree.get("definitions"));
            let names: Vec<&String> = components.and_then(Value::as_object).into_iter().flat_map(Map::keys).collect();
            let prefix = if tree.get("definitions").is_some() { "#/definitions/" } else { "#/components/schemas/" };
            names.get(random.below(names.len())).map_or_else(|| "#".to_owned(), |name| format!("{prefix}{name}"))
        }
        _ => pointer(tree, n).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_numbered_from_the_root() {
        let tree = json!({"a": [1, {"b/~": 2}], "c": 3});
        let pointers: Vec<_> = (0..count(&tree)).map(|n| pointer(&tree, n).unwrap()).collect();
        assert_eq!(pointers, ["#", "#/a", "#/a/0", "#/a/1", "#/a/1/b~1~0", "#/c"]);
        assert_eq!(nth(&tree, 4), Some(&json!(2)));
        assert_eq!((pointer(&tree, 6), nth(&tree, 6)), (None, None));
    }

    #[test]
    fn a_key_keeps_its_place() {
        let mut tree = json!({"a": 1, "b": 2, "c": 3});
        rename(&mut tree, 2, &mut Random::of(1, 1));
        let keys: Vec<_> = tree.as_object().unwrap().keys().cloned().collect();
        assert_eq!((keys.len(), keys[0].as_str(), keys[2].as_str()), (3, "a", "c"));
        assert_ne!(keys[1], "b");
    }

    #[test]
    fn trees_stay_of_a_size() {
        for run in 0..40 {
            let mut tree = json!({"a": [1, {"b": 2}], "c": 3});
            edit(&mut tree, 50, &mut Random::of(3, run));
            assert!(count(&tree) < 5_000, "run {run}");
        }
    }
}
