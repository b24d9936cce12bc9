//! Webhooks: checking that a message comes from the API, and reading it.
//!
//! In: the body and headers of a request you received, the signing key, and how the API signs: as Standard Webhooks 1.0
//! has it, or another way to put an HMAC with SHA-256 (RFC 2104) into a header. Out: the event. Not here: an HTTP server.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac_sha256::HMAC;
use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use super::codec::Timestamp;
use super::decode::place;
use super::error::{Error, ErrorKind, Result};

/// How the API signs its messages.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code states it, and travels with it")]
pub struct Signing {
    /// The header that has the signature, or several of them.
    pub header: &'static str,
    /// How one of them is written in it: `v1,{signature}`.
    pub signature: &'static str,
    /// Where the time of the message stands, if it has one.
    pub time: Option<TimeAt>,
    /// What is signed: `{body}`, `{timestamp}`, `{header:…}` for a header's text, and anything else as it stands.
    pub payload: &'static str,
    /// How bytes are written in the header.
    pub encoding: Encoding,
    /// How the key is written.
    pub key: Encoding,
    /// How many seconds a message may be older or newer than the clock.
    pub tolerance: u32,
}

/// Where the time of a message stands.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "generated code states it, and travels with it")]
pub enum TimeAt {
    /// In a header of this name.
    Header(&'static str),
    /// Beside the signature, written so: `t={timestamp}`.
    Beside(&'static str),
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "generated code states it, and travels with it")]
pub enum Encoding {
    /// As they are.
    Text,
    /// In base 16, in small or capital letters.
    Hex,
    /// In base 64; a key may have `whsec_` before it.
    Base64,
}

impl Signing {
    /// Standard Webhooks 1.0.
    pub const STANDARD: Self = Self {
        header: "webhook-signature",
        signature: "v1,{signature}",
        time: Some(TimeAt::Header("webhook-timestamp")),
        payload: "{header:webhook-id}.{timestamp}.{body}",
        encoding: Encoding::Base64,
        key: Encoding::Base64,
        tolerance: 300,
    };
}

/// Checks the signature and the time of a message, then reads it.
///
/// # Errors
/// [`ErrorKind::Webhook`] if the key is none, a header is missing, the message is too old or too new or not signed with
/// this key; [`ErrorKind::Decode`] if it is signed and not of the documented shape.
pub fn unwrap<T: DeserializeOwned>(
    payload: &[u8],
    headers: &HeaderMap,
    key: &SecretString,
    signing: &Signing,
) -> Result<T> {
    verify(payload, headers, key, signing)?;
    unwrap_unverified(payload)
}

/// Reads a message without any check: anyone could have sent it.
///
/// # Errors
/// [`ErrorKind::Decode`] if it is not of the documented shape.
pub fn unwrap_unverified<T: DeserializeOwned>(payload: &[u8]) -> Result<T> {
    serde_json::from_slice(payload).map_err(|error| {
        let place = place::<T>(payload);
        let message = format!("the webhook is not of the documented shape{place}: {error}");
        Error::new(ErrorKind::Decode, message).with_source(error)
    })
}

fn refused(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Webhook, text)
}

#[inline]
fn verify(body: &[u8], headers: &HeaderMap, key: &SecretString, signing: &Signing) -> Result<()> {
    let key = key.expose_secret();
    let key = if signing.key == Encoding::Base64 { key.strip_prefix("whsec_").unwrap_or(key) } else { key };
    let key = decoded(signing.key, key)
        .filter(|key| !key.is_empty())
        .ok_or_else(|| refused("the signing key is not a webhook key"))?;
    let text = header(headers, signing.header)?;
    let time = match signing.time {
        Some(TimeAt::Header(name)) => Some(header(headers, name)?),
        Some(TimeAt::Beside(pattern)) => {
            Some(written(text, pattern).next().ok_or_else(|| refused("the message has no time"))?)
        }
        None => None,
    };
    if let Some(time) = time {
        check_time(time, signing.tolerance)?;
    }
    let mac = mac(body, headers, &key, time.unwrap_or_default(), signing.payload)?;
    let signatures =
        written(text, signing.signature).filter_map(|text| decoded(signing.encoding, text)?.try_into().ok());
    // `finalize_verify` takes as long for any two signatures, so that none can be guessed byte by byte.
    let mut is_signed = false;
    for signature in signatures {
        let signature: [u8; 32] = signature;
        is_signed |= mac.clone().finalize_verify(&signature);
    }
    if is_signed { Ok(()) } else { Err(refused("the message cannot be trusted: no signature fits the key")) }
}

#[inline]
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| refused(format!("the message has no header `{name}`")))
}

/// The values in a header that are written so. Several stand there with commas or spaces between; with spaces alone where
/// a comma is a part of how they are written.
#[inline]
fn written<'a>(text: &'a str, pattern: &'static str) -> impl Iterator<Item = &'a str> {
    let before = pattern.split('{').next().unwrap_or_default();
    let after = pattern.rsplit('}').next().unwrap_or_default();
    let is_between = move |c: char| c == ' ' || (c == ',' && !pattern.contains(','));
    text.split(is_between).filter_map(move |part| part.strip_prefix(before)?.strip_suffix(after))
}

/// Unix seconds or milliseconds, or a time of RFC 3339.
#[inline]
fn check_time(text: &str, tolerance: u32) -> Result<()> {
    let number = text.parse::<i64>().ok();
    // Seconds will be as many in three thousand years.
    let seconds = number.map(|number| if number.unsigned_abs() > 100_000_000_000 { number / 1000 } else { number });
    let seconds = seconds.or_else(|| Some(text.parse::<Timestamp>().ok()?.as_second()));
    let seconds = seconds.ok_or_else(|| refused("the message's time cannot be read"))?;
    let distance = Timestamp::now().as_second().abs_diff(seconds);
    if distance <= u64::from(tolerance) { Ok(()) } else { Err(refused("the message is too old, or from the future")) }
}

/// The code of what is signed, up to its end.
#[inline]
fn mac(body: &[u8], headers: &HeaderMap, key: &[u8], time: &str, payload: &'static str) -> Result<HMAC> {
    let mut mac = HMAC::new(key);
    let mut rest = payload;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        mac.update(before);
        match (name, name.strip_prefix("header:")) {
            ("body", _) => mac.update(body),
            ("timestamp", _) => mac.update(time),
            (_, Some(name)) => mac.update(header(headers, name)?),
            // The generator refuses any other.
            (_, None) => {}
        }
        rest = after;
    }
    mac.update(rest);
    Ok(mac)
}

#[inline]
fn decoded(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Text => Some(text.as_bytes().to_vec()),
        Encoding::Base64 => BASE64.decode(text).ok(),
        Encoding::Hex => {
            let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
            let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
            let byte = |pair: &[u32]| u8::try_from(pair.iter().fold(0, |byte, digit| byte * 16 + digit)).ok();
            digits.chunks(2).map(byte).collect()
        }
    }
}
