//! What `generate` and `check` share: from arguments to an SDK in memory.
//!
//! Input: arguments. Output: [`Made`], or nothing when the run cannot go on; what stands against it has been shown.
//! Not here: the stages (`specwright::generate`), and what becomes of the files.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use specwright::config::{self, Config};
use specwright::diag::{Code, Diagnostic, Diagnostics, Fatal, Severity};
use specwright::file::File;
use specwright::lock::{Hash, Lock};
use specwright::source::{self, Access, SourceFile};
use specwright::write;

use super::{DONE, FINDINGS, InputArgs, show};

/// An SDK in memory, with what its folder tells.
pub(super) struct Made {
    pub(super) files: Vec<File>,
    pub(super) lock: Lock,
    pub(super) existing: write::Existing,
    /// How many findings say that an operation was left out.
    pub(super) dropped: usize,
    /// The exit code that the findings ask for.
    pub(super) verdict: u8,
}

/// Makes the SDK. All findings are shown, also those that end the run.
pub(super) fn make(args: &InputArgs) -> Option<Made> {
    match try_make(args) {
        Ok(made) => Some(made),
        Err(Stop::Shown) => None,
        Err(Stop::Fatal(fatal)) => {
            show::fatal(&fatal);
            None
        }
    }
}

/// Why there is no SDK.
enum Stop {
    /// This, which the user has yet to see.
    Fatal(Fatal),
    /// Findings that the user has seen.
    Shown,
}

impl From<Fatal> for Stop {
    fn from(fatal: Fatal) -> Self {
        Self::Fatal(fatal)
    }
}

fn try_make(args: &InputArgs) -> Result<Made, Stop> {
    let (config, config_hash) = read_config(args)?;
    let previous = write::Previous::read(&args.out)?;
    let overlays = read_overlays(args, &config)?;
    let access = Access { root: args.root.clone(), remote: args.allow_remote };
    let sources = source::load(&args.spec, overlays, &access)?;
    if let Some(lock) = previous.lock().filter(|_| !args.update_remote) {
        lock.check_remote(&sources.remote())?;
    }
    let outcome = specwright::generate(&sources, &config, previous.lock());
    let mut accepted = config.accept_dropped.clone();
    accepted.extend(outcome.skipped.iter().map(|site| site.pointer.to_string()));
    let (taken, open) = part(outcome.diagnostics, &accepted);
    show::findings(&open);
    show::accepted(taken);
    if let Some(fatal) = outcome.fatal {
        return Err(fatal.into());
    }
    let mut lock = outcome.lock;
    lock.config = config_hash;
    let existing = write::Existing::read(previous, &outcome.files)?;
    let dropped = open.list().iter().filter(|d| d.code == Code::OperationDropped).count();
    let verdict = verdict(&open, args.strict);
    Ok(Made { files: outcome.files, lock, existing, dropped, verdict })
}

/// The configuration, and the hash of its text.
fn read_config(args: &InputArgs) -> Result<(Config, Hash), Stop> {
    let path = args.config.clone().unwrap_or_else(|| beside(&args.spec));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.config.is_none() => {
            return Ok((Config::default(), Hash::default()));
        }
        Err(error) => {
            let message = format!("the configuration `{path}` cannot be read: {error}");
            let help = "name the file with --config, or leave that out to go without";
            return Err(Stop::Fatal(Box::new(Diagnostic::new(Code::UnreadableFile, message).help(help))));
        }
    };
    let parsed = config::parse(&Arc::from(path.as_str().replace('\\', "/")), &text);
    show::findings(&parsed.diagnostics);
    let config = parsed.config.ok_or(Stop::Shown)?;
    Ok((config, Hash::of(text.as_bytes())))
}

/// The overlays that the configuration lists, each relative to the configuration.
fn read_overlays(args: &InputArgs, config: &Config) -> Result<Vec<SourceFile>, Stop> {
    let config_path = args.config.clone().unwrap_or_else(|| beside(&args.spec));
    let mut overlays = Vec::with_capacity(config.overlays.len());
    for name in &config.overlays {
        let mut loaded = source::load(&config_path.with_file_name(name), Vec::new(), &Access::default())?;
        overlays.extend(loaded.files.shift_remove(&loaded.root));
    }
    Ok(overlays)
}

/// The configuration's place when none is named.
fn beside(spec: &Utf8Path) -> Utf8PathBuf {
    spec.with_file_name("specwright.toml")
}

/// How many findings the configuration accepts, and the others.
fn part(diagnostics: Diagnostics, accepted: &[String]) -> (usize, Diagnostics) {
    let mut open = Diagnostics::default();
    let mut taken = 0;
    for diagnostic in diagnostics.into_list() {
        if is_accepted(&diagnostic, accepted) {
            taken += 1;
        } else {
            open.push(diagnostic);
        }
    }
    (taken, open)
}

/// What the findings mean for the exit code: an error is something left out of the SDK.
fn verdict(diagnostics: &Diagnostics, strict: bool) -> u8 {
    let counts = |diagnostic: &Diagnostic| match diagnostic.severity() {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Note => false,
    };
    if diagnostics.list().iter().any(counts) { FINDINGS } else { DONE }
}

/// Whether a finding is at, or below, a place whose loss the configuration accepts.
fn is_accepted(diagnostic: &Diagnostic, accepted: &[String]) -> bool {
    let Some(site) = &diagnostic.site else { return false };
    let place = site.pointer.to_string();
    accepted.iter().any(|pointer| {
        place.strip_prefix(pointer.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright::diag::{Pointer, Site};

    #[test]
    fn an_accepted_loss_is_no_finding() {
        let site = |pointer: &str| Site::new(&Arc::from("a.yaml"), Pointer::parse(pointer));
        let mut found = Diagnostics::default();
        assert_eq!(verdict(&part(found.clone(), &[]).1, true), DONE);
        found.push(Diagnostic::new(Code::OperationDropped, "x").at(&site("/paths/~1a/get/parameters/0")));
        assert_eq!(verdict(&part(found.clone(), &[]).1, false), FINDINGS);
        assert_eq!(verdict(&part(found.clone(), &["#/paths/~1a/get".to_owned()]).1, false), DONE);
        assert_eq!(verdict(&part(found.clone(), &["#/paths/~1a/ge".to_owned()]).1, false), FINDINGS);
        let mut warning = Diagnostics::default();
        warning.push(Diagnostic::new(Code::UnknownField, "x").at(&site("/x")));
        assert_eq!(
            (verdict(&part(warning.clone(), &[]).1, false), verdict(&part(warning.clone(), &[]).1, true)),
            (DONE, FINDINGS)
        );
    }

    #[test]
    fn the_configuration_is_looked_for_beside_the_description() {
        assert_eq!(beside(Utf8Path::new("spec/api.yaml")), "spec/specwright.toml");
        assert_eq!(beside(Utf8Path::new("api.yaml")), "specwright.toml");
    }
}
