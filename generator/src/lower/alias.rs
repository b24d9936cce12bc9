//! Aliases that lead back to themselves (`A: array of A`), which cannot be written as Rust aliases.
//!
//! Input: all types. Output: the same without circles of aliases; where one closes, the value is any JSON.
//! Not here: objects and unions that hold themselves, which a pointer mends (`analyze`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, lost};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Shape, Type, TypeId};

/// Cuts every circle of aliases where it begins.
pub(super) fn break_cycles(context: &mut Context<'_>) {
    let all: Vec<TypeId> = context.types.iter().map(|(id, _)| id).collect();
    let mut done = BTreeSet::new();
    for id in all {
        if !done.contains(&id) {
            walk(context, id, &mut done);
        }
    }
}

/// Walks all that an alias leads to. A stack, since aliases follow one another as long as their author likes.
fn walk(context: &mut Context<'_>, start: TypeId, done: &mut BTreeSet<TypeId>) {
    let mut path: Vec<(TypeId, Vec<TypeId>)> = vec![(start, leads_to(context, start))];
    let mut on_path = BTreeMap::from([(start, 0)]);
    // What is behind a cut leads nowhere any more, so what comes back from there to before the cut is no circle.
    let mut cut = None;
    while let Some((id, next)) = path.last_mut() {
        let Some(next) = next.pop() else {
            on_path.remove(id);
            done.insert(*id);
            path.pop();
            cut = cut.filter(|at| *at < path.len());
            continue;
        };
        if let Some(at) = on_path.get(&next).copied() {
            if cut.is_none_or(|cut| cut < at) {
                report(context, next);
                cut = Some(at);
            }
        } else if !done.contains(&next) {
            on_path.insert(next, path.len());
            path.push((next, leads_to(context, next)));
        }
    }
}

/// The types that an alias stands for, or for lists and maps of which it stands; the first one last.
fn leads_to(context: &Context<'_>, id: TypeId) -> Vec<TypeId> {
    let Shape::Alias(ty) = &context.types[id].shape else { return Vec::new() };
    let mut named = ty.named_within();
    named.reverse();
    named
}

fn report(context: &mut Context<'_>, id: TypeId) {
    let is_same = matches!(&context.types[id].shape, Shape::Alias(Type::Named(_)));
    let message = if is_same {
        "this schema is made of itself and nothing else"
    } else {
        "this schema is a list or map of itself"
    };
    let found = Diagnostic::new(Code::SchemaCycle, message).at(&context.types[id].site).effect("its value is any JSON");
    let help = if is_same {
        "say what the value is"
    } else {
        "give the element a property to hold the list, or describe one level of it"
    };
    context.diagnostics.push(found.help(help));
    context.types.set_shape(id, Shape::Alias(lost("the schema is a list or map of itself")));
}
