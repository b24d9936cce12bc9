//! Scalars: JSON type and format to a type.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::{Context, declared, form, lost};
use crate::diag::{Code, Diagnostic};
use crate::document::{JsonType, Schema};
use crate::ir::{IntegerKind, Type};

/// The type of a scalar where it is used: one that the configuration gives to its format, or else its own.
pub(super) fn used(context: &Context<'_>, schema: &Schema) -> Type {
    let own = scalar(schema);
    let format = schema.format.as_ref().filter(|_| is_text(&own));
    match format.and_then(|format| Some((format, context.config.formats.get(format)?))) {
        Some((format, mapped)) if mapped.path(format).is_some() => Type::Format(format.clone()),
        Some(_) => Type::String,
        None => own,
    }
}

/// Types for formats that do not occur are mistakes that would otherwise pass unseen.
pub(super) fn unused_formats(context: &mut Context<'_>) {
    let texts = context.document.schemas.iter().map(|(_, schema)| schema).filter(|schema| is_text(&scalar(schema)));
    let formats: BTreeSet<&str> = texts.filter_map(|schema| schema.format.as_deref()).collect();
    let unused = context.config.formats.keys().filter(|format| !formats.contains(format.as_str()));
    for format in unused {
        let likeness = |known: &&&str| strsim::normalized_damerau_levenshtein(known, format);
        let near =
            formats.iter().filter(|known| likeness(known) > 0.5).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let message = format!("the configuration gives a type to the format `{format}`, which no string has");
        let places = &context.config.places;
        let mut diagnostic = places.at(&["formats", format], Diagnostic::new(Code::UnusedFormat, message));
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        context.diagnostics.push(diagnostic);
    }
}

/// Whether a type is one of those that strings have.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String
            | Type::Secret
            | Type::Quoted(_)
            | Type::DateTime
            | Type::Date
            | Type::Base64
            | Type::Base64Url
            | Type::Binary
    )
}

/// The type of a schema that is neither object, list, enum nor union.
pub(super) fn scalar(schema: &Schema) -> Type {
    if schema.broken.is_some() {
        return lost("the schema cannot be read");
    }
    if schema.boolean == Some(true) {
        return declared("the description allows anything");
    }
    if schema.boolean == Some(false) {
        return declared("the description allows nothing");
    }
    let first = schema.types.iter().find(|ty| *ty != JsonType::Null);
    match first {
        Some(JsonType::Boolean) => Type::Bool,
        Some(JsonType::Integer) if schema.types.contains(JsonType::Number) => Type::Number,
        Some(JsonType::Integer) => integer(schema),
        // The registry of formats has those of integers for numbers as well.
        Some(JsonType::Number) if format(schema.format.as_deref()).is_some() => integer(schema),
        Some(JsonType::Number) if matches!(schema.format.as_deref(), Some("decimal" | "decimal128")) => Type::Decimal,
        Some(JsonType::Number) => Type::Number,
        Some(JsonType::String) => string(schema),
        Some(JsonType::Array | JsonType::Object | JsonType::Null) => lost("the description is not of a scalar"),
        None if schema.types.contains(JsonType::Null) => declared("the description allows null alone"),
        None => untyped(schema),
    }
}

/// Without a stated type: what a constant, values, or assertions that only fit one type say.
fn untyped(schema: &Schema) -> Type {
    let values: Vec<&Value> =
        schema.constant.as_deref().into_iter().chain(schema.enumeration.iter().flatten()).collect();
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| value.is_null() || is(value));
    match values.iter().find(|value| !value.is_null()) {
        Some(Value::String(_)) if all(Value::is_string) => Type::String,
        Some(Value::Bool(_)) if all(Value::is_boolean) => Type::Bool,
        Some(Value::Number(_)) if all(Value::is_i64) => Type::Integer(IntegerKind::I64),
        Some(Value::Number(_)) if all(Value::is_number) => Type::Number,
        Some(_) => lost("the listed values are of several types"),
        None if schema.pattern.is_some() || schema.min_length.is_some() || schema.max_length.is_some() => {
            string(schema)
        }
        None if schema.format.is_some() || form::is_bytes(schema) => string(schema),
        None => declared("the description states no type"),
    }
}

