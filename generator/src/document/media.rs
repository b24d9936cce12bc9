//! Names of media types.
//!
//! Input: a name as it is written. Output: what it is. Not here: which one is taken (`lower`).

/// A media type without its parameters, in lower case (RFC 9110 §8.3.1).
pub(crate) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is text to callers, as XML and YAML (RFC 9512) are.
pub(crate) fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") || essence.ends_with("xml") || essence.ends_with("yaml")
}

/// Whether a media type is JSON: by name, or by its structured suffix (RFC 6839).
pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
