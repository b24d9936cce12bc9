//! One call's life: attempts, time limits, the waits between them.
//!
//! In: a [`Prepared`] request. Out: the answer of status 2xx, whole or with its body still to be read, or an error.
//! Nothing here is generic, so it is compiled once however many operations there are. Not here: one attempt, see
//! `attempt`; decoding, pages, streams.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};
use reqwest::Url;

use super::attempt::{Attempt, Failure, follow};
use super::client::clock::within;
use super::client::core::Core;
use super::client::security::{Alternatives, sign};
use super::client::token::Used;
use super::error::{Error, ErrorKind, Result, status_message};
use super::middleware::{Try, around};
use super::page::Paging;
use super::page::next::Trail;
use super::request::Draft;
use super::request::payload::Payload;
use super::request::query::Query;
use super::response::{Answer, Meta, RawResponse};
use super::retry::{self, RetryPolicy};
use super::stream::rules::Streaming;
use super::transport::BoxFuture;

/// A request that is ready to be sent, any number of times.
#[derive(Clone)]
pub struct Prepared {
    pub(crate) core: Arc<Core>,
    pub(crate) method: Method,
    /// The path as documented, for errors.
    pub(crate) template: Cow<'static, str>,
    /// The server of the operation's own, by its URL in the description.
    pub(crate) server: Option<&'static str>,
    /// The path filled in, or a whole URL.
    pub(crate) target: String,
    pub(crate) accept: &'static str,
    pub(crate) security: Option<Alternatives>,
    pub(crate) retry: bool,
    pub(crate) draft: Draft,
    pub(crate) limits: Limits,
    /// How the pages go on, where the answer is one, and which were passed.
    pub(crate) paging: Option<&'static Paging>,
    pub(crate) trail: Trail,
    /// Whether the body of a success is left for the caller to read while it arrives.
    pub(crate) live: bool,
    /// How such a body is made of values.
    pub(crate) streaming: Option<&'static Streaming>,
}

/// A call's own limits, where they differ from the client's.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    pub(crate) timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    /// When `total_timeout` ends, where it has begun before the first attempt.
    pub(crate) deadline: Option<Instant>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) retry: Option<Arc<RetryPolicy>>,
}

impl Prepared {
    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn template(&self) -> Cow<'static, str> {
        self.template.clone()
    }

    /// Sends it.
    pub(crate) fn execute(mut self: Box<Self>) -> BoxFuture<'static, Result<RawResponse>> {
        if self.core.middleware().is_empty() {
            return Box::pin(attempts(self));
        }
        // Whoever looks at the call's headers finds it among them.
        if let Some(media_type) = self.draft.media_type.take() {
            self.draft.headers.entry(CONTENT_TYPE).or_insert(media_type);
        }
        Box::pin(around(self))
    }

    /// The address with a query.
    pub(crate) fn url(&self, query: &Query) -> Result<Url> {
        self.core.url(self.server, &self.target, &query.text())
    }
}

impl core::fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Neither the path's values, nor headers, query or body: any of them may be a secret.
        formatter
            .debug_struct("Prepared")
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}

/// Sends a call as often as it takes.
pub(crate) async fn attempts(prepared: Box<Prepared>) -> Result<RawResponse> {
    let Prepared { core, limits, .. } = &*prepared;
    let options = core.options();
    let clock = &*options.clock;
    let started = clock.now();
    let total = limits.total_timeout.or(options.total_timeout);
    let deadline = limits.deadline.or_else(|| started.checked_add(total?));
    let timeout = limits.timeout.unwrap_or(options.timeout);

    // One for all attempts: so the server carries out once what it got twice.
    let key = core.idempotency_header().filter(|_| !prepared.method.is_safe());
    let key = key.and_then(|name| Some((name.clone(), HeaderValue::try_from(retry::idempotency_key()).ok()?)));

    let mut attempts: u32 = 0;
    let mut used = Used::default();
    let (mut sent, mut waited) = (0, Duration::ZERO);
    loop {
        // Each attempt is signed anew: a token may end while the one before waits.
        let left = |deadline: Instant| deadline.saturating_duration_since(clock.now());
        let unsent = |error: Error| error.with_request(&prepared.method, prepared.template.clone(), attempts);
        let signature = sign(&prepared, deadline.map(left), &mut used).await.map_err(unsent)?;
        let limit = deadline.map(left).map_or(timeout, |left| left.min(timeout));
        let facts = Try { path: &prepared.template, attempt: attempts.saturating_add(1), sent, waited };
        let attempt = Attempt { prepared: &prepared, signature: &signature, key: key.as_ref() };
        // An attempt: redirects and the body included, but for that of a success that is read live. Boxed, because two
        // small pieces of memory are had faster than a large one.
        let work = Box::pin(follow(attempt, facts, &mut sent));
        let began = clock.now();
        let mut outcome = within(clock, limit, work).await.unwrap_or(Err(Failure::Slow));
        if !matches!(outcome, Err(Failure::Unsent(_))) {
            attempts = attempts.saturating_add(1);
        }
        if !matches!(&outcome, Ok(answer) if answer.meta.status.is_success()) {
            let until = began.checked_add(limit);
            if let Some(pause) = again(&prepared, &mut outcome, attempts, &mut used, until, deadline).await {
                waited = pause;
                continue;
            }
        }
        let elapsed = clock.now().saturating_duration_since(started);
        return finish(prepared, outcome, attempts, elapsed, total.filter(|_| limit < timeout).unwrap_or(timeout));
    }
}

