//! Lists, tuples and maps.
//!
//! Input: a schema that is one of them. Output: its type. Not here: what guards against lists of themselves (`schema`).

use super::schema::{Place, lower};
use super::{Context, declared, lost};
use crate::document::{Additional, Schema, SchemaId};
use crate::ir::Type;

/// Whether elements are described by their position.
pub(super) fn is_positional(schema: &Schema) -> bool {
    !schema.prefix_items.is_empty()
}

/// A list, or a tuple where the number of its elements is fixed.
pub(super) fn list(context: &mut Context<'_>, schema: &Schema, place: &Place) -> Type {
    if !is_positional(schema) {
        return match schema.items {
            Some(items) => Type::Array(Box::new(lower(context, items, &place.item()).or_null())),
            None => Type::Array(Box::new(declared("the items of the list are not described"))),
        };
    }
    let rest = schema.items.filter(|items| context.document.schemas.get(*items).boolean != Some(false));
    let fixed = fixed_length(context, schema);
    let rest = rest.filter(|_| fixed.is_none());
    let described: Vec<SchemaId> = schema.prefix_items.iter().copied().chain(rest).collect();
    let mut elements = Vec::with_capacity(described.len());
    for (number, element) in described.into_iter().enumerate() {
        elements.push(lower(context, element, &place.element(number)).or_null());
    }
    match (fixed, elements.split_first()) {
        (Some(_), _) => Type::Tuple(elements),
        (None, Some((first, others))) if !schema.types.is_empty() && others.iter().all(|other| other == first) => {
            Type::Array(Box::new(first.clone()))
        }
        // Without a type, only a list is described; all else may be.
        _ if schema.types.is_empty() => lost("only the elements of a list are described, and the type is not stated"),
        _ => Type::Array(Box::new(lost("the elements differ by position, and their number is not fixed"))),
    }
}

/// How many elements a list described by position must have, when no other number will do. Rust's own traits are
/// there for tuples of up to twelve.
pub(super) fn fixed_length(context: &Context<'_>, schema: &Schema) -> Option<u64> {
    let count = u64::try_from(schema.prefix_items.len()).ok()?;
    let is_closed = schema.items.is_some_and(|items| context.document.schemas.get(items).boolean == Some(false));
    let at_most = schema.max_items == Some(count) || is_closed;
    ((1..=12).contains(&count) && at_most && schema.min_items == Some(count)).then_some(count)
}

/// An object whose keys are data.
pub(super) fn map(context: &mut Context<'_>, schema: &Schema, place: &Place) -> Type {
    match schema.additional {
        Additional::Schema(_) => {}
        Additional::Unstated | Additional::Denied if !schema.pattern_properties.is_empty() => {}
        _ => return Type::Map(Box::new(declared("the object has no described properties"))),
    }
    Type::Map(Box::new(free_value(context, schema, &place.map_value())))
}

/// What properties hold whose names are data: those that follow a pattern, and all others.
pub(super) fn free_value(context: &mut Context<'_>, schema: &Schema, place: &Place) -> Type {
    let others = match schema.additional {
        Additional::Schema(value) => Some(value),
        _ => None,
    };
    let mut types = Vec::new();
    for value in schema.pattern_properties.values().copied().chain(others) {
        types.push(lower(context, value, place).or_null());
    }
    match types.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => first.clone(),
        _ => lost("the patterns of the properties' names give them several types"),
    }
}

/// Whether the values of the properties whose names follow a pattern have their type.
pub(super) fn shows_patterns(schema: &Schema) -> bool {
    let is_alone = schema.pattern_properties.len() == 1 && !matches!(schema.additional, Additional::Schema(_));
    let has_others = matches!(schema.additional, Additional::Unstated) && !schema.properties.is_empty();
    is_alone && !has_others && !matches!(schema.additional, Additional::Allowed)
}
