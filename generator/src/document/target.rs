//! Whether a reference leads to the kind of object that is wanted where it stands.
//!
//! Input: where a reference stands and leads, and what is wanted there. Output: what is found there instead, with what
//! can be made of it. Not here: references that lead nowhere (`source::refs`).
//!
//! What kind of object stands at a place is told by the place, since `#/components/schemas` holds nothing but schemas;
//! elsewhere only a schema is known by what it says. An object that looks like what is wanted is taken as that wherever
//! it stands.

use serde_json::{Map, Value, json};
use std::borrow::Cow;

use super::build::Build;
use super::grammar::{
    HEADER, LINK, MEDIA_TYPE, METHODS, OPERATION, PARAMETER, PATH_ITEM, REQUEST_BODY, RESPONSE, SECURITY_SCHEME, Shape,
};
use super::media::{essence, is_json};
use super::problem::Problem;
use super::version::Version;
use super::walk::{Node, Walked};
use crate::diag::{Code, Diagnostic, Site};
use crate::source::refs::Target;

/// What a schema is called beside the objects of the grammar.
const SCHEMA: &str = "Schema Object";
/// The whole of a file that is a description.
const DESCRIPTION: &str = "OpenAPI Object";

/// The mappings of `components` whose objects are told from others, and what they hold.
const GROUPS: [(&str, &str); 6] = [
    ("schemas", SCHEMA),
    ("responses", RESPONSE.name),
    ("parameters", PARAMETER.name),
    ("requestBodies", REQUEST_BODY.name),
    ("headers", HEADER.name),
    ("pathItems", PATH_ITEM.name),
];

/// The fields of which an object has one at least, so that it can be what is wanted.
fn looks_like(wanted: &str, value: &Value) -> bool {
    let has = |fields: &[&str]| fields.iter().any(|field| value.get(field).is_some());
    match wanted {
        SCHEMA => {
            let keywords = ["type", "properties", "items", "allOf", "oneOf", "anyOf", "enum", "const", "format"];
            // A parameter of 2.0 describes its value itself.
            has(&keywords) && !has(&["openapi", "swagger"])
        }
        name if name == PARAMETER.name => has(&["in"]) && has(&["name"]),
        name if name == RESPONSE.name => has(&["content", "headers", "schema", "links"]) && !has(&["in"]),
        name if name == REQUEST_BODY.name => has(&["content"]),
        name if name == HEADER.name => has(&["schema", "content"]),
        name if name == MEDIA_TYPE.name => {
            has(&["schema", "itemSchema"]) || (has(&["example", "examples"]) && !looks_like(SCHEMA, value))
        }
        name if name == PATH_ITEM.name => has(&METHODS) || has(&["$ref", "additionalOperations"]),
        name if name == OPERATION.name => has(&["responses", "requestBody", "operationId"]),
        name if name == LINK.name => has(&["operationId", "operationRef"]),
        name if name == SECURITY_SCHEME.name => {
            has(&["type"]) && has(&["in", "scheme", "flow", "flows", "openIdConnectUrl"])
        }
        _ => true,
    }
}

/// Whether what stands at a place that tells nothing is a schema, and cannot be what is wanted.
fn is_but_a_schema(wanted: &str, value: &Value) -> bool {
    let others = [RESPONSE.name, REQUEST_BODY.name, HEADER.name, PARAMETER.name, MEDIA_TYPE.name, PATH_ITEM.name];
    others.contains(&wanted) && looks_like(SCHEMA, value) && !looks_like(wanted, value)
}

fn has_content(value: &Value) -> bool {
    value.get("content").and_then(Value::as_object).is_some_and(|content| !content.is_empty())
}

/// The one schema of an object that holds one: of a response or body, that of its JSON, whatever its type is called, or of
/// its only media type.
pub(super) fn schema_within<'a>(target: &Target<'a>) -> Option<(Site, &'a Value)> {
    let own = |site: &Site, value: &'a Value| Some((site.join("schema"), value.get("schema")?));
    let content = target.value.get("content").and_then(Value::as_object);
    let of_content = content.and_then(|content| {
        let json = content.get_key_value("application/json");
        let json = json.or_else(|| content.iter().find(|(name, _)| is_json(&essence(name))));
        let (name, media) = json.or_else(|| content.iter().next().filter(|_| content.len() == 1))?;
        own(&target.site.join("content").join(name), media)
    });
    of_content.or_else(|| own(&target.site, target.value))
}

