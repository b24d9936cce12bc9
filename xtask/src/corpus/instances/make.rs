//! Values made from schemas.
//!
//! Input: a schema, numbers from a seed. Output: a value that should fit it, or nothing. The judge has the last word,
//! so what is hard to make (patterns, bounds that cross) may fail.
//! Not here: the judgement (`judge`).

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};
use specwright::document::{Additional, JsonType, Schema, SchemaId, SchemaTable};

use crate::judge::{Judge, is_whole, range};
use crate::random::Random;

/// How deep optional parts go.
const DEPTH: usize = 5;
/// How many values one instance may hold.
const VALUES: usize = 400;

/// What texts with a pattern are tried with.
const TEXTS: [&str; 24] = [
    "a",
    "A",
    "abc",
    "ABC",
    "0",
    "1",
    "12",
    "123",
    "12345678",
    "a-b",
    "a_b",
    "a.b",
    "1.2.3",
    "a/b",
    "/a",
    "#00ff00",
    "2024-01-01",
    "12:30",
    "en",
    "en-US",
    "USD",
    "0123456789abcdef01234567",
    "x-a",
    "+15550100",
];

/// What makes values of the schemas of one document.
pub(super) struct Maker<'a> {
    schemas: &'a SchemaTable,
    random: Random,
    left: usize,
    /// Values that a schema states, and that fit it.
    stated: BTreeMap<SchemaId, Vec<Value>>,
}

impl<'a> Maker<'a> {
    pub(super) fn of(schemas: &'a SchemaTable, random: Random) -> Self {
        Self { schemas, random, left: 0, stated: BTreeMap::new() }
    }

    /// A value, if one can be made.
    pub(super) fn instance(&mut self, judge: &mut Judge<'a>, id: SchemaId) -> Option<Value> {
        self.left = VALUES;
        self.value(judge, id, 0)
    }

    /// The examples and the default of a schema that fit it, and for one with a pattern a few texts that do.
    fn stated(&mut self, judge: &mut Judge<'a>, id: SchemaId) -> &[Value] {
        let schema = self.schemas.get(id);
        self.stated.entry(id).or_insert_with(|| {
            let mut values: Vec<Value> = schema.examples.iter().chain(schema.default.as_deref()).cloned().collect();
            if schema.pattern.is_some() {
                values.extend(TEXTS.iter().map(|text| json!(text)));
            }
            values.retain(|value| judge.fits(id, value));
            values
        })
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let number = self.random.below(list.len());
        list.get(number).cloned()
    }

    fn value(&mut self, judge: &mut Judge<'a>, id: SchemaId, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        let schema = self.schemas.get(id);
        if let Some(target) = schema.reference {
            return self.value(judge, target, depth);
        }
        match schema.boolean {
            Some(true) => return Some(self.anything()),
            Some(false) => return None,
            None => {}
        }
        if let Some(constant) = &schema.constant {
            return Some((**constant).clone());
        }
        if let Some(list) = &schema.enumeration {
            return self.pick(list);
        }
        if schema.allows_null() && self.random.one_in(8) {
            return Some(Value::Null);
        }
        // A default is what is mostly sent, and may be all that tells a branch of a union.
        if let Some(default) = schema.default.as_deref().filter(|_| self.random.one_in(2)) {
            return Some(default.clone());
        }
        let has_pattern = schema.pattern.is_some();
        if has_pattern || self.random.one_in(3) {
            let stated = self.stated(judge, id).to_vec();
            if has_pattern || !stated.is_empty() {
                return self.pick(&stated);
            }
        }
        self.composed(judge, schema, depth)
    }

    /// A value of a schema that may be made of others.
    fn composed(&mut self, judge: &mut Judge<'a>, schema: &'a Schema, depth: usize) -> Option<Value> {
        let mut parts: Vec<SchemaId> = schema.all_of.clone();
        for branches in [&schema.one_of, &schema.any_of] {
            parts.extend(self.pick(branches));
        }
        let is_object = schema.types.contains(JsonType::Object) || !schema.properties.is_empty();
        if parts.is_empty() {
            return self.plain(judge, schema, depth);
        }
        let mut object = Map::new();
        let mut other = None;
        for part in parts {
            match self.value(judge, part, depth)? {
                Value::Object(map) => object.extend(map),
                value => other = Some(value),
            }
        }
        if is_object {
            match self.object(judge, schema, depth)? {
                Value::Object(map) => object.extend(map),
                value => other = Some(value),
            }
        }
        Some(other.filter(|_| object.is_empty()).unwrap_or(Value::Object(object)))
    }

