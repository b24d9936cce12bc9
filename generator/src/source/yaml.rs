//! YAML to a tree, with `serde_yaml`.
//!
//! Input: a text. Output: a [`Value`], or a [`Failure`] at a line and column.
//! Not here: which file it is, and how the failure is worded for people (`parse`).

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::parse::{Failure, FailureKind};
use super::tree::{MERGE, TOO_MANY, TreeReader};

/// Parses the one document of a YAML text; with it, whether some key stands twice in a mapping. `None` for an empty
/// text.
pub(super) fn parse(text: &str) -> Result<(Option<Value>, bool), Failure> {
    let reader = TreeReader { merges: true, ..TreeReader::default() };
    let mut tree = None;
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        let value = (&reader).deserialize(document).map_err(|error| failure(text, &error))?;
        match (index, value) {
            // A closing `---` opens an empty document; nothing is lost with it.
            (_, Value::Null) => {}
            (0, value) => tree = Some(value),
            (..) => {
                let (line, column) = second_document(text).unwrap_or((1, 1));
                return Err(Failure { kind: FailureKind::SeveralDocuments, message: String::new(), line, column });
            }
        }
    }
    Ok((tree, reader.has_duplicates.get()))
}

fn failure(text: &str, error: &serde_yaml::Error) -> Failure {
    let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let full = error.to_string();
    let message = without_places(&full);
    let tab = text
        .lines()
        .nth(line - 1)
        .is_some_and(|line| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t'));
    let kind = if message.contains(MERGE) {
        FailureKind::MergeKey
    } else if message.contains("recursion limit") {
        FailureKind::TooDeep
    } else if message.contains(TOO_MANY) || message.contains("repetition limit") {
        FailureKind::TooLarge
    } else if tab {
        FailureKind::Tab
    } else {
        FailureKind::Syntax
    };
    Failure { kind, message, line, column }
}

/// The message without the first place in it ("at line 4 column 17"), which is shown on its own. Another is where that
/// begins which does not end.
fn without_places(message: &str) -> String {
    let mut out = String::new();
    let mut parts = message.split(" at line ");
    out.extend(parts.next());
    for (index, part) in parts.enumerate() {
        // What follows is "4 column 17" and perhaps more.
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || " column".contains(c));
        let place = part.get(..part.len() - rest.len()).unwrap_or_default();
        if let (true, Some((line, column))) = (index > 0, place.split_once(" column ")) {
            out.push_str(&format!(" that begins at line {line}, column {}", column.trim_end()));
        }
        out.push_str(rest);
    }
    out
}

/// Where the second document starts.
fn second_document(text: &str) -> Option<(usize, usize)> {
    Parser::new_from_str(text)
        .map_while(Result::ok)
        .filter(|(event, _)| matches!(event, Event::DocumentStart(_)))
        .nth(1)
        .map(|(_, span)| (span.start.line(), span.start.col() + 1))
}
