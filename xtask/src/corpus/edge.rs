//! `corpus edge`: the documents of other projects' tests.
//!
//! Input: what the corpus's `edge/EXPECTED.tsv` lists with a label: positive, negative, unstated, fragment. Output:
//! counts, and the documents judged otherwise than labelled, grouped by the reason. A good one has to be read with every
//! operation; a bad one has to be told. Exceptions stand in `xtask/lists/`, each with its reason.
//! Not here: whether the warnings are the right ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;
use serde_json::Value;
use specwright::diag::{Diagnostic, Severity};
use specwright::source::{self, Access};

use super::list::List;
use crate::lint::{Linted, Until, guarded, lint};

/// Good ones that are refused because they are broken.
pub(super) const REFUSED: &str = "edge-refused.tsv";
/// Bad ones that are read without a word, because what is wrong concerns no client.
pub(super) const ACCEPTED: &str = "edge-accepted.tsv";

/// Of a hundred good documents, so many are read; those listed as broken are not good ones.
const PERCENT: usize = 99;

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It has neither `openapi` nor `swagger` at its root; what it is instead.
    NoDescription(&'static str),
    /// Everything of it is in the SDK, and nothing is said but notes.
    Silent,
    /// Everything of it is in the SDK; something is warned of at its place, this first.
    Warned(String),
    /// Every operation is in the SDK, something else is not; the first error.
    Errors(String),
    /// It is not read, or an operation is left out; why.
    Refused(String),
    Panicked(String),
}

/// A document with its label.
struct Judged {
    path: String,
    label: String,
    verdict: Verdict,
}

/// Reads the documents, and says what came of it.
pub(super) fn run(list: bool) -> Result<()> {
    let (refused, accepted) = (List::read(REFUSED)?, List::read(ACCEPTED)?);
    let Some(corpus) = super::root() else {
        println!("left out: the documents of other projects' tests (SPECWRIGHT_CORPUS names no corpus)");
        return Ok(());
    };
    let table = corpus.join("edge/EXPECTED.tsv");
    let text = fs::read_to_string(&table).with_context(|| table.clone())?;
    let mut all = Vec::new();
    for [path, label] in super::table(&text, ["path", "expected"])? {
        let verdict = judge(&corpus, &corpus.join(&path)).with_context(|| path.clone())?;
        all.push(Judged { path, label, verdict });
    }
    for label in ["positive", "negative", "unstated", "fragment"] {
        print!("{}", section(label, &all, list));
    }
    let wrong = verdict(&all, &refused, &accepted);
    println!("listed: {} good ones that are broken, {} bad ones that concern no client", refused.len(), accepted.len());
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

/// Reads a document.
fn judge(root: &Utf8Path, path: &Utf8Path) -> Result<Verdict> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    let mut other = None;
    let linted = guarded(|| {
        let loaded = source::load(path, Vec::new(), &Access { root: Some(root.to_owned()), remote: false });
        other = match &loaded {
            Ok(sources) => is_no_description(sources.root_tree()),
            Err(_) => (!claims(&text)).then_some("unreadable, and no description by its text"),
        };
        lint(loaded.map_err(|fatal| (fatal, None)), Until::Names)
    });
    Ok(match (linted, other) {
        (Err(panic), _) => Verdict::Panicked(panic),
        (Ok(_), Some(kind)) => Verdict::NoDescription(kind),
        (Ok(linted), None) => of(&linted),
    })
}

/// What a tree is, if it is no description of an API.
fn is_no_description(tree: &Value) -> Option<&'static str> {
    let Value::Object(map) = tree else {
        return Some("no mapping");
    };
    if map.contains_key("openapi") || map.contains_key("swagger") {
        return None;
    }
    let marks = [("overlay", "overlay"), ("arazzo", "Arazzo workflow"), ("asyncapi", "AsyncAPI description")];
    let marked = marks.iter().find(|(key, _)| map.contains_key(*key)).map(|(_, kind)| *kind);
    Some(marked.unwrap_or("fragment, configuration or data"))
}

/// Whether a text that cannot be parsed says that it is a description.
fn claims(text: &str) -> bool {
    let first = |line: &str| line.trim_start_matches([' ', '\t', '{', '"', '\'', '\u{feff}']).to_owned();
    text.lines().map(first).any(|line| line.starts_with("openapi") || line.starts_with("swagger"))
}

fn of(linted: &Linted) -> Verdict {
    if let Some(fatal) = &linted.fatal {
        return Verdict::Refused(reason(fatal));
    }
    if let Some(dropped) = linted.dropped().next() {
        return Verdict::Refused(reason(dropped));
    }
    let list = linted.diagnostics.list();
    if let Some(error) = list.iter().find(|diagnostic| diagnostic.severity() == Severity::Error) {
        return Verdict::Errors(reason(error));
    }
    let placed = |found: &&Diagnostic| found.severity() == Severity::Warning && found.site.is_some();
    list.iter().find(placed).map_or(Verdict::Silent, |first| Verdict::Warned(reason(first)))
}

