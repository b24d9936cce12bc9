//! Tells an absent body (`None`) from JSON `null` without knowing the body's type.
//!
//! In: any `Serialize`. Out: whether it wrote itself as a none. Not here: what is then done about it. `serde_json` writes
//! both as `null`, hence a serializer of its own that looks no further than the first event.

use core::fmt;

use serde::Serialize;
use serde::ser::{Error, Impossible, Serializer};

/// Whether a value is `None`.
pub(super) fn is_none<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(IsNone).is_ok()
}

#[derive(Debug)]
struct Something;

impl fmt::Display for Something {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is a value")
    }
}

impl std::error::Error for Something {}

impl Error for Something {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct IsNone;

type Never = Impossible<(), Something>;

macro_rules! something {
    ($( $method:ident $( <$generic:ident> )? ( $( $argument:ty ),* ) -> $output:ty; )*) => {
        $(
            fn $method $( <$generic: Serialize + ?Sized> )? (self $( , _: $argument )*) -> Result<$output, Something> {
                Err(Something)
            }
        )*
    };
}

impl Serializer for IsNone {
    type Ok = ();
    type Error = Something;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_none(self) -> Result<(), Something> {
        Ok(())
    }

    something! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_some<T>(&T) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_newtype_struct<T>(&'static str, &T) -> ();
        serialize_newtype_variant<T>(&'static str, u32, &'static str, &T) -> ();
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct(&'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}
