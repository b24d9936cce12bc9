//! One request's life: attempts, time limits, redirects.
//!
//! In: a [`Prepared`] request. Out: the answer of status 2xx, whole or with its body still to be read, or an error.
//! Nothing here is generic, so it is compiled once however many operations there are. Not here: decoding, pages, streams.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use reqwest::Url;

use super::client::clock::Clock;
use super::client::clock::within;
use super::client::core::Core;
use super::client::security::{Alternatives, Signature, sign};
use super::client::token::Used;
use super::error::{Error, ErrorKind, Result, status_message};
use super::middleware::{Next, Try, around};
use super::page::Paging;
use super::page::next::Trail;
use super::request::payload::Payload;
use super::request::query::Query;
use super::request::{Draft, media_type, overlay};
use super::response::{Meta, RawResponse};
use super::retry::{self, RetryPolicy};
use super::stream::rules::Streaming;
use super::transport::{Body, BoxFuture, TransportError};

/// Redirects followed within one attempt.
const MAX_REDIRECTS: u32 = 10;

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
    pub(crate) fn execute(self: Box<Self>) -> BoxFuture<'static, Result<RawResponse>> {
        if self.core.middleware().is_empty() { Box::pin(attempts(self)) } else { Box::pin(around(self)) }
    }

    /// The address with a query.
    pub(crate) fn url(&self, query: &Query) -> String {
        self.core.url(self.server, &self.target, &query.text())
    }

    /// The request of one attempt, without its body: that is opened when it is sent.
    fn request(&self, signature: &Signature, key: Option<&(HeaderName, HeaderValue)>) -> Result<http::Request<()>> {
        let core = &*self.core;
        let mut headers = HeaderMap::new();
        if !self.accept.is_empty() {
            headers.insert(ACCEPT, media_type(self.accept)?);
        }
        headers.insert(USER_AGENT, core.user_agent().clone());
        let mut query = core.options().query.clone();
        // A foreign host is told neither who the caller is nor what the client tells the API about itself.
        if core.is_own(&self.target) {
            signature.write(&mut headers, &mut query);
            overlay(&mut headers, core.headers());
            for name in core.removed() {
                headers.remove(name);
            }
            if let Some((name, key)) = key {
                headers.entry(name).or_insert_with(|| key.clone());
            }
        } else {
            query = Query::default();
        }
        overlay(&mut headers, &self.draft.headers);
        signature.write_cookies(&mut headers);
        query.overlay(&self.draft.query);
        let url = self.url(&query);
        let mut request = http::Request::new(());
        *request.method_mut() = self.method.clone();
        *request.headers_mut() = headers;
        *request.uri_mut() =
            Uri::try_from(url).map_err(|error| Error::invalid_argument("the URL is not valid").with_source(error))?;
        Ok(request)
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

/// How one attempt ended without an answer.
pub(crate) enum Failure {
    Transport(TransportError),
    /// The attempt's own time ran out.
    Slow,
    /// Nothing more of the body came for so long.
    Idle(Duration),
    /// There is nothing to send: the request or its body cannot be made.
    Unsent(Error),
    TooLarge,
}

/// An answer of any status: its body, and what of it was not read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    rest: Option<Body>,
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
    let body = prepared.draft.body.as_ref();
    let is_repeatable = body.is_none_or(Payload::is_repeatable);
    let policy = limits.retry.as_deref().unwrap_or(&options.retry);
    let retries = if prepared.retry && is_repeatable { limits.max_retries.unwrap_or(options.max_retries) } else { 0 };

    // One for all attempts: so the server carries out once what it got twice.
    let key = core.idempotency_header().filter(|_| !prepared.method.is_safe());
    let key = key.and_then(|name| Some((name.clone(), HeaderValue::try_from(retry::idempotency_key()).ok()?)));

    let mut attempts: u32 = 0;
    let mut used = Used::default();
    let (mut sent, mut waited) = (0, Duration::ZERO);
    loop {
        // Each attempt is signed anew: a token may end while the one before waits.
        let left = |deadline: Instant| deadline.saturating_duration_since(clock.now());
        let of_token = Limits { total_timeout: deadline.map(left), deadline: None, ..limits.clone() };
        let unsent = |error: Error| error.with_request(&prepared.method, prepared.template.clone(), attempts);
        let signature = sign(&prepared, of_token, &mut used).await.map_err(unsent)?;
        let limit = deadline.map(left).map_or(timeout, |left| left.min(timeout));
        let facts = Try { path: &prepared.template, attempt: attempts.saturating_add(1), sent, waited };
        // An attempt: redirects and the body included, but for that of a success that is read live. Boxed, because two
        // small pieces of memory are had faster than a large one.
        let work = Box::pin(follow(&prepared, &signature, key.as_ref(), facts, &mut sent));
        let began = clock.now();
        let mut outcome = within(clock, limit, work).await.unwrap_or(Err(Failure::Slow));
        if let Ok(answer) = &mut outcome {
            if !answer.status.is_success() {
                let left = limit.saturating_sub(clock.now().saturating_duration_since(began));
                Box::pin(answer.begin(core, left)).await;
            }
        }
        if !matches!(outcome, Err(Failure::Unsent(_))) {
            attempts = attempts.saturating_add(1);
        }
        let is_refused = matches!(&outcome, Ok(answer) if answer.status == StatusCode::UNAUTHORIZED);
        if is_refused && is_repeatable && used.refuse() {
            waited = Duration::ZERO;
            continue;
        }
        let (worth_it, asked) = match &outcome {
            Ok(answer) if answer.status.is_success() => (false, None),
            Ok(answer) => (policy.is_worth_it(answer.status, &answer.headers), Some(&answer.headers)),
            Err(Failure::Transport(error)) => (!error.is_refused(), None),
            Err(Failure::Slow | Failure::Idle(_)) => (true, None),
            Err(Failure::TooLarge | Failure::Unsent(_)) => (false, None),
        };
        if worth_it && attempts <= retries {
            let delay = policy.delay(attempts - 1, asked, clock);
            let in_time =
                deadline.is_none_or(|deadline| clock.now().checked_add(delay).is_some_and(|at| at < deadline));
            if in_time {
                clock.sleep(delay).await;
                waited = delay;
                continue;
            }
        }
        let elapsed = clock.now().saturating_duration_since(started);
        return finish(prepared, outcome, attempts, elapsed, total.filter(|_| limit < timeout).unwrap_or(timeout));
    }
}

