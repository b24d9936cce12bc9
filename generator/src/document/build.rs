//! Builds the document: the order in which its parts are read.
//!
//! Input: [`Sources`]. Output: [`Document`], and diagnostics for everything that could not be read as it stands.
//! Not here: how a part is read; see `paths`, `walk`, `intern`, `security`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{Components, Info, OpenAPI, Paths};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::dated::{Dated, LATER};
use super::grammar::{EXTERNAL_DOCS, INFO, Shape, TAG};
use super::intern::Form;
use super::keyword_values::kind_of;
use super::paths::Items;
use super::problem::Problem;
use super::root::is_miswritten;
use super::schema::SchemaId;
use super::schema_table::SchemaTable;
use super::security::Schemes;
use super::shared::Shared;
use super::shown::Shown;
use super::swagger::{Defaults, Input};
use super::version::{Version, version_of};
use super::walk::Node;
use super::{Document, GLOBALS};
use crate::diag::{Code, Diagnostic, Diagnostics, Fatal, Site};
use crate::source::Sources;
use crate::source::refs::{self, Guesses, nearest};

/// How many objects are made at most, inlined copies included, and how many bytes of text each has to stand for beyond
/// the first ones. The largest real descriptions need some 20,000, and one for each two hundred bytes or more.
const MAX_OBJECTS: usize = 500_000;
const BYTES_FOR_EACH: usize = 128;
const OBJECTS_AT_LEAST: usize = 100_000;

/// The sections that hold operations.
const OF_OPERATIONS: [&str; 4] = ["paths", MS_PATHS, "webhooks", "x-webhooks"];

/// Paths of `AutoRest` that one query tells from another, which `paths` cannot hold: `/pets?kind=dog`.
const MS_PATHS: &str = "x-ms-paths";

/// The state of a build.
pub(super) struct Build<'a> {
    pub(super) sources: &'a Sources,
    pub(super) version: Version,
    pub(super) table: SchemaTable,
    /// Schemas that have a number but are not read yet.
    pub(super) queue: VecDeque<(SchemaId, &'a Value, Form)>,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// The places of the references that are being followed, outermost first.
    pub(super) chain: Vec<Site>,
    /// How deeply the object that is being walked lies inside others.
    pub(super) nesting: usize,
    /// How many callbacks lie around it.
    pub(super) callbacks: usize,
    /// How many copies of objects references may make.
    pub(super) most_objects: usize,
    /// How many they made.
    pub(super) objects: usize,
    /// The descriptions reached by references whose roots say what is not read.
    pub(super) other_roots: BTreeSet<Arc<str>>,
    /// Where operations stand that could not be read.
    pub(super) dropped: Vec<Site>,
    /// Where entries of lists stood that are left out.
    pub(super) left_out: BTreeSet<Site>,
    /// How many bytes of files were searched for how a number is written.
    pub(super) scanned: Cell<usize>,
    /// How long it is looked for what misspelt names may mean.
    pub(super) guesses: Guesses,
    /// What the root says of all operations, in words of 2.0.
    pub(super) swagger: Defaults,
    /// What holds of it for the operation of 3.x that is read.
    pub(super) media: Defaults,
    /// Parameters that make a body, of the list of 3.x that was read last.
    pub(super) in_body: Vec<Input<'a>>,
    /// The security schemes.
    pub(super) schemes: Schemes,
    /// The examples that stand beside schemas.
    pub(super) shown: Shown<'a>,
    /// The parts that references led to, still without names.
    pub(super) shared: BTreeMap<Site, Shared>,
    /// What is said in the words of another version.
    pub(super) dated: Dated,
}

