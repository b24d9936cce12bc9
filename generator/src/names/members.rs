//! Names of fields and variants.

use std::collections::BTreeMap;

use super::scope::Scope;
use super::{Ident, Names, identity, words};
use crate::ir::{Api, Shape, Type, TypeId, Union};

pub(super) fn assign(api: &Api, before: &BTreeMap<String, String>, names: &mut Names) {
    for (id, def) in api.types.iter() {
        let known = || identity::members_before(before, &identity::members_key(api, id));
        match &def.shape {
            Shape::Object(object) => {
                // `new` is the constructor and `clone` is derived: a setter of that name would hide it.
                let mut scope = Scope::reserving(&["new", "clone"]);
                let wires: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
                for (number, ident) in claim_all(&mut scope, &wires, "field", &known()) {
                    names.fields.insert((id, number), ident);
                }
                if object.extra.is_some() {
                    let (ident, _) = scope.claim(&["extra".to_owned(), "extra_properties".to_owned()]);
                    names.extras.insert(id, ident);
                }
            }
            Shape::Enum(list) => {
                let wires: Vec<&str> = list.values.iter().map(|value| value.wire.as_str()).collect();
                let name = |number: usize| {
                    let value = list.values.get(number);
                    words::pascal(value.map_or("", |value| value.name.as_deref().unwrap_or(&value.wire)))
                };
                claim_variants(id, &wires, &known(), name, "Value", names);
            }
            Shape::Union(union) => {
                let texts: Vec<String> =
                    (0..union.variants.len()).map(|number| variant(union, number, names)).collect();
                let wires: Vec<&str> = texts.iter().map(String::as_str).collect();
                claim_variants(
                    id,
                    &wires,
                    &known(),
                    |number| texts.get(number).cloned().unwrap_or_default(),
                    "Variant",
                    names,
                );
            }
            Shape::Alias(_) => {}
        }
    }
}

/// Claims a name for each wire name: first those that had one, in the order in which they got it; then those that are
/// spelt as the identifier would be; then the others, in the order of the description.
pub(super) fn claim_all(scope: &mut Scope, wires: &[&str], suffix: &str, known: &[String]) -> Vec<(usize, Ident)> {
    let mut order: Vec<(usize, &str, String)> =
        wires.iter().enumerate().map(|(number, wire)| (number, *wire, words::snake(wire))).collect();
    order.sort_by_key(|(number, wire, snake)| (rank(known, wire), *wire != snake, *number));
    order
        .into_iter()
        .map(|(number, _, snake)| {
            let (ident, _) = scope.claim(&[snake.clone(), format!("{snake}_{suffix}")]);
            (number, ident)
        })
        .collect()
}

/// The place of a wire name among those that had a name before; the last for a new one.
fn rank(known: &[String], wire: &str) -> usize {
    known.iter().position(|known| known == wire).unwrap_or(usize::MAX)
}

fn claim_variants(
    id: TypeId,
    wires: &[&str],
    known: &[String],
    name: impl Fn(usize) -> String,
    suffix: &str,
    names: &mut Names,
) {
    let mut scope = Scope::reserving(&["Unknown", "Self"]);
    let mut order: Vec<(usize, &&str)> = wires.iter().enumerate().collect();
    order.sort_by_key(|(number, wire)| (rank(known, wire), **wire != words::snake(wire), *number));
    for (number, _) in order {
        let name = name(number);
        let (ident, _) = scope.claim(&[name.clone(), format!("{name}{suffix}")]);
        names.variants.insert((id, number), ident);
    }
}

/// The name that a variant of a union would have alone: its one tag, what it was called, or what it holds.
fn variant(union: &Union, number: usize, names: &Names) -> String {
    let Some(variant) = union.variants.get(number) else { return String::new() };
    let tags: Vec<&String> = union
        .discriminator
        .iter()
        .flat_map(|discriminator| &discriminator.tags)
        .filter(|(_, of)| *of == number)
        .map(|(tag, _)| tag)
        .collect();
    match (tags.as_slice(), &variant.name) {
        ([tag], _) => words::pascal(tag),
        (_, Some(name)) => words::pascal(name),
        (_, None) => by_type(&variant.ty, names).unwrap_or_else(|| format!("Variant{}", number + 1)),
    }
}

/// A variant without any name is called after what it holds.
fn by_type(ty: &Type, names: &Names) -> Option<String> {
    Some(match ty {
        Type::Bool => "Bool".to_owned(),
        Type::Integer(_) => "Integer".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::DateTime => "Timestamp".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Base64 | Type::Binary => "Bytes".to_owned(),
        Type::Array(inner) => match &**inner {
            Type::Named(_) => format!("{}List", by_type(inner, names)?),
            inner => format!("{}s", by_type(inner, names)?),
        },
        Type::Map(_) => "Object".to_owned(),
        Type::Nullable(inner) => return by_type(inner, names),
        Type::Named(id) => names.types.get(id)?.ident.as_str().to_owned(),
        Type::Any(_) => return None,
    })
}
