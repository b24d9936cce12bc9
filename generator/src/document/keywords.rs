//! Reads the keywords of one schema.
//!
//! Input: a schema's tree, of either dialect (3.0's or JSON Schema 2020-12). Output: a filled [`Schema`].
//! Not here: numbers and references (`intern`).
//!
//! The two dialects are told apart by the values, not by the version: `exclusiveMinimum: true` means what it means
//! in 3.0 wherever it stands, since people mix them. Only what stands beside a `$ref` depends on the version.

use serde_json::{Map, Value};

use super::build::Build;
use super::dated::RECURSIVE;
use super::intern::{Form, UNTYPED};
use super::keyword_values::kind_of;
use super::schema::{Schema, SchemaId};
use super::version::Version;
use crate::diag::{Change, Code, Diagnostic};

/// Keywords that are read.
const READ: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "nullable",
    "format",
    "title",
    "description",
    "externalDocs",
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "uniqueItems",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "readOnly",
    "writeOnly",
    "deprecated",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// Keywords that exist but say nothing to an SDK.
const PASSED_OVER: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "$comment",
    "$defs",
    "definitions",
    "additionalItems",
    "unevaluatedItems",
    "xml",
];

/// Words that are written in the place of what is no word like them.
const MISTAKEN: &[(&str, &str)] =
    &[("ref", "did you mean `$ref`?"), ("schema", "write what `schema` holds in the place of `schema` itself")];

/// Keywords whose assertions give no type, and are kept as they are written: documentation states them.
const ASSERTED: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
];

/// Keywords that say nothing without what they hold, and what that is.
const OF_SCHEMAS: &[(&str, &str)] = &[
    ("$ref", "a text"),
    ("allOf", "a list of schemas"),
    ("oneOf", "a list of schemas"),
    ("anyOf", "a list of schemas"),
    ("prefixItems", "a list of schemas"),
    ("properties", "a mapping from names to schemas"),
    ("items", "a schema"),
    ("not", "a schema"),
];

/// Keywords that came with OpenAPI 3.0 and that people write in 2.0.
const LATER: &[&str] = &["oneOf", "anyOf", "not"];

/// Fields of a parameter that do not describe its value, of 2.0 and of 3.x.
const OF_PARAMETERS: &[&str] = &[
    "name",
    "in",
    "required",
    "schema",
    "content",
    "examples",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "collectionFormat",
];

/// What refers to another schema, as it goes before the others.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// Keywords beside a `$ref` that cannot change which values are valid, and so are read in 3.0 as well.
const ANNOTATIONS: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "nullable",
    "title",
    "description",
    "externalDocs",
    "default",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
    "deprecated",
];

