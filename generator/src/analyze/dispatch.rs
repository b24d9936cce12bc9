//! Dispatch: how the branch of a union is chosen from a value, decided here and not while decoding.
//!
//! Each variant gets a few tests. JSON types come first. Where several variants are objects, those are told apart by
//! the discriminator, or else by the constants of a property; those that no tag tells by a key that no other has. What
//! is left is tried, which is said.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, JsonType, Leaf, Shape, TypeId, Types, Union};

/// How a union's branch is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispatch {
    /// The property that [`Test::Tag`] is about.
    pub tag: Option<String>,
    /// For each variant its tests: one that holds makes it a candidate. Of several candidates the best fit is taken.
    pub tests: Vec<Vec<Test>>,
    /// The tag that a variant's payload may lack, and that is written with it.
    pub written: BTreeMap<usize, String>,
}

/// What makes a variant a candidate for a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// The tag is this text, or a number or boolean that is written so.
    Tag(String),
    /// An object without the tag.
    Untagged,
    /// An object with this key.
    Key(String),
    /// A value of this JSON type.
    Type(JsonType),
    /// A number that is not whole.
    Fraction,
    /// No other test holds.
    Otherwise,
}

pub(super) fn dispatch(api: &Api, diagnostics: &mut Diagnostics) -> BTreeMap<TypeId, Dispatch> {
    let mut result = BTreeMap::new();
    for (id, def) in api.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let (dispatch, is_certain) = of_union(&api.types, union);
        if !is_certain {
            diagnostics.push(
                Diagnostic::new(Code::UnionByTrial, "nothing in these schemas tells their values apart")
                    .at(&def.site)
                    .effect(
                        "every branch that may be meant is tried, and the one that keeps most of the value is taken",
                    )
                    .help("give the branches a property with a constant each, and name it as the discriminator"),
            );
        }
        result.insert(id, dispatch);
    }
    result
}

/// The dispatch of a union, and whether no value can have two candidates that nothing tells apart.
fn of_union(types: &Types, union: &Union) -> (Dispatch, bool) {
    let leaves: Vec<Vec<Leaf<'_>>> = union.variants.iter().map(|variant| types.leaves(&variant.ty)).collect();
    let with = |json: Option<JsonType>| -> Vec<usize> {
        let has = |of: &&Vec<Leaf<'_>>| of.iter().any(|leaf| leaf.json == json);
        leaves.iter().enumerate().filter(|(_, of)| has(of)).map(|(number, _)| number).collect()
    };
    let mut dispatch = Dispatch { tests: vec![Vec::new(); leaves.len()], ..Dispatch::default() };
    let anything = with(None);
    let mut is_certain = anything.len() < 2;
    let integers_apart = !with(Some(JsonType::Integer)).is_empty();
    for json in JsonType::ALL.into_iter().filter(|json| *json != JsonType::Object) {
        let takers = with(Some(json));
        is_certain &= takers.len() < 2;
        let test = if json == JsonType::Number && integers_apart { Test::Fraction } else { Test::Type(json) };
        add(&mut dispatch, takers, &test);
    }
    let objects: Vec<Branch<'_>> = with(Some(JsonType::Object))
        .into_iter()
        .filter_map(|number| {
            let leaves = leaves.get(number)?.iter().filter(|leaf| leaf.json == Some(JsonType::Object)).collect();
            Some(Branch { number, leaves })
        })
        .collect();
    match objects.as_slice() {
        [] => {}
        [only] => add(&mut dispatch, [only.number], &Test::Type(JsonType::Object)),
        _ => {
            let split = split(types, union, &objects);
            is_certain &= split.is_certain;
            dispatch.tag = split.tag;
            for (number, test) in split.tests {
                add(&mut dispatch, [number], &test);
            }
        }
    }
    written(union, &objects, &mut dispatch);
    for (number, tests) in dispatch.tests.iter_mut().enumerate() {
        if tests.is_empty() || anything.contains(&number) {
            tests.push(Test::Otherwise);
        }
        tidy(tests);
    }
    (dispatch, is_certain)
}