/// What a finding says, without the names and numbers of the document, so that the same reasons are one.
fn reason(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{} ", diagnostic.code);
    for (index, part) in diagnostic.message.split('`').enumerate() {
        text.push_str(if index % 2 == 0 { part } else { "`…`" });
    }
    text
}

/// The counts of one label and its groups.
fn section(label: &str, all: &[Judged], list: bool) -> String {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for Judged { path, verdict, .. } in all.iter().filter(|judged| judged.label == label) {
        let (count, group) = match verdict {
            Verdict::NoDescription(kind) => ("no descriptions", format!("no description: {kind}")),
            Verdict::Silent => ("read in silence", "read in silence".to_owned()),
            Verdict::Warned(reason) => ("read with warnings", format!("warned: {reason}")),
            Verdict::Errors(reason) => ("read with errors", format!("read, but: {reason}")),
            Verdict::Refused(reason) => ("refused", format!("refused: {reason}")),
            Verdict::Panicked(panic) => ("PANICKED", format!("PANICKED: {panic}")),
        };
        *counts.entry(count).or_default() += 1;
        groups.entry(group).or_default().push(path);
    }
    let words: Vec<String> = counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
    let mut text = format!("{label}: {} documents: {}\n", counts.values().sum::<usize>(), words.join(", "));
    // What goes as labelled is not worth a line.
    let dull: &[&str] = if label == "negative" { &["refused", "warned"] } else { &["read in silence"] };
    let mut groups: Vec<_> =
        groups.into_iter().filter(|(group, _)| !dull.iter().any(|dull| group.starts_with(dull))).collect();
    groups.sort_by_key(|(_, paths)| std::cmp::Reverse(paths.len()));
    for (group, paths) in groups {
        text.extend([format!("  {:>4} {group}\n", paths.len())]);
        let shown = if list { paths.len() } else { 1 };
        text.extend(paths.into_iter().take(shown).map(|path| format!("         {path}\n")));
    }
    text
}

/// What is wrong with the verdicts.
fn verdict(all: &[Judged], refused: &List, accepted: &List) -> Vec<String> {
    let labelled = |label: &'static str| all.iter().filter(move |judged| judged.label == label);
    let is_refused = |judged: &&Judged| matches!(judged.verdict, Verdict::Refused(_));
    let panicked = all.iter().filter(|judged| matches!(judged.verdict, Verdict::Panicked(_)));
    let mut wrong: Vec<String> = panicked.map(|judged| format!("panicked: {}", judged.path)).collect();

    let good = labelled("positive").filter(|judged| !matches!(judged.verdict, Verdict::NoDescription(_)));
    let (bad, good): (Vec<&Judged>, Vec<&Judged>) = good.partition(|judged| refused.has(&judged.path));
    let lost = good.iter().copied().filter(|judged| is_refused(judged)).count();
    let read = good.len() - lost;
    println!("good ones read: {read} of {}; {} more are broken", good.len(), bad.len());
    if read * 100 < good.len() * PERCENT {
        wrong.push(format!("fewer than {PERCENT} % of the good ones are read"));
    }
    let belong: BTreeSet<&str> = labelled("positive").filter(is_refused).map(|judged| judged.path.as_str()).collect();
    wrong.extend(refused.disagreements(&belong));
    let silent = labelled("negative").filter(|judged| judged.verdict == Verdict::Silent);
    wrong.extend(accepted.disagreements(&silent.map(|judged| judged.path.as_str()).collect()));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use specwright::diag::Code;

    #[test]
    fn a_description_says_so_at_its_root() {
        assert_eq!(is_no_description(&json!({"openapi": "3.1.0"})), None);
        assert_eq!(is_no_description(&json!({"swagger": 2})), None);
        assert_eq!(is_no_description(&json!({"overlay": "1.0.0"})), Some("overlay"));
        assert_eq!(is_no_description(&json!({"type": "object"})), Some("fragment, configuration or data"));
        assert_eq!(is_no_description(&json!([])), Some("no mapping"));
        assert!(claims("# a\n{\"openapi\": 3,,}") && claims("swagger: '2.0'\n\t- x") && !claims("a: openapi"));
    }

    #[test]
    fn reasons_are_one_whatever_the_names() {
        let say = |text: &str| reason(&Diagnostic::new(Code::Syntax, text));
        assert_eq!(say("`a` is not `b`"), "SW0104 `…` is not `…`");
        assert_eq!(say("`a` is not `b`"), say("`c` is not `d`"));
    }
}
