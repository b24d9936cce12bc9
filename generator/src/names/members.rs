//! Names of fields and variants.

use super::scope::Scope;
use super::{Ident, Names, words};
use crate::ir::{Api, Shape, Type, TypeId, Union};

pub(super) fn assign(api: &Api, names: &mut Names) {
    for (id, def) in api.types.iter() {
        match &def.shape {
            Shape::Object(object) => {
                // `new` is the constructor and `clone` is derived: a setter of that name would hide it.
                let mut scope = Scope::reserving(&["new", "clone"]);
                let wires: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
                for (number, ident) in claim_all(&mut scope, &wires, "field") {
                    names.fields.insert((id, number), ident);
                }
                if object.extra.is_some() {
                    let (ident, _) = scope.claim(&["extra".to_owned(), "extra_properties".to_owned()]);
                    names.extras.insert(id, ident);
                }
            }
            Shape::Enum(list) => {
                let mut scope = Scope::reserving(&["Unknown", "Self"]);
                for (number, value) in list.values.iter().enumerate() {
                    let text = value.name.as_deref().unwrap_or(&value.wire);
                    let name = words::pascal(text);
                    let (ident, _) = scope.claim(&[name.clone(), format!("{name}Value")]);
                    names.variants.insert((id, number), ident);
                }
            }
            Shape::Union(union) => variants(id, union, names),
            Shape::Alias(_) => {}
        }
    }
}

/// Claims a name for each wire name. Those that are already spelt as the identifier would be come first, so that a
/// new `foo_bar` beside an old `fooBar` is told apart by itself and the same way on every run.
pub(super) fn claim_all(scope: &mut Scope, wires: &[&str], suffix: &str) -> Vec<(usize, Ident)> {
    let mut order: Vec<(usize, &str, String)> =
        wires.iter().enumerate().map(|(number, wire)| (number, *wire, words::snake(wire))).collect();
    order.sort_by_key(|(number, wire, snake)| (*wire != snake, *number));
    order
        .into_iter()
        .map(|(number, _, snake)| {
            let (ident, _) = scope.claim(&[snake.clone(), format!("{snake}_{suffix}")]);
            (number, ident)
        })
        .collect()
}

fn variants(id: TypeId, union: &Union, names: &mut Names) {
    let mut scope = Scope::reserving(&["Unknown", "Self"]);
    for (number, variant) in union.variants.iter().enumerate() {
        let tags: Vec<&String> = union
            .discriminator
            .iter()
            .flat_map(|discriminator| &discriminator.tags)
            .filter(|(_, of)| *of == number)
            .map(|(tag, _)| tag)
            .collect();
        let text = match (tags.as_slice(), &variant.name) {
            ([tag], _) => words::pascal(tag),
            (_, Some(name)) => words::pascal(name),
            (_, None) => by_type(&variant.ty, names).unwrap_or_else(|| format!("Variant{}", number + 1)),
        };
        let (ident, _) = scope.claim(&[text.clone(), format!("{text}Variant")]);
        names.variants.insert((id, number), ident);
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
