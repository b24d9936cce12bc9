//! Callbacks: what the API sends to addresses that callers give it.
//!
//! Input: the callbacks of an operation. Output: their payloads and answers as types. Not here: webhooks, whose addresses
//! are agreed upon elsewhere, and which are checked and told apart (`webhook`).

use super::Context;
use super::schema::{self, Place};
use super::webhook::{answer_schema, body_schema};
use crate::ir::{Callback, Method, OperationId, Owner, Role};

pub(super) fn callbacks(context: &mut Context<'_>, id: OperationId, operation: &openapiv3::Operation) -> Vec<Callback> {
    let mut result: Vec<Callback> = Vec::new();
    for (name, callback) in &operation.callbacks {
        for (address, item) in callback {
            for (method, called) in item.iter() {
                let method = Method::from(method.to_ascii_uppercase().as_str());
                // One name may stand for several messages; the first is called by it.
                let is_first = !result.iter().any(|known| known.name == *name);
                let role = if is_first { name.clone() } else { format!("{name} {address} {}", method.as_str()) };
                let place = |role: String| Place::new(Owner::Operation(id), Role::Callback(role));
                let payload = body_schema(called).map(|schema| schema::lower(context, schema, &place(role.clone())).ty);
                let answer = answer_schema(called)
                    .map(|schema| schema::lower(context, schema, &place(format!("{role} answer"))).ty);
                let description = called.summary.clone().or_else(|| called.description.clone());
                let (name, address) = (name.clone(), address.clone());
                result.push(Callback { name, method, address, payload, answer, description });
            }
        }
    }
    result
}
