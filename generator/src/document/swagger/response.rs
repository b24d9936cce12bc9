//! A response of 2.0.
//!
//! Input: the response, and the media types that the operation produces. Output: a response of 3.x.
//! Not here: which responses there are (`document::paths`).

use serde_json::{Map, Value, json};

use super::grammar::{HEADER, RESPONSE};
use super::inputs::{inner_list, is_list};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::build::Build;
use crate::document::dated::OF_3;
use crate::document::fix::COLLECTION_FORMAT;
use crate::document::grammar;
use crate::document::schema_table::SchemaTable;
use crate::document::shown::{Example, Of};
use crate::document::walk::{Node, Walked};
use crate::document::{PRODUCES, essence, is_json};

impl<'a> Build<'a> {
    pub(super) fn swagger_response(
        &mut self,
        site: &Site,
        value: &'a Value,
        produces: &[String],
    ) -> Walked<Map<String, Value>> {
        self.within(site, value, |build, node| build.nested(1, site, |b| b.response_of(&node, produces)))
    }

    fn response_of(&mut self, node: &Node<'a>, produces: &[String]) -> Walked<Map<String, Value>> {
        let mut object = self.object_here(&RESPONSE, node)?;
        if let Some(schema) = object.remove("schema") {
            if object.contains_key("content") {
                let message = "this has both `schema` and `content`, of which only one can hold";
                let diagnostic = Diagnostic::new(Code::SchemaAndContent, message).at(&node.site);
                self.diagnostics.push(diagnostic.effect("`schema` is read").help("take one of the two out"));
            }
            self.answer_examples(node, &schema);
            object.insert("content".to_owned(), Self::answer_content(node.value, &schema, produces));
        } else if object.contains_key("content") {
            self.dated("`content` in a response", OF_3, &node.site.join("content"));
        } else if !produces.is_empty() {
            // Nothing comes with it, by the letter of 2.0; the configuration may know better.
            object.insert(PRODUCES.to_owned(), produces.into());
        }
        if let Some(Value::Object(headers)) = node.value.get("headers") {
            let headers = self.headers(&node.site.join("headers"), headers);
            object.insert("headers".to_owned(), Value::Object(headers));
        }
        Ok(object)
    }

    /// Notes the examples of an answer, which stand by media type. `schema` is what stands for its schema.
    pub(super) fn answer_examples(&mut self, node: &Node<'a>, schema: &Value) {
        let Some(schema) = schema.get("$ref").and_then(Value::as_str).and_then(SchemaTable::id_of) else { return };
        let site = node.site.join("examples");
        for (name, value) in node.value.get("examples").and_then(Value::as_object).into_iter().flatten() {
            // Of what is no JSON, a text is what is sent.
            if is_json(&essence(name)) || !value.is_string() {
                let holder = node.site.clone();
                let of = Of::Answer;
                self.note_example(Example { schema, holder, site: site.join(name), value, of, used: None });
            }
        }
    }

    /// The content of a response that has a schema alone.
    pub(super) fn answer_content(response: &Value, schema: &Value, produces: &[String]) -> Value {
        let is_file = response.pointer("/schema/type").is_some_and(|kind| kind == "file");
        // What produces JSON elsewhere does not produce the file as JSON: that is of any type then.
        let can_be = |name: &&str| !is_file || !name.contains("json");
        let mut types: Vec<&str> = produces.iter().map(String::as_str).filter(can_be).collect();
        if types.is_empty() {
            types.push(match (is_file, produces) {
                (false, _) => "application/json",
                (true, []) => "application/octet-stream",
                (true, _) => "*/*",
            });
        }
        types.into_iter().map(|name| (name.to_owned(), json!({ "schema": schema }))).collect()
    }

    fn headers(&mut self, site: &Site, headers: &'a Map<String, Value>) -> Map<String, Value> {
        let mut out = Map::new();
        for (name, value) in headers.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let site = site.join(name);
            let read = self.within(&site, value, |build, node| {
                let mut object = build.nested(1, &site, |b| b.object_here(&HEADER, &node))?;
                if let Some(kind @ ("object" | "file")) = node.value.get("type").and_then(Value::as_str) {
                    let message = format!("a header cannot be of type `{kind}`");
                    let diagnostic = Diagnostic::new(Code::WrongKind, message).at(&node.site.join("type"));
                    let help = "a header is a text, a number, a boolean, or a list of those";
                    build
                        .diagnostics
                        .push(diagnostic.effect("it is read as what its type says all the same").help(help));
                }
                if object.contains_key("schema") {
                    build.dated("`schema` in a header", OF_3, &node.site.join("schema"));
                } else {
                    object.insert("schema".to_owned(), build.value_schema(&node.site, node.value));
                }
                if let Some(place) = build.not_split(&node) {
                    object.insert(COLLECTION_FORMAT.to_owned(), place);
                }
                Ok(object)
            });
            match read {
                Ok(object) => {
                    out.insert(name.clone(), Value::Object(object));
                }
                Err(problem) if problem.is_of_reference() => {
                    out.extend(
                        self.unreached(&grammar::HEADER, &site, problem, &[]).map(|any| (name.clone(), any.into())),
                    );
                }
                Err(problem) => {
                    self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, &format!("the header `{name}`")));
                }
            }
        }
        out
    }

    /// The format of a header's list, if an SDK cannot take it apart, which is reported.
    pub(super) fn not_split(&mut self, node: &Node<'a>) -> Option<Value> {
        if node.value.get("schema").is_none() {
            self.formats_of_no_list(&node.site, node.value);
        }
        if !is_list(node.value) {
            return None;
        }
        let format = node.value.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
        let (place, message) = match (format, inner_list(&node.site, node.value)) {
            ("csv", None) => return None,
            ("csv", Some(inner)) => (inner, "a header whose values are lists is not taken apart".to_owned()),
            (format, _) => {
                let message = format!("a header whose values are joined as `{format}` is not taken apart");
                (node.site.join("collectionFormat"), message)
            }
        };
        let diagnostic = Diagnostic::new(Code::CollectionFormatNotFollowed, message).at(&place);
        self.diagnostics.push(diagnostic.effect("it is read as a text"));
        Some(format.into())
    }
}
