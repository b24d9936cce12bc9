//! `specwright explain`: what a diagnostic's code means.
//!
//! Input: a number or slug. Output: its entry on stdout; without one, a line for each code.
//! Not here: the entries (`diag::CODES`).

use std::fmt::Write as _;

use specwright::diag::{CODES, Entry, Severity};

use super::{DONE, FAILED, show};

/// Prose is broken at this column, as wide as most terminals are at least.
const WIDTH: usize = 80;

pub(super) fn run(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        let list: String = CODES.iter().map(|entry| format!("{}: {}\n", head(entry), entry.title)).collect();
        show::out(&list);
        return DONE;
    };
    if let Some(entry) = CODES.iter().find(|entry| matches(entry, code)) {
        show::out(&text(entry));
        return DONE;
    }
    let near = CODES.iter().max_by(|a, b| likeness(a, code).total_cmp(&likeness(b, code)));
    let near = near.filter(|entry| likeness(entry, code) >= NEAR);
    let tip =
        near.map_or_else(|| ".".to_owned(), |entry| format!("; did you mean `{}`, {}?", entry.number, entry.slug));
    show::err(&format!("error: there is no code `{code}`{tip} `specwright explain` lists all of them\n"));
    FAILED
}

fn text(entry: &Entry) -> String {
    let mut text = format!("{}\n{}\n\n{}", head(entry), entry.title, wrapped(entry.explain));
    if !entry.example.is_empty() {
        text.push_str("\nFor example:\n\n");
        for line in entry.example.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    let _ = write!(text, "\nWhat to do:\n\n{}", wrapped(entry.cure));
    text
}

/// A paragraph in lines, each with its end. What stands between backticks stays on one line, ready to be copied.
fn wrapped(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in words(paragraph) {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            lines.push('\n');
            column = 0;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines.push('\n');
    lines
}

/// The pieces of a text between spaces that stand outside of backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    text.split(move |c| {
        code ^= c == '`';
        c == ' ' && !code
    })
}

fn head(entry: &Entry) -> String {
    let severity = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{} {} ({severity})", entry.number, entry.slug)
}

fn matches(entry: &Entry, code: &str) -> bool {
    // `405` and `sw405` are as plain as `SW0405`.
    let digits = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_number = digits.len() + 2 == code.len() && code.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("sw"));
    let number = if is_number || digits.len() == code.len() { digits.parse::<u32>().ok() } else { None };
    number.is_some_and(|number| entry.number == format!("SW{number:04}")) || entry.slug.eq_ignore_ascii_case(code)
}

/// How like a code must be to be suggested.
const NEAR: f64 = 0.8;

fn likeness(entry: &Entry, code: &str) -> f64 {
    let code = code.to_lowercase();
    strsim::jaro_winkler(entry.slug, &code).max(strsim::jaro_winkler(&entry.number.to_lowercase(), &code))
}
