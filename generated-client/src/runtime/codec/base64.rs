//! [`Base64`] and [`Base64Url`]: bytes that travel as text.
//!
//! In and out: a base64 string (RFC 4648 §4 or §5, padding optional when read) or bytes. Not here: raw binary bodies.

use core::fmt;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::from_source::parsed;
use super::serde_source;
use super::source::{Failed, FromSource, Source};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const URL_ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The base64 text of some bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Bytes behind an alphabet: the two differ in nothing else.
macro_rules! bytes_as_text {
    ($(#[$meta:meta])* $name:ident $engine:ident $expected:literal) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// The bytes.
            #[must_use]
            #[inline]
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// The bytes, given away.
            #[must_use]
            #[inline]
            pub fn into_bytes(self) -> Vec<u8> {
                self.0
            }
        }

        impl fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }

        impl AsRef<[u8]> for $name {
            #[inline]
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $name {
            #[inline]
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            #[inline]
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$engine.encode(&self.0))
            }
        }

        impl FromSource for $name {
            const EXPECTED: &'static str = $expected;

            #[inline]
            fn optional(source: &mut dyn Source) -> Result<Option<Self>, Failed> {
                parsed(source, $expected, |text| $engine.decode(text).map($name).map_err(Failed::new))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_source::read(deserializer)
            }
        }
    };
}

bytes_as_text! {
    /// Bytes that are written as a base64 string: OpenAPI `format: byte`, JSON Schema `contentEncoding: base64`.
    Base64 ENGINE "a base64 string"
}

bytes_as_text! {
    /// Bytes that are written as a base64 string that is safe in URLs, without padding: `format: base64url`.
    Base64Url URL_ENGINE "a base64url string"
}
