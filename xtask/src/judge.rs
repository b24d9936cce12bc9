//! The judge: whether a value is one that a schema describes.
//!
//! Input: the schemas of a document, and a value. Output: yes or no, by the crate `jsonschema`, with formats asserted.
//! Beside JSON Schema's own rules count a discriminator's (of a union, and of what others extend), the ranges of integers that a format states, and that what
//! has properties is an object.
//! Not here: the emitted types, which the judge knows nothing of.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::document::{Additional, JsonType, MappingTarget, Schema, SchemaId, SchemaTable};

/// Schemas with a discriminator of their own, and those that extend each.
type Families = BTreeMap<SchemaId, Vec<SchemaId>>;

/// Validators of the schemas that were asked for.
pub(crate) struct Judge<'a> {
    schemas: &'a SchemaTable,
    families: Families,
    validators: BTreeMap<SchemaId, Option<Validator>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn of(schemas: &'a SchemaTable) -> Self {
        Self { schemas, families: families(schemas), validators: BTreeMap::new() }
    }

    pub(crate) fn schemas(&self) -> &'a SchemaTable {
        self.schemas
    }

    /// Whether a value fits a schema. One that cannot be compiled (a pattern that is none) fits nothing.
    pub(crate) fn fits(&mut self, id: SchemaId, value: &Value) -> bool {
        let validator = self.validators.entry(id).or_insert_with(|| {
            let definitions = definitions(self.schemas, &self.families, id);
            let schema = json!({ "$ref": reference(id), "$defs": definitions });
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).ok()
        });
        validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }
}

fn families(schemas: &SchemaTable) -> Families {
    let is_base =
        |schema: &Schema| schema.discriminator.is_some() && schema.one_of.is_empty() && schema.any_of.is_empty();
    let mut families: Families =
        schemas.iter().filter(|(_, schema)| is_base(schema)).map(|(id, _)| (id, Vec::new())).collect();
    if families.is_empty() {
        return families;
    }
    for (id, schema) in schemas.iter().filter(|(_, schema)| schema.component.is_some()) {
        let (mut seen, mut open) = (BTreeSet::new(), schema.all_of.clone());
        while let Some(part) = open.pop() {
            let part = schemas.follow(part);
            if seen.insert(part) {
                open.extend(&schemas.get(part).all_of);
                families.entry(part).and_modify(|extended| extended.push(id));
            }
        }
    }
    families.retain(|_, extended| !extended.is_empty());
    families
}

/// The schemas that a schema leads to, itself among them.
fn reach(schemas: &SchemaTable, families: &Families, id: SchemaId) -> BTreeSet<SchemaId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = schemas.get(id);
        open.extend(families.get(&id).into_iter().flatten());
        open.extend(schema.reference.into_iter().chain(schema.items).chain(schema.not).chain(schema.property_names));
        open.extend(schema.properties.values().chain(schema.pattern_properties.values()));
        let targets = schema.discriminator.iter().flat_map(|of| of.mapping.values());
        open.extend(targets.filter_map(|target| match target {
            MappingTarget::Schema(id) => Some(*id),
            MappingTarget::Text(_) => None,
        }));
        open.extend(schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of).chain(&schema.prefix_items));
        if let Additional::Schema(value) = schema.additional {
            open.push(value);
        }
    }
    seen
}

fn reference(id: SchemaId) -> String {
    format!("#/$defs/{}", id.index())
}

/// What extends a schema has to fit what that asserts of itself, and not once more what its discriminator says.
fn plain(id: SchemaId) -> String {
    format!("#/$defs/{}-plain", id.index())
}

fn definitions(schemas: &SchemaTable, families: &Families, id: SchemaId) -> Value {
    let mut definitions = Map::new();
    for id in reach(schemas, families, id) {
        let mut definition = definition(schemas, families, schemas.get(id));
        if let Some(extended) = families.get(&id) {
            definitions.insert(format!("{}-plain", id.index()), definition);
            let rules = by_discriminator(schemas, id, extended);
            let parts = [vec![json!({ "$ref": plain(id) })], rules].concat();
            definition = json!({ "allOf": parts });
        }
        definitions.insert(id.index().to_string(), definition);
    }
    Value::Object(definitions)
}

