//! Dispatch: how the branch of a union is chosen from a value, decided here and not while decoding.
//!
//! In this order: the discriminator; the JSON type, where every branch has another; a required key that only one
//! branch has; else every branch is tried and the one that keeps most of the value wins, which is said.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, EnumKind, Shape, Type, TypeId, Union};
use std::collections::BTreeMap;

/// How a union's branch is chosen. Numbers are those of the variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// By the text of a property.
    Tag {
        /// The property.
        property: String,
        /// Each tag with its variant.
        tags: Vec<(String, usize)>,
        /// The variant of a value without a known tag.
        default: Option<usize>,
    },
    /// By the JSON type of the value.
    Type(Vec<(JsonType, usize)>),
    /// By the presence of a key, the first that is there.
    Key(Vec<(String, usize)>),
    /// By trial.
    Fit,
}

/// A JSON type, with whole numbers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonType {
    /// `true`, `false`
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

pub(super) fn dispatch(api: &Api, diagnostics: &mut Diagnostics) -> BTreeMap<TypeId, Dispatch> {
    let mut result = BTreeMap::new();
    for (id, def) in api.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let dispatch =
            by_tag(union).or_else(|| by_type(api, union)).or_else(|| by_key(api, union)).unwrap_or_else(|| {
                diagnostics.push(
                    Diagnostic::new(Code::UnionByTrial, "nothing in these schemas tells their values apart")
                        .at(&def.site)
                        .effect("every branch is tried, and the one that keeps most of the value is taken")
                        .help("give the branches a property with a constant each, and name it as the discriminator"),
                );
                Dispatch::Fit
            });
        result.insert(id, dispatch);
    }
    result
}

fn by_tag(union: &Union) -> Option<Dispatch> {
    let discriminator = union.discriminator.as_ref()?;
    let tagged: BTreeSet<usize> = discriminator.tags.iter().map(|(_, number)| *number).collect();
    // A tag that two branches share tells nothing.
    let tags: BTreeSet<&str> = discriminator.tags.iter().map(|(tag, _)| tag.as_str()).collect();
    (tagged.len() == union.variants.len() && tags.len() == discriminator.tags.len()).then(|| Dispatch::Tag {
        property: discriminator.property.clone(),
        tags: discriminator.tags.clone(),
        default: discriminator.default,
    })
}

fn by_type(api: &Api, union: &Union) -> Option<Dispatch> {
    let mut seen = BTreeSet::new();
    let mut rows = Vec::with_capacity(union.variants.len());
    for (number, variant) in union.variants.iter().enumerate() {
        let json = json_type(api, &variant.ty)?;
        if !seen.insert(json) {
            return None;
        }
        rows.push((json, number));
    }
    // Whole numbers go to the integer branch where there is one, so it must be asked first.
    rows.sort_by_key(|(json, _)| *json);
    Some(Dispatch::Type(rows))
}

fn json_type(api: &Api, ty: &Type) -> Option<JsonType> {
    Some(match ty {
        Type::Bool => JsonType::Boolean,
        Type::Integer(_) => JsonType::Integer,
        Type::Number => JsonType::Number,
        Type::String
        | Type::Format(_)
        | Type::Secret
        | Type::Quoted(_)
        | Type::DateTime
        | Type::Date
        | Type::Base64
        | Type::Base64Url
        | Type::Binary => JsonType::String,
        Type::Array(_) => JsonType::Array,
        Type::Map(_) => JsonType::Object,
        Type::Named(id) => match &api.types[*id].shape {
            Shape::Object(_) => JsonType::Object,
            Shape::Enum(list) => match list.kind {
                EnumKind::Strings => JsonType::String,
                EnumKind::Integers => JsonType::Integer,
                EnumKind::Scalars => return None,
            },
            Shape::Alias(ty) => return json_type(api, ty),
            Shape::Union(_) => return None,
        },
        Type::Nullable(_) | Type::Any(_) | Type::Multipart => return None,
    })
}

/// For each branch a required key that no other branch has at all. A value that has none of them is unknown, so every
/// branch needs one.
fn by_key(api: &Api, union: &Union) -> Option<Dispatch> {
    let mut objects = Vec::with_capacity(union.variants.len());
    for variant in &union.variants {
        let Type::Named(id) = &variant.ty else { return None };
        let Shape::Object(object) = &api.types[*id].shape else { return None };
        objects.push(object);
    }
    let mut rows = Vec::with_capacity(objects.len());
    for (number, object) in objects.iter().enumerate() {
        let unique = object.fields.iter().find(|field| {
            field.required
                && objects.iter().enumerate().all(|(other, object)| {
                    other == number || object.fields.iter().all(|known| known.wire != field.wire)
                })
        })?;
        rows.push((unique.wire.clone(), number));
    }
    Some(Dispatch::Key(rows))
}
