//! [`RequestWriter`]: the arguments of one call, written down.
//!
//! In: parameters and bodies, any `Serialize`. Out: encoded query pairs, headers and a body. The first error is kept
//! and returned when the call is sent, so that generated code needs no `?`. Not here: the base URL, credentials, I/O.

mod encoding;
pub mod form;
pub(crate) mod globals;
pub mod json_object;
mod json_text;
pub mod multipart;
mod none;
mod param_value;
pub mod path;
pub(crate) mod payload;
pub mod query;
pub mod query_style;
pub mod text_style;
pub mod upload;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use self::encoding::FormEncoding;
use self::form::FormObject;
use self::globals::{Global, Globals};
use self::json_object::JsonObject;
use self::multipart::{Multipart, PartsObject};
use self::none::is_none;
use self::payload::Payload;
use self::query::Query;
use self::query_style::{Allow, Nesting, QueryStyle};
use self::text_style::{Encoding, TextStyle};
use self::upload::Upload;
use super::codec::{Json, any_json};
use super::error::{Error, Result};

/// Fields of a body that the operation does not know, from `extra_body`.
pub(crate) type ExtraBody = serde_json::Map<String, Json>;

/// Writes down the arguments of one call.
#[derive(Debug, Default)]
pub struct RequestWriter {
    nesting: Nesting,
    draft: Draft,
    cookies: String,
    globals: Vec<Global>,
    encoding: FormEncoding,
    extra_body: ExtraBody,
    failure: Option<Error>,
}

/// What a [`RequestWriter`] has written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    /// What the body is, unless a header says so. Apart, since many a call has no other header.
    pub(crate) media_type: Option<HeaderValue>,
    pub(crate) body: Option<Payload>,
}

impl RequestWriter {
    pub(crate) fn new(nesting: Nesting, extra_body: ExtraBody) -> Self {
        Self { nesting, extra_body, ..Self::default() }
    }

    /// Writes a query parameter; `None`, null and empty lists and objects are not sent.
    pub fn query<T: Serialize + ?Sized>(&mut self, name: &str, style: QueryStyle, value: &T) {
        self.query_with(name, style, Allow::default(), value);
    }

    /// Writes a query parameter that may hold what others may not.
    pub fn query_with<T: Serialize + ?Sized>(&mut self, name: &str, style: QueryStyle, allow: Allow, value: &T) {
        let written = json_text::text(value)
            .and_then(|json| style.write(name, &json, allow, self.nesting, &mut self.draft.query));
        self.check(name, written);
    }

    /// A query parameter that the client knows where the call does not.
    pub fn global_query(&mut self, name: &'static str) {
        self.globals.push(Global::Query(name));
    }

    /// A header that the client knows where the call does not.
    pub fn global_header(&mut self, name: &'static str) {
        self.globals.push(Global::Header(name));
    }

    /// Writes the whole query (OpenAPI 3.2, `in: querystring`); `None` and null are not sent.
    pub fn query_string<T: Serialize + ?Sized>(&mut self, name: &str, style: TextStyle, value: &T) {
        if let Some(text) = self.spelt(name, style, Encoding::Percent, value) {
            self.draft.query.push_raw("", text);
        }
    }

