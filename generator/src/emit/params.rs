//! Inputs of an operation: the struct of the required ones, the struct of all, and how they are written.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::object::{field_docs, short};
use super::path::{self, Presence, ident};
use super::rust_file::RustFile;
use super::{Sdk, constraints, docs, validate};
use crate::config::{NestedArrays, NestedObjects, Nesting};
use crate::ir::{
    Body, BodyContent, BodyFormat, Encoding, GlobalPlace, Input, Location, Operation, OperationId, Param, QueryStyle,
    Shape, TextStyle, Type, inputs,
};
use crate::names::{Ident, Module, OperationName};

/// How a caller gives the required inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    /// There is none.
    None,
    /// The whole body and nothing else: an argument.
    Body,
    /// A literal of the struct that holds them alone.
    Literal,
}

/// An input with all that its lines need.
pub(super) struct Row<'a> {
    pub(super) name: &'a Ident,
    pub(super) input: Input<'a>,
    pub(super) presence: Presence,
    /// The type of the value, without `Option`.
    pub(super) value: TokenStream,
}

impl Row<'_> {
    fn docs(&self) -> Vec<String> {
        match self.input {
            Input::Field(field) => field_docs(field),
            Input::Param(param) => param_docs(param),
            Input::Body(body, _) => {
                let mut lines = docs::of(&body.docs);
                if lines.is_empty() {
                    lines.push("The request body.".to_owned());
                }
                if !body.alternatives.is_empty() {
                    let kinds: Vec<String> = body.alternatives.iter().map(|name| docs::code(name)).collect();
                    let text = format!("Bytes of {}: [`Upload::content_type`] says which it is.", kinds.join(" or "));
                    lines.extend([String::new(), text]);
                }
                lines
            }
        }
    }

    /// One line.
    pub(super) fn short(&self) -> String {
        match self.input {
            Input::Field(field) => short(field),
            Input::Param(param) => param
                .docs
                .description
                .as_deref()
                .and_then(docs::sentence)
                .unwrap_or_else(|| format!("{}.", docs::code(&param.wire))),
            Input::Body(body, _) => body
                .docs
                .description
                .as_deref()
                .and_then(docs::sentence)
                .unwrap_or_else(|| "The request body.".to_owned()),
        }
    }

    pub(super) fn is_deprecated(&self) -> bool {
        match self.input {
            Input::Field(field) => field.deprecated,
            Input::Param(param) => param.deprecated,
            Input::Body(..) => false,
        }
    }

    /// Its field in a struct.
    fn field(&self, lines: &[String], is_deprecated: bool, file: &mut RustFile) -> TokenStream {
        let docs = docs::attributes(lines);
        let deprecated = is_deprecated.then(|| quote!(#[deprecated]));
        let name = ident(self.name);
        let ty = self.presence.wrap(&self.value, file);
        quote!(#docs #deprecated pub #name: #ty)
    }

    pub(super) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }
}

fn param_docs(param: &Param) -> Vec<String> {
    let mut lines = docs::of(&param.docs);
    if lines.is_empty() {
        lines.push(format!("{}.", docs::code(&param.wire)));
    }
    if let Some(text) = constraints::text(&param.ty, &param.constraints, param.default.as_ref()) {
        lines.extend([String::new(), text]);
    }
    lines
}

/// The inputs of an operation with their names and types.
pub(super) fn rows<'a>(
    sdk: Sdk<'a>,
    operation: &'a Operation,
    name: &'a OperationName,
    file: &mut RustFile,
) -> Vec<Row<'a>> {
    let here = Module::Resource(operation.resource);
    let spread = operation.spread();
    inputs(sdk.api, operation)
        .into_iter()
        .zip(&name.inputs)
        .map(|(input, name)| {
            let (presence, value) = match input {
                Input::Param(param) => {
                    let presence = if param.required { Presence::Required } else { Presence::Optional };
                    (presence, path::ty(sdk, &param.ty, here, file))
                }
                Input::Field(field) => {
                    let value = match spread {
                        Some(id) => path::field_value(sdk, id, field, here, file),
                        None => path::ty(sdk, &field.ty, here, file),
                    };
                    (path::presence(field, true), value)
                }
                Input::Body(body, ty) => {
                    let presence = if body.required { Presence::Required } else { Presence::Optional };
                    (presence, path::ty(sdk, ty, here, file))
                }
            };
            Row { name, input, presence, value }
        })
        .collect()
}

