//! One attempt of a call: its request, and those that redirects ask for.
//!
//! In: a [`Prepared`] request and its signature. Out: an answer of any status, its body read unless it is left to the
//! caller, or why none came. Not here: what follows from a failure, see `execute`.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version};

use super::client::clock::within;
use super::client::core::{Core, Sender};
use super::client::security::Signature;
use super::error::{Error, Result};
use super::execute::Prepared;
use super::middleware::{Next, Try};
use super::request::payload::Payload;
use super::request::query::Query;
use super::request::{media_type, overlay};
use super::response::{Answer, Meta};
use super::transport::{Body, BoxFuture, Head, TransportError};

/// Redirects followed within one attempt.
const MAX_REDIRECTS: u32 = 10;

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

/// What the requests of one attempt are made of.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) signature: &'a Signature,
    pub(crate) key: Option<&'a (HeaderName, HeaderValue)>,
}

impl<'a> Attempt<'a> {
    /// Its first request, without the body: that is opened when it is sent.
    fn first(self) -> Result<Head> {
        let Self { prepared, signature, key } = self;
        let core = &*prepared.core;
        let mut headers = HeaderMap::new();
        if !prepared.accept.is_empty() {
            headers.insert(ACCEPT, media_type(prepared.accept)?);
        }
        headers.insert(USER_AGENT, core.user_agent().clone());
        let mut query = core.options().query.clone();
        // A foreign host is told neither who the caller is nor what the client tells the API about itself.
        if core.is_own(&prepared.target) {
            signature.write(core, &mut headers, &mut query);
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
        if let Some(media_type) = &prepared.draft.media_type {
            headers.insert(CONTENT_TYPE, media_type.clone());
        }
        overlay(&mut headers, &prepared.draft.headers);
        signature.write_cookies(core, &mut headers);
        query.overlay(&prepared.draft.query);
        Ok(Head { method: prepared.method.clone(), url: prepared.url(&query)?, version: Version::default(), headers })
    }

    /// Its first request, or the one that a redirect asks for.
    fn request(self, redirect: Option<&Redirect<'a>>) -> Result<(Head, Option<&'a Payload>)> {
        Ok(match redirect {
            Some((head, payload)) => (head.as_ref().clone(), *payload),
            None => (self.first()?, self.prepared.draft.body.as_ref()),
        })
    }
}

/// A request that a redirect asks for, and the body it has.
type Redirect<'a> = (Box<Head>, Option<&'a Payload>);

/// One attempt: its request, and those that redirects ask for.
pub(crate) async fn follow(
    attempt: Attempt<'_>,
    facts: Try<'_>,
    sent_before: &mut u32,
) -> core::result::Result<Box<Answer>, Failure> {
    let prepared = attempt.prepared;
    let mut redirects = 0;
    let mut redirect: Option<Redirect<'_>> = None;
    loop {
        let facts = Try { sent: *sent_before, ..facts };
        let sending = start(attempt, redirect.as_ref(), facts).map_err(Failure::Unsent)?;
        *sent_before = sent_before.saturating_add(1);
        let response = sending.await.map_err(Failure::Transport)?;
        if response.status().is_redirection() && redirects < MAX_REDIRECTS {
            if let Some(next) = redirected(attempt, redirect.as_ref(), &response).map_err(Failure::Unsent)? {
                redirect = Some(next);
                redirects += 1;
                continue;
            }
        }
        let mut answer = Answer::of(response);
        if answer.meta.status.is_success() && !prepared.live {
            answer.read(&prepared.core).await?;
        }
        return Ok(answer);
    }
}

/// Makes a request and gives it to the middlewares. What is large lives here and not in the future that waits for the
/// answer, so that little of the stack is in use while it is polled.
#[inline(never)]
fn start<'a>(
    attempt: Attempt<'a>,
    redirect: Option<&Redirect<'a>>,
    facts: Try<'a>,
) -> Result<BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>>> {
    let (head, payload) = attempt.request(redirect)?;
    let body = match payload {
        Some(payload) => payload.open()?,
        None => Body::from(Bytes::new()),
    };
    let core = &*attempt.prepared.core;
    match core.sender() {
        Sender::BuiltIn(transport) if core.middleware().is_empty() => Ok(transport.send_head(head, body)),
        _ => {
            let request = head.with(body);
            let unfit = |error| Error::invalid_argument("no request can have the URL").with_source(error);
            Ok(Next::new(core, facts).run(request.map_err(unfit)?))
        }
    }
}

