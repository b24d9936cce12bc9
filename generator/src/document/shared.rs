//! Shared parts: responses, parameters and bodies that stand in one place and are referred to from others.
//!
//! Input: objects as they are walked, with the references that led to them. Output: [`Shared`] for each that a
//! reference leads to and that has a name of its own.
//! Not here: what is called after them (`lower`, `names`), and shared schemas, which are components (`definitions`).
//!
//! A schema inside such a part belongs to the part, and not to the operation that happens to come first. What a part is
//! called does not depend on the order of the document either: where two files call theirs the same, both are led by
//! their folders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Document;
use super::build::Build;
use super::definitions::{ends, path_from, plain};
use super::fix::Fix;
use super::grammar::{PARAMETER, RESPONSE, Shape};
use super::media::{essence, is_json};
use super::walk::Node;
use crate::diag::{Pointer, Site};

/// Where parts are kept; such words say nothing in a name.
const PLACES: [&str; 4] = ["responses", "parameters", "requestBodies", "components"];

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedKind {
    /// A response.
    Response,
    /// A parameter that is no body.
    Parameter,
    /// A request body.
    Body,
}

/// A part that references lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What it is.
    pub kind: SharedKind,
    /// Its key, led by folders where another file has the same key.
    pub name: String,
    /// Its place, from the folder of the root file: `#/components/responses/NotFound`, `common/errors.yaml#/NotFound`.
    pub place: String,
    /// The media type that its schema is known by, where it has content: JSON, or else the first.
    pub media_type: Option<String>,
}

impl Document {
    /// The shared part that a place lies in, with what of the place is inside.
    #[must_use]
    pub fn shared_around(&self, site: &Site) -> Option<(&Shared, Vec<String>)> {
        around(site, |around| self.shared.get(around))
    }
}

/// The innermost of the things that a place lies in, with what of the place is inside.
pub(crate) fn around<T>(site: &Site, find: impl Fn(&Site) -> Option<T>) -> Option<(T, Vec<String>)> {
    let steps: Vec<String> = site.pointer.steps().map(Cow::into_owned).collect();
    let mut around = Site::new(&site.file, Pointer::root());
    let mut found = None;
    for length in 0..=steps.len() {
        found = find(&around).map(|it| (it, length)).or(found);
        if let Some(step) = steps.get(length) {
            around = around.join(step);
        }
    }
    found.map(|(it, length)| (it, steps.get(length..).unwrap_or_default().to_vec()))
}

impl Build<'_> {
    /// Notes an object that was walked, if a reference led to it and it is a part. `out` is what was made of it.
    pub(super) fn note_shared(&mut self, shape: &Shape, node: &Node<'_>, out: &Map<String, Value>) {
        if node.via.is_none() {
            return;
        }
        let is_body = node.value.get("in").is_some_and(|place| place == "body");
        let kind = match shape.fix {
            Fix::Body => SharedKind::Body,
            _ if shape.name == RESPONSE.name => SharedKind::Response,
            _ if shape.name == PARAMETER.name && is_body => SharedKind::Body,
            _ if shape.name == PARAMETER.name => SharedKind::Parameter,
            _ => return,
        };
        if self.shared.contains_key(&node.site) || names(&node.site, &self.sources.root).is_empty() {
            return;
        }
        let content = out.get("content").and_then(Value::as_object);
        let first =
            content.and_then(|map| map.keys().find(|name| is_json(&essence(name))).or_else(|| map.keys().next()));
        let folders = path_from(&self.sources.root, &node.site.file).join("/");
        let place = format!("{folders}{}", node.site.pointer);
        let shared = Shared { kind, name: String::new(), place, media_type: first.cloned() };
        self.shared.insert(node.site.clone(), shared);
    }

    /// The parts, with their names.
    pub(super) fn named_parts(&mut self) -> BTreeMap<Site, Shared> {
        let mut parts = std::mem::take(&mut self.shared);
        let names: Vec<Vec<String>> = parts.keys().map(|site| names(site, &self.sources.root)).collect();
        let kinds: Vec<SharedKind> = parts.values().map(|shared| shared.kind).collect();
        let mut wanted: BTreeMap<(SharedKind, String), usize> = BTreeMap::new();
        for (kind, names) in kinds.iter().zip(&names) {
            for name in names {
                *wanted.entry((*kind, plain(name))).or_default() += 1;
            }
        }
        for (shared, names) in parts.values_mut().zip(&names) {
            let is_alone = |name: &&String| wanted.get(&(shared.kind, plain(name))) == Some(&1);
            let name = names.iter().find(is_alone).or_else(|| names.last());
            shared.name = name.cloned().unwrap_or_default();
        }
        parts
    }
}

/// What a part may be called, the shortest first; nothing where it is a piece of an operation, which others borrow.
fn names(site: &Site, root: &str) -> Vec<String> {
    let steps: Vec<String> = site.pointer.steps().map(Cow::into_owned).collect();
    let mut path = path_from(root, &site.file);
    let is_elsewhere = *site.file != *root;
    match steps.as_slice() {
        [] if is_elsewhere => {}
        [name] if is_elsewhere => path.push(name.clone()),
        [place, name] if PLACES.contains(&place.as_str()) => path.push(name.clone()),
        [outer, place, name] if outer == "components" && PLACES.contains(&place.as_str()) => path.push(name.clone()),
        _ => return Vec::new(),
    }
    let last = path.pop();
    path.retain(|step| !PLACES.contains(&step.as_str()));
    path.extend(last);
    ends(path)
}