/// Whether anything is written into the request beside the path.
pub(super) fn has_params(operation: &Operation, rows: &[Row<'_>]) -> bool {
    !rows.is_empty() || operation.params.iter().any(|param| param.constant.is_some())
}

/// How the required inputs are given.
pub(super) fn required(rows: &[Row<'_>]) -> Required {
    let mut required = rows.iter().filter(|row| row.is_required());
    match (required.next(), required.next()) {
        (None, _) => Required::None,
        (Some(row), None) if matches!(row.input, Input::Body(..)) => Required::Body,
        _ => Required::Literal,
    }
}

/// Adds the struct of the required inputs, if they are given by one.
pub(super) fn required_struct(name: &OperationName, rows: &[Row<'_>], file: &mut RustFile) {
    if required(rows) != Required::Literal {
        return;
    }
    let docs = format!(" What [`{}`] must be given.", name.request);
    // None is marked as deprecated: a caller could not do without it.
    let ident_ = ident(&name.required);
    let fields: Vec<TokenStream> =
        rows.iter().filter(|row| row.is_required()).map(|row| row.field(&[row.short()], false, file)).collect();
    file.item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident_ {
            #(#fields,)*
        }
    });
}

/// Adds the struct of all inputs, its constructor, and how it is written into a request.
pub(super) fn params(sdk: Sdk<'_>, id: OperationId, operation: &Operation, rows: &[Row<'_>], file: &mut RustFile) {
    let Some(name) = sdk.names.operations.get(&id) else { return };
    if !has_params(operation, rows) {
        return;
    }
    let params = ident(&name.params);
    let docs = format!(" All inputs of [`{}`] beside its path.", name.request);
    let fields: Vec<TokenStream> = rows.iter().map(|row| row.field(&row.docs(), row.is_deprecated(), file)).collect();
    file.item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #params {
            #(#fields,)*
        }
    });
    file.item(constructor(name, rows));
    file.runtime("Params");
    file.runtime("RequestWriter");
    let writes = writes(sdk, operation, rows, file);
    file.item(quote! {
        impl Params for #params {
            #[inline]
            fn write(&self, request: &mut RequestWriter) {
                #writes
            }
        }
    });
    let inputs = rows.iter().map(|row| (row.name, row.input.wire(), row.input.ty(), row.input.constraints()));
    validate::inputs(sdk, &name.params, inputs, file);
}

