//! [`Quoted`]: integers that travel as text, since JavaScript cannot hold them as numbers.
//!
//! In: a JSON string or a JSON number. Out: a JSON string. Not here: decimals, whose digits no number type keeps.

use core::fmt;
use core::ops::Deref;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::json_source::shown;
use super::nullable::Nullable;
use super::source::{Failed, FromSource, Source};
use super::{Json, serde_source};

/// An integer that is sent as a string: `type: string` with `format: int64` and its like.
///
/// It is read from a string or from a number. Setters take the integer itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quoted<T>(T);

impl<T: Copy> Quoted<T> {
    /// The integer.
    #[must_use]
    pub const fn get(self) -> T {
        self.0
    }
}

impl<T> Deref for Quoted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for Quoted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl<T> From<T> for Quoted<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> From<T> for Nullable<Quoted<T>> {
    fn from(value: T) -> Self {
        Self::Value(Quoted(value))
    }
}

impl<T: fmt::Display> Serialize for Quoted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<T: FromStr + TryFrom<i64> + TryFrom<u64>> FromSource for Quoted<T> {
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        let json = source.json()?;
        let value = match &json {
            Json::String(text) => text.parse().ok(),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => T::try_from(value).ok(),
                (None, Some(value)) => T::try_from(value).ok(),
                (None, None) => None,
            },
            _ => None,
        };
        value.map(Quoted).ok_or_else(|| {
            Failed::new(format_args!("invalid value: {}, expected an integer in a string", shown(&json)))
        })
    }
}

impl<'de, T: FromStr + TryFrom<i64> + TryFrom<u64>> Deserialize<'de> for Quoted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_source::read(deserializer)
    }
}
