//! `fuzz`: damaged descriptions, fed to the library.
//!
//! Input: real documents of the corpus, or the project's own where there is none; a seed. Output: how many runs there
//! were, and each kind of failure with an input that shows it: a panic, a run over five seconds, a run that wants more
//! than a gigabyte, code that is not Rust.
//! Not here: the damage (`mutate`), and what a run does (`worker`). A run is settled by seed and number alone, so any of
//! them can be had again.

mod base;
mod failure;
mod mutate;

mod watch;
mod worker;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use camino::Utf8PathBuf;

use crate::run;
use failure::Failures;

/// What is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many damaged descriptions.
    #[arg(long, default_value_t = 100_000)]
    runs: u64,
    /// What settles the damage, with the number of the run.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first run's number.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Stop after so many seconds.
    #[arg(long)]
    seconds: Option<u64>,
    /// Read one file, as it was written for a failure.
    #[arg(long, value_name = "FILE")]
    replay: Option<Utf8PathBuf>,
    /// Stay in this build, whose arithmetic is checked for overflow, instead of the fast one.
    #[arg(long)]
    this_build: bool,
    /// The runs of a child: first, step, end.
    #[arg(long, hide = true, num_args = 3, value_names = ["FIRST", "STEP", "END"])]
    worker: Option<Vec<u64>>,
}

/// Does what is asked.
pub(crate) fn run(args: &Args) -> Result<()> {
    if let Some([first, step, end]) = args.worker.as_deref() {
        return match &args.replay {
            Some(file) => worker::replay(file),
            None => worker::run(args.seed, *first, *step, *end),
        };
    }
    if !args.this_build && run::optimised(&again(args))? {
        return Ok(());
    }
    if let Some(file) = &args.replay {
        return watch::replay(file);
    }
    let bases = base::bases()?;
    println!("fuzz: {} runs with seed {}, from {}", args.runs, args.seed, bases.origin);
    let (start, mut failures) = (Instant::now(), Failures::new(args.seed, bases.list));
    let until = args.seconds.map(|seconds| start + Duration::from_secs(seconds));
    let done = watch::all(args.seed, args.first, args.first + args.runs, until, &mut failures)?;
    let secs = start.elapsed().as_secs();
    println!("fuzz: {} runs in {secs} s: {} read, {} refused as a whole", done.runs, done.read, done.refused);
    println!("fuzz: the slowest: run {}, {} ms", done.slowest.1, done.slowest.0.as_millis());
    if failures.count() > 0 {
        bail!("{} runs failed", failures.count());
    }
    Ok(())
}

/// The same arguments, for the optimised program.
fn again(args: &Args) -> Vec<String> {
    let mut words = vec!["fuzz".to_owned()];
    let numbers = [("--runs", Some(args.runs)), ("--seed", Some(args.seed)), ("--first", Some(args.first))];
    for (name, number) in numbers.into_iter().chain([("--seconds", args.seconds)]) {
        words.extend(number.into_iter().flat_map(|number| [name.to_owned(), number.to_string()]));
    }
    // The optimised program is run at the project's root.
    let absolute = |file: &Utf8PathBuf| file.canonicalize_utf8().unwrap_or_else(|_| file.clone()).into_string();
    words.extend(args.replay.iter().flat_map(|file| ["--replay".to_owned(), absolute(file)]));
    words
}
