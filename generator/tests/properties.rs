//! What holds for every description, tried on many that chance makes: names do not depend on what is added beside them,
//! even without a lock, nor methods on the order of paths; and a schema of several parts is the same in whatever order and however deep they stand.
//!
//! Not here: additions to a real description, and what the lock keeps (`stability.rs`); hostile texts (`hostile.rs`).

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use specwright::Outcome;
use specwright::config::Config;
use specwright::source::Sources;

/// Chance that can be repeated: splitmix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("a number")).expect("a number")
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}

fn generate(document: &Value) -> Outcome {
    let text = document.to_string();
    let sources = Sources::from_texts("api.json", [("api.json", text.as_str())]).expect("readable");
    let outcome = specwright::generate(&sources, &Config::default(), None);
    assert!(outcome.findings.fatal.is_none(), "{:?}\n{text}", outcome.findings.fatal);
    outcome
}

/// Words of which names are made. Those of additions are others: what is unrelated shares no name.
const WORDS: [&[&str]; 2] = [
    &["card", "userId", "Bank-Account", "type", "x_ray", "HTTPServer", "list", "data", "1st", "self"],
    &["quux", "zebraId", "Yak-Shave", "vowel", "w_wren", "XMLNewt", "heron", "gnu", "2nd", "loop"],
];

/// A schema that needs names: objects, enums, lists and unions in one another.
fn schema(chance: &mut Chance, words: &[&str], depth: usize) -> Value {
    let choice = if depth == 0 { chance.below(3) } else { chance.below(7) };
    match choice {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "integer", "format": chance.pick(&["int32", "int64"]) }),
        2 => json!({ "type": "string", "enum": [chance.pick(words), "other", chance.pick(&["1x1", "*", ">="])] }),
        3 => json!({ "type": "array", "items": schema(chance, words, depth - 1) }),
        4 => json!({ "type": "object", "additionalProperties": schema(chance, words, depth - 1) }),
        5 => {
            let first = object(chance, words, depth - 1);
            json!({ "oneOf": [first, { "type": "array", "items": schema(chance, words, depth - 1) }, { "type": "string" }] })
        }
        _ => object(chance, words, depth),
    }
}

fn object(chance: &mut Chance, words: &[&str], depth: usize) -> Value {
    let mut properties = Map::new();
    for _ in 0..=chance.below(4) {
        properties.insert(chance.pick(words).to_owned(), schema(chance, words, depth.saturating_sub(1)));
    }
    let required: Vec<&String> = properties.keys().take(chance.below(3)).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn operation(chance: &mut Chance, words: &[&str]) -> Value {
    let mut operation = json!({ "responses": { "200": { "description": "ok" } } });
    operation["responses"]["200"]["content"]["application/json"]["schema"] = object(chance, words, 2);
    if chance.below(2) == 0 {
        operation["requestBody"]["required"] = json!(true);
        operation["requestBody"]["content"]["application/json"]["schema"] = object(chance, words, 2);
    }
    let parameter = json!({ "name": chance.pick(words), "in": "query", "schema": schema(chance, words, 0) });
    operation["parameters"] = json!([parameter]);
    operation
}

/// Schemas and operations, each under a name of these words.
#[derive(Clone)]
struct Parts {
    schemas: Vec<(String, Value)>,
    paths: Vec<(String, Value)>,
}

fn parts(chance: &mut Chance, words: &[&str]) -> Parts {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    let mut paths: BTreeMap<String, Value> = BTreeMap::new();
    for _ in 0..4 {
        schemas.insert(format!("{}Of{}", chance.pick(words), chance.pick(words)), object(chance, words, 3));
        let method = chance.pick(&["get", "post", "delete"]);
        paths.insert(format!("/{}", chance.pick(words)), json!({ method: operation(chance, words) }));
    }
    Parts { schemas: schemas.into_iter().collect(), paths: paths.into_iter().collect() }
}

fn document(parts: &Parts) -> Value {
    let map = |list: &[(String, Value)]| list.iter().cloned().collect::<Map<String, Value>>();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Chance", "version": "1" },
        "paths": map(&parts.paths),
        "components": { "schemas": map(&parts.schemas) },
    })
}

