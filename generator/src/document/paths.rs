//! Paths, webhooks, operations, responses, callbacks: one operation at a time.
//!
//! Input: `paths` or `webhooks`. Output: `openapiv3`'s path items. An operation that cannot be read is left out, with
//! a diagnostic, and no other suffers.
//! Not here: what is inside an operation (`walk`).

use indexmap::IndexMap;
use openapiv3::{Operation, PathItem};
use serde_json::{Map, Value};

use super::build::Build;
use super::grammar::{METHODS, OPERATION, PATH_ITEM, RESPONSE};
use super::keyword_values::kind_of;
use super::problem::Problem;
use super::walk::{Node, Walked};
use crate::diag::{Code, Diagnostic, Site};

/// How much stack a callback takes, in objects: it holds whole path items.
const CALLBACK_WEIGHT: usize = 8;

/// Path items with their places.
#[derive(Default)]
pub(super) struct Items {
    pub(super) by_name: IndexMap<String, PathItem>,
    pub(super) sites: IndexMap<String, Site>,
    pub(super) operation_sites: IndexMap<String, IndexMap<String, Site>>,
    pub(super) extensions: IndexMap<String, Value>,
}

impl<'a> Build<'a> {
    /// All path items of `paths` or `webhooks`.
    pub(super) fn path_items(&mut self, site: &Site, map: &'a Map<String, Value>, are_paths: bool) -> Items {
        let mut out = Items::default();
        for (key, value) in map {
            if key.starts_with("x-") {
                out.extensions.insert(key.clone(), value.clone());
                continue;
            }
            let here = site.join(key);
            let mut name = key.clone();
            if are_paths && !key.starts_with('/') {
                name.insert(0, '/');
                let message = format!("the path `{key}` does not start with `/`");
                let diagnostic = Diagnostic::new(Code::PathWithoutSlash, message).at(&here);
                self.diagnostics.push(diagnostic.effect(format!("it is read as `{name}`")));
            }
            if let Some((item, at, methods)) = self.path_item(&name, &here, value) {
                out.sites.insert(name.clone(), at);
                out.operation_sites.insert(name.clone(), methods);
                out.by_name.insert(name, item);
            }
        }
        out
    }

    /// One path item, with its place and those of its operations.
    fn path_item(
        &mut self,
        name: &str,
        site: &Site,
        value: &'a Value,
    ) -> Option<(PathItem, Site, IndexMap<String, Site>)> {
        let mark = self.chain.len();
        let result = self.enter(site, value).and_then(|node| {
            let mut sites = IndexMap::new();
            let item = self.path_item_here(name, &node, &mut sites)?;
            Ok((item, node.site, sites))
        });
        self.chain.truncate(mark);
        match result {
            Ok(found) => Some(found),
            Err(problem) => {
                self.drop_operation(problem, &format!("all of `{name}`"), site);
                None
            }
        }
    }

    fn path_item_here(&mut self, name: &str, node: &Node<'a>, sites: &mut IndexMap<String, Site>) -> Walked<PathItem> {
        let object = self.object_here(&PATH_ITEM, node)?;
        let mut item: PathItem =
            serde_json::from_value(Value::Object(object)).map_err(|e| Problem::new(&node.site, e.to_string()))?;
        for method in METHODS {
            // Operations beside a `$ref` go before those behind it.
            let Some(value) = node.beside.and_then(|map| map.get(method)).or_else(|| node.value.get(method)) else {
                continue;
            };
            let site = node.site.join(method);
            if value.is_null() {
                continue;
            }
            match self.operation(&site, value) {
                Ok(operation) => {
                    sites.insert(method.to_owned(), site);
                    set_operation(&mut item, method, operation);
                }
                Err(problem) => {
                    let what = format!("`{} {name}`", method.to_ascii_uppercase());
                    self.drop_operation(problem, &what, &site);
                }
            }
        }
        Ok(item)
    }

    fn operation(&mut self, site: &Site, value: &'a Value) -> Walked<Operation> {
        let object = self.object(&OPERATION, site, value)?;
        serde_json::from_value(Value::Object(object)).map_err(|error| Problem::new(site, error.to_string()))
    }

