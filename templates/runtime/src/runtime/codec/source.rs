//! [`Source`]: a value that is about to be read, whatever the format; [`FromSource`]: what is read from one.
//!
//! In: whoever holds the value. Out: its parts, handed to callbacks. Not here: the sources themselves (`serde_source`,
//! `json_source`, `tagged`).
//!
//! A type that is generic over the format is compiled again for each format that it is read from, in every program that
//! reads it, and with it all types that it holds. What stands here is compiled once for each type and once for each
//! format, and no chain of generic functions leads from a type to those that it holds, which would end at rustc's
//! `recursion_limit` where hundreds of types hold each other.

use core::fmt;

use serde::de::Error;
use serde_json::value::RawValue;

use super::Json;
use super::union::Table;

/// Why a value could not be read. It is of one word, since every value's result has room for it.
#[derive(Debug)]
pub struct Failed(Box<Reason>);

#[derive(Debug)]
struct Reason {
    /// What is amiss; `None` where the source has the error.
    message: Option<String>,
    /// Where below the source: keys and numbers, the innermost first.
    path: Vec<String>,
}

impl Failed {
    /// A failure that its text tells.
    #[cold]
    pub fn new(message: impl fmt::Display) -> Self {
        Self(Box::new(Reason { message: Some(message.to_string()), path: Vec::new() }))
    }

    /// A failure of which the source keeps the error.
    #[cold]
    pub(super) fn kept() -> Self {
        Self(Box::new(Reason { message: None, path: Vec::new() }))
    }

    /// The failure of the whole around a part.
    #[cold]
    pub(super) fn under(mut self, part: impl fmt::Display) -> Self {
        self.0.path.push(part.to_string());
        self
    }

    /// What is amiss, and where.
    fn message(&self) -> Option<String> {
        let message = self.0.message.as_deref()?;
        if self.0.path.is_empty() {
            return Some(message.to_owned());
        }
        let mut path = String::new();
        for part in self.0.path.iter().rev() {
            if !path.is_empty() && !part.starts_with('[') {
                path.push('.');
            }
            path.push_str(part);
        }
        Some(format!("at `{path}`: {message}"))
    }

    /// The failure as an error of a format, of which the source may have kept one.
    #[cold]
    pub(super) fn raise<E: Error>(self, kept: Option<E>) -> E {
        match (self.message(), kept) {
            (None, Some(error)) => error,
            (message, _) => E::custom(message.unwrap_or_default()),
        }
    }
}

/// What an object says of itself.
#[derive(Debug)]
pub struct Shape {
    /// The type's name, for error texts; none for an object whose keys are data.
    pub name: &'static str,
    /// The keys that are known.
    pub keys: &'static [&'static str],
    /// Of each key its [`sign`].
    pub signs: &'static [u32],
    /// Whether other keys are kept.
    pub extra: bool,
}

/// An object in the making.
pub trait Fields {
    /// Takes the value of a key, by its number in [`Shape::keys`]; a key met twice: the last one wins.
    ///
    /// # Errors
    /// The value is not of the field's type.
    fn field(&mut self, number: usize, source: &mut dyn Source) -> Result<(), Failed>;

    /// Takes the value of a key outside the table; called only when [`Shape::extra`] is set.
    ///
    /// # Errors
    /// The value is not of the type of such values.
    fn other(&mut self, _key: String, _source: &mut dyn Source) -> Result<(), Failed> {
        Ok(())
    }
}

/// A union in the making.
pub trait Rows {
    /// Takes the payload of a row.
    ///
    /// # Errors
    /// The value is not of that type.
    fn row(&mut self, row: usize, source: &mut dyn Source) -> Result<(), Failed>;

    /// Keeps a value that no row takes.
    fn unknown(&mut self, json: Json);
}

/// What takes the elements of a list, or the value of an option.
pub type Take<'a> = &'a mut dyn FnMut(&mut dyn Source) -> Result<(), Failed>;

/// What takes a text that is not its own.
pub type TakeText<'a> = &'a mut dyn FnMut(&str) -> Result<(), Failed>;

/// A value that can be read once, in one of these ways. Scalars may be null, since asking beforehand would cost a call.
#[allow(clippy::missing_errors_doc, reason = "each fails when the value is of another type, or broken")]
pub trait Source {
    /// `true` or `false`, or null.
    fn boolean(&mut self) -> Result<Option<bool>, Failed>;

