//! Emission: from names and facts to files.
//!
//! Input: [`Sdk`], everything that was decided. Output: the files of the crate, as values.
//! Not here: decisions. What a thing is called, whether it is boxed, how a union is told apart: all that is looked up.
//!
//! Tokens are late and local: one task makes, parses and prints one file, and no token outlives it. Text of the
//! description reaches code only as string literals and as documentation that has been through `docs`.

mod api_md;
mod cargo_toml;
mod client;
mod constraints;
mod crate_tests;
mod defaults;
mod docs;
mod enumeration;
mod example;
mod features;
mod foreign;
mod lib_rs;
mod object;
mod operation;
mod page;
mod params;
mod path;
mod placed;
mod readme;
mod resource;
mod runtime;
mod rust_file;
mod sample;
mod servers;
mod slots;
mod statuses;
mod stream;
#[cfg(test)]
mod tests;
mod types;
mod union;
mod validate;
mod webhooks;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use placed::{Placed, all_placed, placed};

use crate::analyze::Facts;
use crate::config::Config;
use crate::diag::Fatal;
use crate::file::File;
use crate::ir::Api;
use crate::names::Names;

/// All that is known of the SDK.
#[derive(Clone, Copy, Debug)]
pub struct Sdk<'a> {
    /// The API.
    pub api: &'a Api,
    /// What the passes found.
    pub facts: &'a Facts,
    /// What everything is called.
    pub names: &'a Names,
    /// The configuration.
    pub config: &'a Config,
}

/// One file to make.
type Task<'a> = Box<dyn Fn() -> Result<File, Fatal> + Send + Sync + 'a>;

/// Emits every file, in a fixed order.
///
/// # Errors
/// When emitted code does not parse: a bug of the generator, reported as such, and nothing is written.
pub fn emit(sdk: Sdk<'_>) -> Result<Vec<File>, Fatal> {
    let mut tasks: Vec<Task<'_>> = Vec::new();
    cargo_toml::tasks(sdk, &mut tasks);
    readme::tasks(sdk, &mut tasks);
    api_md::tasks(sdk, &mut tasks);
    lib_rs::tasks(sdk, &mut tasks);
    client::tasks(sdk, &mut tasks);
    servers::tasks(sdk, &mut tasks);
    types::tasks(sdk, &mut tasks);
    resource::tasks(sdk, &mut tasks);
    webhooks::tasks(sdk, &mut tasks);
    runtime::tasks(sdk, &mut tasks);
    example::tasks(sdk, &mut tasks);
    crate_tests::tasks(sdk, &mut tasks);
    run(&tasks)
}

/// Runs the tasks on all cores; the result is in the order of the tasks whatever ran first.
fn run(tasks: &[Task<'_>]) -> Result<Vec<File>, Fatal> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<File, Fatal>)>> = Mutex::new(Vec::with_capacity(tasks.len()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, task)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    tasks.get(index).map(|task| (index, task))
                } {
                    let result = task();
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Allows names in the letters that the API uses, in a crate that has some beyond ASCII.
fn allow_foreign_letters(sdk: Sdk<'_>, file: &mut rust_file::RustFile) {
    if sdk.names.has_foreign_letters() {
        file.attribute(
            "allow(confusable_idents, mixed_script_confusables, non_snake_case, uncommon_codepoints, reason = \"names are the API's\")",
        );
    }
}
