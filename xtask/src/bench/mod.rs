//! `bench`: what it costs to generate SDKs, to compile them and to call through them.
//!
//! Input: documents of the corpus (`SPECWRIGHT_CORPUS`) or paths, and a folder of other generators. Output: tables of
//! medians and ratios in Markdown, as `docs/benchmarks.md` has them, and the bars with a word whether they are held.
//! Not here: calls through an SDK, which the package `specwright-bench` measures.

mod bar;
mod compile;
mod cost;
mod generate;
mod growth;
mod peer;
mod plot;
mod side;
mod synthetic;
mod user;

use anyhow::{Context as _, Result};
use camino::Utf8PathBuf;

use crate::{corpus, run};

/// What is measured.
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "call, codec, load and soak measure calls through an SDK; `cargo xtask bench call --help` and so on."
)]
pub(crate) enum What {
    /// Generate SDKs: time and memory of Specwright, and of other generators.
    Generate(generate::Args),
    /// Compile what Specwright and other generators write: time and memory of the compiler, sizes.
    Compile(compile::Args),
    /// Generate and check SDKs of descriptions that grow, and fit a line.
    Growth(growth::Args),
    /// What `specwright-bench` measures.
    #[command(external_subcommand)]
    Calls(Vec<String>),
}

/// Measures it.
pub(crate) fn run(what: What) -> Result<()> {
    match what {
        What::Generate(args) => generate::run(&args),
        What::Compile(args) => compile::run(&args),
        What::Growth(args) => growth::run(&args),
        What::Calls(words) => {
            let program = ["run", "--quiet", "--release", "--package", "specwright-bench", "--"];
            run::check(run::cargo(&program).args(words))
        }
    }
}

/// A document that is measured.
struct Document {
    /// Its name in tables and folders.
    title: String,
    path: Utf8PathBuf,
}

/// The documents of these names, or those that are taken when none is named.
fn documents(named: &[String], otherwise: &[&str]) -> Result<Vec<Document>> {
    let corpus = corpus::root();
    if named.is_empty() && corpus.is_none() {
        println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(Vec::new());
    }
    let otherwise = otherwise.iter().filter(|_| named.is_empty()).copied();
    let find = |name: &str| {
        let path = corpus::find(corpus.as_deref(), name);
        let path = path.with_context(|| format!("there is no document `{name}`, neither here nor in the corpus"))?;
        Ok(Document { title: corpus::title(name), path })
    };
    named.iter().map(String::as_str).chain(otherwise).map(find).collect()
}
