//! Cargo features: one for each resource at the root, or of more levels, so that a program compiles those that it calls.
//!
//! Input: the API, and where its types stand. Output: [`Features`]. Not here: attributes and the manifest (`emit`).
//!
//! Files refer to one another by the types in them. What a feature needs is what can be reached from its resource: files
//! of types are there where any of the features that reach them is on; another resource, in whose module a type stands,
//! is a feature that the first one brings, as one below the root brings the one above. So whatever choice of features is
//! made, all that it refers to is there. A resource of the last level has all below it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Module, Names};
use crate::analyze::Facts;
use crate::ir::{Api, BodyContent, Operation, ResourceId, Type, TypeId};

/// The features of an SDK whose resources can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// The resources that can be left out, and their features.
    pub resources: BTreeMap<ResourceId, Feature>,
    /// The features that `webhooks` needs.
    pub webhooks: BTreeSet<String>,
    /// Files of types that can be left out, by their component, and the features that bring them: none where no
    /// operation reaches them.
    pub files: BTreeMap<TypeId, BTreeSet<String>>,
}

/// The feature of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feature {
    /// Its name (`repos`, `repos-pulls`).
    pub name: String,
    /// The features that it needs.
    pub needs: BTreeSet<String>,
}

/// The feature that brings all resources.
pub const ALL: &str = "all-resources";

/// The feature of webhooks.
const WEBHOOKS: &str = "webhooks";

/// A file of types that more features than this bring comes with the resources above them, and is always there where those
/// are too many as well: it is what the whole API speaks of.
const MANY: usize = 6;

/// What the crate has features for beside its resources.
const TAKEN: [&str; 15] = [
    ALL,
    WEBHOOKS,
    "blocking",
    "default",
    "gzip",
    "http2",
    "native-tls",
    "oauth2",
    "patterns",
    "reqwest",
    "rustls",
    "testing",
    "tower",
    "tracing",
    "validate",
];

/// Something that is there or not as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    /// The client and what it has itself: always there.
    Client,
    /// A resource with a feature, and what is below it and has none.
    Resource(ResourceId),
    /// The events that the API sends.
    Webhooks,
    /// A file of types.
    File(TypeId),
}

type Edges = BTreeMap<Unit, BTreeSet<Unit>>;

/// Resources below others that have features, with those.
type Above = BTreeMap<Unit, Unit>;

/// What is there when.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    /// Whatever is chosen.
    always: BTreeSet<Unit>,
    /// Files of types, with what brings them.
    brought: BTreeMap<TypeId, BTreeSet<Unit>>,
    /// What has a feature, with the others that it needs.
    needs: Edges,
}

/// Finds what can be left out, and what brings it, for resources of so many levels.
pub(super) fn assign(api: &Api, facts: &Facts, names: &Names, levels: usize) -> Features {
    let resources: Vec<ResourceId> = (1..api.resources.len()).map(ResourceId).collect();
    let resources: Vec<ResourceId> = resources.into_iter().filter(|id| api.lineage(*id).len() <= levels).collect();
    let above = resources.iter().filter_map(|id| Some((*id, api.resource(*id)?.parent?)));
    let above = above.filter(|(_, parent)| *parent != ResourceId(0));
    let above: Above = above.map(|(id, parent)| (Unit::Resource(id), Unit::Resource(parent))).collect();
    let webhooks = (!api.webhooks.is_empty()).then_some(Unit::Webhooks);
    let ways: Vec<Unit> = resources.iter().map(|id| Unit::Resource(*id)).chain(webhooks).collect();
    let find = Find { api, facts, names, levels };
    features(api, names, &resources, &parts(find.edges(), &above, &ways))
}

/// Divides what can be reached in these ways, beside what is always there.
fn parts(mut edges: Edges, above: &Above, ways: &[Unit]) -> Parts {
    for (way, parent) in above {
        edges.entry(*way).or_default().insert(*parent);
    }
    let mut parts = Parts { always: closure(&edges, [Unit::Client]), ..Parts::default() };
    loop {
        for way in ways.iter().filter(|way| !parts.always.contains(way)) {
            for unit in reached(&edges, *way).difference(&parts.always) {
                match unit {
                    Unit::File(file) => drop(parts.brought.entry(*file).or_default().insert(*way)),
                    other => drop(parts.needs.entry(*way).or_default().insert(*other)),
                }
            }
        }
        // What a resource brings, those below it bring with that one.
        for ways in parts.brought.values_mut() {
            let all = ways.clone();
            ways.retain(|way| !std::iter::successors(above.get(way), |at| above.get(at)).any(|at| all.contains(at)));
        }
        let many: Vec<_> = parts.brought.iter().filter(|(_, ways)| ways.len() > MANY).collect();
        if many.is_empty() {
            return parts;
        }
        for (file, ways) in many {
            let file = Unit::File(*file);
            let lifted: Vec<Unit> = ways.iter().filter_map(|way| above.get(way)).copied().collect();
            if lifted.is_empty() {
                parts.always.extend(closure(&edges, [file]));
            }
            for way in lifted {
                edges.entry(way).or_default().insert(file);
            }
        }
        (parts.brought, parts.needs) = Default::default();
    }
}

