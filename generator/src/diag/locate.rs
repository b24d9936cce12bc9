//! From a JSON pointer to a line and column.
//!
//! Input: a file's text (YAML or JSON) and a [`Pointer`]. Output: the [`Position`] that a reader should look at.
//! Not here: what stands there. The text is scanned anew for each call, since only diagnostics that are shown ask.
//!
//! A scalar is shown itself; a mapping or list is shown by its key, since its own text may be long; one without a key
//! (an element of a list) by its first key. Where the pointer leads into something that the text does not spell out
//! (an alias, a merged key, a field that is missing), the nearest place above it is shown.

use saphyr_parser::{Event, ScalarStyle};

use super::Pointer;
use super::scan::{Visitor, scan};

/// A line and columns in a text, counted in characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The column after the last one; equal to `column` where only a start is known.
    pub end_column: usize,
}

/// The position of what the pointer points to.
#[must_use]
pub fn locate(text: &str, pointer: &Pointer) -> Option<Position> {
    find(text, pointer, false)
}

/// The position of the key that the pointer ends in, whatever its value.
#[must_use]
pub fn locate_key(text: &str, pointer: &Pointer) -> Option<Position> {
    find(text, pointer, true)
}

fn find(text: &str, pointer: &Pointer, key_only: bool) -> Option<Position> {
    let mut search = Search { steps: pointer.steps().collect(), key_only, ..Search::default() };
    scan(text, &mut search);
    search.best
}

#[derive(Default)]
struct Search {
    steps: Vec<String>,
    key_only: bool,
    frames: Vec<Frame>,
    /// How many frames the pointer leads through. They are the lowest ones, so this says which step is looked for.
    depth: usize,
    best: Option<Position>,
    /// The place was found, but has no extent: its first key follows.
    wants_first_key: bool,
}

/// A mapping or list that is open.
struct Frame {
    kind: FrameKind,
    /// The pointer leads through here.
    on_path: bool,
}

enum FrameKind {
    /// With the number of elements that are done.
    List(usize),
    /// Next is a key.
    Key,
    /// A key that is itself a mapping or list is open.
    LongKey,
    /// Next is the value of a key; `true` if the key is the step looked for.
    Value(bool),
}

impl Visitor for Search {
    fn start(&mut self) {
        self.frames.clear();
        self.depth = 0;
        self.wants_first_key = false;
    }

    fn event(&mut self, event: &Event<'_>, position: Position) -> bool {
        match event {
            Event::Scalar(text, style, ..) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                self.node(Some(text), !block && position.end_column > position.column, None, position)
            }
            Event::Alias(_) => self.node(None, position.end_column > position.column, None, position),
            Event::MappingStart(..) => self.node(None, false, Some(FrameKind::Key), position),
            Event::SequenceStart(..) => self.node(None, false, Some(FrameKind::List(0)), position),
            Event::MappingEnd | Event::SequenceEnd => {
                let left = self.frames.pop();
                self.done();
                // Left without finding the next step: the key or element is not spelled out.
                left.is_some_and(|frame| !frame.on_path)
            }
            _ => true,
        }
    }
}

impl Search {
    /// A key, value or element; `opens` if it is a mapping or list. Returns whether to go on.
    fn node(&mut self, text: Option<&str>, short: bool, opens: Option<FrameKind>, position: Position) -> bool {
        if self.wants_first_key {
            if short && self.best.is_some_and(|best| best.line == position.line) {
                self.best = Some(position);
            }
            return false;
        }
        let step = self.depth.checked_sub(1).and_then(|index| self.steps.get(index));
        let last = self.depth == self.steps.len();
        let mut on_path = false;
        match self.frames.last_mut() {
            None => {
                on_path = true;
                self.best = Some(position);
            }
            Some(Frame { kind: kind @ FrameKind::Key, on_path: parent }) => {
                let matches = *parent && text.is_some() && text == step.map(String::as_str);
                if matches {
                    self.best = Some(position);
                    if last && self.key_only {
                        return false;
                    }
                }
                *kind = FrameKind::Value(matches);
                if let Some(opened) = opens {
                    // A mapping as a key: nothing in it is on the path, and its end is not that of a value.
                    *kind = FrameKind::LongKey;
                    self.frames.push(Frame { kind: opened, on_path: false });
                }
                return true;
            }
            Some(Frame { kind: FrameKind::LongKey, .. }) => {}
            Some(Frame { kind: FrameKind::Value(matches), .. }) => {
                on_path = *matches;
                if on_path && short {
                    self.best = Some(position);
                }
            }
            Some(Frame { kind: FrameKind::List(index), on_path: parent }) => {
                on_path = *parent && step.is_some_and(|step| *step == index.to_string());
                if on_path {
                    self.best = Some(position);
                }
            }
        }
        let found = on_path && last;
        if found && opens.is_some() && self.best == Some(position) {
            self.wants_first_key = true;
            return true;
        }
        if found || (on_path && opens.is_none()) {
            return false;
        }
        match opens {
            Some(kind) => {
                self.depth += usize::from(on_path);
                self.frames.push(Frame { kind, on_path });
            }
            None => self.done(),
        }
        true
    }

