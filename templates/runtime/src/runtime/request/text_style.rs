//! [`TextStyle`]: how values are spelt in paths, headers and cookies.
//!
//! In: a value. Out: one text, by OpenAPI's Parameter Object ("Style Values") and RFC 6570. Null, and null within arrays
//! and objects, is left out. Not here: queries, see `query_style`.

use serde::Serialize;

use super::json_text;
use super::param_value::ParamValue;
use super::path::NOT_PCHAR;
use super::query::{encoded, encoded_but_triplets};

/// How a parameter outside of the query is spelt (OpenAPI, Parameter Object, `style` and `explode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextStyle {
    /// `1,2`; objects `k,v`, or exploded `k=v`.
    Simple {
        /// Keys and values of objects are joined by `=`.
        explode: bool,
    },
    /// `.1,2`, or exploded `.1.2`; objects `.k,v`, or exploded `.k=v`.
    Label {
        /// A dot before each item.
        explode: bool,
    },
    /// `;a=1,2`, or exploded `;a=1;a=2`; objects `;a=k,v`, or exploded `;k=v`.
    Matrix {
        /// A name before each item.
        explode: bool,
    },
    /// `a=1,2`, or exploded `a=1&a=2`; objects `a=k,v`, or exploded `k=v&l=w`.
    Form {
        /// A name before each item.
        explode: bool,
    },
    /// `a=1,2`, or exploded `a=1; a=2`; objects `a=k,v`, or exploded `k=v; l=w` (OpenAPI 3.2).
    Cookie {
        /// A name before each item.
        explode: bool,
    },
    /// `1 2` (`collectionFormat: ssv` of OpenAPI 2.0).
    SpaceDelimited,
    /// `1`, a tab, `2` (`collectionFormat: tsv` of OpenAPI 2.0).
    TabDelimited,
    /// `1|2` (`collectionFormat: pipes` of OpenAPI 2.0).
    PipeDelimited,
    /// The value as JSON text (a parameter with `content: application/json`).
    Json,
}

/// A value as it stands in a path, percent-encoded; an empty text, which no path takes, if it cannot be written.
pub fn path_text<T: Serialize + ?Sized>(name: &str, style: TextStyle, value: &T) -> String {
    path(name, style, json_text::text(value), Encoding::Percent)
}

/// The same with `allowReserved`: what can stand in a segment of a path stays as it is (RFC 6570 §3.2.3).
pub fn path_text_reserved<T: Serialize + ?Sized>(name: &str, style: TextStyle, value: &T) -> String {
    path(name, style, json_text::text(value), Encoding::Reserved)
}

fn path(name: &str, style: TextStyle, json: serde_json::Result<Vec<u8>>, encoding: Encoding) -> String {
    json.and_then(|json| style.spell(name, &json, encoding)).ok().flatten().unwrap_or_default()
}

/// How what is between the delimiters is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Not at all: headers, and cookies of style `cookie`.
    None,
    /// All but RFC 3986's `unreserved`.
    Percent,
    /// What cannot stand in a segment of a path.
    Reserved,
}

impl Encoding {
    fn of(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Percent => encoded(text),
            Self::Reserved => encoded_but_triplets(text, NOT_PCHAR),
        }
    }
}

impl TextStyle {
    /// The text of a value given as JSON text; `None` if there is nothing to be sent.
    pub(crate) fn spell(self, name: &str, json: &[u8], encoding: Encoding) -> serde_json::Result<Option<String>> {
        let value = ParamValue::of_json(json)?;
        if self == Self::Json {
            let text = || encoding.of(&String::from_utf8_lossy(json));
            return Ok((value != ParamValue::Null).then(text));
        }
        if value.is_nothing() {
            return Ok(None);
        }
        if matches!(self, Self::Cookie { .. }) && (json.contains(&b';') || name.contains(';')) {
            return Err(serde::ser::Error::custom("a cookie ends at a `;`"));
        }
        let (lead, delimiter, exploded) = match self {
            Self::Simple { explode } => ("", ",", explode.then_some(",")),
            Self::Label { explode } => (".", ",", explode.then_some(".")),
            Self::Matrix { explode } => (";", ",", explode.then_some(";")),
            Self::Form { explode } => ("", ",", explode.then_some("&")),
            Self::Cookie { explode } => ("", ",", explode.then_some("; ")),
            Self::SpaceDelimited => ("", " ", None),
            Self::TabDelimited => ("", "\t", None),
            Self::PipeDelimited => ("", "|", None),
            Self::Json => ("", "", None),
        };
        let delimiter =
            if encoding == Encoding::None || delimiter == "," { delimiter.to_owned() } else { encoded(delimiter) };
        let is_named = matches!(self, Self::Matrix { .. } | Self::Form { .. } | Self::Cookie { .. });
        // RFC 6570 §3.2.7: what is empty has no `=` in a matrix.
        let pair = |key: &str, text: String| match self {
            Self::Matrix { .. } if text.is_empty() => encoding.of(key),
            _ => format!("{}={text}", encoding.of(key)),
        };
        let named = |text: String| if is_named { pair(name, text) } else { text };
        let item = |value: &ParamValue| encoding.of(&value.text());
        let text = match exploded {
            Some(between) => value.joined(between, &|key, value| match key {
                Some(key) => pair(key, item(value)),
                None => named(item(value)),
            }),
            None => named(value.joined(&delimiter, &|key, value| match key {
                Some(key) => format!("{}{delimiter}{}", encoding.of(key), item(value)),
                None => item(value),
            })),
        };
        Ok(Some(format!("{lead}{text}")))
    }
}
