//! Lists of documents that are known to be judged otherwise than their label says.
//!
//! Input: `xtask/lists/*.tsv`, a path and a reason in each line, the number of lines that each may have, and the documents
//! that are judged so today.
//! Output: what is missing from a list, what stands there for nothing, and a list longer or shorter than its ceiling: it
//! only shrinks, and the ceiling with it.
//! Not here: the judgement (`edge`).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::run;

/// A list that is checked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The file's name in `xtask/lists`.
    pub(super) name: &'static str,
    /// How many lines it has. It is lowered with each line that goes, and raised by nobody.
    pub(super) ceiling: usize,
}

/// Documents with the reason of each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    name: String,
    entries: BTreeMap<String, String>,
}

impl List {
    /// Reads a list, which has as many lines as its ceiling says.
    pub(super) fn read(Listed { name, ceiling }: Listed) -> Result<Self> {
        let path = run::root().join("xtask/lists").join(name);
        let list = Self::parse(name, &fs::read_to_string(&path).with_context(|| path.clone())?)?;
        list.at(ceiling)
    }

    /// The list, if it is no longer than its ceiling, and the ceiling no higher than the list.
    fn at(self, ceiling: usize) -> Result<Self> {
        let (name, lines) = (&self.name, self.len());
        match lines.cmp(&ceiling) {
            Ordering::Equal => Ok(self),
            Ordering::Less => bail!("{name} has {lines} lines now; lower its ceiling from {ceiling}"),
            Ordering::Greater => bail!("{name} has {lines} lines, and its ceiling is {ceiling}: it only shrinks"),
        }
    }

    /// From a text: `path<TAB>reason`, `#` for remarks.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self> {
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

    /// The documents and their reasons.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(path, reason)| (path.as_str(), reason.as_str()))
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
        use super::super::{edge, instances};
        for listed in [edge::REFUSED, edge::ERRORS, edge::WARNED, edge::ACCEPTED, instances::MISSES] {
            List::read(listed).unwrap();
        }
    }

    #[test]
    fn a_list_only_shrinks() {
        let at = |ceiling| List::parse("l", "a\tx\nb\ty\n").unwrap().at(ceiling).map_err(|error| error.to_string());
        assert!(at(2).is_ok());
        assert_eq!(at(1).unwrap_err(), "l has 2 lines, and its ceiling is 1: it only shrinks");
        assert_eq!(at(3).unwrap_err(), "l has 2 lines now; lower its ceiling from 3");
    }
}
