//! `Logger`: what a client sends and gets, as lines of text, without secrets.
//!
//! In: the requests and answers that pass. Out: lines to the standard error, or to the caller's own sink. Never in them:
//! bodies (but for what a server says of a failure), values of queries and of the paths' parameters, values of headers that may be secrets. Not here: spans, see
//! `trace`.

use core::fmt;
use std::io::Write as _;
use std::sync::Arc;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, StatusCode};

use super::client::clock::Clock;
use super::error::Result;
use super::middleware::{Middleware, Next, NextCall, OutgoingCall};
use super::transport::{Body, BoxFuture, TransportError};

/// How much a client says of what it does; each level says what those before it say, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Calls that fail.
    Error,
    /// Attempts that fail.
    Warn,
    /// Every request with its status and the time it took.
    Info,
    /// The headers of requests and answers, without values that may be secrets.
    Debug,
}

impl LogLevel {
    /// The level of this name, whatever its case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match &*name.to_ascii_lowercase() {
            "off" | "none" => Self::Off,
            "error" => Self::Error,
            "warn" | "warning" => Self::Warn,
            "info" => Self::Info,
            "debug" | "trace" => Self::Debug,
            _ => return None,
        })
    }
}

/// Where lines go.
type Sink = Arc<dyn Fn(LogLevel, &str) + Send + Sync>;

/// A level, and where its lines go.
#[derive(Clone)]
pub(crate) struct Logger {
    pub(crate) level: LogLevel,
    sink: Sink,
}

impl Logger {
    pub(crate) fn new(level: LogLevel, sink: impl Fn(LogLevel, &str) + Send + Sync + 'static) -> Self {
        Self { level, sink: Arc::new(sink) }
    }

    /// Lines on the standard error; one that cannot be written is lost.
    pub(crate) fn to_stderr(level: LogLevel) -> Self {
        Self::new(level, |level, line| {
            let level = format!("{level:?}").to_ascii_uppercase();
            let _ = writeln!(std::io::stderr(), "{level:5} {}: {line}", env!("CARGO_CRATE_NAME"));
        })
    }

    fn say(&self, level: LogLevel, line: impl FnOnce() -> String) {
        if level <= self.level {
            (self.sink)(level, &line());
        }
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.level.fmt(formatter)
    }
}

/// The middleware that logs.
pub(crate) struct Log {
    pub(crate) logger: Logger,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Middleware for Log {
    fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<http::Response<Body>>> {
        Box::pin(async {
            let outcome = next.run(call).await;
            if let Err(error) = &outcome {
                self.logger.say(LogLevel::Error, || format!("{error}; attempts: {}", error.attempts()));
            }
            outcome
        })
    }

    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let (logger, started) = (&self.logger, self.clock.now());
            let host = request.uri().authority().map_or("", |authority| authority.as_str()).to_owned();
            let what = format!("{} {host}{}", request.method(), next.path());
            let which = match (next.resend_count(), next.waited()) {
                (0, _) => String::new(),
                (sent, waited) if waited.is_zero() => format!(" (request {})", sent + 1),
                (sent, waited) => format!(" (request {}, after {waited:?})", sent + 1),
            };
            logger.say(LogLevel::Debug, || format!("{what}{which}: sent {}", listed(request.headers(), is_known)));
            let outcome = next.run(request).await;
            let took = self.clock.now().saturating_duration_since(started);
            match &outcome {
                Ok(answer) => {
                    let status = answer.status();
                    logger.say(level_of(status), || format!("{what}{which}: {status} after {took:?}"));
                    let headers = answer.headers();
                    logger
                        .say(LogLevel::Debug, || format!("{what}{which}: got {}", listed(headers, |n| !is_secret(n))));
                }
                Err(error) => logger.say(LogLevel::Warn, || format!("{what}{which}: {error} after {took:?}")),
            }
            outcome
        })
    }
}

fn level_of(status: StatusCode) -> LogLevel {
    if status.is_client_error() || status.is_server_error() { LogLevel::Warn } else { LogLevel::Info }
}

/// Headers on one line.
fn listed(headers: &HeaderMap, is_shown: impl Fn(&HeaderName) -> bool) -> String {
    let shown = headers.iter().map(|(name, value)| match value.to_str() {
        Ok(text) if is_shown(name) && !value.is_sensitive() => format!("{name}: {text:?}"),
        _ => format!("{name}: [redacted]"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Headers of a request whose values tell nothing of the caller; any other may hold a credential.
fn is_known(name: &HeaderName) -> bool {
    [ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT].contains(name)
}

/// Headers of an answer whose values may be worth stealing.
fn is_secret(name: &HeaderName) -> bool {
    let marks = ["auth", "cookie", "token", "secret", "key", "session", "signature", "password", "location"];
    marks.iter().any(|mark| name.as_str().contains(mark))
}