/// The same with the others in between, and a property more in some schema.
fn grown(chance: &mut Chance, parts: &Parts, others: &Parts) -> Parts {
    let mut grown = parts.clone();
    for (list, more) in [(&mut grown.schemas, &others.schemas), (&mut grown.paths, &others.paths)] {
        for entry in more {
            list.insert(chance.below(list.len() + 1), entry.clone());
        }
    }
    let at = chance.below(parts.schemas.len());
    let (name, _) = &parts.schemas[at];
    let schema = grown.schemas.iter_mut().find(|(other, _)| other == name).expect("it is there still");
    let properties = schema.1["properties"].as_object_mut().expect("properties");
    let mut all: Vec<(String, Value)> = std::mem::take(properties).into_iter().collect();
    let more = ("unrelated_newcomer".to_owned(), self::schema(chance, WORDS[1], 2));
    all.insert(chance.below(all.len() + 1), more);
    properties.extend(all);
    grown
}

#[test]
fn what_is_added_renames_nothing_without_a_lock() {
    for seed in 0..60 {
        let mut chance = Chance(seed);
        let parts = parts(&mut chance, WORDS[0]);
        let others = self::parts(&mut chance, WORDS[1]);
        let before = generate(&document(&parts));
        let after = generate(&document(&grown(&mut chance, &parts, &others)));
        assert!(before.lock.names.len() > 8, "{seed}: {:?}", before.lock.names);
        for (identity, given) in &before.lock.names {
            // What a type has is listed in the order of the description.
            if identity.starts_with("members ") || identity.starts_with("inputs ") {
                continue;
            }
            assert_eq!(after.lock.names.get(identity), Some(given), "{seed}: {identity}");
        }
        let (before, after) = (identifiers(&before), identifiers(&after));
        assert!(before.is_subset(&after), "{seed}: {:?}", before.difference(&after));
    }
}

/// The public names of all types and resources, with those of their fields and variants.
fn identifiers(outcome: &Outcome) -> BTreeSet<String> {
    let ours = |path: &str| path.starts_with("src/types/") || path.starts_with("src/resources/");
    let files = outcome.files.iter().filter(|file| ours(file.path.as_str()) && !file.path.ends_with("mod.rs"));
    let mut result = BTreeSet::new();
    for file in files {
        let parsed = syn::parse_file(&file.text).expect("Rust");
        for item in parsed.items {
            match item {
                syn::Item::Struct(item) => {
                    let names = item.fields.iter().filter_map(|field| field.ident.clone());
                    result.extend(names.map(|name| format!("{} {}.{name}", file.path, item.ident)));
                }
                syn::Item::Enum(item) => {
                    let names = item.variants.iter().map(|variant| &variant.ident);
                    result.extend(names.map(|name| format!("{} {}::{name}", file.path, item.ident)));
                }
                _ => {}
            }
        }
    }
    result
}

/// The same schema, said in several parts.
fn in_parts(chance: &mut Chance, whole: &Value) -> Value {
    let properties = whole["properties"].as_object().expect("properties");
    let required: Vec<&str> = whole["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut parts: Vec<Value> = Vec::new();
    for (name, schema) in properties {
        let mut part = json!({ "type": "object", "properties": { name: schema } });
        match chance.below(3) {
            // Said in one part.
            0 => {}
            // And what must be there in another.
            1 if required.contains(&name.as_str()) => parts.push(json!({ "required": [name] })),
            // And what the value is said twice.
            _ => parts.push(part.clone()),
        }
        if required.contains(&name.as_str()) {
            part["required"] = json!([name]);
        }
        parts.push(part);
    }
    chance.shuffle(&mut parts);
    // Some stand in one another.
    while parts.len() > 2 && chance.below(3) > 0 {
        let (first, second) = (parts.remove(0), parts.remove(0));
        let nested = json!({ "allOf": [first, second] });
        parts.insert(chance.below(parts.len() + 1), nested);
    }
    if parts.len() == 1 {
        parts.push(json!({ "type": "object" }));
    }
    json!({ "allOf": parts })
}

/// The lines of the type `Whole`, in no order.
fn lines(whole: &Value) -> Vec<String> {
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Parts", "version": "1" }, "paths": {},
        "components": { "schemas": { "Whole": whole } },
    });
    let outcome = generate(&document);
    let file = outcome.files.iter().find(|file| file.path == "src/types/whole.rs").expect("the type");
    let mut lines: Vec<String> = file.text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn the_order_and_the_depth_of_parts_change_no_type() {
    for seed in 0..120 {
        let mut chance = Chance(seed);
        let whole = object(&mut chance, WORDS[0], 2);
        let parts = in_parts(&mut chance, &whole);
        assert_eq!(lines(&parts), lines(&whole), "{seed}: {parts}\nis not\n{whole}");
    }
}

