//! Request bodies: the media types that callers can send, and their schemas lowered.
//!
//! Input: an operation's request body. Output: the body of its method; and those media types beside it that can carry
//! something else, each of which has a method of its own.
//! Of media types that are not sent, one note for the whole description.
//! Not here: how the fields of forms are written (`form`).

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::schema::{self, Place};
use super::{Context, declared, form, stream};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{JsonType, SchemaId, SchemaTable, essence, is_json, is_text};
use crate::ir::{Body, BodyContent, BodyFormat, Docs, OperationId, Origin, Owner, Role, Shape, SharedKind, Type};

/// How many media types of one body have methods of their own. Real bodies have four at most.
const MAX_CHOICES: usize = 50;

/// A media type that a body can be sent in.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    name: &'a str,
    media: &'a MediaType,
    format: BodyFormat,
}

impl Choice<'_> {
    /// The media type, as the description has it.
    pub(super) fn name(&self) -> &str {
        self.name
    }

    fn schema(&self) -> Option<SchemaId> {
        self.media.schema.as_ref().and_then(SchemaTable::id)
    }
}

/// The media types of a body: first the one that the method sends, then those that can carry what no one before can.
///
/// The first is the one that the configuration names; else the one that it was before; else JSON before forms, forms before text, text before bytes.
pub(super) fn choices<'a>(
    context: &mut Context<'_>,
    key: &str,
    operation: &'a openapiv3::Operation,
    site: &Site,
) -> Vec<Choice<'a>> {
    let Some(body) = operation.request_body.as_ref().and_then(ReferenceOr::as_item) else { return Vec::new() };
    let configured = context.configured(key, operation.operation_id.as_deref());
    let configured = configured.and_then(|of| of.content_type.as_deref());
    let before = context.before.bodies.get(key).map(String::as_str);
    let mut candidates: Vec<(u8, Choice<'a>)> = body
        .content
        .iter()
        .map(|(name, media)| {
            let (rank, format) = format(context, name, media);
            (rank, Choice { name, media, format })
        })
        .collect();
    candidates.sort_by_key(|(rank, choice)| (Some(choice.name) != configured, Some(sent_as(choice)) != before, *rank));
    let mut candidates = candidates.into_iter().map(|(_, choice)| choice);
    let mut chosen: Vec<Choice<'a>> = candidates.next().into_iter().collect();
    // Files first: a URL-encoded form of the same fields cannot carry them.
    let mut further: Vec<Choice<'a>> = candidates.collect();
    further.sort_by_key(|choice| !has_files(context, choice));
    for choice in further {
        // A method that callers have stays, whatever the others can carry by now.
        let is_known = || context.before.bodies.contains_key(&format!("{key} {}", choice.name));
        if is_known() || (chosen.len() < MAX_CHOICES && carries_more(context, &chosen, &choice)) {
            chosen.push(choice);
        }
    }
    let is_sent = |name: &&String| chosen.iter().any(|choice| choice.name == name.as_str());
    let others: Vec<String> = body.content.keys().filter(|name| !is_sent(name)).cloned().collect();
    if let Some(first) = chosen.first().filter(|_| configured.is_none() && !others.is_empty()) {
        let site = context.document.body_site(site).join("content");
        context.unsent.push(Unsent { key: key.to_owned(), sent: first.name.to_owned(), others, site });
    }
    chosen
}

/// An operation whose body could be sent in other media types.
pub(super) struct Unsent {
    key: String,
    sent: String,
    others: Vec<String>,
    site: Site,
}

/// Notes once for all operations that bodies could be sent in other media types.
pub(super) fn report(context: &mut Context<'_>) {
    let unsent = std::mem::take(&mut context.unsent);
    let Some(Unsent { key, sent, others, site }) = unsent.first() else { return };
    let list = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match unsent.len() {
        1 => format!("the body of `{key}` could be sent as {list} too"),
        count => {
            format!("the bodies of {count} operations could be sent in other media types, this one first: as {list}")
        }
    };
    let another = others.first().map(String::as_str).unwrap_or_default();
    context.diagnostics.push(
        Diagnostic::new(Code::MediaTypesNotSent, message)
            .at(site)
            .repeated(
                unsent.iter().map(|of| of.site.clone()).collect(),
                "this body could be sent in other media types too",
            )
            .effect(format!("it is sent as `{sent}`, which can carry all that the others can"))
            .help(format!("`operations.{key:?}.content-type = {another:?}` sends another one")),
    );
}

