//! Types: what travels in parameters, bodies and answers.

use std::collections::BTreeSet;
use std::ops::Index;

use serde_json::Value;

use super::{Docs, OperationId, Untyped};
use crate::diag::Site;

/// Index into [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// Every type that gets a Rust name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types {
    list: Vec<TypeDef>,
}

impl Types {
    /// Adds a type.
    pub fn push(&mut self, def: TypeDef) -> TypeId {
        self.list.push(def);
        TypeId(self.list.len() - 1)
    }

    /// Replaces the shape of a type that was added as a placeholder (recursion needs the index before the shape).
    pub fn set_shape(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.list.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// Lets an inline type belong elsewhere.
    pub fn set_origin(&mut self, id: TypeId, origin: Origin) {
        if let Some(def) = self.list.get_mut(id.0) {
            def.origin = origin;
        }
    }

    /// Notes a place where an inline type is met that is not the one it is named after.
    pub fn note_met(&mut self, id: TypeId, place: Origin) {
        if let Some(def) = self.list.get_mut(id.0)
            && matches!(def.origin, Origin::Inline { .. })
            && def.origin != place
        {
            def.met.insert(place);
        }
    }

    /// All types with their indices, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.list.iter().enumerate().map(|(index, def)| (TypeId(index), def))
    }

    /// Follows aliases to the type that is behind them.
    #[must_use]
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut at = ty;
        // A chain of aliases that is longer than the list has types would be a cycle, and `lower` breaks those.
        for _ in 0..=self.list.len() {
            match at {
                Type::Named(id) => match &self[*id].shape {
                    Shape::Alias(next) if self[*id].replaced.is_none() => at = next,
                    _ => return at,
                },
                other => return other,
            }
        }
        at
    }

    /// The type as the description has it: of a form for requests, what it is a form of.
    #[must_use]
    pub fn written<'a>(&'a self, def: &'a TypeDef) -> &'a TypeDef {
        match &def.origin {
            Origin::Inline { owner: Owner::Type(owner), role: Role::Input } => &self[*owner],
            _ => def,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// A [`TypeId`] is made by [`Types::push`] alone, so the index always holds.
#[allow(clippy::indexing_slicing, reason = "ids are made by push and types are never removed")]
impl Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.list[id.0]
    }
}

/// A type with a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// The name that an extension gives it.
    pub hint: Option<String>,
    /// Where it stands in the API: its identity, from which its name comes.
    pub origin: Origin,
    /// Other places where it is met: under one of them an earlier version may have named it.
    pub met: BTreeSet<Origin>,
    /// What it looks like.
    pub shape: Shape,
    /// What it is.
    pub docs: Docs,
    /// What its values must satisfy.
    pub constraints: Constraints,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// The path of a type from elsewhere that stands in its place; the shape says what its JSON looks like.
    pub replaced: Option<String>,
    /// Where it is written.
    pub site: Site,
}

impl TypeDef {
    /// The key under which the description has it, if it has one.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        match &self.origin {
            Origin::Component(name) => Some(name),
            Origin::Inline { .. } => None,
        }
    }
}

/// Where a named type comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A component of the description, by its key.
    Component(String),
    /// An inline schema: who holds it, and as what.
    Inline {
        /// Who holds it.
        owner: Owner,
        /// As what.
        role: Role,
    },
}

/// Who holds an inline schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// Another type.
    Type(TypeId),
    /// An operation.
    Operation(OperationId),
    /// A webhook, by its key.
    Webhook(String),
    /// A part of the description that is referred to.
    Shared(Box<Shared>),
    /// The API as a whole.
    Api,
    /// The client.
    Client,
}

/// A response, a parameter or a body that stands in one place for all that refer to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared {
    /// Which of these.
    pub kind: SharedKind,
    /// What the description calls it.
    pub name: String,
    /// Where it stands: its identity over time.
    pub place: String,
}

/// What a [`Shared`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedKind {
    /// A response.
    Response,
    /// A parameter.
    Parameter,
    /// A request body.
    Body,
}