/// The accessor of each operation, with the paths of the document in this order.
fn accessors(document: &Value) -> BTreeMap<String, String> {
    let text = document.to_string();
    let sources = Sources::from_texts("api.json", [("api.json", text.as_str())]).expect("readable");
    let findings = specwright::lint(&sources, &Config::default());
    assert!(findings.fatal.is_none(), "{:?}", findings.fatal);
    findings.tree.iter().map(|method| (format!("{} {}", method.verb, method.path), method.accessor())).collect()
}

fn with_shuffled_paths(chance: &mut Chance, document: &Value) -> Value {
    let mut document = document.clone();
    let paths = document["paths"].as_object_mut().expect("paths");
    let mut list: Vec<(String, Value)> = std::mem::take(paths).into_iter().collect();
    chance.shuffle(&mut list);
    paths.extend(list);
    document
}

/// Operations of which many would be one method: on one thing and on all, with another variable, in another spelling.
fn crowded(chance: &mut Chance) -> Value {
    let segments = ["pets", "Pets", "{id}", "{petId}", "fooBar", "foo-bar", "accept", "new", "builder", "by-name"];
    let ids = ["execute", "petsAccept", "acceptPets", "fooBar", "list"];
    let responses = json!({ "200": { "description": "d", "content": { "application/json": {} } } });
    let mut paths = Map::new();
    for _ in 0..12 {
        let mut path: Vec<&str> = (0..=chance.below(4)).map(|_| chance.pick(&segments)).collect();
        path.dedup();
        let mut item = Map::new();
        for _ in 0..=chance.below(3) {
            let mut operation = json!({ "responses": responses });
            if chance.below(2) == 0 {
                operation["operationId"] = chance.pick(&ids).into();
            }
            item.insert(chance.pick(&["get", "post", "put", "delete"]).to_owned(), operation);
        }
        paths.insert(format!("/{}", path.join("/")), item.into());
    }
    json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": paths })
}

/// The project's own descriptions, and the smaller ones of the corpus.
fn descriptions() -> Vec<(String, Value)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = std::env::var_os("SPECWRIGHT_CORPUS").map(|corpus| Path::new(&corpus).join("real"));
    let folders = [Some(project.join("tests/cases")), Some(project.join("../spec")), corpus];
    let files = folders.into_iter().flatten().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let of = |path: &PathBuf| {
        let name = path.to_str()?.to_owned();
        let is_one = [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
        let text = fs::read_to_string(path).ok().filter(|text| is_one && text.len() < 1_500_000)?;
        let sources = Sources::from_texts(&name, [(name.as_str(), text.as_str())]).ok()?;
        let tree = sources.into_root_tree();
        tree["paths"].is_object().then_some((name, tree))
    };
    files.iter().filter_map(of).collect()
}

#[test]
fn the_order_of_paths_changes_no_method() {
    for seed in 0..300 {
        let mut chance = Chance(seed);
        let document = crowded(&mut chance);
        let shuffled = with_shuffled_paths(&mut chance, &document);
        assert_eq!(accessors(&document), accessors(&shuffled), "{seed}: {document}");
    }
    for (name, document) in descriptions() {
        let shuffled = with_shuffled_paths(&mut Chance(1), &document);
        assert_eq!(accessors(&document), accessors(&shuffled), "{name}");
    }
}
