//! How deeply a tree is nested, and how many values it holds.
//!
//! Input: a tree. Output: its [`Size`]. Iterative, so that it can tell of any depth.
//! Not here: the parsers' own limits (128 levels in both), which keep trees fresh from a file well below
//! [`MAX_DEPTH`].

use serde_json::Value;

/// The deepest nesting that any later stage meets, and that its recursion relies on.
pub(super) const MAX_DEPTH: usize = 256;

/// The most values that one file, all files together, or what overlays add may have. GitHub's 13 MB have 700,000.
pub(super) const MAX_VALUES: usize = 3_000_000;

/// The longest file, in bytes.
pub(super) const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The most files.
pub(super) const MAX_FILES: usize = 10_000;

/// The size of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// How deeply it is nested; 1 for a scalar.
    pub(super) depth: usize,
    /// How many values it holds, itself included.
    pub(super) values: usize,
}

/// The size of a tree.
pub(super) fn size(tree: &Value) -> Size {
    let mut size = Size { depth: 0, values: 0 };
    let mut open = vec![(tree, 1)];
    while let Some((value, depth)) = open.pop() {
        size.values += 1;
        size.depth = size.depth.max(depth);
        match value {
            Value::Array(list) => open.extend(list.iter().map(|value| (value, depth + 1))),
            Value::Object(map) => open.extend(map.values().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    size
}