/// A schema in the words of JSON Schema 2020-12.
fn definition(schemas: &SchemaTable, families: &Families, schema: &Schema) -> Value {
    if let Some(boolean) = schema.boolean {
        return Value::Bool(boolean);
    }
    let mut map = Map::new();
    let one = |id: SchemaId| json!({ "$ref": reference(id) });
    // A branch that says nothing beside objects is an object with none of their properties.
    let has_properties = |id: &SchemaId| !schemas.get(schemas.follow(*id)).properties.is_empty();
    let is_object =
        |id: &SchemaId| has_properties(id) || schemas.get(schemas.follow(*id)).all_of.iter().any(has_properties);
    let branch = |id: SchemaId, among: &[SchemaId]| match schemas.get(schemas.follow(id)) {
        _ if !among.iter().any(is_object) => one(id),
        _ if is_silent(schemas.get(id)) => json!({ "type": "object" }),
        // Beside objects it is how null is written.
        branch if branch.is_bare_nullable_object() => json!({ "type": "null" }),
        _ => one(id),
    };
    let list = |ids: &[SchemaId]| ids.iter().map(|id| branch(*id, ids)).collect::<Value>();
    let mut put = |key: &str, value: Option<Value>| {
        map.extend(value.map(|value| (key.to_owned(), value)));
    };
    put("$ref", schema.reference.map(|id| Value::String(reference(id))));
    put("type", (!schema.types.is_empty()).then(|| schema.types.iter().map(word).collect()));
    if schema.types.is_empty() && !schema.properties.is_empty() {
        put("type", Some(word(JsonType::Object)));
    }
    put("format", schema.format.clone().map(Value::String));
    put("enum", schema.enumeration.clone().map(Value::Array));
    put("const", schema.constant.as_deref().cloned());
    let properties = |of: &indexmap::IndexMap<String, SchemaId>| -> Option<Value> {
        let entries = of.iter().map(|(name, id)| (name.clone(), one(*id)));
        (!of.is_empty()).then(|| Value::Object(entries.collect()))
    };
    put("properties", properties(&schema.properties));
    put("patternProperties", properties(&schema.pattern_properties));
    put("required", (!schema.required.is_empty()).then(|| json!(schema.required)));
    put(
        "additionalProperties",
        match schema.additional {
            Additional::Schema(id) => Some(one(id)),
            Additional::Denied => Some(Value::Bool(false)),
            Additional::Allowed | Additional::Unstated => None,
        },
    );
    put("propertyNames", schema.property_names.map(one));
    put("items", schema.items.map(one));
    for (key, ids) in [("prefixItems", &schema.prefix_items), ("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
        put(key, (!ids.is_empty()).then(|| list(ids)));
    }
    put("not", schema.not.map(one));
    let part = |id: SchemaId| match schemas.follow(id) {
        base if families.contains_key(&base) => json!({ "$ref": plain(base) }),
        _ => one(id),
    };
    let branches: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
    let rules = match &schema.discriminator {
        Some(_) if !branches.is_empty() => tags_of(schemas, schema, &branches),
        _ => Vec::new(),
    };
    let parts: Vec<Value> = schema.all_of.iter().map(|id| part(*id)).chain(rules).collect();
    put("allOf", (!parts.is_empty()).then_some(Value::Array(parts)));
    let bounds = [
        ("minimum", &schema.minimum),
        ("maximum", &schema.maximum),
        ("exclusiveMinimum", &schema.exclusive_minimum),
        ("exclusiveMaximum", &schema.exclusive_maximum),
        ("multipleOf", &schema.multiple_of),
    ];
    bounds.into_iter().for_each(|(key, bound)| put(key, bound.clone().map(Value::Number)));
    let counts = [
        ("minLength", schema.min_length),
        ("maxLength", schema.max_length),
        ("minItems", schema.min_items),
        ("maxItems", schema.max_items),
        ("minProperties", schema.min_properties),
        ("maxProperties", schema.max_properties),
    ];
    counts.into_iter().for_each(|(key, count)| put(key, count.map(Value::from)));
    put("pattern", schema.pattern.clone().map(Value::String));
    put("uniqueItems", schema.unique_items.then_some(Value::Bool(true)));
    let format = schema.format.as_deref().filter(|_| schema.types.iter().any(is_number));
    let whole = match format.and_then(range) {
        Some((least, most)) => json!({ "allOf": [map, { "minimum": least, "maximum": most, "multipleOf": 1 }] }),
        None if format.is_some_and(is_whole) => json!({ "allOf": [map, { "multipleOf": 1 }] }),
        None => Value::Object(map),
    };
    // In a union, 3.0's `{ nullable: true }` is how null is written.
    if schema.nullable && whole.as_object().is_some_and(Map::is_empty) {
        return json!({ "type": "null" });
    }
    if schema.nullable { json!({ "anyOf": [{ "type": "null" }, whole] }) } else { whole }
}

/// Whether a schema says nothing at all of its values.
fn is_silent(schema: &Schema) -> bool {
    let bare = Schema {
        title: schema.title.clone(),
        description: schema.description.clone(),
        examples: schema.examples.clone(),
        ..Schema::new(schema.site.clone())
    };
    bare == *schema
}

/// What the discriminator of a schema that others extend asserts.
fn by_discriminator(schemas: &SchemaTable, id: SchemaId, extended: &[SchemaId]) -> Vec<Value> {
    tags_of(schemas, schemas.get(id), &[&[id], extended].concat())
}

/// What a discriminator asserts, of which JSON Schema knows nothing (OpenAPI, "Discriminator Object"): there is a tag, it
/// is that of a branch, and the value is one of that branch. The tag of a branch that no mapping leads to is the one that
/// it allows, or else its name.
fn tags_of(schemas: &SchemaTable, schema: &Schema, branches: &[SchemaId]) -> Vec<Value> {
    let Some(discriminator) = &schema.discriminator else { return Vec::new() };
    let tag = &discriminator.property;
    let mut tags: Vec<(String, Option<SchemaId>)> = Vec::new();
    for (value, target) in &discriminator.mapping {
        let target = match target {
            MappingTarget::Schema(id) => Some(*id),
            MappingTarget::Text(_) => None,
        };
        tags.push((value.clone(), target));
    }
    for branch in branches.iter().map(|id| schemas.follow(*id)) {
        if tags.iter().all(|(_, target)| target.map(|id| schemas.follow(id)) != Some(branch)) {
            let allowed = allowed(schemas, branch, tag, &mut BTreeSet::new());
            let names =
                if allowed.is_empty() { schemas.get(branch).component.iter().cloned().collect() } else { allowed };
            // A branch without either can have any tag: nothing is asserted.
            if names.is_empty() {
                return Vec::new();
            }
            tags.extend(names.into_iter().map(|name| (name, Some(branch))));
        }
    }
    // The schema itself is asked for already.
    let is_other = |id: &SchemaId| !std::ptr::eq(schemas.get(schemas.follow(*id)), schema);
    let rules = tags.iter().filter_map(|(value, target)| {
        let target = target.filter(is_other)?;
        Some(json!({
            "if": { "required": [tag], "properties": { tag: { "const": value } } },
            "then": { "$ref": reference(target) },
        }))
    });
    let names: Vec<&String> = tags.iter().map(|(value, _)| value).collect();
    let known = json!({
        "if": { "type": "object" },
        "then": { "required": [tag], "properties": { tag: { "enum": names } } },
    });
    // What has another tag, or none, is what `defaultMapping` says.
    rules.chain(discriminator.default.is_none().then_some(known)).collect()
}

/// The texts that a property can be, where a schema lists them.
fn allowed(schemas: &SchemaTable, id: SchemaId, name: &str, seen: &mut BTreeSet<SchemaId>) -> Vec<String> {
    if !seen.insert(id) {
        return Vec::new();
    }
    let schema = schemas.get(id);
    let property = schema.properties.get(name).map(|id| schemas.get(schemas.follow(*id)));
    let own = property.into_iter().flat_map(|of| of.enumeration.iter().flatten().chain(of.constant.as_deref()));
    let own: Vec<String> = own.filter_map(Value::as_str).map(ToOwned::to_owned).collect();
    if !own.is_empty() {
        return own;
    }
    schema.all_of.iter().flat_map(|part| allowed(schemas, schemas.follow(*part), name, seen)).collect()
}

fn is_number(ty: JsonType) -> bool {
    matches!(ty, JsonType::Integer | JsonType::Number)
}

/// Whether a format is one of whole numbers, which `number` may have as well as `integer` (the OpenAPI registry).
pub(super) fn is_whole(format: &str) -> bool {
    format == "int64" || range(format).is_some()
}

/// The integers that a format allows, where they are not all.
pub(crate) fn range(format: &str) -> Option<(i64, i64)> {
    Some(match format {
        "int8" => (i64::from(i8::MIN), i64::from(i8::MAX)),
        "int16" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "int32" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        "uint8" => (0, i64::from(u8::MAX)),
        "uint16" => (0, i64::from(u16::MAX)),
        "uint32" => (0, i64::from(u32::MAX)),
        "uint64" | "uint" => (0, i64::MAX),
        _ => return None,
    })
}

fn word(ty: JsonType) -> Value {
    let word = match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    };
    Value::String(word.to_owned())
}