/// Reads a description of any supported version.
///
/// # Errors
/// When it is no description, of a version that is not read, or has nothing to make an SDK of.
pub fn build(sources: &Sources, diagnostics: &mut Diagnostics) -> Result<Document, Fatal> {
    let tree = sources.root_tree();
    let site = sources.root_site();
    let version = version_of(tree, &site)?;
    let of_files = sources.files.values().flat_map(|file| &file.findings);
    sources.findings.iter().chain(of_files).for_each(|finding| diagnostics.push(finding.clone()));
    let empty = Map::new();
    let root = tree.as_object().unwrap_or(&empty);

    let bytes: usize = sources.files.values().map(|file| file.text.len()).sum();
    let table = SchemaTable::new(site.clone());
    let queue = VecDeque::new();
    let mut build = Build {
        sources,
        version,
        table,
        queue,
        diagnostics,
        chain: Vec::new(),
        nesting: 0,
        callbacks: 0,
        most_objects: (bytes / BYTES_FOR_EACH).clamp(OBJECTS_AT_LEAST, MAX_OBJECTS),
        objects: 0,
        other_roots: BTreeSet::new(),
        dropped: Vec::new(),
        left_out: BTreeSet::new(),
        scanned: Cell::new(0),
        guesses: Guesses::default(),
        swagger: Defaults::default(),
        media: Defaults::default(),
        in_body: Vec::new(),
        schemes: Schemes { site: site.clone(), declared: Vec::new(), elsewhere: IndexMap::new() },
        shown: Shown::default(),
        shared: BTreeMap::new(),
        dated: Dated::new(),
    };
    build.swagger = build.stated_media(root, &site);
    build.root_fields(root, &site);
    build.stated_dialect(root, &site);

    let info = build.info(root, &site);
    let paths = build.section(root, &site, "paths");
    let miswritten = root.keys().map(String::as_str).find(|key| is_miswritten(key));
    let more_paths: Vec<_> = [Some(MS_PATHS), miswritten].into_iter().flatten().collect();
    let more_paths: Vec<_> = more_paths.into_iter().filter_map(|key| build.section(root, &site, key)).collect();
    let webhooks = build.webhooks(root, &site);
    let has_types = root.contains_key("definitions") || root.get("components").is_some_and(Value::is_object);
    let has_paths = paths.is_some() || !build.dropped.is_empty() || !more_paths.is_empty();
    // `paths:` with nothing behind it is there, and says nothing.
    let (no_paths, place) = match root.get("paths") {
        Some(Value::Null) => ("`paths` holds nothing", site.join("paths")),
        _ => ("the document has no `paths`", site.clone()),
    };
    if !has_paths && webhooks.is_none() && !has_types {
        let diagnostic = Diagnostic::new(Code::MissingPart, no_paths).at(&place);
        let others = root.keys().map(String::as_str).filter(|key| *key != "paths");
        return Err(Box::new(match nearest("paths", others) {
            Some(near) => diagnostic.help(format!("did you mean `paths` where it says `{near}`?")),
            None => diagnostic.help("without paths, webhooks and schemas there is nothing to make an SDK of"),
        }));
    }
    if !has_paths && version < Version::V3_1 {
        let diagnostic = Diagnostic::new(Code::MissingField, no_paths).at(&place);
        build.diagnostics.push(diagnostic.effect("the SDK has types but no operations"));
    }

    for (site, schemas) in build.sections(root, &site, ["definitions", "schemas"]) {
        build.intern_components(schemas, &site);
    }
    let mut scheme_sites = IndexMap::new();
    let mut security_schemes = build.declared_schemes(root, &site, &mut scheme_sites);
    let servers = build.servers(root, &site);
    let (server_sites, servers) = servers.into_iter().unzip();
    let tags = build.list(root, &site, "tags", &TAG);
    build.misstated_tags(&tags);
    let tags = tags.into_iter().map(|(_, tag)| tag).collect();
    let external_docs = root.get("externalDocs").filter(|value| !value.is_null()).and_then(|value| {
        let read = build.object(&EXTERNAL_DOCS, &site.join("externalDocs"), value);
        read.ok().and_then(|object| serde_json::from_value(Value::Object(object)).ok())
    });
    let security = root.get("security").filter(|value| !value.is_null());
    let security = security.and_then(|value| build.security(&site.join("security"), value));
    let security = security.and_then(|value| serde_json::from_value(value).ok());

    let mut paths = paths.map(|(site, map)| build.path_items(&site, map, true)).unwrap_or_default();
    for (site, map) in more_paths {
        let more = build.path_items(&site, map, true);
        build.add_paths(&mut paths, more);
    }
    let webhooks = webhooks.map(|(site, map)| build.path_items(&site, map, false)).unwrap_or_default();
    build.read_queue();
    build.cut_circles();
    build.stated_values();
    build.note_root_of_2(root, &site);
    build.report_dated();
    build.table.name_definitions(&sources.root);
    if build.objects > build.most_objects {
        let message = format!("the references lead to more than {} objects", build.most_objects);
        return Err(Box::new(Diagnostic::new(Code::TooManyReferences, message).at(&site)));
    }

    let mut other_schemes = std::mem::take(&mut build.schemes.declared);
    for (site, (name, scheme)) in std::mem::take(&mut build.schemes.elsewhere) {
        scheme_sites.insert(name.clone(), site);
        other_schemes.push(name.clone());
        security_schemes.extend(scheme.map(|scheme| (name, scheme)));
    }
    other_schemes.retain(|name| !security_schemes.contains_key(name));
    let Items { by_name, sites, operation_sites, extensions, more } = paths;
    let openapi = OpenAPI {
        openapi: root.get("openapi").and_then(Value::as_str).unwrap_or_default().to_owned(),
        info,
        servers,
        paths: Paths { paths: by_name, extensions },
        components: Some(Components {
            security_schemes,
            extensions: root.get("components").and_then(Value::as_object).map(extensions_of).unwrap_or_default(),
            ..Default::default()
        }),
        security,
        tags,
        external_docs,
        // What `x-webhooks` says is among the webhooks, what `x-ms-paths` says among the paths.
        extensions: extensions_of(root).into_iter().filter(|(key, _)| !OF_OPERATIONS.contains(&key.as_str())).collect(),
    };
    let openapi = build.with_globals(openapi, &site);
    let shared = build.named_parts();
    Ok(Document {
        shared,
        openapi,
        schemas: build.table,
        webhooks: webhooks.by_name,
        more_operations: more,
        summary: tree.pointer("/info/summary").and_then(Value::as_str).map(str::to_owned),
        license_identifier: tree.pointer("/info/license/identifier").and_then(Value::as_str).map(str::to_owned),
        version,
        file: Arc::clone(&sources.root),
        base: sources.address(),
        server_sites,
        dropped: build.dropped,
        left_out: build.left_out,
        other_schemes,
        security_schemes_site: build.schemes.site,
        scheme_sites,
        path_sites: sites,
        webhook_sites: webhooks.sites,
        operation_sites,
        webhook_operation_sites: webhooks.operation_sites,
    })
}

