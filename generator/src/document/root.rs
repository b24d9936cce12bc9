//! The fields of the root, those of another version included.
//!
//! Input: the root. Output: its mappings of schemas and security schemes, its servers, and findings at fields that say
//! nothing.
//! Not here: paths (`paths`), and what 2.0 says of all operations (`swagger`).

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, SecurityScheme, Server, Tag};
use serde_json::{Map, Value};

use super::build::Build;
use super::dated::{LATER, OF_2, OF_3};
use super::grammar::SERVER;
use super::problem::Problem;
use super::slips::{holds_paths, misplaced, operations_in};
use super::version::Version;
use crate::diag::{Code, Diagnostic, Pointer, Site};
use crate::source::refs::nearest;

/// The fields of a 2.0 document.
const ROOT_2: [&str; 15] = [
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
];

/// The fields of a 3.x document.
const ROOT_3: [&str; 11] = [
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
    "$self",
];

/// The fields of `components`.
const COMPONENTS: [&str; 11] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

/// What 2.0 keeps at the root and 3.x in `components`, and is read in documents of either.
const MAPPINGS_OF_2: [(&str, &str); 4] = [
    ("definitions", "`definitions`"),
    ("parameters", "`parameters` at the root"),
    ("responses", "`responses` at the root"),
    ("securityDefinitions", "`securityDefinitions`"),
];

/// How 2.0 says where the API is.
const ADDRESS_OF_2: [(&str, &str); 3] = [("host", "`host`"), ("basePath", "`basePath`"), ("schemes", "`schemes`")];

/// How far the parents of a tag are followed in search of the tag itself.
const MAX_PARENTS: usize = 100;

/// The same with variables, of `AutoRest`.
pub(super) const PARAMETERIZED_HOST: &str = "x-ms-parameterized-host";

impl<'a> Build<'a> {
    /// `jsonSchemaDialect` (3.1).
    pub(super) fn stated_dialect(&mut self, root: &Map<String, Value>, site: &Site) {
        let site = site.join("jsonSchemaDialect");
        match root.get("jsonSchemaDialect") {
            None | Some(Value::Null) => {}
            Some(Value::String(stated)) => {
                self.dated("`jsonSchemaDialect`", LATER, &site);
                self.dialect(&site, stated);
            }
            Some(other) => drop(self.wrong_kind(&site, other, "a text")),
        }
    }

    /// The dialect of the document or of a schema: each is read as JSON Schema 2020-12, and the words of earlier ones as
    /// what they mean there.
    pub(super) fn dialect(&mut self, site: &Site, stated: &str) {
        if !is_dialect(stated) {
            let diagnostic = Diagnostic::new(Code::UnknownDialect, format!("the dialect `{stated}` is not known"));
            self.diagnostics.push(diagnostic.at(site).effect("the schemas are read as JSON Schema 2020-12"));
        }
    }

