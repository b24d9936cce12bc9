//! What a value must satisfy, in words.
//!
//! Input: the constraints of a field or parameter, and its type. Output: a line of documentation.
//! Not here: checking them (`validate`).

use super::docs::code;
use serde_json::Value;

use crate::ir::{Constraints, Type, Untyped};

/// The sentences on a value of a type; nothing where it may be any.
pub(super) fn text(ty: &Type, constraints: &Constraints, default: Option<&serde_json::Value>) -> Option<String> {
    let mut parts = parts(Some(ty), constraints);
    if let Type::Any(Untyped::Lost(reason) | Untyped::Declared(reason)) = ty {
        parts.insert(0, format!("Any JSON: {reason}"));
    }
    parts.extend(default.map(|value| format!("Default: {}", code(&value.to_string()))));
    let sentences: Vec<String> = parts.into_iter().map(|part| format!("{part}.")).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// How long an assertion is written out, in characters.
const SHORT: usize = 160;

/// The sentences on what is asserted of a value beside its type; nothing where that is nothing.
pub(super) fn asserted(assertions: &[(String, Value)]) -> Option<String> {
    let of = |keyword: &str| assertions.iter().find(|(other, _)| other == keyword).map(|(_, value)| value);
    let count = |keyword: &str| of(keyword).and_then(Value::as_u64);
    let mut sentences: Vec<String> = Vec::new();
    let properties = range(count("minProperties"), count("maxProperties"), "property");
    sentences.extend(properties.map(|text| format!("{}.", text.replace("propertys", "properties"))));
    let text = |keyword: &str| of(keyword).and_then(Value::as_str).map(code);
    sentences.extend(text("contentEncoding").map(|encoding| format!("Encoded as {encoding}.")));
    sentences.extend(text("contentMediaType").map(|media| format!("Holds {media}.")));
    let own = ["minProperties", "maxProperties", "contentEncoding", "contentMediaType"];
    let others: Vec<_> = assertions.iter().filter(|(keyword, _)| !own.contains(&keyword.as_str())).collect();
    if !others.is_empty() {
        let shown =
            others.iter().map(|(keyword, value)| format!("\"{keyword}\": {value}")).collect::<Vec<_>>().join(", ");
        let keywords: Vec<String> = others.iter().map(|(keyword, _)| code(keyword)).collect();
        sentences.push(if shown.chars().count() <= SHORT {
            format!("More is asserted than the type shows: {}.", code(&shown))
        } else {
            format!("More is asserted than the type shows, by {}.", keywords.join(", "))
        });
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn parts(ty: Option<&Type>, constraints: &Constraints) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(range(constraints.min_length, constraints.max_length, "character"));
    let bounds = [
        ("At least", &constraints.minimum),
        ("More than", &constraints.exclusive_minimum),
        ("At most", &constraints.maximum),
        ("Less than", &constraints.exclusive_maximum),
        ("A multiple of", &constraints.multiple_of),
    ];
    for (words, bound) in bounds {
        let told = bound.as_deref().filter(|bound| !is_of_the_type(ty, bound));
        parts.extend(told.map(|bound| format!("{words} {}", number(bound))));
    }
    if !matches!(ty, Some(Type::Tuple(_))) {
        parts.extend(range(constraints.min_items, constraints.max_items, "element"));
    }
    if constraints.unique_items {
        parts.push("No element twice".to_owned());
    }
    parts.extend(constraints.format.as_deref().map(|format| format!("Format: {}", code(format))));
    parts.extend(constraints.pattern.as_deref().map(|pattern| format!("Pattern: {}", code(pattern))));
    parts.extend(constraints.constant.as_ref().map(|value| format!("Always {}", code(&value.to_string()))));
    let inner = match ty {
        Some(Type::Array(inner)) => Some(&**inner),
        _ => None,
    };
    let each = constraints.elements.as_deref().map(|elements| self::parts(inner, elements)).unwrap_or_default();
    if !each.is_empty() {
        let each: Vec<String> = each.iter().map(|part| in_a_sentence(part)).collect();
        parts.push(format!("Each element: {}", each.join(", ")));
    }
    parts
}

fn range(min: Option<u64>, max: Option<u64>, unit: &str) -> Option<String> {
    let counted = |count: u64| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{} {unit}{plural}", number(&count.to_string()))
    };
    Some(match (min.filter(|min| *min > 0), max) {
        (Some(min), Some(max)) if min == max => format!("Exactly {}", counted(min)),
        (Some(min), Some(max)) => format!("From {} to {}", number(&min.to_string()), counted(max)),
        (Some(min), None) => format!("At least {}", counted(min)),
        (None, Some(max)) => format!("At most {}", counted(max)),
        (None, None) => return None,
    })
}

/// The first letter small.
fn in_a_sentence(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// A number with its thousands apart, where it is whole and long.
fn number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}")
}

