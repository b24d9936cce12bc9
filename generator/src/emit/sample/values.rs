//! Sample values as JSON.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::super::Sdk;
use super::super::path::resolved;
use super::allowed::allowed;
use super::text;
use crate::analyze::Test;
use crate::ir::{
    Answer, Constraints, Field, IntegerKind, Operation, Shape, StatusAnswer, Type, TypeDef, TypeId, Union, Variant,
};

/// How much of a value is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Depth {
    /// What is required.
    Minimal,
    /// What is required, and where that is nothing, a little of what is optional: for readers.
    Shown,
    /// Everything, down to a depth at which recursive types end.
    Full,
}

/// How many optional inputs a sample sets at most: each is a call in a chain, and what reads code goes as deep as that.
pub(super) const MOST_SET: usize = 256;

/// How deep optional parts go before only required ones are made.
const FULL_LEVELS: usize = 3;
/// How many values a sample may have: types that require themselves twice over would never end otherwise.
const MAX_VALUES: u32 = 2_000;
/// How deep they may be nested: a union whose first branch leads back to it would never end otherwise.
const MAX_LEVELS: usize = 32;
/// How many items a list may have.
const MAX_ITEMS: u64 = 64;

/// A value of a field.
pub(super) fn field(sdk: Sdk<'_>, field: &Field, hint: Option<&Value>, depth: Depth, level: usize) -> Value {
    Maker::new(sdk, depth).field(field, hint, level)
}

/// A value of a type that is sent as a form: what is empty would leave nothing in it.
pub(super) fn of_form(sdk: Sdk<'_>, ty: &Type, depth: Depth) -> Value {
    Maker { is_form: true, ..Maker::new(sdk, depth) }.of_type(ty, &Constraints::default(), "body", 0)
}

/// A list with another item, where one may be there: one item alone does not show how several are spelt.
pub(super) fn with_another(sdk: Sdk<'_>, ty: &Type, constraints: &Constraints, list: Value) -> Value {
    let (Type::Array(item), Some([only])) = (resolved(sdk, ty), list.as_array().map(Vec::as_slice)) else {
        return list;
    };
    let elements = constraints.elements.as_deref().cloned().unwrap_or_default();
    let another = Maker::new(sdk, Depth::Full).another(item, &elements, only.clone(), 1);
    let both = Value::Array(vec![only.clone(), another]);
    if fits(sdk, ty, constraints, &both) { both } else { list }
}

/// A value of a type. `name` is what it is called, for texts that nothing else says.
pub(super) fn of_type(
    sdk: Sdk<'_>,
    ty: &Type,
    constraints: &Constraints,
    name: &str,
    depth: Depth,
    level: usize,
) -> Value {
    Maker::new(sdk, depth).of_type(ty, constraints, name, level)
}

/// What making one sample needs.
struct Maker<'a> {
    sdk: Sdk<'a>,
    depth: Depth,
    /// Whether it becomes pairs or parts, of which an empty value is none.
    is_form: bool,
    /// How many more values may be made.
    left: Cell<u32>,
}

impl<'a> Maker<'a> {
    fn new(sdk: Sdk<'a>, depth: Depth) -> Self {
        Self { sdk, depth, is_form: false, left: Cell::new(MAX_VALUES) }
    }

    fn field(&self, field: &Field, hint: Option<&Value>, level: usize) -> Value {
        if let Some(value) = field.settled(&self.sdk.api.types) {
            return value;
        }
        let stated = [hint, field.docs.example.as_ref(), field.default.as_ref()];
        let fits = |value: &&Value| fits(self.sdk, &field.ty, &field.constraints, value);
        if let Some(value) = stated.into_iter().flatten().find(fits) {
            return canonical(self.sdk, &field.ty, value);
        }
        self.of_type(&field.ty, &field.constraints, &field.wire, level)
    }

