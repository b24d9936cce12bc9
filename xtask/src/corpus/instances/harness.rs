//! The emitted types at work: values in, what they write of them out.
//!
//! Input: the files of an SDK, the paths of types, and values. Output: for each value what its type wrote, or its error;
//! an error too where a union of it kept a value that it did not know.
//! Not here: which values, and whether what came out is right.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use specwright::file::File;

use crate::run;

/// What became of a value.
pub(super) type Written = std::result::Result<Value, String>;

/// Writes the SDK with a program beside it, and runs that.
pub(super) fn run(name: &str, files: &[File], types: &[String], values: &[(usize, &Value)]) -> Result<Vec<Written>> {
    let folder = run::target().join("corpus").join("instances").join(name);
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).with_context(|| path.clone())?;
        let is_manifest = file.path.as_str() == "Cargo.toml";
        let text = if is_manifest { format!("{}\n[workspace]\n", file.text) } else { file.text.clone() };
        fs::write(&path, text).with_context(|| path.clone())?;
    }
    let manifest = files.iter().find(|file| file.path.as_str() == "Cargo.toml").context("an SDK has a manifest")?;
    let package = manifest.text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let krate = package.context("a package has a name")?.replace('-', "_");
    fs::create_dir_all(folder.join("examples"))?;
    fs::write(folder.join("examples/instances.rs"), program(&krate, types))?;
    let mut input = String::new();
    for (number, value) in values {
        // Writing to a String cannot fail.
        let _ = writeln!(input, "{number}\t{value}");
    }
    let path = folder.join("instances.txt");
    fs::write(&path, input)?;
    let mut command = run::cargo(&["run", "--quiet", "--example", "instances"]);
    command.current_dir(&folder).env("CARGO_TARGET_DIR", run::target().join("corpus").join("target"));
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0").stdin(fs::File::open(&path)?);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| run::shown(&command))?;
    if !output.status.success() {
        bail!("{name}: the program ended with {}", output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    let written: Vec<Written> = text.lines().map(read).collect::<Result<_>>()?;
    if written.len() != values.len() {
        bail!("{name}: {} values went in, {} came out", values.len(), written.len());
    }
    Ok(written)
}

fn read(line: &str) -> Result<Written> {
    match line.strip_prefix('!') {
        Some(error) => Ok(Err(error.to_owned())),
        None => Ok(Ok(serde_json::from_str(line).with_context(|| format!("no JSON was written: {line}"))?)),
    }
}

/// Reads `number<TAB>JSON` lines, and writes what the type with that number makes of each.
fn program(krate: &str, types: &[String]) -> String {
    let rows: String = types.iter().fold(String::new(), |mut rows, name| {
        let _ = writeln!(rows, "    again::<{krate}::{name}>,");
        rows
    });
    format!(
        "\
#![allow(dead_code, deprecated)]

use std::fmt::Debug;
use std::io::BufRead;

use serde::Serialize;
use serde::de::{{DeserializeOwned, Error as _}};

type Again = fn(&str) -> Result<String, serde_json::Error>;

fn again<T: Debug + Serialize + DeserializeOwned>(text: &str) -> Result<String, serde_json::Error> {{
    let value = serde_json::from_str::<T>(text)?;
    if format!(\"{{value:?}}\").contains(\"Unknown(UnknownJson(\") {{
        return Err(serde_json::Error::custom(\"a union does not know a value that fits one of its branches\"));
    }}
    serde_json::to_string(&value)
}}

static TYPES: &[Again] = &[
{rows}];

fn main() {{
    for line in std::io::stdin().lock().lines() {{
        let line = line.unwrap();
        let (number, text) = line.split_once('\\t').unwrap();
        match TYPES[number.parse::<usize>().unwrap()](text) {{
            Ok(text) => println!(\"{{text}}\"),
            Err(error) => println!(\"!{{error}}\"),
        }}
    }}
}}
"
    )
}
