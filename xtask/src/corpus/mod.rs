//! `corpus`: other people's documents.
//!
//! Input: the corpus (`SPECWRIGHT_CORPUS`), which is no part of the project. Output: a verdict on each document.
//! Not here: what is asked of the documents: that their crates compile (`check`), that nothing of the real ones is lost
//! (`load`), that of the small odd ones the good are read and the bad are told (`edge`), that few values
//! lose their type (`census`), that values come through the types unchanged (`instances`), that the derived trees are like
//! those that people made (`trees`).

mod census;
mod check;
mod edge;
mod instances;
mod list;
mod load;
mod trees;

use std::fs;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::run;
pub(crate) use check::SMALL;

/// What is asked of the corpus.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum What {
    /// Generate crates and hold them against the compiler.
    Check {
        /// Names of the corpus or paths of documents; every real one when left out.
        documents: Vec<String>,
    },
    /// Read every real document: what is in it, what is dropped, how long it takes.
    Load,
    /// Read the small documents of other projects' tests: good ones are read, bad ones are told.
    Edge {
        /// Name every document of every group.
        #[arg(long)]
        list: bool,
    },
    /// Count the values that are any JSON, and say why.
    Census,
    /// Compare derived resource trees with those that people made, and look for clashes.
    Trees,
    /// Send values that fit their schemas through the types made of them.
    Instances {
        /// Names of documents in the corpus; all when left out.
        documents: Vec<String>,
    },
}

/// Does what is asked.
pub(crate) fn run(what: Option<What>) -> Result<()> {
    match what.unwrap_or_else(|| What::Check { documents: SMALL.map(str::to_owned).to_vec() }) {
        What::Check { documents } => check::run(&documents),
        What::Load => load::run(),
        What::Edge { list } => edge::run(list),
        What::Census => census::run(),
        What::Trees => trees::run(),
        What::Instances { documents } => instances::run(&documents),
    }
}

/// The corpus, or a word that there is none.
pub(crate) fn root() -> Option<Utf8PathBuf> {
    let path = std::env::var("SPECWRIGHT_CORPUS").ok().filter(|path| !path.is_empty());
    path.map(|path| run::root().join(path))
}

/// The rows of the corpus's index that are real documents, by the names of these columns; the first is the path.
fn real<const N: usize>(corpus: &Utf8Path, columns: [&str; N]) -> Result<Vec<[String; N]>> {
    let index = corpus.join("INDEX.tsv");
    let text = fs::read_to_string(&index).with_context(|| index.clone())?;
    let rows = table(&text, columns)?.into_iter();
    Ok(rows.filter(|row| row.first().is_some_and(|path| path.starts_with("real/"))).collect())
}

/// The folder of the corpus that is a document's alone: one of several folders may begin in any of them.
pub(crate) fn folder(corpus: &Utf8Path, document: &Utf8Path) -> Option<Utf8PathBuf> {
    let first = document.strip_prefix(corpus).ok()?.components().nth(1)?;
    Some(corpus.join("real").join(first)).filter(|path| path.is_dir())
}

/// A document by its path, or by its name in the corpus with or without an ending.
pub(crate) fn find(corpus: Option<&Utf8Path>, name: &str) -> Option<Utf8PathBuf> {
    let endings = ["", ".yaml", ".yml", ".json", "/openapi.yaml", "/openapi.json"];
    let inside =
        |folder: &Utf8Path| endings.iter().map(|end| folder.join(format!("{name}{end}"))).find(|path| path.is_file());
    let here = std::env::current_dir().ok().and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
    let folders = corpus.into_iter().flat_map(|corpus| ["real", "bench", ""].map(|folder| corpus.join(folder)));
    here.into_iter().chain(folders).find_map(|folder| inside(&folder))
}

/// A folder's name from a document's.
pub(crate) fn title(name: &str) -> String {
    let stem = name
        .trim_start_matches("real/")
        .trim_start_matches(['.', '/'])
        .trim_end_matches(".yaml")
        .trim_end_matches(".yml")
        .trim_end_matches(".json");
    stem.trim_end_matches("/openapi").replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-")
}

/// Takes away the crate of an earlier run, which would hide what is no longer written.
pub(crate) fn clear(folder: &Utf8Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context(folder.to_owned()),
        _ => Ok(()),
    }
}

/// Keeps cargo from taking the crate for a member of the workspace around it.
pub(crate) fn isolate(folder: &Utf8Path) -> Result<()> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    if !text.lines().any(|line| line.trim() == "[workspace]") {
        fs::write(&path, format!("{text}\n[workspace]\n"))?;
    }
    Ok(())
}

/// The rows of one of the corpus's tables, by the names of these columns.
fn table<const N: usize>(text: &str, columns: [&str; N]) -> Result<Vec<[String; N]>> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().context("the table is empty")?.split('\t').collect();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = head.iter().position(|name| *name == column);
        *place = found.with_context(|| format!("the table has no column `{column}`"))?;
    }
    let mut rows = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        if places.iter().any(|place| *place >= cells.len()) {
            bail!("the table has a row that is too short: {line}");
        }
        rows.push(places.map(|place| cells.get(place).copied().unwrap_or_default().to_owned()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_gives_its_folder_a_name() {
        assert_eq!(title("museum.yaml"), "museum");
        assert_eq!(title("train-travel/openapi.yaml"), "train-travel");
        assert_eq!(title("../x/a b.json"), "x-a-b");
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let rows = table("a\tb\tc\n1\t2\t3\n\n4\t5\t6\n", ["c", "a"]).unwrap();
        assert_eq!(rows, [["3", "1"], ["6", "4"]]);
        assert_eq!(table("a\n", ["b"]).unwrap_err().to_string(), "the table has no column `b`");
        assert!(table("a\tb\n1\n", ["b"]).is_err());
    }
}