    fn of_type(&self, ty: &Type, constraints: &Constraints, name: &str, level: usize) -> Value {
        let Some(left) = self.left.get().checked_sub(1).filter(|_| level < MAX_LEVELS) else { return Value::Null };
        self.left.set(left);
        if let Some(constant) = &constraints.constant {
            return constant.clone();
        }
        match ty {
            Type::Bool => Value::Bool(true),
            Type::Integer(kind) => integer(*kind, constraints),
            Type::Number => number(constraints),
            // It is sent as it is written here.
            Type::Decimal => as_sent(number(constraints)),
            Type::String | Type::Secret => Value::String(text::text(constraints, name)),
            Type::Format(format) => Value::String(text::of_format(format, constraints, name)),
            Type::Quoted(kind) => Value::String(integer(*kind, constraints).to_string()),
            Type::DateTime => Value::String("2024-01-15T10:00:00Z".to_owned()),
            Type::Date => Value::String("2024-01-15".to_owned()),
            Type::Base64 => Value::String("aGVsbG8=".to_owned()),
            Type::Base64Url => Value::String("aGVsbG8".to_owned()),
            Type::Binary => Value::String("hello".to_owned()),
            Type::Multipart => Value::Object(Map::from_iter([("name".to_owned(), Value::from("text"))])),
            Type::Array(item) => self.array(item, constraints, name, level),
            Type::Map(value) => match &**value {
                Type::Any(_) => Value::Object(Map::new()),
                _ if level >= FULL_LEVELS => Value::Object(Map::new()),
                value => {
                    let value = self.of_type(value, &Constraints::default(), name, level + 1);
                    Value::Object(Map::from_iter([("key".to_owned(), value)]))
                }
            },
            Type::Tuple(elements) => {
                elements.iter().map(|of| self.of_type(of, &Constraints::default(), name, level + 1)).collect()
            }
            Type::Nullable(inner) => self.of_type(inner, constraints, name, level),
            Type::Any(_) => Value::Object(Map::new()),
            Type::Named(id) => self.named(*id, ty, constraints, name, level),
        }
    }

    fn array(&self, item: &Type, constraints: &Constraints, name: &str, level: usize) -> Value {
        let usual = u64::from(level < FULL_LEVELS);
        let most = constraints.max_items.unwrap_or(MAX_ITEMS).min(MAX_ITEMS);
        let count = constraints.min_items.unwrap_or(usual).max(usual).min(most);
        let of_elements = constraints.elements.as_deref().cloned().unwrap_or_default();
        let make = |number| {
            let value = self.of_type(item, &of_elements, name, level + 1);
            if constraints.unique_items { self.another(item, &of_elements, value, number) } else { value }
        };
        Value::Array((0..count).map(make).collect())
    }

