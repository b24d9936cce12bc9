//! Homes: which type an inline schema belongs to, wherever it is used.
//!
//! Input: a schema, and the place where it is met. Output: the place after which its type is named.
//! Not here: names (`names`), and what becomes of the schema (`schema`).
//!
//! A schema without a name can be met in many places: a property by all that extend the schema which declares it
//! (`allOf`), a response by all operations that share it, any schema by a reference to its place. It belongs to what
//! declares it, so that its name says what it is, and no new user that comes earlier in the document takes it over.
//! What is merged of several schemas is declared nowhere, and belongs to the first that needs it.

use std::collections::BTreeMap;

use super::schema::{Place, define_component, lower};
use super::{Context, union};
use crate::document::{Additional, SchemaId, SchemaTable, SharedKind, around};
use crate::ir::{Origin, Owner, Role, Shared, TypeId};

/// What a schema is to the one in which it is written.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The value of this property.
    Property(String),
    /// The value of properties without a name, beside such as have one.
    Extra,
    /// The value of a map.
    MapValue,
    /// The element of a list.
    Item,
    /// The element with this number.
    Element(usize),
    /// A part of the same value.
    Part,
    /// A branch of a union, with its number.
    Branch(usize),
}

/// Of each schema that is written inside another that one, and what it is to it.
pub(super) fn parents(schemas: &SchemaTable) -> BTreeMap<SchemaId, (SchemaId, Step)> {
    let mut parents = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        let mut meet = |child: SchemaId, step: Step| {
            let site = &schemas.get(child).site;
            let is_inside = site.file == schema.site.file
                && site
                    .pointer
                    .as_str()
                    .strip_prefix(schema.site.pointer.as_str())
                    .is_some_and(|rest| rest.starts_with('/'));
            if is_inside && schemas.get(child).component.is_none() {
                parents.entry(child).or_insert((id, step));
            }
        };
        schema.properties.iter().for_each(|(name, child)| meet(*child, Step::Property(name.clone())));
        let is_object = !schema.properties.is_empty();
        let of_others = || if is_object { Step::Extra } else { Step::MapValue };
        schema.pattern_properties.values().for_each(|child| meet(*child, of_others()));
        if let Additional::Schema(child) = schema.additional {
            meet(child, of_others());
        }
        schema.prefix_items.iter().enumerate().for_each(|(number, child)| meet(*child, Step::Element(number)));
        schema.items.iter().for_each(|child| meet(*child, Step::Item));
        schema.all_of.iter().for_each(|child| meet(*child, Step::Part));
        let branches = union::branches(schemas, schema);
        // A schema with one branch beside null is that branch.
        let is_union = branches.len() > 1;
        for (number, child) in branches.into_iter().enumerate() {
            meet(child, if is_union { Step::Branch(number) } else { Step::Part });
        }
    }
    parents
}

/// The place of a schema that needs a name, which is met in a place: that of its home, if that is another's.
pub(super) fn home(context: &mut Context<'_>, id: SchemaId, met: &Place) -> Place {
    // What is merged has the place of one of its parts, and is not what is written there.
    if id.index() >= context.written {
        return met.clone();
    }
    let mut home = declared(context, id, met);
    if home.is_none() {
        declare(context, id);
        home = declared(context, id, met);
    }
    home.filter(|home| home.owner != met.owner).unwrap_or_else(|| met.clone())
}

/// Lowers the component or the answer in which a schema is written, if its turn has not come: it names what is its own.
fn declare(context: &mut Context<'_>, id: SchemaId) {
    let mut at = id;
    while let Some((parent, _)) = context.parents.get(&at) {
        at = *parent;
    }
    if at == id || context.open.contains(&at) {
        return;
    }
    define_component(context, at);
    let answer = declared(context, at, &Place::new(Owner::Api, Role::Itself));
    if let Some(place) = answer.filter(|place| is_answer(place) && !context.named.contains_key(&at)) {
        lower(context, at, &place);
    }
}

/// Whether this is all that a shared response brings: it has a type, whoever looks at it first.
fn is_answer(place: &Place) -> bool {
    match (&place.owner, &place.role) {
        (Owner::Shared(shared), Role::Itself) => shared.kind == crate::ir::SharedKind::Response,
        _ => false,
    }
}

