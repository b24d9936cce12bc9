//! Places derived from paths alone.
//!
//! Static segments make the chain of resources; variables are arguments. The method's word comes from what the last
//! segment is (an item, a collection, a single thing, an action) and from the HTTP method.
//!
//! Input: all operations, and what is known of each beside its path. Output: a place for each; two may be one.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Answered, Known};
use super::{Place, words};
use crate::ir::{Method, Operation};

/// A path, read as segments. Their order is relied on: variables come after all words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    /// What is done to the thing before it: `cancel` of `/orders/{id}:cancel` (Google's AIP-136).
    Verb(String),
    Static(String),
    /// Holds a variable; the text is the variable's name.
    Variable(String),
}

/// What is known of all paths together.
struct Paths<'a> {
    /// In order, so that all that begin alike stand together.
    sorted: Vec<(&'a [Segment], &'a Method)>,
    /// How many leading segments every path shares and none needs.
    head: usize,
    /// Paths whose `GET` answers with one thing, or with many, whatever their last segment looks like.
    answered: BTreeMap<Vec<Segment>, Answered>,
    /// What is done to one of a collection, though the path is that of the collection.
    naming_one: BTreeSet<(Method, Vec<Segment>)>,
    /// Versions and words that are dropped wherever a path begins with them.
    strip: BTreeSet<String>,
}

pub(super) fn places(operations: &[Operation], known: &[Known], strip: &[String]) -> Vec<Place> {
    let all: Vec<(Method, Vec<Segment>)> =
        operations.iter().map(|operation| (operation.method.clone(), segments(&operation.path.template))).collect();
    let mut sorted: Vec<(&[Segment], &Method)> =
        all.iter().map(|(method, segments)| (segments.as_slice(), method)).collect();
    sorted.sort_unstable();
    let answered = all.iter().zip(known).filter(|((method, _), _)| *method == Method::Get);
    let answered = answered.map(|((_, segments), known)| (segments.clone(), known.answered)).collect();
    let naming_one = all.iter().zip(known).filter(|(_, known)| known.names_one).map(|(of, _)| of.clone()).collect();
    let paths = Paths { head: shared_head(&all), strip: dropped(&all, strip), answered, naming_one, sorted };
    let placed = all.iter().map(|(method, segments)| place(&paths, method, segments));
    let mut fragments: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (path, name) in operations.iter().filter_map(|operation| operation.path.template.split_once('#')) {
        *fragments.entry((path, name)).or_default() += 1;
    }
    placed.zip(operations).map(|(place, operation)| named(place, operation, &fragments)).collect()
}

/// A fragment is what tells operations of one path apart. If somebody gave it as a name, `PUT /files/{id}#share` is
/// `share`; that of several methods, or one that is no name, stands for the operationId.
fn named(place: Place, operation: &Operation, fragments: &BTreeMap<(&str, &str), usize>) -> Place {
    let Some((path, name)) = operation.path.template.split_once('#') else { return place };
    let is_name = is_word(name);
    let is_own = is_name && fragments.get(&(path, name)) == Some(&1);
    match &operation.operation_id {
        Some(id) if !is_own => Place { method: id.clone(), ..place },
        _ if is_name => Place { method: words::key(name), ..place },
        _ => place,
    }
}

fn segments(template: &str) -> Vec<Segment> {
    let path = template.split(['?', '#']).next().unwrap_or_default();
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let (thing, verb) = with_verb(segment);
        match (thing.find('{'), thing.find('}')) {
            (Some(open), Some(close)) if open < close => segments.push(match thing.get(..open) {
                // `/users.{format}`
                Some(word) if word.len() > 1 && word.ends_with('.') => {
                    Segment::Static(word.trim_end_matches('.').to_owned())
                }
                _ => Segment::Variable(thing.get(open + 1..close).unwrap_or_default().to_owned()),
            }),
            _ if thing.is_empty() => {}
            _ => segments.push(Segment::Static(without_format(thing).to_owned())),
        }
        segments.extend(verb.map(|verb| Segment::Verb(verb.to_owned())));
    }
    segments
}

/// A segment, and the verb behind its colon.
fn with_verb(segment: &str) -> (&str, Option<&str>) {
    match segment.split_once(':') {
        Some((thing, verb)) if !thing.is_empty() && is_word(verb) => (thing, Some(verb)),
        _ => (segment, None),
    }
}