    /// A whole number, be it written with a fraction of none (`5.0`), for a field of this type (`u32`); or null.
    fn integer(&mut self, kind: &'static str) -> Result<Option<i128>, Failed>;

    /// Any number, or null.
    fn number(&mut self) -> Result<Option<f64>, Failed>;

    /// A text of one's own, or null.
    fn string(&mut self) -> Result<Option<String>, Failed>;

    /// A text that is only looked at, or null. `expected` is for the error of what is no text.
    fn text(&mut self, expected: &'static str, take: TakeText<'_>) -> Result<(), Failed>;

    /// Any value.
    fn json(&mut self) -> Result<Json, Failed>;

    /// Any value, letter by letter.
    fn raw(&mut self) -> Result<Box<RawValue>, Failed>;

    /// Nothing when it is null, else the value.
    fn option(&mut self, some: Take<'_>) -> Result<(), Failed>;

    /// The elements of a list.
    fn list(&mut self, element: Take<'_>) -> Result<(), Failed>;

    /// The fields of an object.
    fn object(&mut self, shape: &'static Shape, fields: &mut dyn Fields) -> Result<(), Failed>;

    /// A value of a union.
    fn union(&mut self, table: &'static Table, rows: &mut dyn Rows) -> Result<(), Failed>;
}

/// What can be read from a [`Source`].
///
/// Each type has one of the two functions, and the other follows from it: those of which the source tells null itself
/// have `optional`.
pub trait FromSource: Sized {
    /// What null stands in the place of, where `optional` is what a type has. Most such types are texts.
    const EXPECTED: &'static str = "a string";

    /// Reads a value.
    ///
    /// # Errors
    /// It is not of this type.
    #[inline]
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        required(Self::optional(source)?, Self::EXPECTED)
    }

    /// Reads a value, or null.
    ///
    /// # Errors
    /// It is neither.
    fn optional(source: &mut dyn Source) -> Result<Option<Self>, Failed> {
        let mut value = None;
        source.option(&mut |source| set(&mut value, Self::from_source(source)))?;
        Ok(value)
    }
}

/// A value that must not be null.
///
/// # Errors
/// It is.
#[inline]
fn required<T>(value: Option<T>, expected: &str) -> Result<T, Failed> {
    match value {
        Some(value) => Ok(value),
        None => Err(null(expected)),
    }
}

#[cold]
fn null(expected: &str) -> Failed {
    Failed::new(format_args!("invalid type: null, expected {expected}"))
}

/// Puts what was read where it belongs; generated code needs no `?` for it.
///
/// # Errors
/// What the reading came to.
#[inline]
pub fn set<T>(slot: &mut Option<T>, read: Result<T, Failed>) -> Result<(), Failed> {
    match read {
        Ok(value) => {
            *slot = Some(value);
            Ok(())
        }
        Err(failed) => Err(failed),
    }
}

/// As [`set`], for a value that may be null.
///
/// # Errors
/// What the reading came to.
#[inline]
pub fn set_option<T>(slot: &mut Option<T>, read: Result<Option<T>, Failed>) -> Result<(), Failed> {
    match read {
        Ok(value) => {
            *slot = value;
            Ok(())
        }
        Err(failed) => Err(failed),
    }
}

impl Shape {
    /// Where a key stands in the table. Servers mostly send keys in the order they are documented in, so the one behind
    /// the last hit is looked at first.
    #[inline]
    pub(super) fn find(&self, key: &str, next: &mut usize) -> Option<usize> {
        let wanted = sign(key);
        let is_it = |sign: &u32| *sign == wanted;
        let (before, from) = self.signs.split_at_checked(*next).unwrap_or((self.signs, &[]));
        let mut at = match from.iter().position(is_it) {
            Some(at) => before.len() + at,
            None => before.iter().position(is_it)?,
        };
        if self.keys.get(at).is_none_or(|known| *known != key) {
            at = self.keys.iter().position(|known| *known == key)?;
        }
        *next = at + 1;
        Some(at)
    }
}

/// What two keys that differ seldom share: the length, and the bytes at the ends and in the middle. A search compares
/// these instead of texts.
#[must_use]
pub const fn sign(key: &str) -> u32 {
    let bytes = key.as_bytes();
    let (Some(first), Some(last), Some((_, middle))) =
        (bytes.first(), bytes.last(), bytes.split_at_checked(bytes.len() / 2))
    else {
        return 0;
    };
    let middle = match middle.first() {
        Some(middle) => *middle,
        None => 0,
    };
    #[allow(clippy::cast_possible_truncation, reason = "a length is told apart by its last bits too")]
    u32::from_le_bytes([bytes.len() as u8, *first, middle, *last])
}

/// The method [`FromSource::optional`], written out: through the one of the trait, types that hold each other would be a
/// chain of generic functions.
macro_rules! __optional {
    () => {
        #[inline]
        fn optional(
            source: &mut dyn $crate::runtime::codec::source::Source,
        ) -> ::core::result::Result<::core::option::Option<Self>, $crate::runtime::codec::source::Failed> {
            let mut value = ::core::option::Option::None;
            match source.option(&mut |source| {
                $crate::runtime::codec::source::set(
                    &mut value,
                    <Self as $crate::runtime::codec::source::FromSource>::from_source(source),
                )
            }) {
                ::core::result::Result::Ok(()) => ::core::result::Result::Ok(value),
                ::core::result::Result::Err(failed) => ::core::result::Result::Err(failed),
            }
        }
    };
}

pub(crate) use __optional;
