//! Lists of values: string and integer enums.

use serde_json::Value;

use super::{Context, hints};
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
    let hints = hints::Values::of(&schema.extensions);
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
        let (name, docs) = (hints.name(index, &wire), hints.docs(index, &wire));
        result.push(EnumValue { wire, name, docs });
    }
    Some(Enum { integers, values: result })
}

/// The values of several lists and constants as one list.
pub(super) fn merged(context: &mut Context<'_>, lists: &[SchemaId]) -> Enum {
    let mut merged = Enum { integers: false, values: Vec::new() };
    for list in lists {
        let list = context.document.schemas.follow(*list);
        let values = match enumeration(context, list) {
            Some(list) => {
                merged.integers |= list.integers;
                list.values
            }
            None => {
                let constant = context.document.schemas.get(list).constant.as_deref();
                merged.integers |= constant.is_some_and(Value::is_i64);
                self::constant(context, list).into_iter().collect()
            }
        };
        for value in values {
            if merged.values.iter().all(|known| known.wire != value.wire) {
                merged.values.push(value);
            }
        }
    }
    merged
}

fn constant(context: &Context<'_>, id: SchemaId) -> Option<EnumValue> {
    let schema = context.document.schemas.get(id);
    let constant = schema.constant.as_deref()?;
    let wire = constant.as_str().map_or_else(|| constant.to_string(), ToOwned::to_owned);
    let docs = schema.description.clone().filter(|text| !text.trim().is_empty());
    Some(EnumValue { wire, name: schema.title.clone(), docs })
}
