//! Finds keys that stand twice in one mapping, with both places.
//!
//! Input: a text in which a parser has noticed that there are some. Output: a diagnostic for each.
//! Not here: which of the two counts (`tree`: the last).

use crate::diag::scan::{Event, Visitor, scan};
use crate::diag::{Code, Diagnostic, Pointer, Position, Site};
use indexmap::IndexMap;

/// All duplicate keys of a text, in its order.
pub(super) fn duplicate_keys(text: &str, file: &Site) -> Vec<Diagnostic> {
    let mut finder = Finder { file, frames: Vec::new(), found: Vec::new() };
    scan(text, &mut finder);
    if finder.found.is_empty() {
        // The scanner gave up before the place; the parser did not.
        let message = "some mapping has the same key twice";
        finder.found.push(Diagnostic::new(Code::DuplicateKey, message).at(file).effect("the last one counts"));
    }
    finder.found
}

struct Finder<'f> {
    file: &'f Site,
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
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.at_key) else { return };
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

    fn done(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.index += 1;
            frame.at_key = frame.keys.is_some() && !frame.at_key;
        }
    }
}
