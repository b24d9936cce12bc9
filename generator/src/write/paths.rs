//! Paths that may be written: those that stay below the output folder on every system.
//!
//! Input: a path as emitted, or as a lock names it. Output: the reason against it, if there is one.
//! Not here: symbolic links, which only the folder itself can tell (`existing`).

use std::collections::BTreeMap;

use camino::{Utf8Component, Utf8Path};

use super::{JOURNAL, LOCK, fatal};
use crate::diag::{Code, Fatal};
use crate::file::{DEVICES, File};

/// How many bytes the name of a file or folder may have on the common file systems, and a whole path below the output
/// folder: systems take 4,096 with all that stands above it.
const MAX_STEP: usize = 255;
const MAX_PATH: usize = 3_000;

/// Refuses files that must not be written, or that one of the common file systems cannot hold side by side.
pub(super) fn check(files: &[File]) -> Result<(), Fatal> {
    let mut seen: BTreeMap<String, &Utf8Path> = BTreeMap::new();
    for file in files {
        if let Some(reason) = objection(&file.path) {
            let message = format!("the SDK would have a file `{}`, which {reason}", file.path);
            return Err(fatal(
                Code::PathRefused,
                message,
                "rename the resource or type it is made from in specwright.toml",
            ));
        }
        if let Some(other) = seen.insert(file.path.as_str().to_lowercase(), &file.path) {
            let message =
                format!("the SDK would have both `{other}` and `{}`, one file where case does not count", file.path);
            return Err(fatal(
                Code::PathRefused,
                message,
                "rename one of the resources or types they are made from in specwright.toml",
            ));
        }
    }
    Ok(())
}

/// Why a path must not be written, in words that follow "which".
pub(super) fn objection(path: &Utf8Path) -> Option<&'static str> {
    let text = path.as_str();
    if text.is_empty() || text.ends_with('/') {
        return Some("names no file");
    }
    if text.len() > MAX_PATH || text.split('/').any(|step| step.len() > MAX_STEP) {
        return Some("is longer than systems allow");
    }
    // Read as text, since a path is split otherwise on Windows than elsewhere.
    if text.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) || text.contains(char::is_control) {
        return Some("holds a character that not every system allows");
    }
    if !path.components().all(|step| matches!(step, Utf8Component::Normal(_)))
        || text.contains("//")
        || text.contains("/./")
    {
        return Some("leaves the output folder");
    }
    for step in text.split('/') {
        if step.ends_with(['.', ' ']) {
            return Some("ends in a way that Windows cuts off");
        }
        let stem = step.split('.').next().unwrap_or(step).to_lowercase();
        if DEVICES.contains(&stem.as_str()) {
            return Some("has a name that Windows keeps for a device");
        }
    }
    if text.eq_ignore_ascii_case(LOCK) || text.eq_ignore_ascii_case(JOURNAL) {
        return Some("is the generator's own");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Kind;

    #[test]
    fn paths_that_stay_inside_pass() {
        for path in ["a", "src/lib.rs", ".gitattributes", "src/a-b/ä.rs", "console.rs", "..a/b"] {
            assert_eq!(objection(Utf8Path::new(path)), None, "{path}");
        }
    }

    #[test]
    fn paths_that_leave_or_cannot_be_held_are_refused() {
        for path in [
            "",
            "/a",
            "../a",
            "a/../../b",
            "a/..",
            "./a",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "C:a",
            "a\nb",
            "src/con.rs",
            "AUX",
            "a.",
            "a /b",
            "specwright.lock",
            "Specwright.Lock",
            ".specwright.lock.next",
        ] {
            assert!(objection(Utf8Path::new(path)).is_some(), "{path}");
        }
        for long in [format!("src/{}.rs", "a".repeat(253)), "a/".repeat(1_500) + "b.rs"] {
            assert_eq!(objection(Utf8Path::new(&long)), Some("is longer than systems allow"));
        }
    }

    #[test]
    fn names_that_differ_in_case_only_are_refused() {
        let file = |path: &str| File { path: path.into(), text: String::new(), kind: Kind::Generated };
        assert!(check(&[file("src/a.rs"), file("src/b.rs")]).is_ok());
        let refused = check(&[file("src/a.rs"), file("src/A.rs")]).unwrap_err();
        assert_eq!(refused.code, Code::PathRefused);
    }
}
