//! Scalars: JSON type and format to a type.

use super::any;
use crate::document::{JsonType, Schema};
use crate::ir::{IntegerKind, Type};

/// The type of a schema that is neither object, list, enum nor union.
pub(super) fn scalar(schema: &Schema) -> Type {
    if schema.boolean == Some(true) {
        return any("the description allows anything");
    }
    if schema.boolean == Some(false) {
        return any("the description allows nothing");
    }
    let first = schema.types.iter().find(|ty| *ty != JsonType::Null);
    match first {
        Some(JsonType::Boolean) => Type::Bool,
        Some(JsonType::Integer) if schema.types.contains(JsonType::Number) => Type::Number,
        Some(JsonType::Integer) => Type::Integer(integer(schema.format.as_deref())),
        Some(JsonType::Number) => Type::Number,
        Some(JsonType::String) => string(schema),
        Some(JsonType::Array | JsonType::Object | JsonType::Null) => any("the description is not of a scalar"),
        None if schema.types.contains(JsonType::Null) => any("the description allows null alone"),
        None => untyped(schema),
    }
}

/// Without a stated type: what a constant, values, or assertions that only fit one type say.
fn untyped(schema: &Schema) -> Type {
    let constant = schema.constant.as_deref().or_else(|| schema.enumeration.as_ref().and_then(|values| values.first()));
    match constant {
        Some(serde_json::Value::String(_)) => Type::String,
        Some(serde_json::Value::Bool(_)) => Type::Bool,
        Some(serde_json::Value::Number(number)) if number.is_i64() => Type::Integer(IntegerKind::I64),
        Some(serde_json::Value::Number(_)) => Type::Number,
        _ if schema.pattern.is_some() || schema.min_length.is_some() || schema.max_length.is_some() => string(schema),
        _ if schema.format.is_some() => string(schema),
        _ => any("the description states no type"),
    }
}

fn integer(format: Option<&str>) -> IntegerKind {
    match format {
        Some("int32" | "int16" | "int8") => IntegerKind::I32,
        Some("uint32" | "uint16" | "uint8") => IntegerKind::U32,
        Some("uint64" | "uint") => IntegerKind::U64,
        _ => IntegerKind::I64,
    }
}

fn string(schema: &Schema) -> Type {
    if schema.content_encoding.as_deref() == Some("base64") {
        return Type::Base64;
    }
    match schema.format.as_deref() {
        Some("date-time") => Type::DateTime,
        Some("date") => Type::Date,
        Some("byte") => Type::Base64,
        _ => Type::String,
    }
}

/// Whether a format is shown by the type, so that the documentation need not repeat it.
pub(super) fn has_type(schema: &Schema, format: &str) -> bool {
    match scalar(schema) {
        Type::String | Type::Any(_) => false,
        Type::Number => matches!(format, "double" | "float"),
        _ => true,
    }
}
