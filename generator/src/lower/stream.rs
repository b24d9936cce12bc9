//! Streams: answers that are many values, each of which is to be had when it arrives.
//!
//! Input: an operation's successes, its inputs, what the configuration and the extensions of other tools say. Output: its
//! [`Stream`]. The values are typed by the configuration, by `itemSchema` (OpenAPI 3.2, "Sequential Media Types"), or by
//! the schema of the media type. Not here: answers that are one value (`answer`).

use openapiv3::{MediaType, Response};
use serde_json::Value;

use super::body::is_lines;
use super::schema::{self, Place};
use super::{Context, declared, hints, scalar, texts};
use crate::config::{OperationConfig, StreamConfig, StreamRules};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{Schema, SchemaId, SchemaTable, essence, is_json};
use crate::ir::{
    Body, BodyContent, BodyFormat, Field, Flag, Framing, Location, OperationId, Owner, Param, Role, Shape, Stream,
    Type, TypeId, Types,
};

/// How a media type strings values together, if it does.
pub(super) fn framing(name: &str) -> Option<Framing> {
    let essence = essence(name);
    match essence.as_str() {
        "text/event-stream" => Some(Framing::Data),
        "application/stream+json" | "application/x-json-stream" => Some(Framing::Lines),
        lines if is_lines(lines) => Some(Framing::Lines),
        "application/json-seq" => Some(Framing::Sequence),
        _ if essence.ends_with("+json-seq") => Some(Framing::Sequence),
        _ => None,
    }
}

/// The schema of one value of many (OpenAPI 3.2, "Sequential Media Types").
pub(super) fn item_schema(media: &MediaType) -> Option<SchemaId> {
    SchemaTable::id_of(media.extensions.get("x-item-schema")?.get("$ref")?.as_str()?)
}

/// What an operation is asked with, beside its path.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) params: &'a [Param],
    pub(super) body: Option<&'a Body>,
}

/// The stream that an operation can answer with.
pub(super) fn stream(
    context: &mut Context<'_>,
    id: OperationId,
    key: &str,
    operation: &openapiv3::Operation,
    inputs: Inputs<'_>,
    successes: &[&Response],
    site: &Site,
) -> Option<Stream> {
    let fern = Fern::read(context, operation, site);
    let all = || successes.iter().flat_map(|response| &response.content);
    let kept = context.before.streams.get(key).or_else(|| context.before.answers.get(key));
    let (name, media, framing) = all()
        .filter_map(|(name, media)| Some((name, media, framing(name)?)))
        // The first of the description, unless callers know another.
        .min_by_key(|(name, ..)| kept != Some(*name))
        .or_else(|| {
            let framing = fern.as_ref()?.framing?;
            let (name, media) = all().next()?;
            Some((name, media, framing))
        })?;
    let framing = fern.as_ref().and_then(|fern| fern.framing).unwrap_or(framing);
    let of_operation = configured(context, key, operation);
    let own = of_operation.and_then(|of| of.stream.as_ref());
    let (ty, framing) = value(context, id, (own, fern.as_ref()), media, framing);
    let parameter =
        own.and_then(|own| own.parameter.as_deref()).or(fern.as_ref().and_then(|fern| fern.flag.as_deref()));
    let mut stream = Stream {
        media_type: match (self::framing(name), framing) {
            // The media type is that of the other answer.
            (None, Framing::Data | Framing::Event) => "text/event-stream".to_owned(),
            _ => name.clone(),
        },
        framing,
        ty,
        flag: flag(&context.types, inputs, parameter.unwrap_or("stream")),
        sentinel: sentinel(context, media, site).or_else(|| fern.and_then(|fern| fern.terminator)),
        error_event: None,
        error_property: None,
        skip_events: Vec::new(),
    };
    if let (Some(parameter), None) = (own.and_then(|own| own.parameter.as_deref()), &stream.flag) {
        let entry = format!("operations.\"{key}\".stream.parameter");
        unmatched(context, &entry, &format!("no boolean input is called `{parameter}`"), site);
    }
    rules(&mut stream, &context.config.stream);
    if let Some(own) = own {
        rules(&mut stream, &own.rules());
    }
    Some(stream)
}

