//! [`Middleware`]: code of the caller's own around calls, and around each request that they send.
//!
//! In: a call before it is sent, or one request of it, and what comes next. Out: the answer, or why there is none. The
//! first middleware of the options is the outermost. Not here: attempts and time limits, see `execute`; the network, see
//! `transport`.

use core::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

use super::attempt::Failure;
use super::client::clock::within;
use super::client::core::{Core, Sender};
use super::error::{Error, ErrorKind, Result};
use super::execute::{Prepared, attempts, finish};
use super::request::query::Query;
use super::response::{Answer, RawResponse};
use super::transport::{Body, BoxFuture, Transport, TransportError};

/// Signs, logs, caches, counts or stands in for requests; given to
/// [`ClientOptions::middleware`](super::client::options::ClientOptions::middleware).
///
/// Both methods pass on what they get unless they are written anew. What does not run `next` answers in its place. The
/// time that `attempt` takes counts towards the attempt's `timeout`, and that of `call` towards the `total_timeout`.
pub trait Middleware: Send + Sync + 'static {
    /// Around a call with all its attempts: once for each call, for each page, and for each token that is fetched.
    ///
    /// It sees the answer as the caller will, after the last attempt: a status other than 2xx is an error.
    fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<http::Response<Body>>> {
        next.run(call)
    }

    /// Around each request on its way to the network, repetitions and redirects too; it sees answers of every status.
    ///
    /// The request is whole and has the credentials: do not show it as it is. Where
    /// [`next.is_own_host`](Next::is_own_host) is false, it goes to a host that must not be told who the caller is.
    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>> {
        next.run(request)
    }
}

/// A call that is about to be sent: what it says, without the client's credentials.
pub struct OutgoingCall(Box<Prepared>);

impl OutgoingCall {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// The path as documented, with its parameters' names and not their values.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.template
    }

    /// The whole address with the query, but for a credential that is sent there. It may hold personal data.
    #[must_use]
    pub fn url(&self) -> String {
        let core = &*self.0.core;
        let mut query = if core.is_own(&self.0.target) { core.options().query.clone() } else { Query::default() };
        query.overlay(&self.0.draft.query);
        // What is no address is told when it is sent.
        self.0.url(&query).map_or_else(|_| self.0.target.clone(), String::from)
    }

    /// The headers of the call's own. The client's default ones go below them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.draft.headers
    }

    /// The same, to be changed for all attempts.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.0.draft.headers
    }

    /// The body, if there is one and it is in memory.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.draft.body.as_ref()?.as_bytes()
    }
}

impl fmt::Debug for OutgoingCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What comes after a middleware's [`call`](Middleware::call): the next one's, and at last the attempts.
pub struct NextCall<'a>(&'a [Arc<dyn Middleware>]);

/// How many attempts an answer took, on its way through the middlewares.
#[derive(Clone, Copy)]
struct Attempts(u32);

impl<'a> NextCall<'a> {
    /// Goes on with the call, as it is now.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn run(self, call: OutgoingCall) -> BoxFuture<'a, Result<http::Response<Body>>> {
        match self.0.split_first() {
            Some((first, rest)) => first.call(call, Self(rest)),
            None => Box::pin(async {
                let Answer { meta, body, rest } = *attempts(call.0).await?.answer;
                let mut response = http::Response::new(rest.unwrap_or_else(|| Body::from(body)));
                *response.status_mut() = meta.status;
                *response.headers_mut() = meta.headers;
                response.extensions_mut().insert(Attempts(meta.attempts));
                Ok(response)
            }),
        }
    }
}

impl fmt::Debug for NextCall<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NextCall").finish_non_exhaustive()
    }
}

/// What a call's middlewares have beyond its time: attempts end with it, and what they say of that goes first.
const GRACE: Duration = Duration::from_millis(10);

/// Sends a call through the middlewares of its client.
pub(crate) async fn around(mut prepared: Box<Prepared>) -> Result<RawResponse> {
    let core = Arc::clone(&prepared.core);
    let options = core.options();
    let clock = &*options.clock;
    let started = clock.now();
    // What follows from the answer, such as the next page, follows from the call as its caller made it.
    let made = prepared.clone();
    let total = made.limits.total_timeout.or(options.total_timeout);
    let deadline = total.and_then(|total| started.checked_add(total));
    prepared.limits.deadline = deadline;
    let call = NextCall(core.middleware()).run(OutgoingCall(prepared));
    let response = match total {
        None => call.await,
        Some(total) => within(clock, total.saturating_add(GRACE), call)
            .await
            .unwrap_or_else(|| Err(Error::new(ErrorKind::Timeout, format!("no answer within {total:?}")))),
    };
    let response = match response {
        Ok(response) => response,
        Err(error) if error.method().is_some() => return Err(error),
        Err(error) => return Err(error.with_request(&made.method, made.template(), 0)),
    };
    let attempts = response.extensions().get().map_or(0, |Attempts(attempts)| *attempts);
    // A body of a middleware's own is read within what is left, and as long as that of an attempt may be.
    let timeout = made.limits.timeout.unwrap_or(options.timeout);
    let left = deadline.map(|deadline| deadline.saturating_duration_since(clock.now()));
    let limit = left.map_or(timeout, |left| left.min(timeout));
    let mut answer = Answer::of(response);
    let outcome = if !answer.meta.status.is_success() {
        Box::pin(answer.begin(&core, limit)).await;
        Ok(answer)
    } else if made.live {
        Ok(answer)
    } else {
        let read = within(clock, limit, answer.read(&core)).await;
        read.unwrap_or(Err(Failure::Slow)).map(|()| answer)
    };
    let elapsed = clock.now().saturating_duration_since(started);
    finish(made, outcome, attempts, elapsed, total.filter(|_| limit < timeout).unwrap_or(timeout))
}

/// One request of a call: which it is.
#[derive(Clone, Copy)]
pub(crate) struct Try<'a> {
    pub(crate) path: &'a str,
    /// From 1 on.
    pub(crate) attempt: u32,
    /// The requests of the call before this one.
    pub(crate) sent: u32,
    pub(crate) waited: Duration,
}

/// What comes after a middleware's [`attempt`](Middleware::attempt): the next one's, and at last the transport.
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    core: &'a Core,
    facts: Try<'a>,
}

impl<'a> Next<'a> {
    pub(crate) fn new(core: &'a Core, facts: Try<'a>) -> Self {
        Self { rest: core.middleware(), core, facts }
    }

    /// Goes on with the request.
    #[must_use = "nothing is sent before the future is awaited"]
    pub fn run(
        self,
        request: http::Request<Body>,
    ) -> BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.attempt(request, Self { rest, ..self }),
            None => match self.core.sender() {
                Sender::BuiltIn(transport) => transport.send(request),
                Sender::Own(transport) => transport.send(request),
            },
        }
    }

    /// The path of the call as documented, with its parameters' names and not their values.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.facts.path
    }

    /// Which attempt of the call this is, from 1 on.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.facts.attempt
    }

    /// How many requests the call has sent before this one, redirects included.
    #[must_use]
    pub fn resend_count(&self) -> u32 {
        self.facts.sent
    }

    /// The pause before this attempt.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.facts.waited
    }

    /// Whether an address is of the scheme, host and port of the base URL, so that it may be told who the caller is.
    #[must_use]
    pub fn is_own_host(&self, address: &Uri) -> bool {
        self.core.is_own(&address.to_string())
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Next").field("path", &self.facts.path).field("attempt", &self.facts.attempt).finish()
    }
}