/// Whether a bound says no more than the Rust type does. Generators of descriptions like to write them out.
fn is_of_the_type(ty: Option<&Type>, bound: &str) -> bool {
    match ty {
        Some(Type::Number) => bound.parse::<f64>().is_ok_and(|bound| bound.abs() >= f64::from(f32::MAX)),
        Some(Type::Integer(kind) | Type::Quoted(kind)) => {
            let (least, most) = kind.range();
            let is_end = |bound: f64| [least, most].iter().any(|end| *end != 0.0 && bound.total_cmp(end).is_eq());
            bound.parse().is_ok_and(is_end)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::IntegerKind;

    fn of(ty: &Type, constraints: &Constraints) -> String {
        text(ty, constraints, None).unwrap_or_default()
    }

    #[test]
    fn bounds_are_sentences() {
        let length = Constraints { min_length: Some(0), max_length: Some(120_000), ..Constraints::default() };
        assert_eq!(of(&Type::String, &length), "At most 120,000 characters.");
        let exact = Constraints { min_items: Some(1), max_items: Some(1), ..Constraints::default() };
        assert_eq!(of(&Type::Array(Box::new(Type::Bool)), &exact), "Exactly 1 element.");
        let default = serde_json::json!(5);
        assert_eq!(text(&Type::Number, &Constraints::default(), Some(&default)).as_deref(), Some("Default: `5`."));
        assert_eq!(text(&Type::Number, &Constraints::default(), None), None);
    }

    #[test]
    fn what_the_type_says_is_not_said_again() {
        let bounds = |min: &str, max: &str| Constraints {
            minimum: Some(min.to_owned()),
            maximum: Some(max.to_owned()),
            ..Constraints::default()
        };
        let long = Type::Integer(IntegerKind::I64);
        assert_eq!(of(&long, &bounds("-9223372036854775808", "9223372036854775807")), "");
        assert_eq!(of(&long, &bounds("1", "9.223372036854776e18")), "At least 1.");
        assert_eq!(of(&Type::Integer(IntegerKind::I32), &bounds("-5", "2147483647")), "At least -5.");
        assert_eq!(of(&Type::Integer(IntegerKind::U32), &bounds("0", "60000")), "At least 0. At most 60,000.");
        assert_eq!(of(&Type::Number, &bounds("-1.7976931348623157e308", "0.5")), "At most 0.5.");
    }

    #[test]
    fn what_gives_no_type_is_stated() {
        let asserted = |text: &str| {
            let map: serde_json::Map<String, Value> = serde_json::from_str(text).expect("JSON");
            asserted(&map.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(asserted("{}"), None);
        assert_eq!(asserted(r#"{"minProperties": 2}"#).as_deref(), Some("At least 2 properties."));
        assert_eq!(asserted(r#"{"maxProperties": 1}"#).as_deref(), Some("At most 1 property."));
        assert_eq!(
            asserted(r#"{"contentEncoding": "base32", "contentMediaType": "image/png"}"#).as_deref(),
            Some("Encoded as `base32`. Holds `image/png`.")
        );
        assert_eq!(
            asserted(r#"{"not": {"required": ["a"]}}"#).as_deref(),
            Some("More is asserted than the type shows: `\"not\": {\"required\":[\"a\"]}`.")
        );
        let long = format!(r#"{{"if": {{"title": "{}"}}, "then": true}}"#, "x".repeat(200));
        assert_eq!(asserted(&long).as_deref(), Some("More is asserted than the type shows, by `if`, `then`."));
    }

    #[test]
    fn elements_have_their_own() {
        let inner = Constraints { max_length: Some(3), pattern: Some("^a".to_owned()), ..Constraints::default() };
        let list = Constraints { max_items: Some(2), elements: Some(Box::new(inner)), ..Constraints::default() };
        let ty = Type::Array(Box::new(Type::String));
        assert_eq!(of(&ty, &list), "At most 2 elements. Each element: at most 3 characters, pattern: `^a`.");
    }
}
