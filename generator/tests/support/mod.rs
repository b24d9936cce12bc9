//! A folder in which the built program is run.
//!
//! Input: a description and arguments. Output: what the program said, the code it ended with, the files it left.

#![allow(dead_code, reason = "each test program uses what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, gone when the test ends.
pub(crate) struct Project(tempfile::TempDir);

/// What a run ended with.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Every file with its bytes and the time of its last change.
pub(crate) type Snapshot = BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)>;

impl Project {
    /// A folder with this description, called `api.yaml`.
    pub(crate) fn of(description: &str) -> Self {
        let project = Self(tempfile::tempdir().expect("a folder"));
        project.put("api.yaml", description);
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a written file");
    }

    pub(crate) fn get(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect(path)
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.get(path);
        assert!(text.contains(from), "{path} has no `{from}`");
        self.put(path, &text.replacen(from, to, 1));
    }

    /// The program, to be run in the folder, with nothing in its environment that changes what it says.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(arguments).current_dir(self.0.path());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE", "SPECWRIGHT_FORMAT"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Runs a command that must leave every file as it is.
    pub(crate) fn run_dry(&self, arguments: &[&str]) -> Ran {
        let before = self.snapshot();
        let ran = self.run(arguments);
        assert!(self.snapshot() == before, "something was written by {arguments:?}");
        ran
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        fn walk(folder: &Path, found: &mut Snapshot) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, found);
                } else {
                    let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
                    found.insert(path.clone(), (fs::read(&path).expect("bytes"), time));
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(self.0.path(), &mut found);
        found
    }
}

/// Runs a command to its end.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n");
    Ran { code: output.status.code().expect("a code"), out: text(output.stdout), err: text(output.stderr) }
}
