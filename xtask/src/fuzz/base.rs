//! The descriptions that are damaged.
//!
//! Input: the corpus, or the project's own descriptions where there is none. Output: [`Bases`].
//! Not here: the damage.

use anyhow::{Result, anyhow};
use camino::{Utf8Path, Utf8PathBuf};
use specwright::source::{self, Access, Format};

use super::mutate::{Base, Files};
use crate::{corpus, run, sdk};

/// Ten documents of the corpus, and how often each is taken: every version, YAML and JSON, one file and several. The two
/// large ones are seldom taken, since they are slow.
const REAL: [(&str, usize); 10] = [
    ("museum.yaml", 12),
    ("train-travel/openapi.yaml", 12),
    ("swagger-petstore-3.yaml", 12),
    ("propolis.json", 12),
    ("redocly-cafe-3.2.yaml", 12),
    ("rekor/openapi.yaml", 12),
    ("ollama.yaml", 8),
    ("clair.json", 6),
    ("openfga.json", 4),
    ("figma.yaml", 1),
];

/// Descriptions, and a word on where they are from.
pub(super) struct Bases {
    pub(super) list: Vec<Base>,
    pub(super) origin: &'static str,
}

/// Reads them.
pub(super) fn bases() -> Result<Bases> {
    if let Some(folder) = corpus::root().map(|path| path.join("real")) {
        let list: Result<_> = REAL.iter().map(|(name, weight)| base(&folder, &folder.join(name), *weight)).collect();
        return Ok(Bases { list: list?, origin: "ten documents of the corpus" });
    }
    let cases = run::root().join("generator/tests/cases");
    let mut paths = vec![(run::root().join(sdk::SPEC), 1)];
    for entry in cases.read_dir_utf8()? {
        paths.push((entry?.into_path(), 4));
    }
    paths.retain(|(path, _)| path.extension() == Some("yaml"));
    paths.sort();
    let list: Result<_> = paths.iter().map(|(path, weight)| base(&run::root(), path, *weight)).collect();
    Ok(Bases { list: list?, origin: "the project's own descriptions (SPECWRIGHT_CORPUS names no corpus)" })
}

/// A description with all files that it reaches, by their names below a folder.
fn base(folder: &Utf8Path, path: &Utf8PathBuf, weight: usize) -> Result<Base> {
    let sources = source::load(path, Vec::new(), &Access::default()).map_err(|fatal| anyhow!("{}", fatal.message))?;
    let name = |name: &str| Utf8Path::new(name).strip_prefix(folder).map_or(name, Utf8Path::as_str).to_owned();
    let files: Files = sources.files.values().map(|file| (name(&file.name), file.text.as_bytes().to_vec())).collect();
    let trees = sources.files.values().filter(|file| file.format != Format::Text);
    let trees = trees.map(|file| (name(&file.name), file.tree.clone())).collect();
    Ok(Base { root: name(&sources.root), files, trees, weight })
}
