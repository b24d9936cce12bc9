//! What a new version of an SDK breaks for its callers.
//!
//! Input: the texts of the crate that stands there, and of the one that takes its place. Output: [`Breaking`], sorted by
//! public path: what is gone, what is of another type, and what is new and must be given or matched.
//! Not here: why it changed, the runtime (it changes with the generator alone), and what is new and breaks nothing.
//!
//! The texts are read and not the API they were made of, since nobody keeps the old one: the crate on disk is what callers
//! compiled against. Files that stay the same are not parsed.

mod calls;
mod moves;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use moves::Moves;
use read::{Item, Surface};
use toml_edit::DocumentMut;

/// A change that code written for the old version may not compile with, or match on, any more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breaking {
    /// The public path within the crate: `types::User::email`, `resources::users::Users::ban`.
    pub path: String,
    /// What became of it.
    pub change: Change,
}

/// What became of something public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is no longer there.
    Gone,
    /// It is there under another path.
    Moved(String),
    /// Its type, arguments or answer are others.
    Changed {
        /// As they were.
        before: String,
        /// As they are.
        after: String,
    },
    /// It is a method that returns something else.
    Returns {
        /// What it returned, in words.
        before: String,
        /// What it returns.
        after: String,
    },
    /// It is new in a struct that callers write as a whole: they have to give it.
    Asked,
    /// It is new in an enum that callers match as a whole.
    Unmatched,
    /// It can no longer be written, or matched, as a whole.
    Opened,
    /// It is there with this Cargo feature alone, and was there without.
    Needs(String),
    /// It is the manifest, which no longer has these Cargo features.
    WithoutFeatures(Vec<String>),
    /// It is a file that is no Rust, so nobody knows what it showed.
    Unread,
}

impl fmt::Display for Breaking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(""))
    }
}

impl Breaking {
    /// The change in words, with the path as it is known within a module.
    #[must_use]
    pub fn told(&self, module: &str) -> String {
        let path = self.path.strip_prefix(module).and_then(|rest| rest.strip_prefix("::")).unwrap_or(&self.path);
        match &self.change {
            Change::Gone => format!("`{path}` is gone"),
            Change::Moved(now) => format!("`{path}` is now `{now}`"),
            Change::Changed { before, after } => {
                let (before, after) = differing(before, after);
                format!("`{path}` was `{before}`, is `{after}`")
            }
            Change::Returns { before, after } => format!("`{path}` returned {before}, now {after}"),
            Change::Asked => format!("`{path}` must be given"),
            Change::Unmatched => format!("`{path}` is new in an enum that is matched as a whole"),
            Change::Unread => format!("`{path}` is no Rust as it stands there: what it showed cannot be compared"),
            Change::Opened => format!("`{path}` can no longer be written or matched as a whole"),
            Change::Needs(feature) => format!("`{path}` is there with the feature `{feature}` alone"),
            Change::WithoutFeatures(names) => {
                let (noun, verb) = if names.len() == 1 { ("feature", "is") } else { ("features", "are") };
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("the Cargo {noun} {} {verb} gone", names.join(", "))
            }
        }
    }

    /// Where what changed stands now, or stood.
    #[must_use]
    pub fn now(&self) -> &str {
        match &self.change {
            Change::Moved(now) => now,
            _ => &self.path,
        }
    }

    /// The module of the path.
    #[must_use]
    pub fn module(&self) -> &str {
        let is_type = |step: &str| step.starts_with(char::is_uppercase);
        let mut at = 0;
        for step in self.path.split("::").take_while(|step| !is_type(step)) {
            at += step.len() + 2;
        }
        self.path.get(..at.saturating_sub(2)).unwrap_or_default()
    }

    /// Whether both are of one type: the type, or parts of it.
    #[must_use]
    pub fn is_part_with(&self, other: &Self) -> bool {
        let of = |one: &Self| {
            let inside = one.path.get(one.module().len()..).unwrap_or_default().trim_start_matches("::").to_owned();
            let name = inside.split("::").next().unwrap_or_default().to_owned();
            (one.module().to_owned(), name)
        };
        of(self) == of(other)
    }
}

/// Two versions of a signature without what they share: the receiver, and what is returned.
fn differing<'t>(before: &'t str, after: &'t str) -> (String, String) {
    let parted = |text: &'t str| text.rsplit_once(") -> ").filter(|_| text.starts_with('('));
    let (before, after) = match (parted(before), parted(after)) {
        (Some((before, a)), Some((after, b))) if a == b => (format!("{before})"), format!("{after})")),
        _ => (before.to_owned(), after.to_owned()),
    };
    let bare = |text: &str| text.strip_prefix("(&self").map(|rest| format!("({}", rest.trim_start_matches(", ")));
    match (bare(&before), bare(&after)) {
        (Some(before), Some(after)) => (before, after),
        _ => (before, after),
    }
}

/// Compares two versions of a crate, each as paths and texts.
#[must_use]
pub fn breaking<'t>(
    before: impl IntoIterator<Item = (&'t str, &'t str)>,
    after: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> Vec<Breaking> {
    let is_public = |path: &str| {
        let is_code = path.starts_with("src/") && path.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs");
        is_code && !path.starts_with("src/runtime/") && !path.starts_with("src/ext/")
    };
    let (mut before, mut after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.into_iter().collect(), after.into_iter().collect());
    let renamed = before.get(MANIFEST).zip(after.get(MANIFEST)).and_then(|(before, after)| renamed(before, after));
    before.retain(|path, _| is_public(path));
    after.retain(|path, _| is_public(path));
    after.retain(|path, text| {
        let is_same = before.get(path).is_some_and(|old| old == text);
        if is_same {
            before.remove(path);
        }
        !is_same
    });
    let mut found: Vec<Breaking> = renamed.into_iter().collect();
    let mut old = Surface::new();
    for (path, text) in before {
        if !read::add(&mut old, path, text) {
            found.push(Breaking { path: path.to_owned(), change: Change::Unread });
        }
    }
    let mut new = Surface::new();
    for (path, text) in after {
        read::add(&mut new, path, text);
    }
    found.extend(compare(&old, &new));
    found.sort();
    found
}

