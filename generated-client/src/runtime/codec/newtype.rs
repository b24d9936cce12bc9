//! `newtype!`: lists and maps that hold themselves, which no alias can.
//!
//! In: the type and what it holds. Out: its `Serialize` and `Deserialize`, which are those of what it holds, and the
//! conversion from it. Not here: the struct itself.

/// Gives a struct of one public field the codec of that field.
///
/// ```text
/// newtype! {
///     Tree {
///         Vec<Tree>,
///     }
/// }
/// ```
macro_rules! newtype {
    ($name:ident { $held:ty $(,)? }) => {
        impl ::core::convert::From<$held> for $name {
            #[inline]
            fn from(value: $held) -> Self {
                Self(value)
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<__S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::codec::Serialize::serialize(&self.0, serializer)
            }
        }

        impl $crate::runtime::codec::source::FromSource for $name {
            #[inline]
            fn from_source(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                <$held as $crate::runtime::codec::source::FromSource>::from_source(source).map(Self)
            }

            $crate::runtime::codec::source::__optional!();
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::codec::serde_source::read(deserializer)
            }
        }
    };
}

pub(crate) use newtype;
