//! Usage: which types a request can hold, and which bodies are spread over their method's inputs.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Answer, Api, BodyContent, Origin, Shape, Type, TypeId};

/// Types that can be reached from a parameter or a request body, and from the answers that a receiver of webhooks
/// gives.
pub(super) fn sent(api: &Api) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    for operation in &api.operations {
        for param in operation.path.variables().chain(&operation.params) {
            visit(api, &param.ty, &mut seen);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Fields(id)) => visit(api, &Type::Named(*id), &mut seen),
            Some(BodyContent::Whole(ty)) => visit(api, ty, &mut seen),
            None => {}
        }
    }
    for webhook in &api.webhooks {
        if let Some(answer) = &webhook.answer {
            visit(api, answer, &mut seen);
        }
    }
    seen
}

/// Objects with fields that may be both left out and null, and that requests reach: there the two mean different
/// things. What was decided for a type once is kept.
pub(super) fn patch(api: &Api, sent: &BTreeSet<TypeId>, seen: &BTreeMap<TypeId, bool>) -> BTreeSet<TypeId> {
    api.types
        .iter()
        .filter(|(_, def)| matches!(&def.shape, Shape::Object(object) if object.may_be_absent_or_null()))
        .map(|(id, _)| id)
        .filter(|id| seen.get(id).copied().unwrap_or_else(|| sent.contains(id)))
        .collect()
}

/// Iterative, since schemas nest as deep as their author likes.
fn visit(api: &Api, ty: &Type, seen: &mut BTreeSet<TypeId>) {
    let mut open: Vec<&Type> = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => open.push(inner),
            Type::Tuple(elements) => open.extend(elements),
            Type::Named(id) if api.types[*id].replaced.is_some() => {}
            Type::Named(id) if seen.insert(*id) => match &api.types[*id].shape {
                Shape::Object(object) => {
                    open.extend(object.fields.iter().map(|field| &field.ty));
                    open.extend(object.extra.iter().map(|extra| &extra.0));
                }
                Shape::Union(union) => open.extend(union.variants.iter().map(|variant| &variant.ty)),
                Shape::Alias(ty) => open.push(ty),
                Shape::Enum(_) => {}
            },
            _ => {}
        }
    }
}

/// Bodies that are spread over their method's inputs, and that nothing else holds: they need no type of their own.
pub(super) fn spread(api: &Api) -> BTreeSet<TypeId> {
    let mut spread: BTreeSet<TypeId> = api
        .operations
        .iter()
        .filter_map(|operation| match operation.body.as_ref()?.content {
            BodyContent::Fields(id) => Some(id),
            BodyContent::Whole(_) => None,
        })
        .collect();
    let mut hold = |ty: &Type| {
        for id in ty.named_within() {
            spread.remove(&id);
        }
    };
    for (_, def) in api.types.iter() {
        match &def.shape {
            Shape::Object(object) => {
                object.fields.iter().for_each(|field| hold(&field.ty));
                object.extra.iter().for_each(|extra| hold(&extra.0));
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| hold(&variant.ty)),
            Shape::Alias(ty) => hold(ty),
            Shape::Enum(_) => {}
        }
    }
    for operation in &api.operations {
        operation.path.variables().chain(&operation.params).for_each(|param| hold(&param.ty));
        operation.errors.iter().filter_map(|error| error.ty.as_ref()).for_each(&mut hold);
        if let Answer::Json { ty, .. } = &operation.answer {
            hold(ty);
        }
        if let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) {
            hold(ty);
        }
    }
    spread
}

/// Inline types that nothing reaches since a type from elsewhere stands in the place of the one that holds them.
pub(super) fn unreached(api: &Api) -> BTreeSet<TypeId> {
    if api.types.iter().all(|(_, def)| def.replaced.is_none()) {
        return BTreeSet::new();
    }
    let mut seen = sent(api);
    for (id, def) in api.types.iter() {
        if matches!(def.origin, Origin::Component(_)) {
            visit(api, &Type::Named(id), &mut seen);
        }
    }
    for operation in &api.operations {
        if let Answer::Json { ty, .. } = &operation.answer {
            visit(api, ty, &mut seen);
        }
        operation.errors.iter().filter_map(|error| error.ty.as_ref()).for_each(|ty| visit(api, ty, &mut seen));
    }
    for webhook in &api.webhooks {
        visit(api, &webhook.payload, &mut seen);
    }
    let inline =
        api.types.iter().filter(|(_, def)| def.replaced.is_none() && matches!(def.origin, Origin::Inline { .. }));
    inline.map(|(id, _)| id).filter(|id| !seen.contains(id)).collect()
}

pub(super) fn needs_credential(api: &Api) -> bool {
    api.credentials.len() == 1 && api.operations.iter().all(|operation| !operation.security.is_empty())
}
