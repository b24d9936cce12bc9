//! `bench compile`: what it costs to compile SDKs.
//!
//! Input: documents; Specwright as it is installed, and the other generators of a folder. Output: for each document a
//! table of medians: of the crate alone, its dependencies built before and nothing kept between runs; and of a program
//! that calls five of its methods, where rustc keeps what it can.
//! Not here: how the crates are written (`side`), and what the program's calls are (`user`).

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use super::bar::{Bars, LINES, PART_OF_PEAK, PART_OF_TIME, PEAK, USER};
use super::cost::{self, Cost, Figure, median, ratio};
use super::side::{self, Side};
use super::{Document, peer, user};
use crate::{corpus, run};

/// What to compile.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names of the corpus or paths of documents; a few small ones when left out. Crates of large ones take others
    /// minutes and many gigabytes.
    documents: Vec<String>,
    #[command(flatten)]
    peers: peer::Peers,
    /// Rounds; in each, every crate is compiled in every way.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// `cargo check` alone: no builds, and no program.
    #[arg(long)]
    check_only: bool,
}

/// Ways to compile a crate: what it is called, and what cargo is told.
const WAYS: [(&str, &[&str]); 3] = [
    ("check", &["check", "--quiet"]),
    ("dev build", &["build", "--quiet"]),
    ("release build", &["build", "--quiet", "--release"]),
];

/// A crate that compiles, and what that costs.
struct Crate {
    folder: Utf8PathBuf,
    /// The name of its library.
    library: String,
    lines: usize,
    dependencies: usize,
    /// For each way a cost for each round.
    ways: [Vec<Cost>; WAYS.len()],
    /// The program that calls it, if one could be made.
    program: Option<Utf8PathBuf>,
    rebuilds: Vec<Cost>,
    /// The size of its library as released, in MB.
    library_size: Option<f64>,
    /// That of the program, stripped.
    program_size: Option<f64>,
}

/// A generator's name, and its crate or why there is none that compiles.
type Outcome = (String, Result<Crate, String>);

/// Measures, and prints.
pub(crate) fn run(args: &Args) -> Result<()> {
    let documents = super::documents(&args.documents, &corpus::SMALL)?;
    let mut sides = vec![side::specwright()?];
    sides.extend(args.peers.sides()?);
    let ways = if args.check_only { 1 } else { WAYS.len() };
    let mut bars = Bars::default();
    for document in documents {
        let title = &document.title;
        let mut outcomes = Vec::new();
        for side in &sides {
            eprintln!("xtask: {title}: {}: its dependencies", side.name);
            outcomes.push((side.name.clone(), prepare(side, &document, ways)?));
        }
        for round in 1..=args.rounds {
            eprintln!("xtask: {title}: round {round}");
            for made in outcomes.iter_mut().filter_map(|(_, outcome)| outcome.as_mut().ok()) {
                measure(made, ways)?;
            }
        }
        let best = best(&outcomes);
        print!("{}", table(title, &outcomes, best));
        hold(&mut bars, title, &outcomes, best);
    }
    bars.finish()
}

/// What it costs to check a crate, several times.
pub(super) fn checks(side: &Side, document: &Document, rounds: usize) -> Result<Vec<Cost>> {
    let mut made = prepare(side, document, 1)?.map_err(anyhow::Error::msg)?;
    for _ in 0..rounds {
        measure(&mut made, 1)?;
    }
    corpus::clear(&made.folder)?;
    let [checks, ..] = made.ways;
    Ok(checks)
}

fn target() -> Utf8PathBuf {
    run::target().join("bench/compile/target")
}

/// Cargo in a crate's folder.
fn cargo(folder: &Utf8Path, arguments: &[&str], incremental: bool) -> Command {
    let mut command = run::cargo(arguments);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target());
    command.env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" }).env_remove("RUSTFLAGS");
    command
}