/// What an inline schema is to its owner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The value of a property.
    Property(String),
    /// The element of an array that has this role.
    Item(Box<Role>),
    /// The element with this number of a list that has this role.
    Element(Box<Role>, usize),
    /// The value of a map that has this role.
    MapValue(Box<Role>),
    /// The value of the properties that have no name.
    Extra,
    /// What requests hold of it, where that is not all.
    Input,
    /// What the types that extend it have in common.
    Base,
    /// The object of a schema whose values may also be of other JSON types.
    Object,
    /// A branch of a union: its number, and its `title` where there is one.
    Variant(usize, Option<String>),
    /// A parameter, by its wire name.
    Parameter(String),
    /// A variable of servers.
    Variable(String),
    /// The whole request body.
    Body,
    /// The answer with this status (`200`, `4XX`, `default`).
    Answer(String),
    /// What a callback of this name sends, or is answered with.
    Callback(String),
    /// The headers of answers.
    Headers,
    /// What a shared part brings in this media type, where it is known by another one.
    Media(String),
    /// A value of the answer that is a stream of them.
    Event,
    /// The type itself (an alias's target that needs a name).
    Itself,
}

/// The shape of a named type.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with named properties.
    Object(Object),
    /// A list of values, read as an open one unless the configuration closes it.
    Enum(Enum),
    /// One of several.
    Union(Union),
    /// Another name for a type that needs none.
    Alias(Type),
    /// A list or a map that holds itself, which no alias can.
    Newtype(Type),
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// Its properties, in the order of the description.
    pub fields: Vec<Field>,
    /// What other properties may hold, where the description states it.
    pub extra: Option<Extra>,
}

impl Object {
    /// The properties that have one value, with it.
    pub fn settled<'a>(&'a self, types: &'a Types) -> impl Iterator<Item = (&'a str, Value)> {
        self.fields.iter().filter_map(|field| Some((field.wire.as_str(), field.settled(types)?)))
    }

    /// Whether some property may be both left out and null.
    #[must_use]
    pub fn may_be_absent_or_null(&self) -> bool {
        self.fields.iter().any(|field| !field.required && field.nullable)
    }
}

/// The value type of properties without a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra(pub Type);

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name that an extension gives it.
    pub hint: Option<String>,
    /// Its key on the wire.
    pub wire: String,
    /// What it holds when it is there and not null.
    pub ty: Type,
    /// Listed in `required`.
    pub required: bool,
    /// May be null.
    pub nullable: bool,
    /// `readOnly: true`.
    pub read_only: bool,
    /// `writeOnly: true`.
    pub write_only: bool,
    /// What it is.
    pub docs: Docs,
    /// What its value must satisfy.
    pub constraints: Constraints,
    /// `default`, for the documentation.
    pub default: Option<Value>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// Where it is written.
    pub site: Site,
}

/// A use of a type by value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `integer`.
    Integer(IntegerKind),
    /// `number`: a 64-bit float whatever the format says, since 32 bits lose digits.
    Number,
    /// `number`, `decimal`: a number that keeps its digits.
    Decimal,
    /// `string` without a format that we know.
    String,
    /// `string` with a format that the configuration gives a type of its own.
    Format(String),
    /// `string`, `password`.
    Secret,
    /// `string` that holds an integer (`int64`).
    Quoted(IntegerKind),
    /// `string`, `date-time` (RFC 3339).
    DateTime,
    /// `string`, `date` (RFC 3339 full-date).
    Date,
    /// `string`, `byte` or `contentEncoding: base64`.
    Base64,
    /// `string`, `base64url`, as format or as `contentEncoding`.
    Base64Url,
    /// Raw bytes: a whole binary body, or a file in a form of parts.
    Binary,
    /// The parts of a `multipart/form-data` body of which nothing is said.
    Multipart,
    /// A list.
    Array(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A list of a fixed number of elements, each of a type of its own.
    Tuple(Vec<Type>),
    /// An element that may be null.
    Nullable(Box<Type>),
    /// A type with a name.
    Named(TypeId),
    /// Any JSON, and why nothing better is known.
    Any(Untyped),
}

impl Type {
    /// The named types inside lists and maps; itself where it has a name.
    #[must_use]
    pub fn named_within(&self) -> Vec<TypeId> {
        match self {
            Self::Named(id) => vec![*id],
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named_within(),
            Self::Tuple(elements) => elements.iter().flat_map(Self::named_within).collect(),
            _ => Vec::new(),
        }
    }
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerKind {
    /// `int32`.
    I32,
    /// `int64`, or no format.
    I64,
    /// `uint32`.
    U32,
    /// `uint64`.
    U64,
    /// More than either of 64 bits: negative ones as well as those beyond `int64`.
    I128,
}

impl IntegerKind {
    /// The least and the most that it holds, of what JSON of 64 bits can say. As doubles, which is how such bounds often are written, the most of 64 bits
    /// is one more.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        let (signed, unsigned) = (9_223_372_036_854_775_808.0, 18_446_744_073_709_551_616.0);
        match self {
            Self::I32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
            Self::I64 => (-signed, signed),
            Self::U32 => (0.0, f64::from(u32::MAX)),
            Self::U64 => (0.0, unsigned),
            Self::I128 => (-signed, unsigned),
        }
    }

