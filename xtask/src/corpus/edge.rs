//! `corpus edge`: the documents of other projects' tests.
//!
//! Input: what the corpus's `edge/EXPECTED.tsv` lists with a label: positive, negative, unstated, fragment. Output:
//! counts, and the documents judged otherwise than labelled, grouped by the reason. A good one has to be read with every
//! operation that it has, and without an error; a bad one has to get an error with a place. All others stand in
//! `xtask/lists/`, each with its reason: that explains them, and takes none of them out of the count.
//! The one thing that cannot be judged is a document whose files are no part of the corpus. Those are counted on their own,
//! and it is looked up that nothing else is amiss with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;
use serde_json::Value;
use specwright::diag::{Code, Diagnostic, Severity};
use specwright::source::{self, Access};

use super::list::{List, Listed};
use crate::lint::{Linted, Until, guarded, lint};

/// Good ones that are refused, and why.
pub(super) const REFUSED: Listed = Listed { name: "edge-refused.tsv", ceiling: 1 };
/// Good ones of which every operation is read, and something else is not, and what; those whose files are missing are
/// among them.
pub(super) const ERRORS: Listed = Listed { name: "edge-errors.tsv", ceiling: 42 };
/// Bad ones that can mean one thing only: they are read so, with a warning, whose code begins the reason.
pub(super) const WARNED: Listed = Listed { name: "edge-warned.tsv", ceiling: 68 };
/// Bad ones that are read without a word, because what is wrong concerns no client.
pub(super) const ACCEPTED: Listed = Listed { name: "edge-accepted.tsv", ceiling: 19 };

/// Of a hundred good documents whose files are all there, so many are read without an error.
const PERCENT: usize = 99;
/// How many good documents are read without an error. It is raised with each that is read besides.
const READ: usize = 444;
/// What is found where a reference leads to a file that is not there, or in the web.
const ABSENT: [Code; 2] = [Code::UnreadableFile, Code::RemoteReference];

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It has neither `openapi` nor `swagger` at its root; what it is instead.
    NoDescription(&'static str),
    /// Everything of it is in the SDK, and nothing is said but notes.
    Silent,
    /// Everything of it is in the SDK; something is warned of at its place: the first, and the codes of all.
    Warned(String, BTreeSet<&'static str>),
    /// Every operation is in the SDK, something else is not; the first error.
    Errors(String),
    /// It is not read, or an operation is left out; why.
    Refused(String),
    /// Nothing is lost of it but what stands in files that are no part of the corpus; the first error.
    Incomplete(String),
    Panicked(String),
}

/// A document with its label.
struct Judged {
    path: String,
    label: String,
    verdict: Verdict,
}

/// What is known of single documents.
struct Lists {
    refused: List,
    errors: List,
    warned: List,
    accepted: List,
}

/// Reads the documents, and says what came of it.
pub(super) fn run(list: bool) -> Result<()> {
    let lists = Lists {
        refused: List::read(REFUSED)?,
        errors: List::read(ERRORS)?,
        warned: List::read(WARNED)?,
        accepted: List::read(ACCEPTED)?,
    };
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
    let mut wrong = verdict_on_good(&all, &lists);
    wrong.extend(verdict_on_bad(&all, &lists));
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

/// Reads a document.
fn judge(root: &Utf8Path, path: &Utf8Path) -> Result<Verdict> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    let mut other = None;
    let mut stated = 0;
    let linted = guarded(|| {
        let loaded = source::load(path, Vec::new(), &Access { root: Some(root.to_owned()), remote: false });
        other = match &loaded {
            Ok(sources) => {
                stated = operations(sources.root_tree());
                is_no_description(sources.root_tree())
            }
            Err(_) => (!claims(&text)).then_some("unreadable, and no description by its text"),
        };
        lint(loaded.map_err(|fatal| (fatal, None)), Until::Names)
    });
    Ok(match (linted, other) {
        (Err(panic), _) => Verdict::Panicked(panic),
        (Ok(_), Some(kind)) => Verdict::NoDescription(kind),
        (Ok(linted), None) => of(&linted, stated),
    })
}

/// How many operations stand in the `paths` of a tree. Those behind a reference are not counted.
fn operations(tree: &Value) -> usize {
    const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
    let of = |item: &Value| {
        let fixed = METHODS.iter().filter(|method| item.get(method).is_some_and(Value::is_object)).count();
        fixed + item.get("additionalOperations").and_then(Value::as_object).map_or(0, serde_json::Map::len)
    };
    tree.get("paths").and_then(Value::as_object).into_iter().flat_map(serde_json::Map::values).map(of).sum()
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

/// What came of a document that states so many operations.
fn of(linted: &Linted, stated: usize) -> Verdict {
    if let Some(fatal) = &linted.fatal {
        return Verdict::Refused(reason(fatal));
    }
    let is_absent = |found: &Diagnostic| ABSENT.contains(&found.cause.unwrap_or(found.code));
    if let Some(dropped) = linted.dropped().find(|dropped| !is_absent(dropped)) {
        return Verdict::Refused(reason(dropped));
    }
    let list = linted.diagnostics.list();
    let skips = list.iter().any(|diagnostic| diagnostic.code == Code::LeftOutByExtension);
    if linted.operations < stated && !skips && linted.dropped().next().is_none() {
        return Verdict::Refused("operations are lost without a word".to_owned());
    }
    let mut errors = list.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    if let Some(error) = errors.clone().find(|error| !is_absent(error)) {
        return Verdict::Errors(reason(error));
    }
    if let Some(error) = errors.next() {
        return Verdict::Incomplete(reason(error));
    }
    let placed = |found: &&Diagnostic| found.severity() == Severity::Warning && found.site.is_some();
    let mut warnings = list.iter().filter(placed);
    let codes = warnings.clone().map(|found| found.code.entry().number).collect();
    warnings.next().map_or(Verdict::Silent, |first| Verdict::Warned(reason(first), codes))
}

/// What is added to a finding without a place.
const NOWHERE: &str = " (at no place)";

/// What a finding says, without the names and numbers of the document, so that the same reasons are one.
fn reason(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{} ", diagnostic.code);
    for (index, part) in diagnostic.message.split('`').enumerate() {
        text.push_str(if index % 2 == 0 { part } else { "`…`" });
    }
    if diagnostic.site.is_none() {
        text.push_str(NOWHERE);
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
            Verdict::Warned(reason, _) => ("read with warnings", format!("warned: {reason}")),
            Verdict::Errors(reason) => ("read with errors", format!("read, but: {reason}")),
            Verdict::Refused(reason) => ("refused", format!("refused: {reason}")),
            Verdict::Incomplete(reason) => ("with files missing", format!("incomplete: {reason}")),
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

fn labelled<'j>(all: &'j [Judged], label: &str) -> Vec<&'j Judged> {
    all.iter().filter(|judged| judged.label == label).collect()
}

/// The paths of those with such a verdict.
fn those<'j>(judged: &[&'j Judged], is: impl Fn(&Verdict) -> bool) -> BTreeSet<&'j str> {
    judged.iter().filter(|judged| is(&judged.verdict)).map(|judged| judged.path.as_str()).collect()
}

