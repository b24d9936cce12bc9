//! Aliases that lead back to themselves (`A: array of A`), which cannot be written as Rust aliases.
//!
//! Input: all types. Output: the same without circles of aliases: lists and maps in one are types of their own, and what
//! is made of itself and nothing else is any JSON.
//! Not here: objects and unions that hold themselves, which a pointer mends (`analyze`).

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

use super::{Context, lost};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Shape, Type, TypeId};

/// Leaves no circle of aliases. All that is in one is treated alike, so that what else is described changes nothing.
pub(super) fn break_cycles(context: &mut Context<'_>) {
    for id in circles(context) {
        let Shape::Alias(ty) = &context.types[id].shape else { continue };
        if !matches!(ty, Type::Named(_)) {
            context.types.set_shape(id, Shape::Newtype(ty.clone()));
        }
    }
    for id in circles(context) {
        let found = Diagnostic::new(Code::SchemaCycle, "this schema is made of itself and nothing else")
            .at(&context.types[id].site)
            .effect("its value is any JSON")
            .help("say what the value is");
        context.diagnostics.push(found);
        context.types.set_shape(id, Shape::Alias(lost("the schema is made of itself")));
    }
}

/// The aliases that lead back to themselves by aliases alone, in the order of the types.
fn circles(context: &Context<'_>) -> Vec<TypeId> {
    let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
    for (id, def) in context.types.iter() {
        let Shape::Alias(ty) = &def.shape else { continue };
        for held in ty.named_within() {
            graph.add_edge(id.0, held.0, ());
        }
    }
    // Tarjan's algorithm would recurse as deep as aliases follow one another.
    let components = kosaraju_scc(&graph).into_iter();
    let closed = components.filter(|members| match members.as_slice() {
        [only] => graph.contains_edge(*only, *only),
        _ => true,
    });
    let mut ids: Vec<TypeId> = closed.flatten().map(TypeId).collect();
    ids.sort_unstable();
    ids
}
