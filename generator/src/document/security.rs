//! Security schemes and requirements.
//!
//! Input: `components.securitySchemes`, and `security` of the document or an operation. Output: `openapiv3`'s form.
//! Not here: which requirement an SDK serves (`lower`).

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, SecurityScheme};
use serde_json::{Map, Value};
use std::borrow::Cow;

use super::build::Build;
use super::dated::{OF_2, OF_3};
use super::grammar::SECURITY_SCHEME;
use super::problem::Problem;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Site};
use crate::source::refs;

/// The security schemes that requirements can mean.
pub(super) struct Schemes {
    /// Where the mapping of those that are declared stands.
    pub(super) site: Site,
    /// Their names.
    pub(super) declared: Vec<String>,
    /// Those that are required by a URI and stand elsewhere: their names, and the schemes that can be sent.
    pub(super) elsewhere: IndexMap<Site, (String, Option<ReferenceOr<SecurityScheme>>)>,
}

impl<'a> Build<'a> {
    /// All schemes that can be read. `mutualTLS` is taken out, since `openapiv3` does not know it.
    pub(super) fn security_schemes(
        &mut self,
        site: &Site,
        schemes: &'a Map<String, Value>,
    ) -> IndexMap<String, ReferenceOr<SecurityScheme>> {
        let mut out = IndexMap::new();
        for (name, value) in schemes.iter().filter(|(name, _)| !name.starts_with("x-")) {
            out.extend(self.read_scheme(name, &site.join(name), value).map(|scheme| (name.clone(), scheme)));
        }
        out
    }

    /// One scheme; nothing where it cannot be sent or read, which has been reported.
    fn read_scheme(&mut self, name: &str, site: &Site, value: &'a Value) -> Option<ReferenceOr<SecurityScheme>> {
        let object = if self.is_scheme_of_2(site, value) {
            self.swagger_security_scheme(site, value)
        } else {
            self.object(&SECURITY_SCHEME, site, value)
        };
        let read = object.and_then(|object| {
            if object.get("type").is_some_and(|kind| kind == "mutualTLS") {
                return Ok(None);
            }
            serde_json::from_value(Value::Object(object))
                .map(Some)
                .map_err(|error| Problem::new(site, error.to_string()))
        });
        match read {
            Ok(Some(scheme)) => return Some(ReferenceOr::Item(scheme)),
            Ok(None) => self.diagnostics.push(
                Diagnostic::new(Code::UnsupportedSecurity, format!("`{name}` (mutualTLS) is settled below HTTP"))
                    .at(site)
                    .effect("the client sends no credential for it")
                    .help("give the client its certificate: `ClientOptions::client_certificate`"),
            ),
            Err(problem) => {
                let what = format!("the security scheme `{name}`");
                self.diagnostics.push(problem.into_diagnostic(Code::SecuritySchemeDropped, &what));
            }
        }
        None
    }

    /// Whether a scheme is said in the words of 2.0, whatever the version of the document.
    fn is_scheme_of_2(&mut self, site: &Site, value: &'a Value) -> bool {
        // Where 2.0 keeps them they are 2.0's.
        let is_there = site.pointer.as_str().starts_with("/securityDefinitions/");
        let is_two = is_there || self.version_at(site) == Version::V2_0;
        let Ok((site, value)) = self.within(site, value, |_, node| Ok((node.site, node.value))) else { return is_two };
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
        let has = |field: &str| value.get(field).is_some_and(|value| !value.is_null());
        let (name, place) = match (is_two, kind) {
            (false, "oauth2") if has("flow") && !has("flows") => ("`flow` of a security scheme", "flow"),
            (true, "http") => ("the security scheme `http`", "type"),
            (true, "openIdConnect") => ("the security scheme `openIdConnect`", "type"),
            (true, "mutualTLS") => ("the security scheme `mutualTLS`", "type"),
            (true, "oauth2") if has("flows") && !has("flow") => ("`flows` of a security scheme", "flows"),
            _ => return is_two,
        };
        self.dated(name, if is_two { OF_3 } else { OF_2 }, &site.join(place));
        !is_two
    }

    /// The name of the scheme that a requirement means. From 3.2 on it may be the URI of one (OpenAPI 3.2, "Security
    /// Requirement Object"); what is declared under that name goes before.
    fn scheme_name(&mut self, site: &Site, stated: &str) -> String {
        let is_uri = stated.contains(['#', '/']) && !self.schemes.declared.iter().any(|name| name == stated);
        let target = is_uri.then(|| refs::resolve(self.sources, site, stated, &self.guesses).ok()).flatten();
        let Some(target) = target else { return stated.to_owned() };
        let Some(name) = target.site.pointer.steps().last().map(Cow::into_owned) else { return stated.to_owned() };
        if target.site == self.schemes.site.join(&name) {
            return name;
        }
        if let Some((name, _)) = self.schemes.elsewhere.get(&target.site) {
            return name.clone();
        }
        let is_taken = |name: &str| {
            self.schemes.declared.iter().any(|known| known == name)
                || self.schemes.elsewhere.values().any(|(known, _)| known == name)
        };
        let free = (2_u32..).map(|number| format!("{name}{number}"));
        let Some(name) = std::iter::once(name.clone()).chain(free).find(|name| !is_taken(name)) else { return name };
        let scheme = self.read_scheme(&name, &target.site, target.value);
        self.schemes.elsewhere.insert(target.site, (name.clone(), scheme));
        name
    }

    /// `security`: a list of mappings from scheme names to lists of scopes. A single mapping is taken as a list of
    /// one.
    pub(super) fn security(&mut self, site: &Site, value: &'a Value) -> Option<Value> {
        let list = match value {
            Value::Array(list) => list.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            other => return self.wrong_kind(site, other, "a list of mappings"),
        };
        if value.is_object() {
            let message = "`security` must be a list of mappings, but is a mapping";
            let diagnostic = Diagnostic::new(Code::WrongKind, message).at(site);
            let help = "put a `- ` in front of the first scheme";
            self.diagnostics.push(diagnostic.effect("it is read as a list of that mapping").help(help));
        }
        let mut out = Vec::new();
        for (index, requirement) in list.iter().enumerate() {
            let Value::Object(map) = requirement else {
                self.wrong_kind(&site.index(index), requirement, "a mapping from scheme names to lists of scopes");
                continue;
            };
            let mut schemes = Map::new();
            for (name, scopes) in map {
                let scopes = scopes.as_array().into_iter().flatten().filter(|scope| scope.is_string());
                let scopes = Value::Array(scopes.cloned().collect());
                schemes.insert(self.scheme_name(site, name), scopes);
            }
            out.push(Value::Object(schemes));
        }
        Some(Value::Array(out))
    }
}
