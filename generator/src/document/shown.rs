//! Examples that stand beside schemas: of parameters, headers and media types.
//!
//! Input: objects as they are walked. Output: which examples are to be held against which schema, noted in
//! [`Shown`].
//! Not here: holding them against it, and examples within schemas (`stated`).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::build::Build;
use super::fix::Fix;
use super::grammar::{ANSWER_MEDIA_TYPE, MEDIA_TYPE, Shape};
use super::media::{essence, is_json};
use super::schema::SchemaId;
use super::schema_table::SchemaTable;
use super::walk::Node;
use crate::diag::Site;
use crate::source::refs;

/// How many examples of one object are looked at.
pub(super) const MAX_EXAMPLES: usize = 100;

/// The examples that were met, once for each schema that they are held against.
#[derive(Default)]
pub(super) struct Shown<'a> {
    pub(super) list: Vec<Example<'a>>,
    known: BTreeSet<(SchemaId, *const Value)>,
}

/// An example that stands beside its schema.
pub(super) struct Example<'a> {
    pub(super) schema: SchemaId,
    /// The object that has both.
    pub(super) holder: Site,
    pub(super) site: Site,
    pub(super) value: &'a Value,
    pub(super) of: Of,
    /// Where it is referred to from.
    pub(super) used: Option<Site>,
}

/// What an example is one of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A parameter, whose value may be shown as it is sent (OpenAPI 3.0, "Parameter Object").
    Parameter,
    /// A header, which is as a parameter is.
    Header,
    /// A body.
    Body,
    /// An answer, whose examples are in no SDK.
    Answer,
}

impl<'a> Build<'a> {
    /// Notes the examples of an object that was walked, if it is one that has some. `out` is what was made of it.
    pub(super) fn examples_of(&mut self, shape: &'static Shape, node: &Node<'a>, out: &Map<String, Value>) {
        let of = match shape.fix {
            Fix::Parameter => Of::Parameter,
            Fix::Header => Of::Header,
            _ if std::ptr::eq(shape, &raw const ANSWER_MEDIA_TYPE) => Of::Answer,
            _ if shape.name == MEDIA_TYPE.name => Of::Body,
            _ => return,
        };
        let Some(map) = node.value.as_object() else { return };
        if !map.contains_key("example") && !map.contains_key("examples") {
            return;
        }
        let Some(schema) = id_of(out) else { return };
        // Of what is no JSON, a text is what is sent (OpenAPI 3.1, "Example Object").
        let media =
            node.from.pointer.steps().last().filter(|name| matches!(of, Of::Body | Of::Answer) && name.contains('/'));
        let is_text = media.is_some_and(|name| !is_json(&essence(&name)));
        let mut shown = Vec::new();
        // Beside what describes a value itself, as in 2.0, it is an example of that schema.
        let own = map.get("example").filter(|_| map.contains_key("schema"));
        shown.extend(own.map(|value| (node.site.join("example"), value, None)));
        let more = map.get("examples").and_then(Value::as_object).into_iter().flatten().take(MAX_EXAMPLES);
        for (name, example) in more {
            let site = node.site.join("examples").join(name);
            let (at, example, used) = match example.get("$ref").and_then(Value::as_str) {
                Some(reference) => match refs::resolve(self.sources, &site, reference, &self.guesses) {
                    Ok(target) => (target.site, target.value, Some(site)),
                    // It is told by who reads it.
                    Err(_) => continue,
                },
                None => (site, example, None),
            };
            let word = ["value", "dataValue"].into_iter().find_map(|word| Some((word, example.get(word)?)));
            shown.extend(word.map(|(word, value)| (at.join(word), value, used)));
        }
        for (site, value, used) in shown {
            if !(is_text && value.is_string()) {
                let holder = node.site.clone();
                self.note_example(Example { schema, holder, site, value, of, used });
            }
        }
    }

    /// Notes one example.
    pub(super) fn note_example(&mut self, example: Example<'a>) {
        if self.shown.known.insert((example.schema, std::ptr::from_ref(example.value))) {
            self.shown.list.push(example);
        }
    }
}

/// The number of the schema that an object has.
pub(super) fn id_of(object: &Map<String, Value>) -> Option<SchemaId> {
    SchemaTable::id_of(object.get("schema")?.get("$ref")?.as_str()?)
}
