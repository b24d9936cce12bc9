//! [`Error`]: the one error type of the SDK.
//!
//! In: what went wrong and as much of the request and the answer as is known. Out: predicates, the status, the raw
//! body, the request id. Not here: secrets; no text or `Debug` of an error holds a credential, a request's headers, its
//! query or its body.

use core::fmt;
use std::borrow::Cow;
use std::error::Error as StdError;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use super::codec::any_json;
use super::headers;
use super::response::request_id;
use super::retry::RetryPolicy;
use super::statuses::ErrorByStatus;
use super::transport::TransportError;

/// The result of a call.
pub type Result<T, E = Error> = core::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// Characters of a body that a message shows.
const EXCERPT: usize = 200;

/// What went wrong with a call or with the client's set-up.
///
/// One pointer wide. Ask the `is_…` predicates, or match on [`kind`](Self::kind).
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Source>,
    method: Option<Method>,
    path: Cow<'static, str>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be set up: a missing credential, a base URL that is none.
    Config,
    /// An argument cannot be sent, such as an empty path parameter. Nothing was sent.
    InvalidArgument,
    /// No connection, or one that broke; nothing is known about what the server did.
    Connection,
    /// Time ran out for one attempt, or for all of them.
    Timeout,
    /// A middleware or a transport of your own gave the call up.
    Refused,
    /// The server answered with a status other than 2xx.
    Status,
    /// The server's answer is not of the documented shape.
    Decode,
    /// The server ended a stream with an error of its own; `body` has what it said.
    Stream,
    /// What was downloaded cannot be written where the caller wants it.
    Io,
    /// The answer is longer than the client accepts.
    TooLarge,
    /// Following the pages would not end: the server repeated a cursor.
    Pagination,
    /// A webhook's signature does not hold.
    Webhook,
    /// There is no access token: its provider failed, or what a token endpoint answered has none. Where the endpoint
    /// could not be reached or refused, the kind is that of its answer.
    Token,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            source: None,
            method: None,
            path: Cow::Borrowed(""),
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            attempts: 0,
        }))
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    /// A middleware of your own gives a call up. The source must not hold credentials.
    pub fn refused(source: impl Into<Source>) -> Self {
        let source = source.into();
        Self::new(ErrorKind::Refused, source.to_string()).with_source(source)
    }

    /// A credential was neither given as an option nor found in the environment.
    #[must_use]
    pub fn missing_credential(option: &str, variable: &str) -> Self {
        Self::config(format!(
            "no credential: set the option `{option}` of the client's builder, or the environment variable `{variable}`"
        ))
    }

    /// The same failure, as the reason of a larger one.
    pub(crate) fn because_of(mut self, larger: &str) -> Self {
        self.0.message = format!("{larger}: {}", self.0.message);
        self
    }

    /// The same failure, with more of what the server said of it.
    pub(crate) fn adding(mut self, said: &str) -> Self {
        self.0.message = format!("{}: {}", self.0.message, excerpt(said.as_bytes()));
        self
    }

    /// The same failure for another call.
    pub(crate) fn without_source(&self) -> Self {
        let Inner { kind, status, attempts, .. } = *self.0;
        let (message, method, path) = (self.0.message.clone(), self.0.method.clone(), self.0.path.clone());
        let (headers, body) = (self.0.headers.clone(), self.0.body.clone());
        Self(Box::new(Inner { kind, message, source: None, method, path, status, headers, body, attempts }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_request(mut self, method: &Method, path: Cow<'static, str>, attempts: u32) -> Self {
        self.0.method = Some(method.clone());
        self.0.path = path;
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_answer(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = body;
        self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = body;
        self
    }

    /// The connection broke, or was not made.
    pub(crate) fn transport(error: TransportError) -> Self {
        let kind = match &error {
            error if error.is_timeout() => ErrorKind::Timeout,
            error if error.is_refused() => ErrorKind::Refused,
            _ => ErrorKind::Connection,
        };
        Self::new(kind, error.to_string()).with_source(error)
    }

    /// What kind of error this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the answer; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The id the server gave the request (`x-request-id` or `request-id`); name it when asking for help.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.0.headers)
    }

    /// The body of the answer, byte for byte; empty if there was none.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The body of the answer as JSON of a type of your choice.
    ///
    /// # Errors
    /// The body is not JSON of that type.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(without_mark(&self.0.body))
            .map_err(|error| Self::new(ErrorKind::Decode, "the error's body has another shape").with_source(error))
    }

    /// The headers of the answer as a type of your choice, whose keys are their names in small letters.
    ///
    /// A header whose text is not of its type is as one that is not there; [`headers`](Self::headers) has its text.
    ///
    /// # Errors
    /// A header is missing, or is not of its type, without which there is no value of yours.
    pub fn headers_as<H: DeserializeOwned>(&self) -> Result<H> {
        headers::read(&self.0.headers)
    }

    /// The body as what is documented for the status with which it came.
    ///
    /// # Errors
    /// The status is not documented, or the body is not what is documented for it.
    pub fn body_by_status<T: ErrorByStatus>(&self) -> Result<T> {
        T::read(self)
    }

    /// The status as a number; 0 if there was no answer.
    pub(crate) fn status_code(&self) -> u16 {
        self.0.status.map_or(0, |status| status.as_u16())
    }

    /// The method of the request, if it came to one.
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.0.method.as_ref()
    }

    /// The path of the request as documented, with its parameters' names and not their values.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// How many attempts were made, the first one included; 0 where a middleware failed, or took all the time, around them.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Time ran out, for one attempt or for all.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// No connection, or a broken one.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        self.0.kind == ErrorKind::Connection
    }

    /// Whether the same call may well come through later: a broken connection, time that ran out, or a status that is worth
    /// another attempt (408, 409, 429 and from 500 on), unless the server says otherwise (`x-should-retry`).
    ///
    /// The retries of the client are used up by then. Whether what was asked for may be done twice is for the caller to
    /// know.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match (self.0.kind, self.0.status) {
            (ErrorKind::Connection | ErrorKind::Timeout, _) => true,
            (ErrorKind::Status, Some(status)) => RetryPolicy::new().is_worth_it(status, &self.0.headers),
            _ => false,
        }
    }

    /// The answer is not of the documented shape.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// An argument cannot be sent; nothing was.
    #[must_use]
    pub fn is_invalid_argument(&self) -> bool {
        self.0.kind == ErrorKind::InvalidArgument
    }

    /// Status 400.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.is_status(StatusCode::BAD_REQUEST)
    }

    /// Status 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// Status 403.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// Status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_status(StatusCode::NOT_FOUND)
    }

    /// Status 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_status(StatusCode::CONFLICT)
    }

    /// Status 422.
    #[must_use]
    pub fn is_unprocessable(&self) -> bool {
        self.is_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Any status from 500 on.
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status.is_some_and(|status| status.as_u16() >= 500)
    }

    fn is_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Status && self.0.status == Some(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = &self.0.method {
            write!(formatter, "{method} {}: ", self.0.path)?;
        }
        formatter.write_str(&self.0.message)?;
        if let Some(id) = self.request_id() {
            write!(formatter, " (request id {id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        formatter
            .debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &inner.message)
            .field("method", &inner.method)
            .field("path", &inner.path)
            .field("status", &inner.status)
            .field("request_id", &self.request_id())
            .field("body", &excerpt(&inner.body))
            .field("attempts", &inner.attempts)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// A JSON text without the byte order mark that some servers set before it (RFC 8259 §8.1).
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// The beginning of a body, on one line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    // Four bytes are the longest character, so this many bytes hold all that is shown.
    let head = body.get(..EXCERPT * 4).unwrap_or(body);
    let text: String =
        String::from_utf8_lossy(head).chars().map(|c| if c.is_control() { ' ' } else { c }).take(EXCERPT).collect();
    if text.len() < body.len() { text + "…" } else { text }
}

/// The title of a page of HTML, or its beginning; nothing if the body is no such page.
pub(crate) fn html_title(body: &[u8]) -> Option<String> {
    const HEAD: usize = 4096;
    const MOST: usize = 16;
    let head = String::from_utf8_lossy(body.get(..HEAD).unwrap_or(body)).into_owned();
    let mut text = head.trim_start_matches('\u{feff}').trim_start();
    // What may stand before a page (HTML §13.1): comments, and the declaration of XHTML.
    for (begin, end) in [("<?xml", "?>"), ("<!--", "-->")].iter().cycle().take(2 * MOST) {
        if let Some((_, rest)) = text.strip_prefix(begin).and_then(|rest| rest.split_once(end)) {
            text = rest.trim_start();
        }
    }
    // Positions in the one are positions in the other: ASCII alone is changed.
    let lower = text.to_ascii_lowercase();
    let begins_with = |tag: &&str| {
        lower.strip_prefix(*tag).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
    };
    if !["<!doctype html", "<html", "<head", "<title", "<body", "<meta"].iter().any(begins_with) {
        return None;
    }
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower.get(at..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</title")?;
        text.get(start..end).map(str::trim).filter(|title| !title.is_empty())
    });
    Some(excerpt(title.unwrap_or(text).as_bytes()))
}

/// What to say about an answer other than 2xx.
pub(crate) fn status_message(status: StatusCode, body: &[u8]) -> String {
    if let Some(title) = html_title(body) {
        return format!("the server answered {status} with a page of HTML, as proxies do and not the API: {title}");
    }
    let said = said(body);
    if said.is_empty() {
        format!("the server answered {status}")
    } else {
        format!("the server answered {status}: {said}")
    }
}

/// The server's own message where one of the usual places holds it, else the beginning of what it said.
pub(crate) fn said(body: &[u8]) -> String {
    let body = without_mark(body);
    match any_json(body) {
        Ok(json) => ["/error/message", "/message", "/error", "/detail", "/title"]
            .iter()
            .find_map(|place| json.pointer(place)?.as_str())
            .map_or_else(|| excerpt(body), |text| excerpt(text.as_bytes())),
        Err(_) => excerpt(body),
    }
}
