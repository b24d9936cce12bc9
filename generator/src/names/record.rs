//! What the lock keeps of names.
//!
//! Input: the API, its facts and names, and what the lock said before. Output: the lock's entries.
//! Not here: the forms of their keys (`identity`), and reading them.

use std::collections::BTreeMap;

use super::identity::{
    Identities, MERGED, TOLD_APART, argument_key, argument_members, given_key, global_key, input_members, inputs_key,
    member_key, members_before, members_key,
};
use super::members::{self, Member};
use super::{Ident, Names, moved, operations, words};
use crate::analyze::Facts;
use crate::ir::{Api, OperationId, Shape, TypeId};

/// Writes down everything that must not change under a caller.
pub(super) fn record(
    api: &Api,
    facts: &Facts,
    before: &BTreeMap<String, String>,
    names: &Names,
) -> BTreeMap<String, String> {
    let identities = Identities::new(api);
    let mut lock = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let Some(name) = names.operations.get(&OperationId(index)) else { continue };
        let mut place: Vec<String> = api
            .resource(operation.resource)
            .map(|resource| resource.path.iter().map(|step| words::snake(step)).collect())
            .unwrap_or_default();
        place.push(name.method.as_str().to_owned());
        let variables: Vec<&str> = operation.path.variables().map(|param| param.wire.as_str()).collect();
        let arguments: Vec<&str> =
            name.arguments.iter().filter_map(|(number, _)| variables.get(*number).copied()).collect();
        for (number, member) in argument_members(operation, before).into_iter().enumerate() {
            let ident = name.arguments.iter().find(|(of, _)| *of == number).map(|(_, ident)| ident);
            lock.extend(wished(|| argument_key(operation, &member.key), &member, ident));
        }
        let (inputs, _): (Vec<Member<'_>>, Vec<Option<usize>>) =
            input_members(api, facts, operation, before).into_iter().unzip();
        let idents = name.inputs.iter().chain(name.body_fields.iter().map(|(_, ident)| ident));
        for (member, ident) in inputs.iter().zip(idents) {
            lock.extend(wished(|| member_key(&operation.key(), &member.key), member, Some(ident)));
        }
        lock.extend(order(&inputs).map(|list| (inputs_key(operation), list)));
        let required = operations::takes_literal(api, operation).then_some(&name.required);
        let error = (!operation.error_cases().is_empty()).then_some(&name.error);
        let given = [Some(&name.request), Some(&name.params), Some(&name.response), required, error];
        for (what, ident) in operations::TYPES.iter().zip(given) {
            lock.extend(ident.map(|ident| (given_key(&operation.key(), what), ident.as_str().to_owned())));
        }
        lock.extend(operation.body.as_ref().map(|body| (given_key(&operation.key(), "body"), body.media_type.clone())));
        lock.extend(operation.answer.media_type().map(|name| (given_key(&operation.key(), "answer"), name.to_owned())));
        let pages = operation.pagination.as_ref().and_then(|pagination| serde_json::to_string(pagination).ok());
        lock.extend(pages.map(|pages| (given_key(&operation.key(), "pages"), pages)));
        let stream = operation.stream.as_ref().map(|stream| stream.media_type.clone());
        lock.extend(stream.map(|name| (given_key(&operation.key(), "stream"), name)));
        // Of one in another media type it is that of the first.
        let id = operation.operation_id.clone().filter(|id| operation.further.is_none() && !id.contains(['\n', '\r']));
        lock.extend(id.map(|id| (given_key(&operation.key(), moved::ID), id)));
        lock.insert(format!("operation {}", operation.key()), format!("{}({})", place.join("."), arguments.join(", ")));
    }
    // What the SDK does not have keeps no name.
    let is_gone = |id: &TypeId| api.only_needed && facts.unreached.contains(id);
    let is_there = |id: &TypeId| !facts.spread.contains(id) && !is_gone(id);
    for (id, def) in api.types.iter() {
        if !is_there(&id) {
            continue;
        }
        if let Some(name) = names.types.get(&id) {
            let identity = identities.of(id);
            lock.insert(format!("type {identity}"), name.ident.as_str().to_owned());
            let key = members_key(identity);
            let known = members_before(before, &key);
            let members = match &def.shape {
                Shape::Object(object) => members::fields(before, identity, &known, object),
                Shape::Enum(list) => {
                    list.values.iter().map(|value| Member::new(None, &known, &*value.wire, None)).collect()
                }
                Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => Vec::new(),
            };
            for (number, member) in members.iter().enumerate() {
                let ident = names.fields.get(&(id, number));
                lock.extend(wished(|| member_key(identity, &member.key), member, ident));
            }
            lock.extend(order(&members).map(|list| (key, list)));
            if let Some(required) = &name.required {
                lock.insert(format!("required {identity}"), required.as_str().to_owned());
            }
        }
    }
    for (id, def) in api.types.iter().filter(|(id, _)| is_there(id)) {
        let Shape::Object(object) = &def.shape else { continue };
        if object.may_be_absent_or_null() {
            let word = if facts.patch.contains(&id) { TOLD_APART } else { MERGED };
            lock.insert(format!("null {}", identities.of(id)), word.to_owned());
        }
    }
    for (id, at) in &facts.boxed {
        if is_there(id) && !matches!(api.types[*id].shape, Shape::Alias(_)) {
            lock.insert(format!("box {} .{at}", identities.of(*id)), "boxed".to_owned());
        }
    }
    lock.insert(given_key("client", "package"), names.package.package.clone());
    lock.insert(given_key("client", "env-prefix"), names.package.env_prefix.clone());
    for (credential, name) in api.credentials.iter().zip(&names.package.credentials) {
        let given = format!("{} {}", name.option.as_str(), name.env.join(" "));
        lock.insert(given_key("credential", &credential.scheme), given);
        if let Some(provider) = &name.provider {
            lock.insert(given_key("provider", &credential.scheme), provider.as_str().to_owned());
        }
        if let Some(oauth2) = &name.oauth2 {
            let given = format!("{} {}", oauth2.option.as_str(), oauth2.env().join(" "));
            lock.insert(given_key("oauth2", &credential.scheme), given);
        }
    }
    if let Some(webhooks) = &names.package.webhooks {
        lock.insert(given_key("client", "webhooks"), webhooks.as_str().to_owned());
    }
    if let Some(environments) = &names.environments {
        lock.insert(given_key("client", "environment"), environments.option.as_str().to_owned());
        lock.insert(given_key("client", "Environment"), environments.ident.as_str().to_owned());
        for (number, ident) in &environments.variants {
            let url = api.servers.get(*number).map(|server| &server.url);
            lock.extend(url.map(|url| (given_key("server", url), ident.as_str().to_owned())));
        }
    }
    for (global, ident) in api.globals.iter().zip(&names.package.globals) {
        lock.insert(global_key(global), ident.as_str().to_owned());
    }
    for (variable, ident) in api.variables.iter().zip(&names.package.variables) {
        lock.insert(given_key("variable", &variable.name), ident.as_str().to_owned());
    }
    for (id, ident) in names.extras.iter().filter(|(id, _)| is_there(id)) {
        lock.insert(given_key(identities.of(*id), "*"), ident.as_str().to_owned());
    }
    for ((id, number), ident) in names.variants.iter().filter(|((id, _), _)| is_there(id)) {
        if let Shape::Union(union) = &api.types[*id].shape
            && let Some(variant) = union.variants.get(*number)
        {
            lock.insert(identities.variant_key(*id, &variant.ty), ident.as_str().to_owned());
        }
    }
    lock
}

/// The members of a thing, those with names first; nothing where every member is spelt as its name is, since such a
/// one yields to none.
fn order(members: &[Member<'_>]) -> Option<String> {
    // A field of a body is spelt `body.name`, so a list that has one is never left out.
    if members.iter().all(|member| member.wish.is_none() && words::is_snake(&member.key)) {
        return None;
    }
    let mut order: Vec<&Member<'_>> = members.iter().collect();
    order.sort_by_cached_key(|member| (member.rank, member.is_renamed()));
    let order: Vec<&str> = order.into_iter().map(|member| &*member.key).collect();
    serde_json::to_string(&order).ok()
}

/// The entry of a member whose name is not made of its wire name.
fn wished(key: impl FnOnce() -> String, member: &Member<'_>, ident: Option<&Ident>) -> Option<(String, String)> {
    member.wish?;
    Some((key(), ident?.as_str().to_owned()))
}