/// What a call comes to.
pub(crate) fn finish(
    prepared: Box<Prepared>,
    outcome: core::result::Result<Answer, Failure>,
    attempts: u32,
    elapsed: Duration,
    limit: Duration,
) -> Result<RawResponse> {
    let error = match outcome {
        Ok(Answer { status, headers, body, rest }) if status.is_success() => {
            let meta = Meta { status, headers, attempts, elapsed };
            return Ok(RawResponse { meta, body, rest, request: prepared });
        }
        Ok(Answer { status, headers, body, .. }) => {
            Error::new(ErrorKind::Status, status_message(status, &body)).with_answer(status, headers, body)
        }
        Err(Failure::Unsent(error)) => error,
        Err(Failure::Slow) => Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}")),
        Err(Failure::Idle(limit)) => Error::new(ErrorKind::Timeout, format!("nothing more came within {limit:?}")),
        Err(Failure::TooLarge) => Error::new(
            ErrorKind::TooLarge,
            format!("the answer is longer than {} bytes", prepared.core.options().max_response_bytes),
        ),
        Err(Failure::Transport(error)) => Error::transport(error),
    };
    Err(error.with_request(&prepared.method, prepared.template.clone(), attempts))
}

/// One attempt: its request, and those that redirects ask for. Few answers are redirects, so the request is made again
/// where one is, and not kept.
async fn follow(
    prepared: &Prepared,
    signature: &Signature,
    key: Option<&(HeaderName, HeaderValue)>,
    facts: Try<'_>,
    sent_before: &mut u32,
) -> core::result::Result<Answer, Failure> {
    let core = &*prepared.core;
    let mut payload = prepared.draft.body.as_ref();
    let mut redirects = 0;
    let mut redirect: Option<Box<http::Request<()>>> = None;
    loop {
        let request = redirect.as_deref().cloned().map_or_else(|| prepared.request(signature, key), Ok);
        let request = request.map_err(Failure::Unsent)?;
        let body = match payload {
            Some(payload) => payload.open().map_err(Failure::Unsent)?,
            None => Body::from(Bytes::new()),
        };
        let facts = Try { sent: *sent_before, ..facts };
        *sent_before = sent_before.saturating_add(1);
        let response = Next::new(core, facts).run(request.map(|()| body)).await.map_err(Failure::Transport)?;
        let (parts, body) = response.into_parts();
        if parts.status.is_redirection() && redirects < MAX_REDIRECTS {
            let asked = redirect.take().map_or_else(|| prepared.request(signature, key), |asked| Ok(*asked));
            let asked = asked.map_err(Failure::Unsent)?;
            // A stream is gone once it was sent: a redirect that wants it again is the answer.
            let next = redirected(asked, parts.status, &parts.headers)
                .map(|(next, with_body)| (next, payload.filter(|_| with_body)))
                .filter(|(_, payload)| payload.is_none_or(Payload::is_repeatable));
            if let Some((next, with)) = next {
                (redirect, payload) = (Some(Box::new(next)), with);
                redirects += 1;
                continue;
            }
        }
        return received(core, parts, body, prepared.live).await;
    }
}

