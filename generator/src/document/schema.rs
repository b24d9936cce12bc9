//! A schema: the subset of JSON Schema 2020-12 that an SDK can make use of.
//!
//! Input: filled by `keywords`. Output: plain data for `lower`.
//! Not here: the schemas' table, reading them, any judgement about them.
//!
//! Not kept, since they only matter to validation: `if`/`then`/`else`, `contains`, `dependentRequired`,
//! `dependentSchemas`, `unevaluatedItems`, and `xml`.

use std::fmt;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::diag::Site;

/// A schema's place in the [`SchemaTable`](super::SchemaTable).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(super) u32);

impl SchemaId {
    /// Its number, from 0; components come first, in document order.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A schema. There may be a hundred thousand: what few of them have is boxed.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "they are JSON Schema's own")]
pub struct Schema {
    /// Where it is written.
    pub site: Site,
    /// Its name under `#/components/schemas`, when it is one.
    pub component: Option<String>,
    /// For a schema that is no component but that some `$ref` leads to: the last step of that reference (`Pet` of
    /// `common.yaml#/definitions/Pet`) or the name of its file without folder and extension.
    pub referenced_as: Option<String>,
    /// `$ref`. What stands beside it is in the other fields.
    pub reference: Option<SchemaId>,
    /// `true` or `false` in place of a schema.
    pub boolean: Option<bool>,
    /// Why it could not be read; it then is `boolean: Some(true)`.
    pub broken: Option<String>,
    /// `type`; empty when unstated. 3.0's `nullable` adds `null` where there is a type.
    pub types: TypeSet,
    /// 3.0's `nullable: true`: `null` is allowed whatever the other fields say. See [`Schema::allows_null`].
    pub nullable: bool,
    /// `format`
    pub format: Option<String>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `externalDocs.url`
    pub docs_url: Option<String>,
    /// `enum`; 3.0's `nullable` adds `null`.
    pub enumeration: Option<Vec<Value>>,
    /// `const`
    pub constant: Option<Box<Value>>,
    /// `default`
    pub default: Option<Box<Value>>,
    /// `examples`, or 3.0's `example`.
    pub examples: Vec<Value>,
    /// Texts that stand as its examples elsewhere: beside parameters and in media types.
    pub shown: Vec<String>,
    /// `properties`
    pub properties: IndexMap<String, SchemaId>,
    /// `required`, without repetitions.
    pub required: Vec<String>,
    /// `additionalProperties`, or else `unevaluatedProperties`.
    pub additional: Additional,
    /// `patternProperties`
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `items`, as one schema.
    pub items: Option<SchemaId>,
    /// `prefixItems`, or `items` as a list (draft 4).
    pub prefix_items: Vec<SchemaId>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Box<Discriminator>>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum` as a number; 3.0's `true` moves `minimum` here.
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum` as a number; 3.0's `true` moves `maximum` here.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`
    pub pattern: Option<String>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// `contentSchema`
    pub content_schema: Option<SchemaId>,
    /// Assertions that give no type, as they are written: their keywords and values.
    pub asserted: Vec<(String, Value)>,
    /// Vendors' fields, `x-…`.
    pub extensions: IndexMap<String, Value>,
}

impl Schema {
    /// A schema that allows everything.
    #[must_use]
    pub fn new(site: Site) -> Self {
        Self {
            site,
            component: None,
            referenced_as: None,
            reference: None,
            boolean: None,
            broken: None,
            types: TypeSet::default(),
            nullable: false,
            format: None,
            title: None,
            description: None,
            docs_url: None,
            enumeration: None,
            constant: None,
            default: None,
            examples: Vec::new(),
            shown: Vec::new(),
            properties: IndexMap::new(),
            required: Vec::new(),
            additional: Additional::Unstated,
            pattern_properties: IndexMap::new(),
            property_names: None,
            items: None,
            prefix_items: Vec::new(),
            unique_items: false,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            not: None,
            discriminator: None,
            read_only: false,
            write_only: false,
            deprecated: false,
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            pattern: None,
            min_items: None,
            max_items: None,
            min_properties: None,
            max_properties: None,
            content_encoding: None,
            content_media_type: None,
            content_schema: None,
            asserted: Vec::new(),
            extensions: IndexMap::new(),
        }
    }

