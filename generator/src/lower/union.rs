//! Unions: `oneOf`, `anyOf`, and several JSON types for one value.

use std::collections::{BTreeMap, BTreeSet};

use super::discriminator::{self, Unmapped};
use super::schema::{self, Class, Place};
use super::{Context, collection, enumeration, hints, merge, object, scalar, texts};
use crate::document::{Additional, JsonType, MappingTarget, Schema, SchemaId, SchemaTable};
use crate::ir::{Constraints, Docs, Origin, Owner, Role, Shape, Type, TypeDef, TypeId, Union, Variant};

/// The branches of a schema that are values, each once: null is nullability, and a branch that only requires properties
/// of the schema around it is an assertion. The branches of a branch that is no more than a union are branches.
pub(super) fn branches(schemas: &SchemaTable, schema: &Schema) -> Vec<SchemaId> {
    let mut open: Vec<SchemaId> = stated(schema).iter().rev().copied().collect();
    // Beside an object, another of which nothing is said but that it may be null is how authors of 3.0 write null.
    let is_bare = |branch: &SchemaId| schemas.get(schemas.follow(*branch)).is_bare_nullable_object();
    let null_is_written_as_object = stated(schema).iter().any(is_bare)
        && stated(schema).iter().any(|branch| !is_bare(branch) && describes_object(schemas, *branch));
    let mut seen = BTreeSet::new();
    let mut result = Vec::with_capacity(open.len());
    while let Some(id) = open.pop() {
        let branch = schemas.get(id);
        let target = schemas.follow(id);
        let is_null = null_is_written_as_object && is_bare(&target);
        if is_null || !is_value(schemas.get(target)) || !seen.insert(target) {
            continue;
        }
        if schema.discriminator.is_none() && is_mere_union(schemas, branch) {
            open.extend(stated(branch).iter().rev());
        } else {
            result.push(id);
        }
    }
    result
}

/// Whether a schema, or a part of it, is of objects.
fn describes_object(schemas: &SchemaTable, id: SchemaId) -> bool {
    let mut open = vec![id];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop().map(|id| schemas.follow(id)) {
        let schema = schemas.get(id);
        if !schema.properties.is_empty() || schema.types.contains(JsonType::Object) {
            return true;
        }
        if seen.insert(id) {
            open.extend(&schema.all_of);
        }
    }
    false
}

fn stated(schema: &Schema) -> &[SchemaId] {
    if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of }
}

/// Whether a schema is a union without a name, and says nothing else: neither of its branches nor of how to tell them.
fn is_mere_union(schemas: &SchemaTable, schema: &Schema) -> bool {
    let is_plain = schema.component.is_none()
        && schema.title.is_none()
        && schema.discriminator.is_none()
        && schema.reference.is_none()
        && schema.types.is_empty()
        && schema.all_of.is_empty()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && (schema.one_of.is_empty() || schema.any_of.is_empty());
    let lists_values = |id: &SchemaId| {
        let branch = schemas.get(*id);
        branch.constant.is_some() || branch.enumeration.is_some()
    };
    // One that lists values is an enum.
    is_plain && stated(schema).len() > 1 && !stated(schema).iter().all(lists_values)
}

fn is_value(schema: &Schema) -> bool {
    let only_required = !schema.required.is_empty()
        && schema.types.is_empty()
        && schema.properties.is_empty()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty();
    // Where null is no type, in 3.0, a branch that says no more than that it may be null is how null is written.
    let only_nullable = schema.nullable && is_silent(schema);
    !(is_null(schema) || only_required || only_nullable)
}

/// Whether a schema says nothing of its values but whether they may be null, not even of which JSON type they are.
pub(super) fn is_silent(schema: &Schema) -> bool {
    schema.boolean.is_none()
        && schema.types.is_empty()
        && !merge::says_something(schema)
        && matches!(schema.additional, Additional::Unstated)
        && schema.not.is_none()
        && schema.format.is_none()
}

/// Whether null is the only value of a schema.
pub(super) fn is_null(schema: &Schema) -> bool {
    (!schema.types.is_empty() && schema.types.iter().all(|ty| ty == JsonType::Null))
        || schema.constant.as_deref().is_some_and(serde_json::Value::is_null)
        || schema
            .enumeration
            .as_deref()
            .is_some_and(|list| !list.is_empty() && list.iter().all(serde_json::Value::is_null))
}

