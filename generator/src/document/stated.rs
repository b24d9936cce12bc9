//! Defaults and examples, held against all that their schemas say: what lies inside them, formats, allowed values.
//!
//! Input: the table, once every schema is read. Output: findings at the part that does not fit; a default that does not is
//! taken out.
//! Not here: values whose own type is wrong, which are mended where they can be (`repair`), and bounds.
//!
//! Null is passed over: inside an example it mostly is an empty line. So is a missing property: examples are often parts.

use serde_json::{Map, Value};

use super::build::Build;
use super::formats;
use super::keyword_values::kind_of;
use super::repair::{fits, words};
use super::schema::{Additional, JsonType, Schema, SchemaId, TypeSet};
use super::schema_table::SchemaTable;
use super::shown::{Example, Of};
use crate::diag::{Change, Code, Diagnostic, Site};
use crate::source::refs;

/// How deeply schemas are gone into for one value. The walk is recursive; this bounds its stack. Real descriptions need
/// about thirty.
const MAX_DEPTH: usize = 200;
/// How many steps one value may take, since unions of unions try each branch, and how many all may. What is left then is
/// taken to fit.
const MAX_STEPS: usize = 10_000;
const MAX_STEPS_OF_ALL: usize = 5_000_000;
/// How many examples of a schema are looked at.
const MAX_EXAMPLES: usize = 100;

/// A part of a value that does not fit.
struct Misfit {
    /// The way to it.
    steps: Vec<String>,
    /// What is wrong, to be read after "the default: " or "the example: ".
    message: String,
}

impl Build<'_> {
    /// Looks at the defaults and examples of all schemas, and at the examples that stand beside them.
    pub(super) fn stated_values(&mut self) {
        let mut left = MAX_STEPS_OF_ALL;
        let shown = std::mem::take(&mut self.shown.list);
        self.shown_texts(&shown);
        for index in 0..self.table.list.len() {
            self.stated_by(index, &mut left);
        }
        for example in &shown {
            let Some(misfit) = self.misfit_beside(example, &mut left) else { continue };
            let diagnostic = say(Code::ExampleOfAnotherType, "the example", &example.site, &misfit);
            let effect = match example.of {
                Of::Answer | Of::Header => "the SDK does not show it",
                Of::Parameter | Of::Body => "where it does not fit, a value is made up instead",
            };
            let diagnostic = diagnostic.effect(effect);
            self.diagnostics.push(match &example.used {
                Some(used) => diagnostic.related(used, "it is an example of what this is of"),
                None => diagnostic,
            });
        }
    }

    /// Gives schemas the texts that stand as their examples beside them: they can refute a format as well, of a schema
    /// that is written there. Of one that others refer to as well, they are not all that is stated.
    fn shown_texts(&mut self, shown: &[Example<'_>]) {
        for example in shown {
            let Some(text) = example.value.as_str() else { continue };
            let Some(schema) = self.table.list.get_mut(example.schema.index()) else { continue };
            let is_own = schema.site == example.holder || schema.site == example.holder.join("schema");
            if is_own && schema.referenced_as.is_none() && schema.format.is_some() {
                schema.shown.push(text.to_owned());
            }
        }
    }

    /// What of an example beside a schema does not fit. That of a parameter may be written as it is sent.
    fn misfit_beside(&self, example: &Example<'_>, left: &mut usize) -> Option<Misfit> {
        let found = misfit(&self.table, example.schema, example.value, left)?;
        let text = example.value.as_str().filter(|_| matches!(example.of, Of::Parameter | Of::Header));
        let Some(text) = text else { return Some(found) };
        let types = self.types_of(example.schema);
        let is_sent = match serde_json::from_str::<Value>(text) {
            Ok(value) if !types.contains(JsonType::String) => {
                misfit(&self.table, example.schema, &value, left).is_none()
            }
            _ => false,
        };
        let is_joined = [JsonType::Array, JsonType::Object].into_iter().any(|ty| types.contains(ty));
        (!is_sent && !is_joined).then_some(found)
    }

    /// The types that values of a schema may have, as far as they are stated: by itself, by what it refers to, and by
    /// the branches of its unions.
    fn types_of(&self, id: SchemaId) -> TypeSet {
        let mut types = TypeSet::default();
        let mut parts = vec![id];
        let mut next = 0;
        while let Some(id) = parts.get(next).copied().filter(|_| next < MAX_STEPS) {
            next += 1;
            let schema = self.table.get(id);
            schema.types.iter().for_each(|ty| types.insert(ty));
            let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
            let more = schema.reference.iter().chain(lists.into_iter().flatten()).copied();
            let more: Vec<SchemaId> = more.filter(|id| !parts.contains(id)).collect();
            parts.extend(more);
        }
        types
    }

    /// Looks at the default and the examples of one schema.
    fn stated_by(&mut self, index: usize, left: &mut usize) {
        let Some(id) = self.table.nth(index) else { return };
        let schema = self.table.get(id);
        if schema.default.is_none() && schema.examples.is_empty() && schema.shown.is_empty() {
            return;
        }
        let site = schema.site.clone();
        if let Some((format, text)) = schema.format.as_deref().zip(schema.format_refuted_by()) {
            let message = format!("`{text}` is no `{format}`, and nothing else that is stated is one");
            let is_default = schema.default.as_deref().and_then(Value::as_str) == Some(text);
            let place = if is_default { site.join("default") } else { site.join("format") };
            let help = "state the format that the values have, or correct the examples";
            let diagnostic = Diagnostic::new(Code::FormatRefuted, message).at(&place).help(help);
            self.diagnostics.push(diagnostic.effect("it is a text: values like it could not be read otherwise"));
        }
        let written = refs::get(self.sources, &site).and_then(Value::as_object);
        let default = schema.default.as_deref().filter(|value| !value.is_null());
        let default = default.and_then(|value| misfit(&self.table, id, value, left));
        let examples: Vec<(Site, Misfit)> = written.map_or_else(Vec::new, |map| {
            let kept = examples(&site, map).take(MAX_EXAMPLES).filter(|(_, value)| schema.examples.contains(value));
            kept.filter_map(|(place, value)| Some((place, misfit(&self.table, id, value, left)?))).collect()
        });
        for (place, misfit) in examples {
            let diagnostic = say(Code::ExampleOfAnotherType, "the example", &place, &misfit);
            self.diagnostics.push(diagnostic.effect("where it does not fit, a value is made up instead"));
        }
        if let Some(misfit) = default {
            let place = site.join("default");
            let mend = self.mend(&place, Change::Remove);
            let diagnostic = say(Code::DefaultOfAnotherType, "the default", &place, &misfit);
            self.diagnostics.push(diagnostic.effect("it is ignored").mend(mend));
            if let Some(schema) = self.table.list.get_mut(index) {
                schema.default = None;
            }
        }
    }
}

