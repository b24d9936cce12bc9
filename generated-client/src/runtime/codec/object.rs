//! `object!`: reading and writing a struct by its field table.
//!
//! In: the table of a struct (wire key, field, presence). Out: its `Serialize` and `Deserialize`. Only what differs
//! from type to type is expanded: a struct of options, one match that fills it, one refutable pattern that empties it.
//! The visitor, the loop over the keys and the error texts are here, once. Expanded bodies hold no `?` and no local
//! that needs dropping, because rustc pays for each of them in every type.
//!
//! Not here: the writer (`write`), constructors and setters (`input!`), unions.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::whole::Whole;
use super::{Deserialize, Map};

/// A half-read object: every field an `Option` until [`finish`](Self::finish).
pub trait Partial<'de>: Sized {
    /// The object that comes out.
    type Object;
    /// One variant per field, in the order of the table.
    type Field: 'static;
    /// The type's name, for error texts.
    const NAME: &'static str;
    /// The wire key of each field.
    const KEYS: &'static [(&'static str, Self::Field)];
    /// Whether keys outside the table are kept.
    const EXTRA: bool;

    /// Nothing read yet.
    fn empty() -> Self;

    /// Reads the value of one known key; a key met twice: the last one wins.
    ///
    /// # Errors
    /// What the value's own decoder says.
    fn fill<A: MapAccess<'de>>(&mut self, field: &Self::Field, map: &mut A) -> Result<(), A::Error>;

    /// Reads the value of a key outside the table; called only when [`EXTRA`](Self::EXTRA) is set.
    ///
    /// # Errors
    /// What the value's own decoder says.
    fn fill_extra<A: MapAccess<'de>>(&mut self, _key: String, map: &mut A) -> Result<(), A::Error> {
        skip(map)
    }

    /// The object, when every required field was met.
    ///
    /// # Errors
    /// A required field was not.
    fn finish<E: Error>(self) -> Result<Self::Object, E>;
}

/// Reads an object through its partial form.
///
/// # Errors
/// Not an object, a required field missing, or a value that does not decode.
pub fn read_object<'de, P: Partial<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<P::Object, D::Error> {
    // As a struct, so that `Whole` knows it from a map.
    deserializer.deserialize_struct(P::NAME, &[], ObjectVisitor::<P>(PhantomData))
}

/// Reads a required value.
///
/// # Errors
/// What the value's own decoder says.
#[inline]
pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(slot: &mut Option<T>, map: &mut A) -> Result<(), A::Error> {
    *slot = Some(map.next_value_seed(Whole(PhantomData))?);
    Ok(())
}

/// Reads a value for which null says the same as absence.
///
/// # Errors
/// What the value's own decoder says.
#[inline]
pub fn read_option<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    *slot = map.next_value_seed(Whole(PhantomData))?;
    Ok(())
}

/// Reads one entry of the keys outside the table.
///
/// # Errors
/// What the value's own decoder says.
#[inline]
pub fn read_entry<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Map<T>,
    key: String,
    map: &mut A,
) -> Result<(), A::Error> {
    slot.insert(key, map.next_value_seed(Whole(PhantomData))?);
    Ok(())
}

/// The error that names the first key of a table of `(was it met, key)` that was not met.
#[cold]
#[must_use]
pub fn missing<E: Error>(table: &[(bool, &'static str)], name: &str) -> E {
    let key = table.iter().find(|(met, _)| !met).map_or("", |(_, key)| key);
    E::custom(format_args!("missing field `{key}` of {name}"))
}

fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

struct ObjectVisitor<P>(PhantomData<P>);

impl<'de, P: Partial<'de>> Visitor<'de> for ObjectVisitor<P> {
    type Value = P::Object;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", P::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<P::Object, A::Error> {
        let mut partial = P::empty();
        let mut next = 0;
        while let Some(key) = map.next_key_seed(KeySeed { keys: P::KEYS, next: &mut next, keep_unknown: P::EXTRA })? {
            match key {
                Key::Known(field) => partial.fill(field, &mut map)?,
                Key::Kept(key) => partial.fill_extra(key, &mut map)?,
                Key::Skipped => skip(&mut map)?,
            }
        }
        partial.finish()
    }
}