/// The line of a manifest that names the package: callers write its name before every path.
fn name_line(manifest: &str) -> Option<&str> {
    manifest.lines().find(|line| line.starts_with("name = "))
}

/// What another name of the crate breaks.
fn renamed(before: &str, after: &str) -> Option<Breaking> {
    let (before, after) = name_line(before).zip(name_line(after)).filter(|(before, after)| before != after)?;
    let change = Change::Changed { before: before.to_owned(), after: after.to_owned() };
    Some(Breaking { path: MANIFEST.to_owned(), change })
}

/// What callers lose by another manifest: of the Cargo features that the generator gave before, those that it has no
/// longer. They stand in the manifests of all that turn them on.
#[must_use]
pub fn lost_features(before: &BTreeSet<&str>, manifest: &str) -> Option<Breaking> {
    let manifest: DocumentMut = manifest.parse().ok()?;
    let has = |name: &str| manifest.get("features").and_then(|features| features.get(name)).is_some();
    let lost: Vec<String> = before.iter().filter(|name| !has(name)).map(ToString::to_string).collect();
    let is_any = !lost.is_empty();
    is_any.then(|| Breaking { path: MANIFEST.to_owned(), change: Change::WithoutFeatures(lost) })
}

/// The file that names the crate and its features.
pub const MANIFEST: &str = "Cargo.toml";

fn compare(old: &Surface, new: &Surface) -> Vec<Breaking> {
    let moves = Moves::of(old, new);
    let implied = implied(old, new);
    let methods = calls::methods(new);
    let mut found = Vec::new();
    let mut push = |path: &str, change| found.push(Breaking { path: path.to_owned(), change });
    for (path, item) in old {
        let now = moves.now(path);
        let feature = new.get(&*now).and_then(|there| there.feature.as_ref());
        if let Some(feature) = feature.filter(|_| item.feature.is_none()) {
            push(path, Change::Needs(feature.clone()));
        }
        match new.get(&*now) {
            Some(_) if moves.is_moved(path) => push(path, Change::Moved(now.into_owned())),
            None if holder(path)
                .is_some_and(|holder| old.contains_key(holder) && !new.contains_key(&*moves.now(holder))) => {}
            None if implied.contains(path.as_str()) => {}
            None => push(path, Change::Gone),
            Some(Item { answer: Some(after), .. }) if item.answer.is_some() => {
                let before = item.answer.as_deref().unwrap_or_default();
                if !moves.is_same_text((path, before), (&now, after)) {
                    let path = methods.get(&*now).copied().unwrap_or(&now);
                    push(path, Change::Returns { before: calls::brought(before), after: calls::brought(after) });
                }
            }
            Some(there) if item.is_swapped(there) || !moves.is_same((path, item), (&now, there)) => {
                push(&now, Change::Changed { before: item.shown.clone(), after: there.shown.clone() });
            }
            Some(there) if item.is_whole && !there.is_whole => push(path, Change::Opened),
            Some(_) => {}
        }
    }
    let known: BTreeSet<String> = old.keys().map(|path| moves.now(path).into_owned()).collect();
    let before = |path: &str| old.get(path).or_else(|| old.get(moves.before(path)?));
    for (path, item) in new.iter().filter(|(path, _)| !known.contains(*path)) {
        let holder =
            holder(path).and_then(|holder| before(holder).filter(|_| new.get(holder).is_some_and(|of| of.is_whole)));
        match holder.filter(|holder| holder.is_whole).and(item.part) {
            Some(read::Part::Field) => push(path, Change::Asked),
            Some(read::Part::Variant) => push(path, Change::Unmatched),
            None => {}
        }
    }
    found
}

/// What is gone because what gave or took it is gone: the request type of a method, and its params. Types of `types` are
/// told on their own, since other code may hold them.
fn implied<'s>(old: &'s Surface, new: &Surface) -> BTreeSet<&'s str> {
    let gone: Vec<(&String, &Item)> = old.iter().filter(|(path, _)| !new.contains_key(*path)).collect();
    let mut open: Vec<&Item> = gone.iter().filter(|(_, item)| item.is_method).map(|(_, item)| *item).collect();
    let mut by_name: BTreeMap<&str, Vec<(&'s str, &Item)>> = BTreeMap::new();
    for (path, item) in gone.into_iter().filter(|(path, item)| !item.is_method && !path.starts_with("types::")) {
        let name = path.rsplit("::").next().unwrap_or_default();
        by_name.entry(name).or_default().push((path, item));
    }
    let mut implied = BTreeSet::new();
    while let Some(item) = open.pop() {
        for word in item.compared.split(|c: char| !c.is_alphanumeric() && c != '_') {
            for (path, item) in by_name.get(word).into_iter().flatten() {
                if implied.insert(*path) {
                    open.push(item);
                }
            }
        }
    }
    implied
}

/// The path of what holds something. A conversion (`Pet::From<types::Cat>`) has paths of its own.
fn holder(path: &str) -> Option<&str> {
    let name = path.split('<').next().unwrap_or(path);
    name.rsplit_once("::").map(|(holder, _)| holder)
}