/// Writes a crate, compiles its dependencies, and finds out whether it compiles.
fn prepare(side: &Side, document: &Document, ways: usize) -> Result<Result<Crate, String>> {
    let folder = run::target().join("bench/compile").join(&document.title).join(side.folder());
    corpus::clear(&folder)?;
    fs::create_dir_all(folder.parent().unwrap_or(&folder))?;
    if let Err(reason) = side.write(&document.path, &folder)? {
        return Ok(Err(reason));
    }
    (side.complete)(&folder)?;
    corpus::isolate(&folder)?;
    for (name, arguments) in WAYS.iter().take(ways) {
        let ended = cost::of(&mut cargo(&folder, arguments, false), &folder.with_extension("log"))?;
        if !ended.status.success() {
            let errors = ended.said.lines().filter(|line| line.starts_with("error")).count();
            return Ok(Err(format!("{name} fails: {} errors", errors.saturating_sub(1).max(1))));
        }
    }
    let (package, library) = library(&folder)?;
    let program = if ways == 1 { None } else { user::write(&folder, &package, &library)? };
    let program = program.filter(|program| {
        let built = cost::of(&mut cargo(program, &["build", "--quiet"], true), &program.with_extension("log"));
        built.is_ok_and(|ended| ended.status.success())
    });
    let lines = side::lines(&folder.join("src"))?;
    let dependencies = dependencies(&folder)?;
    let ways = [const { Vec::new() }; WAYS.len()];
    let rebuilds = Vec::new();
    let (library_size, program_size) = (None, None);
    Ok(Ok(Crate { folder, library, lines, dependencies, ways, program, rebuilds, library_size, program_size }))
}

/// One round of one crate.
fn measure(made: &mut Crate, ways: usize) -> Result<()> {
    let log = made.folder.with_extension("log");
    for ((_, arguments), costs) in WAYS.iter().zip(&mut made.ways).take(ways) {
        touch(&made.folder.join("src/lib.rs"))?;
        costs.push(cost::of(&mut cargo(&made.folder, arguments, false), &log)?.cost);
    }
    let megabytes = |path: &Utf8Path| megabytes(path).ok();
    made.library_size = megabytes(&target().join("release").join(format!("lib{}.rlib", made.library)));
    let Some(program) = &made.program else { return Ok(()) };
    user::change(program)?;
    made.rebuilds.push(cost::of(&mut cargo(program, &["build", "--quiet"], true), &log)?.cost);
    if made.program_size.is_none() {
        run::check(&mut cargo(program, &["build", "--quiet", "--release"], false))?;
        made.program_size = megabytes(&target().join("release/user").with_extension(std::env::consts::EXE_EXTENSION));
    }
    Ok(())
}

/// Makes cargo look at a file again.
fn touch(path: &Utf8Path) -> Result<()> {
    let file = fs::File::options().append(true).open(path).with_context(|| path.to_owned())?;
    file.set_modified(std::time::SystemTime::now()).with_context(|| path.to_owned())
}

#[allow(clippy::cast_precision_loss, reason = "a file is far smaller than 2^52 bytes")]
fn megabytes(path: &Utf8Path) -> Result<f64> {
    Ok(path.metadata().with_context(|| path.to_owned())?.len() as f64 / 1e6)
}

/// The names of a crate's package and library.
fn library(folder: &Utf8Path) -> Result<(String, String)> {
    let output = cargo(folder, &["metadata", "--no-deps", "--format-version", "1"], false).output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo does not say what the crate is")?;
    let package = metadata.pointer("/packages/0").context("there is no package")?;
    let text = |value: &Value| Some(value.get("name")?.as_str()?.to_owned());
    let targets = package.get("targets").and_then(Value::as_array).into_iter().flatten();
    let is_library = |target: &&Value| {
        target.get("kind").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().any(|kind| kind == "lib"))
    };
    let library = targets.into_iter().find(is_library).and_then(text);
    text(package).zip(library).context("there is no library")
}

/// How many other packages a crate needs where it runs.
fn dependencies(folder: &Utf8Path) -> Result<usize> {
    let output = cargo(folder, &["tree", "--edges", "normal", "--prefix", "none"], false).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty());
    Ok(lines.collect::<std::collections::BTreeSet<_>>().len().saturating_sub(1))
}

