//! Spans of requests, for `tracing`.
//!
//! In: the requests that pass. Out: a span for each, with the names of OpenTelemetry's conventions for HTTP clients
//! (semantic conventions 1.23 and later). Never in them: headers, bodies, values of queries and of
//! the paths' parameters. Not here: who collects spans.

use http::Uri;
use tracing::field::{Empty, display};
use tracing::{Instrument as _, Span};

use super::middleware::{Middleware, Next};
use super::transport::{Body, BoxFuture, TransportError};

/// The middleware that makes spans.
pub(crate) struct Trace;

impl Middleware for Trace {
    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>> {
        let span = span(&request, &next);
        let inner = span.clone();
        let work = async move {
            let outcome = next.run(request).await;
            match &outcome {
                Ok(answer) => {
                    let status = answer.status();
                    inner.record("http.response.status_code", status.as_u16());
                    inner.record("network.protocol.version", version(answer.version()));
                    if status.is_client_error() || status.is_server_error() {
                        inner.record("error.type", status.as_str());
                        inner.record("otel.status_code", "ERROR");
                    }
                }
                Err(error) => {
                    let kind = match error {
                        error if error.is_timeout() => "timeout",
                        error if error.is_refused() => "refused",
                        _ => "connection",
                    };
                    inner.record("error.type", kind);
                    inner.record("otel.status_code", "ERROR");
                }
            }
            outcome
        };
        Box::pin(work.instrument(span))
    }
}

fn span(request: &http::Request<Body>, next: &Next<'_>) -> Span {
    let (method, uri) = (request.method(), request.uri());
    let span = tracing::info_span!(
        target: env!("CARGO_CRATE_NAME"),
        "http_request",
        otel.name = Empty,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method.as_str(),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        network.protocol.version = Empty,
        server.address = uri.host(),
        server.port = port(uri),
        url.full = Empty,
        url.template = next.path(),
        "error.type" = Empty,
    );
    // Texts are made only where somebody listens.
    if !span.is_disabled() {
        span.record("otel.name", display(format_args!("{method} {}", next.path())));
        span.record("url.full", display(redacted(uri, next.path())));
        if next.resend_count() > 0 {
            span.record("http.request.resend_count", next.resend_count());
        }
    }
    span
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}

fn version(version: http::Version) -> &'static str {
    match version {
        http::Version::HTTP_09 => "0.9",
        http::Version::HTTP_10 => "1.0",
        http::Version::HTTP_2 => "2",
        http::Version::HTTP_3 => "3",
        _ => "1.1",
    }
}

/// An address whose path is as documented, and whose query shows names alone.
fn redacted(uri: &Uri, template: &str) -> String {
    let mut text = format!("{}://{}", uri.scheme_str().unwrap_or(""), uri.authority().map_or("", |a| a.as_str()));
    text.push_str(&documented(uri.path(), template).unwrap_or_else(|| "/REDACTED".to_owned()));
    for (number, pair) in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).enumerate() {
        text.push(if number == 0 { '?' } else { '&' });
        // A query without a name is a value as a whole.
        let name = pair.split_once('=').map_or("", |(name, _)| name);
        text.push_str(name);
        text.push_str("=REDACTED");
    }
    text
}

/// A path with the names of its parameters in the place of their values, below the base URL's own; nothing where it is
/// another path, as after a redirect.
fn documented(path: &str, template: &str) -> Option<String> {
    let template = template.split('?').next().unwrap_or_default();
    // An address that was asked for as a whole.
    let template = template.split_once("://").map_or(template, |(_, rest)| rest.split_once('/').map_or("", |of| of.1));
    let template: Vec<&str> = template.trim_start_matches('/').split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let (before, below) = path.split_at_checked(path.len().checked_sub(template.len())?)?;
    let is_same = below.iter().zip(&template).all(|(is, documented)| documented.contains('{') || is == documented);
    // Where nothing but values is compared, what stands before them may be one too.
    let is_known = before.len() < 2 || template.iter().any(|documented| !documented.contains('{'));
    (is_same && is_known).then(|| [before, &*template].concat().join("/"))
}
