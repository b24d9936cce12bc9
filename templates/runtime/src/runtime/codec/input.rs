//! `input!`: the constructor and the setters of a type that requests reach.
//!
//! In: the names of the required fields and a documented row per optional one. Out: `new`, `From<…Required>` and one
//! consuming setter per row. Not here: the structs themselves, which generated code states plainly.

/// Gives a type its constructor and setters.
///
/// ```text
/// input! {
///     Pet(PetRequired) {                 // or `Pet()`: then `Pet::new()` and `Default`
///         required { name, photo_urls }
///         settled { kind: "pet".into() }     // what has one value
///         optional {
///             /// Sets `name`.
///             name: String,              // takes what becomes a `String`
///             /// Sets `id`.
///             id = i64,                  // takes an `i64`, so that any integer literal is one
///             /// Sets `tags`.
///             tags[String],              // takes anything of what becomes a `String`
///             /// Sets `ids`.
///             ids[= i64],                // takes anything of `i64`
///             /// Sets `note`.
///             note: Nullable<String>,
///         }
///         extra { extra: Json }
///     }
/// }
/// ```
macro_rules! input {
    (
        $name:ident ( $required_type:ident ) {
            required { $( $required:ident ),* $(,)? }
            $( settled { $( $settled:ident : $constant:expr ),* $(,)? } )?
            $( optional { $( $(#[$meta:meta])* $optional:ident $( [ $($list:tt)* ] )? $( : $optional_type:ty )? $( = $plain:ty )? ),* $(,)? } )?
            $( extra { $(#[$extra_meta:meta])* $extra:ident : $extra_type:ty $(,)? } )?
        }
    ) => {
        impl $name {
            /// Makes one from what it must hold; the rest is unset.
            #[must_use]
            #[inline]
            pub fn new(required: $required_type) -> Self {
                let $required_type { $( $required ),* } = required;
                Self {
                    $( $required, )*
                    $($( $settled: $constant, )*)?
                    $($( $optional: ::core::option::Option::None, )*)?
                    $( $extra: $crate::runtime::codec::Map::new(), )?
                }
            }
            $($( $crate::runtime::codec::input::__setter! { $(#[$meta])* $optional $( [ $($list)* ] )? $( : $optional_type )? $( = $plain )? } )*)?
            $( $crate::runtime::codec::input::__extra_setter! { $(#[$extra_meta])* $extra : $extra_type } )?
        }

        impl ::core::convert::From<$required_type> for $name {
            #[inline]
            fn from(required: $required_type) -> Self {
                Self::new(required)
            }
        }
    };
    (
        $name:ident () {
            $( required {} )?
            $( settled { $( $settled:ident : $constant:expr ),* $(,)? } )?
            $( optional { $( $(#[$meta:meta])* $optional:ident $( [ $($list:tt)* ] )? $( : $optional_type:ty )? $( = $plain:ty )? ),* $(,)? } )?
            $( extra { $(#[$extra_meta:meta])* $extra:ident : $extra_type:ty $(,)? } )?
        }
    ) => {
        impl $name {
            /// Makes one with nothing set.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                Self {
                    $($( $settled: $constant, )*)?
                    $($( $optional: ::core::option::Option::None, )*)?
                    $( $extra: $crate::runtime::codec::Map::new(), )?
                }
            }
            $($( $crate::runtime::codec::input::__setter! { $(#[$meta])* $optional $( [ $($list)* ] )? $( : $optional_type )? $( = $plain )? } )*)?
            $( $crate::runtime::codec::input::__extra_setter! { $(#[$extra_meta])* $extra : $extra_type } )?
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

/// One setter of `input!`.
macro_rules! __setter {
    ($(#[$meta:meta])* $field:ident [ = $item:ty ]) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(mut self, value: impl ::core::iter::IntoIterator<Item = $item>) -> Self {
            self.$field = ::core::option::Option::Some(value.into_iter().collect());
            self
        }
    };
    ($(#[$meta:meta])* $field:ident [ $item:ty ]) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(
            mut self,
            value: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$item>>,
        ) -> Self {
            self.$field = ::core::option::Option::Some(value.into_iter().map(::core::convert::Into::into).collect());
            self
        }
    };
    ($(#[$meta:meta])* $field:ident = $type:ty) => {
        $(#[$meta])*
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = ::core::option::Option::Some(value);
            self
        }
    };
    ($(#[$meta:meta])* $field:ident : $type:ty) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::option::Option::Some(value.into());
            self
        }
    };
}

/// The inserting setter of `input!`.
macro_rules! __extra_setter {
    ($(#[$meta:meta])* $field:ident : $type:ty) => {
        /// Adds a field that has no name of its own here.
        $(#[$meta])*
        #[must_use]
        #[inline]
        pub fn $field(
            mut self,
            key: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<$type>,
        ) -> Self {
            self.$field.insert(key.into(), value.into());
            self
        }
    };
}

pub(crate) use {__extra_setter, __setter, input};
