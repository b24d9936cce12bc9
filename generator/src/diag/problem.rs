//! Findings, ready to be shown: each with its lines and columns, in the order of showing.
//!
//! Input: findings, the texts they point into, and the tree that mends point into. Output: [`Problem`]s, the worst
//! first, then by file and place; what says the same of the same place is there once.
//! Not here: how they are written (`render`, `format`).
//!
//! All places of one file are found by one walk through it, so thousands of findings in a large file cost no more than
//! one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::Value;

use super::{Code, Diagnostic, Position, Severity, Site, Texts, Wanted, locate_all, mend};

/// The label of the place in an overlay that put there what a finding is about.
pub const BY_OVERLAY: &str = "an overlay puts this here";

/// The label of the place that uses what is wrong elsewhere.
pub const USED_HERE: &str = "used here";

/// A finding with its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem<'a> {
    /// What was found.
    pub diagnostic: &'a Diagnostic,
    /// Where its site is.
    pub position: Option<Position>,
    /// The other places that belong to it.
    pub related: Vec<Spot<'a>>,
    /// The other places of a finding that is told once for many.
    pub others: Vec<Spot<'a>>,
    /// The actions of an Overlay that mend it.
    pub overlay: Vec<Value>,
}

/// A place that belongs to a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot<'a> {
    /// The place.
    pub site: &'a Site,
    /// Where it is.
    pub position: Option<Position>,
    /// What stands there.
    pub label: &'a str,
}

impl Problem<'_> {
    /// What kind of finding it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.diagnostic.code
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.diagnostic.severity()
    }

    /// Where its reader mends it: in the overlay, where one puts there what is wrong.
    #[must_use]
    pub fn place(&self) -> Option<(&str, Option<Position>)> {
        let overlay = self.related.iter().find(|spot| spot.label == BY_OVERLAY);
        let of_overlay = overlay.map(|spot| (&*spot.site.file, spot.position));
        of_overlay.or_else(|| Some((self.file()?, self.position)))
    }

    /// The file it is in.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.diagnostic.site.as_ref().map(|site| &*site.file)
    }

    /// The place as it is printed: `#/paths/~1users/get`.
    #[must_use]
    pub fn pointer(&self) -> Option<String> {
        self.diagnostic.site.as_ref().map(|site| site.pointer.to_string())
    }
}

/// The findings, located and in order.
#[must_use]
pub fn problems<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    texts: &Texts,
    tree: &Value,
) -> Vec<Problem<'a>> {
    let diagnostics: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    let places = Places::find(&diagnostics, texts);
    let problem = |diagnostic: &'a Diagnostic| {
        let key = is_about_key(diagnostic.code);
        let of = |site| places.0.get(&(site, key)).copied();
        let related = diagnostic.related.iter();
        Problem {
            diagnostic,
            position: diagnostic.position.or_else(|| of(diagnostic.site.as_ref()?)),
            related: related.map(|(site, label)| Spot { site, position: of(site), label }).collect(),
            others: others(diagnostic).map(|site| Spot { site, position: of(site), label: "" }).collect(),
            overlay: diagnostic.mend.iter().flat_map(|mend| mend::actions(mend, tree)).collect(),
        }
    };
    let mut list: Vec<Problem<'a>> = diagnostics.iter().map(|diagnostic| problem(diagnostic)).collect();
    list.sort_by(|a, b| order(a).cmp(&order(b)));
    list.dedup_by(|a, b| order(a) == order(b));
    list
}

/// The places of a finding of many, beside the one that is shown.
fn others(diagnostic: &Diagnostic) -> impl Iterator<Item = &Site> {
    let all = diagnostic.repeated.iter().flat_map(|repeated| &repeated.sites);
    all.filter(|site| diagnostic.site.as_ref() != Some(site))
}

/// What the order of two findings follows from, and whether they are the same.
fn order<'p>(problem: &'p Problem<'_>) -> impl Ord + 'p {
    let Diagnostic { code, message, site, .. } = problem.diagnostic;
    let file = site.as_ref().map(|site| &site.file);
    (Reverse(problem.severity()), file, problem.position, site.as_ref().map(|site| &site.pointer), code, message)
}

/// Whether a finding is about a key as such, so that the key is shown and not its value.
fn is_about_key(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownField
            | Code::UnknownKeyword
            | Code::UnknownConfigKey
            | Code::PathWithoutSlash
            | Code::NotAStatusCode
            | Code::IgnoredSiblings
            | Code::DuplicateKey
    )
}

/// Where sites are; `true` asks for the key.
struct Places<'a>(BTreeMap<(&'a Site, bool), Position>);

impl<'a> Places<'a> {
    fn find(diagnostics: &[&'a Diagnostic], texts: &Texts) -> Self {
        let mut by_file: BTreeMap<&str, Vec<(&'a Site, bool)>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let own = diagnostic.site.iter().filter(|_| diagnostic.position.is_none());
            for site in own.chain(diagnostic.related.iter().map(|(site, _)| site)).chain(others(diagnostic)) {
                by_file.entry(&site.file).or_default().push((site, is_about_key(diagnostic.code)));
            }
        }
        let mut found = BTreeMap::new();
        for (file, asked) in by_file {
            let Some(text) = texts.text(file) else { continue };
            let wanted: Vec<Wanted<'_>> =
                asked.iter().map(|(site, key)| Wanted { pointer: &site.pointer, key: *key }).collect();
            for (place, position) in asked.iter().zip(locate_all(text, &wanted)) {
                found.extend(position.map(|position| (*place, position)));
            }
        }
        Self(found)
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use std::sync::Arc;

    use expect_test::expect;

    use super::*;
    use crate::diag::Pointer;

    #[test]
    fn the_worst_first_then_by_place_and_nothing_twice() {
        let mut texts = Texts::default();
        texts.insert("b.yaml", "x:\n  y: 1\na:\n  - 1\n");
        let at = |file: &str, pointer: &str| Site::new(&Arc::from(file), Pointer::parse(pointer));
        let list = [
            Diagnostic::new(Code::StreamReadWhole, "note").at(&at("a.yaml", "/x")),
            Diagnostic::new(Code::MissingField, "second").at(&at("b.yaml", "/a/0")),
            Diagnostic::new(Code::MissingField, "first").at(&at("b.yaml", "/x/y")),
            Diagnostic::new(Code::MissingField, "first").at(&at("b.yaml", "/x/y")).help("again"),
            Diagnostic::new(Code::UnknownField, "key").at(&at("b.yaml", "/x/y")),
            Diagnostic::new(Code::Syntax, "error").at(&at("z.yaml", "")),
            Diagnostic::new(Code::EmptyDocument, "placeless"),
        ];
        let show = |problem: &Problem<'_>| {
            let place = problem.position.map(|p| format!("{}:{}", p.line, p.column)).unwrap_or_default();
            format!("{} {} {place} {}", problem.code(), problem.file().unwrap_or("-"), problem.diagnostic.message)
        };
        let shown: Vec<String> = problems(&list, &texts, &Value::Null).iter().map(show).collect();
        expect![[r#"
            SW0103 -  placeless
            SW0104 z.yaml  error
            SW0306 b.yaml 2:3 key
            SW0305 b.yaml 2:6 first
            SW0305 b.yaml 4:5 second
            SW0511 a.yaml  note"#]]
        .assert_eq(&shown.join("\n"));
    }
}
