//! `regenerate` and `check`: the committed SDK and its description.
//!
//! Input: spec/. Output: generated-client, or how it differs. Not here: the comparison (`specwright check`).

use anyhow::{Result, bail};

use crate::run;

/// The description, relative to the root, where these commands are run: so its name in diagnostics is short.
pub(crate) const SPEC: &str = "spec/avara.openapi.yaml";
/// Its configuration.
pub(crate) const CONFIG: &str = "spec/specwright.toml";
const OUT: &str = "generated-client";

/// Writes the SDK.
pub(crate) fn regenerate(overwrite: bool) -> Result<()> {
    let mut arguments = vec!["generate", SPEC, "--config", CONFIG, "--out", OUT];
    if overwrite {
        arguments.push("--overwrite");
    }
    run::check(&mut run::specwright(&arguments))
}

/// Compares the SDK.
pub(crate) fn check() -> Result<()> {
    let cure = ["--cure", "cargo xtask regenerate"];
    let mut command = run::specwright(&[&["check", SPEC, "--config", CONFIG, "--out", OUT][..], &cure].concat());
    match run::status(&mut command)?.code() {
        Some(0) => Ok(()),
        // What drifted and the cure have been said.
        Some(1) => bail!("{OUT} is not what {SPEC} gives, or the description has problems (see above)"),
        _ => bail!("the check could not be made"),
    }
}