/// The place in which a schema is declared, where the type or the shared part is known that it is declared in.
fn declared(context: &Context<'_>, id: SchemaId, met: &Place) -> Option<Place> {
    let mut at = id;
    let mut wrappers: Vec<Step> = Vec::new();
    loop {
        let Some((parent, step)) = context.parents.get(&at) else {
            let (owner, role) = shared(context, at, &met.role).or_else(|| borrowed(context, at))?;
            return Some(wrapped(owner, role, wrappers));
        };
        let role = match step {
            Step::Part => Role::Itself,
            Step::Item | Step::Element(_) | Step::MapValue => {
                wrappers.push(step.clone());
                Role::Itself
            }
            Step::Property(name) => Role::Property(name.clone()),
            Step::Extra => Role::Extra,
            Step::Branch(number) => Role::Variant(*number, context.document.schemas.get(at).title.clone()),
        };
        if let Some(holder) = holder(context, *parent) {
            // A part that is used for itself is another thing than the whole.
            if role == Role::Itself && wrappers.is_empty() {
                return None;
            }
            return Some(wrapped(Owner::Type(holder), role, wrappers));
        }
        // The holder of a property has a type, if anything is made of it as it is written.
        if role != Role::Itself {
            return None;
        }
        at = *parent;
    }
}

/// The type of a schema, or of the one that it is a part of.
fn holder(context: &Context<'_>, id: SchemaId) -> Option<TypeId> {
    let mut at = id;
    loop {
        if let Some(known) = context.named.get(&at) {
            return Some(*known);
        }
        match context.parents.get(&at) {
            Some((parent, Step::Part)) => at = *parent,
            _ => return None,
        }
    }
}

fn wrapped(owner: Owner, role: Role, wrappers: Vec<Step>) -> Place {
    let mut place = Place::new(owner, role);
    for step in wrappers.into_iter().rev() {
        place = match step {
            Step::Element(number) => place.element(number),
            Step::MapValue => place.map_value(),
            _ => place.item(),
        };
    }
    place
}

/// The shared part that a schema is in itself, and what it is to that: a part has a schema, and may have another one in
/// another media type, and one for the values of its stream.
fn shared(context: &Context<'_>, id: SchemaId, met: &Role) -> Option<(Owner, Role)> {
    let schema = context.document.schemas.get(id);
    let (part, inside) = context.document.shared_around(&schema.site)?;
    let media_type = match inside.as_slice() {
        [] => None,
        [key] if key == "schema" => None,
        [content, name, key] if content == "content" && key == "schema" => Some(name),
        [content, _, key] if content == "content" && key == "itemSchema" => None,
        _ => return None,
    };
    let is_event = matches!(innermost(met), Role::Event);
    let role = match media_type {
        _ if is_event => Role::Event,
        Some(name) if part.media_type.as_ref().is_some_and(|first| first != name) => Role::Media(name.clone()),
        _ => Role::Itself,
    };
    let kind = match part.kind {
        SharedKind::Response => crate::ir::SharedKind::Response,
        SharedKind::Parameter => crate::ir::SharedKind::Parameter,
        SharedKind::Body => crate::ir::SharedKind::Body,
    };
    let shared = Shared { kind, name: part.name.clone(), place: part.place.clone() };
    Some((Owner::Shared(Box::new(shared)), role))
}

/// The operation whose answer a schema is, and what it is to that: others may borrow the schema by its place
/// (`#/paths/~1pets/get/responses/200/content/…`), as bundlers write what is used twice. A body belongs to the first that
/// sends it: one in several media types has operations of its own.
fn borrowed(context: &Context<'_>, id: SchemaId) -> Option<(Owner, Role)> {
    let site = &context.document.schemas.get(id).site;
    let (operation, inside) = around(site, |around| context.operation_sites.get(around).copied())?;
    let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
    let role = match inside.as_slice() {
        ["responses", status, "content", _, "schema"] | ["responses", status, "schema"] => {
            let is_default = status.eq_ignore_ascii_case("default");
            Role::Answer(if is_default { "default".to_owned() } else { status.to_ascii_uppercase() })
        }
        _ => return None,
    };
    Some((Owner::Operation(operation), role))
}

fn innermost(role: &Role) -> &Role {
    let mut at = role;
    while let Role::Item(inner) | Role::Element(inner, _) | Role::MapValue(inner) = at {
        at = inner;
    }
    at
}

/// Notes that a type was met where another place than its home is. Before schemas belonged to what declares them, the
/// first such place gave it its name, and the lock may know it by that.
pub(super) fn note(context: &mut Context<'_>, id: TypeId, met: &Place) {
    let origin = Origin::Inline { owner: met.owner.clone(), role: met.role.clone() };
    context.types.note_met(id, origin);
}
