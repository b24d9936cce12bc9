//! Values in memory: a union that has to look for its branch reads from one.
//!
//! In: a JSON value. Out: a [`Source`], which counts how much of the value was taken. Not here: the choice of a branch,
//! see `union`.

use core::cell::Cell;
use core::marker::PhantomData;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::Json;
use super::serde_source::{Integer, Text};
use super::source::{Failed, Fields, Rows, Shape, Source, Take, TakeText};
use super::union::{Table, pick_counted};

/// A value in memory.
pub(super) struct JsonSource<'a> {
    pub(super) json: &'a Json,
    /// How many keys and scalars were taken.
    pub(super) taken: &'a Cell<usize>,
}

impl<'a> JsonSource<'a> {
    fn scalar<S: DeserializeSeed<'a>>(&self, seed: S) -> Result<S::Value, Failed> {
        let value = seed.deserialize(self.json).map_err(Failed::new)?;
        self.count(1);
        Ok(value)
    }

    fn count(&self, more: usize) {
        self.taken.set(self.taken.get().wrapping_add(more));
    }
}

impl Source for JsonSource<'_> {
    fn boolean(&mut self) -> Result<Option<bool>, Failed> {
        self.scalar(PhantomData)
    }

    fn integer(&mut self, kind: &'static str) -> Result<Option<i128>, Failed> {
        let value = Integer(kind).deserialize(self.json).map_err(Failed::new)?;
        // One that is written as a float is more of a number.
        self.count(usize::from(!self.json.is_f64()));
        Ok(value)
    }

    fn number(&mut self) -> Result<Option<f64>, Failed> {
        self.scalar(PhantomData)
    }

    fn string(&mut self) -> Result<Option<String>, Failed> {
        self.scalar(PhantomData)
    }

    fn text(&mut self, expected: &'static str, take: TakeText<'_>) -> Result<(), Failed> {
        self.scalar(Text { expected, take })
    }

    fn json(&mut self) -> Result<Json, Failed> {
        self.count(size(self.json));
        Ok(self.json.clone())
    }

    fn raw(&mut self) -> Result<Box<RawValue>, Failed> {
        self.count(size(self.json));
        RawValue::from_string(self.json.to_string()).map_err(Failed::new)
    }

    fn option(&mut self, some: Take<'_>) -> Result<(), Failed> {
        if self.json.is_null() { Ok(()) } else { some(self) }
    }

    fn list(&mut self, element: Take<'_>) -> Result<(), Failed> {
        let Json::Array(list) = self.json else { return Err(unexpected(self.json, "a list")) };
        for (number, json) in list.iter().enumerate() {
            element(&mut JsonSource { json, taken: self.taken })
                .map_err(|failed| failed.under(format_args!("[{number}]")))?;
        }
        Ok(())
    }

    fn object(&mut self, shape: &'static Shape, fields: &mut dyn Fields) -> Result<(), Failed> {
        let Json::Object(map) = self.json else {
            return Err(match shape.name {
                "" => unexpected(self.json, "an object"),
                name => unexpected(self.json, &format!("an object ({name})")),
            });
        };
        let mut next = 0;
        map.iter().try_for_each(|(key, json)| entry(key, json, shape, fields, &mut next, self.taken))
    }

    fn union(&mut self, table: &'static Table, rows: &mut dyn Rows) -> Result<(), Failed> {
        pick_counted(self.json, table, rows, self.taken)
    }
}

/// Takes an entry of an object; the search for its key begins at `next`, behind the one before.
pub(super) fn entry(
    key: &str,
    json: &Json,
    shape: &Shape,
    fields: &mut dyn Fields,
    next: &mut usize,
    taken: &Cell<usize>,
) -> Result<(), Failed> {
    let mut source = JsonSource { json, taken };
    let read = match shape.find(key, next) {
        Some(number) => fields.field(number, &mut source),
        None if shape.extra => fields.other(key.to_owned(), &mut source),
        None => return Ok(()),
    };
    source.count(1);
    read.map_err(|failed| failed.under(key))
}

/// Keys and scalars of a value.
pub(super) fn size(json: &Json) -> usize {
    match json {
        Json::Object(map) => map.values().map(|value| 1 + size(value)).sum(),
        Json::Array(list) => list.iter().map(size).sum(),
        _ => 1,
    }
}

#[cold]
fn unexpected(json: &Json, expected: &str) -> Failed {
    Failed::new(format_args!("invalid type: {}, expected {expected}", shown(json)))
}

/// A value as serde names it in its errors.
#[cold]
pub(super) fn shown(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => format!("boolean `{value}`"),
        Json::Number(value) if value.is_f64() => format!("floating point `{value}`"),
        Json::Number(value) => format!("integer `{value}`"),
        Json::String(text) => format!("string {text:?}"),
        Json::Array(_) => "sequence".to_owned(),
        Json::Object(_) => "map".to_owned(),
    }
}
