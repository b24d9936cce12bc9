//! The road of a description through the library, up to the names or up to the code, without any file written.
//!
//! Input: what loading gave. Output: [`Linted`]: what was read, what was dropped, what was found; or a panic's text.
//! Not here: which documents, and what a result is worth (`corpus`, `fuzz`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use specwright::config::Config;
use specwright::diag::{Code, Diagnostic, Diagnostics, Fatal, Style, render};
use specwright::ir::Census;
use specwright::source::Sources;

/// How many findings are rendered: showing them reads the files anew, which is a part of its own that can fail.
const SHOWN: usize = 20;

/// How far the road is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// Everything but code.
    Names,
    /// The code as well, which is parsed while it is made.
    Code,
}

/// What came of a description.
#[derive(Debug, Default)]
pub(crate) struct Linted {
    /// What it says under `openapi` or `swagger`.
    pub(crate) version: String,
    /// The files reached, taken together.
    pub(crate) bytes: usize,
    /// Operations that the SDK would have.
    pub(crate) operations: usize,
    /// Schemas of the document, inline ones included.
    pub(crate) schemas: usize,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) fatal: Option<Fatal>,
    /// Which values of the SDK are any JSON.
    pub(crate) census: Census,
}

/// A description that was loaded, or why it was not, with its text if there is one.
pub(crate) type Loaded = Result<Sources, (Fatal, Option<Arc<str>>)>;

impl Linted {
    /// What was found about operations that were left out.
    pub(crate) fn dropped(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.list().iter().filter(|diagnostic| diagnostic.code == Code::OperationDropped)
    }

    /// Whether the generator made code that is not Rust.
    pub(crate) fn broken(&self) -> Option<&Diagnostic> {
        self.fatal.as_deref().filter(|fatal| fatal.code == Code::EmittedCodeBroken)
    }
}

/// Runs the stages.
pub(crate) fn lint(loaded: Loaded, until: Until) -> Linted {
    let mut linted = Linted::default();
    match loaded {
        Ok(sources) => {
            linted.version = version(&sources);
            linted.bytes = sources.files.values().map(|file| file.text.len()).sum();
            let findings = match until {
                Until::Names => specwright::lint(&sources, &Config::default()),
                Until::Code => specwright::generate(&sources, &Config::default(), None).findings,
            };
            linted.operations = findings.extent.map_or(0, |extent| extent.operations);
            linted.schemas = findings.extent.map_or(0, |extent| extent.all_schemas);
            (linted.diagnostics, linted.fatal) = (findings.diagnostics, findings.fatal);
            linted.census = findings.census;
            show(&linted, &|file| sources.text(file));
        }
        Err((fatal, text)) => {
            linted.fatal = Some(fatal);
            show(&linted, &|_| text.as_deref());
        }
    }
    linted
}

/// Renders what was found, for the sake of a panic there.
fn show<'a>(linted: &'a Linted, texts: &dyn Fn(&str) -> Option<&'a str>) {
    let found = linted.fatal.as_deref().into_iter().chain(linted.diagnostics.list());
    for diagnostic in found.take(SHOWN) {
        drop(render(diagnostic, texts, Style::Plain));
    }
}

fn version(sources: &Sources) -> String {
    let root = sources.root_tree();
    match root.get("openapi").or_else(|| root.get("swagger")) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "-".to_owned(),
    }
}

/// What the last panic said. A hook has it, and `catch_unwind` does not: the place, and panics of other threads.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Calls something that may panic.
///
/// # Errors
/// What the first panic said, with its place.
pub(crate) fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    std::panic::set_hook(Box::new(|panic| {
        PANIC.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| panic.to_string());
    }));
    let result = catch_unwind(AssertUnwindSafe(call));
    drop(std::panic::take_hook());
    let said = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.map_err(|_| said.unwrap_or_default().replace('\n', " "))
}
