//! Size: which fields and variants must hold a large value behind a pointer.
//!
//! Input: the API, and what is boxed because it closes a cycle. Output: more that is boxed.
//! Not here: cycles (`boxing`).
//!
//! A type that holds others by value is as large as all of them together. In some descriptions that is a megabyte, and
//! reading a value of it is the end of any stack. So what is larger than [`LIMIT`] is boxed where it is held, and no type
//! is larger than its fields are many. Sizes are estimated as they are on a machine of 64 bits: near enough, and the
//! same on every machine.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::toposort;
use petgraph::graphmap::DiGraphMap;

use super::boxing::{Edge, by_value, edges};
use crate::ir::{Api, IntegerKind, Shape, Type, TypeId};

/// In bytes. A struct of forty texts has as many.
const LIMIT: usize = 1024;
const POINTER: usize = 8;

/// Adds the large ones to what is boxed.
pub(super) fn large(api: &Api, boxed: &mut BTreeSet<(TypeId, String)>) {
    let mut sizes: BTreeMap<TypeId, usize> = BTreeMap::new();
    for id in held_first(api, boxed) {
        let mut held = |at: String, ty: &Type| -> usize {
            let size = of(&sizes, ty);
            if size > LIMIT && !by_value(ty).is_empty() {
                boxed.insert((id, at.clone()));
            }
            if boxed.contains(&(id, at)) { POINTER } else { size }
        };
        let size = match &api.types[id].shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().map(|field| held(field.wire.clone(), &field.ty) + POINTER);
                fields.sum::<usize>() + object.extra.as_ref().map_or(0, |extra| of(&sizes, &extra.0))
            }
            Shape::Union(union) => {
                let variants = union.variants.iter().enumerate();
                variants.map(|(number, variant)| held(number.to_string(), &variant.ty)).max().unwrap_or(0) + POINTER
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => of(&sizes, ty),
            Shape::Enum(_) => 4 * POINTER,
        };
        sizes.insert(id, size);
    }
}

/// All types, each after those that it holds by value. What is boxed is not held so, and without it there is no cycle.
fn held_first(api: &Api, boxed: &BTreeSet<(TypeId, String)>) -> Vec<TypeId> {
    let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
    for (id, _) in api.types.iter() {
        graph.add_node(id.0);
    }
    for Edge { from, at, to } in edges(api) {
        if !boxed.contains(&(from, at)) {
            graph.add_edge(to.0, from.0, ());
        }
    }
    toposort(&graph, None).unwrap_or_default().into_iter().map(TypeId).collect()
}

/// The size of a value.
fn of(sizes: &BTreeMap<TypeId, usize>, ty: &Type) -> usize {
    match ty {
        Type::Bool | Type::Number | Type::Integer(IntegerKind::I64 | IntegerKind::U64) | Type::Date => 8,
        Type::Integer(IntegerKind::I32 | IntegerKind::U32) => 4,
        Type::Integer(IntegerKind::I128) | Type::DateTime | Type::Quoted(_) | Type::Decimal => 16,
        Type::String
        | Type::Format(_)
        | Type::Secret
        | Type::Base64
        | Type::Base64Url
        | Type::Array(_)
        | Type::Map(_)
        | Type::Multipart => 24,
        Type::Binary => 112,
        Type::Any(_) => 72,
        Type::Tuple(elements) => elements.iter().map(|element| of(sizes, element)).sum(),
        Type::Nullable(inner) => of(sizes, inner) + POINTER,
        Type::Named(id) => sizes.get(id).copied().unwrap_or(POINTER),
    }
}
