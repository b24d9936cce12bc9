//! An operation of 2.0.
//!
//! Input: the operation, and the parameters of its path. Output: an operation of 3.x.
//! Not here: its parameters (`inputs`) and responses (`response`).

use openapiv3::Operation;
use serde_json::{Map, Value};

use super::grammar::OPERATION;
use super::inputs::stated_in_header;
use crate::diag::{Code, Diagnostic, Site};
use crate::document::build::Build;
use crate::document::dated::OF_3;
use crate::document::problem::Problem;
use crate::document::walk::{Node, Walked};

impl<'a> Build<'a> {
    /// Reads an operation. `path` is the path item that holds it.
    pub(in crate::document) fn swagger_operation(
        &mut self,
        site: &Site,
        value: &'a Value,
        path: &Node<'a>,
    ) -> Walked<Operation> {
        let object = self.within(site, value, |build, node| build.nested(1, site, |b| b.operation_of(&node, path)))?;
        serde_json::from_value(Value::Object(object)).map_err(|error| Problem::new(site, error.to_string()))
    }

    /// The media types that the root of the description in which an operation stands says of all.
    fn said_of_all(&self, site: &Site, key: &str) -> Vec<String> {
        if site.file == self.sources.root {
            let own = if key == "consumes" { &self.swagger.consumes } else { &self.swagger.produces };
            return own.clone();
        }
        let said = self.sources.files.get(&site.file).and_then(|file| file.tree.get(key));
        texts(said.cloned()).unwrap_or_default()
    }

    fn operation_of(&mut self, node: &Node<'a>, path: &Node<'a>) -> Walked<Map<String, Value>> {
        let mut object = self.object_here(&OPERATION, node)?;
        let mut consumes = texts(object.remove("consumes")).unwrap_or_else(|| self.said_of_all(&node.site, "consumes"));
        let mut produces = texts(object.remove("produces")).unwrap_or_else(|| self.said_of_all(&node.site, "produces"));

        let beside = path.beside.and_then(|beside| beside.get("parameters"));
        let shared = match path.value.get("parameters") {
            None => (path.from.join("parameters"), beside),
            there => (path.site.join("parameters"), there),
        };
        let own = (node.site.join("parameters"), node.value.get("parameters"));
        let inputs = self.swagger_inputs([shared, own.clone()])?;
        // Some state their media types there alone.
        for (types, header) in [(&mut consumes, "content-type"), (&mut produces, "accept")] {
            if types.is_empty() {
                *types = stated_in_header(&inputs, header);
            }
        }
        let (parameters, body) = self.swagger_request(&node.site, &inputs, &consumes)?;
        if object.contains_key("requestBody") {
            let site = node.site.join("requestBody");
            if body.is_some() {
                let diagnostic = Diagnostic::new(Code::DuplicateParameter, "an operation has but one body");
                self.diagnostics.push(diagnostic.at(&site).effect("the parameters are what is sent"));
            } else {
                self.dated("`requestBody`", OF_3, &site);
            }
        }
        object.insert("parameters".to_owned(), Value::Array(parameters));
        object.extend(body.map(|body| ("requestBody".to_owned(), body)));

        let site = node.site.join("responses");
        let responses = match node.value.get("responses") {
            Some(value) if !value.is_null() => {
                self.responses_with(&site, value, &produces, &mut |build, site, value| {
                    build.swagger_response(site, value, &produces)
                })?
            }
            _ => {
                self.no_field("an Operation Object", "responses", &node.site);
                Value::Object(Map::new())
            }
        };
        object.insert("responses".to_owned(), responses);
        Ok(object)
    }
}

fn texts(value: Option<Value>) -> Option<Vec<String>> {
    let Value::Array(list) = value? else { return None };
    Some(list.into_iter().filter_map(|text| text.as_str().map(str::to_owned)).collect())
}
