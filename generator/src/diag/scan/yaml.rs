//! Walks a YAML text.
//!
//! Input: a text. Output: the visitor's calls.
//! Not here: JSON, beyond what YAML has of it.
//!
//! `saphyr-parser` is used because it gives a line and column for everything. What it refuses although it is right is
//! mended here, so that a place never gets lost over it.

use saphyr_parser::{Event as Parsed, Parser, ScalarStyle, Span};

use super::{Event, Scalar, Visitor};
use crate::diag::Position;

/// How far a line that starts with a closing bracket is shifted. See [`shifted`].
const SHIFT: usize = 512;

pub(super) fn walk(text: &str, visitor: &mut dyn Visitor) {
    visitor.start();
    let Err(info) = walk_shifted(text, visitor, &|_| 0) else { return };
    if info == "invalid indentation" {
        let lines: Vec<bool> = text.lines().map(starts_with_closer).collect();
        visitor.start();
        let shift = |line: usize| if lines.get(line - 1) == Some(&true) { SHIFT } else { 0 };
        // An error here is one of the text itself; the visitor keeps what it found.
        let _ = walk_shifted(&shifted(text), visitor, &shift);
    }
}

fn walk_shifted(text: &str, visitor: &mut dyn Visitor, shift: &dyn Fn(usize) -> usize) -> Result<(), String> {
    for parsed in Parser::new_from_str(text) {
        let (parsed, span) = parsed.map_err(|error| error.info().to_owned())?;
        let event = match parsed {
            Parsed::MappingStart(..) => Event::Mapping,
            Parsed::SequenceStart(..) => Event::List,
            Parsed::MappingEnd | Parsed::SequenceEnd => Event::Close,
            Parsed::Scalar(text, style, ..) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                Event::Scalar(Scalar { text, block })
            }
            Parsed::Alias(_) => Event::Alias,
            _ => continue,
        };
        if !visitor.event(event, position(span, shift(span.start.line()))) {
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
