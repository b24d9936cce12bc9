//! Operations that have moved: what the lock says of them, under the paths that they have now.
//!
//! Input: the lock's names, and the operations of the description with their operationIds. Output: the same names, those
//! of an operation that is gone from its path under the key of the one that has its operationId now.
//! Not here: what else the keys are made of (`identity`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::identity::given_key;

/// The lock's word for the operationId of an operation.
pub(super) const ID: &str = "id";

/// What the lock would say if it had known where operations are now. `operations` has the keys of all, each with its
/// operationId; one that stands twice tells nothing.
#[must_use]
pub fn moved<'b>(
    before: &'b BTreeMap<String, String>,
    operations: &[(String, Option<String>)],
) -> Cow<'b, BTreeMap<String, String>> {
    let keys: BTreeSet<&str> = operations.iter().map(|(key, _)| key.as_str()).collect();
    let now = unique(operations.iter().filter_map(|(key, id)| Some((id.as_deref()?, key.as_str()))));
    let known = before.keys().filter_map(|line| line.strip_prefix("operation "));
    let then = unique(known.filter_map(|key| Some((before.get(&given_key(key, ID))?.as_str(), key))));
    let moves: Vec<(&str, &str)> = then
        .into_iter()
        .filter_map(|(id, old)| Some((old, *now.get(id)?)))
        .filter(|(old, new)| !keys.contains(old) && !before.contains_key(&format!("operation {new}")))
        .collect();
    if moves.is_empty() {
        return Cow::Borrowed(before);
    }
    Cow::Owned(before.iter().map(|(line, value)| (rewritten(line, &moves), value.clone())).collect())
}

/// What only one has.
fn unique<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, &'a str> {
    let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (id, key) in pairs {
        found.entry(id).and_modify(|of| *of = None).or_insert(Some(key));
    }
    found.into_iter().filter_map(|(id, key)| Some((id, key?))).collect()
}

/// A line's key, whose word comes first. What belongs to an operation begins with the key of that; a part of it may
/// name another.
fn rewritten(line: &str, moves: &[(&str, &str)]) -> String {
    let Some((word, rest)) = line.split_once(' ') else { return line.to_owned() };
    let mut rest = format!("{rest} ");
    for (old, new) in moves {
        let old = format!("{old} ");
        if let Some(tail) = rest.strip_prefix(&old) {
            rest = format!("{new} {tail}");
        }
        rest = rest.replace(&format!(" {old}"), &format!(" {new} "));
    }
    format!("{word} {}", rest.strip_suffix(' ').unwrap_or(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lock: &[(&str, &str)], operations: &[(&str, &str)]) -> Vec<String> {
        let lock = lock.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let operations: Vec<(String, Option<String>)> =
            operations.iter().map(|(key, id)| ((*key).to_owned(), Some((*id).to_owned()))).collect();
        moved(&lock, &operations).iter().map(|(key, value)| format!("{key} = {value}")).collect()
    }

    #[test]
    fn names_follow_the_operation_id() {
        let lock = [
            ("operation PUT /v1/pets/{id}", "pets.update(id)"),
            ("operation PUT /v1/pets/{id} text/plain", "pets.update_text(id)"),
            ("operation PUT /v1/pets/{id}/name", "pets.rename(id)"),
            ("given PUT /v1/pets/{id} id", "putPet"),
            ("given PUT /v1/pets/{id} body PUT /v1/pets/{id} body|Cat", "Cat"),
            ("type PUT /v1/pets/{id} body", "PetBody"),
        ];
        let rename = ("PUT /v1/pets/{id}/name", "rename");
        assert_eq!(
            of(&lock, &[("PUT /v2/pets/{pet}", "putPet"), rename]),
            [
                "given PUT /v2/pets/{pet} body PUT /v2/pets/{pet} body|Cat = Cat",
                "given PUT /v2/pets/{pet} id = putPet",
                "operation PUT /v1/pets/{id}/name = pets.rename(id)",
                "operation PUT /v2/pets/{pet} = pets.update(id)",
                "operation PUT /v2/pets/{pet} text/plain = pets.update_text(id)",
                "type PUT /v2/pets/{pet} body = PetBody",
            ]
        );
        // It is still there, or two have the operationId, or the place has a name already.
        let same: Vec<String> = of(&lock, &[]);
        assert_eq!(of(&lock, &[("PUT /v1/pets/{id}", "putPet"), ("PUT /v2/pets/{pet}", "putPet")]), same);
        assert_eq!(of(&lock, &[("PUT /v2/pets/{pet}", "putPet"), ("PUT /v3/pets/{pet}", "putPet")]), same);
        assert_eq!(of(&lock, &[("PUT /v1/pets/{id}/name", "putPet")]), same);
    }
}
