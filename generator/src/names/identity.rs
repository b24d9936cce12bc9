//! Identities: what a thing is over time, and the lock's entries that hang on it.
//!
//! An operation is its method and path; a component its pointer; an inline type its owner and role. An entry is a key
//! of one of these forms and what was given:
//!
//! ```text
//! operation PATCH /v1/users/{userId}     users.update(userId)
//! type #/components/schemas/User         User
//! box #/components/schemas/Node .next    boxed
//! members #/components/schemas/User      ["firstName","email"]: its members in the order in which they got their names
//! inputs PATCH /v1/users/{userId}        the same of an operation's inputs
//! given PATCH /v1/users/{userId} params  UserUpdateParams: also a union's variant, a credential, a media type
//! given GET /v1/users pages              {"items":["users"],"next":…}: the method returns pages, and how they go on
//! given #/components/schemas/User .nick  handle: a member whose name is not made of its wire name
//! null #/components/schemas/Patch        told-apart, or merged: whether null and absent are two things
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::members::{self, Member};
use super::{Ident, Names, operations, words};
use crate::analyze::{Facts, Seen};
use crate::ir::{
    Answer, Api, Body, BodyContent, Field, Operation, OperationId, Origin, Owner, Param, Role, Shape, Type, TypeId,
    inputs,
};

/// What earlier stages need of the lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Operation key to dotted place in the tree.
    pub places: BTreeMap<String, String>,
    /// Operation key to the media type in which its body is sent.
    pub bodies: BTreeMap<String, String>,
    /// Operation key to the media type in which its answer is asked for.
    pub answers: BTreeMap<String, String>,
    /// Operation key to the way from page to page, as JSON.
    pub pages: BTreeMap<String, String>,
    /// Operation key to the media type in which its stream is asked for, where that is one of two kinds of answers.
    pub streams: BTreeMap<String, String>,
}

/// Reads the lock's entries for the stages before this one.
#[must_use]
pub fn kept(before: &BTreeMap<String, String>) -> Kept {
    let places = before
        .iter()
        .filter_map(|(key, value)| {
            let operation = key.strip_prefix("operation ")?;
            let place = value.split_once('(').map_or(value.as_str(), |(place, _)| place);
            Some((operation.to_owned(), place.to_owned()))
        })
        .collect();
    let given = |what: &str| {
        before
            .iter()
            .filter_map(|(key, value)| {
                let operation = key.strip_prefix("given ")?.strip_suffix(what)?.strip_suffix(' ')?;
                Some((operation.to_owned(), value.clone()))
            })
            .collect()
    };
    Kept { places, bodies: given("body"), answers: given("answer"), pages: given("pages"), streams: given("stream") }
}

/// The order of an operation's arguments as it was, by the variables' wire names.
pub(super) fn arguments_before(before: &BTreeMap<String, String>, operation: &str) -> Option<Vec<String>> {
    let value = before.get(&format!("operation {operation}"))?;
    let (_, rest) = value.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    Some(inside.split(", ").filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect())
}

pub(super) fn seen(api: &Api, before: &BTreeMap<String, String>) -> Seen {
    let known: BTreeMap<String, TypeId> = api.types.iter().map(|(id, _)| (of_type(api, id), id)).collect();
    let mut seen = Seen::default();
    for (key, value) in before {
        if let Some((identity, at)) = key.strip_prefix("box ").and_then(|key| key.rsplit_once(" ."))
            && let Some(id) = known.get(identity)
        {
            seen.boxed.insert((*id, at.to_owned()));
        }
        if let Some(id) = key.strip_prefix("null ").and_then(|identity| known.get(identity)) {
            seen.patch.insert(*id, value == TOLD_APART);
        }
    }
    seen
}

/// The lock's word for types whose fields tell null from absent.
const TOLD_APART: &str = "told-apart";

/// The identity of a type.
pub(super) fn of_type(api: &Api, id: TypeId) -> String {
    // Owners are older than what they own, so this ends; a chain is as long as the schema is deep.
    let mut tail: Vec<String> = Vec::new();
    let mut at = id;
    loop {
        match &api.types[at].origin {
            Origin::Component(name) => {
                tail.push(format!("#/components/schemas/{name}"));
                break;
            }
            Origin::Inline { owner, role } => {
                tail.push(of_role(role));
                match owner {
                    Owner::Type(owner) => at = *owner,
                    Owner::Operation(OperationId(index)) => {
                        tail.push(
                            api.operations.get(*index).map_or_else(String::new, |operation| operation.key() + " "),
                        );
                        break;
                    }
                    Owner::Webhook(name) => {
                        tail.push(format!("webhook {name} "));
                        break;
                    }
                }
            }
        }
    }
    tail.reverse();
    tail.concat()
}