fn features(api: &Api, names: &Names, resources: &[ResourceId], parts: &Parts) -> Features {
    let Parts { always, brought, needs } = parts;
    let mut taken: BTreeSet<String> = TAKEN.iter().map(ToString::to_string).collect();
    let mut given: BTreeMap<Unit, String> = BTreeMap::from([(Unit::Webhooks, WEBHOOKS.to_owned())]);
    for id in resources.iter().filter(|id| !always.contains(&Unit::Resource(**id))) {
        let modules = api.lineage(*id).into_iter().filter_map(|id| names.resources.get(&id));
        let words: Vec<String> = modules.map(|name| name.module.as_str().trim_matches('_').replace('_', "-")).collect();
        let plain = words.join("-");
        let longer = std::iter::successors(Some(plain), |name| Some(format!("{name}-resource")));
        if let Some(free) = longer.into_iter().find(|name| taken.insert(name.clone())) {
            given.insert(Unit::Resource(*id), free);
        }
    }
    let named = |units: Option<&BTreeSet<Unit>>| -> BTreeSet<String> {
        units.into_iter().flatten().filter_map(|unit| given.get(unit).cloned()).collect()
    };
    let resources = given.iter().filter_map(|(unit, name)| match unit {
        Unit::Resource(id) => Some((*id, Feature { name: name.clone(), needs: named(needs.get(unit)) })),
        _ => None,
    });
    let files = names.types.values().filter_map(|name| match name.module {
        Module::Types(file) => Some(file),
        _ => None,
    });
    let files = files.filter(|file| !always.contains(&Unit::File(*file)));
    Features {
        resources: resources.collect(),
        webhooks: named(needs.get(&Unit::Webhooks)),
        files: files.map(|file| (file, named(brought.get(&file)))).collect(),
    }
}

/// The types that an operation takes, answers with and tells of.
fn types(operation: &Operation) -> Vec<&Type> {
    let params = operation.path.variables().chain(&operation.params).map(|param| &param.ty);
    let callbacks = operation.callbacks.iter().flat_map(|of| of.payload.iter().chain(&of.answer));
    let mut types: Vec<&Type> = params.chain(operation.received()).chain(callbacks).collect();
    if let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) {
        types.push(ty);
    }
    types
}

/// Where things stand.
struct Find<'a> {
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    /// How many levels of resources have features.
    levels: usize,
}

impl Find<'_> {
    /// What refers to what.
    fn edges(&self) -> Edges {
        let api = self.api;
        let mut edges = Edges::new();
        for (id, def) in api.types.iter() {
            if let (Some(from), None) = (self.unit(id), &def.replaced) {
                edges.entry(from).or_default().extend(self.all(def.shape.held()));
            }
        }
        for operation in &api.operations {
            let types = types(operation).into_iter().flat_map(Type::named_within).chain(operation.spread());
            edges.entry(self.holder(operation.resource)).or_default().extend(types.filter_map(|id| self.unit(id)));
        }
        let webhooks = api.webhooks.iter().flat_map(|webhook| webhook.answer.iter().chain([&webhook.payload]));
        let event = api.webhook_event.map(Type::Named);
        edges.entry(Unit::Webhooks).or_default().extend(self.all(webhooks.chain(&event)));
        let headers = api.headers.map(Type::Named);
        let variables = api.variables.iter().map(|variable| &variable.ty);
        edges.entry(Unit::Client).or_default().extend(self.all(variables.chain(&headers)));
        edges
    }

    /// The resource with a feature that has this one; the client where it is the root itself.
    fn holder(&self, id: ResourceId) -> Unit {
        let lineage = self.api.lineage(id);
        lineage.get(..self.levels).unwrap_or(&lineage).last().map_or(Unit::Client, |id| Unit::Resource(*id))
    }

    fn unit(&self, id: TypeId) -> Option<Unit> {
        if self.facts.unreached.contains(&id) {
            return None;
        }
        self.names.types.get(&id).map(|name| match name.module {
            Module::Types(file) => Unit::File(file),
            Module::Resource(id) => self.holder(id),
            Module::Webhooks => Unit::Webhooks,
            Module::Client => Unit::Client,
        })
    }

    fn all<'t>(&self, types: impl Iterator<Item = &'t Type>) -> BTreeSet<Unit> {
        types.flat_map(Type::named_within).filter_map(|id| self.unit(id)).collect()
    }
}

/// All that can be reached from some, themselves included.
fn closure(edges: &Edges, from: impl IntoIterator<Item = Unit>) -> BTreeSet<Unit> {
    let mut open: Vec<Unit> = from.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(unit) = open.pop() {
        if seen.insert(unit) {
            open.extend(edges.get(&unit).into_iter().flatten());
        }
    }
    seen
}

