//! [`Quoted`]: integers that travel as text, since JavaScript cannot hold them as numbers.
//!
//! In: a JSON string or a JSON number. Out: a JSON string. Not here: decimals, whose digits no number type keeps.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::nullable::Nullable;

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

impl<'de, T: FromStr + TryFrom<i64> + TryFrom<u64>> Deserialize<'de> for Quoted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Number(PhantomData))
    }
}

struct Number<T>(PhantomData<T>);

impl<T: FromStr + TryFrom<i64> + TryFrom<u64>> Visitor<'_> for Number<T> {
    type Value = Quoted<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer in a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Quoted<T>, E> {
        text.parse().map(Quoted).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Quoted<T>, E> {
        T::try_from(value).map(Quoted).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Quoted<T>, E> {
        T::try_from(value).map(Quoted).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }
}
