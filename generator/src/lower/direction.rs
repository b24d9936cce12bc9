//! Directions: properties that only answers have (`readOnly`), or only requests (`writeOnly`).
//!
//! Input: the API. Output: the same, where no request holds what is read only, and no answer what is write only. A type
//! that travels both ways and differs by that, itself or in what it holds, is two: the answer keeps its name, and the
//! requests get a form of their own.
//! Not here: names (`User`, `UserInput`).
//!
//! OpenAPI 3.0, "Schema Object": a property that is `readOnly` and required is required in answers alone. By a property
//! with one value, or that a discriminator names, a union tells its branches: such a one stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, BodyContent, Field, Origin, Owner, Role, Shape, Type, TypeDef, TypeId, Types};

/// Which properties a type is to lose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

/// Splits the types that have to be split.
pub(super) fn split(api: &mut Api) {
    let (sent, received) = (api.sent(), api.received());
    let mut tags = tags(&api.types);
    let loses = |api: &Api, id: TypeId, way: Way| match &api.types[id].shape {
        Shape::Object(object) => object.fields.iter().any(|field| is_lost(api, &tags, id, field, way)),
        _ => false,
    };
    let both: BTreeSet<TypeId> = sent.intersection(&received).copied().collect();
    let differ = both.iter().copied().filter(|id| loses(api, *id, Way::Sent) || loses(api, *id, Way::Received));
    let split = holders(api, &both, differ.collect());
    let twins = twins(api, &split);
    tags.extend(tags.clone().into_iter().filter_map(|(id, tag)| Some((*twins.get(&id)?, tag))));

    let inputs = sent.iter().filter(|id| !both.contains(id)).chain(twins.values());
    for id in inputs.copied().collect::<Vec<_>>() {
        drop_fields(api, &tags, id, Way::Sent);
        if twins.is_empty() {
            continue;
        }
        let mut shape = api.types[id].shape.clone();
        shape.held_mut().into_iter().for_each(|ty| redirect(ty, &twins));
        api.types.set_shape(id, shape);
    }
    for id in received.iter().filter(|id| !both.contains(id) || split.contains(id)).copied().collect::<Vec<_>>() {
        drop_fields(api, &tags, id, Way::Received);
    }
    for operation in &mut api.operations {
        let answers = operation.callbacks.iter_mut().filter_map(|of| of.answer.as_mut());
        answers.for_each(|ty| redirect(ty, &twins));
        let params = operation.params.iter_mut().map(|param| &mut param.ty);
        params.for_each(|ty| redirect(ty, &twins));
        match operation.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Whole(ty)) => redirect(ty, &twins),
            Some(BodyContent::Fields(id)) => *id = twins.get(id).copied().unwrap_or(*id),
            None => {}
        }
    }
    api.webhooks.iter_mut().filter_map(|of| of.answer.as_mut()).for_each(|ty| redirect(ty, &twins));
}

/// The properties by which unions tell their branches.
fn tags(types: &Types) -> BTreeSet<(TypeId, String)> {
    let mut tags = BTreeSet::new();
    for (_, def) in types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(discriminator) = &union.discriminator else { continue };
        for variant in &union.variants {
            if let Type::Named(id) = types.resolved(&variant.ty) {
                tags.insert((*id, discriminator.property.clone()));
            }
        }
    }
    tags
}

fn is_lost(api: &Api, tags: &BTreeSet<(TypeId, String)>, id: TypeId, field: &Field, way: Way) -> bool {
    let is_other = match way {
        Way::Sent => field.read_only && !field.write_only,
        Way::Received => field.write_only && !field.read_only,
    };
    is_other && field.constants(&api.types).len() != 1 && !tags.contains(&(id, field.wire.clone()))
}

/// Those that differ, and those that hold one that does.
fn holders(api: &Api, among: &BTreeSet<TypeId>, differ: BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut held_by: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in among {
        for held in api.types[*id].shape.held().flat_map(Type::named_within) {
            held_by.entry(held).or_default().push(*id);
        }
    }
    let mut open: Vec<TypeId> = differ.iter().copied().collect();
    let mut all = differ;
    while let Some(id) = open.pop() {
        open.extend(held_by.get(&id).into_iter().flatten().filter(|holder| all.insert(**holder)));
    }
    all
}

/// The input form of each of these types, still as its original is.
fn twins(api: &mut Api, split: &BTreeSet<TypeId>) -> BTreeMap<TypeId, TypeId> {
    let mut twins = BTreeMap::new();
    for id in split {
        let original = &api.types[*id];
        let origin = Origin::Inline { owner: Owner::Type(*id), role: Role::Input };
        let twin = TypeDef { hint: None, origin, met: BTreeSet::new(), ..original.clone() };
        twins.insert(*id, api.types.push(twin));
    }
    twins
}

fn drop_fields(api: &mut Api, tags: &BTreeSet<(TypeId, String)>, id: TypeId, way: Way) {
    let Shape::Object(object) = &api.types[id].shape else { return };
    if !object.fields.iter().any(|field| is_lost(api, tags, id, field, way)) {
        return;
    }
    let mut object = object.clone();
    object.fields.retain(|field| !is_lost(api, tags, id, field, way));
    api.types.set_shape(id, Shape::Object(object));
}

/// Lets a type hold the input forms.
fn redirect(ty: &mut Type, twins: &BTreeMap<TypeId, TypeId>) {
    match ty {
        Type::Named(id) => *id = twins.get(id).copied().unwrap_or(*id),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => redirect(inner, twins),
        Type::Tuple(elements) => elements.iter_mut().for_each(|element| redirect(element, twins)),
        _ => {}
    }
}
