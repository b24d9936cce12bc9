//! Schemas that are invalid but can mean only one thing: read so, and reported.
//!
//! Input: a schema whose keywords are read. Output: the same, mended; findings, with the change that mends the
//! description where it cannot be wrong.
//! Not here: keywords of the wrong kind (`keyword_values`), and what has no meaning at all.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

use super::build::Build;
use super::keyword_values::kind_of;
use super::schema::{JsonType, Schema, TypeSet};
use super::version::Version;
use crate::diag::{Change, Code, Diagnostic, Mend, Site};

impl Build<'_> {
    /// What depends on more than one keyword.
    pub(super) fn settle(&mut self, schema: &mut Schema, map: &Map<String, Value>) {
        for (key, value) in map {
            match (key.as_str(), value) {
                ("exclusiveMinimum", Value::Bool(true)) => schema.exclusive_minimum = schema.minimum.take(),
                ("exclusiveMaximum", Value::Bool(true)) => schema.exclusive_maximum = schema.maximum.take(),
                ("type", Value::String(kind)) if kind == "file" => schema.format = Some("binary".to_owned()),
                ("x-nullable", value) if !value.is_null() => {
                    schema.nullable |= self.flag(&schema.site.join("x-nullable"), value);
                }
                _ => {}
            }
        }
        self.dated_words(&schema.site, map);
        self.bounds(schema, map);
        if schema.nullable && !schema.types.is_empty() {
            schema.types.insert(JsonType::Null);
        }
        self.required_flags(schema, map);
        self.enumeration(schema);
        self.other_types(schema);
        self.missing_items(schema, map);
        self.of_another_type(schema);
        self.default_value(schema);
        self.example_values(schema, map);
    }

    /// Properties of what is no object, and elements of what is no list: JSON Schema lets them say nothing.
    fn of_another_type(&mut self, schema: &Schema) {
        if schema.types.is_empty() {
            return;
        }
        let words = [
            ("properties", JsonType::Object, "object", !schema.properties.is_empty()),
            ("items", JsonType::Array, "array", schema.items.is_some()),
        ];
        for (word, ty, name, is_there) in words {
            if is_there && !schema.types.contains(ty) {
                let message = format!("`{word}` says nothing of a value that is no {name}");
                let diagnostic = Diagnostic::new(Code::KeywordOfAnotherType, message).at(&schema.site.join(word));
                let diagnostic = diagnostic.related(&schema.site.join("type"), "it has another type");
                let help = format!("write `type: {name}`, or take `{word}` out");
                self.diagnostics.push(diagnostic.effect("the type in the SDK is what `type` says").help(help));
            }
        }
    }

    /// Bounds that leave no value.
    fn bounds(&mut self, schema: &mut Schema, map: &Map<String, Value>) {
        if schema.multiple_of.as_ref().and_then(Number::as_f64).is_some_and(|step| step <= 0.0) {
            let diagnostic = Diagnostic::new(Code::WrongKeywordValue, "`multipleOf` must be above 0");
            self.diagnostics.push(diagnostic.at(&schema.site.join("multipleOf")).effect("it is ignored"));
            schema.multiple_of = None;
        }
        for (low, least) in map {
            let high = match low.as_str() {
                "minimum" => "maximum",
                "minLength" => "maxLength",
                "minItems" => "maxItems",
                "minProperties" => "maxProperties",
                _ => continue,
            };
            let most = map.get(high).and_then(Value::as_f64);
            if least.as_f64().zip(most).is_some_and(|(least, most)| least > most) {
                let diagnostic = Diagnostic::new(Code::WrongKeywordValue, format!("`{high}` is below `{low}`"));
                self.diagnostics.push(
                    diagnostic
                        .at(&schema.site.join(high))
                        .related(&schema.site.join(low), "above it")
                        .effect("no value fits; the documentation shows both"),
                );
            }
        }
    }

    /// `required: true` inside a property (draft 3).
    fn required_flags(&mut self, schema: &mut Schema, map: &Map<String, Value>) {
        let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
        let flagged = properties.filter(|(_, property)| property.get("required") == Some(&Value::Bool(true)));
        let flagged: Vec<&String> = flagged.map(|(name, _)| name).collect();
        if flagged.is_empty() {
            return;
        }
        let listed: BTreeSet<String> = schema.required.iter().cloned().collect();
        for name in flagged.into_iter().filter(|name| !listed.contains(*name)) {
            schema.required.push(name.clone());
            let message = format!("`{name}` says of itself that it is required");
            let site = schema.site.join("properties").join(name).join("required");
            let mend = self.mend(&schema.site, Change::Update(json!({ "required": [name] })));
            let mend = mend.filter(|_| map.get("required").is_none_or(Value::is_array));
            self.diagnostics.push(
                Diagnostic::new(Code::RequiredFlag, message)
                    .at(&site)
                    .effect(format!("`{name}` is a required field"))
                    .help(format!("list it in the object around it: `required: [{name}]`"))
                    .mend(mend),
            );
        }
    }

    fn enumeration(&mut self, schema: &mut Schema) {
        let Some(mut values) = schema.enumeration.take() else { return };
        let site = schema.site.join("enum");
        if values.is_empty() {
            let diagnostic = Diagnostic::new(Code::EmptyEnum, "this list of allowed values is empty").at(&site);
            let mend = self.mend(&site, Change::Remove);
            let help = "list the values, or leave `enum` out";
            self.diagnostics.push(diagnostic.effect("any value of the type is taken").help(help).mend(mend));
            return;
        }
        if schema.allows_null() && !values.contains(&Value::Null) {
            // Without a type it is `nullable` alone that says so; both are read alike.
            let diagnostic = Diagnostic::new(Code::NullNotListed, "null is allowed, but not listed").at(&site);
            let mend = self.mend(&site, Change::Update(Value::Null));
            self.diagnostics.push(diagnostic.effect("null is taken").help("add `null` to the list").mend(mend));
            values.push(Value::Null);
        }
        if schema.types.single() == Some(JsonType::Integer) {
            values.iter_mut().for_each(as_integer);
        }
        schema.enumeration = Some(values);
        self.texts(schema);
    }

    /// `type: string` with `enum: [1.10]` means texts; YAML has made numbers of them.
    fn texts(&mut self, schema: &mut Schema) {
        if schema.types.single() != Some(JsonType::String) {
            return;
        }
        let site = schema.site.join("enum");
        let mut restored = Vec::new();
        let values = schema.enumeration.iter_mut().flatten().enumerate();
        for (index, value) in values.filter(|(_, value)| !value.is_string()) {
            let before = value.clone();
            self.restore_text(value, &site.index(index));
            if *value != before {
                restored.push((index, value.clone()));
            }
        }
        for (index, value) in restored {
            let site = site.index(index);
            let message = format!(
                "this is {}, where texts are listed",
                if value == "true" || value == "false" { "a boolean" } else { "a number" }
            );
            let mend = self.mend(&site, Change::Update(value.clone()));
            let diagnostic = Diagnostic::new(Code::EnumValueNotText, message).at(&site);
            let help = format!("put it in quotes: `{value}`");
            self.diagnostics.push(diagnostic.effect(format!("it is the text {value}")).help(help).mend(mend));
        }
    }

    /// Allowed values that are not of the type. Numbers among texts have become texts before.
    fn other_types(&mut self, schema: &mut Schema) {
        let types = schema.types;
        let mut others = Vec::new();
        for (index, value) in schema.enumeration.iter_mut().flatten().enumerate() {
            if !fits(value, types) {
                let site = schema.site.join("enum").index(index);
                let read = self.converted(value, types, &site);
                others.push((site, value.clone(), read.clone()));
                if let Some(read) = read {
                    *value = read;
                }
            }
        }
        let more = others.len().saturating_sub(1);
        if let Some((site, value, read)) = others.into_iter().next() {
            let message = match &value {
                Value::Null => format!("null is listed, but the type is {}", words(types)),
                value => format!("`{value}` is {}, but the type is {}", kind_of(value), words(types)),
            };
            let message = if more == 0 { message } else { format!("{message}; {more} more values do not fit either") };
            let (effect, help) = match (&read, value.is_null()) {
                (Some(read), _) => (format!("it is read as `{read}`"), format!("write `{read}`")),
                (None, true) => ("null is not taken".to_owned(), allow_null(self.version_at(&site), types)),
                (None, false) => {
                    ("it is listed as it stands".to_owned(), "correct the value, or name its type as well".to_owned())
                }
            };
            let mend = read.and_then(|read| self.mend(&site, Change::Update(read))).filter(|_| more == 0);
            let diagnostic = Diagnostic::new(Code::ValueOfAnotherType, message).at(&site);
            self.diagnostics.push(diagnostic.effect(effect).help(help).mend(mend));
        }
        let Some(value) = schema.constant.take() else { return };
        if fits(&value, types) {
            schema.constant = Some(value);
            return;
        }
        let site = schema.site.join("const");
        let message = format!("`{value}` is {}, but the type is {}", kind_of(&value), words(types));
        let diagnostic = Diagnostic::new(Code::ValueOfAnotherType, message).at(&site);
        let read = self.converted(&value, types, &site);
        self.diagnostics.push(match &read {
            Some(read) => {
                let mend = self.mend(&site, Change::Update(read.clone()));
                diagnostic.effect(format!("it is read as `{read}`")).help(format!("write `const: {read}`")).mend(mend)
            }
            None => diagnostic.effect("it is ignored").help("give one of the type, or leave `const` out"),
        });
        schema.constant = read.map(Box::new);
    }

    fn missing_items(&mut self, schema: &Schema, map: &Map<String, Value>) {
        if schema.items.is_some()
            || !schema.prefix_items.is_empty()
            || map.get("type").is_none_or(|kind| kind != "array")
            || self.version_at(&schema.site) >= Version::V3_1
        {
            return;
        }
        let diagnostic = Diagnostic::new(Code::ItemsMissing, "this list does not say what it holds");
        let mend = self.mend(&schema.site, Change::Update(json!({ "items": {} })));
        let help = "say it: `items: { type: … }`";
        self.diagnostics.push(diagnostic.at(&schema.site).effect("its elements are untyped").help(help).mend(mend));
    }

    fn default_value(&mut self, schema: &mut Schema) {
        let Some(value) = &schema.default else { return };
        // Without a type, null may be allowed by what the schema is made of.
        if fits(value, schema.types) || (value.is_null() && schema.types.is_empty()) {
            return;
        }
        let site = schema.site.join("default");
        let message = format!("the default is {}, but the type is {}", kind_of(value), words(schema.types));
        let diagnostic = Diagnostic::new(Code::DefaultOfAnotherType, message).at(&site);
        let read = self.converted(value, schema.types, &site);
        self.diagnostics.push(match &read {
            Some(read) => {
                let mend = self.mend(&site, Change::Update(read.clone()));
                diagnostic.effect(format!("it is read as `{read}`")).help(format!("write `default: {read}`")).mend(mend)
            }
            None => {
                let mend = self.mend(&site, Change::Remove);
                let help = "give one of the type, or leave `default` out";
                diagnostic.effect("it is ignored").help(help).mend(mend)
            }
        });
        schema.default = read.map(Box::new);
    }

    /// The value of the right type that a value of another type plainly is.
    fn converted(&self, value: &Value, types: TypeSet, site: &Site) -> Option<Value> {
        let read = match (types.single()?, value) {
            (JsonType::String, Value::Number(_) | Value::Bool(_)) => Value::String(self.written(site, value)),
            (JsonType::Integer | JsonType::Number | JsonType::Boolean, Value::String(text)) => {
                serde_json::from_str(text.trim()).ok()?
            }
            _ => return None,
        };
        fits(&read, types).then_some(read)
    }

    fn example_values(&mut self, schema: &mut Schema, map: &Map<String, Value>) {
        let types = schema.types;
        if schema.examples.iter().all(|example| fits(example, types)) {
            return;
        }
        let mut index = 0;
        let own = usize::from(map.contains_key("example"));
        let mut found = Vec::new();
        let site = &schema.site;
        schema.examples.retain(|example| {
            let site =
                if index < own { site.join("example") } else { site.join("examples").index(index.saturating_sub(own)) };
            index += 1;
            // Null beside a type is mostly an empty line.
            let fits = fits(example, types);
            if !fits && !example.is_null() {
                let message = format!("the example is {}, but the type is {}", kind_of(example), words(types));
                let help = "give one of the type, or leave it out";
                let finding = Diagnostic::new(Code::ExampleOfAnotherType, message).at(&site);
                found.push(finding.effect("it is not used").help(help));
            }
            fits
        });
        for finding in found {
            self.diagnostics.push(finding);
        }
    }

    /// A change of the description, if it is in the root file, which alone an overlay changes.
    pub(super) fn mend(&self, site: &Site, change: Change) -> Option<Mend> {
        (site.file == self.sources.root).then(|| Mend { target: site.pointer.clone(), change })
    }
}

