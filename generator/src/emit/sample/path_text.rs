//! What a sample value is in a path, byte for byte: what the emitted tests expect of the runtime.
//!
//! Input: a path variable and its value. Output: the text, percent-encoded. Not here: the value itself (`values`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::super::Sdk;
use super::super::path::{self, Presence};
use crate::ir::{Location, Param, Shape, TextStyle, Type};

/// All but RFC 3986 `unreserved`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All but RFC 3986 `pchar`, for `allowReserved`.
#[rustfmt::skip]
const NOT_PCHAR: &AsciiSet = &RESERVED
    .remove(b'!').remove(b'$').remove(b'&').remove(b'\'').remove(b'(').remove(b')').remove(b'*').remove(b'+')
    .remove(b',').remove(b';').remove(b'=').remove(b':').remove(b'@');

/// A text in which all is encoded that RFC 3986 reserves.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A value as it stands in the path (OpenAPI, "Style Examples").
pub(super) fn spelled(sdk: Sdk<'_>, param: &Param, value: &Value) -> String {
    let set = if param.allow_reserved { NOT_PCHAR } else { RESERVED };
    let encoded = |text: &str| utf8_percent_encode(text, set).to_string();
    let style = match param.location {
        Location::Path(style) => style,
        _ => TextStyle::Simple { explode: false },
    };
    let (lead, between, exploded) = match style {
        TextStyle::Simple { explode } => ("", ",", explode.then_some(",")),
        TextStyle::Label { explode } => (".", ",", explode.then_some(".")),
        TextStyle::Matrix { explode } => (";", ",", explode.then_some(";")),
        TextStyle::SpaceDelimited => ("", "%20", None),
        TextStyle::TabDelimited => ("", "%09", None),
        TextStyle::PipeDelimited => ("", "%7C", None),
        TextStyle::Json => return encoded(&value.to_string()),
        TextStyle::Form { .. } | TextStyle::Cookie { .. } => return encoded(&text(value)),
    };
    let is_matrix = matches!(style, TextStyle::Matrix { .. });
    let pair = |key: &str, text: String| match (is_matrix, text.is_empty()) {
        (true, true) => encoded(key),
        _ => format!("{}={text}", encoded(key)),
    };
    let named = |text: String| if is_matrix { pair(&param.wire, text) } else { text };
    let item = |value: &Value| encoded(&text(value));
    let body = match value {
        Value::Array(items) => match exploded {
            Some(between) => items.iter().map(|value| named(item(value))).collect::<Vec<_>>().join(between),
            None => named(items.iter().map(item).collect::<Vec<_>>().join(between)),
        },
        Value::Object(_) => {
            let fields = in_order(sdk, &param.ty, value);
            match exploded {
                Some(between) => {
                    fields.iter().map(|(key, value)| pair(key, item(value))).collect::<Vec<_>>().join(between)
                }
                None => {
                    let parts = fields.iter().flat_map(|(key, value)| [encoded(key), item(value)]);
                    named(parts.collect::<Vec<_>>().join(between))
                }
            }
        }
        value => named(item(value)),
    };
    format!("{lead}{body}")
}

/// The text of a scalar; JSON of what has none.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // As Rust writes it: `1`, where JSON has `1.0`.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        value => value.to_string(),
    }
}

/// The fields of an object in the order in which its type writes them: by presence; those of a map by name.
fn in_order<'v>(sdk: Sdk<'_>, ty: &Type, value: &'v Value) -> Vec<(&'v String, &'v Value)> {
    let mut fields: Vec<(&String, &Value)> =
        value.as_object().into_iter().flatten().filter(|(_, v)| !v.is_null()).collect();
    match path::resolved(sdk, ty) {
        Type::Named(id) => {
            if let Shape::Object(object) = &sdk.api.types[*id].shape {
                let of = |wire: &str| object.fields.iter().enumerate().find(|(_, field)| field.wire == wire);
                fields.sort_by_key(|(key, _)| {
                    of(key).map(|(index, field)| {
                        let rank = match path::presence(field, sdk.facts.patch.contains(id)) {
                            Presence::Required => 0,
                            Presence::Nullable => 1,
                            Presence::Optional => 2,
                            Presence::Patch => 3,
                        };
                        (rank, index)
                    })
                });
            }
        }
        _ => fields.sort_by_key(|(key, _)| (*key).clone()),
    }
    fields
}
