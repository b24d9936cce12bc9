//! The findings for people: one after the other, repeats counted, and how to go on.
//!
//! Input: a [`Report`] and the texts. Output: a text. Not here: one finding (`render`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Report;
use crate::diag::{Code, Severity, Style, Texts, frame};

/// How many findings of one code are shown.
const LIMIT: usize = 10;

/// How the report is to look.
#[derive(Clone, Copy, Debug)]
pub struct Human<'a> {
    /// Whether colours may be used.
    pub style: Style,
    /// Nothing is left out, however often it repeats.
    pub all: bool,
    /// The command that writes the mends, where some finding has one.
    pub mend: Option<&'a str>,
}

/// The report for people; nothing if there is nothing to say.
#[must_use]
pub fn human(report: &Report<'_>, texts: &Texts, how: Human<'_>) -> String {
    let mut text = String::new();
    let mut met: BTreeMap<Code, usize> = BTreeMap::new();
    for problem in &report.problems {
        let count = met.entry(problem.code()).or_default();
        *count += 1;
        if how.all || *count <= LIMIT {
            text.push_str(&frame(problem, texts, how.style));
            text.push_str("\n\n");
        }
    }
    for (code, count) in met.iter().filter(|(_, count)| !how.all && **count > LIMIT) {
        let _ = writeln!(text, "... and {} more {code} ({}); --all shows them", count - LIMIT, code.entry().slug);
    }
    let Some(first) = report.problems.first() else { return text };
    text.push_str(&summary(report));
    if first.severity() > Severity::Note {
        let _ = write!(text, "; `specwright explain {}` says more of the first", first.code());
    }
    text.push('\n');
    let mends = report.problems.iter().filter(|problem| problem.overlay.is_some()).count();
    if let Some(command) = how.mend.filter(|_| mends > 0) {
        let what = if mends == 1 { "1 of them can be mended" } else { &format!("{mends} of them can be mended") };
        let _ = writeln!(text, "{what} by an overlay; to write it, run: {command}");
    }
    text
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
