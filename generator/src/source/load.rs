//! Reads a description and every file that its references reach.
//!
//! Input: a path with what may be read, or for tests and embedding a function that gives a file's bytes; overlays.
//! Output: [`Sources`]. Overlays are applied to the root before anything else is reached, since they may add
//! references.
//! Not here: what the files mean, and how a file is read (`access`).

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use camino::Utf8Path;
use indexmap::IndexMap;

use super::access::{self, Access, not_remote, unreadable};
use super::index::Index;
use super::size::{MAX_FILES, MAX_VALUES};
use super::{Failed, SourceFile, Sources, overlay, parse, refs};
use crate::diag::{Code, Diagnostic, Fatal, Pointer, Site};

/// A function that gives a file's bytes, or says why it cannot.
pub type Read<'r> = dyn FnMut(&str) -> Result<Vec<u8>, Box<Diagnostic>> + 'r;

/// Reads the description at `root` and all files it refers to.
///
/// # Errors
/// When the root file cannot be read or parsed. Other files that cannot are kept in [`Sources::failed`].
pub fn load(root: &Utf8Path, overlays: Vec<SourceFile>, access: &Access) -> Result<Sources, Fatal> {
    let here = access::here();
    let here = here.as_ref().map(|folder| folder.as_str());
    load_from(root.as_str(), overlays, here, &mut access.reader(root)).map_err(|(fatal, _)| fatal)
}

/// The same, with a function that gives a file's bytes. If the root cannot be parsed, its text comes with the
/// diagnostic, so that it can be shown.
///
/// # Errors
/// When the root file cannot be read or parsed.
pub fn load_with(
    root: &str,
    overlays: Vec<SourceFile>,
    read: &mut Read<'_>,
) -> Result<Sources, (Fatal, Option<Arc<str>>)> {
    load_from(root, overlays, None, read)
}

/// The same; `here` is the path of the folder that names count from, where that is known.
fn load_from(
    root: &str,
    overlays: Vec<SourceFile>,
    here: Option<&str>,
    read: &mut Read<'_>,
) -> Result<Sources, (Fatal, Option<Arc<str>>)> {
    let root: Arc<str> = root.replace('\\', "/").into();
    let mut file = read_one(&root, read)?;
    let mut findings = crate::diag::Diagnostics::default();
    let mut added = overlay::Added::new();
    for overlay in &overlays {
        overlay::apply(&mut file, overlay, &mut added, &mut findings);
    }
    let mut sources = Sources {
        files: IndexMap::new(),
        failed: IndexMap::new(),
        spelled: IndexMap::new(),
        bases: IndexMap::new(),
        overlays,
        added,
        findings: findings.into_list(),
        root: Arc::clone(&root),
    };
    let mut again = Vec::new();
    let mut values = add(&mut sources, file, &mut again);
    let mut next = 0;
    let least = refs::climbs(&root);
    while let Some((_, file)) = sources.files.get_index(next) {
        next += 1;
        for name in named_files(file) {
            // One file has one name, or what is in it would be there twice.
            let shortest = here.filter(|_| refs::climbs(&name) > least).map(|here| refs::shortest(&name, here, least));
            let name = match shortest.filter(|shortest| *shortest != name) {
                Some(shortest) => {
                    sources.spelled.insert(name, shortest.as_str().into());
                    shortest
                }
                None => name,
            };
            let known = |name: &str| sources.files.contains_key(name) || sources.failed.contains_key(name);
            // What a file calls itself is that file, wherever else it may be found.
            if known(&name) || sources.bases.contains_key(&name) {
                continue;
            }
            let name: Arc<str> = name.into();
            let read = if sources.files.len() >= MAX_FILES || values >= MAX_VALUES {
                Err((too_many(), None))
            } else {
                read_one(&name, read)
            };
            match read {
                Ok(file) => values += add(&mut sources, file, &mut again),
                Err((reason, text)) => {
                    sources.failed.insert(name, Failed { reason: *reason, text });
                }
            }
        }
    }
    report_again(&mut sources, &again);
    Ok(sources)
}

impl Sources {
    /// Sources from texts in memory: the root and whatever it refers to, by names relative to the same place.
    ///
    /// # Errors
    /// When the root is not among the texts or cannot be parsed.
    pub fn from_texts<'a>(root: &str, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Fatal> {
        let texts: IndexMap<&str, &str> = texts.into_iter().collect();
        let mut read = |name: &str| match texts.get(name) {
            None if refs::is_remote(name) => Err(not_remote(name)),
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(unreadable(name, &io::Error::from(io::ErrorKind::NotFound))),
        };
        load_with(root, Vec::new(), &mut read).map_err(|(fatal, _)| fatal)
    }
}

fn read_one(name: &Arc<str>, read: &mut Read<'_>) -> Result<SourceFile, (Fatal, Option<Arc<str>>)> {
    let bytes = read(name).map_err(|reason| (Box::new(reason.at(&Site::new(name, Pointer::root()))), None))?;
    parse(name, bytes)
}

/// Adds a file to the sources; gives the number of its values. `again` gets the places of addresses that are taken.
fn add(sources: &mut Sources, mut file: SourceFile, again: &mut Vec<(String, Site)>) -> usize {
    file.index = Index::of(&file.tree);
    for pointer in file.index.bases.keys() {
        if let Some(base) = refs::base_of(&file, pointer) {
            let site = Site::new(&file.name, pointer.clone());
            if sources.bases.contains_key(&base) {
                again.push((base, site));
            } else {
                sources.bases.insert(base, site);
            }
        }
    }
    let values = file.index.values;
    sources.files.insert(Arc::clone(&file.name), file);
    values
}

/// Reports names that two schemas give themselves, where a reference means one of them.
fn report_again(sources: &mut Sources, again: &[(String, Site)]) {
    let references = sources.files.values().flat_map(|file| &file.index.references);
    let references = references.map(|reference| reference.split_once('#').unwrap_or((reference, "")));
    let (paths, fragments): (BTreeSet<&str>, BTreeSet<&str>) =
        references.map(|(path, fragment)| (last(path), fragment)).unzip();
    let mut found = Vec::new();
    for (base, site) in again.iter().filter(|(base, _)| paths.contains(last(base))) {
        found.extend(sources.bases.get(base).map(|first| twice("$id", base, first, site)));
    }
    for file in sources.files.values() {
        for (anchor, pointer) in &file.index.again {
            let Some(first) = file.index.anchors.get(anchor) else { continue };
            let is_one_resource = refs::enclosing(file, first) == refs::enclosing(file, pointer);
            if is_one_resource && fragments.contains(anchor.as_str()) {
                let site = |pointer: &Pointer| Site::new(&file.name, pointer.clone());
                found.push(twice("$anchor", anchor, &site(first), &site(pointer)));
            }
        }
    }
    sources.findings.extend(found);
}

/// The last segment of an address.
fn last(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

fn twice(keyword: &str, name: &str, first: &Site, site: &Site) -> Diagnostic {
    let message = format!("another schema has the `{keyword}` `{name}` as well");
    let diagnostic = Diagnostic::new(Code::NameTwice, message).at(site).related(first, "this one");
    diagnostic.effect("references by that name lead to the other").help("give each a name of its own")
}

/// The files that a file's references name.
fn named_files(file: &SourceFile) -> Vec<String> {
    file.index.references.iter().filter_map(|reference| refs::file_of(&file.name, reference)).collect()
}

fn too_many() -> Fatal {
    let message = format!("the description reaches more than {MAX_FILES} files, or {MAX_VALUES} values");
    Box::new(Diagnostic::new(Code::TooLarge, message).help("the rest is not read"))
}
