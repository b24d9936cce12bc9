//! Unions: `oneOf`, `anyOf`, and several JSON types for one value.

use super::schema::{self, Class, Place};
use super::{Context, hints, object, scalar};
use crate::document::{JsonType, MappingTarget, Schema, SchemaId};
use crate::ir::{Discriminator, Owner, Role, Shape, Type, TypeDef, TypeId, Union, Variant};

/// The branches of a schema that are values: null is nullability, and a branch that only requires properties of the
/// schema around it is an assertion.
pub(super) fn branches(context: &Context<'_>, schema: &Schema) -> Vec<SchemaId> {
    let list = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    list.iter().copied().filter(|id| is_value(context.document.schemas.get(*id))).collect()
}

fn is_value(schema: &Schema) -> bool {
    let only_null = !schema.types.is_empty() && schema.types.iter().all(|ty| ty == JsonType::Null);
    let constant_null = schema.constant.as_deref().is_some_and(serde_json::Value::is_null);
    let only_required = !schema.required.is_empty()
        && schema.types.is_empty()
        && schema.properties.is_empty()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty();
    !(only_null || constant_null || only_required)
}

/// Branches that need no union: when all are strings, the one that lists values (read as an open enum) or any string;
/// when all are numbers, the number.
pub(super) fn simplify(context: &mut Context<'_>, branches: &[SchemaId]) -> Option<Class> {
    let mut resolved = Vec::with_capacity(branches.len());
    for branch in branches {
        resolved.push((*branch, context.document.schemas.follow(*branch)));
    }
    let document = context.document;
    let plain_string = |id: &SchemaId| {
        let schema = document.schemas.get(*id);
        scalar::scalar(schema) == Type::String
            && schema.all_of.is_empty()
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
    };
    let is_enum = |id: &SchemaId| document.schemas.get(*id).enumeration.is_some();
    if resolved.iter().all(|(_, id)| plain_string(id)) {
        let enums: Vec<SchemaId> = resolved.iter().filter(|(_, id)| is_enum(id)).map(|(branch, _)| *branch).collect();
        return match (enums.as_slice(), resolved.first()) {
            ([only], _) => Some(Class::Same(*only)),
            ([], Some((first, _))) => Some(Class::Same(*first)),
            _ => None,
        };
    }
    let number = |id: &SchemaId| matches!(scalar::scalar(document.schemas.get(*id)), Type::Number | Type::Integer(_));
    if resolved.iter().all(|(_, id)| number(id) && !is_enum(id)) {
        return resolved
            .iter()
            .find(|(_, id)| scalar::scalar(document.schemas.get(*id)) == Type::Number)
            .or_else(|| resolved.first())
            .map(|(branch, _)| Class::Same(*branch));
    }
    None
}

