//! `corpus check`: crates from other people's documents, held against the compiler.
//!
//! Input: documents of the corpus (`SPECWRIGHT_CORPUS`) or paths. Output: a table, and crates under target/corpus. A
//! crate is good when `cargo check`, clippy (pedantic) and `cargo doc` have nothing to say of any of its targets.
//! Not here: whether the crates do what the documents say (the generator's own tests).

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use specwright::diag::Site;
use specwright::ir::Census;
use specwright::source::{self, Access};

use crate::lint::{Until, lint};
use crate::run;

/// Some that are small, and each another kind: what `corpus` takes when nothing else is asked.
pub(crate) const SMALL: [&str; 4] =
    ["museum.yaml", "train-travel/openapi.yaml", "swagger-petstore-3.yaml", "ollama.yaml"];

/// One line of the table.
struct Row {
    name: String,
    dropped: String,
    problems: String,
    lines: usize,
    /// Structs, enums and aliases of the API.
    types: usize,
    /// Values that are any JSON: as described, and for want of a type.
    untyped: (usize, usize),
    /// Operations that bring something, and those of which all that comes has a type.
    answers: (usize, usize),
    /// Where a whole success is any JSON, although its schema says more: a defect.
    lost_answers: Vec<Site>,
    /// How long the generator took.
    generation: Duration,
    /// What the compiler, clippy and rustdoc say.
    verdicts: [&'static str; 3],
    /// How long `cargo check` took over it, dependencies left out.
    seconds: Duration,
    good: bool,
}

/// Generates a crate from each document, checks and documents it.
pub(super) fn run(documents: &[String]) -> Result<()> {
    let root = super::root();
    let listed: Vec<String> = match &root {
        Some(root) if documents.is_empty() => super::real(root, ["path"])?.into_iter().map(|[path]| path).collect(),
        None if documents.is_empty() || documents.iter().all(|name| SMALL.contains(&name.as_str())) => {
            println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)");
            return Ok(());
        }
        _ => Vec::new(),
    };
    let names: Vec<&str> = documents.iter().chain(&listed).map(String::as_str).collect();
    let mut rows = Vec::new();
    for name in &names {
        let Some(path) = super::find(root.as_deref(), name) else {
            bail!("there is no document `{name}`, neither here nor in the corpus");
        };
        rows.push(one(root.as_deref(), &path, &super::title(name))?);
        // As it goes, since big documents take their time.
        if let Some(row) = rows.last() {
            eprintln!("xtask: {}: {}", row.name, if row.good { "good" } else { "FAILED" });
        }
    }
    print!("{}", table(&rows));
    let bad: Vec<&str> = rows.iter().filter(|row| !row.good).map(|row| row.name.as_str()).collect();
    if !bad.is_empty() {
        bail!("failed: {}", bad.join(", "));
    }
    Ok(())
}

fn one(corpus: Option<&Utf8Path>, document: &Utf8Path, name: &str) -> Result<Row> {
    let folder = run::target().join("corpus").join(name);
    super::clear(&folder)?;
    let mut generate = run::specwright(&["generate", document.as_str(), "--out", folder.as_str(), "--color", "never"]);
    if let Some(folder) = corpus.and_then(|corpus| super::folder(corpus, document)) {
        generate.args(["--root", folder.as_str()]);
    }
    let start = Instant::now();
    let output = generate.output().with_context(|| run::shown(&generate))?;
    let generation = start.elapsed();
    let (said, results) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    fs::create_dir_all(run::target().join("corpus"))?;
    fs::write(folder.with_extension("txt"), said.as_bytes())?;
    let census = census(document, corpus.and_then(|corpus| super::folder(corpus, document)));
    let mut row = Row {
        name: name.to_owned(),
        dropped: results.lines().find_map(|line| line.strip_prefix("operations left out: ")).unwrap_or("0").to_owned(),
        problems: problems(&said),
        lines: 0,
        types: 0,
        untyped: (census.untyped.len() - census.lost(), census.lost()),
        answers: (census.answers, census.typed_answers),
        lost_answers: census.lost_answers,
        generation,
        verdicts: ["-"; 3],
        seconds: Duration::ZERO,
        good: false,
    };
    // 1 says that there are findings, which the table shows; the crate is there all the same.
    if !matches!(output.status.code(), Some(0 | 1)) {
        eprintln!("{said}");
        return Ok(row);
    }
    super::isolate(&folder)?;
    row.lines = count(&folder, &|_| true)?;
    row.types = count(&folder.join("src/types"), &is_type)? + count(&folder.join("src/resources"), &is_type)?;
    // The dependencies first, so that the time is that of the crate.
    compiles(&folder, &["check", "--quiet", "--tests"])?;
    touch(&folder)?;
    let start = Instant::now();
    let checked = compiles(&folder, &["check", "--quiet"])?;
    row.seconds = start.elapsed();
    let steps: [&[&str]; 3] = [
        &["check", "--quiet", "--all-targets"],
        &["clippy", "--quiet", "--all-targets", "--", "-Dwarnings", "-Dclippy::pedantic"],
        &["doc", "--quiet", "--no-deps"],
    ];
    row.good = checked;
    for site in &row.lost_answers {
        eprintln!("xtask: {name}: the success at {} has a schema and no type", site.pointer);
    }
    for (verdict, step) in row.verdicts.iter_mut().zip(steps) {
        let good = compiles(&folder, step)?;
        *verdict = if good { "ok" } else { "FAILED" };
        row.good &= good;
    }
    Ok(row)
}