    /// A value or element of the innermost frame has ended.
    fn done(&mut self) {
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::List(index)) => *index += 1,
            Some(kind @ FrameKind::Value(_)) => *kind = FrameKind::Key,
            Some(kind @ FrameKind::LongKey) => *kind = FrameKind::Value(false),
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// The text that is shown for a pointer, with its place.
    fn shown(text: &str, pointer: &str) -> String {
        let Some(p) = locate(text, &Pointer::parse(pointer)) else { return "nowhere".to_owned() };
        let line = text.lines().nth(p.line - 1).unwrap();
        let part: String = line.chars().skip(p.column - 1).take(p.end_column - p.column).collect();
        format!("{}:{} {part}", p.line, p.column)
    }

    fn check(text: &str, pointers: &[&str], expect: &Expect) {
        let lines: Vec<String> =
            pointers.iter().map(|pointer| format!("{pointer} -> {}", shown(text, pointer))).collect();
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn scalars_by_value_the_rest_by_key() {
        let text = "info:\n  title: Üb 1\n  description: |\n    long\n  tags: [a, {b: c}]\nlist:\n- x: 1\n- y: 2\n";
        check(
            text,
            &[
                "",
                "/info",
                "/info/title",
                "/info/description",
                "/info/tags/0",
                "/info/tags/1/b",
                "/list/1",
                "/list/1/y",
            ],
            &expect![[r#"
                 -> 1:1 info
                /info -> 1:1 info
                /info/title -> 2:10 Üb 1
                /info/description -> 3:3 description
                /info/tags/0 -> 5:10 a
                /info/tags/1/b -> 5:17 c
                /list/1 -> 8:3 y
                /list/1/y -> 8:6 2"#]],
        );
    }

    #[test]
    fn what_is_missing_is_shown_by_what_is_around() {
        let text = "a:\n  b: 1\nc: &x\n  d: 1\ne: *x\nf:\n  <<: *x\n";
        check(
            text,
            &["/a/none", "/e/d", "/f/d", "/none"],
            &expect![[r#"
            /a/none -> 1:1 a
            /e/d -> 5:4 *x
            /f/d -> 6:1 f
            /none -> 1:1 "#]],
        );
    }

    #[test]
    fn json_with_tabs_and_surrogates() {
        let text = "{\n\t\"a\": \"\\ud83d\\ude00\",\n\t\"x/y~\": {\"b\": [1, true]}\n}";
        check(
            text,
            &["/a", "/x~1y~0", "/x~1y~0/b/1"],
            &expect![[r#"
            /a -> 2:7 "\ud83d\ude00"
            /x~1y~0 -> 3:2 "x/y~"
            /x~1y~0/b/1 -> 3:20 true"#]],
        );
    }

    #[test]
    fn flow_closed_at_the_left_margin() {
        // saphyr-parser 0.3.4 refuses this; see `scan::shifted`.
        let text = "a:\n  b: {\n    \"c\": 1\n  }\n  d: [\n    1\n]\ne: 5\n";
        check(
            text,
            &["/a/b/c", "/a/d/0", "/e"],
            &expect![[r#"
            /a/b/c -> 3:10 1
            /a/d/0 -> 6:5 1
            /e -> 8:4 5"#]],
        );
    }

    #[test]
    fn unusual_keys() {
        let text = "200: ok\n? [a, b]\n: v\n'q k': 1\n\"\": {z: 1}\n";
        check(
            text,
            &["/200", "/q k", "//z"],
            &expect![[r#"
            /200 -> 1:6 ok
            /q k -> 4:8 1
            //z -> 5:9 1"#]],
        );
    }

    #[test]
    fn broken_text_shows_what_came_before() {
        check(
            "a:\n  b: 1\n c: [",
            &["/a/b", "/a/c"],
            &expect![[r#"
            /a/b -> 2:6 1
            /a/c -> 1:1 a"#]],
        );
        check(
            "",
            &["", "/a"],
            &expect![[r#"
             -> nowhere
            /a -> nowhere"#]],
        );
    }

    #[test]
    fn a_key_whatever_its_value() {
        let at = locate_key("a:\n  b: 1\n", &Pointer::parse("/a/b")).unwrap();
        assert_eq!((at.line, at.column, at.end_column), (2, 3, 4));
    }
}
