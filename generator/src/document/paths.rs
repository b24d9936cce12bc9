//! Paths, webhooks, operations: one operation at a time.
//!
//! Input: `paths` or `webhooks`. Output: `openapiv3`'s path items. An operation that cannot be read is left out, with
//! a diagnostic, and no other suffers.
//! Not here: what is inside an operation (`walk`), and words that are almost a method (`slips`).

use indexmap::IndexMap;
use openapiv3::{Operation, PathItem, ReferenceOr};
use serde_json::{Map, Value};

use super::build::Build;
use super::grammar::{METHODS, PATH_ITEM};
use super::keyword_values::kind_of;
use super::problem::Problem;
use super::slips::{OTHERS, are_paths, has_field_of_operation, is_operation_as_path};
use super::swagger::{Input, grammar as swagger};
use super::version::Version;
use super::walk::{Node, Walked};
use crate::diag::{Change, Code, Diagnostic, Site, USED_HERE};

/// Path items with their places.
#[derive(Default)]
pub(super) struct Items {
    /// As `openapiv3` holds them; none is a reference.
    pub(super) by_name: IndexMap<String, ReferenceOr<PathItem>>,
    pub(super) sites: IndexMap<String, Site>,
    pub(super) operation_sites: IndexMap<String, IndexMap<String, Site>>,
    pub(super) extensions: IndexMap<String, Value>,
    /// Operations of methods that `openapiv3` has no place for.
    pub(super) more: IndexMap<String, Vec<(String, Operation)>>,
}

/// A path item as it is read.
pub(super) struct Item {
    pub(super) read: PathItem,
    /// Where its parameters stand.
    site: Site,
    /// Where its operations stand, by method in small letters.
    operation_sites: IndexMap<String, Site>,
    more: Vec<(String, Operation)>,
}

/// For how many path items there is room from the start.
const MOST_AT_ONCE: usize = 2_000;

impl<'a> Build<'a> {
    /// All path items of `paths` or `webhooks`.
    pub(super) fn path_items(&mut self, site: &Site, map: &'a Map<String, Value>, are_paths: bool) -> Items {
        // A path item has room for all methods, some kilobytes, so growing maps of them is felt; and so is room for a
        // hundred thousand that are left out.
        let by_name = IndexMap::with_capacity(map.len().min(MOST_AT_ONCE));
        let mut out = Items { by_name, ..Items::default() };
        for (key, value) in map {
            if key.starts_with("x-") {
                out.extensions.insert(key.clone(), value.clone());
                continue;
            }
            let here = site.join(key);
            if has_field_of_operation(value) || is_operation_as_path(key, value) {
                let problem = Problem::new(&here, "an operation stands where a path should");
                let problem = problem.with_help(format!("move it below its path: `/…: {{ {key}: … }}`"));
                self.drop_operation(problem, &format!("the operation `{key}`"), &here);
                continue;
            }
            let mut name = key.clone();
            if are_paths && !key.starts_with('/') {
                name.insert(0, '/');
                let message = format!("the path `{key}` does not start with `/`");
                let diagnostic = Diagnostic::new(Code::PathWithoutSlash, message).at(&here);
                if map.contains_key(&name) || out.by_name.contains_key(&name) {
                    let problem =
                        Problem::new(&here, format!("`{key}` does not start with `/`, and `{name}` is there"));
                    let problem = problem.with_help("let all methods stand in one of the two");
                    self.drop_operation(problem, &format!("all of `{key}`"), &here);
                    continue;
                }
                let mend = self.mend(&here, Change::Rename(name.clone()));
                let help = format!("write `{name}`");
                self.diagnostics.push(diagnostic.effect(format!("it is read as `{name}`")).help(help).mend(mend));
            }
            if let Some(why) = too_long(&name).filter(|_| are_paths) {
                let what = format!("all of `{}…`", name.chars().take(60).collect::<String>());
                self.drop_operation(Problem::new(&here, why), &what, &here);
                continue;
            }
            if let Some(variable) = unclosed(&name).filter(|_| are_paths) {
                let message = format!("`{variable}` opens a variable that is never closed");
                let problem = Problem::new(&here, message).with_help(format!("write `{variable}}}`"));
                self.drop_operation(problem, &format!("all of `{name}`"), &here);
                continue;
            }
            if let Some(read) = self.path_item(&name, &here, value) {
                out.sites.insert(name.clone(), read.site);
                out.operation_sites.insert(name.clone(), read.operation_sites);
                if !read.more.is_empty() {
                    out.more.insert(name.clone(), read.more);
                }
                out.by_name.insert(name, ReferenceOr::Item(read.read));
            }
        }
        out
    }

