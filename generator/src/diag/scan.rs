//! Walks a YAML or JSON text event by event, with places.
//!
//! Input: a text and a [`Visitor`]. Output: the visitor's calls.
//! Not here: trees; `source` makes them, without places.
//!
//! `saphyr-parser` is used because it gives a line and column for everything, and reads JSON too. What it refuses
//! although it is right is mended here, so that a place never gets lost over it.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, Span};

use super::Position;

/// What is told of each event.
pub(crate) trait Visitor {
    /// The text is read from its start, perhaps once more.
    fn start(&mut self);
    /// An event and its place; `false` ends the walk.
    fn event(&mut self, event: &Event<'_>, position: Position) -> bool;
}

/// How far a line that starts with a closing bracket is shifted. See [`shifted`].
const SHIFT: usize = 512;

/// Walks a text. If it breaks off at an error, the visitor has seen all that is before it.
pub(crate) fn scan(text: &str, visitor: &mut dyn Visitor) {
    let text = without_json(text.strip_prefix('\u{feff}').unwrap_or(text));
    visitor.start();
    let Err(info) = walk(&text, visitor, &|_| 0) else { return };
    if info == "invalid indentation" {
        let lines: Vec<bool> = text.lines().map(starts_with_closer).collect();
        visitor.start();
        let shift = |line: usize| if lines.get(line - 1) == Some(&true) { SHIFT } else { 0 };
        // An error here is one of the text itself; the visitor keeps what it found.
        let _ = walk(&shifted(&text), visitor, &shift);
    }
}

fn walk(text: &str, visitor: &mut dyn Visitor, shift: &dyn Fn(usize) -> usize) -> Result<(), String> {
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.info().to_owned())?;
        if !visitor.event(&event, position(span, shift(span.start.line()))) {
            break;
        }
    }
    Ok(())
}

fn position(span: Span, shift: usize) -> Position {
    let column = (span.start.col() + 1).saturating_sub(shift).max(1);
    let end = if span.end.line() == span.start.line() { (span.end.col() + 1).saturating_sub(shift) } else { column };
    Position { line: span.start.line(), column, end_column: end.max(column) }
}

/// JSON allows tabs between its tokens and surrogate pairs in its strings, YAML neither. They are replaced in such a
/// way that every character keeps its place.
fn without_json(text: &str) -> Cow<'_, str> {
    let json = text.trim_start().starts_with(['{', '[']);
    if !json || !(text.contains('\t') || text.contains("\\ud") || text.contains("\\uD")) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out.push(' '),
            '\\' => {
                out.push(c);
                let Some(escaped) = chars.next() else { break };
                out.push(escaped);
                if escaped == 'u' && chars.as_str().starts_with(['d', 'D']) {
                    chars.next();
                    out.push('0');
                }
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn starts_with_closer(line: &str) -> bool {
    line.trim_start().starts_with([']', '}'])
}

/// `saphyr-parser` 0.3.4 wants a closing bracket indented like block content, which YAML does not
/// (github.com/saphyr-rs/saphyr, pull request 108). Lines that start with one are moved to the right.
fn shifted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if starts_with_closer(line) {
            out.extend(std::iter::repeat_n(' ', SHIFT));
        }
        out.push_str(line);
    }
    out
}