    /// Reports what is left out, at the mistake, with the operation beside it.
    fn drop_operation(&mut self, problem: Problem, what: &str, site: &Site) {
        // Inside an operation it is a callback, which no SDK calls.
        let code = if self.nesting == 0 { Code::OperationDropped } else { Code::PartDropped };
        let mut diagnostic = problem.into_diagnostic(code, what);
        if code == Code::OperationDropped {
            self.dropped.push(site.clone());
            diagnostic = diagnostic.effect(format!("{what} is not in the SDK"));
        }
        let elsewhere = diagnostic.site.as_ref() != Some(site);
        self.diagnostics.push(if elsewhere { diagnostic.related(site, "used here") } else { diagnostic });
    }

    /// `responses`: the keys are status codes. A broken answer to a failed call costs only itself.
    pub(super) fn responses(&mut self, site: &Site, value: &'a Value) -> Walked<Value> {
        let Value::Object(map) = value else {
            return Err(Problem::new(site, format!("`responses` must be a mapping, but is {}", kind_of(value))));
        };
        let mut out = Map::new();
        for (key, value) in map {
            let here = site.join(key);
            if key.starts_with("x-") {
                out.insert(key.clone(), value.clone());
                continue;
            }
            if !is_status(key) {
                let message = format!("`{key}` is not a status code");
                let diagnostic = Diagnostic::new(Code::NotAStatusCode, message).at(&here);
                let help = "write `200`, `4XX` or `default`";
                self.diagnostics.push(diagnostic.effect("the response is ignored").help(help));
                continue;
            }
            match self.object(&RESPONSE, &here, value) {
                Ok(response) => {
                    out.insert(key.clone(), Value::Object(response));
                }
                Err(problem) if key.starts_with(['4', '5']) => {
                    let what = format!("the response `{key}`");
                    self.diagnostics
                        .push(problem.into_diagnostic(Code::PartDropped, &what).related(&here, "used here"));
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(Value::Object(out))
    }

    /// `callbacks`: names to mappings from expressions to path items.
    pub(super) fn callbacks(&mut self, site: &Site, value: &'a Value) -> Value {
        let mut out = Map::new();
        let Value::Object(callbacks) = value else {
            self.wrong_kind(site, value, "a mapping");
            return Value::Object(out);
        };
        for (name, value) in callbacks.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let site = site.join(name);
            let mark = self.chain.len();
            let read = self
                .enter(&site, value)
                .and_then(|node| self.nested(CALLBACK_WEIGHT, &node.site, |build| Ok(build.callback(&node))));
            self.chain.truncate(mark);
            match read {
                Ok(items) => {
                    out.insert(name.clone(), Value::Object(items));
                }
                Err(problem) => {
                    let what = format!("the callback `{name}`");
                    self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, &what));
                }
            }
        }
        Value::Object(out)
    }

    fn callback(&mut self, node: &Node<'a>) -> Map<String, Value> {
        let mut items = Map::new();
        for (expression, value) in node.value.as_object().into_iter().flatten() {
            if expression.starts_with("x-") || expression == "$ref" {
                continue;
            }
            let item = self.path_item(expression, &node.site.join(expression), value);
            if let Some(item) = item.and_then(|(item, ..)| serde_json::to_value(item).ok()) {
                items.insert(expression.clone(), item);
            }
        }
        items
    }
}

/// `default`, three digits from 100 on, or a digit and two `X`.
fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        b"default" | [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'9', b'x' | b'X', b'x' | b'X']
    )
}

fn set_operation(item: &mut PathItem, method: &str, operation: Operation) {
    let slot = match method {
        "get" => &mut item.get,
        "put" => &mut item.put,
        "post" => &mut item.post,
        "delete" => &mut item.delete,
        "options" => &mut item.options,
        "head" => &mut item.head,
        "patch" => &mut item.patch,
        _ => &mut item.trace,
    };
    *slot = Some(operation);
}
