//! Former homes: types that an earlier run named after the place where it met them first.
//!
//! Input: the API, and what the lock says. Output: the same API, with such types where they were.
//! Not here: where an inline type belongs (`lower`), and what it is called there (`types`).
//!
//! The lock knows an inline type by its owner and role. One that it does not know by those it has now, but by those of
//! another place where the type is met, stays what it was: its name and its module are in the code of callers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::identity::Identities;
use crate::ir::{Api, Origin, Owner, TypeId};

/// Gives types back the origins that the lock knows them by.
pub fn settle(api: &mut Api, before: &BTreeMap<String, String>) {
    if before.is_empty() || api.types.iter().all(|(_, def)| def.met.is_empty()) {
        return;
    }
    let now = Identities::new(api);
    let taken: BTreeSet<&str> = api.types.iter().map(|(id, _)| now.of(id)).collect();
    let mut moves: Vec<(TypeId, Origin)> = Vec::new();
    // Owners come first, and what they own moves with them.
    let mut then = Identities::default();
    for (id, def) in api.types.iter() {
        let mut identity = then.of_origin(api, &def.origin);
        if !def.met.is_empty() && !is_known(before, &identity) {
            let mut others = def.met.iter().filter(|met| owner_is_older(id, met));
            let former = others.find_map(|met| {
                let former = then.of_origin(api, met);
                (is_known(before, &former) && !taken.contains(former.as_str())).then(|| (former, met.clone()))
            });
            if let Some((former, origin)) = former {
                identity = former;
                moves.push((id, origin));
            }
        }
        then.push(identity);
    }
    for (id, origin) in moves {
        api.types.set_origin(id, origin);
    }
    // A new user in front can meet a type before what it belongs to: then the owner is the younger one. What belongs to
    // such a type has its turn in the next round.
    for _ in 0..MAX_ROUNDS {
        if !settle_under_younger(api, before) {
            return;
        }
    }
}

/// How many types may lie in one another that all are older than their owners.
const MAX_ROUNDS: usize = 16;

/// Gives types back the origins whose owners are younger; says whether there was one.
fn settle_under_younger(api: &mut Api, before: &BTreeMap<String, String>) -> bool {
    let now = Identities::new(api);
    let taken: BTreeSet<&str> = api.types.iter().map(|(id, _)| now.of(id)).collect();
    let mut moves: Vec<(TypeId, Origin)> = Vec::new();
    for (id, def) in api.types.iter().filter(|(id, def)| !def.met.is_empty() && !is_known(before, now.of(*id))) {
        let mut others = def.met.iter().filter(|met| !owner_is_older(id, met));
        // Without a line of its own it would be named after an owner that has no name yet.
        moves.extend(others.find_map(|met| {
            let former = now.of_origin(api, met);
            let is_free = before.contains_key(&format!("type {former}")) && !taken.contains(former.as_str());
            is_free.then(|| (id, met.clone()))
        }));
    }
    let mut has_moved = false;
    for (id, origin) in moves {
        if !is_within(api, &origin, id) {
            api.types.set_origin(id, origin);
            has_moved = true;
        }
    }
    has_moved
}

/// Whether what is there belongs to a type, however far up.
fn is_within(api: &Api, origin: &Origin, id: TypeId) -> bool {
    let mut at = origin;
    while let Origin::Inline { owner: Owner::Type(owner), .. } = at {
        if *owner == id {
            return true;
        }
        at = &api.types[*owner].origin;
    }
    false
}

/// Whether the lock has a type of an identity, or one that belongs to it: a body that is spread has no name of its own.
fn is_known(before: &BTreeMap<String, String>, identity: &str) -> bool {
    let key = format!("type {identity}");
    let mut from = before.range::<str, _>((Bound::Included(key.as_str()), Bound::Unbounded));
    let is_it = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[', '{', '|']);
    from.by_ref().map_while(|(line, _)| line.strip_prefix(key.as_str())).any(is_it)
}

/// Whether the owner was there before what it owns.
fn owner_is_older(id: TypeId, origin: &Origin) -> bool {
    !matches!(origin, Origin::Inline { owner: Owner::Type(owner), .. } if *owner >= id)
}
