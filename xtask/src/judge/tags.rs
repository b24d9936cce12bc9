//! What a discriminator says of the schemas that extend its own, of which JSON Schema knows nothing.
//!
//! Input: a schema and a value that fits it by JSON Schema. Output: whether every tag in the value is one of a schema that
//! extends the one with the discriminator, and the value fits that schema too (OpenAPI, "Discriminator Object").
//! Nothing is said of a value without a tag, nor of the tag of a value that has to be of an extending schema anyway.
//! Not here: the discriminator of a union, which JSON Schema can express.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use specwright::document::{Additional, MappingTarget, Schema, SchemaId, SchemaTable};

use super::{Judge, held};

/// Schemas with a discriminator and no branches.
pub(super) struct Families {
    /// Each with the components that extend it, over any number of steps, and those of its mapping.
    members: BTreeMap<SchemaId, Vec<SchemaId>>,
    /// The schemas whose values can hold a value of one of them.
    around: BTreeSet<SchemaId>,
}

/// What a schema is to a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// What is stated of it, so that its tag counts.
    Whole,
    /// What another schema extends: the tag is that one's business.
    Part,
}

type Seen = BTreeSet<(SchemaId, Role)>;

impl Families {
    pub(super) fn of(schemas: &SchemaTable) -> Self {
        let mut members: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        for (id, schema) in schemas.iter().filter(|(_, schema)| is_base(schema)) {
            let mapped = schema.discriminator.iter().flat_map(|of| of.mapping.values()).filter_map(schema_of);
            members.insert(id, mapped.map(|target| schemas.follow(target)).filter(|target| *target != id).collect());
        }
        if members.is_empty() {
            return Self { members, around: BTreeSet::new() };
        }
        for (_, id) in schemas.components() {
            let (mut seen, mut open) = (BTreeSet::new(), schemas.get(id).all_of.clone());
            while let Some(part) = open.pop() {
                let part = schemas.follow(part);
                if seen.insert(part) {
                    open.extend(&schemas.get(part).all_of);
                    members.entry(part).and_modify(|members| members.push(id));
                }
            }
        }
        members.retain(|_, members| !members.is_empty());
        Self { around: around(schemas, members.keys()), members }
    }
}

/// The schemas that hold one of these, over any number of steps, and these themselves.
fn around<'i>(schemas: &SchemaTable, ids: impl Iterator<Item = &'i SchemaId>) -> BTreeSet<SchemaId> {
    let mut holders: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        held(schema).into_iter().for_each(|inner| holders.entry(inner).or_default().push(id));
    }
    let mut found = BTreeSet::new();
    let mut open: Vec<SchemaId> = ids.copied().collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(holders.get(&id).into_iter().flatten());
        }
    }
    found
}

fn is_base(schema: &Schema) -> bool {
    schema.discriminator.is_some() && schema.one_of.is_empty() && schema.any_of.is_empty()
}

fn schema_of(target: &MappingTarget) -> Option<SchemaId> {
    match target {
        MappingTarget::Schema(id) => Some(*id),
        MappingTarget::Text(_) => None,
    }
}