/// Whether a text can name a method: letters, digits, `_` and `-`, a letter first.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// A word without the format that some APIs write behind it: `users.json`.
fn without_format(word: &str) -> &str {
    match word.rsplit_once('.') {
        Some((name, format)) if !name.is_empty() && format.eq_ignore_ascii_case("json") => name,
        _ => word,
    }
}

/// The leading static segments that every path has, as long as each path keeps one static segment after them.
fn shared_head(all: &[(Method, Vec<Segment>)]) -> usize {
    let Some((_, first)) = all.first() else { return 0 };
    let mut head = 0;
    while let Some(Segment::Static(word)) = first.get(head) {
        let next = Segment::Static(word.clone());
        let shared = all.iter().all(|(_, segments)| {
            segments.get(head) == Some(&next)
                && segments.iter().skip(head + 1).any(|segment| matches!(segment, Segment::Static(_)))
        });
        // A word that all paths share names the API, but only a version or `api` is sure to: with few paths it may be
        // the one resource there is.
        if !shared || (all.len() < 4 && !(words::is_version(word) || words::key(word) == "api")) {
            break;
        }
        head += 1;
    }
    head
}

/// `api`, `rest`, and the version that most paths have, dropped where a path begins with them.
fn dropped(all: &[(Method, Vec<Segment>)], strip: &[String]) -> BTreeSet<String> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, segments) in all {
        let version = segments.iter().find_map(|segment| match segment {
            Segment::Static(word) if words::is_version(word) => Some(word),
            _ => None,
        });
        if let Some(version) = version {
            *versions.entry(version).or_default() += 1;
        }
    }
    let dominant = versions.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
    let mut result: BTreeSet<String> = strip.iter().cloned().collect();
    result.extend(["api".to_owned(), "rest".to_owned()]);
    result.extend(dominant.map(|(version, _)| version.to_owned()));
    result
}

impl Paths<'_> {
    fn answers(&self, full: &[Segment], how: Answered) -> bool {
        self.answered.get(full) == Some(&how)
    }
}

fn place(paths: &Paths<'_>, method: &Method, full: &[Segment]) -> Place {
    let mut path = trim(paths, full);
    let verb = lift(paths, full, &mut path);
    let is_joined = verb.is_none() && join(paths, full, &mut path);
    let mut place = place_of(paths, method, full, &path, is_joined);
    for word in dull(paths, full) {
        // What a place begins with is left to `trim`.
        if let Some(at) = place.resource.iter().rposition(|step| step == word).filter(|at| *at > 0) {
            place.resource.remove(at);
        }
    }
    if let Some(verb) = verb {
        place.method = match place.method.as_str() {
            "create" => verb,
            method => format!("{}_{}", words::key(&verb), words::key(method)),
        };
    }
    place
}

/// The versions (and `api`) within a path that tell nothing apart: all that begins as the path does goes on with them.
fn dull<'s>(paths: &Paths<'_>, full: &'s [Segment]) -> Vec<&'s str> {
    let is_only = |at: usize| {
        let before = full.get(..at).unwrap_or_default();
        let alike = paths.sorted.get(paths.sorted.partition_point(|(other, _)| *other < before)..).unwrap_or_default();
        let alike = alike.get(..alike.partition_point(|(other, _)| other.starts_with(before))).unwrap_or_default();
        // They are in order, so the ends tell of all.
        [alike.first(), alike.last()].into_iter().all(|of| of.is_some_and(|(other, _)| other.get(at) == full.get(at)))
    };
    let is_named = |at: usize| full.iter().skip(at + 1).any(|segment| matches!(segment, Segment::Static(_)));
    let words = full.iter().enumerate().filter_map(|(at, segment)| match segment {
        Segment::Static(word) if words::is_version(word) || word == "api" => Some((at, word.as_str())),
        _ => None,
    });
    words.filter(|(at, _)| is_named(*at) && is_only(*at)).map(|(_, word)| word).collect()
}

/// Takes out a verb before the thing that it is done to: `/simulate/payments/{id}/receipt` is an action on payments.
fn lift(paths: &Paths<'_>, full: &[Segment], path: &mut Vec<Segment>) -> Option<String> {
    let before = full.len().saturating_sub(path.len());
    let is_static = |segment: &Segment| matches!(segment, Segment::Static(_));
    let at = path.iter().enumerate().position(|(index, segment)| match segment {
        Segment::Static(word) => {
            let own = full.get(..=before + index).unwrap_or_default();
            words::is_plain_verb(word) && path.iter().skip(index + 1).any(is_static) && same(paths, own).is_empty()
        }
        Segment::Variable(_) | Segment::Verb(_) => false,
    })?;
    match path.remove(at) {
        Segment::Static(word) => Some(word),
        Segment::Variable(_) | Segment::Verb(_) => None,
    }
}

