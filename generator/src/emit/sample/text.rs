//! Sample texts: by format, by pattern, by length.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::allowed::text_allowed;
use crate::ir::Constraints;

/// The longest text that is made, where a description asks for a longer one.
const MAX_LENGTH: u64 = 4096;

/// A text that satisfies what is said of it, as far as that is understood; `name` where nothing is said.
pub(super) fn text(constraints: &Constraints, name: &str) -> String {
    let by_pattern = || {
        let hir = regex_syntax::parse(constraints.pattern.as_deref()?).ok()?;
        // As short as it may be, unless it has to be longer.
        let least = constraints.min_length.unwrap_or(1).clamp(1, MAX_LENGTH);
        let mut texts = [1, 2, least].into_iter().map(|least| of_pattern(&hir, u32::try_from(least).unwrap_or(1)));
        texts.find(|text| text_allowed(constraints, text))
    };
    let known = constraints.format.as_deref().and_then(by_format).map(ToOwned::to_owned);
    let own = |text: &String| text_allowed(constraints, text);
    let mut text = by_pattern().or(known.filter(own)).unwrap_or_else(|| name.to_owned());
    if own(&text) {
        return text;
    }
    let length = |text: &str| text.chars().count() as u64;
    while constraints.min_length.is_some_and(|min| length(&text) < min.min(MAX_LENGTH)) {
        text.push('x');
    }
    if let Some(max) = constraints.max_length.filter(|max| length(&text) > *max) {
        text = text.chars().take(usize::try_from(max).unwrap_or(usize::MAX)).collect();
    }
    text
}

/// A text of a format whose type only the configuration knows; its own example goes before what is made of its name.
pub(super) fn of_format(format: &str, constraints: &Constraints, name: &str) -> String {
    written(format).map_or_else(|| text(constraints, name), ToOwned::to_owned)
}

/// Whether a type for this format surely reads a text and writes it again as it is.
pub(super) fn is_of_format(format: &str, text: &str) -> bool {
    written(format).is_none_or(|known| known == text)
}

/// A text of a format as its own types write it.
fn written(format: &str) -> Option<&'static str> {
    match format {
        "uri" | "url" => Some("https://example.com/"),
        format => by_format(format),
    }
}

fn by_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "7d4f3e6a-1f0b-4c59-9f3e-2f6a6d1b8c10",
        "uri" | "url" | "iri" => "https://example.com",
        "uri-reference" | "iri-reference" => "/example",
        "email" | "idn-email" => "ada@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "decimal" => "1.5",
        "time" => "10:00:00Z",
        "duration" => "PT1H",
        "date-time" => "2024-01-15T10:00:00Z",
        "date" => "2024-01-15",
        _ => return None,
    })
}

/// A simple text that a pattern matches: the first of every choice, and of every repetition at least this many, if it
/// may be.
fn of_pattern(hir: &Hir, least: u32) -> String {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => of_class(class).to_string(),
        HirKind::Repetition(repetition) => {
            let times = repetition.min.max(least.min(repetition.max.unwrap_or(u32::MAX))).min(4096);
            of_pattern(&repetition.sub, least.min(2)).repeat(usize::try_from(times).unwrap_or(1))
        }
        HirKind::Capture(capture) => of_pattern(&capture.sub, least),
        HirKind::Concat(parts) => parts.iter().map(|part| of_pattern(part, least)).collect(),
        HirKind::Alternation(choices) => choices.first().map(|choice| of_pattern(choice, least)).unwrap_or_default(),
    }
}

/// A character of a class, one that reads well where there is one.
fn of_class(class: &Class) -> char {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect(),
    };
    ['a', '1', 'A', '-']
        .into_iter()
        .find(|c| ranges.iter().any(|(start, end)| start <= c && c <= end))
        .or_else(|| ranges.first().map(|(start, _)| *start))
        .unwrap_or('x')
}

/// Whether a text is an RFC 3339 date-time in the form in which the SDK writes it again.
pub(super) fn is_date_time(text: &str) -> bool {
    let shape = "0000-00-00T00:00:00Z";
    shaped(text, shape) && is_date(text.get(..10).unwrap_or_default())
}

/// Whether a text is an RFC 3339 full-date that every calendar has.
pub(super) fn is_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    shaped(text, "0000-00-00")
        && part(5..7).is_some_and(|month| (1..=12).contains(&month))
        && part(8..10).is_some_and(|day| (1..=28).contains(&day))
}

fn shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.chars().zip(shape.chars()).all(|(c, shape)| if shape == '0' { c.is_ascii_digit() } else { c == shape })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, expected) in [
            (r"^\d{4}-\d{2}-\d{2}$", "1111-11-11"),
            (r"^[A-Z]{3}$", "AAA"),
            (r"^(http|https)://.+$", "http://a"),
            (r"^usr_[a-f0-9]{4}$", "usr_aaaa"),
        ] {
            let constraints = Constraints { pattern: Some(pattern.to_owned()), ..Constraints::default() };
            assert_eq!(text(&constraints, "name"), expected);
        }
        let pattern = Some("^[a-z]+-[0-9]*$".to_owned());
        let constraints = Constraints { pattern, min_length: Some(4), max_length: Some(6), ..Constraints::default() };
        assert_eq!(text(&constraints, "name"), "aa-11");
    }

    #[test]
    fn lengths() {
        let constraints = Constraints { min_length: Some(6), ..Constraints::default() };
        assert_eq!(text(&constraints, "name"), "namexx");
        let constraints = Constraints { max_length: Some(2), ..Constraints::default() };
        assert_eq!(text(&constraints, "name"), "na");
    }
}
