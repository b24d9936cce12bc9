//! Traits that the configuration derives: those that the standard library can derive for a type, and what forbids one.
//!
//! Input: the API and the configuration. Output: the traits of each type, and a finding for each that would not compile.
//! Not here: traits of other crates, which nobody here knows; they are derived as they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, EnumKind, Field, Shape, Type, TypeDef, TypeId};

/// Traits of the standard library that every part of a type must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trait {
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Copy,
    Default,
    /// One that every type has: deriving it again would not compile.
    Usual,
}

impl Trait {
    /// The trait that a path names: alone, or from the standard library.
    fn of(path: &str) -> Option<Self> {
        let path: String = path.chars().filter(|letter| !letter.is_whitespace()).collect();
        let path = path.strip_prefix("::").unwrap_or(&path);
        let (from, name) = path.rsplit_once("::").unwrap_or(("std", path));
        Some(match (from, name) {
            ("std" | "std::clone" | "core::clone", "Clone")
            | ("std" | "std::fmt" | "core::fmt", "Debug")
            | ("std" | "std::cmp" | "core::cmp", "PartialEq")
            | ("std" | "serde", "Serialize" | "Deserialize") => Self::Usual,
            ("std" | "std::cmp" | "core::cmp", "Eq") => Self::Eq,
            ("std" | "std::hash" | "core::hash", "Hash") => Self::Hash,
            ("std" | "std::cmp" | "core::cmp", "PartialOrd") => Self::PartialOrd,
            ("std" | "std::cmp" | "core::cmp", "Ord") => Self::Ord,
            ("std" | "std::marker" | "core::marker", "Copy") => Self::Copy,
            ("std" | "std::default" | "core::default", "Default") => Self::Default,
            _ => return None,
        })
    }

    /// What else a type must have that has this.
    fn needs(self) -> &'static [(Self, &'static str)] {
        match self {
            Self::Ord => &[(Self::Eq, "Eq"), (Self::PartialOrd, "PartialOrd")],
            _ => &[],
        }
    }
}

/// What forbids a trait: in words, and the type whose configuration would allow it.
struct Obstacle {
    why: String,
    at: Option<TypeId>,
}

/// What is known of the types.
#[derive(Clone, Copy)]
struct Known<'a> {
    api: &'a Api,
    /// The traits of each, as far as they stand.
    derives: &'a BTreeMap<TypeId, Vec<String>>,
    /// Those that a request can hold, which have constructors.
    sent: &'a BTreeSet<TypeId>,
}

impl Known<'_> {
    /// Whether a type has a trait without being told: enums can be compared and hashed, and what needs nothing has a
    /// constructor without arguments.
    fn is_given(self, id: TypeId, of: Trait) -> bool {
        match &self.api.types[id].shape {
            Shape::Enum(_) => matches!(of, Trait::Eq | Trait::Hash),
            Shape::Object(object) => {
                let is_asked = |field: &Field| field.required && field.settled(&self.api.types).is_none();
                of == Trait::Default && self.sent.contains(&id) && !object.fields.iter().any(is_asked)
            }
            Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
        }
    }

    /// How often a type is told to have a trait.
    fn count(self, id: TypeId, of: Trait) -> usize {
        self.derives.get(&id).into_iter().flatten().filter(|path| Trait::of(path) == Some(of)).count()
    }

    fn has(self, id: TypeId, of: Trait) -> bool {
        self.is_given(id, of) || self.count(id, of) > 0
    }
}

/// The traits of each type that has some beside the usual ones.
pub(super) fn derives(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> BTreeMap<TypeId, Vec<String>> {
    let mut derives: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    if config.types.values().all(|of| of.derive.is_empty()) {
        return derives;
    }
    for (id, def) in api.types.iter() {
        let stated = configured(api, config, def).map(|(_, derive)| derive.to_vec()).unwrap_or_default();
        if !stated.is_empty() && def.replaced.is_none() && !matches!(def.shape, Shape::Alias(_)) {
            derives.insert(id, stated);
        }
    }
    let sent = api.sent();
    // What one type loses, those that hold it lose.
    loop {
        let found = derives.iter().find_map(|(id, traits)| {
            let refused = traits.iter().enumerate().find_map(|(number, path)| {
                let of = Trait::of(path)?;
                Some((number, obstacle(Known { api, derives: &derives, sent: &sent }, *id, of)?))
            });
            refused.map(|(number, obstacle)| (*id, number, obstacle))
        });
        let Some((id, number, obstacle)) = found else { return derives };
        let Some(traits) = derives.get_mut(&id) else { return derives };
        let path = traits.remove(number);
        let found = finding(api, config, &api.types[id], &path, &obstacle);
        // A form for requests is of the same entry as its type, and what is said of both is said once.
        if diagnostics.list().iter().all(|known| known.message != found.message) {
            diagnostics.push(found);
        }
    }
}

/// The key of the configuration's entry, and what it derives.
fn configured<'c>(api: &Api, config: &'c Config, def: &TypeDef) -> Option<(String, &'c [String])> {
    let written = api.types.written(def);
    let of = config.of_type(written.component(), &written.site.pointer)?;
    Some((key(config, written), &of.derive))
}

fn key(config: &Config, def: &TypeDef) -> String {
    let component = def.component().map(|name| format!("#/components/schemas/{name}"));
    component.filter(|key| config.types.contains_key(key)).unwrap_or_else(|| def.site.pointer.to_string())
}

