//! Text of a description is data: wherever it comes from, it reaches emitted files only as literals and as
//! documentation.
//!
//! Hostile texts stand in every place of a description and of a configuration that takes text (`attack/`). What is
//! emitted is parsed, and compared to what tame texts give: tokens, keys and blocks are the same. `cases.rs` compiles
//! one such SDK.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "attack/mod.rs"]
mod attack;
#[path = "attack/compare.rs"]
mod compare;

use std::sync::LazyLock;

use attack::{Made, Texts};
use compare::Renaming;
use specwright::Outcome;
use specwright::file::File;

/// How many SDKs a test makes.
const SEEDS: u64 = 24;

/// SDKs with texts that can be compared to tame ones, and the tame one first.
static COMPARABLE: LazyLock<Vec<(String, Made)>> = LazyLock::new(|| {
    let hostile = (0..SEEDS).map(Texts::comparable);
    std::iter::once(Texts::tame())
        .chain(hostile)
        .map(|mut texts| (texts.to_string(), attack::generate("hostile", &mut texts)))
        .collect()
});

/// SDKs with hostile texts as they are.
static WILD: LazyLock<Vec<(String, Made)>> = LazyLock::new(|| {
    (0..SEEDS).map(Texts::wild).map(|mut texts| (texts.to_string(), attack::generate("hostile", &mut texts))).collect()
});

fn emitted<'a>(outcome: &'a Outcome, extension: &str) -> Vec<&'a File> {
    let is_own = |file: &&File| file.path.extension() == Some(extension) && !file.path.starts_with("src/runtime");
    outcome.files.iter().filter(is_own).collect()
}

fn file<'a>(outcome: &'a Outcome, path: &str) -> &'a str {
    outcome.files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).expect("an emitted file")
}

#[test]
fn code_differs_in_names_and_literals_alone() {
    let tame = &COMPARABLE[0].1.outcome;
    for (texts, Made { outcome: hostile, .. }) in &COMPARABLE[1..] {
        let (before, after) = (emitted(tame, "rs"), emitted(hostile, "rs"));
        let paths = |files: &[&File]| files.iter().map(|file| file.path.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!(before.len(), after.len(), "{texts}:\n{}\n\n{}", paths(&before), paths(&after));
        let mut names = Renaming::default();
        for (before, after) in before.iter().zip(after) {
            let about = format!("{texts}: {}", after.path);
            let (before, after) = (compare::rust(&before.text), compare::rust(&after.text));
            names.assert_same(&about, &before.tokens, &after.tokens);
            let code = |docs: &[String]| docs.iter().flat_map(|docs| compare::page(docs).code).collect::<Vec<_>>();
            let (before, after) = (code(&before.docs), code(&after.docs));
            assert_eq!(before.len(), after.len(), "{about}: {after:?}");
            for (before, after) in before.iter().zip(after) {
                names.assert_same(&about, &compare::example(before), &compare::example(&after));
            }
        }
    }
}

#[test]
fn the_manifest_differs_in_texts_alone() {
    let keys = |outcome: &Outcome| {
        let mut found = Vec::new();
        let manifest: toml::Table = file(outcome, "Cargo.toml").parse().expect("TOML");
        compare::keys(&toml::Value::Table(manifest), "", &mut found);
        found
    };
    let tame = keys(&COMPARABLE[0].1.outcome);
    for (texts, made) in COMPARABLE.iter().chain(&*WILD) {
        assert_eq!(keys(&made.outcome), tame, "{texts}");
    }
}

#[test]
fn the_manifest_has_texts_of_the_configuration_as_they_are() {
    for (texts, Made { outcome, config }) in &*COMPARABLE {
        let manifest: toml::Table = file(outcome, "Cargo.toml").parse().expect("TOML");
        let config: toml::Table = config.parse().expect("TOML");
        for key in ["description", "license", "repository", "documentation"] {
            assert_eq!(manifest["package"][key], config["package"][key], "{texts}: {key}");
        }
    }
}

#[test]
fn pages_differ_in_texts_alone() {
    let tame = &COMPARABLE[0].1.outcome;
    for (texts, Made { outcome: hostile, .. }) in &COMPARABLE[1..] {
        for path in ["README.md", "api.md"] {
            let about = format!("{texts}: {path}");
            let (before, after) = (own_words(file(tame, path)), own_words(file(hostile, path)));
            let (before, after) = (compare::page(&before), compare::page(&after));
            assert_eq!(before.blocks, after.blocks, "{about}");
            let mut names = Renaming::default();
            assert_eq!(before.code.len(), after.code.len(), "{about}");
            for (before, after) in before.code.iter().zip(&after.code) {
                names.assert_same(&about, &compare::example(before), &compare::example(after));
            }
        }
    }
}

/// A page without what the API's own description says, which is Markdown and may have blocks of its own.
fn own_words(page: &str) -> String {
    let (title, rest) = page.split_once('\n').expect("a title");
    let rest = rest.find("[Every method and type](api.md)").map_or(rest, |start| &rest[start..]);
    format!("{title}\n\n{rest}")
}

#[test]
fn documentation_is_safe_wherever_its_texts_come_from() {
    for (_, Made { outcome, .. }) in &*WILD {
        for file in emitted(outcome, "rs") {
            for docs in compare::rust(&file.text).docs {
                let page = compare::page(&docs);
                page.code.iter().for_each(|code| drop(compare::example(code)));
            }
        }
        for file in emitted(outcome, "md") {
            drop(compare::page(&file.text));
        }
    }
}

#[test]
fn no_file_holds_what_turns_text_round() {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for (texts, made) in &*WILD {
        for file in &made.outcome.files {
            // The manifest holds the words of the configuration, whose author reads it.
            if file.path == "Cargo.toml" {
                continue;
            }
            let line = file.text.lines().find(|line| line.contains(turns));
            assert!(line.is_none(), "{texts}: {}: {line:?}", file.path);
        }
    }
}

#[test]
fn every_file_of_rust_is_rust() {
    for (texts, Made { outcome, .. }) in &*WILD {
        for file in emitted(outcome, "rs") {
            let parsed = syn::parse_file(&file.text);
            assert!(parsed.is_ok(), "{texts}: {} is not Rust: {:?}", file.path, parsed.err());
        }
    }
}

#[test]
fn paths_of_files_are_safe() {
    for (texts, made) in &*WILD {
        for file in &made.outcome.files {
            let path = file.path.as_str();
            let is_plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
            assert!(path.chars().all(is_plain) && !path.contains("..") && !path.starts_with('/'), "{texts}: {path:?}");
        }
    }
}
