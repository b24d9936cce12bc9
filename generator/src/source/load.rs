//! Reads a description and every file that its references reach.
//!
//! Input: a path, and for tests and embedding a function that gives a file's bytes. Output: [`Sources`].
//! Not here: what the files mean. Nothing is read from the network.

use std::io;
use std::sync::Arc;

use camino::Utf8Path;
use indexmap::IndexMap;
use serde_json::Value;

use super::{Failed, Format, Sources, parse, refs};
use crate::diag::{Code, Diagnostic, Fatal, Pointer, Site};

/// Reads the description at `root` and all files it refers to.
///
/// # Errors
/// When the root file cannot be read or parsed. Other files that cannot are kept in [`Sources::failed`].
pub fn load(root: &Utf8Path) -> Result<Sources, Fatal> {
    load_with(root.as_str(), &mut |path| std::fs::read(path)).map_err(|(fatal, _)| fatal)
}

/// The same, with a function that gives a file's bytes. If the root cannot be parsed, its text comes with the
/// diagnostic, so that it can be shown.
///
/// # Errors
/// When the root file cannot be read or parsed.
pub fn load_with(
    root: &str,
    read: &mut dyn FnMut(&Utf8Path) -> io::Result<Vec<u8>>,
) -> Result<Sources, (Fatal, Option<Arc<str>>)> {
    let root: Arc<str> = root.replace('\\', "/").into();
    let mut sources = Sources { files: IndexMap::new(), failed: IndexMap::new(), root: Arc::clone(&root) };
    read_one(&mut sources, &root, read)?;
    let mut next = 0;
    while let Some((_, file)) = sources.files.get_index(next) {
        next += 1;
        if file.format == Format::Text {
            continue;
        }
        for name in referenced_files(&file.name, &file.tree) {
            if sources.files.contains_key(name.as_str()) || sources.failed.contains_key(name.as_str()) {
                continue;
            }
            let name: Arc<str> = name.into();
            if let Err((reason, text)) = read_one(&mut sources, &name, read) {
                sources.failed.insert(name, Failed { reason: *reason, text });
            }
        }
    }
    Ok(sources)
}

impl Sources {
    /// Sources from texts in memory: the root and whatever it refers to, by names relative to the same place.
    ///
    /// # Errors
    /// When the root is not among the texts or cannot be parsed.
    pub fn from_texts<'a>(root: &str, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Fatal> {
        let texts: IndexMap<&str, &str> = texts.into_iter().collect();
        let mut read = |path: &Utf8Path| match texts.get(path.as_str()) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        load_with(root, &mut read).map_err(|(fatal, _)| fatal)
    }
}

fn read_one(
    sources: &mut Sources,
    name: &Arc<str>,
    read: &mut dyn FnMut(&Utf8Path) -> io::Result<Vec<u8>>,
) -> Result<(), (Fatal, Option<Arc<str>>)> {
    let bytes = read(Utf8Path::new(name)).map_err(|error| {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("`{name}` cannot be read: {reason}");
        (Box::new(Diagnostic::new(Code::UnreadableFile, message).at(&Site::new(name, Pointer::root()))), None)
    })?;
    let file = parse(name, bytes)?;
    sources.files.insert(Arc::clone(name), file);
    Ok(())
}

/// The files that the references of a tree lead to, in document order. Every `$ref` with a text counts, and every
/// target of a discriminator's mapping that looks like a file.
fn referenced_files(from: &str, tree: &Value) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![tree];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    names.extend(refs::file_of(from, reference));
                }
                if let Some(Value::Object(mapping)) = map.get("discriminator").and_then(|d| d.get("mapping")) {
                    let looks_like_file = |text: &&str| [".yaml", ".yml", ".json"].iter().any(|e| text.contains(e));
                    let targets = mapping.values().filter_map(Value::as_str).filter(looks_like_file);
                    names.extend(targets.filter_map(|reference| refs::file_of(from, reference)));
                }
                open.extend(map.values().rev());
            }
            Value::Array(list) => open.extend(list.iter().rev()),
            _ => {}
        }
    }
    names
}
