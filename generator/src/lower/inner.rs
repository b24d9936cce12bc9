//! Answers that are an envelope: the property that a method returns in the place of the whole.
//!
//! Input: an operation with its answer, and the configuration. Output: the property's name. Not here: pages, whose items
//! are found by their scheme (`pagination`), and entries that fit no answer (`unmatched`).

use super::Context;
use crate::ir::{Answer, Operation, Shape, Type};

/// What an operation of its own says to mean none.
const NONE: &str = "none";

/// The property that the configuration names, if the answer is an object that has it.
pub(super) fn inner(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let mut configured = context.config.operations.iter().filter(|(key, _)| operation.is_called(key));
    let own = configured.find_map(|(_, of)| of.unwrap.as_ref());
    let name = own.or(context.config.unwrap.as_ref()).filter(|name| *name != NONE)?;
    let (Answer::Json { ty, .. }, None) = (&operation.answer, &operation.pagination) else { return None };
    let Type::Named(id) = context.types.resolved(ty) else { return None };
    let def = &context.types[*id];
    let Shape::Object(object) = &def.shape else { return None };
    let has = def.replaced.is_none() && object.fields.iter().any(|field| field.wire == *name && !field.write_only);
    has.then(|| name.clone())
}
