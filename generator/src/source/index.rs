//! What a tree refers to and what can be referred to in it other than by a pointer.
//!
//! Input: a tree. Output: its [`Index`], from one pass. Not here: what a reference means (`refs`).

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::diag::Pointer;

/// The references and names of one tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The texts of all `$ref`s, and of discriminators' targets that look like files, in document order, each once.
    pub(super) references: IndexSet<String>,
    /// Base addresses, by place: `$self` of a document (OpenAPI 3.2), `$id` of a schema (JSON Schema 2020-12).
    pub(super) bases: IndexMap<Pointer, String>,
    /// `$anchor` and `$dynamicAnchor`, with the first place of each.
    pub(super) anchors: IndexMap<String, Pointer>,
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
                for (key, value) in map.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
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
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        if let Some(reference) = text("$ref") {
            self.reference(reference);
        }
        if let Some(Value::Object(mapping)) = map.get("discriminator").and_then(|d| d.get("mapping")) {
            let looks_like_file = |text: &&str| [".yaml", ".yml", ".json"].iter().any(|e| text.contains(e));
            mapping.values().filter_map(Value::as_str).filter(looks_like_file).for_each(|text| self.reference(text));
        }
        if let Some(id) = text("$id") {
            self.bases.entry(pointer(path)).or_insert_with(|| id.to_owned());
        }
        for anchor in ["$anchor", "$dynamicAnchor"].iter().filter_map(|key| text(key)) {
            self.anchors.entry(anchor.to_owned()).or_insert_with(|| pointer(path));
        }
    }

    fn reference(&mut self, text: &str) {
        if !self.references.contains(text) {
            self.references.insert(text.to_owned());
        }
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
        });
        let index = Index::of(&tree);
        assert_eq!(index.references.iter().collect::<Vec<_>>(), ["b.yaml#/B", "x.yaml"]);
        let bases: Vec<_> = index.bases.iter().map(|(at, id)| (at.as_str(), id.as_str())).collect();
        assert_eq!(bases, [("", "https://example.com/api"), ("/c", "c.json")]);
        assert_eq!(index.values, crate::source::size::size(&tree).values);
        assert_eq!(index.anchors.get("top").map(Pointer::as_str), Some("/c"));
    }
}
