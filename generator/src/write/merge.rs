//! A TOML file of two owners: the generator's keys are set in it, and everything else stays.
//!
//! Input: the file as it stands, the whole text that would be emitted into an empty folder, and what the locks say
//! was set before. Output: the merged text, and the keys that were set. Merging twice changes nothing.
//! Not here: which keys `Cargo.toml` should have (`emit`).
//!
//! - A key that we emit is set, also when its value was changed by hand. Comments and order stay as they are.
//! - A list of texts (features) is a set: ours are added, the user's stay.
//! - A key that we set once and no longer emit goes; a dependency goes as a whole. A key that we never set is the
//!   user's.
//! - In `[package]`, all but `name`, `edition` and `rust-version` belongs to the user once it differs from what we
//!   set: an edited description, version or licence stays, a deleted one stays away, an untouched one follows the
//!   configuration.

use std::collections::BTreeMap;

use camino::Utf8Path;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

use super::fatal;
use crate::diag::{Code, Fatal};

/// A merged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// Its text.
    pub(super) text: String,
    /// The keys that are ours in it, with their values.
    pub(super) keys: Keys,
}

/// Leaves of a TOML tree, by dotted path; an element of a list is `path[element]` without a value.
type Keys = BTreeMap<String, String>;

/// Keys of `[package]` that follow the generator whatever the user does.
const FIXED: [&str; 3] = ["package.name", "package.edition", "package.rust-version"];

/// Sets the keys of `ours` in `theirs`. `given` are the keys of earlier runs, one entry for each lock.
pub(super) fn merge(path: &Utf8Path, theirs: Option<&str>, ours: &str, given: &[&Keys]) -> Result<Merged, Fatal> {
    let source = read(path, ours)?;
    let keys = leaves(source.as_table());
    let Some(theirs) = theirs else { return Ok(Merged { text: ours.to_owned(), keys }) };
    let mut target = read(path, theirs)?;
    let merge = Merge { keys: &keys, given };
    merge.table("", source.as_table(), target.as_table_mut());
    Ok(Merged { text: target.to_string(), keys })
}

fn read(path: &Utf8Path, text: &str) -> Result<DocumentMut, Fatal> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let message = format!("`{path}`, line {line}, is not valid TOML: {}", error.message().trim_end());
        fatal(Code::ManifestUnreadable, message, "mend the file; nothing was written")
    })
}

/// One merge: what is set now, and what was set before.
struct Merge<'a> {
    keys: &'a Keys,
    given: &'a [&'a Keys],
}

impl Merge<'_> {
    fn table(&self, path: &str, ours: &dyn TableLike, theirs: &mut dyn TableLike) {
        self.remove_stale(path, ours, theirs);
        for (name, item) in ours.iter() {
            let at = join(path, name);
            if belongs_to_user(&at) && self.user_changed(&at, theirs.get(name)) {
                continue;
            }
            match theirs.get_mut(name) {
                None => insert(theirs, ours.key(name), name, item),
                Some(found) => self.item(&at, item, found),
            }
        }
    }

    fn item(&self, at: &str, ours: &Item, theirs: &mut Item) {
        // `serde = "1"` of ours in `serde = { version = "1", features = [..] }` of theirs.
        if is_dependency(at) && ours.is_str() && theirs.is_table_like() {
            let long = InlineTable::from_iter([("version", ours.as_value().cloned().unwrap_or_else(|| "*".into()))]);
            if let Some(theirs) = theirs.as_table_like_mut() {
                self.table(at, &long, theirs);
            }
            return;
        }
        if let (Some(ours), Some(theirs)) = (ours.as_array_of_tables(), theirs.as_array_of_tables_mut()) {
            self.tables(at, ours, theirs);
        } else if let (Some(ours), true) = (ours.as_table_like(), theirs.is_table_like()) {
            if let Some(theirs) = theirs.as_table_like_mut() {
                self.table(at, ours, theirs);
            }
        } else if let (Some(ours), Some(theirs)) = (texts(ours), theirs.as_array_mut()) {
            self.list(at, &ours, theirs);
        } else if plain(ours) != plain(theirs) {
            let decor = theirs.as_value().map(|value| value.decor().clone());
            *theirs = ours.clone();
            if let (Some(decor), Some(value)) = (decor, theirs.as_value_mut()) {
                *value.decor_mut() = decor;
            }
        }
    }

    /// A list of texts as a set.
    fn list(&self, at: &str, ours: &[String], theirs: &mut Array) {
        theirs.retain(|value| {
            value.as_str().is_none_or(|text| ours.iter().any(|o| o == text) || !self.was_given(&element(at, text)))
        });
        // A list of one element for each line stays one.
        let decor = theirs.iter().last().map(|last| last.decor().clone());
        for text in ours {
            if theirs.iter().any(|value| value.as_str() == Some(text)) {
                continue;
            }
            let mut value = Value::from(text.as_str());
            match &decor {
                Some(decor) if decor.prefix().and_then(|p| p.as_str()).is_some_and(|p| p.contains('\n')) => {
                    let prefix = decor.prefix().and_then(|p| p.as_str()).unwrap_or_default();
                    // The comments of the last element are its own.
                    let indent = prefix.rsplit('\n').next().unwrap_or_default();
                    value.decor_mut().set_prefix(format!("\n{indent}"));
                    theirs.push_formatted(value);
                }
                _ => theirs.push(value),
            }
        }
    }

    /// Tables of a list, told apart by their name (`[[example]]`, `[[test]]`).
    fn tables(&self, at: &str, ours: &ArrayOfTables, theirs: &mut ArrayOfTables) {
        theirs.retain(|table| {
            let Some(name) = table.get("name").and_then(Item::as_str) else { return true };
            named(ours, name).is_some() || !self.was_given_below(&element(at, name))
        });
        for table in ours {
            let name = table.get("name").and_then(Item::as_str).unwrap_or_default();
            let index = theirs.iter().position(|found| found.get("name").and_then(Item::as_str) == Some(name));
            if let Some(found) = index.and_then(|index| theirs.get_mut(index)) {
                self.table(&element(at, name), table, found);
            } else {
                let mut table = table.clone();
                table.set_position(None);
                theirs.push(table);
            }
        }
    }

    /// Takes out what we set once and no longer emit.
    fn remove_stale(&self, path: &str, ours: &dyn TableLike, theirs: &mut dyn TableLike) {
        let names: Vec<String> = theirs.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names.iter().filter(|name| !ours.contains_key(name)) {
            let at = join(path, name);
            if !self.was_given_below(&at) || (belongs_to_user(&at) && self.user_changed(&at, theirs.get(name))) {
                continue;
            }
            let empty = Table::new();
            let goes = match theirs.get_mut(name) {
                Some(_) if is_dependency(&at) => true,
                Some(Item::ArrayOfTables(found)) => {
                    self.tables(&at, &ArrayOfTables::new(), found);
                    found.is_empty()
                }
                Some(found) if texts(found).is_some() => found.as_array_mut().is_none_or(|list| {
                    self.list(&at, &[], list);
                    list.is_empty()
                }),
                Some(found) => found.as_table_like_mut().is_none_or(|table| {
                    self.remove_stale(&at, &empty, table);
                    table.is_empty()
                }),
                None => false,
            };
            if goes {
                theirs.remove(name);
            }
        }
    }

    /// Whether the user gave a key of `[package]` another value than we did, or took it away.
    fn user_changed(&self, at: &str, theirs: Option<&Item>) -> bool {
        let found = theirs.map(|item| item_leaves(at, item)).unwrap_or_default();
        if found.is_empty() {
            return self.was_given_below(at);
        }
        if found == below(self.keys, at) {
            return false;
        }
        let ours_before = self.given.iter().any(|given| below(given, at) == found);
        !ours_before
    }

    fn was_given(&self, at: &str) -> bool {
        self.given.iter().any(|given| given.contains_key(at))
    }

    fn was_given_below(&self, at: &str) -> bool {
        self.given.iter().any(|given| !below(given, at).is_empty())
    }
}