    /// Adds the paths of `x-ms-paths`; one that is there already is told.
    pub(super) fn add_paths(&mut self, paths: &mut Items, more: Items) {
        let Items { by_name, mut sites, mut operation_sites, extensions: _, more: mut others } = more;
        for (name, item) in by_name {
            let site = sites.swap_remove(&name);
            if paths.by_name.contains_key(&name) {
                if let Some(site) = site {
                    let problem = Problem::new(&site, "`paths` has it as well");
                    self.drop_operation(problem, &format!("all of `{name}`"), &site);
                }
                continue;
            }
            paths.sites.extend(site.map(|site| (name.clone(), site)));
            paths.operation_sites.extend(operation_sites.swap_remove(&name).map(|sites| (name.clone(), sites)));
            paths.more.extend(others.swap_remove(&name).map(|others| (name.clone(), others)));
            paths.by_name.insert(name, item);
        }
    }

    /// One path item, with its place and those of its operations.
    pub(super) fn path_item(&mut self, name: &str, site: &Site, value: &'a Value) -> Option<Item> {
        match self.within(site, value, |build, node| build.path_item_here(name, &node)) {
            Ok(found) => Some(found),
            Err(problem) => {
                self.drop_operation(problem, &format!("all of `{name}`"), site);
                None
            }
        }
    }

    fn path_item_here(&mut self, name: &str, node: &Node<'a>) -> Walked<Item> {
        if let Some((at, reference)) = node.via.as_ref().filter(|_| are_paths(node.value)) {
            return Err(Problem::new(at, format!("`{reference}` is a mapping of paths, and no path item")));
        }
        self.operations_between(name, node);
        self.other_root(&node.site);
        let is_swagger = self.version_at(&node.site) == Version::V2_0;
        let shape = if is_swagger { &swagger::PATH_ITEM } else { &PATH_ITEM };
        let around = std::mem::take(&mut self.in_body);
        let object = self.object_here(shape, node).and_then(|mut object| {
            self.beside_item(shape, node, &mut object)?;
            Ok(object)
        });
        let shared = std::mem::replace(&mut self.in_body, around);
        let object = object?;
        let mut item: PathItem =
            serde_json::from_value(Value::Object(object)).map_err(|e| Problem::new(&node.site, e.to_string()))?;
        let mut operation_sites = IndexMap::new();
        let mut more = Vec::new();
        for (method, site, value) in self.operations_of(name, node).into_iter().chain(self.misspelt(name, node)) {
            let sent = if METHODS.contains(&&*method) { method.to_ascii_uppercase() } else { method.clone() };
            let result = if !is_token(&method) {
                Err(Problem::new(&site, format!("`{method}` is no HTTP method")))
            } else if is_swagger {
                self.swagger_operation(&site, value, node)
            } else {
                self.operation(&site, value, &shared)
            };
            match result {
                Ok(operation) => {
                    operation_sites.insert(method.to_ascii_lowercase(), site);
                    match slot(&mut item, &method) {
                        Some(slot) => *slot = Some(operation),
                        None => more.push((sent, operation)),
                    }
                }
                Err(problem) => self.drop_operation(problem, &format!("`{sent} {name}`"), &site),
            }
        }
        let is_beside =
            |map: &&Map<String, Value>| map.contains_key("parameters") && node.value.get("parameters").is_none();
        let site = if node.beside.is_some_and(|map| is_beside(&map)) { &node.from } else { &node.site };
        Ok(Item { read: item, site: site.clone(), operation_sites, more })
    }

