//! `[types]`: what is said of single types.
//!
//! Input: an entry of the table. Output: [`TypeConfig`]. Not here: whether the description has the type.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::Config;
use crate::diag::Pointer;

/// `[types."#/components/schemas/User"]`, or the path of a type alone, which is its `replace`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TypeConfig {
    /// The Rust name.
    pub name: Option<String>,
    /// The path of a type that stands in its place, and is `Clone`, `Debug`, `PartialEq`, `Serialize` and
    /// `DeserializeOwned`: `my_crate::Money`. The name is an alias of it.
    pub replace: Option<String>,
    /// Traits to derive beside the usual ones: `Eq`, `my_crate::Trait`.
    pub derive: Vec<String>,
    /// Attributes, without their brackets: `cfg_attr(test, derive(Arbitrary))`.
    pub attributes: Vec<String>,
    /// Names of fields, by what they are called on the wire.
    pub fields: BTreeMap<String, String>,
    /// Names of variants: of an enum by their values, of a union by their tags or by the names of their schemas.
    pub variants: BTreeMap<String, String>,
    /// Of an enum: an answer with a value that is not listed is an error, and there is no variant for it.
    pub closed: bool,
    /// The same as the key of this name at the top, for this type alone.
    pub apply_defaults: Option<bool>,
}

impl Config {
    /// What is said of the type of a schema. A component is called the same in every version of OpenAPI, and where its
    /// document has it.
    #[must_use]
    pub fn of_type(&self, component: Option<&str>, pointer: &Pointer) -> Option<&TypeConfig> {
        self.entry_of_type(component, pointer).map(|(_, of)| of)
    }

    /// The same with the entry's key.
    #[must_use]
    pub fn entry_of_type(&self, component: Option<&str>, pointer: &Pointer) -> Option<(&str, &TypeConfig)> {
        if self.types.is_empty() {
            return None;
        }
        let component = component.and_then(|name| self.types.get_key_value(&format!("#/components/schemas/{name}")));
        let found = component.or_else(|| self.types.get_key_value(&pointer.to_string()));
        found.map(|(key, of)| (key.as_str(), of))
    }
}

impl TypeConfig {
    /// What is wrong with the entry: the key, and why.
    pub(super) fn objections(&self) -> Vec<(&'static str, String)> {
        let is_path = |text: &str| syn::parse_str::<syn::Path>(text).is_ok();
        let mut found = Vec::new();
        if let Some(path) = self.replace.as_deref().filter(|path| syn::parse_str::<syn::TypePath>(path).is_err()) {
            found.push(("replace", format!("`{path}` is no path of a type, such as `my_crate::Money`")));
        }
        if let Some(derive) = self.derive.iter().find(|text| !is_path(text)) {
            found.push(("derive", format!("`{derive}` is no path of a trait, such as `Eq` or `my_crate::Trait`")));
        }
        if let Some(attribute) = self.attributes.iter().find(|text| syn::parse_str::<syn::Meta>(text).is_err()) {
            let message = format!("`{attribute}` is no attribute without its brackets, such as `serde(transparent)`");
            found.push(("attributes", message));
        }
        found
    }
}

/// Reads the table; an entry may be a text.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, TypeConfig>, D::Error> {
    deserializer.deserialize_map(Entries)
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = BTreeMap<String, TypeConfig>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table of types by JSON pointer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut result = BTreeMap::new();
        while let Some(pointer) = entries.next_key()? {
            result.insert(pointer, entries.next_value_seed(Entry)?);
        }
        Ok(result)
    }
}

struct Entry;

impl<'de> DeserializeSeed<'de> for Entry {
    type Value = TypeConfig;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypeConfig, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entry {
    type Value = TypeConfig;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the path of a type, such as \"my_crate::Money\", or a table")
    }

    fn visit_str<E>(self, path: &str) -> Result<TypeConfig, E> {
        Ok(TypeConfig { replace: Some(path.to_owned()), ..TypeConfig::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<TypeConfig, A::Error> {
        TypeConfig::deserialize(MapAccessDeserializer::new(entries))
    }
}
