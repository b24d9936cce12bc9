//! The writing half of `object!`.
//!
//! In: a struct's fields, one call each. Out: a map of whatever format. Errors are kept here until the end, so that
//! expanded bodies need no `?`. Not here: request bodies without a type of their own, see `request::json_object`.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Map;

/// A struct that writes its fields one by one.
pub trait WriteFields {
    /// Writes every field that is to be written.
    fn write_fields<M: SerializeMap>(&self, writer: &mut ObjectWriter<M>);
}

/// Writes a struct as an object.
///
/// # Errors
/// What the format or a value's own encoder says.
pub fn write_object<S: Serializer, T: WriteFields>(serializer: S, object: &T) -> Result<S::Ok, S::Error> {
    let mut writer = ObjectWriter { map: serializer.serialize_map(None)?, failure: None };
    object.write_fields(&mut writer);
    match writer.failure {
        None => writer.map.end(),
        Some(error) => Err(error),
    }
}

/// Writes entries and keeps the first error, so that the caller needs no `?` per field.
#[derive(Debug)]
pub struct ObjectWriter<M: SerializeMap> {
    map: M,
    failure: Option<M::Error>,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Writes one entry.
    #[inline]
    pub fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(key, value).err();
        }
    }

    /// Writes one entry if there is a value.
    #[inline]
    #[allow(clippy::ref_option, reason = "generated code hands over its fields as they are")]
    pub fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(key, value);
        }
    }

    /// Writes the entries whose keys are data.
    pub fn entries<T: Serialize>(&mut self, entries: &Map<T>) {
        for (key, value) in entries {
            if self.failure.is_none() {
                self.failure = self.map.serialize_entry(key.as_str(), value).err();
            }
        }
    }
}
