//! Unions with a tag, read from the stream.
//!
//! In: an object, entry by entry, and the table of a union. Out: the variant, filled on from the stream as soon as the
//! tag is met; what stood before the tag is replayed into it. Not here: the tests of a table, see `union`.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::union::{Union, pick, row_of};
use super::{Deserialize, Json};

/// Reads a union whose objects have a tag.
pub(super) struct TaggedVisitor<T> {
    pub(super) tag: &'static str,
    pub(super) union: PhantomData<T>,
}

impl<'de, T: Union> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a JSON value")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        pick(Json::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut before: Vec<(String, Json)> = Vec::new();
        while let Some(key) = map.next_key_seed(Key { tag: self.tag })? {
            let value: Json = map.next_value()?;
            let Some(key) = key else {
                let Some(row) = row_of(T::ROWS, &value) else {
                    before.push((self.tag.to_owned(), value));
                    break;
                };
                let replay = Replay { tag: Some((self.tag, value)), before: before.into_iter(), next: None, map };
                return T::read_row(row, replay);
            };
            before.push((key, value));
        }
        let rest = serde_json::Map::<String, Json>::deserialize(MapAccessDeserializer::new(map))?;
        pick(Json::Object(before.into_iter().chain(rest).collect()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        pick(Json::deserialize(SeqAccessDeserializer::new(seq))?)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        pick(Json::from(value))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        pick(Json::Null)
    }
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
struct Replay<A> {
    tag: Option<(&'static str, Json)>,
    before: std::vec::IntoIter<(String, Json)>,
    /// The value whose key was given last, with the key, for errors; none when it is the stream's turn.
    next: Option<(Cow<'static, str>, Json)>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let tag = self.tag.take().map(|(key, value)| (Cow::Borrowed(key), value));
        let next = tag.or_else(|| self.before.next().map(|(key, value)| (Cow::Owned(key), value)));
        self.next = next;
        match &self.next {
            Some((key, _)) => seed.deserialize(StrDeserializer::new(key)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.next.take() {
            Some((key, value)) => {
                seed.deserialize(value).map_err(|error| A::Error::custom(format_args!("at `{key}`: {error}")))
            }
            None => self.map.next_value_seed(seed),
        }
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Replay<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }

    /// A union in a union is read from a buffer: two that hold each other would replay each other without end.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        let json = Json::deserialize(self)?;
        visitor.visit_some(json).map_err(A::Error::custom)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}
