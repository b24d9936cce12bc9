//! Text of a description is data: wherever it comes from, it reaches emitted files only as literals and as documentation.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};
use specwright::Outcome;
use specwright::config::Config;
use specwright::source::Sources;

/// Stands in every hostile text; no identifier may hold it.
const MARK: &str = "pwned";

/// Texts that would end a literal, a comment, a doc attribute, a fence or a slot, if they were put there as they are.
fn attacks() -> Vec<String> {
    [
        "\"; fn pwned() {} //",
        "*/ fn pwned() {} /*",
        "\\\"; fn pwned() {}",
        "x\nfn pwned() {}",
        "x\r\nfn pwned() {}",
        "x\u{2028}fn pwned() {}",
        "\"#; fn pwned() {} r#\"",
        "]\n#![pwned]",
        "```\nfn pwned() { loop {} }\n```",
        "    fn pwned() {}",
        "{{title}}{{#pwned}}x{{/pwned}}",
        "<script>pwned()</script>",
        "[pwned](javascript:pwned) [pwned] ![pwned](x \"y)\")",
        "../../pwned/../etc/passwd",
        "\u{202e}pwned\u{2066}",
        "pwned\0",
        "$(pwned) `pwned` ${pwned}",
    ]
    .map(ToOwned::to_owned)
    .into()
}

