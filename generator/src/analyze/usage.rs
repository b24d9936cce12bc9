//! Usage: which types a request can hold, and which bodies are spread over their method's inputs.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyContent, Shape, Type, TypeId};

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

/// Iterative, since schemas nest as deep as their author likes.
fn visit(api: &Api, ty: &Type, seen: &mut BTreeSet<TypeId>) {
    let mut open: Vec<&Type> = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => open.push(inner),
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

pub(super) fn spread(api: &Api) -> BTreeSet<TypeId> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    bodies
        .filter_map(|body| match body.content {
            BodyContent::Fields(id) => Some(id),
            BodyContent::Whole(_) => None,
        })
        .collect()
}

pub(super) fn needs_credential(api: &Api) -> bool {
    api.credentials.len() == 1 && api.operations.iter().all(|operation| !operation.security.is_empty())
}
