//! docs/DIAGNOSTICS.md against the table of codes that it is made from.
//!
//! Input: `specwright::diag::CODES`. Output: the page, compared byte for byte, or written when `UPDATE_DOCS` is set.
//! Not here: what a code means (`generator/src/diag/code/`), and whether its example shows it
//! (`diagnostics_examples.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests too")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use specwright::diag::{CODES, Entry, Severity};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/DIAGNOSTICS.md");

const HEAD: &str = "\
<!-- Made from generator/src/diag/code/ by `UPDATE_DOCS=1 cargo test -p specwright --test diagnostics_doc`. -->

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

#[test]
fn the_texts_keep_to_their_form() {
    let mut wrong = Vec::new();
    for entry in CODES {
        let mut check = |holds: bool, rule: &str| {
            if !holds {
                wrong.push(format!("{}: {rule}", entry.number));
            }
        };
        let Entry { title, explain, example, cure, .. } = entry;
        check(title.starts_with(char::is_uppercase) && !title.ends_with('.'), "a title is a headline");
        check(title.chars().count() <= 60, "a title is short");
        // A bar would end the cell of the table.
        check(!title.contains('|') && !title.contains('\n'), "a title fits into a cell");
        check(explain.ends_with('.') && cure.ends_with('.'), "a text ends with a full stop");
        for text in [title, explain, cure] {
            check(text.matches('`').count() % 2 == 0, "code begins and ends");
            check(!text.contains("  ") && !text.contains('\n'), "a text is one paragraph");
            let prose: String = text.split('`').step_by(2).collect();
            check(!prose.contains(['<', '>', '*', '_', '|', '[', ']']), "prose holds no Markdown but code");
        }
        if example.is_empty() {
            let says_why = ["There is no example", "there is no example"].iter().any(|why| explain.contains(why));
            check(says_why, "where there is no example, the explanation says why");
            continue;
        }
        check(example.lines().count() <= 12, "an example is short");
        check(example.lines().all(|line| line.chars().count() <= 100), "a line of an example is short");
        check(
            example.ends_with('\n') && example.trim_end().len() + 1 == example.len(),
            "an example ends with its text",
        );
        check(!example.contains("```") && !example.contains('\t'), "an example fits between fences");
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn page() -> String {
    let stray: Vec<&str> = CODES.iter().map(|entry| entry.number).filter(|number| group(number).is_none()).collect();
    assert!(stray.is_empty(), "no group for {stray:?}: add one to GROUPS");
    let mut text = format!("{HEAD}\n| code | name | severity | what |\n| --- | --- | --- | --- |\n");
    CODES.iter().for_each(|entry| text.push_str(&row(entry)));
    for (prefix, title) in GROUPS {
        let mut entries = CODES.iter().filter(|entry| entry.number.starts_with(prefix)).peekable();
        if entries.peek().is_some() {
            writeln!(text, "\n## {title}").unwrap();
            entries.for_each(|entry| text.push_str(&section(entry)));
        }
    }
    text
}

fn group(number: &str) -> Option<&'static str> {
    GROUPS.iter().find(|(prefix, _)| number.starts_with(prefix)).map(|(_, title)| *title)
}

/// A line of the index. The heading of a section is the number alone, so that its anchor is known.
fn row(entry: &Entry) -> String {
    let Entry { number, slug, title, .. } = entry;
    format!("| [{number}](#{}) | `{slug}` | {} | {title} |\n", number.to_lowercase(), severity(entry))
}

fn section(entry: &Entry) -> String {
    let Entry { number, slug, title, explain, example, language, cure, .. } = entry;
    let mut text = format!("\n### {number}\n\n**{title}** ({}, `{slug}`)\n\n{explain}\n", severity(entry));
    if !example.is_empty() {
        write!(text, "\n```{language}\n{example}```\n").unwrap();
    }
    write!(text, "\n**What to do:** {cure}\n").unwrap();
    text
}

fn severity(entry: &Entry) -> &'static str {
    match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
