//! A scope: a set of names of which each may stand once.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::Ident;

/// Names that are taken. Two that differ by case alone count as one, since files and readers confuse them.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Names in ASCII that are taken from the start. There are as many scopes as operations, so they are lent.
    reserved: &'static [&'static [&'static str]],
    taken: BTreeSet<String>,
    /// The number that is tried next for a name that needs one: all before it are taken.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    /// A scope in which all names of these lists are taken from the start.
    pub(super) fn reserving(reserved: &'static [&'static [&'static str]]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// Takes exactly this name, or none.
    pub(super) fn take(&mut self, text: &str) -> Option<Ident> {
        let ident = Ident::new(text);
        let mut reserved = self.reserved.iter().copied().flatten();
        let is_free = !reserved.any(|name| name.eq_ignore_ascii_case(ident.as_str()));
        (is_free && self.taken.insert(fold(ident.as_str()))).then_some(ident)
    }

    /// Takes the first of these that is free; when none is, the last with a number. Says whether a number was needed.
    pub(super) fn claim<C: AsRef<str>>(&mut self, candidates: impl IntoIterator<Item = C>) -> (Ident, bool) {
        let mut last = None;
        for candidate in candidates {
            if let Some(ident) = self.take(candidate.as_ref()) {
                return (ident, false);
            }
            last = Some(candidate);
        }
        let last = last.as_ref().map_or("unnamed", AsRef::as_ref);
        let mut number = self.numbers.get(last).copied().unwrap_or(2);
        loop {
            let ident = self.take(&format!("{last}{number}"));
            number = number.saturating_add(1);
            if let Some(ident) = ident {
                self.numbers.insert(last.to_owned(), number);
                return (ident, true);
            }
        }
    }
}

fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_readers_confuse_are_one() {
        let mut scope = Scope::reserving(&[&["send"]]);
        assert_eq!(scope.claim(["foo".to_owned()]).0.as_str(), "foo");
        assert_eq!(scope.claim(["Foo".to_owned()]).0.as_str(), "Foo2");
        assert_eq!(scope.claim(["FOO".to_owned(), "owner_foo".to_owned()]).0.as_str(), "owner_foo");
        assert_eq!(scope.claim(["send".to_owned(), "send_param".to_owned()]).0.as_str(), "send_param");
    }
}