/// How a body of a media type is written, and how early it is chosen.
fn format(context: &Context<'_>, name: &str, media: &MediaType) -> (u8, BodyFormat) {
    let schemas = &context.document.schemas;
    let schema = media.schema.as_ref().and_then(SchemaTable::id).map(|id| schemas.get(schemas.follow(id)));
    let is_string = schema.is_some_and(|schema| schema.types.contains(JsonType::String));
    let is_structured = schema.is_some_and(|schema| !form::is_bytes(schema));
    match essence(name).as_str() {
        // A file is sent as it is, be it JSON or text.
        essence if (is_json(essence) || is_text(essence)) && schema.is_some_and(form::is_bytes) => {
            (4, BodyFormat::Binary)
        }
        "application/json" => (0, BodyFormat::Json),
        "*/*" if is_structured && !is_string => (1, BodyFormat::Json),
        essence if is_lines(essence) => {
            (if is_string { 3 } else { 2 }, if is_string { BodyFormat::Text } else { BodyFormat::Lines })
        }
        essence if is_json(essence) => (1, BodyFormat::Json),
        "application/x-www-form-urlencoded" => (2, BodyFormat::Form),
        essence if essence.starts_with("multipart/") => (3, BodyFormat::Multipart),
        essence if is_text(essence) && essence != "text/*" => (3, BodyFormat::Text),
        _ => (4, BodyFormat::Binary),
    }
}

/// Whether a further media type can carry what those before cannot: files, other properties, or no object at all.
fn carries_more(context: &Context<'_>, chosen: &[Choice<'_>], choice: &Choice<'_>) -> bool {
    use BodyFormat::{Binary, Form, Json, Lines, Multipart, Text};
    let schemas = &context.document.schemas;
    let own = choice.schema().map(|id| schemas.follow(id));
    if has_files(context, choice) && !chosen.iter().any(|other| has_files(context, other)) {
        return true;
    }
    !chosen.iter().any(|other| {
        let theirs = other.schema().map(|id| schemas.follow(id));
        let is_same = own.is_some() && own == theirs;
        match (other.format, choice.format) {
            (Text, Text) | (Binary, Binary) | (Lines, Lines) => true,
            (Json | Form | Multipart, Json | Form | Multipart) => {
                is_same || own.zip(theirs).is_some_and(|(own, theirs)| has_all(context, theirs, own))
            }
            // An object that may be sent as XML too says nothing else there.
            (Json | Form | Multipart, Text) => is_same || (own.is_none() && essence(choice.name).ends_with("xml")),
            (Json | Form | Multipart, Binary) => is_same,
            _ => false,
        }
    })
}

/// Whether a media type carries files beside other fields.
fn has_files(context: &Context<'_>, choice: &Choice<'_>) -> bool {
    choice.format == BodyFormat::Multipart && choice.schema().is_some_and(|id| form::has_file(context, id))
}

/// Whether an object has all properties of another.
fn has_all(context: &Context<'_>, one: SchemaId, other: SchemaId) -> bool {
    let known: Vec<&str> = form::properties(context, one).map(|(name, _)| name).collect();
    let mut others = form::properties(context, other).peekable();
    others.peek().is_some() && others.all(|(name, _)| known.contains(&name))
}

/// The media type that is sent.
fn sent_as<'a>(choice: &Choice<'a>) -> &'a str {
    match (choice.name, choice.format) {
        ("*/*", BodyFormat::Json) => "application/json",
        // Of a range, the caller says which it is; without that it is just bytes.
        (name, BodyFormat::Binary) if name.contains('*') => "application/octet-stream",
        (name, _) => name,
    }
}

