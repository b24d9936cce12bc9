//! Headers that the client sends with every request, and that its callers set once.
//!
//! Input: `x-fern-global-headers` of the description. Output: [`GlobalHeader`]s. Operations that declare one of them as a
//! parameter need not be told it.
//! Not here: names of the options (`names`).

use serde_json::Value;

use super::{Context, hints, security};
use crate::ir::{GlobalHeader, Location, Operation};

const KEY: &str = "x-fern-global-headers";

pub(super) fn headers(context: &mut Context<'_>, operations: &mut [Operation]) -> Vec<GlobalHeader> {
    let document = context.document;
    let Some(value) = document.openapi.extensions.get(KEY) else { return Vec::new() };
    let site = document.root_site().join(KEY);
    let Some(list) = value.as_array() else {
        hints::say(context, &site, format!("`{KEY}` must be a list"), hints::NOTHING);
        return Vec::new();
    };
    let mut headers: Vec<GlobalHeader> = Vec::new();
    for (index, stated) in list.iter().enumerate() {
        let text = |key: &str| stated.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let Some(wire) = text("header").filter(|name| security::is_token(name)) else {
            let message = format!("an entry of `{KEY}` has no `header` that can be sent");
            hints::say(context, &site.index(index), message, "the client does not know it");
            continue;
        };
        let is_known = headers.iter().any(|known| known.wire.eq_ignore_ascii_case(&wire));
        if !is_known {
            headers.push(GlobalHeader { name: text("name"), default: text("default"), docs: text("docs"), wire });
        }
    }
    for operation in operations {
        for param in operation.params.iter_mut().filter(|param| matches!(param.location, Location::Header(_))) {
            if headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&param.wire)) {
                param.required = false;
            }
        }
    }
    headers
}
