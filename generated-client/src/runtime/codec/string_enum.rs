//! `string_enum!`: sets of strings that may grow.
//!
//! In: variant and wire value, one row each. Out: conversions both ways in which a value that this version does not
//! know is kept and sent back unchanged. Not here: the enum itself, which generated code states plainly.

use core::fmt;
use core::marker::PhantomData;

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
        super::union::note_unknown();
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

/// The number of an integer enum that this version of the SDK does not know; see [`UnknownValue`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// Keeps a value; the macros call it.
    pub(crate) fn new(value: i64) -> Self {
        super::union::note_unknown();
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

/// Gives an open string enum its conversions.
///
/// ```text
/// string_enum! {
///     Level {                    // `Level or Other {` when the catch-all is not called `Unknown`
///         Owner = "owner",
///         Admin = "admin",
///     }
/// }
/// ```
macro_rules! string_enum {
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

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::string_enum::read(deserializer)
            }
        }
    };
}

pub(crate) use string_enum;
