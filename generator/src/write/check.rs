//! Drift: in what the folder differs from what would be written, and why.
//!
//! Input: the same values as `plan`. Output: a [`Drift`], and its text for people.
//! Not here: writing anything, and the diagnostics of the description itself.

use std::fmt::{self, Write as _};

use camino::Utf8PathBuf;

use super::existing::{Existing, Previous};
use super::plan::{Change, plan};
use super::{LOCK, diff, lf};
use crate::diag::Fatal;
use crate::file::{File, Kind};
use crate::lock::Lock;

const LOCK_ALONE: &str = "no file changes, but what the lock remembers does";

/// In what a folder differs from what would be written into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// The inputs that changed since the folder was written.
    pub causes: Vec<Cause>,
    /// The files that would change.
    pub files: Vec<Drifted>,
    /// What would change in the lock, when it is all that would; but for what it says of its inputs, which is no drift.
    pub lock: Option<String>,
    /// Files that differ in their line endings only, which is no drift.
    pub line_endings: Vec<Utf8PathBuf>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

/// An input that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing has been generated here yet.
    New,
    /// The description.
    Spec,
    /// The configuration.
    Config,
    /// The generator; with the versions that wrote and that would write.
    Generator(String, String),
    /// A run that was cut off before its end.
    CutOff,
}

/// One file that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drifted {
    /// Its path below the output folder.
    pub path: Utf8PathBuf,
    /// Why.
    pub why: Why,
    /// From what is there to what would be; nothing where one of them does not exist.
    pub diff: Option<String>,
}

/// Why a file would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is as it was written, and would be written otherwise now.
    Outdated,
    /// Somebody changed it.
    Edited,
    /// It was written once and is gone.
    Missing,
    /// It has never been written.
    New,
    /// The SDK no longer has it.
    Stale,
    /// It is not ours, and stands where the SDK has a file.
    InTheWay,
    /// It is shared with its user, and one of our keys is not as it would be set.
    Keys,
}

/// Compares a folder with what would be written into it.
///
/// # Errors
/// The two cannot be compared: the folder is not ours, or a file in it cannot be understood.
pub fn check(existing: &Existing, files: &[File], lock: Lock) -> Result<Drift, Fatal> {
    let plan = plan(existing, files, lock, true).map_err(|refusal| refusal.fatal)?;
    let previous = &existing.previous;
    let changed: Vec<Drifted> = plan.changes.iter().map(|change| drifted(previous, change)).collect();
    let lock_text = lf(existing.lock_text.as_deref().unwrap_or_default());
    let lock = (plan.lock_changes && changed.is_empty() && !differs_in_inputs_alone(previous, &plan.lock, &lock_text))
        .then(|| diff::unified(LOCK.into(), &lock_text, &plan.lock.print()));
    Ok(Drift {
        causes: causes(previous, &plan.lock),
        files: changed,
        lock,
        line_endings: plan.line_endings,
        unchanged: plan.unchanged,
    })
}

/// Whether the lock would change in what it says of its inputs alone: a comment in the description, another version of
/// the generator. What it keeps for the next run is the same then.
fn differs_in_inputs_alone(previous: &Previous, now: &Lock, text: &str) -> bool {
    let Some(before) = previous.lock.as_ref().filter(|_| previous.journal.is_none()) else { return false };
    let (generator, spec, config) = (before.generator.clone(), before.spec.clone(), before.config.clone());
    text == Lock { generator, spec, config, ..now.clone() }.print()
}

fn causes(previous: &Previous, now: &Lock) -> Vec<Cause> {
    let Some(before) = &previous.lock else {
        return vec![if previous.journal.is_some() { Cause::CutOff } else { Cause::New }];
    };
    let mut causes = Vec::new();
    if before.spec != now.spec {
        causes.push(Cause::Spec);
    }
    if before.config != now.config {
        causes.push(Cause::Config);
    }
    if before.generator != now.generator {
        causes.push(Cause::Generator(before.generator.clone(), now.generator.clone()));
    }
    if previous.journal.is_some() {
        causes.push(Cause::CutOff);
    }
    causes
}

