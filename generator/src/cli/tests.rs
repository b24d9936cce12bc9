//! Exit codes, and what is written where: each command run as the program runs it.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Parser as _;

use super::{Cli, run};

const SPEC: &str = "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': { description: All pets. }
";

struct Project {
    _dir: tempfile::TempDir,
    root: Utf8PathBuf,
}

fn project() -> Project {
    let dir = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
    fs::write(root.join("api.yaml"), SPEC).unwrap();
    Project { _dir: dir, root }
}

impl Project {
    fn put(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn out(&self) -> Utf8PathBuf {
        self.root.join("sdk")
    }

    fn run(&self, command: &str, more: &[&str]) -> u8 {
        let (spec, out) = (self.root.join("api.yaml"), self.out());
        let words = ["specwright", command, spec.as_str(), "--out", out.as_str()];
        run(&Cli::try_parse_from(words.iter().chain(more)).unwrap())
    }

    /// Runs a command that must not write.
    fn fails(&self, command: &str, more: &[&str]) -> u8 {
        let before = listing(&self.out());
        let code = self.run(command, more);
        assert_eq!(listing(&self.out()), before, "something was written");
        code
    }
}

fn listing(folder: &Utf8Path) -> Vec<(Utf8PathBuf, Vec<u8>)> {
    let Ok(entries) = folder.read_dir_utf8() else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().into_path();
        if path.is_dir() {
            found.extend(listing(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn a_description_is_enough() {
    let p = project();
    assert_eq!(p.run("check", &[]), 1, "nothing there is drift");
    assert!(!p.out().exists());
    assert_eq!(p.run("generate", &[]), 0);
    assert_eq!(p.run("check", &[]), 0);
    assert_eq!(p.fails("generate", &[]), 0, "the second run changes nothing");
}

#[test]
fn drift_is_one_and_an_edit_stops_the_writing() {
    let p = project();
    assert_eq!(p.run("generate", &["--quiet"]), 0);
    p.put("sdk/src/lib.rs", "// mine\n");
    assert_eq!(p.fails("check", &[]), 1);
    assert_eq!(p.fails("generate", &[]), 2);
    assert_eq!(p.run("generate", &["--overwrite"]), 0);
    assert_eq!(p.run("check", &[]), 0);
    p.put("api.yaml", &SPEC.replace("Pets", "Cats"));
    assert_eq!(p.fails("check", &[]), 1);
    p.put("api.yaml", SPEC);
    p.put("api.yaml", &format!("# a comment\n{SPEC}"));
    p.put("specwright.toml", "# a comment\n");
    assert_eq!(p.run("check", &[]), 0, "a comment is in no SDK");
    p.put("specwright.toml", "[package]\nname = 'cats'\n");
    assert_eq!(p.fails("check", &[]), 1, "the configuration beside the description is found");
}

#[test]
fn what_cannot_be_read_is_two_and_nothing_is_written() {
    let p = project();
    for (name, text) in [
        ("api.yaml", "a: [\n"),
        ("api.yaml", "just a text"),
        ("api.yaml", ""),
        ("specwright.toml", "[package]\nnaem = 'x'\n"),
        ("specwright.toml", "not toml"),
    ] {
        let p = project();
        p.put(name, text);
        assert_eq!(p.fails("generate", &[]), 2, "{name}: {text}");
        assert_eq!(p.fails("check", &[]), 2, "{name}: {text}");
    }
    assert_eq!(p.fails("generate", &["--config", "/nowhere/at/all.toml"]), 2);
    fs::remove_file(p.root.join("api.yaml")).unwrap();
    assert_eq!(p.fails("generate", &[]), 2);
}

#[test]
fn a_mistake_in_the_configuration_leaves_the_sdk_as_it_is() {
    let p = project();
    p.put("o.yaml", "overlay: 1.0.0\ninfo: { title: o, version: '1' }\nactions: [{ target: pets, remove: true }]\n");
    p.put("p.yaml", "info: {}\n");
    let mistakes = [
        "[client]\nbase-url = 'pets'\n",
        "[formats]\nuuid = 'uuid'\n",
        "[types.'#/components/schemas/Pett']\nname = 'Pet'\n",
        "[operations.'GET /pet']\nmethod = 'pets.all'\n",
        "[operations.'GET /pets']\nmethod = '.'\n",
        "overlays = ['o.yaml']\n",
        "overlays = ['p.yaml']\n",
        "overlays = ['none.yaml']\n",
    ];
    for mistake in mistakes {
        p.put("specwright.toml", mistake);
        assert_eq!(p.fails("generate", &[]), 2, "{mistake}");
        assert_eq!(p.fails("check", &[]), 2, "{mistake}");
        assert!(!p.out().exists());
    }
    p.put("b.toml", "[[accepted]]\ncode = 'SW0410'\npointer = '#/a'\n");
    p.put("specwright.toml", "baseline = 'b.toml'\n");
    assert_eq!(p.run("generate", &[]), 1, "what is accepted in vain makes no other SDK");
    assert!(p.out().exists());
}

#[test]
fn a_folder_that_is_not_ours_is_two() {
    let p = project();
    p.put("sdk/precious.txt", "x");
    assert_eq!(p.fails("generate", &["--overwrite"]), 2);
    assert_eq!(p.fails("check", &[]), 2);
}

#[test]
fn codes_are_explained_by_number_and_name() {
    let explain = |code: &[&str]| run(&Cli::try_parse_from(["specwright", "explain"].iter().chain(code)).unwrap());
    assert_eq!(explain(&[]), 0);
    assert_eq!(explain(&["sw0801"]), 0);
    assert_eq!(explain(&["output-not-ours"]), 0);
    assert_eq!(explain(&["SW9999"]), 2);
}

#[test]
fn the_arguments_are_well_formed() {
    use clap::CommandFactory as _;
    Cli::command().debug_assert();
    let wrong = Cli::try_parse_from(["specwright", "generate"]).unwrap_err();
    assert_eq!(wrong.exit_code(), i32::from(super::FAILED));
}
