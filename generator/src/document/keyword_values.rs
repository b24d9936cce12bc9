//! Reads the values of keywords: flags, numbers, texts, lists and maps of schemas.
//!
//! Input: a keyword's value and its place. Output: the value in the form that [`Schema`] keeps.
//! Not here: which keyword takes what (`keywords`).
//!
//! A value of the wrong kind is reported and ignored.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use regress::{Flags, Regex};
use serde_json::{Map, Number, Value, json};

use super::build::Build;
use super::intern::MAX_HOPS;
use super::schema::{Additional, Discriminator, JsonType, MappingTarget, Schema, SchemaId, TypeSet};
use super::version::Version;
use crate::diag::{Change, Code, Diagnostic, Pointer, Site};
use crate::source::refs;
use crate::source::scalar_text;

/// How many bytes of files are searched, all in all, for how a number is written. Real descriptions need it for a
/// handful of numbers.
const MAX_SCANNED: usize = 256 << 20;

/// A sentence as the end of another.
fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// What a value is, in words.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// The type that a foreign name can only mean.
fn nearly_type(text: &str) -> Option<JsonType> {
    Some(match text.to_ascii_lowercase().as_str() {
        "int" | "long" | "bigint" | "int32" | "int64" => JsonType::Integer,
        "float" | "double" | "decimal" => JsonType::Number,
        "bool" => JsonType::Boolean,
        "str" | "text" | "uuid" | "date" | "datetime" | "date-time" => JsonType::String,
        "map" | "dict" => JsonType::Object,
        "list" => JsonType::Array,
        other => return JsonType::parse(other),
    })
}

/// The format that a foreign name of a type says as well.
fn meant_format(text: &str) -> Option<&'static str> {
    Some(match text.to_ascii_lowercase().as_str() {
        "date" => "date",
        "datetime" | "date-time" => "date-time",
        "uuid" => "uuid",
        "int32" => "int32",
        "int64" | "long" | "bigint" => "int64",
        "float" => "float",
        "double" => "double",
        _ => return None,
    })
}

/// The place around a place.
fn parent(site: &Site) -> Option<Site> {
    let (above, _) = site.pointer.as_str().rsplit_once('/')?;
    Some(Site::new(&site.file, Pointer::parse(above)))
}

/// Whether a keyword stands directly in a schema of `properties`.
pub(super) fn is_property(site: &Site) -> bool {
    site.pointer.as_str().rsplit('/').nth(2) == Some("properties")
}

impl<'a> Build<'a> {
    /// Reports a value of the wrong kind.
    pub(super) fn wrong(&mut self, site: &Site, value: &Value, wanted: &str) {
        let key = site.pointer.steps().last().unwrap_or_default();
        let message = format!("{} must be {wanted}, but is {}", self.called(site), kind_of(value));
        let mut diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(site).effect("it is ignored");
        if key == "required" && value.is_boolean() {
            // Inside a property it means something, and the object around it says so.
            if value == &Value::Bool(true) && is_property(site) {
                return;
            }
            diagnostic = diagnostic.help("list the required properties in the object around them: `required: [name]`");
        }
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn text(&mut self, site: &Site, value: &'a Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(self.written(site, value)),
            // Not in the standard, but common: `description: {$ref: intro.md}`.
            Value::Object(map) if map.contains_key("$ref") => {
                let reference = map.get("$ref")?.as_str()?;
                let text =
                    refs::resolve(self.sources, site, reference, &self.guesses).ok().and_then(|t| t.value.as_str());
                if text.is_none() {
                    self.wrong(site, value, "a text");
                }
                text.map(str::to_owned)
            }
            _ => {
                self.wrong(site, value, "a text");
                None
            }
        }
    }

    /// A regular expression in the flavour of ECMA-262, with or without its flag `u`. What is none is kept, for the
    /// documentation.
    pub(super) fn pattern(&mut self, site: &Site, value: &'a Value) -> Option<String> {
        let text = self.text(site, value)?;
        let flags = |unicode| Flags { unicode, no_opt: true, ..Flags::default() };
        let read = Regex::with_flags(&text, flags(true)).or_else(|_| Regex::with_flags(&text, flags(false)));
        if let Err(error) = read {
            let message = format!("`{text}` is no regular expression of ECMA-262: {}", lower_first(&error.to_string()));
            let diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(site);
            self.diagnostics.push(diagnostic.effect("the documentation shows it, and no value is held against it"));
        }
        Some(text)
    }

