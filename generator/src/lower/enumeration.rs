//! Lists of values: string and integer enums.

use serde_json::Value;

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::document::SchemaId;
use crate::ir::{Enum, EnumValue};

/// The enum of a schema; `None` where its values are of a type or mix that has no enum.
pub(super) fn enumeration(context: &mut Context<'_>, id: SchemaId) -> Option<Enum> {
    let schema = context.document.schemas.get(id);
    let values: Vec<&Value> = schema.enumeration.iter().flatten().filter(|value| !value.is_null()).collect();
    let integers = values.iter().all(|value| value.is_i64());
    if values.is_empty() || !(integers || values.iter().all(|value| value.is_string())) {
        return None;
    }
    let names = strings(schema.extensions.get("x-enum-varnames"));
    let docs = strings(schema.extensions.get("x-enum-descriptions"));
    let mut result: Vec<EnumValue> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let wire = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        if result.iter().any(|known| known.wire == wire) {
            context.diagnostics.push(
                Diagnostic::new(Code::DuplicateEnumValue, format!("the value `{wire}` stands twice in this list"))
                    .at(&schema.site.join("enum").index(index))
                    .effect("it is one variant"),
            );
            continue;
        }
        result.push(EnumValue {
            wire,
            name: names.get(index).cloned(),
            docs: docs.get(index).cloned().filter(|text| !text.is_empty()),
        });
    }
    Some(Enum { integers, values: result })
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|list| list.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect())
        .unwrap_or_default()
}
