//! A generator, ours or another's, and what becomes of a document with it.
//!
//! Input: a document. Output: its crate in a folder, or why there is none. Not here: which generators there are.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use super::cost::{self, Cost, Ended};
use crate::{corpus, run};

/// A generator's arguments, from a document and a folder for the crate.
pub(super) type Arguments = fn(&Utf8Path, &Utf8Path) -> Vec<String>;

/// A generator.
pub(super) struct Side {
    /// With its version.
    pub(super) name: String,
    pub(super) program: Utf8PathBuf,
    pub(super) arguments: Arguments,
    /// What its user has to do by hand to have a crate.
    pub(super) complete: fn(&Utf8Path) -> Result<()>,
    /// An exit code that means that there is a crate, and something to say of the description.
    pub(super) findings: Option<i32>,
}

/// Specwright as it is installed.
pub(super) fn specwright() -> Result<Side> {
    // A build that keeps parts for the next one is a slower program.
    let words = ["build", "--quiet", "--profile", "dist", "--package", "specwright"];
    run::check(run::cargo(&words).env("CARGO_INCREMENTAL", "0"))?;
    let program = run::target().join("dist/specwright").with_extension(std::env::consts::EXE_EXTENSION);
    Ok(build("specwright".to_owned(), program))
}

/// A build of Specwright.
pub(super) fn build(name: String, program: Utf8PathBuf) -> Side {
    let arguments: Arguments = |document, out| {
        let words = ["generate", document.as_str(), "--out", out.as_str()].map(str::to_owned);
        words.into_iter().chain(root(document)).collect()
    };
    Side { name, program, arguments, complete: |_| Ok(()), findings: Some(1) }
}

/// The arguments that say which folder is a document's alone.
pub(super) fn root(document: &Utf8Path) -> Vec<String> {
    let folder = corpus::root().and_then(|corpus| corpus::folder(&corpus, document));
    folder.into_iter().flat_map(|folder| ["--root".to_owned(), folder.into_string()]).collect()
}

impl Side {
    /// Its name as a folder's.
    pub(super) fn folder(&self) -> String {
        self.name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_")
    }

    /// Writes a crate into a folder. `Ok(Err)` says why there is none.
    pub(super) fn write(&self, document: &Utf8Path, out: &Utf8Path) -> Result<Result<Cost, String>> {
        let mut command = Command::new(&self.program);
        command.args((self.arguments)(document, out)).current_dir(run::target()).env("RUST_BACKTRACE", "0");
        let ended = cost::of(&mut command, &out.with_extension("log"))?;
        let good = ended.status.success() || self.findings.is_some() && ended.status.code() == self.findings;
        Ok(match good {
            false => Err(reason(&ended)),
            true if lines(out)? == 0 => Err("writes nothing, and says that all is well".to_owned()),
            true => Ok(ended.cost),
        })
    }
}

/// Why a generator gave up, in its own words.
fn reason(ended: &Ended) -> String {
    let how = match ended.status.code() {
        _ if ended.said.contains("panicked at") => "panics".to_owned(),
        Some(code) => format!("exit code {code}"),
        None => ended.status.to_string(),
    };
    let said = ended.said.lines().map(str::trim);
    let said = said.filter(|line| line.chars().any(char::is_alphanumeric) && !line.contains("panicked at"));
    let words = |line: &str| ["rror", "ailed", "nsupported", "nvalid"].iter().any(|word| line.contains(word));
    let line = said.clone().find(|line| words(line)).or_else(|| said.clone().next()).unwrap_or_default();
    let line: String = line.chars().filter(|c| !c.is_control()).take(90).collect();
    format!("{how}: {}", line.replace('|', "/"))
}

/// How many lines of Rust stand below a folder.
pub(super) fn lines(folder: &Utf8Path) -> Result<usize> {
    let mut lines = 0;
    if !folder.is_dir() {
        return Ok(0);
    }
    for entry in folder.read_dir_utf8()? {
        let path = entry?.into_path();
        if path.is_dir() {
            lines += self::lines(&path)?;
        } else if path.extension() == Some("rs") {
            lines += fs::read_to_string(&path).with_context(|| path.clone())?.lines().count();
        }
    }
    Ok(lines)
}
