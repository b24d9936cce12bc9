//! Small descriptions, one behaviour each, from `tests/cases`: what is found in them, what is made of them, and whether
//! that compiles.
//!
//! Input: `tests/cases/*.yaml`. Comments at the head of a case say what is expected of it:
//!
//! ```text
//! # expect: SW0410 SW0506                  the warnings and errors, no others (none when there is no such line)
//! # has: src/types/both.rs | pub id: Id    a file, and a text that stands in it (white space aside)
//! # config: [package]                      a line of the configuration that it is read with
//! ```
//!
//! What is made of each case stands in `tests/cases/written`, as it was when somebody last read it.
//! A case may have a file of the same name that ends in `.rs`: tests of the emitted crate, which go by the name `sdk`.
//!
//! Not here: text that means harm (`hostile.rs`), what additions change (`stability.rs`), real documents (`xtask corpus`).

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "attack/mod.rs"]
mod attack;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use attack::Texts;
use quote::ToTokens as _;
use specwright::Outcome;
use specwright::config::{self, Config};
use specwright::diag::Severity;
use specwright::lock::Lock;
use specwright::source::Sources;
use syn::{Fields, ImplItem, Item};

/// One description.
struct Case {
    name: String,
    text: String,
}

impl Case {
    /// The texts after `# word:` at the head of the description.
    fn comments(&self, word: &str) -> Vec<&str> {
        let head = self.text.lines().take_while(|line| line.starts_with('#'));
        head.filter_map(|line| line.strip_prefix("# ")?.strip_prefix(word)?.strip_prefix(':').map(str::trim)).collect()
    }

    fn config(&self) -> Config {
        let parsed = config::parse(&Arc::from("specwright.toml"), &self.comments("config").join("\n"));
        parsed.config.unwrap_or_else(|| panic!("{}: {:?}", self.name, parsed.diagnostics))
    }

