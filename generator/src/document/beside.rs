//! What stands beside a reference.
//!
//! Input: an object with the references that led to it. Output: what it takes over from beside them, and findings at what
//! is not read there.
//! Not here: schemas, for which it depends on the version (`keywords`), and the operations of a path (`paths`).

use serde_json::{Map, Value};

use super::build::Build;
use super::grammar::{Kind, METHODS, PATH_ITEM, Shape};
use super::problem::Problem;
use super::slips::OTHERS;
use super::target::with_article;
use super::version::Version;
use super::walk::{Node, Walked};
use crate::diag::{Code, Diagnostic, Site};

/// What a reference may say about its use (OpenAPI 3.1, "Reference Object"), and what changes no call.
const ANNOTATIONS: [&str; 4] = ["summary", "description", "example", "examples"];

impl<'a> Build<'a> {
    /// From 3.1 on, what a reference says about its use goes before what the target says about itself. All else is not
    /// read, and told where it says something that the target does not.
    pub(super) fn beside(&mut self, shape: &'static Shape, node: &Node<'a>, out: &mut Map<String, Value>) {
        let Some(beside) = node.beside else { return };
        for key in ["summary", "description"].into_iter().filter(|_| self.version >= Version::V3_1) {
            let known = shape.fields.iter().any(|f| f.name == key && matches!(f.kind, Kind::Text));
            if let Some(Value::String(text)) = beside.get(key).filter(|_| known) {
                out.insert(key.to_owned(), Value::String(text.clone()));
            }
        }
        // What stands beside the reference of a path item holds for it.
        if shape.name != PATH_ITEM.name {
            self.ignored(shape, node, &node.from, beside);
            node.between.iter().for_each(|(site, map)| self.ignored(shape, node, site, map));
        }
    }

    fn ignored(&mut self, shape: &Shape, node: &Node<'a>, site: &Site, beside: &Map<String, Value>) {
        let says = |(key, value): &(&String, &Value)| {
            shape.fields.iter().any(|field| field.name == **key)
                && !ANNOTATIONS.contains(&key.as_str())
                && !value.is_null()
                && node.value.get(key) != Some(*value)
        };
        let keys: Vec<&str> = beside.iter().filter(says).map(|(key, _)| key.as_str()).collect();
        if let Some(first) = keys.first() {
            let message = format!("`{}` beside a `$ref` is not read", keys.join("`, `"));
            let effect =
                format!("the SDK has what the reference leads to, {}, as it is there", with_article(shape.name));
            let help = "move it to where the reference leads, or write all of it out in the place of the reference";
            let diagnostic = Diagnostic::new(Code::IgnoredSiblings, message).at(&site.join(first));
            self.diagnostics.push(diagnostic.effect(effect).help(help));
        }
    }

    /// Reads what stands beside the reference to a path item, where that says nothing of it. It holds for all operations.
    pub(super) fn beside_item(
        &mut self,
        shape: &'static Shape,
        node: &Node<'a>,
        out: &mut Map<String, Value>,
    ) -> Walked<()> {
        for key in ["parameters", "servers"] {
            let Some(value) = node.beside.and_then(|beside| beside.get(key)).filter(|value| !value.is_null()) else {
                continue;
            };
            let (here, there) = (node.from.join(key), node.site.join(key));
            if node.value.get(key).is_some_and(|value| !value.is_null()) {
                let message = format!("`{key}` stands both beside the reference and where that leads");
                let diagnostic = Diagnostic::new(Code::PartDropped, message).at(&here).related(&there, "and here");
                let effect = "what stands beside the reference is not read";
                self.diagnostics.push(diagnostic.effect(effect).help("let all of it stand in one of the two"));
                continue;
            }
            let kind = shape.fields.iter().find(|field| field.name == key).map(|field| field.kind);
            if let Some(read) = kind.map_or(Ok(None), |kind| self.value(kind, here, value))? {
                out.insert(key.to_owned(), read);
            }
        }
        Ok(())
    }

    /// Reports the operations that stand beside references on the way to a path item.
    pub(super) fn operations_between(&mut self, name: &str, node: &Node<'a>) {
        for (place, map) in &node.between {
            for key in map.keys().filter(|key| METHODS.contains(&key.as_str()) || *key == OTHERS) {
                let problem = Problem::new(&place.join(key), "it stands beside a reference that another one leads to");
                let problem = problem.with_help("move it to where the references end");
                self.drop_operation(problem, &format!("`{key}` of `{name}`"), &place.join(key));
            }
        }
    }
}