fn of_role(role: &Role) -> String {
    match role {
        Role::Property(name) => format!(".{}", quoted(name)),
        Role::Item(inner) => format!("{}[]", of_role(inner)),
        Role::Element(inner, number) => format!("{}[{number}]", of_role(inner)),
        Role::MapValue(inner) => format!("{}{{}}", of_role(inner)),
        Role::Extra => "{}".to_owned(),
        Role::Input => "|input".to_owned(),
        Role::Base => "|base".to_owned(),
        Role::Object => "|object".to_owned(),
        Role::Variant(_, Some(title)) if ["input", "base", "object"].contains(&title.as_str()) => {
            format!("|{}", Value::from(title.as_str()))
        }
        Role::Variant(_, Some(title)) => format!("|{}", quoted(title)),
        Role::Variant(number, None) => format!("|{number}"),
        Role::Parameter(name) => format!("parameter {name}"),
        Role::Body => "body".to_owned(),
        Role::Answer(status) => format!("answer {status}"),
        Role::Event => "event".to_owned(),
        Role::Itself => String::new(),
    }
}

/// A name as it stands in an identity: in quotes where it could be taken for more than a name.
fn quoted(name: &str) -> Cow<'_, str> {
    let is_plain = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.contains(['.', '[', ']', '{', '}', '|', '"', '\\', '#'])
        && !name.chars().any(char::is_control);
    if is_plain { Cow::Borrowed(name) } else { Cow::Owned(Value::from(name).to_string()) }
}

/// The key of a type's members.
pub(super) fn members_key(api: &Api, id: TypeId) -> String {
    format!("members {}", of_type(api, id))
}

/// The key of an operation's inputs.
pub(super) fn inputs_key(operation: &Operation) -> String {
    format!("inputs {}", operation.key())
}

/// The key of a name that was given to a part of something.
pub(super) fn given_key(identity: &str, what: &str) -> String {
    format!("given {identity} {what}")
}

/// Whether an operation had names before.
pub(super) fn is_known(before: &BTreeMap<String, String>, operation: &Operation) -> bool {
    before.contains_key(&format!("operation {}", operation.key()))
}

/// The key of a member's name, where that is not made of its wire name.
pub(super) fn member_key(identity: &str, key: &str) -> String {
    given_key(identity, &format!(".{key}"))
}

/// The same of a path variable, which may be called like an input.
pub(super) fn argument_key(operation: &Operation, wire: &str) -> String {
    given_key(&operation.key(), &format!("{{{wire}}}"))
}

/// The members that had names, in the order in which they got them.
pub(super) fn members_before(before: &BTreeMap<String, String>, key: &str) -> Vec<String> {
    before.get(key).and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default()
}

/// The members of a thing, those with names first; nothing where every member is spelt as its name is, since such a
/// one yields to none.
fn order(members: &[Member]) -> Option<String> {
    // A field of a body is spelt `body.name`, so a list that has one is never left out.
    if members.iter().all(|member| member.wish.is_none() && member.key == words::snake(&member.key)) {
        return None;
    }
    let mut order: Vec<&Member> = members.iter().collect();
    order.sort_by_key(|member| (member.rank, member.is_renamed()));
    let order: Vec<&str> = order.into_iter().map(|member| member.key.as_str()).collect();
    serde_json::to_string(&order).ok()
}

/// Writes down everything that must not change under a caller.
pub(super) fn record(api: &Api, facts: &Facts, before: &BTreeMap<String, String>, names: &mut Names) {
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
            lock.extend(wished(argument_key(operation, &member.key), &member, ident));
        }
        let (inputs, _): (Vec<Member>, Vec<Option<usize>>) =
            input_members(api, facts, operation, before).into_iter().unzip();
        let idents = name.inputs.iter().chain(name.body_fields.iter().map(|(_, ident)| ident));
        for (member, ident) in inputs.iter().zip(idents) {
            lock.extend(wished(member_key(&operation.key(), &member.key), member, Some(ident)));
        }
        lock.extend(order(&inputs).map(|list| (inputs_key(operation), list)));
        let required = operations::takes_literal(api, operation).then_some(&name.required);
        let given = [Some(&name.request), Some(&name.params), Some(&name.response), required];
        for (what, ident) in operations::TYPES.iter().zip(given) {
            lock.extend(ident.map(|ident| (given_key(&operation.key(), what), ident.as_str().to_owned())));
        }
        lock.extend(operation.body.as_ref().map(|body| (given_key(&operation.key(), "body"), body.media_type.clone())));
        lock.extend(media_type(&operation.answer).map(|name| (given_key(&operation.key(), "answer"), name.to_owned())));
        let pages = operation.pagination.as_ref().and_then(|pagination| serde_json::to_string(pagination).ok());
        lock.extend(pages.map(|pages| (given_key(&operation.key(), "pages"), pages)));
        let stream = operation.stream.as_ref().map(|stream| stream.media_type.clone());
        lock.extend(stream.map(|name| (given_key(&operation.key(), "stream"), name)));
        lock.insert(format!("operation {}", operation.key()), format!("{}({})", place.join("."), arguments.join(", ")));
    }
    for (id, def) in api.types.iter() {
        if facts.spread.contains(&id) {
            continue;
        }
        if let Some(name) = names.types.get(&id) {
            let identity = of_type(api, id);
            lock.insert(format!("type {identity}"), name.ident.as_str().to_owned());
            let key = members_key(api, id);
            let known = members_before(before, &key);
            let members = match &def.shape {
                Shape::Object(object) => members::fields(before, &identity, &known, object),
                Shape::Enum(list) => {
                    list.values.iter().map(|value| Member::new(before, "", &known, &value.wire, None)).collect()
                }
                Shape::Union(_) | Shape::Alias(_) => Vec::new(),
            };
            for (number, member) in members.iter().enumerate() {
                let ident = names.fields.get(&(id, number));
                lock.extend(wished(member_key(&identity, &member.key), member, ident));
            }
            lock.extend(order(&members).map(|list| (key, list)));
            if let Some(required) = &name.required {
                lock.insert(format!("required {identity}"), required.as_str().to_owned());
            }
        }
    }
    for (id, def) in api.types.iter().filter(|(id, _)| !facts.spread.contains(id)) {
        let Shape::Object(object) = &def.shape else { continue };
        if object.may_be_absent_or_null() {
            let word = if facts.patch.contains(&id) { TOLD_APART } else { "merged" };
            lock.insert(format!("null {}", of_type(api, id)), word.to_owned());
        }
    }
    for (id, at) in &facts.boxed {
        if !matches!(api.types[*id].shape, Shape::Alias(_)) {
            lock.insert(format!("box {} .{at}", of_type(api, *id)), "boxed".to_owned());
        }
    }
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
    for (id, ident) in &names.extras {
        lock.insert(given_key(&of_type(api, *id), "*"), ident.as_str().to_owned());
    }
    for ((id, number), ident) in &names.variants {
        if let Shape::Union(union) = &api.types[*id].shape
            && let Some(variant) = union.variants.get(*number)
        {
            lock.insert(variant_key(api, *id, &variant.ty), ident.as_str().to_owned());
        }
    }
    names.lock = lock;
}

