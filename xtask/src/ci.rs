//! `ci`: everything that a change has to pass.
//!
//! Input: the working tree. Output: every step's verdict; all steps run, so one run shows all that is amiss.
//! Not here: what needs the network or the corpus (`wire`, `corpus`).

use anyhow::{Result, bail};

use crate::{behaviours, features, run, sdk};

/// The packages that rustfmt has nothing to say of: those written by hand, and the emitted one, which tells it to leave
/// alone what the generator laid out.
const FORMATTED: [&str; 6] =
    ["avara", "specwright", "specwright-bench", "specwright-templates", "specwright-runtime", "xtask"];

/// Every feature but `native-tls`, which needs the system's TLS library and its headers.
const FEATURES: &str = "specwright-runtime/blocking,specwright-runtime/gzip,specwright-runtime/testing,specwright-runtime/tower,specwright-runtime/tracing,specwright-runtime/webhooks,specwright-runtime/reqwest,specwright-runtime/source,avara/blocking,avara/gzip,avara/testing,avara/tower,avara/tracing,avara/reqwest";

/// A step: its name, and what it does.
type Step = (&'static str, fn() -> Result<()>);

const STEPS: [Step; 8] = [
    ("formatting", formatting),
    ("clippy", clippy),
    ("features", features::check),
    (TESTS, tests),
    ("behaviours", behaviours::run),
    ("cases", cases),
    ("documentation", documentation),
    ("drift", sdk::check),
];

const TESTS: &str = "tests";

/// Runs every step, or every step but the tests, for a caller that has run them already.
pub(crate) fn run(with_tests: bool) -> Result<()> {
    let mut failed = Vec::new();
    for (name, step) in STEPS.into_iter().filter(|(name, _)| with_tests || *name != TESTS) {
        eprintln!("xtask: {name}");
        if let Err(error) = step() {
            eprintln!("xtask: {name}: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    eprintln!("xtask: all is well");
    Ok(())
}

fn formatting() -> Result<()> {
    let packages = FORMATTED.iter().flat_map(|name| ["--package", name]);
    let arguments: Vec<&str> = std::iter::once("fmt").chain(packages).chain(["--check"]).collect();
    run::check(&mut run::cargo(&arguments))
}

fn clippy() -> Result<()> {
    run::check(&mut run::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        FEATURES,
        "--",
        "-D",
        "warnings",
    ]))
}

fn tests() -> Result<()> {
    run::check(&mut run::cargo(&["test", "--workspace"]))
}

/// The emitted code of the small descriptions, compiled and tested.
fn cases() -> Result<()> {
    run::check(&mut run::cargo(&["test", "--package", "specwright", "--test", "cases", "--", "--ignored"]))
}

fn documentation() -> Result<()> {
    run::check(
        run::cargo(&["doc", "--workspace", "--no-deps", "--features", FEATURES]).env("RUSTDOCFLAGS", "-D warnings"),
    )
}
