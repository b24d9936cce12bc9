//! Dispatch: how the branch of a union is chosen from a value, decided here and not while decoding.
//!
//! Each variant gets a few tests. JSON types come first. Where several variants are objects, those are told apart by
//! the discriminator, or else by the constants of a property (`tags`); those that no tag tells by a key that no other
//! has. What is left is tried, which is said.

mod tags;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Field, JsonType, Leaf, Shape, TypeId, Types, Union, Webhook};
use tags::{Branch, Tags};

/// How a union's branch is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispatch {
    /// The property that [`Test::Tag`] is about: the keys that lead to it, from the outside in.
    pub tag: Vec<String>,
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
        let (dispatch, help) = of_union(&api.types, union);
        if let Some(help) = help {
            let effect = "every branch that may be meant is tried, and the one that keeps most of the value is taken";
            let found = match events(api, id, union) {
                Some((message, help)) => Diagnostic::new(Code::EventsNotTold, message).help(help),
                None => {
                    let message = "nothing in these schemas tells their values apart";
                    Diagnostic::new(Code::UnionByTrial, message).help(help)
                }
            };
            diagnostics.push(found.at(&def.site).effect(effect));
        }
        result.insert(id, dispatch);
    }
    result
}

/// What is to be said of the events of webhooks that nothing tells apart: the configuration can name what does.
fn events(api: &Api, id: TypeId, union: &Union) -> Option<(String, String)> {
    if api.webhook_event != Some(id) {
        return None;
    }
    // Those with a tag of their own are told by it.
    let is_untold = |webhook: &&Webhook| {
        let number = union.variants.iter().position(|of| of.ty == webhook.payload);
        let tags = |number: usize| union.discriminator.as_ref().and_then(|of| of.tags_of(number).next());
        number.and_then(tags).is_none()
    };
    let names: Vec<String> =
        api.webhooks.iter().filter(is_untold).map(|webhook| format!("`{}`", webhook.name)).collect();
    let message = match names.as_slice() {
        [first, second] => format!("nothing in their payloads tells the events {first} and {second} apart"),
        [first, second, rest @ ..] => {
            format!("nothing in their payloads tells the events {first}, {second} and {} more apart", rest.len())
        }
        _ => "nothing in their payloads tells these events apart".to_owned(),
    };
    let leaves: Vec<Leaf<'_>> = union.variants.iter().flat_map(|variant| api.types.leaves(&variant.ty)).collect();
    let is_text = |field: &&Field| api.types.leaves(&field.ty).iter().all(|leaf| leaf.json == Some(JsonType::String));
    // Those that lack it may be told by keys of their own.
    let is_shared =
        |field: &&Field| leaves.iter().filter(|leaf| leaf.field(&field.wire).as_ref().is_some_and(is_text)).count() > 1;
    let first = leaves.first().and_then(|leaf| leaf.object).map(|object| object.fields.as_slice()).unwrap_or_default();
    // Of the texts that several have, one that is called so says what it is about rather than which one it is.
    let is_called = |field: &&&Field| {
        let name = field.wire.to_lowercase();
        ["event", "type", "kind", "topic", "action", "name"].iter().any(|word| name.contains(word))
    };
    let is_named = |field: &&Field| union.discriminator.as_ref().is_some_and(|of| of.property == field.wire);
    let texts: Vec<&Field> = first.iter().filter(is_shared).filter(|field| !is_named(field)).collect();
    let help = match texts.iter().find(is_called) {
        Some(field) => format!(
            "give `{0}` a `const` in each payload; or, if it holds the name of the event, say so in specwright.toml: \
             `webhooks.discriminator = \"{0}\"`",
            field.wire
        ),
        None => "give one property a `const` in each payload, or name the one that holds the name of the event in \
                 specwright.toml: `webhooks.discriminator`"
            .to_owned(),
    };
    Some((message, help))
}

