//! [`ExactNumber`]: numbers of which every digit counts, as no float keeps them.
//!
//! In and out: a JSON number, digit by digit. Not here: decimals that travel as text, which are strings; calculation,
//! which is for a crate of decimals.

use core::fmt;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::serde_source;
use super::source::{Failed, FromSource, Source};

/// A number as it is written: `type: number` with `format: decimal`.
///
/// It is read from a text and gives its text, which is how crates of decimals take it: `price.as_str().parse()`.
/// Two are equal when they are written alike, so `1.5` is not `1.50`. Behind a union that has to look for its branch
/// first, a number has passed through a float.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ExactNumber(Box<str>);

/// A text that is no JSON number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANumber(());

impl fmt::Display for NotANumber {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a JSON number")
    }
}

impl core::error::Error for NotANumber {}

impl ExactNumber {
    /// The number, digit by digit.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest float, which may have other digits.
    #[must_use]
    #[inline]
    pub fn to_f64(&self) -> f64 {
        // A JSON number is one to Rust as well.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Debug for ExactNumber {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for ExactNumber {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for ExactNumber {
    type Err = NotANumber;

    #[inline]
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        match serde_json::from_str::<&RawValue>(text) {
            Ok(json) if is_number => Ok(Self(json.get().into())),
            _ => Err(NotANumber(())),
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(
            impl From<$integer> for ExactNumber {
                #[inline]
                fn from(value: $integer) -> Self {
                    Self(value.to_string().into())
                }
            }
        )*
    };
}

from_integers!(i32 i64 u32 u64);

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        json.serialize(serializer)
    }
}

impl FromSource for ExactNumber {
    #[inline]
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        let json = source.raw()?;
        json.get().parse().map_err(|_| Failed::new(format_args!("invalid value: {json}, expected a number")))
    }
}

impl<'de> Deserialize<'de> for ExactNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_source::read(deserializer)
    }
}
