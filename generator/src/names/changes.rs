//! What changed for callers between two runs, as far as the lock knows: methods with their positional arguments, and types.
//!
//! Input: the lock's entries before and after. Output: [`Changes`].
//! Not here: fields, variants and inputs, of which the lock keeps only those whose names need it.

use std::collections::{BTreeMap, BTreeSet};

/// What callers have to know. Names are as callers write them, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Methods that are no longer there (`users.ban`).
    pub methods_gone: Vec<String>,
    /// Methods whose positional arguments are others (`users.update(userId)`, as they are now).
    pub methods_changed: Vec<String>,
    /// How many methods are new.
    pub methods_new: usize,
    /// Types that are no longer there.
    pub types_gone: Vec<String>,
    /// How many types are new.
    pub types_new: usize,
}

/// Compares the entries of two runs. What has the same name is the same to a caller, wherever it stands.
#[must_use]
pub fn changes(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Changes {
    let (methods_before, methods) = (methods(before), methods(after));
    let (types_before, types) = (types(before), types(after));
    let is_there = |name: &str| methods.contains_key(name);
    let is_changed = |name: &str, arguments: &str| methods_before.get(name).is_some_and(|before| *before != arguments);
    let changed = methods.iter().filter(|(name, arguments)| is_changed(name, arguments));
    Changes {
        methods_gone: methods_before.keys().filter(|name| !is_there(name)).map(|name| (*name).to_owned()).collect(),
        methods_changed: changed.map(|(name, arguments)| format!("{name}({arguments}")).collect(),
        methods_new: methods.keys().filter(|name| !methods_before.contains_key(**name)).count(),
        types_gone: types_before.difference(&types).map(|name| (*name).to_owned()).collect(),
        types_new: types.difference(&types_before).count(),
    }
}

/// Methods, each with what stands behind its opening parenthesis.
fn methods(names: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let operations = names.iter().filter(|(key, _)| key.starts_with("operation "));
    operations.map(|(_, given)| given.split_once('(').unwrap_or((given, ")"))).collect()
}

fn types(names: &BTreeMap<String, String>) -> BTreeSet<&str> {
    names.iter().filter(|(key, _)| key.starts_with("type ")).map(|(_, given)| given.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(key, given)| ((*key).to_owned(), (*given).to_owned())).collect()
    }

    #[test]
    fn what_callers_used_and_no_longer_have_is_named() {
        let before = lock(&[
            ("operation DELETE /users/{id}", "users.delete(id)"),
            ("operation GET /users", "users.list()"),
            ("operation GET /users/{id}", "users.retrieve(id)"),
            ("type #/components/schemas/Old", "Pet"),
            ("type #/components/schemas/User", "User"),
        ]);
        let after = lock(&[
            ("operation GET /groups", "groups.list()"),
            ("operation GET /users", "users.list()"),
            ("operation GET /users/{group}/{id}", "users.retrieve(group, id)"),
            ("type #/components/schemas/Group", "Group"),
            ("type #/components/schemas/Pet", "Pet"),
        ]);
        assert_eq!(
            changes(&before, &after),
            Changes {
                methods_gone: vec!["users.delete".to_owned()],
                methods_changed: vec!["users.retrieve(group, id)".to_owned()],
                methods_new: 1,
                types_gone: vec!["User".to_owned()],
                types_new: 1,
            }
        );
        assert_eq!(changes(&before, &before), Changes::default());
    }
}
