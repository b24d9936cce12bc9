//! `bench growth`: what it costs when a description grows.
//!
//! Input: sizes. Output: time and memory of writing and of checking the SDK of a description of so many operations and
//! schemas, lines fitted through them, and plots in `docs/benchmarks/`. Not here: the descriptions (`synthetic`).

use std::fs;

use anyhow::{Result, ensure};
use camino::Utf8Path;

use super::cost::{Cost, median};
use super::plot::{self, Named};
use super::side::{self, Side};
use super::{Document, compile, synthetic};
use crate::{corpus, run};

/// What is measured.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many schemas, and as many operations.
    #[arg(default_values_t = [10, 100, 500, 1000, 2000, 5000, 10_000, 20_000])]
    sizes: Vec<usize>,
    /// The largest of which the SDK is compiled as well (`cargo check`).
    #[arg(long, default_value_t = 2000)]
    compile: usize,
    /// Runs of each size.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Draw the curves into `docs/benchmarks/`.
    #[arg(long)]
    plot: bool,
}

/// How much worse than the line through the sizes the largest may be.
const MOST: f64 = 1.25;

/// Sizes, and what each costs.
#[derive(Default)]
struct Curve(Vec<(f64, f64)>);

/// Measures, and prints.
pub(crate) fn run(args: &Args) -> Result<()> {
    let side = side::specwright()?;
    let folder = run::target().join("bench/growth");
    corpus::clear(&folder)?;
    fs::create_dir_all(&folder)?;
    let (mut time, mut memory, mut checks) = (Curve::default(), Curve::default(), Curve::default());
    println!("| schemas and operations | generate: user | peak | check: user | peak |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for &size in &args.sizes {
        let path = folder.join(format!("synthetic-{size}.json"));
        fs::write(&path, synthetic::description(size).to_string())?;
        let costs = generate(&side, &path, &folder.join("out"), args.rounds)?;
        let at = |figure| median(&costs, figure).unwrap_or(f64::NAN);
        let (user, peak) = (at(|cost| cost.user), at(|cost| cost.peak));
        time.add(size, user);
        memory.add(size, peak);
        let mut cells = String::from("| |");
        if size <= args.compile {
            let document = Document { title: format!("synthetic-{size}"), path };
            let costs = compile::checks(&side, &document, args.rounds)?;
            let at = |figure| median(&costs, figure).unwrap_or(f64::NAN);
            checks.add(size, at(|cost| cost.user));
            cells = format!("{:.2} | {:.0} |", at(|cost| cost.user), at(|cost| cost.peak));
        }
        println!("| {size} | {user:.2} | {peak:.0} | {cells}");
    }
    println!();
    let mut linear = true;
    for (name, unit, curve) in [("generate", "s", &time), ("generate", "MB", &memory), ("check", "s", &checks)] {
        linear &= curve.say(name, unit);
    }
    corpus::clear(&folder)?;
    if args.plot {
        let folder = run::root().join("docs/benchmarks");
        fs::create_dir_all(&folder)?;
        let times = [Named { name: "generate", points: &time.0 }, Named { name: "cargo check", points: &checks.0 }];
        let size = "schemas, and as many operations";
        plot::draw(&folder.join("growth-time.svg"), "Time", [size, "seconds of user time"], &times)?;
        let memory = [Named { name: "generate", points: &memory.0 }];
        plot::draw(&folder.join("growth-memory.svg"), "Memory", [size, "MB"], &memory)?;
    }
    ensure!(linear, "a cost grows faster than the description");
    Ok(())
}

fn generate(side: &Side, document: &Utf8Path, out: &Utf8Path, rounds: usize) -> Result<Vec<Cost>> {
    let mut costs = Vec::new();
    for _ in 0..rounds {
        corpus::clear(out)?;
        costs.push(side.write(document, out)?.map_err(anyhow::Error::msg)?);
    }
    corpus::clear(out)?;
    Ok(costs)
}

impl Curve {
    #[allow(clippy::cast_precision_loss, reason = "sizes are small")]
    fn add(&mut self, size: usize, cost: f64) {
        self.0.push((size as f64, cost));
    }

    /// The line that is nearest to all points by the least relative squares, so that small sizes count as much as large
    /// ones: what it begins with, and what each more costs.
    fn line(&self) -> Option<(f64, f64)> {
        let sum = |of: &dyn Fn(f64, f64) -> f64| self.0.iter().map(|&(x, y)| of(x, y) / (y * y)).sum::<f64>();
        let (weight, x, y) = (sum(&|_, _| 1.0), sum(&|x, _| x), sum(&|_, y| y));
        let (xx, xy) = (sum(&|x, _| x * x), sum(&|x, y| x * y));
        let slope = (weight * xy - x * y) / (weight * xx - x * x);
        slope.is_finite().then(|| ((y - slope * x) / weight, slope))
    }

    /// Prints the line, and how far the largest is from it. Whether that is near enough.
    fn say(&self, name: &str, unit: &str) -> bool {
        let Some(((begin, slope), &(size, cost))) = self.line().zip(self.0.last()) else { return true };
        let off = cost / (begin + slope * size);
        let held = off <= MOST;
        let word = if held { "linear" } else { "NOT linear" };
        println!(
            "{name}: {begin:.3} {unit} + {:.3} {unit} for each thousand; at {size} {off:.2} times that: {word}",
            slope * 1e3
        );
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_a_bend_is_seen() {
        let curve = |of: fn(f64) -> f64| Curve([10.0, 100.0, 1000.0, 5000.0].map(|x| (x, of(x))).to_vec());
        let (begin, slope) = curve(|x| 0.5 + 0.002 * x).line().unwrap();
        assert!((begin - 0.5).abs() < 1e-9 && (slope - 0.002).abs() < 1e-12, "{begin} {slope}");
        assert!(curve(|x| 0.5 + 0.002 * x).say("straight", "s"));
        assert!(!curve(|x| 0.5 + 0.002 * x + 1e-6 * x * x).say("bent", "s"));
        assert!(Curve::default().say("nothing", "s"));
    }
}
