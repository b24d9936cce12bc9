//! Discriminators: which tag means which branch.
//!
//! Input: a union's schema and its branches; then all types. Output: the tags. Mapping goes before a branch's own word
//! (`x-discriminator-value`), that before constants, and those before the names of components.
//! Not here: how a union without a discriminator is told apart (`analyze`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, family};
use crate::document::{MappingTarget, Schema, SchemaId};
use crate::ir::{Discriminator, Origin, Owner, Role, Shape, Type, TypeId, Types, Union, Variant, case};

/// What a branch that no mapping leads to says of its tag.
#[derive(Clone, Debug)]
pub(super) struct Unmapped {
    number: usize,
    /// `x-discriminator-value`, or `x-ms-discriminator-value`.
    stated: Option<String>,
    component: Option<String>,
}

impl Unmapped {
    pub(super) fn of(number: usize, schema: &Schema) -> Self {
        let keys = ["x-discriminator-value", "x-ms-discriminator-value"];
        let stated = keys.iter().find_map(|key| schema.extensions.get(*key)?.as_str());
        Self { number, stated: stated.map(ToOwned::to_owned), component: schema.component.clone() }
    }

    /// Whether it says its tag itself.
    pub(super) fn is_stated(&self) -> bool {
        self.stated.is_some()
    }
}

/// The discriminator that a union states, or that its branches have from what they all extend. Its tags are those of
/// the mapping; the others are settled once all types are known.
pub(super) fn discriminator(
    context: &mut Context<'_>,
    id: SchemaId,
    numbers: &[(SchemaId, usize)],
    type_id: TypeId,
) -> Option<Discriminator> {
    let schemas = &context.document.schemas;
    let branches: Vec<SchemaId> = numbers.iter().map(|(id, _)| *id).collect();
    let stated = schemas.get(id).discriminator.as_ref();
    let stated = stated.or_else(|| schemas.get(family::common_base(schemas, &branches)?).discriminator.as_ref())?;
    let number = |target: &MappingTarget| match target {
        MappingTarget::Schema(id) => {
            let target = schemas.follow(*id);
            numbers.iter().find(|(id, _)| *id == target).map(|(_, number)| *number)
        }
        MappingTarget::Text(_) => None,
    };
    let tags: Vec<(String, usize)> =
        stated.mapping.iter().filter_map(|(tag, target)| Some((tag.clone(), number(target)?))).collect();
    let is_unmapped = |(_, number): &&(SchemaId, usize)| tags.iter().all(|(_, known)| known != number);
    let unmapped = numbers.iter().filter(is_unmapped).map(|(id, number)| Unmapped::of(*number, schemas.get(*id)));
    context.unmapped.entry(type_id).or_default().extend(unmapped);
    let default = stated.default.as_ref().and_then(number);
    Some(Discriminator { property: stated.property.clone(), tags, default, base: None })
}

/// Once all types are known: the tags that no mapping states; branches that are one type are one; and a union of one
/// branch is that.
pub(super) fn settle(context: &mut Context<'_>) {
    let unions: Vec<TypeId> =
        context.types.iter().filter(|(_, def)| matches!(def.shape, Shape::Union(_))).map(|(id, _)| id).collect();
    let mut seen = BTreeSet::new();
    // Unions in between go first: what they are told by, others see. A stack, since they nest as deep as their author
    // likes: a union to open, or one whose branches are settled.
    let mut open: Vec<(TypeId, bool)> = unions.into_iter().rev().map(|id| (id, false)).collect();
    while let Some((id, is_open)) = open.pop() {
        if is_open {
            settle_one(context, id);
        } else if seen.insert(id) {
            open.push((id, true));
            let Shape::Union(union) = &context.types[id].shape else { continue };
            let inner = union.variants.iter().rev().filter_map(|of| match context.types.resolved(&of.ty) {
                Type::Named(inner) => Some((*inner, false)),
                _ => None,
            });
            open.extend(inner);
        }
    }
}

