//! Objects: the properties of a schema, and of those that hold together with it.

use std::collections::BTreeSet;

use serde_json::json;

use super::schema::{self, Place};
use super::{Context, collection, declared, hint_kinds, hints, pagination, stream, texts};
use crate::diag::{Change, Code, Diagnostic, Mend};
use crate::document::{Additional, Schema, SchemaId};
use crate::ir::{Extra, Field, Object, Owner, Role, TypeId};

/// The object that a schema describes together with its parts.
pub(super) fn object(context: &mut Context<'_>, id: SchemaId, type_id: TypeId) -> Object {
    report_unknown_required(context, id);
    let whole = context.document.schemas.get(context.merged.whole(id));
    let required: BTreeSet<&str> = whole.required.iter().map(String::as_str).collect();
    let mut fields = Vec::with_capacity(whole.properties.len());
    for (wire, property) in &whole.properties {
        let schema = context.document.schemas.get(*property);
        if let Some(by) = hints::skipped_by(&schema.extensions) {
            hints::report_left_out(context, by, &format!("the property `{wire}`"), &schema.site);
            continue;
        }
        let field = field(context, wire, *property, type_id);
        fields.push(Field { required: required.contains(wire.as_str()), ..field });
    }
    let extra = extra(context, whole, type_id);
    // Names that must be there and have only the type of all others are as good as described.
    if let Some(value) = type_of_others(whole) {
        for wire in whole.required.iter().filter(|wire| !whole.properties.contains_key(*wire)) {
            let field = field(context, wire, value, type_id);
            fields.push(Field { required: true, ..field });
        }
    }
    Object { fields, extra }
}

/// What describes every property without a name of its own, where one schema does.
fn type_of_others(whole: &Schema) -> Option<SchemaId> {
    match whole.additional {
        Additional::Schema(value) if whole.pattern_properties.is_empty() => Some(value),
        _ => None,
    }
}

/// What properties without a name of their own hold. Beside a pattern, and unless it is said that there are no others,
/// there may be others: they are kept as they are, since a service that adds one would otherwise break every answer.
fn extra(context: &mut Context<'_>, whole: &Schema, type_id: TypeId) -> Option<Extra> {
    match whole.additional {
        Additional::Unstated | Additional::Denied if whole.pattern_properties.is_empty() => None,
        Additional::Unstated | Additional::Allowed => {
            Some(Extra(declared("the description allows any other property")))
        }
        Additional::Denied | Additional::Schema(_) => {
            let place = Place::new(Owner::Type(type_id), Role::Extra);
            Some(Extra(collection::free_value(context, whole, &place)))
        }
    }
}

/// Says which names are required that no part has. Of a branch, only what it says itself is looked at: what stands
/// beside a union may speak of another branch.
fn report_unknown_required(context: &mut Context<'_>, id: SchemaId) {
    let merged = context.merged.whole(id);
    let whole = context.document.schemas.get(merged);
    if type_of_others(whole).is_some() {
        return;
    }
    let branch = context.merged.branch(id);
    let parts = if branch == id { context.merged.parts(merged) } else { vec![branch] };
    for part in parts {
        let schema = context.document.schemas.get(part);
        for (index, name) in schema.required.iter().enumerate() {
            if whole.properties.contains_key(name) {
                continue;
            }
            let message = format!("`{name}` is required, but no property has that name");
            let mend = Mend {
                target: schema.site.pointer.clone(),
                change: Change::Update(json!({ "properties": { name: {} } })),
            };
            context.diagnostics.push(
                Diagnostic::new(Code::RequiredUnknownProperty, message)
                    .at(&schema.site.join("required").index(index))
                    .effect(format!("the type has no field `{name}`"))
                    .help("describe the property, or take the name out of the list")
                    .mend(Some(mend).filter(|_| schema.site.file == context.document.file)),
            );
        }
    }
}

fn field(context: &mut Context<'_>, wire: &str, property: SchemaId, type_id: TypeId) -> Field {
    let place = Place::new(Owner::Type(type_id), Role::Property(wire.to_owned()));
    let used = schema::lower(context, property, &place);
    let schema = context.document.schemas.get(property);
    let target = context.document.schemas.get(context.document.schemas.follow(property));
    // What a list or a text with a name of its own must satisfy is said wherever it is used.
    let written = context.document.schemas.follow(context.merged.whole(property));
    let whole = context.document.schemas.get(context.merged.whole(written));
    if hint_kinds::has_mark(&schema.extensions) {
        pagination::mark(context, Owner::Type(type_id), wire, &schema.extensions, &schema.site);
    }
    if let Some(content) = stream::content(wire, whole) {
        context.embedded.insert(type_id, content);
    }
    Field {
        hint: hints::property_name(context, schema),
        wire: wire.to_owned(),
        ty: used.ty,
        required: false,
        nullable: used.nullable,
        read_only: schema.read_only || target.read_only,
        write_only: schema.write_only || target.write_only,
        docs: texts::docs_of_use(context, property),
        constraints: texts::constraints(context, whole),
        default: schema.default.as_deref().cloned(),
        deprecated: schema.deprecated || hints::is_deprecated(&schema.extensions),
        site: schema.site.clone(),
    }
}