/// Reads what there is of an attempt's failure until its time is over, and waits for the next attempt if there is to be
/// one: the pause was so long. Apart from what nearly every call needs, which is small so.
#[cold]
fn again<'a>(
    prepared: &'a Prepared,
    outcome: &'a mut core::result::Result<Box<Answer>, Failure>,
    attempts: u32,
    used: &'a mut Used,
    until: Option<Instant>,
    deadline: Option<Instant>,
) -> BoxFuture<'a, Option<Duration>> {
    Box::pin(async move {
        let Prepared { core, limits, .. } = prepared;
        let options = core.options();
        let clock = &*options.clock;
        let is_repeatable = prepared.draft.body.as_ref().is_none_or(Payload::is_repeatable);
        let policy = limits.retry.as_deref().unwrap_or(&options.retry);
        let retries = limits.max_retries.unwrap_or(options.max_retries);
        let (worth_it, asked) = match outcome {
            Ok(answer) => {
                let left = until.map_or(options.timeout, |until| until.saturating_duration_since(clock.now()));
                answer.begin(core, left).await;
                let Meta { status, headers, .. } = &answer.meta;
                if *status == StatusCode::UNAUTHORIZED && is_repeatable && used.refuse() {
                    return Some(Duration::ZERO);
                }
                (policy.is_worth_it(*status, headers), Some(headers))
            }
            Err(Failure::Transport(error)) => (!error.is_refused(), None),
            Err(Failure::Slow | Failure::Idle(_)) => (true, None),
            Err(Failure::TooLarge | Failure::Unsent(_)) => (false, None),
        };
        if !(worth_it && prepared.retry && is_repeatable && attempts <= retries) {
            return None;
        }
        let pause = policy.delay(attempts.saturating_sub(1), asked, clock);
        if let Some(deadline) = deadline {
            clock.now().checked_add(pause).filter(|at| *at < deadline)?;
        }
        clock.sleep(pause).await;
        Some(pause)
    })
}

/// What a call comes to.
pub(crate) fn finish(
    prepared: Box<Prepared>,
    outcome: core::result::Result<Box<Answer>, Failure>,
    attempts: u32,
    elapsed: Duration,
    limit: Duration,
) -> Result<RawResponse> {
    match outcome {
        Ok(mut answer) if answer.meta.status.is_success() => {
            (answer.meta.attempts, answer.meta.elapsed) = (attempts, elapsed);
            Ok(RawResponse { answer, request: prepared })
        }
        outcome => {
            let error = failed(&prepared.core, outcome, limit);
            Err(error.with_request(&prepared.method, prepared.template.clone(), attempts))
        }
    }
}

#[cold]
fn failed(core: &Core, outcome: core::result::Result<Box<Answer>, Failure>, limit: Duration) -> Error {
    match outcome {
        Ok(answer) => {
            let Answer { meta: Meta { status, headers, .. }, body, .. } = *answer;
            Error::new(ErrorKind::Status, status_message(status, &body)).with_answer(status, headers, body)
        }
        Err(Failure::Unsent(error)) => error,
        Err(Failure::Slow) => Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}")),
        Err(Failure::Idle(limit)) => Error::new(ErrorKind::Timeout, format!("nothing more came within {limit:?}")),
        Err(Failure::TooLarge) => Error::new(
            ErrorKind::TooLarge,
            format!("the answer is longer than {} bytes", core.options().max_response_bytes),
        ),
        Err(Failure::Transport(error)) => Error::transport(error),
    }
}
