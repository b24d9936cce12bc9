//! Every description becomes one dialect: a valid 3.0 document whose schemas are numbers.
//!
//! Input: the small descriptions beside this file, and the real ones of the corpus (`SPECWRIGHT_CORPUS`).
//! Output: none; the first document that breaks the rule is named.
//! Not here: whether the dialect says what the document does (`versions.rs`, `src/document/tests.rs`).

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value, json};
use specwright::diag::Diagnostics;
use specwright::document::{self, Document};
use specwright::source::{self, Access, Sources};

/// The dialect of a document as a file: the skeleton, and a schema that allows anything for each number.
fn written(document: &Document) -> Value {
    let mut tree = serde_json::to_value(&document.openapi).unwrap();
    as_described(&mut tree);
    let root = tree.as_object_mut().unwrap();
    root.insert("openapi".to_owned(), json!("3.2.0"));
    let schemas: Map<String, Value> = (0..document.schemas.len())
        .map(|number| (number.to_string(), json!({ "title": number.to_string() })))
        .collect();
    root.insert("x-schemas".to_owned(), Value::Object(schemas));
    for (path, operations) in &document.more_operations {
        let more: Map<String, Value> = operations
            .iter()
            .map(|(method, operation)| (method.clone(), serde_json::to_value(operation).unwrap()))
            .collect();
        tree["paths"][path]["additionalOperations"] = Value::Object(more);
    }
    tree
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
fn skeleton(document: &Document, again: bool) -> Value {
    let mut tree = written(document);
    tree.as_object_mut().unwrap().remove("x-schemas");
    visit(&mut tree, &mut |text| {
        let Some(id) = document::SchemaTable::id_of(text) else { return };
        if again {
            // The placeholder says which number it stands for.
            let title = document.schemas.get(id).title.clone().unwrap_or_default();
            *text = format!("#/schemas/{title}");
        }
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
    let mut tree = written(&first);
    visit(&mut tree, &mut |text| *text = text.replace("#/schemas/", "#/x-schemas/"));
    let text = tree.to_string();
    let again = Sources::from_texts("dialect.json", [("dialect.json", text.as_str())]).unwrap();
    let mut found = Diagnostics::default();
    let second = document::build(&again, &mut found).unwrap();
    let found: Vec<&str> = found.list().iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert!(found.is_empty(), "{name}: the dialect has problems of its own: {:#?}", found.first());
    let (one, two) = (skeleton(&first, false), skeleton(&second, true));
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

#[test]
fn every_real_description_becomes_the_dialect() {
    let Ok(corpus) = std::env::var("SPECWRIGHT_CORPUS").map(Utf8PathBuf::from) else {
        println!("left out: the real descriptions (SPECWRIGHT_CORPUS names no corpus)");
        return;
    };
    let index = fs::read_to_string(corpus.join("INDEX.tsv")).unwrap();
    for path in index.lines().filter_map(|line| line.split('\t').next()).filter(|path| path.starts_with("real/")) {
        let access = Access { root: Some(corpus.clone()), remote: false };
        check(path, &source::load(&corpus.join(path), Vec::new(), &access).unwrap());
    }
}
