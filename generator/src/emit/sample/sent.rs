//! Samples as a server gets them: what an emitted test expects of a query, of headers, of a form, of parts and of lines.
//!
//! Input: the value that is sent, and what the description says of its fields. Output: names and texts.
//! Not here: the code that sends it (`expression`), and boundaries, file names and percent-encoding.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::path_text::encoded;
use crate::config::{NestedArrays, NestedObjects, Nesting};
use crate::ir::{Body, BodyFormat, Encoding, Location, Param, QueryStyle, TextStyle};

/// What must have been sent.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Sent {
    /// What a test cannot tell.
    Unknown,
    /// No body.
    Nothing,
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

/// The pairs of a query that are a parameter's, where the style alone tells them: not of an object whose fields are
/// joined, since they have an order.
pub(super) fn query(name: &str, value: &Value, style: QueryStyle, nesting: Nesting) -> Vec<(String, String)> {
    let mut result = Vec::new();
    match (style, value) {
        (QueryStyle::Json, value) if !value.is_null() => result.push((name.to_owned(), json(value))),
        (QueryStyle::DeepObject, value) => deep(name, value, nesting, &mut result),
        (QueryStyle::Form { explode: true }, Value::Object(fields)) => {
            // A list in an object is repeated like one beside it, unless the configuration says otherwise.
            let arrays = nesting.arrays.or(Some(NestedArrays::Repeat));
            for (key, value) in fields {
                let arrays = if value.is_array() { arrays } else { nesting.arrays };
                deep(key, value, Nesting { arrays, ..nesting }, &mut result);
            }
        }
        _ => return joined(name, value, style),
    }
    result
}

/// A scalar, or the items of a list.
fn joined(name: &str, value: &Value, style: QueryStyle) -> Vec<(String, String)> {
    let texts: Option<Vec<String>> = match value {
        Value::Array(items) => items.iter().map(query_text).collect(),
        value => query_text(value).map(|text| vec![text]),
    };
    let Some(texts) = texts else { return Vec::new() };
    let delimiter = match style {
        _ if !value.is_array() => "",
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

/// The pairs that stand in the key of a path: `/reports?kind=short`.
pub(super) fn fixed_query(template: &str) -> Vec<(String, String)> {
    let Some((_, query)) = template.split_once('?') else { return Vec::new() };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('#').next().unwrap_or_default().split('&');
    // A variable there has the value of its parameter, and a plus may mean a space.
    let pairs = pairs.filter(|pair| !pair.is_empty() && !pair.contains(['{', '+']));
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, text)| (decoded(name), decoded(text)))
        .collect()
}

/// A parameter in a header or a cookie: a scalar, or a list of scalars; a cookie as its pair.
pub(super) fn header(param: &Param, value: &Value) -> Option<(String, String)> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    let texts: Vec<String> = items.iter().map(query_text).collect::<Option<_>>()?;
    // What is not ASCII is no text to the double.
    let is_plain = |text: &String| text.chars().all(|c| c.is_ascii_graphic() || c == ' ') && text.trim() == text;
    if texts.is_empty() || !texts.iter().all(is_plain) {
        return None;
    }
    let is_list = value.is_array();
    match param.location {
        Location::Header(TextStyle::Json) | Location::Cookie(TextStyle::Json) => None,
        Location::Header(_) if !is_list => Some((param.wire.clone(), texts.concat())),
        Location::Header(TextStyle::Simple { .. }) => Some((param.wire.clone(), texts.join(","))),
        Location::Cookie(style @ (TextStyle::Form { explode } | TextStyle::Cookie { explode }))
            if !is_list || !explode =>
        {
            let is_raw = matches!(style, TextStyle::Cookie { .. });
            let encoded = |text: &str| if is_raw { text.to_owned() } else { encoded(text) };
            let texts: Vec<String> = texts.iter().map(|text| encoded(text)).collect();
            Some(("cookie".to_owned(), format!("{}={}", encoded(&param.wire), texts.join(","))))
        }
        _ => None,
    }
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
