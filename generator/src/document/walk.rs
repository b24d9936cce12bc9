//! Walks a tree along the grammar and makes the tree that `openapiv3` can read.
//!
//! Input: a tree with its place, and the [`Shape`] it should have. Output: a new tree in which references are
//! inlined, schemas are numbers, and every field has the kind it should have; or the [`Problem`] that prevents it.
//! Not here: the table itself (`grammar`), rules beyond it (`fix`), paths and operations (`paths`).

use serde_json::{Map, Value, json};

use super::build::Build;
use super::grammar::{Field, Instead, Kind, MEDIA_TYPE, Need, PATH_ITEM, Shape};
use super::keyword_values::kind_of;
use super::problem::Problem;
use super::shown::MAX_EXAMPLES;
use super::slips::{is_like_operation, is_misspelt_reference};
use super::swagger::is_word_of_2;
use super::target::with_article;
use crate::diag::{Code, Diagnostic, Site};
use crate::source::refs;

/// How deeply objects may lie inside one another, copies included. The walk is recursive; this bounds its stack. Real
/// descriptions need about ten.
const MAX_NESTING: usize = 32;
/// How many references may lie inside one another (a parameter of a path item of a callback of …).
const MAX_CHAIN: usize = 32;

pub(super) type Walked<T> = Result<T, Problem>;

