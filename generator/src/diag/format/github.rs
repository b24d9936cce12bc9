//! The findings as GitHub's workflow commands, which annotate a pull request.
//!
//! Input: a [`Report`]. Output: `::error file=..,line=..::message`, a line each.
//! Not here: GitHub's limit of ten annotations a step; the worst come first.

use std::fmt::Write as _;

use super::{Report, whole_message};
use crate::diag::Severity;

/// The report as workflow commands.
#[must_use]
pub fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        let command = match problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        let place = problem.place();
        if let Some((file, _)) = place {
            properties.push(format!("file={}", property(&report.in_repository(file))));
        }
        if let Some(position) = place.and_then(|(_, position)| position) {
            properties.push(format!("line={},col={}", position.line, position.column));
            // Their last column is one that still belongs to it.
            if position.end_column > position.column {
                properties.push(format!("endColumn={}", position.end_column - 1));
            }
        }
        let entry = problem.code().entry();
        properties.push(format!("title={}", property(&format!("{} {}", entry.number, entry.slug))));
        let _ = writeln!(text, "::{command} {}::{}", properties.join(","), data(&whole_message(problem)));
    }
    text
}

/// A message as a command may hold it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property as a command may hold it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(data("50%: a,\r\nb"), "50%25: a,%0D%0Ab");
        assert_eq!(property("C:/50%, a\nb"), "C%3A/50%25%2C a%0Ab");
    }
}
