//! Names of operations: the method, its types, its arguments and inputs.

use std::collections::BTreeMap;

use super::members::{Member, claim_all};
use super::scope::Scope;
use super::types::Modules;
use super::{Ident, Names, OperationName, identity, resources, words};
use crate::analyze::Facts;
use crate::ir::{Answer, Api, Input, Operation, OperationId, Shape, inputs};

/// Claims the method of every operation and the names of its types, before any inline type can take them. What callers
/// know already comes first.
pub(super) fn claim_types(api: &Api, before: &BTreeMap<String, String>, names: &mut Names, modules: &mut Modules) {
    for (index, resource) in api.resources.iter().enumerate() {
        let id = crate::ir::ResourceId(index);
        let scope = modules.resource(id);
        if let Some(name) = names.resources.get(&id) {
            scope.take(name.ident.as_str());
        }
        let operations = || resource.operations.iter().filter_map(|id| Some((*id, api.operations.get(id.0)?)));
        let mut methods = resources::reserved(index, names);
        let mut known: BTreeMap<(OperationId, &str), Ident> = BTreeMap::new();
        for (id, operation) in operations().filter(|(_, operation)| identity::is_known(before, operation)) {
            if let Some(method) = methods.take(&words::snake(&operation.name)) {
                known.insert((id, "method"), method);
            }
            for what in TYPES {
                let given = before.get(&identity::given_key(&operation.key(), what));
                if let Some(ident) = given.and_then(|text| scope.take(text)) {
                    known.insert((id, *what), ident);
                }
            }
        }
        for child in &resource.children {
            if let Some(name) = names.resources.get(child) {
                methods.take(name.accessor.as_str());
            }
        }
        // Each takes its own word before another takes that for want of its own.
        for (id, operation) in operations() {
            if !known.contains_key(&(id, "method"))
                && let Some(method) = methods.take(&words::snake(&operation.name))
            {
                known.insert((id, "method"), method);
            }
        }
        let mut others: Vec<_> = operations().filter(|(id, _)| !known.contains_key(&(*id, "method"))).collect();
        others.sort_by(|(_, a), (_, b)| (&a.path.template, &a.method).cmp(&(&b.path.template, &b.method)));
        for (id, operation) in others {
            known.insert((id, "method"), methods.claim(method_candidates(operation)).0);
        }
        let prefix = resources::prefix(api, id);
        for (id, operation) in operations() {
            let method = known.get(&(id, "method")).cloned().unwrap_or_default();
            let base = format!("{prefix}{}", words::pascal(method.as_str()));
            let mut claim = |what: &'static str, candidates: &[String]| {
                known.get(&(id, what)).cloned().unwrap_or_else(|| scope.claim(candidates).0)
            };
            let name = OperationName {
                request: claim("request", &[format!("{base}Request")]),
                params: claim("params", &[format!("{base}Params")]),
                response: claim("response", &[format!("{base}Response")]),
                // `User` + `Invite`: the action itself names what it must be told.
                required: if takes_literal(api, operation) {
                    claim("required", &[base.clone(), format!("{base}Required")])
                } else {
                    Ident::default()
                },
                statuses: statuses(operation),
                error: if operation.error_cases().is_empty() {
                    Ident::default()
                } else {
                    claim("error", &[format!("{base}Error"), format!("{base}Failure")])
                },
                error_statuses: error_statuses(operation),
                method,
                arguments: Vec::new(),
                inputs: Vec::new(),
                body_fields: Vec::new(),
            };
            names.operations.insert(id, name);
        }
    }
}

/// The types of an operation, by the words that the lock has for them.
pub(super) const TYPES: &[&str] = &["request", "params", "response", "required", "error"];

/// Whether the required inputs of an operation are given by a struct of their own.
pub(super) fn takes_literal(api: &Api, operation: &Operation) -> bool {
    let list = inputs(api, operation);
    let mut required = list.iter().filter(|input| input.required());
    // A body alone is an argument.
    !matches!((required.next(), required.next()), (None, _) | (Some(Input::Body(..)), None))
}

/// The variants of an answer that differs by status.
fn statuses(operation: &Operation) -> Vec<Ident> {
    let Answer::Statuses { cases, .. } = &operation.answer else { return Vec::new() };
    let mut scope = Scope::default();
    cases
        .iter()
        .map(|case| match &case.media_type {
            None => scope.claim([status_word(&case.status)]).0,
            Some(name) if is_any(&case.status) => scope.claim([media_word(name)]).0,
            Some(name) => scope.claim([format!("{}{}", status_word(&case.status), media_word(name))]).0,
        })
        .collect()
}

/// Whether a success may have any status.
fn is_any(status: &str) -> bool {
    matches!(status, "2XX" | "default")
}

