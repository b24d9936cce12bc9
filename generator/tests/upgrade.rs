//! Every description becomes one dialect: a valid 3.0 document whose schemas are numbers, and a table of those.
//!
//! Input: the small descriptions beside this file, and the real ones of the corpus (`SPECWRIGHT_CORPUS`).
//! Output: none; the first document that breaks the rule is named.
//! Not here: whether the dialect says what the document does (`versions.rs`, `src/document/tests/`).

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value, json};
use specwright::diag::{Code, Diagnostic, Diagnostics};
use specwright::document::{self, Additional, Document, MappingTarget, Schema, SchemaId};
use specwright::source::{self, Access, Sources};

/// The dialect of a document as a file: the skeleton, and each schema as a component that is called by its number.
fn written(document: &Document) -> Value {
    let mut tree = serde_json::to_value(&document.openapi).unwrap();
    as_described(&mut tree);
    let root = tree.as_object_mut().unwrap();
    root.insert("openapi".to_owned(), json!("3.2.0"));
    root.entry("components").or_insert_with(|| json!({}))["schemas"] = schemas(document, &|id| id.index().to_string());
    for (path, operations) in &document.more_operations {
        let more: Map<String, Value> = operations
            .iter()
            .map(|(method, operation)| (method.clone(), serde_json::to_value(operation).unwrap()))
            .collect();
        tree["paths"][path]["additionalOperations"] = Value::Object(more);
    }
    tree
}

/// All schemas that have a name, each as a tree in which others are called by their names.
fn schemas(document: &Document, name: &dyn Fn(SchemaId) -> String) -> Value {
    document.schemas.iter().map(|(id, schema)| (name(id), schema_tree(schema, name))).collect::<Map<_, _>>().into()
}

/// A schema in JSON Schema 2020-12, as far as it is kept.
fn schema_tree(schema: &Schema, name: &dyn Fn(SchemaId) -> String) -> Value {
    if let Some(boolean) = schema.boolean {
        return Value::Bool(boolean);
    }
    let reference = |id: &SchemaId| format!("#/components/schemas/{}", name(*id));
    let one = |id: &SchemaId| json!({ "$ref": reference(id) });
    let list = |ids: &[SchemaId]| (!ids.is_empty()).then(|| ids.iter().map(one).collect::<Value>());
    let map = |ids: &indexmap::IndexMap<String, SchemaId>| {
        let entries = ids.iter().map(|(key, id)| (key.clone(), one(id)));
        (!ids.is_empty()).then(|| Value::Object(entries.collect()))
    };
    let flag = |set: bool| set.then_some(Value::Bool(true));
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let number = |number: &Option<serde_json::Number>| number.clone().map(Value::Number);
    let count = |count: Option<u64>| count.map(Value::from);
    let target = |target: &MappingTarget| match target {
        MappingTarget::Schema(id) => Some(json!(reference(id))),
        // It led to nothing, and was reported.
        MappingTarget::Text(_) => None,
    };
    let types: Vec<&str> = schema.types.iter().map(document::JsonType::as_str).collect();
    let discriminator = schema.discriminator.as_ref().map(|discriminator| {
        let entries = discriminator.mapping.iter().filter_map(|(key, to)| Some((key.clone(), target(to)?)));
        let mut tree = json!({ "propertyName": discriminator.property, "mapping": Value::Object(entries.collect()) });
        if let Some(default) = discriminator.default.as_ref().and_then(target) {
            tree["defaultMapping"] = default;
        }
        tree
    });
    let fields = [
        ("$ref", schema.reference.as_ref().map(|id| json!(reference(id)))),
        ("type", (!types.is_empty()).then(|| json!(types))),
        ("nullable", flag(schema.nullable)),
        ("format", text(&schema.format)),
        ("title", text(&schema.title)),
        ("description", text(&schema.description)),
        ("externalDocs", schema.docs_url.as_ref().map(|url| json!({ "url": url }))),
        ("enum", schema.enumeration.clone().map(Value::Array)),
        ("const", schema.constant.as_deref().cloned()),
        ("default", schema.default.as_deref().cloned()),
        ("examples", (!schema.examples.is_empty()).then(|| Value::Array(schema.examples.clone()))),
        ("properties", map(&schema.properties)),
        ("patternProperties", map(&schema.pattern_properties)),
        ("required", (!schema.required.is_empty()).then(|| json!(schema.required))),
        (
            "additionalProperties",
            match &schema.additional {
                Additional::Unstated => None,
                Additional::Allowed => Some(json!(true)),
                Additional::Denied => Some(json!(false)),
                Additional::Schema(id) => Some(one(id)),
            },
        ),
        ("propertyNames", schema.property_names.as_ref().map(one)),
        ("items", schema.items.as_ref().map(one)),
        ("prefixItems", list(&schema.prefix_items)),
        ("uniqueItems", flag(schema.unique_items)),
        ("allOf", list(&schema.all_of)),
        ("oneOf", list(&schema.one_of)),
        ("anyOf", list(&schema.any_of)),
        ("not", schema.not.as_ref().map(one)),
        ("discriminator", discriminator),
        ("readOnly", flag(schema.read_only)),
        ("writeOnly", flag(schema.write_only)),
        ("deprecated", flag(schema.deprecated)),
        ("minimum", number(&schema.minimum)),
        ("maximum", number(&schema.maximum)),
        ("exclusiveMinimum", number(&schema.exclusive_minimum)),
        ("exclusiveMaximum", number(&schema.exclusive_maximum)),
        ("multipleOf", number(&schema.multiple_of)),
        ("minLength", count(schema.min_length)),
        ("maxLength", count(schema.max_length)),
        ("pattern", text(&schema.pattern)),
        ("minItems", count(schema.min_items)),
        ("maxItems", count(schema.max_items)),
        ("minProperties", count(schema.min_properties)),
        ("maxProperties", count(schema.max_properties)),
        ("contentEncoding", text(&schema.content_encoding)),
        ("contentMediaType", text(&schema.content_media_type)),
        ("contentSchema", schema.content_schema.as_ref().map(one)),
    ];
    let mut tree: Map<String, Value> =
        fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
    // What is kept as it is written, but for what is a schema of its own as well.
    let asserted = schema.asserted.iter().filter(|(key, _)| key != "not" && key != "propertyNames");
    tree.extend(asserted.cloned());
    tree.extend(schema.extensions.iter().map(|(key, value)| (key.clone(), value.clone())));
    tree.into()
}

