//! The examples of the table of codes: each brings about its own code and no other, and is mended by its mend.
//!
//! Input: `specwright::diag::CODES`. Output: none; a code whose example shows something else is named.
//! Not here: the page that the examples are printed on (`diagnostics_doc.rs`).
//!
//! How an example is read depends on what it is written in:
//! - `yaml` that begins with a field of a description other than `openapi` stands below [`HEAD`], and below an empty
//!   `paths` if it has none;
//! - `yaml` that begins with `overlay` is applied to [`PETS`];
//! - any other `yaml` is the whole file;
//! - `toml` is the configuration of a run on [`PETS`];
//! - `text` is the lock of an SDK;
//! - `console` is for people: what it takes is made in `cli.rs` and `src/write/tests.rs`.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8Path;
use expect_test::expect;
use specwright::config::{self, Config};
use specwright::diag::{CODES, Code, Diagnostic, Entry, Fatal, mend};
use specwright::lock::Lock;
use specwright::source::{self, SourceFile};
use specwright::write::{self, Existing, Previous};

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: Example, version: 1.0.0 }\n";

const SERVERS: &str = "servers: [{ url: 'https://api.example.com' }]\n";

/// The fields that a part of a description may begin with.
const FIELDS: [&str; 6] = ["paths", "webhooks", "components", "servers", "security", "tags"];

const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: The pets are fine. } }
components: { schemas: { Pet: { type: object, properties: { weight: { type: number } } } } }
servers: [{ url: 'https://api.example.com' }]
";

/// The codes that no example brings about here, and why. The list may only shrink.
const NOT_SHOWN: &[(Code, &str)] = &[
    (Code::NotUtf8, "it takes bytes that are no text"),
    (Code::TooDeep, "it takes 129 levels"),
    (Code::TooLarge, "it takes 64 MiB"),
    (Code::OutsideRoot, "it takes a second folder"),
    (Code::OtherRootNotRead, "it takes a second file"),
    (Code::RemoteChanged, "it takes the web, twice"),
    (Code::ReferenceChain, "it takes a hundred references"),
    (Code::TooManyBranches, "it takes thousands of branches"),
    (Code::NestedTooDeep, "it takes dozens of lists in lists"),
    (Code::TooManyReferences, "it takes a hundred thousand copies"),
    (Code::UnusedBaselineEntry, "it takes a baseline"),
    (Code::NullKept, "it takes the lock of an SDK that was made when the type was in answers alone"),
    (Code::PlaceKept, "it takes the lock of an SDK that was made with another configuration"),
    (Code::PagesWithheld, "it takes the lock of an SDK that did not know pages"),
    (Code::OutputNotOurs, "it takes a folder of somebody else"),
    (Code::FileEdited, "it takes a folder with an SDK and an edit of it"),
    (Code::BreakingChange, "it takes two versions of a description"),
    (Code::FileInTheWay, "it takes a folder with an SDK and a file of somebody else"),
    (Code::PathRefused, "names are made so that no file is refused"),
    (Code::OutputBlocked, "it takes a folder with a symbolic link"),
    (Code::OutputIo, "it takes a file system that refuses"),
    (Code::ManifestUnreadable, "it takes a folder with an SDK and a broken `Cargo.toml`"),
    (Code::EmittedCodeBroken, "it takes a bug of the generator"),
];

