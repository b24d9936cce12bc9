//! `specwright generate`: write the SDK.
//!
//! Input: arguments. Output: the folder, a summary on stdout, an exit code. Not here: any rule of writing (`write`).

use std::fmt::Write as _;

use camino::Utf8Path;
use specwright::write::{self, Report};

use super::ending::Ending;
use super::inputs::{self, Made};
use super::{DONE, FINDINGS, ReadArgs};

/// How many changed files are named.
const LIMIT: usize = 20;

/// How an SDK is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Edits made by hand are given up.
    pub(super) overwrite: bool,
    /// Nothing is written that breaks code which calls the SDK.
    pub(super) deny_breaking: bool,
    /// Findings alone are shown.
    pub(super) quiet: bool,
}

pub(super) fn run(args: &ReadArgs, out: &Utf8Path, how: How) -> Ending {
    let Made { files, lock, existing, breaking, placed, ending } = match inputs::make(args, out) {
        Ok(made) => made,
        Err(ending) => return *ending,
    };
    // Under --strict there is no SDK with something wrong in it, so the one that is there stays.
    if args.strict && ending.code != DONE {
        let text = format!("{out}: nothing was written, since --strict allows no errors and no warnings\n");
        return Ending { text, ..ending };
    }
    let plan = match write::plan(&existing, &files, lock, how.overwrite) {
        Ok(plan) => plan,
        Err(refusal) => return Ending { text: refusal.diff, ..ending.failed(refusal.fatal) },
    };
    let ending = ending.breaks(&breaking, &placed, args.worst());
    if how.deny_breaking && !breaking.is_empty() {
        let text = format!("{out}: nothing was written, since --deny-breaking allows no breaking changes\n");
        return Ending { text, code: FINDINGS, ..ending };
    }
    let report = match write::commit(out, &plan) {
        Ok(report) => report,
        Err(fatal) => return ending.failed(fatal),
    };
    let text = if how.quiet { String::new() } else { summary(out.as_str(), &report, breaking.len(), ending.dropped) };
    Ending { text, ..ending }
}

fn summary(out: &str, report: &Report, breaking: usize, dropped: usize) -> String {
    let mut text = String::new();
    let lists = [("created", &report.created), ("updated", &report.updated), ("deleted", &report.deleted)];
    let all = lists.iter().flat_map(|(verb, paths)| paths.iter().map(move |path| (verb, path)));
    for (verb, path) in all.clone().take(LIMIT) {
        let _ = writeln!(text, "{verb} {path}");
    }
    let total = all.count();
    if total > LIMIT {
        let _ = writeln!(text, "... and {} more", total - LIMIT);
    }
    let counts =
        lists.iter().filter(|(_, paths)| !paths.is_empty()).map(|(verb, paths)| format!("{} {verb}", paths.len()));
    let counts: Vec<String> = counts.chain([format!("{} unchanged", report.unchanged)]).collect();
    let _ = writeln!(text, "{out}: {}", counts.join(", "));
    if breaking > 0 {
        let _ = writeln!(text, "breaking changes: {breaking}");
    }
    if dropped > 0 {
        let _ = writeln!(text, "operations left out: {dropped}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_changed_and_counts_the_rest() {
        let report = Report { updated: vec!["src/lib.rs".into()], unchanged: 4, ..Report::default() };
        assert_eq!(
            summary("sdk", &report, 3, 2),
            "updated src/lib.rs\nsdk: 1 updated, 4 unchanged\nbreaking changes: 3\noperations left out: 2\n"
        );
    }
}
