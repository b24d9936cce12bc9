//! `corpus instances`: values that fit a schema, sent through the type that was made of it.
//!
//! Input: the documents that the corpus's INDEX.tsv lists under `real/`. Output: a row for each, and every miss: a value
//! that the type refuses, or writes otherwise. Those that are known stand in `xtask/lists/instances.tsv` with the
//! reason; of all values 999 in 1,000 have to pass.
//! The values are the examples and defaults that fit their own schemas, alone and as parts of larger values, and such
//! as are made from the schemas. What has no type of its own is tested as a part of what has one.

mod beside;
mod compare;
mod harness;
mod make;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use specwright::config::Config;
use specwright::diag::{Diagnostics, Site};
use specwright::document::{self, SchemaId};
use specwright::source::{self, Access, Sources};

use self::make::Maker;
use super::list::{List, Listed};
use crate::judge::Judge;
use crate::random::Random;
use crate::run;

/// The list of known misses.
pub(super) const MISSES: Listed = Listed { name: "instances.tsv", ceiling: 10 };
/// How many values are made of each schema with a name, and how many attempts that may take.
const VALUES: usize = 12;
const ATTEMPTS: usize = 48;
/// How many values all documents together must give.
const AT_LEAST: usize = 50_000;
/// Values that fail: at most one in this many.
const ONE_IN: usize = 1_000;

/// A value on its way.
struct Instance {
    /// The number of its type among those of the document.
    ty: usize,
    schema: SchemaId,
    value: Value,
}

/// What one document gave.
#[derive(Default)]
struct Tally {
    types: usize,
    /// Schemas of which no value could be made.
    without: usize,
    stated: usize,
    made: usize,
    /// `document type`, and what is amiss with the first value.
    misses: Vec<(String, String)>,
    missed: usize,
}

/// Makes the values and sends them through.
pub(super) fn run(only: &[String]) -> Result<()> {
    let Some(corpus) = super::root() else {
        println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(());
    };
    let arguments = ["corpus".to_owned(), "instances".to_owned()];
    if run::optimised(&[&arguments[..], only].concat())? {
        return Ok(());
    }
    println!("{:<28} {:>6} {:>8} {:>7} {:>7} {:>7}", "document", "types", "without", "stated", "made", "missed");
    let (mut all, mut broken) = (Tally::default(), Vec::new());
    for [path, name] in super::real(&corpus, ["path", "name"])? {
        if !only.is_empty() && !only.contains(&name) {
            continue;
        }
        let file = corpus.join(&path);
        let access = Access { root: super::folder(&corpus, &file), remote: false };
        let sources = source::load(&file, Vec::new(), &access).map_err(|fatal| anyhow::anyhow!("{}", fatal.message))?;
        // One that does not compile is told at the end: the others have their say.
        let tally = match document(&name, &sources) {
            Ok(tally) => tally,
            Err(error) => {
                println!("{name:<28} FAILED: {error:#}");
                broken.push(name);
                continue;
            }
        };
        println!(
            "{name:<28} {:>6} {:>8} {:>7} {:>7} {:>7}",
            tally.types, tally.without, tally.stated, tally.made, tally.missed
        );
        all.types += tally.types;
        all.without += tally.without;
        all.stated += tally.stated;
        all.made += tally.made;
        all.missed += tally.missed;
        all.misses.extend(tally.misses);
    }
    judge(&all, only.is_empty())?;
    if !broken.is_empty() {
        bail!("failed: {}", broken.join(", "));
    }
    Ok(())
}

