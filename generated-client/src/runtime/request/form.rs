//! [`FormObject`]: an `application/x-www-form-urlencoded` body.
//!
//! In: fields one by one, and the caller's `extra_body`, which wins over a field of the same name. Out: the encoded
//! text. Arrays repeat the name and objects use brackets unless a style is stated (OpenAPI's Encoding Object),
//! or [`Nesting`](super::query_style::Nesting) says otherwise. Not here: multipart bodies.

use serde::Serialize;

use super::super::codec::Json;
use super::super::error::{Error, Result};
use super::ExtraBody;
use super::encoding::FormEncoding;
use super::json_text;
use super::query::Query;
use super::query_style::{Allow, QueryStyle};

/// A form under construction.
#[derive(Debug)]
pub struct FormObject {
    fields: Query,
    encoding: FormEncoding,
    extra: ExtraBody,
    failure: Option<Error>,
}

impl FormObject {
    pub(super) fn new(encoding: FormEncoding, extra: ExtraBody) -> Self {
        Self { fields: Query::default(), encoding, extra, failure: None }
    }

    /// Writes a field: arrays repeat its name, objects use brackets; null is not sent.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if !self.extra.contains_key(name) {
            self.write(name, value);
        }
    }

    /// Writes a field if there is a value.
    #[allow(clippy::ref_option, reason = "generated code hands over its fields as they are")]
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        self.field(name, value);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.extra.is_empty() && self.failure.is_none()
    }

    pub(super) fn finish(mut self) -> Result<String> {
        for (name, value) in std::mem::take(&mut self.extra) {
            self.write(&name, &value);
        }
        match self.failure {
            Some(error) => Err(error),
            None => Ok(self.fields.text()),
        }
    }

    fn write<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let written = json_text::text(value).and_then(|json| {
            let nesting = self.encoding.nesting();
            let is_nested = match json.first() {
                Some(b'{') => true,
                // An array in an object's style is spelt as arrays within objects are.
                Some(b'[') => nesting.arrays.is_some(),
                _ => false,
            };
            let usual = if is_nested { QueryStyle::DeepObject } else { QueryStyle::Form { explode: true } };
            let style = self.encoding.style(name).unwrap_or(usual);
            style.write(name, &json, Allow::default(), nesting, &mut self.fields)
        });
        if let Err(error) = written {
            self.failure.get_or_insert_with(|| {
                Error::invalid_argument(format!("`{name}` cannot be written")).with_source(error)
            });
        }
    }
}