    /// Reports fields that say nothing, and notes those of another version that are read.
    pub(super) fn root_fields(&mut self, root: &Map<String, Value>, site: &Site) {
        let is_two = self.version == Version::V2_0;
        let known: &[&str] = if is_two { &ROOT_2 } else { &ROOT_3 };
        for (key, value) in root.iter().filter(|(key, _)| !key.starts_with("x-") && !known.contains(&key.as_str())) {
            let named =
                |words: &[(&str, &'static str)]| words.iter().find(|(word, _)| word == key).map(|(_, name)| *name);
            let mapping = named(&MAPPINGS_OF_2).filter(|_| value.is_object());
            // The template of a host takes the place of `host`.
            let is_templated = key == "host" && says(root, PARAMETERIZED_HOST);
            let address = named(&ADDRESS_OF_2).filter(|_| self.has_address_of_2(root) && !is_templated);
            let later = match key.as_str() {
                "components" if value.is_object() => Some("`components`"),
                "servers" if is_two && !self.has_address_of_2(root) => Some("`servers`"),
                _ => None,
            };
            let is_mapping = key == "components" || named(&MAPPINGS_OF_2).is_some();
            match later.map(|name| (name, OF_3)).or(mapping.or(address).map(|name| (name, OF_2))) {
                Some((name, known)) => self.dated(name, known, &site.join(key)),
                // They are told once it is known whether they say something.
                None if ["consumes", "produces"].contains(&key.as_str()) => {}
                // What is no mapping is told where it is read.
                None if is_mapping && !value.is_null() => {}
                None => match self.address_beside(root, key) {
                    Some(other) => self.second_address(key, other, site),
                    None => self.unknown_root_field((key, value), site),
                },
            }
        }
        self.fields_of_components(root, site);
        if !is_two && root.contains_key(PARAMETERIZED_HOST) && !self.has_address_of_2(root) {
            let message = format!("`{PARAMETERIZED_HOST}` says where the API is, and `servers` does so too");
            let diagnostic = Diagnostic::new(Code::ServerUnused, message).at(&site.join(PARAMETERIZED_HOST));
            let help = "a server can have variables as well: `url: https://{account}.example.com`, with `variables`";
            self.diagnostics.push(diagnostic.effect("`servers` is read, and the other is not").help(help));
        }
    }

    /// Reports sections of `components` that do not exist, and those that are no mappings and that only references read.
    fn fields_of_components(&mut self, root: &Map<String, Value>, site: &Site) {
        let other_kind = |value: &Value| !value.is_object() && !value.is_null();
        let is_read = |key: &&&str| !["definitions", "securityDefinitions"].contains(*key);
        for key in MAPPINGS_OF_2.iter().map(|(key, _)| key).filter(is_read) {
            if let Some(value) = root.get(*key).filter(|value| other_kind(value)) {
                self.wrong_kind(&site.join(key), value, "a mapping");
            }
        }
        let site = site.join("components");
        let components = root.get("components").and_then(Value::as_object);
        for (key, value) in components.into_iter().flatten().filter(|(_, value)| other_kind(value)) {
            // Those two are told where they are read.
            if COMPONENTS.contains(&key.as_str()) && !["schemas", "securitySchemes"].contains(&key.as_str()) {
                self.wrong_kind(&site.join(key), value, "a mapping");
            }
        }
        let is_unknown =
            |key: &&String| !key.starts_with("x-") && *key != "$ref" && !COMPONENTS.contains(&key.as_str());
        for (key, value) in components.into_iter().flatten().filter(|(key, _)| is_unknown(key)) {
            let message = format!("a Components Object has no field `{key}`");
            // What holds path items by names of its own may be what references lead to.
            if let Some(what) = operations_in(key, value).filter(|_| key == "paths" || !holds_paths(value)) {
                let problem = Problem::new(&site.join(key), message).with_help(misplaced(key));
                self.drop_operation(problem, &what, &site.join(key));
                continue;
            }
            let mut diagnostic = Diagnostic::new(Code::UnknownField, message).at(&site.join(key));
            diagnostic = diagnostic.effect("nothing of it is read but what references lead to");
            if let Some(near) = nearest(key, COMPONENTS) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn unknown_root_field(&mut self, (key, value): (&str, &Value), site: &Site) {
        let known: &[&str] = if self.version == Version::V2_0 { &ROOT_2 } else { &ROOT_3 };
        let site = site.join(key);
        let message = format!("the document has a field `{key}` that OpenAPI does not know");
        let help = nearest(key, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        if let Some(what) = operations_in(key, value).filter(|_| !is_miswritten(key)) {
            let problem = Problem { help: help.or_else(|| Some(misplaced(key))), ..Problem::new(&site, message) };
            self.drop_operation(problem, &what, &site);
            return;
        }
        let effect = if is_miswritten(key) { "it is read as `paths`" } else { "it says nothing" };
        let diagnostic = Diagnostic::new(Code::UnknownField, message).at(&site).effect(effect);
        self.diagnostics.push(Diagnostic { help, ..diagnostic });
    }

    /// What says where the API is, in place of a word of another version that would say so too.
    fn address_beside(&self, root: &Map<String, Value>, key: &str) -> Option<&'static str> {
        if self.version != Version::V2_0 {
            return ADDRESS_OF_2.iter().any(|(word, _)| *word == key).then_some("servers");
        }
        ["host", PARAMETERIZED_HOST, "basePath"].into_iter().find(|word| key == "servers" && says(root, word))
    }

    fn second_address(&mut self, key: &str, other: &str, site: &Site) {
        let message = format!("`{key}` says nothing beside `{other}`, by which this version says where the API is");
        let diagnostic = Diagnostic::new(Code::UnknownField, message).at(&site.join(key)).effect("it is ignored");
        let help = format!("change `{other}`; or take it out, in an overlay by an action with `remove: true`");
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Whether 2.0's words say where the API is: in a document of 3.x, where `servers` does not.
    fn has_address_of_2(&self, root: &Map<String, Value>) -> bool {
        let has_servers = root.get("servers").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        let words = ["host", "basePath", PARAMETERIZED_HOST];
        let has_words = words.iter().any(|word| says(root, word));
        if self.version == Version::V2_0 { has_words || !has_servers } else { has_words && !has_servers }
    }

    /// Reports tags that are declared twice, and parents that are none (OpenAPI 3.2, "Tag Object").
    pub(super) fn misstated_tags(&mut self, tags: &[(Site, Tag)]) {
        let mut known: BTreeMap<&str, (&Site, Option<&str>)> = BTreeMap::new();
        for (site, tag) in tags {
            let parent = tag.extensions.get("x-parent").and_then(Value::as_str);
            if let Some((first, _)) = known.get(tag.name.as_str()) {
                let message = format!("the tag `{}` is declared a second time", tag.name);
                let diagnostic = Diagnostic::new(Code::TagMisstated, message).at(&site.join("name"));
                self.diagnostics.push(diagnostic.related(&first.join("name"), "first here").effect("the first counts"));
            } else {
                known.insert(&tag.name, (site, parent));
            }
        }
        for (name, (site, parent)) in &known {
            let Some(parent) = *parent else { continue };
            let mut above = Some(parent);
            let mut steps = 0..MAX_PARENTS;
            while let Some(next) = above.filter(|next| next != name && steps.next().is_some()) {
                above = known.get(next).and_then(|(_, parent)| *parent);
            }
            let (message, effect) = match known.contains_key(parent) {
                false => (
                    format!("the parent `{parent}` of the tag `{name}` is no tag"),
                    "where resources come from tags, its resource lies in one of that name all the same",
                ),
                true if above == Some(*name) => (
                    format!("the tag `{name}` lies inside itself by its parent `{parent}`"),
                    "where resources come from tags, none lies inside itself",
                ),
                true => continue,
            };
            let diagnostic = Diagnostic::new(Code::TagMisstated, message).at(&site.join("parent"));
            self.diagnostics.push(diagnostic.effect(effect));
        }
    }

    /// Reports, once for each description that references lead into, what its root says of all of its operations.
    pub(super) fn other_root(&mut self, site: &Site) {
        let file = self.sources.files.get(&site.file).filter(|_| site.file != self.sources.root);
        let Some(file) = file.filter(|file| Version::of(&file.tree).is_some()) else { return };
        let words = ["servers", "host", "basePath", "security"];
        let own = self.sources.root_tree();
        let is_other = |word: &&str| file.tree.get(*word).is_some_and(|value| Some(value) != own.get(*word));
        let said: Vec<&str> = words.into_iter().filter(is_other).collect();
        let Some(first) = said.first().filter(|_| self.other_roots.insert(Arc::clone(&site.file))) else { return };
        let message =
            format!("`{}` of this description is not read: references lead to its operations", said.join("`, `"));
        let diagnostic = Diagnostic::new(Code::OtherRootNotRead, message);
        let effect = "what the root of the first description says holds for these operations";
        self.diagnostics.push(diagnostic.at(&Site::new(&site.file, Pointer::root().join(first))).effect(effect));
    }

    /// The servers, each with its place.
    pub(super) fn servers(&mut self, root: &'a Map<String, Value>, site: &Site) -> Vec<(Site, Server)> {
        if self.has_address_of_2(root) {
            return self.swagger_servers(root, site);
        }
        self.list(root, site, "servers", &SERVER)
    }

    /// What a description keeps at the root (2.0, by the first name) and in `components` (3.x, by the second): what its
    /// own version says goes first.
    pub(super) fn sections(
        &mut self,
        root: &'a Map<String, Value>,
        site: &Site,
        [of_root, of_components]: [&str; 2],
    ) -> Vec<(Site, &'a Map<String, Value>)> {
        let components = self.section(root, site, "components");
        let later = components.and_then(|(site, map)| self.section(map, &site, of_components));
        let earlier = self.section(root, site, of_root);
        let both = if self.version == Version::V2_0 { [earlier, later] } else { [later, earlier] };
        both.into_iter().flatten().collect()
    }

    /// The security schemes that are declared. `sites` gets those that do not stand where this version has them.
    pub(super) fn declared_schemes(
        &mut self,
        root: &'a Map<String, Value>,
        site: &Site,
        sites: &mut IndexMap<String, Site>,
    ) -> IndexMap<String, ReferenceOr<SecurityScheme>> {
        let sections = self.sections(root, site, ["securityDefinitions", "securitySchemes"]);
        self.schemes.declared = sections.iter().flat_map(|(_, map)| map.keys().cloned()).collect();
        let components = if self.version == Version::V2_0 { site.clone() } else { site.join("components") };
        self.schemes.site = sections.first().map_or(components, |(site, _)| site.clone());
        let mut schemes = IndexMap::new();
        for (at, map) in sections {
            let read = self.security_schemes(&at, map);
            for (name, scheme) in read.into_iter().filter(|(name, _)| !schemes.contains_key(name)).collect::<Vec<_>>() {
                if at != self.schemes.site {
                    sites.insert(name.clone(), at.join(&name));
                }
                schemes.insert(name, scheme);
            }
        }
        schemes
    }
}

fn says(root: &Map<String, Value>, key: &str) -> bool {
    root.get(key).is_some_and(|value| !value.is_null())
}

/// Whether a URI is that of a dialect whose words are read.
fn is_dialect(uri: &str) -> bool {
    let uri = uri.trim().trim_end_matches('#');
    let path = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or_default();
    let draft = path.strip_prefix("json-schema.org/").and_then(|path| path.strip_suffix("schema"));
    let drafts =
        ["", "draft-03/", "draft-04/", "draft-05/", "draft-06/", "draft-07/", "draft/2019-09/", "draft/2020-12/"];
    path.starts_with("spec.openapis.org/oas/") || draft.is_some_and(|draft| drafts.contains(&draft))
}

/// `Paths`: no case of letters is worth the operations below it.
pub(super) fn is_miswritten(key: &str) -> bool {
    key != "paths" && key.eq_ignore_ascii_case("paths")
}
