//! What a program costs.
//!
//! Input: a program with its arguments. Output: how it ended, its time and its memory, those of its children included,
//! as the system counts them (wait4(2)). Not here: what is run.

use std::fs::{self, File};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};
use camino::Utf8Path;
use wait4::Wait4 as _;

use crate::run;

/// Time in seconds, memory in MB (a million bytes).
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Time that passed.
    pub(super) wall: f64,
    /// Time at work outside of the kernel, of all threads and children.
    pub(super) user: f64,
    /// The most memory that it held, or that one of its children held.
    pub(super) peak: f64,
}

/// How a program ended, and what it said on both its outputs.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    pub(super) said: String,
    pub(super) cost: Cost,
}

/// Runs a program to its end. What it says goes into a file, so that nobody has to read along.
#[allow(clippy::cast_precision_loss, reason = "a size of memory is far below 2^52")]
pub(super) fn of(command: &mut Command, log: &Utf8Path) -> Result<Ended> {
    let file = File::create(log).with_context(|| log.to_owned())?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {}", run::shown(command)))?;
    let used = child.wait4().with_context(|| run::shown(command))?;
    let wall = start.elapsed().as_secs_f64();
    let cost = Cost { wall, user: used.rusage.utime.as_secs_f64(), peak: used.rusage.maxrss as f64 / 1e6 };
    let said = String::from_utf8_lossy(&fs::read(log)?).into_owned();
    Ok(Ended { status: used.status, said, cost })
}

/// Which of a program's costs is meant.
pub(super) type Figure = fn(&Cost) -> f64;

/// The middle one of several runs; `None` of none.
pub(super) fn median(costs: &[Cost], figure: Figure) -> Option<f64> {
    middle(costs.iter().map(figure).collect())
}

/// The middle one of what a run of one costs, as a part of what the other's run in the same round costs.
pub(super) fn ratio(costs: &[Cost], of: &[Cost], figure: Figure) -> Option<f64> {
    middle(costs.iter().zip(of).map(|(cost, of)| figure(cost) / figure(of)).collect())
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_work_of_a_childs_child_counts() {
        let log = run::target().join("cost-test.log");
        let loops = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
        let mut shell = Command::new("sh");
        let ended = of(shell.args(["-c", &format!("sh -c '{loops}'; echo said; exit 3")]), &log).unwrap();
        assert_eq!((ended.status.code(), ended.said.as_str()), (Some(3), "said\n"));
        assert!(ended.cost.user > 0.01 && ended.cost.peak > 0.1, "{:?}", ended.cost);
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn the_middle_of_the_ratios_is_no_ratio_of_middles() {
        let costs = |users: [f64; 3]| users.map(|user| Cost { wall: 0.0, user, peak: 0.0 });
        let (ours, theirs) = (costs([1.0, 2.0, 9.0]), costs([4.0, 4.0, 9.0]));
        assert_eq!(median(&ours, |cost| cost.user), Some(2.0));
        assert_eq!(ratio(&ours, &theirs, |cost| cost.user), Some(0.5));
        assert_eq!(median(&[], |cost| cost.user), None);
    }
}
