//! `string_enum!`: sets of strings that may grow.
//!
//! In: variant and wire value, one row each. Out: conversions both ways in which a value that this version does not
//! know is kept and sent back unchanged; of a closed enum, conversions that fail there. Not here: the enum itself, which
//! generated code states plainly.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Deserializer, Visitor};

/// The text of an enum value that this version of the SDK does not know.
///
/// It cannot be built or matched outside the SDK, on purpose: code that matched on the text would change its meaning
/// silently once a later version knows the value. Read it with [`as_str`](Self::as_str).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// Keeps a value; the macros call it.
    pub(crate) fn new(value: String) -> Self {
        super::union::note_unknown(1);
        Self(value)
    }

    /// The value as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
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

/// Reads a string enum from borrowed text.
///
/// # Errors
/// The value is no string.
pub fn read<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Text<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}

/// Reads a closed string enum from borrowed text.
///
/// # Errors
/// The value is no string, or none of those that are expected.
pub fn read_closed<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static [&'static str],
) -> Result<T, D::Error> {
    struct Text<T>(&'static [&'static str], PhantomData<T>);

    impl<T: FromStr> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(|_| E::unknown_variant(text, self.0))
        }
    }

    deserializer.deserialize_str(Text(expected, PhantomData))
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
            pub fn as_str(&self) -> &'static str {
                match self {
                    $( Self::$variant => $value, )*
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::runtime::codec::string_enum::UnknownValue;

            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                match value {
                    $( $value => ::core::result::Result::Ok(Self::$variant), )*
                    _ => ::core::result::Result::Err($crate::runtime::codec::string_enum::UnknownValue::new(
                        ::std::borrow::ToOwned::to_owned(value),
                    )),
                }
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::string_enum::read_closed(deserializer, Self::VALUES)
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
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
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
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::string_enum::read(deserializer)
            }
        }

        $crate::runtime::codec::string_enum::__text_enum! { $name }
    };
}

/// What open and closed string enums have in common.
macro_rules! __text_enum {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
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
