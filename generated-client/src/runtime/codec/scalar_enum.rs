//! `scalar_enum!`: sets of scalars of several JSON types, or of numbers with fractions, that may grow; the counterpart of
//! `string_enum!`.
//!
//! In: variant and value, one row each. Out: conversions both ways, which of a closed enum may fail. Not here: lists of
//! nothing but strings or integers, which have macros of their own, and objects.

use core::fmt;

use super::Json;
use super::source::{Failed, Source};

/// The value of an enum that this version of the SDK does not know; see [`UnknownValue`](super::string_enum::UnknownValue).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownScalar(Json);

impl UnknownScalar {
    /// Keeps a value; the macro calls it.
    pub(crate) fn new(value: Json) -> Self {
        super::union::note_unknown(1);
        Self(value)
    }

    /// The value as it was received.
    #[must_use]
    pub fn as_json(&self) -> &Json {
        &self.0
    }
}

impl fmt::Display for UnknownScalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&text(&self.0))
    }
}

impl std::error::Error for UnknownScalar {}

/// A value of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scalar {
    Text(&'static str),
    Integer(i64),
    Number(f64),
    Bool(bool),
}

impl Scalar {
    pub(crate) fn json(self) -> Json {
        match self {
            Self::Text(text) => Json::from(text),
            Self::Integer(value) => Json::from(value),
            Self::Number(value) => Json::from(value),
            Self::Bool(value) => Json::from(value),
        }
    }

    /// Whether a value is this one. To JSON Schema, `1` and `1.0` are the same number.
    pub(crate) fn is(self, value: &Json) -> bool {
        let own = self.json();
        own == *value || own.is_number() && own.as_f64() == value.as_f64()
    }
}

/// A scalar as paths and headers hold it.
pub(crate) fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Reads a closed enum.
///
/// # Errors
/// The value is none of those that are known.
pub fn read_closed<T: TryFrom<Json, Error = UnknownScalar>>(source: &mut dyn Source) -> Result<T, Failed> {
    T::try_from(source.json()?).map_err(|unknown| Failed::new(format_args!("unknown value `{}`", unknown.0)))
}

/// Gives an enum of scalars its conversions; the catch-all of an open one holds an `UnknownScalar`.
///
/// ```text
/// scalar_enum! {
///     Size {                     // `closed Size {` for an enum without a catch-all
///         Auto = Text("auto"),
///         One = Integer(1),
///         Half = Number(0.5),
///         Yes = Bool(true),
///     }
/// }
/// ```
macro_rules! scalar_enum {
    (closed $name:ident { $( $variant:ident = $kind:ident ( $value:literal ) ),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn to_json(&self) -> $crate::runtime::codec::Json {
                match self {
                    $( Self::$variant => $crate::runtime::codec::scalar_enum::Scalar::$kind($value).json(), )*
                }
            }
        }

        impl ::core::convert::TryFrom<$crate::runtime::codec::Json> for $name {
            type Error = $crate::runtime::codec::scalar_enum::UnknownScalar;

            #[inline]
            fn try_from(value: $crate::runtime::codec::Json) -> ::core::result::Result<Self, Self::Error> {
                $(
                    if $crate::runtime::codec::scalar_enum::Scalar::$kind($value).is(&value) {
                        return ::core::result::Result::Ok(Self::$variant);
                    }
                )*
                ::core::result::Result::Err($crate::runtime::codec::scalar_enum::UnknownScalar::new(value))
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn from_source(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                $crate::runtime::codec::scalar_enum::read_closed(source)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::scalar_enum::__json_enum! { $name }
    };
    ($name:ident { $( $variant:ident = $kind:ident ( $value:literal ) ),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn to_json(&self) -> $crate::runtime::codec::Json {
                match self {
                    $( Self::$variant => $crate::runtime::codec::scalar_enum::Scalar::$kind($value).json(), )*
                    Self::Unknown(value) => ::core::clone::Clone::clone(value.as_json()),
                }
            }
        }

        impl ::core::convert::From<$crate::runtime::codec::Json> for $name {
            #[inline]
            fn from(value: $crate::runtime::codec::Json) -> Self {
                $(
                    if $crate::runtime::codec::scalar_enum::Scalar::$kind($value).is(&value) {
                        return Self::$variant;
                    }
                )*
                Self::Unknown($crate::runtime::codec::scalar_enum::UnknownScalar::new(value))
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn from_source(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                source.json().map(Self::from)
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }

        $crate::runtime::codec::scalar_enum::__json_enum! { $name }
    };
}

/// What open and closed enums of scalars have in common.
macro_rules! __json_enum {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(&$crate::runtime::codec::scalar_enum::text(&self.to_json()))
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<__S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::codec::Serialize::serialize(&self.to_json(), serializer)
            }
        }
    };
}

pub(crate) use {__json_enum, scalar_enum};