fn configured<'a>(context: &Context<'a>, key: &str, operation: &openapiv3::Operation) -> Option<&'a OperationConfig> {
    let names = [Some(key), operation.operation_id.as_deref()];
    names.into_iter().flatten().find_map(|name| context.config.operations.get(name))
}

fn rules(stream: &mut Stream, rules: &StreamRules) {
    let set = |place: &mut Option<String>, rule: &Option<String>| {
        if rule.is_some() {
            place.clone_from(rule);
        }
    };
    set(&mut stream.sentinel, &rules.sentinel);
    set(&mut stream.error_event, &rules.error_event);
    set(&mut stream.error_property, &rules.error_property);
    if !rules.skip_events.is_empty() {
        stream.skip_events.clone_from(&rules.skip_events);
    }
}

/// The type of the values, and how they stand in the body. Events without a type are given as the server sends them.
fn value(
    context: &mut Context<'_>,
    id: OperationId,
    (own, fern): (Option<&StreamConfig>, Option<&Fern>),
    media: &MediaType,
    framing: Framing,
) -> (Option<Type>, Framing) {
    let configured = own.and_then(|own| own.item.as_deref()).and_then(|pointer| {
        let schema = schema_at(context, pointer);
        if schema.is_none() {
            let site = context.document.root_site();
            unmatched(context, &format!("stream.item = \"{pointer}\""), "no schema stands there", &site);
        }
        schema
    });
    let of_all = || media.schema.as_ref().and_then(SchemaTable::id).map(|schema| element(context, schema));
    let found = configured
        .or_else(|| item_schema(media))
        .or_else(|| fern.and_then(|fern| schema_at(context, fern.item.as_deref()?)))
        .or_else(of_all);
    let is_events = matches!(framing, Framing::Data | Framing::Event);
    let Some(schema) = found else {
        return if is_events { (None, Framing::Event) } else { (Some(declared("the stream has no schema")), framing) };
    };
    let used = schema::lower(context, schema, &Place::new(Owner::Operation(id), Role::Event));
    let ty = used.or_null();
    let is_text = matches!(context.types.resolved(&ty), Type::String | Type::Binary);
    match (is_events, is_text) {
        (true, true) => (None, Framing::Event),
        (true, false) if is_event(&context.types, &ty) => {
            type_data(context, &ty);
            (Some(ty), Framing::Event)
        }
        // That the whole is text says nothing of its lines.
        (false, true) => (Some(declared("the stream is described as text")), framing),
        _ => (Some(ty), framing),
    }
}

/// The schema of one value, where the schema is that of the list of all.
fn element(context: &Context<'_>, id: SchemaId) -> SchemaId {
    let schemas = &context.document.schemas;
    let schema = schemas.get(schemas.follow(id));
    schema.items.unwrap_or(id)
}

fn schema_at(context: &Context<'_>, pointer: &str) -> Option<SchemaId> {
    let schemas = &context.document.schemas;
    let component = pointer.strip_prefix("#/components/schemas/").and_then(|name| schemas.component(name));
    component.or_else(|| {
        let mut all = schemas.iter();
        all.find(|(_, schema)| schema.site.pointer.to_string() == pointer).map(|(id, _)| id)
    })
}

/// Whether a type describes events as such, with `data` as one of their fields.
fn is_event(types: &Types, ty: &Type) -> bool {
    const OF_EVENTS: &[&str] = &["event", "data", "id", "retry", "comment"];
    let objects = objects(types, ty);
    let has = |fields: &[Field], wire: &str| fields.iter().any(|field| field.wire == wire);
    !objects.is_empty()
        && objects.iter().all(|fields| {
            let only = fields.iter().all(|field| OF_EVENTS.contains(&field.wire.as_str()));
            has(fields, "data") && (only || has(fields, "event"))
        })
}

