//! Parameters, and the path template that some of them fill.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

use indexmap::IndexMap;
use indexmap::map::Entry;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::json;

use super::schema::{self, Place};
use super::{Context, declared, hint_kinds, hints, location, pagination, path_text, security, texts};
use crate::diag::{Change, Code, Diagnostic, Mend, Site};
use crate::document::{ALLOW_RESERVED, Schema, SchemaTable, Version};
use crate::ir::{Constraints, Docs, Location, OperationId, Owner, Param, Path, PathPiece, Role, TextStyle, Type};

/// The parameters of an operation: those of the path item, each replaced by one of the operation with the same name
/// and place (OpenAPI, "Operation Object", `parameters`).
pub(super) fn params(
    context: &mut Context<'_>,
    id: OperationId,
    shared: &[ReferenceOr<Parameter>],
    own: &[ReferenceOr<Parameter>],
    [path_site, site]: [&Site; 2],
) -> Vec<Param> {
    let mut params: IndexMap<(Discriminant<Location>, String), Param> = IndexMap::new();
    for (list, site) in [(shared, path_site.join("parameters")), (own, site.join("parameters"))] {
        let start = params.len();
        let mut replaced: BTreeSet<usize> = BTreeSet::new();
        let document = context.document;
        for (parameter, entry) in list.iter().filter_map(ReferenceOr::as_item).zip(document.entries(&site)) {
            // In 2.0 bodies and forms stand among them, and those of the path are with the operation's own.
            let site = if document.version == Version::V2_0 { site.clone() } else { entry };
            let Some(param) = param(context, id, parameter, &site) else { continue };
            match params.entry((discriminant(&param.location), param.wire.clone())) {
                Entry::Occupied(mut entry) => {
                    let index = entry.index();
                    // An operation's own takes the place of its path's; two of one list are a slip of the pen.
                    if index >= start || replaced.contains(&index) {
                        report_twice(context, &param);
                    }
                    replaced.insert(index);
                    entry.insert(param);
                }
                Entry::Vacant(entry) => {
                    entry.insert(param);
                }
            }
        }
    }
    params.into_values().collect()
}

fn report_twice(context: &mut Context<'_>, param: &Param) {
    context.diagnostics.push(
        Diagnostic::new(Code::DuplicateParameter, format!("the parameter `{}` is declared twice", param.wire))
            .at(&param.site)
            .effect("the last one counts"),
    );
}

fn report_unsendable(context: &mut Context<'_>, name: &str, site: &Site) {
    let message = format!("no header can have the name `{}`", name.escape_debug());
    context.diagnostics.push(
        Diagnostic::new(Code::ParameterNameUnsendable, message)
            .at(site)
            .effect("the method does not take it, and sends nothing under this name")
            .help("write the name as it travels: letters, digits, and any of !#$%&'*+-.^_`|~"),
    );
}

/// Whether a header frames a message, or is about the connection (RFC 9110 §7.6.1, §8.6; RFC 9112 §6).
fn is_of_connection(name: &str) -> bool {
    let names = ["content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade"];
    names.contains(&name.to_ascii_lowercase().as_str())
}

fn report_of_connection(context: &mut Context<'_>, name: &str, site: &Site) {
    let message = format!("the header `{name}` is set by the HTTP client");
    context.diagnostics.push(
        Diagnostic::new(Code::HeaderOfTheConnection, message)
            .at(site)
            .effect("the method does not take it; it is sent as the body needs it"),
    );
}

fn report_reserved(context: &mut Context<'_>, name: &str, site: &Site) {
    let effect = match name.to_ascii_lowercase().as_str() {
        "accept" => "the method does not take it; it asks for the media types of its answers",
        "content-type" => "the method does not take it; it is sent as the media type of the body",
        _ => "the method does not take it; it is sent as the security schemes say",
    };
    context.diagnostics.push(
        Diagnostic::new(Code::HeaderSaidElsewhere, format!("the header `{name}` is no parameter"))
            .at(site)
            .effect(effect)
            .help("to send another one, with a call: `.extra_header(…)`"),
    );
}

