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
            if holds_operations(value) {
                let problem = Problem::new(&site, format!("a path item has no field `{key}`"));
                let problem = problem.with_help(format!("let each method stand in `{name}` itself: `get: {{ … }}`"));
                self.drop_operation(problem, &format!("what `{key}` of `{name}` holds"), &site);
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

    /// The field that a key is but for the case of its letters (`operationID`, `request_body`), where it is not there
    /// itself.
    pub(super) fn in_other_case(
        &mut self,
        shape: &'static Shape,
        node: &Node<'a>,
        key: &str,
    ) -> Option<&'static Field> {
        let field = shape.fields.iter().find(|field| is_same_word(field.name, key))?;
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

    /// The media type that a key of `content` means: `json` is the one that everybody means by it. `known` are those of
    /// `content` that stand there, and that are read.
    pub(super) fn media_type<'k>(&mut self, known: [&Map<String, Value>; 2], site: &Site, key: &'k str) -> &'k str {
        if key.contains('/') {
            return key;
        }
        let meant = SHORT_MEDIA_TYPES.iter().find(|(short, _)| key.eq_ignore_ascii_case(short)).map(|(_, full)| *full);
        let meant = meant.filter(|full| !known.iter().any(|content| content.contains_key(*full)));
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
    let Value::Object(map) = value else { return (value.is_null() && is_near) || holds_operations(value) };
    let fields = ["summary", "description", "tags", "parameters", "callbacks", "security", "deprecated", "servers"];
    is_near
        || key.starts_with('/')
        || has_field_of_operation(value)
        || are_others(key, value)
        || holds_operations(value)
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

/// Whether a value that is no operation holds some, by their methods or as a list.
fn holds_operations(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            map.iter().any(|(key, value)| METHODS.contains(&key.as_str()) && has_field_of_operation(value))
        }
        Value::Array(list) => list.iter().any(has_field_of_operation),
        _ => false,
    }
}

/// The operations that are lost with what stands under a key that means nothing where it is. In YAML, one space too many
/// puts them there.
pub(super) fn operations_in(key: &str, value: &Value) -> Option<String> {
    if is_operation_as_path(key, value) {
        return Some(format!("the operation `{key}`"));
    }
    let are_some = |value: &Value| holds_paths(value) || are_paths(value);
    let is_path = key.starts_with('/') && value.is_object();
    (is_path || are_some(value) || value.get("paths").is_some_and(are_some)).then(|| format!("all of `{key}`"))
}

/// What to do about operations that stand where there are none.
pub(super) fn misplaced(key: &str) -> String {
    match key {
        key if key.starts_with('/') => format!("move `{key}` into `paths`, and let it begin where the other paths do"),
        key if METHODS.contains(&key) => {
            format!("move `{key}` to its path, and let it begin where its other methods do")
        }
        _ => "move its paths into `paths`, at the root".to_owned(),
    }
}

/// Whether all that an object has is a reference by another word.
pub(super) fn is_misspelt_reference(object: &Value, key: &str) -> bool {
    let is_one = |map: &Map<String, Value>| map.len() == 1 && map.get(key).is_some_and(Value::is_string);
    ["$ref", "ref"].iter().any(|word| key.eq_ignore_ascii_case(word)) && object.as_object().is_some_and(is_one)
}

/// Whether two words differ in the case of their letters alone, as it is written in other languages too.
fn is_same_word(word: &str, other: &str) -> bool {
    fn letters(word: &str) -> impl Iterator<Item = u8> {
        word.bytes().filter(|letter| !matches!(letter, b'_' | b'-')).map(|letter| letter.to_ascii_lowercase())
    }
    letters(word).eq(letters(other))
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
