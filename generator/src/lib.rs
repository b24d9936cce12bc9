//! Specwright reads an OpenAPI description and writes a Rust SDK crate.
//!
//! Input: the texts of a description ([`source::Sources`]), a configuration ([`config::Config`]), and what the last
//! run settled ([`lock::Lock`]). Output: [`Outcome`]: the files of the crate as values, the new lock, and what there
//! is to say. [`generate`] is the whole road on one page; [`lint`] goes as far as something is found.
//! Not here: files and folders. [`source::load`] reads them and [`mod@write`] writes them; all between is pure.

pub mod analyze;
pub mod config;
pub mod diag;
pub mod document;
pub mod emit;
pub mod file;
pub mod ir;
pub mod lock;
pub mod lower;
pub mod names;
pub mod source;
pub mod surface;
pub mod write;

use std::collections::BTreeMap;

use config::Config;
use diag::{Diagnostics, Fatal, Site};
use document::Version;
use file::File;
use lock::{Hash, Lock};
use source::Sources;

/// What a run makes.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The files of the crate; none when the run could not go on.
    pub files: Vec<File>,
    /// What the next run must know; the hash of the configuration's text and those of files are left to the caller.
    pub lock: Lock,
    /// Where the types stand that were made of one schema each.
    pub types: Vec<emit::Placed>,
    /// Where everything stands that a schema or an operation is written for.
    pub placed: Vec<emit::Placed>,
    /// What there is to say of the description.
    pub findings: Findings,
}

/// What reading a description brings to light.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Everything found, in order.
    pub diagnostics: Diagnostics,
    /// Where the operations stand that the configuration leaves out: what is wrong there matters to nobody.
    pub skipped: Vec<Site>,
    /// Why the run could not go on.
    pub fatal: Option<Fatal>,
    /// How much was read; nothing when the run could not go on.
    pub extent: Option<Extent>,
    /// Which values of the SDK are any JSON, and why.
    pub census: ir::Census,
    /// The methods of the SDK.
    pub tree: Vec<names::Method>,
}

/// How much a description holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The version of OpenAPI.
    pub version: Version,
    /// How many operations the SDK has.
    pub operations: usize,
    /// How many schemas have a name in `components`.
    pub schemas: usize,
    /// How many schemas there are, those without a name included.
    pub all_schemas: usize,
}

/// Turns a description into an SDK.
#[must_use]
pub fn generate(sources: &Sources, config: &Config, before: Option<&Lock>) -> Outcome {
    let mut findings = Findings::default();
    let made = read_traced(sources, config, before, &mut findings).and_then(|understood| {
        let Understood { api, facts, names, before } = understood;
        let sdk = emit::Sdk { api: &api, facts: &facts, names: &names, config };
        let (files, types, placed) = (emit::emit(sdk)?, emit::placed(sdk), emit::all_placed(sdk));
        let kept = names::record(&api, &facts, config, &before, &names);
        let mut lock = Lock::new(spec_hash(sources), Hash::default(), kept);
        let remote = sources.remote().into_iter();
        lock.remote = remote.map(|(url, text)| (url.to_owned(), Hash::of(text.as_bytes()))).collect();
        Ok((files, types, placed, lock))
    });
    match made {
        Ok((files, types, placed, lock)) => Outcome { files, lock, types, placed, findings },
        Err(fatal) => Outcome { findings: Findings { fatal: Some(fatal), ..findings }, ..Outcome::default() },
    }
}

/// Says what there is to say of a description, and makes nothing.
#[must_use]
pub fn lint(sources: &Sources, config: &Config) -> Findings {
    let mut findings = Findings::default();
    let fatal = read_traced(sources, config, None, &mut findings).err();
    Findings { fatal, ..findings }
}

/// A description, understood: all that emission asks for.
struct Understood {
    api: ir::Api,
    facts: analyze::Facts,
    names: names::Names,
    /// What the last run settled of names, as far as it still holds.
    before: BTreeMap<String, String>,
}

/// Reads, and says of what is found in the work of an overlay where that is.
fn read_traced(
    sources: &Sources,
    config: &Config,
    before: Option<&Lock>,
    findings: &mut Findings,
) -> Result<Understood, Fatal> {
    let understood = read(sources, config, before, findings);
    if !sources.added.is_empty() {
        let found = std::mem::take(&mut findings.diagnostics);
        findings.diagnostics = found.map(|one| source::overlay::trace(one, &sources.root, &sources.added));
    }
    understood
}

/// The stages that find something, each on what the one before it made.
fn read(
    sources: &Sources,
    config: &Config,
    before: Option<&Lock>,
    findings: &mut Findings,
) -> Result<Understood, Fatal> {
    let diagnostics = &mut findings.diagnostics;

    let mut document = document::build(sources, diagnostics)?;
    let before = names::moved(names_of(before), &lower::keys(&document)).into_owned();
    let kept = names::kept(&before);
    let all_schemas = document.schemas.len();
    let given = lower::Before {
        places: &kept.places,
        bodies: &kept.bodies,
        answers: &kept.answers,
        pages: &kept.pages,
        streams: &kept.streams,
    };
    let mut api = lower::lower(&mut document, config, given, diagnostics);
    names::settle(&mut api, &before);
    findings.extent = Some(Extent {
        version: document.version,
        operations: api.operations.len(),
        schemas: document.schemas.components().count(),
        all_schemas,
    });
    // It is as large as all that follows.
    drop(document);
    let facts = analyze::analyze(&api, &names::seen(&api, &before), diagnostics);
    let names = names::assign(&api, &facts, config, &before, diagnostics);

    findings.skipped.clone_from(&api.skipped);
    findings.census = ir::Census::of(&api);
    findings.tree = names::tree(&api, &names);
    Ok(Understood { api, facts, names, before })
}

/// What the last run settled of names.
fn names_of(before: Option<&Lock>) -> &BTreeMap<String, String> {
    static NONE: BTreeMap<String, String> = BTreeMap::new();
    before.map_or(&NONE, |lock| &lock.names)
}

/// The hash of everything that was read of the description. File names are left out: they depend on where the run was
/// started.
fn spec_hash(sources: &Sources) -> Hash {
    let mut text = String::new();
    for file in sources.files.values().chain(&sources.overlays) {
        text.push_str(&file.text);
        text.push('\n');
    }
    Hash::of(text.as_bytes())
}
