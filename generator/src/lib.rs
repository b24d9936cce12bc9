//! Specwright reads an OpenAPI description and writes a Rust SDK crate.
//!
//! Input: the texts of a description ([`source::Sources`]), a configuration ([`config::Config`]), and what the last
//! run settled ([`lock::Lock`]). Output: [`Outcome`]: the files of the crate as values, the new lock, and what there
//! is to say. [`generate`] is the whole road on one page.
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
pub mod write;

use config::Config;
use diag::{Diagnostics, Fatal, Site};
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
    /// Everything found, in order.
    pub diagnostics: Diagnostics,
    /// Where the operations stand that the configuration leaves out: what is wrong there matters to nobody.
    pub skipped: Vec<Site>,
    /// Why the run could not go on.
    pub fatal: Option<Fatal>,
}

/// Turns a description into an SDK.
#[must_use]
pub fn generate(sources: &Sources, config: &Config, before: Option<&Lock>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    match run(sources, config, before, &mut diagnostics) {
        Ok(made) => Outcome { files: made.files, lock: made.lock, skipped: made.skipped, diagnostics, fatal: None },
        Err(fatal) => Outcome { diagnostics, fatal: Some(fatal), ..Outcome::default() },
    }
}

/// What the stages make when they come to their end.
struct Made {
    files: Vec<File>,
    lock: Lock,
    skipped: Vec<Site>,
}

/// The stages, each on what the one before it made.
fn run(
    sources: &Sources,
    config: &Config,
    before: Option<&Lock>,
    diagnostics: &mut Diagnostics,
) -> Result<Made, Fatal> {
    let spec = spec_hash(sources);
    let before = before.map(|lock| lock.names.clone()).unwrap_or_default();
    let kept = names::kept(&before);

    let document = document::build(sources, diagnostics)?;
    let given = lower::Before { places: &kept.places, bodies: &kept.bodies, answers: &kept.answers };
    let api = lower::lower(&document, config, given, diagnostics);
    let facts = analyze::analyze(&api, &names::seen(&api, &before), diagnostics);
    let names = names::assign(&api, &facts, config, &before, diagnostics);
    let files = emit::emit(emit::Sdk { api: &api, facts: &facts, names: &names, config })?;

    let mut lock = Lock::new(spec, Hash::default(), names.lock);
    lock.remote = sources.remote().into_iter().map(|(url, text)| (url.to_owned(), Hash::of(text.as_bytes()))).collect();
    Ok(Made { files, lock, skipped: api.skipped })
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
