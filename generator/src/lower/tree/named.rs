//! Places by what operations are called: by their tags, or by their operationIds.
//!
//! Input: all operations, and their places by path. Output: other places; what has no tag or operationId keeps its own.
//! Not here: which of the three counts (`config`), and two operations of one place (`tree`).

use std::collections::BTreeMap;

use openapiv3::Tag;

use super::{MAX_DEPTH, Place, words};
use crate::ir::Operation;

/// Resources are tags; a slash in one, or a parent (3.2), makes a resource below another.
pub(super) fn by_tag(operations: &[Operation], places: Vec<Place>, tags: &[Tag]) -> Vec<Place> {
    operations.iter().zip(places).map(|(operation, place)| of_tag(operation, place, tags)).collect()
}

fn of_tag(operation: &Operation, place: Place, tags: &[Tag]) -> Place {
    let Some(resource) = tag(operation, tags) else { return place };
    // `/pets/{id}/photos` of the tag `pets` lists photos, not pets.
    let is_tag = |step: &String| resource.last().is_some_and(|last| is_same(last, step));
    let below = match place.resource.iter().position(is_tag) {
        Some(index) => place.resource.get(index + 1..).unwrap_or_default(),
        None => place.resource.get(place.resource.len().saturating_sub(1)..).unwrap_or_default(),
    };
    // What the tag says already is not said again: `/admin/users` of the tag `Users/Admin`.
    let is_said = |step: &&str| resource.iter().any(|tag| is_same(tag, step));
    let below: Vec<&str> = below.iter().map(String::as_str).filter(|step| !is_said(step)).collect();
    let words = std::iter::once(place.method.as_str()).chain(below.iter().copied());
    let method = match below.as_slice() {
        [] => place.method.clone(),
        _ => words.map(words::key).collect::<Vec<_>>().join("_"),
    };
    Place { resource, method }
}

/// Resources and methods are what operationIds say: `users.invitations.create`, `users/create`, `Users_Create`. Where
/// one names no resource, the tag does, or else the path.
pub(super) fn by_operation_id(operations: &[Operation], places: Vec<Place>, tags: &[Tag]) -> Vec<Place> {
    operations.iter().zip(places).map(|(operation, place)| of_id(operation, place, tags)).collect()
}

fn of_id(operation: &Operation, place: Place, tags: &[Tag]) -> Place {
    let Some(id) = operation.operation_id.as_deref().filter(|id| !words::key(id).is_empty()) else { return place };
    let mut steps: Vec<&str> = id.split(['.', '/', ':']).filter(|step| !words::key(step).is_empty()).collect();
    if let [only] = steps.as_slice() {
        // `Group_Operation`, where a capital letter tells it from `an_operation`.
        let parts = only.split_once('_').filter(|(group, name)| {
            let is_capital = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
            is_capital(group) && is_capital(name)
        });
        if let Some((group, name)) = parts {
            steps = vec![group, name];
        }
    }
    match steps.split_last() {
        Some((method, resource)) if !resource.is_empty() => Place {
            resource: resource.iter().take(MAX_DEPTH).map(|step| (*step).to_owned()).collect(),
            method: (*method).to_owned(),
        },
        _ => Place { resource: tag(operation, tags).unwrap_or(place.resource), method: id.to_owned() },
    }
}

/// A resource of one letter (`/i/{invoiceId}`) is called by a word that begins with it, where all operations below it
/// have the same: their tag, or the group of their operationIds (`Invoices_get`).
pub(super) fn spelt_out(operations: &[Operation], places: &mut [Place]) {
    let is_letter = |step: &str| step.len() == 1 && step.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut found: BTreeMap<Vec<String>, BTreeMap<String, String>> = BTreeMap::new();
    for (operation, place) in operations.iter().zip(&*places) {
        let Some(depth) = place.resource.iter().position(|step| is_letter(step)) else { continue };
        let letter = place.resource.get(depth).map(|step| words::key(step)).unwrap_or_default();
        let stands_for = |word: &String| words::key(word).len() > 1 && words::key(word).starts_with(&letter);
        let word = said_of(operation).into_iter().flatten().find(stands_for).unwrap_or_default();
        let prefix = place.resource.iter().take(depth + 1).cloned().collect();
        found.entry(prefix).or_default().entry(words::key(&word)).or_insert(word);
    }
    for place in places {
        let Some(depth) = place.resource.iter().position(|step| is_letter(step)) else { continue };
        // One word alone, and not none for some.
        let words = place.resource.get(..=depth).and_then(|prefix| found.get(prefix));
        let word = words.filter(|words| words.len() == 1).and_then(|words| words.values().next());
        if let (Some(word), Some(step)) = (word.filter(|word| !word.is_empty()), place.resource.get_mut(depth)) {
            step.clone_from(word);
        }
    }
}

/// What an operation is about: its tag, and the group of its operationId.
fn said_of(operation: &Operation) -> [Option<String>; 2] {
    let tag = operation.tags.first().and_then(|tag| tag.rsplit('/').next());
    let group = operation.operation_id.as_deref().and_then(|id| id.split_once(['_', '.', '/']));
    [tag.map(|tag| tag.trim().to_owned()), group.map(|(group, _)| group.to_owned())]
}

/// The first tag as steps, with those of its parents before its own.
fn tag(operation: &Operation, tags: &[Tag]) -> Option<Vec<String>> {
    let mut names = vec![operation.tags.first()?.as_str()];
    while names.len() < MAX_DEPTH
        && let Some(parent) = names.last().and_then(|name| parent(tags, name)).filter(|parent| !names.contains(parent))
    {
        names.push(parent);
    }
    let steps = names.into_iter().rev().flat_map(|name| name.split('/')).map(str::trim);
    let steps = steps.filter(|step| !words::key(step).is_empty()).take(MAX_DEPTH);
    let steps: Vec<String> = steps.map(ToOwned::to_owned).collect();
    (!steps.is_empty()).then_some(steps)
}

/// The tag that another one belongs to (OpenAPI 3.2, "Tag Object", `parent`).
fn parent<'t>(tags: &'t [Tag], name: &str) -> Option<&'t str> {
    tags.iter().find(|tag| tag.name == name)?.extensions.get("x-parent")?.as_str()
}

/// Whether two words name one thing: `Pet` and `pets`.
fn is_same(one: &str, other: &str) -> bool {
    let stem = |word: &str| words::key(word).trim_end_matches('s').to_owned();
    stem(one) == stem(other)
}
