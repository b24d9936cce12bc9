//! Names of fields and variants.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;

use super::identity::{self, Identities};
use super::scope::Scope;
use super::{Ident, Names, words};
use crate::analyze::{Dispatch, Facts, Test};
use crate::ir::{Api, Field, Object, Origin, Owner, Shape, Type, TypeId, Union};

pub(super) fn assign(
    api: &Api,
    facts: &Facts,
    identities: &Identities,
    before: &BTreeMap<String, String>,
    names: &mut Names,
) {
    for (id, def) in api.types.iter() {
        let identity = identities.of(id);
        let known = || identity::members_before(before, &identity::members_key(identity));
        match &def.shape {
            Shape::Object(object) => {
                // `new` is the constructor and `clone` is derived: a setter of that name would hide it.
                let mut scope = Scope::reserving(&[&["new", "clone"]]);
                let extra = object.extra.as_ref().and_then(|_| before.get(&identity::given_key(identity, "*")));
                let extra = extra.and_then(|name| scope.take(name));
                let known = known();
                let members = fields(before, identity, &known, object);
                for (number, ident) in claim_all(&mut scope, &members, "field") {
                    names.fields.insert((id, number), ident);
                }
                if object.extra.is_some() {
                    let candidates = ["extra", "extra_properties"];
                    names.extras.insert(id, extra.unwrap_or_else(|| scope.claim(candidates).0));
                }
            }
            Shape::Enum(list) => {
                let wires: Vec<&str> = list.values.iter().map(|value| value.wire.as_str()).collect();
                let given = identity::given_members(before, identity);
                let name = |number: usize| {
                    let Some(value) = list.values.get(number) else { return String::new() };
                    words::pascal(given.get(&*value.wire).copied().or(value.name.as_deref()).unwrap_or(&value.wire))
                };
                claim_values(id, &wires, &known(), name, names);
            }
            Shape::Union(union) => {
                let mut scope = Scope::reserving(UNIONS_AND_ENUMS);
                let numbered = || union.variants.iter().enumerate();
                for (number, variant) in numbered() {
                    let given = before.get(&identities.variant_key(id, &variant.ty));
                    if let Some(ident) = given.and_then(|name| scope.take(name)) {
                        names.variants.insert((id, number), ident);
                    }
                }
                for (number, _) in numbered() {
                    let name = variant(api, id, union, facts.dispatch.get(&id), number, names);
                    names
                        .variants
                        .entry((id, number))
                        .or_insert_with(|| scope.claim([name.clone(), format!("{name}Variant")]).0);
                }
                accessors(id, union, names);
            }
            Shape::Alias(_) | Shape::Newtype(_) => {}
        }
    }
}

/// The variant for what is not known, and a name that no variant can have.
const UNIONS_AND_ENUMS: &[&[&str]] = &[&["Unknown", "Self"]];

/// A field, input or argument that claims a name.
#[derive(Debug)]
pub(super) struct Member<'a> {
    /// Its wire name, or what tells it from others of that name.
    pub(super) key: Cow<'a, str>,
    /// Its place among those that had names before; the last for a new one.
    pub(super) rank: usize,
    /// The name that it has beside its wire name: the one that the lock keeps, or else a new member's hint.
    pub(super) wish: Option<&'a str>,
}

impl<'a> Member<'a> {
    /// A member that had the name `given`, if any, among those that had names.
    pub(super) fn new(
        given: Option<&'a str>,
        known: &[String],
        key: impl Into<Cow<'a, str>>,
        hint: Option<&'a str>,
    ) -> Self {
        let key = key.into();
        let rank = rank(known, &key);
        Self { wish: given.or(hint.filter(|_| rank == usize::MAX)), key, rank }
    }

    /// Whether its name is another than its spelling.
    pub(super) fn is_renamed(&self) -> bool {
        self.wish.map_or_else(|| is_renamed(&self.key), |wish| words::snake(wish) != own(&self.key))
    }
}

/// The fields of an object as its members.
pub(super) fn fields<'a>(
    before: &'a BTreeMap<String, String>,
    identity: &str,
    known: &[String],
    object: &'a Object,
) -> Vec<Member<'a>> {
    let given = identity::given_members(before, identity);
    let member =
        |field: &'a Field| Member::new(given.get(&*field.wire).copied(), known, &*field.wire, field.hint.as_deref());
    object.fields.iter().map(member).collect()
}

