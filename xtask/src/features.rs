//! `features`: the runtime and the emitted SDK with no feature, with each alone, and with all.
//!
//! Input: the features that their manifests declare. Output: whether every choice compiles, and whether the SDK's tests
//! pass with none, or with `--tests` with each. What `cargo hack --each-feature` does, without being installed. Not here: choices of
//! several features.

use anyhow::{Context as _, Result, bail};
use clap::Args as Arguments;
use serde_json::Value;

use crate::run;

/// Needs the system's TLS library and its headers.
const OF_THE_SYSTEM: &str = "native-tls";

/// What to do with each choice of features.
#[derive(Debug, Default, Arguments)]
pub(crate) struct Args {
    /// Run the emitted SDK's tests with each choice, and not with no feature alone.
    #[arg(long)]
    tests: bool,
    /// Compile both for `wasm32-unknown-unknown` as well; rustup has the target.
    #[arg(long)]
    wasm: bool,
    /// Try `native-tls` as well, which needs the system's TLS library.
    #[arg(long)]
    native_tls: bool,
}

/// Every choice compiles, and the SDK's tests pass with no feature. With the default ones they are run with all others.
pub(crate) fn check() -> Result<()> {
    run(&Args::default())
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let mut failed = Vec::new();
    let mut attempt = |arguments: &[&str]| {
        eprintln!("xtask: cargo {}", arguments.join(" "));
        if let Err(error) = run::check(&mut run::cargo(arguments)) {
            failed.push(format!("{error:#}"));
        }
    };
    for package in ["specwright-runtime", "avara"] {
        let features: Vec<String> =
            features(package)?.into_iter().filter(|name| args.native_tls || name != OF_THE_SYSTEM).collect();
        let all = features.join(",");
        let choices = std::iter::once("").chain(features.iter().map(String::as_str)).chain([all.as_str()]);
        for choice in choices {
            // Features of the SDK differ from the runtime's by a few lines, so its ends say enough of them.
            if package == "specwright-runtime" || choice.is_empty() || choice == all {
                attempt(&["check", "--quiet", "--package", package, "--no-default-features", "--features", choice]);
            }
            if args.wasm && (choice.is_empty() || choice == all) {
                let target = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", choice];
                attempt(&[&["check", "--quiet", "--package", package], target.as_slice()].concat());
            }
            if package == "avara" && (args.tests || choice.is_empty()) {
                attempt(&["test", "--quiet", "--package", package, "--no-default-features", "--features", choice]);
            }
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("; "));
    }
    Ok(())
}

/// The features that a package declares, but for `default`.
fn features(package: &str) -> Result<Vec<String>> {
    let output =
        run::cargo(&["metadata", "--no-deps", "--format-version", "1"]).output().context("cannot start cargo")?;
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cargo does not say what packages there are")?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let declared = packages
        .filter(|declared| declared.get("name").and_then(Value::as_str) == Some(package))
        .find_map(|declared| declared.get("features")?.as_object())
        .with_context(|| format!("there is no package {package}"))?;
    Ok(declared.keys().filter(|name| *name != "default").cloned().collect())
}
