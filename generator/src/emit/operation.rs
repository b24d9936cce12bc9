//! Operations: the method on the resource, the request builder, and the types that belong to it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::params::{self, Required, Row};
use super::path::{self, Variable, ident};
use super::rust_file::{RustFile, compact, literal};
use super::{Sdk, constraints, docs, object, page, resource, sample, servers, statuses, stream, types};
use crate::ir::{Answer, BodyContent, Field, Location, Operation, OperationId, Origin, Param, Shape, Type, TypeId};
use crate::names::{Ident, Module, OperationName};

/// The method of an operation.
pub(super) fn method(sdk: Sdk<'_>, id: OperationId, operation: &Operation, file: &mut RustFile) -> TokenStream {
    let Some(name) = sdk.names.operations.get(&id) else { return TokenStream::new() };
    let rows = params::rows(sdk, operation, name, file);
    let docs = docs::attributes(&method_docs(sdk, id, operation));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (method, request) = (ident(&name.method), ident(&name.request));
    let here = Module::Resource(operation.resource);
    let variables: Vec<&Param> = operation.path.variables().collect();
    let mut arguments: Vec<TokenStream> = Vec::new();
    let mut values: Vec<(usize, TokenStream)> = Vec::new();
    for (number, argument) in &name.arguments {
        let Some(variable) = variables.get(*number) else { continue };
        let argument = ident(argument);
        let (ty, value) = argument_of(sdk, variable, &argument, here, file);
        arguments.push(quote!(#argument: #ty));
        values.push((*number, value));
    }
    // The path is filled in its own order, whatever the order of the arguments.
    values.sort_by_key(|(number, _)| *number);
    let values = values.into_iter().map(|(_, value)| value);
    let inputs = match (params::has_params(operation, &rows), params::required(&rows)) {
        (false, _) => quote!(()),
        (true, Required::None) => {
            let params = ident(&name.params);
            quote!(#params::new())
        }
        (true, Required::Body) => {
            let params = ident(&name.params);
            for row in rows.iter().filter(|row| row.is_required()) {
                let value = &row.value;
                arguments.push(quote!(body: impl Into<#value>));
            }
            quote!(#params::new(body))
        }
        (true, Required::Literal) => {
            let (params, required) = (ident(&name.params), ident(&name.required));
            arguments.push(quote!(required: #required));
            quote!(#params::new(required))
        }
    };
    let client = if sdk.api.resource(operation.resource).is_some_and(|resource| resource.parent.is_none()) {
        quote!(self)
    } else {
        quote!(self.client)
    };
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #request {
            #request(#client.call(&#request::OPERATION, [#(#values),*], #inputs))
        }
    }
}

/// What an argument of the path takes, and the text that it becomes.
fn argument_of(
    sdk: Sdk<'_>,
    variable: &Param,
    argument: &proc_macro2::Ident,
    here: Module,
    file: &mut RustFile,
) -> (TokenStream, TokenStream) {
    let (taken, given) = match path::variable(sdk, &variable.ty) {
        Variable::Scalar(ty) | Variable::Value(ty) => (path::ty(sdk, ty, here, file), None),
        Variable::Quoted(kind) => (path::integer(kind), None),
        Variable::Enum(id) => {
            let ty = path::named(sdk, id, here, file);
            (quote!(impl Into<#ty>), Some(ty))
        }
        Variable::Text => (quote!(impl Into<String>), Some(quote!(String))),
    };
    let Location::Path(style) = variable.location else { return (taken, quote!(#argument.to_string())) };
    if path::is_plain(sdk, variable) {
        let text = match (path::variable(sdk, &variable.ty), given) {
            (Variable::Text, _) => quote!(#argument.into()),
            (_, Some(_)) => quote!(#argument.into().to_string()),
            (_, None) => quote!(#argument.to_string()),
        };
        return (taken, text);
    }
    let wire = &variable.wire;
    let style = path::text_style(style, file);
    let value = match given {
        Some(ty) => quote!(&Into::<#ty>::into(#argument)),
        None => quote!(&#argument),
    };
    let write = if variable.allow_reserved { "path_text_reserved" } else { "path_text" };
    file.runtime(write);
    let write = format_ident!("{write}");
    (taken, quote!(#write(#wire, #style, #value)))
}

fn method_docs(sdk: Sdk<'_>, id: OperationId, operation: &Operation) -> Vec<String> {
    let mut lines = docs::of(&operation.docs);
    let key = docs::code(&operation.key());
    if lines.is_empty() {
        lines.push(format!("Calls {key}."));
    } else {
        lines.extend([String::new(), key]);
    }
    lines.extend(argument_docs(sdk, id, operation));
    let also = scope_docs(operation)
        .into_iter()
        .chain(server_docs(operation))
        .chain(media_types(sdk, id, operation))
        .chain(stream::method_docs(operation));
    lines.extend(also.flat_map(|line| [String::new(), line]));
    if let Some(name) =
        sdk.api.headers.and_then(|id| sdk.names.types.get(&id)).filter(|_| !operation.headers.is_empty())
    {
        let headers: Vec<String> = operation.headers.iter().map(|name| docs::code(name)).collect();
        let (headers, name) = (headers.join(", "), &name.ident);
        lines.extend([
            String::new(),
            format!("Answers have the headers {headers}: [`{name}`](crate::resources::{name})."),
        ]);
    }
    let more = links(sdk, operation).chain(callbacks(sdk, operation));
    lines.extend(more.flat_map(|line| [String::new(), line]));
    if let Some((_, member, _)) = inner(sdk, operation) {
        lines.extend([String::new(), format!("Returns the `{member}` of the answer.")]);
    }
    lines.extend(
        statuses::failures(sdk, operation, sdk.names.operations.get(&id))
            .iter()
            .flat_map(|text| std::iter::once("").chain(text.lines()).map(ToOwned::to_owned)),
    );
    if let Some(example) = sample::doc_example(sdk, id, operation) {
        lines.extend([String::new(), "# Example".to_owned(), "```no_run".to_owned()]);
        lines.extend(example.lines().map(ToOwned::to_owned));
        lines.push("```".to_owned());
    }
    lines
}

/// What the arguments of a method are, of which something is said: they have no setters to say it.
fn argument_docs(sdk: Sdk<'_>, id: OperationId, operation: &Operation) -> Vec<String> {
    let variables: Vec<&Param> = operation.path.variables().collect();
    let arguments = sdk.names.operations.get(&id).into_iter().flat_map(|name| &name.arguments);
    let mut lines = Vec::new();
    for (number, name) in arguments {
        let Some(variable) = variables.get(*number) else { continue };
        let mut said = docs::of(&variable.docs);
        if let Some(text) = constraints::text(&variable.ty, &variable.constraints, variable.default.as_ref()) {
            said.extend((!said.is_empty()).then(String::new));
            said.push(text);
        }
        let Some(first) = said.first() else { continue };
        let name = docs::code(name.as_str());
        // Only a paragraph can go on from a line.
        let is_block = docs::begins_block(first) || docs::is_heading(first);
        if is_block {
            lines.extend([format!("- {name}:"), String::new()]);
        } else {
            lines.push(format!("- {name}: {first}"));
        }
        let rest = said.iter().skip(usize::from(!is_block));
        lines.extend(rest.map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }));
    }
    if !lines.is_empty() {
        lines.splice(0..0, [String::new(), "Arguments:".to_owned()]);
    }
    lines
}

/// What the credentials of a call must be allowed.
fn scope_docs(operation: &Operation) -> Option<String> {
    let sets = operation.scopes.iter().map(|set| {
        let scopes: Vec<String> = set.iter().map(|scope| docs::code(scope)).collect();
        match scopes.as_slice() {
            [only] => format!("the scope {only}"),
            [all @ .., last] => format!("the scopes {} and {last}", all.join(", ")),
            [] => String::new(),
        }
    });
    let sets: Vec<String> = sets.collect();
    (!sets.is_empty()).then(|| format!("Needs {}.", sets.join(", or ")))
}

/// What can be called with what an answer says, a line each.
fn links<'a>(sdk: Sdk<'a>, operation: &'a Operation) -> impl Iterator<Item = String> + 'a {
    operation.links.iter().map(move |link| {
        let target = sdk.api.operations.iter().position(|other| other.is_called(&link.target)).map(OperationId);
        let target = target.and_then(|id| call_of(sdk, id)).unwrap_or_else(|| link.target.clone());
        let target = docs::code(&target);
        let given =
            link.parameters.iter().map(|(name, value)| format!("{} of {}", docs::code(name), docs::code(value)));
        let given: Vec<String> = given.collect();
        let with = if given.is_empty() { String::new() } else { format!(" with {}", given.join(", ")) };
        let what = link.description.as_deref().and_then(docs::sentence).map(|text| format!(": {text}"));
        format!("Leads to {target}{with}{}", what.unwrap_or_else(|| ".".to_owned()))
    })
}

/// How a method is reached: `client.users().retrieve`.
fn call_of(sdk: Sdk<'_>, id: OperationId) -> Option<String> {
    let lineage = sdk.api.lineage(sdk.api.operations.get(id.0)?.resource);
    let method = &sdk.names.operations.get(&id)?.method;
    Some(format!("client{}.{}", resource::accessors(sdk.names, &lineage), method.as_str()))
}

/// What a call makes the API send, a line each.
fn callbacks<'a>(sdk: Sdk<'a>, operation: &'a Operation) -> impl Iterator<Item = String> + 'a {
    operation.callbacks.iter().map(move |callback| {
        let here = Module::Resource(operation.resource);
        let held = |ty: &Option<Type>| ty.as_ref().and_then(|ty| types::link(sdk, ty, here));
        let address = docs::code(&format!("{} {}", callback.method.as_str(), callback.address));
        let sent = held(&callback.payload).map(|ty| format!(" with {ty}")).unwrap_or_default();
        let answer = held(&callback.answer).map(|ty| format!(" Answer with {ty}.")).unwrap_or_default();
        let what = callback.description.as_deref().and_then(docs::sentence).map(|text| format!(": {text}"));
        let what = what.unwrap_or_else(|| ".".to_owned());
        format!("Calls back {} by {address}{sent}{what}{answer}", docs::code(&callback.name))
    })
}

/// Where an operation goes that has a server of its own.
fn server_docs(operation: &Operation) -> Option<String> {
    let urls: Vec<String> = operation.servers.iter().map(|server| docs::code(&server.url)).collect();
    match (operation.servers.as_slice(), urls.as_slice()) {
        ([server], [url]) if !server.is_absolute() => {
            Some(format!("Goes to {url}, relative to the address of the API."))
        }
        (_, [url]) => Some(format!("Goes to {url}, unless the client has a base URL of its own.")),
        (_, [urls @ .., last]) => {
            let urls = urls.join(", ");
            Some(format!(
                "Goes to {urls} or {last}, by the server of the API, unless the client has a base URL of its own."
            ))
        }
        (_, []) => None,
    }
}

/// What is said of an operation whose body can be sent in several media types, each by a method of its own.
fn media_types(sdk: Sdk<'_>, id: OperationId, operation: &Operation) -> Option<String> {
    // rustdoc finds no link to a raw identifier.
    let link = |id: OperationId| {
        let name = &sdk.names.operations.get(&id)?.method;
        Some(if name.is_raw() { format!("`{name}`") } else { format!("[`{name}`](Self::{name})") })
    };
    let sent = |operation: &Operation| Some(docs::code(&operation.body.as_ref()?.media_type));
    if let Some(further) = &operation.further {
        let (first, link) = (sdk.api.operations.get(further.of.0)?, link(further.of)?);
        let (own, its) = (sent(operation)?, sent(first)?);
        return Some(format!("Sends the body as {own}; {link} sends it as {its}."));
    }
    let all = sdk.api.operations.iter().enumerate();
    let others = all.filter(|(_, other)| other.further.as_ref().is_some_and(|further| further.of == id));
    let mut links: Vec<String> = others.filter_map(|(index, _)| link(OperationId(index))).collect();
    links.sort();
    (!links.is_empty()).then(|| format!("The body in another media type: {}.", links.join(", ")))
}

/// Adds everything that belongs to an operation beside its method.
pub(super) fn items(sdk: Sdk<'_>, id: OperationId, operation: &Operation, file: &mut RustFile) {
    let Some(name) = sdk.names.operations.get(&id) else { return };
    let rows = params::rows(sdk, operation, name, file);
    params::required_struct(name, &rows, file);
    params::params(sdk, id, operation, &rows, file);
    builder(sdk, operation, name, &rows, file);
    response_alias(sdk, id, operation, name, file);
    statuses::answer(sdk, operation, name, file);
    statuses::errors(sdk, operation, name, file);
}

fn builder(sdk: Sdk<'_>, operation: &Operation, name: &OperationName, rows: &[Row<'_>], file: &mut RustFile) {
    file.runtime("operation");
    let here = Module::Resource(operation.resource);
    let (kind, accept) = answer(sdk, operation, &name.response, here, file);
    let params = if !params::has_params(operation, rows) { "()".to_owned() } else { name.params.to_string() };
    let owner = sdk.names.resources.get(&operation.resource).map(|name| name.ident.to_string()).unwrap_or_default();
    let deprecated = docs::deprecation(operation.deprecated);
    let mut text = format!(
        "operation! {{\n    /// A call of [`{owner}::{}`], {}.\n    {}{}({params}) -> {kind} {{\n        {} {};\n",
        name.method.as_str(),
        stream::ways(operation),
        deprecated.replace('\n', "\n    "),
        name.request,
        operation.method.as_str(),
        literal(&path::template(sdk, &operation.path)),
    );
    if let Some((_, member, _)) = inner(sdk, operation) {
        text.push_str(&format!("        inner {member};\n"));
    }
    text.push_str(&format!("        accept {};\n", literal(&accept)));
    if !operation.retry {
        text.push_str("        retry false;\n");
    }
    if let Some(url) = servers::of(operation) {
        text.push_str(&format!("        server {};\n", literal(url)));
    }
    let sets = operation.security.iter().map(|set| {
        let schemes: Vec<String> = set.iter().map(|scheme| literal(scheme)).collect();
        format!("[{}]", schemes.join(", "))
    });
    text.push_str(&format!("        security [{}];\n", sets.collect::<Vec<_>>().join(", ")));
    if let Some(pagination) = &operation.pagination {
        text.push_str(&format!("        pages {};\n", page::paging(pagination)));
    }
    if let Some(of) = operation.streamed() {
        text.push_str(&format!("        stream {};\n", stream::row(of, file)));
    }
    let optional: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_required())
        .map(|row| {
            let setter =
                path::setter_row(sdk, &row.name.to_string(), row.presence, row.input.ty(), &row.value, here, file);
            format!("{}{}{setter}", docs::comment(&row.short()), docs::deprecation(row.is_deprecated()))
        })
        .collect();
    section(&mut text, "params", &optional);
    let is_optional = operation.body.as_ref().is_some_and(|body| !body.required);
    let of_body = body_setters(sdk, operation, name, here, file);
    section(&mut text, if is_optional { "optional_body" } else { "body" }, &of_body);
    text.push_str("    }\n}\n");
    file.table(text);
}

fn section(text: &mut String, name: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("        {name} {{\n"));
    for line in rows.iter().flat_map(|row| row.lines()) {
        text.push_str(&format!("            {line}\n"));
    }
    text.push_str("        }\n");
}

/// Setters for the optional fields of a whole body.
fn body_setters(
    sdk: Sdk<'_>,
    operation: &Operation,
    name: &OperationName,
    here: Module,
    file: &mut RustFile,
) -> Vec<String> {
    let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) else { return Vec::new() };
    let Type::Named(id) = path::resolved(sdk, ty) else { return Vec::new() };
    let Shape::Object(shape) = &sdk.api.types[*id].shape else { return Vec::new() };
    name.body_fields
        .iter()
        .filter_map(|(number, setter)| {
            let field = shape.fields.get(*number)?;
            let member = sdk.names.fields.get(&(*id, *number))?;
            let value = path::field_value(sdk, *id, field, here, file);
            let presence = path::presence(field, sdk.facts.patch.contains(id));
            // A setter whose name a method of the builder has still sets the field.
            let name = if setter == member { setter.to_string() } else { format!("{member} as {setter}") };
            let setter = path::setter_row(sdk, &name, presence, &field.ty, &value, here, file);
            Some(format!("{}{}{setter}", docs::comment(&object::short(field)), docs::deprecation(field.deprecated)))
        })
        .collect()
}

/// The kind of the answer, a word of the table, and the `Accept` header.
fn answer(
    sdk: Sdk<'_>,
    operation: &Operation,
    response: &Ident,
    here: Module,
    file: &mut RustFile,
) -> (String, String) {
    let (mut kind, accept) = match &operation.answer {
        Answer::Empty => ("NoBody".to_owned(), "*/*".to_owned()),
        Answer::Text(media_type) => ("TextBody".to_owned(), media_type.clone()),
        Answer::Binary(media_type) => ("BytesBody".to_owned(), media_type.clone()),
        Answer::Json { media_type, ty } => {
            let whole = compact(&path::ty(sdk, ty, here, file));
            let kind = match held(sdk, operation, here, file) {
                Some(held) => format!("InnerBody<{whole}, {held}>"),
                None if operation.pagination.is_some() => format!("PageBody<{whole}>"),
                None => format!("JsonBody<{whole}>"),
            };
            (kind, media_type.clone())
        }
        Answer::Statuses { media_type, .. } => {
            let has_download = operation.stream.is_none() && stream::has_download(&operation.answer);
            let bytes = if has_download { " | BytesBody" } else { "" };
            (format!("StatusBody<{response}>{bytes}"), media_type.clone())
        }
        Answer::Stream(of) => (format!("StreamBody<{}>", stream::value(sdk, of, here, file)), of.media_type.clone()),
    };
    if let Some(of) = &operation.stream {
        kind.push_str(&format!(" | StreamBody<{}>", stream::value(sdk, of, here, file)));
    }
    (kind, accept)
}

/// The type of the property that the method returns in the place of its answer.
pub(super) fn held(sdk: Sdk<'_>, operation: &Operation, here: Module, file: &mut RustFile) -> Option<String> {
    let (owner, _, field) = inner(sdk, operation)?;
    let value = path::field_value(sdk, owner, field, here, file);
    Some(compact(&path::presence(field, sdk.facts.patch.contains(&owner)).wrap(&value, file)))
}

/// The property that the method returns: the type that has it, and its name there.
fn inner<'a>(sdk: Sdk<'a>, operation: &'a Operation) -> Option<(TypeId, &'a Ident, &'a Field)> {
    let (wire, Answer::Json { ty, .. }) = (operation.inner.as_ref()?, &operation.answer) else { return None };
    let Type::Named(id) = path::resolved(sdk, ty) else { return None };
    let Shape::Object(object) = &sdk.api.types[*id].shape else { return None };
    let number = object.fields.iter().position(|field| field.wire == *wire)?;
    Some((*id, sdk.names.fields.get(&(*id, number))?, object.fields.get(number)?))
}

/// A name for the answer's type that follows the operation, where the type has a name of its own.
fn response_alias(sdk: Sdk<'_>, id: OperationId, operation: &Operation, name: &OperationName, file: &mut RustFile) {
    let Answer::Json { ty, .. } = &operation.answer else { return };
    // An inline answer is called after the operation already.
    if let Type::Named(answer) = ty {
        let own = matches!(&sdk.api.types[*answer].origin, Origin::Inline { owner: crate::ir::Owner::Operation(owner), .. } if *owner == id);
        if own {
            return;
        }
    }
    let ty = path::ty(sdk, ty, Module::Resource(operation.resource), file);
    let docs = match operation.inner {
        Some(_) => format!(" What the server answers [`{}`] with.", name.request),
        None => format!(" What [`{}`] brings.", name.request),
    };
    let name = ident(&name.response);
    file.item(quote!(#[doc = #docs] pub type #name = #ty;));
}

/// Adds the inline types of an operation's resource.
pub(super) fn inline_types(sdk: Sdk<'_>, here: Module, file: &mut RustFile) {
    for id in sdk.names.members.get(&here).into_iter().flatten() {
        if !sdk.facts.spread.contains(id) && !sdk.facts.unreached.contains(id) {
            types::definition(sdk, *id, here, file);
        }
    }
}