fn settle_one(context: &mut Context<'_>, id: TypeId) {
    let def = &context.types[id];
    let Shape::Union(union) = &def.shape else { return };
    // The events of webhooks are told apart already, also where two names are of one type (`webhook`).
    let are_events = matches!(def.origin, Origin::Inline { owner: Owner::Webhook(_), role: Role::Itself });
    if are_events && union.variants.len() > 1 {
        return;
    }
    let (mut settled, numbers) = distinct(&context.types, union);
    if let Some(discriminator) = &mut settled.discriminator {
        let now = |of: Unmapped| Unmapped { number: numbers.get(of.number).copied().unwrap_or(of.number), ..of };
        let is_first = |of: &Unmapped| numbers.iter().position(|number| numbers.get(of.number) == Some(number));
        let (firsts, twins): (Vec<Unmapped>, Vec<Unmapped>) = context
            .unmapped
            .remove(&id)
            .unwrap_or_default()
            .into_iter()
            .partition(|of| is_first(of) == Some(of.number));
        let firsts: Vec<Unmapped> = firsts.into_iter().map(now).collect();
        let are_tags_stated = firsts.iter().chain(&twins).any(Unmapped::is_stated);
        discriminator.tags = tags(&context.types, &settled.variants, discriminator, &firsts);
        // One type under two names has both.
        for twin in twins.into_iter().map(now) {
            let is_free = |tag: &String| discriminator.tags.iter().all(|(known, _)| known != tag);
            let constants = settled
                .variants
                .get(twin.number)
                .and_then(|variant| context.types.constants(&variant.ty, &discriminator.property));
            let implied = twin.component.filter(|_| constants.is_none());
            if let Some(tag) = twin.stated.or(implied).filter(is_free) {
                discriminator.tags.push((tag, twin.number));
            }
        }
        let names_are_tags = union.discriminator.as_ref().is_none_or(|of| of.tags.is_empty()) && !are_tags_stated;
        if !base_occurs(&context.types, &settled.variants, discriminator, names_are_tags) {
            settled.variants.pop();
            discriminator.base = None;
        }
    }
    let shape = match settled.variants.as_slice() {
        [only] if only.ty != Type::Named(id) => Shape::Alias(only.ty.clone()),
        _ => Shape::Union(settled),
    };
    context.types.set_shape(id, shape);
}

/// Whether there are values of a base that no tag is stated for, which is the last branch. Its tags are then those that
/// its schema lists and no other branch has; its name is one only where names are the tags of all.
fn base_occurs(types: &Types, variants: &[Variant], discriminator: &mut Discriminator, names_are_tags: bool) -> bool {
    let (Some(number), Some(base)) = (discriminator.base, variants.last()) else { return true };
    // Beside one other the base stays: a union of one would be another type once there is a second.
    if number + 1 != variants.len() || variants.len() < 3 {
        return true;
    }
    let listed = types.constants(&base.ty, &discriminator.property);
    let is_listed = |tag: &String| listed.as_ref().map_or(names_are_tags, |list| list.contains(tag));
    let others: BTreeSet<String> =
        discriminator.tags.iter().filter(|(_, of)| *of != number).map(|(tag, _)| tag.clone()).collect();
    discriminator.tags.retain(|(tag, of)| *of != number || (is_listed(tag) && !others.contains(tag)));
    let may_lack_tag = types
        .leaves(&base.ty)
        .iter()
        .any(|leaf| leaf.field(&discriminator.property).is_none_or(|field| !field.required || field.nullable));
    may_lack_tag || discriminator.tags_of(number).next().is_some()
}

/// The union with every type once, and what the number of each branch is now.
fn distinct(types: &Types, union: &Union) -> (Union, Vec<usize>) {
    let mut result =
        Union { variants: Vec::with_capacity(union.variants.len()), discriminator: union.discriminator.clone() };
    let mut numbers = Vec::with_capacity(union.variants.len());
    for variant in &union.variants {
        let is_same = |known: &Variant| types.resolved(&known.ty) == types.resolved(&variant.ty);
        let known = result.variants.iter().position(is_same);
        numbers.push(known.unwrap_or(result.variants.len()));
        if known.is_none() {
            result.variants.push(variant.clone());
        }
    }
    let now = |number: usize| numbers.get(number).copied().unwrap_or(number);
    if let Some(discriminator) = &mut result.discriminator {
        for (_, number) in &mut discriminator.tags {
            *number = now(*number);
        }
        discriminator.default = discriminator.default.map(now);
        discriminator.base = discriminator.base.map(now);
    }
    (result, numbers)
}

