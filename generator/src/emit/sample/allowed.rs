//! Whether a value is one that constraints allow: an example that its own schema refuses is no use in a call.
//!
//! Input: constraints, a value of the right type. Output: yes or no; what is not understood forbids nothing.
//! Not here: whether the type holds it (`values::fits`).

use std::net::{Ipv4Addr, Ipv6Addr};

use regex::RegexBuilder;
use serde_json::Value;

use super::text;
use crate::ir::Constraints;

/// So many bytes a pattern may come to; one that is larger (`.{1,2097152}`) takes seconds to build, and forbids nothing.
const MAX_PATTERN: usize = 256 << 10;

pub(super) fn allowed(constraints: &Constraints, value: &Value) -> bool {
    let of_type = match value {
        Value::String(text) => text_allowed(constraints, text),
        Value::Number(number) => number.as_f64().is_none_or(|number| number_allowed(constraints, number)),
        Value::Array(items) => items_allowed(constraints, items),
        Value::Null | Value::Bool(_) | Value::Object(_) => true,
    };
    of_type && constraints.constant.as_ref().is_none_or(|constant| value.is_null() || constant == value)
}

/// Whether a text has the length, the pattern and the format.
pub(super) fn text_allowed(constraints: &Constraints, text: &str) -> bool {
    let length = text.chars().count() as u64;
    constraints.min_length.is_none_or(|min| length >= min)
        && constraints.max_length.is_none_or(|max| length <= max)
        && constraints.format.as_deref().is_none_or(|format| is_of_format(format, text))
        && constraints
            .pattern
            .as_deref()
            .and_then(|pattern| RegexBuilder::new(pattern).size_limit(MAX_PATTERN).build().ok())
            .is_none_or(|re| re.is_match(text))
}

/// The formats that JSON Schema names, as far as a mistake shows at a glance.
fn is_of_format(format: &str, text: &str) -> bool {
    match format {
        "uuid" => is_uuid(text),
        "uri" | "url" | "iri" => text.split_once(':').is_some_and(|(scheme, rest)| {
            let rest_is_text = !rest.is_empty() && !text.contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`']);
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && rest_is_text
        }),
        "email" | "idn-email" => {
            text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        }
        "hostname" => !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.'),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "date" => text::is_date(text),
        "date-time" => text::is_date_time(text),
        "time" => text.len() > 8 && text.starts_with(|c: char| c.is_ascii_digit()),
        "duration" => text.len() > 2 && text.starts_with('P'),
        _ => true,
    }
}

/// RFC 9562, section 4.
fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_hexdigit()))
}

fn number_allowed(constraints: &Constraints, number: f64) -> bool {
    let holds = |bound: &Option<String>, holds: fn(f64, f64) -> bool| {
        bound.as_ref().and_then(|text| text.parse::<f64>().ok()).is_none_or(|bound| holds(number, bound))
    };
    holds(&constraints.minimum, |number, bound| number >= bound)
        && holds(&constraints.maximum, |number, bound| number <= bound)
        && holds(&constraints.exclusive_minimum, |number, bound| number > bound)
        && holds(&constraints.exclusive_maximum, |number, bound| number < bound)
        && holds(&constraints.multiple_of, |number, step| {
            step <= 0.0 || ((number / step) - (number / step).round()).abs() < 1e-9
        })
}

fn items_allowed(constraints: &Constraints, items: &[Value]) -> bool {
    let count = items.len() as u64;
    constraints.min_items.is_none_or(|min| count >= min)
        && constraints.max_items.is_none_or(|max| count <= max)
        && (!constraints.unique_items
            || items.iter().enumerate().all(|(at, item)| !items.iter().take(at).any(|of| of == item)))
        && constraints.elements.as_ref().is_none_or(|elements| items.iter().all(|item| allowed(elements, item)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_are_looked_at() {
        for (format, good, bad) in [
            ("uuid", "7d4f3e6a-1f0b-4c59-9f3e-2f6a6d1b8c10", "4f4e4e1-c824-4d63-b37a-d8d698862f1d"),
            ("uri", "https://example.com/a?b=c", "example.com"),
            ("email", "ada@example.com", "ada"),
            ("ipv4", "192.0.2.1", "192.0.2.256"),
            ("date", "2024-01-15", "15.1.2024"),
            ("of-our-own", "x", ""),
        ] {
            let constraints =
                Constraints { format: Some(format.to_owned()), min_length: Some(1), ..Constraints::default() };
            assert!(allowed(&constraints, &json!(good)), "{format} {good}");
            assert!(!allowed(&constraints, &json!(bad)), "{format} {bad}");
        }
    }

    #[test]
    fn bounds_and_patterns_are_held() {
        let bounds = Constraints {
            minimum: Some("1".to_owned()),
            exclusive_maximum: Some("10".to_owned()),
            multiple_of: Some("0.5".to_owned()),
            ..Constraints::default()
        };
        let holds = |value: Value| allowed(&bounds, &value);
        assert!(holds(json!(1)) && holds(json!(9.5)) && !holds(json!(10)) && !holds(json!(0)) && !holds(json!(1.2)));
        let vast = Constraints { pattern: Some("^(.{1,2097152}){2}$".to_owned()), ..Constraints::default() };
        assert!(allowed(&vast, &json!("")), "what is too large to be built forbids nothing");
        let items = Constraints {
            min_items: Some(2),
            unique_items: true,
            elements: Some(Box::new(Constraints { pattern: Some("^[a-c]$".to_owned()), ..Constraints::default() })),
            ..Constraints::default()
        };
        let holds = |value: Value| allowed(&items, &value);
        assert!(
            holds(json!(["a", "b"])) && !holds(json!(["a"])) && !holds(json!(["a", "a"])) && !holds(json!(["a", "d"]))
        );
    }
}
