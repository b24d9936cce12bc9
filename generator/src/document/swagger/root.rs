//! What the root of a 2.0 document says of all operations: media types and addresses.
//!
//! Input: the root. Output: [`Defaults`], and servers of 3.x.
//! Not here: operations.

use openapiv3::Server;
use serde_json::{Map, Value, json};

use super::grammar::PARAMETERIZED_HOST;
use crate::diag::{Change, Code, Diagnostic, Site};
use crate::document::build::Build;
use crate::document::grammar::Kind;
use crate::document::keyword_values::kind_of;

/// What holds for operations that do not say otherwise.
#[derive(Default)]
pub(in crate::document) struct Defaults {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
    /// Whether something was read by them, which in documents of 3.x is not so unless other words of 2.0 stand there.
    pub(super) are_consumed: bool,
    pub(super) are_produced: bool,
}

impl<'a> Build<'a> {
    /// What the root or an operation says of media types.
    pub(in crate::document) fn stated_media(&mut self, map: &'a Map<String, Value>, site: &Site) -> Defaults {
        let consumes = self.texts_of(map, site, "consumes");
        Defaults { consumes, produces: self.texts_of(map, site, "produces"), ..Defaults::default() }
    }

    /// A list of texts; a text alone is read as such a list, and what is no text is told.
    fn texts_of(&mut self, map: &'a Map<String, Value>, site: &Site, key: &str) -> Vec<String> {
        let site = site.join(key);
        let list = match map.get(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(value) => match self.value(Kind::Texts, site.clone(), value) {
                Ok(Some(Value::Array(list))) => list,
                _ => return Vec::new(),
            },
        };
        let mut texts = Vec::new();
        for (index, value) in list.into_iter().enumerate() {
            if let Value::String(text) = value {
                texts.push(text);
                continue;
            }
            let message = format!("an entry of `{key}` must be a text, but is {}", kind_of(&value));
            let diagnostic = Diagnostic::new(Code::WrongKind, message).at(&site.index(index));
            self.diagnostics.push(diagnostic.effect("it is ignored"));
        }
        texts
    }

    /// A text of the root; a number is read as one, with a word.
    fn address(&mut self, root: &'a Map<String, Value>, site: &Site, key: &str) -> String {
        let Some(value) = root.get(key).filter(|value| !value.is_null()) else { return String::new() };
        let site = site.join(key);
        let text = self.plain_text(&site, value).unwrap_or_default();
        if value.is_number() || value.is_boolean() {
            self.read_as(&site, value, "a text", &json!(text));
        }
        text.trim().to_owned()
    }

