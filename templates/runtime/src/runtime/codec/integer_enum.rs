//! `integer_enum!`: sets of integers that may grow; the counterpart of `string_enum!`.
//!
//! In: variant and number, one row each. Out: conversions both ways. Not here: fractions, and integers beyond 64 bits.

/// Gives an open integer enum its conversions; its catch-all holds an `UnknownInteger`.
///
/// ```text
/// integer_enum! {
///     Priority {                 // `Priority or Other {` when the catch-all is not called `Unknown`
///         Low = 1,
///         High = 2,
///     }
/// }
/// ```
macro_rules! integer_enum {
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
            fn from(value: i64) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown($crate::runtime::codec::string_enum::UnknownInteger::new(value)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
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

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::core::result::Result::map(
                    <i64 as $crate::runtime::codec::Deserialize>::deserialize(deserializer),
                    Self::from,
                )
            }
        }
    };
}

pub(crate) use integer_enum;
