//! Input files: their texts and trees.
//!
//! Input: the path of a description, or texts by name. Output: [`Sources`], every file that its references reach.
//! Not here: what OpenAPI means. This module knows YAML, JSON, `$ref`, overlays, and of OpenAPI only the fields
//! whose text it must keep (`openapi`, `swagger`, `info.version`).
//!
//! [`load()`] is the only function that reads files, `access` what it may read; [`Sources::from_texts`] does the same with texts in memory.

mod access;
mod index;
mod json;
mod load;
mod noticed;
pub mod overlay;
mod parse;
pub mod refs;
#[cfg(feature = "remote")]
mod remote;
mod size;
mod syntax;
mod tree;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diag::{Diagnostic, Pointer, Site};

pub use access::Access;
pub use index::Index;
pub use load::{Read, load, load_with};
pub(crate) use parse::scalar_text;
pub use parse::{parse, text_of};

/// Every file of a run.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The files by name, the root first, the others in the order they were reached.
    pub files: IndexMap<Arc<str>, SourceFile>,
    /// Files that a reference names but that could not be read or parsed, with the reason. They matter only if the
    /// reference is followed: a `$ref` inside an example is just an example.
    pub failed: IndexMap<Arc<str>, Failed>,
    /// Other spellings of the names of files, with the one that each goes by.
    pub spelled: IndexMap<String, Arc<str>>,
    /// Addresses that documents and schemas give themselves (`$self`, `$id`), without a fragment.
    pub bases: IndexMap<String, Site>,
    /// The overlays that were applied to the root.
    pub overlays: Vec<SourceFile>,
    /// What they have put into the root's tree.
    pub added: overlay::Added,
    /// What applying them brought to light.
    pub findings: Vec<Diagnostic>,
    /// The name of the root file.
    pub root: Arc<str>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As it was named to the run, or as a reference named it, relative to the same place; with `/`.
    pub name: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
    /// What it holds. YAML's merge keys are applied, keys are texts.
    pub tree: Value,
    /// How it was written.
    pub format: Format,
    /// What reading it brought to light without failing: duplicate keys. `document::build` passes them on.
    pub findings: Vec<Diagnostic>,
    /// What it refers to; filled when it is added to the sources.
    pub index: Index,
}

/// A file that could not be read or parsed.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Why.
    pub reason: Diagnostic,
    /// Its text, where there is one to show.
    pub text: Option<Arc<str>>,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.1 or 1.2, as far as `serde_yaml` reads them.
    Yaml,
    /// JSON (RFC 8259).
    Json,
    /// Anything else (`description: {$ref: intro.md}`): the tree is one string.
    Text,
}

impl Sources {
    /// The root file's tree.
    #[must_use]
    pub fn root_tree(&self) -> &Value {
        self.files.get(&self.root).map_or(&Value::Null, |file| &file.tree)
    }

    /// The root file's tree, given away.
    #[must_use]
    pub fn into_root_tree(mut self) -> Value {
        self.files.swap_remove(&self.root).map(|file| file.tree).unwrap_or_default()
    }

    /// A file's text.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        match self.files.get(file) {
            Some(file) => Some(&file.text),
            None => self.failed.get(file)?.text.as_deref(),
        }
    }

    /// The files of the web with their texts, by address.
    #[must_use]
    pub fn remote(&self) -> BTreeMap<&str, &str> {
        let remote = self.files.values().filter(|file| refs::is_remote(&file.name));
        remote.map(|file| (&*file.name, &*file.text)).collect()
    }

    /// The address of the root document, where it is one of the web: its own word (`$self`) goes before where it was found.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let root = self.files.get(&self.root)?;
        let address = refs::base_of(root, &Pointer::root()).unwrap_or_else(|| root.name.to_string());
        address.contains("://").then_some(address)
    }

    /// The site of the root document.
    #[must_use]
    pub fn root_site(&self) -> Site {
        Site::new(&self.root, Pointer::root())
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests;
