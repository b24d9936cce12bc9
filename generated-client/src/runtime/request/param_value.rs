//! [`ParamValue`]: a parameter's value as texts, before any style.
//!
//! In: JSON text, as any `Serialize` writes it. Out: texts, lists and objects; an object's fields stay in the order in
//! which it writes them. Not here: delimiters and encoding, see `query_style` and `text_style`.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A value that styles can spell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParamValue {
    /// Null, which no style can spell; lists and objects hold none.
    Null,
    /// A string.
    Text(String),
    /// A number or a boolean.
    Literal(String),
    List(Vec<ParamValue>),
    Object(Vec<(String, ParamValue)>),
}

impl ParamValue {
    /// Reads JSON text.
    pub(crate) fn of_json(text: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_str(core::str::from_utf8(text).map_err(serde_json::Error::custom)?)
    }

    /// The texts of a list's items or of an object's fields, one after the other; of a scalar, its own.
    pub(crate) fn joined(&self, delimiter: &str, text: &dyn Fn(Option<&str>, &Self) -> String) -> String {
        let mut whole = String::new();
        let mut add = |index: usize, text: String| {
            if index > 0 {
                whole.push_str(delimiter);
            }
            whole.push_str(&text);
        };
        match self {
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    add(index, text(None, item));
                }
            }
            Self::Object(fields) => {
                for (index, (key, value)) in fields.iter().enumerate() {
                    add(index, text(Some(key), value));
                }
            }
            scalar => return text(None, scalar),
        }
        whole
    }

    /// The text of a scalar; of anything else, the JSON.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            value => value.json(),
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Literal(_))
    }

    /// Whether nothing is left to be sent: null, or a list or object without anything in it.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) | Self::Literal(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(fields) => fields.is_empty(),
        }
    }

    fn json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Text(text) => quoted(text),
            Self::Literal(text) => text.clone(),
            Self::List(_) => format!("[{}]", self.joined(",", &|_, item| item.json())),
            Self::Object(_) => {
                let field =
                    |key: Option<&str>, value: &Self| format!("{}:{}", quoted(key.unwrap_or_default()), value.json());
                format!("{{{}}}", self.joined(",", &field))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl<'de> Deserialize<'de> for ParamValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        // A number keeps the digits that it was written with.
        if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(Self::Literal(json.to_owned()));
        }
        serde_json::Deserializer::from_str(json).deserialize_any(ParamVisitor).map_err(D::Error::custom)
    }
}

struct ParamVisitor;

impl<'de> Visitor<'de> for ParamVisitor {
    type Value = ParamValue;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<ParamValue, E> {
        Ok(ParamValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<ParamValue, E> {
        Ok(ParamValue::Literal(value.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<ParamValue, E> {
        Ok(ParamValue::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ParamValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            if item != ParamValue::Null {
                items.push(item);
            }
        }
        Ok(ParamValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<ParamValue, A::Error> {
        let mut fields = Vec::new();
        while let Some((key, value)) = object.next_entry()? {
            if value != ParamValue::Null {
                fields.push((key, value));
            }
        }
        Ok(ParamValue::Object(fields))
    }
}
