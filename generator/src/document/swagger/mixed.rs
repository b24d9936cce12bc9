//! Words of OpenAPI 2.0 in documents of 3.x that have one plain meaning there.
//!
//! Input: objects of 3.x that are read but for those words. Output: the same objects, as if they had been said in the
//! words of 3.x; each word is noted (`document::dated`).
//! Not here: words of 3.x in documents of 2.0, which stand in the grammar of 2.0 and are noted where they are read.

use serde_json::{Map, Value, json};

use super::Defaults;
use super::grammar::HEADER;
use super::inputs::{Input, is_list};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::build::Build;
use crate::document::dated::{IN_BODY, IN_FORM, OF_2, OF_HEADER, OF_RESPONSE, OF_VALUE};
use crate::document::fix::{COLLECTION_FORMAT, Fix};
use crate::document::grammar::{Kind, OPERATION, Shape};
use crate::document::schema::JsonType;
use crate::document::schema_table::SchemaTable;
use crate::document::version::Version;
use crate::document::walk::{Node, Walked};

/// Whether a field describes the value of a parameter or header of 2.0.
fn is_of_value(key: &str) -> bool {
    key != "collectionFormat" && HEADER.fields.iter().any(|field| field.name == key && matches!(field.kind, Kind::Skip))
}

/// Whether a field that an object of 3.x does not have is a word of 2.0 that is read all the same.
pub(in crate::document) fn is_word_of_2(shape: &Shape, map: &Map<String, Value>, key: &str) -> bool {
    let describes = || map.contains_key("schema") || map.contains_key("content");
    match shape.fix {
        Fix::Parameter | Fix::Header => key == "collectionFormat" || (is_of_value(key) && !describes()),
        Fix::Response => ["schema", "examples"].contains(&key) && map.contains_key("schema") && !has_content(map),
        Fix::Body => key == "schema" && !has_content(map),
        // Noted when the operation is read, since what is meant may not be there.
        Fix::Operation => ["consumes", "produces"].contains(&key),
        _ => false,
    }
}

fn says_style(parameter: &Map<String, Value>) -> bool {
    parameter.contains_key("style") || parameter.contains_key("explode")
}

fn has_content(map: &Map<String, Value>) -> bool {
    map.get("content").is_some_and(|content| !content.is_null())
}

impl<'a> Build<'a> {
    /// Adds to an object of 3.x what is said in words of 2.0.
    pub(in crate::document) fn words_of_2(&mut self, shape: &Shape, node: &Node<'a>, out: &mut Map<String, Value>) {
        let Value::Object(map) = node.value else { return };
        match shape.fix {
            // They are read with the body that they make.
            Fix::Parameter if matches!(out.get("in").and_then(Value::as_str), Some("body" | "formData")) => {}
            Fix::Parameter | Fix::Header => {
                let is_described = out.contains_key("schema") || out.contains_key("content");
                let word = map.keys().find(|key| is_of_value(key)).filter(|_| !is_described);
                if let Some(word) = word {
                    let name = if shape.fix == Fix::Header { OF_HEADER } else { OF_VALUE };
                    self.dated(name, OF_2, &node.site.join(word));
                    out.insert("schema".to_owned(), self.value_schema(&node.site, node.value));
                }
                match (shape.fix, map.get("collectionFormat").and_then(Value::as_str)) {
                    (Fix::Header, Some(_)) => {
                        out.extend(self.not_split(node).map(|format| (COLLECTION_FORMAT.to_owned(), format)));
                    }
                    (_, Some(format)) => self.collection_format_of_3(node, format, out),
                    // As 2.0 means a list that says nothing: joined by commas.
                    (Fix::Parameter, None) if word.is_some() && is_list(node.value) && !says_style(out) => {
                        let place = out.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
                        self.joined(&node.site, &place, "", out);
                    }
                    (_, None) => {}
                }
            }
            Fix::Response if !has_content(map) => {
                let Some(schema) = map.get("schema") else { return };
                let site = node.site.join("schema");
                self.dated(OF_RESPONSE, OF_2, &site);
                let schema = self.schema(site, schema);
                self.answer_examples(node, &schema);
                self.media.are_produced = true;
                let produces = self.media.produces.clone();
                out.insert("content".to_owned(), Self::answer_content(node.value, &schema, &produces));
            }
            Fix::Body if !has_content(map) => {
                let Some(schema) = map.get("schema").filter(|schema| !schema.is_null()) else { return };
                let site = node.site.join("schema");
                self.media.are_consumed = true;
                let mut types = self.media.consumes.clone();
                if types.is_empty() {
                    types.push("application/json".to_owned());
                }
                let message = "a `schema` in a Request Body Object names no media type";
                let effect = format!("it is read as content in `{}`", types.join("`, `"));
                let help = "put it below its media type: `content: { application/json: { schema: … } }`";
                let diagnostic = Diagnostic::new(Code::ContentWithoutMediaType, message).at(&site);
                self.diagnostics.push(diagnostic.effect(effect).help(help));
                let schema = self.schema(site, schema);
                let content: Map<String, Value> =
                    types.into_iter().map(|name| (name, json!({ "schema": schema }))).collect();
                out.insert("content".to_owned(), Value::Object(content));
            }
            _ => {}
        }
    }