/// A value with its place, after following references.
pub(super) struct Node<'a> {
    pub(super) site: Site,
    pub(super) value: &'a Value,
    /// Where it is used: the place before any reference was followed.
    pub(super) from: Site,
    /// What stands beside the outermost reference.
    pub(super) beside: Option<&'a Map<String, Value>>,
    /// What stands beside the references that the outermost leads to.
    pub(super) between: Vec<(Site, &'a Map<String, Value>)>,
    /// The place and text of the reference that leads to it.
    pub(super) via: Option<(Site, &'a str)>,
}

impl<'a> Build<'a> {
    /// Follows `$ref`s. Each place passed is noted in `self.chain`; the caller restores its length when it is done
    /// with the value, so that a value inside itself is noticed.
    pub(super) fn enter(&mut self, site: &Site, value: &'a Value) -> Walked<Node<'a>> {
        let mut node =
            Node { site: site.clone(), value, from: site.clone(), beside: None, between: Vec::new(), via: None };
        while let Some(reference) = node.value.get("$ref") {
            let at = node.site.join("$ref");
            let Some(reference) = reference.as_str() else {
                let diagnostic = Diagnostic::new(Code::DanglingReference, "`$ref` must be a text").at(&at);
                return Err(Problem::of_reference(&at, diagnostic));
            };
            match (node.beside, node.value.as_object()) {
                (None, map) => node.beside = map,
                (Some(_), Some(map)) if map.len() > 1 => node.between.push((node.site.clone(), map)),
                _ => {}
            }
            let target = refs::resolve(self.sources, &node.site, reference, &self.guesses)
                .map_err(|reason| Problem::of_reference(&at, self.meant(&at, reference, *reason)))?;
            self.passed_through(&at, reference, &target);
            if self.chain.contains(&target.site) {
                let mut problem = Problem::new(&at, format!("`{reference}` contains itself"));
                problem.code = Some(Code::CircularReference);
                return Err(problem);
            }
            if self.chain.len() >= MAX_CHAIN {
                return Err(Problem::new(&at, format!("more than {MAX_CHAIN} references lie inside one another")));
            }
            self.chain.push(target.site.clone());
            (node.site, node.value) = (target.site, target.value);
            node.via = Some((at, reference));
        }
        Ok(node)
    }

    /// Reads a value after following its references, which are being followed as long as it is read.
    pub(super) fn within<T>(
        &mut self,
        site: &Site,
        value: &'a Value,
        read: impl FnOnce(&mut Self, Node<'a>) -> Walked<T>,
    ) -> Walked<T> {
        let mark = self.chain.len();
        let result = self.enter(site, value).and_then(|node| read(self, node));
        self.chain.truncate(mark);
        result
    }

    /// An object of the given shape.
    pub(super) fn object(
        &mut self,
        shape: &'static Shape,
        site: &Site,
        value: &'a Value,
    ) -> Walked<Map<String, Value>> {
        self.within(site, value, |build, node| build.nested(1, &node.site, |b| b.object_here(shape, &node)))
    }

    /// Walks something inside what is being walked; `weight` says how much stack it takes, in objects.
    pub(super) fn nested<T>(
        &mut self,
        weight: usize,
        site: &Site,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<T> {
        if self.nesting + weight > MAX_NESTING {
            return Err(Problem::new(site, "it lies too deep inside other objects"));
        }
        self.nesting += weight;
        let result = walk(self);
        self.nesting -= weight;
        result
    }

    /// The same, of a value that is no reference.
    pub(super) fn object_here(&mut self, shape: &'static Shape, node: &Node<'a>) -> Walked<Map<String, Value>> {
        // What no reference leads to is as large as its file at most.
        self.objects += usize::from(!self.chain.is_empty());
        if self.objects > self.most_objects {
            return Err(Problem::new(&node.site, "the references lead to too many copies"));
        }
        let wrapped = self.as_wanted(shape, node)?;
        let is_wrapped = wrapped.is_some();
        let mut out = wrapped.unwrap_or_default();
        match node.value {
            _ if is_wrapped => {}
            Value::Object(map) => {
                for (key, value) in map {
                    self.field(shape, node, key, value, &mut out)?;
                }
            }
            // `application/json:` with nothing behind it is an empty object.
            Value::Null => {}
            other => {
                let message = format!("it must be a mapping ({}), but is {}", shape.name, kind_of(other));
                return Err(Problem::new(&node.site, message));
            }
        }
        self.words_of_2(shape, node, &mut out);
        self.beside(shape, node, &mut out);
        for field in shape.fields {
            if field.need != Need::Optional && !out.contains_key(field.name) {
                self.missing(shape, field, &node.site, &mut out)?;
            }
        }
        self.examples_of(shape, node, &out);
        self.note_shared(shape, node, &out);
        self.fix(shape.fix, &node.site, &mut out)?;
        Ok(out)
    }

    fn field(
        &mut self,
        shape: &'static Shape,
        node: &Node<'a>,
        key: &str,
        value: &'a Value,
        out: &mut Map<String, Value>,
    ) -> Walked<()> {
        if key.starts_with("x-") {
            out.insert(key.to_owned(), value.clone());
            return Ok(());
        }
        let site = &node.site;
        let same = |field: &&Field| field.name == key;
        let Some(field) = shape.fields.iter().find(same).or_else(|| self.in_other_case(shape, node, key)) else {
            // What looks like an operation is looked at with the operations.
            let is_operation = shape.name == PATH_ITEM.name && is_like_operation(key, value);
            let is_known = key == "$ref" || is_operation;
            if !is_known && !node.value.as_object().is_some_and(|map| is_word_of_2(shape, map, key)) {
                if is_misspelt_reference(node.value, key) {
                    let problem = Problem::new(&site.join(key), format!("a reference is written `$ref`, not `{key}`"));
                    return Err(problem.with_help("did you mean `$ref`?"));
                }
                self.unknown_field(shape, &site.join(key), (key, value));
            }
            return Ok(());
        };
        if matches!(field.kind, Kind::Skip) || (value.is_null() && !matches!(field.kind, Kind::Any | Kind::Schema)) {
            return Ok(());
        }
        let (key_out, kind) = match field.kind {
            Kind::Extra(name, kind) => (name, *kind),
            kind => (field.name, kind),
        };
        if let Some(value) = self.value(kind, site.join(key), value)? {
            out.insert(key_out.to_owned(), value);
        }
        Ok(())
    }

    /// The value of a field; `None` if it is left out, which has been reported.
    pub(super) fn value(&mut self, kind: Kind, site: Site, value: &'a Value) -> Walked<Option<Value>> {
        Ok(match kind {
            Kind::Skip | Kind::Extra(..) => None,
            Kind::Any => Some(value.clone()),
            Kind::Text => {
                let text = self.plain_text(&site, value).map(Value::String);
                if let Some(text) = text.as_ref().filter(|_| !value.is_string() && !value.is_object() && is_name(&site))
                {
                    self.read_as(&site, value, "a text", text);
                }
                text
            }
            Kind::Flag => match value {
                Value::Bool(_) => Some(value.clone()),
                Value::String(text) if text == "true" || text == "false" => {
                    let read = Value::Bool(text == "true");
                    self.read_as(&site, value, "`true` or `false`", &read);
                    Some(read)
                }
                other => self.wrong_kind(&site, other, "`true` or `false`"),
            },
            Kind::Texts => match value {
                Value::Array(list) => {
                    let texts = list.iter().enumerate();
                    let texts = texts.filter_map(|(index, value)| self.plain_text(&site.index(index), value));
                    Some(texts.collect::<Vec<_>>().into())
                }
                Value::String(text) => {
                    let read = json!([text]);
                    self.read_as(&site, value, "a list of texts", &read);
                    Some(read)
                }
                other => self.wrong_kind(&site, other, "a list of texts"),
            },
            Kind::TextMap => match value {
                Value::Object(map) => {
                    let mut texts = Map::new();
                    for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
                        let text = if value.is_null() { None } else { self.plain_text(&site.join(key), value) };
                        texts.insert(key.clone(), Value::String(text.unwrap_or_default()));
                    }
                    Some(Value::Object(texts))
                }
                other => self.wrong_kind(&site, other, "a mapping from texts to texts"),
            },
            Kind::Schema => Some(self.schema(site, value)),
            Kind::Object(shape) => self.part(shape, &site, value)?.map(Value::Object),
            Kind::List(shape) => match value {
                Value::Array(list) => {
                    let mut out = Vec::with_capacity(list.len());
                    for (index, value) in list.iter().enumerate() {
                        let site = site.index(index);
                        let part = self.part(shape, &site, value)?;
                        match part.and_then(|object| self.unless_of_body(shape, &site, value, object)) {
                            Some(object) => out.push(Value::Object(object)),
                            None => drop(self.left_out.insert(site)),
                        }
                    }
                    Some(Value::Array(out))
                }
                other if shape.vital => {
                    return Err(wrong_part(&site, "a list", other));
                }
                other => self.wrong_kind(&site, other, "a list"),
            },
            Kind::Map(shape) => match value {
                Value::Object(map) if is_media_type(shape, map) => {
                    let message = "`content` names no media type";
                    let diagnostic = Diagnostic::new(Code::ContentWithoutMediaType, message).at(&site);
                    let help = "name it: `content: { application/json: { schema: … } }`";
                    self.diagnostics.push(diagnostic.effect("it is read as content in JSON").help(help));
                    let media = self.part(shape, &site, value)?;
                    Some(media.into_iter().map(|media| ("application/json".to_owned(), Value::Object(media))).collect())
                }
                Value::Object(map) => {
                    let mut out = Map::new();
                    let most = if shape.one_is_enough { MAX_EXAMPLES } else { usize::MAX };
                    for (key, value) in map.iter().take(most) {
                        // An SDK shows one example; the others are looked at, and no copies of them are kept.
                        let is_kept = !shape.one_is_enough || out.is_empty();
                        let objects = self.objects;
                        let part = self.part(shape, &site.join(key), value)?;
                        if let Some(object) = part.filter(|_| is_kept) {
                            let name = if shape.name == MEDIA_TYPE.name {
                                self.media_type([map, &out], &site, key)
                            } else {
                                key
                            };
                            out.insert(name.to_owned(), Value::Object(object));
                        }
                        if !is_kept {
                            self.objects = objects;
                        }
                    }
                    Some(Value::Object(out))
                }
                other if shape.vital => {
                    return Err(wrong_part(&site, "a mapping", other));
                }
                other => self.wrong_kind(&site, other, "a mapping"),
            },
            Kind::Responses => Some(self.responses(&site, value)?),
            Kind::Callbacks => Some(self.callbacks(&site, value)),
            Kind::Security => self.security(&site, value),
        })
    }

    /// What `openapiv3` gets in place of a schema.
    pub(super) fn schema(&mut self, site: Site, value: &'a Value) -> Value {
        let id = self.intern(site, value);
        self.read_queue();
        json!({ "$ref": format!("#/schemas/{}", id.0) })
    }

    /// An object that is a part of another; `None` if it is left out, which has been reported. A problem is passed on if
    /// the part is vital to what holds it.
    fn part(&mut self, shape: &'static Shape, site: &Site, value: &'a Value) -> Walked<Option<Map<String, Value>>> {
        match self.object(shape, site, value) {
            Ok(part) => Ok(Some(part)),
            Err(problem) if shape.unreached.is_some() && problem.is_of_reference() => {
                Ok(self.unreached(shape, site, problem, &[]))
            }
            // With no copies left, nothing else can be read either.
            Err(problem) if shape.vital || self.objects > self.most_objects => Err(problem),
            Err(problem) => {
                self.diagnostics.push(problem.into_diagnostic(Code::PartDropped, &format!("this {}", shape.name)));
                Ok(None)
            }
        }
    }

    /// Reports a part whose reference leads nowhere, and gives what is read in its place. `types` are the media types of
    /// content whose types are stated elsewhere.
    pub(super) fn unreached(
        &mut self,
        shape: &Shape,
        site: &Site,
        problem: Problem,
        types: &[String],
    ) -> Option<Map<String, Value>> {
        let (instead, effect) = shape.unreached.unwrap_or((Instead::Nothing, "it is left out"));
        let reason = problem.message.clone();
        self.diagnostics.push(problem.into_unreached(site, effect));
        let mut part = Map::new();
        if instead == Instead::Nothing {
            return None;
        }
        let schema = self.any_value(site.join("schema"), reason);
        if instead == Instead::AnyValue {
            part.insert("schema".to_owned(), schema);
            return Some(part);
        }
        let json = ["application/json".to_owned()];
        let types = if types.is_empty() { &json } else { types };
        let media = |name: &String| (name.clone(), json!({ "schema": schema }));
        part.insert("description".to_owned(), json!(""));
        part.insert("content".to_owned(), types.iter().map(media).collect());
        Some(part)
    }

    pub(super) fn plain_text(&mut self, site: &Site, value: &'a Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(self.written(site, value)),
            Value::Object(map) => {
                let text = map.get("$ref").and_then(Value::as_str).and_then(|reference| {
                    refs::resolve(self.sources, site, reference, &self.guesses).ok()?.value.as_str()
                });
                if text.is_none() {
                    self.wrong_kind(site, value, "a text");
                }
                text.map(str::to_owned)
            }
            other => {
                self.wrong_kind(site, other, "a text");
                None
            }
        }
    }

    fn missing(&mut self, shape: &Shape, field: &Field, site: &Site, out: &mut Map<String, Value>) -> Walked<()> {
        let what = with_article(shape.name);
        match field.need {
            Need::Vital => {
                return Err(Problem::new(site, format!("{what} needs the field `{}`", field.name)));
            }
            Need::Wanted => self.no_field(&what, field.name, site),
            Need::Before(version) if self.version_at(site) < version => self.no_field(&what, field.name, site),
            Need::Filled | Need::Before(_) | Need::Optional => {}
        }
        let empty = if matches!(field.kind, Kind::Text) { Value::String(String::new()) } else { json!({}) };
        out.insert(field.name.to_owned(), empty);
        Ok(())
    }
}

/// Whether a text that is written as a number or a boolean is worth a word: a version or a description is a text
/// however it looks.
fn is_name(site: &Site) -> bool {
    let key = site.pointer.steps().last().unwrap_or_default();
    ["operationId", "name", "in", "type", "scheme", "style", "url"].contains(&&*key)
}

/// Whether what stands where media types are named is a media type itself.
fn is_media_type(shape: &Shape, map: &Map<String, Value>) -> bool {
    let is_field = |key: &String| key.starts_with("x-") || shape.fields.iter().any(|field| field.name == key);
    shape.name == MEDIA_TYPE.name && map.contains_key("schema") && map.keys().all(is_field)
}

fn wrong_part(site: &Site, wanted: &str, value: &Value) -> Problem {
    let key = site.pointer.steps().last().unwrap_or_default();
    Problem::new(site, format!("`{key}` must be {wanted}, but is {}", kind_of(value)))
}
