//! Rules for single objects that the table of the grammar cannot say.
//!
//! Input: an object whose fields are already of the right kinds. Output: the same, as `openapiv3` wants it.
//! Not here: anything that concerns more than one object.

use serde_json::{Map, Value, json};

use super::build::Build;
use super::problem::Problem;
use super::version::Version;
use super::walk::Walked;
use crate::diag::{Change, Code, Diagnostic, Site};
use crate::source::refs::nearest;

/// Which rule an object has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fix {
    None,
    Parameter,
    Header,
    Encoding,
    Example,
    SecurityScheme,
    Operation,
    Body,
    Response,
}

/// Where what `openapiv3` has no place for, or reads less freely than it is written, is kept: extensions of the answer.
pub(crate) const LINKS: &str = "x-links";
/// The `produces` of 2.0, of a response that has no schema.
pub(crate) const PRODUCES: &str = "x-produces";
/// Extensions of the parameter.
pub(crate) const COOKIE_STYLE: &str = "x-cookie-style";
pub(crate) const ALLOW_RESERVED: &str = "x-allow-reserved";
pub(crate) const WHOLE_QUERY: &str = "x-whole-query";
/// The `collectionFormat` of 2.0, where 3.x has no style that is the same: of parameters, of the encoding of a form's
/// fields, and of headers that cannot be taken apart.
pub(crate) const COLLECTION_FORMAT: &str = "x-collection-format";

const LOCATIONS: [&str; 5] = ["query", "querystring", "header", "path", "cookie"];
pub(super) const LOCATIONS_OF_2: [&str; 5] = ["query", "header", "path", "formData", "body"];
const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

