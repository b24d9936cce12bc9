//! `integer_enum!`: sets of integers that may grow; the counterpart of `string_enum!`.
//!
//! In: variant and number, one row each. Out: conversions both ways, which of a closed enum may fail. Not here: fractions, and integers beyond 64 bits.

use super::source::{Failed, FromSource, Source};
use super::string_enum::UnknownInteger;

/// Reads a closed integer enum.
///
/// # Errors
/// The value is no integer, or none of those that are known.
pub fn read_closed<T: TryFrom<i64, Error = UnknownInteger>>(source: &mut dyn Source) -> Result<T, Failed> {
    let value = i64::from_source(source)?;
    T::try_from(value).map_err(|unknown| Failed::new(format_args!("unknown value `{unknown}`")))
}

/// Gives an integer enum its conversions; the catch-all of an open one holds an `UnknownInteger`.
///
/// ```text
/// integer_enum! {
///     Priority {                 // `closed Priority {` for an enum without a catch-all
///         Low = 1,
///         High = 2,
///     }
/// }
/// ```
macro_rules! integer_enum {
    (closed $name:ident { $( $variant:ident = $value:literal ),* $(,)? }) => {
        impl $name {
            /// Every value there is, as it is sent.
            pub const VALUES: &'static [i64] = &[$( $value ),*];

            /// The value as it is sent.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $( Self::$variant => $value, )*
                }
            }
        }

        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::runtime::codec::string_enum::UnknownInteger;

            #[inline]
            fn try_from(value: i64) -> ::core::result::Result<Self, Self::Error> {
                match value {
                    $( $value => ::core::result::Result::Ok(Self::$variant), )*
                    _ => ::core::result::Result::Err($crate::runtime::codec::string_enum::UnknownInteger::new(value)),
                }
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn from_source(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                $crate::runtime::codec::integer_enum::read_closed(source)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::integer_enum::__number_enum! { $name }
    };
    ($name:ident { $($rows:tt)* }) => {
        $crate::runtime::codec::integer_enum::integer_enum! { $name or Unknown { $($rows)* } }
    };
    ($name:ident or $unknown:ident { $( $variant:ident = $value:literal ),* $(,)? }) => {
        impl $name {
            /// Every value this version knows, as it is sent.
            pub const VALUES: &'static [i64] = &[$( $value ),*];

            /// The value as it is sent.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => value.get(),
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown($crate::runtime::codec::string_enum::UnknownInteger::new(value)),
                }
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn from_source(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                <i64 as $crate::runtime::codec::source::FromSource>::from_source(source).map(Self::from)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::integer_enum::__number_enum! { $name }
    };
}

/// What open and closed integer enums have in common.
macro_rules! __number_enum {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<__S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
}

pub(crate) use {__number_enum, integer_enum};