    fn generate(&self, before: Option<&Lock>) -> Outcome {
        let file = format!("{}.yaml", self.name);
        let sources = Sources::from_texts(&file, [(file.as_str(), self.text.as_str())]).expect("readable");
        let outcome = specwright::generate(&sources, &self.config(), before);
        assert!(outcome.findings.fatal.is_none(), "{}: {:?}", self.name, outcome.findings.fatal);
        outcome
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<Case> = fs::read_dir(folder)
        .expect("tests/cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            Case { name, text: fs::read_to_string(&path).expect("text").replace("\r\n", "\n") }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() >= 12, "where have the cases gone?");
    cases
}

#[test]
fn every_case_gives_the_findings_that_it_states() {
    for case in cases() {
        let expected: BTreeSet<String> =
            case.comments("expect").iter().flat_map(|codes| codes.split_whitespace().map(ToOwned::to_owned)).collect();
        let outcome = case.generate(None);
        let found =
            outcome.findings.diagnostics.list().iter().filter(|diagnostic| diagnostic.severity() != Severity::Note);
        let codes: BTreeSet<String> = found.clone().map(|diagnostic| diagnostic.code.to_string()).collect();
        let messages: Vec<&str> = found.map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(codes, expected, "{}: {messages:#?}", case.name);
    }
}

#[test]
fn every_case_has_the_code_that_it_states() {
    let mut amiss = Vec::new();
    for case in cases() {
        let files: BTreeMap<String, String> =
            case.generate(None).files.into_iter().map(|file| (file.path.into_string(), flat(&file.text))).collect();
        let expectations = case.comments("has");
        assert!(!expectations.is_empty(), "{} states nothing", case.name);
        for expectation in expectations {
            let (path, text) = expectation.split_once(" | ").expect("a path, ` | ` and a text");
            match files.get(path) {
                Some(file) if file.contains(&flat(text)) => {}
                Some(_) => amiss.push(format!("{}: {path} has no `{text}`", case.name)),
                None => amiss.push(format!("{}: there is no {path}", case.name)),
            }
        }
    }
    assert!(amiss.is_empty(), "{}", amiss.join("\n"));
}

/// The types and methods of every case, byte for byte. `UPDATE_EXPECT=1` writes them anew: read the difference.
#[test]
fn every_case_is_written_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/written");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut amiss = Vec::new();
    let mut known = BTreeSet::new();
    for case in cases() {
        let path = folder.join(format!("{}.txt", case.name));
        let written: String = case
            .generate(None)
            .files
            .into_iter()
            .filter(|file| {
                ["src/types", "src/resources", "src/servers.rs", "src/webhooks.rs"]
                    .iter()
                    .any(|at| file.path.starts_with(at))
            })
            .map(|file| format!("==> {} <==\n{}\n", file.path, file.text))
            .collect();
        if update {
            fs::create_dir_all(&folder).expect("tests/cases/written");
            fs::write(&path, &written).expect("written");
        } else if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != written {
            amiss.push(case.name);
        }
        known.insert(path);
    }
    let there = fs::read_dir(&folder).expect("tests/cases/written").map(|entry| entry.expect("an entry").path());
    let extra: Vec<PathBuf> = there.filter(|path| !known.contains(path)).collect();
    assert!(extra.is_empty(), "of no case: {extra:?}");
    assert!(amiss.is_empty(), "written otherwise, see `git diff` after UPDATE_EXPECT=1: {amiss:?}");
}

#[test]
fn every_type_has_the_same_traits_and_none_of_serdes_derive() {
    let mut types = 0;
    for case in cases() {
        for file in case.generate(None).files.into_iter().filter(|file| file.path.starts_with("src/types/")) {
            for item in syn::parse_file(&file.text).expect("Rust").items {
                let (name, attributes) = match item {
                    Item::Struct(item) if !item.ident.to_string().ends_with("Required") => (item.ident, item.attrs),
                    Item::Enum(item) => (item.ident, item.attrs),
                    _ => continue,
                };
                let text: Vec<String> = attributes.iter().map(|of| of.to_token_stream().to_string()).collect();
                let derives = |of: &String| of.starts_with("# [derive (Clone , Debug , PartialEq");
                assert!(text.iter().any(derives), "{}: {name}: {text:?}", file.path);
                assert!(!text.iter().any(|of| of.contains("serde") || of.contains("Serialize")), "{name}: {text:?}");
                types += 1;
            }
        }
    }
    assert!(types > 250, "only {types} types were seen");
}

#[test]
fn a_run_that_knows_the_last_one_writes_the_same() {
    for case in cases() {
        let first = case.generate(None);
        let second = case.generate(Some(&first.lock));
        for (before, after) in first.files.iter().zip(&second.files) {
            assert!(before == after, "{}: {} differs on the second run", case.name, before.path);
        }
        assert_eq!(first.files.len(), second.files.len(), "{}", case.name);
        assert_eq!(first.lock.names, second.lock.names, "{}", case.name);
    }
}

#[test]
fn no_scope_has_a_name_twice() {
    let mut scopes = 0;
    for case in cases() {
        let outcome = case.generate(None);
        let mut paths = BTreeSet::new();
        for file in &outcome.files {
            // Two paths that differ in case only are one file on half of the world's machines.
            assert!(paths.insert(file.path.as_str().to_lowercase()), "{}: {}", case.name, file.path);
            if file.path.extension() != Some("rs") || file.path.starts_with("src/runtime") {
                continue;
            }
            let parsed = syn::parse_file(&file.text).expect("Rust");
            for (scope, names) in names_by_scope(&parsed.items) {
                let distinct: BTreeSet<&String> = names.iter().collect();
                assert_eq!(distinct.len(), names.len(), "{}: {}: {scope}: {names:?}", case.name, file.path);
                scopes += 1;
            }
        }
    }
    assert!(scopes > 300, "only {scopes} scopes were seen");
}

#[test]
fn a_name_that_stands_twice_is_seen() {
    let text = "struct A { a: u8 } struct B { b: u8, b: u8 } enum A { X, X }
        impl C { fn f(&self, x: u8, x: u8) {} } impl<'a> C<'a> { fn f() {} } mod m; mod m; fn g() {}";
    let twice: Vec<String> = names_by_scope(&syn::parse_file(text).expect("Rust").items)
        .into_iter()
        .filter(|(_, names)| names.iter().collect::<BTreeSet<_>>().len() < names.len())
        .map(|(scope, _)| scope)
        .collect();
    assert_eq!(twice, ["arguments of C::f", "fields of B", "methods of C", "modules", "types", "variants of A"]);
}

/// The names that must differ from one another: of types, of functions, of fields, of variants, of the methods of a type
/// (in all its blocks) and of the arguments of a method.
fn names_by_scope(items: &[Item]) -> BTreeMap<String, Vec<String>> {
    let mut scopes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |scope: String, name: &syn::Ident| scopes.entry(scope).or_default().push(name.to_string());
    for item in items {
        match item {
            Item::Struct(item) => {
                add("types".to_owned(), &item.ident);
                if let Fields::Named(fields) = &item.fields {
                    fields
                        .named
                        .iter()
                        .filter_map(|field| field.ident.as_ref())
                        .for_each(|name| add(format!("fields of {}", item.ident), name));
                }
            }
            Item::Enum(item) => {
                add("types".to_owned(), &item.ident);
                item.variants.iter().for_each(|variant| add(format!("variants of {}", item.ident), &variant.ident));
            }
            Item::Type(item) => add("types".to_owned(), &item.ident),
            Item::Fn(item) => add("functions".to_owned(), &item.sig.ident),
            Item::Mod(item) => add("modules".to_owned(), &item.ident),
            Item::Impl(block) if block.trait_.is_none() => {
                let syn::Type::Path(owner) = &*block.self_ty else { continue };
                let owner = &owner.path.segments.last().expect("a step").ident;
                for function in block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function),
                    _ => None,
                }) {
                    add(format!("methods of {owner}"), &function.sig.ident);
                    for argument in &function.sig.inputs {
                        if let syn::FnArg::Typed(argument) = argument
                            && let syn::Pat::Ident(name) = &*argument.pat
                        {
                            add(format!("arguments of {owner}::{}", function.sig.ident), &name.ident);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    scopes
}

/// Compiles all cases as one workspace with warnings as errors, runs the tests that were emitted with them, and builds
/// their documentation. The first run compiles their dependencies, which takes minutes:
///
/// ```text
/// cargo test -p specwright --test cases -- --ignored
/// ```
#[test]
#[ignore = "compiles a dozen crates; `cargo test -p specwright --test cases -- --ignored` runs it"]
fn every_case_compiles_and_passes_its_own_tests() {
    let root = target().join("cases");
    let mut members = Vec::new();
    let sdks = cases().into_iter().map(|case| (case.name.clone(), case.generate(None)));
    // Two whose every text means harm: rustc has lints of its own for such.
    let hostile = [("hostile", Texts::comparable(1)), ("hostile_wild", Texts::wild(2))]
        .map(|(name, mut texts)| (name.to_owned(), attack::generate(name, &mut texts).outcome));
    for (name, outcome) in sdks.chain(hostile) {
        let folder = root.join(&name);
        let mut files: BTreeMap<PathBuf, String> =
            outcome.files.into_iter().map(|file| (folder.join(file.path.as_std_path()), file.text)).collect();
        let by_hand = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cases/{name}.rs"));
        if let Ok(text) = fs::read_to_string(by_hand) {
            let text = format!("{text}\nextern crate case_{name} as sdk;\n");
            files.insert(folder.join("tests/by_hand.rs"), text);
        }
        remove_others(&folder, &files);
        files.iter().for_each(|(path, text)| put(path, text));
        members.push(format!("\"{name}\""));
    }
    let members = members.join(", ");
    put(
        &root.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = false\nstrip = true\n"
        ),
    );
    // The versions that everything else here is tested with, and that need no second download.
    if !root.join("Cargo.lock").exists() {
        let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"));
        put(&root.join("Cargo.lock"), &lock.expect("Cargo.lock"));
    }
    let mut failed = Vec::new();
    let whole = [
        ["test", "--quiet", "--workspace", "--all-targets", "--no-run"].as_slice(),
        // What no header can hold is an error of the call: those of the wild one are compiled, and not made.
        ["test", "--quiet", "--workspace", "--exclude", "hostile_wild", "--all-targets", "--no-fail-fast"].as_slice(),
        ["doc", "--quiet", "--workspace", "--no-deps"].as_slice(),
    ];
    // Each resource without the others, and none.
    let at_root = ["", "devices", "invoices", "testing-resource", "users", "webhooks"];
    let below = ["", "plans", "teams", "teams-billing", "teams-members"];
    let alone = at_root.map(|of| ("resource-features", of)).into_iter();
    let alone = alone.chain(below.map(|of| ("resource-features-below", of))).map(|(package, feature)| {
        ["check", "--quiet", "--package", package, "--no-default-features", "--features", feature]
    });
    let alone: Vec<[&str; 7]> = alone.collect();
    for arguments in whole.into_iter().chain(alone.iter().map(<[_; 7]>::as_slice)) {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments).current_dir(&root).env("CARGO_TARGET_DIR", root.join("target"));
        cargo.env("RUSTFLAGS", "-D warnings").env("RUSTDOCFLAGS", "-D warnings");
        if !cargo.status().expect("cargo").success() {
            failed.push(format!("cargo {}", arguments.join(" ")));
        }
    }
    assert!(failed.is_empty(), "in {}: {}", root.display(), failed.join(", "));
}

fn target() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(beside, PathBuf::from)
}

/// Writes what differs, so that cargo compiles only that.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
    fs::write(path, text).expect("a written file");
}