impl Judge<'_> {
    /// Whether the tags in a value are those of schemas that it fits.
    pub(super) fn fits_by_tags(&mut self, id: SchemaId, value: &Value) -> bool {
        self.at(id, value, Role::Whole, &mut Seen::new())
    }

    fn at(&mut self, id: SchemaId, value: &Value, role: Role, seen: &mut Seen) -> bool {
        if !self.families.around.contains(&id) || !seen.insert((id, role)) {
            return true;
        }
        let schema = self.schemas.get(id);
        // What has a name, parts or properties of its own extends; else it is the same value with words beside it.
        let is_wrapper = schema.component.is_none() && schema.properties.is_empty() && schema.all_of.len() == 1;
        let of_part = if is_wrapper { role } else { Role::Part };
        (role == Role::Part || self.fits_by_tag(id, value))
            && schema.reference.into_iter().all(|target| self.at(target, value, role, seen))
            && schema.all_of.iter().all(|part| self.at(*part, value, of_part, seen))
            && [&schema.one_of, &schema.any_of].into_iter().all(|branches| self.fits_one(branches, value, seen))
            && self.fits_inside(schema, value)
    }

    /// Whether a value is of one of the branches; without any it is.
    fn fits_one(&mut self, branches: &[SchemaId], value: &Value, seen: &Seen) -> bool {
        let mut fits = |id| self.fits_by_schema(id, value) && self.at(id, value, Role::Whole, &mut seen.clone());
        branches.is_empty() || branches.iter().any(|branch| fits(*branch))
    }

    /// Whether the parts of a value are of what a schema says of them.
    fn fits_inside(&mut self, schema: &Schema, value: &Value) -> bool {
        let mut fits = |id: Option<SchemaId>, value: &Value| id.is_none_or(|id| self.fits_by_tags(id, value));
        match value {
            Value::Object(map) => map.iter().all(|(name, value)| {
                let free = match schema.additional {
                    Additional::Schema(id) if schema.pattern_properties.is_empty() => Some(id),
                    _ => None,
                };
                fits(schema.properties.get(name).copied().or(free), value)
            }),
            Value::Array(list) => list.iter().enumerate().all(|(index, value)| {
                let positional = schema.prefix_items.get(index).copied();
                fits(positional.or(schema.items), value)
            }),
            _ => true,
        }
    }

    /// Whether a value is of the schema that its tag means; without a tag, or a discriminator, it is.
    fn fits_by_tag(&mut self, base: SchemaId, value: &Value) -> bool {
        let schemas = self.schemas;
        let Some(discriminator) = &schemas.get(base).discriminator else { return true };
        let Some(members) = self.families.members.get(&base) else { return true };
        let name = &discriminator.property;
        let Some(tag) = value.get(name).and_then(Value::as_str) else { return true };
        let meant: Vec<SchemaId> = match discriminator.mapping.get(tag) {
            Some(MappingTarget::Schema(id)) => vec![*id],
            // It means a schema that is not here.
            Some(MappingTarget::Text(_)) => return true,
            None => {
                let is_called = |id: &SchemaId| schemas.get(*id).component.as_deref() == Some(tag);
                let is_meant = |id: &SchemaId| is_called(id) || lists(schemas, *id, name, tag);
                let members = members.iter().filter(|id| is_meant(id));
                members.copied().chain(Some(base).filter(is_called)).collect()
            }
        };
        let default = || discriminator.default.as_ref().and_then(schema_of).into_iter().collect();
        let meant: Vec<SchemaId> = if meant.is_empty() { default() } else { meant };
        meant.into_iter().map(|id| schemas.follow(id)).any(|id| {
            id == base || (self.fits_by_schema(id, value) && self.at(id, value, Role::Part, &mut Seen::new()))
        })
    }
}

