//! One schema to one type: the dispatch over what a schema can be.

use std::collections::BTreeSet;

use super::{Context, collection, declared, enumeration, hints, home, lost, merge, object, scalar, texts, union};
use crate::diag::{Code, Diagnostic};
use crate::document::{Additional, JsonType, Schema, SchemaId};
use crate::ir::{Origin, Owner, Role, Shape, Type, TypeDef, TypeId};

/// Where a schema stands: who holds it and as what. It becomes the origin of its type if it needs a name.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) owner: Owner,
    pub(super) role: Role,
}

impl Place {
    pub(super) fn new(owner: Owner, role: Role) -> Self {
        Self { owner, role }
    }

    /// The same holder, as the element of the list that stood here.
    pub(super) fn item(&self) -> Self {
        Self { owner: self.owner.clone(), role: Role::Item(Box::new(self.role.clone())) }
    }

    /// The same holder, as one element of the list that stood here.
    pub(super) fn element(&self, number: usize) -> Self {
        Self { owner: self.owner.clone(), role: Role::Element(Box::new(self.role.clone()), number) }
    }

    /// The same holder, as the value of the map that stood here.
    pub(super) fn map_value(&self) -> Self {
        Self { owner: self.owner.clone(), role: Role::MapValue(Box::new(self.role.clone())) }
    }
}

/// How many types without a name of their own may lie in one another. Real descriptions need about ten.
const MAX_LEVELS: usize = 500;
/// How many of them are lowered inside one another; deeper ones have their turn later.
const MAX_STACK: usize = 48;
/// How many lists, maps and wrappers may lie in one another without a type that has a name in between.
const MAX_NESTING: usize = 32;
/// How many branches a union may have. Real descriptions have some hundreds; each becomes a variant, and is held against
/// every other.
const MAX_BRANCHES: usize = 2_000;

