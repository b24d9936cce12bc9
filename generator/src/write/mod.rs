//! Stage 8, writing: the emitted files, held in memory, meet the folder that may already hold older ones.
//!
//! Input: `File`s, the new `Lock`, and what the folder holds ([`Existing`], plain values).
//! Output: a [`Plan`] of what has to change and, once committed, a [`Report`]; or a [`Drift`] when nothing may be
//! written; or a [`Refusal`], and then nothing has been written.
//! Not here: what the files say. This stage knows paths and bytes only.
//!
//! The rules, in one place:
//! - The folder is ours when it holds `specwright.lock`, is empty, or does not exist. Any other is left alone.
//! - Everything is decided before the first byte is written; [`plan`] and [`check`] are pure.
//! - A generated file that differs from what the lock remembers was edited by hand: the run stops and shows it.
//! - A file is deleted only when the lock says that it is ours and its bytes are still the ones we wrote.
//! - Nothing outside the folder is reached, neither by `..` nor through a symbolic link.
//! - Bytes that stay the same are not written, so their modification time (and the next build) is kept.
//! - Line endings are the checkout's business: CRLF for LF is no difference.
//! - The new lock is laid down first under another name and takes its place last. A run that was cut off leaves that
//!   name behind, and the next run knows from it which half-done files are ours.

mod check;
mod commit;
mod diff;
mod existing;
mod merge;
mod paths;
mod plan;

use crate::diag::{Code, Diagnostic, Fatal};

pub use check::{Cause, Drift, Drifted, Why, check};
pub use commit::{Report, commit};
pub use existing::{Existing, Previous};
pub use plan::{Change, Plan, Refusal, plan};

/// The lock's name in the output folder.
pub const LOCK: &str = "specwright.lock";

/// The name of the lock that a run is about to make true.
pub const JOURNAL: &str = ".specwright.lock.next";

/// A finding of this stage that ends the run.
fn fatal(code: Code, message: String, help: impl Into<String>) -> Fatal {
    Box::new(Diagnostic::new(code, message).help(help))
}

/// A text with CRLF as LF.
#[must_use]
pub fn lf(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

#[cfg(test)]
mod tests;
