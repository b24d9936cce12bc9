//! `corpus trees`: the resource trees that are derived, against trees that people made.
//!
//! Input: `trees/<name>.tsv` of the corpus (verb, path and accessor of each method), and the documents of these names.
//! Output: how many accessors and how many method words are the same without any configuration, and with the tree given
//! as configuration; and how many methods of all real documents clash. A share below its bar fails.
//! Not here: the deriving (`lower/tree`).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use specwright::Findings;
use specwright::config::Config;
use specwright::diag::Code;
use specwright::source::{self, Access};

use crate::run;

/// A tree by hand, and the shares, in per cent, that must be met without configuration.
struct Tree {
    name: &'static str,
    /// Accessors that are the same to the letter.
    exact: usize,
    /// Methods whose word is the same, wherever they hang.
    word: usize,
}

const TREES: [Tree; 3] = [
    Tree { name: "avara", exact: 88, word: 80 },
    Tree { name: "lithic", exact: 62, word: 80 },
    // Its tree has a resource `beta` that no path knows, so most accessors differ by it alone.
    Tree { name: "openai", exact: 0, word: 80 },
];

/// The accessors of each operation (`GET /users`); two methods may call one.
type ByHand = BTreeMap<String, BTreeSet<String>>;

/// Derives the trees and compares.
pub(super) fn run() -> Result<()> {
    let Some(corpus) = super::root() else {
        println!("left out: every tree (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(());
    };
    if run::optimised(&["corpus", "trees"])? {
        return Ok(());
    }
    let mut amiss = Vec::new();
    println!("{:<28} {:>7} {:>7} {:>7} {:>11}", "tree", "methods", "exact", "word", "with config");
    for tree in TREES {
        let by_hand = by_hand(&corpus.join(format!("trees/{}.tsv", tree.name)))?;
        let document = document(&corpus, tree.name)?;
        let derived = compare(&by_hand, &read(&corpus, &document, &Config::default())?);
        let given = compare(&by_hand, &read(&corpus, &document, &configured(&by_hand))?);
        let (all, exact, word) = (derived.all, share(derived.exact, derived.all), share(derived.word, derived.all));
        println!("{:<28} {all:>7} {exact:>6.1}% {word:>6.1}% {:>10.1}%", tree.name, share(given.exact, given.all));
        if derived.exact * 100 < tree.exact * all || derived.word * 100 < tree.word * all {
            amiss.push(format!("{}: {}% exact and {}% words are the bars", tree.name, tree.exact, tree.word));
        }
        if given.exact < given.all {
            amiss.push(format!("{}: the configuration does not settle all: {}", tree.name, given.other.join(", ")));
        }
    }
    let (operations, clashes) = clashes(&corpus)?;
    println!("methods of all documents: {operations}; clashes: {}", clashes.len());
    amiss.extend(clashes);
    if !amiss.is_empty() {
        bail!("{}", amiss.join("\n"));
    }
    Ok(())
}

/// Methods that only a number tells apart, in all real documents.
fn clashes(corpus: &Utf8Path) -> Result<(usize, Vec<String>)> {
    let (mut operations, mut found) = (0, Vec::new());
    for [path, name] in super::real(corpus, ["path", "name"])? {
        let findings = read(corpus, &corpus.join(&path), &Config::default())?;
        operations += findings.tree.len();
        let clashes = findings.diagnostics.list().iter().filter(|finding| finding.code == Code::MethodNamesClash);
        found.extend(clashes.map(|finding| format!("{name}: {}", finding.message)));
        let mut seen = BTreeSet::new();
        let twice = findings.tree.iter().map(specwright::names::Method::accessor).filter(|a| !seen.insert(a.clone()));
        found.extend(twice.map(|accessor| format!("{name}: `{accessor}` is there twice")));
    }
    Ok((operations, found))
}

/// What came of comparing.
#[derive(Default)]
struct Compared {
    all: usize,
    exact: usize,
    word: usize,
    /// Accessors that are not those by hand.
    other: Vec<String>,
}

fn compare(by_hand: &ByHand, findings: &Findings) -> Compared {
    let mut result = Compared::default();
    // A tree by hand has one method for an operation; the first is it, and the others are for further media types.
    let mut seen = BTreeSet::new();
    for method in findings.tree.iter().filter(|method| seen.insert((&method.verb, &method.path))) {
        let Some(accessors) = by_hand.get(&key(&method.verb, &method.path)) else { continue };
        let accessor = method.accessor();
        let word = |text: &str| text.rsplit('.').next().unwrap_or_default().to_owned();
        result.all += 1;
        if accessors.contains(&accessor) {
            result.exact += 1;
        } else {
            result.other.push(accessor.clone());
        }
        result.word += usize::from(accessors.iter().any(|other| word(other) == word(&accessor)));
    }
    result
}

/// The tree as configuration; of two methods that call one operation, the first.
fn configured(by_hand: &ByHand) -> Config {
    let mut config = Config::default();
    let places = by_hand.iter().filter_map(|(key, accessors)| Some((accessors.first()?.clone(), key.clone())));
    config.resources.tree = places.collect();
    config
}

fn by_hand(path: &Utf8Path) -> Result<ByHand> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_string())?;
    let mut result = ByHand::new();
    for [verb, path, accessor] in super::table(&text, ["verb", "path", "accessor"])? {
        // Where a word is one of its language, a tree by hand has a line after it.
        let accessor = accessor.trim_end_matches('_').to_owned();
        result.entry(key(&verb, &path)).or_default().insert(accessor);
    }
    Ok(result)
}

fn key(verb: &str, path: &str) -> String {
    format!("{} {path}", verb.to_ascii_uppercase())
}

/// The document of a tree: the project's own, or one of the corpus.
fn document(corpus: &Utf8Path, name: &str) -> Result<Utf8PathBuf> {
    if name == "avara" {
        return Ok(run::root().join(crate::sdk::SPEC));
    }
    let rows = super::real(corpus, ["path", "name"])?;
    let row = rows.into_iter().find(|[_, known]| known == name);
    let [path, _] = row.with_context(|| format!("the corpus has no document `{name}`"))?;
    Ok(corpus.join(path))
}

fn read(corpus: &Utf8Path, file: &Utf8Path, config: &Config) -> Result<Findings> {
    let access = Access { root: super::folder(corpus, file), remote: false };
    let sources =
        source::load(file, Vec::new(), &access).map_err(|fatal| anyhow::anyhow!("{file}: {}", fatal.message))?;
    let findings = specwright::lint(&sources, config);
    match &findings.fatal {
        Some(fatal) => bail!("{file}: {}", fatal.message),
        None => Ok(findings),
    }
}

#[allow(clippy::cast_precision_loss, reason = "there are not that many methods")]
fn share(part: usize, all: usize) -> f64 {
    part as f64 * 100.0 / all.max(1) as f64
}