#[test]
fn an_example_brings_about_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for entry in CODES {
        let found: BTreeSet<Code> = findings(entry).iter().map(|diagnostic| diagnostic.code).collect();
        let shown = found.contains(&entry.code);
        match NOT_SHOWN.iter().find(|(code, _)| *code == entry.code) {
            Some(_) if shown => wrong.push(format!("{}: take it out of NOT_SHOWN, its example shows it", entry.number)),
            None if !shown || found.len() > 1 => {
                let found: Vec<String> = found.iter().map(ToString::to_string).collect();
                wrong.push(format!("{}: its example shows [{}]", entry.number, found.join(", ")));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// More descriptions with a mend, of codes whose example has none or another.
const MENDED: &[(Code, &str)] = &[
    (
        Code::DanglingReference,
        "components:\n  schemas:\n    Pet: { type: object }\n    Pets: { type: array, items: { $ref: Pet } }\n",
    ),
    (
        Code::DanglingReference,
        "components:\n  schemas:\n    Pet: { type: object }\n    Pets: { type: array, items: { $ref: '#/component/schemas/Pet' } }\n",
    ),
    (
        Code::OperationDropped,
        "paths:\n  /pets: { $ref: Pets }\n\
         components:\n  pathItems:\n    Pets: { get: { responses: { '204': { description: Fine. } } } }\n",
    ),
    (
        Code::DanglingReference,
        "paths:\n  /pets:\n    get:\n      parameters: [{ $ref: Limit }]\n      responses: { '204': { description: Fine. } }\n\
         components:\n  parameters:\n    Limit: { name: limit, in: query, schema: { type: integer } }\n",
    ),
    (
        Code::UnknownField,
        "paths:\n  /pets:\n    GET:\n      responses: { '204': { description: The pets are fine. } }\n",
    ),
    (
        Code::PathParameterUndeclared,
        "paths:\n  /pets/{id}/{part}:\n    get:\n      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      \
         responses: { '204': { description: Fine. } }\n",
    ),
    (
        Code::PathWithoutSlash,
        "paths:\n  pets/{id}:\n    GET:\n      responses: { '204': { description: Fine. } }\n    parameters:\n      - { name: id, in: path, schema: { type: string } }\n",
    ),
    (
        Code::SecuritySchemeDropped,
        "components:\n  securitySchemes:\n    login: { type: basic }\nsecurity: [{ login: [] }]\n",
    ),
];

/// An Overlay of what is found leaves nothing of it that has a mend, and brings nothing new about.
#[test]
fn a_mend_takes_its_finding_away() {
    let examples = CODES.iter().filter(|entry| entry.language == "yaml" && !entry.example.starts_with("overlay:"));
    let examples = examples.map(|entry| (entry.code, entry.example));
    let mut mendable = BTreeSet::new();
    let mut wrong = Vec::new();
    for (code, example) in examples.chain(MENDED.iter().copied()) {
        let text = description(example);
        let found = generate(&text, &[], &Config::default());
        let mended: Vec<&Diagnostic> = found.iter().filter(|diagnostic| diagnostic.mend.is_some()).collect();
        let Ok(file) = source::parse(&Arc::from("api.yaml"), text.clone().into()) else { continue };
        let Some((overlay, _)) = mend::overlay(mended.iter().copied(), &file.tree, "Mends") else {
            if MENDED.iter().any(|(_, mended)| *mended == example) {
                wrong.push(format!("{code}: no mend of {example}"));
            }
            continue;
        };
        mendable.extend(mended.iter().map(|diagnostic| diagnostic.code.entry().number));
        let overlay = source::parse(&Arc::from("mends.yaml"), overlay.into()).unwrap();
        for left in generate(&text, &[overlay], &Config::default()) {
            if left.mend.is_some() || !found.iter().any(|before| before.code == left.code) {
                wrong.push(format!("{code}: after its mend there is {} {}", left.code, left.message));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    expect!["SW0201 SW0305 SW0306 SW0307 SW0308 SW0408 SW0411 SW0413 SW0414 SW0415 SW0416 SW0417 SW0418 SW0431 SW0501 SW0506 SW0518 SW0521 SW0555"].assert_eq(&mendable.into_iter().collect::<Vec<_>>().join(" "));
}

/// Everything that is found when the example of a code is read.
fn findings(entry: &Entry) -> Vec<Diagnostic> {
    let text = entry.example;
    match entry.language {
        "yaml" if text.starts_with("overlay:") => match source::parse(&Arc::from("overlay.yaml"), text.into()) {
            Ok(overlay) => generate(PETS, &[overlay], &Config::default()),
            Err((fatal, _)) => vec![*fatal],
        },
        "yaml" => generate(&description(text), &[], &Config::default()),
        "toml" => {
            let parsed = config::parse(&Arc::from("specwright.toml"), text);
            let mut found = parsed.diagnostics.into_list();
            found.extend(parsed.config.into_iter().flat_map(|config| generate(PETS, &[], &config)));
            found
        }
        "text" => Lock::parse(&Arc::from(write::LOCK), text).err().map(|fatal| *fatal).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The whole description that an example is a part of.
fn description(example: &str) -> String {
    let fields: Vec<&str> = example.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    let first = fields.iter().find(|field| !field.starts_with('#'));
    if first.is_none_or(|first| !FIELDS.contains(first)) {
        return example.to_owned();
    }
    let paths = if fields.contains(&"paths") { "" } else { "paths: {}\n" };
    let servers = if fields.contains(&"servers") { "" } else { SERVERS };
    format!("{HEAD}{servers}{paths}{example}")
}

/// What a run has to say, from reading the description to planning the files of the SDK.
fn generate(description: &str, overlays: &[SourceFile], config: &Config) -> Vec<Diagnostic> {
    let mut read = |name: &str| match name {
        "api.yaml" => Ok(description.as_bytes().to_vec()),
        name if name.starts_with("https:") => Err(Box::new(Diagnostic::new(Code::RemoteReference, "not read"))),
        _ => Err(Box::new(Diagnostic::new(Code::UnreadableFile, "there is no such file"))),
    };
    let sources = match source::load_with("api.yaml", overlays.to_vec(), &mut read) {
        Ok(sources) => sources,
        Err((fatal, _)) => return vec![*fatal],
    };
    let outcome = specwright::generate(&sources, config, None);
    let mut found = outcome.findings.diagnostics.into_list();
    let refused = match outcome.findings.fatal {
        Some(fatal) => Some(fatal),
        None => plan(&outcome.files, outcome.lock).err(),
    };
    found.extend(refused.map(|fatal| *fatal));
    found
}

/// Nothing is written: the folder does not exist.
fn plan(files: &[specwright::file::File], lock: Lock) -> Result<(), Fatal> {
    let folder = Utf8Path::new("/there/is/no/such/folder");
    let existing = Existing::read(Previous::read(folder)?, files)?;
    write::plan(&existing, files, lock, false).map(|_| ()).map_err(|refusal| refusal.fatal)
}