/// What the skeleton says otherwise than a description: `openapiv3` leaves out an `explode` that is false, although its
/// default depends on the style, and knows no `itemSchema`.
fn as_described(tree: &mut Value) {
    match tree {
        Value::Object(map) => {
            if let Some(items) = map.remove("x-item-schema") {
                map.insert("itemSchema".to_owned(), items);
            }
            for (key, value) in map {
                if let ("encoding", Value::Object(fields)) = (key.as_str(), &mut *value) {
                    fields.values_mut().filter_map(Value::as_object_mut).for_each(|field| {
                        field.entry("explode").or_insert(Value::Bool(false));
                    });
                }
                as_described(value);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(as_described),
        _ => {}
    }
}

/// The skeleton with every number of a schema taken back to what it stands for in the first document.
fn skeleton(document: &Document, name: &dyn Fn(SchemaId) -> String) -> Value {
    let mut tree = written(document);
    tree["components"]["schemas"] = Value::Null;
    visit(&mut tree, &mut |text| {
        let Some(id) = document::SchemaTable::id_of(text) else { return };
        *text = format!("#/schemas/{}", name(id));
    });
    tree
}

fn visit(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("$ref") {
                change(text);
            }
            map.values_mut().for_each(|value| visit(value, change));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| visit(value, change)),
        _ => {}
    }
}

