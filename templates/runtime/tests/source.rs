//! The list of embedded files against the folder.
#![cfg(feature = "source")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::fs;
use std::path::{Path, PathBuf};

use specwright_runtime::source::FILES;

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_file_of_the_runtime_is_embedded_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
    let mut found = Vec::new();
    files_below(&root, &mut found);
    let mut expected: Vec<(String, String)> = found
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (below, fs::read_to_string(path).unwrap())
        })
        .collect();
    expected.sort();
    let embedded: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(embedded, expected);
}
