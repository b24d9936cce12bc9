//! What the lock holds where it is though the configuration of the tree would have it elsewhere.
//!
//! Input: the places by the configuration, those without it, and those of the last run. Output: one note, since callers
//! would otherwise wait for a tree that does not come. Not here: who goes first (`tree`).

use std::collections::BTreeMap;

use super::Place;
use super::words;
use crate::config::{Config, ResourcesFrom};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Operation, case};

/// Whether the configuration says how places are derived.
pub(super) fn is_configured(config: &Config) -> bool {
    !config.resources.strip.is_empty() || config.resources.from != ResourcesFrom::Paths
}

/// Says which operations of those that the configuration would move stay where they are. `wanted` has each operation
/// with its place by the configuration and the place that it would have without it.
pub(super) fn report<'a>(
    wanted: impl Iterator<Item = (&'a Operation, &'a Place, &'a Place)>,
    config: &Config,
    before: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) {
    let keys = |place: &Place| place.resource.iter().map(|step| words::key(step)).collect::<Vec<_>>();
    let held: Vec<(&Operation, &Place, &String)> = wanted
        .filter(|(_, wish, plain)| keys(wish) != keys(plain))
        .filter_map(|(operation, wish, _)| Some((operation, wish, before.get(&operation.key())?)))
        .filter(|(_, wish, text)| Place::parse(text).is_some_and(|there| keys(&there) != keys(wish)))
        .collect();
    let Some((first, wish, there)) = held.first() else { return };
    let dotted = wish.resource.iter().chain([&wish.method]).map(|step| case::snake(step)).collect::<Vec<_>>().join(".");
    let others = match held.len() - 1 {
        0 => String::new(),
        1 => ", and one more".to_owned(),
        more => format!(", and {more} more"),
    };
    let entry = if config.resources.strip.is_empty() { "from" } else { "strip" };
    let message = format!(
        "`resources.{entry}` would place `{}` at `{dotted}`, but the lock keeps it at `{there}`{others}",
        first.key()
    );
    let finding = Diagnostic::new(Code::PlaceKept, message)
        .effect("these methods stay where their callers have them")
        .help(format!(
            "to move them take their lines out of specwright.lock: `operation \"{}\"`{}",
            first.key(),
            if held.len() > 1 { ", or all that begin with `operation`" } else { "" },
        ));
    diagnostics.push(config.places.at(&["resources", entry], finding));
}
