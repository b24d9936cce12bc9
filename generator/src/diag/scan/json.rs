//! Walks a JSON text (RFC 8259).
//!
//! Input: a text that is valid, as `serde_json` says. Output: the visitor's calls.
//! Not here: judging the text.
//!
//! `saphyr-parser` reads JSON too, but keeps every token of it until the last: 218 MB for a description of 13 MB.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::{Event, Scalar, Visitor};
use crate::diag::Position;

/// Whether a text is a mapping or list of JSON.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

pub(super) fn walk(text: &str, visitor: &mut dyn Visitor) {
    visitor.start();
    let mut place = Place { line: 1, column: 1 };
    let mut rest = text;
    loop {
        let token = place.pass_between(rest);
        let Some(first) = token.bytes().next() else { return };
        let (event, length) = match first {
            b'{' => (Event::Mapping, 1),
            b'[' => (Event::List, 1),
            b'}' | b']' => (Event::Close, 1),
            b'"' => {
                let length = string_length(token);
                (scalar(string(token.get(..length).unwrap_or_default())), length)
            }
            _ => {
                let is_end = |byte| matches!(byte, b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
                let end = token.bytes().position(is_end).unwrap_or(token.len());
                (scalar(Cow::Borrowed(token.get(..end).unwrap_or_default())), end)
            }
        };
        let (line, column) = (place.line, place.column);
        let (text, after) = token.split_at_checked(length).unwrap_or((token, ""));
        place.column += text.chars().count();
        // A mapping or list has no extent: it may be long.
        let end_column = if matches!(event, Event::Scalar(_)) { place.column } else { column };
        if !visitor.event(event, Position { line, column, end_column }) {
            return;
        }
        rest = after;
    }
}

fn scalar(text: Cow<'_, str>) -> Event<'_> {
    Event::Scalar(Scalar { text, block: false })
}

/// How long a string is, with its quotes.
fn string_length(token: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in token.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    token.len()
}

/// What a string says.
fn string(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(quoted);
    if inner.contains('\\') {
        serde_json::from_str(quoted).map_or(Cow::Borrowed(inner), Cow::Owned)
    } else {
        Cow::Borrowed(inner)
    }
}

/// Where the walk is, in characters from 1.
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    /// Passes what stands between tokens, and gives what follows. Lines end nowhere else.
    fn pass_between<'t>(&mut self, text: &'t str) -> &'t str {
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'\n' => (self.line, self.column) = (self.line + 1, 1),
                b' ' | b'\t' | b'\r' | b',' | b':' => self.column += 1,
                _ => return text.get(at..).unwrap_or_default(),
            }
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::scan::yaml;

    #[derive(Default)]
    struct Record(Vec<(String, usize, usize)>);

    impl Visitor for Record {
        fn start(&mut self) {
            self.0.clear();
        }

        fn event(&mut self, event: Event<'_>, position: Position) -> bool {
            let text = match &event {
                Event::Scalar(scalar) => scalar.text.to_string(),
                other => format!("{other:?}"),
            };
            self.0.push((text, position.line, position.column));
            true
        }
    }

    #[test]
    fn the_same_events_as_by_yaml() {
        let text =
            "{\"a\": [1, -2.5e3, true, null, \"x,y: }\"],\r\n  \"ü\\\"q\": {}, \"\": [[ ]], \"n\\u0041\" :\n\"é\" }\n";
        assert!(is_json(text));
        let (mut by_json, mut by_yaml) = (Record::default(), Record::default());
        walk(text, &mut by_json);
        yaml::walk(text, &mut by_yaml);
        assert_eq!(by_json.0, by_yaml.0);
        assert_eq!(by_json.0.len(), 20);
    }

    #[test]
    fn what_only_json_allows() {
        let mut record = Record::default();
        walk("{\n\t\"\\ud83d\\ude00\":\t1}", &mut record);
        let expected = [("Mapping", 1, 1), ("😀", 2, 2), ("1", 2, 18), ("Close", 2, 19)];
        assert_eq!(record.0, expected.map(|(text, line, column)| (text.to_owned(), line, column)));
    }

    #[test]
    fn yaml_is_not_taken_for_it() {
        assert!(!is_json("{a: 1}"));
        assert!(!is_json("a: 1"));
        assert!(!is_json("\"a\""));
    }
}
