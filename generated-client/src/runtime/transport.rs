//! [`Transport`]: the seam between the client and the network.
//!
//! In: one HTTP request. Out: one HTTP answer. The bodies of both are streams. A transport makes exactly one attempt and follows
//! no redirect; time limits, retries, redirects and credentials are the client's. Not here: reqwest, see
//! `transport_reqwest`.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::error::Error as StdError;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, Uri, Version};
use reqwest::Url;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and gives its answer.
///
/// What only stands in front of another transport (a log, a cache, a signature) is better a [`Middleware`](super::middleware::Middleware).
pub trait Transport: Send + Sync + 'static {
    /// Makes one attempt. Must not follow redirects: the request may carry credentials.
    ///
    /// Dropping the future gives up the attempt.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>>;
}

/// The head of a request as the client makes it: addresses are of the kind that reqwest has, so that most of them are
/// written and read once.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
}

impl Head {
    /// The request as everything but reqwest has it.
    pub(crate) fn with(self, body: Body) -> core::result::Result<http::Request<Body>, http::Error> {
        let mut request = http::Request::new(body);
        *request.uri_mut() = Uri::try_from(String::from(self.url))?;
        *request.method_mut() = self.method;
        *request.version_mut() = self.version;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    reason: Reason,
    source: Box<dyn StdError + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Connection,
    Timeout,
    Refused,
}

impl TransportError {
    /// No connection, or one that broke. The source must not hold credentials: its innermost cause is said in messages.
    pub fn connection(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reason: Reason::Connection, source: source.into() }
    }

    /// A time limit of the transport's own ran out.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reason: Reason::Timeout, source: source.into() }
    }

    /// The request is not sent, and the call is given up: another attempt would fare no better.
    pub fn refused(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reason: Reason::Refused, source: source.into() }
    }

    /// Whether a time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.reason == Reason::Timeout
    }

    /// Whether another attempt would be in vain.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.reason == Reason::Refused
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            // What stands at the end of the chain says why: a name that is not known, a certificate, a port that is closed.
            Reason::Connection => write!(formatter, "the connection failed: {}", innermost(&*self.source)),
            Reason::Timeout => formatter.write_str("the connection timed out"),
            Reason::Refused => write!(formatter, "the request was not sent: {}", self.source),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause
}

type Chunks = Pin<Box<dyn Stream<Item = core::result::Result<Bytes, TransportError>> + Send>>;

/// The body of a request or of an answer: a stream of bytes.
pub struct Body(Inner);

enum Inner {
    Whole(Option<Bytes>),
    Chunks(Chunks, Option<u64>),
}

impl Body {
    /// A body that arrives piece by piece.
    pub fn from_stream(
        chunks: impl Stream<Item = core::result::Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Inner::Chunks(Box::pin(chunks), None))
    }

    /// States how many bytes the pieces have together.
    #[must_use]
    pub fn with_length(self, bytes: u64) -> Self {
        match self.0 {
            Inner::Chunks(chunks, _) => Self(Inner::Chunks(chunks, Some(bytes))),
            whole @ Inner::Whole(_) => Self(whole),
        }
    }

    /// How many bytes it has, where that is known before they come.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Whole(bytes) => u64::try_from(bytes.as_ref().map_or(0, Bytes::len)).ok(),
            Inner::Chunks(_, length) => *length,
        }
    }

    /// The whole of it, where that is there already.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Whole(bytes) => bytes.as_ref(),
            Inner::Chunks(..) => None,
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// The connection broke, or what is sent cannot be read.
    pub async fn chunk(&mut self) -> core::result::Result<Option<Bytes>, TransportError> {
        core::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(Some(bytes)))
    }
}

impl Stream for Body {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Inner::Chunks(chunks, _) => chunks.as_mut().poll_next(context),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Body").finish_non_exhaustive()
    }
}
