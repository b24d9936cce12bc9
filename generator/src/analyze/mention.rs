//! Mention: where a type is met, for those of which the description says nothing.
//!
//! Input: the API. Output: for each type the place that tells most of it: an answer or a body that it is, an event, a
//! list of it, a property or branch of another type, a parameter, a failure.
//! Not here: the words for it (`emit`).

use std::collections::BTreeMap;

use crate::ir::{Answer, Api, BodyContent, OperationId, Shape, Type, TypeId};

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
}

/// The first mention of the kind that tells most.
pub(super) fn mentions(api: &Api) -> BTreeMap<TypeId, Mention> {
    let mut found = BTreeMap::new();
    let mut meet = |ty: &Type, is_it: bool, mention: &dyn Fn() -> Mention| {
        let is_named = matches!(ty, Type::Named(_));
        for id in ty.named_within().into_iter().filter(|_| is_named == is_it) {
            let docs = &api.types[id].docs;
            if docs.summary.is_none() && docs.description.is_none() {
                found.entry(id).or_insert_with(mention);
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
    for (id, def) in api.types.iter() {
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
