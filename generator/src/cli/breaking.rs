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
    let mut of_site: BTreeMap<&Site, usize> = BTreeMap::new();
    // Of what has no place, the parts of one type follow one another.
    let mut last = None;
    for one in breaking {
        let site = place(&places, one.now());
        let known = match site {
            Some(site) => of_site.get(site).copied(),
            None => last.filter(|at| {
                let first = groups.get(*at).and_then(|(_, list): &(_, Vec<&Breaking>)| list.first());
                first.is_some_and(|first| one.is_part_with(first))
            }),
        };
        if let Some((_, list)) = known.and_then(|at| groups.get_mut(at)) {
            list.push(one);
            continue;
        }
        match site {
            Some(site) => drop(of_site.insert(site, groups.len())),
            None => last = Some(groups.len()),
        }
        groups.push((site, vec![one]));
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
