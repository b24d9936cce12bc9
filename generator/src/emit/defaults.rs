//! Defaults: what a property that an answer leaves out is read as, where the configuration asks for it.
//!
//! Input: a type and its field. Output: an expression for the row of the field. Not here: defaults in documentation.
//! Values that a line can hold are applied: booleans, numbers, texts, values of an open enum, and empty lists.

use serde_json::Value;

use super::Sdk;
use super::path::{self, Presence};
use super::rust_file::literal;
use crate::ir::{Field, Shape, Type, TypeDef};

/// The default of a field, where it is applied. Null is a value of its own, so what may be null has none.
pub(super) fn of(sdk: Sdk<'_>, def: &TypeDef, field: &Field, presence: Presence) -> Option<String> {
    let written = sdk.api.types.written(def);
    let stated = sdk.config.of_type(written.component(), &written.site.pointer).and_then(|of| of.apply_defaults);
    if !stated.unwrap_or(sdk.config.apply_defaults) || presence != Presence::Optional || field.nullable {
        return None;
    }
    expression(sdk, &field.ty, field.default.as_ref()?)
}

/// A value as an expression of its type.
pub(super) fn expression(sdk: Sdk<'_>, ty: &Type, value: &Value) -> Option<String> {
    match (path::resolved(sdk, ty), value) {
        (Type::Bool, Value::Bool(value)) => Some(value.to_string()),
        (Type::Integer(kind), Value::Number(number)) => kind.holds(value).then(|| number.to_string()),
        (Type::Number, Value::Number(number)) => number.as_f64().map(|number| format!("{number:?}")),
        (Type::String, Value::String(text)) => Some(format!("{}.into()", literal(text))),
        (Type::Array(_), Value::Array(list)) => list.is_empty().then(|| "Vec::new()".to_owned()),
        (Type::Named(id), Value::String(text)) => match &sdk.api.types[*id] {
            TypeDef { shape: Shape::Enum(list), replaced: None, .. } if !list.closed => {
                Some(format!("{}.into()", literal(text)))
            }
            _ => None,
        },
        _ => None,
    }
}