impl<'a> Build<'a> {
    /// Reads the tree of a schema that already has a number.
    pub(super) fn read_schema(&mut self, id: SchemaId, value: &'a Value, form: Form) {
        let Some(mut schema) = self.table.list.get(id.index()).cloned() else { return };
        match value {
            Value::Object(map) => self.read_keywords(&mut schema, map, form),
            Value::Bool(value) => schema.boolean = Some(*value),
            // `schema:` with nothing behind it, in YAML.
            Value::Null => {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongKeywordValue, "a schema must be a mapping, but this is null")
                        .at(&schema.site)
                        .effect("it is read as `{}`, which is any value"),
                );
                schema.boolean = Some(true);
            }
            other => {
                let message = format!("a schema must be a mapping, but this is {}", kind_of(other));
                self.diagnostics
                    .push(Diagnostic::new(Code::NotASchema, message.clone()).at(&schema.site).effect(UNTYPED));
                schema.boolean = Some(true);
                schema.broken = Some(message);
            }
        }
        if let Some(slot) = self.table.list.get_mut(id.index()) {
            // A reference met meanwhile may have given it a name.
            schema.referenced_as = schema.referenced_as.or(slot.referenced_as.take());
            *slot = schema;
        }
    }

    fn read_keywords(&mut self, schema: &mut Schema, map: &'a Map<String, Value>, form: Form) {
        let refers = map.get("$ref").is_some_and(Value::is_string);
        let ignores_siblings = refers && self.version_at(&schema.site) < Version::V3_1;
        let reference = REFERENCES.iter().copied().find(|key| map.get(*key).is_some_and(Value::is_string));
        let mut ignored = Vec::new();
        for (key, value) in map {
            if let Some(first) = reference.filter(|first| first != key)
                && REFERENCES.contains(&key.as_str())
                && value.is_string()
            {
                let message = format!("`{key}` beside `{first}` is not read: a schema refers to one other");
                let diagnostic = Diagnostic::new(Code::IgnoredSiblings, message).at(&schema.site.join(key));
                self.diagnostics.push(diagnostic.help("wrap each reference: `allOf: [{$ref: …}, {$ref: …}]`"));
                continue;
            }
            if key.starts_with("x-") {
                schema.extensions.insert(key.clone(), value.clone());
                continue;
            }
            if ignores_siblings && !ANNOTATIONS.contains(&key.as_str()) {
                // `type: object` beside a reference is common and says nothing new; the object around a property reads
                // what the property says of itself.
                let is_flag = key == "required"
                    && value == &Value::Bool(true)
                    && super::keyword_values::is_property(&schema.site.join(key));
                if READ.contains(&key.as_str()) && key != "type" && !is_flag {
                    ignored.push(key.as_str());
                }
                continue;
            }
            if form == Form::Parameter && OF_PARAMETERS.contains(&key.as_str()) {
                continue;
            }
            // `const: null`, `default: null` and `example: null` say something; any other null is an empty line, which
            // is told where something was to follow it.
            if value.is_null() && !matches!(key.as_str(), "const" | "default" | "example" | "enum") {
                if let Some((_, wanted)) = OF_SCHEMAS.iter().find(|(word, _)| word == key) {
                    self.wrong(&schema.site.join(key), value, wanted);
                }
                continue;
            }
            if LATER.contains(&key.as_str()) && self.version_at(&schema.site) == Version::V2_0 {
                let message = format!("OpenAPI 2.0 has no `{key}`");
                let diagnostic = Diagnostic::new(Code::LaterKeyword, message).at(&schema.site.join(key));
                let help = "state a later version of OpenAPI, or describe the value by `type` and `allOf`";
                self.diagnostics.push(diagnostic.effect("it is read as in OpenAPI 3.0").help(help));
            }
            self.read_keyword(schema, map, key, value);
        }
        if !ignored.is_empty() {
            let list = ignored.join("`, `");
            self.diagnostics.push(
                Diagnostic::new(Code::IgnoredSiblings, format!("`{list}` beside a `$ref` is ignored in OpenAPI 3.0"))
                    .at(&schema.site)
                    .help("wrap the reference: `allOf: [{$ref: …}]`"),
            );
        }
        self.settle(schema, map);
    }

    fn read_keyword(&mut self, schema: &mut Schema, map: &Map<String, Value>, key: &str, value: &'a Value) {
        let site = schema.site.join(key);
        if ASSERTED.contains(&key) {
            schema.asserted.push((key.to_owned(), value.clone()));
        }
        match key {
            "$ref" | "$dynamicRef" => match value.as_str() {
                Some(reference) => match self.intern_reference(&schema.site, reference) {
                    Ok(id) => schema.reference = Some(id),
                    Err(reason) => {
                        schema.boolean = Some(true);
                        schema.broken = Some(reason);
                    }
                },
                None => self.wrong(&site, value, "a text"),
            },
            "$recursiveRef" => match value.as_str() {
                Some("#") => {
                    self.note_dated(RECURSIVE, &site);
                    schema.reference = self.resource_of(&schema.site);
                }
                Some(other) => {
                    let message = format!("`{key}` must be `#`, but is `{other}`");
                    let diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(&site);
                    self.diagnostics.push(diagnostic.effect("it is ignored").help("refer to another schema by `$ref`"));
                }
                None => self.wrong(&site, value, "`#`"),
            },
            "$recursiveAnchor" if !value.is_boolean() => self.wrong(&site, value, "`true` or `false`"),
            "$schema" if value.is_string() => self.dialect(&site, value.as_str().unwrap_or_default()),
            "type" => schema.types = self.types(&site, value),
            "nullable" => schema.nullable = self.flag(&site, value),
            // A text that is written without quotes is a number or a boolean, and no format is called so.
            "format" | "contentEncoding" | "contentMediaType" if value.is_number() || value.is_boolean() => {
                self.wrong(&site, value, "a text");
            }
            "format" => schema.format = self.text(&site, value),
            "title" => schema.title = self.text(&site, value),
            "description" => schema.description = self.text(&site, value),
            "externalDocs" => schema.docs_url = value.get("url").and_then(Value::as_str).map(str::to_owned),
            "enum" => match value {
                Value::Array(list) => schema.enumeration = Some(list.clone()),
                _ => self.wrong(&site, value, "a list"),
            },
            "const" => schema.constant = Some(Box::new(value.clone())),
            "default" => schema.default = Some(Box::new(value.clone())),
            "example" => schema.examples.insert(0, value.clone()),
            "examples" => match value {
                Value::Array(list) => schema.examples.extend(list.iter().cloned()),
                _ => self.wrong(&site, value, "a list"),
            },
            "properties" if !value.is_object() => {
                // What it holds is not known, which is another thing than that it may hold anything.
                let message =
                    format!("`properties` must be a mapping from names to schemas, but is {}", kind_of(value));
                let diagnostic = Diagnostic::new(Code::NotASchema, message.clone()).at(&site);
                self.diagnostics.push(diagnostic.effect(UNTYPED).help("write `properties: { name: { type: … } }`"));
                schema.boolean = Some(true);
                schema.broken = Some(message);
            }
            "properties" => schema.properties = self.schema_map(&site, value),
            "patternProperties" => schema.pattern_properties = self.schema_map(&site, value),
            "required" => self.required(schema, &site, value),
            "additionalProperties" => schema.additional = self.additional(site, value),
            "unevaluatedProperties" => {
                let others = self.additional(site, value);
                if schema.additional == super::Additional::Unstated {
                    schema.additional = others;
                }
            }
            "propertyNames" => schema.property_names = Some(self.intern(site, value)),
            "items" if value.is_array() => schema.prefix_items = self.schema_list(&site, value),
            "items" => schema.items = Some(self.intern(site, value)),
            "prefixItems" => schema.prefix_items = self.schema_list(&site, value),
            "allOf" => schema.all_of = self.schema_list(&site, value),
            "oneOf" => schema.one_of = self.schema_list(&site, value),
            "anyOf" => schema.any_of = self.schema_list(&site, value),
            "not" => schema.not = Some(self.intern(site, value)),
            "discriminator" => schema.discriminator = self.discriminator(&site, value).map(Box::new),
            "uniqueItems" => schema.unique_items = self.flag(&site, value),
            "readOnly" => schema.read_only = self.flag(&site, value),
            "writeOnly" => schema.write_only = self.flag(&site, value),
            "deprecated" => schema.deprecated = self.flag(&site, value),
            "minimum" => schema.minimum = self.number(&site, value),
            "maximum" => schema.maximum = self.number(&site, value),
            // 3.0's form is a flag about `minimum`, settled once both are read.
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => {}
            "exclusiveMinimum" => schema.exclusive_minimum = self.number(&site, value),
            "exclusiveMaximum" => schema.exclusive_maximum = self.number(&site, value),
            "multipleOf" => schema.multiple_of = self.number(&site, value),
            "minLength" => schema.min_length = self.count(&site, value),
            "maxLength" => schema.max_length = self.count(&site, value),
            "minItems" => schema.min_items = self.count(&site, value),
            "maxItems" => schema.max_items = self.count(&site, value),
            "minProperties" => schema.min_properties = self.count(&site, value),
            "maxProperties" => schema.max_properties = self.count(&site, value),
            "pattern" => schema.pattern = self.pattern(&site, value),
            "contentEncoding" => schema.content_encoding = self.text(&site, value),
            "contentMediaType" => schema.content_media_type = self.text(&site, value),
            "contentSchema" => schema.content_schema = Some(self.intern(site, value)),
            "$id" | "$anchor" | "$dynamicAnchor" | "$schema" | "$comment" if !value.is_string() => {
                self.wrong(&site, value, "a text");
            }
            "$defs" if !value.is_object() => self.wrong(&site, value, "a mapping from names to schemas"),
            _ if PASSED_OVER.contains(&key) || ASSERTED.contains(&key) => {}
            _ => {
                // JSON Schema allows any keyword, so only what looks like a slip is worth a word.
                let is_meant = |known: &&&str| known.eq_ignore_ascii_case(key) && !REFERENCES.contains(*known);
                if let Some(meant) = READ.iter().find(is_meant).filter(|meant| !map.contains_key(**meant)) {
                    let message = format!("a schema has no keyword `{key}`");
                    let mend = self.mend(&site, Change::Rename((*meant).to_owned()));
                    let diagnostic = Diagnostic::new(Code::UnknownKeyword, message).at(&site).mend(mend);
                    let diagnostic = diagnostic.effect(format!("it is read as `{meant}`"));
                    self.diagnostics.push(diagnostic.help(format!("did you mean `{meant}`?")));
                    self.read_keyword(schema, map, meant, value);
                } else if let Some((_, help)) = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == key) {
                    let message = format!("a schema has no keyword `{key}`");
                    let diagnostic = Diagnostic::new(Code::UnknownKeyword, message).at(&site);
                    self.diagnostics.push(diagnostic.effect("it is ignored").help(*help));
                } else if key.len() > 3
                    && let Some(near) = self.guesses.nearest(key, READ.iter().copied())
                {
                    let message = format!("a schema has no keyword `{key}`");
                    let help = format!("did you mean `{near}`?");
                    let diagnostic = Diagnostic::new(Code::UnknownKeyword, message).at(&site);
                    self.diagnostics.push(diagnostic.effect("it is ignored").help(help));
                }
            }
        }
    }
}