/// Joins what is done with what follows it: beside `POST /query`, `/query/ast` is `query_ast`. Else a resource would stand
/// where its own method belongs.
fn join(paths: &Paths<'_>, full: &[Segment], path: &mut Vec<Segment>) -> bool {
    let before = full.len().saturating_sub(path.len());
    let at = (0..path.len().saturating_sub(1)).find(|index| {
        let is_static = |at: usize| matches!(path.get(at), Some(Segment::Static(_)));
        is_static(*index) && is_static(index + 1) && is_deed(paths, full.get(..=before + index).unwrap_or_default())
    });
    let Some(at) = at else { return false };
    if let (Segment::Static(deed), Some(Segment::Static(next))) = (path.remove(at), path.get_mut(at)) {
        *next = format!("{}_{}", words::key(&deed), words::key(next));
    }
    true
}

/// Whether a path does something by POST, and nothing below it is a thing of its own.
fn is_deed(paths: &Paths<'_>, full: &[Segment]) -> bool {
    let Some(Segment::Static(word)) = full.last() else { return false };
    words::is_deed(word)
        && has(paths, &Method::Post, full)
        && same(paths, full).iter().all(|(_, method)| matches!(method, Method::Post | Method::Get))
        && !children(paths, full).items
}

fn place_of(paths: &Paths<'_>, method: &Method, full: &[Segment], path: &[Segment], is_joined: bool) -> Place {
    let Some((last, before)) = path.split_last() else {
        return Place { resource: Vec::new(), method: root(method).to_owned() };
    };
    match last {
        Segment::Variable(_) => match before.split_last() {
            Some((Segment::Static(word), owner)) if words::lookup(word).is_some() => Place {
                resource: statics(owner),
                method: format!("{}_{}", item(paths, method, full), words::key(word)),
            },
            _ => Place { resource: statics(before), method: item(paths, method, full).to_owned() },
        },
        Segment::Verb(verb) => Place { resource: statics(before), method: action(method, verb) },
        Segment::Static(word) => {
            let children = children(paths, full);
            let is_alone = !children.any && same(paths, full).iter().all(|(_, other)| *other == method);
            let is_of_item = matches!(before.last(), Some(Segment::Variable(_)));
            let is_verb = words::is_verb(word) || is_joined;
            let (is_read, is_plural) = (*method == Method::Get, words::is_plural(word));
            // Nothing below it and one method: a verb, or a thing that is only ever read or sent.
            let is_action =
                is_alone && if is_read { !is_plural && (is_verb || !is_of_item) } else { !is_plural || is_verb };
            if is_action || !is_read && is_deed(paths, full) {
                return Place { resource: statics(before), method: action(method, word) };
            }
            if is_deed(paths, full) {
                return Place { resource: statics(before), method: format!("retrieve_{}", words::key(word)) };
            }
            let is_collection = children.items || (is_plural && !paths.answers(full, Answered::One));
            let name = if is_collection { collection(paths, method, full) } else { single(paths, method, full, word) };
            Place { resource: statics(path), method: name.to_owned() }
        }
    }
}

/// The path without what says nothing: the shared head, and dropped words at its beginning.
fn trim(paths: &Paths<'_>, full: &[Segment]) -> Vec<Segment> {
    let mut rest = full.get(paths.head..).unwrap_or_default();
    while let Some((Segment::Static(word), after)) = rest.split_first() {
        if !paths.strip.contains(word) || !after.iter().any(|segment| matches!(segment, Segment::Static(_))) {
            break;
        }
        rest = after;
    }
    rest.to_vec()
}

fn statics(path: &[Segment]) -> Vec<String> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Static(word) => Some(word.clone()),
            Segment::Variable(_) | Segment::Verb(_) => None,
        })
        .collect()
}

struct Children {
    /// Some path continues this one.
    any: bool,
    /// Some path continues this one with a variable.
    items: bool,
}

fn children(paths: &Paths<'_>, full: &[Segment]) -> Children {
    let start = paths.sorted.partition_point(|(other, _)| *other <= full);
    let below = paths.sorted.get(start..).unwrap_or_default();
    let end = below.partition_point(|(other, _)| other.starts_with(full));
    let below = below.get(..end).unwrap_or_default();
    // Variables come after all words.
    let last = below.last().and_then(|(other, _)| other.get(full.len()));
    Children { any: !below.is_empty(), items: matches!(last, Some(Segment::Variable(_))) }
}

