//! Who may know whom: the `use crate::` edges of the generator against the table of `docs/ARCHITECTURE.md`.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module, and the modules that its code may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("file", &[]),
    ("config", &["diag"]),
    ("lock", &["diag"]),
    ("source", &["diag"]),
    ("document", &["diag", "source"]),
    ("ir", &["diag"]),
    ("lower", &["config", "diag", "document", "ir"]),
    ("analyze", &["diag", "ir"]),
    ("names", &["analyze", "config", "diag", "file", "ir"]),
    ("emit", &["analyze", "config", "diag", "file", "ir", "names"]),
    ("surface", &[]),
    ("write", &["diag", "file", "lock"]),
];

/// Files that may touch the file system.
const IO: &[&str] = &["source/access.rs", "write/", "cli/", "main.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The hand-written code of the library, without tests: path below `src`, and text.
fn sources() -> Vec<(String, String)> {
    let mut result = Vec::new();
    let mut open = vec![root()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("below src").to_string_lossy().replace('\\', "/");
                if !name.ends_with("/tests.rs") && !name.contains("/tests/") {
                    let text = fs::read_to_string(&path).expect("text");
                    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
                    result.push((name, code));
                }
            }
        }
    }
    result.sort();
    result
}

/// The top modules that a line names as `crate::module`.
fn named(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|module: &String| LAYERS.iter().any(|(known, _)| known == module))
        .collect()
}

#[test]
fn modules_use_what_stands_beneath_them() {
    let mut wrong = Vec::new();
    let mut met: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, code) in sources() {
        let module = name.split(['/', '.']).next().unwrap_or_default().to_owned();
        // The library's page and the program may use everything.
        let Some((_, may)) = LAYERS.iter().find(|(known, _)| *known == module) else { continue };
        for (number, line) in code.lines().enumerate() {
            for used in named(line).into_iter().filter(|used| *used != module) {
                if !may.contains(&used.as_str()) {
                    wrong.push(format!("generator/src/{name}:{}: `{module}` may not use `{used}`", number + 1));
                }
                met.insert((module.clone(), used));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (module, may) in LAYERS {
        for used in *may {
            let edge = ((*module).to_owned(), (*used).to_owned());
            assert!(met.contains(&edge), "the table lets `{module}` use `{used}`, and nothing does");
        }
    }
}

#[test]
fn the_core_touches_neither_files_nor_network_nor_terminal() {
    let mut wrong = Vec::new();
    for (name, code) in sources().into_iter().filter(|(name, _)| !IO.iter().any(|io| name.starts_with(io))) {
        for (number, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            // What is emitted is text in `quote!`; it is not what the generator itself does.
            let is_emission = name.starts_with("emit/");
            let touches = ["std::fs", "std::net", "std::env::", "println!", "print!("];
            if !is_emission && touches.iter().any(|word| code.contains(word)) {
                wrong.push(format!("generator/src/{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_the_one_of_the_documentation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ARCHITECTURE.md");
    let text = fs::read_to_string(path).expect("docs/ARCHITECTURE.md");
    for (module, may) in LAYERS {
        let row =
            text.lines().find(|line| line.starts_with(&format!("| `{module}` |"))).expect("a row for each module");
        let stated: BTreeSet<&str> =
            row.split('|').nth(2).expect("a second cell").split('`').skip(1).step_by(2).collect();
        assert_eq!(stated, may.iter().copied().collect::<BTreeSet<_>>(), "the row of `{module}`");
    }
}
