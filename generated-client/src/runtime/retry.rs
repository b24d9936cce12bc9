//! When to try again, and after how long.
//!
//! In: a status, the headers of an answer, how many retries there were. Out: yes or no, and a wait. Not here: sleeping,
//! the deadline. backon was weighed: its jitter only lengthens a wait, and what would be left for it is one line.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::client::clock::Clock;

/// The longest wait a server may ask for; beyond it the usual one is taken.
const LONGEST_ASKED: Duration = Duration::from_secs(60);
/// The first wait, in seconds; each further one is twice as long.
const FIRST: f64 = 0.5;
/// The longest wait of our own, in seconds.
const LONGEST: f64 = 8.0;
/// The share of a wait that chance may take away.
const JITTER: f64 = 0.25;

/// Whether an answer of this status is worth another attempt; the server's own word (`x-should-retry`) goes first.
pub(crate) fn is_worth_it(status: StatusCode, headers: &HeaderMap) -> bool {
    match text(headers, "x-should-retry") {
        Some("true") => true,
        Some("false") => false,
        _ => matches!(status.as_u16(), 408 | 409 | 429 | 500..),
    }
}

/// How long to wait before the next attempt.
pub(crate) fn delay(retries: u32, headers: Option<&HeaderMap>, clock: &dyn Clock) -> Duration {
    headers
        .and_then(|headers| asked(headers, clock.wall()))
        .filter(|delay| !delay.is_zero() && *delay <= LONGEST_ASKED)
        .unwrap_or_else(|| {
            let exponential = FIRST * f64::from(2_u32.saturating_pow(retries));
            let seconds = exponential.min(LONGEST) * (1.0 - JITTER * clock.random().clamp(0.0, 1.0));
            // A clock of the user's own may well return nonsense.
            Duration::try_from_secs_f64(seconds).unwrap_or_default()
        })
}

/// What the server asks for: `retry-after-ms`, or `retry-after` (RFC 9110 §10.2.3) in seconds or as a date.
fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = text(headers, "retry-after-ms").and_then(|text| seconds(text, 1000.0));
    milliseconds.or_else(|| {
        let text = text(headers, "retry-after")?;
        seconds(text, 1.0).or_else(|| {
            let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            let since_epoch = Duration::from_secs(u64::try_from(date.as_second()).ok()?);
            SystemTime::UNIX_EPOCH.checked_add(since_epoch)?.duration_since(now).ok()
        })
    })
}

fn seconds(text: &str, per_second: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse::<f64>().ok()? / per_second).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