    /// Whether a value is an integer of this width.
    #[must_use]
    pub fn holds(self, value: &Value) -> bool {
        match self {
            Self::I32 => value.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
            Self::I64 => value.is_i64(),
            Self::U32 => value.as_u64().is_some_and(|value| u32::try_from(value).is_ok()),
            Self::U64 => value.is_u64(),
            Self::I128 => value.is_i64() || value.is_u64(),
        }
    }
}

/// A list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Of what JSON types they are.
    pub kind: EnumKind,
    /// A value that is not listed is an error.
    pub closed: bool,
    /// The values, in order, each once.
    pub values: Vec<EnumValue>,
}

/// What the values of an [`Enum`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// Strings.
    Strings,
    /// Integers of 64 bits.
    Integers,
    /// Strings, numbers and booleans in any mix, and numbers with fractions.
    Scalars,
}

/// One value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The value.
    pub value: Value,
    /// Its text: of a string the string, of all else its JSON.
    pub wire: String,
    /// A name given by the description (`x-enum-varnames`).
    pub name: Option<String>,
    /// What it means.
    pub docs: Option<String>,
    /// Whether it should not be used any more.
    pub deprecated: bool,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The branches, in order.
    pub variants: Vec<Variant>,
    /// The property that tells them apart, where the description names one.
    pub discriminator: Option<Discriminator>,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The name that an extension gives it.
    pub hint: Option<String>,
    /// What it may be called: the component's key, the title, or `None`.
    pub name: Option<String>,
    /// What it holds.
    pub ty: Type,
}

/// `discriminator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// Each tag with the number of its variant.
    pub tags: Vec<(String, usize)>,
    /// The variant of a value without the property, or with an unknown one.
    pub default: Option<usize>,
    /// The variant that all others extend, where no tag is stated for it: a value without the property is one, and none
    /// is added to it.
    pub base: Option<usize>,
}

impl Discriminator {
    /// The tags of a variant.
    pub fn tags_of(&self, number: usize) -> impl Iterator<Item = &str> {
        self.tags.iter().filter(move |(_, of)| *of == number).map(|(tag, _)| tag.as_str())
    }
}

/// Assertions on a value: documentation, never a reason to refuse an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in Unicode code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode code points.
    pub max_length: Option<u64>,
    /// `pattern` (ECMA-262).
    pub pattern: Option<String>,
    /// `minimum`.
    pub minimum: Option<String>,
    /// `maximum`.
    pub maximum: Option<String>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<String>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<String>,
    /// `multipleOf`.
    pub multiple_of: Option<String>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// A `format` that has no type of its own.
    pub format: Option<String>,
    /// The single value that is allowed (`const`).
    pub constant: Option<Value>,
    /// What each element of a list must satisfy.
    pub elements: Option<Box<Constraints>>,
}

impl Constraints {
    /// These, and where they say nothing, others.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            min_length: self.min_length.or(other.min_length),
            max_length: self.max_length.or(other.max_length),
            pattern: self.pattern.clone().or_else(|| other.pattern.clone()),
            minimum: self.minimum.clone().or_else(|| other.minimum.clone()),
            maximum: self.maximum.clone().or_else(|| other.maximum.clone()),
            exclusive_minimum: self.exclusive_minimum.clone().or_else(|| other.exclusive_minimum.clone()),
            exclusive_maximum: self.exclusive_maximum.clone().or_else(|| other.exclusive_maximum.clone()),
            multiple_of: self.multiple_of.clone().or_else(|| other.multiple_of.clone()),
            min_items: self.min_items.or(other.min_items),
            max_items: self.max_items.or(other.max_items),
            unique_items: self.unique_items || other.unique_items,
            format: self.format.clone().or_else(|| other.format.clone()),
            constant: self.constant.clone().or_else(|| other.constant.clone()),
            elements: self.elements.clone().or_else(|| other.elements.clone()),
        }
    }
}
