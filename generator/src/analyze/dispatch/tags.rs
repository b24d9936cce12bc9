//! Tags: the property whose values tell the objects of a union apart.
//!
//! Input: the branches that can be objects. Output: the property that tells most of them, and the values of each. What
//! a discriminator says goes before constants, constants before defaults, and a property before one of an object in it.
//! Not here: keys, and what is not told by an object's content (`dispatch`).

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Field, JsonType, Leaf, Types, Union};

/// A variant that can be an object, and the objects that it can be.
pub(super) struct Branch<'a> {
    pub(super) number: usize,
    leaves: Vec<Known<'a>>,
}

/// One of them, and its properties by their names: each branch is asked for those of all others.
struct Known<'a> {
    leaf: &'a Leaf<'a>,
    fields: BTreeMap<&'a str, &'a Field>,
}

impl<'a> Known<'a> {
    fn field(&self, property: &str) -> Option<&'a Field> {
        self.fields.get(property).copied()
    }
}

impl<'a> Branch<'a> {
    pub(super) fn new(number: usize, leaves: impl Iterator<Item = &'a Leaf<'a>>) -> Self {
        let known = |leaf: &'a Leaf<'a>| {
            let fields = leaf.object.into_iter().flat_map(|object| &object.fields);
            Known { leaf, fields: fields.map(|field| (field.wire.as_str(), field)).collect() }
        };
        Self { number, leaves: leaves.map(known).collect() }
    }

    /// The texts of all values that a property can have; none where some object of this branch has others.
    fn constants(&self, types: &Types, path: &[&str]) -> Vec<String> {
        let mut result = Vec::new();
        for leaf in &self.leaves {
            let constants = constants(types, leaf, path);
            if constants.is_empty() {
                return constants;
            }
            result.extend(constants);
        }
        result.sort();
        result.dedup();
        result
    }

    /// The default of a property that says nothing else of its values.
    fn default(&self, property: &str) -> Option<String> {
        let [leaf] = self.leaves.as_slice() else { return None };
        Some(leaf.field(property)?.default.as_ref()?.as_str()?.to_owned())
    }

    /// Whether an object of this branch may come without a property.
    pub(super) fn may_lack(&self, property: &str) -> bool {
        let lacks = |known: &Known<'_>| {
            let may_lack = known.field(property).is_none_or(|field| !field.required || field.nullable);
            may_lack && !known.leaf.is_tagged_by(property)
        };
        self.leaves.iter().any(lacks)
    }

    fn may_lack_inner(&self, types: &Types, [outer, inner]: &[&str; 2]) -> bool {
        let is_there = |field: &&Field| field.required && !field.nullable;
        let has = |leaf: &Known<'_>| {
            let outer = leaf.field(outer).filter(is_there).map(|field| types.leaves(&field.ty)).unwrap_or_default();
            matches!(outer.as_slice(), [leaf] if leaf.field(inner).as_ref().is_some_and(is_there))
        };
        !self.leaves.iter().all(has)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.leaves.iter().any(|leaf| leaf.field(key).is_some())
    }

    pub(super) fn requires(&self, key: &str) -> bool {
        self.leaves.iter().all(|leaf| leaf.field(key).is_some_and(|field| field.required))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.fields().map(|field| field.wire.as_str())
    }

    /// The properties whose values may tell something: of ten thousand hardly any.
    fn telling<'b>(&'b self, types: &'b Types) -> impl Iterator<Item = &'b str> {
        self.leaves.iter().flat_map(|Known { leaf, .. }| {
            leaf.object.into_iter().flat_map(|object| &object.fields).filter_map(|field| {
                let tells =
                    field.default.is_some() || leaf.is_tagged_by(&field.wire) || !field.constants(types).is_empty();
                tells.then_some(field.wire.as_str())
            })
        })
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.leaves.iter().filter_map(|known| known.leaf.object).flat_map(|object| &object.fields)
    }
}

/// The texts of all values at a path into an object.
fn constants(types: &Types, known: &Known<'_>, path: &[&str]) -> Vec<String> {
    match path {
        [] => Vec::new(),
        [property] => known.leaf.constants_of(types, property, known.field(property)),
        [outer, property, ..] => {
            let leaves = known.field(outer).map(|field| types.leaves(&field.ty)).unwrap_or_default();
            match leaves.as_slice() {
                [inner] => inner.constants(types, property),
                _ => Vec::new(),
            }
        }
    }
}