/// An answer: whole, but for a body that is read while it arrives, and for that of a failure, of which as much as comes
/// is read when its status is safe ([`Answer::begin`]).
pub(crate) async fn received(
    core: &Core,
    parts: http::response::Parts,
    body: Body,
    live: bool,
) -> core::result::Result<Answer, Failure> {
    let (body, rest) = if live || !parts.status.is_success() {
        (Bytes::new(), Some(body))
    } else {
        (read(core, body, core.options().max_response_bytes).await?.ok_or(Failure::TooLarge)?, None)
    };
    Ok(Answer { status: parts.status, headers: parts.headers, body, rest })
}

impl Answer {
    /// Reads the body of a failure: as much as is kept of it, and as comes within a time. One that breaks off or stays
    /// away takes nothing from what the status says.
    pub(crate) async fn begin(&mut self, core: &Core, limit: Duration) {
        let Some(mut body) = self.rest.take() else { return };
        let most = core.options().max_error_bytes;
        let mut kept = BytesMut::new();
        let reading = async {
            while kept.len() < most {
                let Ok(Some(chunk)) = piece(core, &mut body).await else { break };
                kept.extend_from_slice(chunk.get(..most - kept.len()).unwrap_or(&chunk));
            }
        };
        within(&*core.options().clock, limit, reading).await;
        self.body = kept.freeze();
    }
}

/// The whole of a body; nothing if it is longer than that.
async fn read(core: &Core, mut body: Body, most: usize) -> core::result::Result<Option<Bytes>, Failure> {
    let Some(first) = piece(core, &mut body).await? else {
        return Ok(Some(Bytes::new()));
    };
    let mut whole = BytesMut::new();
    let mut next = Some(first);
    while let Some(chunk) = next {
        if whole.len().saturating_add(chunk.len()) > most {
            return Ok(None);
        }
        let following = piece(core, &mut body).await?;
        // Most answers come in one piece, which then need not be copied.
        if whole.is_empty() && following.is_none() {
            return Ok(Some(chunk));
        }
        whole.extend_from_slice(&chunk);
        next = following;
    }
    Ok(Some(whole.freeze()))
}

/// The next piece of a body, waited for no longer than the client says.
async fn piece(core: &Core, body: &mut Body) -> core::result::Result<Option<Bytes>, Failure> {
    let options = core.options();
    let piece = match options.idle_timeout {
        Some(limit) => within(&*options.clock, limit, body.chunk()).await.ok_or(Failure::Idle(limit))?,
        None => body.chunk().await,
    };
    piece.map_err(Failure::Transport)
}

/// The request a redirect asks for (RFC 9110 §15.4), if it may be followed, and whether it has the body again.
///
/// Not from https to http. To another host only without a body, and without any header but `Accept` and `User-Agent`:
/// credentials are not all in `Authorization`.
fn redirected(
    mut request: http::Request<()>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<(http::Request<()>, bool)> {
    let safe = *request.method() == Method::GET || *request.method() == Method::HEAD;
    let becomes_get = match status.as_u16() {
        303 => !safe,
        301 | 302 => *request.method() == Method::POST,
        307 | 308 => false,
        _ => return None,
    };
    let from = Url::parse(&request.uri().to_string()).ok()?;
    let to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    if !matches!(to.scheme(), "http" | "https") || (from.scheme() == "https" && to.scheme() == "http") {
        return None;
    }
    if becomes_get {
        *request.method_mut() = Method::GET;
        request.headers_mut().remove(CONTENT_TYPE);
    }
    if from.origin() != to.origin() {
        if !(safe || becomes_get) {
            return None;
        }
        let mut kept = HeaderMap::new();
        for name in [ACCEPT, USER_AGENT] {
            if let Some(value) = request.headers().get(&name) {
                kept.insert(name, value.clone());
            }
        }
        *request.headers_mut() = kept;
    }
    *request.uri_mut() = to.as_str().parse().ok()?;
    Some((request, !becomes_get && from.origin() == to.origin()))
}
