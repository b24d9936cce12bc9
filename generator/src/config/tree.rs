//! `[resources.tree]`: the resource tree, said whole.
//!
//! Input: tables within tables. Output: dotted places, each with its operation. Not here: whether there is such an
//! operation.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

/// Reads the tables; a key may have dots itself, where a method and a resource have one name.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let mut tree = BTreeMap::new();
    Branch { place: String::new(), tree: &mut tree }.deserialize(deserializer)?;
    Ok(tree)
}

/// What stands below a place.
struct Branch<'t> {
    place: String,
    tree: &'t mut BTreeMap<String, String>,
}

impl<'de> DeserializeSeed<'de> for Branch<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Branch<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an operation, such as \"GET /users\", or a table of them")
    }

    fn visit_str<E: Error>(self, operation: &str) -> Result<(), E> {
        if self.place.is_empty() {
            return Err(E::invalid_type(serde::de::Unexpected::Str(operation), &self));
        }
        self.tree.insert(self.place, operation.to_owned());
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            let place = if self.place.is_empty() { key } else { format!("{}.{key}", self.place) };
            entries.next_value_seed(Branch { place, tree: self.tree })?;
        }
        Ok(())
    }
}