/// A description with the attack in every place that takes text.
fn description(attack: &str) -> Value {
    let object = json!({
        "type": "object", "title": attack, "description": attack, "required": [attack],
        "properties": {
            attack: { "type": "string", "description": attack, "example": attack, "pattern": attack, "default": attack, "format": attack },
            "plain": { "type": "string", "enum": [attack, "b"], "x-enum-varnames": [attack, "B"], "x-enum-descriptions": [attack, attack] },
            "constant": { "const": attack },
            "either": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "string", "title": attack }] },
        }
    });
    json!({
        "openapi": "3.1.0",
        "info": { "title": attack, "summary": attack, "description": attack, "version": attack, "contact": { "url": attack } },
        "servers": [{ "url": attack, "description": attack }],
        "tags": [{ "name": attack, "description": attack }],
        "security": [{ attack: [] }],
        "paths": {
            format!("/{}/{{id}}", attack.replace(['{', '}', '/', '?', '#'], "_")): {
                "get": {
                    "operationId": attack, "summary": attack, "description": attack, "tags": [attack],
                    "externalDocs": { "url": format!("https://x/{attack}") },
                    "parameters": [
                        { "name": "id", "in": "path", "required": true, "description": attack, "schema": { "type": "string" }, "example": attack },
                        { "name": attack, "in": "query", "description": attack, "schema": { "type": "string", "default": attack } },
                        { "name": attack, "in": "header", "schema": { "type": "string" } },
                        { "name": attack, "in": "cookie", "schema": { "type": "string" } },
                    ],
                    "responses": {
                        "200": { "description": attack, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" }, "example": { attack: attack } } } },
                        "404": { "description": attack }
                    }
                },
                "post": {
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                    "requestBody": { "required": true, "description": attack, "content": { "application/json": { "schema": object.clone(), "example": { attack: attack } } } },
                    "responses": { "204": { "description": attack } }
                }
            }
        },
        "webhooks": { attack: { "post": { "description": attack, "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } }, "responses": { "200": { "description": attack } } } } },
        "components": {
            "schemas": { "A": { "type": "object", "properties": { "x": { "type": "string" } } }, attack: object },
            "securitySchemes": { attack: { "type": "apiKey", "in": "header", "name": attack, "description": attack } }
        }
    })
}

fn generate(attack: &str) -> Outcome {
    let text = description(attack).to_string();
    let sources = Sources::from_texts("api.json", [("api.json", text.as_str())]).expect("readable");
    let outcome = specwright::generate(&sources, &Config::default(), None);
    assert!(outcome.findings.fatal.is_none(), "{attack:?}: {:?}", outcome.findings.fatal);
    outcome
}

/// Every identifier of a file. Literals and documentation are no identifiers; what stands in a macro's input is.
fn idents(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Group(group) => idents(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Whether an identifier may stand: the naming pass makes names of an attack's words, and keeps all of them, so the mark
/// by itself comes from somewhere else.
fn is_made_by_naming(ident: &str) -> bool {
    !ident.eq_ignore_ascii_case(MARK)
}

#[test]
fn rust_files_hold_no_foreign_code() {
    for attack in attacks() {
        for file in generate(&attack).files.iter().filter(|file| file.path.extension() == Some("rs")) {
            let parsed: TokenStream =
                file.text.parse().unwrap_or_else(|error| panic!("{} with {attack:?}: {error}", file.path));
            assert!(syn::parse_file(&file.text).is_ok(), "{} with {attack:?} is not Rust", file.path);
            let mut found = BTreeSet::new();
            idents(parsed, &mut found);
            let foreign: Vec<&String> = found.iter().filter(|ident| !is_made_by_naming(ident)).collect();
            let is_only_word = attack.chars().filter(|c| c.is_alphanumeric()).collect::<String>() == MARK;
            assert!(foreign.is_empty() || is_only_word, "{} with {attack:?}: {foreign:?}", file.path);
            // A function of that name is code, whatever else it is.
            let functions = syn::parse_file(&file.text).expect("parsed above").items;
            for item in functions {
                assert!(!matches!(&item, syn::Item::Fn(function) if function.sig.ident == MARK), "{}", file.path);
            }
        }
    }
}

#[test]
fn no_documentation_is_a_doctest_of_the_description() {
    for attack in attacks() {
        for file in generate(&attack).files.iter().filter(|file| file.path.extension() == Some("rs")) {
            let mut fence = None;
            for line in file.text.lines().map(str::trim_start) {
                let Some(line) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
                    fence = None;
                    continue;
                };
                let line = line.strip_prefix(' ').unwrap_or(line);
                match (&fence, line.trim_start().strip_prefix("```")) {
                    (None, Some(kind)) => fence = Some(kind.to_owned()),
                    (Some(_), Some("")) => fence = None,
                    _ => {}
                }
                let is_code = fence.as_deref().is_some_and(|kind| kind != "text");
                let is_literal = line.contains('"');
                assert!(!is_code || is_literal || !line.contains("fn pwned"), "{}: {line}", file.path);
                assert!(
                    fence.is_some() || !line.starts_with("    fn"),
                    "indented code is a doctest: {}: {line}",
                    file.path
                );
            }
        }
    }
}

#[test]
fn paths_of_files_are_safe() {
    for attack in attacks() {
        for file in generate(&attack).files {
            let path = file.path.as_str();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
            assert!(path.chars().all(is_plain) && !path.contains("..") && !path.starts_with('/'), "{path:?}");
        }
    }
}

#[test]
fn the_manifest_has_the_keys_that_it_always_has() {
    let keys = |attack: &str| -> BTreeSet<String> {
        let outcome = generate(attack);
        let manifest = outcome.files.iter().find(|file| file.path == "Cargo.toml").expect("a manifest");
        let parsed: toml::Table = manifest.text.parse().expect("TOML");
        let tables = parsed.iter().flat_map(|(table, content)| {
            let keys = content.as_table().expect("a table").keys();
            keys.map(move |key| format!("{table}.{key}"))
                .filter(|key| !key.starts_with("dev-dependencies."))
                .collect::<Vec<_>>()
        });
        tables.collect()
    };
    let plain = keys("harmless");
    for attack in attacks() {
        assert_eq!(keys(&attack), plain, "{attack:?}");
    }
}

#[test]
fn markdown_has_no_raw_html_and_no_slot() {
    for attack in attacks() {
        for file in generate(&attack).files.iter().filter(|file| file.path.extension() == Some("md")) {
            let mut in_fence = false;
            for line in file.text.lines() {
                if line.trim_start().starts_with("```") {
                    in_fence = !in_fence;
                }
                // What stands in a fence is shown, not read: there it is the literal of an example.
                if in_fence {
                    continue;
                }
                let outside = line.split('`').step_by(2).collect::<String>();
                assert!(!outside.contains("<script"), "{}: {line}", file.path);
                assert!(!outside.contains("](javascript:"), "{}: {line}", file.path);
            }
        }
    }
}
