//! A tree from either format: `serde_json::Value` with the strictness and leniency that descriptions need.
//!
//! Input: a deserializer (`serde_json` or `serde_yaml`). Output: a [`Value`].
//! Not here: texts, places, messages.
//!
//! What differs from deserialising `serde_json::Value`: duplicate keys are noticed (the last counts); keys keep the
//! text they have in the file (`200`, `1.10`, `true`), whatever type YAML would give them; integers beyond 64 bits
//! become floats; tags (`!include x`) are dropped and their content kept; `<<` is merged when it comes from YAML.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::noticed::Noticed;
use super::size::MAX_VALUES;

/// What a bad merge key is reported with.
pub(super) const MERGE: &str = "merge key";

/// What too many values are reported with.
pub(super) const TOO_MANY: &str = "too many values";

/// How a tree is read, and what is noticed meanwhile. One is used for a whole text.
#[derive(Default)]
pub(super) struct TreeReader {
    /// `<<` is a merge key.
    pub(super) merges: bool,
    /// What there is to say of the text, whose place is found later.
    pub(super) noticed: Cell<Noticed>,
    /// How many values were read. An alias of YAML counts as all that it stands for.
    pub(super) values: Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for &TreeReader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MAX_VALUES {
            return Err(D::Error::custom(TOO_MANY));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &TreeReader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    #[allow(clippy::cast_precision_loss, reason = "JSON's own numbers lose the same digits")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "JSON's own numbers lose the same digits")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if !value.is_finite() {
            self.noticed.set(Noticed { infinite_numbers: true, ..self.noticed.get() });
        }
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, content) = data.variant::<IgnoredAny>()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            list.push(value);
        }
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = None;
        while let Some(key) = access.next_key::<String>()? {
            if key == "<<" && self.merges {
                merged = Some(access.next_value_seed(self)?);
                continue;
            }
            let value = access.next_value_seed(self)?;
            if map.insert(key, value).is_some() {
                self.noticed.set(Noticed { duplicate_keys: true, ..self.noticed.get() });
            }
        }
        match merged {
            None => {}
            Some(Value::Array(list)) => list.into_iter().try_for_each(|value| merge(&mut map, value))?,
            Some(value) => merge(&mut map, value)?,
        }
        Ok(Value::Object(map))
    }
}

/// Adds what is merged in; what the mapping says itself, or an earlier merge said, stays.
fn merge<E: Error>(map: &mut Map<String, Value>, merged: Value) -> Result<(), E> {
    let Value::Object(merged) = merged else {
        return Err(E::custom(format_args!("{MERGE} `<<` needs a mapping or a list of mappings")));
    };
    for (key, value) in merged {
        map.entry(key).or_insert(value);
    }
    Ok(())
}

/// JSON has no infinity and no NaN.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
