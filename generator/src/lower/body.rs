//! Request bodies: one media type is chosen, and its schema lowered.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::schema::{self, Place};
use super::{Context, declared};
use crate::diag::Site;
use crate::document::SchemaTable;
use crate::ir::{Body, BodyContent, BodyFormat, Docs, OperationId, Origin, Owner, Role, Shape, Type};

/// The body of an operation, or why it cannot be sent.
pub(super) fn body(
    context: &mut Context<'_>,
    id: OperationId,
    key: &str,
    body: Option<&ReferenceOr<RequestBody>>,
    site: &Site,
) -> Option<Body> {
    let body = body.and_then(ReferenceOr::as_item)?;
    let site = context.document.body_site(site);
    let (name, media, format) = choose(&body.content, context.before.bodies.get(key).map(String::as_str))?;
    let ty = match format {
        BodyFormat::Binary => Type::Binary,
        BodyFormat::Multipart => Type::Multipart,
        BodyFormat::Text => Type::String,
        BodyFormat::Json | BodyFormat::Form => typed(context, id, Role::Body, media),
    };
    let content = if is_inline_object(context, &ty) && (body.required || !has_required(context, &ty)) {
        match ty {
            Type::Named(id) => BodyContent::Fields(id),
            ty => BodyContent::Whole(ty),
        }
    } else {
        BodyContent::Whole(ty)
    };
    Some(Body {
        media_type: name.to_owned(),
        format,
        required: body.required,
        content,
        docs: Docs { description: body.description.clone(), example: example(media), ..Docs::default() },
        site,
    })
}

/// The media type that the SDK sends: the one that it sent before; else JSON before forms, forms before text, text before bytes.
fn choose<'a>(
    content: &'a indexmap::IndexMap<String, MediaType>,
    before: Option<&str>,
) -> Option<(&'a str, &'a MediaType, BodyFormat)> {
    let mut candidates: Vec<(u8, &str, &MediaType, BodyFormat)> = content
        .iter()
        .map(|(name, media)| {
            let (rank, format) = match essence(name).as_str() {
                "application/json" => (0, BodyFormat::Json),
                "*/*" if media.schema.is_some() => (1, BodyFormat::Json),
                essence if is_json(essence) => (1, BodyFormat::Json),
                "application/x-www-form-urlencoded" => (2, BodyFormat::Form),
                essence if essence.starts_with("multipart/") => (3, BodyFormat::Multipart),
                essence if essence.starts_with("text/") || essence.ends_with("xml") => (3, BodyFormat::Text),
                _ => (4, BodyFormat::Binary),
            };
            (rank, name.as_str(), media, format)
        })
        .collect();
    candidates.sort_by_key(|candidate| (Some(candidate.1) != before, candidate.0));
    let (_, name, media, format) = candidates.into_iter().next()?;
    Some((if name == "*/*" { "application/json" } else { name }, media, format))
}

/// A media type without its parameters, in lower case (RFC 9110 §8.3.1).
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON: by name, or by its structured suffix (RFC 6839).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The type of a JSON or form body; null may stand for all of it.
pub(super) fn typed(context: &mut Context<'_>, id: OperationId, role: Role, media: &MediaType) -> Type {
    match media.schema.as_ref().and_then(SchemaTable::id) {
        Some(schema) => {
            let used = schema::lower(context, schema, &Place::new(Owner::Operation(id), role));
            if used.nullable { Type::Nullable(Box::new(used.ty)) } else { used.ty }
        }
        None => match role {
            Role::Body => declared("the body has no schema"),
            _ => declared("the answer has no schema"),
        },
    }
}

/// Whether a type is an object that belongs to this body alone, so that its properties can be inputs of the method.
fn is_inline_object(context: &Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    let def = &context.types[*id];
    let object = matches!(&def.shape, Shape::Object(object) if object.extra.is_none());
    object
        && def.replaced.is_none()
        && matches!(def.origin, Origin::Inline { owner: Owner::Operation(_), role: Role::Body })
}

fn has_required(context: &Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    match &context.types[*id].shape {
        Shape::Object(object) => object.fields.iter().any(|field| field.required),
        _ => false,
    }
}

fn example(media: &MediaType) -> Option<serde_json::Value> {
    media
        .example
        .clone()
        .or_else(|| media.examples.values().filter_map(ReferenceOr::as_item).find_map(|example| example.value.clone()))
}