/// The type of an integer: by format, and wider where the bounds or an example say that more is to come (milliseconds
/// called `int32` are common). What no integer of JSON's 64 bits can be is a float, as every `number` is.
///
/// An example or a default is held to the last digit: the largest integer as JavaScript rounds it is one more than 64
/// bits with a sign hold. Bounds are often written so, and mean the type's own, so they may be off by that one. Without
/// bounds such an integer may be negative as well.
fn integer(schema: &Schema) -> Type {
    let float = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let low = float(&schema.minimum).or(float(&schema.exclusive_minimum).map(|low| low + 1.0));
    let high = float(&schema.maximum).or(float(&schema.exclusive_maximum).map(|high| high - 1.0));
    let is_whole = |value: &&Value| value.as_f64().is_some_and(|value| value.fract() == 0.0);
    let stated: Vec<&Value> = schema.examples.iter().chain(schema.default.as_deref()).filter(is_whole).collect();
    let own = format(schema.format.as_deref()).unwrap_or(IntegerKind::I64);
    let is_bounded = low.is_some() || high.is_some_and(|high| high > IntegerKind::I64.range().1);
    let unsigned = is_bounded.then_some(IntegerKind::U64);
    let kinds = || [own, IntegerKind::I64].into_iter().chain(unsigned).chain([IntegerKind::I128]);
    let holds_bounds = |kind: IntegerKind| {
        let (least, most) = kind.range();
        low.is_none_or(|low| low >= least) && high.is_none_or(|high| high <= most)
    };
    let holds_all = |kind: &IntegerKind| holds_bounds(*kind) && stated.iter().all(|value| kind.holds(value));
    let is_near = |kind: IntegerKind, value: f64| kind.range().0 <= value && value <= kind.range().1;
    let holds_nearly = |kind: &IntegerKind| {
        holds_bounds(*kind) && stated.iter().all(|value| value.as_f64().is_some_and(|value| is_near(*kind, value)))
    };
    kinds().find(holds_all).or_else(|| kinds().find(holds_nearly)).map_or(Type::Number, Type::Integer)
}

/// The width that a format states.
fn format(format: Option<&str>) -> Option<IntegerKind> {
    Some(match format? {
        "int32" | "int16" | "int8" => IntegerKind::I32,
        "uint32" | "uint16" | "uint8" => IntegerKind::U32,
        "uint64" | "uint" => IntegerKind::U64,
        "int64" => IntegerKind::I64,
        _ => return None,
    })
}

/// The type of a string.
///
/// `uuid`, `uri`, `email` and their like stay texts: a service that sends one badly formed value would otherwise fail
/// the whole answer. So do `time` and `duration`, which no type of the runtime would write again as they came, and
/// `decimal`, whose digits no float keeps. The configuration can give each of them a type.
/// Dates and integers are texts as well where the description's own examples are neither.
fn string(schema: &Schema) -> Type {
    let format_ = schema.format.as_deref();
    // Only in a form of parts can it be what it is: see `form::settle`.
    if form::is_bytes(schema) {
        return Type::Binary;
    }
    match (schema.content_encoding.as_deref(), format_) {
        _ if schema.format_refuted_by().is_some() => Type::String,
        (Some("base64"), _) | (None, Some("byte")) => Type::Base64,
        (Some("base64url"), _) | (None, Some("base64url")) => Type::Base64Url,
        (_, Some("date-time")) => Type::DateTime,
        (_, Some("date")) => Type::Date,
        (_, Some("password")) => Type::Secret,
        _ => format(format_).map_or(Type::String, Type::Quoted),
    }
}

/// Whether a format is shown by the type, so that the documentation need not repeat it.
pub(super) fn has_type(context: &Context<'_>, schema: &Schema, format: &str) -> bool {
    match used(context, schema) {
        Type::String | Type::Binary | Type::Any(_) => false,
        Type::Number => matches!(format, "double" | "float"),
        _ => true,
    }
}
