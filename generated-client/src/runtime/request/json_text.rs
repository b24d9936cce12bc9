//! The JSON text of a body: whole numbers are written without a fraction.
//!
//! In: any `Serialize`. Out: compact JSON. Not here: numbers in queries and headers, see `query_style`.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

/// Above, a float is not the only integer that it stands for.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Where texts begin, in bytes: most bodies grow no further.
pub(super) const CAPACITY: usize = 128;

struct WholeNumbers;

impl Formatter for WholeNumbers {
    /// `50.0` is the integer 50 to JSON Schema, but not to every server that reads an integer.
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        if value.fract() == 0.0 && value.abs() < LARGEST {
            write!(writer, "{value}")
        } else {
            CompactFormatter.write_f64(writer, value)
        }
    }
}

/// Adds a value to a text.
pub(super) fn write<T: Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(text, WholeNumbers))
}

/// A value as a text of its own.
pub(super) fn text<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(CAPACITY);
    write(&mut text, value).map(|()| text)
}
