//! JSON to a tree, with `serde_json`.
//!
//! Input: a text. Output: a [`Value`], or a [`Failure`] at a line and column.
//! Not here: which file it is, and how the failure is worded for people (`parse`).

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::noticed::Noticed;
use super::parse::{Failure, FailureKind};
use super::tree::{TOO_MANY, TreeReader};

/// Parses a JSON text; with it, what there is to say of it. A number that no 64 bits hold is null, and half a character
/// is the one that stands for what cannot be read: neither is worth the whole text.
pub(super) fn parse(text: &str) -> Result<(Value, Noticed), Failure> {
    match strictly(text, Noticed::default()) {
        Err(failure) if failure.kind == FailureKind::Number || failure.message.contains("hex escape") => {
            let (mended, noticed) = mended(text);
            strictly(&mended, noticed)
        }
        result => result,
    }
}

fn strictly(text: &str, noticed: Noticed) -> Result<(Value, Noticed), Failure> {
    let reader = TreeReader::default();
    reader.noticed.set(noticed);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = (&reader).deserialize(&mut deserializer).and_then(|tree| deserializer.end().map(|()| tree));
    tree.map(|tree| (tree, reader.noticed.get())).map_err(|error| failure(&error))
}

/// A text of the same length without numbers that are too large and without escapes of half a character
/// (RFC 8259, sections 6 and 7).
fn mended(text: &str) -> (String, Noticed) {
    let mut out = text.as_bytes().to_vec();
    let mut noticed = Noticed::default();
    let mut in_text = false;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let mut next = at + 1;
        match byte {
            b'"' => in_text = !in_text,
            b'\\' if in_text => {
                next = at + 2;
                match (surrogate(text, at), surrogate(text, at + 6)) {
                    (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => next = at + 12,
                    (Some(_), _) => {
                        put(&mut out, at, b"\\ufffd");
                        noticed.half_character = noticed.half_character.or(Some(at));
                        next = at + 6;
                    }
                    (None, _) => {}
                }
            }
            b'-' | b'0'..=b'9' if !in_text => {
                let rest = text.get(at..).unwrap_or_default();
                let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.eE".contains(c));
                let number = rest.get(..rest.len() - number.len()).unwrap_or_default();
                if number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    // Any number of digits: more than the width of a format may be.
                    let mut null = b"null".to_vec();
                    null.resize(number.len(), b' ');
                    put(&mut out, at, &null);
                    noticed.infinite_numbers = true;
                }
                next = at + number.len().max(1);
            }
            _ => {}
        }
        at = next;
    }
    (String::from_utf8(out).unwrap_or_else(|_| text.to_owned()), noticed)
}

fn put(out: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = out.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// The half of a character that an escape at a place stands for.
fn surrogate(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|unit| (0xD800..=0xDFFF).contains(unit))
}

fn failure(error: &serde_json::Error) -> Failure {
    let full = error.to_string();
    let message = full.rfind(" at line ").and_then(|at| full.get(..at)).unwrap_or(&full).to_owned();
    let kind = if message.contains("recursion limit") {
        FailureKind::TooDeep
    } else if message.contains(TOO_MANY) {
        FailureKind::TooLarge
    } else if message.contains("number out of range") {
        FailureKind::Number
    } else {
        FailureKind::Syntax
    };
    Failure { kind, message, line: error.line().max(1), column: error.column().max(1) }
}