/// The key of a union's variant: what it holds is what it is.
pub(super) fn variant_key(api: &Api, union: TypeId, ty: &Type) -> String {
    given_key(&of_type(api, union), &of_payload(api, ty))
}

/// What a type is to the lock: of a named one its identity, of all others what they are made of.
fn of_payload(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => of_type(api, *id),
        Type::Array(inner) => format!("[{}]", of_payload(api, inner)),
        Type::Map(inner) => format!("{{{}}}", of_payload(api, inner)),
        Type::Nullable(inner) => format!("{}?", of_payload(api, inner)),
        Type::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| of_payload(api, element)).collect();
            format!("({})", elements.join(","))
        }
        Type::Any(_) => "Any".to_owned(),
        other => format!("{other:?}"),
    }
}

fn media_type(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Json { media_type, .. }
        | Answer::Statuses { media_type, .. }
        | Answer::Text(media_type)
        | Answer::Binary(media_type) => Some(media_type),
        Answer::Stream(stream) => Some(&stream.media_type),
        Answer::Empty => None,
    }
}

/// The entry of a member whose name is not made of its wire name.
fn wished(key: String, member: &Member, ident: Option<&Ident>) -> Option<(String, String)> {
    member.wish.as_ref()?;
    Some((key, ident?.as_str().to_owned()))
}

/// The variables of an operation's path.
pub(super) fn argument_members(operation: &Operation, before: &BTreeMap<String, String>) -> Vec<Member> {
    let known = arguments_before(before, &operation.key()).unwrap_or_default();
    let member = |param: &Param| {
        let given = argument_key(operation, &param.wire);
        Member::new(before, &given, &known, &param.wire, param.hint.as_deref())
    };
    operation.path.variables().map(member).collect()
}

/// What an operation's builder has setters for: the inputs, then the optional fields of a whole body, each of which
/// has a key of its own and the number of the field.
pub(super) fn input_members(
    api: &Api,
    facts: &Facts,
    operation: &Operation,
    before: &BTreeMap<String, String>,
) -> Vec<(Member, Option<usize>)> {
    let known = members_before(before, &inputs_key(operation));
    let member =
        |key: &str, hint: Option<&str>| Member::new(before, &member_key(&operation.key(), key), &known, key, hint);
    let mut result: Vec<(Member, Option<usize>)> =
        inputs(api, operation).iter().map(|input| (member(input.wire(), input.hint()), None)).collect();
    if let Some(body) = &operation.body {
        let fields = body_fields(api, facts, body).into_iter();
        result
            .extend(fields.map(|(number, field)| {
                (member(&format!("{BODY}{}", field.wire), field.hint.as_deref()), Some(number))
            }));
    }
    result
}

/// Stands before the wire name of a body's field, to tell it from an input of the same name.
pub(super) const BODY: &str = "body.";

/// The optional fields of a whole JSON body that must be given: the builder can set them, as if they were its own.
fn body_fields<'a>(api: &'a Api, facts: &Facts, body: &Body) -> Vec<(usize, &'a Field)> {
    let BodyContent::Whole(ty) = &body.content else { return Vec::new() };
    let Type::Named(id) = api.types.resolved(ty) else { return Vec::new() };
    let Shape::Object(object) = &api.types[*id].shape else { return Vec::new() };
    if !body.required || !facts.sent.contains(id) {
        return Vec::new();
    }
    object.fields.iter().enumerate().filter(|(_, field)| !field.required).collect()
}
