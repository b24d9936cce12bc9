//! Usage: which types a request can hold, and which bodies are spread over their method's inputs.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, BodyContent, Operation, Origin, Owner, Role, Shape, Type, TypeDef, TypeId};

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

/// Bodies that are spread over their method's inputs, and that nothing else holds: they need no type of their own.
pub(super) fn spread(api: &Api) -> BTreeSet<TypeId> {
    let mut spread: BTreeSet<TypeId> = api.operations.iter().filter_map(Operation::spread).collect();
    let mut hold = |ty: &Type| {
        for id in ty.named_within() {
            spread.remove(&id);
        }
    };
    for (_, def) in api.types.iter() {
        def.shape.held().for_each(&mut hold);
    }
    for operation in &api.operations {
        operation.path.variables().chain(&operation.params).for_each(|param| hold(&param.ty));
        operation.received().for_each(&mut hold);
        if let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) {
            hold(ty);
        }
    }
    spread
}

/// Inline types that nothing reaches since a type from elsewhere stands in the place of the one that holds them; bases
/// that turned out to have no values; and all that nothing needs, where only what is needed is there.
pub(super) fn unreached(api: &Api) -> BTreeSet<TypeId> {
    if !api.only_needed && api.types.iter().all(|(_, def)| def.replaced.is_none()) {
        return api.types.iter().filter(|(id, def)| is_bare_base(api, *id, def)).map(|(id, _)| id).collect();
    }
    let mut seen = api.sent();
    seen.extend(api.received());
    for (id, _) in api.types.iter().filter(|(_, def)| def.component().is_some() && !api.only_needed) {
        api.types.reach(&Type::Named(id), &mut seen);
    }
    let is_inline = |def: &TypeDef| matches!(def.origin, Origin::Inline { .. });
    let may_go = api.types.iter().filter(|(_, def)| def.replaced.is_none() && (is_inline(def) || api.only_needed));
    may_go.map(|(id, _)| id).filter(|id| !seen.contains(id)).collect()
}

/// Whether a type is what others extend, and no branch of the union of them.
fn is_bare_base(api: &Api, id: TypeId, def: &TypeDef) -> bool {
    let Origin::Inline { owner: Owner::Type(owner), role: Role::Base } = &def.origin else { return false };
    api.types[*owner].shape.held().all(|ty| *ty != Type::Named(id))
}

/// Whether no operation can be called without a credential.
pub(super) fn is_closed(api: &Api) -> bool {
    let needs_one = |operation: &Operation| {
        !operation.security.is_empty() && operation.security.iter().all(|schemes| !schemes.is_empty())
    };
    !api.operations.is_empty() && api.operations.iter().all(needs_one)
}
