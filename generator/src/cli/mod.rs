//! The command line: which commands there are and what they take.
//!
//! Input: arguments. Output: an exit code. Results go to stdout, diagnostics to stderr.
//! Not here: what a command does (a module each).

mod check;
mod explain;
mod generate;
mod inputs;
mod show;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Everything went well.
const DONE: u8 = 0;
/// There is something to mend.
const FINDINGS: u8 = 1;
/// The work could not be done; nothing was written.
pub(crate) const FAILED: u8 = 2;

/// Reads an OpenAPI description and writes a Rust SDK crate.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; `NO_COLOR` and `CLICOLOR_FORCE` are heeded.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
    /// Print diagnostics only.
    #[arg(long, short, global = true)]
    quiet: bool,
}

const EXIT_CODES: &str = "Exit codes: 0 done (warnings allowed), 1 findings (drift, something left out of the SDK, \
                          warnings under --strict), 2 could not go on, nothing written.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the SDK.
    Generate {
        #[command(flatten)]
        inputs: InputArgs,
        /// Give up edits made by hand in generated files instead of stopping at them.
        #[arg(long)]
        overwrite: bool,
    },
    /// Say whether the SDK is what would be written now, and if not, why; write nothing.
    Check {
        #[command(flatten)]
        inputs: InputArgs,
        /// The command to name as the cure, where a project has its own.
        #[arg(long, hide = true, value_name = "COMMAND")]
        cure: Option<String>,
    },
    /// Explain a diagnostic's code, by number or name; all of them without one.
    Explain {
        /// Such as SW0501 or operation-dropped.
        code: Option<String>,
    },
}

#[derive(Debug, Args)]
struct InputArgs {
    /// The OpenAPI description, YAML or JSON.
    spec: Utf8PathBuf,
    /// The SDK's folder: new, empty, or written by Specwright before.
    #[arg(long, short, value_name = "DIR")]
    out: Utf8PathBuf,
    /// The configuration; `specwright.toml` beside SPEC when left out and there is one.
    #[arg(long, short, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
    /// Exit with 1 when there are warnings.
    #[arg(long)]
    strict: bool,
    /// The folder that references may not leave; that of SPEC when left out.
    #[arg(long, value_name = "DIR")]
    root: Option<Utf8PathBuf>,
    /// Follow references to the web; the lock records the hash of what is read.
    #[arg(long)]
    allow_remote: bool,
    /// Take files of the web as they are now, though they are not what the lock records.
    #[arg(long, requires = "allow_remote")]
    update_remote: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Does what was asked; gives the exit code.
pub(crate) fn run(cli: &Cli) -> u8 {
    match cli.color {
        // `Auto` heeds NO_COLOR, CLICOLOR, CLICOLOR_FORCE and whether a terminal listens.
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    match &cli.command {
        Command::Generate { inputs, overwrite } => generate::run(inputs, *overwrite, cli.quiet),
        Command::Check { inputs, cure } => check::run(inputs, cure.as_deref(), cli.quiet),
        Command::Explain { code } => explain::run(code.as_deref()),
    }
}

#[cfg(test)]
mod tests;
