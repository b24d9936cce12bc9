//! Finds the places of what a parser noticed without one: keys that stand twice in a mapping, numbers that JSON has not.
//!
//! Input: a text in which a parser has noticed some. Output: a diagnostic for each.
//! Not here: what becomes of them (`tree`: the last key counts, such a number is null).

use crate::diag::scan::{Event, Visitor, scan};
use crate::diag::{Code, Diagnostic, Pointer, Position, Site};
use indexmap::IndexMap;

/// What a parser noticed in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Noticed {
    /// Some mapping has a key twice.
    pub(super) duplicate_keys: bool,
    /// Some number is infinite or none (`.inf`, `.nan`).
    pub(super) infinite_numbers: bool,
    /// Where the first escape of half a character stands, in bytes.
    pub(super) half_character: Option<usize>,
}

/// All that was noticed, in the order of the text.
pub(super) fn places(noticed: Noticed, text: &str, file: &Site) -> Vec<Diagnostic> {
    if noticed == Noticed::default() {
        return Vec::new();
    }
    let half = noticed.half_character.and_then(|at| text.get(..at)).map(|before| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        let column = line.chars().count() + 1;
        let position = Position { line: before.matches('\n').count() + 1, column, end_column: column + 6 };
        let message = "this escape is half of a character, and the other half does not follow";
        let diagnostic = Diagnostic::new(Code::WrongKind, message).at(file).position(position);
        diagnostic.effect("it is read as U+FFFD, which stands for what cannot be read")
    });
    let lines = if noticed.infinite_numbers { text.lines().collect() } else { Vec::new() };
    let mut finder = Finder { file, lines, frames: Vec::new(), found: Vec::new() };
    scan(text, &mut finder);
    let mut found = finder.found;
    found.extend(half);
    let lacks = |code: Code| found.iter().all(|diagnostic| diagnostic.code != code);
    // Where nothing is found, the scanner gave up before the place; the parser did not.
    let no_key = noticed.duplicate_keys && lacks(Code::DuplicateKey);
    let no_number = noticed.infinite_numbers && noticed.half_character.is_none() && lacks(Code::WrongKind);
    if no_key {
        let message = "some mapping has the same key twice";
        found.push(Diagnostic::new(Code::DuplicateKey, message).at(file).effect("the last one counts"));
    }
    if no_number {
        let message = "some number is infinite, or none";
        found.push(Diagnostic::new(Code::WrongKind, message).at(file).effect(AS_NULL));
    }
    found
}

const AS_NULL: &str = "it is read as null";

struct Finder<'f> {
    file: &'f Site,
    /// The lines of the text, where numbers are looked for.
    lines: Vec<&'f str>,
    frames: Vec<Frame>,
    found: Vec<Diagnostic>,
}

/// An open mapping (with its keys) or list.
struct Frame {
    pointer: Pointer,
    keys: Option<IndexMap<String, Position>>,
    /// The last key, or the index of the element.
    last: String,
    index: usize,
    at_key: bool,
}

impl Visitor for Finder<'_> {
    fn start(&mut self) {
        self.frames.clear();
        self.found.clear();
    }

    fn event(&mut self, event: Event<'_>, position: Position) -> bool {
        match event {
            Event::Mapping => self.open(Some(IndexMap::new())),
            Event::List => self.open(None),
            Event::Close => {
                self.frames.pop();
                self.done();
            }
            Event::Scalar(scalar) => {
                self.scalar(&scalar.text, position);
                self.done();
            }
            Event::Alias => self.done(),
        }
        true
    }
}

impl Finder<'_> {
    fn open(&mut self, keys: Option<IndexMap<String, Position>>) {
        let pointer = match self.frames.last() {
            None => Pointer::root(),
            Some(frame) if frame.keys.is_some() => frame.pointer.join(&frame.last),
            Some(frame) => frame.pointer.index(frame.index),
        };
        let at_key = keys.is_some();
        self.frames.push(Frame { pointer, keys, last: String::new(), index: 0, at_key });
    }

    fn scalar(&mut self, text: &str, position: Position) {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.at_key) else {
            return self.number(text, position);
        };
        text.clone_into(&mut frame.last);
        let Some(keys) = frame.keys.as_mut() else { return };
        if keys.insert(text.to_owned(), position).is_none() || text == "<<" {
            return;
        }
        let site = Site::new(&self.file.file, frame.pointer.join(text));
        let message = format!("the key `{text}` stands here for the second time");
        let diagnostic = Diagnostic::new(Code::DuplicateKey, message).at(&site).position(position);
        // Whoever looks the pointer up finds the first of the two.
        let diagnostic = diagnostic.related(&site, "first here");
        self.found.push(diagnostic.effect("what stands here counts, the first is lost").help("remove one of the two"));
    }

    /// A value that YAML has and JSON has not (YAML 1.2, section 10.3.2). Quotes would make it a text.
    fn number(&mut self, text: &str, position: Position) {
        let Some(line) = self.lines.get(position.line - 1) else { return };
        let is_plain = line.chars().nth(position.column - 1) == text.chars().next();
        let word = text.trim_start_matches(['+', '-']);
        let is_of_yaml = [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&word);
        let is_large =
            || word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok_and(f64::is_infinite);
        if !is_plain || !(is_of_yaml || is_large()) {
            return;
        }
        let Some(frame) = self.frames.last() else { return };
        let pointer = match frame.keys {
            Some(_) => frame.pointer.join(&frame.last),
            None => frame.pointer.index(frame.index),
        };
        let message = if is_of_yaml {
            format!("`{text}` is a number of YAML, and there is none like it in JSON")
        } else {
            let shown: String = text.chars().take(20).collect();
            let shown = if shown.len() < text.len() { format!("{shown}…") } else { shown };
            format!("`{shown}` is larger than any number that can be read")
        };
        let diagnostic = Diagnostic::new(Code::WrongKind, message).at(&Site::new(&self.file.file, pointer));
        let help = "leave it out: without a bound, any number is allowed; as a text, put it in quotes";
        self.found.push(diagnostic.position(position).effect(AS_NULL).help(help));
    }

    fn done(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.index += 1;
            frame.at_key = frame.keys.is_some() && !frame.at_key;
        }
    }
}
