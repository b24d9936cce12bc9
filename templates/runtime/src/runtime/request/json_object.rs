//! [`JsonObject`]: a JSON object written straight into the bytes that are sent.
//!
//! In: fields one by one, and the caller's `extra_body`, which wins over a field of the same name. Out: compact JSON.
//! Not here: bodies that are a type of their own; those are written by that type.

use serde::Serialize;

use super::json_text::CAPACITY;
use super::{ExtraBody, json_text};

/// A JSON object under construction.
#[derive(Debug)]
pub struct JsonObject {
    text: Vec<u8>,
    extra: ExtraBody,
    failure: Option<serde_json::Error>,
}

impl JsonObject {
    pub(super) fn new(extra: ExtraBody) -> Self {
        Self { text: Vec::with_capacity(CAPACITY), extra, failure: None }
    }

    /// Writes a field.
    pub fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if !self.extra.contains_key(key) {
            self.entry(key, value);
        }
    }

    /// Writes a field if there is a value.
    #[allow(clippy::ref_option, reason = "generated code hands over its fields as they are")]
    pub fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(key, value);
        }
    }

    /// Writes the entries whose keys are data.
    pub fn entries<T: Serialize>(&mut self, entries: &super::super::codec::Map<T>) {
        for (key, value) in entries {
            self.field(key, value);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.extra.is_empty() && self.failure.is_none()
    }

    pub(super) fn finish(mut self) -> serde_json::Result<Vec<u8>> {
        if !self.extra.is_empty() {
            for (key, value) in std::mem::take(&mut self.extra) {
                self.entry(&key, &value);
            }
        }
        if let Some(error) = self.failure {
            return Err(error);
        }
        if self.text.is_empty() {
            self.text.push(b'{');
        }
        self.text.push(b'}');
        Ok(self.text)
    }

    fn entry<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        self.text.push(if self.text.is_empty() { b'{' } else { b',' });
        let mut written = serde_json::to_writer(&mut self.text, key);
        self.text.push(b':');
        if written.is_ok() {
            written = json_text::write(&mut self.text, value);
        }
        if let Err(error) = written {
            self.failure.get_or_insert(error);
        }
    }
}
