//! `wire`: emitted clients against a server that knows the description.
//!
//! Input: descriptions, Node. Output: for each how many operations were called, how many requests broke its rules by
//! Prism's judgement, and how many answers could not be read. What is not our fault stands in `xtask/lists/wire.tsv`.
//! Not here: the calls themselves, which are the emitted tests (one minimal and one full for each operation).

mod exceptions;
mod harness;
mod prism;
mod tap;
mod verdict;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use specwright::diag::Diagnostics;
use specwright::document;
use specwright::source::{self, Access};

use self::exceptions::Exceptions;
use self::prism::Server;
use self::tap::Tap;
use self::verdict::{Finding, Kind};
use crate::{corpus, run, sdk};

/// The project's own description, by the name of its SDK.
const OWN: &str = "avara";

/// What `--all` takes of the corpus: documents that Prism can load.
const ALL: [&str; 13] = [
    "museum",
    "train-travel",
    "swagger-petstore-3",
    "discord",
    "box",
    "influxdb-oss",
    "qdrant",
    "ollama",
    "lithic",
    "svix-server",
    "airflow",
    "rclone",
    "superset",
];

/// What is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names of the corpus or paths of descriptions; the project's own when left out.
    documents: Vec<String>,
    /// The project's own, and every document of the corpus that Prism can load.
    #[arg(long)]
    all: bool,
    /// Fail when Node or Prism is missing, instead of skipping.
    #[arg(long)]
    require: bool,
    /// Print every finding in full, those that are known as well.
    #[arg(long)]
    verbose: bool,
}

/// A description that is called.
struct Subject {
    name: String,
    file: Utf8PathBuf,
    /// Where files that it refers to may stand.
    root: Option<Utf8PathBuf>,
    config: Option<Utf8PathBuf>,
}

/// One line of the table.
struct Row {
    name: String,
    operations: usize,
    minimal: usize,
    full: usize,
    findings: Vec<Finding>,
    /// How many findings are listed.
    known: usize,
    seconds: Duration,
}

/// Runs the emitted tests against Prism.
pub(crate) fn run(args: &Args) -> Result<()> {
    let folder = run::target().join("wire");
    if let Err(reason) = prism::install(&folder) {
        if args.require {
            return Err(reason.context("Prism is needed (--require)"));
        }
        println!("wire: skipped: {reason:#}");
        return Ok(());
    }
    let exceptions = Exceptions::read()?;
    let mut amiss = Vec::new();
    let mut rows = Vec::new();
    for subject in subjects(args)? {
        let mut row = call(&folder, &subject).with_context(|| subject.name.clone())?;
        amiss.extend(exceptions.stale(&row.name, &row.findings));
        for finding in &row.findings {
            let is_known = exceptions.has(&row.name, finding);
            row.known += usize::from(is_known);
            let is_amiss = !is_known && finding.kind != Kind::Unfit;
            if is_amiss || args.verbose {
                println!("{}", shown(&row.name, finding, args.verbose));
            }
            if is_amiss {
                amiss.push(format!("{} {}: {}", row.name, finding.test, finding.kind.word()));
            }
        }
        if row.minimal < row.operations || row.full < row.operations {
            amiss.push(format!("{}: not every operation was called twice", row.name));
        }
        eprintln!("xtask: {}: called in {:.0} s", row.name, row.seconds.as_secs_f64());
        rows.push(row);
    }
    print!("{}", table(&rows));
    if !amiss.is_empty() {
        bail!("{}", amiss.join("\n"));
    }
    Ok(())
}

/// The descriptions that are asked for.
fn subjects(args: &Args) -> Result<Vec<Subject>> {
    let corpus = corpus::root();
    let mut names: Vec<&str> = args.documents.iter().map(String::as_str).collect();
    if args.all || names.is_empty() {
        names.insert(0, OWN);
    }
    match &corpus {
        Some(_) if args.all => names.extend(ALL),
        None if args.all => println!("left out: every real document (SPECWRIGHT_CORPUS names no corpus)"),
        _ => {}
    }
    let subject = |name: &str| {
        if name == OWN {
            let [file, config] = [sdk::SPEC, sdk::CONFIG].map(|path| run::root().join(path));
            return Ok(Subject { name: name.to_owned(), file, root: None, config: Some(config) });
        }
        let file = corpus::find(corpus.as_deref(), name)
            .with_context(|| format!("there is no document `{name}`, neither here nor in the corpus"))?;
        let root = corpus.as_deref().and_then(|corpus| corpus::folder(corpus, &file));
        Ok(Subject { name: corpus::title(name), file, root, config: None })
    };
    names.into_iter().map(subject).collect()
}

