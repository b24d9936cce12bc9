//! YAML to a tree, with `serde_yaml`.
//!
//! Input: a text. Output: a [`Value`], or a [`Failure`] at a line and column.
//! Not here: which file it is, and how the failure is worded for people (`parse`).

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::noticed::Noticed;
use super::parse::{Failure, FailureKind};
use super::size::MAX_VALUES;
use super::tree::{MERGE, TOO_MANY, TreeReader};

/// Parses the one document of a YAML text; with it, what there is to say of it. `None` for an empty text.
pub(super) fn parse(text: &str) -> Result<(Option<Value>, Noticed), Failure> {
    if let Some((line, column)) = too_deep(text) {
        return Err(Failure { kind: FailureKind::TooDeep, message: String::new(), line, column });
    }
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
    Ok((tree, reader.noticed.get()))
}

/// How deep `serde_yaml` reads.
const MAX_DEPTH: usize = 128;

/// Where brackets within brackets go deeper than can be read. `serde_yaml` finds this only when it has read them all, in
/// time that is the square of their number.
fn too_deep(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    let end = text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // The parser looks ahead, and knows no more than 255 levels of these.
        depth > MAX_DEPTH + 100
    })?;
    // Brackets in texts were counted too, so the parser has the last word.
    let mut depth = 0_usize;
    let events = Parser::new_from_str(text.get(..end)?).map_while(Result::ok);
    let mut starts = events.filter_map(|(event, span)| {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth > MAX_DEPTH).then_some(span.start)
    });
    starts.next().map(|start| (start.line(), start.col() + 1))
}

fn failure(text: &str, error: &serde_yaml::Error) -> Failure {
    let (mut line, mut column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let full = error.to_string();
    let mut message = without_places(&full);
    let tab = text
        .lines()
        .nth(line - 1)
        .is_some_and(|line| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t'));
    let kind = if message.contains(MERGE) {
        FailureKind::MergeKey
    } else if message.contains("recursion limit") {
        match alias_of_itself(text) {
            Some(alias) => {
                (line, column, message) = alias;
                FailureKind::AliasOfItself
            }
            None => FailureKind::TooDeep,
        }
    } else if ["map", "sequence"].iter().any(|kind| message == format!("invalid type: {kind}, expected a string")) {
        // Values may be anything, so this can only be a key.
        FailureKind::Key
    } else if message == "unknown anchor" {
        FailureKind::Anchor
    } else if message.contains(TOO_MANY) || message.contains("repetition limit") {
        if let Some(place) = alias_of_too_much(text) {
            (line, column) = place;
        }
        if message.contains(TOO_MANY) { FailureKind::TooLarge } else { FailureKind::Repeated }
    } else if let Some(control) = message.contains("control characters").then(|| control(text)).flatten() {
        (line, column, message) = control;
        FailureKind::Control
    } else if tab {
        FailureKind::Tab
    } else {
        FailureKind::Syntax
    };
    Failure { kind, message, line, column }
}

/// The first character that YAML does not allow (YAML 1.2, section 5.1): its place, and its number.
fn control(text: &str) -> Option<(usize, usize, String)> {
    let is_allowed = |c: char| match c {
        '\t' | '\r' | '\u{85}' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    let mut lines = text.split('\n').enumerate();
    lines.find_map(|(index, line)| {
        let (column, c) = line.chars().enumerate().find(|(_, c)| !is_allowed(*c))?;
        Some((index + 1, column + 1, format!("U+{:04X}", u32::from(c))))
    })
}

/// The first alias that stands inside the value that it repeats: its place, and how it is written.
fn alias_of_itself(text: &str) -> Option<(usize, usize, String)> {
    let mut open = Vec::new();
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => open.push(anchor),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
            }
            Event::Alias(anchor) if open.contains(&anchor) => {
                let (line, column) = (span.start.line(), span.start.col() + 1);
                let rest: String = text.lines().nth(line - 1)?.chars().skip(column - 1).collect();
                let end = rest.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(rest.len());
                return Some((line, column, rest.get(..end)?.to_owned()));
            }
            _ => {}
        }
    }
    None
}

/// The alias with which a text holds more values than can be read, or the one that repeats most.
fn alias_of_too_much(text: &str) -> Option<(usize, usize)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut values = 0_usize;
    let mut largest: Option<(usize, (usize, usize))> = None;
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                open.push((anchor, values));
                values += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let (anchor, before) = open.pop()?;
                sizes.insert(anchor, values - before);
            }
            Event::Scalar(..) => values += 1,
            Event::Alias(anchor) => {
                let repeated = sizes.get(&anchor).copied().unwrap_or(1);
                let place = (span.start.line(), span.start.col() + 1);
                values = values.saturating_add(repeated);
                if values > MAX_VALUES {
                    return Some(place);
                }
                if largest.is_none_or(|(most, _)| repeated > most) {
                    largest = Some((repeated, place));
                }
            }
            _ => {}
        }
    }
    largest.map(|(_, place)| place)
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