fn constructor(name: &OperationName, rows: &[Row<'_>]) -> TokenStream {
    let params = ident(&name.params);
    let unset = rows.iter().filter(|row| !row.is_required()).map(|row| {
        let name = ident(row.name);
        quote!(#name: None)
    });
    match required(rows) {
        Required::None => quote! {
            impl #params {
                #[doc = " Makes one with nothing set."]
                #[must_use]
                pub fn new() -> Self {
                    Self { #(#unset,)* }
                }
            }

            impl Default for #params {
                fn default() -> Self {
                    Self::new()
                }
            }
        },
        Required::Body => {
            let body = rows.iter().filter(|row| row.is_required()).map(|row| (ident(row.name), &row.value));
            let (names, values): (Vec<_>, Vec<_>) = body.unzip();
            quote! {
                impl #params {
                    #[doc = " Makes one from the body; the rest is unset."]
                    #[must_use]
                    pub fn new(#(#names: impl Into<#values>),*) -> Self {
                        Self { #(#names: #names.into(),)* #(#unset,)* }
                    }
                }
            }
        }
        Required::Literal => {
            let required = ident(&name.required);
            let names: Vec<proc_macro2::Ident> =
                rows.iter().filter(|row| row.is_required()).map(|row| ident(row.name)).collect();
            quote! {
                impl #params {
                    #[doc = " Makes one from what it must hold; the rest is unset."]
                    #[must_use]
                    pub fn new(required: #required) -> Self {
                        Self { #(#names: required.#names,)* #(#unset,)* }
                    }
                }
            }
        }
    }
}

/// One statement for each parameter, and one for the body.
fn writes(sdk: Sdk<'_>, operation: &Operation, rows: &[Row<'_>], file: &mut RustFile) -> TokenStream {
    let mut statements: Vec<TokenStream> = Vec::new();
    for param in &operation.params {
        if let Some(constant) = &param.constant {
            let text = constant.as_str().map_or_else(|| constant.to_string(), ToOwned::to_owned);
            statements.push(write_param(sdk, param, &quote!(#text), file));
        }
    }
    let mut fields: Vec<TokenStream> = Vec::new();
    if let Some(Shape::Object(object)) = operation.spread().map(|id| &sdk.api.types[id].shape) {
        for (wire, value) in object.settled(&sdk.api.types) {
            let value = scalar(&value);
            fields.push(quote!(body.field(#wire, &#value);));
        }
    }
    for row in rows {
        let name = ident(row.name);
        match row.input {
            Input::Param(param) => {
                statements.push(write_param(sdk, param, &quote!(&self.#name), file));
                statements.extend(global(sdk, param));
            }
            Input::Field(field) => {
                let wire = &field.wire;
                fields.push(if row.is_required() {
                    quote!(body.field(#wire, &self.#name);)
                } else {
                    quote!(body.optional(#wire, &self.#name);)
                });
            }
            Input::Body(body, ty) => {
                statements.extend(encoding(sdk, body, file));
                statements.push(whole(body, ty, &name));
            }
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| matches!(body.content, BodyContent::Fields(_))) {
        // A body without properties is still a body.
        let argument = if fields.is_empty() { quote!(_) } else { quote!(body) };
        let media_type = &body.media_type;
        statements.extend(encoding(sdk, body, file));
        statements.push(match (body.format, body.required) {
            (BodyFormat::Form, true) => quote!(request.form_object(|#argument| { #(#fields)* });),
            (BodyFormat::Form, false) => quote!(request.optional_form_object(|#argument| { #(#fields)* });),
            (BodyFormat::Multipart, true) => quote!(request.parts_object(#media_type, |#argument| { #(#fields)* });),
            (BodyFormat::Multipart, false) => {
                quote!(request.optional_parts_object(#media_type, |#argument| { #(#fields)* });)
            }
            (_, true) => quote!(request.json_object(|#argument| { #(#fields)* });),
            (_, false) => quote!(request.optional_json_object(|#argument| { #(#fields)* });),
        });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| states_its_type(body)) {
        let media_type = &body.media_type;
        statements.push(quote!(request.header("content-type", #media_type);));
    }
    quote!(#(#statements)*)
}

/// That the client may know a parameter which the call leaves out.
fn global(sdk: Sdk<'_>, param: &Param) -> Option<TokenStream> {
    let global = sdk.api.globals.iter().find(|global| global.stands_for(param))?;
    // As the option has it: names of headers may differ in case.
    let wire = &global.wire;
    match global.place {
        GlobalPlace::EveryRequest => None,
        GlobalPlace::Header => Some(quote!(request.global_header(#wire);)),
        GlobalPlace::Query => Some(quote!(request.global_query(#wire);)),
    }
}

/// A text, a boolean or an integer as a literal.
fn scalar(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => number.to_string().parse().unwrap_or_default(),
        Value::String(text) => quote!(#text),
        _ => TokenStream::new(),
    }
}

/// How one parameter is written; a style is stated where it makes a difference.
fn write_param(sdk: Sdk<'_>, param: &Param, value: &TokenStream, file: &mut RustFile) -> TokenStream {
    let wire = &param.wire;
    let is_scalar = param.constant.is_some() || is_scalar(sdk, &param.ty);
    match param.location {
        Location::Query(style) => {
            file.runtime("QueryStyle");
            let style = query_style(style);
            let allow = match (param.allow_reserved, param.allow_empty && !is_scalar) {
                (false, false) => return quote!(request.query(#wire, #style, #value);),
                (true, false) => quote!(Allow::RESERVED),
                (false, true) => quote!(Allow::EMPTY),
                (true, true) => quote!(Allow::BOTH),
            };
            file.runtime("Allow");
            quote!(request.query_with(#wire, #style, #allow, #value);)
        }
        Location::QueryString(style) => {
            let style = path::text_style(style, file);
            quote!(request.query_string(#wire, #style, #value);)
        }
        Location::Cookie(TextStyle::Form { explode }) if is_scalar || !explode => {
            quote!(request.cookie(#wire, #value);)
        }
        Location::Cookie(style) => {
            let style = path::text_style(style, file);
            quote!(request.cookie_with(#wire, #style, #value);)
        }
        Location::Header(style) if is_scalar && style != TextStyle::Json => quote!(request.header(#wire, #value);),
        Location::Header(TextStyle::Simple { explode }) if !explode || is_list(sdk, &param.ty) => {
            quote!(request.header(#wire, #value);)
        }
        Location::Header(style) | Location::Path(style) => {
            let style = path::text_style(style, file);
            quote!(request.header_with(#wire, #style, #value);)
        }
    }
}

/// Whether a value has no delimiters in any style.
fn is_scalar(sdk: Sdk<'_>, ty: &Type) -> bool {
    match path::resolved(sdk, ty) {
        Type::Array(_) | Type::Map(_) | Type::Tuple(_) | Type::Any(_) => false,
        Type::Nullable(inner) => is_scalar(sdk, inner),
        Type::Named(id) => matches!(sdk.api.types[*id].shape, Shape::Enum(_)),
        _ => true,
    }
}

fn is_list(sdk: Sdk<'_>, ty: &Type) -> bool {
    match path::resolved(sdk, ty) {
        Type::Array(_) | Type::Tuple(_) => true,
        Type::Nullable(inner) => is_list(sdk, inner),
        _ => false,
    }
}

/// Whether the media type is another than the one that goes without saying.
fn states_its_type(body: &Body) -> bool {
    body.format == BodyFormat::Json && body.media_type != "application/json"
}

/// What is said of single fields of a form, before it is written.
fn encoding(sdk: Sdk<'_>, body: &Body, file: &mut RustFile) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    if body.format == BodyFormat::Form && sdk.config.form != Nesting::default() {
        let nesting = nesting(sdk.config.form, file);
        statements.push(quote!(request.form_nesting(#nesting);));
    }
    for Encoding { field, style, media_type, is_json_text, headers, .. } in &body.encoding {
        let style = match (is_json_text, style) {
            (true, _) => Some(quote!(QueryStyle::Json)),
            (false, style) => style.map(query_style),
        };
        if let Some(style) = style {
            file.runtime("QueryStyle");
            statements.push(quote!(request.style(#field, #style);));
        }
        if body.format == BodyFormat::Multipart {
            statements.extend(media_type.iter().map(|media_type| quote!(request.part_type(#field, #media_type);)));
            statements.extend(headers.iter().map(|(name, value)| quote!(request.part_header(#field, #name, #value);)));
        }
    }
    statements
}

/// How what OpenAPI leaves open is spelt, as an expression of the runtime's `Nesting`.
pub(super) fn nesting(stated: Nesting, file: &mut RustFile) -> TokenStream {
    file.core("Nesting");
    if stated.arrays.is_some() {
        file.core("NestedArray");
    }
    let dots = stated.objects == NestedObjects::Dots;
    let arrays = match stated.arrays {
        None => quote!(None),
        Some(NestedArrays::Repeat) => quote!(Some(NestedArray::Repeat)),
        Some(NestedArrays::Comma) => quote!(Some(NestedArray::Comma)),
        Some(NestedArrays::Brackets) => quote!(Some(NestedArray::Brackets)),
        Some(NestedArrays::Indices) => quote!(Some(NestedArray::Indices)),
    };
    quote!(Nesting { dots: #dots, arrays: #arrays })
}

fn whole(body: &Body, ty: &Type, name: &proc_macro2::Ident) -> TokenStream {
    let media_type = &body.media_type;
    // What may be absent is lent out, since an absent body is none at all.
    let lent = if body.required { quote!(&self.#name) } else { quote!(self.#name.as_ref()) };
    match (body.format, ty) {
        (BodyFormat::Json, _) => quote!(request.json(&self.#name);),
        (BodyFormat::Lines, _) => quote!(request.json_lines(#media_type, &self.#name);),
        (BodyFormat::Form, _) => quote!(request.form(&self.#name);),
        (BodyFormat::Text, _) => quote!(request.text(#media_type, #lent);),
        (BodyFormat::Multipart, Type::Multipart) => quote!(request.multipart(#media_type, #lent);),
        (BodyFormat::Multipart, _) => quote!(request.parts(#media_type, &self.#name);),
        (BodyFormat::Binary, _) => quote!(request.upload(#media_type, #lent);),
    }
}

fn query_style(style: QueryStyle) -> TokenStream {
    match style {
        QueryStyle::Form { explode } => quote!(QueryStyle::Form { explode: #explode }),
        QueryStyle::SpaceDelimited => quote!(QueryStyle::SpaceDelimited),
        QueryStyle::PipeDelimited => quote!(QueryStyle::PipeDelimited),
        QueryStyle::TabDelimited => quote!(QueryStyle::TabDelimited),
        QueryStyle::DeepObject => quote!(QueryStyle::DeepObject),
        QueryStyle::Json => quote!(QueryStyle::Json),
    }
}

/// Whether an answer has anything to show.
pub(super) fn has_answer(operation: &Operation) -> bool {
    !matches!(operation.answer, crate::ir::Answer::Empty)
}