fn drifted(previous: &Previous, change: &Change) -> Drifted {
    let why = match (&change.before, &change.after) {
        (Some(before), after) => match change.kind {
            Kind::Merged => Why::Keys,
            _ if !previous.owns(&change.path) => Why::InTheWay,
            _ if !previous.wrote(&change.path, before) => Why::Edited,
            _ if after.is_none() => Why::Stale,
            _ => Why::Outdated,
        },
        (None, _)
            if previous.owns(&change.path) || previous.locks().any(|lock| lock.keys.contains_key(&change.path)) =>
        {
            Why::Missing
        }
        (None, _) => Why::New,
    };
    let diff = match (&change.before, &change.after) {
        (Some(before), Some(after)) => Some(diff::unified(&change.path, &lf(&String::from_utf8_lossy(before)), after)),
        _ => None,
    };
    Drifted { path: change.path.clone(), why, diff }
}

impl Drift {
    /// Whether the folder is what would be written.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.files.is_empty() && self.lock.is_none()
    }

    /// The files that are not what would be written, each with the reason; the lock alone, where nothing else is amiss.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, String)> {
        let lock = self.lock.iter().map(|_| (LOCK, LOCK_ALONE.to_owned()));
        self.files.iter().map(|file| (file.path.as_str(), file.why.to_string())).chain(lock)
    }

    /// The text for people: every file with its reason, the diffs, the causes, and `cure`, the command that mends it.
    #[must_use]
    pub fn show(&self, cure: &str) -> String {
        let mut text = String::new();
        if self.is_current() {
            let _ = writeln!(text, "up to date: {}", count(self.unchanged, "file"));
            for cause in &self.causes {
                let _ = writeln!(text, "note: {cause}, in nothing that the SDK shows, which is not drift");
            }
        } else {
            self.show_files(&mut text);
            self.show_causes(&mut text, cure);
        }
        if !self.line_endings.is_empty() {
            let files = count(self.line_endings.len(), "file");
            let _ = writeln!(
                text,
                "note: {files} with CRLF line endings, which is not drift; `* text eol=lf` in .gitattributes settles it"
            );
        }
        text
    }

    fn show_files(&self, text: &mut String) {
        let width = self.files.iter().map(|file| file.path.as_str().chars().count()).max().unwrap_or_default();
        for file in &self.files {
            let _ = writeln!(text, "{:width$}  {}", file.path, file.why);
        }
        if self.lock.is_some() {
            let _ = writeln!(text, "{LOCK}  {LOCK_ALONE}");
        }
        for diff in self.files.iter().filter_map(|file| file.diff.as_ref()).chain(&self.lock) {
            let _ = write!(text, "\n{diff}");
        }
    }

    fn show_causes(&self, text: &mut String, cure: &str) {
        let files = count(self.files.len(), "file");
        let _ = writeln!(text, "\n{files} would change, {} would not", self.unchanged);
        for cause in &self.causes {
            let _ = writeln!(text, "cause: {cause}");
        }
        let by_hand = self.files.iter().any(|file| matches!(file.why, Why::Edited | Why::InTheWay));
        if self.causes.is_empty()
            && self.files.iter().any(|file| matches!(file.why, Why::Outdated | Why::New | Why::Stale))
        {
            let _ = writeln!(text, "cause: the generator writes something else than it did, under the same version");
        }
        if by_hand {
            let _ = writeln!(text, "to keep an edit, move it to src/ext/ first; --overwrite loses it");
        }
        // Without it our own command would stop at the edit; what a project's own does, only the project knows.
        let overwrite = if by_hand && cure.starts_with("specwright ") { " --overwrite" } else { "" };
        let _ = writeln!(text, "to mend it, run: {cure}{overwrite}");
    }
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("nothing has been generated here yet"),
            Self::Spec => f.write_str("the spec changed"),
            Self::Config => f.write_str("the configuration changed"),
            Self::Generator(before, now) => write!(f, "the generator version changed, from {before} to {now}"),
            Self::CutOff => f.write_str("the last run was cut off before its end"),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outdated => "would be written otherwise",
            Self::Edited => "edited by hand",
            Self::Missing => "missing",
            Self::New => "not written yet",
            Self::Stale => "stale: no longer part of the SDK",
            Self::InTheWay => "not written by Specwright",
            Self::Keys => "keys of ours differ",
        })
    }
}
