//! Forms: how the fields of a form are written, and which of them are files.
//!
//! Input: the media type of a body and the type of its schema. Output: the encoding of its fields; types in which what
//! is sent as a file is [`Type::Binary`].
//! Not here: which media type a body has (`body`).
//!
//! A string of bytes (`format: binary`) is a file in a part of a form. JSON cannot hold bytes, so a type that no form
//! of parts reaches has a string there.

use std::collections::BTreeSet;

use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

use super::{Context, texts};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{COLLECTION_FORMAT, JsonType, Schema, SchemaId, SchemaTable, essence, is_json, is_text};
use crate::ir::{Api, BodyContent, BodyFormat, Docs, Encoding, QueryStyle, Shape, Type, TypeId, Untyped};

/// The encoding of a form's fields, where it is not as usual.
pub(super) fn encoding(context: &mut Context<'_>, media: &MediaType, format: BodyFormat, site: &Site) -> Vec<Encoding> {
    let mut result = Vec::new();
    for (field, of) in &media.encoding {
        let types: Vec<&str> = of.content_type.iter().flat_map(|list| list.split(',')).map(str::trim).collect();
        // Of a range, and of several, the caller knows which it is: a file that says nothing is of the first.
        let is_one = types.len() == 1 && !types.iter().any(|name| name.contains('*'));
        let is_of_files = format == BodyFormat::Multipart && types.iter().any(|name| is_binary(name));
        let first =
            types.iter().find(|name| !name.contains('*')).filter(|name| is_one || is_of_files && is_binary(name));
        let media_type = first.map(|name| (*name).to_owned());
        let alternatives = types.iter().filter(|_| is_of_files && !is_one).map(|name| (*name).to_owned()).collect();
        let style = of.style.as_ref().map(|style| super::location::query_style(style, Some(of.explode)));
        let style = style.or_else(|| (!of.explode).then_some(QueryStyle::Form { explode: false }));
        let is_by_tab = of.extensions.get(COLLECTION_FORMAT).is_some_and(|format| format == "tsv");
        let style = if is_by_tab { Some(QueryStyle::TabDelimited) } else { style };
        let is_json_text =
            format == BodyFormat::Form && media_type.as_deref().is_some_and(|name| is_json(&essence(name)));
        let mut headers = Vec::new();
        for (name, header) in of.headers.iter().filter(|_| format == BodyFormat::Multipart) {
            let ReferenceOr::Item(header) = header else { continue };
            match constant(context, header) {
                Some(value) => headers.push((name.clone(), value)),
                None if header.required => {
                    let message =
                        format!("the part `{field}` must have the header `{name}`, which has no constant value");
                    context.diagnostics.push(Diagnostic::new(Code::PartHeaderNotSent, message).at(site).effect(
                        "callers set it on files, with `Upload::part_header`; a part that is no file goes without it",
                    ));
                }
                None => {}
            }
        }
        let encoding = Encoding { field: field.clone(), style, media_type, alternatives, is_json_text, headers };
        let says_something = encoding.style.is_some() || encoding.media_type.is_some();
        if says_something || !encoding.alternatives.is_empty() || !encoding.headers.is_empty() {
            result.push(encoding);
        }
    }
    result
}

/// The one value that a header has.
fn constant(context: &Context<'_>, header: &openapiv3::Header) -> Option<String> {
    let openapiv3::ParameterSchemaOrContent::Schema(schema) = &header.format else { return None };
    let schema = context.document.schemas.get(context.document.schemas.follow(SchemaTable::id(schema)?));
    let only = match schema.enumeration.as_deref() {
        Some([only]) => Some(only),
        _ => None,
    };
    match schema.constant.as_deref().or(only).or(schema.default.as_deref())? {
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    }
}

/// Whether a schema is of bytes: `format: binary` (3.0), or bytes of some media type (3.1).
pub(super) fn is_bytes(schema: &Schema) -> bool {
    let is_text = schema.types.is_empty() || schema.types.contains(JsonType::String);
    let of_type = || schema.content_encoding.is_none() && schema.content_media_type.as_deref().is_some_and(is_binary);
    is_text && (schema.format.as_deref() == Some("binary") || of_type())
}

/// Whether a media type is neither text nor JSON.
fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    !(is_json(&essence) || is_text(&essence) || essence.contains("form"))
}

/// Whether what a media type brings is a file as a whole.
pub(super) fn is_file(context: &Context<'_>, media: &MediaType) -> bool {
    let schemas = &context.document.schemas;
    media.schema.as_ref().and_then(SchemaTable::id).is_some_and(|id| is_bytes(schemas.get(schemas.follow(id))))
}

/// Whether a form of this schema holds files.
pub(super) fn has_file(context: &Context<'_>, schema: SchemaId) -> bool {
    let schemas = &context.document.schemas;
    let is_file = |id: SchemaId| {
        let schema = schemas.get(schemas.follow(id));
        is_bytes(schema) || schema.items.is_some_and(|items| is_bytes(schemas.get(schemas.follow(items))))
    };
    properties(context, schema).any(|(_, id)| is_file(id))
}

