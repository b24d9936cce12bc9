//! [`MockTransport`]: a client without a network.
//!
//! In: canned answers and failures, in order or by path. Out: the requests that were made, and whether they are those that
//! a test expects. Not here: a server; give a real one's address as the base URL.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::codec::Json;
use super::transport::{Body, BoxFuture, Transport, TransportError};

/// Answers requests from a list and records them. Clones share one list.
///
/// Each request is given the first answer that is left and is not for others ([`only_for`](Self::only_for)). A request
/// without one fails to connect.
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    answers: VecDeque<Planned>,
    requests: Vec<RecordedRequest>,
}

/// An answer to come.
#[derive(Clone)]
struct Planned {
    outcome: core::result::Result<http::Response<Bytes>, Failure>,
    /// The method and path of the requests that it is for.
    only_for: Option<(Method, String)>,
    delay: Duration,
    /// The bytes of the body that come before the connection breaks.
    breaks_after: Option<usize>,
    repeated: bool,
}

#[derive(Clone, Copy)]
enum Failure {
    Connection,
    Timeout,
}

/// A request as it would have been sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// Scheme and host.
    pub origin: String,
    /// The path, still encoded.
    pub path: String,
    /// The pairs of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The query, still encoded; empty if there is none.
    pub raw_query: String,
    /// The headers, credentials included.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RecordedRequest {
    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Holds a header against what is expected; nothing stands for a header that is not sent.
    ///
    /// # Panics
    /// It is another.
    #[track_caller]
    pub fn assert_header<'a>(&self, name: &str, expected: impl Into<Option<&'a str>>) -> &Self {
        assert_eq!(self.header(name), expected.into(), "the header `{name}` of {} {}", self.method, self.path);
        self
    }

    /// Holds the values of a query parameter, decoded and in order, against those that are expected.
    ///
    /// # Panics
    /// They are others.
    #[track_caller]
    pub fn assert_query(&self, name: &str, expected: &[&str]) -> &Self {
        let pairs = self.query.iter().filter(|(other, _)| other == name);
        let values: Vec<&str> = pairs.map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, expected, "the query parameter `{name}` of {} {}", self.method, self.path);
        self
    }

    /// Holds the body against the JSON that is expected.
    ///
    /// # Panics
    /// It is another, or no JSON.
    #[track_caller]
    pub fn assert_json(&self, expected: &Json) -> &Self {
        let body: Option<Json> = serde_json::from_slice(&self.body).ok();
        assert_eq!(body.as_ref(), Some(expected), "the body of {} {}", self.method, self.path);
        self
    }

    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A part of a `multipart/form-data` body, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedPart {
    /// Its name.
    pub name: String,
    /// The name of the file that it is.
    pub file_name: Option<String>,
    /// Its headers, as they were written.
    pub headers: Vec<(String, String)>,
    /// Its content.
    pub body: Bytes,
}

impl RecordedPart {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Its content as text; what is none shows as `\u{fffd}`.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl RecordedRequest {
    /// The pairs of a URL-encoded body, decoded, in order.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    /// The parts of a multipart body, in order; empty if it is none.
    #[must_use]
    pub fn parts(&self) -> Vec<RecordedPart> {
        let boundary = self.header("content-type").and_then(|text| text.split_once("boundary="));
        boundary.map(|(_, boundary)| parts(&self.body, boundary)).unwrap_or_default()
    }
}

impl MockTransport {
    /// No answers yet: a request without one fails to connect.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a JSON answer. A status that is none becomes 500.
    #[must_use]
    pub fn answer(self, status: u16, json: &Json) -> Self {
        self.answer_with(status, &[("content-type", "application/json")], json.to_string())
    }