/// The field of events in which JSON stands in a text.
const DATA: &str = "data";

/// The schema of the JSON that the data of an event is (OpenAPI 3.2, "Special Considerations for Server-Sent Events";
/// JSON Schema, `contentSchema`, which says nothing without `contentMediaType`).
pub(super) fn content(wire: &str, schema: &Schema) -> Option<SchemaId> {
    let is_json = schema.content_media_type.as_deref().is_some_and(|name| is_json(&essence(name)));
    schema.content_schema.filter(|_| wire == DATA && is_json && schema.content_encoding.is_none())
}

/// Gives the data of events the types of their `contentSchema`. In a stream it is read; anywhere else it is a text.
fn type_data(context: &mut Context<'_>, ty: &Type) {
    for id in object_ids(&context.types, ty) {
        let Some(content) = context.embedded.remove(&id) else { continue };
        let used = schema::lower(context, content, &Place::new(Owner::Type(id), Role::Property(DATA.to_owned())));
        // JSON that may itself be a text cannot be told from one: callers get what the server sends.
        if can_be_text(&context.types, &used.ty) {
            continue;
        }
        let whole = context.document.schemas.get(context.merged.whole(context.document.schemas.follow(content)));
        let constraints = texts::constraints(context, whole);
        let mut shape = context.types[id].shape.clone();
        if let Shape::Object(object) = &mut shape
            && let Some(field) = object.fields.iter_mut().find(|field| field.wire == DATA)
        {
            field.ty = used.ty;
            field.nullable |= used.nullable;
            field.constraints = constraints;
            field.docs.asserted.retain(|(keyword, _)| keyword != "contentMediaType");
        }
        context.types.set_shape(id, shape);
    }
}

fn can_be_text(types: &Types, ty: &Type) -> bool {
    let mut open = vec![ty];
    // A union may hold itself.
    for _ in 0..types.len().saturating_add(1) {
        let Some(ty) = open.pop() else { return false };
        match types.resolved(ty) {
            Type::Nullable(inner) => open.push(inner),
            Type::Named(id) => match &types[*id].shape {
                Shape::Union(union) => open.extend(union.variants.iter().map(|variant| &variant.ty)),
                Shape::Enum(_) => return true,
                Shape::Object(_) | Shape::Alias(_) | Shape::Newtype(_) => {}
            },
            Type::Any(_) | Type::Format(_) => return true,
            ty if scalar::is_text(ty) => return true,
            _ => {}
        }
    }
    true
}

/// The fields of an object, or of each branch of a union of objects; none where a branch is something else.
fn objects<'a>(types: &'a Types, ty: &Type) -> Vec<&'a [Field]> {
    let fields = |id: TypeId| match &types[id].shape {
        Shape::Object(object) => Some(object.fields.as_slice()),
        _ => None,
    };
    object_ids(types, ty).into_iter().filter_map(fields).collect()
}

/// The objects of which a value is one; none where it may be something else.
fn object_ids(types: &Types, ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut open = vec![ty];
    // A union may hold itself.
    for _ in 0..types.len().saturating_add(1) {
        let Some(ty) = open.pop() else { return found };
        let ty = match types.resolved(ty) {
            Type::Nullable(inner) => types.resolved(inner),
            ty => ty,
        };
        let Type::Named(id) = ty else { return Vec::new() };
        match &types[*id].shape {
            Shape::Object(_) => found.push(*id),
            Shape::Union(union) => open.extend(union.variants.iter().map(|variant| &variant.ty)),
            Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => return Vec::new(),
        }
    }
    if open.is_empty() { found } else { Vec::new() }
}

