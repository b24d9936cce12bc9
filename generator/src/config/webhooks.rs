//! `[webhooks]`: how the events of the API are told apart and checked.
//!
//! Input: the table. Output: plain data, and what is wrong with it. Not here: the check itself, which is the runtime's.

use serde::Deserialize;

/// `[webhooks]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Webhooks {
    /// The environment variable that holds the signing key; prefix and `WEBHOOK_KEY` when left out.
    pub key_env: Option<String>,
    /// The property that tells events apart; the discriminator or shared const property when left out.
    pub discriminator: Option<String>,
    /// How events are signed, where it is not as Standard Webhooks has it.
    pub hmac: Option<Hmac>,
}

/// `[webhooks.hmac]`: a signature by HMAC with SHA-256.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hmac {
    /// The header of the signature.
    pub signature_header: String,
    /// How it is written there: `sha256={signature}`; the header has nothing else when left out.
    pub signature: Option<String>,
    /// The header of the message's time.
    pub timestamp_header: Option<String>,
    /// How the time is written beside the signature, where it is in the same header: `t={timestamp}`.
    pub timestamp: Option<String>,
    /// What is signed, of `{body}`, `{timestamp}`, `{header:…}` and other text; the body when left out.
    pub payload: Option<String>,
    /// How the signature is written; in base 16 when left out.
    #[serde(default)]
    pub encoding: Option<KeyEncoding>,
    /// How the key is written; as it is when left out.
    #[serde(default)]
    pub key_encoding: Option<KeyEncoding>,
    /// How many seconds a message may be older or newer than the clock; 300 when left out.
    pub tolerance_seconds: Option<u32>,
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyEncoding {
    /// As they are.
    Text,
    /// Base 16.
    Hex,
    /// Base 64.
    Base64,
}

impl Hmac {
    /// How the signature is written.
    #[must_use]
    pub fn signature(&self) -> &str {
        self.signature.as_deref().unwrap_or("{signature}")
    }

    /// What is signed.
    #[must_use]
    pub fn payload(&self) -> &str {
        self.payload.as_deref().unwrap_or("{body}")
    }

    /// What no message could be checked by: the key, and what is wrong with it.
    pub(super) fn objections(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        let headers =
            [("signature-header", Some(&self.signature_header)), ("timestamp-header", self.timestamp_header.as_ref())];
        for (key, name) in headers.into_iter().filter_map(|(key, name)| Some((key, name?))) {
            if !super::read::is_token(name) {
                found.push((key, format!("{name:?} is no header's name")));
            }
        }
        if slots(self.signature()) != ["signature"] {
            found.push(("signature", "it says where the signature stands, once: `v1={signature}`".to_owned()));
        }
        if self.encoding == Some(KeyEncoding::Text) {
            found.push(("encoding", "a signature is bytes, in `hex` or `base64`".to_owned()));
        }
        if let Some(pattern) = &self.timestamp {
            if slots(pattern) != ["timestamp"] {
                found.push(("timestamp", "it says where the time stands, once: `t={timestamp}`".to_owned()));
            }
            if self.timestamp_header.is_some() {
                found.push(("timestamp", "the time has a header of its own already".to_owned()));
            }
        }
        let signed = slots(self.payload());
        let is_known = |slot: &str| {
            let header = slot.strip_prefix("header:");
            matches!(slot, "body" | "timestamp") || header.is_some_and(super::read::is_token)
        };
        if let Some(slot) = signed.iter().find(|slot| !is_known(slot)) {
            found.push((
                "payload",
                format!("`{{{slot}}}` is none of `{{body}}`, `{{timestamp}}` and `{{header:Name}}`"),
            ));
        }
        if !signed.contains(&"body") {
            found.push(("payload", "a signature without `{body}` proves nothing of the message".to_owned()));
        }
        let has_time = self.timestamp.is_some() || self.timestamp_header.is_some();
        match (has_time, signed.contains(&"timestamp")) {
            (true, false) => {
                found.push(("payload", "a time that is not signed proves nothing: add `{timestamp}`".to_owned()));
            }
            (false, true) => {
                found.push((
                    "payload",
                    "nothing says where the time stands: `timestamp-header` or `timestamp`".to_owned(),
                ));
            }
            _ => {}
        }
        found
    }
}

/// The names in braces.
fn slots(pattern: &str) -> Vec<&str> {
    let parts = pattern.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}