/// The tags of all branches, in their order.
///
/// A mapping and a branch's own word are never doubted. Else the values that the schema of a branch lists are its tags,
/// as far as no other branch lists them too. Those of a list that several branches share belong to the branches that
/// are called so; who got one of them that way wants no other.
fn tags(
    types: &Types,
    variants: &[Variant],
    discriminator: &Discriminator,
    unmapped: &[Unmapped],
) -> Vec<(String, usize)> {
    let mut stated: Vec<(String, usize)> = discriminator.tags.clone();
    let is_mapped = |number: usize, stated: &[(String, usize)]| stated.iter().any(|(_, known)| *known == number);
    for of in unmapped {
        if !is_mapped(of.number, &discriminator.tags) {
            stated.extend(of.stated.clone().map(|tag| (tag, of.number)));
        }
    }
    let lists: Vec<Vec<String>> = variants
        .iter()
        .map(|variant| types.constants(&variant.ty, &discriminator.property).unwrap_or_default())
        .collect();
    let mut listed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, list) in lists.iter().enumerate() {
        list.iter().for_each(|value| listed.entry(value).or_default().push(number));
    }
    listed.retain(|value, _| stated.iter().all(|(tag, _)| tag != value));
    let open: Vec<(usize, Option<&str>)> = (0..variants.len())
        .filter(|number| !is_mapped(*number, &stated))
        .map(|number| (number, unmapped.iter().find(|of| of.number == number).and_then(|of| of.component.as_deref())))
        .collect();
    let claimed = claimed(&listed, &open);
    let mut tags: Vec<(String, usize)> = Vec::with_capacity(variants.len());
    for (number, list) in lists.iter().enumerate() {
        let before = tags.len();
        tags.extend(stated.iter().filter(|(_, of)| *of == number).cloned());
        let Some((_, component)) = open.iter().find(|(of, _)| *of == number) else { continue };
        let has_claimed = claimed.values().any(|of| *of == number);
        // A constant is a tag whoever else has it.
        let is_own = |value: &&String| match (listed.get(value.as_str()), claimed.get(value.as_str())) {
            (None, _) => false,
            (Some(_), _) if list.len() == 1 => true,
            (_, Some(owner)) => *owner == number,
            (Some(listing), None) => listing.len() == 1 || !has_claimed,
        };
        tags.extend(list.iter().filter(is_own).map(|value| (value.clone(), number)));
        if tags.len() == before {
            tags.extend(component.map(|name| (name.to_owned(), number)));
        }
    }
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags
}

/// Who of those without a tag is called as a value that several list: exactly so, else in the words of another case,
/// else with words before or behind (`CatPet` of `cat`). What fits two is nobody's.
fn claimed<'a>(listed: &BTreeMap<&'a str, Vec<usize>>, open: &[(usize, Option<&str>)]) -> BTreeMap<&'a str, usize> {
    let shared: Vec<&str> = listed.iter().filter(|(_, listing)| listing.len() > 1).map(|(value, _)| *value).collect();
    let mut claimed: BTreeMap<&str, usize> = BTreeMap::new();
    for is_alike in [same as fn(&str, &str) -> bool, same_words, holds_words] {
        let free: Vec<(usize, &str)> = open
            .iter()
            .filter(|(number, _)| claimed.values().all(|of| of != number))
            .filter_map(|(number, name)| Some((*number, (*name)?)))
            .collect();
        let values: Vec<&str> = shared.iter().filter(|value| !claimed.contains_key(**value)).copied().collect();
        let is_listed = |value: &str, number: usize| listed.get(value).is_some_and(|of| of.contains(&number));
        for (number, name) in &free {
            let mut fitting = values.iter().filter(|value| is_alike(name, value) && is_listed(value, *number));
            let (Some(value), None) = (fitting.next(), fitting.next()) else { continue };
            let is_only = free.iter().filter(|(of, name)| is_alike(name, value) && is_listed(value, *of)).count() == 1;
            if is_only {
                claimed.insert(value, *number);
            }
        }
    }
    claimed
}

fn same(name: &str, value: &str) -> bool {
    name == value
}

/// Whether two names are the same words, in whatever case and however joined.
pub(super) fn same_words(name: &str, value: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|of| of.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let (name, value): (String, String) = (letters(name), letters(value));
    !name.is_empty() && name == value
}

fn holds_words(name: &str, value: &str) -> bool {
    let (name, value) = (case::snake(name), case::snake(value));
    let rest = name.strip_prefix(&value).filter(|rest| rest.starts_with('_'));
    !value.is_empty() && rest.or_else(|| name.strip_suffix(&value).filter(|rest| rest.ends_with('_'))).is_some()
}
