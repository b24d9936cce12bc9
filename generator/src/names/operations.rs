//! Names of operations: the method, its types, its arguments and inputs.

use std::collections::BTreeMap;

use super::members::claim_all;
use super::scope::Scope;
use super::types::Modules;
use super::{Ident, Names, OperationName, identity, resources, words};
use crate::analyze::Facts;
use crate::ir::{Api, Body, BodyContent, Input, Operation, OperationId, Shape, Type, TypeId, inputs};

/// Claims the method of every operation and the names of its types, before any inline type can take them.
pub(super) fn claim_types(api: &Api, names: &mut Names, modules: &mut Modules) {
    for (index, resource) in api.resources.iter().enumerate() {
        let id = crate::ir::ResourceId(index);
        let scope = modules.resource(id);
        if let Some(name) = names.resources.get(&id) {
            scope.take(name.ident.as_str());
        }
        let mut methods = Scope::reserving(if index == 0 { resources::RESERVED_ON_CLIENT } else { &["new"] });
        for child in &resource.children {
            if let Some(name) = names.resources.get(child) {
                methods.take(name.accessor.as_str());
            }
        }
        let prefix = resources::prefix(api, id);
        for operation_id in &resource.operations {
            let Some(operation) = api.operations.get(operation_id.0) else { continue };
            let (method, _) = methods.claim(&method_candidates(operation));
            let base = format!("{prefix}{}", words::pascal(method.as_str()));
            let mut claim = |suffix: &str| scope.claim(&[format!("{base}{suffix}")]).0;
            let name = OperationName {
                request: claim("Request"),
                params: claim("Params"),
                response: claim("Response"),
                // `User` + `Invite`: the action itself names what it must be told.
                required: scope.claim(&[base.clone(), format!("{base}Required")]).0,
                method,
                arguments: Vec::new(),
                inputs: Vec::new(),
                body_fields: Vec::new(),
            };
            names.operations.insert(*operation_id, name);
        }
    }
}

fn method_candidates(operation: &Operation) -> Vec<String> {
    let name = words::snake(&operation.name);
    let verb = words::snake(operation.method.as_str());
    let by_id = operation.operation_id.as_ref().map(|id| words::snake(id));
    [Some(name.clone()), by_id, Some(format!("{verb}_{name}"))].into_iter().flatten().collect()
}

/// Names arguments and inputs.
pub(super) fn assign_members(api: &Api, facts: &Facts, before: &BTreeMap<String, String>, names: &mut Names) {
    for (index, operation) in api.operations.iter().enumerate() {
        let id = OperationId(index);
        let arguments = arguments(operation, before);
        let mut scope = Scope::reserving(RESERVED_ON_REQUEST);
        let list = inputs(api, operation);
        let wires: Vec<&str> = list.iter().map(Input::wire).collect();
        let known = identity::members_before(before, &identity::inputs_key(operation));
        let mut claimed = claim_all(&mut scope, &wires, "param", &known);
        claimed.sort_by_key(|(number, _)| *number);
        let body_fields = match &operation.body {
            Some(body) => body_fields(api, facts, body, &mut scope),
            None => Vec::new(),
        };
        let inputs: Vec<Ident> = claimed.into_iter().map(|(_, ident)| ident).collect();
        // The fields of a spread body are fields of the params, under the names of the inputs.
        if let Some(BodyContent::Fields(body)) = operation.body.as_ref().map(|body| &body.content) {
            for (number, ident) in inputs.iter().skip(operation.params.len()).enumerate() {
                names.fields.insert((*body, number), ident.clone());
            }
        }
        if let Some(name) = names.operations.get_mut(&id) {
            name.arguments = arguments;
            name.inputs = inputs;
            name.body_fields = body_fields;
        }
    }
}

/// What every request builder can do, whatever the operation takes.
const RESERVED_ON_REQUEST: &[&str] = &[
    "send",
    "send_raw",
    "send_with_response",
    "with_response",
    "params",
    "timeout",
    "total_timeout",
    "max_retries",
    "extra_header",
    "extra_query",
    "extra_body",
    "stream",
    "pages",
    "into_future",
    "clone",
    "new",
    "required",
    "fmt",
];

/// The arguments in the order that callers know, then new ones in the order of the path.
fn arguments(operation: &Operation, before: &BTreeMap<String, String>) -> Vec<(usize, Ident)> {
    let wires: Vec<&str> = operation.path.variables().map(|param| param.wire.as_str()).collect();
    let known = identity::arguments_before(before, &operation.key()).unwrap_or_default();
    let mut order: Vec<usize> = (0..wires.len()).collect();
    order.sort_by_key(|number| {
        let wire = wires.get(*number).copied().unwrap_or_default();
        (known.iter().position(|name| name == wire).unwrap_or(usize::MAX), *number)
    });
    let mut scope = Scope::reserving(&["self", "required", "body"]);
    let mut idents: BTreeMap<usize, Ident> = claim_all(&mut scope, &wires, "param", &known).into_iter().collect();
    order.into_iter().filter_map(|number| Some((number, idents.remove(&number)?))).collect()
}

/// The optional fields of a whole JSON body that must be given: the builder can set them, as if they were its own.
fn body_fields(api: &Api, facts: &Facts, body: &Body, scope: &mut Scope) -> Vec<(usize, Ident)> {
    let BodyContent::Whole(Type::Named(id)) = &body.content else { return Vec::new() };
    let Some(object) = object(api, *id).filter(|id| body.required && facts.sent.contains(id)) else {
        return Vec::new();
    };
    let Shape::Object(object) = &api.types[object].shape else { return Vec::new() };
    let optional: Vec<(usize, &str)> = object
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.required)
        .map(|(number, field)| (number, field.wire.as_str()))
        .collect();
    let wires: Vec<&str> = optional.iter().map(|(_, wire)| *wire).collect();
    let mut claimed = claim_all(scope, &wires, "param", &[]);
    claimed.sort_by_key(|(position, _)| *position);
    claimed.into_iter().filter_map(|(position, ident)| Some((optional.get(position)?.0, ident))).collect()
}

/// The object that a name stands for, through aliases.
fn object(api: &Api, id: TypeId) -> Option<TypeId> {
    let mut at = id;
    for _ in 0..api.types.len() {
        match &api.types[at].shape {
            Shape::Object(_) => return Some(at),
            Shape::Alias(Type::Named(next)) => at = *next,
            _ => return None,
        }
    }
    None
}