/// A type and whether null may stand for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Use {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Use {
    /// The type of an element, which has no other place to say that it may be null.
    pub(super) fn or_null(self) -> Type {
        if self.nullable { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// Lowers every component, in the order of the document.
pub(super) fn components(context: &mut Context<'_>) {
    let document = context.document;
    // All names first: a component that is met before its turn is then a name like any other.
    for (name, id) in document.schemas.components() {
        let schema = document.schemas.get(id);
        let hint = hints::type_name(context, schema, None);
        let type_id = context.types.push(TypeDef {
            hint,
            origin: Origin::Component(name.to_owned()),
            met: BTreeSet::new(),
            shape: Shape::Alias(lost("not lowered yet")),
            docs: texts::docs(schema),
            constraints: texts::constraints(context, document.schemas.get(context.merged.whole(id))),
            deprecated: schema.deprecated || hints::is_deprecated(&schema.extensions),
            replaced: super::configured(context, schema).and_then(|of| of.replace.clone()),
            site: schema.site.clone(),
        });
        context.named.insert(id, type_id);
    }
    for (_, id) in document.schemas.components() {
        define_component(context, id);
    }
}

/// Gives a component its shape, unless that is done or being done.
pub(super) fn define_component(context: &mut Context<'_>, id: SchemaId) {
    let is_component = context.document.schemas.get(id).component.is_some();
    if let Some(&type_id) = context.named.get(&id).filter(|_| is_component)
        && context.begun.insert(id)
    {
        define(context, id, type_id, 0);
    }
}

/// Gives a type that has its name the shape of its schema. What lies deeper than the stack should go has its turn when
/// the outermost type is done: references can lead from schema to schema as long as their author likes.
fn define(context: &mut Context<'_>, id: SchemaId, type_id: TypeId, level: usize) {
    if context.stack >= MAX_STACK {
        context.deferred.push((id, type_id, level));
        return;
    }
    let outer = (context.level, std::mem::take(&mut context.open));
    context.stack += 1;
    context.level = level;
    let shape = shape(context, id, type_id);
    context.types.set_shape(type_id, shape);
    context.stack -= 1;
    (context.level, context.open) = outer;
    while context.stack == 0
        && let Some((id, type_id, level)) = context.deferred.pop()
    {
        define(context, id, type_id, level);
    }
}

/// Says which keywords of a schema its type does not show.
fn report_unshown(context: &mut Context<'_>, id: SchemaId) {
    for part in context.merged.parts(context.merged.whole(id)) {
        let schema = context.document.schemas.get(part);
        let unshown = [
            ("prefixItems", !schema.prefix_items.is_empty() && collection::fixed_length(context, schema).is_none()),
            ("patternProperties", !schema.pattern_properties.is_empty() && !collection::shows_patterns(schema)),
            ("not", schema.not.is_some()),
        ];
        for (keyword, _) in unshown.into_iter().filter(|(_, is_there)| *is_there) {
            context.diagnostics.push(
                Diagnostic::new(Code::KeywordNotShown, format!("the type of this schema does not show `{keyword}`"))
                    .at(&schema.site.join(keyword)),
            );
        }
    }
}

/// The shape of a schema that has a name whatever it is.
fn shape(context: &mut Context<'_>, id: SchemaId, type_id: TypeId) -> Shape {
    let place = Place::new(Owner::Type(type_id), Role::Itself);
    let (mut base, mut class) = (id, classify(context, id));
    // What only wraps an inline schema is that schema, under its own name.
    while let Class::Same(target) = class
        && !context.named.contains_key(&target)
    {
        context.named.insert(target, type_id);
        (base, class) = (target, classify(context, target));
    }
    let id = context.merged.whole(base);
    match class {
        Class::Object => Shape::Object(object::object(context, base, type_id)),
        Class::Enum => match enumeration::enumeration(context, id) {
            Some(list) => Shape::Enum(list),
            None => Shape::Alias(plain(context, id, &place).ty),
        },
        Class::Enums(lists) => Shape::Enum(enumeration::merged(context, id, &lists)),
        Class::Union(branches) => Shape::Union(union::union(context, id, &branches, type_id)),
        Class::Family(members) => Shape::Union(union::family(context, base, &members, type_id)),
        Class::Types(types) => Shape::Union(union::of_types(context, id, &types, type_id)),
        Class::Same(target) => Shape::Alias(lower(context, target, &place).ty),
        Class::TooWide => Shape::Alias(too_wide(context, id)),
        Class::Plain => Shape::Alias(plain(context, id, &place).ty),
    }
}

/// Lowers a schema where it is used.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, place: &Place) -> Use {
    let nullable = context.nullable.contains(&id);
    if let Some(&type_id) = context.named.get(&id) {
        home::note(context, type_id, place);
        return Use { ty: Type::Named(type_id), nullable };
    }
    let class = classify(context, id);
    // What another type stands in the place of has a name to stand under, whatever it is.
    let is_replaced =
        super::configured(context, context.document.schemas.get(id)).is_some_and(|of| of.replace.is_some());
    let ty = match class {
        Class::Same(target) if !is_replaced => {
            let mut inner_nullable = false;
            let ty = nested(context, id, |context| {
                let inner = lower(context, target, place);
                inner_nullable = inner.nullable;
                inner.ty
            });
            return Use { ty, nullable: nullable || inner_nullable };
        }
        Class::Plain if !is_replaced => plain(context, context.merged.whole(id), place).ty,
        Class::TooWide if !is_replaced => too_wide(context, id),
        Class::Enum if !is_replaced && enumeration::enumeration(context, context.merged.whole(id)).is_none() => {
            plain(context, context.merged.whole(id), place).ty
        }
        _ if context.level >= MAX_LEVELS => too_deep(context, id),
        _ => {
            let home = home::home(context, id, place);
            if let Some(&type_id) = context.named.get(&id) {
                home::note(context, type_id, place);
                return Use { ty: Type::Named(type_id), nullable };
            }
            let schema = context.document.schemas.get(id);
            let hint = hints::type_name(context, schema, Some(&place.role));
            let type_id = context.types.push(TypeDef {
                hint,
                origin: Origin::Inline { owner: home.owner, role: home.role },
                met: BTreeSet::new(),
                shape: Shape::Alias(lost("not lowered yet")),
                docs: texts::docs(schema),
                constraints: texts::constraints(context, context.document.schemas.get(context.merged.whole(id))),
                deprecated: schema.deprecated || hints::is_deprecated(&schema.extensions),
                replaced: super::configured(context, schema).and_then(|of| of.replace.clone()),
                site: schema.site.clone(),
            });
            home::note(context, type_id, place);
            context.named.insert(id, type_id);
            define(context, id, type_id, context.level + 1);
            Type::Named(type_id)
        }
    };
    Use { ty, nullable }
}

/// What a schema is, before anything is made of it.
pub(super) enum Class {
    /// An object with named properties.
    Object,
    /// A list of values.
    Enum,
    /// The values of several lists.
    Enums(Vec<SchemaId>),
    /// Itself, or one of those that extend it.
    Family(Vec<SchemaId>),
    /// One of these branches.
    Union(Vec<SchemaId>),
    /// One of several JSON types.
    Types(Vec<JsonType>),
    /// Another schema and nothing of its own.
    Same(SchemaId),
    /// One of more branches than an enum can have.
    TooWide,
    /// A scalar, a list, a map, or anything at all.
    Plain,
}

pub(super) fn classify(context: &mut Context<'_>, id: SchemaId) -> Class {
    report_unshown(context, id);
    let document = context.document;
    let own = document.schemas.get(id);
    if own.boolean.is_some() || hints::is_any(&own.extensions) {
        return Class::Plain;
    }
    if let Some(members) = context.families.get(&id) {
        return if members.len() > MAX_BRANCHES { Class::TooWide } else { Class::Family(members.clone()) };
    }
    let id = context.merged.whole(id);
    let schema = document.schemas.get(id);
    if let Some(target) = schema.reference.or_else(|| merge::sole_member(&document.schemas, schema)) {
        return Class::Same(target);
    }
    if schema.enumeration.is_some() {
        return Class::Enum;
    }
    if enumeration::is_list_of_constants(&document.schemas, schema) {
        return Class::Enum;
    }
    let branches = union::branches(&document.schemas, schema);
    if let ([only], true) = (branches.as_slice(), schema.properties.is_empty()) {
        return Class::Same(*only);
    }
    if branches.len() > 1 {
        if let Some(class) = union::simplify(context, &branches) {
            return class;
        }
        return if branches.len() > MAX_BRANCHES { Class::TooWide } else { Class::Union(branches) };
    }
    let types: Vec<JsonType> = schema.types.iter().filter(|ty| *ty != JsonType::Null).collect();
    // Every integer is a number: the two together are just numbers.
    let numbers = [JsonType::Integer, JsonType::Number];
    if types.len() > 1 && !types.iter().all(|ty| numbers.contains(ty)) {
        return Class::Types(types);
    }
    if !schema.properties.is_empty() || is_closed_empty_object(schema) {
        return Class::Object;
    }
    Class::Plain
}

/// An object that may hold nothing: a struct without fields, where an object that says nothing is a map.
fn is_closed_empty_object(schema: &Schema) -> bool {
    schema.types.contains(JsonType::Object)
        && matches!(schema.additional, Additional::Denied)
        && schema.pattern_properties.is_empty()
}

/// A schema that needs no name.
fn plain(context: &mut Context<'_>, id: SchemaId, place: &Place) -> Use {
    let schema = context.document.schemas.get(id);
    if hints::is_any(&schema.extensions) {
        return Use { ty: declared("an extension says that it may be anything"), nullable: false };
    }
    let types: Vec<JsonType> = schema.types.iter().filter(|ty| *ty != JsonType::Null).collect();
    let is_array = types.contains(&JsonType::Array)
        || (types.is_empty() && (schema.items.is_some() || collection::is_positional(schema)));
    let is_object =
        types.contains(&JsonType::Object) || (types.is_empty() && matches!(schema.additional, Additional::Schema(_)));
    let is_map = is_object || (types.is_empty() && !schema.pattern_properties.is_empty());
    let ty = if is_mixed(schema) {
        lost("the listed values are of several types")
    } else if is_array || is_map {
        nested(context, id, |context| {
            if is_array { collection::list(context, schema, place) } else { collection::map(context, schema, place) }
        })
    } else {
        scalar::used(context, schema)
    };
    Use { ty, nullable: context.nullable.contains(&id) }
}

/// Whether listed values are of several types, so that the one that is stated is not that of all.
fn is_mixed(schema: &Schema) -> bool {
    let kinds: BTreeSet<&str> = schema.enumeration.iter().flatten().filter_map(kind_of).collect();
    kinds.len() > 1
}

fn kind_of(value: &serde_json::Value) -> Option<&'static str> {
    Some(match value {
        serde_json::Value::Null => return None,
        serde_json::Value::Object(_) => "object",
        serde_json::Value::Array(_) => "array",
        _ => "scalar",
    })
}