    /// A value that is another for each number, where that can be told.
    fn another(&self, ty: &Type, constraints: &Constraints, value: Value, number: u64) -> Value {
        if number == 0 {
            return value;
        }
        let others: Vec<Value> = match (resolved(self.sdk, ty), &value) {
            (Type::Named(id), _) => match &self.sdk.api.types[*id].shape {
                Shape::Enum(list) => {
                    let nth = usize::try_from(number).ok().and_then(|number| list.values.get(number));
                    nth.map(|known| known.value.clone()).into_iter().collect()
                }
                _ => Vec::new(),
            },
            (Type::String, Value::String(text)) => {
                let shorter = text.chars().take(text.chars().count().saturating_sub(1)).collect::<String>();
                let others = [format!("{text}{number}"), format!("{number}{text}"), format!("{shorter}{number}")];
                others.map(Value::String).into()
            }
            (Type::Integer(_), Value::Number(of)) => {
                of.as_u64().map(|of| Value::from(of + number)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let fits = |other: &Value| *other != value && fits(self.sdk, ty, constraints, other);
        others.into_iter().find(fits).unwrap_or(value)
    }

    fn named(&self, id: TypeId, ty: &Type, constraints: &Constraints, name: &str, level: usize) -> Value {
        let def = &self.sdk.api.types[id];
        // Of a type from elsewhere, its example says all that is known.
        let fits = |example: &&Value| def.replaced.is_some() || level == 0 && fits(self.sdk, ty, constraints, example);
        if let Some(example) = def.docs.example.as_ref().filter(fits) {
            return canonical(self.sdk, ty, example);
        }
        match &def.shape {
            Shape::Alias(inner) | Shape::Newtype(inner) => {
                self.of_type(inner, &constraints.or(&def.constraints), name, level + 1)
            }
            Shape::Enum(list) => list.values.first().map_or(Value::Null, |known| known.value.clone()),
            Shape::Object(object) => {
                let mut optional = if self.depth == Depth::Full && level < FULL_LEVELS { MOST_SET } else { 0 };
                let mut is_left = || {
                    optional = optional.saturating_sub(1);
                    optional > 0
                };
                let made = |of: &Field| (of.wire.clone(), self.field(of, None, level + 1));
                let fields = object.fields.iter().filter(|field| field.required || is_left());
                let mut map: Map<String, Value> = fields.map(made).collect();
                if self.is_form && level < 2 && map.is_empty() {
                    map.extend(object.fields.iter().map(made).find(|(_, value)| !is_empty(value)));
                }
                Value::Object(map)
            }
            Shape::Union(union) => self.union(id, union, level),
        }
    }

    /// A value of the first branch; deep down of the first that holds no other value, and in a form of the first whose
    /// values all leave something in it.
    fn union(&self, id: TypeId, union: &'a Union, level: usize) -> Value {
        let is_leaf = |variant: &Variant| !matches!(resolved(self.sdk, &variant.ty), Type::Named(id) if !matches!(self.sdk.api.types[*id].shape, Shape::Enum(_)));
        let leaf = if level < FULL_LEVELS { None } else { union.variants.iter().position(is_leaf) };
        let first = self.branch(id, union, leaf.unwrap_or(0), level);
        if !self.is_form || level > 0 || is_spelt(&first) {
            return first;
        }
        let others = (1..union.variants.len()).map(|number| self.branch(id, union, number, level));
        others.into_iter().find(is_spelt).unwrap_or(first)
    }

    /// A value of one branch, with what tells it from the others.
    fn branch(&self, id: TypeId, union: &'a Union, number: usize, level: usize) -> Value {
        let Some(variant) = union.variants.get(number) else { return Value::Null };
        let mut value = self.of_type(&variant.ty, &Constraints::default(), "value", level + 1);
        let Value::Object(map) = &mut value else { return value };
        // The tag must say which branch this is.
        if let Some(discriminator) = &union.discriminator
            && let Some((tag, _)) = discriminator.tags.iter().find(|(_, of)| *of == number)
        {
            map.insert(discriminator.property.clone(), Value::String(tag.clone()));
        }
        if let Some(field) = self.telling(id, number, &variant.ty, map) {
            map.insert(field.wire.clone(), self.field(field, None, level + 1));
        }
        value
    }

    /// The property of a branch's objects that tells them from those of the others, where this one lacks all that do.
    fn telling(&self, id: TypeId, number: usize, ty: &'a Type, map: &Map<String, Value>) -> Option<&'a Field> {
        let dispatch = self.sdk.facts.dispatch.get(&id)?;
        let tests = dispatch.tests.get(number)?;
        let key = |test: &'a Test| match test {
            Test::Tag(_) => dispatch.tag.first(),
            Test::Key(key) => Some(key),
            Test::Type(_) | Test::Fraction | Test::Untagged | Test::Otherwise => None,
        };
        let mut keys = tests.iter().filter_map(key);
        let first = keys.clone().next()?;
        if keys.any(|key| map.contains_key(key)) {
            return None;
        }
        self.sdk.api.types.leaves(ty).iter().find_map(|leaf| leaf.object?.fields.iter().find(|of| of.wire == *first))
    }
}

/// Whether nothing of a value stands in a form.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether each property of an object leaves something in a form.
fn is_spelt(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| !fields.is_empty() && !fields.values().any(is_empty))
}

fn integer(kind: IntegerKind, constraints: &Constraints) -> Value {
    // A bound may be written as a fraction (`1.0`); one that is no whole number bounds nothing that is sampled here.
    let bound = |text: &Option<String>, offset: i64| {
        let text = text.as_deref()?;
        text.strip_suffix(".0").unwrap_or(text).parse::<i64>().ok()?.checked_add(offset)
    };
    let low = bound(&constraints.minimum, 0).or_else(|| bound(&constraints.exclusive_minimum, 1));
    let high = bound(&constraints.maximum, 0).or_else(|| bound(&constraints.exclusive_maximum, -1));
    let mut value = low.unwrap_or(1).max(1.min(high.unwrap_or(1)));
    if let Some(step) = bound(&constraints.multiple_of, 0).filter(|step| *step > 0) {
        value = value.div_euclid(step).saturating_mul(step).max(step);
    }
    match kind {
        IntegerKind::I32 | IntegerKind::I64 | IntegerKind::I128 => Value::from(value),
        IntegerKind::U32 | IntegerKind::U64 => Value::from(value.max(0)),
    }
}

fn number(constraints: &Constraints) -> Value {
    let bound = |text: &Option<String>| text.as_ref()?.parse::<f64>().ok();
    let low = bound(&constraints.minimum).or_else(|| bound(&constraints.exclusive_minimum).map(|low| low + 1.0));
    let high = bound(&constraints.maximum).or_else(|| bound(&constraints.exclusive_maximum).map(|high| high - 1.0));
    let value = low.unwrap_or(1.0).max(1.0_f64.min(high.unwrap_or(1.0)));
    Number::from_f64(value).map_or(Value::from(1), Value::Number)
}

/// Whether a value that the description gives as an example is one that the emitted type can hold and write again
/// as it is. An example that does not fit its own schema is common, and no use here.
pub(super) fn fits(sdk: Sdk<'_>, ty: &Type, constraints: &Constraints, value: &Value) -> bool {
    allowed(constraints, value) && holds(sdk, ty, value)
}

/// Whether a type can hold a value, with what is said of the fields below.
fn holds(sdk: Sdk<'_>, ty: &Type, value: &Value) -> bool {
    if let Type::Named(id) = ty
        && let TypeDef { shape: Shape::Alias(inner), constraints, replaced: None, .. } = &sdk.api.types[*id]
    {
        return allowed(constraints, value) && holds(sdk, inner, value);
    }
    match (resolved(sdk, ty), value) {
        (Type::Any(_), _)
        | (Type::Bool, Value::Bool(_))
        | (Type::String | Type::Secret | Type::Binary, Value::String(_))
        | (Type::Number | Type::Decimal, Value::Number(_)) => true,
        (Type::Integer(kind), value) => kind.holds(value),
        (Type::Quoted(kind), Value::String(text)) => {
            text.parse::<Number>().is_ok_and(|number| number.to_string() == *text && kind.holds(&Value::Number(number)))
        }
        (Type::Format(format), Value::String(text)) => text::is_of_format(format, text),
        (Type::DateTime, Value::String(text)) => text::is_date_time(text),
        (Type::Date, Value::String(text)) => text::is_date(text),
        (Type::Base64, Value::String(text)) => text == "aGVsbG8=",
        (Type::Base64Url, Value::String(text)) => text == "aGVsbG8",
        (Type::Array(item), Value::Array(list)) => list.iter().all(|value| holds(sdk, item, value)),
        (Type::Tuple(elements), Value::Array(list)) => {
            elements.len() == list.len() && elements.iter().zip(list).all(|(of, value)| holds(sdk, of, value))
        }
        (Type::Map(item), Value::Object(map)) => map.values().all(|value| holds(sdk, item, value)),
        (Type::Nullable(inner), value) => value.is_null() || holds(sdk, inner, value),
        (Type::Named(id), value) => match (&sdk.api.types[*id].shape, value) {
            (Shape::Newtype(inner), value) => holds(sdk, inner, value),
            (Shape::Enum(list), value) => list.values.iter().any(|known| known.value == *value),
            (Shape::Object(object), Value::Object(map)) => {
                object.fields.iter().all(|field| match map.get(&field.wire) {
                    Some(Value::Null) => field.nullable,
                    Some(value) => match field.settled(&sdk.api.types) {
                        Some(only) => only == *value,
                        None => fits(sdk, &field.ty, &field.constraints, value),
                    },
                    None => !field.required,
                }) && object.fields.iter().filter(|field| !field.required && map.contains_key(&field.wire)).count()
                    < MOST_SET
                    && (object.extra.is_some()
                        || map.keys().all(|key| object.fields.iter().any(|field| field.wire == *key)))
            }
            _ => false,
        },
        _ => false,
    }
}

/// A value as a body has it: whole numbers have no fraction.
pub(super) fn as_sent(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string();
            let whole = text.strip_suffix(".0").and_then(|whole| whole.parse::<i64>().ok());
            // Above, a float is written as it is.
            let whole = whole.filter(|whole| whole.unsigned_abs() < 1 << 53);
            whole.map_or(Value::Number(number), Value::from)
        }
        Value::Array(list) => list.into_iter().map(as_sent).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, as_sent(value))).collect(),
        value => value,
    }
}

