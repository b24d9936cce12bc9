//! Other generators of Rust clients.
//!
//! Input: a folder as `cargo install --root` fills it. Output: those that are installed there, as [`Side`]s.
//! Not here: what is measured of them.

use std::fs;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use super::side::{Arguments, Side};
use crate::run;

/// A generator on crates.io.
pub(super) struct Peer {
    /// The package, and the program in it.
    package: &'static str,
    version: &'static str,
    /// How it is asked to write a client crate.
    arguments: Arguments,
    /// What its user has to do to have a crate.
    complete: fn(out: &Utf8Path) -> Result<()>,
}

const PEERS: [Peer; 4] = [
    Peer {
        package: "cargo-progenitor",
        version: "0.15.1",
        arguments: |document, out| {
            words(&["progenitor", "-i", document.as_str(), "-o", out.as_str(), "-n", "sdk", "-v", "0.1.0"])
        },
        complete: |_| Ok(()),
    },
    Peer {
        package: "openapi-to-rust",
        version: "0.23.0",
        arguments: |document, out| {
            words(&["generate", document.as_str(), "--output-dir", out.join("src/generated").as_str()])
        },
        complete: |out| {
            // Its module comes with a list of dependencies; the crate around it is the user's.
            let list = out.join("src/generated/REQUIRED_DEPS.toml");
            let dependencies = fs::read_to_string(&list).with_context(|| list.clone())?;
            let package = "[package]\nname = \"sdk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
            fs::write(out.join("Cargo.toml"), format!("{package}{dependencies}"))?;
            Ok(fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?)
        },
    },
    Peer {
        package: "openapi-nexus",
        version: "0.2.3",
        arguments: |document, out| {
            words(&["generate", "-i", document.as_str(), "-o", out.as_str(), "--generators", "rust-reqwest"])
        },
        complete: |_| Ok(()),
    },
    Peer {
        package: "oas3-gen",
        version: "0.29.0",
        arguments: |document, out| {
            words(&["generate", "client-mod", "-i", document.as_str(), "-o", out.as_str(), "--workspace"])
        },
        complete: |_| Ok(()),
    },
];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Where to find other generators.
#[derive(Debug, clap::Args)]
pub(super) struct Peers {
    /// A folder with other generators, as `cargo install --root` fills it.
    #[arg(long, value_name = "FOLDER")]
    peers: Option<Utf8PathBuf>,
    /// Install those that are missing in the folder, in the versions that are compared.
    #[arg(long, requires = "peers")]
    install_peers: bool,
}

impl Peers {
    /// The other generators that are there.
    pub(super) fn sides(&self) -> Result<Vec<Side>> {
        let Some(folder) = &self.peers else { return Ok(Vec::new()) };
        // Programs are run in other folders than this one.
        fs::create_dir_all(folder)?;
        let folder = folder.canonicalize_utf8()?;
        let mut sides = Vec::new();
        for Peer { package, version, arguments, complete } in PEERS {
            let program = folder.join("bin").join(package).with_extension(std::env::consts::EXE_EXTENSION);
            if self.install_peers && !program.is_file() {
                let package = format!("{package}@{version}");
                let install = ["install", "--root", folder.as_str(), "--locked", &package];
                if let Err(error) = run::check(&mut run::cargo(&install)) {
                    eprintln!("xtask: {error:#}");
                }
            }
            if program.is_file() {
                let name = format!("{package} {version}");
                sides.push(Side { name, program, arguments, complete, findings: None });
            } else {
                println!("left out: {package} {version}, which is not in {folder}");
            }
        }
        Ok(sides)
    }
}
