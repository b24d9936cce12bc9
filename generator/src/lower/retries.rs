//! What extensions of other tools say of repeating failed calls.
//!
//! Input: `x-speakeasy-retries` and `x-fern-retries` of an operation or of the whole description, and
//! `x-fern-idempotency-headers`. Output: whether, and how often. Not here: waits and statuses. The client has one policy for all operations, which its callers can change.

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
    if let Some(headers) = document.openapi.extensions.get(IDEMPOTENCY) {
        idempotency(context, headers);
    }
    match said(&document.openapi.extensions) {
        Said::Never => Some(0),
        Said::Nothing => None,
        Said::Otherwise(key) => {
            report(context, key, &document.root_site().join(key));
            None
        }
    }
}

const IDEMPOTENCY: &str = "x-fern-idempotency-headers";

/// Which header tells a server that a call is repeated: the client has one, which the configuration names.
fn idempotency(context: &mut Context<'_>, headers: &Value) {
    let name = headers.get(0).and_then(|entry| entry.get("header")).and_then(Value::as_str);
    if context.config.client.idempotency_header.is_some() {
        return;
    }
    let message =
        format!("`{IDEMPOTENCY}` names a header for calls that are repeated, which is sent when it is asked for");
    let diagnostic = Diagnostic::new(Code::RetriesUnmapped, message);
    let name = name.unwrap_or("Idempotency-Key");
    context.diagnostics.push(
        diagnostic
            .at(&context.document.root_site().join(IDEMPOTENCY))
            .effect("calls are repeated without it")
            .help(format!("write `idempotency-header = \"{name}\"` below `[client]` of the configuration")),
    );
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