fn add(dispatch: &mut Dispatch, numbers: impl IntoIterator<Item = usize>, test: &Test) {
    for number in numbers {
        if let Some(tests) = dispatch.tests.get_mut(number) {
            tests.push(test.clone());
        }
    }
}

/// Takes out what stands twice; what takes the rest stands last.
fn tidy(tests: &mut Vec<Test>) {
    let mut seen = BTreeSet::new();
    tests.retain(|test| seen.insert(test.clone()));
    tests.sort_by_key(|test| *test == Test::Otherwise);
}

/// A variant that can be an object, and the objects that it can be.
struct Branch<'a> {
    number: usize,
    leaves: Vec<&'a Leaf<'a>>,
}

impl Branch<'_> {
    fn constants(&self, types: &Types, property: &str) -> Vec<String> {
        let mut result = Vec::new();
        for leaf in &self.leaves {
            let constants = leaf.constants(types, property);
            if constants.is_empty() {
                return constants;
            }
            result.extend(constants);
        }
        result.sort();
        result.dedup();
        result
    }

    /// Whether an object of this branch may come without a property.
    fn may_lack(&self, property: &str) -> bool {
        let lacks = |leaf: &&Leaf<'_>| {
            !leaf.is_tagged_by(property) && leaf.field(property).is_none_or(|field| !field.required || field.nullable)
        };
        self.leaves.iter().any(lacks)
    }

    fn has(&self, key: &str) -> bool {
        self.leaves.iter().any(|leaf| leaf.field(key).is_some())
    }

    fn requires(&self, key: &str) -> bool {
        self.leaves.iter().all(|leaf| leaf.field(key).is_some_and(|field| field.required))
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.leaves
            .iter()
            .filter_map(|leaf| leaf.object)
            .flat_map(|object| &object.fields)
            .map(|field| field.wire.as_str())
    }
}

/// What tells the objects of a union apart.
struct Split {
    tag: Option<String>,
    tests: Vec<(usize, Test)>,
    is_certain: bool,
}

/// Branches that a tag tells are told by it, the others by keys that only they have.
fn split(types: &Types, union: &Union, branches: &[Branch<'_>]) -> Split {
    let tags = match by_discriminator(union, branches) {
        Some(stated) if stated.shared == 0 => Some(stated),
        stated => by_constant(types, branches).or(stated.filter(|stated| stated.told > 0)),
    };
    let may_be_untagged = tags.as_ref().is_some_and(|tags| !tags.optional.is_empty());
    let mut tests = Vec::new();
    let mut untold = 0;
    for (at, branch) in branches.iter().enumerate() {
        let mut add = |test| tests.push((branch.number, test));
        let told = tags.as_ref().and_then(|tags| Some((tags, tags.values.get(&branch.number)?)));
        if let Some((tags, values)) = told {
            values.iter().for_each(|value| add(Test::Tag(value.clone())));
            if tags.optional.contains(&branch.number) {
                add(Test::Untagged);
            }
            if tags.default == Some(branch.number) {
                add(Test::Otherwise);
            }
            continue;
        }
        let keys = Keys::of(branches, at);
        keys.tests.iter().for_each(|key| add(Test::Key((*key).to_owned())));
        if !keys.are_required {
            untold += usize::from(keys.tests.is_empty());
            add(Test::Otherwise);
            if may_be_untagged {
                add(Test::Untagged);
            }
        }
    }
    let is_certain = untold < 2 && tags.as_ref().is_none_or(|tags| tags.shared == 0 && tags.optional.len() < 2);
    Split { tag: tags.map(|tags| tags.property.to_owned()), tests, is_certain }
}

/// What the values of a property tell.
struct Tags<'a> {
    property: &'a str,
    /// The values of each branch that lists them.
    values: BTreeMap<usize, Vec<String>>,
    /// How many branches have a value of their own.
    told: usize,
    /// How many values belong to several branches.
    shared: usize,
    /// Branches whose objects may be without the property.
    optional: BTreeSet<usize>,
    /// The branch of values with another tag.
    default: Option<usize>,
}

