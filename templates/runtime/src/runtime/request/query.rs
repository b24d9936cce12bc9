//! [`Query`]: the pairs of a query or form, already encoded.
//!
//! In: names and encoded values. Out: text with `&` between the pairs. Not here: how values become pairs, see
//! `query_style`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but RFC 3986 `unreserved`.
const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All but `unreserved` and `reserved`; and `#`, `&` and `+`, which a query cannot hold as they are.
pub(crate) const NOT_RESERVED: &AsciiSet = &NOT_UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Encoded pairs, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<Pair>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    /// As it reads before encoding; empty for a value that is the whole query.
    name: String,
    /// As it is sent.
    value: String,
}

impl Query {
    /// Adds a pair of plain texts.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_raw(name, encoded(value));
    }

    /// Adds a pair whose value is encoded already.
    pub fn push_raw(&mut self, name: &str, value: String) {
        self.0.push(Pair { name: name.to_owned(), value });
    }

    /// Puts one pair in the place of all pairs of its name.
    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.push(name, value);
    }

    /// Drops all pairs of a name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|pair| pair.name != name);
    }

    /// The plain value of the last pair of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let pair = self.0.iter().rev().find(|pair| pair.name == name)?;
        Some(percent_decode_str(&pair.value).decode_utf8_lossy().into_owned())
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text that is sent.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for pair in &self.0 {
            if !text.is_empty() {
                text.push('&');
            }
            if !pair.name.is_empty() {
                push_encoded(&mut text, &pair.name);
                text.push('=');
            }
            text.push_str(&pair.value);
        }
        text
    }

    /// Puts pairs in the place of those of the same names.
    pub(crate) fn overlay(&mut self, over: &Self) {
        if over.0.is_empty() {
            return;
        }
        self.0.retain(|pair| over.0.iter().all(|other| other.name != pair.name));
        self.0.extend(over.0.iter().cloned());
    }

    /// The names, for a debug view that shows no values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|pair| pair.name.as_str())
    }
}

/// Percent-encodes all but `unreserved` (RFC 3986 §2.3).
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).to_string()
}

/// Percent-encodes the characters of a set, and leaves percent-encoded triplets as they are (RFC 6570 §3.2.3).
pub(crate) fn encoded_but_triplets(text: &str, set: &'static AsciiSet) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        result.extend(utf8_percent_encode(before, set));
        let is_triplet = after.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let (kept, next) = after.split_at(if is_triplet { 3 } else { 1 });
        result.push_str(if is_triplet { kept } else { "%25" });
        rest = next;
    }
    result.extend(utf8_percent_encode(rest, set));
    result
}

pub(crate) fn push_encoded(text: &mut String, plain: &str) {
    // Most values are names and numbers, and taken over whole.
    if plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')) {
        return text.push_str(plain);
    }
    text.extend(utf8_percent_encode(plain, NOT_UNRESERVED));
}