impl Build<'_> {
    pub(super) fn fix(&mut self, fix: Fix, site: &Site, object: &mut Map<String, Value>) -> Walked<()> {
        match fix {
            Fix::None | Fix::Response => Ok(()),
            Fix::Parameter => self.parameter(site, object),
            Fix::Header => {
                self.style(site, object, &["simple"]);
                self.schema_or_content(site, object);
                Ok(())
            }
            Fix::Encoding => {
                self.style(site, object, QUERY_STYLES);
                // `openapiv3` cannot say "unstated"; the default depends on the style.
                let form = object.get("style").is_none_or(|style| style == "form");
                object.entry("explode").or_insert(Value::Bool(form));
                Ok(())
            }
            // 3.2 has two words for what `value` could be; the second is text as it is sent.
            Fix::Example => {
                if let Some(value) = object.remove("dataValue").or_else(|| object.remove("serializedValue")) {
                    object.entry("value").or_insert(value);
                }
                object.remove("serializedValue");
                Ok(())
            }
            Fix::Operation => {
                if object.get("operationId").is_some_and(|id| id == "") {
                    let message = "`operationId` must be a text with something in it";
                    let diagnostic = Diagnostic::new(Code::WrongKind, message).at(&site.join("operationId"));
                    let mend = self.mend(&site.join("operationId"), Change::Remove);
                    let help = "give the operation a name, or leave `operationId` out";
                    self.diagnostics.push(diagnostic.effect("it is ignored").help(help).mend(mend));
                    object.remove("operationId");
                }
                Ok(())
            }
            Fix::Body => {
                if object.get("content").and_then(Value::as_object).is_none_or(Map::is_empty) {
                    let message = "a Request Body Object needs the field `content`, with a media type in it";
                    let diagnostic = Diagnostic::new(Code::MissingField, message).at(site);
                    let help = "say what is sent: `content: { application/json: { schema: … } }`";
                    self.diagnostics.push(diagnostic.effect("the method sends no body").help(help));
                    object.insert("content".to_owned(), json!({}));
                }
                Ok(())
            }
            Fix::SecurityScheme => self.security_scheme(site, object),
        }
    }

    /// Reads a word in capitals that is one of these.
    pub(super) fn spelt(&mut self, site: &Site, object: &mut Map<String, Value>, key: &str, words: &[&'static str]) {
        let written = text(object, key);
        let meant = words.iter().find(|word| written.eq_ignore_ascii_case(word)).filter(|word| **word != written);
        let Some(meant) = meant.copied() else { return };
        let place = site.join(key);
        let diagnostic =
            Diagnostic::new(Code::WrongKeywordValue, format!("`{key}` must be `{meant}`, but is `{written}`"));
        let mend = self.mend(&place, Change::Update(json!(meant)));
        let help = format!("write `{key}: {meant}`");
        self.diagnostics.push(diagnostic.at(&place).effect(format!("it is read as `{meant}`")).help(help).mend(mend));
        object.insert(key.to_owned(), json!(meant));
    }

    fn parameter(&mut self, site: &Site, object: &mut Map<String, Value>) -> Walked<()> {
        self.spelt(site, object, "in", &["query", "path", "header", "cookie", "querystring", "body", "formData"]);
        if text(object, "in") == "querystring" {
            querystring(site, object)?;
            self.schema_or_content(site, object);
            return Ok(());
        }
        let location = text(object, "in").to_owned();
        let styles: &[&str] = match location.as_str() {
            "query" => QUERY_STYLES,
            "path" => &["simple", "label", "matrix"],
            "header" => &["simple"],
            // 3.2's own style of cookies, which `openapiv3` does not know.
            "cookie" if text(object, "style") == "cookie" => {
                object.remove("style");
                object.insert(COOKIE_STYLE.to_owned(), Value::Bool(true));
                &["form"]
            }
            "cookie" => &["form"],
            // 2.0's: whoever holds it makes a body of it.
            "body" | "formData" => return Ok(()),
            other => {
                let problem = Problem::new(&site.join("in"), format!("a parameter cannot be in `{other}`"));
                let known = if self.version_at(site) == Version::V2_0 { LOCATIONS_OF_2 } else { LOCATIONS };
                return Err(match nearest(other, known) {
                    Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                    None => problem.with_help(format!("it can be in `{}`", known.join("`, `"))),
                });
            }
        };
        if location == "path" && object.get("required") != Some(&Value::Bool(true)) {
            let message = format!("the path parameter `{}` must say `required: true`", text(object, "name"));
            let mend = self.mend(site, Change::Update(json!({ "required": true })));
            let diagnostic = Diagnostic::new(Code::MissingField, message).at(site).effect("it is required");
            self.diagnostics.push(diagnostic.mend(mend));
            object.insert("required".to_owned(), Value::Bool(true));
        }
        // Before 3.2, it says something of queries alone.
        let can_be_reserved = location == "query" || self.version_at(site) >= Version::V3_2;
        if can_be_reserved && object.get("allowReserved") == Some(&Value::Bool(true)) {
            object.insert(ALLOW_RESERVED.to_owned(), Value::Bool(true));
        }
        self.style(site, object, styles);
        self.schema_or_content(site, object);
        Ok(())
    }

    /// Takes out a style that the object cannot have.
    fn style(&mut self, site: &Site, object: &mut Map<String, Value>, styles: &[&str]) {
        let Some(Value::String(style)) = object.get("style") else { return };
        if styles.contains(&style.as_str()) {
            return;
        }
        let default = styles.first().copied().unwrap_or_default();
        let message = format!("the style `{style}` does not exist here");
        let help = match nearest(style, styles.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("here it can be `{}`", styles.join("`, `")),
        };
        let diagnostic = Diagnostic::new(Code::UnknownStyle, message).at(&site.join("style"));
        self.diagnostics.push(diagnostic.effect(format!("it is sent as `{default}`")).help(help));
        object.remove("style");
    }

    /// `openapiv3` wants exactly one of the two.
    fn schema_or_content(&mut self, site: &Site, object: &mut Map<String, Value>) {
        if object.get("content").is_some_and(|content| content.as_object().is_none_or(Map::is_empty)) {
            object.remove("content");
        }
        if object.contains_key("schema") {
            if object.remove("content").is_some() {
                let message = "this has both `schema` and `content`, of which only one can hold";
                let diagnostic = Diagnostic::new(Code::SchemaAndContent, message).at(site);
                self.diagnostics.push(diagnostic.effect("`schema` is read").help("take one of the two out"));
            }
            return;
        }
        if object.contains_key("content") {
            return;
        }
        let diagnostic = Diagnostic::new(Code::ParameterWithoutSchema, "this has neither `schema` nor `content`")
            .at(site)
            .effect("its value becomes untyped");
        self.diagnostics.push(diagnostic);
        let any = self.any_value(site.join("schema"), "there is no schema");
        object.insert("schema".to_owned(), any);
    }
}

/// 3.2's parameter that is the whole query. A form of properties is what an exploded object in a query is.
fn querystring(site: &Site, object: &mut Map<String, Value>) -> Walked<()> {
    let Some((name, media)) =
        object.get("content").and_then(Value::as_object).and_then(|content| content.iter().next())
    else {
        return Err(Problem::new(site, "a parameter in `querystring` needs `content`")
            .with_help("`application/x-www-form-urlencoded` is a form, `application/json` the text of a value"));
    };
    if name.starts_with("application/x-www-form-urlencoded") {
        let schema = media.get("schema").cloned();
        object.remove("content");
        if let Some(schema) = schema {
            object.insert("schema".to_owned(), schema);
        }
        object.insert("style".to_owned(), json!("form"));
        object.insert("explode".to_owned(), json!(true));
    } else {
        object.insert(WHOLE_QUERY.to_owned(), Value::Bool(true));
    }
    object.insert("in".to_owned(), json!("query"));
    Ok(())
}

