//! [`Multipart`]: a `multipart/form-data` body (RFC 7578), and the same written from the fields of a type.
//!
//! In: parts one by one, or the fields of a form and the caller's `extra_body`, which wins over a field of the same
//! name. Out: the pieces of the body and the boundary between its parts. A field becomes the parts that OpenAPI's
//! Encoding Object gives it: a list one part for each item, an object JSON, all else text. Not here: where the bytes of
//! files come from (`payload`).

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use serde::Serialize;

use super::super::codec::Json;
use super::super::error::{Error, Result};
use super::encoding::FormEncoding;
use super::payload::{Content, Payload};
use super::query_style::QueryStyle;
use super::upload::{self, Upload};
use super::{ExtraBody, json_text};

const JSON: &str = "application/json";
const OCTETS: &str = "application/octet-stream";

/// A `multipart/form-data` body under construction.
///
/// Texts and files are sent in the order in which they are added; a name may be used more than once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multipart {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    content: Content,
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.parts.push(Part::text(&name.into(), text.into().into(), None));
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, file: impl Into<Upload>) -> Self {
        self.parts.push(Part::file(&name.into(), &file.into(), None));
        self
    }

    /// The body, and the text between its parts.
    #[inline]
    pub(super) fn write(&self) -> Result<(Payload, String)> {
        let boundary = boundary();
        let mut body = Vec::new();
        // What stands between the contents of two files is one piece.
        let mut text = Vec::new();
        for part in &self.parts {
            part.head(&boundary, &mut text)?;
            match &part.content {
                Content::Bytes(bytes) => text.extend_from_slice(bytes),
                content => {
                    body.push(Content::Bytes(core::mem::take(&mut text).into()));
                    body.push(content.clone());
                }
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let end = Content::Bytes(text.into());
        if body.is_empty() {
            return Ok((end.into(), boundary));
        }
        body.push(end);
        Ok((Payload::Pieces(body), boundary))
    }
}

impl Part {
    #[inline]
    fn text(name: &str, content: Bytes, content_type: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            file_name: None,
            content_type: content_type.map(str::to_owned),
            headers: Vec::new(),
            content: Content::Bytes(content),
        }
    }

    /// A file always has a name: services take a part without one for a text.
    #[inline]
    fn file(name: &str, file: &Upload, content_type: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            file_name: Some(file.name().unwrap_or(name).to_owned()),
            content_type: Some(file.media_type().or(content_type).unwrap_or(OCTETS).to_owned()),
            headers: file.headers().to_vec(),
            content: file.content().clone(),
        }
    }

    #[inline]
    fn head(&self, boundary: &str, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data").as_bytes());
        attribute(out, "name", &self.name);
        if let Some(file_name) = &self.file_name {
            attribute(out, "filename", file_name);
        }
        let content_type = self.content_type.as_ref().map(|media_type| ("Content-Type", media_type));
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value));
        for (name, value) in content_type.into_iter().chain(headers) {
            // A line break would end the header and begin another, or the content.
            super::header(name, value)?;
            out.extend_from_slice(format!("\r\n{name}: {value}").as_bytes());
        }
        out.extend_from_slice(b"\r\n\r\n");
        Ok(())
    }
}

/// A boundary that nobody can foresee, so that no content can hold it: what is streamed cannot be searched for it.
#[inline]
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("----------{:016x}{:016x}", random(), random())
}

/// An attribute of `Content-Disposition`, with what would end it escaped as browsers do (WHATWG, "Multipart form data").
#[inline]
fn attribute(out: &mut Vec<u8>, name: &str, value: &str) {
    let value = value.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    out.extend_from_slice(format!("; {name}=\"{value}\"").as_bytes());
}

/// A `multipart/form-data` body that is written field by field.
#[derive(Debug)]
pub struct PartsObject {
    body: Multipart,
    encoding: FormEncoding,
    extra: ExtraBody,
    failure: Option<Error>,
}

impl PartsObject {
    #[inline]
    pub(super) fn new(encoding: FormEncoding, extra: ExtraBody) -> Self {
        Self { body: Multipart::new(), encoding, extra, failure: None }
    }