enum Key<F: 'static> {
    Known(&'static F),
    Kept(String),
    Skipped,
}

/// Finds a key in the table while it is still borrowed from the input, so that no key is ever copied.
struct KeySeed<'a, F: 'static> {
    keys: &'static [(&'static str, F)],
    next: &'a mut usize,
    keep_unknown: bool,
}

impl<F: 'static> KeySeed<'_, F> {
    /// Servers mostly send keys in the order they are documented in, so the search begins behind the last hit.
    fn find(&mut self, key: &str) -> Option<&'static F> {
        let (before, from) = self.keys.split_at_checked(*self.next).unwrap_or((self.keys, &[]));
        let mut offset = *self.next;
        for part in [from, before] {
            if let Some(at) = part.iter().position(|(known, _)| *known == key) {
                *self.next = offset + at + 1;
                return part.get(at).map(|(_, field)| field);
            }
            offset = 0;
        }
        None
    }
}

impl<'de, F: 'static> DeserializeSeed<'de> for KeySeed<'_, F> {
    type Value = Key<F>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<F>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<F: 'static> Visitor<'_> for KeySeed<'_, F> {
    type Value = Key<F>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(mut self, key: &str) -> Result<Key<F>, E> {
        Ok(match self.find(key) {
            Some(field) => Key::Known(field),
            None if self.keep_unknown => Key::Kept(key.to_owned()),
            None => Key::Skipped,
        })
    }
}

