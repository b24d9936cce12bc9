//! Defaults and examples, held against all that their schemas say: what lies inside them, formats, allowed values.
//!
//! Input: the table, once every schema is read. Output: findings at the part that does not fit; a default that does not is
//! taken out.
//! Not here: values whose own type is wrong, which are mended where they can be (`repair`), and bounds.
//!
//! Null is passed over: inside an example it mostly is an empty line. So is a missing property: examples are often parts.

use serde_json::{Map, Value};

use super::build::Build;
use super::keyword_values::kind_of;
use super::repair::{fits, words};
use super::schema::{Additional, Schema, SchemaId};
use super::schema_table::SchemaTable;
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
    /// Looks at the defaults and examples of all schemas.
    pub(super) fn stated_values(&mut self) {
        let mut left = MAX_STEPS_OF_ALL;
        for index in 0..self.table.list.len() {
            let Some(id) = self.table.nth(index) else { continue };
            let schema = self.table.get(id);
            if schema.default.is_none() && schema.examples.is_empty() {
                continue;
            }
            let site = schema.site.clone();
            let written = refs::get(self.sources, &site).and_then(Value::as_object);
            let default = schema.default.as_deref().filter(|value| !value.is_null());
            let default = default.and_then(|value| misfit(&self.table, id, value, &mut left));
            let examples: Vec<(Site, Misfit)> = written.map_or_else(Vec::new, |map| {
                let kept = examples(&site, map).take(MAX_EXAMPLES).filter(|(_, value)| schema.examples.contains(value));
                kept.filter_map(|(place, value)| Some((place, misfit(&self.table, id, value, &mut left)?))).collect()
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

/// A walk through a value and its schemas side by side.
struct Walk<'t> {
    table: &'t SchemaTable,
    /// The way to the part that is looked at.
    steps: Vec<String>,
    depth: usize,
    left: usize,
}

impl Walk<'_> {
    fn wrong(&self, message: String) -> Result<(), Misfit> {
        Err(Misfit { steps: self.steps.clone(), message })
    }

    fn schema(&mut self, id: SchemaId, value: &Value) -> Result<(), Misfit> {
        if value.is_null() || self.depth == MAX_DEPTH || self.left == 0 {
            return Ok(());
        }
        self.left -= 1;
        self.depth += 1;
        let result = self.keywords(id, value);
        self.depth -= 1;
        result
    }

    fn keywords(&mut self, id: SchemaId, value: &Value) -> Result<(), Misfit> {
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
        let is_right = match format {
            "date" => is_date(text),
            "date-time" => is_date_time(text),
            "uuid" => is_uuid(text),
            _ => true,
        };
        if is_right { Ok(()) } else { self.wrong(format!("`{text}` is no `{format}`")) }
    }

    /// Of a union, one branch has to fit. Of one branch beside null, its own misfit is told.
    fn branches(&mut self, word: &str, branches: &[SchemaId], value: &Value) -> Result<(), Misfit> {
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

    fn elements(&mut self, schema: &Schema, list: &[Value]) -> Result<(), Misfit> {
        for (index, value) in list.iter().enumerate() {
            if let Some(id) = schema.prefix_items.get(index).copied().or(schema.items) {
                self.inside(index.to_string(), id, value)?;
            }
        }
        Ok(())
    }

    fn members(&mut self, schema: &Schema, map: &Map<String, Value>) -> Result<(), Misfit> {
        for (key, value) in map {
            let other = match schema.additional {
                Additional::Schema(id) if schema.pattern_properties.is_empty() => Some(id),
                _ => None,
            };
            if let Some(id) = schema.properties.get(key).copied().or(other) {
                self.inside(key.clone(), id, value)?;
            }
        }
        Ok(())
    }

    fn inside(&mut self, step: String, id: SchemaId, value: &Value) -> Result<(), Misfit> {
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

/// RFC 3339, section 5.6: `full-date`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let (year, month, day) = (number(4), number(2), number(2));
    let last = match (month, year) {
        (Some(4 | 6 | 9 | 11), _) => 30,
        (Some(2), Some(year)) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        (Some(2), _) => 28,
        (Some(1..=12), _) => 31,
        _ => 0,
    };
    year.is_some() && day.is_some_and(|day| (1..=last).contains(&day)) && parts.next().is_none()
}

/// RFC 3339, section 5.6: `date-time`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let (clock, offset) = match time.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, "00:00"),
        None => match time.rsplit_once(['+', '-']) {
            Some(parts) => parts,
            None => return false,
        },
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let numbers = |text: &str, most: &[u32]| {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() == most.len()
            && parts
                .iter()
                .zip(most)
                .all(|(part, most)| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= *most))
    };
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    // 60 is a leap second.
    is_date(date) && is_fraction && numbers(clock, &[23, 59, 60]) && numbers(offset, &[23, 59])
}

/// RFC 9562, section 4, in any case.
fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_uuids() {
        for good in ["2024-02-29", "1999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["2023-02-29", "2024-2-9", "2024-13-01", "2024-01-01-01", "2024-00-01", "24-01-01", ""] {
            assert!(!is_date(bad), "{bad}");
        }
        for good in ["2024-01-01T00:00:00Z", "2024-01-01t23:59:60.5+01:30", "2024-01-01 10:00:00-08:00"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["2024-01-01", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T00:00Z", "now", "T"] {
            assert!(!is_date_time(bad), "{bad}");
        }
        assert!(is_uuid("123E4567-e89b-12d3-a456-426614174000"));
        assert!(!is_uuid("123e4567e89b12d3a456426614174000") && !is_uuid("usr_1"));
    }
}