/// Makes the SDK of a description and calls every operation of it.
fn call(folder: &Utf8Path, subject: &Subject) -> Result<Row> {
    let start = Instant::now();
    let krate = folder.join("crates").join(&subject.name);
    generate(subject, &krate)?;
    let cargo_target = folder.join("target");
    harness::compile(&krate, &cargo_target)?;
    let server = Server::start(folder, &subject.file, &folder.join(format!("{}.log", subject.name)))?;
    let tap = Tap::open(server.port)?;
    let tests = harness::run(&krate, &cargo_target, tap.port)?;
    let seen = tap.seen();
    drop(server);
    let access = Access { root: subject.root.clone(), remote: false };
    let sources =
        source::load(&subject.file, Vec::new(), &access).map_err(|fatal| anyhow::anyhow!("{}", fatal.message))?;
    let document = document::build(&sources, &mut Diagnostics::default());
    let document = document.map_err(|fatal| anyhow::anyhow!("{}", fatal.message))?;
    let findings = verdict::findings(&document, &tests, &seen);
    let called = |ending: &str| {
        let of_kind = tests.iter().filter(|test| test.name.ends_with(ending));
        of_kind.filter(|test| seen.iter().any(|exchange| exchange.test == test.name)).count()
    };
    Ok(Row {
        name: subject.name.clone(),
        operations: operations(&krate)?,
        minimal: called("_minimal"),
        full: called("_full"),
        findings,
        known: 0,
        seconds: start.elapsed(),
    })
}

/// Writes the SDK, as one that no workspace has.
fn generate(subject: &Subject, krate: &Utf8Path) -> Result<()> {
    corpus::clear(krate)?;
    let mut generate =
        run::specwright(&["generate", subject.file.as_str(), "--out", krate.as_str(), "--color", "never"]);
    if let Some(root) = &subject.root {
        generate.args(["--root", root.as_str()]);
    }
    if let Some(config) = &subject.config {
        generate.args(["--config", config.as_str()]);
    }
    let output = generate.output().with_context(|| run::shown(&generate))?;
    // 1 says that there are findings; the crate is there all the same.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    corpus::isolate(krate)
}

/// How many operations an SDK has, by its lock.
fn operations(krate: &Utf8Path) -> Result<usize> {
    let lock = fs::read_to_string(krate.join("specwright.lock"))?;
    Ok(lock.lines().filter(|line| line.starts_with("operation ")).count())
}

fn shown(document: &str, finding: &Finding, in_full: bool) -> String {
    let limit = if in_full { usize::MAX } else { 600 };
    let cut = |text: &str| text.chars().take(limit).collect::<String>();
    format!(
        "{document} {} ({}): {}\n    {}",
        finding.test,
        finding.kind.word(),
        cut(&finding.text),
        cut(&finding.command)
    )
}

fn table(rows: &[Row]) -> String {
    use std::fmt::Write as _;

    let mut text = format!(
        "{:<20} {:>10} {:>8} {:>6} {:>9} {:>10} {:>9} {:>7} {:>6} {:>7} {:>8}\n",
        "document",
        "operations",
        "minimal",
        "full",
        "not sent",
        "violations",
        "no answer",
        "decode",
        "unfit",
        "listed",
        "seconds"
    );
    let line = |name: &str, rows: &[&Row], text: &mut String| {
        let sum = |of: &dyn Fn(&Row) -> usize| rows.iter().map(|row| of(row)).sum::<usize>();
        let [not_sent, violations, no_answer, decode, unfit] =
            Kind::ALL.map(|kind| sum(&|row| row.findings.iter().filter(|finding| finding.kind == kind).count()));
        let (operations, minimal, full) = (sum(&|row| row.operations), sum(&|row| row.minimal), sum(&|row| row.full));
        let (known, seconds) = (sum(&|row| row.known), rows.iter().map(|row| row.seconds.as_secs()).sum::<u64>());
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{name:<20} {operations:>10} {minimal:>8} {full:>6} {not_sent:>9} {violations:>10} {no_answer:>9} {decode:>7} \
             {unfit:>6} {known:>7} {seconds:>8}"
        );
    };
    for row in rows {
        line(&row.name, &[row], &mut text);
    }
    if rows.len() > 1 {
        line("all", &rows.iter().collect::<Vec<_>>(), &mut text);
    }
    text
}