impl Answer {
    /// An answer whose body is not read yet.
    pub(crate) fn of(response: http::Response<Body>) -> Box<Self> {
        let (parts, body) = response.into_parts();
        let meta = Meta { status: parts.status, headers: parts.headers, attempts: 0, elapsed: Duration::ZERO };
        Box::new(Self { meta, body: Bytes::new(), rest: Some(body) })
    }

    /// Reads the body of a success to its end.
    pub(crate) async fn read(&mut self, core: &Core) -> core::result::Result<(), Failure> {
        let Some(body) = &mut self.rest else { return Ok(()) };
        let most = core.options().max_response_bytes;
        // Most answers come in one piece, which then need not be copied.
        let (mut first, mut whole) = (Bytes::new(), BytesMut::new());
        while let Some(chunk) = piece(core, body).await? {
            if first.len().max(whole.len()).saturating_add(chunk.len()) > most {
                return Err(Failure::TooLarge);
            }
            if first.is_empty() {
                first = chunk;
                continue;
            }
            if whole.is_empty() {
                whole.extend_from_slice(&first);
            }
            whole.extend_from_slice(&chunk);
        }
        self.body = if whole.is_empty() { first } else { whole.freeze() };
        self.rest = None;
        Ok(())
    }

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

/// The next piece of a body, waited for no longer than the client says.
async fn piece(core: &Core, body: &mut Body) -> core::result::Result<Option<Bytes>, Failure> {
    let options = core.options();
    let piece = match options.idle_timeout {
        Some(limit) => within(&*options.clock, limit, body.chunk()).await.ok_or(Failure::Idle(limit))?,
        None => body.chunk().await,
    };
    piece.map_err(Failure::Transport)
}

/// The request a redirect asks for (RFC 9110 §15.4), if it may be followed, and the body it has again.
///
/// Not from https to http. To another host only without a body, and without any header but `Accept` and `User-Agent`:
/// credentials are not all in `Authorization`. A stream is gone once it was sent: a redirect that wants it again is the
/// answer.
#[cold]
fn redirected<'a>(
    attempt: Attempt<'a>,
    before: Option<&Redirect<'a>>,
    response: &http::Response<Body>,
) -> Result<Option<Redirect<'a>>> {
    // Few answers are redirects, so the request is made again where one is, and not kept.
    let (head, payload) = attempt.request(before)?;
    let next = redirect(head, response.status(), response.headers())
        .map(|(next, with_body)| (Box::new(next), payload.filter(|_| with_body)))
        .filter(|(_, payload)| payload.is_none_or(Payload::is_repeatable));
    Ok(next)
}

/// The request a redirect asks for, and whether it has the body again.
fn redirect(mut head: Head, status: StatusCode, headers: &HeaderMap) -> Option<(Head, bool)> {
    let safe = matches!(head.method, Method::GET | Method::HEAD);
    let becomes_get = match status.as_u16() {
        303 => !safe,
        301 | 302 => head.method == Method::POST,
        307 | 308 => false,
        _ => return None,
    };
    let from = head.url;
    let mut to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    if !matches!(to.scheme(), "http" | "https") || (from.scheme() == "https" && to.scheme() == "http") {
        return None;
    }
    if becomes_get {
        head.method = Method::GET;
        head.headers.remove(CONTENT_TYPE);
    }
    if from.origin() != to.origin() {
        if !(safe || becomes_get) {
            return None;
        }
        let mut kept = HeaderMap::new();
        for name in [ACCEPT, USER_AGENT] {
            if let Some(value) = head.headers.get(&name) {
                kept.insert(name, value.clone());
            }
        }
        head.headers = kept;
    }
    to.set_fragment(None);
    let with_body = !becomes_get && from.origin() == to.origin();
    head.url = to;
    Some((head, with_body))
}
