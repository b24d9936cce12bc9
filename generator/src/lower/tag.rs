//! Tags in payloads: the property by which a union tells its branches has one value in each of them.
//!
//! Input: the types, with the tags of their unions settled. Output: that value, as the constant of the property, so that
//! nobody is asked for it. Not here: which tag means which branch (`discriminator`).
//!
//! A branch that several tags mean keeps the choice, as does one that also stands for tags that are not known. The
//! events of webhooks are told by what the configuration says, which holds for them alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Context;
use crate::document::{MappingTarget, SchemaId};
use crate::ir::{EnumKind, Field, Origin, Owner, Role, Shape, Type, TypeId, Types};

/// Of a type and a property all tags that it may hold; none where it may hold others too.
type Known = BTreeMap<(TypeId, String), Option<BTreeSet<String>>>;

/// Makes the tags that are known the constants of their properties.
pub(super) fn settle(context: &mut Context<'_>) {
    let mut known = Known::new();
    of_unions(&context.types, &mut known);
    of_lone_bases(context, &mut known);
    for ((id, property), tags) in known {
        let mut tags = tags.into_iter().flatten();
        let (Some(tag), None) = (tags.next(), tags.next()) else { continue };
        let Shape::Object(object) = &context.types[id].shape else { continue };
        let Some(at) = object.fields.iter().position(|field| field.wire == property) else { continue };
        let mut object = object.clone();
        if let Some(field) = object.fields.get_mut(at).filter(|field| may_be(&context.types, field, &tag)) {
            field.constraints.constant = Some(Value::String(tag));
            context.types.set_shape(id, Shape::Object(object));
        }
    }
}

fn of_unions(types: &Types, known: &mut Known) {
    for (_, def) in types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(discriminator) = &union.discriminator else { continue };
        if matches!(def.origin, Origin::Inline { owner: Owner::Webhook(_), role: Role::Itself }) {
            continue;
        }
        for (number, variant) in union.variants.iter().enumerate() {
            let Type::Named(id) = types.resolved(&variant.ty) else { continue };
            let is_open = [discriminator.default, discriminator.base].contains(&Some(number));
            let tags: BTreeSet<String> = discriminator.tags_of(number).map(ToOwned::to_owned).collect();
            let tags = (!is_open && !tags.is_empty()).then_some(tags);
            note(known, (*id, discriminator.property.clone()), tags);
        }
    }
}

/// The mappings of bases of which there are no values, so that no union stands for them.
fn of_lone_bases(context: &Context<'_>, known: &mut Known) {
    let schemas = &context.document.schemas;
    let has_union = |id: SchemaId| {
        let type_id = context.named.get(&id);
        type_id.is_some_and(|id| matches!(context.types[*id].shape, Shape::Union(_)))
    };
    for (base, schema) in schemas.iter().filter(|(id, _)| !has_union(*id)) {
        let Some(stated) = &schema.discriminator else { continue };
        for (tag, target) in &stated.mapping {
            let MappingTarget::Schema(target) = target else { continue };
            let ty = context.named.get(&schemas.follow(*target)).map(|id| Type::Named(*id));
            let Some(Type::Named(id)) = ty.as_ref().map(|ty| context.types.resolved(ty)) else { continue };
            if schemas.follow(*target) != base {
                note(known, (*id, stated.property.clone()), Some(BTreeSet::from([tag.clone()])));
            }
        }
    }
}

fn note(known: &mut Known, key: (TypeId, String), tags: Option<BTreeSet<String>>) {
    let all = known.entry(key).or_insert_with(|| Some(BTreeSet::new()));
    match (all.as_mut(), tags) {
        (Some(all), Some(tags)) => all.extend(tags),
        _ => *all = None,
    }
}

/// Whether the values of a property are texts, of which this may be one, and nothing says yet which it is.
fn may_be(types: &Types, field: &Field, tag: &str) -> bool {
    if field.constraints.constant.is_some() {
        return false;
    }
    match types.resolved(&field.ty) {
        Type::String => true,
        Type::Named(id) => match &types[*id].shape {
            Shape::Enum(list) => list.kind == EnumKind::Strings && list.values.iter().any(|value| value.wire == tag),
            _ => false,
        },
        _ => false,
    }
}
