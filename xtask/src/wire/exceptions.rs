//! Calls that are known to go otherwise, and not by our fault.
//!
//! Input: `xtask/lists/wire.tsv`: a document, a test, what is amiss, the reason and a command that shows it, a line each.
//! Output: what is missing from the list, and what stands there for nothing: the list only shrinks by itself.
//! Not here: the judgement (`verdict`).

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};

use super::verdict::{Finding, Kind};
use crate::run;

/// The list.
const FILE: &str = "wire.tsv";

/// Document, test and kind of each exception.
pub(super) struct Exceptions(BTreeSet<(String, String, String)>);

impl Exceptions {
    /// Reads the list.
    pub(super) fn read() -> Result<Self> {
        let path = run::root().join("xtask/lists").join(FILE);
        Self::parse(&fs::read_to_string(&path).with_context(|| path.clone())?)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut entries = BTreeSet::new();
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let [document, test, kind, reason, command] = cells.as_slice() else {
                bail!(
                    "{FILE}:{number}: a line is a document, a test, a kind, a reason and a command, with tabs between"
                );
            };
            if reason.trim().is_empty() || !command.starts_with("curl ") {
                bail!("{FILE}:{number}: a reason, and a command that begins with `curl`, must be there");
            }
            if Kind::ALL.iter().all(|known| known.word() != *kind) {
                bail!("{FILE}:{number}: there is no kind `{kind}`");
            }
            if !entries.insert([*document, *test, *kind].map(str::to_owned).into()) {
                bail!("{FILE}:{number}: `{document} {test}` is listed twice");
            }
        }
        Ok(Self(entries))
    }

    /// Whether this is known.
    pub(super) fn has(&self, document: &str, finding: &Finding) -> bool {
        self.0.contains(&(document.to_owned(), finding.test.clone(), finding.kind.word().to_owned()))
    }

    /// Entries of a document that nothing was found for.
    pub(super) fn stale(&self, document: &str, found: &[Finding]) -> Vec<String> {
        let belongs = |test: &str, kind: &str| found.iter().any(|of| of.test == test && of.kind.word() == kind);
        let of_document = self.0.iter().filter(|(name, ..)| name == document);
        let stale = of_document.filter(|(_, test, kind)| !belongs(test, kind));
        stale.map(|(_, test, kind)| format!("no longer belongs in {FILE}: {document} {test} ({kind})")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(test: &str) -> Finding {
        Finding { test: test.to_owned(), kind: Kind::Violation, text: String::new(), command: String::new() }
    }

    #[test]
    fn a_line_has_a_reason_and_a_command() {
        let list = Exceptions::parse("# why\n\nd\tm::t\tviolation\tbecause\tcurl x\n").unwrap();
        assert!(list.has("d", &finding("m::t")));
        assert!(!list.has("d", &finding("m::u")) && !list.has("e", &finding("m::t")));
        for bad in ["d\tt\tviolation\tx", "d\tt\tviolation\t \tcurl", "d\tt\tviolation\tx\tls", "d\tt\todd\tx\tcurl x"]
        {
            assert!(Exceptions::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Exceptions::parse("d\tt\tdecode\tx\tcurl x\nd\tt\tdecode\tx\tcurl x").is_err());
    }

    #[test]
    fn what_is_listed_for_nothing_is_told() {
        let list =
            Exceptions::parse("d\tt\tviolation\tx\tcurl x\nd\tu\tviolation\tx\tcurl x\ne\tt\tdecode\tx\tcurl x\n");
        let stale = list.unwrap().stale("d", &[finding("t")]);
        assert_eq!(stale, ["no longer belongs in wire.tsv: d u (violation)"]);
    }

    #[test]
    fn the_list_can_be_read() {
        Exceptions::read().unwrap();
    }
}
