//! The resource tree: where each operation hangs, and the word for its method.
//!
//! Input: all operations, the configuration, and the places given before. Output: the resources, and for every
//! operation its resource and name.
//! Not here: identifiers; names here are words of the description (`ephemeral-sessions`, `revokeAccess`).
//!
//! The place of an operation is settled, in this order, by the configuration, by the place that it had before
//! (so that additions never move it), by an extension, and by its path, its tag or its operationId.

mod derive;
mod held;
mod known;
mod named;
pub(super) mod words;

use std::collections::BTreeMap;

use known::Known;

use crate::config::{Config, Resources, ResourcesFrom};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::ir::{BodyFormat, Operation, OperationId, Resource, ResourceId, Types, case};

/// How deeply resources may lie in one another: as deep as paths have segments.
const MAX_DEPTH: usize = 64;

/// A place in the tree: the resource's path, and the method's word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) resource: Vec<String>,
    pub(super) method: String,
}

impl Place {
    /// A place from its dotted text, as the configuration and the lock have it; none that is deeper than a path can be.
    fn parse(text: &str) -> Option<Self> {
        let mut steps: Vec<String> = text.split('.').take(MAX_DEPTH + 2).map(ToOwned::to_owned).collect();
        let method = steps.pop().filter(|method| !method.is_empty())?;
        let fits = steps.len() <= MAX_DEPTH && !steps.iter().any(String::is_empty);
        fits.then_some(Self { resource: steps, method })
    }
}

/// Whether a dotted text is a place.
pub(super) fn is_place(text: &str) -> bool {
    Place::parse(text).is_some()
}

/// Places every operation and makes the tree.
pub(super) fn place(
    operations: &mut [Operation],
    config: &Config,
    before: &BTreeMap<String, String>,
    document: &Document,
    types: &Types,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    // An operation in another media type hangs where the operation itself does.
    let count = operations.iter().position(|operation| operation.further.is_some()).unwrap_or(operations.len());
    let (whole, further) = operations.split_at(count);
    let known: Vec<Known> = whole.iter().map(|operation| Known::of(types, operation)).collect();
    let derived = self::derived(whole, &known, &config.resources, document);
    let plain = held::is_configured(config).then(|| self::derived(whole, &known, &Resources::default(), document));
    let mut places: Vec<Place> = Vec::with_capacity(operations.len());
    let mut fixed: Vec<bool> = Vec::with_capacity(operations.len());
    let mut by_hand: Vec<bool> = Vec::with_capacity(operations.len());
    let mut wishes: Vec<Option<Place>> = Vec::new();
    for (operation, derived) in whole.iter().zip(derived) {
        let configured = configured(operation, config, diagnostics);
        by_hand.push(configured.is_some());
        wishes.extend(plain.is_some().then(|| configured.is_none().then(|| derived.clone())));
        let settled = configured
            .or_else(|| before.get(&operation.key()).and_then(|text| Place::parse(text)))
            .or_else(|| operation.hint.as_deref().and_then(Place::parse))
            .or_else(|| Some(Place { resource: derived.resource.clone(), method: operation.word.clone()? }));
        fixed.push(settled.is_some());
        places.push(settled.unwrap_or(derived));
    }
    let wishes = whole.iter().zip(&wishes).zip(plain.iter().flatten());
    let wishes = wishes.filter_map(|((operation, wish), plain)| Some((operation, wish.as_ref()?, plain)));
    held::report(wishes, config, before, diagnostics);
    let wanted = places.clone();
    part(whole, &mut places, [&by_hand, &fixed], config, diagnostics);
    yielded(whole, [&wanted, &places], &by_hand, config, diagnostics);
    if further.is_empty() {
        return resources(operations, &places, config, document);
    }
    fixed.fill(true);
    by_hand.fill(true);
    for operation in further {
        let configured = configured(operation, config, diagnostics);
        by_hand.push(configured.is_some());
        let settled = configured.or_else(|| before.get(&operation.key()).and_then(|text| Place::parse(text)));
        fixed.push(settled.is_some());
        places.push(settled.unwrap_or_else(|| beside(operation, &places)));
    }
    part(operations, &mut places, [&by_hand, &fixed], config, diagnostics);
    resources(operations, &places, config, document)
}

