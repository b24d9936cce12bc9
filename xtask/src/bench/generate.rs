//! `bench generate`: what it costs to write SDKs.
//!
//! Input: documents; Specwright as it is installed, and the other generators of a folder. Output: for each document a
//! table of medians, into an empty folder (cold) and into one where the same crate stands (warm), and of `lint`.
//! All take turns in each round, so whatever disturbs one disturbs the others.
//! Not here: whether what they write compiles (`compile`).

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use super::bar::{Bars, PEAK, USER};
use super::cost::{self, Cost, median, ratio};
use super::{peer, side};
use crate::{corpus, run};
use side::Side;

/// What the figures in `docs/benchmarks.md` are of.
const ALL: [&str; 10] = [
    "museum",
    "figma",
    "oxide-nexus",
    "discord",
    "box",
    "digitalocean",
    "stripe-old",
    "openai",
    "kubernetes",
    "github",
];

/// What to generate from, and with.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names of the corpus or paths of documents; a few small ones when left out.
    documents: Vec<String>,
    /// The ten documents of `docs/benchmarks.md`.
    #[arg(long, conflicts_with = "documents")]
    all: bool,
    #[command(flatten)]
    peers: peer::Peers,
    /// Another build of Specwright to compare with.
    #[arg(long, value_name = "PROGRAM")]
    against: Vec<Utf8PathBuf>,
    /// Rounds; in each, every generator has a cold and a warm run.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What a generator made of a document.
struct Outcome {
    name: String,
    cold: Vec<Cost>,
    warm: Vec<Cost>,
    /// Lines of the library that it wrote, or why it did not.
    lines: Result<usize, String>,
}

/// Measures, and prints.
pub(crate) fn run(args: &Args) -> Result<()> {
    let documents = super::documents(&args.documents, if args.all { &ALL } else { &corpus::SMALL })?;
    let mut sides = vec![side::specwright()?];
    for program in &args.against {
        sides.push(side::build(format!("specwright at {program}"), program.canonicalize_utf8()?));
    }
    sides.extend(args.peers.sides()?);
    let mut bars = Bars::default();
    for document in documents {
        let title = document.title.as_str();
        eprintln!("xtask: {title}");
        let (outcomes, lint) = measure(&sides, &document.path, title, args.rounds)?;
        print!("{}", table(title, &document.path, &outcomes, &lint)?);
        hold(&mut bars, title, &outcomes, &lint);
    }
    bars.finish()
}

/// All rounds of one document.
fn measure(sides: &[Side], document: &Utf8Path, title: &str, rounds: usize) -> Result<(Vec<Outcome>, Vec<Cost>)> {
    let folder = run::target().join("bench/generate").join(title);
    corpus::clear(&folder)?;
    fs::create_dir_all(&folder)?;
    let mut outcomes: Vec<Outcome> = sides
        .iter()
        .map(|side| Outcome { name: side.name.clone(), cold: Vec::new(), warm: Vec::new(), lines: Ok(0) })
        .collect();
    let mut lints = Vec::new();
    for _ in 0..rounds {
        for (side, outcome) in sides.iter().zip(&mut outcomes).filter(|(_, outcome)| outcome.lines.is_ok()) {
            let out = folder.join(side.folder());
            corpus::clear(&out)?;
            match (side.write(document, &out)?, side.write(document, &out)?) {
                (Ok(cold), Ok(warm)) => {
                    outcome.cold.push(cold);
                    outcome.warm.push(warm);
                    outcome.lines = side::lines(&out.join("src")).map(Ok)?;
                }
                (Err(reason), _) | (_, Err(reason)) => outcome.lines = Err(reason),
            }
        }
        lints.extend(sides.first().map(|side| lint(side, document, &folder)).transpose()?);
    }
    corpus::clear(&folder)?;
    Ok((outcomes, lints))
}

/// What it costs to read a document, and to write nothing.
fn lint(side: &Side, document: &Utf8Path, folder: &Utf8Path) -> Result<Cost> {
    let mut command = Command::new(&side.program);
    command.args(["lint", document.as_str()]).args(side::root(document));
    Ok(cost::of(&mut command, &folder.join("lint.log"))?.cost)
}

fn hold(bars: &mut Bars, title: &str, outcomes: &[Outcome], lint: &[Cost]) {
    bars.hold(title, "lint", USER, median(lint, |cost| cost.user));
    bars.hold(title, "lint", PEAK, median(lint, |cost| cost.peak));
    let Some((ours, others)) = outcomes.split_first() else { return };
    bars.hold(title, "generate", USER, median(&ours.cold, |cost| cost.user));
    bars.hold(title, "generate", PEAK, median(&ours.cold, |cost| cost.peak));
    for other in others {
        let package = other.name.split(' ').next().unwrap_or_default();
        bars.hold(title, "generate", &format!("× {package}"), ratio(&ours.cold, &other.cold, |cost| cost.user));
    }
}

const HEAD: &str = "| | lines | cold: wall | user | peak | warm: wall | user | peak | Specwright's part: user | peak |\n\
                    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

/// The table of a document.
fn table(title: &str, document: &Utf8Path, outcomes: &[Outcome], lint: &[Cost]) -> Result<String> {
    let size = document.metadata().with_context(|| document.to_owned())?.len();
    let mut text = format!("\n### {title} ({} kB)\n\n{HEAD}", size / 1000);
    let ours = outcomes.first().map_or(&[][..], |outcome| &outcome.cold);
    for (index, outcome) in outcomes.iter().enumerate() {
        let name = &outcome.name;
        match &outcome.lines {
            Ok(lines) => {
                text += &format!("| {name} | {lines} {} {}", cells(&outcome.cold), cells(&outcome.warm));
                let part = |figure: cost::Figure| {
                    let part = ratio(ours, &outcome.cold, figure).filter(|_| index > 0);
                    part.map_or(String::new(), |part| format!("{part:.2}"))
                };
                text += &format!(" | {} | {} |\n", part(|cost| cost.user), part(|cost| cost.peak));
            }
            Err(reason) => text += &format!("| {name} | {reason} | | | | | | | | |\n"),
        }
    }
    text += &format!("| specwright lint | {} | | | | | |\n", cells(lint));
    Ok(text)
}

/// Wall and user time in seconds, memory in MB.
fn cells(costs: &[Cost]) -> String {
    let cell = |figure: cost::Figure| median(costs, figure).unwrap_or(f64::NAN);
    let (wall, user, peak) = (cell(|cost| cost.wall), cell(|cost| cost.user), cell(|cost| cost.peak));
    format!("| {wall:.2} | {user:.2} | {peak:.0}")
}
