//! What the output folder holds, as values: the only reading half of this stage.
//!
//! Input: a folder. Output: [`Previous`] (the locks, needed before anything is emitted) and [`Existing`] (also the
//! files that a run may touch).
//! Not here: any judgement of them (`plan`, `check`). Files that are neither emitted nor in a lock are never read.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{JOURNAL, LOCK, fatal, paths};
use crate::diag::{Code, Fatal};
use crate::file::File;
use crate::lock::{Hash, Lock};

/// What earlier runs left in the folder to tell this one.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    /// The folder, as it was named to the run.
    pub folder: Utf8PathBuf,
    /// Whether something is in the folder, other than `.git`.
    pub occupied: bool,
    /// The lock of the last run that came to its end.
    pub lock: Option<Lock>,
    /// The lock of a run that was cut off.
    pub journal: Option<Lock>,
}

impl Previous {
    /// Reads the locks of a folder; one that does not exist has none.
    ///
    /// # Errors
    /// The folder or a lock cannot be read, or a lock is none of ours.
    pub fn read(folder: &Utf8Path) -> Result<Self, Fatal> {
        let mut previous = Self { folder: folder.to_owned(), ..Self::default() };
        let entries = match folder.read_dir_utf8() {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(previous),
            Err(error) => return Err(unreadable(folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(folder, &error))?;
            previous.occupied |= entry.file_name() != ".git";
        }
        previous.lock = read_lock(&folder.join(LOCK))?;
        previous.journal = read_lock(&folder.join(JOURNAL))?;
        Ok(previous)
    }

    /// The lock to keep names from.
    #[must_use]
    pub fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref().or(self.journal.as_ref())
    }

    /// Every lock there is: after a run that was cut off, a file may be as either remembers it.
    pub(super) fn locks(&self) -> impl Iterator<Item = &Lock> {
        self.lock.iter().chain(&self.journal)
    }

    /// Whether the folder is one that this generator may write into.
    pub(super) fn is_ours(&self) -> bool {
        !self.occupied || self.lock().is_some()
    }

    /// Whether a file was ever written by the generator.
    pub(super) fn owns(&self, path: &Utf8Path) -> bool {
        self.locks().any(|lock| lock.files.contains_key(path))
    }

    /// Whether a file is still as the generator wrote it.
    pub(super) fn wrote(&self, path: &Utf8Path, bytes: &[u8]) -> bool {
        let hash = Hash::of(bytes);
        self.locks().any(|lock| lock.files.get(path) == Some(&hash))
    }
}

/// What the folder holds where this run may write.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// The locks.
    pub previous: Previous,
    /// The bytes of the lock file, to see whether it would change.
    pub lock_text: Option<String>,
    /// The bytes of each file that is emitted now or is in a lock, and exists.
    pub files: BTreeMap<Utf8PathBuf, Vec<u8>>,
    /// Paths in the way of those files that are symbolic links, or folders where a file should be, or the reverse.
    pub blocked: BTreeSet<Utf8PathBuf>,
}

impl Existing {
    /// Reads the files that a run with these emitted files may touch.
    ///
    /// # Errors
    /// One of them cannot be read, or a lock names a path that leaves the folder.
    pub fn read(previous: Previous, files: &[File]) -> Result<Self, Fatal> {
        let folder = previous.folder.clone();
        let mut wanted: BTreeSet<&Utf8Path> = files.iter().map(|file| file.path.as_path()).collect();
        // Emitted paths are judged by `plan`; reading stops at the door for both.
        wanted.retain(|path| paths::objection(path).is_none());
        for path in previous.locks().flat_map(|lock| lock.files.keys()) {
            if let Some(reason) = paths::objection(path) {
                let message = format!("{}: the lock names a file `{path}`, which {reason}", folder.join(LOCK));
                return Err(fatal(Code::LockUnreadable, message, "restore the file from version control"));
            }
            wanted.insert(path);
        }
        let mut found = BTreeMap::new();
        let mut blocked = BTreeSet::new();
        for path in wanted {
            if let Some(obstacle) = obstacle(&folder, path)? {
                blocked.insert(obstacle);
                continue;
            }
            let full = folder.join(path);
            match std::fs::read(&full) {
                Ok(bytes) => drop(found.insert(path.to_owned(), bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(unreadable(&full, &error)),
            }
        }
        let lock_text = read_text(&folder.join(LOCK))?;
        Ok(Self { previous, lock_text, files: found, blocked })
    }
}

/// The first step of a path that is not what it should be: folders on the way, a file at the end, no links at all.
fn obstacle(folder: &Utf8Path, path: &Utf8Path) -> Result<Option<Utf8PathBuf>, Fatal> {
    let mut here = Utf8PathBuf::new();
    for step in path.components() {
        here.push(step);
        let full = folder.join(&here);
        match full.symlink_metadata() {
            Ok(data) => {
                let right = if here == path { data.is_file() } else { data.is_dir() };
                if !right {
                    return Ok(Some(here));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&full, &error)),
        }
    }
    Ok(None)
}

/// A lock, when there is one.
fn read_lock(path: &Utf8Path) -> Result<Option<Lock>, Fatal> {
    let Some(text) = read_text(path)? else { return Ok(None) };
    Lock::parse(&Arc::from(path.as_str()), &text).map(Some)
}

/// A file's text, when there is one; what is not UTF-8 is left for the lock's reader to refuse.
fn read_text(path: &Utf8Path) -> Result<Option<String>, Fatal> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// A finding about something that is there and cannot be read.
fn unreadable(path: &Utf8Path, error: &io::Error) -> Fatal {
    let message = format!("`{path}` cannot be read: {error}");
    let help = match error.kind() {
        io::ErrorKind::NotADirectory => "--out must name a folder, not a file",
        io::ErrorKind::PermissionDenied => "see who owns it and who may read it",
        _ => "nothing was written; try again when it can be read",
    };
    fatal(Code::OutputIo, message, help)
}