    /// Whether it says no more than that null may stand for an object (3.0's `{ type: object, nullable: true }`).
    #[must_use]
    pub fn is_bare_nullable_object(&self) -> bool {
        let object_or_null = [JsonType::Object, JsonType::Null].into_iter().collect();
        self.types == object_or_null
            && *self
                == Self {
                    component: self.component.clone(),
                    referenced_as: self.referenced_as.clone(),
                    types: self.types,
                    nullable: self.nullable,
                    title: self.title.clone(),
                    description: self.description.clone(),
                    default: self.default.clone(),
                    examples: self.examples.clone(),
                    shown: self.shown.clone(),
                    extensions: self.extensions.clone(),
                    ..Self::new(self.site.clone())
                }
    }

    /// Whether it says itself, by `nullable` or `type`, that `null` is allowed.
    #[must_use]
    pub fn allows_null(&self) -> bool {
        self.nullable || self.types.contains(JsonType::Null)
    }
}

/// What may stand beside the named properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Additional {
    /// Nothing is said; JSON Schema allows anything.
    #[default]
    Unstated,
    /// `true` or `{}`.
    Allowed,
    /// `false`.
    Denied,
    /// Values of this schema.
    Schema(SchemaId),
}

/// `discriminator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// `propertyName`
    pub property: String,
    /// `mapping`, from a value of the property.
    pub mapping: IndexMap<String, MappingTarget>,
    /// `defaultMapping` (3.2): what a value without the property, or with an unknown one, is.
    pub default: Option<MappingTarget>,
}

/// What a discriminator's value means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingTarget {
    /// A schema, given by its component name or by a reference.
    Schema(SchemaId),
    /// A text that leads to no schema; there is a diagnostic.
    Text(String),
}

/// A type of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl JsonType {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// From its text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ty| ty.as_str() == text)
    }
}

/// A set of types.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeSet(u8);

impl TypeSet {
    /// Adds one.
    pub fn insert(&mut self, ty: JsonType) {
        self.0 |= 1 << ty as u8;
    }

    /// Takes one out.
    pub fn remove(&mut self, ty: JsonType) {
        self.0 &= !(1 << ty as u8);
    }

    /// Whether it is in.
    #[must_use]
    pub fn contains(self, ty: JsonType) -> bool {
        self.0 & (1 << ty as u8) != 0
    }

    /// Whether none is in: the type is unstated.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Those in it, in the order of [`JsonType::ALL`].
    pub fn iter(self) -> impl Iterator<Item = JsonType> {
        JsonType::ALL.into_iter().filter(move |ty| self.contains(*ty))
    }

    /// Those in it other than `null`.
    pub fn non_null(self) -> impl Iterator<Item = JsonType> {
        self.iter().filter(|ty| *ty != JsonType::Null)
    }

    /// The one type besides `null`, if it is one.
    #[must_use]
    pub fn single(self) -> Option<JsonType> {
        let mut types = self.non_null();
        types.next().filter(|_| types.next().is_none())
    }
}

impl fmt::Debug for TypeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromIterator<JsonType> for TypeSet {
    fn from_iter<I: IntoIterator<Item = JsonType>>(types: I) -> Self {
        let mut set = Self::default();
        types.into_iter().for_each(|ty| set.insert(ty));
        set
    }
}

impl Extend<JsonType> for TypeSet {
    fn extend<I: IntoIterator<Item = JsonType>>(&mut self, types: I) {
        types.into_iter().for_each(|ty| self.insert(ty));
    }
}
