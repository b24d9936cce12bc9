//! The findings for people: one after the other, repeats counted, and how to go on.
//!
//! Input: a [`Report`] and the texts. Output: a text. What says the same of many places is shown at the first, with the
//! next ones named; all of them, where it is an error.
//! Not here: one finding (`render`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::Report;
use crate::diag::{Code, Diagnostic, Position, Problem, Severity, Style, Texts, frame};

/// How many findings of one code are shown where `lint` shows all; what is an error is always shown.
const LIMIT: usize = 3;
/// How many more places of the same finding are named.
const PLACES: usize = 3;

/// How the report is to look.
#[derive(Clone, Copy, Debug)]
pub struct Human<'a> {
    /// Whether colours may be used.
    pub style: Style,
    /// Nothing is left out, however often it repeats.
    pub all: bool,
    /// The command that writes the mends, where some finding has one.
    pub mend: Option<&'a str>,
    /// The command that shows all findings, where this one need not.
    pub lint: Option<&'a str>,
}

/// The report for people; nothing if there is nothing to say.
#[must_use]
pub fn human(report: &Report<'_>, texts: &Texts, how: Human<'_>) -> String {
    let mut text = String::new();
    let mut met: BTreeMap<Code, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<Code, usize> = BTreeMap::new();
    for group in groups(&report.problems, how.all) {
        let Some((first, others)) = group.split_first() else { continue };
        let shown = met.entry(first.code()).or_default();
        *shown += 1;
        // What breaks callers is known where an SDK is made, and nowhere else.
        let is_whole = first.severity() == Severity::Error || first.code() == Code::BreakingChange;
        if how.all || how.lint.is_none() || is_whole || *shown <= LIMIT {
            text.push_str(&frame(first, also(first, others, how.all || is_whole).as_deref(), texts, how.style));
            text.push_str("\n\n");
        } else {
            *left_out.entry(first.code()).or_default() += group.len();
        }
    }
    for (code, count) in &left_out {
        let _ = writeln!(text, "... and {count} more {code} ({})", code.entry().slug);
    }
    let Some(first) = report.problems.first() else { return text };
    text.push_str(&summary(report));
    if first.severity() > Severity::Note {
        let of = if report.problems.len() == 1 { "it" } else { "the first" };
        let _ = write!(text, "; `specwright explain {}` says more of {of}", first.code());
    }
    text.push('\n');
    if let Some(command) = how.lint.filter(|_| !left_out.is_empty()) {
        let _ = writeln!(text, "to see all of them, run: {command}");
    }
    let mends = report.problems.iter().filter(|problem| !problem.overlay.is_empty()).count();
    if let Some(command) = how.mend.filter(|_| mends > 0) {
        let what = match (mends, report.problems.len()) {
            (1, 1) => "it can be mended".to_owned(),
            (mends, all) if mends == all => "they can be mended".to_owned(),
            (mends, _) => format!("{mends} of them can be mended"),
        };
        let _ = writeln!(text, "{what} by an overlay; to write it, run: {command}");
    }
    text
}

/// The findings, with those together that say the same and cost the same, in the order of the first of each.
fn groups<'r, 'a>(problems: &'r [Problem<'a>], all: bool) -> Vec<Vec<&'r Problem<'a>>> {
    if all {
        return problems.iter().map(|problem| vec![problem]).collect();
    }
    let mut groups: IndexMap<(Code, &str, Option<&str>), Vec<&Problem<'a>>> = IndexMap::new();
    for problem in problems {
        let Diagnostic { code, message, effect, .. } = problem.diagnostic;
        groups.entry((*code, message, effect.as_deref())).or_default().push(problem);
    }
    groups.into_values().collect()
}

/// Where else a finding is: `api.yaml:7:9, api.yaml:12:3 and 4 more places`.
fn also(first: &Problem<'_>, others: &[&Problem<'_>], all: bool) -> Option<String> {
    let place = |file: &str, position: Option<Position>| match position {
        Some(Position { line, column, .. }) => format!("{file}:{line}:{column}"),
        None => file.to_owned(),
    };
    let own = first.others.iter().map(|spot| place(&spot.site.file, spot.position));
    let alike = others.iter().filter_map(|problem| Some(place(problem.file()?, problem.position)));
    let places: Vec<String> = own.chain(alike).collect();
    let (first, rest) = places.split_at(if all { places.len() } else { places.len().min(PLACES) });
    let first = first.join(", ");
    match rest.len() {
        0 if first.is_empty() => None,
        0 => Some(first),
        1 => Some(format!("{first} and 1 more place; --all shows each")),
        rest => Some(format!("{first} and {rest} more places; --all shows each")),
    }
}

/// How many findings of each severity, in words: `2 errors, 1 warning`.
fn summary(report: &Report<'_>) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (report.count(severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    parts.join(", ")
}
