//! The crate's root: what it is, its modules, and what of the runtime its users see. Also `src/ext`, the user's own.

use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::{Sdk, Task, client, docs, example, features, foreign, resource, servers};
use crate::file::{File, Kind};
use crate::ir::ResourceId;
use crate::names::ALL;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || lib(sdk).finish()));
    tasks.push(Box::new(|| {
        Ok(File {
            path: "src/ext/mod.rs".into(),
            text: "//! Your own code: the generator writes this file once and never touches it again.\n".to_owned(),
            kind: Kind::Seeded,
        })
    }));
}

fn lib(sdk: Sdk<'_>) -> RustFile {
    let mut file = RustFile::new("src/lib.rs", lines(sdk));
    file.unformatted();
    file.attribute("forbid(unsafe_code)");
    file.attribute("warn(missing_docs)");
    file.attribute("allow(deprecated, reason = \"what the API deprecates is still a part of this crate\")");
    file.attribute(
        "allow(clippy::doc_link_with_quotes, clippy::doc_markdown, reason = \"the documentation is the API's own\")",
    );
    file.attribute(
        "allow(clippy::large_enum_variant, reason = \"a box that came and went with sizes would break callers\")",
    );
    file.attribute(
        "allow(clippy::struct_excessive_bools, clippy::too_many_arguments, clippy::too_many_lines, clippy::type_complexity, reason = \"how much there is of all is the API's\")",
    );
    super::allow_foreign_letters(sdk, &mut file);
    file.attribute("allow(clippy::unreadable_literal, reason = \"numbers are the API's\")");
    file.attribute("allow(clippy::needless_pass_by_value, reason = \"what must be given is taken whole\")");
    file.attribute(
        "allow(clippy::module_inception, clippy::self_named_constructors, clippy::should_implement_trait, reason = \"names are the API's\")",
    );
    // What is generated is laid out here, and `cargo fmt` is for what its users write.
    let unformatted = quote!(#[rustfmt::skip]);
    let has_types = !sdk.api.types.is_empty() && sdk.names.types.values().any(|name| name.file.is_some());
    let types = has_types.then(|| quote! { #unformatted pub mod types; });
    let has_webhooks = !sdk.api.webhooks.is_empty();
    let webhooks = has_webhooks.then(|| quote! { #[cfg(feature = "webhooks")] #unformatted pub mod webhooks; });
    let choices: Vec<_> = servers::exported(sdk).into_iter().map(ident).collect();
    let choices_module = (!choices.is_empty()).then(|| quote! { #unformatted mod servers; });
    file.item(quote! {
        #unformatted
        mod client;
        pub mod ext;
        #unformatted
        pub mod resources;
        #unformatted
        mod runtime;
        #choices_module
        #types
        #webhooks
    });
    let tokens = sdk.api.credentials.iter().any(|credential| credential.kind.is_token());
    let tokens = tokens.then(|| {
        quote!(
            pub use runtime::{AccessToken, TokenProvider};
        )
    });
    let oauth2 = client::has_oauth2(sdk).then(|| {
        quote!(
            #[cfg(feature = "oauth2")]
            pub use runtime::OAuth2;
        )
    });
    file.item(quote! {
        #tokens
        #oauth2
    });
    let choices = (!choices.is_empty()).then(|| {
        quote!(
            pub use servers::{#(#choices),*};
        )
    });
    file.item(quote! {
        pub use client::{Client, ClientBuilder};
        #choices
        pub use runtime::{
            Base64, Base64Url, Body, BoxFuture, Bytes, ClientOptions, Clock, Date, Download, Error, ErrorKind, EventStream, ExactNumber, HeaderMap,
            HeaderName, HeaderValue, Items, Json, LogLevel, Map, Method, Middleware, Multipart, Next, NextCall, Nullable,
            OutgoingCall, Page, Pages, Quoted, Response, Result, RetryPolicy,
            SecretString, SecretText, Sending, ServerSentEvent, StatusCode, Timestamp, Transport, TransportError, UnknownInteger,
            UnknownJson, UnknownScalar, UnknownValue, UntypedRequest, Upload,
        };
    });
    file.item(quote! {
        #[doc = " The same calls for programs without an async runtime: `.wait()` in the place of `.await`."]
        #[cfg(feature = "blocking")]
        pub mod blocking {
            pub use crate::runtime::blocking::{Iter, Iterate, Wait};
        }

        #[doc = " Services of `tower` as transports, and transports as services."]
        #[cfg(feature = "tower")]
        pub mod tower {
            pub use crate::runtime::tower::{ServiceTransport, TransportService};
        }
    });
    file.item(quote! {
        #[doc = " Doubles for tests: answers without a network, and a record of what was sent."]
        #[cfg(feature = "testing")]
        pub mod testing {
            pub use crate::runtime::testing::{MockTransport, RecordedPart, RecordedRequest};
        }
    });
    if sdk.config.validate {
        file.item(quote! {
            #[cfg(feature = "validate")]
            pub use crate::runtime::validate::{Validate, Violation, Violations};
        });
    }
    if let Some(table) = foreign::table(sdk) {
        file.item(table);
    }
    // What the README shows needs whatever it shows.
    let with_all = sdk.names.features.as_ref().map(|_| quote!(#[cfg(feature = #ALL)]));
    file.item(quote! {
        #[cfg(doctest)]
        #with_all
        #[doc = include_str!("../README.md")]
        struct Readme;
    });
    file
}

fn lines(sdk: Sdk<'_>) -> Vec<String> {
    let package = &sdk.names.package;
    let info = &sdk.api.info;
    let mut lines = vec![format!("A client of the {} API.", docs::text(&package.title))];
    let configured = sdk.config.package.description.as_deref();
    let about = configured.or(info.description.as_deref()).or(info.summary.as_deref());
    let about = about.map(docs::lines).unwrap_or_default();
    if !about.is_empty() {
        lines.push(String::new());
        lines.extend(about);
    }
    if let Some(quick) = example::quick_start(sdk) {
        lines.extend([String::new(), "# Quick start".to_owned(), "```no_run".to_owned()]);
        lines.extend(quick.lines().map(ToOwned::to_owned));
        lines.push("```".to_owned());
    }
    lines.extend([String::new(), "# Finding your way".to_owned(), String::new()]);
    lines.push("- [`Client`]: made once, cheap to clone; everything begins here".to_owned());
    let root = sdk.api.resource(ResourceId(0));
    for child in root.iter().flat_map(|root| &root.children) {
        let chain = resource::accessors(sdk.names, &[*child]);
        let Some(name) = sdk.names.resources.get(child) else { continue };
        // rustdoc finds no link to a raw identifier, nor to what is left out.
        let feature = features::feature(sdk, *child);
        let (open, close) = if name.module.is_raw() || feature.is_some() { ("", "") } else { ("[", "]") };
        let feature = feature.map(|feature| format!(", feature `{}`", feature.name)).unwrap_or_default();
        lines.push(format!("  - `client{chain}`: {open}`resources::{}`{close}{feature}", name.module));
    }
    if sdk.names.types.values().any(|name| name.file.is_some()) {
        lines.push("- [`types`]: what travels".to_owned());
    }
    lines.push("- [`Error`]: what can go wrong, with predicates such as [`Error::is_not_found`]".to_owned());
    lines.push("- [`Page`], [`Items`], [`EventStream`], [`Download`]: answers that come in pieces".to_owned());
    let variables: Vec<String> = client::variables(sdk).into_iter().map(|name| format!("`{name}`")).collect();
    lines.extend([String::new(), format!("[`Client::from_env`] reads {}.", variables.join(", "))]);
    lines.extend(super::servers::without_address(sdk).into_iter().flat_map(|line| [String::new(), line]));
    lines
}
