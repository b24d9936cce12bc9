//! How deeply a tree is nested.
//!
//! Input: a tree. Output: whether it keeps to [`MAX_DEPTH`], which every recursion over trees relies on.
//! Not here: the parsers' own limits (128 in both), which keep trees fresh from a file below this one.

use serde_json::Value;

/// The deepest nesting that any later stage meets: what both parsers allow, doubled, since an overlay may put one
/// tree inside another.
pub(super) const MAX_DEPTH: usize = 256;

/// Whether the tree is nested no deeper than [`MAX_DEPTH`]. Iterative, so that it can answer "no".
pub(super) fn is_shallow(tree: &Value) -> bool {
    let mut open = vec![(tree, 1)];
    while let Some((value, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            return false;
        }
        match value {
            Value::Array(list) => open.extend(list.iter().map(|value| (value, depth + 1))),
            Value::Object(map) => open.extend(map.values().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    true
}
