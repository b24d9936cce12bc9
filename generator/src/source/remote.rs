//! Files of the web, read when the user allows it.
//!
//! Input: an address. Output: the bytes, or a diagnostic without a place.
//! Not here: whether it is allowed (`access`), and whether the file is still the one that was read before (`lock`).

use std::time::Duration;

use super::size::MAX_FILE_BYTES;
use crate::diag::{Code, Diagnostic};

/// How long one file may take altogether.
const TIMEOUT: Duration = Duration::from_secs(30);

pub(super) fn fetch(url: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return Err(failed(url, "only `http` and `https` are read"));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).build().into();
    let mut response = agent.get(url).call().map_err(|error| failed(url, &error.to_string()))?;
    let body = response.body_mut().with_config().limit(MAX_FILE_BYTES + 1).read_to_vec();
    body.map_err(|error| failed(url, &error.to_string()))
}

fn failed(url: &str, reason: &str) -> Box<Diagnostic> {
    let message = format!("`{url}` cannot be read: {reason}");
    Box::new(Diagnostic::new(Code::UnreadableFile, message))
}
