//! What is said of the values of a list: extensions say it by their order, which merging changes.
//!
//! Input: the parts, one after the other. Output: the same by value, in the extensions of the whole.
//! Not here: which values are left (`keywords`).

use serde_json::{Map, Value};

use super::super::enumeration;
use crate::document::{Schema, SchemaTable};

/// Names, texts and deprecations, by the values' texts.
#[derive(Default)]
pub(super) struct Said {
    names: Map<String, Value>,
    docs: Map<String, Value>,
    deprecated: Vec<Value>,
}

impl Said {
    /// Takes what a part says of its values. One that lists them by `oneOf` lists them by `enum` from here on.
    pub(super) fn take(&mut self, schemas: &SchemaTable, part: &mut Schema) {
        let is_union = enumeration::is_list_of_constants(schemas, part);
        let values = if is_union { enumeration::constants(schemas, part) } else { enumeration::listed(part) };
        if is_union {
            part.enumeration = Some(values.iter().map(|(value, _)| value.value.clone()).collect());
            (part.one_of, part.any_of) = (Vec::new(), Vec::new());
        }
        for (value, _) in values {
            let texts = [(&mut self.names, value.name), (&mut self.docs, value.docs)];
            for (list, text) in texts {
                list.extend(text.map(|text| (value.wire.clone(), Value::String(text))));
            }
            if value.deprecated {
                self.deprecated.push(value.value);
            }
        }
    }

    /// Hands it over; these names go before those of any part.
    pub(super) fn put(self, whole: &mut Schema) {
        let lists = [
            ("x-specwright-enum-names", Value::Object(self.names)),
            ("x-enum-descriptions", Value::Object(self.docs)),
            ("x-deprecated-values", Value::Array(self.deprecated)),
        ];
        for (key, list) in lists {
            let is_empty = list.as_object().is_some_and(Map::is_empty) || list.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                whole.extensions.insert(key.to_owned(), list);
            }
        }
    }
}