fn finding(api: &Api, config: &Config, def: &TypeDef, path: &str, obstacle: &Obstacle) -> Diagnostic {
    let key = key(config, api.types.written(def));
    let message = format!("`{path}` cannot be derived for `{key}`: {}", obstacle.why);
    let help = match obstacle.at.map(|id| &api.types[id]) {
        Some(part) => {
            let part = self::key(config, api.types.written(part));
            format!("derive it there too, `[types.\"{part}\"] derive = [\"{path}\"]`, or take it out here")
        }
        None => "take it out of `derive`".to_owned(),
    };
    let found = Diagnostic::new(Code::DeriveRefused, message).effect("the type goes without it").help(help);
    config.places.at(&["types", &key, "derive"], found)
}

/// What forbids a trait to a type that derives it.
fn obstacle(known: Known<'_>, id: TypeId, of: Trait) -> Option<Obstacle> {
    if let Some((_, needed)) = of.needs().iter().find(|(needed, _)| !known.has(id, *needed)) {
        return Some(Obstacle { why: format!("it needs `{needed}`, which the type does not have"), at: None });
    }
    let part = |ty: &Type| part(known, ty, of);
    let why = |why: &str| Some(Obstacle { why: why.to_owned(), at: None });
    if of == Trait::Usual || known.is_given(id, of) || known.count(id, of) > 1 {
        return why("the type has it already");
    }
    match &known.api.types[id].shape {
        Shape::Object(object) => {
            let field = object.fields.iter().find_map(|field| {
                // What may be left out has a default, and a pointer is no copy.
                let is_default = of == Trait::Default && is_option(field);
                let closes = of == Trait::Copy && part(&field.ty).is_none() && field.ty.named_within().contains(&id);
                let found = if closes { why("holds the type itself") } else { part(&field.ty) };
                found.filter(|_| !is_default).map(|found| (field, found))
            });
            if let Some((field, found)) = field {
                return Some(Obstacle { why: format!("`{}` {}", field.wire, found.why), ..found });
            }
            match &object.extra {
                Some(_) if of == Trait::Copy => why("it holds a map"),
                Some(extra) if of != Trait::Default => {
                    part(&extra.0).map(|found| Obstacle { why: format!("a value of its map {}", found.why), ..found })
                }
                _ => None,
            }
        }
        Shape::Union(_) | Shape::Enum(_) if of == Trait::Default => why("no variant is said to be the default"),
        Shape::Union(union) => {
            let variant = union.variants.iter().find_map(|variant| Some((variant, part(&variant.ty)?)));
            if let Some((variant, found)) = variant {
                let name = variant.name.as_deref().map_or_else(|| "a branch".to_owned(), |name| format!("`{name}`"));
                return Some(Obstacle { why: format!("{name} {}", found.why), ..found });
            }
            let is_kept = matches!(of, Trait::PartialOrd | Trait::Ord | Trait::Copy);
            is_kept.then(|| Obstacle { why: "a value that is not known is kept as JSON".to_owned(), at: None })
        }
        Shape::Enum(list) if !list.closed => match (list.kind, of) {
            (_, Trait::Copy) => why("a value that is not known is kept"),
            (EnumKind::Scalars, Trait::PartialOrd | Trait::Ord) => why("a value that is not known is kept as JSON"),
            _ => None,
        },
        Shape::Newtype(ty) => part(ty),
        Shape::Enum(_) | Shape::Alias(_) => None,
    }
}

fn is_option(field: &Field) -> bool {
    !field.required || field.nullable
}

/// What forbids a trait to a part of a type.
fn part(known: Known<'_>, ty: &Type, of: Trait) -> Option<Obstacle> {
    use Trait::{Copy, Default, Eq, Hash, Ord, PartialOrd};
    let why = |why: &str| Some(Obstacle { why: why.to_owned(), at: None });
    let inner = |ty: &Type| part(known, ty, of);
    match (known.api.types.resolved(ty), of) {
        (Type::Number, Eq | Hash | Ord) => why("is a float"),
        (Type::Decimal, PartialOrd | Ord | Copy | Default) => why("is a number that keeps its digits"),
        (Type::Secret, Eq | Hash | PartialOrd | Ord | Copy | Default) => why("is a secret"),
        (Type::Binary | Type::Multipart, Eq | Hash | PartialOrd | Ord | Copy | Default) => why("is a file"),
        (Type::Any(_), PartialOrd | Ord | Copy) => why("is any JSON"),
        (Type::String | Type::Base64 | Type::Base64Url, Copy) => why("is a text"),
        (Type::Array(_), Copy) => why("is a list"),
        (Type::Map(_), Copy) => why("is a map"),
        (Type::Array(held) | Type::Map(held) | Type::Nullable(held), _) if of != Default => inner(held),
        (Type::Tuple(elements), _) => elements.iter().find_map(inner),
        (Type::Named(id), _) => {
            let def = &known.api.types[*id];
            let name = def.component().map_or_else(|| def.site.pointer.to_string(), ToOwned::to_owned);
            let is_other = def.replaced.is_none() && !known.has(*id, of);
            is_other.then(|| Obstacle { why: format!("is `{name}`, which does not have it"), at: Some(*id) })
        }
        // What the type of a format can do, its author knows.
        _ => None,
    }
}