impl<'a> Build<'a> {
    /// The version that holds at a place: a referenced file may be a description of its own.
    pub(super) fn version_at(&self, site: &Site) -> Version {
        if site.file == self.sources.root {
            return self.version;
        }
        let stated = self.sources.files.get(&site.file).and_then(|file| Version::of(&file.tree));
        stated.unwrap_or(self.version)
    }

    /// `info`, or an empty one: an SDK can do without, a package name can be configured.
    fn info(&mut self, root: &'a Map<String, Value>, site: &Site) -> Info {
        let Some(info) = root.get("info").filter(|info| !info.is_null()) else {
            self.diagnostics.push(Diagnostic::new(Code::MissingField, "the document has no `info`").at(site));
            return Info::default();
        };
        let site = site.join("info");
        let read = self.object(&INFO, &site, info).and_then(|object| {
            serde_json::from_value(Value::Object(object)).map_err(|error| Problem::new(&site, error.to_string()))
        });
        read.unwrap_or_else(|problem| {
            self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, "`info`"));
            Info::default()
        })
    }

    /// `webhooks`, or, before 3.1, `x-webhooks`.
    fn webhooks(&mut self, root: &'a Map<String, Value>, site: &Site) -> Option<(Site, &'a Map<String, Value>)> {
        if self.version < Version::V3_1 && root.contains_key("webhooks") {
            self.dated("`webhooks`", LATER, &site.join("webhooks"));
        }
        self.section(root, site, "webhooks").or_else(|| self.section(root, site, "x-webhooks"))
    }

    /// A mapping of the root or of `components`, with its place; one of the wrong kind is reported and counts as
    /// missing.
    pub(super) fn section(
        &mut self,
        map: &'a Map<String, Value>,
        site: &Site,
        key: &str,
    ) -> Option<(Site, &'a Map<String, Value>)> {
        let value = map.get(key)?;
        let section_site = site.join(key);
        // `paths: {$ref: paths.yaml}` is not in the standard, but plain and in use.
        match self.within(&section_site, value, |_, node| Ok(node)) {
            Ok(node) => match node.value {
                Value::Object(map) => {
                    self.beside_section(key, &section_site, &node);
                    Some((node.site, map))
                }
                Value::Null => None,
                other => {
                    let message = format!("`{key}` must be a mapping, but is {}", kind_of(other));
                    if OF_OPERATIONS.contains(&key) {
                        let problem = Problem::new(&node.site, message);
                        self.drop_operation(problem, &format!("all of `{key}`"), &section_site);
                    } else if ["schemas", "definitions"].contains(&key) {
                        let diagnostic = Diagnostic::new(Code::NotASchema, message).at(&node.site);
                        let help = format!("give each schema a name: `{key}: {{ Pet: {{ type: object }} }}`");
                        self.diagnostics.push(diagnostic.effect("none of its types is in the SDK").help(help));
                    } else {
                        self.wrong_kind(&section_site, other, "a mapping");
                    }
                    None
                }
            },
            Err(problem) => {
                let code = problem.code.unwrap_or(Code::PartDropped);
                self.diagnostics.push(problem.into_diagnostic(code, &format!("`{key}`")));
                None
            }
        }
    }

    /// Reports what stands beside the reference of a section, which says all of it.
    fn beside_section(&mut self, key: &str, site: &Site, node: &Node<'a>) {
        let beside = node.beside.into_iter().flat_map(|map| map.keys());
        for name in beside.filter(|name| *name != "$ref" && !name.starts_with("x-")) {
            let (here, message) = (site.join(name), format!("`{name}` stands beside a reference to all of `{key}`"));
            let help = "move it to where the reference leads";
            if OF_OPERATIONS.contains(&key) {
                let problem = Problem::new(&here, message).with_help(help);
                self.drop_operation(problem, &format!("all of `{name}`"), &here);
            } else {
                let diagnostic = Diagnostic::new(Code::PartDropped, message).at(&here);
                self.diagnostics.push(diagnostic.effect("it is not in the SDK").help(help));
            }
        }
    }

    /// A list of the root, of which every element is read on its own, with its place.
    pub(super) fn list<T: DeserializeOwned>(
        &mut self,
        root: &'a Map<String, Value>,
        site: &Site,
        key: &str,
        shape: &'static Shape,
    ) -> Vec<(Site, T)> {
        let site = site.join(key);
        let list = match root.get(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong_kind(&site, other, "a list");
                return Vec::new();
            }
        };
        let mut out = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let site = site.index(index);
            match self.object(shape, &site, value) {
                Ok(object) => {
                    out.extend(serde_json::from_value::<T>(Value::Object(object)).map(|read| (site, read)));
                }
                Err(problem) => {
                    let what = format!("this {}", shape.name);
                    self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, &what));
                }
            }
        }
        out
    }

    /// The parameters of `x-speakeasy-globals` may be references, as those of operations.
    fn with_globals(&mut self, mut openapi: OpenAPI, site: &Site) -> OpenAPI {
        let globals = openapi.extensions.get_mut(GLOBALS).and_then(|globals| globals.get_mut("parameters"));
        let site = site.join(GLOBALS).join("parameters");
        for (index, entry) in globals.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            let Some(reference) = entry.get("$ref").and_then(Value::as_str) else { continue };
            let at = site.index(index);
            match refs::resolve(self.sources, &at, reference, &self.guesses) {
                Ok(target) => *entry = target.value.clone(),
                Err(diagnostic) => self.diagnostics.push(diagnostic.at(&at.join("$ref"))),
            }
        }
        openapi
    }
}

fn extensions_of(map: &Map<String, Value>) -> IndexMap<String, Value> {
    map.iter().filter(|(key, _)| key.starts_with("x-")).map(|(key, value)| (key.clone(), value.clone())).collect()
}