    /// Adds an answer with headers and any body. A status that is none becomes 500; headers that are none are left out.
    #[must_use]
    pub fn answer_with(self, status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::try_from(*value)) {
                response.headers_mut().append(name, value);
            }
        }
        self.plan(Ok(response))
    }

    /// Adds a failure to connect.
    #[must_use]
    pub fn fail(self) -> Self {
        self.plan(Err(Failure::Connection))
    }

    /// Adds a failure because time ran out, without the wait. For one with the wait, see [`delayed`](Self::delayed).
    #[must_use]
    pub fn time_out(self) -> Self {
        self.plan(Err(Failure::Timeout))
    }

    /// The answer added last is for requests of this method and this path alone, such as `/v1/users/u_1`: as it is sent,
    /// percent-encoded and without a query.
    #[must_use]
    pub fn only_for(self, method: Method, path: impl Into<String>) -> Self {
        let path = path.into();
        self.change(|last| last.only_for = Some((method, path)))
    }

    /// The answer added last is given again and again.
    #[must_use]
    pub fn repeated(self) -> Self {
        self.change(|last| last.repeated = true)
    }

    /// The answer added last comes after so much time of tokio's clock; later than a limit of the client, it is the timeout
    /// that a slow server brings about.
    #[must_use]
    pub fn delayed(self, delay: Duration) -> Self {
        self.change(|last| last.delay = delay)
    }

    /// The connection breaks after so many bytes of the body of the answer added last.
    #[must_use]
    pub fn broken_after(self, bytes: usize) -> Self {
        self.change(|last| last.breaks_after = Some(bytes))
    }

    fn plan(self, outcome: core::result::Result<http::Response<Bytes>, Failure>) -> Self {
        let delay = Duration::ZERO;
        self.script().answers.push_back(Planned {
            outcome,
            only_for: None,
            delay,
            breaks_after: None,
            repeated: false,
        });
        self
    }

    fn change(self, change: impl FnOnce(&mut Planned)) -> Self {
        if let Some(last) = self.script().answers.back_mut() {
            change(last);
        }
        self
    }

    /// Holds the requests so far against those that are expected: method and path as sent, such as `GET /v1/users/u_1`,
    /// in order.
    ///
    /// # Panics
    /// They are others.
    #[track_caller]
    pub fn assert_sent(&self, expected: &[&str]) {
        let sent: Vec<String> =
            self.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect();
        assert_eq!(sent, expected, "the requests that were sent, and those that were expected");
    }

    /// Holds it against the answers that nobody asked for, but for those that are given again and again.
    ///
    /// # Panics
    /// There are some.
    #[track_caller]
    pub fn assert_used_up(&self) {
        let left = self.script().answers.iter().filter(|planned| !planned.repeated).count();
        assert_eq!(left, 0, "answers that no request asked for");
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.script().requests.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MockTransport").finish_non_exhaustive()
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let mut whole = BytesMut::new();
            while let Some(chunk) = body.chunk().await? {
                whole.extend_from_slice(&chunk);
            }
            let planned = self.script().next(record(parts, whole.freeze()));
            let planned = planned.ok_or_else(|| TransportError::connection("no answer is left"))?;
            if !planned.delay.is_zero() {
                tokio::time::sleep(planned.delay).await;
            }
            match planned.outcome {
                Ok(response) => Ok(response.map(|body| match planned.breaks_after {
                    None => Body::from(body),
                    Some(bytes) => Body::from_stream(Broken(Some(body.slice(..bytes.min(body.len()))))),
                })),
                Err(Failure::Connection) => Err(TransportError::connection("a failure was asked for")),
                Err(Failure::Timeout) => Err(TransportError::timeout("a timeout was asked for")),
            }
        })
    }
}

impl Script {
    /// Records a request, and takes the answer for it.
    fn next(&mut self, request: RecordedRequest) -> Option<Planned> {
        let is_for = |planned: &Planned| {
            planned.only_for.as_ref().is_none_or(|(method, path)| *method == request.method && *path == request.path)
        };
        let place = self.answers.iter().position(is_for);
        self.requests.push(request);
        let planned = self.answers.get(place?)?.clone();
        if !planned.repeated {
            self.answers.remove(place?);
        }
        Some(planned)
    }
}

/// A body that breaks off.
struct Broken(Option<Bytes>);

impl Stream for Broken {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(match self.0.take() {
            Some(bytes) => Ok(bytes),
            None => Err(TransportError::connection("a broken body was asked for")),
        }))
    }
}

fn record(parts: http::request::Parts, body: Bytes) -> RecordedRequest {
    let query = parts.uri.query().unwrap_or_default();
    RecordedRequest {
        origin: match (parts.uri.scheme_str(), parts.uri.authority()) {
            (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
            _ => String::new(),
        },
        path: parts.uri.path().to_owned(),
        query: pairs(query),
        raw_query: query.to_owned(),
        method: parts.method,
        headers: parts.headers,
        body,
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    });
    pairs.collect()
}

/// The parts of a body, as the client writes them.
fn parts(body: &Bytes, boundary: &str) -> Vec<RecordedPart> {
    let delimiter = format!("--{boundary}\r\n");
    let mut result = Vec::new();
    let mut at = find(body, delimiter.as_bytes(), 0).map(|at| at + delimiter.len());
    while let Some(start) = at {
        let Some(end) = find(body, format!("\r\n--{boundary}").as_bytes(), start) else { break };
        let part = body.slice(start..end);
        let Some(gap) = find(&part, b"\r\n\r\n", 0) else { break };
        let head = String::from_utf8_lossy(part.get(..gap).unwrap_or_default()).into_owned();
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers: Vec<(String, String)> = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let attribute = |name: &str| {
            let (_, rest) = head.split_once(&format!("; {name}=\""))?;
            let text = rest.split_once('"')?.0;
            Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
        };
        result.push(RecordedPart {
            name: attribute("name").unwrap_or_default(),
            file_name: attribute("filename"),
            headers,
            body: part.slice(gap + 4..),
        });
        let next = end + 2 + delimiter.len();
        at = body.get(end + 2..next).filter(|text| *text == delimiter.as_bytes()).map(|_| next);
    }
    result
}

fn find(text: &[u8], sought: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(sought.len()).position(|window| window == sought).map(|at| from + at)
}