/// The examples of a schema as they are written, each with its place.
fn examples<'v>(site: &Site, map: &'v Map<String, Value>) -> impl Iterator<Item = (Site, &'v Value)> {
    let list = site.join("examples");
    let own = map.get("example").map(|value| (site.join("example"), value));
    let more = map.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate();
    own.into_iter().chain(more.map(move |(index, value)| (list.index(index), value)))
}

fn say(code: Code, what: &str, place: &Site, misfit: &Misfit) -> Diagnostic {
    let at = misfit.steps.iter().fold(place.clone(), |site, step| site.join(step));
    let inside = if misfit.steps.is_empty() { String::new() } else { format!(" at `{}`", misfit.steps.join("/")) };
    let help = "correct the value, or the schema that it does not fit";
    Diagnostic::new(code, format!("{what} does not fit{inside}: {}", misfit.message)).at(&at).help(help)
}

fn misfit(table: &SchemaTable, id: SchemaId, value: &Value, left: &mut usize) -> Option<Misfit> {
    let steps = MAX_STEPS.min(*left);
    let mut walk = Walk { table, steps: Vec::new(), depth: 0, left: steps };
    let result = walk.schema(id, value);
    *left -= steps - walk.left;
    result.err()
}

/// A step into a value.
#[derive(Clone, Copy)]
enum Step<'v> {
    Element(usize),
    Member(&'v str),
}

/// A walk through a value and its schemas side by side.
struct Walk<'t, 'v> {
    table: &'t SchemaTable,
    /// The way to the part that is looked at.
    steps: Vec<Step<'v>>,
    depth: usize,
    left: usize,
}