/// Removes what an earlier run left: it would hide what is no longer written.
fn remove_others(folder: &Path, files: &BTreeMap<PathBuf, String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            remove_others(&path, files);
        } else if !files.contains_key(&path) {
            fs::remove_file(&path).expect("a removed file");
        }
    }
}

/// A text without white space, since lines break where they must.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the page leaves out, it says: what leads to methods (`Pets<'_>`) and the requests that they return.
#[test]
fn the_page_of_all_has_every_type() {
    let mut types = 0;
    for case in cases() {
        let files = case.generate(None).files;
        let page = files.iter().find(|file| file.path == "api.md").map(|file| file.text.as_str()).expect("api.md");
        let is_of_api = |path: &str| {
            ["src/types/", "src/resources/"].iter().any(|folder| path.starts_with(folder))
                || ["src/servers.rs", "src/webhooks.rs"].contains(&path)
        };
        for file in files.iter().filter(|file| is_of_api(file.path.as_str())) {
            for item in syn::parse_file(&file.text).expect("Rust").items {
                let name = match item {
                    Item::Struct(item) if item.generics.params.is_empty() => item.ident,
                    Item::Enum(item) => item.ident,
                    Item::Type(item) => item.ident,
                    _ => continue,
                };
                assert!(page.contains(&format!("`{name}`")), "{}: {}: {name}", case.name, file.path);
                types += 1;
            }
        }
    }
    assert!(types > 800, "only {types} types were seen");
}
