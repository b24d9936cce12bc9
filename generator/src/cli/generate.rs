//! `specwright generate`: write the SDK.
//!
//! Input: arguments. Output: the folder, a summary on stdout, an exit code. Not here: any rule of writing (`write`).

use std::fmt::Write as _;

use camino::Utf8Path;
use specwright::names::{Changes, changes};
use specwright::write::{self, Report};

use super::ending::Ending;
use super::inputs::{self, Made};
use super::{DONE, ReadArgs};

/// How many changed files are named.
const LIMIT: usize = 20;
/// How many methods or types of a kind are named.
const NAMES: usize = 5;

pub(super) fn run(args: &ReadArgs, out: &Utf8Path, overwrite: bool, quiet: bool) -> Ending {
    let Made { files, lock, existing, ending } = match inputs::make(args, out) {
        Ok(made) => made,
        Err(ending) => return *ending,
    };
    // Under --strict there is no SDK with something wrong in it, so the one that is there stays.
    if args.strict && ending.code != DONE {
        let text = format!("{out}: nothing was written, since --strict allows no errors and no warnings\n");
        return Ending { text, ..ending };
    }
    let changes = existing.previous.lock().map(|before| changes(&before.names, &lock.names)).unwrap_or_default();
    let plan = match write::plan(&existing, &files, lock, overwrite) {
        Ok(plan) => plan,
        Err(refusal) => return Ending { text: refusal.diff, ..ending.failed(refusal.fatal) },
    };
    let report = match write::commit(out, &plan) {
        Ok(report) => report,
        Err(fatal) => return ending.failed(fatal),
    };
    let text = if quiet { String::new() } else { summary(out.as_str(), &report, &changes, ending.dropped) };
    Ending { text, ..ending }
}

fn summary(out: &str, report: &Report, changes: &Changes, dropped: usize) -> String {
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
    text.push_str(&for_callers(changes));
    if dropped > 0 {
        let _ = writeln!(text, "operations left out: {dropped}");
    }
    text
}

/// What callers have to look at, a line for methods and one for types; nothing where they lose nothing.
fn for_callers(changes: &Changes) -> String {
    let Changes { methods_gone, methods_changed, methods_new, types_gone, types_new } = changes;
    let line = |what: &str, lists: &[(&str, &[String])], new: usize| {
        let lists = lists.iter().filter(|(_, names)| !names.is_empty());
        let mut parts: Vec<String> =
            lists.map(|(verb, names)| format!("{} {verb} ({})", names.len(), some(names))).collect();
        if parts.is_empty() {
            return String::new();
        }
        parts.extend((new > 0).then(|| format!("{new} new")));
        format!("{what}: {}\n", parts.join(", "))
    };
    let methods: [(&str, &[String]); 2] = [("gone", methods_gone), ("with other arguments", methods_changed)];
    line("methods", &methods, *methods_new) + &line("types", &[("gone", types_gone)], *types_new)
}

fn some(names: &[String]) -> String {
    let mut text = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > NAMES {
        let _ = write!(text, ", and {} more", names.len() - NAMES);
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
            summary("sdk", &report, &Changes::default(), 2),
            "updated src/lib.rs\nsdk: 1 updated, 4 unchanged\noperations left out: 2\n"
        );
    }

    #[test]
    fn what_callers_lose_is_named() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let changes = Changes {
            methods_gone: names(&["users.ban"]),
            methods_changed: names(&["users.update(group, id)"]),
            methods_new: 3,
            types_gone: names(&["A", "B", "C", "D", "E", "F"]),
            types_new: 0,
        };
        assert_eq!(
            for_callers(&changes),
            "methods: 1 gone (users.ban), 1 with other arguments (users.update(group, id)), 3 new\n\
             types: 6 gone (A, B, C, D, E, and 1 more)\n"
        );
        assert_eq!(for_callers(&Changes { methods_new: 2, types_new: 1, ..Changes::default() }), "");
    }
}
