//! How a command that reads a description ended.
//!
//! Input: findings, and what the configuration accepts. Output: [`Ending`], plain data: all that is shown at the end.
//! Not here: showing it (`show`).

use serde_json::Value;
use specwright::Findings;
use specwright::diag::format::Drifted;
use specwright::diag::{Code, Diagnostic, Fatal, Severity};
use specwright::emit::Placed;
use specwright::source::Sources;
use specwright::surface::Breaking;

use super::breaking;
use super::inputs::Inputs;
use super::{DONE, FAILED, FINDINGS};

/// All there is to show when a command has ended.
#[derive(Debug, Default)]
pub(super) struct Ending {
    /// What was found and is not accepted, and what ended the run.
    pub(super) open: Vec<Diagnostic>,
    /// What the baseline accepts.
    pub(super) baselined: Vec<Diagnostic>,
    /// How many operations are left out for a mistake, accepted or not.
    pub(super) dropped: usize,
    /// How many findings the configuration accepts.
    pub(super) accepted: usize,
    /// The root file's tree, which mends point into.
    pub(super) tree: Value,
    /// Whether an overlay with the mends of what is open was written.
    pub(super) mended: bool,
    /// The files of an SDK that are not what would be written, where the command compared them.
    pub(super) drift: Option<Vec<Drifted>>,
    /// What the command made or would make, for people.
    pub(super) text: String,
    /// The exit code.
    pub(super) code: u8,
}

impl From<Vec<Diagnostic>> for Ending {
    /// A run that could not go on.
    fn from(open: Vec<Diagnostic>) -> Self {
        Self { open, code: FAILED, ..Self::default() }
    }
}

impl Ending {
    /// The end of a run over a description. Findings from `worst` on give exit code 1. `locked` says whether names were
    /// given before, so that not all is found that else would be.
    pub(super) fn of(inputs: &Inputs, sources: Sources, findings: Findings, worst: Severity, locked: bool) -> Self {
        let Inputs { config, baseline, root, .. } = inputs;
        let mut accepted = config.accept_dropped.clone();
        accepted.extend(findings.skipped.iter().map(|site| site.named(root)));
        let found: Vec<Diagnostic> = inputs.found.iter().cloned().chain(findings.diagnostics.into_list()).collect();
        let dropped = found.iter().filter(|diagnostic| diagnostic.code == Code::OperationDropped).count();
        let parted = baseline.part(found, root);
        let (taken, mut open): (Vec<_>, Vec<_>) =
            parted.open.into_iter().partition(|diagnostic| is_accepted(diagnostic, &accepted, root));
        let tree = sources.into_root_tree();
        let ending = Self { baselined: parted.accepted, accepted: taken.len(), dropped, tree, ..Self::default() };
        if let Some(fatal) = findings.fatal {
            return Self { open, ..ending }.failed(fatal);
        }
        // The lock settles clashes of names once and for all.
        let about_names = |number: &str| number.starts_with("SW06");
        let unused = parted.unused.into_iter().filter(|(code, _)| !locked || !about_names(code.entry().number));
        open.extend(unused.map(|(_, diagnostic)| diagnostic));
        let code = if open.iter().any(|diagnostic| diagnostic.severity() >= worst) { FINDINGS } else { DONE };
        Self { open, code, ..ending }
    }

    /// Adds what breaks code that calls the SDK.
    pub(super) fn breaks(mut self, changes: &[Breaking], placed: &[Placed], worst: Severity) -> Self {
        self.open.extend(breaking::findings(changes, placed));
        if !changes.is_empty() && Code::BreakingChange.entry().severity >= worst {
            self.code = FINDINGS;
        }
        self
    }

    /// The same, when it could not go on.
    pub(super) fn failed(mut self, fatal: Fatal) -> Self {
        self.open.push(*fatal);
        self.code = FAILED;
        self
    }
}

