//! What the commands that read a description share: from arguments to what is in memory.
//!
//! Input: arguments. Output: [`Inputs`] as they were read, or [`Made`], an SDK; or the [`Ending`] of a run that cannot
//! go on.
//! Not here: the stages (`specwright::generate`), and what becomes of the files.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use specwright::config::baseline::Baseline;
use specwright::config::{self, Config};
use specwright::diag::{Code, Diagnostic, Diagnostics, Fatal, Severity};
use specwright::emit::Placed;
use specwright::file::File;
use specwright::lock::{Hash, Lock};
use specwright::source::{self, Access, SourceFile, Sources};
use specwright::surface::{self, Breaking};
use specwright::write;

use super::ending::Ending;
use super::{FAILED, ReadArgs};

/// What a run was given, beside the description itself.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) config: Config,
    /// Of the configuration's text.
    pub(super) hash: Hash,
    pub(super) baseline: Baseline,
    /// The description's name, as findings have it.
    pub(super) root: String,
    /// What there is to say of the configuration.
    pub(super) found: Vec<Diagnostic>,
}

/// An SDK in memory, with what its folder tells.
pub(super) struct Made {
    pub(super) files: Vec<File>,
    pub(super) lock: Lock,
    pub(super) existing: write::Existing,
    /// What breaks code that calls the SDK that stands there.
    pub(super) breaking: Vec<Breaking>,
    pub(super) placed: Vec<Placed>,
    /// The end of the run, as far as it has come.
    pub(super) ending: Ending,
}

/// Why there is nothing to go on with.
pub(super) struct Stop(pub(super) Vec<Diagnostic>);

impl From<Fatal> for Stop {
    fn from(fatal: Fatal) -> Self {
        Self(vec![*fatal])
    }
}

impl From<Diagnostics> for Stop {
    fn from(diagnostics: Diagnostics) -> Self {
        Self(diagnostics.into_list())
    }
}

/// Files that this run writes, so that what stands in them does not count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rewritten<'a> {
    /// An overlay: it is not applied, else its mends would be lost.
    pub(super) overlay: Option<&'a Utf8Path>,
    /// A baseline: it need not be there yet.
    pub(super) baseline: Option<&'a Utf8Path>,
}

/// Reads the configuration and what it names, then the description.
pub(super) fn read(args: &ReadArgs, rewritten: Rewritten<'_>) -> Result<(Inputs, Sources), Stop> {
    let path = args.config.clone().unwrap_or_else(|| beside(&args.spec));
    let mut inputs = read_config(args, &path)?;
    let overlays = read_overlays(&path, &inputs.config, rewritten.overlay)?;
    let access = Access { root: args.root.clone(), remote: args.allow_remote };
    let sources = source::load(&args.spec, overlays, &access)?;
    inputs.root = sources.root.to_string();
    let listed = inputs.config.baseline.as_ref().map(|name| path.with_file_name(name));
    let baseline = args.baseline.clone().or(listed).or_else(|| rewritten.baseline.map(Utf8Path::to_owned));
    if let Some(path) = baseline.filter(|path| rewritten.baseline.is_none() || path.exists()) {
        inputs.baseline = read_baseline(&path, rewritten.baseline)?;
    }
    Ok((inputs, sources))
}

/// Makes the SDK.
pub(super) fn make(args: &ReadArgs, out: &Utf8Path) -> Result<Made, Box<Ending>> {
    let stop = |Stop(list): Stop| Box::new(Ending::from(list));
    let (inputs, sources) = read(args, Rewritten::default()).map_err(stop)?;
    let previous = write::Previous::read(out).map_err(|fatal| stop(fatal.into()))?;
    if let Some(lock) = previous.lock().filter(|_| !args.update_remote) {
        lock.check_remote(&sources.remote()).map_err(|fatal| stop(fatal.into()))?;
    }
    let outcome = specwright::generate(&sources, &inputs.config, previous.lock());
    let goes_on = outcome.findings.fatal.is_none();
    let ending = Ending::of(&inputs, sources, outcome.findings, args.worst(), previous.lock().is_some());
    if !goes_on {
        return Err(Box::new(ending));
    }
    // Without what it was to say, there is no SDK that its author wants.
    if ending.open.iter().any(is_of_configuration) {
        let text = format!("{out}: left as it is, since the configuration has mistakes\n");
        return Err(Box::new(Ending { text, code: FAILED, ..ending }));
    }
    let mut lock = outcome.lock;
    lock.config = inputs.hash;
    match write::Existing::read(previous, &outcome.files) {
        Ok(existing) => {
            let breaking = breaking(&existing, &outcome.files);
            Ok(Made { files: outcome.files, lock, existing, breaking, placed: outcome.placed, ending })
        }
        Err(fatal) => Err(Box::new(ending.failed(fatal))),
    }
}

