//! What the root of a 2.0 document says of all operations: media types and addresses.
//!
//! Input: the root. Output: [`Defaults`], and servers of 3.x.
//! Not here: operations.

use openapiv3::Server;
use serde_json::{Map, Value, json};

use super::grammar::PARAMETERIZED_HOST;
use crate::diag::{Code, Site};
use crate::document::build::Build;

/// What holds for operations that do not say otherwise.
#[derive(Default)]
pub(in crate::document) struct Defaults {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

impl Defaults {
    pub(in crate::document) fn of(root: &Map<String, Value>) -> Self {
        Self { consumes: texts(root.get("consumes")), produces: texts(root.get("produces")) }
    }
}

impl<'a> Build<'a> {
    /// The servers that `schemes`, `host` and `basePath` make; `https` first, since a client takes the first.
    pub(in crate::document) fn swagger_servers(&mut self, root: &'a Map<String, Value>, site: &Site) -> Vec<Server> {
        let base = root.get("basePath").and_then(Value::as_str).unwrap_or_default().trim_end_matches('/');
        let (host, variables, prefixed) = match root.get("x-ms-parameterized-host") {
            Some(value) => self.parameterized_host(&site.join("x-ms-parameterized-host"), value),
            None => (root.get("host").and_then(Value::as_str).unwrap_or_default().to_owned(), json!({}), true),
        };
        let mut schemes = texts(root.get("schemes"));
        schemes.sort_by_key(|scheme| scheme != "https");
        let urls = if host.is_empty() {
            // Without a host the address is that of the document, which nobody knows here.
            if base.is_empty() { Vec::new() } else { vec![base.to_owned()] }
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
            .collect()
    }

    /// The host's template, its variables, and whether the scheme goes before it.
    fn parameterized_host(&mut self, site: &Site, value: &'a Value) -> (String, Value, bool) {
        let object = match self.object(&PARAMETERIZED_HOST, site, value) {
            Ok(object) => object,
            Err(problem) => {
                self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, "the host"));
                return (String::new(), json!({}), true);
            }
        };
        let mut variables = Map::new();
        for (index, parameter) in object.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let site = site.join("parameters").index(index);
            let target = parameter.get("$ref").and_then(Value::as_str);
            let target =
                target.and_then(|text| crate::source::refs::resolve(self.sources, &site, text, &self.guesses).ok());
            let parameter = target.map_or(parameter, |target| target.value);
            let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
            let mut variable = json!({ "default": parameter.get("default").cloned().unwrap_or_else(|| json!("")) });
            for field in ["enum", "description"] {
                if let (Some(variable), Some(value)) = (variable.as_object_mut(), parameter.get(field)) {
                    variable.insert(field.to_owned(), value.clone());
                }
            }
            variables.insert(name.to_owned(), variable);
        }
        let host = object.get("hostTemplate").and_then(Value::as_str).unwrap_or_default().to_owned();
        (host, Value::Object(variables), object.get("useSchemePrefix") != Some(&Value::Bool(false)))
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