/// What a feature brings by itself, and the other features that it needs: those bring the rest.
fn reached(edges: &Edges, way: Unit) -> BTreeSet<Unit> {
    let mut open = vec![way];
    let mut seen = BTreeSet::new();
    while let Some(unit) = open.pop() {
        for next in edges.get(&unit).into_iter().flatten().filter(|next| **next != way) {
            if seen.insert(*next) && matches!(next, Unit::File(_)) {
                open.push(*next);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAYS: [usize; MANY + 1] = [1, 2, 3, 4, 5, 6, 7];

    fn resource(id: usize) -> Unit {
        Unit::Resource(ResourceId(id))
    }

    fn edges(list: &[(Unit, Unit)]) -> Edges {
        let mut edges = Edges::new();
        for (from, to) in list {
            edges.entry(*from).or_default().insert(*to);
        }
        edges
    }

    fn of(list: &[(Unit, Unit)]) -> Parts {
        parts(edges(list), &Above::new(), &WAYS.map(resource))
    }

    #[test]
    fn types_come_with_all_that_reach_them() {
        let file = |id| Unit::File(TypeId(id));
        // In a circle, as a node of a tree and its children are.
        let parts = of(&[(resource(1), file(1)), (file(1), file(2)), (file(2), file(1)), (resource(2), file(2))]);
        let both = BTreeSet::from([resource(1), resource(2)]);
        assert_eq!(parts.brought, BTreeMap::from([(TypeId(1), both.clone()), (TypeId(2), both)]));
        assert_eq!((parts.needs, parts.always), (Edges::new(), BTreeSet::from([Unit::Client])));
    }

    #[test]
    fn a_type_of_another_resource_brings_that_one() {
        let file = |id| Unit::File(TypeId(id));
        let parts = of(&[(resource(1), file(1)), (file(1), resource(2)), (resource(2), file(2))]);
        assert_eq!(parts.needs, edges(&[(resource(1), resource(2))]));
        // What the second needs comes with the second.
        assert_eq!(parts.brought.get(&TypeId(2)), Some(&BTreeSet::from([resource(2)])));
    }

    #[test]
    fn what_the_client_reaches_is_always_there() {
        let parts = of(&[(Unit::Client, resource(3)), (resource(3), Unit::File(TypeId(1)))]);
        assert_eq!(parts.always, BTreeSet::from([Unit::Client, resource(3), Unit::File(TypeId(1))]));
    }

    #[test]
    fn what_many_reach_is_always_there_with_all_it_needs() {
        let file = |id| Unit::File(TypeId(id));
        let many: Vec<(Unit, Unit)> = WAYS.iter().map(|id| (resource(*id), file(1))).collect();
        let parts =
            of(&[many.as_slice(), &[(file(1), file(2)), (file(2), resource(7)), (resource(1), file(3))]].concat());
        assert_eq!(parts.always, BTreeSet::from([Unit::Client, resource(7), file(1), file(2)]));
        assert_eq!(parts.brought, BTreeMap::from([(TypeId(3), BTreeSet::from([resource(1)]))]));
        let few: Vec<(Unit, Unit)> = WAYS.iter().skip(1).map(|id| (resource(*id), file(1))).collect();
        assert_eq!(of(&few).always, BTreeSet::from([Unit::Client]));
    }

    #[test]
    fn below_the_root_a_feature_brings_the_one_above() {
        let file = |id| Unit::File(TypeId(id));
        // 8 is above all others.
        let above: Above = WAYS.iter().map(|id| (resource(*id), resource(8))).collect();
        let ways: Vec<Unit> = WAYS.iter().chain(&[8, 9]).map(|id| resource(*id)).collect();
        let many = WAYS.iter().map(|id| (resource(*id), file(1)));
        let few = [(resource(1), file(2)), (resource(9), file(2)), (file(1), file(3)), (resource(9), file(1))];
        let both = [(resource(1), file(4)), (resource(8), file(4))];
        let parts = parts(edges(&many.chain(few).chain(both).collect::<Vec<_>>()), &above, &ways);
        assert_eq!(parts.always, BTreeSet::from([Unit::Client]));
        assert_eq!(parts.needs, WAYS.iter().map(|id| (resource(*id), BTreeSet::from([resource(8)]))).collect());
        let with = |ids: &[usize]| ids.iter().map(|id| resource(*id)).collect::<BTreeSet<_>>();
        // Many below 8 bring the first, so 8 does, with all that it needs.
        let brought = [(1, with(&[8, 9])), (2, with(&[1, 9])), (3, with(&[8, 9])), (4, with(&[8]))];
        assert_eq!(parts.brought, brought.into_iter().map(|(id, ways)| (TypeId(id), ways)).collect());
    }
}
