//! `specwright explain`: what a diagnostic's code means.
//!
//! Input: a number or slug. Output: its paragraph on stdout. Not here: the paragraphs (`diag::CODES`).

use specwright::diag::{CODES, Entry, Severity};

use super::{DONE, FAILED, show};

pub(super) fn run(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        let list: Vec<String> = CODES.iter().map(head).collect();
        show::out(&format!("{}\n", list.join("\n")));
        return DONE;
    };
    if let Some(entry) = CODES.iter().find(|entry| matches(entry, code)) {
        show::out(&format!("{}\n\n{}\n", head(entry), entry.explain));
        return DONE;
    }
    let near = CODES.iter().max_by(|a, b| likeness(a, code).total_cmp(&likeness(b, code)));
    let tip = near.map(|entry| format!("; did you mean `{}`, {}?", entry.number, entry.slug)).unwrap_or_default();
    show::err(&format!("error: there is no code `{code}`{tip} `specwright explain` lists all of them\n"));
    FAILED
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
    entry.number.eq_ignore_ascii_case(code) || entry.slug.eq_ignore_ascii_case(code)
}

fn likeness(entry: &Entry, code: &str) -> f64 {
    let code = code.to_lowercase();
    strsim::jaro_winkler(entry.slug, &code).max(strsim::jaro_winkler(&entry.number.to_lowercase(), &code))
}
