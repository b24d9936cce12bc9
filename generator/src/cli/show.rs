//! Diagnostics and results on the terminal.
//!
//! Input: findings, texts. Output: stderr and stdout. Not here: how a finding looks (`diag::render`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use specwright::diag::{Diagnostic, Diagnostics, Severity, Style, render, summary};

/// How many findings are shown in full.
const LIMIT: usize = 100;

/// The files that findings point into, read again when they are shown: a run without findings keeps no texts.
#[derive(Default)]
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn of<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut texts = BTreeMap::new();
        for diagnostic in diagnostics {
            for site in diagnostic.site.iter().chain(diagnostic.related.iter().map(|(site, _)| site)) {
                if !texts.contains_key(&*site.file) {
                    // What cannot be read is shown without its lines.
                    if let Ok(text) = std::fs::read_to_string(&*site.file) {
                        texts.insert(site.file.to_string(), text);
                    }
                }
            }
        }
        Self(texts)
    }
}

/// Shows what ended the run.
pub(super) fn fatal(diagnostic: &Diagnostic) {
    let texts = Texts::of(std::iter::once(diagnostic));
    err(&format!("{}\n", render(diagnostic, &|file| texts.0.get(file).map(String::as_str), Style::Color)));
}

/// Shows the findings of a run: the worst first, each group in the order found, then how many there are.
pub(super) fn findings(diagnostics: &Diagnostics) {
    let mut list: Vec<&Diagnostic> = diagnostics.list().iter().collect();
    if list.is_empty() {
        return;
    }
    list.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity()));
    let shown = || list.iter().copied().take(LIMIT);
    let texts = Texts::of(shown());
    let mut text = String::new();
    for diagnostic in shown() {
        text.push_str(&render(diagnostic, &|file| texts.0.get(file).map(String::as_str), Style::Color));
        text.push_str("\n\n");
    }
    if list.len() > LIMIT {
        let _ = writeln!(text, "... and {} more", list.len() - LIMIT);
    }
    text.push_str(&summary(diagnostics));
    if let Some(first) = list.first().filter(|first| first.severity() > Severity::Note) {
        let _ = write!(text, "; `specwright explain {}` says more of the first", first.code);
    }
    text.push('\n');
    err(&text);
}

/// Says how many findings the configuration accepts.
pub(super) fn accepted(count: usize) {
    match count {
        0 => {}
        1 => err("1 finding is accepted by the configuration\n"),
        count => err(&format!("{count} findings are accepted by the configuration\n")),
    }
}

/// Writes to stdout.
pub(super) fn out(text: &str) {
    finish(write(&mut anstream::stdout().lock(), text));
}

/// Writes to stderr.
pub(super) fn err(text: &str) {
    finish(write(&mut anstream::stderr().lock(), text));
}

fn write(stream: &mut dyn io::Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// A reader that went away (`| head`) has seen what it wanted, and there is nobody left to tell of another error.
fn finish(result: io::Result<()>) {
    drop(result);
}
