//! From a JSON pointer to a line and column.
//!
//! Input: a file's text (YAML or JSON) and a [`Pointer`]. Output: the [`Position`] that a reader should look at.
//! Not here: what stands there. The text is scanned anew for each call, since only diagnostics that are shown ask;
//! who has many questions asks them together ([`locate_all`]).
//!
//! A scalar is shown itself; a mapping or list is shown by its key, since its own text may be long; one without a key
//! (an element of a list) by its first key. Where the pointer leads into something that the text does not spell out
//! (an alias, a merged key, a field that is missing), the nearest place above it is shown.

use std::collections::BTreeMap;

use super::Pointer;
use super::scan::{Event, Visitor, scan};

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

/// What is asked of a text: where does this stand?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// What is looked for.
    pub pointer: &'a Pointer,
    /// The key that the pointer ends in is meant, whatever its value.
    pub key: bool,
}

/// The position of what the pointer points to.
#[must_use]
pub fn locate(text: &str, pointer: &Pointer) -> Option<Position> {
    locate_all(text, &[Wanted { pointer, key: false }]).into_iter().next().flatten()
}

/// The position of the key that the pointer ends in, whatever its value.
#[must_use]
pub fn locate_key(text: &str, pointer: &Pointer) -> Option<Position> {
    locate_all(text, &[Wanted { pointer, key: true }]).into_iter().next().flatten()
}

