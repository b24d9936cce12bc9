//! Objects: the properties of one schema, or of several taken together (`allOf`).

use indexmap::IndexMap;

use super::schema::{self, Place};
use super::{Context, any, hints, pagination};
use crate::diag::{Code, Diagnostic};
use crate::document::{Additional, SchemaId};
use crate::ir::{Extra, Field, Object, Owner, Role, Type, TypeId};

/// The object that all `parts` describe together. A property that several describe is taken from the last that says
/// what it holds; it is required when one of them requires it.
pub(super) fn object(context: &mut Context<'_>, parts: &[SchemaId], type_id: TypeId) -> Object {
    let document = context.document;
    let mut fields: IndexMap<&str, Field> = IndexMap::new();
    let mut extra = None;
    for part in parts {
        let schema = document.schemas.get(*part);
        for (wire, property) in &schema.properties {
            let field = field(context, wire, *property, type_id);
            match fields.get_mut(wire.as_str()) {
                Some(known) if matches!(field.ty, Type::Any(_)) => {
                    known.docs.description = field.docs.description.or(known.docs.description.take());
                }
                Some(known) => *known = field,
                None => {
                    fields.insert(wire, field);
                }
            }
        }
        match schema.additional {
            Additional::Schema(value) => {
                let place = Place::new(Owner::Type(type_id), Role::Extra);
                let value = schema::lower(context, value, &place);
                extra = Some(Extra(if value.nullable { Type::Nullable(Box::new(value.ty)) } else { value.ty }));
            }
            Additional::Allowed => {
                extra = extra.or_else(|| Some(Extra(any("the description allows any other property"))));
            }
            Additional::Unstated | Additional::Denied => {}
        }
    }
    for part in parts {
        let schema = document.schemas.get(*part);
        for (index, name) in schema.required.iter().enumerate() {
            match fields.get_mut(name.as_str()) {
                Some(field) => field.required = true,
                None => context.diagnostics.push(
                    Diagnostic::new(
                        Code::RequiredUnknownProperty,
                        format!("`{name}` is required, but no property has that name"),
                    )
                    .at(&schema.site.join("required").index(index))
                    .effect("the word has no effect")
                    .help("describe the property, or take the name out of the list"),
                ),
            }
        }
    }
    Object { fields: fields.into_values().collect(), extra }
}

fn field(context: &mut Context<'_>, wire: &str, property: SchemaId, type_id: TypeId) -> Field {
    let place = Place::new(Owner::Type(type_id), Role::Property(wire.to_owned()));
    let used = schema::lower(context, property, &place);
    let schema = context.document.schemas.get(property);
    pagination::mark(context, Owner::Type(type_id), wire, &schema.extensions, &schema.site);
    Field {
        hint: hints::property_name(context, schema),
        wire: wire.to_owned(),
        ty: used.ty,
        required: false,
        nullable: used.nullable,
        read_only: schema.read_only,
        write_only: schema.write_only,
        docs: schema::docs_of_use(context, property),
        constraints: schema::constraints(context, schema),
        default: schema.default.as_deref().cloned(),
        deprecated: schema.deprecated,
        site: schema.site.clone(),
    }
}
