//! Identities: what a thing is over time, and the lock's entries that hang on it.
//!
//! An operation is its method and path; a component its pointer; a shared part its file and pointer; an inline type its
//! owner and role. An entry is a key
//! of one of these forms and what was given:
//!
//! ```text
//! operation PATCH /v1/users/{userId}     users.update(userId)
//! type #/components/schemas/User         User
//! box #/components/schemas/Node .next    boxed
//! members #/components/schemas/User      ["firstName","email"]: its members in the order in which they got their names
//! inputs PATCH /v1/users/{userId}        the same of an operation's inputs
//! given PATCH /v1/users/{userId} params  UserUpdateParams: also a union's variant, a credential, a media type
//! given server https://api.example.com    Production: the variant of the server; also `given variable region`
//! given GET /v1/users id                 listUsers: its operationId, by which it is found where it has moved
//! given client package                   avara: the crate's name; `given client env-prefix` that of its variables
//! given GET /v1/users pages              {"items":["users"],"next":…}: the method returns pages, and how they go on
//! given #/components/schemas/User .nick  handle: a member whose name is not made of its wire name
//! null #/components/schemas/Patch        told-apart, or merged: whether null and absent are two things
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde_json::Value;

use super::members::Member;
use crate::analyze::{Facts, Seen};
use crate::ir::{
    Api, Body, BodyContent, Field, Global, GlobalPlace, Operation, OperationId, Origin, Owner, Param, Role, Shape,
    Type, TypeId, inputs,
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
    let mut seen = Seen::default();
    if before.is_empty() {
        return seen;
    }
    let identities = Identities::new(api);
    let known: BTreeMap<&str, TypeId> = api.types.iter().map(|(id, _)| (identities.of(id), id)).collect();
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
pub(super) const TOLD_APART: &str = "told-apart";

/// Its word for those whose fields do not.
pub(super) const MERGED: &str = "merged";

/// What earlier runs gave, and what it is found by.
#[derive(Clone, Copy)]
pub(super) struct Past<'a> {
    pub(super) identities: &'a Identities,
    pub(super) given: &'a BTreeMap<String, String>,
}

/// The identity of every type.
#[derive(Default)]
pub(super) struct Identities(Vec<String>);

impl Identities {
    /// Mostly owners are older than what they own; what an earlier run knows may belong to a younger one.
    pub(super) fn new(api: &Api) -> Self {
        let mut all = Self(vec![String::new(); api.types.len()]);
        let mut done = BTreeSet::new();
        for (id, _) in api.types.iter() {
            let mut open = vec![id];
            while let Some(at) = open.last().copied() {
                let origin = &api.types[at].origin;
                match origin {
                    Origin::Inline { owner: Owner::Type(owner), .. }
                        if !done.contains(owner) && !done.contains(&at) && !open.contains(owner) =>
                    {
                        open.push(*owner);
                    }
                    _ => {
                        open.pop();
                        if done.insert(at) {
                            let identity = all.of_origin(api, origin);
                            all.0.get_mut(at.0).into_iter().for_each(|known| known.clone_from(&identity));
                        }
                    }
                }
            }
        }
        all
    }

    /// Adds the identity of the next type.
    pub(super) fn push(&mut self, identity: String) {
        self.0.push(identity);
    }

    /// The identity that an origin makes, whose owner has one.
    pub(super) fn of_origin(&self, api: &Api, origin: &Origin) -> String {
        match origin {
            Origin::Component(name) => format!("#/components/schemas/{name}"),
            Origin::Inline { owner: Owner::Type(owner), role } => format!("{}{}", self.of(*owner), of_role(role)),
            Origin::Inline { owner: Owner::Operation(OperationId(index)), role } => {
                let key = api.operations.get(*index).map_or_else(String::new, |operation| operation.key() + " ");
                key + &of_role(role)
            }
            Origin::Inline { owner: Owner::Shared(shared), role } => format!("{}{}", shared.place, of_role(role)),
            Origin::Inline { owner: Owner::Api, role } => format!("api {}", of_role(role)),
            Origin::Inline { owner: Owner::Webhook(name), role } => format!("webhook {name} {}", of_role(role)),
            Origin::Inline { owner: Owner::Client, role } => format!("client {}", of_role(role)),
        }
    }

    /// The identity of a type.
    pub(super) fn of(&self, id: TypeId) -> &str {
        self.0.get(id.0).map_or("", String::as_str)
    }

    /// The key of a union's variant: what it holds is what it is.
    pub(super) fn variant_key(&self, union: TypeId, ty: &Type) -> String {
        given_key(self.of(union), &self.of_payload(ty))
    }

