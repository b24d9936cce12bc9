//! [`UntypedRequest`]: endpoints that the description does not have, with the client's credentials, limits and retries.
//!
//! In: a method, a path, whatever is to be sent. Out: JSON of a type of the caller's choice, bytes, or a stream of either.
//! Not here: anything the API promises.

use core::fmt;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Sending;
use super::client::core::Core;
use super::client::servers::is_absolute;
use super::decode::json_of;
use super::error::Error;
use super::execute::{Limits, Prepared};
use super::page::next::Trail;
use super::request::multipart::Multipart;
use super::request::query_style::QueryStyle;
use super::request::upload::Upload;
use super::request::{ExtraBody, RequestWriter};
use super::response::Response;
use super::retry::RetryPolicy;
use super::stream::{Download, EventStream, Framing, Live, ServerSentEvent, Streaming};

/// A request to an endpoint that has no method of its own.
#[must_use = "a request does nothing until it is sent"]
pub struct UntypedRequest {
    core: Arc<Core>,
    method: Method,
    target: String,
    writer: RequestWriter,
    limits: Limits,
}

impl UntypedRequest {
    /// A request to a path below the base URL, or to a whole URL; credentials go only to the base URL's own host.
    pub fn new(core: Arc<Core>, method: Method, path: impl Into<String>) -> Self {
        Self {
            writer: RequestWriter::new(core.nesting(), ExtraBody::new()),
            core,
            method,
            target: path.into(),
            limits: Limits::default(),
        }
    }

    /// Adds a query parameter; arrays repeat the name.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.writer.query(name, QueryStyle::Form { explode: true }, value);
        self
    }

    /// Sets a header.
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.writer.header_text(name, value);
        self
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.writer.json(body);
        self
    }

    /// Sets a URL-encoded body: an object's fields, whose arrays repeat the name and whose objects use brackets.
    pub fn form<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.writer.form(body);
        self
    }

    /// Sets a body of parts.
    #[inline]
    pub fn multipart(mut self, body: &Multipart) -> Self {
        self.writer.multipart("multipart/form-data", body);
        self
    }

    /// Sets a body of bytes, a file or a stream; the media type is its own, else `application/octet-stream`.
    pub fn upload(mut self, body: impl Into<Upload>) -> Self {
        self.writer.upload("application/octet-stream", &body.into());
        self
    }

    /// Sets a body of bytes.
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.writer.set_body(content_type, body.into());
        self
    }

    /// Limits each attempt.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = Some(timeout);
        self
    }

    /// Limits all attempts and the waits between them.
    #[inline]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.limits.total_timeout = Some(timeout);
        self
    }

    /// How often a failed attempt is repeated.
    #[inline]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.limits.max_retries = Some(retries);
        self
    }

    /// Which failed attempts are repeated, and when.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = Some(Arc::new(policy));
        self
    }

    /// Sends it and decodes the JSON answer.
    ///
    /// # Errors
    /// Those of any call.
    pub fn send<T: DeserializeOwned>(self) -> Sending<T> {
        Sending::new(self.prepare("application/json", None), |raw| json_of(&raw))
    }

    /// The same, with the answer's status and headers.
    ///
    /// # Errors
    /// Those of any call.
    pub fn with_response<T: DeserializeOwned>(self) -> Sending<Response<T>> {
        Sending::new(self.prepare("application/json", None), |raw| {
            let data = json_of(&raw)?;
            Ok(Response::new(data, raw.answer.meta))
        })
    }

    /// Sends it and gives the answer's bytes as they are.
    ///
    /// # Errors
    /// Those of any call.
    #[inline]
    pub fn send_raw(self) -> Sending<Response<Bytes>> {
        Sending::new(self.prepare("*/*", None), |raw| Ok(Response::new(raw.answer.body, raw.answer.meta)))
    }

    /// Sends it, and gives the answer's bytes while they arrive.
    #[inline]
    pub fn download(self) -> Download {
        Download::new(Live::new(self.prepare("*/*", None).map(|mut prepared| {
            prepared.live = true;
            prepared
        })))
    }

    /// Sends it, and gives each server-sent event as it arrives, with its name, id and data.
    #[inline]
    pub fn events(self) -> EventStream<ServerSentEvent> {
        static EVENTS: Streaming = Streaming::new("text/event-stream", Framing::Event);
        self.values(&EVENTS)
    }

    /// Sends it, and gives the data of each server-sent event, read as JSON, as it arrives. `[DONE]` is the end.
    pub fn stream<T>(self) -> EventStream<T> {
        static DATA: Streaming = Streaming::new("text/event-stream", Framing::Data);
        self.values(&DATA)
    }

    /// Sends it, and gives each line of the answer, read as JSON, as it arrives.
    pub fn lines<T>(self) -> EventStream<T> {
        static LINES: Streaming = Streaming::new("application/x-ndjson", Framing::Lines);
        self.values(&LINES)
    }

    fn values<T>(self, streaming: &'static Streaming) -> EventStream<T> {
        EventStream::new(Live::new(self.prepare(streaming.accept, Some(streaming))))
    }

    #[inline]
    fn prepare(
        mut self,
        accept: &'static str,
        streaming: Option<&'static Streaming>,
    ) -> super::error::Result<Box<Prepared>> {
        // The query may hold secrets, and a whole URL personal data: errors show the path alone.
        let mut shown = self.target.split(['?', '#']).next().unwrap_or_default().to_owned();
        let amiss = if self.target.contains(|c: char| c.is_ascii_control()) {
            // Whoever reads URLs drops some of them, so that another endpoint would be reached.
            Some("the path has control characters")
        } else if is_absolute(&shown) && shown.split('/').nth(2).is_some_and(|host| host.contains('@')) {
            shown = shown.split_once('@').map_or_else(String::new, |(_, rest)| rest.to_owned());
            Some("the URL must not hold a user name or password")
        } else {
            None
        };
        let template: Cow<'static, str> = Cow::Owned(shown);
        let draft = amiss.map_or_else(|| self.writer.finish(), |amiss| Err(Error::invalid_argument(amiss)));
        let draft = draft.map_err(|error| error.with_request(&self.method, template.clone(), 0))?;
        Ok(Box::new(Prepared {
            core: self.core,
            method: self.method,
            template,
            server: None,
            target: self.target,
            accept,
            security: None,
            retry: true,
            draft,
            limits: self.limits,
            paging: None,
            trail: Trail::default(),
            live: streaming.is_some(),
            streaming,
        }))
    }
}

impl fmt::Debug for UntypedRequest {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UntypedRequest")
            .field("method", &self.method)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
