//! Slips of the pen: keys that are almost those of OpenAPI, so that nothing goes missing without a word.
//!
//! Input: keys that the grammar does not know, with what stands there. Output: what is meant, read as that where it can
//! mean one thing only; else an error with the nearest word.
//! Not here: the grammar itself, and keywords of schemas (`keywords`).

use serde_json::{Map, Value};

use super::build::Build;
use super::grammar::{Field, Kind, METHODS, OPERATION, Shape};
use super::problem::Problem;
use super::target::with_article;
use super::walk::Node;
use crate::diag::{Change, Code, Diagnostic, Site};
use crate::source::Format;
use crate::source::refs::nearest;

/// Where a path item has its operations of other methods (3.2).
pub(super) const OTHERS: &str = "additionalOperations";

/// Words that stand where a media type should, with the one that is meant.
const SHORT_MEDIA_TYPES: [(&str, &str); 5] = [
    ("json", "application/json"),
    ("application-json", "application/json"),
    ("xml", "application/xml"),
    ("form-data", "multipart/form-data"),
    ("x-www-form-urlencoded", "application/x-www-form-urlencoded"),
];

impl<'a> Build<'a> {
    /// Whether nothing is an operation of which nothing is said: in YAML, that is how one is begun. In JSON, `null` is
    /// what programs write of a field that is not there.
    pub(super) fn is_bare_operation(&mut self, method: &str, site: &Site) -> bool {
        let is_yaml = self.is_yaml(site);
        if is_yaml {
            let diagnostic = Diagnostic::new(Code::WrongKind, format!("`{method}` holds nothing")).at(site);
            let effect = "it is read as an operation of which nothing is said";
            self.diagnostics.push(diagnostic.effect(effect).help("describe it, or take it out"));
        }
        is_yaml
    }

    fn is_yaml(&self, site: &Site) -> bool {
        self.sources.files.get(&site.file).is_some_and(|file| file.format == Format::Yaml)
    }

    /// Operations under a word that is no field of a path item: `GET` is plain, of any other the method is not known.
    pub(super) fn misspelt(&mut self, name: &str, node: &Node<'a>) -> Vec<(String, Site, &'a Value)> {
        let mut found: Vec<(String, Site, &'a Value)> = Vec::new();
        let beside = node.beside.into_iter().flatten().map(|entry| (&node.from, entry));
        let own = node.value.as_object().into_iter().flatten().map(|entry| (&node.site, entry));
        let has = |method: &str| {
            node.value.get(method).is_some() || node.beside.is_some_and(|beside| beside.contains_key(method))
        };
        for (place, (key, value)) in beside.chain(own) {
            if METHODS.contains(&key.as_str()) || key == OTHERS || !is_like_operation(key, value) {
                continue;
            }
            let site = place.join(key);
            if key.starts_with('/') {
                let problem = Problem::new(&site, format!("it stands inside the path `{name}`"));
                let help = format!("let `{key}` begin where `{name}` does");
                self.drop_operation(problem.with_help(help), &format!("all of `{key}`"), &site);
                continue;
            }
            let method = key.to_ascii_lowercase();
            if value.is_null() && !self.is_yaml(&site) {
                continue;
            }
            let is_method = METHODS.contains(&method.as_str());
            if is_method && (has(&method) || found.iter().any(|(known, ..)| *known == method)) {
                let message = format!("`{key}` and another key of `{name}` are both read as `{method}`");
                let problem = Problem::new(&site, message).with_help("take one of the two out");
                self.drop_operation(problem, &format!("`{key} {name}`"), &site);
                continue;
            }
            if is_method {
                let message = format!("a Path Item Object has no field `{key}`");
                let diagnostic = Diagnostic::new(Code::UnknownField, message).at(&site);
                let mend = self.mend(&site, Change::Rename(method.clone()));
                let help = format!("did you mean `{method}`?");
                self.diagnostics.push(diagnostic.effect(format!("it is read as `{method}`")).help(help).mend(mend));
                if value.is_null() {
                    self.is_bare_operation(key, &site);
                }
                found.push((method, site, value));
                continue;
            }
            if are_others(key, value) {
                let problem = Problem::new(&site, format!("a path item has no field `{key}`"));
                let problem = problem.with_help(format!("did you mean `{OTHERS}`?"));
                self.drop_operation(problem, &format!("what else `{name}` has"), &site);
                continue;
            }
            let problem = Problem::new(&site, format!("`{key}` is no method that a path item has"));
            let free = |near: &&str| !has(near);
            let near = METHODS.into_iter().find(|near| free(near) && is_slip(&method, near));
            let help = match near.or_else(|| nearest(&method, METHODS.into_iter().filter(free))) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("from OpenAPI 3.2 on, other methods stand in `{OTHERS}`"),
            };
            self.drop_operation(problem.with_help(help), &format!("`{key} {name}`"), &site);
        }
        found
    }