/// Makes cargo look at a crate again.
fn touch(folder: &Utf8Path) -> Result<()> {
    let path = folder.join("src/lib.rs");
    let file = fs::File::options().append(true).open(&path).with_context(|| path.clone())?;
    file.set_modified(std::time::SystemTime::now()).context(path)
}

fn compiles(folder: &Utf8Path, arguments: &[&str]) -> Result<bool> {
    let mut command: Command = run::cargo(arguments);
    command.current_dir(folder).env("CARGO_TARGET_DIR", run::target().join("corpus").join("target"));
    command.env("RUSTFLAGS", "-D warnings").env("RUSTDOCFLAGS", "-D warnings");
    // Nothing is compiled twice here, and what would be kept for that fills a disk.
    command.env("CARGO_INCREMENTAL", "0");
    Ok(run::status(&mut command)?.success())
}

/// The generator's count of its findings, which is the last thing it says.
fn problems(said: &str) -> String {
    let count = |line: &&str| {
        let mut words = line.split([' ', ',', ';']);
        let number = words.next().is_some_and(|word| word.parse::<usize>().is_ok());
        number && words.next().is_some_and(|word| ["error", "warning", "note"].contains(&word.trim_end_matches('s')))
    };
    let last = said.lines().rev().find(count).unwrap_or("none");
    last.split(';').next().unwrap_or(last).to_owned()
}

/// The values of a document's SDK that are any JSON, and the answers that have a type.
fn census(document: &Utf8Path, root: Option<Utf8PathBuf>) -> Census {
    let access = Access { root, remote: false };
    let load = source::load(document, Vec::new(), &access).map_err(|fatal| (fatal, None));
    lint(load, Until::Names).census
}

/// Whether a line begins a type of the API.
fn is_type(line: &str) -> bool {
    ["pub struct ", "pub enum ", "pub type "].iter().any(|start| line.starts_with(start))
}

/// Lines of Rust below a folder that are such.
fn count(folder: &Utf8Path, is_such: &dyn Fn(&str) -> bool) -> Result<usize> {
    if !folder.is_dir() {
        return Ok(0);
    }
    let mut lines = 0;
    for entry in folder.read_dir_utf8()? {
        let path = entry?.into_path();
        if path.is_dir() {
            lines += count(&path, is_such)?;
        } else if path.extension() == Some("rs") {
            lines += fs::read_to_string(&path)?.lines().filter(|line| is_such(line)).count();
        }
    }
    Ok(lines)
}

fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<28} {:>7} {:>8} {:>6} {:>8} {:>5} {:>7} {:>8} {:>7} {:<7} {:<7} {:<7} diagnostics\n",
        "document",
        "dropped",
        "lines",
        "types",
        "any JSON",
        "lost",
        "typed",
        "generate",
        "check",
        "check",
        "clippy",
        "doc"
    );
    for row in rows {
        let Row { name, dropped, lines, types, untyped: (declared, lost), problems, .. } = row;
        let typed = share(row.answers);
        let [generation, seconds] = [row.generation, row.seconds].map(|time| time.as_secs_f64());
        let [check, clippy, doc] = row.verdicts;
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{name:<28} {dropped:>7} {lines:>8} {types:>6} {declared:>8} {lost:>5} {typed:>6.1}% {generation:>7.1}s {seconds:>6.1}s \
             {check:<7} {clippy:<7} {doc:<7} {problems}"
        );
    }
    let sum = |of: fn(&(usize, usize)) -> usize| rows.iter().map(|row| of(&row.answers)).sum::<usize>();
    let answers @ (all, typed) = (sum(|of| of.0), sum(|of| of.1));
    let _ = writeln!(
        text,
        "operations with a success body: {all}; typed through and through: {typed} ({:.1}%)",
        share(answers)
    );
    text
}

/// How many of these have a type, in per cent; all of none.
#[allow(clippy::cast_precision_loss, reason = "there are not that many operations")]
fn share((all, typed): (usize, usize)) -> f64 {
    if all == 0 { 100.0 } else { typed as f64 * 100.0 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_the_last_line() {
        assert_eq!(
            problems("error[SW0501]: x\n\n1 error, 2 warnings; `specwright explain` ..\n"),
            "1 error, 2 warnings"
        );
        assert_eq!(problems("2 | note\n4 |\n"), "none");
    }
}