    /// The operations of a path item that are there: those of fixed methods first, then `additionalOperations` (3.2).
    /// Those beside a `$ref` go before those behind it.
    fn operations_of(&mut self, name: &str, node: &Node<'a>) -> Vec<(String, Site, &'a Value)> {
        let beside = |name: &str| node.beside.and_then(|map| map.get(name));
        let field = |name: &str| beside(name).or_else(|| node.value.get(name));
        let mut found: Vec<(String, Site, &'a Value)> = Vec::new();
        for method in METHODS {
            let Some(value) = field(method) else { continue };
            if method == "query" && value.is_object() && self.version_at(&node.site) < Version::V3_2 {
                self.dated("the method `query`", (Version::V3_2, Version::V3_2), &node.site.join(method));
            }
            let (here, there) = (node.from.join(method), node.site.join(method));
            if beside(method).is_none() {
                found.push((method.to_owned(), there, value));
                continue;
            }
            if node.value.get(method).is_some_and(|value| !value.is_null()) {
                self.operation_twice(name, method, &here, &there);
            }
            found.push((method.to_owned(), here, value));
        }
        for (place, others) in [(&node.from, beside(OTHERS)), (&node.site, node.value.get(OTHERS))] {
            let site = place.join(OTHERS);
            match others {
                Some(Value::Object(map)) => {
                    found.extend(map.iter().map(|(method, value)| (method.clone(), site.join(method), value)));
                }
                None | Some(Value::Null) => {}
                Some(other) => {
                    let message = format!("`{OTHERS}` must be a mapping, but is {}", kind_of(other));
                    self.drop_operation(Problem::new(&site, message), &format!("what else `{name}` has"), &site);
                }
            }
        }
        found.retain(|(method, site, value)| !value.is_null() || self.is_bare_operation(method, site));
        let mut kept: Vec<(String, Site, &'a Value)> = Vec::new();
        for (method, site, value) in found {
            if kept.iter().any(|(known, ..)| known.eq_ignore_ascii_case(&method)) {
                let problem = Problem::new(&site, format!("`{name}` has the method `{method}` a second time"));
                let help = "leave one of the two; methods are the same in capitals and in small letters";
                let what = format!("the second `{} {name}`", method.to_ascii_uppercase());
                self.drop_operation(problem.with_help(help), &what, &site);
                continue;
            }
            kept.push((method, site, value));
        }
        kept
    }

    /// Reports an operation behind the reference of a path that has one of the same method beside it.
    fn operation_twice(&mut self, name: &str, method: &str, here: &Site, there: &Site) {
        let message = format!("`{method}` stands both beside the reference and where that leads");
        let kept = format!("`{} {name}` is what stands beside the reference", method.to_ascii_uppercase());
        // Inside an operation it is a callback, which no SDK calls.
        let (code, effect) = if self.callbacks == 0 {
            let accept = self.note_dropped(here);
            (Code::OperationTwice, format!("{kept}, and the other is not in the SDK; {accept}"))
        } else {
            (Code::PartDropped, kept)
        };
        let diagnostic = Diagnostic::new(code, message).at(here).related(there, "and here");
        self.diagnostics.push(diagnostic.effect(effect).help("take one of the two out"));
    }

    /// `shared` are the parameters of its path that make a body.
    fn operation(&mut self, site: &Site, value: &'a Value, shared: &[Input<'a>]) -> Walked<Operation> {
        let object = self.within(site, value, |build, node| {
            build.nested(1, &node.site, |build| build.with_words_of_2(&node, shared))
        })?;
        serde_json::from_value(Value::Object(object)).map_err(|error| Problem::new(site, error.to_string()))
    }

    /// Notes a loss; says how it is accepted.
    fn note_dropped(&mut self, site: &Site) -> String {
        self.dropped.push(site.clone());
        format!("`accept-dropped = [\"{}\"]` in specwright.toml accepts that", site.named(&self.sources.root))
    }

    /// Reports what is left out, at the mistake, with the operation beside it.
    pub(super) fn drop_operation(&mut self, problem: Problem, what: &str, site: &Site) {
        // Inside an operation it is a callback, which no SDK calls.
        let code = if self.callbacks == 0 { Code::OperationDropped } else { Code::PartDropped };
        let mut diagnostic = problem.into_diagnostic(code, what);
        if code == Code::OperationDropped {
            let accept = self.note_dropped(site);
            diagnostic = diagnostic.effect(format!("{what} is not in the SDK; {accept}"));
        }
        let elsewhere = diagnostic.site.as_ref() != Some(site);
        self.diagnostics.push(if elsewhere { diagnostic.related(site, USED_HERE) } else { diagnostic });
    }
}

/// How many bytes the template of a path may have: servers take 8,000 of a whole address (RFC 9110, section 4.1), and the
/// folders of its modules have to be a path that systems can hold.
const MAX_PATH_BYTES: usize = 2_000;
/// How many segments it may have, each of which can be a module of the SDK. The longest real paths have some twenty.
const MAX_SEGMENTS: usize = 64;

/// Why a path is longer than any that a server has.
fn too_long(path: &str) -> Option<String> {
    if path.len() > MAX_PATH_BYTES {
        return Some(format!("the path has more than {MAX_PATH_BYTES} bytes"));
    }
    (path.split('/').count() > MAX_SEGMENTS + 1).then(|| format!("the path has more than {MAX_SEGMENTS} segments"))
}

/// What opens a variable in a path, up to the next slash, when nothing closes it.
fn unclosed(path: &str) -> Option<&str> {
    path.split('/').find_map(|segment| {
        let open = segment.rfind('{')?;
        let rest = segment.get(open..)?;
        (!rest.contains('}')).then_some(rest)
    })
}

/// Whether a text can be a method (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Where `openapiv3` keeps the operation of a method.
fn slot<'i>(item: &'i mut PathItem, method: &str) -> Option<&'i mut Option<Operation>> {
    Some(match method.to_ascii_lowercase().as_str() {
        "get" => &mut item.get,
        "put" => &mut item.put,
        "post" => &mut item.post,
        "delete" => &mut item.delete,
        "options" => &mut item.options,
        "head" => &mut item.head,
        "patch" => &mut item.patch,
        "trace" => &mut item.trace,
        _ => return None,
    })
}