/// Implements `serde::Serialize` and `serde::Deserialize` for a struct by its field table.
///
/// ```text
/// object! {
///     User {
///         required { email: String = "email", }          // T
///         nullable { seen_at: Timestamp = "seenAt", }    // Option<T>, written as null
///         optional { nick: String = "nick", }            // Option<T>, not written when None
///         // With a default, `Some` of it when the key is missing: `size: i64 = "size" or 20,`
///         patch { note: String = "note", }               // Option<Nullable<T>>
///         extra { extra: Json }                          // Map<T>, every other key
///     }
/// }
/// ```
macro_rules! object {
    (
        $name:ident {
            $( required { $( $required:ident : $required_type:ty = $required_key:literal ),* $(,)? } )?
            $( nullable { $( $nullable:ident : $nullable_type:ty = $nullable_key:literal ),* $(,)? } )?
            $( optional { $( $optional:ident : $optional_type:ty = $optional_key:literal $( or $default:expr )? ),* $(,)? } )?
            $( patch { $( $patch:ident : $patch_type:ty = $patch_key:literal ),* $(,)? } )?
            $( extra { $extra:ident : $extra_type:ty $(,)? } )?
        }
    ) => {
        #[allow(
            non_camel_case_types,
            irrefutable_let_patterns,
            unused_variables,
            clippy::all,
            clippy::pedantic,
            reason = "the shape is fixed by the table, not written by hand"
        )]
        const _: () = {
            // Names that no schema can have: a field's type may be called `Partial` or `Field`.
            enum __Field {
                $($( $required, )*)?
                $($( $nullable, )*)?
                $($( $optional, )*)?
                $($( $patch, )*)?
            }

            struct __Partial {
                $($( $required: ::core::option::Option<$required_type>, )*)?
                $($( $nullable: ::core::option::Option<$nullable_type>, )*)?
                $($( $optional: ::core::option::Option<$optional_type>, )*)?
                $($( $patch: ::core::option::Option<$crate::runtime::codec::nullable::Nullable<$patch_type>>, )*)?
                $( $extra: $crate::runtime::codec::Map<$extra_type>, )?
            }

            impl<'de> $crate::runtime::codec::object::Partial<'de> for __Partial {
                type Object = $name;
                type Field = __Field;
                const NAME: &'static str = ::core::stringify!($name);
                const KEYS: &'static [(&'static str, __Field)] = &[
                    $($( ($required_key, __Field::$required), )*)?
                    $($( ($nullable_key, __Field::$nullable), )*)?
                    $($( ($optional_key, __Field::$optional), )*)?
                    $($( ($patch_key, __Field::$patch), )*)?
                ];
                const EXTRA: bool = $crate::runtime::codec::object::__has_extra!($($extra)?);

                fn empty() -> Self {
                    __Partial {
                        $($( $required: ::core::option::Option::None, )*)?
                        $($( $nullable: ::core::option::Option::None, )*)?
                        $($( $optional: ::core::option::Option::None, )*)?
                        $($( $patch: ::core::option::Option::None, )*)?
                        $( $extra: $crate::runtime::codec::Map::new(), )?
                    }
                }

                fn fill<__A: $crate::runtime::codec::MapAccess<'de>>(
                    &mut self,
                    __field: &__Field,
                    __map: &mut __A,
                ) -> ::core::result::Result<(), __A::Error> {
                    match *__field {
                        $($( __Field::$required => $crate::runtime::codec::object::read(&mut self.$required, __map), )*)?
                        $($( __Field::$nullable => $crate::runtime::codec::object::read_option(&mut self.$nullable, __map), )*)?
                        $($( __Field::$optional => $crate::runtime::codec::object::read_option(&mut self.$optional, __map), )*)?
                        $($( __Field::$patch => $crate::runtime::codec::object::read(&mut self.$patch, __map), )*)?
                    }
                }

                $(
                    fn fill_extra<__A: $crate::runtime::codec::MapAccess<'de>>(
                        &mut self,
                        key: ::std::string::String,
                        __map: &mut __A,
                    ) -> ::core::result::Result<(), __A::Error> {
                        $crate::runtime::codec::object::read_entry(&mut self.$extra, key, __map)
                    }
                )?

                #[inline]
                fn finish<__E: $crate::runtime::codec::DecodeError>(self) -> ::core::result::Result<$name, __E> {
                    let __Partial {
                        $($( $required: ::core::option::Option::Some($required), )*)?
                        $($( $nullable, )*)?
                        $($( $optional, )*)?
                        $($( $patch, )*)?
                        $( $extra, )?
                    } = self
                    else {
                        return ::core::result::Result::Err($crate::runtime::codec::object::missing(
                            &[$($( (self.$required.is_some(), $required_key), )*)?],
                            ::core::stringify!($name),
                        ));
                    };
                    ::core::result::Result::Ok($name {
                        $($( $required, )*)?
                        $($( $nullable, )*)?
                        $($( $optional: $crate::runtime::codec::object::__or!($optional $( , $default )?), )*)?
                        $($( $patch, )*)?
                        $( $extra, )?
                    })
                }
            }

            impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
                fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    $crate::runtime::codec::object::read_object::<__Partial, __D>(deserializer)
                }
            }

            impl $crate::runtime::codec::write::WriteFields for $name {
                fn write_fields<__M: $crate::runtime::codec::SerializeMap>(
                    &self,
                    writer: &mut $crate::runtime::codec::write::ObjectWriter<__M>,
                ) {
                    $($( writer.field($required_key, &self.$required); )*)?
                    $($( writer.field($nullable_key, &self.$nullable); )*)?
                    $($( writer.optional($optional_key, &self.$optional); )*)?
                    $($( writer.optional($patch_key, &self.$patch); )*)?
                    $( writer.entries(&self.$extra); )?
                }
            }

            impl $crate::runtime::codec::Serialize for $name {
                fn serialize<__S: $crate::runtime::codec::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    $crate::runtime::codec::write::write_object(serializer, self)
                }
            }
        };
    };
}

/// What was read, or else the default, if there is one.
macro_rules! __or {
    ($read:expr) => {
        $read
    };
    ($read:expr, $default:expr) => {
        match $read {
            ::core::option::Option::None => ::core::option::Option::Some($default),
            read => read,
        }
    };
}

/// Whether `object!` was given an `extra` section.
macro_rules! __has_extra {
    () => {
        false
    };
    ($extra:ident) => {
        true
    };
}

pub(crate) use {__has_extra, __or, object};