    /// `collectionFormat` beside a list, unless a style is stated as well.
    fn collection_format_of_3(&mut self, node: &Node<'a>, format: &str, out: &mut Map<String, Value>) {
        let site = node.site.join("collectionFormat");
        if says_style(out) || !self.is_of_lists(out.get("schema")) {
            self.format_says_nothing(&site);
            return;
        }
        self.dated("`collectionFormat`", OF_2, &site);
        let place = out.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.joined(&node.site, &place, format, out);
    }

    /// Whether what stands for a schema is one of lists.
    pub(super) fn is_of_lists(&self, schema: Option<&Value>) -> bool {
        let reference = schema.and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        let id = reference.and_then(SchemaTable::id_of).map(|id| self.table.follow(id));
        id.is_some_and(|id| self.table.get(id).types.single() == Some(JsonType::Array))
    }

    /// Reads an operation of 3.x, with what it says in words of 2.0: parameters that are its body or fields of its form
    /// (`shared` are those of its path), and media types.
    pub(in crate::document) fn with_words_of_2(
        &mut self,
        node: &Node<'a>,
        shared: &[Input<'a>],
    ) -> Walked<Map<String, Value>> {
        let stated = node.value.as_object().map(|map| self.stated_media(map, &node.site)).unwrap_or_default();
        let root = &self.swagger;
        let or = |own: Vec<String>, of_root: &[String]| if own.is_empty() { of_root.to_vec() } else { own };
        let media = Defaults {
            consumes: or(stated.consumes, &root.consumes),
            produces: or(stated.produces, &root.produces),
            ..Defaults::default()
        };
        // Operations of callbacks lie inside others.
        let around = (std::mem::replace(&mut self.media, media), std::mem::take(&mut self.in_body));
        let read = self.object_here(&OPERATION, node).and_then(|mut object| {
            self.body_of_2(node, shared, &mut object)?;
            Ok(object)
        });
        let media = std::mem::replace(&mut self.media, around.0);
        self.in_body = around.1;
        self.swagger.are_consumed |= media.are_consumed;
        self.swagger.are_produced |= media.are_produced;
        let unknown =
            |build: &mut Self, word: &str| build.unknown_field(&OPERATION, &node.site.join(word), (word, &Value::Null));
        let are_read = [media.are_consumed, media.are_produced];
        self.note_media_types(node.value.as_object(), &node.site, are_read, unknown);
        read
    }

    /// Notes `consumes` and `produces`, in this order, where they are read; `unknown` tells where they are not.
    fn note_media_types(
        &mut self,
        map: Option<&Map<String, Value>>,
        site: &Site,
        are_read: [bool; 2],
        unknown: impl Fn(&mut Self, &str),
    ) {
        let words = [("consumes", "`consumes`"), ("produces", "`produces`")];
        for ((word, name), is_read) in words.into_iter().zip(are_read) {
            match map.is_some_and(|map| map.contains_key(word)) {
                true if is_read => self.dated(name, OF_2, &site.join(word)),
                true => unknown(self, word),
                false => {}
            }
        }
    }

    /// The body that parameters make.
    fn body_of_2(&mut self, node: &Node<'a>, shared: &[Input<'a>], out: &mut Map<String, Value>) -> Walked<()> {
        let own = std::mem::take(&mut self.in_body);
        let inputs: Vec<Input<'a>> =
            shared.iter().filter(|input| !own.iter().any(|own| own.is_same(input))).chain(&own).cloned().collect();
        if out.contains_key("requestBody") {
            for input in &inputs {
                let diagnostic = Diagnostic::new(Code::DuplicateParameter, "an operation has but one body");
                self.diagnostics.push(diagnostic.at(&input.site).effect("`requestBody` is what is sent"));
            }
            return Ok(());
        }
        if !inputs.is_empty() {
            self.media.are_consumed = true;
            let consumes = self.media.consumes.clone();
            let (_, body) = self.swagger_request(&node.site, &inputs, &consumes)?;
            out.extend(body.map(|body| ("requestBody".to_owned(), body)));
        }
        Ok(())
    }

    /// Gives back an element of a list that is read, unless it is a parameter that makes a body, or a field of a form:
    /// that is kept for its operation.
    pub(in crate::document) fn unless_of_body(
        &mut self,
        shape: &Shape,
        site: &Site,
        value: &'a Value,
        mut object: Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        let name = match object.get("in").and_then(Value::as_str).filter(|_| shape.fix == Fix::Parameter) {
            Some("body") => IN_BODY,
            Some("formData") => IN_FORM,
            _ => return Some(object),
        };
        let Ok((site, value)) = self.within(site, value, |_, node| Ok((node.site, node.value))) else { return None };
        self.dated(name, OF_2, &site.join("in"));
        if let Some(format) = value.get("collectionFormat") {
            object.insert("collectionFormat".to_owned(), format.clone());
        }
        let input = Input { site, value, object };
        // Of bodies it is told where the one is chosen.
        match self.in_body.iter_mut().find(|known| name == IN_FORM && known.is_same(&input)) {
            Some(known) => {
                self.diagnostics.push(input.declared_twice());
                *known = input;
            }
            None => self.in_body.push(input),
        }
        None
    }

    /// Notes the fields of 2.0 at the root of a document of 3.x, once it is known whether they are read.
    pub(in crate::document) fn note_root_of_2(&mut self, root: &Map<String, Value>, site: &Site) {
        if self.version == Version::V2_0 {
            return;
        }
        let unknown = |build: &mut Self, word: &str| build.unknown_root_field((word, &Value::Null), site);
        let are_read = [self.swagger.are_consumed, self.swagger.are_produced];
        self.note_media_types(Some(root), site, are_read, unknown);
    }
}
