//! [`Response`]: an answer together with its status and headers.
//!
//! In: a raw answer. Out: the decoded value and what came with it. Not here: decoding, see `decode`.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::error::Result;
use super::execute::Prepared;
use super::headers;
use super::transport::Body;

/// A decoded answer with its status, headers and raw body.
#[derive(Clone, Debug)]
pub struct Response<T> {
    data: T,
    meta: Meta,
}

/// What comes with an answer's value.
#[derive(Clone, Debug)]
pub(crate) struct Meta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// An answer of status 2xx, not decoded, and the request it answers.
#[derive(Debug)]
pub struct RawResponse {
    pub(crate) answer: Box<Answer>,
    pub(crate) request: Box<Prepared>,
}

/// An answer of any status. It is kept in a box, since it is handed on by everything a call goes through.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) meta: Meta,
    pub(crate) body: Bytes,
    /// The body, or what of it was not read yet.
    pub(crate) rest: Option<Body>,
}

impl<T> Response<T> {
    pub(crate) fn new(data: T, meta: Meta) -> Self {
        Self { data, meta }
    }

    pub(crate) fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The value.
    #[must_use]
    pub fn data(&self) -> &T {
        &self.data
    }

    /// The value, without what came with it.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.data
    }

    /// The status, always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.meta.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.headers
    }

    /// The headers as a type: the one that the operation has for them, where they are documented, or your own. Its keys
    /// are the names of headers in small letters.
    ///
    /// A header whose text is not of its type is as one that is not there; [`headers`](Self::headers) has its text.
    ///
    /// # Errors
    /// A header is missing, or is not of its type, without which there is no value of yours.
    pub fn headers_as<H: DeserializeOwned>(&self) -> Result<H> {
        headers::read(&self.meta.headers)
    }

    /// The id the server gave the request: `x-request-id` or `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.meta.headers)
    }

    /// How many attempts were made, the first one included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.meta.attempts
    }

    /// How many of the attempts were retries.
    #[must_use]
    pub fn retries_taken(&self) -> u32 {
        self.meta.attempts.saturating_sub(1)
    }

    /// The time from sending to the last byte, over all attempts and the waits between them.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.meta.elapsed
    }

    /// The same answer with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { data: change(self.data), meta: self.meta }
    }
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id"].iter().find_map(|name| headers.get(*name)?.to_str().ok())
}