/// Puts a new key with its comments at the end of a table.
fn insert(theirs: &mut dyn TableLike, key: Option<&Key>, name: &str, item: &Item) {
    let mut item = item.clone();
    // Where a table stood in our text says nothing about where it stands in theirs.
    forget_position(&mut item);
    let key = key.cloned().unwrap_or_else(|| Key::new(name));
    theirs.entry_format(&key).or_insert(item);
}

fn forget_position(item: &mut Item) {
    match item {
        Item::Table(table) => {
            table.set_position(None);
            table.iter_mut().for_each(|(_, inner)| forget_position(inner));
        }
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(|table| table.set_position(None)),
        _ => {}
    }
}

fn named<'a>(tables: &'a ArrayOfTables, name: &str) -> Option<&'a Table> {
    tables.iter().find(|table| table.get("name").and_then(Item::as_str) == Some(name))
}

fn belongs_to_user(at: &str) -> bool {
    at.starts_with("package.") && !FIXED.contains(&at)
}

/// Whether a path is `dependencies.x`, `dev-dependencies.x`, `target.….dependencies.x`.
fn is_dependency(at: &str) -> bool {
    let Ok(steps) = Key::parse(at) else { return false };
    matches!(steps.as_slice(), [.., table, _] if table.get().ends_with("dependencies"))
}

/// The elements of a list that holds nothing but texts.
fn texts(item: &Item) -> Option<Vec<String>> {
    item.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

fn join(path: &str, name: &str) -> String {
    let name = Key::new(name);
    if path.is_empty() { name.display_repr().into_owned() } else { format!("{path}.{}", name.display_repr()) }
}

fn element(path: &str, text: &str) -> String {
    format!("{path}[{text}]")
}

/// A value without its surroundings, so that two spellings of it are one.
fn plain(item: &Item) -> String {
    match item.as_value() {
        Some(Value::String(text)) => format!("'{}'", text.value()),
        Some(value) => value.clone().decorated("", "").to_string(),
        None => String::new(),
    }
}

/// The keys at a path and below it.
fn below(keys: &Keys, at: &str) -> Keys {
    let inside = |key: &str| key.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    keys.range(at.to_owned()..)
        .take_while(|(key, _)| key.starts_with(at))
        .filter(|(key, _)| inside(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn leaves(table: &dyn TableLike) -> Keys {
    table.iter().flat_map(|(name, item)| item_leaves(&join("", name), item)).collect()
}

fn item_leaves(at: &str, item: &Item) -> Keys {
    if let Some(list) = texts(item) {
        if list.is_empty() {
            return Keys::from([(at.to_owned(), "[]".to_owned())]);
        }
        return list.iter().map(|text| (element(at, text), String::new())).collect();
    }
    if let Some(tables) = item.as_array_of_tables() {
        let name = |table: &Table| element(at, table.get("name").and_then(Item::as_str).unwrap_or_default());
        return tables.iter().flat_map(|table| children(&name(table), table)).collect();
    }
    match item.as_table_like() {
        Some(table) => children(at, table),
        None => Keys::from([(at.to_owned(), plain(item))]),
    }
}

fn children(at: &str, table: &dyn TableLike) -> Keys {
    table.iter().flat_map(|(name, item)| item_leaves(&join(at, name), item)).collect()
}

#[cfg(test)]
mod tests;