/// So many of so many, in percent.
fn share(part: usize, whole: usize) -> String {
    let tenths = part * 1000 / whole.max(1);
    format!("{part} of {whole} ({}.{} %)", tenths / 10, tenths % 10)
}

/// What is wrong with the verdicts on good documents.
fn verdict_on_good(all: &[Judged], lists: &Lists) -> Vec<String> {
    let panicked = all.iter().filter(|judged| matches!(judged.verdict, Verdict::Panicked(_)));
    let mut wrong: Vec<String> = panicked.map(|judged| format!("panicked: {}", judged.path)).collect();
    let good = labelled(all, "positive");
    let read = those(&good, |is| matches!(is, Verdict::Silent | Verdict::Warned(..))).len();
    let incomplete = those(&good, |is| matches!(is, Verdict::Incomplete(_)));
    let errors = those(&good, |is| matches!(is, Verdict::Errors(_)));
    let lost = those(&good, |is| matches!(is, Verdict::Refused(_) | Verdict::NoDescription(_)));
    let complete = good.len() - incomplete.len();
    println!("good documents read without an error: {}", share(read, good.len()));
    println!("  of those whose files are all there: {}", share(read, complete));
    println!("  read with every operation, but with errors: {}", share(errors.len(), good.len()));
    println!("  of which files are missing, and nothing else: {}", share(incomplete.len(), good.len()));
    println!("  refused, or without some of their operations: {}", share(lost.len(), good.len()));
    if read * 100 < complete * PERCENT {
        wrong.push(format!("fewer than {PERCENT} % of the good ones are read"));
    }
    if read != READ {
        wrong.push(format!("{read} good ones are read, where it is said that {READ} are"));
    }
    wrong.extend(lists.refused.disagreements(&lost));
    wrong.extend(lists.errors.disagreements(&errors.union(&incomplete).copied().collect()));
    wrong
}