/// The union of these branches; `parts` are object schemas that hold beside whichever branch is taken.
pub(super) fn union(
    context: &mut Context<'_>,
    id: SchemaId,
    branches: &[SchemaId],
    parts: &[SchemaId],
    type_id: TypeId,
) -> Union {
    let mut variants: Vec<Variant> = Vec::with_capacity(branches.len());
    let mut numbers: Vec<(SchemaId, usize)> = Vec::with_capacity(branches.len());
    for (index, branch) in branches.iter().enumerate() {
        let schema = context.document.schemas.get(*branch);
        let target = context.document.schemas.follow(*branch);
        let title = schema.title.clone().or_else(|| context.document.schemas.get(target).title.clone());
        let name = context.document.schemas.get(target).component.clone().or_else(|| title.clone());
        let role = Role::Variant(index, title);
        let ty = if parts.is_empty() {
            schema::lower(context, *branch, &Place::new(Owner::Type(type_id), role)).ty
        } else {
            merged(context, *branch, parts, type_id, role)
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
    let discriminator = discriminator(context, id, &numbers);
    Union { variants, discriminator }
}

/// A branch together with the object around it, as an object of its own.
fn merged(context: &mut Context<'_>, branch: SchemaId, parts: &[SchemaId], type_id: TypeId, role: Role) -> Type {
    let target = context.document.schemas.follow(branch);
    let schema = context.document.schemas.get(target);
    let mut all: Vec<SchemaId> = parts.to_vec();
    match schema::classify(context, target) {
        Class::Object(more) => all.extend(more),
        _ => all.push(target),
    }
    let hint = hints::variant_name(context, context.document.schemas.get(branch));
    let merged = context.types.push(TypeDef {
        hint,
        origin: crate::ir::Origin::Inline { owner: Owner::Type(type_id), role },
        shape: Shape::Alias(super::any("not lowered yet")),
        docs: schema::docs(schema),
        deprecated: schema.deprecated,
        replaced: None,
        site: schema.site.clone(),
    });
    let object = object::object(context, &all, merged);
    context.types.set_shape(merged, Shape::Object(object));
    Type::Named(merged)
}

/// The tags: those of the mapping, and by default the component's name; a branch whose property is a constant has
/// that one.
fn discriminator(context: &Context<'_>, id: SchemaId, numbers: &[(SchemaId, usize)]) -> Option<Discriminator> {
    let schema = context.document.schemas.get(id);
    let stated = schema.discriminator.as_ref()?;
    let mut tags: Vec<(String, usize)> = Vec::new();
    for (tag, target) in &stated.mapping {
        let target = match target {
            MappingTarget::Schema(id) => Some(context.document.schemas.follow(*id)),
            MappingTarget::Text(_) => None,
        };
        if let Some((_, number)) = numbers.iter().find(|(id, _)| Some(*id) == target) {
            tags.push((tag.clone(), *number));
        }
    }
    tags.dedup();
    for (target, number) in numbers {
        if tags.iter().any(|(_, known)| known == number) {
            continue;
        }
        let schema = context.document.schemas.get(*target);
        let constants = constants(context, *target, &stated.property);
        if constants.is_empty() {
            tags.extend(schema.component.clone().map(|name| (name, *number)));
        }
        tags.extend(constants.into_iter().map(|tag| (tag, *number)));
    }
    let default = match &stated.default {
        Some(MappingTarget::Schema(id)) => {
            let target = context.document.schemas.follow(*id);
            numbers.iter().find(|(id, _)| *id == target).map(|(_, number)| *number)
        }
        Some(MappingTarget::Text(_)) | None => None,
    };
    Some(Discriminator { property: stated.property.clone(), tags, default })
}

/// The strings that a property of a schema can be, where it is a constant or a list.
fn constants(context: &Context<'_>, id: SchemaId, property: &str) -> Vec<String> {
    let schemas = &context.document.schemas;
    let Some(&property) = schemas.get(id).properties.get(property) else {
        return Vec::new();
    };
    let property = schemas.get(context.document.schemas.follow(property));
    let values = property.constant.as_deref().into_iter().chain(property.enumeration.iter().flatten());
    values.filter_map(|value| value.as_str().map(ToOwned::to_owned)).collect()
}

/// The union of a schema with several JSON types: a branch for each.
pub(super) fn of_types(context: &mut Context<'_>, id: SchemaId, types: &[JsonType], type_id: TypeId) -> Union {
    let mut variants = Vec::with_capacity(types.len());
    for ty in types {
        let schema = context.document.schemas.get(id);
        let (name, ty) = match ty {
            JsonType::Array => ("Array", schema::array_of(context, schema.items, type_id)),
            JsonType::Object => ("Object", Type::Map(Box::new(super::any("the object has no described properties")))),
            JsonType::Boolean => ("Bool", Type::Bool),
            JsonType::Integer => ("Integer", Type::Integer(crate::ir::IntegerKind::I64)),
            JsonType::Number => ("Number", Type::Number),
            JsonType::String => ("String", Type::String),
            JsonType::Null => continue,
        };
        variants.push(Variant { hint: None, name: Some(name.to_owned()), ty });
    }
    Union { variants, discriminator: None }
}
