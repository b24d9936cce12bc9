//! The headers of an answer as a type: what the description says of them.
//!
//! In: headers, and a type whose keys are their names in small letters. Out: a value of it. Texts are read in the
//! style `simple`, which is the only one of headers (OpenAPI, "Header Object"); lists may also be several fields of one
//! name (RFC 9110, section 5.3). Not here: headers of requests (`request`), and `Link` (`page::link`).

use core::cell::Cell;
use std::borrow::Cow;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};
use serde::de::value::{Error as Failure, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::codec::Json;
use super::error::{Error, ErrorKind, Result};

/// Reads the headers that a type has, each by itself: one whose text is not of its type is as one that is not there.
///
/// # Errors
/// [`ErrorKind::Decode`] if the type cannot do without a header that is not there, or is not of its type.
pub(crate) fn read<T: DeserializeOwned>(headers: &HeaderMap) -> Result<T> {
    let mut names: Vec<&HeaderName> = headers.keys().collect();
    let mut first = None;
    loop {
        // Which one is being read; none when all have been.
        let at = Cell::new(None);
        let mut rest = names.iter().enumerate();
        let fields = core::iter::from_fn(|| {
            let next = rest.next();
            at.set(next.map(|(index, _)| index));
            next.map(|(_, name)| (name.as_str(), Text::of(headers, name)))
        });
        let error = match T::deserialize(MapDeserializer::<_, Failure>::new(fields)) {
            Ok(value) => return Ok(value),
            Err(error) => first.get_or_insert(error).clone(),
        };
        let Some(index) = at.get() else {
            let message = format!("the answer's headers are not of the documented shape: {error}");
            return Err(Error::new(ErrorKind::Decode, message).with_source(error));
        };
        names.remove(index);
    }
}

/// The text of a header, or of an element of one.
struct Text<'a> {
    name: &'a str,
    own: Cow<'a, str>,
    /// The fields of this name, where none of them can be a list by itself.
    whole: Vec<Cow<'a, str>>,
}

impl<'a> Text<'a> {
    #[inline]
    fn of(headers: &'a HeaderMap, name: &'a HeaderName) -> Self {
        let mut texts: Vec<Cow<'a, str>> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        // Cookies have commas in their dates, so they are never joined.
        let whole = if *name == SET_COOKIE { texts.clone() } else { Vec::new() };
        let own = if texts.len() == 1 { texts.pop().unwrap_or_default() } else { Cow::Owned(texts.join(", ")) };
        Self { name: name.as_str(), own, whole }
    }

    #[inline]
    fn element(&self, text: &str) -> Text<'a> {
        Text { name: self.name, own: Cow::Owned(text.to_owned()), whole: Vec::new() }
    }

    #[inline]
    fn elements(&self) -> Vec<Text<'a>> {
        if !self.whole.is_empty() {
            return self.whole.iter().map(|text| self.element(text)).collect();
        }
        let texts = self.own.split(',').map(str::trim).filter(|text| !text.is_empty());
        texts.map(|text| self.element(text)).collect()
    }

    /// The fields of an object: `a=1,b=2`, or `a,1,b,2`.
    #[inline]
    fn pairs(&self) -> Vec<(String, Text<'a>)> {
        let texts: Vec<&str> = self.own.split(',').map(str::trim).collect();
        let exploded: Option<Vec<(&str, &str)>> = texts.iter().map(|text| text.split_once('=')).collect();
        let pairs = exploded
            .unwrap_or_else(|| texts.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect());
        pairs.into_iter().map(|(key, text)| (key.to_owned(), self.element(text))).collect()
    }

    /// The JSON in it, where it is one that has parts (OpenAPI, "Header Object": `content`).
    #[inline]
    fn json(&self) -> Option<Json> {
        if self.own.starts_with(['{', '[']) { serde_json::from_str(&self.own).ok() } else { None }
    }

    #[inline]
    fn not(&self, what: &str) -> Failure {
        Failure::custom(format_args!("`{}` is not {what}", self.name))
    }
}

impl IntoDeserializer<'_, Failure> for Text<'_> {
    type Deserializer = Self;

    #[inline]
    fn into_deserializer(self) -> Self {
        self
    }
}

/// What a JSON value says as this type.
fn within<'de, V: Visitor<'de>>(
    text: &Text<'_>,
    read: core::result::Result<V::Value, serde_json::Error>,
) -> core::result::Result<V::Value, Failure> {
    read.map_err(|error| Failure::custom(format_args!("`{}`: {error}", text.name)))
}

/// Methods that parse the text.
macro_rules! parsed {
    ($($method:ident => $visit:ident: $what:literal,)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
                match self.own.parse() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(self.not($what)),
                }
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        match serde_json::from_str::<Json>(&self.own) {
            Ok(json) => within::<V>(&self, json.deserialize_any(visitor)),
            Err(_) => visitor.visit_str(&self.own),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        visitor.visit_str(&self.own)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        visitor.visit_str(&self.own)
    }

    parsed! {
        deserialize_bool => visit_bool: "a boolean",
        deserialize_i8 => visit_i64: "an integer",
        deserialize_i16 => visit_i64: "an integer",
        deserialize_i32 => visit_i64: "an integer",
        deserialize_i64 => visit_i64: "an integer",
        deserialize_u8 => visit_u64: "an integer",
        deserialize_u16 => visit_u64: "an integer",
        deserialize_u32 => visit_u64: "an integer",
        deserialize_u64 => visit_u64: "an integer",
        deserialize_f32 => visit_f64: "a number",
        deserialize_f64 => visit_f64: "a number",
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> core::result::Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        match self.json() {
            Some(json) => within::<V>(&self, json.deserialize_seq(visitor)),
            None => visitor.visit_seq(SeqDeserializer::new(self.elements().into_iter())),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> core::result::Result<V::Value, Failure> {
        match self.json() {
            Some(json) => within::<V>(&self, json.deserialize_map(visitor)),
            None => visitor.visit_map(MapDeserializer::new(self.pairs().into_iter())),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> core::result::Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier ignored_any
    }
}
