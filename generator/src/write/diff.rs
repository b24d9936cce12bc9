//! Unified diffs, as `git diff` and `patch` know them.
//!
//! Input: two texts. Output: one text. Not here: which texts are worth comparing.

use std::time::Duration;

use camino::Utf8Path;
use similar::TextDiff;

/// What turns `old` into `new`, with three lines of context.
pub(super) fn unified(path: &Utf8Path, old: &str, new: &str) -> String {
    // Two texts without a common line take quadratic time; after this long the rest is shown as one replaced block.
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(old, new);
    diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
