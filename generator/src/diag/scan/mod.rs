//! Walks a YAML or JSON text event by event, with places.
//!
//! Input: a text and a [`Visitor`]. Output: the visitor's calls.
//! Not here: trees; `source` makes them, without places.

mod json;
mod yaml;

use std::borrow::Cow;

use super::Position;

/// What is told of each event.
pub(crate) trait Visitor {
    /// The text is read from its start, perhaps once more.
    fn start(&mut self);
    /// An event and its place; `false` ends the walk.
    fn event(&mut self, event: Event<'_>, position: Position) -> bool;
}

/// A step through a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event<'t> {
    /// A mapping opens.
    Mapping,
    /// A list opens.
    List,
    /// The mapping or list that opened last closes.
    Close,
    /// A key or a value.
    Scalar(Scalar<'t>),
    /// A value that stands elsewhere (`*name`).
    Alias,
}

/// A key or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub text: Cow<'t, str>,
    /// It is a block (`|` or `>`).
    pub block: bool,
}

/// Walks a text. If it breaks off at an error, the visitor has seen all that is before it.
pub(crate) fn scan(text: &str, visitor: &mut dyn Visitor) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if json::is_json(text) {
        json::walk(text, visitor);
    } else {
        yaml::walk(text, visitor);
    }
}
