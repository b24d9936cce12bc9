//! Definitions that stand elsewhere: schemas with a name that are no components, because the description is in several
//! files or keeps its definitions in other places.
//!
//! Input: the table, with what references call their targets. Output: those that are definitions are components.
//! Not here: reading them (`intern`).
//!
//! A bundler would move them under `#/components/schemas`, so they are named as it would: by the last step of the
//! pointer, or by the file. That way a description keeps its types when it is split or bundled.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::schema::SchemaId;
use super::schema_table::SchemaTable;
use crate::diag::Site;

/// Names of files that say nothing; the folder does.
const NAMELESS: [&str; 6] = ["index", "_index", "schema", "model", "main", "openapi"];

/// How many folders may lead a name.
const DEEPEST: usize = 4;

/// Where definitions are kept.
const PLACES: [&str; 3] = ["schemas", "definitions", "$defs"];

impl SchemaTable {
    /// Makes components of the definitions, in the order in which they were met. A name that is taken is led by the
    /// folder, as far up as need be; what still has none stays without. What a component is by reference has its name.
    pub(super) fn name_definitions(&mut self, root: &str) {
        let mut taken: BTreeSet<String> = self.components.keys().map(|name| plain(name)).collect();
        let of_components: BTreeSet<SchemaId> =
            self.components.values().filter_map(|id| self.list.get(id.index())?.reference).collect();
        for (index, number) in (0..self.list.len()).zip(0_u32..) {
            let Some(schema) = self.list.get_mut(index) else { continue };
            let is_definition = schema.referenced_as.is_some() && schema.component.is_none() && schema.broken.is_none();
            if !is_definition || of_components.contains(&SchemaId(number)) {
                continue;
            }
            let Some(name) = names(&schema.site, root).into_iter().find(|name| taken.insert(plain(name))) else {
                continue;
            };
            schema.component = Some(name.clone());
            self.components.insert(name, SchemaId(number));
        }
    }
}

/// A name without what identifiers do not tell apart.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a definition may be called, the shortest first; nothing where a schema is a part of something else.
fn names(site: &Site, root: &str) -> Vec<String> {
    let steps: Vec<String> = site.pointer.steps().map(Cow::into_owned).collect();
    let mut path = path_from(root, &site.file);
    let is_elsewhere = *site.file != *root;
    match steps.as_slice() {
        [] if is_elsewhere => {}
        [name] if is_elsewhere => path.push(name.clone()),
        [.., place, name] if PLACES.contains(&place.as_str()) => path.push(name.clone()),
        _ => return Vec::new(),
    }
    ends(path)
}

/// The ends of a path as names, the shortest first, without what says nothing.
pub(super) fn ends(mut path: Vec<String>) -> Vec<String> {
    while path.len() > 1 && path.last().is_some_and(|last| NAMELESS.contains(&last.to_ascii_lowercase().as_str())) {
        path.pop();
    }
    path.retain(|step| step.chars().any(char::is_alphanumeric));
    (1..=path.len().min(DEEPEST)).filter_map(|count| Some(path.get(path.len() - count..)?.join("_"))).collect()
}

/// The folders and the file, without extensions, below the folder that the file shares with the root.
pub(super) fn path_from(root: &str, file: &str) -> Vec<String> {
    let is_shared = |(a, b): &(&str, &str)| a == b;
    let shared = root.split('/').zip(file.split('/')).take_while(is_shared).count();
    file.split('/').skip(shared).map(|step| stem(step).to_owned()).collect()
}

/// The name of a file without what follows the first dot; of a folder itself.
fn stem(step: &str) -> &str {
    match step.split_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => step,
    }
}
