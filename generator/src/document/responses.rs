//! `responses` of an operation.
//!
//! Input: the mapping, and how one response is read. Output: the responses by status code, those that are broken left out.
//! Not here: what is inside a response (`walk`, and `swagger` for those of 2.0).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::build::Build;
use super::grammar::RESPONSE;
use super::keyword_values::kind_of;
use super::problem::Problem;
use super::slips::{misplaced, operations_in};
use super::walk::{Node, Walked};
use crate::diag::{Code, Diagnostic, Site, USED_HERE};

/// Reads one response, of whatever version.
type ReadResponse<'f, 'a, B> = dyn FnMut(&mut B, &Site, &'a Value) -> Walked<Map<String, Value>> + 'f;

impl<'a> Build<'a> {
    /// `responses`: the keys are status codes. A broken answer to a failed call costs only itself.
    pub(super) fn responses(&mut self, site: &Site, value: &'a Value) -> Walked<Value> {
        self.responses_with(site, value, &[], &mut |build, site, value| build.object(&RESPONSE, site, value))
    }

    /// The same, with a function that reads one response, and the media types of those that do not state theirs.
    pub(super) fn responses_with(
        &mut self,
        site: &Site,
        value: &'a Value,
        types: &[String],
        read: &mut ReadResponse<'_, 'a, Self>,
    ) -> Walked<Value> {
        // In use, though no field may refer for all of its keys: what stands beside the reference goes first.
        let beside = value.as_object().filter(|map| map.contains_key("$ref"));
        let beside = beside.into_iter().flatten().filter(|(key, _)| *key != "$ref");
        let beside: Vec<_> = beside.map(|(key, value)| (key.as_str(), site.join(key), value)).collect();
        self.within(site, value, |build, node| build.responses_of(&node, beside, types, read))
    }

    fn responses_of(
        &mut self,
        node: &Node<'a>,
        mut all: Vec<(&'a str, Site, &'a Value)>,
        types: &[String],
        read: &mut ReadResponse<'_, 'a, Self>,
    ) -> Walked<Value> {
        let Value::Object(map) = node.value else {
            let message = format!("`responses` must be a mapping, but is {}", kind_of(node.value));
            return Err(Problem::new(&node.site, message));
        };
        let beside: BTreeSet<&str> = all.iter().map(|(key, ..)| *key).collect();
        let there = map.iter().filter(|(key, _)| !beside.contains(key.as_str()));
        all.extend(there.map(|(key, value)| (key.as_str(), node.site.join(key), value)));
        let mut out = Map::new();
        for (key, here, value) in all {
            if key.starts_with("x-") {
                out.insert(key.to_owned(), value.clone());
                continue;
            }
            // A zero too many is no other number.
            let status = key.trim_start_matches('0');
            if !is_status(status) || (status != key && out.contains_key(status)) {
                if let Some(what) = operations_in(key, value) {
                    let problem = Problem::new(&here, "it stands inside the responses of another operation");
                    self.drop_operation(problem.with_help(misplaced(key)), &what, &here);
                    continue;
                }
                let message = format!("`{key}` is not a status code");
                let diagnostic = Diagnostic::new(Code::NotAStatusCode, message).at(&here);
                let help = "write `200`, `4XX` or `default`";
                self.diagnostics.push(diagnostic.effect("the response is ignored").help(help));
                continue;
            }
            if status != key {
                let diagnostic =
                    Diagnostic::new(Code::NotAStatusCode, format!("`{key}` has a zero too many")).at(&here);
                let effect = format!("it is read as `{status}`");
                self.diagnostics.push(diagnostic.effect(effect).help(format!("write `{status}`")));
            }
            match read(self, &here, value) {
                Ok(response) => {
                    out.insert(status.to_owned(), Value::Object(response));
                }
                // A success is what the method is for; of all else it is enough that it is none.
                Err(problem) if problem.is_of_reference() && matches!(status, "204" | "205") => {
                    let effect = "nothing is lost but its words and headers: an answer of this status has no body";
                    self.diagnostics.push(problem.into_unreached(&here, effect));
                    out.insert(status.to_owned(), json!({ "description": "" }));
                }
                Err(problem) if problem.is_of_reference() && (status.starts_with('2') || status == "default") => {
                    let response = self.unreached(&RESPONSE, &here, problem, types);
                    out.insert(status.to_owned(), Value::Object(response.unwrap_or_default()));
                }
                Err(problem) if problem.is_of_reference() || status.starts_with(['4', '5']) => {
                    let what = format!("the response `{key}`");
                    self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, &what).related(&here, USED_HERE));
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(Value::Object(out))
    }
}

/// `default`, three digits of a class that there is (RFC 9110, section 15), or such a digit and two `X`.
fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        b"default" | [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'x' | b'X', b'x' | b'X']
    )
}