    /// The servers that `schemes`, `host` and `basePath` make; `https` first, since a client takes the first.
    pub(in crate::document) fn swagger_servers(
        &mut self,
        root: &'a Map<String, Value>,
        site: &Site,
    ) -> Vec<(Site, Server)> {
        let mut base = self.address(root, site, "basePath").trim_end_matches('/').to_owned();
        if !base.is_empty() && !base.starts_with('/') {
            base.insert(0, '/');
        }
        let mut schemes = self.texts_of(root, site, "schemes");
        let mut place = site.join("host");
        let (host, variables, prefixed) = match root.get("x-ms-parameterized-host").filter(|value| !value.is_null()) {
            Some(value) => {
                place = site.join("x-ms-parameterized-host");
                self.parameterized_host(&place, value)
            }
            None => {
                let host = self.address(root, site, "host");
                let stated = Stated::of(&host);
                if let Some(scheme) = stated.scheme.filter(|_| schemes.is_empty()) {
                    schemes.push(scheme.to_ascii_lowercase());
                }
                // `a.example/v1` with the base path `/v1` says it twice.
                let is_said =
                    base.strip_prefix(stated.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                if !is_said {
                    base.insert_str(0, stated.path);
                }
                if stated.host != host {
                    self.more_than_a_host(&place, &host, stated.host, &base);
                }
                (stated.host.to_owned(), json!({}), true)
            }
        };
        if host.is_empty() {
            place = site.join("basePath");
        }
        schemes.sort_by_key(|scheme| scheme != "https");
        let urls = if host.is_empty() {
            // Without a host the address is that of the document, which nobody knows here.
            if base.is_empty() { Vec::new() } else { vec![base] }
        } else if !prefixed {
            vec![format!("{host}{base}")]
        } else {
            if schemes.is_empty() {
                schemes.push("https".to_owned());
            }
            schemes.iter().map(|scheme| format!("{scheme}://{host}{base}")).collect()
        };
        urls.into_iter()
            .filter_map(|url| serde_json::from_value(json!({ "url": url, "variables": variables })).ok())
            .map(|server| (place.clone(), server))
            .collect()
    }

    fn more_than_a_host(&mut self, site: &Site, stated: &str, host: &str, base: &str) {
        let message = format!("`host` is the name of a host and perhaps a port, but this is `{stated}`");
        let mend = self.mend(site, Change::Update(json!(host)));
        self.diagnostics.push(
            Diagnostic::new(Code::HostWithMore, message)
                .at(site)
                .effect(format!("it is read as `{host}`, and the address goes on with `{base}/`"))
                .help(format!("write `host: {host}`; a scheme belongs to `schemes`, a path to `basePath`"))
                .mend(mend.filter(|_| Stated::of(stated).path.is_empty())),
        );
    }

    /// The host's template, its variables, and whether one of `schemes` goes before it.
    fn parameterized_host(&mut self, site: &Site, value: &'a Value) -> (String, Value, bool) {
        let object = match self.object(&PARAMETERIZED_HOST, site, value) {
            Ok(object) => object,
            Err(problem) => {
                self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, "the host"));
                return (String::new(), json!({}), true);
            }
        };
        let host = object.get("hostTemplate").and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_prefixed = !host.contains("://") && self.is_prefixed(site, &object, &host);
        // Without a scheme before it, an address begins with what its first variable says.
        let first = host.strip_prefix('{').and_then(|rest| rest.split_once('}')).filter(|_| !is_prefixed);
        let mut variables = Map::new();
        for (index, parameter) in object.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let site = site.join("parameters").index(index);
            let target = parameter.get("$ref").and_then(Value::as_str);
            let target =
                target.and_then(|text| crate::source::refs::resolve(self.sources, &site, text, &self.guesses).ok());
            let (site, parameter) = target.map_or((site, parameter), |target| (target.site, target.value));
            let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
            let default = parameter.get("default").map(|value| self.value_of_host(&site.join("default"), value));
            let mut variable = json!({ "default": default.unwrap_or_default() });
            let mut say =
                |field: &str, value: Value| variable.as_object_mut().map(|map| map.insert(field.to_owned(), value));
            if let Some(Value::Array(values)) = parameter.get("enum") {
                let site = site.join("enum");
                let values = values.iter().enumerate();
                say("enum", values.map(|(at, value)| json!(self.value_of_host(&site.index(at), value))).collect());
            }
            let description = parameter.get("description").and_then(Value::as_str);
            let scheme = first.filter(|(first, _)| *first == name).map(|_| "The scheme belongs to it: `https://`.");
            let said: Vec<&str> = description.into_iter().chain(scheme).collect();
            if !said.is_empty() {
                say("description", json!(said.join("\n\n")));
            }
            variables.insert(name.to_owned(), variable);
        }
        (host, Value::Object(variables), is_prefixed)
    }

    /// A value of a variable, which stands in a URL.
    fn value_of_host(&mut self, site: &Site, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => self.written(site, value),
            other => {
                self.wrong_kind(site, other, "a text");
                String::new()
            }
        }
    }

    /// Whether one of `schemes` goes before a host's template. It does unless something in the template can be one.
    fn is_prefixed(&mut self, site: &Site, object: &Map<String, Value>, host: &str) -> bool {
        if object.get("useSchemePrefix") != Some(&Value::Bool(false)) {
            return true;
        }
        if host.starts_with('{') {
            return false;
        }
        let message = format!("no scheme goes before `{host}`, and there is none in it");
        let diagnostic = Diagnostic::new(Code::HintIgnored, message).at(&site.join("useSchemePrefix"));
        let help = "leave `useSchemePrefix` out, or begin `hostTemplate` with `https://` or a variable";
        self.diagnostics.push(diagnostic.effect("one of `schemes` goes before it all the same").help(help));
        true
    }
}

/// What a `host` says that is more than one: `https://a.example/v1` is a URL.
struct Stated<'t> {
    scheme: Option<&'t str>,
    host: &'t str,
    /// Without a slash at its end.
    path: &'t str,
}

impl<'t> Stated<'t> {
    fn of(text: &'t str) -> Self {
        let (scheme, rest) = match text.split_once("//") {
            Some(("", rest)) => (None, rest),
            Some((scheme, rest)) if scheme.ends_with(':') => (scheme.strip_suffix(':'), rest),
            _ => (None, text),
        };
        // What follows a path is no part of an address that others are made of.
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        Self { scheme, host, path: path.trim_end_matches('/') }
    }
}
