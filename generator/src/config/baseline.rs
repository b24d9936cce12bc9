//! The baseline: findings of a description that are known and accepted, each by its code and place.
//!
//! Input: the file's text, and the findings of a run. Output: [`Baseline`]; which findings are left and which entries
//! match nothing ([`Parted`]); the text of a new baseline ([`Baseline::written`]).
//! Not here: reading and writing the file. Places are pointers, not lines, so an entry outlives edits around it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::read::position;
use crate::diag::{CODES, Code, Diagnostic, Diagnostics, Pointer, Position, Site};

/// The first line of every baseline that is written, by which it is known again.
pub const MARK: &str = "# Written by `specwright lint --write-baseline`.";

/// The entries of a baseline.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    reason: Option<String>,
    site: Site,
    position: Position,
}

/// What an entry accepts. Files are named relative to the description's folder; the root file has no name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: Option<String>,
    pointer: Pointer,
    code: Code,
}

/// The findings of a run, held against a baseline.
#[derive(Clone, Debug, Default)]
pub struct Parted {
    /// Those that no entry accepts.
    pub open: Vec<Diagnostic>,
    /// Those that one does.
    pub accepted: Vec<Diagnostic>,
    /// A finding for each entry that accepts none, with what the entry accepts.
    pub unused: Vec<(Code, Diagnostic)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(default)]
    accepted: Vec<ReadEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadEntry {
    code: Spanned<String>,
    pointer: Spanned<String>,
    file: Option<String>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Write {
    accepted: Vec<WriteEntry>,
}

#[derive(Serialize)]
struct WriteEntry {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Baseline {
    /// Reads the text of the baseline named `file`.
    ///
    /// # Errors
    /// When the text is no TOML, an entry has other keys than those of a baseline, or its code or pointer is none.
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Self, Diagnostics> {
        let site = Site::new(file, Pointer::root());
        let mut wrong = Diagnostics::default();
        let mut refuse = |message: String, span: std::ops::Range<usize>| {
            let place = position(text, &span);
            wrong.push(Diagnostic::new(Code::InvalidConfig, message).at(&site).position(place));
        };
        let read: Read = match toml::from_str(text) {
            Ok(read) => read,
            Err(error) => {
                refuse(error.message().trim_end().to_owned(), error.span().unwrap_or_default());
                return Err(wrong);
            }
        };
        let mut entries = Vec::new();
        for entry in read.accepted {
            let (code, pointer) = (entry.code.get_ref(), entry.pointer.get_ref());
            let known = CODES.iter().find(|known| known.number == code || known.slug == code);
            let steps = pointer.strip_prefix('#').filter(|steps| steps.is_empty() || steps.starts_with('/'));
            match (known, steps) {
                (Some(known), Some(steps)) => entries.push(Entry {
                    key: Key { file: entry.file, pointer: Pointer::parse(steps), code: known.code },
                    reason: entry.reason,
                    site: site.clone(),
                    position: position(text, &entry.code.span()),
                }),
                (None, _) => {
                    let message = format!("`{code}` is no code of a finding; `specwright explain` lists all of them");
                    refuse(message, entry.code.span());
                }
                (_, None) => {
                    let message = format!("`{pointer}` is no place; findings print theirs as `at: #/…`");
                    refuse(message, entry.pointer.span());
                }
            }
        }
        if wrong.list().is_empty() { Ok(Self { entries }) } else { Err(wrong) }
    }

    /// Holds the findings about the description `root` against the entries.
    #[must_use]
    pub fn part(&self, diagnostics: Vec<Diagnostic>, root: &str) -> Parted {
        let wanted: BTreeSet<&Key> = self.entries.iter().map(|entry| &entry.key).collect();
        let mut used = BTreeSet::new();
        let mut parted = Parted::default();
        for diagnostic in diagnostics {
            let (known, new): (Vec<_>, Vec<_>) =
                keys(&diagnostic, root).into_iter().partition(|(_, key)| wanted.contains(key));
            match (known.is_empty(), new.is_empty()) {
                (false, true) => parted.accepted.push(diagnostic),
                // Of a finding of many places, those that are accepted are known, and the others new.
                (false, false) => parted.open.push(diagnostic.only_at(new.into_iter().map(|(site, _)| site).collect())),
                (true, _) => parted.open.push(diagnostic),
            }
            used.extend(known.into_iter().map(|(_, key)| key));
        }
        let unused = self.entries.iter().filter(|entry| !used.contains(&entry.key));
        parted.unused = unused.map(|entry| (entry.key.code, entry.nothing())).collect();
        parted
    }

    /// A baseline that accepts these findings, as a text; with how many entries it has. The reasons of this one stay.
    #[must_use]
    pub fn written<'a>(&self, diagnostics: impl IntoIterator<Item = &'a Diagnostic>, root: &str) -> (String, usize) {
        let mut reasons: BTreeMap<&Key, &String> = BTreeMap::new();
        reasons.extend(self.entries.iter().filter_map(|entry| Some((&entry.key, entry.reason.as_ref()?))));
        let keys: BTreeSet<Key> =
            diagnostics.into_iter().flat_map(|diagnostic| keys(diagnostic, root)).map(|(_, key)| key).collect();
        let entry = |key: &Key| WriteEntry {
            code: key.code.entry().number,
            file: key.file.clone(),
            pointer: key.pointer.to_string(),
            reason: reasons.get(key).map(|reason| (*reason).clone()),
        };
        let file = Write { accepted: keys.iter().map(entry).collect() };
        let entries = toml::to_string(&file).unwrap_or_default();
        let head = "# Findings that are accepted. A `reason` that you add to one is kept when this is written anew.";
        (format!("{MARK}\n{head}\n\n{entries}"), keys.len())
    }
}

impl Entry {
    fn nothing(&self) -> Diagnostic {
        let Key { code, pointer, file } = &self.key;
        let place = file.as_ref().map_or_else(|| format!("`{pointer}`"), |file| format!("`{pointer}` of `{file}`"));
        Diagnostic::new(
            Code::UnusedBaselineEntry,
            format!("the baseline accepts {code} at {place}, where it is not found"),
        )
        .at(&self.site)
        .position(self.position)
        .help("remove the entry, or write the baseline anew with `specwright lint --write-baseline`")
    }
}

/// What would accept a finding, by the places that it is of; nothing can where it has none.
fn keys(diagnostic: &Diagnostic, root: &str) -> Vec<(Site, Key)> {
    let sites = match &diagnostic.repeated {
        Some(repeated) => repeated.sites.as_slice(),
        None => diagnostic.site.as_slice(),
    };
    let key = |site: &Site| {
        (site.clone(), Key { file: site.file_from(root), pointer: site.pointer.clone(), code: diagnostic.code })
    };
    sites.iter().map(key).collect()
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::diag::{Style, render};

    fn baseline(text: &str) -> Result<Baseline, String> {
        Baseline::parse(&Arc::from("base.toml"), text).map_err(|wrong| shown(wrong.list(), text))
    }

    fn shown(list: &[Diagnostic], text: &str) -> String {
        let shown: Vec<String> = list.iter().map(|d| render(d, &|_| Some(text), Style::Plain)).collect();
        shown.join("\n\n")
    }

    fn finding(code: Code, file: &str, pointer: &str) -> Diagnostic {
        Diagnostic::new(code, "x").at(&Site::new(&Arc::from(file), Pointer::parse(pointer)))
    }

    #[test]
    fn what_is_written_accepts_what_was_found() {
        let found = [
            finding(Code::UnionByTrial, "spec/api.yaml", "/components/schemas/a~1b"),
            finding(Code::MissingField, "spec/api.yaml", ""),
            finding(Code::MissingField, "spec/parts/pet.yaml", "/Pet"),
            finding(Code::MissingField, "common.yaml", "/Pet"),
        ];
        let (text, count) = Baseline::default().written(&found, "spec/api.yaml");
        assert_eq!(count, 4);
        expect![[r##"
            # Written by `specwright lint --write-baseline`.
            # Findings that are accepted. A `reason` that you add to one is kept when this is written anew.

            [[accepted]]
            code = "SW0305"
            pointer = "#"

            [[accepted]]
            code = "SW0410"
            pointer = "#/components/schemas/a~1b"

            [[accepted]]
            code = "SW0305"
            file = "../common.yaml"
            pointer = "#/Pet"

            [[accepted]]
            code = "SW0305"
            file = "parts/pet.yaml"
            pointer = "#/Pet"
        "##]]
        .assert_eq(&text);
        let known = baseline(&text.replace("a~1b\"", "a~1b\"\nreason = \"known\"")).unwrap();
        let parted = known.part(found.to_vec(), "spec/api.yaml");
        assert_eq!((parted.open.len(), parted.accepted.len(), parted.unused.len()), (0, 4, 0));
        let (again, _) = known.written(found.iter().take(1), "spec/api.yaml");
        assert!(again.contains("reason = \"known\"\n"), "{again}");
    }

    #[test]
    fn of_a_finding_of_many_places_each_is_accepted_by_itself() {
        let site = |pointer: &str| Site::new(&Arc::from("api.yaml"), Pointer::parse(pointer));
        let of = |pointers: &[&str]| {
            let sites: Vec<Site> = pointers.iter().map(|pointer| site(pointer)).collect();
            let message = format!("x, in {} places", pointers.len());
            Diagnostic::new(Code::WordOfAnotherVersion, message).at(&sites[0]).repeated(sites, "x")
        };
        let (text, count) = Baseline::default().written(&[of(&["/b", "/c"])], "api.yaml");
        assert_eq!(count, 2);
        let known = baseline(&text).unwrap();
        let parted = |pointers: &[&str]| {
            let parted = known.part(vec![of(pointers)], "api.yaml");
            let open = parted.open.iter().map(|d| format!("{} at {}", d.message, d.site.as_ref().unwrap().pointer));
            let open: Vec<String> = open.collect();
            format!("{open:?}, {} accepted, {} unused", parted.accepted.len(), parted.unused.len())
        };
        expect!["[], 1 accepted, 0 unused"].assert_eq(&parted(&["/b", "/c"]));
        expect![[r##"["x at #/a"], 0 accepted, 0 unused"##]].assert_eq(&parted(&["/a", "/b", "/c"]));
        expect![[r#"["x; so it is in 2 places that are not accepted, this one first at #/a"], 0 accepted, 0 unused"#]]
            .assert_eq(&parted(&["/a", "/b", "/c", "/d"]));
        expect![[r#"["x at #/d"], 0 accepted, 1 unused"#]].assert_eq(&parted(&["/b", "/d"]));
        expect![[r#"["x, in 2 places at #/d"], 0 accepted, 2 unused"#]].assert_eq(&parted(&["/d", "/e"]));
    }

    #[test]
    fn an_entry_without_a_finding_is_one() {
        let text = "[[accepted]]\ncode = \"union-by-trial\"\npointer = \"#/a\"\n";
        let known = baseline(text).unwrap();
        let other = finding(Code::UnionByTrial, "api.yaml", "/a/b");
        let parted = known.part(vec![other.clone()], "api.yaml");
        assert_eq!(parted.open, [other]);
        expect![[r#"
            error[SW0703]: the baseline accepts SW0410 at `#/a`, where it is not found
             --> base.toml:2:8
              |
            2 | code = "union-by-trial"
              |        ^^^^^^^^^^^^^^^^
              |
              = help: remove the entry, or write the baseline anew with `specwright lint --write-baseline`"#]]
        .assert_eq(&shown(&[parted.unused[0].1.clone()], text));
    }

    #[test]
    fn mistakes_are_shown_at_their_place() {
        expect![[r##"
            error[SW0702]: unknown field `pointr`, expected one of `code`, `pointer`, `file`, `reason`
             --> base.toml:3:1
              |
            3 | pointr = "#/a"
              | ^^^^^^"##]]
        .assert_eq(&baseline("[[accepted]]\ncode = \"SW0410\"\npointr = \"#/a\"\n").unwrap_err());
        let text =
            "[[accepted]]\ncode = \"SW9\"\npointer = \"#/a\"\n[[accepted]]\ncode = \"SW0410\"\npointer = \"a\"\n";
        expect![[r#"
            error[SW0702]: `SW9` is no code of a finding; `specwright explain` lists all of them
             --> base.toml:2:8
              |
            2 | code = "SW9"
              |        ^^^^^

            error[SW0702]: `a` is no place; findings print theirs as `at: #/…`
             --> base.toml:6:11
              |
            6 | pointer = "a"
              |           ^^^"#]]
        .assert_eq(&baseline(text).unwrap_err());
    }
}
