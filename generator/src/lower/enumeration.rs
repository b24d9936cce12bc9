//! Lists of values: strings, integers, and mixes of scalars; by `enum`, or by `oneOf` with a constant in each branch.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::{Context, hint_kinds, hints, union};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{JsonType, Schema, SchemaId, SchemaTable};
use crate::ir::{Enum, EnumKind, EnumValue};

/// The enum of a schema; `None` where its values are of a type or mix that has no enum.
///
/// A list of booleans is just a boolean: it has no third value to be open for.
pub(super) fn enumeration(context: &mut Context<'_>, id: SchemaId) -> Option<Enum> {
    let schema = context.document.schemas.get(id);
    let stated =
        if schema.enumeration.is_some() { listed(schema) } else { constants(&context.document.schemas, schema) };
    let kind = kind(&stated)?;
    if schema.enumeration.is_some() {
        hint_kinds::check_values(context, schema, stated.len());
    }
    let mut values: Vec<EnumValue> = Vec::with_capacity(stated.len());
    let mut known = BTreeSet::new();
    for (value, site) in stated {
        if !known.insert(value.value.to_string()) {
            context.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateEnumValue,
                    format!("the value `{}` stands twice in this list", value.wire),
                )
                .at(&site)
                .effect("it is one variant"),
            );
            continue;
        }
        values.push(value);
    }
    Some(Enum { kind, closed: is_closed(context, schema), values })
}

fn kind(values: &[(EnumValue, Site)]) -> Option<EnumKind> {
    let all = |is: fn(&Value) -> bool| values.iter().all(|(known, _)| is(&known.value));
    if values.is_empty() || all(Value::is_boolean) || values.iter().any(|(known, _)| !is_scalar(&known.value)) {
        None
    } else if all(Value::is_string) {
        Some(EnumKind::Strings)
    } else if all(Value::is_i64) {
        Some(EnumKind::Integers)
    } else {
        Some(EnumKind::Scalars)
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

/// The values of `enum`, with what extensions say of them. Null is nullability.
pub(super) fn listed(schema: &Schema) -> Vec<(EnumValue, Site)> {
    let values: Vec<_> = schema.enumeration.iter().flatten().filter(|value| !value.is_null()).collect();
    let hints = hints::Values::of(&schema.extensions, values.len());
    let site = schema.site.join("enum");
    let values = values.into_iter().enumerate();
    values
        .map(|(index, stated)| {
            let value = of_type(schema, stated);
            let wire = wire(&value);
            let (name, docs) = (hints.name(index, &wire), hints.docs(index, &wire));
            let deprecated = hints.deprecated(index, stated);
            (EnumValue { name: name.or_else(|| fraction(&value)), value, wire, docs, deprecated }, site.index(index))
        })
        .collect()
}

/// A value in the type that the schema states: `type: integer` with `"1"` means 1. Numbers in a list of texts have
/// become texts before.
fn of_type(schema: &Schema, value: &Value) -> Value {
    let parsed = match (schema.types.single(), value) {
        (Some(JsonType::Integer | JsonType::Number), Value::String(text)) => {
            text.parse::<Number>().ok().map(Value::Number)
        }
        (Some(JsonType::Boolean), Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    };
    parsed.unwrap_or_else(|| value.clone())
}

fn wire(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// What a number with a fraction is called: its digits alone would say another number.
fn fraction(value: &Value) -> Option<String> {
    value.is_f64().then(|| value.to_string().replace('.', " point "))
}

/// Whether a schema lists its values one branch each: `oneOf: [{ const: a, description: … }, …]`. A single branch is a
/// list that has one value so far, if it has a title: what is one value for ever needs no name.
pub(super) fn is_list_of_constants(schemas: &SchemaTable, schema: &Schema) -> bool {
    let branches = union::branches(schemas, schema);
    let is_listed = match branches.as_slice() {
        [] => false,
        [only] => schemas.get(*only).title.is_some(),
        _ => true,
    };
    let constants = constants(schemas, schema);
    is_listed && constants.len() == branches.len() && schema.properties.is_empty() && kind(&constants).is_some()
}

/// The one value of a branch.
fn constant(schema: &Schema) -> Option<&Value> {
    let only = match schema.enumeration.as_deref() {
        Some([only]) => Some(only),
        _ => None,
    };
    let is_plain = schema.component.is_none() && schema.reference.is_none() && schema.all_of.is_empty();
    schema.constant.as_deref().or(only).filter(|value| is_plain && is_scalar(value))
}

/// The values of a union of constants.
pub(super) fn constants(schemas: &SchemaTable, schema: &Schema) -> Vec<(EnumValue, Site)> {
    let branches = union::branches(schemas, schema).into_iter().map(|branch| schemas.get(branch));
    branches.filter_map(|schema| Some(branch(schema, constant(schema)?))).collect()
}

/// A branch that is one value.
fn branch(schema: &Schema, constant: &Value) -> (EnumValue, Site) {
    let value = of_type(schema, constant);
    let name = schema.title.clone().or_else(|| fraction(&value));
    let docs = schema.description.clone().filter(|text| !text.trim().is_empty());
    (EnumValue { wire: wire(&value), value, name, docs, deprecated: schema.deprecated }, schema.site.clone())
}

/// Whether the configuration, or an extension, says that no value will be added.
fn is_closed(context: &Context<'_>, schema: &Schema) -> bool {
    super::configured(context, schema).map_or_else(|| hints::is_closed(&schema.extensions), |of| of.closed)
}

/// The values of several lists and constants as one list; all of them are texts, or all are integers.
pub(super) fn merged(context: &Context<'_>, id: SchemaId, lists: &[SchemaId]) -> Enum {
    let schemas = &context.document.schemas;
    let mut stated: Vec<(EnumValue, Site)> = Vec::new();
    let mut known = BTreeSet::new();
    for list in lists {
        let list = schemas.get(schemas.follow(*list));
        // What is said of a list of one value is said of that value.
        let values = match list.constant.as_deref().or_else(|| constant(list)) {
            Some(only) => vec![branch(list, only)],
            None => listed(list),
        };
        for value in values {
            if known.insert(value.0.value.to_string()) {
                stated.push(value);
            }
        }
    }
    let kind = kind(&stated).unwrap_or(EnumKind::Strings);
    let closed = is_closed(context, schemas.get(id));
    Enum { kind, closed, values: stated.into_iter().map(|(value, _)| value).collect() }
}
