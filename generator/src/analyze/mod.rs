//! Facts about the API that are not in any one place of it, as side tables.
//!
//! Input: [`Api`] and what was boxed before. Output: [`Facts`].
//! Not here: names, tokens, the document. Each fact is computed by one small pass in a file of its own.

mod boxing;
mod dispatch;
mod mention;
mod size;
#[cfg(test)]
mod tests;
mod usage;
mod validate;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostics;
use crate::ir::{Api, TypeId};

pub use dispatch::{Dispatch, Test};
pub use mention::Mention;
pub use validate::part;

/// What the passes found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Fields and variants that hold their value in a box, because it holds theirs, or because it is large: the type,
    /// and the wire name or the variant's number.
    pub boxed: BTreeSet<(TypeId, String)>,
    /// Types that a request can hold: they have constructors and setters.
    pub sent: BTreeSet<TypeId>,
    /// Types whose fields tell null from absent, where they may be both.
    pub patch: BTreeSet<TypeId>,
    /// How each union is decoded.
    pub dispatch: BTreeMap<TypeId, Dispatch>,
    /// Types that are only the body of one operation: their fields are inputs of its method.
    pub spread: BTreeSet<TypeId>,
    /// Types of requests of which, or of whose parts, more is asserted than they show.
    pub asserted: BTreeSet<TypeId>,
    /// Inline types that only a replaced type holds, and those that nothing needs where only what is needed is there.
    pub unreached: BTreeSet<TypeId>,
    /// Where types are met of which the description says nothing, and whether they are met in others of the same kind.
    pub mentions: BTreeMap<TypeId, (Mention, bool)>,
    /// No operation can be called without a credential, so there is no client without one.
    pub is_closed: bool,
}

/// What callers already see, and what therefore stays, needed or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// As [`Facts::boxed`].
    pub boxed: BTreeSet<(TypeId, String)>,
    /// As [`Facts::patch`]: whether a type's fields tell null from absent.
    pub patch: BTreeMap<TypeId, bool>,
}

/// Computes all facts.
#[must_use]
pub fn analyze(api: &Api, seen: &Seen, diagnostics: &mut Diagnostics) -> Facts {
    let sent = api.sent();
    let mut boxed = boxing::boxed(api, &seen.boxed);
    size::large(api, &mut boxed);
    Facts {
        boxed,
        mentions: mention::mentions(api),
        patch: usage::patch(api, &sent, &seen.patch),
        asserted: validate::asserted(api, &sent),
        sent,
        dispatch: dispatch::dispatch(api, diagnostics),
        spread: usage::spread(api),
        unreached: usage::unreached(api),
        is_closed: usage::is_closed(api),
    }
}
