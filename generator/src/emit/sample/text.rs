//! Sample texts: by format, by pattern, by length.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::ir::Constraints;

/// A text that satisfies what is said of it, as far as that is understood; `name` where nothing is said.
pub(super) fn text(constraints: &Constraints, name: &str) -> String {
    let by_pattern = || regex_syntax::parse(constraints.pattern.as_deref()?).ok().map(|hir| of_pattern(&hir));
    let known = constraints.format.as_deref().and_then(by_format).map(ToOwned::to_owned);
    let mut text = by_pattern().or(known).unwrap_or_else(|| name.to_owned());
    let length = |text: &str| text.chars().count() as u64;
    while constraints.min_length.is_some_and(|min| length(&text) < min.min(4096)) {
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

/// The simplest text that a pattern matches: the first of every choice, the least of every repetition.
fn of_pattern(hir: &Hir) -> String {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => of_class(class).to_string(),
        HirKind::Repetition(repetition) => {
            let times = repetition.min.max(u32::from(repetition.max != Some(0))).min(256);
            of_pattern(&repetition.sub).repeat(usize::try_from(times).unwrap_or(1))
        }
        HirKind::Capture(capture) => of_pattern(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(of_pattern).collect(),
        HirKind::Alternation(choices) => choices.first().map(of_pattern).unwrap_or_default(),
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
    }

    #[test]
    fn lengths() {
        let constraints = Constraints { min_length: Some(6), ..Constraints::default() };
        assert_eq!(text(&constraints, "name"), "namexx");
        let constraints = Constraints { max_length: Some(2), ..Constraints::default() };
        assert_eq!(text(&constraints, "name"), "na");
    }
}