/// The positions of many places, in their order, by one walk through the text.
#[must_use]
pub fn locate_all(text: &str, wanted: &[Wanted<'_>]) -> Vec<Option<Position>> {
    let mut search = Search { nodes: vec![Node::default()], ..Search::default() };
    let ends: Vec<usize> = wanted.iter().map(|wanted| search.add(wanted.pointer)).collect();
    scan(text, &mut search);
    ends.iter().zip(wanted).map(|(end, wanted)| search.position(*end, wanted.key)).collect()
}

/// The pointers that are looked for, as a tree of their steps, and where the walk is.
#[derive(Default)]
struct Search {
    /// The root first.
    nodes: Vec<Node>,
    frames: Vec<Frame>,
    /// How many nodes are still to come: all but those that stand somewhere or cannot be met any more.
    open: usize,
    /// The node that was met last has no extent: its first key follows.
    wants_first_key: Option<usize>,
}

/// A step of some pointer.
#[derive(Default)]
struct Node {
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// It was met, or cannot be met any more. The first of two equal keys is the one that is met.
    closed: bool,
    /// Where it stands, for a pointer that ends here.
    here: Option<Position>,
    /// Where it stands, for a pointer that leads on to something that the text does not spell out.
    around: Option<Position>,
    /// Its key.
    key: Option<Position>,
}

/// A mapping or list that is open.
struct Frame {
    kind: FrameKind,
    /// The node that it is.
    node: Option<usize>,
}

enum FrameKind {
    /// With the number of elements that are done.
    List(usize),
    /// Next is a key.
    Key,
    /// A key that is itself a mapping or list is open.
    LongKey,
    /// Next is the value of a key, with the node that the key leads to.
    Value(Option<usize>),
}

impl Visitor for Search {
    fn start(&mut self) {
        self.frames.clear();
        self.wants_first_key = None;
        self.open = self.nodes.len();
        self.nodes.iter_mut().for_each(|node| node.closed = false);
    }

    fn event(&mut self, event: Event<'_>, position: Position) -> bool {
        let has_extent = position.end_column > position.column;
        match event {
            Event::Scalar(scalar) => self.node(Some(&scalar.text), !scalar.block && has_extent, None, position),
            Event::Alias => self.node(None, has_extent, None, position),
            Event::Mapping => self.node(None, false, Some(FrameKind::Key), position),
            Event::List => self.node(None, false, Some(FrameKind::List(0)), position),
            Event::Close => {
                self.wants_first_key = None;
                // Whatever was not met below it is not spelled out.
                self.close_below(self.frames.last().and_then(|frame| frame.node));
                self.frames.pop();
                self.done();
            }
        }
        self.open > 0 || self.wants_first_key.is_some()
    }
}

impl Search {
    /// Adds a pointer; gives the node of its end.
    fn add(&mut self, pointer: &Pointer) -> usize {
        let mut at = 0;
        for step in pointer.steps() {
            let new = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return at };
            let next = *node.children.entry(step.into_owned()).or_insert(new);
            if next == new {
                self.nodes.push(Node { parent: Some(at), ..Node::default() });
            }
            at = next;
        }
        at
    }

    /// The position found for a node; of the nearest one above it, if it is not spelled out itself.
    fn position(&self, end: usize, key: bool) -> Option<Position> {
        let node = self.nodes.get(end)?;
        if let Some(found) = node.key.filter(|_| key).or(node.here) {
            return Some(found);
        }
        let mut above = node.parent;
        while let Some(node) = above.and_then(|index| self.nodes.get(index)) {
            if node.around.is_some() {
                return node.around;
            }
            above = node.parent;
        }
        None
    }

    /// A key, value or element; `opens` if it is a mapping or list.
    fn node(&mut self, text: Option<&str>, short: bool, opens: Option<FrameKind>, position: Position) {
        if let Some(node) = self.wants_first_key.take().and_then(|index| self.nodes.get_mut(index))
            && short
            && node.here.is_some_and(|here| here.line == position.line)
        {
            node.here = Some(position);
        }
        let node = match self.frames.last_mut() {
            None => self.meet(Some(0), position),
            Some(Frame { kind: kind @ FrameKind::Key, node: parent }) => {
                let parent = *parent;
                if let Some(opened) = opens {
                    // A mapping as a key: nothing in it is looked for, and its end is not that of a value.
                    *kind = FrameKind::LongKey;
                    self.frames.push(Frame { kind: opened, node: None });
                    return;
                }
                let child = text.and_then(|text| self.child(parent, text));
                if let Some(node) = child.and_then(|index| self.nodes.get_mut(index)) {
                    let at = Some(position);
                    (node.key, node.here, node.around, node.closed) = (at, at, at, true);
                }
                if let Some(frame) = self.frames.last_mut() {
                    frame.kind = FrameKind::Value(child);
                }
                return;
            }
            Some(Frame { kind: FrameKind::LongKey, .. }) => None,
            Some(Frame { kind: FrameKind::Value(node), .. }) => {
                let node = *node;
                self.open = self.open.saturating_sub(usize::from(node.is_some()));
                if let Some(node) = node.filter(|_| short).and_then(|index| self.nodes.get_mut(index)) {
                    (node.here, node.around) = (Some(position), Some(position));
                }
                node
            }
            Some(Frame { kind: FrameKind::List(index), node: parent }) => {
                let (index, parent) = (*index, *parent);
                let child = parent.and_then(|_| self.child(parent, &index.to_string()));
                self.meet(child, position)
            }
        };
        match opens {
            Some(kind) => {
                let no_extent = |node: &Node| node.here == Some(position);
                self.wants_first_key = node.filter(|index| self.nodes.get(*index).is_some_and(no_extent));
                self.frames.push(Frame { kind, node });
            }
            None => {
                self.close_below(node);
                self.done();
            }
        }
    }

    /// The child of a node that a step leads to, if it was not met yet.
    fn child(&self, node: Option<usize>, step: &str) -> Option<usize> {
        let child = *self.nodes.get(node?)?.children.get(step)?;
        self.nodes.get(child).filter(|node| !node.closed).map(|_| child)
    }

    /// A node stands here.
    fn meet(&mut self, node: Option<usize>, position: Position) -> Option<usize> {
        let found = self.nodes.get_mut(node?)?;
        (found.here, found.around) = (Some(position), Some(position));
        if !found.closed {
            found.closed = true;
            self.open = self.open.saturating_sub(1);
        }
        node
    }

    /// Nothing below a node can be met any more.
    fn close_below(&mut self, node: Option<usize>) {
        let mut open: Vec<usize> = node.into_iter().collect();
        while let Some(node) = open.pop().and_then(|index| self.nodes.get(index)) {
            let left: Vec<usize> = node.children.values().copied().collect();
            for index in left {
                if let Some(child) = self.nodes.get_mut(index).filter(|child| !child.closed) {
                    child.closed = true;
                    self.open = self.open.saturating_sub(1);
                    open.push(index);
                }
            }
        }
    }

    /// A value or element of the innermost frame has ended.
    fn done(&mut self) {
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::List(index)) => *index += 1,
            Some(kind @ FrameKind::Value(_)) => *kind = FrameKind::Key,
            Some(kind @ FrameKind::LongKey) => *kind = FrameKind::Value(None),
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
    fn many_at_once_are_as_one_by_one() {
        let text = "a: {b: [1, {c: d}], e: 1}\nf:\n- g: 1\n  h: {}\n- [x]\na: {b: 2}\n? {i: j}\n: k\nl: *m\n";
        let pointers = ["", "/a", "/a/b", "/a/b/0", "/a/b/1", "/a/b/1/c", "/a/e/none", "/f/0/h", "/f/0/h/x/y"];
        let more = ["/f/1", "/f/1/0", "/f/2", "/f/x", "/i", "/l", "/l/n", "/none/at/all", "/a/b/0"];
        let pointers: Vec<Pointer> = pointers.iter().chain(&more).map(|text| Pointer::parse(text)).collect();
        for key in [false, true] {
            let wanted: Vec<Wanted<'_>> = pointers.iter().map(|pointer| Wanted { pointer, key }).collect();
            let single = if key { locate_key } else { locate };
            let singly: Vec<Option<Position>> = pointers.iter().map(|pointer| single(text, pointer)).collect();
            assert_eq!(locate_all(text, &wanted), singly);
        }
    }

    #[test]
    fn a_key_whatever_its_value() {
        let at = locate_key("a:\n  b: 1\n", &Pointer::parse("/a/b")).unwrap();
        assert_eq!((at.line, at.column, at.end_column), (2, 3, 4));
    }
}
