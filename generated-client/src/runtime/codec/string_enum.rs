//! `string_enum!`: sets of strings that may grow.
//!
//! In: variant and wire value, one row each. Out: conversions both ways in which a value that this version does not
//! know is kept and sent back unchanged; of a closed enum, conversions that fail there. Not here: the enum itself, which
//! generated code states plainly.

use core::fmt;
use core::str::FromStr;

use serde::de::Error as _;

use super::from_source::parsed;
use super::source::{Failed, Source};

/// The text of an enum value that this version of the SDK does not know.
///
/// It cannot be built or matched outside the SDK, on purpose: code that matched on the text would change its meaning
/// silently once a later version knows the value. Read it with [`as_str`](Self::as_str).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<Text>);

/// The text behind a pointer of one word: an enum has room for it in each of its values, and hardly any is unknown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl UnknownValue {
    /// Keeps a value; the macros call it.
    pub(crate) fn new(value: String) -> Self {
        super::union::note_unknown(1);
        Self(Box::new(Text(value)))
    }

    /// The value as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl std::error::Error for UnknownValue {}

/// The number of an integer enum that this version of the SDK does not know; see [`UnknownValue`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// Keeps a value; the macros call it.
    pub(crate) fn new(value: i64) -> Self {
        super::union::note_unknown(1);
        Self(value)
    }

    /// The value as it was received.
    #[must_use]
    pub fn get(&self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl std::error::Error for UnknownInteger {}

/// What is read where a string enum is expected.
pub const EXPECTED: &str = "a string";

/// Reads a string enum from borrowed text, or null.
///
/// # Errors
/// The value is no string.
pub fn read<T: for<'a> From<&'a str>>(source: &mut dyn Source) -> Result<Option<T>, Failed> {
    parsed(source, EXPECTED, |text| Ok(T::from(text)))
}

/// Reads a closed string enum from borrowed text, or null.
///
/// # Errors
/// The value is no string, or none of those that are expected.
pub fn read_closed<T: FromStr>(
    source: &mut dyn Source,
    expected: &'static [&'static str],
) -> Result<Option<T>, Failed> {
    parsed(source, EXPECTED, |text| {
        let unknown = |_| serde_json::Error::unknown_variant(text, expected);
        text.parse().map_err(unknown).map_err(Failed::new)
    })
}

/// Gives a string enum its conversions.
///
/// ```text
/// string_enum! {
///     Level {                    // `closed Level {` for an enum without a catch-all
///         Owner = "owner",
///         Admin = "admin",
///     }
/// }
/// ```
macro_rules! string_enum {
    (closed $name:ident { $( $variant:ident = $value:literal ),* $(,)? }) => {
        impl $name {
            /// Every value there is, as it is sent.
            pub const VALUES: &'static [&'static str] = &[$( $value ),*];

            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &'static str {
                match self {
                    $( Self::$variant => $value, )*
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::runtime::codec::string_enum::UnknownValue;

            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                match value {
                    $( $value => ::core::result::Result::Ok(Self::$variant), )*
                    _ => ::core::result::Result::Err($crate::runtime::codec::string_enum::UnknownValue::new(
                        ::std::borrow::ToOwned::to_owned(value),
                    )),
                }
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn optional(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::runtime::codec::source::Failed> {
                $crate::runtime::codec::string_enum::read_closed(source, Self::VALUES)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::string_enum::__text_enum! { $name }
    };
    ($name:ident { $($rows:tt)* }) => {
        $crate::runtime::codec::string_enum::string_enum! { $name or Unknown { $($rows)* } }
    };
    ($name:ident or $unknown:ident { $( $variant:ident = $value:literal ),* $(,)? }) => {
        impl $name {
            /// Every value this version knows, as it is sent.
            pub const VALUES: &'static [&'static str] = &[$( $value ),*];

            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown($crate::runtime::codec::string_enum::UnknownValue::new(
                        ::std::borrow::ToOwned::to_owned(value),
                    )),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn optional(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::runtime::codec::source::Failed> {
                $crate::runtime::codec::string_enum::read(source)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::string_enum::__text_enum! { $name }
    };
}

/// What open and closed string enums have in common.
macro_rules! __text_enum {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<__S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use {__text_enum, string_enum};
