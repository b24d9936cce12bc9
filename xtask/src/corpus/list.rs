//! Lists of documents that are known to be judged otherwise than their label says.
//!
//! Input: `xtask/lists/*.tsv`, a path and a reason in each line, and the documents that are judged so today.
//! Output: what is missing from a list, and what stands there for nothing: a list only shrinks by itself.
//! Not here: the judgement (`edge`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::run;

/// Documents with the reason of each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    name: String,
    entries: BTreeMap<String, String>,
}

impl List {
    /// Reads a list.
    pub(super) fn read(name: &str) -> Result<Self> {
        let path = run::root().join("xtask/lists").join(name);
        Self::parse(name, &fs::read_to_string(&path).with_context(|| path.clone())?)
    }

    /// From a text: `path<TAB>reason`, `#` for remarks.
    fn parse(name: &str, text: &str) -> Result<Self> {
        let mut entries = BTreeMap::new();
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((path, reason)) if !path.is_empty() && !reason.trim().is_empty() && !reason.contains('\t') => {
                    if entries.insert(path.to_owned(), reason.to_owned()).is_some() {
                        bail!("{name}:{number}: `{path}` is listed twice");
                    }
                }
                _ => bail!("{name}:{number}: a line is a path, a tab and a reason"),
            }
        }
        Ok(Self { name: name.to_owned(), entries })
    }

    /// How many documents are listed.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether a document is listed.
    pub(super) fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// What does not agree with the documents that belong here.
    pub(super) fn disagreements(&self, belong: &BTreeSet<&str>) -> Vec<String> {
        let name = &self.name;
        let missing = belong.iter().filter(|path| !self.has(path));
        let extra = self.entries.keys().filter(|path| !belong.contains(path.as_str()));
        let missing = missing.map(|path| format!("not in {name}: {path}"));
        missing.chain(extra.map(|path| format!("no longer belongs in {name}: {path}"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_path_and_a_reason() {
        let list = List::parse("l", "# why\n\na.yaml\tline 3 is no YAML\n").unwrap();
        assert_eq!((list.len(), list.has("a.yaml")), (1, true));
        for bad in ["a.yaml", "a.yaml\t ", "\tx", "a\tb\tc"] {
            assert!(List::parse("l", bad).unwrap_err().to_string().starts_with("l:1: "), "{bad:?}");
        }
        assert_eq!(List::parse("l", "a\tx\na\ty").unwrap_err().to_string(), "l:2: `a` is listed twice");
    }

    #[test]
    fn a_list_says_what_is_there_and_no_more() {
        let list = List::parse("l", "a\tx\nb\ty\n").unwrap();
        assert!(list.disagreements(&BTreeSet::from(["a", "b"])).is_empty());
        assert_eq!(list.disagreements(&BTreeSet::from(["b", "c"])), ["not in l: c", "no longer belongs in l: a"]);
    }

    #[test]
    fn the_lists_can_be_read() {
        for name in [super::super::edge::REFUSED, super::super::edge::ACCEPTED, super::super::instances::MISSES] {
            List::read(name).unwrap();
        }
    }
}
