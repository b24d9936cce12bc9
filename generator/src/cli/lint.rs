//! `specwright lint`: what there is to say of a description.
//!
//! Input: arguments. Output: findings and an exit code; nothing is written but an overlay of mends, or a baseline of
//! what is accepted, where one is asked for.
//! Not here: the findings (`specwright::lint`), and the texts of both files (`diag::mend`, `config::baseline`).

use std::fmt::Write as _;

use camino::Utf8Path;
use specwright::Extent;
use specwright::config::baseline;
use specwright::diag::{Code, Diagnostic, Fatal, mend};
use specwright::ir::Census;

use super::ending::Ending;
use super::inputs::{self, Inputs, Rewritten, Stop};
use super::{DONE, LintArgs, ReadArgs};

pub(super) fn run(args: &ReadArgs, lint: &LintArgs, quiet: bool) -> Ending {
    let rewritten = Rewritten { overlay: lint.write_overlay.as_deref(), baseline: lint.write_baseline.as_deref() };
    let (inputs, sources) = match inputs::read(args, rewritten) {
        Ok(read) => read,
        Err(Stop(list)) => return list.into(),
    };
    let findings = specwright::lint(&sources, &inputs.config);
    let extent = findings.extent;
    let untyped = lint.untyped.then(|| untyped(&findings.census));
    let goes_on = findings.fatal.is_none();
    let mut ending = Ending::of(&inputs, sources, findings, args.worst(), false);
    if goes_on {
        ending = match rewritten {
            Rewritten { overlay: Some(path), .. } => write_overlay(ending, &inputs, path, lint.overwrite),
            Rewritten { baseline: Some(path), .. } => write_baseline(ending, &inputs, path, lint.overwrite),
            _ => ending,
        };
    }
    if let Some(extent) = extent.filter(|_| ending.open.is_empty() && ending.text.is_empty()) {
        let rest = match ending.dropped {
            0 => "no problems found".to_owned(),
            dropped => format!("nothing that is not accepted; operations left out: {dropped}"),
        };
        ending.text = format!("{}: {}, {rest}\n", inputs.root, counts(extent));
    }
    if quiet {
        ending.text = String::new();
    }
    ending.text.extend(untyped);
    ending
}

/// The values that are any JSON, a line each, and how many there are.
fn untyped(census: &Census) -> String {
    let mut text = String::new();
    for (site, why) in &census.untyped {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}{}: {}: {}", site.file, site.pointer, why.kind(), why.reason());
    }
    let (untyped, lost) = (census.untyped.len(), census.lost());
    let _ = writeln!(
        text,
        "any JSON: {untyped} of {}; {} declared, {lost} lost",
        plural(census.places, "value"),
        untyped - lost
    );
    text
}

/// Writes the mends of all findings. They still count: the overlay has yet to be listed.
fn write_overlay(mut ending: Ending, inputs: &Inputs, path: &Utf8Path, overwrite: bool) -> Ending {
    let title = format!("Mends of {}", Utf8Path::new(&inputs.root).file_name().unwrap_or(&inputs.root));
    let Some((text, count)) = mend::overlay(&ending.open, &ending.tree, &title) else {
        ending.text = format!("{path}: not written: none of these findings is one that an overlay can mend\n");
        return ending;
    };
    match put(path, mend::OVERLAY_MARK, &text, overwrite) {
        Ok(()) => {
            let actions = plural(count, "action");
            ending.text = format!("{path}: {actions}; `overlays` in specwright.toml lists what is applied\n");
            ending.mended = true;
            ending
        }
        Err(fatal) => ending.failed(fatal),
    }
}

/// Writes a baseline that accepts all findings; from then on they are accepted.
fn write_baseline(mut ending: Ending, inputs: &Inputs, path: &Utf8Path, overwrite: bool) -> Ending {
    // An entry that matches nothing is not written again.
    ending.open.retain(|diagnostic| diagnostic.code != Code::UnusedBaselineEntry);
    let (text, count) = inputs.baseline.written(ending.open.iter().chain(&ending.baselined), &inputs.root);
    match put(path, baseline::MARK, &text, overwrite) {
        Ok(()) => {
            let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            ending.text = format!("{path}: {entries}; `baseline` in specwright.toml names the one that is used\n");
            ending.baselined.append(&mut ending.open);
            ending.code = DONE;
            ending
        }
        Err(fatal) => ending.failed(fatal),
    }
}

/// Writes a file, unless one is there that begins otherwise.
fn put(path: &Utf8Path, mark: &str, text: &str, overwrite: bool) -> Result<(), Fatal> {
    if !overwrite && path.exists() && !std::fs::read_to_string(path).is_ok_and(|before| before.starts_with(mark)) {
        let message = format!("`{path}` is there already, and Specwright did not write it");
        let help = "name another file, or replace it with --overwrite; nothing was written";
        return Err(Box::new(Diagnostic::new(Code::FileInTheWay, message).help(help)));
    }
    std::fs::write(path, text)
        .map_err(|error| Box::new(Diagnostic::new(Code::OutputIo, format!("`{path}` cannot be written: {error}"))))
}

/// How much was read, in words.
fn counts(extent: Extent) -> String {
    let (operations, schemas) = (plural(extent.operations, "operation"), plural(extent.schemas, "schema"));
    format!("OpenAPI {}, {operations}, {schemas}", extent.version)
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
