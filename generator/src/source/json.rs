//! JSON to a tree, with `serde_json`.
//!
//! Input: a text. Output: a [`Value`], or a [`Failure`] at a line and column.
//! Not here: which file it is, and how the failure is worded for people (`parse`).

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::noticed::Noticed;
use super::parse::{Failure, FailureKind};
use super::tree::{TOO_MANY, TreeReader};

/// Parses a JSON text; with it, what there is to say of it.
pub(super) fn parse(text: &str) -> Result<(Value, Noticed), Failure> {
    let reader = TreeReader::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = (&reader).deserialize(&mut deserializer).and_then(|tree| deserializer.end().map(|()| tree));
    tree.map(|tree| (tree, reader.noticed.get())).map_err(|error| failure(&error))
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
