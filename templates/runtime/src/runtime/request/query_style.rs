//! [`QueryStyle`]: how arrays and objects are spelt in a query.
//!
//! In: a JSON value. Out: encoded pairs, by OpenAPI's Parameter Object ("Style Values"). Null, and null within arrays
//! and objects, is left out. Not here: `allowReserved`.

use super::super::codec::Json;
use super::query::{Query, encoded};

/// How a query parameter is spelt (OpenAPI, Parameter Object, `style` and `explode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `a=1,2`, or exploded `a=1&a=2`; objects `a=k,v`, or exploded `k=v`.
    Form {
        /// One pair per item.
        explode: bool,
    },
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1%7C2`.
    PipeDelimited,
    /// `a[k]=v`, at any depth; items of arrays by index: `a[0]=1`.
    DeepObject,
    /// The value as JSON text (a parameter with `content: application/json`).
    Json,
}

impl QueryStyle {
    /// What stands between the items of a list, where they are written as one text.
    pub(super) fn delimiter(self) -> Option<&'static str> {
        match self {
            Self::Form { explode: false } => Some(","),
            Self::SpaceDelimited => Some(" "),
            Self::PipeDelimited => Some("|"),
            _ => None,
        }
    }

    pub(crate) fn write(self, name: &str, value: &Json, query: &mut Query) {
        match (self, value) {
            (_, Json::Null) => {}
            (Self::Json, _) => query.push(name, &value.to_string()),
            (Self::DeepObject, _) => deep(name, value, query),
            (Self::Form { explode: true }, Json::Array(items)) => {
                for item in items.iter().filter(|item| !item.is_null()) {
                    query.push(name, &scalar(item));
                }
            }
            (Self::Form { explode: true }, Json::Object(fields)) => {
                for (key, item) in fields.iter().filter(|(_, item)| !item.is_null()) {
                    query.push(key, &scalar(item));
                }
            }
            (Self::Form { .. }, _) => join(name, value, ",", query),
            (Self::SpaceDelimited, _) => join(name, value, "%20", query),
            (Self::PipeDelimited, _) => join(name, value, "%7C", query),
        }
    }
}

/// The value in style `simple`: what headers and cookies hold.
pub(crate) fn simple(value: &Json) -> String {
    parts(value).join(",")
}

/// Joins the items; a delimiter inside an item is encoded, the delimiter itself is written as given.
fn join(name: &str, value: &Json, delimiter: &str, query: &mut Query) {
    let parts: Vec<String> = parts(value).iter().map(|part| encoded(part)).collect();
    if !parts.is_empty() {
        query.push_raw(name, parts.join(delimiter));
    }
}

fn parts(value: &Json) -> Vec<String> {
    match value {
        Json::Array(items) => items.iter().filter(|item| !item.is_null()).map(scalar).collect(),
        Json::Object(fields) => fields
            .iter()
            .filter(|(_, item)| !item.is_null())
            .flat_map(|(key, item)| [key.clone(), scalar(item)])
            .collect(),
        value => vec![scalar(value)],
    }
}

fn deep(name: &str, value: &Json, query: &mut Query) {
    match value {
        Json::Null => {}
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}[{index}]"), item, query);
            }
        }
        Json::Object(fields) => {
            for (key, item) in fields {
                deep(&format!("{name}[{key}]"), item, query);
            }
        }
        value => query.push(name, &scalar(value)),
    }
}

/// A scalar as text; what no style can spell is spelt as JSON.
pub(super) fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => {
            let text = number.to_string();
            // `limit: 50.0` is the integer 50 to JSON Schema, and to servers that read an integer.
            text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
        }
        value => value.to_string(),
    }
}
