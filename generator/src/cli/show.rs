//! Diagnostics and results on the terminal.
//!
//! Input: how a command ended, texts. Output: stderr and stdout. Not here: how a finding looks (`diag::format`).

use std::io;

use camino::Utf8PathBuf;
use specwright::diag::format::{self, Human, Report};
use specwright::diag::{Diagnostic, Style, Texts, problems};
use specwright::source::text_of;

use super::ending::Ending;
use super::{Format, ReadArgs, command};

/// Shows how a command ended; gives its exit code.
///
/// People read findings on stderr and results on stdout. A format for machines has stdout for itself.
pub(super) fn end(ending: &Ending, args: &ReadArgs, is_lint: bool) -> u8 {
    let texts = read_texts(&ending.open);
    let folder = folder();
    let report = Report {
        problems: problems(&ending.open, &texts, &ending.tree),
        accepted: ending.accepted + ending.baselined.len(),
        drift: ending.drift.clone(),
        exit_code: ending.code,
        subject: args.spec.as_str(),
        folder: &folder,
    };
    let machine = match args.format {
        Format::Human => {
            let mend = (!ending.mended).then(|| command::mend(args));
            // Who makes an SDK wants to see what stands against it, and not all that could be better.
            let lint = (!is_lint).then(|| command::lint(args));
            let how = Human { style: Style::Color, all: args.all, mend: mend.as_deref(), lint: lint.as_deref() };
            err(&format::human(&report, &texts, how));
            err(&accepted(ending.accepted, "configuration"));
            err(&accepted(ending.baselined.len(), "baseline"));
            out(&ending.text);
            return ending.code;
        }
        Format::Short => {
            err(&format::short(&report));
            out(&ending.text);
            return ending.code;
        }
        Format::Json => format::json(&report),
        Format::Sarif => format::sarif(&report),
        Format::Github => format::github(&report),
        Format::Gitlab => format::gitlab(&report),
    };
    out(&machine);
    err(&ending.text);
    ending.code
}

/// The folder of the run, from that of the repository down: the one above it, or itself, that holds `.git`.
fn folder() -> String {
    let here = std::env::current_dir().ok().and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
    let root = here.as_ref().and_then(|here| here.ancestors().find(|folder| folder.join(".git").exists()));
    let below = root.and_then(|root| here.as_ref()?.strip_prefix(root).ok());
    below.map(|below| below.as_str().replace('\\', "/")).unwrap_or_default()
}

/// The files that findings point into, read again when they are shown: a run without findings keeps no texts.
fn read_texts(diagnostics: &[Diagnostic]) -> Texts {
    let mut texts = Texts::default();
    for diagnostic in diagnostics {
        let repeated = diagnostic.repeated.iter().flat_map(|repeated| &repeated.sites);
        for site in diagnostic.site.iter().chain(diagnostic.related.iter().map(|(site, _)| site)).chain(repeated) {
            if !texts.has(&site.file) {
                // What cannot be read is shown without its lines, and what is a pipe, since it is read once.
                let is_file = std::fs::metadata(&*site.file).is_ok_and(|found| found.is_file());
                if let Some(text) = is_file.then(|| std::fs::read(&*site.file).ok()).flatten().and_then(text_of) {
                    texts.insert(&site.file, &text);
                }
            }
        }
    }
    texts
}

/// Says how many findings are accepted, and by what.
fn accepted(count: usize, by: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("1 finding is accepted by the {by}\n"),
        count => format!("{count} findings are accepted by the {by}\n"),
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
