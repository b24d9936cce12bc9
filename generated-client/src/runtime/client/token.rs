//! [`TokenProvider`] and [`AccessToken`]: tokens that are fetched when they are needed.
//!
//! In: something that fetches a token. Out: a token that holds, fetched by one call however many wait for it. Not here:
//! the exchange with a token endpoint, see `oauth2`.

use core::fmt;
use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::super::error::{Error, ErrorKind, Result};
use super::super::execute::Limits;
use super::super::transport::BoxFuture;
use super::clock::within;
use super::core::Core;
use super::credential::sensitive;

/// The longest time before its end at which a token is replaced.
const MARGIN: Duration = Duration::from_secs(30);

/// Fetches access tokens: from a secret store, an identity service, a file that another program renews.
///
/// The client asks when it has no token that holds, and one call at a time: the others wait for what it brings. An async
/// closure is a provider too: `|| async { Ok(AccessToken::new("…")) }`.
pub trait TokenProvider: Send + Sync + 'static {
    /// A token for the next requests.
    ///
    /// # Errors
    /// Any; the call that needed the token fails with it as the source. Its text must not hold a secret.
    fn token(&self) -> BoxFuture<'_, core::result::Result<AccessToken, Box<dyn StdError + Send + Sync>>>;
}

impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = core::result::Result<AccessToken, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, core::result::Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin(self())
    }
}

/// A token, and how long it holds.
#[derive(Clone)]
pub struct AccessToken {
    text: SecretString,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that is used until the API answers 401 to it.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: SecretString::from(text.into()), lifetime: None }
    }

    /// Says how long it holds from now on. It is replaced shortly before; with zero, it is used for one call only.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AccessToken").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

/// What fetches tokens, with the client's own means if need be.
pub trait TokenSource: Send + Sync + 'static {
    /// A token for the next requests of a client.
    fn fetch<'a>(&'a self, core: &'a Arc<Core>, limits: Limits) -> BoxFuture<'a, Result<AccessToken>>;
}

/// A provider of the caller's own, as a source.
pub struct Provided<P>(pub P);

impl<P: TokenProvider> TokenSource for Provided<P> {
    fn fetch<'a>(&'a self, core: &'a Arc<Core>, limits: Limits) -> BoxFuture<'a, Result<AccessToken>> {
        let options = core.options();
        let limit = limits.timeout.unwrap_or(options.timeout);
        let limit = limits.total_timeout.map_or(limit, |total| total.min(limit));
        Box::pin(async move {
            match within(&*options.clock, limit, self.0.token()).await {
                Some(token) => token.map_err(|error| {
                    Error::new(ErrorKind::Token, format!("the provider failed: {error}")).with_source(error)
                }),
                None => Err(Error::new(ErrorKind::Timeout, format!("the provider gave none within {limit:?}"))),
            }
        })
    }
}

/// A source and the token that it gave last.
pub struct Tokens {
    source: Box<dyn TokenSource>,
    /// How many times the source was asked.
    asked: AtomicU64,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    token: Option<Held>,
    /// Why the source gave none when it was asked last.
    failure: Option<Error>,
}

struct Held {
    header: HeaderValue,
    /// Which token of the source it is.
    number: u64,
    /// When it is to be replaced.
    until: Option<Instant>,
}

/// The tokens that one call has used.
#[derive(Debug, Default)]
pub(crate) struct Used {
    number: Option<u64>,
    is_new: bool,
    is_refused: bool,
}

impl Used {
    /// Whether a call that was answered 401 is worth another attempt with a new token: once, and only if the token was
    /// not fetched for the call itself.
    pub(crate) fn refuse(&mut self) -> bool {
        let worth_it = self.number.is_some() && !self.is_new && !self.is_refused;
        self.is_refused |= worth_it;
        worth_it
    }
}

impl Tokens {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        Self { source: Box::new(source), asked: AtomicU64::new(0), kept: Mutex::default() }
    }

    /// The value of the header `Authorization`, with a token that holds.
    pub(crate) async fn header(&self, core: &Arc<Core>, limits: Limits, used: &mut Used) -> Result<HeaderValue> {
        let clock = &*core.options().clock;
        let before = self.asked.load(Ordering::SeqCst);
        let mut kept = match limits.total_timeout {
            None => self.kept.lock().await,
            Some(limit) => within(clock, limit, self.kept.lock())
                .await
                .ok_or_else(|| Error::new(ErrorKind::Timeout, "no access token before the call's time ran out"))?,
        };
        let refused = used.number.filter(|_| used.is_refused);
        if let Some(held) = &kept.token {
            let holds = held.until.is_none_or(|until| clock.now() < until) && Some(held.number) != refused;
            if holds {
                // A call that waited here for another one has a new token, too.
                used.is_new = held.number > before;
                used.number = Some(held.number);
                return Ok(held.header.clone());
            }
        }
        let asked = self.asked.load(Ordering::SeqCst);
        // What one call was told while this one waited holds for this one: a broken endpoint is not asked by each in turn.
        if let Some(failure) = kept.failure.as_ref().filter(|_| asked > before) {
            return Err(failure.without_source());
        }
        kept.token = None;
        let began = clock.now();
        let fetched = self.source.fetch(core, limits.clone()).await.and_then(|token| {
            let header = sensitive(format!("Bearer {}", token.text.expose_secret()))
                .map_err(|_| Error::new(ErrorKind::Token, "it has characters that a header cannot hold"))?;
            Ok((header, token.lifetime))
        });
        let number = asked + 1;
        self.asked.store(number, Ordering::SeqCst);
        match fetched {
            Ok((header, lifetime)) => {
                let until =
                    lifetime.and_then(|lifetime| began.checked_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10))));
                kept.token = Some(Held { header: header.clone(), number, until });
                kept.failure = None;
                (used.number, used.is_new) = (Some(number), true);
                Ok(header)
            }
            Err(error) => {
                let error = error.because_of("no access token");
                // Another call may have more time than this one.
                let is_own = error.is_timeout() && limits.total_timeout.is_some();
                kept.failure = (!is_own).then(|| error.without_source());
                Err(error)
            }
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tokens([redacted])")
    }
}