/// What holds another schema without a name in between, unless that leads back here or has no end.
fn nested(context: &mut Context<'_>, id: SchemaId, make: impl FnOnce(&mut Context<'_>) -> Type) -> Type {
    if context.open.len() >= MAX_NESTING {
        return too_deep(context, id);
    }
    if !context.open.insert(id) {
        return cycle(context, id);
    }
    let ty = make(context);
    context.open.remove(&id);
    ty
}

fn too_deep(context: &mut Context<'_>, id: SchemaId) -> Type {
    let site = &context.document.schemas.get(id).site;
    context.diagnostics.push(
        Diagnostic::new(Code::NestedTooDeep, "schemas without a name of their own lie too deep in one another here")
            .at(site)
            .effect("the value becomes an untyped JSON value")
            .help("give one of them a name: move it to `#/components/schemas`, and refer to it"),
    );
    lost("schemas lie too deep in one another")
}

fn too_wide(context: &mut Context<'_>, id: SchemaId) -> Type {
    let site = &context.document.schemas.get(id).site;
    context.diagnostics.push(
        Diagnostic::new(Code::TooManyBranches, format!("this union has more than {MAX_BRANCHES} branches"))
            .at(site)
            .effect("the value becomes an untyped JSON value")
            .help("describe what the branches have in common, and refer to the union's parts one by one"),
    );
    lost("the union has too many branches")
}

fn cycle(context: &mut Context<'_>, id: SchemaId) -> Type {
    let site = &context.document.schemas.get(id).site;
    context.diagnostics.push(
        Diagnostic::new(Code::SchemaCycle, "this schema is made of itself and nothing else")
            .at(site)
            .effect("its value is any JSON"),
    );
    lost("the schema is made of itself")
}