/// The values of one document.
fn document(name: &str, sources: &Sources) -> Result<Tally> {
    let outcome = specwright::generate(sources, &Config::default(), None);
    let read = document::build(sources, &mut Diagnostics::default());
    let read = read.map_err(|fatal| anyhow::anyhow!("{name}: {}", fatal.message))?;
    let schemas = &read.schemas;
    let by_site: BTreeMap<&Site, SchemaId> = schemas.iter().map(|(id, schema)| (&schema.site, id)).collect();
    let types = outcome.types.iter().filter_map(|of| Some((*by_site.get(&of.site)?, of.path.clone())));
    let types: Vec<(SchemaId, String)> = types.collect();
    let mut tally = Tally { types: types.len(), ..Tally::default() };
    let mut judge = Judge::of(schemas);
    let (instances, stated) = instances(&mut judge, &beside::examples(sources, schemas), &types, &mut tally.without);
    tally.stated = stated;
    tally.made = instances.len() - stated;
    let names: Vec<String> = types.iter().map(|(_, ident)| ident.clone()).collect();
    let lines: Vec<(usize, &Value)> = instances.iter().map(|instance| (instance.ty, &instance.value)).collect();
    if instances.is_empty() {
        return Ok(tally);
    }
    let written = harness::run(name, &outcome.files, &names, &lines)?;
    for (instance, written) in instances.iter().zip(written) {
        let difference = match written {
            Ok(after) => compare::difference(&mut judge, instance.schema, &instance.value, &after),
            Err(error) => Some(format!("refused: {error}")),
        };
        if let Some(difference) = difference {
            tally.missed += 1;
            let key = format!("{name} {}", names.get(instance.ty).context("a type")?);
            if tally.misses.iter().all(|(known, _)| *known != key) {
                tally.misses.push((key, format!("{difference}: {}", instance.value)));
            }
        }
    }
    Ok(tally)
}

/// The values for each type, those that the document states first, and how many of those there are. None is null: that
/// is for what holds a value to say.
fn instances(
    judge: &mut Judge<'_>,
    outside: &[(SchemaId, Value)],
    types: &[(SchemaId, String)],
    without: &mut usize,
) -> (Vec<Instance>, usize) {
    let schemas = judge.schemas();
    let mut maker = Maker::of(schemas, Random::of(1, 1));
    let (mut stated, mut made) = (Vec::new(), Vec::new());
    for (ty, (id, _)) in types.iter().enumerate() {
        let schema = schemas.get(*id);
        let outside = outside.iter().filter(|(of, _)| schemas.follow(*of) == *id).map(|(_, value)| value);
        for value in schema.examples.iter().chain(schema.default.as_deref()).chain(outside) {
            if !value.is_null() && judge.fits(*id, value) {
                stated.push(Instance { ty, schema: *id, value: value.clone() });
            }
        }
        let before = made.len();
        for _ in 0..ATTEMPTS {
            if made.len() - before == VALUES {
                break;
            }
            let value = maker.instance(judge, *id);
            let value = value.filter(|value| !value.is_null() && judge.fits(*id, value));
            made.extend(value.map(|value| Instance { ty, schema: *id, value }));
        }
        *without += usize::from(made.len() == before);
    }
    let count = stated.len();
    stated.extend(made);
    (stated, count)
}

/// Whether enough values came through.
fn judge(all: &Tally, is_whole: bool) -> Result<()> {
    println!();
    for (key, difference) in &all.misses {
        let shown: String = difference.chars().take(300).collect();
        println!("missed: {key}: {shown}");
    }
    let total = all.stated + all.made;
    println!("types: {}; no value could be made of {}", all.types, all.without);
    println!(
        "values: {total} ({} stated, {} made); missed: {} ({} types)",
        all.stated,
        all.made,
        all.missed,
        all.misses.len()
    );
    if !is_whole {
        return Ok(());
    }
    let known = List::read(MISSES)?;
    let disagreements = known.disagreements(&all.misses.iter().map(|(key, _)| key.as_str()).collect());
    if !disagreements.is_empty() {
        bail!("{}", disagreements.join("\n"));
    }
    if all.made < AT_LEAST || all.missed * ONE_IN > total {
        bail!("{} made, {} of {total} missed: at least {AT_LEAST}, and at most one in {ONE_IN}", all.made, all.missed);
    }
    Ok(())
}
