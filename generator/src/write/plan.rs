//! What has to change in the output folder, decided before the first byte is written.
//!
//! Input: what the folder holds, the emitted files, the new lock. Output: a [`Plan`], or a [`Refusal`].
//! Not here: input and output. The same values give the same plan, and `check` is made of one.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::existing::Existing;
use super::{LOCK, diff, fatal, lf, merge, paths};
use crate::diag::{Code, Fatal};
use crate::file::{File, Kind};
use crate::lock::{Hash, Lock};

/// What has to change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files to write and to delete, by path.
    pub changes: Vec<Change>,
    /// The lock that stands when all of it is done.
    pub lock: Lock,
    /// Whether the lock file itself has to be written.
    pub lock_changes: bool,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// Those among them whose line endings are not the ones we write.
    pub line_endings: Vec<Utf8PathBuf>,
}

/// One file that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path below the output folder.
    pub path: Utf8PathBuf,
    /// Who owns it.
    pub kind: Kind,
    /// What it holds; nothing when it does not exist.
    pub before: Option<Vec<u8>>,
    /// What it shall hold; nothing when it goes.
    pub after: Option<String>,
}

/// Why nothing was written.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What stands against it.
    pub fatal: Fatal,
    /// The files concerned, against what would have been written.
    pub diff: String,
}

impl From<Fatal> for Refusal {
    fn from(fatal: Fatal) -> Self {
        Self { fatal, diff: String::new() }
    }
}

/// Decides what has to change so that the folder holds these files. `lock` comes with its inputs and names filled;
/// its files and keys are filled here. With `overwrite`, edits made by hand are lost instead of refused.
///
/// # Errors
/// The folder is not ours, a path may not be written, or a file was edited by hand.
pub fn plan(existing: &Existing, files: &[File], lock: Lock, overwrite: bool) -> Result<Plan, Refusal> {
    admit(existing, files)?;
    let mut plan = Plan { lock, ..Plan::default() };
    for file in files {
        plan.place(existing, file)?;
    }
    let emitted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for (path, before) in &existing.files {
        if !emitted.contains(path.as_str()) && existing.previous.owns(path) {
            let change =
                Change { path: path.clone(), kind: Kind::Generated, before: Some(before.clone()), after: None };
            plan.changes.push(change);
        }
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    let lock_text = existing.lock_text.as_deref().map(lf);
    plan.lock_changes = lock_text.as_deref() != Some(plan.lock.print().as_str()) || existing.previous.journal.is_some();
    if !overwrite {
        refuse_edits(existing, &plan)?;
    }
    Ok(plan)
}

impl Plan {
    /// Whether nothing has to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && !self.lock_changes
    }

    /// Compares one emitted file with what is there, and notes in the lock what the next run has to know of it.
    fn place(&mut self, existing: &Existing, file: &File) -> Result<(), Refusal> {
        let before = existing.files.get(&file.path);
        let after = match file.kind {
            Kind::Generated => {
                self.lock.files.insert(file.path.clone(), Hash::of(file.text.as_bytes()));
                file.text.clone()
            }
            Kind::Seeded if before.is_some() => return Ok(()),
            Kind::Seeded => file.text.clone(),
            Kind::Merged => {
                let theirs = before.map(|bytes| text(&file.path, bytes)).transpose()?;
                let given: Vec<_> = existing.previous.locks().filter_map(|lock| lock.keys.get(&file.path)).collect();
                let merged = merge::merge(&file.path, theirs.as_deref(), &file.text, &given)?;
                self.lock.keys.insert(file.path.clone(), merged.keys);
                merged.text
            }
        };
        if before.is_some_and(|bytes| same(bytes, &after)) {
            self.unchanged += 1;
            if before.is_some_and(|bytes| bytes != after.as_bytes()) {
                self.line_endings.push(file.path.clone());
            }
        } else {
            let before = before.cloned();
            self.changes.push(Change { path: file.path.clone(), kind: file.kind, before, after: Some(after) });
        }
        Ok(())
    }
}

/// Whether bytes are a text, line endings aside.
fn same(bytes: &[u8], text: &str) -> bool {
    bytes == text.as_bytes() || std::str::from_utf8(bytes).is_ok_and(|found| lf(found) == lf(text))
}

/// The text of a file that is to be merged.
fn text(path: &Utf8Path, bytes: &[u8]) -> Result<String, Fatal> {
    let found = std::str::from_utf8(bytes).map(|text| lf(text).into_owned());
    found.map_err(|error| {
        let message = format!("`{path}` is not UTF-8: the first bad byte is number {}", error.valid_up_to() + 1);
        fatal(Code::ManifestUnreadable, message, "save it as UTF-8; nothing was written")
    })
}

/// The questions that come before any file's content.
fn admit(existing: &Existing, files: &[File]) -> Result<(), Fatal> {
    let folder = &existing.previous.folder;
    if !existing.previous.is_ours() {
        let message = format!("`{folder}` is not empty and holds no `{LOCK}`: it was not written by Specwright");
        let help = "name a new or empty folder with --out; nothing was written";
        return Err(fatal(Code::OutputNotOurs, message, help));
    }
    paths::check(files)?;
    if let Some(path) = existing.blocked.first() {
        let full = folder.join(path);
        let message =
            format!("`{full}` stands where the SDK has a folder or file of its own, and is a link or of another kind");
        let help = "move it away; Specwright writes neither through links nor over folders; nothing was written";
        return Err(fatal(Code::OutputBlocked, message, help));
    }
    Ok(())
}

/// Stops where a change would lose what somebody else wrote.
fn refuse_edits(existing: &Existing, plan: &Plan) -> Result<(), Refusal> {
    let lost = |change: &&Change| {
        change.kind == Kind::Generated
            && change.before.as_ref().is_some_and(|before| !existing.previous.wrote(&change.path, before))
    };
    let edited: Vec<&Change> = plan.changes.iter().filter(lost).collect();
    let Some(first) = edited.first() else { return Ok(()) };
    let mut text = String::new();
    for change in &edited {
        let before = String::from_utf8_lossy(change.before.as_deref().unwrap_or_default());
        // From what we would write to what stands there: the reader sees the edit as an addition.
        text.push_str(&diff::unified(&change.path, change.after.as_deref().unwrap_or_default(), &lf(&before)));
    }
    let full = existing.previous.folder.join(&first.path);
    let more = match edited.len() {
        1 => String::new(),
        2 => " and one other file".to_owned(),
        n => format!(" and {} other files", n - 1),
    };
    let (code, message) = if edited.iter().any(|change| existing.previous.owns(&change.path)) {
        (Code::FileEdited, format!("`{full}`{more} changed since Specwright wrote it; generating would lose the edit"))
    } else {
        (
            Code::FileInTheWay,
            format!("`{full}`{more} stands where the SDK has a file, and was not written by Specwright"),
        )
    };
    let help =
        "move what you want to keep to src/ext/, which is yours, or lose it with --overwrite; nothing was written";
    Err(Refusal { fatal: fatal(code, message, help), diff: text })
}