/// Reads a document, writes its dialect down, reads that, and compares.
fn check(name: &str, sources: &Sources) {
    let first = document::build(sources, &mut Diagnostics::default()).unwrap();
    let skeleton_of_first = serde_json::to_value(&first.openapi).unwrap();
    let as_3_0 = serde_json::from_value::<openapiv3::OpenAPI>(skeleton_of_first);
    assert!(as_3_0.is_ok_and(|again| again == first.openapi), "{name}: the skeleton is no document of 3.0");
    let mut tree = written(&first);
    visit(&mut tree, &mut |text| *text = text.replace("#/schemas/", "#/components/schemas/"));
    let text = tree.to_string();
    let again = Sources::from_texts("dialect.json", [("dialect.json", text.as_str())]).unwrap();
    let mut found = Diagnostics::default();
    let second = document::build(&again, &mut found).unwrap();
    // Values, examples, keywords and tags that do not fit stay, and stay reported. `nullable` is a word of the dialect, and not of 3.2.
    let stays = [
        Code::ValueOfAnotherType,
        Code::ExampleOfAnotherType,
        Code::FormatRefuted,
        Code::KeywordOfAnotherType,
        Code::TagMisstated,
    ];
    let is_own = |one: &&Diagnostic| one.code == Code::WordOfAnotherVersion && one.message.contains("`nullable`");
    let found = found.list().iter().filter(|one| !stays.contains(&one.code) && !is_own(one));
    let found: Vec<String> = found.map(|one| format!("{} {} {:?}", one.code, one.message, one.site)).collect();
    assert!(found.is_empty(), "{name}: the dialect has problems of its own: {:#?}", found.first());
    let number = |id: SchemaId| id.index().to_string();
    let names = |id: SchemaId| second.schemas.get(id).component.clone().unwrap_or_default();
    let (one, two) = (skeleton(&first, &number), skeleton(&second, &names));
    assert!(one == two, "{name}: {}", difference(&one, &two, ""));
    assert_eq!(first.schemas.len(), second.schemas.len(), "{name}: schemas");
    let (one, two) = (schemas(&first, &number), schemas(&second, &names));
    assert!(one == two, "{name}: {}", difference(&one, &two, ""));
}

/// The first place where two trees differ.
fn difference(one: &Value, two: &Value, at: &str) -> String {
    match (one, two) {
        (Value::Object(a), Value::Object(b)) => {
            let missing =
                a.keys().find(|key| !b.contains_key(*key)).or_else(|| b.keys().find(|key| !a.contains_key(*key)));
            if let Some(key) = missing {
                return format!("{at}: only one has `{key}`");
            }
            a.iter()
                .filter(|(key, value)| b[*key] != **value)
                .map(|(key, v)| difference(v, &b[key], &format!("{at}/{key}")))
                .next()
                .unwrap_or_default()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find(|(_, (a, b))| a != b)
            .map(|(i, (a, b))| difference(a, b, &format!("{at}/{i}")))
            .unwrap_or_default(),
        (a, b) => format!("{at}: {a} is not {b}"),
    }
}

#[test]
fn the_dialect_of_the_dialect_is_the_dialect() {
    let cases = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for entry in cases.read_dir_utf8().unwrap() {
        let path = entry.unwrap().into_path();
        if path.extension() == Some("yaml") {
            let text = fs::read_to_string(&path).unwrap();
            check(path.as_str(), &Sources::from_texts("api.yaml", [("api.yaml", text.as_str())]).unwrap());
            count += 1;
        }
    }
    assert!(count > 5);
}

/// The corpus, and one of its tables.
fn corpus(table: &str) -> Option<(Utf8PathBuf, String)> {
    let Ok(corpus) = std::env::var("SPECWRIGHT_CORPUS").map(Utf8PathBuf::from) else {
        println!("left out: the published descriptions (SPECWRIGHT_CORPUS names no corpus)");
        return None;
    };
    let text = fs::read_to_string(corpus.join(table)).unwrap();
    Some((corpus, text))
}

/// Those of other projects' tests that are labelled good; what cannot be read at all has no dialect.
#[test]
fn every_good_small_description_becomes_the_dialect() {
    let Some((corpus, table)) = corpus("edge/EXPECTED.tsv") else { return };
    let mut count = 0;
    for path in table.lines().filter(|line| line.contains("\tpositive\t")).filter_map(|line| line.split('\t').next()) {
        let access = Access { root: Some(corpus.clone()), remote: false };
        let Ok(sources) = source::load(&corpus.join(path), Vec::new(), &access) else { continue };
        if document::build(&sources, &mut Diagnostics::default()).is_ok() {
            check(path, &sources);
            count += 1;
        }
    }
    assert!(count > 450, "{count}");
}

#[test]
fn every_real_description_becomes_the_dialect() {
    let Some((corpus, index)) = corpus("INDEX.tsv") else { return };
    for path in index.lines().filter_map(|line| line.split('\t').next()).filter(|path| path.starts_with("real/")) {
        let access = Access { root: Some(corpus.clone()), remote: false };
        check(path, &source::load(&corpus.join(path), Vec::new(), &access).unwrap());
    }
}
