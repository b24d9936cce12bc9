//! `corpus load`: every real document, read.
//!
//! Input: the documents that the corpus's INDEX.tsv lists under `real/`. Output: a row for each, the operations that
//! were dropped, and the share of them; it has to stay below one in a thousand.
//! Not here: code (`check`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use specwright::source::{self, Access};

use crate::lint::{Linted, Until, guarded, lint};
use crate::run;

/// Operations dropped: fewer than one in this many.
const ONE_IN: usize = 1000;

/// What came of a document.
struct Read {
    name: String,
    /// How many operations the corpus counts.
    counted: usize,
    time: Duration,
    result: Result<Linted, String>,
}

/// Reads the documents and says what came of it.
pub(super) fn run() -> Result<()> {
    let Some(corpus) = super::root() else {
        println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(());
    };
    if run::optimised(&["corpus", "load"])? {
        return Ok(());
    }
    println!(
        "{:<28} {:<7} {:>9} {:>5} {:>7} {:>6} {:>7} diagnostics",
        "document", "version", "bytes", "ops", "schemas", "ms", "dropped"
    );
    let mut all = Vec::new();
    for [path, name, counted] in super::real(&corpus, ["path", "name", "ops"])? {
        let file = corpus.join(&path);
        let start = Instant::now();
        let access = Access { root: super::folder(&corpus, &file), remote: false };
        let load = || source::load(&file, Vec::new(), &access).map_err(|fatal| (fatal, None));
        let result = guarded(|| lint(load(), Until::Names));
        let read = Read { name, counted: counted.parse().unwrap_or(0), time: start.elapsed(), result };
        print!("{}", row(&read));
        all.push(read);
    }
    judge(&all)
}

fn row(read: &Read) -> String {
    let Read { name, time, result, .. } = read;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = match result {
        Ok(linted) => {
            let Linted { version, bytes, operations, schemas, .. } = linted;
            let (ms, dropped) = (time.as_millis(), linted.dropped().count());
            let found = codes(linted);
            writeln!(
                text,
                "{name:<28} {version:<7} {bytes:>9} {operations:>5} {schemas:>7} {ms:>6} {dropped:>7} {found}"
            )
        }
        Err(panic) => writeln!(text, "{name:<28} {panic}"),
    };
    text
}

/// The findings by code: `SW0410×12`.
fn codes(linted: &Linted) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in linted.fatal.as_deref().into_iter().chain(linted.diagnostics.list()) {
        *counts.entry(diagnostic.code.entry().number).or_default() += 1;
    }
    let words: Vec<String> = counts.iter().map(|(code, count)| format!("{code}×{count}")).collect();
    words.join(" ")
}

/// What was lost, and whether it is too much.
fn judge(all: &[Read]) -> Result<()> {
    let (mut unread, mut operations, mut dropped, mut silent) = (Vec::new(), 0, 0, 0);
    println!();
    for read in all {
        let name = &read.name;
        let linted = match &read.result {
            Ok(linted) => linted,
            Err(panic) => {
                println!("PANIC {name}: {panic}");
                unread.push(name.as_str());
                continue;
            }
        };
        if let Some(fatal) = &linted.fatal {
            println!("not read: {name}: {} {}", fatal.code, fatal.message);
            unread.push(name);
            continue;
        }
        operations += linted.operations;
        for diagnostic in linted.dropped() {
            let place = diagnostic.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            println!("dropped: {name}: {place}: {}", diagnostic.message);
            dropped += 1;
        }
        let missing = read.counted.saturating_sub(linted.operations + linted.dropped().count());
        if missing > 0 {
            println!("lost without a word: {name}: {missing} of {} operations", read.counted);
            silent += missing;
        }
    }
    let lost = dropped + silent;
    let total = operations + lost;
    println!("documents read: {} of {}", all.len() - unread.len(), all.len());
    println!("operations: {operations}; dropped: {lost} of {total} ({} in 100,000)", lost * 100_000 / total.max(1));
    if !unread.is_empty() {
        bail!("not read: {}", unread.join(", "));
    }
    if lost * ONE_IN >= total {
        bail!("{lost} of {total} operations are lost, which is one in {ONE_IN} or more");
    }
    Ok(())
}
