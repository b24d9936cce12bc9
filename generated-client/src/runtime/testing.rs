//! [`MockTransport`]: a client without a network.
//!
//! In: canned answers, in order. Out: the requests that were made. Not here: a server; give a real one's address as the
//! base URL.

use core::fmt;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::codec::Json;
use super::transport::{Body, BoxFuture, Transport, TransportError};

/// Answers requests from a list and records them. Clones share one list.
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    answers: VecDeque<core::result::Result<http::Response<Bytes>, &'static str>>,
    requests: Vec<RecordedRequest>,
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
        self.script().answers.push_back(Ok(response));
        self
    }

    /// Adds a failure to connect.
    #[must_use]
    pub fn fail(self) -> Self {
        self.script().answers.push_back(Err("a failure was asked for"));
        self
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
            let mut script = self.script();
            script.requests.push(record(parts, whole.freeze()));
            let answer = script.answers.pop_front().unwrap_or(Err("no answer is left"));
            answer.map(|response| response.map(Body::from)).map_err(TransportError::connection)
        })
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
            Some(rest.split_once('"')?.0.to_owned())
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
