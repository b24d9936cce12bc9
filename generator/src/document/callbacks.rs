//! `callbacks` of an operation: requests that the API makes.
//!
//! Input: the mapping from names to mappings from expressions to path items. Output: the same with path items as they are
//! read. Not here: the path items (`paths`).

use serde_json::{Map, Value};

use super::build::Build;
use super::walk::Node;
use crate::diag::{Code, Site};

/// How much stack a callback takes, in objects: it holds whole path items.
const CALLBACK_WEIGHT: usize = 8;

impl<'a> Build<'a> {
    /// `callbacks`: names to mappings from expressions to path items.
    pub(super) fn callbacks(&mut self, site: &Site, value: &'a Value) -> Value {
        let mut out = Map::new();
        let Value::Object(callbacks) = value else {
            self.wrong_kind(site, value, "a mapping");
            return Value::Object(out);
        };
        for (name, value) in callbacks.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let site = site.join(name);
            self.callbacks += 1;
            let read = self.within(&site, value, |build, node| {
                build.nested(CALLBACK_WEIGHT, &node.site, |build| Ok(build.callback(&node)))
            });
            self.callbacks -= 1;
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
            if let Some(item) = item.and_then(|read| serde_json::to_value(read.read).ok()) {
                items.insert(expression.clone(), item);
            }
        }
        items
    }
}
