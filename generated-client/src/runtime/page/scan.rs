//! One value out of an answer, by its place.
//!
//! In: a body or headers, and a source (see [`Paging`](super::Paging)). Out: the value as text. The body is read past,
//! not into memory: what stands elsewhere costs no more than its bytes. Not here: what the values mean.

use core::fmt;

use http::HeaderMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::error::without_mark;

/// The value at a source; nothing where there is none, where it is null, an empty text, an array or an object.
#[inline]
pub(super) fn value(source: &str, body: &[u8], headers: &HeaderMap) -> Option<String> {
    let found = match source.strip_prefix('/') {
        Some(steps) => {
            let mut json = serde_json::Deserializer::from_slice(without_mark(body));
            Find(Some(steps)).deserialize(&mut json).ok()?
        }
        None => headers.get(source).and_then(|value| value.to_str().ok()).map(str::to_owned),
    };
    found.filter(|text| !text.is_empty())
}

/// What is left of a pointer; nothing where its end is reached.
#[derive(Clone, Copy)]
struct Find<'a>(Option<&'a str>);

impl<'a> Find<'a> {
    /// The next step as it is written, and what follows it.
    #[inline]
    fn step(self) -> Option<(&'a str, Self)> {
        let steps = self.0?;
        Some(steps.split_once('/').map_or((steps, Find(None)), |(step, rest)| (step, Find(Some(rest)))))
    }

    /// A value that is no array and no object.
    fn scalar(self, text: impl FnOnce() -> String) -> Option<String> {
        if self.0.is_none() { Some(text()) } else { None }
    }
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<String>;

    #[inline]
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<String>, E> {
        Ok(self.scalar(|| value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<String>, E> {
        Ok(self.scalar(|| value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<String>, E> {
        Ok(self.scalar(|| value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<String>, E> {
        Ok(self.scalar(|| value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<String>, E> {
        Ok(self.scalar(|| value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let step = self.step().map(|(step, rest)| (unescaped(step), rest));
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match &step {
                Some((step, rest)) if *step == key => found = map.next_value_seed(*rest)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        let mut of_last = None;
        match self.step() {
            Some(("-", rest)) => {
                while let Some(found) = list.next_element_seed(rest)? {
                    of_last = found;
                }
            }
            _ => while list.next_element::<IgnoredAny>()?.is_some() {},
        }
        Ok(of_last)
    }
}

/// A step of a pointer as the name it means (RFC 6901 §4).
#[inline]
pub(super) fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