    /// The field that a key is but for the case of its letters (`operationID`), where it is not there itself.
    pub(super) fn in_other_case(
        &mut self,
        shape: &'static Shape,
        node: &Node<'a>,
        key: &str,
    ) -> Option<&'static Field> {
        let field = shape.fields.iter().find(|field| field.name.eq_ignore_ascii_case(key))?;
        // Those are read elsewhere, by their names.
        if matches!(field.kind, Kind::Skip) || node.value.get(field.name).is_some() {
            return None;
        }
        let (name, site) = (field.name, node.site.join(key));
        let message = format!("{} has no field `{key}`", with_article(shape.name));
        let mend = self.mend(&site, Change::Rename(name.to_owned()));
        let diagnostic =
            Diagnostic::new(Code::UnknownField, message).at(&site).effect(format!("it is read as `{name}`"));
        self.diagnostics.push(diagnostic.help(format!("did you mean `{name}`?")).mend(mend));
        Some(field)
    }

    /// The media type that a key of `content` means: `json` is the one that everybody means by it.
    pub(super) fn media_type<'k>(&mut self, content: &Map<String, Value>, site: &Site, key: &'k str) -> &'k str {
        if key.contains('/') {
            return key;
        }
        let meant = SHORT_MEDIA_TYPES.iter().find(|(short, _)| key.eq_ignore_ascii_case(short)).map(|(_, full)| *full);
        let meant = meant.filter(|full| !content.contains_key(*full));
        let site = site.join(key);
        let diagnostic = Diagnostic::new(Code::NotAMediaType, format!("`{key}` is no media type")).at(&site);
        self.diagnostics.push(match meant {
            Some(full) => {
                let mend = self.mend(&site, Change::Rename(full.to_owned()));
                diagnostic.effect(format!("it is read as `{full}`")).help(format!("write `{full}`")).mend(mend)
            }
            None => {
                diagnostic.effect("it is taken for one all the same").help("write a type and a subtype: `text/csv`")
            }
        });
        meant.unwrap_or(key)
    }
}

/// Whether a value has what only an operation has.
pub(super) fn has_field_of_operation(value: &Value) -> bool {
    let fields = ["responses", "operationId", "requestBody"];
    value.as_object().is_some_and(|map| fields.iter().any(|field| map.contains_key(*field)))
}

/// Whether a method stands where a path should, with an operation that says little: `get: {summary: …}`. A path item has
/// methods of its own.
pub(super) fn is_operation_as_path(key: &str, value: &Value) -> bool {
    let Value::Object(map) = value else { return false };
    let is_field = |key: &String| OPERATION.fields.iter().any(|field| field.name == key);
    METHODS.contains(&key) && map.keys().any(is_field) && !map.keys().any(|key| METHODS.contains(&key.as_str()))
}

/// Whether what stands under a word that a path item does not know is an operation, or holds some.
pub(super) fn is_like_operation(key: &str, value: &Value) -> bool {
    if key.starts_with("x-") {
        return false;
    }
    let word = key.to_ascii_lowercase();
    let is_near = METHODS.iter().any(|method| word == *method || is_slip(&word, method));
    let Value::Object(map) = value else { return value.is_null() && is_near };
    let fields = ["summary", "description", "tags", "parameters", "callbacks", "security", "deprecated", "servers"];
    is_near
        || key.starts_with('/')
        || has_field_of_operation(value)
        || are_others(key, value)
        || fields.iter().filter(|field| map.contains_key(**field)).count() > 1
}

/// Whether a word is another with one slip of the pen.
fn is_slip(word: &str, meant: &str) -> bool {
    word.len().abs_diff(meant.len()) < 2 && strsim::damerau_levenshtein(word, meant) == 1
}

/// Whether this holds the operations of other methods under a word that is not quite theirs.
fn are_others(key: &str, value: &Value) -> bool {
    key != OTHERS
        && nearest(key, [OTHERS]).is_some()
        && value.as_object().is_some_and(|map| map.values().any(Value::is_object))
}

/// Whether a value is a mapping of paths.
pub(super) fn are_paths(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|map| !map.is_empty() && map.keys().all(|key| key.starts_with('/') || key.starts_with("x-")))
}

/// Whether a value holds path items.
pub(super) fn holds_paths(value: &Value) -> bool {
    let is_item = |item: &Value| {
        item.as_object().is_some_and(|item| item.iter().any(|(key, of)| METHODS.contains(&&**key) && of.is_object()))
    };
    value.as_object().is_some_and(|map| map.values().any(is_item))
}
