//! `behaviours`: what the runtime does, and the tests that show it.
//!
//! Input: the tables of docs/runtime.md, which name tests, and what cargo says of these. Output: a line for each behaviour with
//! the verdict; a test that fails, or that does not exist, fails the chore. Not here: the tests (templates/runtime/tests/sdk).

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::run;

const TABLE: &str = "docs/runtime.md";

/// A row of the tables.
struct Behaviour<'a> {
    number: &'a str,
    title: &'a str,
    tests: Vec<&'a str>,
}

/// Runs the tests and prints the table.
pub(crate) fn run() -> Result<()> {
    let path = run::root().join(TABLE);
    let text = fs::read_to_string(&path).context(path)?;
    let behaviours = rows(&text);
    // With spans around every request; the plain test command runs the suite without.
    let mut command = run::cargo(&[
        "test",
        "--quiet",
        "--package",
        "specwright-runtime",
        "--features",
        "tracing",
        "--test",
        "sdk",
        "--",
        "--format",
        "pretty",
    ]);
    let output = command.output().with_context(|| run::shown(&command))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let verdicts = verdicts(&said);
    if verdicts.is_empty() {
        bail!("the tests did not run:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut bad = Vec::new();
    for Behaviour { number, title, tests } in &behaviours {
        let lacking: Vec<&str> = tests.iter().copied().filter(|test| verdicts.get(test) != Some(&"ok")).collect();
        let verdict = if tests.is_empty() || !lacking.is_empty() { "FAILED" } else { "ok" };
        println!("{number:>3} {verdict:<6} {title}");
        for test in tests {
            println!("           {test}: {}", verdicts.get(test).unwrap_or(&"does not exist"));
        }
        if verdict != "ok" {
            bad.push(*number);
        }
    }
    println!("\nbehaviours: {}; shown by tests that pass: {}", behaviours.len(), behaviours.len() - bad.len());
    if behaviours.is_empty() || !bad.is_empty() {
        bail!("{TABLE}: not shown: {}", bad.join(", "));
    }
    Ok(())
}

/// The rows that begin with a number.
fn rows(text: &str) -> Vec<Behaviour<'_>> {
    text.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim);
            let number = cells.next().filter(|number| number.parse::<u8>().is_ok())?;
            let title = cells.next()?;
            let tests = cells.next_back()?.split(", ").map(|test| test.trim_matches('`')).collect();
            Some(Behaviour { number, title, tests })
        })
        .collect()
}

/// What the test runner says of each test.
fn verdicts(said: &str) -> BTreeMap<&str, &str> {
    said.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... ")).collect()
}
