//! Headers and query parameters that callers set once, at the client.
//!
//! Input: `x-fern-global-headers` and `x-speakeasy-globals` of the description. Output: [`Global`]s. Operations that
//! declare one of them as a parameter need not be told it.
//! Not here: names of the options (`names`).

use serde_json::Value;

use super::{Context, hints, security};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::GLOBALS;
use crate::ir::{Global, GlobalPlace, Operation};

const FERN: &str = "x-fern-global-headers";
const PASSED_OVER: &str = "the client does not know it";

pub(super) fn globals(context: &mut Context<'_>, operations: &mut [Operation]) -> Vec<Global> {
    let mut globals = Vec::new();
    headers(context, &mut globals);
    parameters(context, operations, &mut globals);
    for param in operations.iter_mut().flat_map(|operation| &mut operation.params) {
        if globals.iter().any(|global| global.stands_for(param)) {
            param.required = false;
        }
    }
    globals
}

/// Adds one, unless it is known.
fn add(globals: &mut Vec<Global>, global: Global) {
    let is_same = |known: &Global| match global.place {
        GlobalPlace::Query => known.place == GlobalPlace::Query && known.wire == global.wire,
        GlobalPlace::EveryRequest | GlobalPlace::Header => {
            known.place != GlobalPlace::Query && known.wire.eq_ignore_ascii_case(&global.wire)
        }
    };
    if !globals.iter().any(is_same) {
        globals.push(global);
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(ToOwned::to_owned)
}

/// Those of every request.
fn headers(context: &mut Context<'_>, globals: &mut Vec<Global>) {
    let document = context.document;
    let Some(value) = document.openapi.extensions.get(FERN) else { return };
    let site = document.root_site().join(FERN);
    let Some(list) = value.as_array() else {
        hints::say(context, &site, format!("`{FERN}` must be a list"), hints::NOTHING);
        return;
    };
    for (index, stated) in list.iter().enumerate() {
        let Some(wire) = text(stated, "header").filter(|name| security::is_token(name)) else {
            let message = format!("an entry of `{FERN}` has no `header` that can be sent");
            hints::say(context, &site.index(index), message, PASSED_OVER);
            continue;
        };
        let (name, default, docs) = (text(stated, "name"), text(stated, "default"), text(stated, "docs"));
        add(globals, Global { place: GlobalPlace::EveryRequest, wire, name, default, docs });
    }
}

/// Those of the operations that have a parameter of this name and place.
fn parameters(context: &mut Context<'_>, operations: &[Operation], globals: &mut Vec<Global>) {
    let document = context.document;
    let Some(value) = document.openapi.extensions.get(GLOBALS) else { return };
    let site = document.root_site().join(GLOBALS);
    let Some(list) = value.get("parameters").and_then(Value::as_array) else {
        hints::say(context, &site, format!("`{GLOBALS}` must have a list `parameters`"), hints::NOTHING);
        return;
    };
    for (index, stated) in list.iter().enumerate() {
        let site = site.join("parameters").index(index);
        let (Some(wire), Some(place)) = (text(stated, "name"), text(stated, "in")) else {
            let message = format!("an entry of `{GLOBALS}` is no parameter with `name` and `in`");
            hints::say(context, &site, message, PASSED_OVER);
            continue;
        };
        let place = match place.as_str() {
            "query" => GlobalPlace::Query,
            "header" if security::is_token(&wire) => GlobalPlace::Header,
            _ => {
                report_not_global(context, &wire, &place, &site);
                continue;
            }
        };
        let name = text(stated, "x-speakeasy-name-override");
        let global = Global { place, wire, name, default: None, docs: text(stated, "description") };
        let mut params = operations.iter().flat_map(|operation| &operation.params);
        if params.any(|param| global.stands_for(param)) {
            add(globals, global);
        } else {
            let message = format!("no operation has the parameter `{}` of `{GLOBALS}`", global.wire);
            hints::say(context, &site, message, PASSED_OVER);
        }
    }
}

/// What stands in a path is an argument of each method: without it there is no address.
fn report_not_global(context: &mut Context<'_>, wire: &str, place: &str, site: &Site) {
    let message = format!("`{wire}` stands in a {place}, and is not set at the client");
    let diagnostic = Diagnostic::new(Code::GlobalNotOfClient, message).at(site);
    context.diagnostics.push(diagnostic.effect("it stays an input of each method that has it"));
}
