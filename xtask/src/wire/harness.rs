//! The emitted tests of an SDK, compiled and run.
//!
//! Input: a crate, and the address of a server. Output: each test with its result. Not here: what was sent (`tap`).

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::run;

/// A test that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    /// `client_users::list_minimal`
    pub(super) name: String,
    pub(super) passed: bool,
    /// What it said when it failed.
    pub(super) said: String,
}

/// Compiles the tests of a crate. One crate after another uses the same dependencies.
pub(super) fn compile(krate: &Utf8Path, cargo_target: &Utf8Path) -> Result<()> {
    run::check(&mut cargo(krate, cargo_target, &["--no-run"]))
}

/// Runs them against a server.
pub(super) fn run(krate: &Utf8Path, cargo_target: &Utf8Path, port: u16) -> Result<Vec<Test>> {
    let mut command = cargo(krate, cargo_target, &["--no-fail-fast"]);
    command.env(variable(krate)?, format!("http://127.0.0.1:{port}"));
    let output = command.output().with_context(|| run::shown(&command))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let tests = parse(&said);
    if tests.is_empty() {
        bail!("no test ran:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(tests)
}

fn cargo(krate: &Utf8Path, cargo_target: &Utf8Path, arguments: &[&str]) -> Command {
    let mut command = run::cargo(&["test", "--quiet", "--test", "api"]);
    command.args(arguments).args(if arguments.contains(&"--no-run") { &[][..] } else { &["--", "--format", "pretty"] });
    command.current_dir(krate).env("CARGO_TARGET_DIR", cargo_target);
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_OPT_LEVEL", "0");
    command
}

/// The variable in which the tests look for a server.
fn variable(krate: &Utf8Path) -> Result<String> {
    let path: Utf8PathBuf = krate.join("tests/api/support.rs");
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    let quoted = text.split('"').find(|text| text.ends_with("_TEST_BASE_URL"));
    quoted.map(str::to_owned).with_context(|| format!("{path} reads no address of a server"))
}

/// The results, from what the test harness says.
fn parse(said: &str) -> Vec<Test> {
    let results = said.lines().filter_map(|line| {
        let (name, result) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
        matches!(result, "ok" | "FAILED").then(|| (name.to_owned(), result == "ok"))
    });
    let output = |name: &str| {
        let (_, rest) = said.split_once(&format!("---- {name} stdout ----\n"))?;
        let end = rest.find("\n---- ").or_else(|| rest.find("\nfailures:")).unwrap_or(rest.len());
        rest.get(..end).map(|text| text.trim().to_owned())
    };
    results.map(|(name, passed)| Test { said: output(&name).unwrap_or_default(), name, passed }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_what_failures_say() {
        let said = "\nrunning 2 tests\ntest a::b ... ok\ntest a::c ... FAILED\n\nfailures:\n\n---- a::c stdout ----\nError: x\n\n\nfailures:\n    a::c\n";
        let test = |name: &str, passed, said: &str| Test { name: name.to_owned(), passed, said: said.to_owned() };
        assert_eq!(parse(said), [test("a::b", true, ""), test("a::c", false, "Error: x")]);
    }
}
