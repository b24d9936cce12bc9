//! Values behind serde: [`read`], which reads a type from any of its deserializers.
//!
//! In: a deserializer, or the access to an object of which a value is due. Out: a [`Source`]. Not here: values in memory,
//! see `json_source`.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Json;
use super::source::{Failed, Fields, FromSource, Rows, Shape, Source, Take, TakeText};
use super::tagged::Tagged;
use super::union::{Table, pick};

/// Reads a value from a deserializer.
///
/// # Errors
/// The format's, or the value is not of the type.
pub fn read<'de, T: FromSource, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut held = Held::new(Whole(Some(deserializer)));
    T::from_source(&mut held).map_err(|failed| failed.raise(held.error))
}

/// A value that a seed can be given to, once.
pub(super) trait Give<'de> {
    /// The format's.
    type Error: Error;

    /// Gives it.
    fn give<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error>;
}

/// What a deserializer holds.
pub(super) struct Whole<D>(Option<D>);

impl<'de, D: Deserializer<'de>> Give<'de> for Whole<D> {
    type Error = D::Error;

    #[inline]
    fn give<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, D::Error> {
        match self.0.take() {
            Some(deserializer) => seed.deserialize(deserializer),
            None => Err(D::Error::custom("a value was read twice")),
        }
    }
}

/// The value of the key that an object gave last.
pub(super) struct Entry<'a, A>(pub(super) &'a mut A);

impl<'de, A: MapAccess<'de>> Give<'de> for Entry<'_, A> {
    type Error = A::Error;

    #[inline]
    fn give<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// A value, and the place where the error of its format waits while [`Failed`] goes through functions that know nothing
/// of the format.
pub(super) struct Held<G, E> {
    value: G,
    error: Option<E>,
}

impl<'de, E: Error, G: Give<'de, Error = E>> Held<G, E> {
    #[inline]
    pub(super) fn new(value: G) -> Self {
        Self { value, error: None }
    }

    #[inline]
    fn give<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        match self.value.give(seed) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.keep(error)),
        }
    }

    #[cold]
    fn keep(&mut self, error: E) -> Failed {
        self.error = Some(error);
        Failed::kept()
    }
}

impl<'de, E: Error, G: Give<'de, Error = E>> Source for Held<G, E> {
    fn boolean(&mut self) -> Result<Option<bool>, Failed> {
        self.give(PhantomData)
    }

    fn integer(&mut self, kind: &'static str) -> Result<Option<i128>, Failed> {
        self.give(Integer(kind))
    }

    fn number(&mut self) -> Result<Option<f64>, Failed> {
        self.give(PhantomData)
    }

    fn string(&mut self) -> Result<Option<String>, Failed> {
        self.give(PhantomData)
    }

    fn text(&mut self, expected: &'static str, take: TakeText<'_>) -> Result<(), Failed> {
        self.give(Text { expected, take })
    }

    fn json(&mut self) -> Result<Json, Failed> {
        self.give(PhantomData)
    }

    fn raw(&mut self) -> Result<Box<RawValue>, Failed> {
        self.give(PhantomData)
    }

    fn option(&mut self, some: Take<'_>) -> Result<(), Failed> {
        self.give(Maybe(some))
    }

    fn list(&mut self, element: Take<'_>) -> Result<(), Failed> {
        self.give(List(element))
    }

    fn object(&mut self, shape: &'static Shape, fields: &mut dyn Fields) -> Result<(), Failed> {
        self.give(Object { shape, fields })
    }

    fn union(&mut self, table: &'static Table, rows: &mut dyn Rows) -> Result<(), Failed> {
        match table.tag {
            [tag] => self.give(Tagged { tag, table, rows }),
            _ => pick(&self.json()?, table, rows),
        }
    }
}

/// A whole number, for a field of this type.
pub(super) struct Integer(pub(super) &'static str);

impl<'de> DeserializeSeed<'de> for Integer {
    type Value = Option<i128>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<i128>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Integer {
    type Value = Option<i128>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_none<E: Error>(self) -> Result<Option<i128>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<i128>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<i128>, D::Error> {
        if self.0.starts_with('u') { deserializer.deserialize_u64(self) } else { deserializer.deserialize_i64(self) }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<i128>, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<i128>, E> {
        Ok(Some(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<i128>, E> {
        match integer(value) {
            Some(value) => Ok(Some(value.into())),
            None => Err(E::invalid_type(serde::de::Unexpected::Float(value), &self)),
        }
    }
}

/// The integer that a float is. Beyond 2⁵³ a float stands for several.
pub(super) fn integer(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "in this range nothing is cut off")]
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

/// A text that is looked at.
pub(super) struct Text<'a> {
    pub(super) expected: &'static str,
    pub(super) take: TakeText<'a>,
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.take)(text).map_err(|failed| failed.raise(None))
    }
}

/// A value, or null.
struct Maybe<'a>(Take<'a>);

impl<'de> DeserializeSeed<'de> for Maybe<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Maybe<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        take(self.0, deserializer)
    }
}

#[inline]
fn take<'de, D: Deserializer<'de>>(take: Take<'_>, deserializer: D) -> Result<(), D::Error> {
    let mut held = Held::new(Whole(Some(deserializer)));
    take(&mut held).map_err(|failed| failed.raise(held.error))
}

/// A list, of which each element is taken.
struct List<'a>(Take<'a>);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Element(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

struct Element<'a>(Take<'a>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        take(self.0, deserializer)
    }
}

/// An object, of which each field is taken.
struct Object<'a> {
    shape: &'static Shape,
    fields: &'a mut dyn Fields,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.shape.name.is_empty() {
            deserializer.deserialize_map(self)
        } else {
            deserializer.deserialize_struct(self.shape.name, self.shape.keys, self)
        }
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape.name {
            "" => formatter.write_str("an object"),
            name => write!(formatter, "an object ({name})"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        entries(self.shape, self.fields, &mut map, 0)
    }
}

/// Takes the entries that are left of an object.
pub(super) fn entries<'de, A: MapAccess<'de>>(
    shape: &Shape,
    fields: &mut dyn Fields,
    map: &mut A,
    mut next: usize,
) -> Result<(), A::Error> {
    let mut kept = String::new();
    while let Some(found) = map.next_key_seed(Key { shape, next: &mut next, kept: &mut kept })? {
        let mut held = Held::new(Entry(&mut *map));
        let taken = match found {
            Some(number) => fields.field(number, &mut held),
            None if shape.extra => fields.other(core::mem::take(&mut kept), &mut held),
            None => {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        if let Err(failed) = taken {
            return Err(failed.raise(held.error));
        }
    }
    Ok(())
}

/// Finds a key in the table while it is still borrowed from the input, so that only one that is kept is copied.
struct Key<'a> {
    shape: &'a Shape,
    next: &'a mut usize,
    kept: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Option<usize>, E> {
        let found = self.shape.find(key, self.next);
        if found.is_none() && self.shape.extra {
            self.kept.push_str(key);
        }
        Ok(found)
    }
}
