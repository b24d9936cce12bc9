//! The project's own chores: `cargo xtask <command>`.
//!
//! Input: a command. Output: what the command says, and an exit code: 0 done, 1 something to mend.
//! Not here: the generator. The chores that make an SDK run the program that users run, so each tests it as well; those
//! that read thousands of descriptions (`corpus load`, `corpus edge`, `fuzz`) call the library.

mod behaviours;
mod bench;
mod ci;
mod corpus;
mod features;
mod fuzz;
mod judge;
mod lint;
mod random;
mod run;
mod sdk;
mod wire;

use std::process::ExitCode;

use clap::Parser;

// As in the program, so that what is measured here holds there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The project's own chores.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
enum Command {
    /// Write generated-client from spec/.
    Regenerate {
        /// Give up edits made by hand in generated files.
        #[arg(long)]
        overwrite: bool,
    },
    /// Say whether generated-client is what would be written; exit 1 and show the difference if not.
    Check,
    /// Everything that CI runs: formatting, clippy, tests, documentation, drift.
    Ci {
        /// Leave the tests out, because they have been run already.
        #[arg(long)]
        no_tests: bool,
    },
    /// Measure how long SDKs take to write and to compile, and what calls through one cost.
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
    /// Run the tests that docs/runtime.md names, and print its table with their verdicts.
    Behaviours,
    /// Hold the generator against other people's documents.
    Corpus {
        #[command(subcommand)]
        what: Option<corpus::What>,
    },
    /// Compile the runtime and the SDK with no feature, with each alone, and with all.
    Features(features::Args),
    /// Feed damaged descriptions to the library: no panic, no hang, no memory without end.
    Fuzz(fuzz::Args),
    /// Call every operation of emitted clients against Prism serving the description.
    Wire(wire::Args),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Regenerate { overwrite } => sdk::regenerate(overwrite),
        Command::Check => sdk::check(),
        Command::Ci { no_tests } => ci::run(!no_tests),
        Command::Bench { what } => bench::run(what),
        Command::Behaviours => behaviours::run(),
        Command::Corpus { what } => corpus::run(what),
        Command::Features(args) => features::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Wire(args) => wire::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
