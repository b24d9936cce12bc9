//! What failed, each kind with some inputs that show it.
//!
//! Input: a run and what it did. Output: lines, and files under target/fuzz that `fuzz --replay` reads.
//! Not here: noticing a failure (`watch`, `worker`).

use std::collections::BTreeMap;
use std::fs;

use anyhow::Result;

use super::mutate::{Base, damage};
use crate::random::Random;
use crate::run;

/// Inputs that are kept of a kind.
const KEPT: usize = 3;
/// After so many kinds, the run is over.
const KINDS: usize = 40;

/// All failures.
pub(super) struct Failures {
    seed: u64,
    bases: Vec<Base>,
    kinds: BTreeMap<String, usize>,
}

impl Failures {
    /// None yet. The descriptions are those of the children, so that inputs can be made again here.
    pub(super) fn new(seed: u64, bases: Vec<Base>) -> Self {
        Self { seed, bases, kinds: BTreeMap::new() }
    }

    /// Adds one.
    pub(super) fn add(&mut self, run: u64, what: &str) -> Result<()> {
        let count = self.kinds.entry(kind(what)).or_default();
        *count += 1;
        if *count > KEPT {
            return Ok(());
        }
        let seed = self.seed;
        println!("fuzz: FAILED: seed {seed}, run {run}: {what}");
        if let Some(damaged) = damage(&self.bases, &mut Random::of(seed, run)) {
            let folder = run::target().join("fuzz").join(format!("{seed}-{run}"));
            for (name, bytes) in &damaged.files {
                let path = folder.join(name);
                path.parent().map(fs::create_dir_all).transpose()?;
                fs::write(path, bytes)?;
            }
            println!("      again: cargo xtask fuzz --replay {}", folder.join(damaged.root));
        }
        Ok(())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.kinds.values().sum()
    }

    /// Whether there is no point in going on.
    pub(super) fn enough(&self) -> bool {
        self.kinds.len() >= KINDS
    }
}

/// What two failures have in common: the place of a panic, the words of others but not their numbers.
fn kind(what: &str) -> String {
    let place = what.strip_prefix("panicked at ").and_then(|rest| rest.split_once(": "));
    match place {
        Some((place, _)) => place.to_owned(),
        None => what.replace(|c: char| c.is_ascii_digit(), "").chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_a_place() {
        assert_eq!(kind("panicked at a/b.rs:1:2: index 5 of 3"), "a/b.rs:1:2");
        assert_eq!(kind("died: allocation of 123 bytes"), kind("died: allocation of 45 bytes"));
    }
}
