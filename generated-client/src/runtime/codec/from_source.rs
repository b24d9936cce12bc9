//! [`FromSource`] for what is not generated: scalars, lists, maps, tuples, and types of other crates.
//!
//! In: a source. Out: a value. Not here: objects, enums and unions, whose macros implement it for each type.

use super::secret::SecretText;
use super::source::{Failed, Fields, FromSource, Shape, Source, set};
use super::{Date, DeserializeOwned, Json, Map, Nullable, Timestamp};

/// Scalars, of which the source tells null itself.
macro_rules! scalars {
    ($($scalar:ty = $expected:expr, $source:ident => $optional:expr;)*) => {
        $(
            impl FromSource for $scalar {
                const EXPECTED: &'static str = $expected;

                #[inline]
                fn optional($source: &mut dyn Source) -> Result<Option<Self>, Failed> {
                    $optional
                }
            }
        )*
    };
}

#[allow(clippy::cast_possible_truncation, reason = "the nearest one is meant")]
fn nearest(value: f64) -> f32 {
    value as f32
}

scalars! {
    bool = "a boolean", source => source.boolean();
    f64 = "f64", source => source.number();
    f32 = "f32", source => Ok(source.number()?.map(nearest));
    String = "a string", source => source.string();
    SecretText = "a string", source => Ok(source.string()?.map(Self::from));
    Timestamp = DATE_TIME, source => parsed(source, DATE_TIME, |text| text.parse().map_err(Failed::new));
    Date = DATE, source => parsed(source, DATE, |text| text.parse().map_err(Failed::new));
    i8 = "i8", source => integer(source, "i8");
    i16 = "i16", source => integer(source, "i16");
    i32 = "i32", source => integer(source, "i32");
    i64 = "i64", source => integer(source, "i64");
    i128 = "i128", source => integer(source, "i128");
    u8 = "u8", source => integer(source, "u8");
    u16 = "u16", source => integer(source, "u16");
    u32 = "u32", source => integer(source, "u32");
    u64 = "u64", source => integer(source, "u64");
}

const DATE_TIME: &str = "a date with a time";
const DATE: &str = "a date";

fn integer<T: TryFrom<i128>>(source: &mut dyn Source, kind: &'static str) -> Result<Option<T>, Failed> {
    let Some(value) = source.integer(kind)? else { return Ok(None) };
    match T::try_from(value) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(beyond(value, kind)),
    }
}

#[cold]
fn beyond(value: i128, kind: &'static str) -> Failed {
    Failed::new(format_args!("invalid value: integer `{value}`, expected {kind}"))
}

impl FromSource for Json {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        source.json()
    }
}

/// Reads a text that is parsed, or null.
pub(super) fn parsed<T>(
    source: &mut dyn Source,
    expected: &'static str,
    parse: impl Fn(&str) -> Result<T, Failed>,
) -> Result<Option<T>, Failed> {
    let mut value = None;
    source.text(expected, &mut |text| set(&mut value, parse(text)))?;
    Ok(value)
}

/// The failure of a source that took no notice of what it was asked.
#[cold]
#[must_use]
pub fn nothing() -> Failed {
    Failed::new("there is no value")
}

impl<T: FromSource> FromSource for Box<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        T::from_source(source).map(Self::new)
    }

    fn optional(source: &mut dyn Source) -> Result<Option<Self>, Failed> {
        Ok(T::optional(source)?.map(Self::new))
    }
}

impl<T: FromSource> FromSource for Option<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        T::optional(source)
    }
}

impl<T: FromSource> FromSource for Nullable<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        T::optional(source).map(Self::from)
    }
}

impl<T: FromSource> FromSource for Vec<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut list = Self::new();
        source.list(&mut |source| {
            list.push(T::from_source(source)?);
            Ok(())
        })?;
        Ok(list)
    }
}

/// An object whose keys are data.
const ENTRIES: Shape = Shape { name: "", keys: &[], signs: &[], extra: true };

impl<T: FromSource> Fields for Map<T> {
    fn field(&mut self, _: usize, _: &mut dyn Source) -> Result<(), Failed> {
        Ok(())
    }

    fn other(&mut self, key: String, source: &mut dyn Source) -> Result<(), Failed> {
        self.insert(key, T::from_source(source)?);
        Ok(())
    }
}

impl<T: FromSource> FromSource for Map<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut map = Self::new();
        source.object(&ENTRIES, &mut map)?;
        Ok(map)
    }
}

macro_rules! tuples {
    ($($length:literal: $($element:ident $number:tt)+;)*) => {
        $(
            #[allow(non_snake_case, reason = "each is called as its type")]
            impl<$($element: FromSource),+> FromSource for ($($element,)+) {
                fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
                    let ($(mut $element,)+) = ($(None::<$element>,)+);
                    let mut length = 0;
                    source.list(&mut |source| {
                        length += 1;
                        match length - 1 {
                            $($number => set(&mut $element, FromSource::from_source(source)),)+
                            _ => source.json().map(drop),
                        }
                    })?;
                    match ($($element,)+) {
                        ($(Some($element),)+) if length == $length => Ok(($($element,)+)),
                        _ => Err(Failed::new(format_args!(
                            "invalid length {length}, expected a list of {} values", $length
                        ))),
                    }
                }
            }
        )*
    };
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}

/// Reads a type of another crate, which knows nothing but serde.
///
/// # Errors
/// The value is not of that type.
pub fn foreign<T: DeserializeOwned>(source: &mut dyn Source) -> Result<T, Failed> {
    serde_json::from_value(source.json()?).map_err(Failed::new)
}

/// Lets types of other crates stand in generated ones.
///
/// ```text
/// foreign_types! { uuid::Uuid, my_crate::Money }
/// ```
#[allow(unused_macros, reason = "most SDKs have none")]
macro_rules! foreign_types {
    ($($name:ty),+ $(,)?) => {
        $(
            impl $crate::runtime::codec::source::FromSource for $name {
                fn from_source(
                    source: &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                    $crate::runtime::codec::from_source::foreign(source)
                }
            }
        )+
    };
}

#[allow(unused_imports, reason = "most SDKs have none")]
pub(crate) use foreign_types;
