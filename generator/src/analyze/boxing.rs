//! Boxing: which fields must hold their value behind a pointer, so that every type has a finite size.
//!
//! A field holds its type by value unless a list or map is between; a tuple holds all of its elements by value. Types
//! that hold each other by value form a cycle (a strongly connected component of that graph); every edge inside a
//! cycle's component that closes it is boxed.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{has_path_connecting, kosaraju_scc};
use petgraph::graphmap::DiGraphMap;

use crate::ir::{Api, Shape, Type, TypeId};

/// One by-value edge: the holder, where in it, and what it holds.
pub(super) struct Edge {
    pub(super) from: TypeId,
    pub(super) at: String,
    pub(super) to: TypeId,
}

pub(super) fn boxed(api: &Api, keep: &BTreeSet<(TypeId, String)>) -> BTreeSet<(TypeId, String)> {
    let mut result = keep.clone();
    let mut edges = edges(api);
    let cycles = cycles(&edges);
    edges.retain(|edge| cycles.get(&edge.from) == cycles.get(&edge.to));
    let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
    // Aliases first: a box belongs into a struct or an enum, where a caller sees it at the field.
    edges.sort_by_key(|edge| !matches!(api.types[edge.from].shape, Shape::Alias(_)));
    for edge in edges {
        if result.contains(&(edge.from, edge.at.clone())) {
            continue;
        }
        // Edges are added one by one in the order of the description: the one that closes a cycle is the one boxed.
        let closes = edge.from == edge.to
            || (graph.contains_node(edge.to.0)
                && graph.contains_node(edge.from.0)
                && has_path_connecting(&graph, edge.to.0, edge.from.0, None));
        if closes {
            result.insert((edge.from, edge.at));
        } else {
            graph.add_edge(edge.from.0, edge.to.0, ());
        }
    }
    result
}

/// The number of the strongly connected component of every type that has an edge. Only edges inside one can close a
/// cycle, and most descriptions have few of those.
fn cycles(edges: &[Edge]) -> BTreeMap<TypeId, usize> {
    let graph: DiGraphMap<usize, ()> = DiGraphMap::from_edges(edges.iter().map(|edge| (edge.from.0, edge.to.0)));
    // Tarjan's algorithm would recurse as deep as types hold each other.
    let components = kosaraju_scc(&graph);
    components
        .into_iter()
        .enumerate()
        .flat_map(|(number, members)| members.into_iter().map(move |member| (TypeId(member), number)))
        .collect()
}

/// Every by-value edge, in the order of the API.
pub(super) fn edges(api: &Api) -> Vec<Edge> {
    let mut result = Vec::new();
    let mut add = |from: TypeId, at: &str, ty: &Type| {
        result.extend(by_value(ty).into_iter().map(|to| Edge { from, at: at.to_owned(), to }));
    };
    for (id, def) in api.types.iter() {
        match &def.shape {
            Shape::Object(object) => {
                for field in &object.fields {
                    add(id, &field.wire, &field.ty);
                }
            }
            Shape::Union(union) => {
                for (number, variant) in union.variants.iter().enumerate() {
                    add(id, &number.to_string(), &variant.ty);
                }
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => add(id, "", ty),
            Shape::Enum(_) => {}
        }
    }
    result
}

/// The named types that a value of this type holds without a pointer in between.
pub(super) fn by_value(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => vec![*id],
        Type::Nullable(inner) => by_value(inner),
        Type::Tuple(elements) => elements.iter().flat_map(by_value).collect(),
        _ => Vec::new(),
    }
}
