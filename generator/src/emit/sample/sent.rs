//! Sample bodies as a server gets them: what an emitted test expects of a form, of parts and of lines.
//!
//! Input: the value that is sent, and what the description says of its fields. Output: names and texts.
//! Not here: the code that sends it (`expression`), and boundaries, file names and percent-encoding.

use serde_json::{Map, Value};

use crate::config::{NestedArrays, NestedObjects, Nesting};
use crate::ir::{Body, BodyFormat, Encoding, QueryStyle};

/// What must have been sent.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Sent {
    /// Nothing, or nothing that a test can tell.
    Unknown,
    /// This JSON.
    Json(Value),
    /// These values, one a line.
    Lines(Vec<Value>),
    /// These pairs, in any order.
    Form(Vec<(String, String)>),
    /// These parts, in any order.
    Parts(Vec<(String, String)>),
    /// This text.
    Text(String),
}

/// A value as the body of an operation.
pub(super) fn sent(body: &Body, value: Value, nesting: Nesting) -> Sent {
    match (body.format, value) {
        (BodyFormat::Json, value) => Sent::Json(super::values::as_sent(value)),
        (BodyFormat::Lines, Value::Array(items)) => {
            Sent::Lines(items.into_iter().map(super::values::as_sent).collect())
        }
        (BodyFormat::Form, Value::Object(fields)) => Sent::Form(pairs(&fields, &body.encoding, nesting)),
        (BodyFormat::Multipart, Value::Object(fields)) => Sent::Parts(parts(&fields, &body.encoding)),
        (BodyFormat::Text | BodyFormat::Binary, Value::String(text)) => Sent::Text(text),
        _ => Sent::Unknown,
    }
}

/// A URL-encoded form, decoded.
fn pairs(fields: &Map<String, Value>, encoding: &[Encoding], nesting: Nesting) -> Vec<(String, String)> {
    let mut result = Vec::new();
    for (name, value) in fields {
        let of = encoding.iter().find(|of| of.field == *name);
        let is_nested = value.is_object() || value.is_array() && nesting.arrays.is_some();
        let usual = if is_nested { QueryStyle::DeepObject } else { QueryStyle::Form { explode: true } };
        match of.and_then(|of| of.style).unwrap_or(usual) {
            _ if value.is_null() => {}
            _ if of.is_some_and(|of| of.is_json_text) => result.push((name.clone(), json(value))),
            QueryStyle::DeepObject => deep(name, value, nesting, &mut result),
            QueryStyle::Form { explode: true } => match value {
                Value::Array(items) => {
                    result.extend(items.iter().filter_map(|item| Some((name.clone(), scalar(item)?))));
                }
                Value::Object(fields) => {
                    result.extend(fields.iter().filter_map(|(key, item)| Some((key.clone(), scalar(item)?))));
                }
                value => result.extend(scalar(value).map(|text| (name.clone(), text))),
            },
            QueryStyle::Form { explode: false } => join(name, value, ",", &mut result),
            QueryStyle::SpaceDelimited => join(name, value, " ", &mut result),
            QueryStyle::PipeDelimited => join(name, value, "|", &mut result),
            QueryStyle::TabDelimited => join(name, value, "\t", &mut result),
            QueryStyle::Json => result.push((name.clone(), json(value))),
        }
    }
    result
}

/// The pairs of a query that are a parameter's, where they need no more than the style to be told.
pub(super) fn query(name: &str, value: &Value, style: QueryStyle) -> Vec<(String, String)> {
    let texts: Option<Vec<String>> = match value {
        Value::Array(items) => items.iter().map(query_text).collect(),
        value => query_text(value).map(|text| vec![text]),
    };
    let Some(texts) = texts else { return Vec::new() };
    let delimiter = match style {
        _ if !value.is_array() && style != QueryStyle::Json => "",
        QueryStyle::Form { explode: true } => {
            return texts.into_iter().map(|text| (name.to_owned(), text)).collect();
        }
        QueryStyle::Form { explode: false } => ",",
        QueryStyle::SpaceDelimited => " ",
        QueryStyle::PipeDelimited => "|",
        QueryStyle::TabDelimited => "\t",
        QueryStyle::DeepObject | QueryStyle::Json => return Vec::new(),
    };
    if texts.is_empty() { Vec::new() } else { vec![(name.to_owned(), texts.join(delimiter))] }
}

/// A scalar as a query has it; a number with a fraction has several spellings.
pub(super) fn query_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

fn join(name: &str, value: &Value, delimiter: &str, result: &mut Vec<(String, String)>) {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        Value::Object(fields) => {
            fields.iter().filter_map(|(key, value)| Some([key.clone(), scalar(value)?])).flatten().collect()
        }
        value => scalar(value).into_iter().collect(),
    };
    if !parts.is_empty() {
        result.push((name.to_owned(), parts.join(delimiter)));
    }
}

/// A pair for each value within a value, named by all that leads to it.
fn deep(name: &str, value: &Value, nesting: Nesting, result: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            let is_plain = !items.iter().any(|item| item.is_object() || item.is_array());
            match nesting.arrays {
                Some(NestedArrays::Comma) if is_plain => join(name, value, ",", result),
                Some(NestedArrays::Repeat) if is_plain => {
                    items.iter().for_each(|item| deep(name, item, nesting, result));
                }
                Some(NestedArrays::Brackets) => {
                    items.iter().for_each(|item| deep(&format!("{name}[]"), item, nesting, result));
                }
                _ => {
                    let numbered = items.iter().enumerate();
                    numbered.for_each(|(index, item)| deep(&format!("{name}[{index}]"), item, nesting, result));
                }
            }
        }
        Value::Object(fields) => fields.iter().for_each(|(key, item)| {
            let name = match nesting.objects {
                NestedObjects::Brackets => format!("{name}[{key}]"),
                NestedObjects::Dots => format!("{name}.{key}"),
            };
            deep(&name, item, nesting, result);
        }),
        value => result.extend(scalar(value).map(|text| (name.to_owned(), text))),
    }
}

/// The parts of a form: one for each item of a list, objects as JSON.
fn parts(fields: &Map<String, Value>, encoding: &[Encoding]) -> Vec<(String, String)> {
    let mut result = Vec::new();
    for (name, value) in fields {
        let style = encoding.iter().find(|of| of.field == *name).and_then(|of| of.style);
        let delimiter = match style {
            Some(QueryStyle::Form { explode: false }) => Some(","),
            Some(QueryStyle::SpaceDelimited) => Some(" "),
            Some(QueryStyle::PipeDelimited) => Some("|"),
            Some(QueryStyle::TabDelimited) => Some("\t"),
            _ => None,
        };
        let items = match value {
            Value::Array(items) if delimiter.is_some() && !items.is_empty() => {
                join(name, value, delimiter.unwrap_or_default(), &mut result);
                continue;
            }
            Value::Array(items) => items.as_slice(),
            value => std::slice::from_ref(value),
        };
        for item in items {
            match (item, style) {
                (Value::Object(_) | Value::Array(_), Some(QueryStyle::DeepObject)) => {
                    deep(name, item, Nesting::default(), &mut result);
                }
                _ => result.extend(scalar(item).map(|text| (name.clone(), text))),
            }
        }
    }
    result
}

/// A value as text; what has no text of its own is JSON. Null is not sent.
fn scalar(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        value => json(value),
    })
}

fn json(value: &Value) -> String {
    super::values::as_sent(value.clone()).to_string()
}
