//! A scope: a set of names of which each may stand once.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::Ident;

/// Names that are taken. Two that differ by case alone count as one, since files and readers confuse them.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
    /// The number that is tried next for a name that needs one: all before it are taken.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    /// A scope in which these are taken from the start.
    pub(super) fn reserving(names: &[&str]) -> Self {
        let mut scope = Self::default();
        for name in names {
            scope.taken.insert(fold(name));
        }
        scope
    }

    /// Takes exactly this name, or none.
    pub(super) fn take(&mut self, text: &str) -> Option<Ident> {
        let ident = Ident::new(text);
        self.taken.insert(fold(ident.as_str())).then_some(ident)
    }

    /// Takes the first of these that is free; when none is, the last with a number. Says whether a number was needed.
    pub(super) fn claim(&mut self, candidates: &[String]) -> (Ident, bool) {
        for candidate in candidates {
            if let Some(ident) = self.take(candidate) {
                return (ident, false);
            }
        }
        let last = candidates.last().map_or("unnamed", String::as_str);
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
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_readers_confuse_are_one() {
        let mut scope = Scope::reserving(&["send"]);
        assert_eq!(scope.claim(&["foo".to_owned()]).0.as_str(), "foo");
        assert_eq!(scope.claim(&["Foo".to_owned()]).0.as_str(), "Foo2");
        assert_eq!(scope.claim(&["FOO".to_owned(), "owner_foo".to_owned()]).0.as_str(), "owner_foo");
        assert_eq!(scope.claim(&["send".to_owned(), "send_param".to_owned()]).0.as_str(), "send_param");
    }
}