/// A value as the emitted type holds it: numbers that need no fraction have one all the same.
pub(super) fn canonical(sdk: Sdk<'_>, ty: &Type, value: &Value) -> Value {
    match (resolved(sdk, ty), value) {
        (Type::Number, Value::Number(number)) => {
            number.as_f64().and_then(Number::from_f64).map_or_else(|| value.clone(), Value::Number)
        }
        (Type::Decimal, value) => as_sent(value.clone()),
        (Type::Array(item), Value::Array(list)) => list.iter().map(|value| canonical(sdk, item, value)).collect(),
        (Type::Map(item), Value::Object(map)) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), canonical(sdk, item, value))).collect())
        }
        (Type::Tuple(elements), Value::Array(list)) => {
            elements.iter().zip(list).map(|(of, value)| canonical(sdk, of, value)).collect()
        }
        (Type::Nullable(inner), value) => canonical(sdk, inner, value),
        (Type::Named(id), value) if matches!(sdk.api.types[*id].shape, Shape::Newtype(_)) => {
            let Shape::Newtype(inner) = &sdk.api.types[*id].shape else { return value.clone() };
            canonical(sdk, inner, value)
        }
        (Type::Named(id), Value::Object(map)) => {
            let Shape::Object(object) = &sdk.api.types[*id].shape else { return value.clone() };
            let of = |key: &String, value: &Value| match object.fields.iter().find(|field| field.wire == *key) {
                Some(field) => canonical(sdk, &field.ty, value),
                None => value.clone(),
            };
            Value::Object(map.iter().map(|(key, value)| (key.clone(), of(key, value))).collect())
        }
        _ => value.clone(),
    }
}

/// A sample answer of an operation, where it answers with JSON.
pub(in super::super) fn answer(sdk: Sdk<'_>, operation: &Operation, depth: Depth) -> Option<Value> {
    match &operation.answer {
        Answer::Json { ty, .. } => Some(of_type(sdk, ty, &Constraints::default(), "answer", depth, 0)),
        Answer::Statuses { cases, .. } => {
            let ty = cases.iter().find_map(StatusAnswer::ty)?;
            Some(of_type(sdk, ty, &Constraints::default(), "answer", depth, 0))
        }
        Answer::Text(_) | Answer::Binary(_) | Answer::Stream(_) | Answer::Empty => None,
    }
}

/// A sample of a type.
pub(in super::super) fn value(sdk: Sdk<'_>, ty: &Type, name: &str, depth: Depth) -> Value {
    of_type(sdk, ty, &Constraints::default(), name, depth, 0)
}
