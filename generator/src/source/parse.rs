//! Bytes to a file: encoding, format, tree.
//!
//! Input: a name and bytes. Output: a [`SourceFile`], or a diagnostic that says what to mend.
//! Not here: reading files (`load`), what the tree means.
//!
//! Decided here: a byte order mark is skipped; line ends may be CRLF; UTF-16 and UTF-32 are read, any other encoding than UTF-8
//! is refused; a name ending in
//! `.json` is JSON, `.yaml` or `.yml` YAML, `.md` and `.txt` plain text, any other is JSON if it starts with `{`.

use std::sync::Arc;

use serde_json::Value;

use super::noticed::{self, Noticed};
use super::size::{MAX_FILE_BYTES, MAX_VALUES};
use super::syntax::{conflict, in_words};
use super::{Format, Index, SourceFile, json, yaml};
use crate::diag::{Code, Diagnostic, Fatal, Pointer, Position, Site, locate};

/// Why a text is no tree, from either parser.
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    pub(super) message: String,
    /// From 1.
    pub(super) line: usize,
    /// From 1.
    pub(super) column: usize,
}

/// What sort of failure it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    Syntax,
    MergeKey,
    TooDeep,
    TooLarge,
    /// Aliases that stand for a hundred times the file.
    Repeated,
    Tab,
    SeveralDocuments,
    /// A key that is no text.
    Key,
    /// An alias whose anchor is not there.
    Anchor,
    /// An alias inside the value that it repeats; the message is how it is written.
    AliasOfItself,
    /// A number that no 64 bits can hold.
    Number,
    /// A character that YAML does not allow; the message is its number.
    Control,
}

/// Parses one file.
///
/// # Errors
/// When the bytes are not UTF-8, or neither YAML nor JSON, or break one of the rules above. A syntax error carries
/// its line and column; the text to show beside it comes with it.
pub fn parse(name: &Arc<str>, bytes: Vec<u8>) -> Result<SourceFile, (Fatal, Option<Arc<str>>)> {
    let site = Site::new(name, Pointer::root());
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let message = format!("`{name}` is longer than {} MiB", MAX_FILE_BYTES / 1024 / 1024);
        return Err((Box::new(Diagnostic::new(Code::TooLarge, message).at(&site)), None));
    }
    let text = match decode(bytes) {
        Ok(text) => text,
        Err((encoding, offset)) => {
            let message = format!("`{name}` is not {encoding} text: the byte at offset {offset} cannot be");
            let diagnostic = Diagnostic::new(Code::NotUtf8, message).at(&site).help("save the file as UTF-8");
            return Err((Box::new(diagnostic), None));
        }
    };
    let text: Arc<str> = as_lines(&text).into();
    let format = format_of(name, &text);
    let parsed = match format {
        Format::Text => Ok((Some(Value::String(text.to_string())), Noticed::default())),
        Format::Json if text.trim().is_empty() => Ok((None, Noticed::default())),
        Format::Json => json::parse(&text).map(|(tree, noticed)| (Some(tree), noticed)),
        Format::Yaml => yaml::parse(&text),
    };
    match parsed {
        Ok((Some(mut tree), noticed)) => {
            keep_version_texts(&text, &mut tree);
            let findings = noticed::places(noticed, &text, &site);
            Ok(SourceFile { name: Arc::clone(name), text, tree, format, findings, index: Index::default() })
        }
        Ok((None, _)) => {
            let diagnostic = Diagnostic::new(Code::EmptyDocument, format!("`{name}` is empty")).at(&site);
            Err((Box::new(diagnostic), None))
        }
        Err(mut failure) => {
            within(&mut failure, &text);
            Err((Box::new(explain(&failure, format, &text, &site)), Some(text)))
        }
    }
}

/// The text of a file as it is read, so that places in it are those that were found; nothing where it is none.
#[must_use]
pub fn text_of(bytes: Vec<u8>) -> Option<String> {
    decode(bytes).ok().map(|text| as_lines(&text))
}

/// A text without a byte order mark, whose lines end in a line feed where they ended in a carriage return alone.
fn as_lines(text: &str) -> String {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    if rest.contains('\r') && !rest.contains('\n') { rest.replace('\r', "\n") } else { rest.to_owned() }
}

/// A text that ends too early is wrong at its last character, not after it, where there is nothing to show.
fn within(failure: &mut Failure, text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let is_blank = |line: &&str| line.trim().is_empty();
    if lines.get(failure.line - 1..).is_some_and(|rest| !rest.iter().all(is_blank)) {
        return;
    }
    if let Some((index, line)) = lines.iter().enumerate().rfind(|(_, line)| !is_blank(line)) {
        (failure.line, failure.column) = (index + 1, line.trim_end().chars().count().max(1));
    }
}