    /// A scalar as it is written in the file (`1.10`, where the tree has 1.1).
    pub(super) fn written(&self, site: &Site, value: &Value) -> String {
        if value.is_f64()
            && self.may_scan(&site.file)
            && let Some(text) = self.sources.text(&site.file)
            && let Some(written) = scalar_text(text, &site.pointer)
            // An overlay may have put another value there than the file has.
            && written.parse().ok() == value.as_f64()
        {
            return written.to_owned();
        }
        value.to_string()
    }

    /// Whether the text of a file may be searched once more: each time it is read from its beginning.
    fn may_scan(&self, file: &str) -> bool {
        let bytes = self.sources.text(file).map_or(0, str::len);
        let scanned = self.scanned.get().saturating_add(bytes);
        self.scanned.set(scanned);
        scanned <= MAX_SCANNED
    }

    /// Makes a text of a number or boolean that stands where texts are meant.
    pub(super) fn restore_text(&self, value: &mut Value, site: &Site) {
        if value.is_number() || value.is_boolean() {
            *value = Value::String(self.written(site, value));
        }
    }

    pub(super) fn flag(&mut self, site: &Site, value: &Value) -> bool {
        match value {
            Value::Bool(value) => *value,
            Value::String(text) if text == "true" || text == "false" => {
                let key = site.pointer.steps().last().unwrap_or_default();
                let message = format!("`{key}` must be `true` or `false`, but is a text");
                let mend = self.mend(site, Change::Update(Value::Bool(text == "true")));
                let diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(site);
                let help = format!("take the quotes away: `{key}: {text}`");
                self.diagnostics.push(diagnostic.effect(format!("it is read as `{text}`")).help(help).mend(mend));
                text == "true"
            }
            _ => {
                self.wrong(site, value, "`true` or `false`");
                false
            }
        }
    }