    /// What a type is to the lock: of a named one its identity, of all others what they are made of.
    fn of_payload(&self, ty: &Type) -> String {
        match ty {
            Type::Named(id) => self.of(*id).to_owned(),
            Type::Array(inner) => format!("[{}]", self.of_payload(inner)),
            Type::Map(inner) => format!("{{{}}}", self.of_payload(inner)),
            Type::Nullable(inner) => format!("{}?", self.of_payload(inner)),
            Type::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(|element| self.of_payload(element)).collect();
                format!("({})", elements.join(","))
            }
            Type::Any(_) => "Any".to_owned(),
            other => format!("{other:?}"),
        }
    }
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
        Role::Variable(name) => format!("variable {name}"),
        Role::Body => "body".to_owned(),
        Role::Answer(status) => format!("answer {status}"),
        Role::Callback(name) => format!("callback {name}"),
        Role::Headers => "headers".to_owned(),
        Role::Media(name) => format!(" {name}"),
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
pub(super) fn members_key(identity: &str) -> String {
    format!("members {identity}")
}

/// The key of an operation's inputs.
pub(super) fn inputs_key(operation: &Operation) -> String {
    format!("inputs {}", operation.key())
}

/// The key of the name of what is set at the client.
pub(super) fn global_key(global: &Global) -> String {
    let place = if global.place == GlobalPlace::Query { "query" } else { "header" };
    given_key(place, &global.wire)
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

/// The names that members of a thing were given beside their wire names, by their keys.
pub(super) fn given_members<'b>(before: &'b BTreeMap<String, String>, identity: &str) -> BTreeMap<&'b str, &'b str> {
    if before.is_empty() {
        return BTreeMap::new();
    }
    let prefix = member_key(identity, "");
    let given = before.range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded));
    given.map_while(|(key, name)| Some((key.strip_prefix(&prefix)?, name.as_str()))).collect()
}

/// The members that had names, in the order in which they got them.
pub(super) fn members_before(before: &BTreeMap<String, String>, key: &str) -> Vec<String> {
    before.get(key).and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default()
}

/// The variables of an operation's path.
pub(super) fn argument_members<'a>(operation: &'a Operation, before: &'a BTreeMap<String, String>) -> Vec<Member<'a>> {
    let known = arguments_before(before, &operation.key()).unwrap_or_default();
    let member = |param: &'a Param| {
        let given = before.get(&argument_key(operation, &param.wire)).map(String::as_str);
        Member::new(given, &known, &*param.wire, param.hint.as_deref())
    };
    operation.path.variables().map(member).collect()
}

/// What an operation's builder has setters for: the inputs, then the optional fields of a whole body, each of which
/// has a key of its own and the number of the field.
pub(super) fn input_members<'a>(
    api: &'a Api,
    facts: &Facts,
    operation: &'a Operation,
    before: &'a BTreeMap<String, String>,
) -> Vec<(Member<'a>, Option<usize>)> {
    let known = members_before(before, &inputs_key(operation));
    let given = given_members(before, &operation.key());
    let member = |key: Cow<'a, str>, hint: Option<&'a str>| Member::new(given.get(&*key).copied(), &known, key, hint);
    let of_inputs = inputs(api, operation).into_iter();
    let of_inputs = of_inputs.map(|input| (member(Cow::Borrowed(input.wire()), input.hint()), None));
    let of_body = operation.body.iter().flat_map(|body| body_fields(api, facts, body));
    let of_body = of_body.map(|(number, field)| {
        (member(Cow::Owned(format!("{BODY}{}", field.wire)), field.hint.as_deref()), Some(number))
    });
    of_inputs.chain(of_body).collect()
}

/// Stands before the wire name of a body's field, to tell it from an input of the same name.
pub(super) const BODY: &str = "body.";

/// The optional fields of a whole body: the builder can set them, as if they were its own. Of a body that may be left out
/// that takes a type of which nothing must be given, since the first of them makes one.
fn body_fields<'a>(api: &'a Api, facts: &Facts, body: &Body) -> Vec<(usize, &'a Field)> {
    let BodyContent::Whole(ty) = &body.content else { return Vec::new() };
    let Type::Named(id) = api.types.resolved(ty) else { return Vec::new() };
    let Shape::Object(object) = &api.types[*id].shape else { return Vec::new() };
    let is_asked = |field: &Field| field.required && field.settled(&api.types).is_none();
    if !facts.sent.contains(id) || (!body.required && object.fields.iter().any(is_asked)) {
        return Vec::new();
    }
    object.fields.iter().enumerate().filter(|(_, field)| !field.required).collect()
}
