//! The writing half of this stage: makes a [`Plan`] true.
//!
//! Input: a plan. Output: the folder, and a [`Report`]. Not here: any decision; a plan is carried out as it is.
//!
//! Each file is written beside its place and renamed into it, so a reader sees the old one or the new one. The order
//! is: the new lock under the journal's name, the files, the deletions, the journal to the lock's name. Whenever the
//! run is cut off, both locks are there, and every file is as one of them says. Files are not forced to the disk one
//! by one, which would cost more than all the rest; after a loss of power `specwright check` tells what is amiss.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::plan::Plan;
use super::{JOURNAL, LOCK, fatal};
use crate::diag::{Code, Fatal};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that did not exist.
    pub created: Vec<Utf8PathBuf>,
    /// Files that hold something else now.
    pub updated: Vec<Utf8PathBuf>,
    /// Files that are gone.
    pub deleted: Vec<Utf8PathBuf>,
    /// How many were as they should be.
    pub unchanged: usize,
}

/// Carries out a plan in its folder.
///
/// # Errors
/// The file system refused; what was done so far is found and completed by the next run.
pub fn commit(folder: &Utf8Path, plan: &Plan) -> Result<Report, Fatal> {
    let mut report = Report { unchanged: plan.unchanged, ..Report::default() };
    if plan.is_empty() {
        return Ok(report);
    }
    let journal = folder.join(JOURNAL);
    put(&journal, plan.lock.print().as_bytes())?;
    for change in &plan.changes {
        let full = folder.join(&change.path);
        let list = match (&change.before, &change.after) {
            (None, Some(text)) => {
                put(&full, text.as_bytes())?;
                &mut report.created
            }
            (Some(_), Some(text)) => {
                put(&full, text.as_bytes())?;
                &mut report.updated
            }
            (_, None) => {
                remove(folder, &change.path)?;
                &mut report.deleted
            }
        };
        list.push(change.path.clone());
    }
    let lock = folder.join(LOCK);
    std::fs::rename(&journal, &lock).map_err(|error| failed(&lock, "be written", &error))?;
    Ok(report)
}

/// Writes a file beside its place and renames it into it.
fn put(path: &Utf8Path, bytes: &[u8]) -> Result<(), Fatal> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let made: Vec<&Utf8Path> = folder.ancestors().take_while(|one| !one.as_str().is_empty() && !one.exists()).collect();
    // A folder that was made for nothing goes again; the system refuses if something is in it.
    let undo = || made.iter().all(|folder| std::fs::remove_dir(folder).is_ok());
    std::fs::create_dir_all(folder).map_err(|error| {
        undo();
        failed(folder, "be made", &error)
    })?;
    // A fixed name: what a run that was cut off left behind is written over, not collected.
    let beside = folder.join(format!(".{}.specwright", path.file_name().unwrap_or_default()));
    let done = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    done.map_err(|error| {
        // Best effort: the first error is the one worth telling.
        let _ = std::fs::remove_file(&beside);
        undo();
        failed(path, "be written", &error)
    })
}

/// Deletes a file, and the folders that are empty without it.
fn remove(folder: &Utf8Path, path: &Utf8Path) -> Result<(), Fatal> {
    let full = folder.join(path);
    match std::fs::remove_file(&full) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&full, "be deleted", &error)),
        _ => {}
    }
    for parent in path.ancestors().skip(1).filter(|parent| !parent.as_str().is_empty()) {
        // Refused by the system when something is left in it, which is what is wanted.
        if std::fs::remove_dir(folder.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}

/// A finding about something that the file system refused.
fn failed(path: &Utf8Path, what: &str, error: &io::Error) -> Fatal {
    let message = format!("`{path}` cannot {what}: {error}");
    fatal(Code::OutputIo, message, "clear the cause and run the same command again: it completes what was begun")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_made_for_nothing_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        // No system takes such a name.
        assert!(put(&folder.join("new/inner/a\0"), b"x").is_err());
        assert!(!folder.join("new").exists());
        assert!(put(&folder.join("kept/b"), b"x").is_ok() && put(&folder.join("kept/inner/a\0"), b"x").is_err());
        assert!(folder.join("kept/b").exists() && !folder.join("kept/inner").exists());
    }
}
