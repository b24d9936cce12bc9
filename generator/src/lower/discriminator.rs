//! Discriminators: which tag means which branch.
//!
//! Input: a union's schema and its branches; then all types. Output: the tags. Mapping goes before constants, constants
//! before the names of components.
//! Not here: how a union without a discriminator is told apart (`analyze`).

use super::{Context, family};
use crate::document::{MappingTarget, SchemaId};
use crate::ir::{Discriminator, Shape, Type, TypeId, Union};

/// The discriminator that a union states, or that its branches have from what they all extend.
pub(super) fn discriminator(
    context: &Context<'_>,
    id: SchemaId,
    numbers: &[(SchemaId, usize)],
) -> Option<Discriminator> {
    let schemas = &context.document.schemas;
    let branches: Vec<SchemaId> = numbers.iter().map(|(id, _)| *id).collect();
    let stated = schemas.get(id).discriminator.as_ref();
    let stated = stated.or_else(|| schemas.get(family::common_base(schemas, &branches)?).discriminator.as_ref())?;
    let number = |target: &MappingTarget| match target {
        MappingTarget::Schema(id) => {
            let target = schemas.follow(*id);
            numbers.iter().find(|(id, _)| *id == target).map(|(_, number)| *number)
        }
        MappingTarget::Text(_) => None,
    };
    let mut tags: Vec<(String, usize)> =
        stated.mapping.iter().filter_map(|(tag, target)| Some((tag.clone(), number(target)?))).collect();
    for (target, number) in numbers {
        if tags.iter().all(|(_, known)| known != number) {
            tags.extend(schemas.get(*target).component.clone().map(|name| (name, *number)));
        }
    }
    Some(Discriminator { property: stated.property.clone(), tags, default: stated.default.as_ref().and_then(number) })
}

/// Once all types are known: a branch that was given the name of its component for a tag has the constants of its
/// property instead; branches that are one type are one; and a union of one branch is that.
pub(super) fn settle(context: &mut Context<'_>) {
    let unions: Vec<TypeId> =
        context.types.iter().filter(|(_, def)| matches!(def.shape, Shape::Union(_))).map(|(id, _)| id).collect();
    for id in unions {
        let Shape::Union(union) = &context.types[id].shape else { continue };
        let mut settled = distinct(context, union);
        if let Some(discriminator) = &mut settled.discriminator {
            discriminator.tags = tags(context, &settled.variants, discriminator);
        }
        let shape = match settled.variants.as_slice() {
            [only] if only.ty != Type::Named(id) => Shape::Alias(only.ty.clone()),
            _ => Shape::Union(settled),
        };
        context.types.set_shape(id, shape);
    }
}

/// The union with every type once.
fn distinct(context: &Context<'_>, union: &Union) -> Union {
    let types = &context.types;
    let mut result =
        Union { variants: Vec::with_capacity(union.variants.len()), discriminator: union.discriminator.clone() };
    let mut numbers = Vec::with_capacity(union.variants.len());
    for variant in &union.variants {
        let is_same = |known: &crate::ir::Variant| types.resolved(&known.ty) == types.resolved(&variant.ty);
        let known = result.variants.iter().position(is_same);
        numbers.push(known.unwrap_or(result.variants.len()));
        if known.is_none() {
            result.variants.push(variant.clone());
        }
    }
    let now = |number: usize| numbers.get(number).copied().unwrap_or(number);
    if let Some(discriminator) = &mut result.discriminator {
        for (_, number) in &mut discriminator.tags {
            *number = now(*number);
        }
        discriminator.default = discriminator.default.map(now);
    }
    result
}

fn tags(context: &Context<'_>, variants: &[crate::ir::Variant], discriminator: &Discriminator) -> Vec<(String, usize)> {
    let mut tags: Vec<(String, usize)> = Vec::with_capacity(discriminator.tags.len());
    for (number, variant) in variants.iter().enumerate() {
        let stated: Vec<&str> = discriminator.tags_of(number).collect();
        let is_guess = match stated.as_slice() {
            [] => true,
            [only] => variant.name.as_deref() == Some(*only),
            _ => false,
        };
        let constants = if is_guess { context.types.constants(&variant.ty, &discriminator.property) } else { None };
        match constants {
            Some(constants) => tags.extend(constants.into_iter().map(|tag| (tag, number))),
            None => tags.extend(stated.into_iter().map(|tag| (tag.to_owned(), number))),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags
}
