//! `corpus census`: the values that the SDKs of the real documents hold as any JSON, and why.
//!
//! Input: the documents that the corpus's INDEX.tsv lists under `real/`. Output: a row for each, and the reasons with
//! their counts. Fewer than one value in two hundred may be any JSON although its description says more, and no
//! whole success of an operation but those that are known.
//! Not here: the counting (`specwright::ir::Census`).

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use specwright::ir::Untyped;
use specwright::source::{self, Access};

use crate::lint::{Until, guarded, lint};
use crate::run;

/// Values that lost their type: fewer than one in this many.
const ONE_IN: usize = 200;

/// Whole successes that have a schema and no type, because it cannot be read or describes the elements of a list and does
/// not say that it is one. No more may come.
const UNTYPED: usize = 3;

/// Reads the documents and counts.
pub(super) fn run() -> Result<()> {
    let Some(corpus) = super::root() else {
        println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(());
    };
    if run::optimised(&["corpus", "census"])? {
        return Ok(());
    }
    println!("{:<28} {:>7} {:>8} {:>6} {:>8} {:>6}", "document", "values", "declared", "lost", "answers", "typed");
    let mut reasons: BTreeMap<Untyped, usize> = BTreeMap::new();
    let (mut places, mut all_lost, mut unread) = (0, 0, Vec::new());
    let (mut answers, mut typed, mut untyped) = (0, 0, Vec::new());
    for [path, name] in super::real(&corpus, ["path", "name"])? {
        let file = corpus.join(&path);
        let access = Access { root: super::folder(&corpus, &file), remote: false };
        let load = || source::load(&file, Vec::new(), &access).map_err(|fatal| (fatal, None));
        let linted = match guarded(|| lint(load(), Until::Names)) {
            Ok(linted) if linted.fatal.is_none() => linted,
            _ => {
                unread.push(name);
                continue;
            }
        };
        let census = linted.census;
        let lost = census.lost();
        let declared = census.untyped.len() - lost;
        let (brought, whole) = (census.answers, census.typed_answers);
        println!("{name:<28} {:>7} {declared:>8} {lost:>6} {brought:>8} {whole:>6}", census.places);
        answers += brought;
        typed += whole;
        let defects = census.lost_answers.iter();
        untyped.extend(defects.map(|site| format!("{name}: the success at {} has a schema and no type", site.pointer)));
        places += census.places;
        all_lost += lost;
        for (_, why) in census.untyped {
            *reasons.entry(why).or_default() += 1;
        }
    }
    println!();
    for (why, count) in &reasons {
        println!("{count:>7} {}: {}", why.kind(), why.reason());
    }
    println!("values: {places}; lost: {all_lost} ({} in 100,000)", all_lost * 100_000 / places.max(1));
    println!("operations with a success body: {answers}; typed through and through: {typed}");
    untyped.iter().for_each(|defect| println!("{defect}"));
    if untyped.len() > UNTYPED {
        bail!("{} successes have a schema and no type, and {UNTYPED} are known", untyped.len());
    }
    if !unread.is_empty() {
        bail!("not read: {}", unread.join(", "));
    }
    if all_lost * ONE_IN >= places {
        bail!("{all_lost} of {places} values lost their type, which is one in {ONE_IN} or more");
    }
    Ok(())
}
