//! Tests of the emitted crate: every operation called twice, with what it must have and with all it can have.
//!
//! Against a double by default, which also says what was sent; against the server in `<PREFIX>_TEST_BASE_URL` when
//! that is set, which then judges the request itself.

use std::collections::BTreeSet;
use std::iter;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::path::ident;
use super::rust_file::RustFile;
use super::sample::{self, Call, Depth, Imports, Sent, json};
use super::{Sdk, Task, stream};
use crate::ir::{Answer, BodyFormat, CredentialKind, Location, Operation, ResourceId, Stream};
use crate::names::{ALL, file_stem};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    if sdk.api.operations.is_empty() {
        return;
    }
    let modules = modules(sdk);
    for (id, module) in modules.clone() {
        tasks.push(Box::new(move || resource(sdk, id, &module).finish()));
    }
    tasks.push(Box::new(move || main(sdk, &modules).finish()));
    tasks.push(Box::new(move || support(sdk).finish()));
}

/// Resources with operations, and the modules of their tests: `client_viewer_users`.
fn modules(sdk: Sdk<'_>) -> Vec<(ResourceId, String)> {
    let all = sdk.api.resources.iter().enumerate();
    let tested = all.filter(|(_, resource)| !resource.operations.is_empty()).map(|(index, _)| ResourceId(index));
    let mut given = BTreeSet::new();
    let modules = tested.map(|id| {
        let lineage = sdk.api.lineage(id).into_iter().filter_map(|id| sdk.names.resources.get(&id));
        let name = iter::once("client").chain(lineage.map(|name| name.module.as_str())).collect::<Vec<_>>().join("_");
        let name = file_stem(name);
        // `webhooks().event_types()` beside `webhooks_event_types()`.
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = iter::once(name.clone()).chain(numbered).find(|name| given.insert(name.clone()));
        (id, free.unwrap_or(name))
    });
    modules.collect()
}