impl<'v> Walk<'_, 'v> {
    fn wrong(&self, message: String) -> Result<(), Misfit> {
        let steps = self.steps.iter().map(|step| match step {
            Step::Element(index) => index.to_string(),
            Step::Member(name) => (*name).to_owned(),
        });
        Err(Misfit { steps: steps.collect(), message })
    }

    fn schema(&mut self, id: SchemaId, value: &'v Value) -> Result<(), Misfit> {
        if value.is_null() || self.depth == MAX_DEPTH || self.left == 0 {
            return Ok(());
        }
        self.left -= 1;
        self.depth += 1;
        let result = self.keywords(id, value);
        self.depth -= 1;
        result
    }

    fn keywords(&mut self, id: SchemaId, value: &'v Value) -> Result<(), Misfit> {
        let table = self.table;
        let schema = table.get(id);
        if schema.boolean.is_some() {
            return Ok(());
        }
        if let Some(target) = schema.reference {
            self.schema(target, value)?;
        }
        if !fits(value, schema.types) {
            return self.wrong(format!("this is {}, and the type is {}", kind_of(value), words(schema.types)));
        }
        self.allowed(schema, value)?;
        for part in &schema.all_of {
            self.schema(*part, value)?;
        }
        for (word, branches) in [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
            self.branches(word, branches, value)?;
        }
        match value {
            Value::Array(list) => self.elements(schema, list),
            Value::Object(map) => self.members(schema, map),
            _ => Ok(()),
        }
    }

    /// `enum`, `const` and `format`.
    fn allowed(&mut self, schema: &Schema, value: &Value) -> Result<(), Misfit> {
        if let Some(constant) = schema.constant.as_deref().filter(|constant| !same(constant, value)) {
            return self.wrong(format!("`{value}` is not `{constant}`, the only value"));
        }
        self.left = self.left.saturating_sub(schema.enumeration.as_ref().map_or(0, Vec::len));
        if schema.enumeration.iter().any(|list| !list.iter().any(|one| same(one, value))) {
            return self.wrong(format!("`{value}` is none of the allowed values"));
        }
        let (Some(format), Some(text)) = (schema.format.as_deref(), value.as_str()) else { return Ok(()) };
        if formats::is_right(format, text) || schema.format_refuted_by().is_some() {
            return Ok(());
        }
        self.wrong(format!("`{text}` is no `{format}`"))
    }

    /// Of a union, one branch has to fit. Of one branch beside null, its own misfit is told.
    fn branches(&mut self, word: &str, branches: &[SchemaId], value: &'v Value) -> Result<(), Misfit> {
        let mut first = None;
        for branch in branches {
            match self.schema(*branch, value) {
                Ok(()) => return Ok(()),
                Err(misfit) => first = first.or(Some(misfit)),
            }
        }
        let is_null = |id: &SchemaId| {
            let types = self.table.get(*id).types;
            !types.is_empty() && types.non_null().next().is_none()
        };
        match first {
            None => Ok(()),
            Some(misfit) if branches.iter().filter(|id| !is_null(id)).count() == 1 => Err(misfit),
            Some(_) => self.wrong(format!("this fits none of the {} schemas of `{word}`", branches.len())),
        }
    }

    fn elements(&mut self, schema: &Schema, list: &'v [Value]) -> Result<(), Misfit> {
        for (index, value) in list.iter().enumerate() {
            if let Some(id) = schema.prefix_items.get(index).copied().or(schema.items) {
                self.inside(Step::Element(index), id, value)?;
            }
        }
        Ok(())
    }

    fn members(&mut self, schema: &Schema, map: &'v Map<String, Value>) -> Result<(), Misfit> {
        for (key, value) in map {
            let other = match schema.additional {
                Additional::Schema(id) if schema.pattern_properties.is_empty() => Some(id),
                _ => None,
            };
            if let Some(id) = schema.properties.get(key).copied().or(other) {
                self.inside(Step::Member(key), id, value)?;
            }
        }
        Ok(())
    }

    fn inside(&mut self, step: Step<'v>, id: SchemaId, value: &'v Value) -> Result<(), Misfit> {
        self.steps.push(step);
        let result = self.schema(id, value);
        self.steps.pop();
        result
    }
}

/// Whether two values are the same: numbers by their value (`1` and `1.0`), as JSON Schema has it.
fn same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|number| other.as_f64() == Some(number))
}