/// The dispatch of a union; and, if a value can have two candidates that nothing tells apart, what would tell them.
fn of_union(types: &Types, union: &Union) -> (Dispatch, Option<String>) {
    let leaves: Vec<Vec<Leaf<'_>>> = union.variants.iter().map(|variant| types.leaves(&variant.ty)).collect();
    let with = |json: Option<JsonType>| -> Vec<usize> {
        let has = |of: &&Vec<Leaf<'_>>| of.iter().any(|leaf| leaf.json == json);
        leaves.iter().enumerate().filter(|(_, of)| has(of)).map(|(number, _)| number).collect()
    };
    let mut dispatch = Dispatch { tests: vec![Vec::new(); leaves.len()], ..Dispatch::default() };
    let anything = with(None);
    let mut is_certain = anything.len() < 2;
    let mut objects_are_certain = true;
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
            let leaves = leaves.get(number)?.iter().filter(|leaf| leaf.json == Some(JsonType::Object));
            Some(Branch::new(number, leaves))
        })
        .collect();
    match objects.as_slice() {
        [] => {}
        [only] => add(&mut dispatch, [only.number], &Test::Type(JsonType::Object)),
        _ => {
            let split = split(types, union, &objects);
            objects_are_certain = split.is_certain;
            dispatch.tag = split.tag;
            dispatch.written = split.written;
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
    let help = match (objects_are_certain, is_certain) {
        (false, _) => Some(help(union, &dispatch)),
        (true, false) => Some("say in one branch what those of one JSON type have in common".to_owned()),
        (true, true) => None,
    };
    (dispatch, help)
}

/// What would tell objects apart, given what there is.
fn help(union: &Union, dispatch: &Dispatch) -> String {
    match (&union.discriminator, dispatch.tag.as_slice()) {
        (Some(of), _) => {
            format!("let the discriminator's `mapping` give each branch values of `{}` of its own", of.property)
        }
        (None, [property]) => {
            format!("let each branch require `{property}` with a constant of its own, and name it as the discriminator")
        }
        (None, _) => "give the branches a property with a constant each, and name it as the discriminator".to_owned(),
    }
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

/// What tells the objects of a union apart.
struct Split {
    tag: Vec<String>,
    written: BTreeMap<usize, String>,
    tests: Vec<(usize, Test)>,
    is_certain: bool,
}

/// Branches that a tag tells are told by it, the others by keys that only they have.
fn split(types: &Types, union: &Union, branches: &[Branch<'_>]) -> Split {
    let keys: Vec<Keys<'_>> = (0..branches.len()).map(|at| Keys::of(branches, at)).collect();
    let keyed = branches.iter().zip(&keys).filter(|(_, keys)| keys.are_required).map(|(branch, _)| branch.number);
    let tags = Tags::of(types, union, branches, &keyed.collect()).unwrap_or_default();
    let mut tests = Vec::new();
    for (branch, keys) in branches.iter().zip(&keys) {
        let by_key = keys.tests.iter().map(|key| Test::Key((*key).to_owned()));
        let lacks_tag = tags.optional.contains(&branch.number);
        let mut of_branch: Vec<Test> = Vec::new();
        if let Some(values) = tags.values.get(&branch.number) {
            of_branch.extend(values.iter().cloned().map(Test::Tag));
            // What lacks the tag is told by keys, where several branches may lack it.
            let several = tags.optional.len() > 1;
            of_branch.extend(by_key.filter(|_| lacks_tag && several));
            of_branch.extend((lacks_tag && !(several && keys.are_required)).then_some(Test::Untagged));
            of_branch.extend((tags.default == Some(branch.number)).then_some(Test::Otherwise));
        } else {
            of_branch.extend(by_key);
            if !keys.are_required {
                of_branch.extend((!tags.optional.is_empty()).then_some(Test::Untagged));
                of_branch.push(Test::Otherwise);
            }
        }
        tests.extend(of_branch.into_iter().map(|test| (branch.number, test)));
    }
    let taking = |weak: Test| tests.iter().filter(|(_, test)| *test == weak).count();
    let is_certain = tags.shared == 0 && taking(Test::Untagged) < 2 && taking(Test::Otherwise) < 2;
    Split { tag: tags.path, written: tags.written, tests, is_certain }
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
    let property = &discriminator.property;
    if !dispatch.tag.is_empty() && dispatch.tag != [property.as_str()] {
        return;
    }
    let declared = objects.iter().filter(|branch| discriminator.base != Some(branch.number));
    for branch in declared.filter(|branch| branch.may_lack(property)) {
        if let Some(tag) = discriminator.tags_of(branch.number).next() {
            dispatch.written.insert(branch.number, tag.to_owned());
            dispatch.tag = vec![property.clone()];
        }
    }
}