    pub(super) fn number(&mut self, site: &Site, value: &Value) -> Option<Number> {
        match value {
            Value::Number(number) => return Some(number.clone()),
            // YAML's parser leaves what no float can hold as a text.
            Value::String(text) if text.parse::<f64>().is_ok_and(f64::is_infinite) => {
                let key = site.pointer.steps().last().unwrap_or_default();
                let message = format!("`{key}` is larger than any number that can be read");
                let diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(site);
                let help = "the largest is about 1.8e308; leave a bound out that is never reached";
                self.diagnostics.push(diagnostic.effect("there is no such bound").help(help));
            }
            _ => self.wrong(site, value, "a number"),
        }
        None
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
    pub(super) fn count(&mut self, site: &Site, value: &Value) -> Option<u64> {
        let count = value
            .as_u64()
            .or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..1e18).contains(n)).map(|n| n as u64));
        if count.is_none() {
            self.wrong(site, value, "a whole number, 0 or more");
        }
        count
    }

    pub(super) fn types(&mut self, site: &Site, value: &Value) -> TypeSet {
        match value {
            Value::String(text) => self.json_type(site, text).into_iter().collect(),
            Value::Array(list) => {
                if self.version_at(site) < Version::V3_1 {
                    let message = "before OpenAPI 3.1, a schema has one type";
                    let diagnostic = Diagnostic::new(Code::LaterKeyword, message).at(site);
                    let help =
                        "state a later version of OpenAPI, or say null by `nullable: true` and other types by `anyOf`";
                    self.diagnostics.push(diagnostic.effect("it is read as in OpenAPI 3.1").help(help));
                }
                let mut types = TypeSet::default();
                for (index, value) in list.iter().enumerate() {
                    match value {
                        Value::String(text) => types.extend(self.json_type(&site.index(index), text)),
                        // `type: [string, null]`, unquoted, is a slip with one possible meaning.
                        Value::Null => types.insert(JsonType::Null),
                        _ => self.wrong(site, value, "the name of a type"),
                    }
                }
                types
            }
            _ => {
                self.wrong(site, value, "the name of a type or a list of names");
                TypeSet::default()
            }
        }
    }

    fn json_type(&mut self, site: &Site, text: &str) -> Option<JsonType> {
        if let Some(ty) = JsonType::parse(text) {
            return Some(ty);
        }
        if text == "file" {
            // 2.0's own; later it is a slip with one meaning, and `settle` gives it its format.
            if self.version_at(site) > Version::V2_0 {
                let message = "there is no type `file`";
                let diagnostic = Diagnostic::new(Code::NearlyAType, message).at(site);
                let diagnostic = diagnostic.effect("it is read as bytes");
                let mend = parent(site).and_then(|schema| {
                    self.mend(&schema, Change::Update(json!({ "type": "string", "format": "binary" })))
                });
                self.diagnostics.push(diagnostic.help("write `type: string` with `format: binary`").mend(mend));
            }
            return Some(JsonType::String);
        }
        if text == "any" {
            let diagnostic = Diagnostic::new(Code::NearlyAType, "there is no type `any`").at(site);
            let mend = self.mend(site, Change::Remove);
            let diagnostic = diagnostic.effect("the value is any JSON").mend(mend);
            self.diagnostics.push(diagnostic.help("leave `type` out to allow any value"));
            return None;
        }
        let message = format!("there is no type `{text}`");
        if let Some(ty) = nearly_type(text) {
            let diagnostic = Diagnostic::new(Code::NearlyAType, message).at(site);
            let ty_text = ty.as_str();
            let diagnostic = diagnostic.effect(format!("it is read as `{ty_text}`"));
            let format = meant_format(text);
            // Of a type that is listed, the schema is not the place to change.
            let schema = parent(site).filter(|_| site.pointer.steps().last().as_deref() == Some("type"));
            let mend = match (format, schema) {
                (Some(format), Some(schema)) => {
                    self.mend(&schema, Change::Update(json!({ "type": ty_text, "format": format })))
                }
                _ => self.mend(site, Change::Update(Value::String(ty_text.to_owned()))),
            };
            let format = format.map(|format| format!(" with `format: {format}`")).unwrap_or_default();
            self.diagnostics.push(diagnostic.help(format!("write `type: {ty_text}`{format}")).mend(mend));
            return Some(ty);
        }
        let names = || JsonType::ALL.iter().map(|ty| ty.as_str());
        let help = match self.guesses.nearest(text, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the types are `{}`", names().collect::<Vec<_>>().join("`, `")),
        };
        let diagnostic = Diagnostic::new(Code::UnknownType, message).at(site);
        let is_listed = site.pointer.steps().last().is_some_and(|step| step.parse::<usize>().is_ok());
        let effect =
            if is_listed { "the other types of the list count" } else { "the value becomes an untyped JSON value" };
        self.diagnostics.push(diagnostic.effect(effect).help(help));
        None
    }

    pub(super) fn schema_map(&mut self, site: &Site, value: &'a Value) -> IndexMap<String, SchemaId> {
        let Value::Object(map) = value else {
            self.wrong(site, value, "a mapping from names to schemas");
            return IndexMap::new();
        };
        let mut schemas = IndexMap::new();
        // What a reference leads to may refer further; what stands nearer counts.
        let mut next = Some((site.clone(), map));
        for _ in 0..MAX_HOPS {
            let Some((site, map)) = next.take() else { break };
            for (name, value) in map {
                let here = site.join(name);
                match value {
                    Value::String(reference) if name == "$ref" => next = self.referenced_map(&here, reference),
                    value if !schemas.contains_key(name) => {
                        schemas.insert(name.clone(), self.intern(here, value));
                    }
                    _ => {}
                }
            }
        }
        schemas
    }

    /// The mapping that a reference in place of a mapping from names to schemas leads to.
    fn referenced_map(&mut self, site: &Site, reference: &str) -> Option<(Site, &'a Map<String, Value>)> {
        match refs::resolve(self.sources, site, reference, &self.guesses) {
            Ok(target) => {
                let message = "a `$ref` stands where only schemas by name can";
                let diagnostic = Diagnostic::new(Code::ReferenceToSchemas, message).at(site);
                let diagnostic = diagnostic.effect("the schemas that it leads to are read in its place");
                self.diagnostics.push(diagnostic.help("refer to a whole schema, for example in `allOf`"));
                let map = target.value.as_object();
                if map.is_none() {
                    self.wrong(site, target.value, "a reference to a mapping from names to schemas");
                }
                Some((target.site, map?))
            }
            Err(reason) => {
                self.report_reference(site, *reason, "the schemas that it stands for are missing");
                None
            }
        }
    }

    pub(super) fn schema_list(&mut self, site: &Site, value: &'a Value) -> Vec<SchemaId> {
        let Value::Array(list) = value else {
            self.wrong(site, value, "a list of schemas");
            return Vec::new();
        };
        if list.is_empty() {
            let key = site.pointer.steps().last().unwrap_or_default();
            let diagnostic = Diagnostic::new(Code::WrongKeywordValue, format!("`{key}` lists no schemas")).at(site);
            self.diagnostics.push(diagnostic.effect("it is ignored").help("list the schemas, or leave it out"));
        }
        list.iter().enumerate().map(|(index, value)| self.intern(site.index(index), value)).collect()
    }

    pub(super) fn additional(&mut self, site: Site, value: &'a Value) -> Additional {
        match value {
            Value::Bool(true) => Additional::Allowed,
            Value::Bool(false) => Additional::Denied,
            Value::Object(map) if map.is_empty() => Additional::Allowed,
            _ => Additional::Schema(self.intern(site, value)),
        }
    }

    pub(super) fn required(&mut self, schema: &mut Schema, site: &Site, value: &Value) {
        let Value::Array(list) = value else { return self.wrong(site, value, "a list of property names") };
        let mut known: BTreeSet<String> = schema.required.iter().cloned().collect();
        for (index, name) in list.iter().enumerate() {
            let name = match name {
                Value::String(name) => name.clone(),
                Value::Number(_) | Value::Bool(_) => self.written(&site.index(index), name),
                other => {
                    self.wrong(&site.index(index), other, "the name of a property");
                    continue;
                }
            };
            if known.insert(name.clone()) {
                schema.required.push(name);
            }
        }
    }

    pub(super) fn discriminator(&mut self, site: &Site, value: &'a Value) -> Option<Discriminator> {
        // 2.0 has only the name here, and many 3.0 documents still do.
        let is_empty = value.get("propertyName").unwrap_or(value).as_str().is_some_and(str::is_empty);
        if is_empty {
            self.wrong(site, value, "the name of a property");
            return None;
        }
        if let Value::String(property) = value {
            return Some(Discriminator { property: property.clone(), mapping: IndexMap::new(), default: None });
        }
        let Some(property) = value.get("propertyName").and_then(Value::as_str) else {
            if value.is_object() {
                let message = "a `discriminator` needs the name of its property: `propertyName`";
                let diagnostic = Diagnostic::new(Code::WrongKeywordValue, message).at(site);
                self.diagnostics.push(diagnostic.effect("it is ignored"));
            } else {
                self.wrong(site, value, "a mapping with a `propertyName`");
            }
            return None;
        };
        let mut mapping = IndexMap::new();
        match value.get("mapping") {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => {
                for (key, target) in entries {
                    let site = site.join("mapping").join(key);
                    match target {
                        Value::String(text) => {
                            mapping.insert(key.clone(), self.mapping_target(&site, text));
                        }
                        other => self.wrong(&site, other, "the name of a schema or a reference"),
                    }
                }
            }
            Some(other) => self.wrong(&site.join("mapping"), other, "a mapping"),
        }
        let default = value.get("defaultMapping").and_then(Value::as_str);
        let default = default.map(|text| self.mapping_target(&site.join("defaultMapping"), text));
        Some(Discriminator { property: property.to_owned(), mapping, default })
    }

    fn mapping_target(&mut self, site: &Site, text: &str) -> MappingTarget {
        if let Some(id) = self.table.component(text) {
            return MappingTarget::Schema(id);
        }
        if let Ok(target) = refs::resolve(self.sources, site, text, &self.guesses) {
            return MappingTarget::Schema(self.intern(target.site, target.value));
        }
        let mut diagnostic = Diagnostic::new(Code::UnknownMappingTarget, format!("`{text}` is no schema"))
            .at(site)
            .effect("no branch is known by this entry");
        let name = text.rsplit('/').next().unwrap_or(text);
        if let Some(near) = self.guesses.nearest(name, self.table.components.keys().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `#/components/schemas/{near}`?"));
        }
        self.diagnostics.push(diagnostic);
        MappingTarget::Text(text.to_owned())
    }
}