/// The boolean input that asks for the stream: a property of the body, or a query parameter.
fn flag(types: &Types, inputs: Inputs<'_>, wire: &str) -> Option<Flag> {
    let is_bool = |ty: &Type| *types.resolved(ty) == Type::Bool;
    // Without it the server would stream, so a call that wants no stream must say so.
    let always = |required: bool, default: Option<&Value>| required || default == Some(&Value::Bool(true));
    let body = inputs.body.filter(|body| is_of_fields(body.format));
    let body = body.map(|body| match &body.content {
        BodyContent::Fields(id) => Type::Named(*id),
        BodyContent::Whole(ty) => ty.clone(),
    });
    let objects = body.as_ref().map(|ty| objects(types, ty)).unwrap_or_default();
    let fields: Vec<&Field> = objects
        .iter()
        .filter_map(|fields| fields.iter().find(|field| field.wire == wire && is_bool(&field.ty)))
        .collect();
    if !fields.is_empty() && fields.len() == objects.len() {
        let always = fields.iter().any(|field| always(field.required, field.default.as_ref()));
        return Some(Flag { wire: wire.to_owned(), in_query: false, always });
    }
    let is_flag =
        |param: &&Param| param.wire == wire && matches!(param.location, Location::Query(_)) && is_bool(&param.ty);
    let param = inputs.params.iter().find(is_flag)?;
    let always = always(param.required, param.default.as_ref());
    Some(Flag { wire: wire.to_owned(), in_query: true, always })
}

/// Whether a body is written field by field, so that one more can be set.
fn is_of_fields(format: BodyFormat) -> bool {
    matches!(format, BodyFormat::Json | BodyFormat::Form | BodyFormat::Multipart)
}

fn sentinel(context: &mut Context<'_>, media: &MediaType, site: &Site) -> Option<String> {
    const KEY: &str = "x-speakeasy-sse-sentinel";
    let value = media.extensions.get(KEY)?;
    if !value.is_string() {
        let site = site.join("responses");
        hints::say(context, &site, format!("`{KEY}` must be a text such as `[DONE]`"), hints::NOTHING);
    }
    value.as_str().map(ToOwned::to_owned)
}

/// What `x-fern-streaming` of an operation says.
#[derive(Default)]
struct Fern {
    framing: Option<Framing>,
    terminator: Option<String>,
    /// `$request.stream`
    flag: Option<String>,
    /// Where the schema of a value stands.
    item: Option<String>,
}

const FERN: &str = "x-fern-streaming";

impl Fern {
    fn read(context: &mut Context<'_>, operation: &openapiv3::Operation, site: &Site) -> Option<Self> {
        let value = operation.extensions.get(FERN)?;
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        match value {
            Value::Bool(false) => None,
            // Fern's own default is a line for each value.
            Value::Bool(true) => Some(Self { framing: Some(Framing::Lines), ..Self::default() }),
            Value::Object(_) => {
                let framing = match text("format").as_deref() {
                    Some("sse") => Framing::Data,
                    None | Some("json") => Framing::Lines,
                    Some(other) => {
                        let message = format!("`{FERN}` has no format `{other}`: it is `sse` or `json`");
                        hints::say(context, &site.join(FERN), message, hints::NOTHING);
                        return None;
                    }
                };
                let flag = text("stream-condition").map(|text| text.trim_start_matches("$request.").to_owned());
                let item = value.get("response-stream").and_then(|of| of.get("$ref")?.as_str()).map(ToOwned::to_owned);
                Some(Self { framing: Some(framing), terminator: text("terminator"), flag, item })
            }
            _ => {
                let message = format!("`{FERN}` must be true, false or an object");
                hints::say(context, &site.join(FERN), message, hints::NOTHING);
                None
            }
        }
    }
}

/// Whether an extension says that what looks like one value is a stream and nothing else.
pub(super) fn is_only_stream(operation: &openapiv3::Operation) -> bool {
    match operation.extensions.get(FERN) {
        Some(Value::Bool(is)) => *is,
        Some(Value::Object(map)) => !map.contains_key("stream-condition"),
        _ => false,
    }
}

fn unmatched(context: &mut Context<'_>, entry: &str, why: &str, site: &Site) {
    let message = format!("`{entry}` of the configuration matches nothing: {why}");
    context.diagnostics.push(Diagnostic::new(Code::UnmatchedEntry, message).at(site));
}