/// What the values of a property tell.
#[derive(Default)]
pub(super) struct Tags {
    /// The way to the property: the keys from the outside in.
    pub(super) path: Vec<String>,
    /// The values of each branch that lists them.
    pub(super) values: BTreeMap<usize, Vec<String>>,
    /// Branches that have a value of their own.
    told: BTreeSet<usize>,
    /// How many values belong to several branches.
    pub(super) shared: usize,
    /// Branches whose objects may be without the property.
    pub(super) optional: BTreeSet<usize>,
    /// The branch of values with another tag.
    pub(super) default: Option<usize>,
    /// What a branch whose payload may lack the property is sent with.
    pub(super) written: BTreeMap<usize, String>,
}

impl Tags {
    /// The tags that tell most; `keyed` are the branches that a key tells which they require.
    pub(super) fn of(types: &Types, union: &Union, branches: &[Branch<'_>], keyed: &BTreeSet<usize>) -> Option<Self> {
        let stated = by_discriminator(types, union, branches).filter(|tags| !tags.told.is_empty());
        if stated.as_ref().is_some_and(|tags| tags.shared == 0) {
            return stated;
        }
        let found = by_property(types, branches, keyed.len());
        let tags = match (stated, found) {
            (Some(stated), Some(found)) if found.told.len() > stated.told.len() => Some(found),
            (None, None) if keyed.len() + 1 < branches.len() => by_inner_property(types, branches),
            (stated, found) => stated.or(found),
        };
        tags.map(|tags| tags.without(keyed))
    }

    /// The same without the branches that keys tell better: all who have their values are told by keys too.
    fn without(mut self, keyed: &BTreeSet<usize>) -> Self {
        let is_open = |number: &usize| keyed.contains(number) && !self.told.contains(number);
        let has_any = |other: &[String], values: &[String]| values.iter().any(|value| other.contains(value));
        let yields = |number: &usize, values: &[String]| {
            is_open(number) && self.values.iter().all(|(other, of)| is_open(other) || !has_any(of, values))
        };
        let kept: BTreeMap<usize, Vec<String>> =
            self.values.iter().filter(|(number, of)| !yields(number, of)).map(|(at, of)| (*at, of.clone())).collect();
        self.shared = shared(&kept);
        self.optional.retain(|number| kept.contains_key(number));
        self.values = kept;
        self
    }

    fn new(path: &[&str], values: BTreeMap<usize, Vec<String>>) -> Self {
        let mut owners: BTreeMap<&String, usize> = BTreeMap::new();
        for value in values.values().flatten() {
            *owners.entry(value).or_default() += 1;
        }
        let has_own = |values: &&Vec<String>| values.iter().any(|value| owners.get(value) == Some(&1));
        let told = values.iter().filter(|(_, values)| has_own(values)).map(|(number, _)| *number).collect();
        Self {
            path: path.iter().map(|step| (*step).to_owned()).collect(),
            told,
            shared: shared(&values),
            values,
            optional: BTreeSet::new(),
            default: None,
            written: BTreeMap::new(),
        }
    }

    fn is_constant(&self, number: usize) -> bool {
        self.values.get(&number).is_some_and(|values| values.len() == 1)
    }

    /// The branches of which the property can be trusted to say so: it is a constant, or always there.
    fn firm(&self) -> usize {
        self.told.iter().filter(|number| self.is_constant(**number) || !self.optional.contains(number)).count()
    }

    /// Whether they say more than keys do. A list of values is data unless several branches have one.
    fn are_tags(&self, branches: usize, keyed: usize) -> bool {
        let is_kind = |number: &usize| self.is_constant(*number) && !self.optional.contains(number);
        let is_data = self.values.len() == 1 && !self.values.keys().all(|number| self.is_constant(*number));
        let is_everywhere = self.optional.is_empty()
            && self.values.len() == branches
            && self.values.keys().all(|number| self.told.contains(number) || self.is_constant(*number));
        !is_data && (is_everywhere || self.told.iter().any(is_kind) || self.firm() > 1 || self.told.len() > keyed)
    }

    /// How much they tell: a branch more before all else, then a property that is always there more than one that is
    /// not, and a constant more than a list.
    fn score(&self) -> (usize, usize, usize) {
        let values: usize = self.values.values().map(Vec::len).sum();
        let weak = self.optional.len() * 100 + (values - self.values.len()).min(99);
        (self.firm(), self.told.len(), usize::MAX - weak)
    }
}

/// How many values belong to several branches.
fn shared(values: &BTreeMap<usize, Vec<String>>) -> usize {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&String> = values.values().flatten().filter(|value| !seen.insert(*value)).collect();
    twice.len()
}

/// The tags that the description states. Of a branch that allows none of its own, what it allows is a tag too: the
/// mapping and the branch contradict each other, and values will be of the branch.
fn by_discriminator(types: &Types, union: &Union, branches: &[Branch<'_>]) -> Option<Tags> {
    let discriminator = union.discriminator.as_ref().filter(|of| !of.tags.is_empty())?;
    let property = discriminator.property.as_str();
    let allowed: Vec<Vec<String>> = branches.iter().map(|branch| branch.constants(types, &[property])).collect();
    let values = branches.iter().zip(&allowed).filter_map(|(branch, own)| {
        let mut tags: Vec<String> = discriminator.tags_of(branch.number).map(ToOwned::to_owned).collect();
        let is_own = |value: &&String| {
            !discriminator.tags.iter().any(|(tag, _)| tag == *value)
                && allowed.iter().filter(|values| values.contains(value)).count() == 1
        };
        if !tags.iter().any(|tag| own.contains(tag)) {
            tags.extend(own.iter().filter(is_own).cloned());
        }
        (discriminator.tags_of(branch.number).next().is_some()).then_some((branch.number, tags))
    });
    let base = branches.iter().filter(|branch| discriminator.base == Some(branch.number) && branch.may_lack(property));
    Some(Tags {
        default: discriminator.default,
        optional: base.map(|branch| branch.number).collect(),
        ..Tags::new(&[property], values.collect())
    })
}

/// The constants of the property that tells most, or else its defaults.
fn by_property(types: &Types, branches: &[Branch<'_>], keyed: usize) -> Option<Tags> {
    let mut seen = BTreeSet::new();
    let telling = branches.iter().flat_map(|branch| branch.telling(types));
    let properties: Vec<&str> = telling.filter(|key| seen.insert(*key)).collect();
    let constants = |property: &&str| {
        let values = branches.iter().filter_map(|branch| {
            let constants = branch.constants(types, &[property]);
            (!constants.is_empty()).then_some((branch.number, constants))
        });
        let mut tags = Tags::new(&[property], values.collect());
        let told = branches.iter().filter(|branch| tags.values.contains_key(&branch.number));
        tags.optional = told.filter(|branch| branch.may_lack(property)).map(|branch| branch.number).collect();
        tags
    };
    let defaults = |property: &&str| {
        let values = branches.iter().map(|branch| Some((branch.number, branch.default(property)?)));
        let written: BTreeMap<usize, String> = values.collect::<Option<_>>()?;
        let values = written.iter().map(|(number, value)| (*number, vec![value.clone()]));
        let mut tags = Tags::new(&[property], values.collect());
        let lacking = branches.iter().filter(|branch| branch.may_lack(property));
        tags.optional = lacking.map(|branch| branch.number).collect();
        tags.written = written.into_iter().filter(|(number, _)| tags.optional.contains(number)).collect();
        (tags.told.len() > 1).then_some(tags)
    };
    let found = best(properties.iter().map(constants).filter(|tags| tags.are_tags(branches.len(), keyed)));
    match found {
        Some(found) if found.told.len() == branches.len() => Some(found),
        found => {
            let default = best(properties.iter().filter_map(defaults));
            best(found.into_iter().chain(default))
        }
    }
}

/// The constants of a property of an object that every branch may hold, if they tell all branches.
fn by_inner_property(types: &Types, branches: &[Branch<'_>]) -> Option<Tags> {
    let first = branches.first()?;
    let mut paths = Vec::new();
    for field in first.fields().filter(|field| branches.iter().all(|branch| branch.has(&field.wire))) {
        let leaves = types.leaves(&field.ty);
        for leaf in leaves.iter().filter(|leaf| leaf.json == Some(JsonType::Object)) {
            let tells = |inner: &&Field| !leaf.constants_of(types, &inner.wire, Some(inner)).is_empty();
            let telling = leaf.object.into_iter().flat_map(|object| &object.fields).filter(tells);
            paths.extend(telling.map(|inner| [field.wire.as_str(), inner.wire.as_str()]));
        }
    }
    let told = paths.iter().map(|path| {
        let values = branches.iter().map(|branch| (branch.number, branch.constants(types, path)));
        let mut tags = Tags::new(path, values.filter(|(_, values)| !values.is_empty()).collect());
        let lacking = branches.iter().filter(|branch| branch.may_lack_inner(types, path));
        tags.optional = lacking.map(|branch| branch.number).collect();
        tags
    });
    best(told.filter(|tags| tags.firm() == branches.len() && tags.shared == 0))
}

/// Those with the highest score, of equals the first.
fn best(all: impl Iterator<Item = Tags>) -> Option<Tags> {
    all.filter(|tags| !tags.told.is_empty()).reduce(|best, tags| if tags.score() > best.score() { tags } else { best })
}