/// Whether a schema says itself that this text is its tag: by an extension, or as a value of the property.
fn lists(schemas: &SchemaTable, id: SchemaId, name: &str, tag: &str) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![id]);
    while let Some(id) = open.pop().map(|id| schemas.follow(id)).filter(|id| seen.insert(*id)) {
        let schema = schemas.get(id);
        let stated = ["x-discriminator-value", "x-ms-discriminator-value"];
        let property = schema.properties.get(name).map(|id| schemas.get(schemas.follow(*id)));
        let values = property.into_iter().flat_map(|of| of.enumeration.iter().flatten().chain(of.constant.as_deref()));
        let mut said = stated.iter().filter_map(|key| schema.extensions.get(*key)).chain(values);
        if said.any(|value| value == tag) {
            return true;
        }
        // What a base lists is of all that extend it.
        open.extend(schema.all_of.iter().filter(|part| !is_base(schemas.get(schemas.follow(**part)))));
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::diag::Diagnostics;
    use specwright::{document, source::Sources};

    use super::*;

    /// Whether a value fits the schema `S` of these, of which `Pet` is a base that `Cat` and `Dog` extend.
    #[allow(clippy::needless_pass_by_value)]
    fn fits(schemas: &str, value: Value) -> bool {
        let text = format!(
            "{{ openapi: 3.1.0, info: {{ title: T, version: '1' }}, paths: {{}}, components: {{ schemas: {{
                Pet: {{ type: object, properties: {{ kind: {{ type: string }} }}, discriminator: {{ propertyName: kind }} }},
                Cat: {{ allOf: [{{ $ref: '#/components/schemas/Pet' }}], required: [claws] }},
                Dog: {{ properties: {{ kind: {{ enum: [dog] }} }}, allOf: [{{ $ref: '#/components/schemas/Pet' }}] }},
                {schemas} }} }} }}"
        );
        let sources = Sources::from_texts("api.yaml", [("api.yaml", text.as_str())]).unwrap();
        let document = document::build(&sources, &mut Diagnostics::default()).unwrap();
        Judge::of(&document.schemas).fits(document.schemas.component("S").unwrap(), &value)
    }

    #[test]
    fn a_tag_is_that_of_a_schema_that_the_value_fits() {
        let pet = |value| fits("S: { $ref: '#/components/schemas/Pet' }", value);
        assert!(pet(json!({ "kind": "Cat", "claws": 1 })) && !pet(json!({ "kind": "Cat" })));
        assert!(pet(json!({ "kind": "dog" })), "by a value of the property");
        assert!(pet(json!({ "kind": "Pet" })), "the base itself");
        assert!(!pet(json!({ "kind": "Cow" })));
        assert!(pet(json!({})), "without a tag nothing is said");
        let mapped = "S: { properties: { k: { type: string } }, discriminator: { propertyName: k,
            mapping: { tom: '#/components/schemas/Cat', far: 'gone.yaml' } } }";
        assert!(fits(mapped, json!({ "k": "tom", "claws": 1 })) && !fits(mapped, json!({ "k": "tom" })));
        assert!(fits(mapped, json!({ "k": "far" })) && !fits(mapped, json!({ "k": "rex" })));
        let alone = "S: { properties: { k: { type: string } }, discriminator: { propertyName: k } }";
        assert!(fits(alone, json!({ "k": "any" })), "nothing extends it");
    }

    #[test]
    fn tags_count_wherever_the_value_stands() {
        let pet = "{ $ref: '#/components/schemas/Pet' }";
        let (good, bad) = (json!({ "kind": "dog" }), json!({ "kind": "Cow" }));
        for (schema, of) in [
            (
                format!("{{ properties: {{ a: {pet} }} }}"),
                Box::new(|pet| json!({ "a": pet })) as Box<dyn Fn(Value) -> Value>,
            ),
            (format!("{{ additionalProperties: {pet} }}"), Box::new(|pet| json!({ "a": pet }))),
            (format!("{{ type: array, items: {pet} }}"), Box::new(|pet| json!([pet]))),
            (format!("{{ prefixItems: [{{}}, {pet}] }}"), Box::new(|pet| json!([1, pet]))),
            (
                format!("{{ properties: {{ a: {{ allOf: [{pet}], description: A pet. }} }} }}"),
                Box::new(|pet| json!({ "a": pet })),
            ),
            (format!("{{ anyOf: [{pet}, {{ type: 'null' }}] }}"), Box::new(|pet| pet)),
            (
                format!("{{ oneOf: [{{ type: array, items: {pet} }}, {{ type: string }}] }}"),
                Box::new(|pet| json!([pet])),
            ),
        ] {
            let schema = format!("S: {schema}");
            assert!(fits(&schema, of(good.clone())), "{schema}");
            assert!(!fits(&schema, of(bad.clone())), "{schema}");
        }
    }

    #[test]
    fn the_tag_of_a_union_is_one_that_a_branch_has() {
        let branch = |tag: &str| format!("{{ type: object, properties: {{ t: {{ type: string, default: {tag} }} }} }}");
        let by_defaults = format!("S: {{ anyOf: [{}, {{ allOf: [{}] }}, {}] }}", branch("a"), branch("b"), branch("b"));
        let by_defaults = |value| fits(&by_defaults, value);
        assert!(by_defaults(json!({ "t": "b" })), "one that two branches share");
        assert!(by_defaults(json!({ "t": "a" })) && !by_defaults(json!({ "t": "c" })) && !by_defaults(json!({})));
        let free = "S: { anyOf: [{ properties: { t: { default: a } } }, { properties: { u: { default: b } } }] }";
        assert!(fits(free, json!({ "t": "c" })), "no property tells");
        let mapped = "S: { anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
            discriminator: { propertyName: kind, mapping: { c: Cat, d: Dog } } }";
        assert!(fits(mapped, json!({ "kind": "c", "claws": 1 })) && !fits(mapped, json!({ "claws": 1 })));
    }

    #[test]
    fn what_openapi_accepts_is_not_refused() {
        // Another branch has no discriminator.
        let either = "S: { anyOf: [{ $ref: '#/components/schemas/Pet' }, { type: object }] }";
        assert!(fits(either, json!({ "kind": "Cow" })));
        // A value of what extends the base is that, whatever its tag.
        let cat = "S: { $ref: '#/components/schemas/Cat' }";
        assert!(fits(cat, json!({ "kind": "Cow", "claws": 1 })));
        // What holds itself comes to an end.
        let circle = "S: { anyOf: [{ $ref: '#/components/schemas/S' }, { $ref: '#/components/schemas/Pet' }] }";
        assert!(fits(circle, json!({ "kind": "dog" })));
        let later = "S: { properties: { k: { type: string } }, discriminator: { propertyName: k, defaultMapping: Cat,
            mapping: { d: '#/components/schemas/Dog' } } }";
        assert!(fits(later, json!({ "k": "x", "claws": 1 })) && !fits(later, json!({ "k": "x" })));
    }
}