    fn plain(&mut self, judge: &mut Judge<'a>, schema: &'a Schema, depth: usize) -> Option<Value> {
        let types: Vec<JsonType> = schema.types.iter().filter(|ty| *ty != JsonType::Null).collect();
        let ty = match self.pick(&types) {
            Some(ty) => ty,
            None if !schema.types.is_empty() => return Some(Value::Null),
            None if !schema.properties.is_empty() || !matches!(schema.additional, Additional::Unstated) => {
                JsonType::Object
            }
            None if schema.items.is_some() || !schema.prefix_items.is_empty() => JsonType::Array,
            None if schema.format.is_some() || schema.min_length.is_some() || schema.max_length.is_some() => {
                JsonType::String
            }
            None if schema.minimum.is_some() || schema.maximum.is_some() => JsonType::Number,
            None if schema.nullable => return Some(Value::Null),
            None => return Some(self.anything()),
        };
        match ty {
            JsonType::Null => Some(Value::Null),
            JsonType::Boolean => Some(Value::Bool(self.random.one_in(2))),
            JsonType::Integer => self.integer(schema),
            JsonType::Number if schema.format.as_deref().is_some_and(is_whole) => self.integer(schema),
            JsonType::Number => self.number(schema),
            JsonType::String => Some(Value::String(self.text(schema))),
            JsonType::Array => self.array(judge, schema, depth),
            JsonType::Object => self.object(judge, schema, depth),
        }
    }

    fn object(&mut self, judge: &mut Judge<'a>, schema: &'a Schema, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        for (name, id) in &schema.properties {
            let is_required = schema.required.contains(name);
            if !is_required && (depth >= DEPTH || self.random.one_in(2)) {
                continue;
            }
            match self.value(judge, *id, depth + 1) {
                Some(value) => map.extend([(name.clone(), value)]),
                None if is_required => return None,
                None => {}
            }
        }
        if depth < DEPTH && self.random.one_in(2) {
            let names = ["key", "Another key", "x-1"];
            let free = match schema.additional {
                Additional::Schema(id) => self.value(judge, id, depth + 1),
                Additional::Allowed => Some(self.anything()),
                Additional::Denied | Additional::Unstated => {
                    let patterns: Vec<SchemaId> = schema.pattern_properties.values().copied().collect();
                    self.pick(&patterns).and_then(|id| self.value(judge, id, depth + 1))
                }
            };
            let name = self.pick(&names).unwrap_or_default();
            if let Some(value) = free.filter(|_| !schema.properties.contains_key(name)) {
                map.insert(name.to_owned(), value);
            }
        }
        Some(Value::Object(map))
    }