fn param(context: &mut Context<'_>, id: OperationId, parameter: &Parameter, site: &Site) -> Option<Param> {
    let data = parameter.parameter_data_ref();
    // OpenAPI, "Parameter Object": these three are not parameters, the protocol and the security schemes set them.
    let reserved = ["accept", "content-type", "authorization"];
    let is_header = matches!(parameter, Parameter::Header { .. });
    if is_header && reserved.contains(&data.name.to_ascii_lowercase().as_str()) {
        report_reserved(context, &data.name, site);
        return None;
    }
    if is_header && is_of_connection(&data.name) {
        report_of_connection(context, &data.name, site);
        return None;
    }
    if is_header && !security::is_token(&data.name) {
        report_unsendable(context, &data.name, site);
        return None;
    }
    let is_path = matches!(parameter, Parameter::Path { .. });
    // Without its variables there is no path.
    if let Some(by) = hints::skipped_by(&data.extensions).filter(|_| !is_path) {
        hints::report_left_out(context, by, &format!("the parameter `{}`", data.name), site);
        return None;
    }
    let required = data.required || is_path;
    let place = Place::new(Owner::Operation(id), Role::Parameter(data.name.clone()));
    let schema_id = schema_of(data);
    let schema = schema_id.map(|id| context.document.schemas.get(id));
    let constant = schema.filter(|_| required).and_then(only_value).cloned();
    let ty = match schema_id {
        // Nobody gives a value, so no type is made for it.
        Some(_) if constant.is_some() => Type::String,
        Some(schema) => schema::lower(context, schema, &place).ty,
        None => declared("the parameter has no schema"),
    };
    let ty = match ty {
        // Null cannot be written in a path, query or header: a nullable parameter is one that may be left out.
        Type::Nullable(inner) if is_path => *inner,
        ty => ty,
    };
    let ty = match ty {
        Type::Any(_) if is_path => Type::String,
        ty if location::form(data) == location::Form::Text && !is_scalar(context, &ty) => Type::String,
        ty => ty,
    };
    let location = location::of(context, parameter, &ty);
    let allow_empty = matches!(parameter, Parameter::Query { allow_empty_value: Some(true), .. });
    if allow_empty && constant.is_none() && !has_empty_value(context, &ty) {
        let message = format!("`{}` may be sent without a value, and no value of its type is empty", data.name);
        context.diagnostics.push(
            Diagnostic::new(Code::EmptyValueNotSent, message)
                .at(&site.join("allowEmptyValue"))
                .effect("the method sends a value, or leaves it out")
                .help(format!("callers can send it so: `.extra_query({:?}, \"\")`", data.name)),
        );
    }
    let of_schema = schema.map(|schema| (&schema.extensions, &schema.site));
    for (extensions, site) in of_schema.into_iter().chain([(&data.extensions, site)]) {
        if hint_kinds::has_mark(extensions) {
            pagination::mark(context, Owner::Operation(id), &data.name, extensions, site);
        }
    }
    Some(Param {
        hint: hints::param_name(context, (&data.extensions, site), schema),
        wire: data.name.clone(),
        location,
        ty,
        required,
        docs: Docs {
            summary: None,
            description: hints::with_deprecation(
                data.description.clone().or_else(|| schema.and_then(|schema| schema.description.clone())),
                &data.extensions,
            ),
            url: None,
            example: example(data).or_else(|| schema.and_then(|schema| schema.examples.first().cloned())),
            asserted: schema.map(texts::asserted).unwrap_or_default(),
        },
        constraints: schema.map(|schema| texts::constraints(context, schema)).unwrap_or_default(),
        default: schema.and_then(|schema| schema.default.as_deref().cloned()),
        constant,
        allow_reserved: data.extensions.contains_key(ALLOW_RESERVED),
        allow_empty,
        deprecated: data.deprecated.unwrap_or(false) || hints::is_deprecated(&data.extensions),
        site: site.clone(),
    })
}

/// Whether a value of a type can be written as nothing: a text, and what holds others.
fn has_empty_value(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Nullable(inner) => has_empty_value(context, inner),
        ty => !matches!(
            ty,
            Type::Bool
                | Type::Number
                | Type::Decimal
                | Type::Integer(_)
                | Type::Quoted(_)
                | Type::Date
                | Type::DateTime
        ),
    }
}

fn schema_of(data: &ParameterData) -> Option<crate::document::SchemaId> {
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(content) => content.values().next()?.schema.as_ref()?,
    };
    SchemaTable::id(schema)
}

fn example(data: &ParameterData) -> Option<serde_json::Value> {
    data.example
        .clone()
        .or_else(|| data.examples.values().filter_map(ReferenceOr::as_item).find_map(|example| example.value.clone()))
}

/// The one value that a schema allows, if it is a scalar.
fn only_value(schema: &Schema) -> Option<&serde_json::Value> {
    let listed = schema.enumeration.as_deref().and_then(|values| match values {
        [only] => Some(only),
        _ => None,
    });
    let value = schema.constant.as_deref().or(listed)?;
    let is_written = match value {
        serde_json::Value::String(text) => !text.is_empty(),
        value => value.is_number() || value.is_boolean(),
    };
    is_written.then_some(value)
}

