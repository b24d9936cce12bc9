//! A line for each finding, as editors read them.
//!
//! Input: a [`Report`]. Output: `file:line:column: error[SW0201]: message`, a line each.
//! Not here: everything else that is known of a finding.

use std::fmt::Write as _;

use super::Report;

/// The report as lines.
#[must_use]
pub fn short(report: &Report<'_>) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        if let Some((file, position)) = problem.place() {
            text.push_str(file);
            if let Some(position) = position {
                let _ = write!(text, ":{}:{}", position.line, position.column);
            }
            text.push_str(": ");
        }
        let message = problem.diagnostic.message.lines().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "{}[{}]: {message}", problem.severity().word(), problem.code());
    }
    text
}
