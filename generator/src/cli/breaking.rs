//! Findings of what breaks code that calls the SDK.
//!
//! Input: the changes, by public path, and where in the description what stands at a path is written. Output: findings;
//! all that changed because of one place is one of them, at that place.
//! Not here: what a change is (`surface`).

use std::collections::BTreeMap;

use specwright::diag::{Code, Diagnostic, Site};
use specwright::emit::Placed;
use specwright::surface::Breaking;

/// A finding for each place that changes have, and for each change, or type of which they are parts, that has none.
pub(super) fn findings(breaking: &[Breaking], placed: &[Placed]) -> Vec<Diagnostic> {
    let places: BTreeMap<&str, &Site> = placed.iter().map(|of| (of.path.as_str(), &of.site)).collect();
    let mut groups: Vec<(Option<&Site>, Vec<&Breaking>)> = Vec::new();
    for one in breaking {
        let site = place(&places, one.now());
        let is_of = |(known, list): &&mut (Option<&Site>, Vec<&Breaking>)| match (site, known) {
            (Some(site), Some(known)) => site == *known,
            (None, None) => list.first().is_some_and(|first| one.is_part_with(first)),
            _ => false,
        };
        match groups.iter_mut().find(is_of) {
            Some((_, list)) => list.push(one),
            None => groups.push((site, vec![one])),
        }
    }
    groups.into_iter().map(|(site, list)| finding(site, &list)).collect()
}

fn finding(site: Option<&Site>, list: &[&Breaking]) -> Diagnostic {
    let module = list.first().map_or("", |first| first.module());
    let (first, rest) = list.split_at(list.len().min(1));
    let said = first.iter().map(|one| one.told("")).chain(rest.iter().map(|one| one.told(module)));
    let found = Diagnostic::new(Code::BreakingChange, said.collect::<Vec<_>>().join("; "));
    match site {
        Some(site) => found.at(site),
        None => found,
    }
}

/// The place of what a path leads to, or of what holds it.
fn place<'s>(places: &BTreeMap<&str, &'s Site>, path: &str) -> Option<&'s Site> {
    let mut at = path.trim_end_matches("()");
    loop {
        if let Some(site) = places.get(at) {
            return Some(site);
        }
        (at, _) = at.rsplit_once("::")?;
    }
}