/// Branches that need no union: texts of which some are listed, and integers of which some are, are one open enum;
/// numbers are a number.
pub(super) fn simplify(context: &Context<'_>, branches: &[SchemaId]) -> Option<Class> {
    let schemas = &context.document.schemas;
    let scalars: Vec<Type> = branches.iter().map(|id| scalar::scalar(schemas.get(schemas.follow(*id)))).collect();
    for is in [|ty: &Type| *ty == Type::String, |ty: &Type| matches!(ty, Type::Integer(_))] {
        let mut lists = Vec::new();
        if !listed(context, branches, is, (&mut lists, &mut BTreeMap::new()), MAX_UNIONS) {
            continue;
        }
        return match (lists.as_slice(), branches.first()) {
            ([only], _) if schemas.get(schemas.follow(*only)).enumeration.is_some() => Some(Class::Same(*only)),
            ([], Some(first)) => Some(Class::Same(*first)),
            _ => Some(Class::Enums(lists)),
        };
    }
    let is_number = |ty: &Type| matches!(ty, Type::Number | Type::Decimal | Type::Integer(_));
    let is_listed = |id: &SchemaId| schemas.get(schemas.follow(*id)).enumeration.is_some();
    if scalars.iter().all(is_number) && !branches.iter().any(is_listed) {
        let number = scalars.iter().position(|ty| !matches!(ty, Type::Integer(_))).unwrap_or(0);
        return branches.get(number).map(|branch| Class::Same(*branch));
    }
    None
}

/// How many unions are looked through for branches that are all texts, or all integers.
const MAX_UNIONS: usize = 32;

/// Whether all branches are of one scalar type, and those that list their values; branches of branches are branches.
fn listed(
    context: &Context<'_>,
    branches: &[SchemaId],
    is: fn(&Type) -> bool,
    // Those looked through, and whether to their end: a union that holds itself is none of these.
    (lists, seen): (&mut Vec<SchemaId>, &mut BTreeMap<SchemaId, bool>),
    depth: usize,
) -> bool {
    branches.iter().all(|branch| {
        let id = context.document.schemas.follow(*branch);
        let schema = context.document.schemas.get(id);
        let inner = self::branches(&context.document.schemas, schema);
        if !schema.all_of.is_empty() || !schema.properties.is_empty() {
            return false;
        }
        if !inner.is_empty() {
            if let Some(known) = seen.get(&id) {
                return *known;
            }
            seen.insert(id, false);
            let is_listed = depth > 0 && listed(context, &inner, is, (lists, seen), depth - 1);
            seen.insert(id, is_listed);
            return is_listed;
        }
        let is_new = !lists.iter().any(|known| context.document.schemas.follow(*known) == id);
        if is_new && (schema.enumeration.is_some() || schema.constant.is_some()) {
            lists.push(*branch);
        }
        is(&scalar::scalar(schema))
    })
}

/// The union of these branches.
pub(super) fn union(context: &mut Context<'_>, id: SchemaId, branches: &[SchemaId], type_id: TypeId) -> Union {
    let mut variants: Vec<Variant> = Vec::with_capacity(branches.len());
    let mut numbers: Vec<(SchemaId, usize)> = Vec::with_capacity(branches.len());
    let mut titles = BTreeSet::new();
    let texts = texts_among(context, branches);
    let mut of_texts: Option<usize> = None;
    for (index, branch) in branches.iter().enumerate() {
        let is_text = texts.as_ref().is_some_and(|texts| texts.branches.contains(branch));
        if let (true, Some(known)) = (is_text, of_texts) {
            numbers.push((context.document.schemas.follow(*branch), known));
            continue;
        }
        let written = context.merged.branch(*branch);
        let schema = context.document.schemas.get(written);
        let target = context.document.schemas.follow(written);
        let title = schema.title.clone().or_else(|| context.document.schemas.get(target).title.clone());
        // Of two branches with one title the second has none: a type is known by what its owner calls it.
        let title = title.filter(|title| titles.insert(title.clone()));
        let name = context.document.schemas.get(target).component.clone().or_else(|| title.clone());
        let role = Role::Variant(index, title);
        let ty = match texts.as_ref().filter(|_| is_text) {
            Some(texts) => {
                of_texts = Some(variants.len());
                listed_texts(context, id, texts, type_id, role)
            }
            None => schema::lower(context, *branch, &Place::new(Owner::Type(type_id), role)).ty,
        };
        if let Some(known) = variants.iter().position(|variant| variant.ty == ty) {
            numbers.push((target, known));
            continue;
        }
        numbers.push((target, variants.len()));
        let hint = hints::variant_name(context, schema)
            .or_else(|| hints::variant_name(context, context.document.schemas.get(target)));
        variants.push(Variant { hint, name, ty });
    }
    let discriminator = discriminator::discriminator(context, id, &numbers, type_id);
    Union { variants, discriminator }
}

/// Branches that are texts among others that are not: one variant holds them all.
struct Texts {
    branches: Vec<SchemaId>,
    /// Those that list their values.
    lists: Vec<SchemaId>,
}

