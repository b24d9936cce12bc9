//! A child process: one run after the other, each said before it begins.
//!
//! Input: seed and numbers of runs. Output, on stdout: `begin N`, then `end N read|refused` or `fail N what`.
//! Not here: the limits, which the parent sets (`watch`).

use std::io;
use std::sync::Arc;

use anyhow::{Result, bail};
use camino::Utf8Path;
use specwright::diag::{Code, Diagnostic};
use specwright::source::{self, Access, load_with};

use super::mutate::{Damaged, damage};
use crate::lint::{Linted, Until, guarded, lint};
use crate::random::Random;

/// One in so many runs goes on to code.
const EMITTED: u64 = 10;

/// Does every `step`th run from `first` on.
pub(super) fn run(seed: u64, first: u64, step: u64, end: u64) -> Result<()> {
    let bases = super::base::bases()?.list;
    let mut out = io::stdout().lock();
    let mut number = first;
    while number < end {
        let damaged = damage(&bases, &mut Random::of(seed, number));
        say(&mut out, &format!("begin {number}"))?;
        let until = if (number / step.max(1)).is_multiple_of(EMITTED) { Until::Code } else { Until::Names };
        let word = match damaged.map(|damaged| verdict(guarded(|| read(&damaged, until)))) {
            Some(Ok(word)) => format!("end {number} {word}"),
            Some(Err(what)) => format!("fail {number} {what}"),
            None => bail!("there is nothing to damage"),
        };
        say(&mut out, &word)?;
        number += step.max(1);
    }
    Ok(())
}

/// Reads one file, and makes its code.
pub(super) fn replay(file: &Utf8Path) -> Result<()> {
    let word = verdict(guarded(|| {
        lint(source::load(file, Vec::new(), &Access::default()).map_err(|fatal| (fatal, None)), Until::Code)
    }));
    match word {
        Ok(word) => say(&mut io::stdout().lock(), &format!("end 0 {word}")),
        Err(what) => say(&mut io::stdout().lock(), &format!("fail 0 {what}")),
    }
}

fn read(damaged: &Damaged, until: Until) -> Linted {
    let mut read = |name: &str| match damaged.files.get(name) {
        Some(bytes) => Ok(bytes.clone()),
        None => Err(Box::new(Diagnostic::new(Code::UnreadableFile, format!("there is no file `{name}`")))),
    };
    lint(
        load_with(&damaged.root, Vec::new(), &mut read).map_err(|(fatal, text): (_, Option<Arc<str>>)| (fatal, text)),
        until,
    )
}

/// What a run came to, or how it failed.
fn verdict(result: Result<Linted, String>) -> Result<&'static str, String> {
    let linted = result?;
    match linted.broken() {
        Some(broken) => Err(format!("{}: {}", broken.code, broken.message.replace('\n', " "))),
        None if linted.fatal.is_some() => Ok("refused"),
        None => Ok("read"),
    }
}

fn say(out: &mut impl io::Write, line: &str) -> Result<()> {
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
