//! How an answer's body becomes a value: one type per kind of body.
//!
//! In: a whole answer of status 2xx. Out: the value, or a decode error with the JSON path. Not here: pages, see `page`.

use core::marker::PhantomData;

use bytes::Bytes;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::codec::serde_source;
use super::codec::source::FromSource;
use super::error::{Error, ErrorKind, Result, excerpt, html_title, without_mark};
use super::page::{Page, PageShape};
use super::response::RawResponse;
use super::statuses::ByStatus;
use super::stream::{EventStream, Live};

/// A kind of answer.
pub trait Decode {
    /// What it decodes to.
    type Output;

    /// Whether the body is read while it arrives.
    const LIVE: bool = false;

    /// Decodes an answer of status 2xx.
    ///
    /// # Errors
    /// The body is not of the documented shape.
    fn decode(raw: RawResponse) -> Result<Self::Output>;
}

/// A JSON body.
#[derive(Debug)]
pub struct JsonBody<T>(PhantomData<T>);

/// A JSON body of which one property is returned. The operation's own type says which.
#[derive(Debug)]
pub struct InnerBody<O>(PhantomData<O>);

/// What an operation returns of its answer.
pub trait Inner {
    /// The answer.
    type Whole: FromSource;
    /// What is returned of it.
    type Held;

    /// Takes it out.
    fn inner(whole: Self::Whole) -> Self::Held;
}

impl<O: Inner> Decode for InnerBody<O> {
    type Output = O::Held;

    fn decode(raw: RawResponse) -> Result<O::Held> {
        json(&raw).map(O::inner)
    }
}

/// No body, or one that says nothing.
#[derive(Debug)]
pub struct NoBody;

/// A body of text.
#[derive(Debug)]
pub struct TextBody;

/// A body of bytes.
#[derive(Debug)]
pub struct BytesBody;

/// A JSON body that is one page of several.
#[derive(Debug)]
pub struct PageBody<T>(PhantomData<T>);

/// A body that is a stream of values.
#[derive(Debug)]
pub struct StreamBody<T>(PhantomData<T>);

impl<T: FromSource> Decode for JsonBody<T> {
    type Output = T;

    fn decode(raw: RawResponse) -> Result<T> {
        json(&raw)
    }
}

impl Decode for NoBody {
    type Output = ();

    fn decode(_: RawResponse) -> Result<()> {
        Ok(())
    }
}

impl Decode for TextBody {
    type Output = String;

    fn decode(raw: RawResponse) -> Result<String> {
        match String::from_utf8(Vec::from(raw.answer.body.clone())) {
            Ok(text) => Ok(text),
            Err(error) => Err(failure(&raw, "the body is not UTF-8 text".to_owned()).with_source(error.utf8_error())),
        }
    }
}

impl Decode for BytesBody {
    type Output = Bytes;

    fn decode(raw: RawResponse) -> Result<Bytes> {
        Ok(raw.answer.body)
    }
}

impl<T: PageShape> Decode for PageBody<T> {
    type Output = Page<T>;

    fn decode(raw: RawResponse) -> Result<Page<T>> {
        let data = json(&raw)?;
        Page::new(data, raw)
    }
}

/// A body that depends on the status or the media type.
#[derive(Debug)]
pub struct StatusBody<T>(PhantomData<T>);

impl<T: ByStatus> Decode for StatusBody<T> {
    type Output = T;

    fn decode(raw: RawResponse) -> Result<T> {
        T::read(raw)
    }
}

impl<T: DeserializeOwned> Decode for StreamBody<T> {
    type Output = EventStream<T>;
    const LIVE: bool = true;

    fn decode(raw: RawResponse) -> Result<EventStream<T>> {
        Ok(EventStream::new(Live::open(raw)))
    }
}

/// Decodes a JSON body of a documented type; an empty one reads as `null`, so that optional answers may be empty.
///
/// # Errors
/// The body is not of that type.
pub fn json<T: FromSource>(raw: &RawResponse) -> Result<T> {
    json_of::<Sourced<T>>(raw).map(|read| read.0)
}

/// Decodes a JSON body of the caller's own type; an empty one reads as `null`.
pub(super) fn json_of<T: DeserializeOwned>(raw: &RawResponse) -> Result<T> {
    let text: &[u8] = if raw.answer.body.is_empty() { b"null" } else { without_mark(&raw.answer.body) };
    // Checked as a whole, it need not be checked string by string.
    let read = match core::str::from_utf8(text) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(text),
    };
    read.map_err(|error| describe(raw, error, &place::<T>(text)))
}

/// What is read from a source, to serde.
pub(super) struct Sourced<T>(pub(super) T);

impl<'de, T: FromSource> Deserialize<'de> for Sourced<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> core::result::Result<Self, D::Error> {
        serde_source::read(deserializer).map(Self)
    }
}

/// Where in a JSON text the first thing stands that a type does not take: ` at `a.b``, or nothing for the whole.
///
/// The path is worth its price only when something is wrong, so it is looked for in a second pass.
#[cold]
pub(super) fn place<T: DeserializeOwned>(text: &[u8]) -> String {
    let mut json = serde_json::Deserializer::from_slice(text);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(tracked) if tracked.path().iter().len() > 0 => format!(" at `{}`", tracked.path()),
        _ => String::new(),
    }
}

#[cold]
fn describe(raw: &RawResponse, error: serde_json::Error, place: &str) -> Error {
    let header =
        |name| raw.answer.meta.headers.get(name).map(|value: &http::HeaderValue| value.to_str().unwrap_or("?"));
    let message = if raw.answer.body.is_empty() {
        "the answer has no body".to_owned()
    } else if let Some(title) = html_title(&raw.answer.body) {
        format!("the answer is a page of HTML, as proxies and sign-in pages send, and not the JSON expected: {title}")
    } else if let Some(coding) = header(http::header::CONTENT_ENCODING).filter(|coding| *coding != "identity") {
        // What the HTTP client decompresses has no such header any more.
        format!("the answer is compressed (`{coding}`), and this crate was built without the feature that reads that")
    } else {
        let body = excerpt(&raw.answer.body);
        match header(http::header::CONTENT_TYPE) {
            Some(media) if !media.contains("json") => {
                format!("the answer is `{media}` and not the JSON expected{place}: {error}; it begins: {body}")
            }
            _ => format!("the answer is not of the documented shape{place}: {error}; it begins: {body}"),
        }
    };
    failure(raw, message).with_source(error)
}

pub(super) fn failure(raw: &RawResponse, message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
        .with_request(raw.request.method(), raw.request.template(), raw.answer.meta.attempts)
        .with_answer(raw.answer.meta.status, raw.answer.meta.headers.clone(), raw.answer.body.clone())
}
