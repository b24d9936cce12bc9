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
use super::json_source::{JsonSource, entry};
use super::serde_source::entries;
use super::source::{Failed, Fields, Rows, Shape, Source, Take, TakeText};
use super::union::{Table, Test, pick, row_of};

/// Reads a union whose objects have a tag.
pub(super) struct Tagged<'a> {
    pub(super) tag: &'static str,
    pub(super) table: &'static Table,
    pub(super) rows: &'a mut dyn Rows,
}

impl Tagged<'_> {
    #[allow(clippy::needless_pass_by_value, reason = "as `others` calls it")]
    fn other<E: Error>(self, json: Json) -> Result<(), E> {
        pick(&json, self.table, self.rows).map_err(|failed| failed.raise(None))
    }
}

/// The methods of a visitor whose `other` takes what is neither an object nor a text.
macro_rules! others {
    () => {
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            self.other(Json::deserialize(SeqAccessDeserializer::new(seq))?)
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
            self.other(Json::from(value))
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            self.other(Json::from(value))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            self.other(Json::from(value))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
            self.other(Json::from(value))
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            self.other(Json::Null)
        }
    };
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
            let Some(key) = key else {
                match map.next_value_seed(Tag(self.table.rows))? {
                    Told::Row(row, text) => {
                        let mut replay = Replay { tag: Some((self.tag, text)), before, map, error: None };
                        return self.rows.row(row, &mut replay).map_err(|failed| failed.raise(replay.error));
                    }
                    Told::Other(value) => before.push((self.tag.to_owned(), value)),
                }
                break;
            };
            before.push((key, map.next_value()?));
        }
        let whole = gather(None, before, map)?;
        self.other(whole)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.other(Json::from(value))
    }

    others!();
}

/// The object of what was read and what is still to come.
fn gather<'de, A: MapAccess<'de>>(
    tag: Option<(&'static str, &'static str)>,
    before: Vec<(String, Json)>,
    map: A,
) -> Result<Json, A::Error> {
    let rest = serde_json::Map::<String, Json>::deserialize(MapAccessDeserializer::new(map))?;
    let tag = tag.map(|(key, text)| (key.to_owned(), Json::from(text)));
    Ok(Json::Object(tag.into_iter().chain(before).chain(rest).collect()))
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

/// The value of a tag.
enum Told {
    /// The only row that has this text.
    Row(usize, &'static str),
    /// What names no row, or several, or is no text.
    Other(Json),
}

/// Reads the value of a tag, which is copied only when it does not name a row.
struct Tag(&'static [&'static [Test]]);

impl Tag {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "as `others` calls it")]
    fn other<E: Error>(self, json: Json) -> Result<Told, E> {
        Ok(Told::Other(json))
    }
}

impl<'de> DeserializeSeed<'de> for Tag {
    type Value = Told;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Told, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tag {
    type Value = Told;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a tag")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Told, E> {
        match row_of(self.0, value) {
            Some((row, text)) => Ok(Told::Row(row, text)),
            None => self.other(Json::from(value)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Told, A::Error> {
        self.other(Json::deserialize(MapAccessDeserializer::new(map))?)
    }

    others!();
}

/// An object of which the beginning was read: the tag, what stood before it, then the rest of the stream.
struct Replay<A, E> {
    /// Its key and its value, until they are read.
    tag: Option<(&'static str, &'static str)>,
    before: Vec<(String, Json)>,
    map: A,
    /// The format's, while a failure is on its way.
    error: Option<E>,
}

impl<'de, E: Error, A: MapAccess<'de, Error = E>> Replay<A, E> {
    /// The whole as one value, for what is no object, or a union in its turn: two unions that hold each other would
    /// replay each other without end.
    fn whole(&mut self) -> Result<Json, Failed> {
        gather(self.tag.take(), core::mem::take(&mut self.before), &mut self.map).map_err(|error| self.keep(error))
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
        let (mut next, taken) = (0, Cell::new(0));
        if let Some((key, text)) = self.tag.take()
            && (shape.extra || shape.keys.contains(&key))
        {
            entry(key, &Json::from(text), shape, fields, &mut next, &taken)?;
        }
        for (key, json) in core::mem::take(&mut self.before) {
            entry(&key, &json, shape, fields, &mut next, &taken)?;
        }
        entries(shape, fields, &mut self.map, next).map_err(|error| self.keep(error))
    }

    fn union(&mut self, table: &'static Table, rows: &mut dyn Rows) -> Result<(), Failed> {
        pick(&self.whole()?, table, rows)
    }
}
