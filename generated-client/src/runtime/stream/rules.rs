//! [`Streaming`]: what is fixed about an answer that arrives piece by piece.
//!
//! In: nothing; generated code states it as a constant. Out: the facts that reading such an answer needs. Not here:
//! reading it.

use super::super::call::Extras;

/// How the values of an answer stand in its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// Server-sent events whose data is the value, as JSON (WHATWG HTML, section 9.2).
    Data,
    /// Server-sent events of which each is the value: an object of `event`, `data`, `id` and `retry` (OpenAPI 3.2,
    /// "Special Considerations for Server-Sent Events").
    Event,
    /// One value of JSON on each line (NDJSON, JSON Lines).
    Lines,
    /// Values of JSON, each after a record separator (RFC 7464).
    Sequence,
}

/// What is fixed about one operation's stream.
#[derive(Clone, Copy, Debug)]
pub struct Streaming {
    pub(crate) accept: &'static str,
    pub(crate) framing: Framing,
    flag: Option<Flag>,
    pub(crate) sentinel: Option<&'static str>,
    pub(crate) error_event: Option<&'static str>,
    pub(crate) error_property: Option<&'static str>,
    pub(crate) skipped: &'static [&'static str],
}

/// The boolean input that asks for the stream.
#[derive(Clone, Copy, Debug)]
struct Flag {
    name: &'static str,
    in_query: bool,
    /// Whether a call that wants no stream must say so.
    always: bool,
}

impl Streaming {
    /// A stream of this media type.
    #[must_use]
    pub const fn new(accept: &'static str, framing: Framing) -> Self {
        // No JSON is spelt so: nothing is lost where an API does not have this custom.
        let sentinel = if matches!(framing, Framing::Data) { Some("[DONE]") } else { None };
        Self { accept, framing, flag: None, sentinel, error_event: None, error_property: None, skipped: &[] }
    }

    /// A property of the body asks for the stream; where it is true by default, `send` must say that it is false.
    #[must_use]
    pub const fn body_flag(mut self, name: &'static str, always: bool) -> Self {
        self.flag = Some(Flag { name, in_query: false, always });
        self
    }

    /// A query parameter asks for the stream; where it is true by default, `send` must say that it is false.
    #[must_use]
    pub const fn query_flag(mut self, name: &'static str, always: bool) -> Self {
        self.flag = Some(Flag { name, in_query: true, always });
        self
    }

    /// What stands in the place of a value when there is no more.
    #[must_use]
    pub const fn sentinel(mut self, text: &'static str) -> Self {
        self.sentinel = Some(text);
        self
    }

    /// The events of this name are failures.
    #[must_use]
    pub const fn error_event(mut self, name: &'static str) -> Self {
        self.error_event = Some(name);
        self
    }

    /// The values with this property are failures, unless it is null.
    #[must_use]
    pub const fn error_property(mut self, name: &'static str) -> Self {
        self.error_property = Some(name);
        self
    }

    /// The events of these names say nothing.
    #[must_use]
    pub const fn skip(mut self, names: &'static [&'static str]) -> Self {
        self.skipped = names;
        self
    }

    /// Sets the input that asks for the stream, or for none.
    #[inline]
    pub(crate) fn ask(&self, wanted: bool, extras: &mut Extras) {
        match self.flag.filter(|flag| wanted || flag.always) {
            Some(flag) if flag.in_query => extras.query.push(flag.name, if wanted { "true" } else { "false" }),
            Some(flag) => {
                extras.body.insert(flag.name.to_owned(), wanted.into());
            }
            None => {}
        }
    }
}
