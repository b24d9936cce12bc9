//! Leaves: what a value of a type can be, with aliases and the unions in between looked through.
//!
//! Input: the types. Output: a leaf for each JSON type or object, and the constants by which objects are told apart.
//! Not here: how a union is told apart (`analyze`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Enum, EnumKind, Field, Object, Shape, Type, Types};

/// How many unions in unions are looked through: they nest as deep as their author likes, and real ones four deep.
const MAX_UNIONS: usize = 16;

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

impl JsonType {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];
}

/// One of the things that a value can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf<'a> {
    /// Its JSON type; `None` where it may be of any.
    pub json: Option<JsonType>,
    /// Its properties, where it is an object that has some.
    pub object: Option<&'a Object>,
    /// The property and the tags by which the union in between finds it.
    tagged: Option<(&'a str, Vec<&'a str>)>,
}

impl<'a> Leaf<'a> {
    /// The property of this name.
    #[must_use]
    pub fn field(&self, property: &str) -> Option<&'a Field> {
        self.object?.fields.iter().find(|field| field.wire == property)
    }

    /// The texts of all values that a property can have; none where they are not listed.
    #[must_use]
    pub fn constants(&self, types: &Types, property: &str) -> Vec<String> {
        self.constants_of(types, property, self.field(property))
    }

    /// The same of a property whose field is at hand.
    #[must_use]
    pub fn constants_of(&self, types: &Types, property: &str, field: Option<&Field>) -> Vec<String> {
        match &self.tagged {
            Some((known, tags)) if *known == property => tags.iter().map(|tag| (*tag).to_owned()).collect(),
            _ => field.map(|field| field.constants(types)).unwrap_or_default(),
        }
    }

    /// Whether a union in between tells this by a tag of that property, and so writes it.
    #[must_use]
    pub fn is_tagged_by(&self, property: &str) -> bool {
        self.tagged.as_ref().is_some_and(|(known, _)| *known == property)
    }
}

impl Field {
    /// The texts of all values that it can have (of a number its digits); none where they are not listed.
    #[must_use]
    pub fn constants(&self, types: &Types) -> Vec<String> {
        if let Some(constant) = &self.constraints.constant {
            return text(constant).into_iter().collect();
        }
        match types.resolved(&self.ty) {
            Type::Named(id) => match &types[*id].shape {
                Shape::Enum(list) => list.values.iter().map(|value| value.wire.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The one value that it must have and always has, so that no caller need give it; none where the type in its place
    /// cannot be made of that value at sight.
    #[must_use]
    pub fn settled(&self, types: &Types) -> Option<Value> {
        if !self.required || self.nullable {
            return None;
        }
        let constant = self.constraints.constant.as_ref();
        match types.resolved(&self.ty) {
            Type::Bool => constant.filter(|value| value.is_boolean()).cloned(),
            Type::String => constant.filter(|value| value.is_string()).cloned(),
            Type::Integer(kind) => constant.filter(|value| kind.holds(value)).cloned(),
            Type::Named(id) if types[*id].replaced.is_none() => match &types[*id].shape {
                Shape::Enum(Enum { kind: EnumKind::Strings, closed: false, values }) => match values.as_slice() {
                    [only] => Some(only.value.clone()),
                    _ => values.iter().map(|of| &of.value).find(|value| constant == Some(*value)).cloned(),
                },
                _ => None,
            },
            _ => None,
        }
    }
}

fn text(constant: &Value) -> Option<String> {
    match constant {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(constant.to_string()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(constant.to_string()),
        _ => None,
    }
}

/// What the values of a list are.
fn json_types(list: &Enum) -> BTreeSet<JsonType> {
    match list.kind {
        EnumKind::Strings => BTreeSet::from([JsonType::String]),
        EnumKind::Integers => BTreeSet::from([JsonType::Integer]),
        EnumKind::Scalars => list.values.iter().filter_map(|value| json_type(&value.value)).collect(),
    }
}

fn json_type(value: &Value) -> Option<JsonType> {
    match value {
        Value::Bool(_) => Some(JsonType::Boolean),
        Value::Number(number) if number.is_f64() => Some(JsonType::Number),
        Value::Number(_) => Some(JsonType::Integer),
        Value::String(_) => Some(JsonType::String),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl Types {
    /// What a value of this type can be.
    #[must_use]
    pub fn leaves<'a>(&'a self, ty: &'a Type) -> Vec<Leaf<'a>> {
        let mut leaves = Vec::new();
        self.collect(ty, None, (&mut BTreeSet::new(), 0), &mut leaves);
        leaves
    }

    /// The texts of all values that a property can have, whatever a value of this type is; `None` where some value
    /// has others.
    #[must_use]
    pub fn constants(&self, ty: &Type, property: &str) -> Option<Vec<String>> {
        let mut constants: Vec<String> = Vec::new();
        for leaf in self.leaves(ty) {
            let of_leaf = leaf.constants(self, property);
            if of_leaf.is_empty() {
                return None;
            }
            constants.extend(of_leaf);
        }
        constants.sort();
        constants.dedup();
        (!constants.is_empty()).then_some(constants)
    }

    fn collect<'a>(
        &'a self,
        ty: &'a Type,
        tagged: Option<(&'a str, Vec<&'a str>)>,
        (seen, depth): (&mut BTreeSet<super::TypeId>, usize),
        leaves: &mut Vec<Leaf<'a>>,
    ) {
        let mut add = |json: Option<JsonType>, object| leaves.push(Leaf { json, object, tagged: tagged.clone() });
        match self.resolved(ty) {
            Type::Bool => add(Some(JsonType::Boolean), None),
            Type::Integer(_) => add(Some(JsonType::Integer), None),
            Type::Number | Type::Decimal => add(Some(JsonType::Number), None),
            Type::String
            | Type::Format(_)
            | Type::Secret
            | Type::Quoted(_)
            | Type::DateTime
            | Type::Date
            | Type::Base64
            | Type::Base64Url
            | Type::Binary => {
                add(Some(JsonType::String), None);
            }
            Type::Array(_) | Type::Tuple(_) => add(Some(JsonType::Array), None),
            Type::Map(_) => add(Some(JsonType::Object), None),
            Type::Nullable(inner) => self.collect(inner, tagged, (seen, depth), leaves),
            Type::Any(_) | Type::Multipart => add(None, None),
            Type::Named(id) => match &self[*id].shape {
                Shape::Object(object) => add(Some(JsonType::Object), Some(object)),
                Shape::Enum(list) => json_types(list).into_iter().for_each(|json| add(Some(json), None)),
                // An alias that is left here is one that something else stands for, or one of a cycle.
                Shape::Alias(ty) | Shape::Newtype(ty) if seen.insert(*id) => {
                    self.collect(ty, tagged, (seen, depth), leaves);
                }
                Shape::Alias(_) | Shape::Newtype(_) => add(None, None),
                Shape::Union(_) if depth >= MAX_UNIONS => add(None, None),
                // A union that leads back to itself has no other leaves than it had the first time.
                Shape::Union(union) if seen.insert(*id) => {
                    for (number, variant) in union.variants.iter().enumerate() {
                        let tagged = union.discriminator.as_ref().and_then(|discriminator| {
                            let tags: Vec<&str> = discriminator.tags_of(number).collect();
                            (!tags.is_empty()).then_some((discriminator.property.as_str(), tags))
                        });
                        self.collect(&variant.ty, tagged, (seen, depth + 1), leaves);
                    }
                }
                Shape::Union(_) => {}
            },
        }
    }
}