/// Whether a finding is a mistake in the configuration or in an overlay. What a baseline accepts in vain makes no other SDK.
fn is_of_configuration(diagnostic: &Diagnostic) -> bool {
    let is_entry = match diagnostic.code {
        Code::UnusedBaselineEntry => false,
        Code::BadOperationPlace | Code::UnknownOperation => true,
        code => code.entry().number.starts_with("SW07"),
    };
    is_entry && diagnostic.severity() == Severity::Error
}

/// What the new files break for callers of those that stand there. The first ones break nothing.
fn breaking(existing: &write::Existing, files: &[File]) -> Vec<Breaking> {
    let Some(lock) = existing.previous.lock() else { return Vec::new() };
    // The manifest has two owners, so it is no file of ours alone.
    let is_ours = |path: &Utf8PathBuf| lock.files.contains_key(path) || path == surface::MANIFEST;
    let before = existing.files.iter().filter(|(path, _)| is_ours(path));
    let before: Vec<_> = before.map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes))).collect();
    let before: Vec<_> = before.iter().map(|(path, text)| (*path, write::lf(text))).collect();
    // A feature of the user's own is in no lock.
    let keys = lock.keys.get(Utf8Path::new(surface::MANIFEST)).into_iter().flat_map(|keys| keys.keys());
    let features = keys.filter_map(|key| key.strip_prefix("features.")?.split(['[', '.']).next());
    let manifest = files.iter().find(|file| file.path == surface::MANIFEST).map_or("", |file| &file.text);
    let lost = surface::lost_features(&features.collect(), manifest);
    let mut found: Vec<Breaking> = lost.into_iter().collect();
    found.extend(surface::breaking(
        before.iter().map(|(path, text)| (*path, &**text)),
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())),
    ));
    found
}

/// The configuration at a path; it may be missing where nobody named it.
fn read_config(args: &ReadArgs, path: &Utf8Path) -> Result<Inputs, Stop> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.config.is_none() => {
            return Ok(Inputs::default());
        }
        Err(error) => {
            let message = format!("the configuration `{path}` cannot be read: {error}");
            let help = "name the file with --config, or leave that out to go without";
            return Err(Stop(vec![Diagnostic::new(Code::UnreadableFile, message).help(help)]));
        }
    };
    let parsed = config::parse(&name(path), &text);
    match parsed.config {
        Some(config) => {
            let found = parsed.diagnostics.into_list();
            Ok(Inputs { config, hash: Hash::of(text.as_bytes()), found, ..Inputs::default() })
        }
        None => Err(parsed.diagnostics.into()),
    }
}

/// The overlays that the configuration lists, each relative to it.
fn read_overlays(path: &Utf8Path, config: &Config, except: Option<&Utf8Path>) -> Result<Vec<SourceFile>, Stop> {
    let mut overlays = Vec::with_capacity(config.overlays.len());
    for name in &config.overlays {
        let path = path.with_file_name(name);
        if except.is_some_and(|except| is_same(except, &path)) {
            continue;
        }
        let loaded = source::load(&path, Vec::new(), &Access::default());
        // One that is not there is a mistake of the line that names it.
        let mut loaded = loaded.map_err(|fatal| match fatal.code {
            Code::UnreadableFile => Box::new(config.places.at(&["overlays"], *fatal)),
            _ => fatal,
        })?;
        overlays.extend(loaded.files.shift_remove(&loaded.root));
    }
    Ok(overlays)
}

/// The baseline at a path. One that is written anew and was never a baseline is left to the writing to refuse.
fn read_baseline(path: &Utf8Path, rewritten: Option<&Utf8Path>) -> Result<Baseline, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let message = format!("the baseline `{path}` cannot be read: {error}");
        let help = format!("`specwright lint SPEC --write-baseline {path}` makes one");
        Stop(vec![Diagnostic::new(Code::UnreadableFile, message).help(help)])
    })?;
    match Baseline::parse(&name(path), &text) {
        Ok(baseline) => Ok(baseline),
        Err(_) if rewritten.is_some_and(|rewritten| is_same(rewritten, path)) => Ok(Baseline::default()),
        Err(wrong) => Err(wrong.into()),
    }
}

/// A path as findings name it.
fn name(path: &Utf8Path) -> Arc<str> {
    Arc::from(path.as_str().replace('\\', "/"))
}

/// Whether two paths lead to one file; where one is not there yet, whether they are written alike.
fn is_same(one: &Utf8Path, other: &Utf8Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The configuration's place when none is named.
fn beside(spec: &Utf8Path) -> Utf8PathBuf {
    spec.with_file_name("specwright.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_is_looked_for_beside_the_description() {
        assert_eq!(beside(Utf8Path::new("spec/api.yaml")), "spec/specwright.toml");
        assert_eq!(beside(Utf8Path::new("api.yaml")), "specwright.toml");
    }
}
