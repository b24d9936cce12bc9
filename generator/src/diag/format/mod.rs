//! A run's findings as a text, for people or for a machine.
//!
//! Input: a [`Report`]. Output: a text; a module for each format.
//! Not here: one finding for people (`render`), and where the text goes.

mod github;
mod gitlab;
mod human;
mod json;
mod sarif;
mod short;

use sha2::{Digest as _, Sha256};

pub use github::github;
pub use gitlab::gitlab;
pub use human::{Human, human};
pub use json::json;
pub use sarif::sarif;
pub use short::short;

use super::{Problem, Severity};

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Report<'a> {
    /// The findings, in order.
    pub problems: Vec<Problem<'a>>,
    /// How many more there are that were accepted.
    pub accepted: usize,
    /// The files that would be written otherwise, where the run compared an SDK with what it would be.
    pub drift: Option<Vec<Drifted>>,
    /// The exit code of the run.
    pub exit_code: u8,
    /// The description, as it was named.
    pub subject: &'a str,
    /// The folder of the run, from that of the repository down (`services/api`); empty if they are the same, or there is
    /// no repository.
    pub folder: &'a str,
}

/// A file of an SDK that is not what would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drifted {
    /// Its path below the SDK's folder.
    pub file: String,
    /// Why, in words.
    pub why: String,
}

impl Report<'_> {
    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity() == severity).count()
    }

    /// A file as code hosts know it: from the folder of the repository down. What lies elsewhere keeps its name.
    fn in_repository(&self, file: &str) -> String {
        let is_elsewhere = file.starts_with('/') || file.contains("://") || file.get(1..3) == Some(":/");
        if is_elsewhere {
            return file.to_owned();
        }
        let mut steps: Vec<&str> = Vec::new();
        for step in self.folder.split('/').chain(file.split('/')).filter(|step| !step.is_empty() && *step != ".") {
            if step == ".." && steps.last().is_some_and(|last| *last != "..") {
                steps.pop();
            } else {
                steps.push(step);
            }
        }
        steps.join("/")
    }
}

/// What stands in the place of a name for a finding: the same as long as the parts are.
fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The message, and what the SDK does and the reader can do, a line each.
fn whole_message(problem: &Problem<'_>) -> String {
    let diagnostic = problem.diagnostic;
    let mut text = diagnostic.message.clone();
    for (name, more) in [("sdk", &diagnostic.effect), ("help", &diagnostic.help)] {
        if let Some(more) = more {
            text.push_str(&format!("\n{name}: {more}"));
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests;