#[cfg(test)]
mod tests {
    use specwright::diag::Diagnostics;
    use specwright::{document, source::Sources};

    use super::*;

    #[test]
    fn a_discriminator_has_its_say() {
        let text = "{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: {}, components: { schemas: {
            Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } },
            Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }], required: [claws] },
            Dog: { properties: { kind: { enum: [dog] } }, allOf: [{ $ref: '#/components/schemas/Pet' }] },
            Both: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
                discriminator: { propertyName: kind, mapping: { tom: '#/components/schemas/Cat' } } } } } }";
        let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).unwrap();
        let document = document::build(&sources, &mut Diagnostics::default()).unwrap();
        let mut judge = Judge::of(&document.schemas);
        let mut fits = |name: &str, value: Value| judge.fits(document.schemas.component(name).unwrap(), &value);
        assert!(fits("Pet", json!({ "kind": "Cat", "claws": 1 })) && fits("Pet", json!({ "kind": "dog" })));
        assert!(fits("Pet", json!({ "kind": "Pet" })));
        assert!(!fits("Pet", json!({ "kind": "Cat" })) && !fits("Pet", json!({ "kind": "Cow" })));
        assert!(
            fits("Both", json!({ "kind": "tom", "claws": 1 })) && !fits("Both", json!({ "kind": "Cat", "claws": 1 }))
        );
        assert!(!fits("Both", json!({ "claws": 1 })));
    }
}
