//! Programs and places.
//!
//! Input: a program with its arguments. Output: whether it went well. Not here: what is run, and why.

use std::process::{Command, ExitStatus};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

/// The project's root, wherever the chore was started.
pub(crate) fn root() -> Utf8PathBuf {
    let here = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The folder for what is built, which may stand elsewhere.
pub(crate) fn target() -> Utf8PathBuf {
    match std::env::var("CARGO_TARGET_DIR") {
        Ok(path) if !path.is_empty() => root().join(path),
        _ => root().join("target"),
    }
}

/// Cargo, as it runs this program, at the project's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// The generator, built if need be, with these arguments.
pub(crate) fn specwright(arguments: &[&str]) -> Command {
    let mut command = cargo(&["run", "--quiet", "--package", "specwright", "--"]);
    command.args(arguments);
    command
}

/// Runs the same chore as an optimised program, if this one is not. Says whether it did, and it went well.
pub(crate) fn optimised(arguments: &[impl AsRef<std::ffi::OsStr>]) -> Result<bool> {
    if !cfg!(debug_assertions) {
        return Ok(false);
    }
    let mut command = cargo(&["run", "--quiet", "--release", "--package", "xtask", "--"]);
    check(command.args(arguments)).map(|()| true)
}

/// Runs a program to its end.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| format!("cannot start {}", shown(command)))
}

/// Runs a program that has to go well.
pub(crate) fn check(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// The command line, for people.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let name = |word: &std::ffi::OsStr| word.to_string_lossy().into_owned();
    let mut words: Vec<String> = words.map(name).collect();
    if let Some(program) = words.first_mut() {
        *program = program.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    }
    words.join(" ")
}
