//! Types that stand elsewhere in a new version: gone from one path, and there under another with the same name.
//!
//! Input: both surfaces. Output: [`Moves`], by which paths and the texts that name types are compared.
//! Not here: what else changed (`mod`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::holder;
use super::read::{Item, Surface};

/// The types that have moved.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Their paths, by those before.
    now: BTreeMap<String, String>,
    /// Their paths before, by those now.
    before: BTreeMap<String, String>,
}

impl Moves {
    pub(super) fn of(old: &Surface, new: &Surface) -> Self {
        let gone = types(old, new);
        let mut come = types(new, old);
        let mut moves = Self::default();
        for (name, paths) in gone {
            // Of several of one name nobody knows which became which.
            if let ([before], Some([after])) = (paths.as_slice(), come.remove(name).as_deref()) {
                moves.now.insert((*before).to_owned(), (*after).to_owned());
                moves.before.insert((*after).to_owned(), (*before).to_owned());
            }
        }
        moves
    }

    /// Whether this is the path of a type that has moved.
    pub(super) fn is_moved(&self, path: &str) -> bool {
        self.now.contains_key(path)
    }

    /// What a path is now: that of a type that has moved, and of a part of it, is another.
    pub(super) fn now<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let mut at = path;
        loop {
            if let (Some(now), Some(rest)) = (self.now.get(at), path.get(at.len()..)) {
                return Cow::Owned(format!("{now}{rest}"));
            }
            let Some(outer) = holder(at) else { return Cow::Borrowed(path) };
            at = outer;
        }
    }

    /// What the path of a moved type was.
    pub(super) fn before(&self, path: &str) -> Option<&str> {
        self.before.get(path).map(String::as_str)
    }

    /// Whether an item is what it was, but for types that have moved.
    pub(super) fn is_same(&self, (path, item): (&str, &Item), (now, there): (&str, &Item)) -> bool {
        self.is_same_text((path, &item.compared), (now, &there.compared))
    }

    /// The same of a text that names types.
    pub(super) fn is_same_text(&self, (path, before): (&str, &str), (now, after): (&str, &str)) -> bool {
        if self.now.is_empty() {
            return before == after;
        }
        self.resolved(path, before, true) == self.resolved(now, after, false)
    }

    /// A text with the whole path of each type that has moved.
    fn resolved(&self, path: &str, text: &str, is_before: bool) -> String {
        let module = path.split("::").take_while(|step| !step.starts_with(char::is_uppercase));
        let module: Vec<&str> = module.collect();
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let mut result = String::with_capacity(text.len());
        let mut word = String::new();
        let flush = |word: &mut String, result: &mut String| {
            let whole = match word.strip_prefix("crate::") {
                Some(whole) => whole.to_owned(),
                None if word.contains("::") || module.is_empty() => word.clone(),
                None => format!("{}::{word}", module.join("::")),
            };
            let moved =
                if is_before { self.now.get(&whole) } else { self.before.get_key_value(&whole).map(|(now, _)| now) };
            match moved {
                Some(now) => result.push_str(now),
                None => result.push_str(word.strip_prefix("crate::").unwrap_or(word)),
            }
            word.clear();
        };
        for c in text.chars() {
            if is_word(c) {
                word.push(c);
            } else {
                flush(&mut word, &mut result);
                result.push(c);
            }
        }
        flush(&mut word, &mut result);
        result
    }
}

/// The structs and enums that one surface has and the other has not, by name.
fn types<'s>(surface: &'s Surface, other: &Surface) -> BTreeMap<&'s str, Vec<&'s str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, item) in surface.iter().filter(|(path, _)| !other.contains_key(*path)) {
        let is_type = item.compared.starts_with("struct") || item.compared == "enum";
        let is_inside = holder(path).is_some_and(|holder| surface.contains_key(holder));
        if is_type && !is_inside {
            found.entry(path.rsplit("::").next().unwrap_or_default()).or_default().push(path);
        }
    }
    found
}