/// The branches that are texts, where there are several, some of them list their values, and others are no texts.
fn texts_among(context: &Context<'_>, branches: &[SchemaId]) -> Option<Texts> {
    let mut texts = Texts { branches: Vec::new(), lists: Vec::new() };
    for branch in branches {
        let schema = context.document.schemas.get(context.document.schemas.follow(*branch));
        let is_inline = schema.component.is_none();
        let mut lists = Vec::new();
        let is_string = |ty: &Type| *ty == Type::String;
        if is_inline && listed(context, &[*branch], is_string, (&mut lists, &mut BTreeMap::new()), MAX_UNIONS) {
            texts.branches.push(*branch);
            texts.lists.extend(lists);
        }
    }
    (texts.branches.len() > 1 && !texts.lists.is_empty()).then_some(texts)
}

/// The open enum of the values of all these.
fn listed_texts(context: &mut Context<'_>, id: SchemaId, texts: &Texts, type_id: TypeId, role: Role) -> Type {
    let list = enumeration::merged(context, id, &texts.lists);
    let site = context.document.schemas.get(id).site.clone();
    Type::Named(context.types.push(TypeDef {
        hint: None,
        replaced: None,
        origin: Origin::Inline { owner: Owner::Type(type_id), role },
        met: BTreeSet::new(),
        shape: Shape::Enum(list),
        docs: Docs::default(),
        constraints: Constraints::default(),
        deprecated: false,
        site,
    }))
}

/// The union of a schema and those that extend it. The schema itself is what none of their tags means, where it has a tag
/// of its own, and else what has no tag.
pub(super) fn family(context: &mut Context<'_>, base: SchemaId, members: &[SchemaId], type_id: TypeId) -> Union {
    let mut union = union(context, base, members, type_id);
    let number = union.variants.len();
    let schema = context.document.schemas.get(base);
    let ty = itself(context, base, type_id, Role::Base);
    union.variants.push(Variant { hint: None, name: schema.component.clone(), ty });
    let unmapped = Unmapped::of(number, schema);
    if let (Some(discriminator), Some(stated)) = (&mut union.discriminator, &schema.discriminator) {
        let is_base = |target: &MappingTarget| matches!(target, MappingTarget::Schema(id) if *id == base);
        let mapped = stated.mapping.iter().filter(|(_, target)| is_base(target)).map(|(tag, _)| (tag.clone(), number));
        discriminator.tags.extend(mapped);
        if discriminator.tags_of(number).next().is_some() || unmapped.is_stated() {
            discriminator.default = discriminator.default.or(Some(number));
        } else {
            discriminator.base = Some(number);
        }
        context.unmapped.entry(type_id).or_default().push(unmapped);
    }
    union
}

/// The union of a schema with several JSON types: a branch for each, with what the schema says of values of that type.
pub(super) fn of_types(context: &mut Context<'_>, id: SchemaId, types: &[JsonType], type_id: TypeId) -> Union {
    let place = Place::new(Owner::Type(type_id), Role::Itself);
    let mut variants = Vec::with_capacity(types.len());
    for json in types {
        let mut schema = context.document.schemas.get(id).clone();
        schema.types = std::iter::once(*json).collect();
        let (name, ty) = match json {
            JsonType::Array => ("Array", collection::list(context, &schema, &place)),
            JsonType::Object if schema.properties.is_empty() => ("Object", collection::map(context, &schema, &place)),
            JsonType::Object => ("Object", itself(context, id, type_id, Role::Object)),
            JsonType::Boolean => ("Bool", Type::Bool),
            JsonType::Integer => ("Integer", scalar::used(context, &schema)),
            JsonType::Number => ("Number", Type::Number),
            JsonType::String => ("String", scalar::used(context, &schema)),
            JsonType::Null => continue,
        };
        variants.push(Variant { hint: None, name: Some(name.to_owned()), ty });
    }
    Union { variants, discriminator: None }
}

/// The object that a schema is itself, beside what else its values may be.
fn itself(context: &mut Context<'_>, id: SchemaId, type_id: TypeId, role: Role) -> Type {
    let schema = context.document.schemas.get(id);
    let itself = context.types.push(TypeDef {
        hint: None,
        replaced: None,
        origin: Origin::Inline { owner: Owner::Type(type_id), role },
        met: BTreeSet::new(),
        shape: Shape::Alias(super::lost("not lowered yet")),
        docs: texts::docs(schema),
        constraints: Constraints::default(),
        deprecated: schema.deprecated,
        site: schema.site.clone(),
    });
    let object = object::object(context, id, itself);
    context.types.set_shape(itself, Shape::Object(object));
    Type::Named(itself)
}
