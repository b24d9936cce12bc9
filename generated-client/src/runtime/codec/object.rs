//! `object!`: reading and writing a struct by its field table.
//!
//! In: the table of a struct (wire key, field, presence). Out: its `Serialize` and `Deserialize`. Only what differs
//! from type to type is expanded: a struct of options, one match that fills it, one refutable pattern that empties it.
//! The visitor, the loop over the keys and the error texts are here, once. Expanded bodies hold no `?` and no local
//! that needs dropping, because rustc pays for each of them in every type.
//!
//! Not here: the writer (`write`), constructors and setters (`input!`), unions.

use super::source::Failed;

/// The error that names the first key of a table of `(was it met, key)` that was not met.
#[cold]
#[must_use]
pub fn missing(table: &[(bool, &'static str)], name: &str) -> Failed {
    let key = table.iter().find(|(met, _)| !met).map_or("", |(_, key)| key);
    Failed::new(format_args!("missing field `{key}` of {name}"))
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

            const __FIELDS: &[__Field] = &[
                $($( __Field::$required, )*)?
                $($( __Field::$nullable, )*)?
                $($( __Field::$optional, )*)?
                $($( __Field::$patch, )*)?
            ];

            const __SHAPE: $crate::runtime::codec::source::Shape = $crate::runtime::codec::source::Shape {
                name: ::core::stringify!($name),
                keys: &[
                    $($( $required_key, )*)?
                    $($( $nullable_key, )*)?
                    $($( $optional_key, )*)?
                    $($( $patch_key, )*)?
                ],
                signs: &[
                    $($( $crate::runtime::codec::source::sign($required_key), )*)?
                    $($( $crate::runtime::codec::source::sign($nullable_key), )*)?
                    $($( $crate::runtime::codec::source::sign($optional_key), )*)?
                    $($( $crate::runtime::codec::source::sign($patch_key), )*)?
                ],
                extra: $crate::runtime::codec::object::__has_extra!($($extra)?),
            };

            impl $crate::runtime::codec::source::Fields for __Partial {
                #[inline]
                fn field(
                    &mut self,
                    number: usize,
                    source: &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::core::result::Result<(), $crate::runtime::codec::source::Failed> {
                    match __FIELDS.get(number) {
                        $($( ::core::option::Option::Some(__Field::$required) => $crate::runtime::codec::source::set(
                            &mut self.$required,
                            $crate::runtime::codec::source::FromSource::from_source(source),
                        ), )*)?
                        $($( ::core::option::Option::Some(__Field::$nullable) => $crate::runtime::codec::source::set_option(
                            &mut self.$nullable,
                            $crate::runtime::codec::source::FromSource::optional(source),
                        ), )*)?
                        $($( ::core::option::Option::Some(__Field::$optional) => $crate::runtime::codec::source::set_option(
                            &mut self.$optional,
                            $crate::runtime::codec::source::FromSource::optional(source),
                        ), )*)?
                        $($( ::core::option::Option::Some(__Field::$patch) => $crate::runtime::codec::source::set(
                            &mut self.$patch,
                            $crate::runtime::codec::source::FromSource::from_source(source),
                        ), )*)?
                        _ => ::core::result::Result::Ok(()),
                    }
                }

                $(
                    #[inline]
                    fn other(
                        &mut self,
                        key: ::std::string::String,
                        source: &mut dyn $crate::runtime::codec::source::Source,
                    ) -> ::core::result::Result<(), $crate::runtime::codec::source::Failed> {
                        $crate::runtime::codec::source::Fields::other(&mut self.$extra, key, source)
                    }
                )?
            }

            impl $crate::runtime::codec::source::FromSource for $name {
                #[inline]
                fn from_source(
                    source: &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                    let mut partial = __Partial {
                        $($( $required: ::core::option::Option::None, )*)?
                        $($( $nullable: ::core::option::Option::None, )*)?
                        $($( $optional: ::core::option::Option::None, )*)?
                        $($( $patch: ::core::option::Option::None, )*)?
                        $( $extra: $crate::runtime::codec::Map::new(), )?
                    };
                    if let ::core::result::Result::Err(failed) = source.object(&__SHAPE, &mut partial) {
                        return ::core::result::Result::Err(failed);
                    }
                    let __Partial {
                        $($( $required: ::core::option::Option::Some($required), )*)?
                        $($( $nullable, )*)?
                        $($( $optional, )*)?
                        $($( $patch, )*)?
                        $( $extra, )?
                    } = partial
                    else {
                        return ::core::result::Result::Err($crate::runtime::codec::object::missing(
                            &[$($( (partial.$required.is_some(), $required_key), )*)?],
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

                $crate::runtime::codec::source::__optional!();
            }

            impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
                fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    $crate::runtime::codec::serde_source::read(deserializer)
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
