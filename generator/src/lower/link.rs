//! Links: which operations an answer leads to, and with what of it they are called.
//!
//! Input: the answers of an operation. Output: what is written of them; which operation is meant is found when all are
//! there. Not here: addresses in answers that lead to the next page (`pagination`).

use openapiv3::Response;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::document::LINKS;
use crate::ir::{Link, Operation};

/// The links of all answers, each once.
pub(super) fn links(answers: &[(String, &Response)]) -> Vec<Link> {
    let mut result: Vec<Link> = Vec::new();
    let stated = answers.iter().filter_map(|(_, response)| response.extensions.get(LINKS)?.as_object());
    for (name, link) in stated.flatten() {
        let text = |key: &str| link.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let by_reference = || text("operationRef").map(|reference| by_reference(&reference).unwrap_or(reference));
        let Some(target) = text("operationId").or_else(by_reference) else { continue };
        let parameters = link.get("parameters").and_then(Value::as_object).into_iter().flatten();
        let given = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        let mut parameters: Vec<(String, String)> =
            parameters.map(|(name, value)| (name.clone(), given(value))).collect();
        parameters.extend(link.get("requestBody").map(|body| ("body".to_owned(), given(body))));
        if !result.iter().any(|known| known.name == *name) {
            result.push(Link { name: name.clone(), target, parameters, description: text("description") });
        }
    }
    result
}

/// `#/paths/~1users~1{id}/get` as `GET /users/{id}`.
fn by_reference(reference: &str) -> Option<String> {
    let (_, steps) = reference.split_once("#/paths/")?;
    let (path, method) = steps.split_once('/')?;
    // Pointers in addresses are percent-encoded (RFC 6901 §6).
    let path = percent_decode_str(path).decode_utf8_lossy().replace("~1", "/").replace("~0", "~");
    Some(format!("{} {path}", method.to_ascii_uppercase()))
}

/// Says which links lead to no operation.
pub(super) fn report_unknown(context: &mut Context<'_>, operations: &[Operation]) {
    for operation in operations.iter().filter(|operation| operation.further.is_none()) {
        for link in &operation.links {
            if !operations.iter().any(|other| other.is_called(&link.target)) {
                let message =
                    format!("the link `{}` leads to `{}`, which is no operation here", link.name, link.target);
                context.diagnostics.push(
                    Diagnostic::new(Code::LinkToNothing, message)
                        .at(&operation.site.join("responses"))
                        .effect("the method's documentation names it as it stands"),
                );
            }
        }
    }
}