/// The word for a media type.
pub(super) fn media_word(name: &str) -> String {
    match name {
        "application/json" => "Json".to_owned(),
        "application/octet-stream" => "Bytes".to_owned(),
        "text/plain" => "Text".to_owned(),
        "*/*" => "Other".to_owned(),
        _ => match name.split_once('/') {
            Some((family, "*")) => words::pascal(family),
            Some((_, own)) => words::pascal(own),
            None => words::pascal(name),
        },
    }
}

/// The variants of what failures bring, where it differs by status.
fn error_statuses(operation: &Operation) -> Vec<Ident> {
    let mut scope = Scope::default();
    operation.error_cases().iter().map(|(error, _)| scope.claim([error_word(&error.status)]).0).collect()
}

/// The word for a status of failure (RFC 9110, sections 15.5 and 15.6).
fn error_word(status: &str) -> String {
    match status {
        "400" => "BadRequest".to_owned(),
        "401" => "Unauthorized".to_owned(),
        "402" => "PaymentRequired".to_owned(),
        "403" => "Forbidden".to_owned(),
        "404" => "NotFound".to_owned(),
        "405" => "MethodNotAllowed".to_owned(),
        "406" => "NotAcceptable".to_owned(),
        "408" => "RequestTimeout".to_owned(),
        "409" => "Conflict".to_owned(),
        "410" => "Gone".to_owned(),
        "412" => "PreconditionFailed".to_owned(),
        "413" => "ContentTooLarge".to_owned(),
        "415" => "UnsupportedMediaType".to_owned(),
        "422" => "UnprocessableContent".to_owned(),
        "423" => "Locked".to_owned(),
        "429" => "TooManyRequests".to_owned(),
        "500" => "InternalServerError".to_owned(),
        "501" => "NotImplemented".to_owned(),
        "502" => "BadGateway".to_owned(),
        "503" => "ServiceUnavailable".to_owned(),
        "504" => "GatewayTimeout".to_owned(),
        "4XX" => "Client".to_owned(),
        "5XX" => "Server".to_owned(),
        "default" => "Other".to_owned(),
        other => format!("Status{other}"),
    }
}

/// The word for a status of success (RFC 9110, section 15.3).
fn status_word(status: &str) -> String {
    match status {
        "200" => "Ok".to_owned(),
        "201" => "Created".to_owned(),
        "202" => "Accepted".to_owned(),
        "203" => "NonAuthoritative".to_owned(),
        "204" => "NoContent".to_owned(),
        "205" => "ResetContent".to_owned(),
        "206" => "PartialContent".to_owned(),
        "207" => "MultiStatus".to_owned(),
        any if is_any(any) => "Other".to_owned(),
        other => format!("Status{other}"),
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
        let mut scope = Scope::reserving(&[RESERVED_ON_REQUEST]);
        let list = inputs(api, operation);
        let (members, fields): (Vec<Member<'_>>, Vec<Option<usize>>) =
            identity::input_members(api, facts, operation, before).into_iter().unzip();
        let mut claimed = claim_all(&mut scope, &members, "param");
        claimed.sort_by_key(|(number, _)| *number);
        let (inputs, of_body): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|(number, _)| *number < list.len());
        let body_fields =
            of_body.into_iter().filter_map(|(number, ident)| Some(((*fields.get(number)?)?, ident))).collect();
        let inputs: Vec<Ident> = inputs.into_iter().map(|(_, ident)| ident).collect();
        // The fields of a spread body are fields of the params, under the names of the inputs.
        if let Some(body) = operation.spread() {
            let of_input = |input: &Input<'_>| match input {
                Input::Field(field) => Some(field.wire.clone()),
                _ => None,
            };
            let wires: Vec<Option<String>> = list.iter().map(of_input).collect();
            if let Shape::Object(object) = &api.types[body].shape {
                for (number, field) in object.fields.iter().enumerate() {
                    let at = wires.iter().position(|wire| wire.as_ref() == Some(&field.wire));
                    if let Some(ident) = at.and_then(|at| inputs.get(at)) {
                        names.fields.insert((body, number), ident.clone());
                    }
                }
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
    "retry_policy",
    "extra_header",
    "extra_query",
    "extra_body",
    "stream",
    "download",
    "pages",
    "resume_at",
    "into_future",
    "clone",
    "new",
    "required",
    "fmt",
];

/// The arguments in the order that callers know, then new ones in the order of the path.
fn arguments(operation: &Operation, before: &BTreeMap<String, String>) -> Vec<(usize, Ident)> {
    let members = identity::argument_members(operation, before);
    let mut order: Vec<(usize, &Member<'_>)> = members.iter().enumerate().collect();
    order.sort_by_key(|(number, member)| (member.rank, *number));
    let mut scope = Scope::reserving(&[&["self", "required", "body"]]);
    let mut idents: BTreeMap<usize, Ident> = claim_all(&mut scope, &members, "param").into_iter().collect();
    order.into_iter().filter_map(|(number, _)| Some((number, idents.remove(&number)?))).collect()
}
