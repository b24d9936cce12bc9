//! Mention: where a type is met, for those of which the description says nothing.
//!
//! Input: the API. Output: for each type the place that tells most of it. Of an inline type that is the one where it is
//! declared; of a component an answer or a body that it is, an event, a list of it, a property or branch of another type,
//! a parameter, a failure, and whether there are others of the same kind.
//! Not here: the words for it (`emit`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use crate::ir::{Answer, Api, BodyContent, OperationId, Origin, Owner, Role, Shape, Shared, Type, TypeDef, TypeId};

/// The place where a type is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    /// The answer of an operation.
    Answer(OperationId),
    /// What its answer is a list or a map of.
    AnswerElement(OperationId),
    /// Its body.
    Body(OperationId),
    /// Its parameter of this name, or an element of it.
    Parameter(OperationId, String),
    /// What it brings when it fails.
    Failure(OperationId),
    /// The event of webhooks of this name.
    Event(String),
    /// A property of another type.
    Property(TypeId, String),
    /// An element of it.
    Element(TypeId, String),
    /// One of the things that another type can be.
    Branch(TypeId),
    /// A response, a parameter or a body that several places refer to.
    Shared(Shared),
    /// An element of it.
    SharedElement(Shared),
}

/// The first mention of the kind that tells most, and whether there are others of that kind.
pub(super) fn mentions(api: &Api) -> BTreeMap<TypeId, (Mention, bool)> {
    let mut found: BTreeMap<TypeId, (Mention, bool)> = BTreeMap::new();
    for (id, def) in api.types.iter().filter(|(_, def)| def.docs.summary.is_none() && def.docs.description.is_none()) {
        found.extend(declaration(&def.origin).map(|mention| (id, (mention, false))));
    }
    let declared: BTreeSet<TypeId> = found.keys().copied().collect();
    for (id, def) in api.types.iter().filter(|(_, def)| def.docs.summary.is_none() && def.docs.description.is_none()) {
        found.extend(of_operation(&def.origin).map(|mention| (id, (mention, false))));
    }
    let mut meet = |ty: &Type, is_it: bool, mention: &dyn Fn() -> Mention| {
        let is_named = matches!(ty, Type::Named(_));
        for id in ty.named_within().into_iter().filter(|_| is_named == is_it) {
            let docs = &api.types[id].docs;
            if docs.summary.is_some() || docs.description.is_some() || declared.contains(&id) {
                continue;
            }
            let mention = mention();
            match found.entry(id) {
                Entry::Vacant(entry) => drop(entry.insert((mention, false))),
                Entry::Occupied(mut entry) => {
                    let (known, has_others) = entry.get_mut();
                    *has_others |= discriminant(known) == discriminant(&mention) && *known != mention;
                }
            }
        }
    };
    let operations = || api.operations.iter().enumerate().map(|(index, operation)| (OperationId(index), operation));
    for is_it in [true, false] {
        for (id, operation) in operations() {
            if let Answer::Json { ty, .. } = &operation.answer {
                meet(ty, is_it, &|| if is_it { Mention::Answer(id) } else { Mention::AnswerElement(id) });
            }
            if let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) {
                meet(ty, is_it, &|| Mention::Body(id));
            }
        }
        api.webhooks.iter().for_each(|of| meet(&of.payload, is_it, &|| Mention::Event(of.name.clone())));
    }
    // What the form of a type for requests holds, the type holds.
    let is_form = |def: &TypeDef| matches!(def.origin, Origin::Inline { role: Role::Input, .. });
    for (id, def) in api.types.iter().filter(|(_, def)| !is_form(def)) {
        match &def.shape {
            Shape::Object(object) => {
                for field in &object.fields {
                    meet(&field.ty, true, &|| Mention::Property(id, field.wire.clone()));
                    meet(&field.ty, false, &|| Mention::Element(id, field.wire.clone()));
                }
            }
            Shape::Union(union) => {
                union.variants.iter().for_each(|variant| meet(&variant.ty, true, &|| Mention::Branch(id)));
            }
            Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => {}
        }
    }
    for (id, operation) in operations() {
        for param in operation.path.variables().chain(&operation.params) {
            for is_it in [true, false] {
                meet(&param.ty, is_it, &|| Mention::Parameter(id, param.wire.clone()));
            }
        }
        for ty in operation.errors.iter().filter_map(|error| error.ty.as_ref()) {
            meet(ty, true, &|| Mention::Failure(id));
        }
    }
    found
}

/// Where an inline type is declared, unless an operation declares it: that has more to say of it.
fn declaration(origin: &Origin) -> Option<Mention> {
    let Origin::Inline { owner, role } = origin else { return None };
    let element_of = |role: &Role| match role {
        Role::Item(inner) | Role::MapValue(inner) | Role::Element(inner, _) => Some((**inner).clone()),
        _ => None,
    };
    match (owner, role) {
        (Owner::Type(owner), Role::Property(wire)) => Some(Mention::Property(*owner, wire.clone())),
        (Owner::Type(owner), Role::Variant(..)) => Some(Mention::Branch(*owner)),
        (Owner::Type(owner), role) => match element_of(role)? {
            Role::Property(wire) => Some(Mention::Element(*owner, wire)),
            _ => None,
        },
        (Owner::Shared(shared), Role::Itself | Role::Media(_)) => Some(Mention::Shared((**shared).clone())),
        (Owner::Shared(shared), _) => Some(Mention::SharedElement((**shared).clone())),
        _ => None,
    }
}

/// The answer whose inline type this is. Others may bring it as well.
fn of_operation(origin: &Origin) -> Option<Mention> {
    let Origin::Inline { owner: Owner::Operation(id), role } = origin else { return None };
    Some(match role {
        Role::Answer(status) if status.starts_with(['4', '5']) => Mention::Failure(*id),
        Role::Answer(status) if status.starts_with('2') => Mention::Answer(*id),
        Role::Item(inner) | Role::MapValue(inner) => match &**inner {
            Role::Answer(status) if status.starts_with('2') => Mention::AnswerElement(*id),
            _ => return None,
        },
        _ => return None,
    })
}