fn main(sdk: Sdk<'_>, modules: &[(ResourceId, String)]) -> RustFile {
    let lines = vec!["Every operation, called with what it must have and with all it can have.".to_owned()];
    let mut file = RustFile::new("tests/api/main.rs", lines);
    file.unformatted();
    file.attribute("allow(deprecated, reason = \"what the API deprecates is called as well\")");
    file.attribute(
        "allow(clippy::too_many_lines, clippy::unreadable_literal, reason = \"the calls are made of the API's examples\")",
    );
    super::allow_foreign_letters(sdk, &mut file);
    if sdk.names.features.is_some() {
        file.attribute(&format!("cfg(feature = \"{ALL}\")"));
    }
    let modules = modules.iter().map(|(_, module)| format_ident!("{module}"));
    file.item(quote!(#(#[rustfmt::skip] mod #modules;)* #[rustfmt::skip] mod support;));
    file
}

fn resource(sdk: Sdk<'_>, id: ResourceId, module: &str) -> RustFile {
    let mut file = RustFile::new(format!("tests/api/{module}.rs"), Vec::new());
    file.import("crate::support");
    let imports = Imports::new(ident(&sdk.names.package.krate));
    let operations = sdk.api.resource(id).map(|resource| resource.operations.as_slice()).unwrap_or_default();
    for id in operations {
        let (Some(operation), Some(name)) = (sdk.api.operations.get(id.0), sdk.names.operations.get(id)) else {
            continue;
        };
        for (depth, suffix) in [(Depth::Minimal, "minimal"), (Depth::Full, "full")] {
            if let Some(call) = sample::call(sdk, *id, operation, depth, &imports) {
                let test = format_ident!("{}_{suffix}", name.method.as_str());
                file.item(test_of(sdk, operation, depth, call, &test));
            }
        }
        if let (Some(stream), Some(call)) =
            (&operation.stream, sample::call(sdk, *id, operation, Depth::Minimal, &imports))
        {
            let test = format_ident!("{}_stream", name.method.as_str());
            file.item(stream_test(sdk, operation, stream, call, &test));
        }
    }
    for path in imports.paths() {
        file.import(&path);
    }
    file
}

fn test_of(
    sdk: Sdk<'_>,
    operation: &Operation,
    depth: Depth,
    mut call: Call,
    test: &proc_macro2::Ident,
) -> TokenStream {
    if let Answer::Stream(stream) = &operation.answer {
        return stream_test(sdk, operation, stream, call, test);
    }
    if let Some(stream) = &operation.stream {
        ask(operation, stream, false, &mut call);
    }
    let answer = answer(sdk, operation, depth);
    let sent = sent(operation, &call);
    let call = &call.tokens;
    quote! {
        #[tokio::test]
        async fn #test() -> support::Outcome {
            let (client, calls) = support::client(#answer)?;
            #call.send().await?;
            #sent
        }
    }
}

fn stream_test(
    sdk: Sdk<'_>,
    operation: &Operation,
    stream: &Stream,
    mut call: Call,
    test: &proc_macro2::Ident,
) -> TokenStream {
    ask(operation, stream, true, &mut call);
    let (media_type, body) = (&stream.media_type, stream::sample(sdk, stream, Depth::Full));
    let sent = sent(operation, &call);
    let call = &call.tokens;
    quote! {
        #[tokio::test]
        async fn #test() -> support::Outcome {
            let (client, calls) = support::client(support::Answer::Stream(#media_type, #body))?;
            let first = #call.stream().try_next().await?;
            calls.assert_read(first.is_some());
            #sent
        }
    }
}

/// Adds to a call what asks for a stream, or for none.
fn ask(operation: &Operation, stream: &Stream, wanted: bool, call: &mut Call) {
    let Some(flag) = stream.flag.as_ref().filter(|flag| wanted || flag.always) else { return };
    if flag.in_query {
        call.query.retain(|(name, _)| *name != flag.wire);
        call.query.push((flag.wire.clone(), wanted.to_string()));
        return;
    }
    let is_json = operation.body.as_ref().is_some_and(|body| body.format == BodyFormat::Json);
    if is_json && matches!(call.body, Sent::Unknown | Sent::Nothing) {
        call.body = Sent::Json(Value::Object(serde_json::Map::new()));
    }
    match &mut call.body {
        Sent::Json(Value::Object(body)) => {
            body.insert(flag.wire.clone(), Value::Bool(wanted));
        }
        Sent::Form(fields) | Sent::Parts(fields) => {
            fields.retain(|(name, _)| *name != flag.wire);
            fields.push((flag.wire.clone(), wanted.to_string()));
        }
        _ => {}
    }
}

/// What is asserted of what was sent.
fn sent(operation: &Operation, call: &Call) -> TokenStream {
    let method = operation.method.as_str();
    let path = call.path.split('?').next().unwrap_or_default();
    let pair = |(name, value): &(String, String)| quote!((#name, #value));
    let query = call.query.iter().map(pair);
    let headers: Vec<TokenStream> = call.headers.iter().map(pair).collect();
    let headers = (!headers.is_empty()).then(|| quote!(calls.assert_headers(&[#(#headers),*]);));
    let body = body(&call.body);
    quote!(#headers calls.assert_one(#method, #path, &[#(#query),*], &#body))
}

/// What the body must have been.
fn body(body: &Sent) -> TokenStream {
    let pairs = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, text)| quote!((#name, #text)));
        quote!(&[#(#pairs),*])
    };
    match body {
        Sent::Unknown => quote!(support::Sent::Unknown),
        Sent::Nothing => quote!(support::Sent::Nothing),
        Sent::Json(value) => {
            let text = json::text(value);
            quote!(support::Sent::Json(#text))
        }
        Sent::Lines(items) => {
            let lines = items.iter().map(Value::to_string);
            quote!(support::Sent::Lines(&[#(#lines),*]))
        }
        Sent::Form(list) => {
            let list = pairs(list);
            quote!(support::Sent::Form(#list))
        }
        Sent::Parts(list) => {
            let list = pairs(list);
            quote!(support::Sent::Parts(#list))
        }
        Sent::Text(text) => quote!(support::Sent::Text(#text)),
    }
}

/// What the double answers with.
fn answer(sdk: Sdk<'_>, operation: &Operation, depth: Depth) -> TokenStream {
    match &operation.answer {
        Answer::Json { .. } => {
            let value = sample::answer(sdk, operation, depth).unwrap_or(Value::Null);
            let text = json::text(&value);
            quote!(support::Answer::Json(#text))
        }
        Answer::Statuses { cases, .. } => {
            let case = cases.iter().find(|case| case.ty().is_some()).or(cases.first());
            let status = case.and_then(|case| case.status.parse::<u16>().ok()).unwrap_or(200);
            let media_type = case.and_then(|case| case.media_type.as_deref()).unwrap_or("application/json");
            let media_type = media_type.replace('*', "any");
            let text = match sample::answer(sdk, operation, depth) {
                Some(value) => json::text(&value),
                None => quote!("hello"),
            };
            quote!(support::Answer::Status(#status, #media_type, #text))
        }
        Answer::Text(_) | Answer::Binary(_) => quote!(support::Answer::Text("hello")),
        Answer::Stream(_) | Answer::Empty => quote!(support::Answer::Empty),
    }
}

/// How many calls stand in one chain. What reads Rust does so by recursion, so a description must not make one as long
/// as it likes.
const CHAINED: usize = 16;

/// The module that makes clients for tests.
fn support(sdk: Sdk<'_>) -> RustFile {
    let lines = vec!["Clients for tests, and what they sent.".to_owned()];
    let mut file = RustFile::new("tests/api/support.rs", lines);
    let krate = ident(&sdk.names.package.krate);
    let variable = format!("{}_TEST_BASE_URL", sdk.names.package.env_prefix);
    let credentials = sdk.api.credentials.iter().zip(&sdk.names.package.credentials).map(|(credential, name)| {
        let option = ident(&name.option);
        match credential.kind {
            CredentialKind::Basic => quote!(.#option("user", "password")),
            _ => quote!(.#option("secret")),
        }
    });
    let credentials: Vec<TokenStream> = credentials.collect();
    let (chained, more) = credentials.split_at(credentials.len().min(CHAINED));
    let builder = quote!(Client::builder() #(#chained)*);
    let more = more.chunks(CHAINED).map(|chained| quote!(let builder = builder #(#chained)*;));
    file.import(&format!("{}::Client", sdk.names.package.krate));
    file.import(&format!("{}::testing::MockTransport", sdk.names.package.krate));
    file.import("serde_json::Value");
    file.item(quote!(
        #[doc = " What a test ends with."]
        pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;
    ));
    let statuses = sdk.api.operations.iter().any(|operation| matches!(operation.answer, Answer::Statuses { .. }));
    let status_variant = statuses.then(|| quote!(Status(u16, &'static str, &'static str),));
    let status_arm = statuses.then(|| {
        quote! {
            Answer::Status(status, media, text) => {
                mock.answer_with(status, &[("content-type", media)], text)
            }
        }
    });
    let streams = sdk.api.operations.iter().any(|operation| operation.streamed().is_some());
    let variant = streams.then(|| quote!(Stream(&'static str, &'static str),));
    let arm = streams
        .then(|| quote!(Answer::Stream(media, text) => mock.answer_with(200, &[("content-type", media)], text),));
    let read = streams.then(|| {
        quote! {
            #[doc = " A value was read; a server may well have none."]
            pub(crate) fn assert_read(&self, some: bool) {
                assert!(some || self.0.is_none(), "the stream has a value");
            }

        }
    });
    let in_headers = |param: &crate::ir::Param| matches!(param.location, Location::Header(_) | Location::Cookie(_));
    let has_headers = sdk.api.operations.iter().any(|operation| operation.params.iter().any(in_headers));
    let headers = has_headers.then(|| {
        quote! {
            #[doc = " The request had these headers; `cookie` is each pair of that header."]
            #[allow(dead_code, reason = "not every header can be told from its sample")]
            pub(crate) fn assert_headers(&self, expected: &[(&str, &str)]) {
                let Some(mock) = &self.0 else { return };
                for request in mock.requests() {
                    for (name, value) in expected {
                        let sent = request.header(name).unwrap_or_default();
                        let is_sent = sent == *value || (*name == "cookie" && sent.split("; ").any(|pair| pair == *value));
                        assert!(is_sent, "`{name}: {value}` in {:?}", request.headers);
                    }
                }
            }

        }
    });
    file.item(quote! {
        #[doc = " What the double answers with."]
        #[allow(dead_code, reason = "not every API answers in every way")]
        #[derive(Clone, Copy)]
        pub(crate) enum Answer { Json(&'static str), Text(&'static str), #variant #status_variant Empty }
    });
    file.item(quote! {
        #[doc = " What the body must have been."]
        #[allow(dead_code, reason = "not every API takes every kind of body")]
        pub(crate) enum Sent {
            #[doc = " One that is not looked at."]
            Unknown,
            Nothing,
            Json(&'static str),
            Lines(&'static [&'static str]),
            Form(&'static [(&'static str, &'static str)]),
            Parts(&'static [(&'static str, &'static str)]),
            Text(&'static str),
        }
    });
    file.item(quote! {
        #[doc = " What was sent; nothing is known of it when a server took it."]
        pub(crate) struct Calls(Option<MockTransport>);
    });
    file.item(quote! {
        #[doc = " A client of the server in the environment, or of a double with this answer."]
        pub(crate) fn client(answer: Answer) -> Result<(Client, Calls), #krate::Error> {
            let builder = #builder.max_retries(0);
            #(#more)*
            if let Ok(url) = std::env::var(#variable) {
                // So that what stands between can tell which test called.
                let test = std::thread::current().name().unwrap_or_default().to_owned();
                let client = builder.base_url(url).options(|options| options.default_header("x-test", test)).build()?;
                return Ok((client, Calls(None)));
            }
            let mock = MockTransport::new();
            let mock = match answer {
                Answer::Json(json) => mock.answer_with(200, &[("content-type", "application/json")], json),
                Answer::Text(text) => mock.answer_with(200, &[("content-type", "text/plain")], text),
                #arm
                #status_arm
                Answer::Empty => mock.answer_with(204, &[], ""),
            };
            let client = builder.base_url("https://test.invalid").transport(mock.clone()).build()?;
            Ok((client, Calls(Some(mock))))
        }
    });
    file.item(quote! {
        impl Calls {
            #read
            #headers
            #[doc = " One request was sent, and it was this one. Of the query, these pairs must be there."]
            pub(crate) fn assert_one(&self, method: &str, path: &str, query: &[(&str, &str)], body: &Sent) -> Outcome {
                let Some(mock) = &self.0 else { return Ok(()) };
                let requests = mock.requests();
                assert_eq!(requests.len(), 1, "one request");
                let request = &requests[0];
                assert_eq!(request.method.as_str(), method);
                assert_eq!(request.path, path);
                for (name, value) in query {
                    let mut pairs = request.query.iter();
                    let is_sent = pairs.any(|(sent, text)| sent == name && json(text) == json(value));
                    assert!(is_sent, "{name}={value} in {:?}", request.query);
                }
                match body {
                    Sent::Unknown => {}
                    Sent::Nothing => assert!(request.body.is_empty(), "no body"),
                    Sent::Json(body) => {
                        let expected: Value = serde_json::from_str(body)?;
                        assert_eq!(request.json(), expected);
                    }
                    Sent::Lines(lines) => {
                        let sent: Vec<Value> = text(&request.body).lines().map(json).collect();
                        assert_eq!(sent, lines.iter().copied().map(json).collect::<Vec<_>>());
                    }
                    Sent::Form(pairs) => assert_pairs(request.form(), pairs),
                    Sent::Parts(parts) => {
                        let sent = request.parts().into_iter().map(|part| (part.name.clone(), part.text()));
                        assert_pairs(sent.collect(), parts);
                    }
                    Sent::Text(expected) => {
                        let sent = text(&request.body);
                        assert_eq!(sent, *expected);
                    }
                }
                Ok(())
            }
        }
    });
    file.item(quote! {
        #[doc = " The same pairs, in any order; the order of the keys of JSON says nothing either."]
        fn assert_pairs(sent: Vec<(String, String)>, expected: &[(&str, &str)]) {
            let mut sent: Vec<_> = sent.into_iter().map(|(name, text)| (name, json(&text).to_string())).collect();
            let mut expected: Vec<_> =
                expected.iter().map(|(name, text)| ((*name).to_owned(), json(text).to_string())).collect();
            sent.sort();
            expected.sort();
            assert_eq!(sent, expected);
        }
    });
    file.item(quote! {
        #[doc = " A text as JSON; what is none is a string."]
        fn json(text: &str) -> Value {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
        }
    });
    file.item(quote! {
        fn text(bytes: &[u8]) -> String {
            String::from_utf8_lossy(bytes).into_owned()
        }
    });
    file
}