impl<'a> Build<'a> {
    /// The kind of the object at a place, where the place tells.
    fn kind_at(&self, site: &Site) -> Option<&'static str> {
        let file = self.sources.files.get(&site.file)?;
        let version = Version::of(&file.tree);
        let steps: Vec<Cow<'_, str>> = site.pointer.steps().collect();
        let steps: Vec<&str> = steps.iter().map(|step| &**step).collect();
        let group = |name: &str| GROUPS.iter().find(|(group, _)| *group == name).map(|(_, kind)| *kind);
        match (version, steps.as_slice()) {
            (_, ["components", name, _]) | (Some(_), [name @ ("parameters" | "responses"), _]) => group(name),
            (Some(_), []) => Some(DESCRIPTION),
            (Some(_), ["definitions", _]) => Some(SCHEMA),
            (Some(_), ["paths" | "webhooks", _]) => Some(PATH_ITEM.name),
            (Some(_), ["paths" | "webhooks", _, method]) if METHODS.contains(method) => Some(OPERATION.name),
            _ => None,
        }
    }

    /// What stands where a reference leads in place of what is wanted.
    fn instead(&self, wanted: &str, site: &Site, value: &Value) -> Option<Instead> {
        let by_content = || is_but_a_schema(wanted, value).then_some(SCHEMA);
        let found = self.kind_at(site).or_else(by_content).filter(|found| *found != wanted)?;
        Some(Instead { found, is_alike: looks_like(wanted, value) })
    }

    /// Says of a reference that it leads through another one.
    pub(super) fn passed_through(&mut self, at: &Site, reference: &str, target: &Target<'_>) {
        let Some(through) = &target.through else { return };
        let message = format!("`{reference}` leads through another reference");
        let place = if target.site.file == at.file { "" } else { &*target.site.file };
        self.diagnostics.push(
            Diagnostic::new(Code::PointerThroughReference, message)
                .at(at)
                .related(&through.join("$ref"), "this one")
                .effect("it is followed")
                .help(format!("refer to the place itself: `{place}{}`", target.site.pointer)),
        );
    }

    /// The finding at a reference in place of a schema, if it leads to what is none.
    pub(super) fn not_a_schema(&self, reference: &str, target: &Site, value: &Value) -> Option<Diagnostic> {
        let instead = self.instead(SCHEMA, target, value).filter(|instead| !instead.is_alike)?;
        let help = match instead.found {
            DESCRIPTION => "`#` alone is the whole document; a schema is `#/components/schemas/…`".to_owned(),
            found if (found == RESPONSE.name || found == REQUEST_BODY.name) && !has_content(value) => {
                "it has no content, so it has no schema to refer to: give it some, or describe the value here"
                    .to_owned()
            }
            _ => format!("refer to the schema itself, as in `{reference}/…/schema`"),
        };
        Some(instead.diagnostic(reference, SCHEMA).help(help))
    }

    /// The finding at a reference in place of a schema that leads to a parameter of 2.0, which describes its value itself.
    pub(super) fn parameter_as_schema(&self, reference: &str, target: &Site, value: &Value) -> Option<Diagnostic> {
        let instead = self.instead(SCHEMA, target, value)?;
        let is_described = instead.is_alike && instead.found == PARAMETER.name && value.get("schema").is_none();
        let diagnostic = is_described.then(|| instead.diagnostic(reference, SCHEMA))?;
        let help = format!("put `$ref: '{reference}'` in the place of the whole parameter, or describe the value here");
        let diagnostic = Diagnostic { code: Code::ReadAsAnotherKind, ..diagnostic };
        Some(diagnostic.effect("what it says of its value is read as the schema").help(help))
    }

    /// Holds what a reference leads to against the shape that is wanted. What is given takes the place of what was found:
    /// a schema where something is wanted that has one is that of its JSON.
    pub(super) fn as_wanted(&mut self, shape: &Shape, node: &Node<'a>) -> Walked<Option<Map<String, Value>>> {
        let Some((at, reference)) = &node.via else { return Ok(None) };
        let Some(instead) = self.instead(shape.name, &node.site, node.value) else { return Ok(None) };
        let has = |name: &str| shape.fields.iter().any(|field| field.name == name);
        let diagnostic = instead.diagnostic(reference, shape.name);
        if instead.is_alike {
            let diagnostic = Diagnostic { code: Code::ReadAsAnotherKind, ..diagnostic };
            let effect = format!("it has what a {} has, and is read as one", shape.name);
            self.diagnostics.push(diagnostic.at(at).effect(effect));
            return Ok(None);
        }
        if instead.found != SCHEMA || shape.name == PARAMETER.name || !(has("schema") || has("content")) {
            return Err(Problem::of_reference(at, diagnostic));
        }
        let diagnostic = Diagnostic { code: Code::ReadAsAnotherKind, ..diagnostic };
        let schema = format!("schema: {{ $ref: '{reference}' }}");
        let (effect, help) = if has("schema") {
            ("it is read as the schema of its values", format!("write `{{ {schema} }}`"))
        } else {
            ("it is read as content in JSON", format!("write `content: {{ application/json: {{ {schema} }} }}`"))
        };
        self.diagnostics.push(diagnostic.at(at).effect(effect).help(help));
        let schema = self.schema(node.site.clone(), node.value);
        let mut out = Map::new();
        if has("description") {
            out.insert("description".to_owned(), json!(""));
        }
        if has("schema") {
            out.insert("schema".to_owned(), schema);
        } else {
            out.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
        }
        Ok(Some(out))
    }
}

/// What was found in place of what is wanted.
struct Instead {
    found: &'static str,
    /// Whether it can be read as what is wanted all the same.
    is_alike: bool,
}

impl Instead {
    fn diagnostic(&self, reference: &str, wanted: &str) -> Diagnostic {
        let message = format!("`{reference}` is {}, and {} is wanted", with_article(self.found), with_article(wanted));
        Diagnostic::new(Code::ReferenceToAnotherKind, message)
    }
}

/// `a Parameter Object`, `an Operation Object`.
pub(super) fn with_article(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {name}")
}