/// All of the same path.
fn same<'p, 'a>(paths: &'p Paths<'a>, full: &[Segment]) -> &'p [(&'a [Segment], &'a Method)] {
    let start = paths.sorted.partition_point(|(other, _)| *other < full);
    let end = paths.sorted.partition_point(|(other, _)| *other <= full);
    paths.sorted.get(start..end).unwrap_or_default()
}

fn has(paths: &Paths<'_>, method: &Method, full: &[Segment]) -> bool {
    same(paths, full).iter().any(|(_, other)| *other == method)
}

/// The word for a method on one item of a collection. What brings many lists them, unless the collection is listed itself.
fn item<'m>(paths: &Paths<'_>, method: &'m Method, full: &[Segment]) -> &'m str {
    let above = || full.split_last().map(|(_, above)| above).unwrap_or_default();
    match method {
        Method::Get if paths.answers(full, Answered::Many) && !has(paths, &Method::Get, above()) => "list",
        Method::Get => "retrieve",
        Method::Put if has(paths, &Method::Patch, full) => "replace",
        Method::Delete => "delete",
        Method::Post if has(paths, &Method::Put, full) || has(paths, &Method::Patch, full) => "create",
        Method::Put | Method::Patch | Method::Post => "update",
        Method::Head => "check",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(method) => method,
    }
}

/// The word for a method on a collection, or on one of it that an input names and nothing of its own does.
fn collection<'m>(paths: &Paths<'_>, method: &'m Method, full: &[Segment]) -> &'m str {
    let names_one = || paths.naming_one.contains(&(method.clone(), full.to_vec()));
    let has_item = |methods: &[Method]| {
        let start = paths.sorted.partition_point(|(other, _)| *other <= full);
        let below =
            paths.sorted.get(start..).unwrap_or_default().iter().take_while(|(other, _)| other.starts_with(full));
        below
            .filter(|(other, _)| other.len() == full.len() + 1)
            .any(|(other, method)| matches!(other.last(), Some(Segment::Variable(_))) && methods.contains(method))
    };
    let is_changed = || has_item(&[Method::Put, Method::Patch, Method::Post]);
    match method {
        Method::Delete if names_one() && !has_item(&[Method::Delete]) => "delete",
        Method::Put if names_one() && (has(paths, &Method::Patch, full) || is_changed()) => "replace",
        Method::Put | Method::Patch if names_one() && !is_changed() => "update",
        Method::Get => "list",
        Method::Post => "create",
        Method::Put => "replace_all",
        Method::Patch => "update_all",
        Method::Delete => "delete_all",
        Method::Head => "check",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(method) => method,
    }
}

/// The word for a method on a thing of which there is one (`/user`, `/settings/theme`).
fn single<'m>(paths: &Paths<'_>, method: &'m Method, full: &[Segment], word: &str) -> &'m str {
    let is_a_thing = !words::is_verb(word) && !words::is_plural(word);
    let is_written = has(paths, &Method::Put, full) || has(paths, &Method::Patch, full);
    match method {
        Method::Get if paths.answers(full, Answered::Many) => "list",
        // What can be read and has no other way to be changed.
        Method::Post if is_a_thing && !is_written && has(paths, &Method::Get, full) => "update",
        Method::Post => "create",
        method => item(paths, method, full),
    }
}

/// The word for a path that is an action: the segment itself; a method that changes its sense stands before it.
fn action(method: &Method, word: &str) -> String {
    match method {
        Method::Delete => format!("delete_{}", words::key(word)),
        Method::Head => format!("check_{}", words::key(word)),
        Method::Options => format!("options_{}", words::key(word)),
        Method::Trace => format!("trace_{}", words::key(word)),
        Method::Other(method) => format!("{}_{}", words::key(method), words::key(word)),
        Method::Get | Method::Post | Method::Put | Method::Patch | Method::Query => word.to_owned(),
    }
}

/// The word for a method on the server's address itself.
fn root(method: &Method) -> &str {
    match method {
        Method::Get => "retrieve",
        Method::Post => "create",
        Method::Put => "replace",
        Method::Patch => "update",
        Method::Delete => "delete",
        Method::Head => "check",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(method) => method,
    }
}
