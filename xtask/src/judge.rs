//! The judge: whether a value is one that a schema describes.
//!
//! Input: the schemas of a document, and a value. Output: yes or no, by the crate `jsonschema`, with formats asserted.
//! Beside JSON Schema's own rules count a discriminator's (that of what others extend in `tags`), the ranges of integers
//! that a format states, and that what has properties is an object.
//! Not here: the emitted types, which the judge knows nothing of.

mod tags;

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::document::{Additional, JsonType, MappingTarget, Schema, SchemaId, SchemaTable};

use self::tags::Families;

/// Validators of the schemas that were asked for.
pub(crate) struct Judge<'a> {
    schemas: &'a SchemaTable,
    families: Families,
    validators: BTreeMap<SchemaId, Option<Validator>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn of(schemas: &'a SchemaTable) -> Self {
        Self { schemas, families: Families::of(schemas), validators: BTreeMap::new() }
    }

    pub(crate) fn schemas(&self) -> &'a SchemaTable {
        self.schemas
    }

    /// Whether a value fits a schema. One that cannot be compiled (a pattern that is none) fits nothing.
    pub(crate) fn fits(&mut self, id: SchemaId, value: &Value) -> bool {
        self.fits_by_schema(id, value) && self.fits_by_tags(id, value)
    }

    fn fits_by_schema(&mut self, id: SchemaId, value: &Value) -> bool {
        let validator = self.validators.entry(id).or_insert_with(|| {
            let schema = json!({ "$ref": reference(id), "$defs": definitions(self.schemas, id) });
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).ok()
        });
        validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }
}

/// The schemas that a schema leads to, itself among them.
fn reach(schemas: &SchemaTable, id: SchemaId) -> BTreeSet<SchemaId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        open.extend(held(schemas.get(id)));
    }
    seen
}

/// The schemas that stand in a schema.
fn held(schema: &Schema) -> Vec<SchemaId> {
    let mut held: Vec<SchemaId> =
        schema.reference.into_iter().chain(schema.items).chain(schema.not).chain(schema.property_names).collect();
    held.extend(schema.properties.values().chain(schema.pattern_properties.values()));
    let targets = schema.discriminator.iter().flat_map(|of| of.mapping.values());
    held.extend(targets.filter_map(|target| match target {
        MappingTarget::Schema(id) => Some(*id),
        MappingTarget::Text(_) => None,
    }));
    held.extend(schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of).chain(&schema.prefix_items));
    if let Additional::Schema(value) = schema.additional {
        held.push(value);
    }
    held
}

fn reference(id: SchemaId) -> String {
    format!("#/$defs/{}", id.index())
}

fn definitions(schemas: &SchemaTable, id: SchemaId) -> Value {
    let reached = reach(schemas, id).into_iter();
    Value::Object(reached.map(|id| (id.index().to_string(), definition(schemas, schemas.get(id)))).collect())
}

/// A schema in the words of JSON Schema 2020-12.
fn definition(schemas: &SchemaTable, schema: &Schema) -> Value {
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
    let branches = |ids: &[SchemaId]| ids.iter().map(|id| branch(*id, ids)).collect::<Value>();
    let list = |ids: &[SchemaId]| ids.iter().map(|id| one(*id)).collect::<Value>();
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
    for (key, ids) in [("prefixItems", &schema.prefix_items), ("allOf", &schema.all_of)] {
        put(key, (!ids.is_empty()).then(|| list(ids)));
    }
    for (key, ids) in [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
        put(key, (!ids.is_empty()).then(|| branches(ids)));
    }
    put("not", schema.not.map(one));
    put(
        "allOf",
        by_discriminator(schema).or_else(|| by_defaults(schemas, schema)).map(|tagged| {
            let parts = schema.all_of.iter().map(|id| one(*id));
            parts.chain(tagged).collect()
        }),
    );
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

/// What a discriminator asserts: a value with this tag is one of that branch. JSON Schema knows nothing of it.
fn by_discriminator(schema: &Schema) -> Option<Vec<Value>> {
    let discriminator = schema.discriminator.as_ref()?;
    if schema.one_of.is_empty() && schema.any_of.is_empty() {
        return None;
    }
    let tag = &discriminator.property;
    let rules = discriminator.mapping.iter().filter_map(|(value, target)| match target {
        MappingTarget::Schema(id) => Some(means(tag, value, *id)),
        MappingTarget::Text(_) => None,
    });
    let tags: Vec<&str> = discriminator.mapping.keys().map(String::as_str).collect();
    // What happens without the property is undefined (OpenAPI 3.2, "Discriminator Object"), but for a default.
    let is_asked = discriminator.default.is_none() && !tags.is_empty();
    let known = (!tags.is_empty()).then(|| one_of(tag, &tags, is_asked));
    Some(rules.chain(known).collect())
}

/// Branches of which each has a default for the same property are told by it: `type: { default: achPayment }`.
fn by_defaults(schemas: &SchemaTable, schema: &Schema) -> Option<Vec<Value>> {
    let branches = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    let stated: Vec<BTreeMap<&str, &str>> = branches.iter().map(|id| defaults(schemas, *id)).collect();
    let tag = stated.first().filter(|_| branches.len() > 1)?.keys().find(|tag| {
        let of_each: Vec<&str> = stated.iter().filter_map(|of| of.get(*tag).copied()).collect();
        of_each.len() == branches.len() && of_each.iter().any(|one| of_each.first() != Some(one))
    })?;
    let tags: Vec<&str> = stated.iter().filter_map(|of| of.get(tag).copied()).collect();
    // One that several branches share means any of them.
    let is_own = |value: &str| tags.iter().filter(|other| **other == value).count() == 1;
    let own = tags.iter().zip(branches).filter(|(value, _)| is_own(value));
    let rules = own.map(|(value, id)| means(tag, value, *id));
    Some(rules.chain([one_of(tag, &tags, true)]).collect())
}

/// The texts that are defaults of a schema's properties.
fn defaults(schemas: &SchemaTable, id: SchemaId) -> BTreeMap<&str, &str> {
    let (mut seen, mut open, mut found) = (BTreeSet::new(), vec![id], BTreeMap::new());
    while let Some(id) = open.pop().map(|id| schemas.follow(id)).filter(|id| seen.insert(*id)) {
        let schema = schemas.get(id);
        open.extend(&schema.all_of);
        let properties = schema.properties.iter().map(|(name, of)| (name, schemas.get(schemas.follow(*of))));
        let free = properties.filter(|(_, of)| of.enumeration.is_none() && of.constant.is_none());
        found.extend(free.filter_map(|(name, of)| Some((name.as_str(), of.default.as_deref()?.as_str()?))));
    }
    found
}

/// A tag means a branch.
fn means(tag: &str, value: &str, branch: SchemaId) -> Value {
    json!({
        "if": { "required": [tag], "properties": { tag: { "const": value } } },
        "then": { "$ref": reference(branch) },
    })
}

/// A tag that nobody has is one of tomorrow's: it is kept, and told nothing of here.
fn one_of(tag: &str, tags: &[&str], is_asked: bool) -> Value {
    let mut rule = json!({ "properties": { tag: { "enum": tags } } });
    if is_asked && let Some(rule) = rule.as_object_mut() {
        rule.insert("required".to_owned(), json!([tag]));
    }
    rule
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