impl<'a> Tags<'a> {
    fn new(property: &'a str, values: BTreeMap<usize, Vec<String>>) -> Self {
        let mut owners: BTreeMap<&String, usize> = BTreeMap::new();
        for value in values.values().flatten() {
            *owners.entry(value).or_default() += 1;
        }
        let shared = owners.values().filter(|owners| **owners > 1).count();
        let has_own = |values: &&Vec<String>| values.iter().any(|value| owners.get(value) == Some(&1));
        let told = values.values().filter(has_own).count();
        Self { property, told, shared, values, optional: BTreeSet::new(), default: None }
    }

    /// How much they tell: a branch more before all else, then a property that is always there more than one that is
    /// not, and a constant more than a list.
    fn score(&self) -> usize {
        let values: usize = self.values.values().map(Vec::len).sum();
        (self.told * 10_000).saturating_sub(self.optional.len() * 100 + (values - self.values.len()).min(99))
    }
}

/// The tags that the description states.
fn by_discriminator<'a>(union: &'a Union, branches: &[Branch<'_>]) -> Option<Tags<'a>> {
    let discriminator = union.discriminator.as_ref().filter(|of| !of.tags.is_empty())?;
    let values = branches.iter().filter_map(|branch| {
        let tags: Vec<String> = discriminator.tags_of(branch.number).map(ToOwned::to_owned).collect();
        (!tags.is_empty()).then_some((branch.number, tags))
    });
    Some(Tags { default: discriminator.default, ..Tags::new(&discriminator.property, values.collect()) })
}

/// The constants of the property that tells most.
fn by_constant<'a>(types: &Types, branches: &'a [Branch<'_>]) -> Option<Tags<'a>> {
    let mut seen = BTreeSet::new();
    let properties = branches.iter().flat_map(Branch::keys).filter(|key| seen.insert(*key));
    let mut best: Option<Tags<'a>> = None;
    for property in properties {
        let values = branches.iter().filter_map(|branch| {
            let constants = branch.constants(types, property);
            (!constants.is_empty()).then_some((branch.number, constants))
        });
        let mut tags = Tags::new(property, values.collect());
        let told = branches.iter().filter(|branch| tags.values.contains_key(&branch.number));
        tags.optional = told.filter(|branch| branch.may_lack(property)).map(|branch| branch.number).collect();
        if tags.score() > best.as_ref().map_or(0, Tags::score) {
            best = Some(tags);
        }
    }
    best
}

/// How many optional keys are asked for: what has none of them is told by fit, which counts them all.
const OPTIONAL_KEYS: usize = 4;

/// The keys of a branch that no other has at all: one that is required, or else some that are not.
struct Keys<'a> {
    tests: Vec<&'a str>,
    are_required: bool,
}

impl<'a> Keys<'a> {
    fn of(branches: &'a [Branch<'_>], at: usize) -> Self {
        let is_unique = |key: &&str| !branches.iter().enumerate().any(|(other, of)| other != at && of.has(key));
        let Some(branch) = branches.get(at) else { return Self { tests: Vec::new(), are_required: false } };
        let unique: Vec<&str> = branch.keys().filter(is_unique).collect();
        match unique.iter().find(|key| branch.requires(key)) {
            Some(key) => Self { tests: vec![*key], are_required: true },
            None => Self { tests: unique.into_iter().take(OPTIONAL_KEYS).collect(), are_required: false },
        }
    }
}

/// Tags that a payload may lack, where the description names the property that tells.
fn written(union: &Union, objects: &[Branch<'_>], dispatch: &mut Dispatch) {
    let Some(discriminator) = &union.discriminator else { return };
    if dispatch.tag.as_ref().is_some_and(|tag| *tag != discriminator.property) {
        return;
    }
    for branch in objects.iter().filter(|branch| branch.may_lack(&discriminator.property)) {
        if let Some(tag) = discriminator.tags_of(branch.number).next() {
            dispatch.written.insert(branch.number, tag.to_owned());
            dispatch.tag = Some(discriminator.property.clone());
        }
    }
}