fn is_scalar(context: &Context<'_>, ty: &Type) -> bool {
    !matches!(
        context.types.resolved(ty),
        Type::Array(_) | Type::Map(_) | Type::Tuple(_) | Type::Named(_) | Type::Any(_)
    )
}

/// How a variable of a path is written unless something else is said.
const PLAIN: Location = Location::Path(TextStyle::Simple { explode: false });

/// The path with its variables in place, and the parameters that are not of the path.
pub(super) fn split(context: &mut Context<'_>, template: &str, params: Vec<Param>, site: &Site) -> (Path, Vec<Param>) {
    let (mut in_path, mut rest): (Vec<Param>, Vec<Param>) =
        params.into_iter().partition(|param| matches!(param.location, Location::Path(_)));
    // A fragment only tells operations of one path apart: it is never sent (RFC 3986 §3.5).
    let sent = template.split_once('#').map_or(template, |(sent, _)| sent);
    // What the path says of the query is said.
    let fixed = sent.split_once('?').map_or("", |(_, query)| query);
    let fixed: Vec<&str> = fixed.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
    let mut in_query: Vec<Param> = Vec::new();
    rest.retain(|param| {
        let is_fixed = matches!(param.location, Location::Query(_)) && fixed.contains(&param.wire.as_str());
        if is_fixed {
            in_query.push(param.clone());
        }
        !is_fixed
    });
    let mut pieces = Vec::new();
    let mut text = sent;
    while let Some((before, after)) = text.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(PathPiece::Text(path_text::encoded(before)));
        }
        let named = |param: &Param| param.wire == name;
        let declared = in_path.iter().position(named).map(|index| in_path.swap_remove(index));
        let in_query = || in_query.iter().find(|param| named(param)).cloned();
        let param = match declared.or_else(|| in_query().map(|param| Param { location: PLAIN, ..param })) {
            Some(param) => param,
            None => again(context, &pieces, name, site).unwrap_or_else(|| undeclared(context, name, site)),
        };
        pieces.push(match &param.constant {
            Some(constant) => PathPiece::Text(path_text::of_value(constant)),
            None => PathPiece::Variable(Box::new(param)),
        });
        text = after;
    }
    if !text.is_empty() {
        pieces.push(PathPiece::Text(path_text::encoded(text)));
    }
    for param in in_path {
        let message = format!("the path parameter `{}` has no place in `{template}`", param.wire);
        let diagnostic = Diagnostic::new(Code::PathParameterUnused, message).at(&param.site);
        let diagnostic = diagnostic.effect("the method does not take it");
        let other = [format!(":{}", param.wire), format!("<{}>", param.wire)];
        let other = other.into_iter().find(|other| template.split('/').any(|segment| segment == other));
        context.diagnostics.push(match other {
            Some(other) => diagnostic.help(format!("write `{{{}}}` in the place of `{other}`", param.wire)),
            None => diagnostic,
        });
    }
    (Path { template: template.to_owned(), pieces }, rest)
}

/// A variable that stands in the path before: the method takes a value for each, of the same type.
fn again(context: &mut Context<'_>, pieces: &[PathPiece], name: &str, site: &Site) -> Option<Param> {
    let first = pieces.iter().find_map(|piece| match piece {
        PathPiece::Variable(param) if param.wire == name => Some((**param).clone()),
        _ => None,
    })?;
    let message = format!("the variable `{{{name}}}` stands in the path twice");
    let diagnostic = Diagnostic::new(Code::DuplicateParameter, message).at(site);
    context
        .diagnostics
        .push(diagnostic.effect("the method takes a value for each").help("give one of them another name"));
    Some(first)
}

fn undeclared(context: &mut Context<'_>, name: &str, site: &Site) -> Param {
    let (text, value) = match context.document.version {
        Version::V2_0 => ("type: string", json!({ "name": name, "in": "path", "required": true, "type": "string" })),
        _ => (
            "schema: { type: string }",
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
        ),
    };
    let mend = Mend { target: site.pointer.clone(), change: Change::Update(json!({ "parameters": [value] })) };
    context.diagnostics.push(
        Diagnostic::new(Code::PathParameterUndeclared, format!("the path variable `{{{name}}}` is not declared"))
            .at(site)
            .effect("the method takes it as a string")
            .help(format!("add `{{ name: {name}, in: path, required: true, {text} }}` to `parameters`"))
            .mend(Some(mend).filter(|_| site.file == context.document.file)),
    );
    Param {
        hint: None,
        wire: name.to_owned(),
        location: PLAIN,
        ty: Type::String,
        required: true,
        docs: Docs::default(),
        constraints: Constraints::default(),
        default: None,
        constant: None,
        allow_reserved: false,
        allow_empty: false,
        deprecated: false,
        site: site.clone(),
    }
}
