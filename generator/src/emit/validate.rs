//! `validate!`: what is asserted of the fields of a type, for those who ask the configuration for it.
//!
//! Input: a type or an operation's inputs. Output: a table. Not here: which types have one (`analyze::validate`).

use super::rust_file::{RustFile, Table, literal};
use super::{Sdk, path};
use crate::analyze;
use crate::ir::{Constraints, Field, Type, TypeId};
use crate::names::Ident;

/// Adds the table of an object.
pub(super) fn object<'a>(
    sdk: Sdk<'_>,
    id: TypeId,
    name: &Ident,
    fields: impl Iterator<Item = (&'a Ident, &'a Field)>,
    file: &mut RustFile,
) {
    if !is_wanted(sdk, id) {
        return;
    }
    let rows = fields.filter_map(|(name, field)| row(sdk, name, &field.wire, &field.ty, &field.constraints));
    table(name.to_string(), rows.collect(), file);
}

/// Adds the table of a union.
pub(super) fn union<'a>(
    sdk: Sdk<'_>,
    id: TypeId,
    name: &Ident,
    variants: impl Iterator<Item = (&'a Ident, &'a Type)>,
    file: &mut RustFile,
) {
    if !is_wanted(sdk, id) {
        return;
    }
    let rows = variants.filter(|(_, ty)| holds_asserted(sdk, ty)).map(|(name, _)| format!("{name},"));
    table(format!("enum {name}"), rows.collect(), file);
}

/// Adds the table of the inputs of an operation.
pub(super) fn inputs<'a>(
    sdk: Sdk<'_>,
    name: &Ident,
    inputs: impl Iterator<Item = (&'a Ident, &'a str, &'a Type, Option<&'a Constraints>)>,
    file: &mut RustFile,
) {
    let none = Constraints::default();
    let rows: Vec<String> = inputs
        .filter_map(|(name, wire, ty, constraints)| row(sdk, name, wire, ty, constraints.unwrap_or(&none)))
        .collect();
    if sdk.config.validate && !rows.is_empty() {
        table(name.to_string(), rows, file);
    }
}

fn is_wanted(sdk: Sdk<'_>, id: TypeId) -> bool {
    sdk.config.validate && sdk.facts.asserted.contains(&id)
}

fn table(head: String, rows: Vec<String>, file: &mut RustFile) {
    let text = Table::new("crate::runtime::validate::validate", head).section("rows", rows).flat();
    file.table(format!("#[cfg(feature = \"validate\")]\n{text}"));
}

fn holds_asserted(sdk: Sdk<'_>, ty: &Type) -> bool {
    analyze::part(&sdk.api.types, ty).is_some_and(|id| sdk.facts.asserted.contains(&id))
}

/// The row of a field; none if nothing is asserted of it.
fn row(sdk: Sdk<'_>, name: &Ident, wire: &str, ty: &Type, constraints: &Constraints) -> Option<String> {
    let holds = holds_asserted(sdk, ty);
    let checks = checks(sdk, path::resolved(sdk, ty), constraints);
    if checks.is_empty() && !holds {
        return None;
    }
    let is_list = matches!(path::resolved(sdk, ty), Type::Array(_));
    let looks_inside = holds || checks.iter().any(|check| check.starts_with("Each"));
    let kind = if is_list && !looks_inside { "list" } else { "value" };
    Some(format!("{kind} {name} {} [{}],", literal(wire), checks.join(", ")))
}

fn checks(sdk: Sdk<'_>, ty: &Type, of: &Constraints) -> Vec<String> {
    let mut checks = Vec::new();
    let mut add = |check: &str, value: Option<String>| checks.extend(value.map(|value| format!("{check}({value})")));
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    match ty {
        Type::String | Type::Secret => {
            add("MinLength", count(of.min_length));
            add("MaxLength", count(of.max_length));
            add("Pattern", of.pattern.as_deref().map(literal));
        }
        Type::Integer(_) => {
            add("Least", bound(of.minimum.as_deref(), f64::ceil, 0));
            add("Most", bound(of.maximum.as_deref(), f64::floor, 0));
            add("Least", bound(of.exclusive_minimum.as_deref(), f64::floor, 1));
            add("Most", bound(of.exclusive_maximum.as_deref(), f64::ceil, -1));
            add("MultipleOf", of.multiple_of.as_deref().filter(|text| text.parse::<i128>().is_ok()).map(str::to_owned));
        }
        Type::Number | Type::Decimal => {
            add("AtLeast", float(of.minimum.as_deref()));
            add("AtMost", float(of.maximum.as_deref()));
            add("Above", float(of.exclusive_minimum.as_deref()));
            add("Below", float(of.exclusive_maximum.as_deref()));
        }
        Type::Array(inner) => {
            add("MinItems", count(of.min_items));
            add("MaxItems", count(of.max_items));
            if of.unique_items {
                checks.push("Unique".to_owned());
            }
            let each = of.elements.as_deref().map(|of| self::checks(sdk, path::resolved(sdk, inner), of));
            let each = each.filter(|each| !each.is_empty());
            checks.extend(each.map(|each| format!("Each(&[{}])", each.join(", "))));
        }
        _ => {}
    }
    checks
}

/// The bound of an integer, which may be written as a fraction; `step` away from it, for one that is exclusive.
fn bound(text: Option<&str>, round: fn(f64) -> f64, step: i128) -> Option<String> {
    let text = text?;
    let whole = match text.parse::<i128>() {
        Ok(whole) => whole,
        Err(_) => format!("{:.0}", round(text.parse().ok()?)).parse().ok()?,
    };
    Some(whole.saturating_add(step).to_string())
}

fn float(text: Option<&str>) -> Option<String> {
    let value: f64 = text?.parse().ok()?;
    value.is_finite().then(|| format!("{value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_integers_are_whole() {
        assert_eq!(bound(Some("2.5"), f64::ceil, 0).as_deref(), Some("3"));
        assert_eq!(bound(Some("2"), f64::floor, 1).as_deref(), Some("3"));
        assert_eq!(bound(Some("18446744073709551615"), f64::floor, 0).as_deref(), Some("18446744073709551615"));
        assert_eq!(bound(Some("x"), f64::floor, 0), None);
        assert_eq!(bound(None, f64::floor, 0), None);
        assert_eq!(float(Some("1e-3")).as_deref(), Some("0.001"));
    }
}
