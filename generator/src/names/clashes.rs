//! Clashes: members of a type, or inputs of a method, whose wire names would be one Rust name.
//!
//! Input: the API and its names. Output: a finding for each member that had to yield, with the line of the
//! configuration that would settle it. Not here: who yields (`members`).

use std::collections::BTreeMap;

use super::identity::{self, Past};
use super::{Ident, Names, configured, words};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{Api, Input, OperationId, Shape, TypeDef, inputs};

/// A member: its wire name, the name that it would have alone, the one that it has, and where it is written.
struct Member<'a> {
    wire: &'a str,
    alone: String,
    name: &'a Ident,
    /// The name that the configuration or the lock gives it.
    wish: Option<String>,
    site: &'a Site,
}

/// Members of types. `before` is what the configuration says of names, and else the lock.
pub(super) fn report(api: &Api, config: &Config, past: Past<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    for (id, def) in api.types.iter() {
        let given = identity::given_members(past.given, past.identities.of(id));
        let wish = |wire: &str| given.get(wire);
        let (table, members): (&str, Vec<Member<'_>>) = match &def.shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().enumerate().filter_map(|(number, field)| {
                    let name = names.fields.get(&(id, number))?;
                    let wish = wish(&field.wire).map(|wish| words::snake(wish));
                    Some(Member { wire: &field.wire, alone: words::snake(&field.wire), name, wish, site: &field.site })
                });
                ("fields", fields.collect())
            }
            Shape::Enum(list) => {
                let values = list.values.iter().enumerate().filter_map(|(number, value)| {
                    let name = names.variants.get(&(id, number))?;
                    let wish = wish(&value.wire).map(|wish| words::pascal(wish));
                    Some(Member { wire: &value.wire, alone: words::pascal(&value.wire), name, wish, site: &def.site })
                });
                ("variants", values.collect())
            }
            Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => continue,
        };
        for (wire, found) in of_type(def, table, &members) {
            diagnostics.push(configured::blamed(api, def, config, &[table, wire], found));
        }
    }
}

/// What is to be said, each with the member that got a name of another.
fn of_type<'m>(def: &TypeDef, table: &str, members: &[Member<'m>]) -> Vec<(&'m str, Diagnostic)> {
    let mut found = Vec::new();
    let is_as_wanted = |member: &&Member<'_>| member.name.as_str() == member.wish.as_deref().unwrap_or(&member.alone);
    if members.iter().all(|member| is_as_wanted(&member)) {
        return found;
    }
    let holders: BTreeMap<&str, &Member<'_>> = members.iter().map(|member| (member.name.as_str(), member)).collect();
    for member in members.iter().filter(|member| !is_as_wanted(member)) {
        let wire = member.wire;
        let (given, message) = match (&member.wish, holders.get(member.alone.as_str())) {
            (Some(wish), _) => (wire, format!("the name `{wish}`, which `{wire}` is given, is taken")),
            (None, Some(holder)) if holder.wire == wire => continue,
            (None, Some(holder)) if holder.wish.is_some() => {
                let (other, name) = (holder.wire, holder.name);
                (other, format!("`{other}` is given the name `{name}`, which `{wire}` would have"))
            }
            (None, Some(holder)) => (wire, format!("`{wire}` and `{}` would have the same Rust name", holder.wire)),
            (None, None) => continue,
        };
        let finding = Diagnostic::new(Code::MemberNamesClash, message)
            .at(member.site)
            .effect(format!("`{wire}` is called `{}`", member.name))
            .help(format!("name it: [types.\"{}\".{table}] {wire:?} = \"…\"", def.site.pointer));
        found.push((given, finding));
    }
    found
}

/// Methods whose place in the configuration is not theirs: of a resource there, or of what every resource has.
pub(super) fn report_methods(api: &Api, config: &Config, names: &Names, diagnostics: &mut Diagnostics) {
    for (index, operation) in api.operations.iter().enumerate() {
        let is_it = |key: &str| operation.further.is_none() && operation.is_called(key);
        let Some((entry, place)) = config.place_of(is_it) else { continue };
        let Some(name) = names.operations.get(&OperationId(index)) else { continue };
        let wanted = place.rsplit('.').next().unwrap_or(place);
        // What another method has was told where places are given.
        if operation.name != wanted || name.method.as_str() == words::snake(wanted) {
            continue;
        }
        let children = api.resource(operation.resource).map(|of| of.children.as_slice()).unwrap_or_default();
        let is_resource = |id: &&crate::ir::ResourceId| {
            names.resources.get(id).is_some_and(|child| child.accessor.as_str() == words::snake(wanted))
        };
        let by = match children.iter().find(is_resource).and_then(|id| api.resource(*id)) {
            Some(child) => format!("the resource `{}` has it", child.path.join(".")),
            None => "every resource, or the client, has a method of that name".to_owned(),
        };
        let key = operation.key();
        let message = format!("the place `{place}`, which the configuration gives to `{key}`, is taken: {by}");
        let found = Diagnostic::new(Code::MethodNamesClash, message)
            .at(&operation.site)
            .effect(format!("this one is called `{}`", name.method))
            .help(format!("name it otherwise: [operations.\"{key}\"] method = \"…\""));
        diagnostics.push(config.places.blamed(&entry, found));
    }
}

/// Inputs of a method: parameters, and the properties of a body that stand beside them.
pub(super) fn report_inputs(api: &Api, names: &Names, diagnostics: &mut Diagnostics) {
    for (index, operation) in api.operations.iter().enumerate() {
        let Some(given) = names.operations.get(&OperationId(index)) else { continue };
        let list = inputs(api, operation);
        let named = || list.iter().zip(&given.inputs);
        let alone = |(input, ident): (&Input<'_>, &'_ Ident)| {
            let alone = ident.as_str().strip_suffix("_param")?.to_owned();
            (alone == words::snake(input.wire())).then_some(alone)
        };
        if named().all(|both| alone(both).is_none()) {
            continue;
        }
        let holders: BTreeMap<&str, &Input<'_>> = named().map(|(input, ident)| (ident.as_str(), input)).collect();
        for (input, ident) in named() {
            let Some(holder) = alone((input, ident)).and_then(|alone| holders.get(alone.as_str()).copied()) else {
                continue;
            };
            let (site, help) = match input {
                Input::Param(param) => (
                    &param.site,
                    format!("name it: [operations.{:?}.parameters] {:?} = \"…\"", operation.key(), param.wire),
                ),
                Input::Field(field) => {
                    let Some(body) = operation.spread() else { continue };
                    let pointer = &api.types[body].site.pointer;
                    (&field.site, format!("name it: [types.\"{pointer}\".fields] {:?} = \"…\"", field.wire))
                }
                Input::Body(..) => continue,
            };
            let message = format!("{} and {} would be the same input of the method", told(input), told(holder));
            diagnostics.push(
                Diagnostic::new(Code::MemberNamesClash, message)
                    .at(site)
                    .effect(format!("this one is called `{ident}`"))
                    .help(help),
            );
        }
    }
}

/// An input in words.
fn told(input: &Input<'_>) -> String {
    match input {
        Input::Param(param) => format!("the parameter `{}`", param.wire),
        Input::Field(field) => format!("the property `{}` of the body", field.wire),
        Input::Body(..) => "the body".to_owned(),
    }
}
