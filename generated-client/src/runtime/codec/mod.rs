//! How generated types are read and written: the parts behind `object!`, `input!`, `string_enum!`, `integer_enum!`,
//! `scalar_enum!`, `union!` and `newtype!`.
//!
//! In: a table, one line per field, value or variant. Out: ordinary `serde` impls that work with any format. Not here:
//! `#[derive(Serialize, Deserialize)]`, whose expansion costs rustc several times as much as a table does.

pub mod base64;
pub mod exact;
pub mod from_source;
pub mod input;
pub mod integer_enum;
mod json_source;
pub mod newtype;
pub mod nullable;
pub mod object;
pub mod quoted;
pub mod scalar_enum;
pub mod secret;
pub mod serde_source;
pub mod source;
pub mod string_enum;
mod tagged;
pub mod union;
pub mod write;

// The macros reach serde through here, so that an SDK type called `Serialize` cannot get between.
pub use self::nullable::Nullable;
pub use ::serde::de::{Deserialize, DeserializeOwned, Deserializer};
pub use ::serde::ser::{Serialize, SerializeMap, Serializer};

/// Any JSON value.
pub type Json = ::serde_json::Value;

/// An object whose keys are data (`additionalProperties`), in the order of its keys.
pub type Map<T> = ::std::collections::BTreeMap<String, T>;

/// Reads any JSON. Each of serde_json's readers is machine code of its own in every SDK, so there is one: that of texts.
///
/// # Errors
/// The text is not JSON, or not UTF-8.
pub(crate) fn any_json(text: &[u8]) -> ::serde_json::Result<Json> {
    let text = ::core::str::from_utf8(text).map_err(::serde::de::Error::custom)?;
    ::serde_json::from_str(text)
}

/// A point in time: `format: date-time`, RFC 3339.
///
/// There is no type for `format: time` and `format: duration`: the times of jiff have no offset, and its durations are
/// spelt anew when they are written, so those are texts.
pub type Timestamp = ::jiff::Timestamp;

/// A day of the calendar without a time zone: `format: date`, RFC 3339 `full-date`.
pub type Date = ::jiff::civil::Date;
