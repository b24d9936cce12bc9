//! The findings as GitLab's Code Quality report.
//!
//! Input: a [`Report`]. Output: a JSON list. A finding keeps its fingerprint when lines move.
//! Not here: comparing two reports; GitLab does that.

use serde_json::{Value, json};

use super::{Report, fingerprint};
use crate::diag::{Problem, Severity};

/// The report as a Code Quality report.
#[must_use]
pub fn gitlab(report: &Report<'_>) -> String {
    let list: Vec<Value> = report.problems.iter().map(|problem| one(problem, report)).collect();
    format!("{:#}\n", Value::Array(list))
}

fn one(problem: &Problem<'_>, report: &Report<'_>) -> Value {
    let message = &problem.diagnostic.message;
    // A place is asked for even where there is none.
    let (file, position) = problem.place().unwrap_or((report.subject, None));
    let file = report.in_repository(file);
    let entry = problem.code().entry();
    json!({
        "description": message,
        "check_name": format!("{} {}", entry.number, entry.slug),
        "fingerprint": fingerprint(&[entry.number, &file, &problem.pointer().unwrap_or_default(), message]),
        "severity": match problem.severity() {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        "location": {
            "path": file,
            "lines": { "begin": position.map_or(1, |position| position.line) },
        },
    })
}
