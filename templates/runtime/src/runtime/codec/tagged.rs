//! Unions with a tag, read from the stream.
//!
//! In: an object, entry by entry, and the table of a union. Out: the variant, filled on from the stream as soon as the
//! tag is met; what stood before the tag is replayed into it. Not here: the tests of a table, see `union`.

use core::cell::Cell;
use core::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Json;
use super::json_source::{JsonSource, entries_of};
use super::serde_source::entries;
use super::source::{Failed, Fields, Rows, Shape, Source, Take, TakeText};
use super::union::{Table, pick, row_of};

/// Reads a union whose objects have a tag.
pub(super) struct Tagged<'a> {
    pub(super) tag: &'static str,
    pub(super) table: &'static Table,
    pub(super) rows: &'a mut dyn Rows,
}

impl Tagged<'_> {
    fn pick<E: Error>(self, json: &Json) -> Result<(), E> {
        pick(json, self.table, self.rows).map_err(|failed| failed.raise(None))
    }
}

impl<'de> DeserializeSeed<'de> for Tagged<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tagged<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut before: Vec<(String, Json)> = Vec::new();
        while let Some(key) = map.next_key_seed(Key { tag: self.tag })? {
            let value: Json = map.next_value()?;
            let Some(key) = key else {
                let Some(row) = row_of(self.table.rows, &value) else {
                    before.push((self.tag.to_owned(), value));
                    break;
                };
                before.insert(0, (self.tag.to_owned(), value));
                let mut replay = Replay { before, map, error: None };
                return self.rows.row(row, &mut replay).map_err(|failed| failed.raise(replay.error));
            };
            before.push((key, value));
        }
        let whole = gather(before, map)?;
        self.pick(&whole)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.pick(&Json::deserialize(SeqAccessDeserializer::new(seq))?)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.pick(&Json::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.pick(&Json::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.pick(&Json::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.pick(&Json::from(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.pick(&Json::from(value))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.pick(&Json::Null)
    }
}

/// The object of what was read and what is still to come.
fn gather<'de, A: MapAccess<'de>>(before: Vec<(String, Json)>, map: A) -> Result<Json, A::Error> {
    let rest = serde_json::Map::<String, Json>::deserialize(MapAccessDeserializer::new(map))?;
    Ok(Json::Object(before.into_iter().chain(rest).collect()))
}

/// A key: `None` for that of the tag, which is not copied.
struct Key {
    tag: &'static str,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok((key != self.tag).then(|| key.to_owned()))
    }
}

/// An object of which the beginning was read: the tag, what stood before it, then the rest of the stream.
struct Replay<A, E> {
    before: Vec<(String, Json)>,
    map: A,
    /// The format's, while a failure is on its way.
    error: Option<E>,
}

impl<'de, E: Error, A: MapAccess<'de, Error = E>> Replay<A, E> {
    /// The whole as one value, for what is no object, or a union in its turn: two unions that hold each other would
    /// replay each other without end.
    fn whole(&mut self) -> Result<Json, Failed> {
        gather(core::mem::take(&mut self.before), &mut self.map).map_err(|error| self.keep(error))
    }

    #[cold]
    fn keep(&mut self, error: E) -> Failed {
        self.error = Some(error);
        Failed::kept()
    }

    fn of_whole<T>(&mut self, read: impl FnOnce(&mut dyn Source) -> Result<T, Failed>) -> Result<T, Failed> {
        let json = self.whole()?;
        read(&mut JsonSource { json: &json, taken: &Cell::new(0) })
    }
}

impl<'de, E: Error, A: MapAccess<'de, Error = E>> Source for Replay<A, E> {
    fn boolean(&mut self) -> Result<Option<bool>, Failed> {
        self.of_whole(|source| source.boolean())
    }

    fn integer(&mut self, kind: &'static str) -> Result<Option<i128>, Failed> {
        self.of_whole(|source| source.integer(kind))
    }

    fn number(&mut self) -> Result<Option<f64>, Failed> {
        self.of_whole(|source| source.number())
    }

    fn string(&mut self) -> Result<Option<String>, Failed> {
        self.of_whole(|source| source.string())
    }

    fn text(&mut self, expected: &'static str, take: TakeText<'_>) -> Result<(), Failed> {
        self.of_whole(|source| source.text(expected, take))
    }

    fn json(&mut self) -> Result<Json, Failed> {
        self.whole()
    }

    fn raw(&mut self) -> Result<Box<RawValue>, Failed> {
        self.of_whole(|source| source.raw())
    }

    fn option(&mut self, some: Take<'_>) -> Result<(), Failed> {
        some(self)
    }

    fn list(&mut self, element: Take<'_>) -> Result<(), Failed> {
        self.of_whole(|source| source.list(element))
    }

    fn object(&mut self, shape: &'static Shape, fields: &mut dyn Fields) -> Result<(), Failed> {
        let before = core::mem::take(&mut self.before);
        let next = entries_of(before.iter().map(|(key, json)| (key, json)), shape, fields, &Cell::new(0))?;
        entries(shape, fields, &mut self.map, next).map_err(|error| self.keep(error))
    }

    fn union(&mut self, table: &'static Table, rows: &mut dyn Rows) -> Result<(), Failed> {
        pick(&self.whole()?, table, rows)
    }
}