/// Whether a finding is at, or below, a place whose loss the configuration accepts.
fn is_accepted(diagnostic: &Diagnostic, accepted: &[String], root: &str) -> bool {
    diagnostic.losses().any(|site| accepted.iter().any(|place| site.is_within(place, root)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use specwright::config::baseline::Baseline;
    use specwright::diag::{Diagnostics, Pointer, Site, USED_HERE};

    fn sources() -> Sources {
        Sources::from_texts("api.yaml", [("api.yaml", "openapi: 3.1.0")]).unwrap()
    }

    const BASELINE: &str = "[[accepted]]\ncode = 'SW0306'\npointer = '#/x'\n\
                            [[accepted]]\ncode = 'SW0602'\npointer = '#/y'\n";

    fn finding(code: Code, pointer: &str) -> Diagnostic {
        Diagnostic::new(code, "x").at(&Site::new(&Arc::from("a.yaml"), Pointer::parse(pointer)))
    }

    fn ending(found: &[Diagnostic], inputs: &Inputs, worst: Severity, locked: bool) -> Ending {
        let mut diagnostics = Diagnostics::default();
        found.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
        Ending::of(inputs, sources(), Findings { diagnostics, ..Findings::default() }, worst, locked)
    }

    #[test]
    fn an_accepted_loss_is_no_finding() {
        let found = [finding(Code::OperationDropped, "/paths/~1a/get/parameters/0")];
        let code = |accepted: &[&str]| {
            let mut inputs = Inputs { root: "a.yaml".into(), ..Inputs::default() };
            inputs.config.accept_dropped = accepted.iter().map(|text| (*text).to_owned()).collect();
            ending(&found, &inputs, Severity::Error, false).code
        };
        assert_eq!(code(&[]), FINDINGS);
        assert_eq!(code(&["#/paths/~1a/get"]), DONE);
        assert_eq!(code(&["#/paths/~1a/ge"]), FINDINGS);
        // In another file, the place begins with it, as it is seen from the root.
        let other = Site::new(&Arc::from("api/paths/a.yaml"), Pointer::parse("/get/parameters/0"));
        let found_there = [Diagnostic::new(Code::OperationDropped, "x").at(&other)];
        let code_there = |accepted: &str| {
            let mut inputs = Inputs { root: "api/a.yaml".into(), ..Inputs::default() };
            inputs.config.accept_dropped = vec![accepted.to_owned()];
            ending(&found_there, &inputs, Severity::Error, false).code
        };
        assert_eq!(code_there("paths/a.yaml#/get"), DONE);
        assert_eq!(code_there("#/get"), FINDINGS);
        // The mistake is in a part that others share.
        let used = Site::new(&Arc::from("a.yaml"), Pointer::parse("/paths/~1a/get"));
        let found = finding(Code::OperationDropped, "/components/parameters/P/in").related(&used, USED_HERE);
        let mut inputs = Inputs { root: "a.yaml".into(), ..Inputs::default() };
        inputs.config.accept_dropped = vec!["#/paths/~1a/get".to_owned()];
        assert_eq!(ending(&[found], &inputs, Severity::Error, false).code, DONE);
    }

    #[test]
    fn how_bad_it_must_be_is_asked() {
        let code = |of, worst| ending(&[finding(of, "/x")], &Inputs::default(), worst, false).code;
        assert_eq!(code(Code::UnknownField, Severity::Error), DONE);
        assert_eq!(code(Code::UnknownField, Severity::Warning), FINDINGS);
        assert_eq!(code(Code::StreamReadWhole, Severity::Warning), DONE);
        assert_eq!(code(Code::StreamReadWhole, Severity::Note), FINDINGS);
    }

    #[test]
    fn an_entry_about_names_may_rest_while_there_is_a_lock() {
        let baseline = Baseline::parse(&Arc::from("b.toml"), BASELINE).unwrap();
        let inputs = Inputs { root: "a.yaml".into(), baseline, ..Inputs::default() };
        let found = [finding(Code::UnknownField, "/x")];
        let free = ending(&found, &inputs, Severity::Error, false);
        assert_eq!((free.code, free.open.len(), free.baselined.len()), (FINDINGS, 1, 1));
        let locked = ending(&found, &inputs, Severity::Error, true);
        assert_eq!((locked.code, locked.open.len(), locked.baselined.len()), (DONE, 0, 1));
        let ended = Findings { fatal: Some(Box::new(finding(Code::Syntax, ""))), ..Findings::default() };
        let fatal = Ending::of(&inputs, sources(), ended, Severity::Error, false);
        assert_eq!((fatal.code, fatal.open.len()), (FAILED, 1), "who has not seen all cannot say what is unused");
    }
}
