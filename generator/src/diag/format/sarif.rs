//! The findings as SARIF 2.1.0, which code hosts and editors read.
//!
//! Input: a [`Report`]. Output: a log of one run. The rules are the codes that occur, as `docs/DIAGNOSTICS.md` has them.
//! Not here: what a code means (`code`).

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Report, fingerprint, whole_message};
use crate::diag::{Code, Pointer, Position, Problem};

/// What stands for itself in the path of a URI (RFC 3986).
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@')
    .remove(b'+')
    .remove(b'=');

/// The report as a SARIF log.
#[must_use]
pub fn sarif(report: &Report<'_>) -> String {
    let codes: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code().entry().number).collect();
    let mut rules: Vec<Code> = report.problems.iter().map(Problem::code).collect();
    rules.sort_by_key(|code| code.entry().number);
    rules.dedup();
    let index = |problem: &Problem<'_>| codes.iter().position(|number| *number == problem.code().entry().number);
    let results: Vec<Value> = report.problems.iter().map(|problem| result(report, problem, index(problem))).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "specwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": report.exit_code < 2, "exitCode": report.exit_code }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(code: Code) -> Value {
    let entry = code.entry();
    let mut rule = json!({
        "id": entry.number,
        "name": entry.slug,
        "shortDescription": { "text": entry.title },
        "fullDescription": { "text": entry.explain },
        "help": { "text": plain(entry.cure), "markdown": entry.cure },
        "defaultConfiguration": { "level": entry.severity.word() },
    });
    let address = env!("CARGO_PKG_REPOSITORY");
    if let Some(rule) = rule.as_object_mut().filter(|_| !address.is_empty()) {
        let page = format!("{address}/blob/main/docs/DIAGNOSTICS.md#{}", entry.number.to_lowercase());
        rule.insert("helpUri".to_owned(), Value::from(page));
    }
    rule
}

/// A text of the table without its marks of code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

#[allow(clippy::indexing_slicing, reason = "a key of an object made here is added by it")]
fn result(report: &Report<'_>, problem: &Problem<'_>, rule: Option<usize>) -> Value {
    let diagnostic = problem.diagnostic;
    let number = problem.code().entry().number;
    let mut result = json!({
        "ruleId": number,
        "ruleIndex": rule,
        "level": problem.severity().word(),
        "message": { "text": whole_message(problem) },
    });
    if let Some(site) = &diagnostic.site {
        result["locations"] = json!([location(&report.in_repository(&site.file), problem.position, &site.pointer)]);
        let pointer = site.pointer.to_string();
        result["partialFingerprints"] = json!({ "codeAndPointer/v1": fingerprint(&[number, &site.file, &pointer]) });
    }
    if !problem.related.is_empty() {
        let one = |(id, spot): (usize, &crate::diag::Spot<'_>)| {
            let mut location = location(&report.in_repository(&spot.site.file), spot.position, &spot.site.pointer);
            location["id"] = json!(id);
            location["message"] = json!({ "text": spot.label });
            location
        };
        result["relatedLocations"] = problem.related.iter().enumerate().map(one).collect();
    }
    result
}

#[allow(clippy::indexing_slicing, reason = "a key of an object made here is added by it")]
fn location(file: &str, position: Option<Position>, pointer: &Pointer) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
    if let Some(position) = position {
        physical["region"] = json!({ "startLine": position.line, "startColumn": position.column });
        if position.end_column > position.column {
            physical["region"]["endColumn"] = json!(position.end_column);
        }
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "fullyQualifiedName": pointer.to_string() }],
    })
}

/// A file's name as a URI reference.
fn uri(file: &str) -> String {
    let path = utf8_percent_encode(file, PATH).to_string();
    let drive = file.get(1..3) == Some(":/");
    match file {
        _ if file.starts_with('/') => format!("file://{path}"),
        _ if drive => format!("file:///{}", path.replacen("%3A", ":", 1)),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_uris() {
        assert_eq!(uri("a b/ü#1.yaml"), "a%20b/%C3%BC%231.yaml");
        assert_eq!(uri("/x/api.yaml"), "file:///x/api.yaml");
        assert_eq!(uri("C:/x/api.yaml"), "file:///C:/x/api.yaml");
    }
}