/// The other generator whose crate is checked fastest.
fn best(outcomes: &[Outcome]) -> Option<&Outcome> {
    let time = |outcome: &Outcome| median(outcome.1.as_ref().ok()?.ways.first()?, user_time);
    let others = outcomes.iter().skip(1).filter_map(|outcome| Some((time(outcome)?, outcome)));
    others.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, outcome)| outcome)
}

const HEAD: &str = "| | lines | check: user | peak | dev build: user | peak | release build: user | peak | program's rebuild: user | library | program | dependencies |\n\
                    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

fn user_time(cost: &Cost) -> f64 {
    cost.user
}

fn peak(cost: &Cost) -> f64 {
    cost.peak
}

/// The table of a document.
fn table(title: &str, outcomes: &[Outcome], best: Option<&Outcome>) -> String {
    let mut text = format!("\n### {title}\n\n{HEAD}");
    let cell = |value: Option<f64>, digits: usize| value.map_or("-".to_owned(), |value| format!("{value:.digits$}"));
    for (name, outcome) in outcomes {
        let made = match outcome {
            Ok(made) => made,
            Err(reason) => {
                text += &format!("| {name} | {reason} | | | | | | | | | | |\n");
                continue;
            }
        };
        let ways = made.ways.iter().flat_map(|costs| [cell(median(costs, user_time), 2), cell(median(costs, peak), 0)]);
        let [library, program] = [made.library_size, made.program_size].map(|size| cell(size, 1));
        let cells: Vec<String> = std::iter::once(made.lines.to_string())
            .chain(ways)
            .chain([cell(median(&made.rebuilds, user_time), 2), library, program, made.dependencies.to_string()])
            .collect();
        text += &format!("| {name} | {} |\n", cells.join(" | "));
    }
    if let Some(((_, Ok(ours)), (name, Ok(theirs)))) = outcomes.first().zip(best) {
        let of = |figure: Figure| move |(ours, theirs): (&Vec<Cost>, &Vec<Cost>)| ratio(ours, theirs, figure);
        let pairs = || ours.ways.iter().zip(&theirs.ways);
        let ways = pairs().map(of(user_time)).zip(pairs().map(of(peak))).flat_map(|(user, peak)| [user, peak]);
        let cells: Vec<String> = ways.map(|ratio| cell(ratio, 2)).collect();
        let rebuild = cell(ratio(&ours.rebuilds, &theirs.rebuilds, user_time), 2);
        text += &format!("| Specwright's part of {name} | | {} | {rebuild} | | | |\n", cells.join(" | "));
    }
    text
}

fn hold(bars: &mut Bars, title: &str, outcomes: &[Outcome], best: Option<&Outcome>) {
    let Some((_, Ok(ours))) = outcomes.first() else { return };
    #[allow(clippy::cast_precision_loss, reason = "there are not that many lines")]
    bars.hold(title, "emitted", LINES, Some(ours.lines as f64));
    for (index, (way, _)) in WAYS.iter().enumerate() {
        let costs = ours.ways.get(index).map_or(&[][..], Vec::as_slice);
        bars.hold(title, way, USER, median(costs, user_time));
        bars.hold(title, way, PEAK, median(costs, peak));
        let theirs = best.and_then(|(_, outcome)| outcome.as_ref().ok()).and_then(|made| made.ways.get(index));
        let Some(theirs) = theirs else { continue };
        bars.hold(title, way, PART_OF_TIME, ratio(costs, theirs, user_time));
        bars.hold(title, way, PART_OF_PEAK, ratio(costs, theirs, peak));
    }
    let others = outcomes.iter().skip(1).filter_map(|(_, outcome)| Some(outcome.as_ref().ok()?.dependencies));
    if let Some(fewest) = others.min() {
        let word = if ours.dependencies < fewest { "fewer than" } else { "NOT fewer than" };
        println!("\n{title}: {} dependencies, {word} any other's ({fewest})", ours.dependencies);
    }
}
