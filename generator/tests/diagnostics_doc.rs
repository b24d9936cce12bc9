//! docs/DIAGNOSTICS.md against the table of codes that it is made from.
//!
//! Input: `specwright::diag::CODES`. Output: the page, compared byte for byte, or written when `UPDATE_DOCS` is set.
//! Not here: what a code means. `generator/src/diag/code.rs` says that, and `specwright explain` prints it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests too")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use specwright::diag::{CODES, Entry, Severity};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/DIAGNOSTICS.md");

const HEAD: &str = "\
<!-- Made from generator/src/diag/code.rs by `UPDATE_DOCS=1 cargo test -p specwright --test diagnostics_doc`. -->

# Diagnostics

Every finding has a code, a place in the input and a severity.
`specwright explain SW0501` prints the entry of a code, and `specwright explain` lists them all.
A number is never used again for anything else.

- **error**: something was left out of the SDK, or the run could not go on.
- **warning**: the input was read in the one plain way, which may not be what its author meant.
- **note**: worth knowing. Nothing is lost.

Errors that do not end the run give exit code 1, unless `accept-dropped` in `specwright.toml` names their place.
Warnings give exit code 1 under `--strict` alone.
Errors that end the run give exit code 2, and nothing is written.
";

/// What the first two digits of a number mean.
const GROUPS: &[(&str, &str)] = &[
    ("SW01", "Reading files and syntax"),
    ("SW02", "References"),
    ("SW03", "Structure of the document"),
    ("SW04", "Schemas"),
    ("SW05", "Operations"),
    ("SW06", "Names"),
    ("SW07", "Configuration and overlays"),
    ("SW08", "Writing"),
    ("SW09", "Faults of the generator"),
];

#[test]
fn the_page_is_made_from_the_table() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(Path::new(PAGE).parent().unwrap()).unwrap();
        fs::write(PAGE, page).unwrap();
        return;
    }
    // A checkout may have other line endings.
    let found = fs::read_to_string(PAGE).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == page,
        "docs/DIAGNOSTICS.md is not what the table of codes gives; \
         write it with `UPDATE_DOCS=1 cargo test -p specwright --test diagnostics_doc`"
    );
}

fn page() -> String {
    let stray: Vec<&str> = CODES.iter().map(|entry| entry.number).filter(|number| group(number).is_none()).collect();
    assert!(stray.is_empty(), "no group for {stray:?}: add one to GROUPS");
    let mut text = HEAD.to_owned();
    for (prefix, title) in GROUPS {
        let mut entries = CODES.iter().filter(|entry| entry.number.starts_with(prefix)).peekable();
        if entries.peek().is_none() {
            continue;
        }
        writeln!(text, "\n## {title}\n\n| code | name | severity | meaning |\n| --- | --- | --- | --- |").unwrap();
        entries.for_each(|entry| text.push_str(&row(entry)));
    }
    text
}

fn group(number: &str) -> Option<&'static str> {
    GROUPS.iter().find(|(prefix, _)| number.starts_with(prefix)).map(|(_, title)| *title)
}

fn row(entry: &Entry) -> String {
    let severity = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    // A bar would end the cell, even inside code.
    let explain = entry.explain.replace('|', "\\|");
    format!("| {} | `{}` | {severity} | {explain} |\n", entry.number, entry.slug)
}