/// Which fields belong to which type of security scheme.
const OF_SCHEMES: [(&str, &[&str]); 5] = [
    ("apiKey", &["name", "in"]),
    ("http", &["scheme", "bearerFormat"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
    ("mutualTLS", &[]),
];

impl Build<'_> {
    fn security_scheme(&mut self, site: &Site, object: &mut Map<String, Value>) -> Walked<()> {
        self.spelt(site, object, "type", &OF_SCHEMES.map(|(name, _)| name));
        self.spelt(site, object, "in", &["query", "header", "cookie"]);
        let kind = text(object, "type").to_owned();
        let Some((_, fields)) = OF_SCHEMES.iter().find(|(name, _)| *name == kind) else {
            let types = OF_SCHEMES.map(|(name, _)| name);
            let problem = Problem::new(&site.join("type"), format!("there is no security scheme of type `{kind}`"));
            return Err(match (kind.as_str(), nearest(&kind, types)) {
                ("basic", _) => {
                    let mend = self.mend(site, Change::Update(json!({ "type": "http", "scheme": "basic" })));
                    let help = "that is OpenAPI 2.0; from 3.0 on, write `type: http` and `scheme: basic`";
                    Problem { mend: mend.map(Box::new), ..problem.with_help(help) }
                }
                (_, Some(near)) => problem.with_help(format!("did you mean `{near}`?")),
                (_, None) => problem.with_help(format!("the types are `{}`", types.join("`, `"))),
            });
        };
        let needed: &[&str] = if kind == "http" { &["scheme"] } else { fields };
        for field in needed {
            // Of flows that are there, this may be one that is not read.
            if object.get(*field).is_some_and(|value| *field == "flows" || value != "") {
                continue;
            }
            let message = format!("a scheme of type `{kind}` needs the field `{field}`");
            match kind.as_str() {
                // How a token is had is the caller's business then; how it is sent is known.
                "oauth2" | "openIdConnect" => {
                    let diagnostic = Diagnostic::new(Code::MissingField, message).at(site);
                    let effect = "the client is given a token, and sends it as a bearer token; it cannot fetch one";
                    self.diagnostics.push(diagnostic.effect(effect).help(scheme_help(field)));
                    object.insert((*field).to_owned(), if *field == "flows" { json!({}) } else { json!("") });
                }
                _ => return Err(Problem::new(site, message).with_help(scheme_help(field))),
            }
        }
        if kind == "apiKey" && !["query", "header", "cookie"].contains(&text(object, "in")) {
            let message = format!("a key cannot be in `{}`", text(object, "in"));
            return Err(Problem::new(&site.join("in"), message).with_help("it can be in `query`, `header` or `cookie`"));
        }
        for (other, theirs) in OF_SCHEMES.iter().filter(|(name, _)| *name != kind) {
            for field in theirs.iter().filter(|field| object.contains_key(**field)) {
                let place = site.join(field);
                let message = format!("`{field}` belongs to schemes of type `{other}`, and this is of type `{kind}`");
                let help = format!("leave `{field}` out, or write `type: {other}`");
                let mend = self.mend(&place, Change::Remove);
                let diagnostic = Diagnostic::new(Code::UnknownField, message).at(&place);
                self.diagnostics.push(diagnostic.effect("it says nothing").help(help).mend(mend));
            }
        }
        Ok(())
    }
}

/// What a field of a security scheme is for, ready to be pasted.
fn scheme_help(field: &str) -> &'static str {
    match field {
        "name" => "say what the header, query parameter or cookie is called: `name: X-Api-Key`",
        "in" => "say where the key goes: `in: header`, `in: query` or `in: cookie`",
        "scheme" => "say which scheme of HTTP it is: `scheme: bearer` or `scheme: basic`",
        "flows" => "say how a token is had: `flows: { clientCredentials: { tokenUrl: …, scopes: {} } }`",
        _ => "say where the provider is described: `openIdConnectUrl: https://…/.well-known/openid-configuration`",
    }
}

fn text<'o>(object: &'o Map<String, Value>, field: &str) -> &'o str {
    object.get(field).and_then(Value::as_str).unwrap_or_default()
}