/// The text of a file: UTF-8, UTF-16 or UTF-32 as YAML 1.2 (section 5.2) tells it by the first bytes. Else the encoding
/// and the offset of the first byte that is wrong.
fn decode(bytes: Vec<u8>) -> Result<String, (&'static str, usize)> {
    let (little, marked) = match bytes.as_slice() {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, _, ..] => return decode_utf32(&bytes, u32::from_be_bytes),
        [0xFF, 0xFE, 0, 0, ..] | [_, 0, 0, 0, ..] => return decode_utf32(&bytes, u32::from_le_bytes),
        [0xFF, 0xFE, ..] => (true, true),
        [0xFE, 0xFF, ..] => (false, true),
        // Without a mark: the first character of a description is an ASCII one.
        [0, second, ..] if *second != 0 => (false, false),
        [first, 0, ..] if *first != 0 => (true, false),
        _ => return String::from_utf8(bytes).map_err(|error| ("UTF-8", error.utf8_error().valid_up_to())),
    };
    let start = if marked { 2 } else { 0 };
    let units = bytes.get(start..).unwrap_or_default().chunks(2).map(|pair| match (pair, little) {
        ([low, high], true) | ([high, low], false) => u16::from_be_bytes([*high, *low]),
        // An odd byte at the end: no unit of any text.
        _ => 0xD800,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = start;
    for unit in char::decode_utf16(units) {
        let Ok(c) = unit else { return Err(("UTF-16", offset)) };
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    Ok(text)
}

/// The same of four bytes for each character. The byte order mark is a character like any other.
fn decode_utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> Result<String, (&'static str, usize)> {
    let mut text = String::with_capacity(bytes.len() / 4);
    for (index, unit) in bytes.chunks(4).enumerate() {
        let c = <[u8; 4]>::try_from(unit).ok().and_then(|unit| char::from_u32(read(unit)));
        text.push(c.ok_or(("UTF-32", 4 * index))?);
    }
    Ok(text)
}

fn format_of(name: &str, text: &str) -> Format {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json") => Format::Json,
        Some("yaml" | "yml") => Format::Yaml,
        Some("md" | "markdown" | "txt") => Format::Text,
        _ if text.trim_start().starts_with('{') => Format::Json,
        _ => Format::Yaml,
    }
}

/// `version: 1.10` is a text to OpenAPI and the number 1.1 to YAML. Where OpenAPI wants a text and people write such
/// numbers, the scalar's own text is taken.
fn keep_version_texts(text: &str, tree: &mut Value) {
    for pointer in ["/openapi", "/swagger", "/info/version"] {
        if let Some(value) = tree.pointer_mut(pointer)
            && value.is_number()
            && let Some(written) = scalar_text(text, &Pointer::parse(pointer))
        {
            *value = Value::String(written.to_owned());
        }
    }
}

/// The text of a plain scalar as it stands in the file.
pub(crate) fn scalar_text<'a>(text: &'a str, pointer: &Pointer) -> Option<&'a str> {
    let Position { line, column, end_column } = locate(text, pointer)?;
    let line = text.lines().nth(line - 1)?;
    let offset = |column: usize| line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at);
    line.get(offset(column)..offset(end_column))
}

fn explain(failure: &Failure, format: Format, text: &str, site: &Site) -> Diagnostic {
    let position = Position { line: failure.line, column: failure.column, end_column: failure.column + 1 };
    let diagnostic = |code, message: String| Diagnostic::new(code, message).at(site).position(position);
    let language = if format == Format::Json { "JSON" } else { "YAML" };
    let conflict = conflict(text, failure.line).filter(|_| failure.kind == FailureKind::Syntax);
    if let Some(line) = conflict {
        return diagnostic(Code::Syntax, format!("this is not valid {language}: a merge left a conflict here"))
            .position(Position { line, column: 1, end_column: 8 })
            .help("decide which side of the conflict is right, and take out the lines that mark it");
    }
    match failure.kind {
        FailureKind::Syntax => {
            let line = text.lines().nth(failure.line.saturating_sub(1)).unwrap_or_default();
            let (said, help) = in_words(&failure.message, line, failure.column);
            let found = diagnostic(Code::Syntax, format!("this is not valid {language}: {said}"));
            Diagnostic { help, ..found }
        }
        FailureKind::Tab => diagnostic(Code::Syntax, "this is not valid YAML: the line begins with a tab".to_owned())
            .help("YAML is indented with spaces alone: put two where the tab is"),
        FailureKind::Key => {
            diagnostic(Code::Syntax, "a key must be a text, and this is a mapping or a list".to_owned())
                .help("`{{ … }}` without quotes is a mapping; put quotes around a text that starts with `{` or `[`")
        }
        FailureKind::Anchor => diagnostic(Code::Syntax, "this alias repeats what no `&` names before it".to_owned())
            .help("correct the name, or put quotes around a text that starts with `*`"),
        FailureKind::AliasOfItself => {
            let message =
                format!("`{}` stands inside the value that it repeats, which would never end", failure.message);
            let end_column = failure.column + failure.message.chars().count();
            diagnostic(Code::CircularReference, message)
                .position(Position { end_column, ..position })
                .help("make a schema of it that refers to itself by `$ref`")
        }
        FailureKind::Control => {
            let message = format!("this is not valid YAML: the character {} cannot stand in it", failure.message);
            diagnostic(Code::Syntax, message)
                .help("take it out; in a text in double quotes it can be written as `\\x…`")
        }
        FailureKind::Number => diagnostic(Code::Syntax, "the number is larger than any that can be read".to_owned())
            .help("the largest is about 1.8e308; leave a bound out that is never reached"),
        FailureKind::MergeKey => diagnostic(
            Code::MergeKey,
            "the value of a merge key (`<<`) must be a mapping or a list of mappings".to_owned(),
        ),
        FailureKind::TooDeep => {
            diagnostic(Code::TooDeep, "mappings and lists are nested more than 128 levels deep".to_owned())
        }
        FailureKind::TooLarge => {
            diagnostic(Code::TooLarge, format!("the file holds more than {MAX_VALUES} values, aliases counted"))
        }
        FailureKind::Repeated => diagnostic(Code::TooLarge, "the aliases of the file repeat too much of it".to_owned())
            .help("make a schema of what is repeated, and refer to it by `$ref`"),
        FailureKind::SeveralDocuments => {
            diagnostic(Code::SeveralDocuments, "a second YAML document starts here".to_owned())
                .help("keep one description per file and remove the `---`")
        }
    }
}
