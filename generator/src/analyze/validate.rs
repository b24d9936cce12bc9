//! Validate: which types hold something that the description asserts more of than their types show.
//!
//! Input: the API and the types that requests hold. Output: those of them that have an assertion, or a part that has.
//! Not here: how an assertion is checked (the runtime).

use std::collections::BTreeSet;

use crate::ir::{Api, Constraints, Shape, Type, TypeDef, TypeId, Types};

pub(super) fn asserted(api: &Api, sent: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut found: BTreeSet<TypeId> = BTreeSet::new();
    // A holder may come before or after what it holds, and cycles have no order: until nothing is added.
    loop {
        let new: Vec<TypeId> = sent
            .iter()
            .filter(|id| !found.contains(id) && holds(&api.types, &api.types[**id], &found))
            .copied()
            .collect();
        if new.is_empty() {
            return found;
        }
        found.extend(new);
    }
}

fn holds(types: &Types, def: &TypeDef, found: &BTreeSet<TypeId>) -> bool {
    let part = |ty: &Type| part(types, ty).is_some_and(|id| found.contains(&id));
    match &def.shape {
        Shape::Object(object) => {
            object.fields.iter().any(|field| part(&field.ty) || is_asserted(types, &field.ty, &field.constraints))
        }
        Shape::Union(union) => union.variants.iter().any(|variant| part(&variant.ty)),
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

/// The named type that a type holds by any number of lists and maps.
#[must_use]
pub fn part(types: &Types, ty: &Type) -> Option<TypeId> {
    match types.resolved(ty) {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => part(types, inner),
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Whether more is asserted of a value than its type shows.
fn is_asserted(types: &Types, ty: &Type, of: &Constraints) -> bool {
    match types.resolved(ty) {
        Type::String | Type::Secret => of.min_length.is_some() || of.max_length.is_some() || of.pattern.is_some(),
        Type::Integer(_) | Type::Number | Type::Decimal => {
            let bounds = [&of.minimum, &of.maximum, &of.exclusive_minimum, &of.exclusive_maximum, &of.multiple_of];
            bounds.into_iter().any(Option::is_some)
        }
        Type::Array(inner) => {
            let elements = of.elements.as_deref().is_some_and(|elements| is_asserted(types, inner, elements));
            elements || of.min_items.is_some() || of.max_items.is_some() || of.unique_items
        }
        _ => false,
    }
}