    /// Writes a field: a list is one part for each item, an object is JSON, null is not sent.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if !self.extra.contains_key(name) {
            let (value, uploads) = upload::collect(value);
            self.value(name, value, &uploads);
        }
    }

    /// Writes a field if there is a value.
    #[allow(clippy::ref_option, reason = "generated code hands over its fields as they are")]
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes the fields of an object, whatever it is.
    pub(super) fn object<T: Serialize + ?Sized>(&mut self, value: &T) {
        match upload::collect(value) {
            (Ok(Json::Object(fields)), uploads) => {
                for (name, value) in fields {
                    if !self.extra.contains_key(&name) {
                        self.value(&name, Ok(value), &uploads);
                    }
                }
            }
            (Ok(_), _) => self.fail(Error::invalid_argument("a body of parts must be an object")),
            (Err(error), _) => self.fail(Error::invalid_argument("the body cannot be written").with_source(error)),
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.body.parts.is_empty() && self.extra.is_empty() && self.failure.is_none()
    }

    #[inline]
    pub(super) fn finish(mut self) -> Result<Multipart> {
        for (name, value) in core::mem::take(&mut self.extra) {
            self.value(&name, Ok(value), &[]);
        }
        self.failure.map_or(Ok(self.body), Err)
    }

    #[inline]
    fn fail(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    #[inline]
    fn value(&mut self, name: &str, value: serde_json::Result<Json>, uploads: &[Upload]) {
        let delimiter = self.encoding.style(name).and_then(QueryStyle::delimiter);
        let written = value.and_then(|value| match (value, delimiter) {
            // Files cannot be joined: each is a part.
            (Json::Array(items), Some(delimiter)) if !items.is_empty() && !items.iter().any(holds_upload) => {
                let items: Vec<String> = items.iter().filter(|item| !item.is_null()).map(scalar).collect();
                self.part(name, name, &Json::from(items.join(delimiter)), uploads)
            }
            (Json::Array(items), _) => items.iter().try_for_each(|item| self.part(name, name, item, uploads)),
            (value, _) => self.part(name, name, &value, uploads),
        });
        if let Err(error) = written {
            self.fail(Error::invalid_argument(format!("`{name}` cannot be written")).with_source(error));
        }
    }

    /// Adds the part of a value; `field` is what the encoding calls it.
    #[inline]
    fn part(&mut self, field: &str, name: &str, value: &Json, uploads: &[Upload]) -> serde_json::Result<()> {
        let content_type = self.encoding.content_type(field);
        // JSON holds no files: what holds one is spelt with brackets, as in a URL-encoded form.
        let in_brackets = upload::number(value).is_none()
            && (self.encoding.style(field) == Some(QueryStyle::DeepObject) || holds_upload(value));
        let mut part = match value {
            Json::Null => return Ok(()),
            Json::Object(fields) if in_brackets => {
                return fields
                    .iter()
                    .try_for_each(|(key, value)| self.part(field, &format!("{name}[{key}]"), value, uploads));
            }
            Json::Array(items) if in_brackets => {
                let mut numbered = items.iter().enumerate();
                return numbered
                    .try_for_each(|(number, item)| self.part(field, &format!("{name}[{number}]"), item, uploads));
            }
            Json::Object(_) | Json::Array(_) => match upload::number(value).and_then(|number| uploads.get(number)) {
                Some(file) => Part::file(name, file, content_type),
                None => Part::text(name, json_text::text(value)?.into(), Some(content_type.unwrap_or(JSON))),
            },
            value => Part::text(name, scalar(value).into(), content_type),
        };
        let headers = self.encoding.headers(field).map(|(name, value)| (name.to_owned(), value.to_owned()));
        part.headers.splice(..0, headers);
        self.body.parts.push(part);
        Ok(())
    }
}

#[inline]
fn holds_upload(value: &Json) -> bool {
    match value {
        Json::Object(fields) => upload::number(value).is_some() || fields.values().any(holds_upload),
        Json::Array(items) => items.iter().any(holds_upload),
        _ => false,
    }
}

/// A scalar as text.
#[inline]
fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => {
            let text = number.to_string();
            // `limit: 50.0` is the integer 50 to JSON Schema, and to servers that read an integer.
            text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
        }
        value => value.to_string(),
    }
}
