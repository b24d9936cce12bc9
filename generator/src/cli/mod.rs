//! The command line: which commands there are and what they take.
//!
//! Input: arguments. Output: an exit code. Results go to stdout, diagnostics to stderr, or the other way round where a
//! program is to read the diagnostics.
//! Not here: what a command does (a module each).

mod breaking;
mod check;
mod command;
mod ending;
mod explain;
mod generate;
mod inputs;
mod lint;
mod show;
mod tree;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use specwright::diag::Severity;

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
                          warnings under --strict, breaking changes under --deny-breaking), 2 could not go on, or the \
                          configuration has mistakes; nothing was written, \
                          unless the message says so. They are the same in every \
                          format.";

const STREAMS: &str = "Findings go to stderr and results to stdout. The formats for machines (json, sarif, github, gitlab) \
                       have stdout for themselves; results go to stderr then.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the SDK.
    #[command(after_help = STREAMS)]
    Generate {
        #[command(flatten)]
        read: ReadArgs,
        /// The SDK's folder: new, empty, or written by Specwright before.
        #[arg(long, short, value_name = "DIR")]
        out: Utf8PathBuf,
        /// Give up edits made by hand in generated files instead of stopping at them.
        #[arg(long)]
        overwrite: bool,
        /// Exit with 1, and write nothing, when code that calls the SDK that stands there would break.
        #[arg(long)]
        deny_breaking: bool,
    },
    /// Say whether the SDK is what would be written now, and if not, why; write nothing.
    #[command(after_help = STREAMS)]
    Check {
        #[command(flatten)]
        read: ReadArgs,
        /// The SDK's folder.
        #[arg(long, short, value_name = "DIR")]
        out: Utf8PathBuf,
        /// The command to name as the cure, where a project has its own.
        #[arg(long, hide = true, value_name = "COMMAND")]
        cure: Option<String>,
    },
    /// Say what there is to say of a description; make no SDK.
    #[command(after_help = STREAMS)]
    Lint {
        #[command(flatten)]
        read: ReadArgs,
        #[command(flatten)]
        lint: LintArgs,
    },
    /// Show the resource tree: each method with the operation that it calls.
    #[command(after_help = STREAMS)]
    Tree {
        #[command(flatten)]
        read: ReadArgs,
        /// As JSON: a list of methods.
        #[arg(long)]
        json: bool,
    },
    /// Explain a diagnostic's code, by number or name; all of them without one.
    Explain {
        /// Such as SW0501 or operation-dropped.
        code: Option<String>,
    },
}

#[derive(Debug, Default, Args)]
struct ReadArgs {
    /// The OpenAPI description, YAML or JSON.
    spec: Utf8PathBuf,
    /// The configuration; `specwright.toml` beside SPEC when left out and there is one.
    #[arg(long, short, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
    /// Findings that are accepted; else those of `baseline` in the configuration.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
    /// Exit with 1 when there are warnings, as --fail-on warning does, and write no SDK then.
    #[arg(long, conflicts_with = "fail_on")]
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
    /// How bad a finding must be for exit code 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    fail_on: FailOn,
    /// How findings are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, env = "SPECWRIGHT_FORMAT")]
    format: Format,
    /// Show every finding at each of its places; the formats for machines always do.
    #[arg(long)]
    all: bool,
}

impl ReadArgs {
    /// How bad a finding must be to count.
    fn worst(&self) -> Severity {
        match self.fail_on {
            _ if self.strict => Severity::Warning,
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        }
    }
}

#[derive(Debug, Args)]
struct LintArgs {
    /// Write an overlay that mends what can be mended.
    #[arg(long, value_name = "FILE")]
    write_overlay: Option<Utf8PathBuf>,
    /// Write a baseline that accepts what is found; reasons in it are kept.
    #[arg(long, value_name = "FILE", conflicts_with = "write_overlay")]
    write_baseline: Option<Utf8PathBuf>,
    /// Replace a file that Specwright did not write.
    #[arg(long)]
    overwrite: bool,
    /// List the values that the SDK holds as any JSON, each with the reason.
    #[arg(long)]
    untyped: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FailOn {
    #[default]
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// With the lines themselves.
    #[default]
    Human,
    /// A line each: `file:line:column: error[SW0201]: message`.
    Short,
    /// All that is known, as one object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
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
    let (ending, read) = match &cli.command {
        Command::Generate { read, out, overwrite, deny_breaking } => {
            let how = generate::How { overwrite: *overwrite, deny_breaking: *deny_breaking, quiet: cli.quiet };
            (generate::run(read, out, how), read)
        }
        Command::Check { read, out, cure } => (check::run(read, out, cure.as_deref(), cli.quiet), read),
        Command::Lint { read, lint } => (lint::run(read, lint, cli.quiet), read),
        Command::Tree { read, json } => (tree::run(read, *json), read),
        Command::Explain { code } => return explain::run(code.as_deref()),
    };
    let code = show::end(&ending, read, matches!(cli.command, Command::Lint { .. }));
    // The process ends, and with it all its memory: a tree of a million values need not be taken apart before.
    std::mem::forget(ending);
    code
}

#[cfg(test)]
mod tests;