/// The body of an operation that is sent in this media type.
pub(super) fn body(
    context: &mut Context<'_>,
    id: OperationId,
    choice: &Choice<'_>,
    body: Option<&ReferenceOr<RequestBody>>,
    site: &Site,
) -> Option<Body> {
    let body = body.and_then(ReferenceOr::as_item)?;
    let site = context.document.body_site(site);
    let (media, format) = (choice.media, choice.format);
    let encoding = match format {
        BodyFormat::Form | BodyFormat::Multipart => form::encoding(context, media, format, &site),
        _ => Vec::new(),
    };
    let mut format = format;
    let ty = match format {
        BodyFormat::Binary => Type::Binary,
        BodyFormat::Text => Type::String,
        BodyFormat::Json | BodyFormat::Form => typed(context, id, Role::Body, media),
        BodyFormat::Lines => lines(context, id, media),
        BodyFormat::Multipart => {
            let ty = typed(context, id, Role::Body, media);
            form::fields_by_encoding(context, &ty, &encoding);
            // Where nothing is said of the parts, the caller says what they are.
            if says_parts(context, &ty) { ty } else { Type::Multipart }
        }
    };
    // A form that is no object is a text that the caller has encoded.
    let is_scalar = !matches!(context.types.resolved(&ty), Type::Named(_) | Type::Map(_) | Type::Any(_));
    let ty = match format {
        BodyFormat::Form if is_scalar => {
            format = BodyFormat::Text;
            Type::String
        }
        _ => ty,
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
        media_type: sent_as(choice).to_owned(),
        format,
        required: body.required,
        content,
        alternatives: if format == BodyFormat::Binary { kinds_of_bytes(context, &body.content) } else { Vec::new() },
        encoding,
        docs: Docs { description: body.description.clone(), example: example(media), ..Docs::default() },
        site,
    })
}

/// The media types of bytes, where they are several or a range: then the caller knows which it is.
fn kinds_of_bytes(context: &Context<'_>, content: &indexmap::IndexMap<String, MediaType>) -> Vec<String> {
    let is_bytes = |(name, media): &(&String, &MediaType)| format(context, name, media).1 == BodyFormat::Binary;
    let mut names: Vec<String> = content.iter().filter(is_bytes).map(|(name, _)| name.clone()).collect();
    names.sort();
    if names.len() > 1 || names.iter().any(|name| name.contains('*')) { names } else { Vec::new() }
}

/// The items of a body that is one value a line.
fn lines(context: &mut Context<'_>, id: OperationId, media: &MediaType) -> Type {
    // 3.2 describes the item; before that, the list or the item was described.
    if let Some(item) = stream::item_schema(media) {
        let place = Place::new(Owner::Operation(id), Role::Item(Box::new(Role::Body)));
        return Type::Array(Box::new(schema::lower(context, item, &place).or_null()));
    }
    let ty = typed(context, id, Role::Body, media);
    match context.types.resolved(&ty) {
        Type::Array(_) => ty,
        _ => Type::Array(Box::new(ty)),
    }
}

/// Whether a type says which parts there are.
fn says_parts(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Named(_) => true,
        Type::Map(value) => !matches!(**value, Type::Any(_)),
        _ => false,
    }
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

/// Whether a media type is one JSON value a line.
pub(super) fn is_lines(essence: &str) -> bool {
    [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/json-lines",
    ]
    .contains(&essence)
}

/// Whether a type is an object that belongs to this body alone, so that its properties can be inputs of the method.
fn is_inline_object(context: &Context<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    let def = &context.types[*id];
    let object = matches!(&def.shape, Shape::Object(object) if object.extra.is_none());
    object
        && def.replaced.is_none()
        && match &def.origin {
            Origin::Inline { owner: Owner::Operation(_), role } => *role == Role::Body,
            Origin::Inline { owner: Owner::Shared(of), role } => {
                of.kind == SharedKind::Body && matches!(role, Role::Itself | Role::Media(_))
            }
            _ => false,
        }
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
