//! The findings as JSON, with all that is known of them.
//!
//! Input: a [`Report`]. Output: one object. Fields may be added to it; one that changes its meaning, or goes, raises
//! `schema_version`. What a finding does not have is null. `drift` is the list of files that `check` found to be others
//! than would be written, each a reason for exit code 1, and null for commands that compare none.
//! Not here: the formats that other programs have fixed (`sarif`, `gitlab`).

use serde_json::{Value, json};

use super::{Drifted, Report};
use crate::diag::{Position, Problem, Severity};

/// The report as JSON.
#[must_use]
pub fn json(report: &Report<'_>) -> String {
    let document = json!({
        "schema_version": 1,
        "problems": report.problems.iter().map(one).collect::<Vec<_>>(),
        "summary": {
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warning),
            "notes": report.count(Severity::Note),
            "accepted": report.accepted,
            "drifted": report.drift.as_ref().map_or(0, Vec::len),
        },
        "drift": report.drift.as_ref().map(|files| files.iter().map(drifted).collect::<Vec<_>>()),
        "exit_code": report.exit_code,
    });
    format!("{document:#}\n")
}

fn drifted(drifted: &Drifted) -> Value {
    json!({ "file": drifted.file, "why": drifted.why })
}

fn one(problem: &Problem<'_>) -> Value {
    let diagnostic = problem.diagnostic;
    let entry = diagnostic.code.entry();
    let related = problem.related.iter().map(|spot| {
        json!({
            "file": &*spot.site.file,
            "line": line(spot.position),
            "column": column(spot.position),
            "pointer": spot.site.pointer.to_string(),
            "label": spot.label,
        })
    });
    let others = problem.others.iter().map(|spot| {
        json!({
            "file": &*spot.site.file,
            "line": line(spot.position),
            "column": column(spot.position),
            "pointer": spot.site.pointer.to_string(),
        })
    });
    json!({
        "code": entry.number,
        "slug": entry.slug,
        "severity": entry.severity.word(),
        "message": diagnostic.message,
        "file": problem.file(),
        "line": line(problem.position),
        "column": column(problem.position),
        "end_column": problem.position.map(|position| position.end_column),
        "pointer": problem.pointer(),
        "related": related.collect::<Vec<_>>(),
        "others": others.collect::<Vec<_>>(),
        "sdk_effect": diagnostic.effect,
        "help": diagnostic.help,
        "cause": diagnostic.cause.map(|code| code.entry().number),
        "overlay": problem.overlay,
    })
}

fn line(position: Option<Position>) -> Option<usize> {
    position.map(|position| position.line)
}

fn column(position: Option<Position>) -> Option<usize> {
    position.map(|position| position.column)
}
