//! Clashes: members whose wire names would be one Rust name.
//!
//! Input: the API and its names. Output: a finding for each member that had to yield, with the line of the
//! configuration that would settle it. Not here: who yields (`members`).

use std::collections::BTreeMap;

use super::{Ident, Names, words};
use crate::diag::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{Api, Shape, TypeDef};

/// A member: its wire name, the name that it would have alone, the one that it has, and where it is written.
struct Member<'a> {
    wire: &'a str,
    alone: String,
    name: &'a Ident,
    site: &'a Site,
}

pub(super) fn report(api: &Api, names: &Names, diagnostics: &mut Diagnostics) {
    for (id, def) in api.types.iter() {
        let (table, members): (&str, Vec<Member<'_>>) = match &def.shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().enumerate().filter_map(|(number, field)| {
                    let name = names.fields.get(&(id, number))?;
                    Some(Member { wire: &field.wire, alone: words::snake(&field.wire), name, site: &field.site })
                });
                ("fields", fields.collect())
            }
            Shape::Enum(list) => {
                let values = list.values.iter().enumerate().filter_map(|(number, value)| {
                    let name = names.variants.get(&(id, number))?;
                    Some(Member { wire: &value.wire, alone: words::pascal(&value.wire), name, site: &def.site })
                });
                ("variants", values.collect())
            }
            Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => continue,
        };
        of_type(def, table, &members, diagnostics);
    }
}

fn of_type(def: &TypeDef, table: &str, members: &[Member<'_>], diagnostics: &mut Diagnostics) {
    if members.iter().all(|member| member.name.as_str() == member.alone) {
        return;
    }
    let mut holders: BTreeMap<&str, &Member<'_>> = BTreeMap::new();
    for member in members.iter().filter(|member| member.name.as_str() == member.alone) {
        holders.insert(&member.alone, member);
    }
    for member in members {
        let Some(holder) = holders.get(member.alone.as_str()).filter(|holder| holder.wire != member.wire) else {
            continue;
        };
        let (wire, other) = (member.wire, holder.wire);
        diagnostics.push(
            Diagnostic::new(Code::MemberNamesClash, format!("`{wire}` and `{other}` would have the same Rust name"))
                .at(member.site)
                .effect(format!("this one is called `{}`", member.name))
                .help(format!("name it: [types.\"{}\".{table}] {wire:?} = \"…\"", def.site.pointer)),
        );
    }
}
