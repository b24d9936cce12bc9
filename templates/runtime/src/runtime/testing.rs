//! [`MockTransport`]: a client without a network.
//!
//! In: canned answers, in order. Out: the requests that were made. Not here: a server; give a real one's address as the
//! base URL.

use core::fmt;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
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
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        let mut script = self.script();
        script.requests.push(record(request));
        let answer = script.answers.pop_front().unwrap_or(Err("no answer is left"));
        drop(script);
        Box::pin(async move { answer.map(|response| response.map(Body::from)).map_err(TransportError::connection) })
    }
}

fn record(request: http::Request<Bytes>) -> RecordedRequest {
    let (parts, body) = request.into_parts();
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = parts.uri.query().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    });
    RecordedRequest {
        origin: match (parts.uri.scheme_str(), parts.uri.authority()) {
            (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
            _ => String::new(),
        },
        path: parts.uri.path().to_owned(),
        query: pairs.collect(),
        raw_query: query.to_owned(),
        method: parts.method,
        headers: parts.headers,
        body,
    }
}
