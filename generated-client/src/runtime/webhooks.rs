//! Webhooks: checking that a message comes from the API, and reading it (Standard Webhooks 1.0).
//!
//! In: the body and headers of a request you received, and the signing key. Out: the event. Not here: an HTTP server.

use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use standardwebhooks::{HEADER_WEBHOOK_TIMESTAMP, Webhook};

use super::decode::place;
use super::error::{Error, ErrorKind, Result};

/// Checks the signature and the time of a message (five minutes either way), then reads it.
///
/// # Errors
/// [`ErrorKind::Webhook`] if the key is none, a header is missing, the message is too old or too new or not signed with
/// this key; [`ErrorKind::Decode`] if it is signed and not of the documented shape.
pub fn unwrap<T: DeserializeOwned>(payload: &[u8], headers: &HeaderMap, key: &SecretString) -> Result<T> {
    let refused = |text: String| Error::new(ErrorKind::Webhook, text);
    let webhook =
        Webhook::new(key.expose_secret()).map_err(|_| refused("the signing key is not a webhook key".to_owned()))?;
    // Times that no clock shows overflow in the library.
    let time = headers.get(HEADER_WEBHOOK_TIMESTAMP).and_then(|time| time.to_str().ok()?.parse::<i64>().ok());
    if time.is_some_and(|time| !(0..=i64::from(u32::MAX) * 2).contains(&time)) {
        return Err(refused("the message's time is out of range".to_owned()));
    }
    webhook.verify(payload, headers).map_err(|error| refused(format!("the message cannot be trusted: {error}")))?;
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
