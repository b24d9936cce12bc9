//! What may be read, and reading it.
//!
//! Input: a file's name and the [`Access`] that the user grants. Output: its bytes, or a diagnostic without a place.
//! Not here: which files are needed (`load`).

use std::fs::File;
use std::io::{self, Read as _};

use camino::{Utf8Path, Utf8PathBuf};

use super::refs::{is_remote, nearest};
use super::size::MAX_FILE_BYTES;
use crate::diag::{Code, Diagnostic};

/// What a run may read beside the description itself.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// The folder that references may not leave; that of the description when left out.
    pub root: Option<Utf8PathBuf>,
    /// Whether references to the web are followed.
    pub remote: bool,
}

impl Access {
    /// A function that reads what may be read. `description` itself always may.
    pub(super) fn reader(&self, description: &Utf8Path) -> impl FnMut(&str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let folder = match &self.root {
            Some(root) => root.clone(),
            None => description.parent().filter(|path| !path.as_str().is_empty()).unwrap_or(Utf8Path::new(".")).into(),
        };
        let description = description.as_str().replace('\\', "/");
        let remote = self.remote;
        // A link inside the folder may lead out of it, so both are compared as the system sees them.
        let real_folder = folder.canonicalize_utf8();
        // To look around for each of ten thousand files would take long.
        let mut guesses = 100_usize;
        move |name| {
            if is_remote(name) {
                return if remote && !is_file_url(name) { fetch(name) } else { Err(not_remote(name)) };
            }
            let path = Utf8Path::new(name);
            if name != description {
                let real = path.canonicalize_utf8().map_err(|error| {
                    let reason = unreadable(name, &error);
                    guesses = guesses.saturating_sub(1);
                    if guesses > 0 { near(name, reason) } else { reason }
                })?;
                if real_folder.as_ref().is_ok_and(|folder| !real.starts_with(folder)) {
                    return Err(outside(name, &folder, &around(&folder, &real)));
                }
            }
            read_file(path).map_err(|error| unreadable(name, &error))
        }
    }
}

/// The folder in which the run was started, as the system has it; names of files count from it.
pub(super) fn here() -> Option<Utf8PathBuf> {
    Utf8Path::new(".").canonicalize_utf8().ok()
}

fn is_file_url(name: &str) -> bool {
    name.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
}

/// A file's bytes, one more than the limit at most: `parse` refuses what is longer.
fn read_file(path: &Utf8Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A pipe that nobody writes to would be waited for without end. Those that a shell makes stand in `/dev`.
    let kind = path.metadata()?.file_type();
    if !kind.is_file() && !kind.is_dir() && !path.starts_with("/dev") && !path.starts_with("/proc") {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a file of the system could not be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    Box::new(Diagnostic::new(Code::UnreadableFile, format!("`{name}` cannot be read: {reason}")))
}

/// Adds the file beside it that is called much like the one that is not there.
fn near(name: &str, mut reason: Box<Diagnostic>) -> Box<Diagnostic> {
    let path = Utf8Path::new(name);
    let folder = path.parent().filter(|path| !path.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let mut beside: Vec<String> = entries.map(|entry| entry.file_name().to_owned()).collect();
    beside.sort();
    let wanted = path.file_name().unwrap_or_default();
    if let Some(near) = nearest(wanted, beside.iter().map(String::as_str)) {
        reason.help = Some(format!("did you mean `{}`?", path.with_file_name(near)));
    }
    reason
}

/// The nearest folder above one that also holds a file, as a path from where the run was started.
fn around(folder: &Utf8Path, real: &Utf8Path) -> Utf8PathBuf {
    let mut here = folder.to_owned();
    let mut real_here = folder.canonicalize_utf8().ok();
    while let Some(at) = real_here.filter(|at| !real.starts_with(at)) {
        here = if here == "." { "..".into() } else { here.join("..") };
        real_here = at.parent().map(Utf8Path::to_owned);
    }
    here
}

fn outside(name: &str, folder: &Utf8Path, around: &Utf8Path) -> Box<Diagnostic> {
    let message = format!("`{name}` is outside of `{folder}`, so it is not read");
    let help = format!("name a folder that holds all files of the description: `--root {around}`");
    Box::new(Diagnostic::new(Code::OutsideRoot, message).help(help))
}

pub(super) fn not_remote(name: &str) -> Box<Diagnostic> {
    if is_file_url(name) {
        let message = format!("`{name}` is the URL of a file, which is not read");
        let help = "refer to the file by its path, as it is from the one that refers to it: `models/pet.yaml`";
        return Box::new(Diagnostic::new(Code::RemoteReference, message).help(help));
    }
    let message = format!("`{name}` is a web address, which is not read");
    let help = "allow it with `--allow-remote`, or keep the file beside the description and refer to it by its path";
    Box::new(Diagnostic::new(Code::RemoteReference, message).help(help))
}

#[cfg(feature = "remote")]
fn fetch(url: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    super::remote::fetch(url)
}

#[cfg(not(feature = "remote"))]
fn fetch(url: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    let message = format!("`{url}` is a web address, and this build cannot read the web");
    Err(Box::new(Diagnostic::new(Code::RemoteReference, message).help("build with the feature `remote`")))
}