/// The properties of a form.
pub(super) fn properties<'a>(context: &Context<'a>, schema: SchemaId) -> impl Iterator<Item = (&'a str, SchemaId)> {
    let schemas = &context.document.schemas;
    let whole = schemas.get(context.merged.whole(schemas.follow(schema)));
    whole.properties.iter().map(|(name, id)| (name.as_str(), *id))
}

/// Makes files of the fields that the encoding says to be bytes, although their schema says less, and texts of objects
/// that it says to be anything but JSON, such as XML: what is sent has to be what its label says.
pub(super) fn fields_by_encoding(context: &mut Context<'_>, ty: &Type, encoding: &[Encoding]) {
    let Type::Named(id) = context.types.resolved(ty) else { return };
    let id = *id;
    let Shape::Object(object) = &context.types[id].shape else { return };
    let mut object = object.clone();
    for of in encoding {
        let names = || of.media_type.iter().chain(&of.alternatives);
        let is_file = names().any(|name| is_binary(name));
        let is_other_text = names().any(|name| is_text(&essence(name)) && !is_json(&essence(name)));
        for field in object.fields.iter_mut().filter(|field| field.wire == of.field) {
            let ty = match &mut field.ty {
                Type::Array(item) => &mut **item,
                ty => ty,
            };
            if is_file && says_little(ty) {
                *ty = Type::Binary;
            } else if is_other_text && is_structured(context, ty) {
                *ty = Type::String;
                let media_type = of.media_type.as_deref().unwrap_or_default();
                say(&mut field.docs, &format!("A text of {}, as it is sent.", code(media_type)));
            }
            if is_file && !of.alternatives.is_empty() && matches!(context.types.resolved(ty), Type::Binary) {
                let kinds: Vec<String> = of.alternatives.iter().map(|name| code(name)).collect();
                let text = format!("Bytes of {}: `Upload::content_type` says which it is.", kinds.join(" or "));
                say(&mut field.docs, &text);
            }
        }
    }
    context.types.set_shape(id, Shape::Object(object));
}

/// Whether a value would be JSON.
fn is_structured(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Named(id) => !matches!(context.types[*id].shape, Shape::Enum(_)),
        Type::Map(_) | Type::Tuple(_) | Type::Array(_) => true,
        _ => false,
    }
}

/// A name as code in Markdown.
fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', ""))
}

/// Adds a paragraph to what is said.
fn say(docs: &mut Docs, text: &str) {
    docs.description = Some(texts::with_paragraph(docs.description.take(), text));
}

/// Whether bytes may be what is meant.
fn says_little(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Any(Untyped::Declared(_)))
}

/// Leaves bytes in the types that forms of parts reach, and makes strings of all others.
pub(super) fn settle(api: &mut Api) {
    let mut forms: BTreeSet<TypeId> = BTreeSet::new();
    for body in api.operations.iter().filter_map(|operation| operation.body.as_ref()) {
        match &body.content {
            _ if body.format != BodyFormat::Multipart => {}
            BodyContent::Fields(id) => api.types.reach(&Type::Named(*id), &mut forms),
            BodyContent::Whole(ty) => api.types.reach(ty, &mut forms),
        }
    }
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let shape = &api.types[id].shape;
        if !shape.held().any(|ty| holds_bytes(api.types.resolved(ty))) {
            continue;
        }
        let mut shape = shape.clone();
        if forms.contains(&id) {
            // That it is bytes is now said by the type.
            if let Shape::Object(object) = &mut shape {
                let fields = object.fields.iter_mut().filter(|of| holds_bytes(api.types.resolved(&of.ty)));
                fields.for_each(|field| field.constraints.format = None);
            }
        } else {
            shape.held_mut().into_iter().for_each(to_text);
        }
        api.types.set_shape(id, shape);
    }
    for operation in &mut api.operations {
        let variables = operation.path.pieces.iter_mut().filter_map(|piece| match piece {
            crate::ir::PathPiece::Variable(param) => Some(&mut **param),
            crate::ir::PathPiece::Text(_) => None,
        });
        variables.chain(&mut operation.params).for_each(|param| to_text(&mut param.ty));
        if let Some(body) = &mut operation.body
            && let BodyContent::Whole(ty) = &mut body.content
            && !matches!(body.format, BodyFormat::Binary | BodyFormat::Multipart)
        {
            to_text(ty);
        }
        if let crate::ir::Answer::Json { ty, .. } = &mut operation.answer {
            to_text(ty);
        }
        operation.errors.iter_mut().filter_map(|error| error.ty.as_mut()).for_each(to_text);
    }
    for webhook in &mut api.webhooks {
        to_text(&mut webhook.payload);
        webhook.answer.iter_mut().for_each(to_text);
    }
}

fn holds_bytes(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => holds_bytes(inner),
        Type::Tuple(elements) => elements.iter().any(holds_bytes),
        _ => false,
    }
}

fn to_text(ty: &mut Type) {
    match ty {
        Type::Binary => *ty = Type::String,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => to_text(inner),
        Type::Tuple(elements) => elements.iter_mut().for_each(to_text),
        _ => {}
    }
}
