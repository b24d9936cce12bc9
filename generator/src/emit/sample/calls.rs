//! Sample calls: an operation called with sample inputs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::super::path::{self, Variable, ident};
use super::super::{Sdk, params};
use super::expression::{self, Imports};
use super::path_text;
use super::sent::{self, Sent, sent};
use super::values::{self, Depth};
use crate::ir::{
    Answer, Body, BodyContent, BodyFormat, Constraints, Field, Input, Location, Operation, OperationId, Param, Shape,
    Type, TypeId, inputs,
};

/// A call of an operation with all that a test can hold against it.
pub(in super::super) struct Call {
    /// The expression up to, not including, `.send()`.
    pub(in super::super) tokens: TokenStream,
    /// The path with its variables filled in.
    pub(in super::super) path: String,
    /// Pairs of the query.
    pub(in super::super) query: Vec<(String, String)>,
    /// Headers of parameters; `cookie` for each pair of cookies.
    pub(in super::super) headers: Vec<(String, String)>,
    /// The body.
    pub(in super::super) body: Sent,
}

/// The call of an operation.
pub(in super::super) fn call(
    sdk: Sdk<'_>,
    id: OperationId,
    operation: &Operation,
    depth: Depth,
    imports: &Imports,
) -> Option<Call> {
    let name = sdk.names.operations.get(&id)?;
    let body_example = body_example(operation);
    let answer_example = answer_example(sdk, operation);
    let mut query = sent::fixed_query(&operation.path.template);
    let mut headers = Vec::new();
    let mut body = Map::new();
    let mut whole = None;
    let mut required: Vec<TokenStream> = Vec::new();
    let mut required_body = None;
    let mut setters: Vec<TokenStream> = Vec::new();
    for param in &operation.params {
        let Some(constant) = &param.constant else { continue };
        if let (Location::Query(_), Some(text)) = (param.location, sent::query_text(constant)) {
            query.push((param.wire.clone(), text));
        }
        headers.extend(sent::header(param, constant));
    }
    if let Some(Shape::Object(object)) = operation.spread().map(|id| &sdk.api.types[id].shape) {
        body.extend(object.settled(&sdk.api.types).map(|(wire, value)| (wire.to_owned(), value)));
    }
    let all = inputs(sdk.api, operation);
    let has_required = all.iter().any(Input::required);
    let in_form = leaves_something(sdk, operation);
    for (input, ident_) in all.into_iter().zip(&name.inputs) {
        let is_shown = match depth {
            Depth::Minimal => false,
            Depth::Shown => !has_required && setters.len() < SHOWN && is_telling(sdk, &input),
            Depth::Full => setters.len() < values::MOST_SET,
        };
        let is_needed = matches!(input, Input::Field(field) if in_form == Some(&field.wire));
        if !is_shown && !is_needed && !input.required() {
            continue;
        }
        let ident_ = ident(ident_);
        match input {
            Input::Param(param) => {
                let mut value = param_value(sdk, param);
                if let Location::Query(style) = param.location {
                    if depth == Depth::Full {
                        value = values::with_another(sdk, &param.ty, &param.constraints, value);
                    }
                    query.extend(sent::query(&param.wire, &value, style, sdk.config.query));
                }
                headers.extend(sent::header(param, &value));
                if param.required {
                    let value = expression::expression(sdk, imports, &param.ty, &value);
                    required.push(quote!(#ident_: #value));
                } else {
                    let value = expression::set(sdk, imports, path::Presence::Optional, &param.ty, &value);
                    setters.push(quote!(.#ident_(#value)));
                }
            }
            Input::Field(field) => {
                // What comes back is often what was sent, under the same name.
                let hint = [body_example, answer_example]
                    .into_iter()
                    .flatten()
                    .filter_map(|example| example.get(&field.wire))
                    .find(|value| values::fits(sdk, &field.ty, &field.constraints, value));
                let value = values::field(sdk, field, hint, depth, 1);
                if field.required {
                    let owner = operation.spread()?;
                    let value = expression::field_value(sdk, imports, owner, field, &value);
                    required.push(quote!(#ident_: #value));
                } else {
                    let value = expression::set(sdk, imports, path::presence(field, true), &field.ty, &value);
                    setters.push(quote!(.#ident_(#value)));
                }
                body.insert(field.wire.clone(), value);
            }
            Input::Body(described, ty) => {
                let value = body_value(sdk, described, ty, depth);
                let tokens = expression::expression(sdk, imports, ty, &value);
                if described.required {
                    required_body = Some(tokens.clone());
                    required.push(quote!(#ident_: #tokens));
                } else {
                    setters.push(quote!(.#ident_(#tokens)));
                }
                whole = Some(value);
            }
        }
    }
    let (arguments, path) = arguments(sdk, operation, name, imports);
    let mut arguments = arguments;
    match (required.len(), required_body) {
        (0, _) => {}
        (1, Some(body)) => arguments.push(body),
        _ => {
            let module = crate::names::Module::Resource(operation.resource);
            let required_struct = expression::in_module(sdk, imports, module, &ident(&name.required));
            arguments.push(quote!(#required_struct { #(#required,)* }));
        }
    }
    let method = ident(&name.method);
    let chain: Vec<TokenStream> = sdk
        .api
        .lineage(operation.resource)
        .into_iter()
        .filter_map(|id| sdk.names.resources.get(&id))
        .map(|name| {
            let accessor = ident(&name.accessor);
            quote!(.#accessor())
        })
        .collect();
    let value = match &operation.body {
        Some(Body { content: BodyContent::Fields(_), required, .. }) => {
            (*required || !body.is_empty()).then_some(Value::Object(body))
        }
        Some(_) => whole,
        None => None,
    };
    let body = match (&operation.body, value) {
        (Some(described), Some(_)) if nests_files(sdk, described) => Sent::Unknown,
        (Some(described), Some(value)) => sent(described, value, sdk.config.form),
        // What asks for a stream may stand in a body that the caller leaves out.
        (Some(_), None) if operation.streamed().is_some() => Sent::Unknown,
        (_, None) | (None, _) => Sent::Nothing,
    };
    Some(Call { tokens: quote!(client #(#chain)* .#method(#(#arguments),*) #(#setters)*), path, query, headers, body })
}

/// Whether files stand deeper in a form than its fields: how those are spelt, the sample does not tell.
fn nests_files(sdk: Sdk<'_>, body: &Body) -> bool {
    if body.format != BodyFormat::Multipart {
        return false;
    }
    let types = &sdk.api.types;
    let root = match &body.content {
        BodyContent::Fields(id) => *id,
        BodyContent::Whole(ty) => match types.resolved(ty) {
            Type::Named(id) => *id,
            _ => return false,
        },
    };
    let mut reached = BTreeSet::new();
    types[root].shape.held().for_each(|ty| types.reach(ty, &mut reached));
    let is_nested = |id: &TypeId| !matches!(types[*id].shape, Shape::Alias(_)) && types[*id].shape.held().any(is_file);
    reached.iter().any(is_nested)
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => is_file(inner),
        _ => false,
    }
}

/// The property that a form is sent with if nothing else is: an empty form is no body at all, although there must be one.
fn leaves_something<'a>(sdk: Sdk<'a>, operation: &'a Operation) -> Option<&'a String> {
    let body = operation.body.as_ref().filter(|body| body.required && body.format == BodyFormat::Form)?;
    let BodyContent::Fields(id) = &body.content else { return None };
    let Shape::Object(object) = &sdk.api.types[*id].shape else { return None };
    let is_scalar = |field: &&Field| match path::resolved(sdk, &field.ty) {
        Type::Named(id) => matches!(sdk.api.types[*id].shape, Shape::Enum(_)),
        Type::Array(_) | Type::Map(_) | Type::Tuple(_) | Type::Any(_) => false,
        _ => true,
    };
    let is_empty = !object.fields.iter().any(|field| field.required);
    object.fields.iter().find(is_scalar).filter(|_| is_empty).map(|field| &field.wire)
}

/// How many optional inputs an example sets.
const SHOWN: usize = 2;

/// Whether an input makes an example clearer: a property of the body that reads as a word.
fn is_telling(sdk: Sdk<'_>, input: &Input<'_>) -> bool {
    match input {
        Input::Field(field) => match path::resolved(sdk, &field.ty) {
            Type::String => true,
            Type::Named(id) => matches!(sdk.api.types[*id].shape, Shape::Enum(_)),
            _ => false,
        },
        _ => false,
    }
}

fn body_example(operation: &Operation) -> Option<&Value> {
    operation.body.as_ref()?.docs.example.as_ref()
}

fn answer_example<'a>(sdk: Sdk<'a>, operation: &Operation) -> Option<&'a Value> {
    match &operation.answer {
        Answer::Json { ty: Type::Named(id), .. } => sdk.api.types[*id].docs.example.as_ref(),
        _ => None,
    }
}

fn body_value(sdk: Sdk<'_>, body: &Body, ty: &Type, depth: Depth) -> Value {
    match &body.docs.example {
        Some(example) if values::fits(sdk, ty, &Constraints::default(), example) => values::canonical(sdk, ty, example),
        _ if matches!(body.format, BodyFormat::Form | BodyFormat::Multipart) => values::of_form(sdk, ty, depth),
        _ => values::of_type(sdk, ty, &Constraints::default(), "body", depth, 0),
    }
}

fn param_value(sdk: Sdk<'_>, param: &Param) -> Value {
    match param.docs.example.as_ref().or(param.default.as_ref()) {
        Some(example) if values::fits(sdk, &param.ty, &param.constraints, example) => {
            values::canonical(sdk, &param.ty, example)
        }
        _ => values::of_type(sdk, &param.ty, &param.constraints, &param.wire, Depth::Full, 1),
    }
}

fn arguments(
    sdk: Sdk<'_>,
    operation: &Operation,
    name: &crate::names::OperationName,
    imports: &Imports,
) -> (Vec<TokenStream>, String) {
    let variables: Vec<&Param> = operation.path.variables().collect();
    let arguments = name
        .arguments
        .iter()
        .filter_map(|(number, _)| {
            let param = variables.get(*number)?;
            let value = path_value(sdk, param);
            Some(match path::variable(sdk, &param.ty) {
                Variable::Text => {
                    let text = path_text::text(&value);
                    quote!(#text)
                }
                Variable::Value(Type::Format(_)) => expression::argument(sdk, imports, &param.ty, &value),
                Variable::Value(ty) => expression::expression(sdk, imports, ty, &value),
                _ => expression::argument(sdk, imports, &param.ty, &value),
            })
        })
        .collect();
    let path = operation.path.pieces.iter().map(|piece| match piece {
        crate::ir::PathPiece::Text(text) => text.clone(),
        crate::ir::PathPiece::Variable(param) => path_text::spelled(sdk, param, &path_value(sdk, param)),
    });
    (arguments, path.collect())
}

/// A value of a path variable; what a path cannot show is given as text there.
fn path_value(sdk: Sdk<'_>, param: &Param) -> Value {
    let value = param_value(sdk, param);
    let is_value = matches!(path::variable(sdk, &param.ty), Variable::Value(_));
    match value {
        Value::Array(_) | Value::Object(_) if is_value => value,
        Value::Array(_) | Value::Object(_) | Value::Null => Value::String(param.wire.clone()),
        Value::String(text) if text.is_empty() => Value::String(param.wire.clone()),
        value => value,
    }
}

/// The example in a method's documentation.
pub(in super::super) fn doc_example(sdk: Sdk<'_>, id: OperationId, operation: &Operation) -> Option<String> {
    let krate = path::ident(&sdk.names.package.krate);
    let imports = Imports::new(krate.clone());
    let call = call(sdk, id, operation, Depth::Shown, &imports)?.tokens;
    let rows = params::has_answer(operation);
    let body = if matches!(operation.answer, Answer::Stream(_)) {
        super::super::example::read_stream(&call)
    } else if rows {
        quote!(let answer = #call.send().await?; println!("{answer:?}");)
    } else {
        quote!(#call.send().await?;)
    };
    let shown = super::super::example::statements(&body)?;
    let head = format!("# async fn example(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n");
    let uses = prettyplease::unparse(&syn::parse2(super::super::example::uses(&imports)).ok()?);
    let gap = if uses.is_empty() { "" } else { "\n" };
    Some(format!("{uses}{gap}{head}{shown}# Ok(()) }}\n"))
}