    fn array(&mut self, judge: &mut Judge<'a>, schema: &'a Schema, depth: usize) -> Option<Value> {
        let mut list = Vec::new();
        for id in &schema.prefix_items {
            list.push(self.value(judge, *id, depth + 1)?);
        }
        let least = usize::try_from(schema.min_items.unwrap_or(0)).ok()?;
        let more = if depth < DEPTH { self.random.below(3) } else { 0 };
        let most = usize::try_from(schema.max_items.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let count = least.saturating_add(more).min(most);
        while let Some(items) = schema.items.filter(|_| list.len() < count) {
            match self.value(judge, items, depth + 1) {
                Some(value) => list.push(value),
                None if list.len() >= least => break,
                None => return None,
            }
        }
        if schema.unique_items {
            let mut seen: Vec<Value> = Vec::new();
            list.retain(|value| {
                let is_new = !seen.contains(value);
                seen.extend(is_new.then(|| value.clone()));
                is_new
            });
        }
        Some(Value::Array(list))
    }

    fn integer(&mut self, schema: &Schema) -> Option<Value> {
        let (least, most) = schema.format.as_deref().and_then(range).unwrap_or((i64::MIN, i64::MAX));
        let whole = |number: &Option<Number>| {
            let number = number.as_ref()?;
            number.as_i64().or_else(|| format!("{:.0}", number.as_f64()?).parse().ok())
        };
        let above = whole(&schema.exclusive_minimum).map(|of| of.saturating_add(1));
        let below = whole(&schema.exclusive_maximum).map(|of| of.saturating_sub(1));
        let low = whole(&schema.minimum).into_iter().chain(above);
        let high = whole(&schema.maximum).into_iter().chain(below);
        let (low, high) = (low.fold(least, i64::max), high.fold(most, i64::min));
        let candidates = [low, high, low.saturating_add(1), 0, 1, 7, 1_000, -1, 2_147_483_648, 4_294_967_296];
        let step = whole(&schema.multiple_of).filter(|step| *step > 0).unwrap_or(1);
        let fitting: Vec<i64> =
            candidates.into_iter().map(|of| of / step * step).filter(|of| (low..=high).contains(of)).collect();
        self.pick(&fitting).map(Value::from)
    }

    fn number(&mut self, schema: &Schema) -> Option<Value> {
        let float = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        let low = float(&schema.minimum).or(float(&schema.exclusive_minimum)).unwrap_or(-1e300);
        let high = float(&schema.maximum).or(float(&schema.exclusive_maximum)).unwrap_or(1e300);
        let step = float(&schema.multiple_of);
        let mut candidates =
            vec![0.0, 1.0, -1.5, 0.1, 2.75, 1234.5678, 1e21, 1e-7, low, high, f64::midpoint(low, high)];
        if let Some(step) = step {
            candidates = (0..12).map(|count| step * f64::from(count)).collect();
        }
        candidates.retain(|of| *of >= low && *of <= high);
        Some(Value::Number(Number::from_f64(self.pick(&candidates)?)?))
    }

    fn text(&mut self, schema: &Schema) -> String {
        let texts: &[&str] = match schema.format.as_deref() {
            Some("date-time") => &["2024-02-29T23:59:59Z", "2021-03-04T05:06:07.123456+02:00", "1970-01-01T00:00:00Z"],
            Some("date") => &["2024-02-29", "1969-12-31"],
            Some("time") => &["23:59:59Z", "12:00:00.5+01:00"],
            Some("duration") => &["P1DT2H", "PT0.5S"],
            Some("uuid") => &["00000000-0000-4000-8000-000000000000", "F47AC10B-58CC-4372-A567-0E02B2C3D479"],
            Some("email" | "idn-email") => &["a@example.com", "first.last+tag@sub.example.org"],
            Some("hostname" | "idn-hostname") => &["example.com", "a-b.example"],
            Some("ipv4") => &["192.0.2.1"],
            Some("ipv6") => &["2001:db8::1"],
            Some("uri" | "url" | "iri") => &["https://example.com/a?b=c#d", "urn:isbn:0451450523"],
            Some("uri-reference" | "iri-reference") => &["/a/b", "https://example.com"],
            Some("byte") => &["aGVsbG8=", "", "AA=="],
            Some("base64url") => &["aGVsbG8", "-_-_"],
            Some("int64" | "int32" | "uint64" | "uint32" | "uint") => &["0", "17", "2147483647"],
            Some("decimal") => &["0.10", "123456789012345678901234567890.5"],
            _ if schema.content_encoding.as_deref() == Some("base64") => &["aGVsbG8="],
            _ => &["word", "", "two words", "ünïcödé ✓", "\"quoted\" \\ and\nmore", "0", "null", "a/b?c=d&e"],
        };
        let text = self.pick(texts).unwrap_or_default();
        let least = usize::try_from(schema.min_length.unwrap_or(0)).unwrap_or(0).min(10_000);
        let most = usize::try_from(schema.max_length.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let mut text: String = text.chars().take(most).collect();
        let missing = least.saturating_sub(text.chars().count());
        text.extend(std::iter::repeat_n('x', missing));
        text
    }

    fn anything(&mut self) -> Value {
        let values =
            [json!("text"), json!(1), json!(-2.5), json!(true), json!([1, "a", null]), json!({ "a": { "b": [] } })];
        self.pick(&values).unwrap_or_default()
    }
}