/// Claims a name for each member: first those that had one, in the order in which they got it; then those that are
/// spelt as the identifier would be; then the others, in the order of the description.
pub(super) fn claim_all(scope: &mut Scope, members: &[Member<'_>], suffix: &str) -> Vec<(usize, Ident)> {
    let mut order: Vec<(usize, &Member<'_>)> = members.iter().enumerate().collect();
    order.sort_by_cached_key(|(number, member)| (member.rank, member.is_renamed(), *number));
    order
        .into_iter()
        .map(|(number, member)| {
            let snake = words::snake(own(&member.key));
            let wish = member.wish.map(words::snake).map(Cow::Owned);
            let longer = iter::once_with(|| Cow::Owned(format!("{snake}_{suffix}")));
            let candidates = wish.into_iter().chain([Cow::Borrowed(snake.as_str())]).chain(longer);
            (number, scope.claim(candidates).0)
        })
        .collect()
}

/// The wire name of a member, without what tells a body's field from an input.
fn own(wire: &str) -> &str {
    wire.strip_prefix(identity::BODY).filter(|wire| !wire.is_empty()).unwrap_or(wire)
}

/// Whether a member is spelt otherwise than its name would be.
fn is_renamed(wire: &str) -> bool {
    !words::is_snake(own(wire))
}

/// The place of a wire name among those that had a name before; the last for a new one.
fn rank(known: &[String], wire: &str) -> usize {
    known.iter().position(|known| known == wire).unwrap_or(usize::MAX)
}

fn claim_values(id: TypeId, wires: &[&str], known: &[String], name: impl Fn(usize) -> String, names: &mut Names) {
    let mut scope = Scope::reserving(UNIONS_AND_ENUMS);
    let mut order: Vec<(usize, &&str)> = wires.iter().enumerate().collect();
    order.sort_by_cached_key(|(number, wire)| (rank(known, wire), is_renamed(wire), *number));
    for (number, _) in order {
        let name = name(number);
        let (ident, _) = scope.claim([name.clone(), format!("{name}Value")]);
        names.variants.insert((id, number), ident);
    }
}

/// `as_card` for the variant `Card`. Two variants that would have one accessor have none.
fn accessors(id: TypeId, union: &Union, names: &mut Names) {
    let snake = |number: usize| Some(words::snake(names.variants.get(&(id, number))?.as_str()));
    let all: Vec<Option<String>> = (0..union.variants.len()).map(snake).collect();
    for (number, name) in all.iter().enumerate() {
        if let Some(name) = name.as_ref().filter(|_| all.iter().filter(|other| *other == name).count() == 1) {
            let (ident, _) = Scope::default().claim([format!("as_{name}")]);
            names.accessors.insert((id, number), ident);
        }
    }
}

/// The name that a variant of a union would have alone: its hint, its one tag, what it was called, the one constant
/// that tells it, or what it holds.
fn variant(api: &Api, id: TypeId, union: &Union, dispatch: Option<&Dispatch>, number: usize, names: &Names) -> String {
    let Some(variant) = union.variants.get(number) else { return String::new() };
    if let Some(hint) = &variant.hint {
        return words::pascal(hint);
    }
    // The tags of a base are what is left: the next one that extends it may take them.
    let discriminator = union.discriminator.as_ref().filter(|of| of.base != Some(number));
    let stated: Vec<&str> = discriminator.into_iter().flat_map(|of| of.tags_of(number)).collect();
    let tests = dispatch.and_then(|dispatch| dispatch.tests.get(number));
    let tag = |test: &Test| match test {
        Test::Tag(tag) => Some(tag.clone()),
        _ => None,
    };
    let found: Vec<String> = tests.into_iter().flatten().filter_map(tag).collect();
    match (stated.as_slice(), &variant.name, found.as_slice()) {
        ([tag], _, _) => words::pascal(tag),
        (_, Some(name), _) => words::pascal(name),
        (_, None, [tag]) => words::pascal(tag),
        (_, None, _) => {
            let word = of_its_own(api, id, &variant.ty, names).or_else(|| by_type(&variant.ty, names));
            word.unwrap_or_else(|| format!("Variant{}", number + 1))
        }
    }
}

/// The name of what a variant alone holds, without that of the union.
fn of_its_own(api: &Api, union: TypeId, ty: &Type, names: &Names) -> Option<String> {
    let [id] = ty.named_within()[..] else { return None };
    let is_own = matches!(&api.types[id].origin, Origin::Inline { owner: Owner::Type(owner), .. } if *owner == union);
    let owner = names.types.get(&union).filter(|_| is_own)?.ident.as_str();
    let word = names.types.get(&id)?.ident.as_str().strip_prefix(owner)?;
    let word = match ty {
        Type::Named(_) => word,
        // A list of what has no other name is a list.
        _ if word == "Item" => "List",
        _ => return Some(format!("{word}List")).filter(|_| matches!(ty, Type::Array(_))),
    };
    word.starts_with(|first: char| first.is_ascii_uppercase()).then(|| word.to_owned())
}

/// A variant without any name is called after what it holds.
fn by_type(ty: &Type, names: &Names) -> Option<String> {
    Some(match ty {
        Type::Bool => "Bool".to_owned(),
        Type::Integer(_) => "Integer".to_owned(),
        Type::Number | Type::Decimal => "Number".to_owned(),
        Type::String | Type::Format(_) | Type::Secret | Type::Quoted(_) => "String".to_owned(),
        Type::DateTime => "Timestamp".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Base64 | Type::Base64Url => "Bytes".to_owned(),
        Type::Binary => "Upload".to_owned(),
        Type::Multipart => "Multipart".to_owned(),
        Type::Array(inner) => match &**inner {
            Type::Named(_) => format!("{}List", by_type(inner, names)?),
            inner => format!("{}s", by_type(inner, names)?),
        },
        Type::Map(_) => "Object".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Nullable(inner) => return by_type(inner, names),
        Type::Named(id) => names.types.get(id)?.ident.as_str().to_owned(),
        Type::Any(_) => return None,
    })
}