/// The places that a configuration of the tree gives, before anybody says another for an operation.
fn derived(operations: &[Operation], known: &[Known], resources: &Resources, document: &Document) -> Vec<Place> {
    let mut derived = derive::places(operations, known, &resources.strip);
    named::spelt_out(operations, &mut derived);
    match resources.from {
        ResourcesFrom::Paths => derived,
        ResourcesFrom::Tags => named::by_tag(operations, derived, &document.openapi.tags),
        ResourcesFrom::OperationIds => named::by_operation_id(operations, derived, &document.openapi.tags),
    }
}

/// The place of an operation in another media type: that of the operation, with a word for the media type.
fn beside(operation: &Operation, places: &[Place]) -> Place {
    let further = operation.further.as_ref();
    let first = further.and_then(|further| places.get(further.of.0)).cloned();
    let Place { resource, method } = first.unwrap_or_else(|| Place { resource: Vec::new(), method: String::new() });
    let word = match operation.body.as_ref().map(|body| body.format) {
        Some(BodyFormat::Multipart) => "multipart".to_owned(),
        Some(BodyFormat::Form) => "form".to_owned(),
        _ => subtype(further.map(|further| further.media_type.as_str()).unwrap_or_default()),
    };
    Place { resource, method: format!("{method}_{word}") }
}

/// The word of a media type: `flux` of `application/vnd.flux`, `bytes` of what says nothing.
fn subtype(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype);
    let subtype = subtype.strip_prefix("x-").or_else(|| subtype.strip_prefix("vnd.")).unwrap_or(subtype);
    match subtype {
        "octet-stream" | "*" => "bytes".to_owned(),
        "plain" => "text".to_owned(),
        other => other.to_owned(),
    }
}

fn configured(operation: &Operation, config: &Config, diagnostics: &mut Diagnostics) -> Option<Place> {
    let key = operation.key();
    // The operationId names the method with the first media type.
    let id = operation.operation_id.as_ref().filter(|_| operation.further.is_none());
    let named = [Some(&key), id];
    let of_operation = || named.into_iter().flatten().find_map(|key| config.operations.get(key)?.method.as_ref());
    let is_of_tree = |of: &String| *of == key || id == Some(of);
    let of_tree = || config.resources.tree.iter().find(|(_, of)| is_of_tree(of)).map(|(place, _)| place);
    let text = of_operation().or_else(of_tree)?;
    let place = Place::parse(text);
    if place.is_none() {
        let finding = Diagnostic::new(Code::BadOperationPlace, format!("`{text}` is no place in the resource tree"))
            .at(&operation.site)
            .help("write the resources and the method with dots between them: `viewer.users.invite`");
        let says = |key: &&&String| config.operations.get(**key).is_some_and(|of| of.method.is_some());
        let entry = named.iter().flatten().find(says);
        diagnostics.push(match entry {
            Some(key) => config.places.at(&["operations", key, "method"], finding),
            None => finding,
        });
    }
    place
}

/// Another word for an operation's method, beside the one that keeps it; nothing where there is none.
type Rename<'a> = dyn Fn(&Operation, &Operation, &Place) -> Option<String> + 'a;