/// Whether a value is of one of the types; any is, where none is stated.
pub(super) fn fits(value: &Value, types: TypeSet) -> bool {
    types.is_empty()
        || match value {
            Value::Null => types.contains(JsonType::Null),
            Value::Bool(_) => types.contains(JsonType::Boolean),
            Value::Number(number) => {
                let is_whole = !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0);
                types.contains(JsonType::Number) || (is_whole && types.contains(JsonType::Integer))
            }
            Value::String(_) => types.contains(JsonType::String),
            Value::Array(_) => types.contains(JsonType::Array),
            Value::Object(_) => types.contains(JsonType::Object),
        }
}

/// `1.0` among integers is `1` (JSON Schema 2020-12, section 4.2.2).
fn as_integer(value: &mut Value) {
    // From there on not each of them is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < EXACT);
    if let Some(number) = whole.and_then(|number| format!("{number:.0}").parse::<i64>().ok()) {
        *value = number.into();
    }
}

/// How a schema says that null may stand for its value.
fn allow_null(version: Version, types: TypeSet) -> String {
    match (version, types.iter().next()) {
        (Version::V3_1 | Version::V3_2, Some(ty)) => format!("to take it, write `type: [{}, 'null']`", ty.as_str()),
        (Version::V2_0, _) => "to take it, write `x-nullable: true`".to_owned(),
        _ => "to take it, write `nullable: true`".to_owned(),
    }
}

/// The types in words.
pub(super) fn words(types: TypeSet) -> String {
    types.iter().map(|ty| format!("`{}`", ty.as_str())).collect::<Vec<_>>().join(" or ")
}