    /// Writes a header parameter (style `simple`: arrays joined by commas); `None` and null are not sent.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.header_with(name, TextStyle::Simple { explode: false }, value);
    }

    /// Writes a header parameter in another style; `None` and null are not sent.
    pub fn header_with<T: Serialize + ?Sized>(&mut self, name: &str, style: TextStyle, value: &T) {
        if let Some(text) = self.spelt(name, style, Encoding::None, value) {
            self.header_text(name, &text);
        }
    }

    /// Writes a cookie parameter (style `form`: arrays joined by commas); `None` and null are not sent.
    pub fn cookie<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.cookie_with(name, TextStyle::Form { explode: false }, value);
    }

    /// Writes a cookie parameter in another style; `None` and null are not sent. In style `cookie` nothing is encoded, so
    /// a value with a `;` is refused.
    pub fn cookie_with<T: Serialize + ?Sized>(&mut self, name: &str, style: TextStyle, value: &T) {
        let encoding = if matches!(style, TextStyle::Cookie { .. }) { Encoding::None } else { Encoding::Percent };
        let Some(text) = self.spelt(name, style, encoding, value) else { return };
        if !self.cookies.is_empty() {
            self.cookies.push_str("; ");
        }
        if style == TextStyle::Json {
            query::push_encoded(&mut self.cookies, name);
            self.cookies.push('=');
        }
        self.cookies.push_str(&text);
    }

    /// Writes a JSON body; `None` sends no body, null sends `null`.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        if !is_none(body) {
            let text = json_text::text(body);
            self.json_text(text);
        }
    }

    /// Writes a JSON object field by field.
    pub fn json_object(&mut self, write: impl FnOnce(&mut JsonObject)) {
        let mut object = JsonObject::new(std::mem::take(&mut self.extra_body));
        write(&mut object);
        self.finish_object(object);
    }

    /// Writes a JSON object field by field, and no body at all when no field was written.
    pub fn optional_json_object(&mut self, write: impl FnOnce(&mut JsonObject)) {
        let mut object = JsonObject::new(std::mem::take(&mut self.extra_body));
        write(&mut object);
        if !object.is_empty() {
            self.finish_object(object);
        }
    }

    /// Writes a list as JSON, one item a line (NDJSON); `None` sends no body.
    pub fn json_lines<T: Serialize>(&mut self, media_type: &str, body: &T) {
        let items = match self.value("body", body) {
            Some(Json::Array(items)) => items,
            Some(item) => vec![item],
            None => return,
        };
        let mut text = Vec::new();
        for item in &items {
            if let Err(error) = json_text::write(&mut text, item) {
                self.fail(Error::invalid_argument("the body cannot be written as JSON").with_source(error));
            }
            text.push(b'\n');
        }
        self.set_body(media_type, text.into());
    }

    /// States the style of a field of the URL-encoded form that is written next.
    pub fn style(&mut self, field: &'static str, style: QueryStyle) {
        self.encoding.add_style(field, style);
    }

    /// States how objects and arrays are named in the URL-encoded form that is written next.
    pub fn form_nesting(&mut self, nesting: Nesting) {
        self.encoding.set_nesting(nesting);
    }

    /// States the media type of a part that is written next.
    pub fn part_type(&mut self, field: &'static str, media_type: &'static str) {
        self.encoding.add_content_type(field, media_type);
    }

    /// States a header of a part that is written next.
    pub fn part_header(&mut self, field: &'static str, name: &'static str, value: &'static str) {
        self.encoding.add_header(field, name, value);
    }

    /// Writes an `application/x-www-form-urlencoded` body from an object; `None` sends no body.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T) {
        match self.value("body", body) {
            Some(Json::Object(fields)) => self.form_object(|form| {
                for (name, value) in &fields {
                    form.field(name, value);
                }
            }),
            Some(_) => self.fail(Error::invalid_argument("the body of a form must be an object")),
            None => {}
        }
    }

    /// Writes an `application/x-www-form-urlencoded` body field by field.
    pub fn form_object(&mut self, write: impl FnOnce(&mut FormObject)) {
        let form = self.written_form(write);
        self.finish_form(form);
    }

    /// Writes such a body, and no body at all when no field was written.
    pub fn optional_form_object(&mut self, write: impl FnOnce(&mut FormObject)) {
        let form = self.written_form(write);
        if !form.is_empty() {
            self.finish_form(form);
        }
    }

    /// Writes a body of bytes; `None` sends no body. The media type is the caller's, else this one.
    pub fn upload<'a>(&mut self, media_type: &str, body: impl Into<Option<&'a Upload>>) {
        if let Some(body) = body.into() {
            self.header_text(CONTENT_TYPE.as_str(), body.media_type().unwrap_or(media_type));
            self.draft.body = Some(body.content().clone().into());
        }
    }

    /// Writes a body of text; `None` sends no body.
    pub fn text<'a>(&mut self, media_type: &str, body: impl Into<Option<&'a String>>) {
        if let Some(body) = body.into() {
            self.set_body(media_type, Bytes::copy_from_slice(body.as_bytes()));
        }
    }

    /// Writes a body of parts; `None` sends no body.
    pub fn multipart<'a>(&mut self, media_type: &str, body: impl Into<Option<&'a Multipart>>) {
        if let Some(body) = body.into() {
            match body.write() {
                Ok((body, boundary)) => {
                    self.header_text(CONTENT_TYPE.as_str(), &format!("{media_type}; boundary={boundary}"));
                    self.draft.body = Some(body);
                }
                Err(error) => self.fail(error),
            }
        }
    }

    /// Writes a body of parts from an object; `None` sends no body.
    pub fn parts<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        if !is_none(body) {
            let parts = self.written_parts(|parts| parts.object(body));
            self.finish_parts(media_type, parts);
        }
    }

    /// Writes a body of parts field by field.
    pub fn parts_object(&mut self, media_type: &str, write: impl FnOnce(&mut PartsObject)) {
        let parts = self.written_parts(write);
        self.finish_parts(media_type, parts);
    }

    /// Writes such a body, and no body at all when no field was written.
    pub fn optional_parts_object(&mut self, media_type: &str, write: impl FnOnce(&mut PartsObject)) {
        let parts = self.written_parts(write);
        if !parts.is_empty() {
            self.finish_parts(media_type, parts);
        }
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.header_text(CONTENT_TYPE.as_str(), content_type);
        self.draft.body = Some(body.into());
    }

    /// The same with a media type that need not be copied.
    fn set_known_body(&mut self, content_type: &'static str, body: Bytes) {
        match media_type(content_type) {
            Ok(content_type) => {
                // The body that is written last says what it is.
                self.draft.headers.remove(CONTENT_TYPE);
                self.draft.media_type = Some(content_type);
                self.draft.body = Some(body.into());
            }
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn header_text(&mut self, name: &str, text: &str) {
        match header(name, text) {
            Ok((name, value)) => {
                self.draft.headers.insert(name, value);
            }
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn fail(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    /// Writes what the client knows of those parameters that the call left out.
    pub(crate) fn fill(&mut self, known: &Globals) {
        for global in std::mem::take(&mut self.globals) {
            match (global, known.get(global)) {
                (Global::Query(name), Some(value)) if self.draft.query.names().all(|other| other != name) => {
                    self.draft.query.push(name, value);
                }
                (Global::Header(name), Some(value)) if !self.draft.headers.contains_key(name) => {
                    self.header_text(name, value);
                }
                _ => {}
            }
        }
    }

    /// What was written, or the first error.
    pub(crate) fn finish(&mut self) -> Result<Draft> {
        if !self.extra_body.is_empty() {
            self.add_extra_body();
        }
        if !self.cookies.is_empty() {
            let cookies = std::mem::take(&mut self.cookies);
            self.header_text(COOKIE.as_str(), &cookies);
        }
        match self.failure.take() {
            Some(error) => Err(error),
            None => Ok(std::mem::take(&mut self.draft)),
        }
    }

    /// A parameter in a style, if it is to be sent.
    fn spelt<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        style: TextStyle,
        encoding: Encoding,
        value: &T,
    ) -> Option<String> {
        let written = json_text::text(value).and_then(|json| style.spell(name, &json, encoding));
        self.check(name, written).flatten()
    }

    fn check<T>(&mut self, name: &str, written: serde_json::Result<T>) -> Option<T> {
        written
            .map_err(|error| {
                self.fail(Error::invalid_argument(format!("`{name}` cannot be written")).with_source(error));
            })
            .ok()
    }

    /// A body as JSON, if it is to be sent.
    fn value<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Option<Json> {
        match serde_json::to_value(value) {
            Ok(Json::Null) => None,
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(Error::invalid_argument(format!("`{name}` cannot be written")).with_source(error));
                None
            }
        }
    }

    fn written_form(&mut self, write: impl FnOnce(&mut FormObject)) -> FormObject {
        let mut form = FormObject::new(std::mem::take(&mut self.encoding), std::mem::take(&mut self.extra_body));
        write(&mut form);
        form
    }

    fn finish_form(&mut self, form: FormObject) {
        match form.finish() {
            Ok(text) => self.set_known_body("application/x-www-form-urlencoded", text.into()),
            Err(error) => self.fail(error),
        }
    }

    fn written_parts(&mut self, write: impl FnOnce(&mut PartsObject)) -> PartsObject {
        let mut parts = PartsObject::new(std::mem::take(&mut self.encoding), std::mem::take(&mut self.extra_body));
        write(&mut parts);
        parts
    }

    fn finish_parts(&mut self, media_type: &str, parts: PartsObject) {
        match parts.finish() {
            Ok(body) => self.multipart(media_type, &body),
            Err(error) => self.fail(error),
        }
    }

    fn finish_object(&mut self, object: JsonObject) {
        let text = object.finish();
        self.json_text(text);
    }

    fn json_text(&mut self, text: serde_json::Result<Vec<u8>>) {
        match text {
            Ok(text) => self.set_known_body("application/json", text.into()),
            Err(error) => {
                self.fail(Error::invalid_argument("the body cannot be written as JSON").with_source(error));
            }
        }
    }

    /// Merges `extra_body` into a body that was not written field by field.
    fn add_extra_body(&mut self) {
        let body = self.draft.body.as_ref().map(|body| body.as_bytes().and_then(|body| any_json(body).ok()));
        let mut fields = match body {
            None => ExtraBody::new(),
            Some(Some(Json::Object(fields))) => fields,
            Some(_) => {
                self.fail(Error::invalid_argument("`extra_body` needs a request whose body is a JSON object"));
                return;
            }
        };
        fields.append(&mut self.extra_body);
        let text = json_text::text(&fields);
        let own = self.draft.headers.remove(CONTENT_TYPE);
        self.json_text(text);
        self.draft.headers.extend(own.map(|own| (CONTENT_TYPE, own)));
    }
}

/// A header from text; an error names the header and never shows the value, which may be a secret.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let invalid = |part| Error::invalid_argument(format!("header `{}`: {part}", name.escape_debug()));
    Ok((
        HeaderName::try_from(name).map_err(|_| invalid("not a header name"))?,
        HeaderValue::try_from(value).map_err(|_| invalid("the value has characters that a header cannot hold"))?,
    ))
}

/// A media type of the description as a header.
pub(crate) fn media_type(text: &'static str) -> Result<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
        .map_err(|_| Error::invalid_argument("the operation's media type cannot stand in a header"))
}

/// Puts headers over others of the same names.
pub(crate) fn overlay(under: &mut HeaderMap, over: &HeaderMap) {
    if over.is_empty() {
        return;
    }
    // The values of one name follow each other: the first takes the place of what was there.
    let mut last = None;
    for (name, value) in over {
        if last.replace(name) == Some(name) {
            under.append(name, value.clone());
        } else {
            under.insert(name, value.clone());
        }
    }
}
