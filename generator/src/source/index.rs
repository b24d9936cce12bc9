//! What a tree refers to and what can be referred to in it other than by a pointer.
//!
//! Input: a tree. Output: its [`Index`], from one pass. Not here: what a reference means (`refs`).

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::size;
use crate::diag::Pointer;

/// The references and names of one tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The texts of all `$ref`s, and of what else refers to something: discriminators' targets that look like files, and
    /// security schemes by URI; in document order, each once.
    pub(super) references: IndexSet<String>,
    /// Base addresses, by place: `$self` of a document (OpenAPI 3.2), `$id` of a schema (JSON Schema 2020-12).
    pub(super) bases: IndexMap<Pointer, String>,
    /// `$anchor` and `$dynamicAnchor`, with the first place of each.
    pub(super) anchors: IndexMap<String, Pointer>,
    /// The other places of anchors, with the anchor of each.
    pub(super) again: Vec<(String, Pointer)>,
    /// How many values the tree holds, itself included.
    pub(super) values: usize,
}

impl Index {
    pub(super) fn of(tree: &Value) -> Self {
        let mut index = Self { values: 1, ..Self::default() };
        if let Some(own) = tree.get("$self").and_then(Value::as_str) {
            index.bases.insert(Pointer::root(), own.to_owned());
        }
        index.visit(tree, &mut Vec::new());
        index
    }

    /// Recursive: a tree is at most as deep as `size::MAX_DEPTH`.
    fn visit<'t>(&mut self, value: &'t Value, path: &mut Vec<Step<'t>>) {
        match value {
            Value::Object(map) => {
                self.values += map.len();
                self.object(map, path);
                let inner = map.iter().filter(|(_, value)| value.is_object() || value.is_array());
                for (key, value) in inner {
                    if is_data(path, key, value) {
                        self.values += size::size(value).values.saturating_sub(1);
                        continue;
                    }
                    path.push(Step::Key(key));
                    self.visit(value, path);
                    path.pop();
                }
            }
            Value::Array(list) => {
                self.values += list.len();
                for (index, value) in list.iter().enumerate().filter(|(_, v)| v.is_object() || v.is_array()) {
                    path.push(Step::Index(index));
                    self.visit(value, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, map: &serde_json::Map<String, Value>, path: &[Step<'_>]) {
        for (key, value) in map {
            match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => self.reference(reference),
                ("discriminator", Value::Object(discriminator)) => {
                    let looks_like_file = |text: &&str| [".yaml", ".yml", ".json"].iter().any(|e| text.contains(e));
                    let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
                    let targets = mapping.filter_map(|(_, target)| target.as_str()).filter(looks_like_file);
                    targets.for_each(|text| self.reference(text));
                }
                // A security requirement may name its schemes by URI (OpenAPI 3.2).
                ("security", Value::Array(requirements)) => {
                    let names = requirements.iter().filter_map(Value::as_object).flat_map(|map| map.keys());
                    names.filter(|name| name.contains('#')).for_each(|name| self.reference(name));
                }
                ("$id", Value::String(id)) => {
                    self.bases.entry(pointer(path)).or_insert_with(|| id.to_owned());
                }
                ("$anchor" | "$dynamicAnchor", Value::String(anchor)) => {
                    let here = pointer(path);
                    match self.anchors.get(anchor) {
                        None => drop(self.anchors.insert(anchor.to_owned(), here)),
                        Some(first) if *first == here => {}
                        Some(_) => self.again.push((anchor.to_owned(), here)),
                    }
                }
                _ => {}
            }
        }
    }

    fn reference(&mut self, text: &str) {
        if !self.references.contains(text) {
            self.references.insert(text.to_owned());
        }
    }
}

/// What holds things by names of the author's, of which any may be a word of OpenAPI.
const BY_NAME: &[&str] =
    &["properties", "patternProperties", "$defs", "definitions", "schemas", "responses", "parameters", "examples"];

/// Whether a value is data, where `$ref` is a key like any other: an example, a default, a listed value.
fn is_data(path: &[Step<'_>], key: &str, value: &Value) -> bool {
    let parent = |above: usize| match path.len().checked_sub(above).and_then(|index| path.get(index)) {
        Some(Step::Key(key)) => Some(*key),
        _ => None,
    };
    let is_name = parent(1).is_some_and(|parent| BY_NAME.contains(&parent));
    match key {
        "example" | "default" | "const" | "enum" => !is_name,
        // Those of OpenAPI are by name, and may be references; those of JSON Schema are a list.
        "examples" => !is_name && value.is_array(),
        "value" => parent(2) == Some("examples"),
        _ => false,
    }
}

enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

fn pointer(path: &[Step<'_>]) -> Pointer {
    path.iter().fold(Pointer::root(), |pointer, step| match step {
        Step::Key(key) => pointer.join(key),
        Step::Index(index) => pointer.index(*index),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_pass_finds_references_bases_and_anchors() {
        let tree = json!({
            "$self": "https://example.com/api",
            "a": [{"$ref": "b.yaml#/B"}, {"$ref": "b.yaml#/B"}],
            "c": {"$id": "c.json", "$anchor": "top", "properties": {"$id": {"type": "string"}}},
            "d": {"discriminator": {"mapping": {"x": "x.yaml", "y": "Y"}}},
            "e": {"example": {"$ref": "no1"}, "default": [{"$ref": "no2"}], "const": {"$anchor": "no"}, "enum": [{"a": 1}]},
            "f": {"examples": [{"$ref": "no3"}]},
            "examples": {"by": {"value": {"$ref": "no4"}}, "ref": {"$ref": "example.yaml"}},
            "properties": {"example": {"$ref": "yes1"}, "default": {"$ref": "yes2"}},
            "responses": {"default": {"$ref": "yes3"}},
        });
        let index = Index::of(&tree);
        assert_eq!(
            index.references.iter().collect::<Vec<_>>(),
            ["b.yaml#/B", "x.yaml", "example.yaml", "yes1", "yes2", "yes3"]
        );
        let bases: Vec<_> = index.bases.iter().map(|(at, id)| (at.as_str(), id.as_str())).collect();
        assert_eq!(bases, [("", "https://example.com/api"), ("/c", "c.json")]);
        assert_eq!(index.values, crate::source::size::size(&tree).values);
        assert_eq!(index.anchors.get("top").map(Pointer::as_str), Some("/c"));
    }
}