/// Operations of one resource that would share a method's word are told apart: by a variable that one has and the
/// other has not, then by operationId, then by the media types of their bodies, then by number. One that was placed by
/// hand keeps its word, and else one that was placed before (`fixed`, in that order); of several, the plainest.
fn part(
    operations: &[Operation],
    places: &mut [Place],
    fixed: [&[bool]; 2],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let by_variable = |operation: &Operation, keeper: &Operation, place: &Place| {
        let wires = |of: &Operation| of.path.variables().map(|variable| variable.wire.clone()).collect::<Vec<_>>();
        let (own, kept) = (wires(operation), wires(keeper));
        // The same variables tell nothing.
        let last = own.last().filter(|_| own != kept)?;
        let variable = own.iter().rev().find(|wire| !kept.contains(wire)).unwrap_or(last);
        Some(format!("{}_by_{variable}", place.method))
    };
    // One that others have as well (`execute`) tells nothing.
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in operations.iter().filter(|operation| operation.further.is_none()) {
        *ids.entry(operation.operation_id.as_deref().unwrap_or_default()).or_default() += 1;
    }
    let by_operation_id = |operation: &Operation, _: &Operation, _: &Place| {
        operation.operation_id.clone().filter(|id| ids.get(id.as_str()) == Some(&1))
    };
    let by_media_type = |operation: &Operation, keeper: &Operation, place: &Place| {
        let [own, kept] = [operation, keeper].map(|of| of.body.as_ref().map(|body| body.media_type.as_str()));
        let own = own.filter(|own| Some(*own) != kept)?;
        Some(format!("{}_{}", place.method, subtype(own)))
    };
    let ways: [&Rename<'_>; 3] = [&by_variable, &by_operation_id, &by_media_type];
    let order = plainest_first(operations, places);
    for rename in ways {
        for (index, keeper) in yielding(places, &order, fixed) {
            if let (Some(operation), Some(keeper), Some(place)) =
                (operations.get(index), operations.get(keeper), places.get_mut(index))
                && let Some(method) = rename(operation, keeper, place)
            {
                place.method = method;
            }
        }
    }
    for (number, (index, keeper)) in yielding(places, &order, fixed).into_iter().enumerate() {
        let (Some(operation), Some(place)) = (operations.get(index), places.get_mut(index)) else { continue };
        place.method = format!("{}_{}", place.method, number + 2);
        let keeper = operations.get(keeper);
        let other = keeper.map_or_else(|| "another operation".to_owned(), |of| format!("`{}`", of.key()));
        let found = Diagnostic::new(
            Code::MethodNamesClash,
            format!("`{}` and {other} would be the same method", operation.key()),
        )
        .at(&operation.site)
        .effect(format!("`{}` is called `{}`", operation.key(), place.method))
        .help(format!("name it: [operations.\"{}\"] method = \"…\"", operation.key()));
        diagnostics.push(match config.place_of(|name| keeper.is_some_and(|of| of.is_called(name))) {
            Some((entry, _)) => config.places.blamed(&entry, found),
            None => found,
        });
    }
}

/// Methods that are called otherwise since the configuration gives their place to another, or gives one place twice.
fn yielded(
    operations: &[Operation],
    [wanted, places]: [&[Place]; 2],
    by_hand: &[bool],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let is_by_hand = |index: usize| by_hand.get(index) == Some(&true);
    for (index, (wish, place)) in wanted.iter().zip(places).enumerate().filter(|(_, (wish, place))| wish != place) {
        let holder = places.iter().position(|other| other == wish);
        let Some(holder) = holder.filter(|holder| is_by_hand(*holder)) else { continue };
        let (Some(operation), Some(keeper)) = (operations.get(index), operations.get(holder)) else { continue };
        let is_said = |known: &Diagnostic| {
            let sites = known.related.iter().map(|(site, _)| site).chain(&known.site);
            known.code == Code::MethodNamesClash && sites.into_iter().any(|site| *site == operation.site)
        };
        if diagnostics.list().iter().any(is_said) {
            continue;
        }
        let dotted: Vec<&str> = wish.resource.iter().chain([&wish.method]).map(String::as_str).collect();
        let (key, dotted) = (operation.key(), dotted.join("."));
        let message = if is_by_hand(index) {
            format!("the configuration gives the place `{dotted}` to `{}` and to `{key}`", keeper.key())
        } else {
            format!("the configuration gives the place `{dotted}`, which `{key}` would have, to `{}`", keeper.key())
        };
        let found = Diagnostic::new(Code::MethodNamesClash, message)
            .at(&operation.site)
            .related(&keeper.site, "this one has the place")
            .effect(format!("`{key}` is called `{}`", case::snake(&place.method)))
            .help(format!("name it as well: [operations.\"{key}\"] method = \"…\""));
        let given = if is_by_hand(index) { operation } else { keeper };
        diagnostics.push(match config.place_of(|name| given.is_called(name)) {
            Some((entry, _)) => config.places.blamed(&entry, found),
            None => found,
        });
    }
}

/// The operations in the order in which they claim words, wherever each stands in the description: those whose word is not
/// the last one of their path (a list before what is called `list`), then those of the plainest paths.
fn plainest_first(operations: &[Operation], places: &[Place]) -> Vec<usize> {
    let rank = |operation: &Operation, place: &Place| {
        let path = operation.path.template.as_str();
        let plain = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let is_action = plain.rsplit(['/', ':']).next().map(words::key) == Some(words::key(&place.method));
        // Another notation, another query.
        let is_variant = plain != path || plain.contains("}.");
        let size = (operation.path.variables().count(), plain.matches('/').count());
        (operation.further.is_some(), is_action, is_variant, size)
    };
    let mut order: Vec<_> = operations.iter().zip(places).enumerate().collect();
    order.sort_by_cached_key(|(_, (of, place))| (rank(of, place), of.path.template.as_str(), &of.method));
    order.into_iter().map(|(index, _)| index).collect()
}

/// The operations that share a method's word with another, each with the one that keeps it: the first in this order that
/// was placed by hand, or that was fixed, or of all.
fn yielding(places: &[Place], order: &[usize], fixed: [&[bool]; 2]) -> Vec<(usize, usize)> {
    let mut groups: BTreeMap<(Vec<String>, String), Vec<usize>> = BTreeMap::new();
    for index in order.iter().copied() {
        let Some(place) = places.get(index) else { continue };
        let resource = place.resource.iter().map(|step| words::key(step)).collect();
        groups.entry((resource, words::key(&place.method))).or_default().push(index);
    }
    let mut result = Vec::new();
    for members in groups.into_values().filter(|members| members.len() > 1) {
        let first = |of: &[bool]| members.iter().copied().find(|index| of.get(*index) == Some(&true));
        let fixed = fixed.into_iter().find_map(first);
        let Some(keeps) = fixed.or(members.first().copied()) else { continue };
        result.extend(members.into_iter().filter(|index| *index != keeps).map(|index| (index, keeps)));
    }
    result
}

/// The tree that the places make up, with the root first; sets each operation's resource and name.
fn resources(operations: &mut [Operation], places: &[Place], config: &Config, document: &Document) -> Vec<Resource> {
    let mut list = vec![Resource {
        path: Vec::new(),
        parent: None,
        children: Vec::new(),
        operations: Vec::new(),
        docs: document.openapi.info.description.clone(),
    }];
    // Two spellings of one name (`clinicalReferences`, `clinical-references`) are one resource.
    let mut known: BTreeMap<Vec<String>, ResourceId> = BTreeMap::from([(Vec::new(), ResourceId(0))]);
    for (index, (operation, place)) in operations.iter_mut().zip(places).enumerate() {
        let mut at = ResourceId(0);
        let mut keys: Vec<String> = Vec::new();
        for (depth, step) in place.resource.iter().enumerate() {
            keys.push(words::key(step));
            at = match known.get(&keys) {
                Some(id) => *id,
                None => {
                    let id = ResourceId(list.len());
                    let dotted = keys.join(".");
                    list.push(Resource {
                        path: place.resource.iter().take(depth + 1).cloned().collect(),
                        parent: Some(at),
                        children: Vec::new(),
                        operations: Vec::new(),
                        docs: config.resources.docs.get(&dotted).cloned().or_else(|| tag_docs(document, &keys)),
                    });
                    if let Some(parent) = list.get_mut(at.0) {
                        parent.children.push(id);
                    }
                    known.insert(keys.clone(), id);
                    id
                }
            };
        }
        operation.resource = at;
        operation.name.clone_from(&place.method);
        if let Some(resource) = list.get_mut(at.0) {
            let of = operation.further.as_ref().map(|further| further.of);
            let last = of.and_then(|of| resource.operations.iter().rposition(|known| *known == of));
            match last {
                Some(at) => resource.operations.insert(at + 1, OperationId(index)),
                None => resource.operations.push(OperationId(index)),
            }
        }
    }
    // By name, so that an operation that is added in front of others moves nothing. No name begins with a digit, and what
    // the lock knows is called as it was given: `v2fa`.
    let key = |step: &String| match words::key(step) {
        key if key.starts_with(|c: char| c.is_ascii_digit()) => format!("v{key}"),
        key => key,
    };
    let keys: Vec<String> = list.iter().map(|resource| resource.path.last().map(key).unwrap_or_default()).collect();
    for resource in &mut list {
        resource.children.sort_by_key(|child| keys.get(child.0).cloned());
    }
    list
}

/// What a tag says that is called as the resource, or that names it with those around it (`Users/Admin`).
fn tag_docs(document: &Document, keys: &[String]) -> Option<String> {
    let tags = &document.openapi.tags;
    let is_whole = |name: &str| name.contains('/') && name.split('/').map(words::key).eq(keys.iter().cloned());
    let last = keys.last()?;
    let tag = tags
        .iter()
        .find(|tag| is_whole(&tag.name))
        .or_else(|| tags.iter().find(|tag| words::key(&tag.name) == *last))?;
    tag.description.clone()
}
