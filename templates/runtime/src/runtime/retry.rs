//! When to try again, and after how long.
//!
//! In: a status, the headers of an answer, how many retries there were. Out: yes or no, and a wait ([`RetryPolicy`]). Not
//! here: sleeping, the deadline. Also the key by which a server knows a call that it has seen before. backon was weighed: its jitter only lengthens a wait, and what would be left for it is one line.

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::client::clock::Clock;

/// When a failed attempt is repeated, and after how long.
///
/// How often is `max_retries`. Connections that fail and attempts that take too long are always worth another try, and
/// what the server says of an answer (`x-should-retry`) goes before the statuses. Nothing is repeated whose body can be
/// sent only once, whose operation must not be repeated, or past the deadline of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    first: Duration,
    longest: Duration,
    longest_asked: Duration,
    statuses: Option<Vec<u16>>,
}

/// The share of a wait that chance may take away.
const JITTER: f64 = 0.25;

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// The statuses 408, 409, 429 and from 500 on; 0.5 s before the first repetition, twice as long before each further
    /// one but no longer than 8 s, less up to a quarter by chance; a server's `Retry-After` of up to 60 s is followed.
    pub const fn new() -> Self {
        Self {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            longest_asked: Duration::from_secs(60),
            statuses: None,
        }
    }

    /// The wait before the first repetition; each further one is twice as long.
    pub const fn first_delay(mut self, delay: Duration) -> Self {
        self.first = delay;
        self
    }

    /// The longest wait, where the server asks for none.
    pub const fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest = delay;
        self
    }

    /// The longest wait a server may ask for (`retry-after-ms`, `Retry-After`); beyond it, the usual one is taken.
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.longest_asked = delay;
        self
    }

    /// The statuses that are worth another attempt, in the place of 408, 409, 429 and all from 500 on.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = Some(statuses.into_iter().collect());
        self
    }

    /// Whether an answer of this status is worth another attempt; the server's own word (`x-should-retry`) goes first.
    pub(crate) fn is_worth_it(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        match (text(headers, "x-should-retry"), &self.statuses) {
            (Some("true"), _) => true,
            (Some("false"), _) => false,
            (_, Some(statuses)) => statuses.contains(&status.as_u16()),
            (_, None) => matches!(status.as_u16(), 408 | 409 | 429 | 500..),
        }
    }

    /// How long to wait before the next attempt.
    pub(crate) fn delay(&self, retries: u32, headers: Option<&HeaderMap>, clock: &dyn Clock) -> Duration {
        headers
            .and_then(|headers| asked(headers, clock.wall()))
            .filter(|delay| !delay.is_zero() && *delay <= self.longest_asked)
            .unwrap_or_else(|| {
                let exponential = self.first.saturating_mul(2_u32.saturating_pow(retries)).min(self.longest);
                let seconds = exponential.as_secs_f64() * (1.0 - JITTER * clock.random().clamp(0.0, 1.0));
                // A clock of the user's own may well return nonsense.
                Duration::try_from_secs_f64(seconds).unwrap_or_default()
            })
    }
}

/// A text that no other call has: a random UUID (RFC 9562 §5.4). Not from the client's clock: one that tests control would
/// give two calls the same key, and the server would take them for one.
pub(crate) fn idempotency_key() -> String {
    let chance = RandomState::new();
    let bits = (u128::from(chance.hash_one(0_u8)) << 64) | u128::from(chance.hash_one(1_u8));
    // Version 4, variant 10.
    let bits = bits & !((0xf_u128 << 76) | (0b11 << 62)) | (0x4_u128 << 76) | (0b10 << 62);
    let mut text = format!("{bits:032x}");
    for at in [8, 13, 18, 23] {
        text.insert(at, '-');
    }
    text
}

/// What the server asks for: `retry-after-ms`, or `retry-after` (RFC 9110 §10.2.3) in seconds or as a date.
fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = text(headers, "retry-after-ms").and_then(|text| seconds(text, 1000.0));
    milliseconds.or_else(|| {
        let text = text(headers, "retry-after")?;
        seconds(text, 1.0).or_else(|| date(text)?.duration_since(now).ok())
    })
}

/// A date in any of the three forms that must be read (RFC 9110 §5.6.7): the usual one, RFC 850's, and that of `asctime`.
fn date(text: &str) -> Option<SystemTime> {
    let usual = jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    let obsolete = |form| jiff::tz::Offset::UTC.to_timestamp(jiff::civil::DateTime::strptime(form, text).ok()?).ok();
    let date = usual.or_else(|| obsolete("%A, %d-%b-%y %H:%M:%S GMT")).or_else(|| obsolete("%a %b %e %H:%M:%S %Y"))?;
    let since_epoch = Duration::from_secs(u64::try_from(date.as_second()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since_epoch)
}

fn seconds(text: &str, per_second: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse::<f64>().ok()? / per_second).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
