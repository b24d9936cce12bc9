//! What extensions of other tools say of repeating failed calls.
//!
//! Input: `x-speakeasy-retries` and `x-fern-retries` of an operation or of the whole description. Output: whether, and how
//! often. Not here: waits and statuses. The client has one policy for all operations, which its callers can change.

use indexmap::IndexMap;
use serde_json::Value;

use super::Context;
use crate::diag::{Code, Diagnostic, Site};

/// What is said, if it can be understood.
enum Said {
    /// No call is repeated.
    Never,
    /// How, by the tool's own rules.
    Otherwise(&'static str),
    Nothing,
}

/// Whether calls of an operation may be repeated.
pub(super) fn of_operation(context: &mut Context<'_>, extensions: &IndexMap<String, Value>, site: &Site) -> bool {
    match said(extensions) {
        Said::Never => false,
        Said::Nothing => true,
        Said::Otherwise(key) => {
            report(context, key, &site.join(key));
            true
        }
    }
}

/// How often a failed call is repeated unless its caller says, where something is said of all calls.
pub(super) fn by_default(context: &mut Context<'_>) -> Option<u32> {
    let document = context.document;
    match said(&document.openapi.extensions) {
        Said::Never => Some(0),
        Said::Nothing => None,
        Said::Otherwise(key) => {
            report(context, key, &document.root_site().join(key));
            None
        }
    }
}

fn said(extensions: &IndexMap<String, Value>) -> Said {
    let (speakeasy, fern) = ("x-speakeasy-retries", "x-fern-retries");
    if let Some(value) = extensions.get(speakeasy) {
        return if value.get("strategy").is_some_and(|strategy| strategy == "none") {
            Said::Never
        } else {
            Said::Otherwise(speakeasy)
        };
    }
    match extensions.get(fern).map(|value| value.get("disabled")) {
        Some(Some(Value::Bool(true))) => Said::Never,
        Some(Some(Value::Bool(false))) | None => Said::Nothing,
        Some(_) => Said::Otherwise(fern),
    }
}

/// The client waits by one policy, which is a caller's to change.
fn report(context: &mut Context<'_>, key: &'static str, site: &Site) {
    context.diagnostics.push(
        Diagnostic::new(Code::RetriesUnmapped, format!("`{key}` says how calls are repeated by rules of its own"))
            .at(site)
            .effect("calls are repeated as the client's `RetryPolicy` says, which its callers can change"),
    );
}