/// What is wrong with the verdicts on bad documents.
fn verdict_on_bad(all: &[Judged], lists: &Lists) -> Vec<String> {
    let bad = labelled(all, "negative");
    let placed = |why: &String| !why.ends_with(NOWHERE);
    let told = |is: &Verdict| match is {
        Verdict::Errors(why) | Verdict::Refused(why) | Verdict::Incomplete(why) => placed(why),
        _ => false,
    };
    let warned = those(&bad, |is| matches!(is, Verdict::Warned(..)));
    let errors = those(&bad, told);
    let silent: BTreeSet<&str> = those(&bad, |is| !matches!(is, Verdict::Warned(..)) && !told(is));
    println!("bad documents that get an error with a place: {}", share(errors.len(), bad.len()));
    println!("  read with a warning, listed with its code: {}", share(warned.len(), bad.len()));
    println!("  read without a word, listed with the reason: {}", share(silent.len(), bad.len()));
    let mut wrong = lists.warned.disagreements(&warned);
    wrong.extend(lists.accepted.disagreements(&silent));
    for (path, why) in lists.warned.entries() {
        let code = why.split(':').next().unwrap_or_default();
        let says = |judged: &&&Judged| matches!(&judged.verdict, Verdict::Warned(_, codes) if codes.contains(code));
        if !bad.iter().filter(|judged| judged.path == path).any(|judged| says(&judged)) {
            wrong.push(format!("in {}, but not warned of by {code}: {path}", WARNED.name));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
    fn operations_are_counted_in_the_tree() {
        let item = json!({"get": {}, "post": {}, "put": null, "parameters": [], "additionalOperations": {"COPY": {}}});
        assert_eq!(operations(&json!({"paths": {"/a": item, "/b": {"$ref": "b.yaml"}, "x-c": 1}})), 3);
        assert_eq!(operations(&json!({"paths": []})), 0);
    }

    #[test]
    fn what_is_lost_is_never_read() {
        let judged =
            |path: &str, label: &str, verdict| Judged { path: path.to_owned(), label: label.to_owned(), verdict };
        let linted = Linted { operations: 1, ..Linted::default() };
        assert_eq!(of(&linted, 1), Verdict::Silent);
        assert_eq!(of(&linted, 2), Verdict::Refused("operations are lost without a word".to_owned()));
        // A list explains a refusal or an error, and does not undo it; one whose files are missing is none of either.
        let list = |text| List::parse("l", text).unwrap();
        let lists =
            || Lists { refused: list("a\tbroken\n"), errors: list("c\tgone\n"), warned: list(""), accepted: list("") };
        let too_few = "fewer than 99 % of the good ones are read".to_owned();
        let wrong = |verdicts: [(&str, Verdict); 2]| {
            let all = verdicts.map(|(path, verdict)| judged(path, "positive", verdict));
            verdict_on_good(&all, &lists())
        };
        let said = || "x".to_owned();
        assert!(wrong([("a", Verdict::Refused(said())), ("b", Verdict::Silent)]).contains(&too_few));
        assert!(wrong([("c", Verdict::Errors(said())), ("b", Verdict::Silent)]).contains(&too_few));
        assert!(!wrong([("c", Verdict::Incomplete(said())), ("b", Verdict::Silent)]).contains(&too_few));
        assert!(
            wrong([("d", Verdict::Incomplete(said())), ("b", Verdict::Silent)]).contains(&"not in l: d".to_owned())
        );
    }

    #[test]
    fn a_file_that_is_missing_is_told_by_its_code() {
        let linted = |found: Vec<Diagnostic>| {
            let mut linted = Linted { operations: 1, ..Linted::default() };
            found.into_iter().for_each(|found| linted.diagnostics.push(found));
            of(&linted, 2)
        };
        let dropped = |cause| Diagnostic { cause: Some(cause), ..Diagnostic::new(Code::OperationDropped, "x") };
        let gone = Diagnostic::new(Code::UnreadableFile, "y");
        let said = |code: &str| format!("{code} x{NOWHERE}");
        assert_eq!(linted(vec![dropped(Code::UnreadableFile)]), Verdict::Incomplete(said("SW0501")));
        assert_eq!(linted(vec![dropped(Code::DanglingReference)]), Verdict::Refused(said("SW0501")));
        let broken = Diagnostic::new(Code::NotASchema, "x");
        assert_eq!(linted(vec![dropped(Code::RemoteReference), gone.clone(), broken]), Verdict::Errors(said("SW0404")));
    }

    #[test]
    fn a_warning_is_no_error() {
        let bad = |path: &str, verdict| Judged { path: path.to_owned(), label: "negative".to_owned(), verdict };
        let warned = |code| Verdict::Warned("x".to_owned(), BTreeSet::from([code]));
        let all = [
            bad("a", warned("SW0305")),
            bad("b", warned("SW0306")),
            bad("c", Verdict::Errors(format!("SW0101 x{NOWHERE}"))),
            bad("d", Verdict::Errors("SW0101 x".to_owned())),
        ];
        let list = |text| List::parse("l", text).unwrap();
        let lists = Lists { refused: list(""), errors: list(""), warned: list("b\tSW0305: y\n"), accepted: list("") };
        let wrong = verdict_on_bad(&all, &lists);
        assert_eq!(wrong, ["not in l: a", "not in l: c", "in edge-warned.tsv, but not warned of by SW0305: b"]);
    }

    #[test]
    fn reasons_are_one_whatever_the_names() {
        let say = |text: &str| reason(&Diagnostic::new(Code::Syntax, text));
        assert_eq!(say("`a` is not `b`"), "SW0104 `…` is not `…` (at no place)");
        assert_eq!(say("`a` is not `b`"), say("`c` is not `d`"));
    }
}
