//! The README: what a user needs first, in the order in which it is needed.

use super::slots::fill;
use super::{Sdk, Task, client, docs, example, features, resource, servers, webhooks};
use crate::file::{File, Kind};
use crate::ir::{BodyContent, CredentialKind, GlobalPlace, Shape, Type};
use crate::names::{Module, TypeName};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || {
        let text = fill(specwright_templates::README, &values(sdk));
        Ok(File { path: "README.md".into(), text, kind: Kind::Generated })
    }));
}

fn values(sdk: Sdk<'_>) -> Vec<(&'static str, String)> {
    let package = &sdk.names.package;
    let info = &sdk.api.info;
    let configured = sdk.config.package.description.as_deref();
    let about = configured.or(info.summary.as_deref()).or(info.description.as_deref());
    let about = about.map(docs::lines).unwrap_or_default().join("\n");
    let flag = |on: bool| if on { "yes".to_owned() } else { String::new() };
    let timeout = sdk.config.client.timeout_seconds.unwrap_or(60);
    let retries = sdk.config.client.max_retries.or(sdk.api.retries).unwrap_or(2);
    let idempotency = sdk.config.client.idempotency_header.as_deref();
    vec![
        ("title", docs::text(&package.title)),
        ("package", package.package.clone()),
        ("krate", package.krate.to_string()),
        ("about", about),
        (
            "docs_url",
            info.docs_url
                .clone()
                .filter(|url| url.starts_with("https://") && !url.contains(['<', '>', ' ']))
                .unwrap_or_default(),
        ),
        ("quick_start", example::program(sdk).unwrap_or_default()),
        ("handled", example::handled(sdk).unwrap_or_default()),
        ("pages", example::pages(sdk).unwrap_or_default()),
        ("stream", example::stream(sdk).unwrap_or_default()),
        ("download", example::download(sdk).unwrap_or_default()),
        ("nested", nested(sdk).unwrap_or_default()),
        ("uploads", flag(has_uploads(sdk))),
        ("credentials", credentials(sdk)),
        ("globals", globals(sdk)),
        ("servers", servers::readme(sdk)),
        ("provider", provider(sdk)),
        ("oauth2", oauth2(sdk)),
        ("make_client", make_client(sdk)),
        ("without_address", servers::without_address(sdk).unwrap_or_default()),
        ("variables", client::variables(sdk).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        ("timeout", timeout.to_string()),
        ("retries", retries.to_string()),
        ("idempotency", idempotency.map(docs::code).unwrap_or_default()),
        ("unkeyed", flag(idempotency.is_none())),
        ("validate", flag(sdk.config.validate)),
        ("webhooks", package.webhooks.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("webhooks_by", webhooks::signed_by(sdk).to_owned()),
        ("webhook_key", package.webhook_key_env.clone()),
        ("env_prefix", package.env_prefix.clone()),
        ("resource_feature", features::shown(sdk).unwrap_or_default().to_owned()),
        ("below", below(sdk).unwrap_or_default()),
        ("with_oauth2", if client::has_oauth2(sdk) { "\"oauth2\", " } else { "" }.to_owned()),
        ("package_version", sdk.config.package.version.as_deref().unwrap_or("0.1.0").to_owned()),
        ("version", docs::code(&info.version)),
        ("generator", env!("CARGO_PKG_VERSION").to_owned()),
        ("operations", sdk.api.operations.len().to_string()),
    ]
}

/// One of the features of resources that are below others.
fn below(sdk: Sdk<'_>) -> Option<String> {
    let all = sdk.names.features.as_ref()?.resources.iter();
    let mut all = all.map(|(id, feature)| (sdk.api.lineage(*id), feature));
    let (lineage, feature) = all.find(|(lineage, _)| lineage.len() > 1)?;
    let (name, chain) = (&feature.name, resource::accessors(sdk.names, &lineage));
    Some(format!(", and so is each below it: `{name}` is `client{chain}`, and brings what leads there"))
}

/// How an object is made that lies in what a call sends; rather one that must be given something.
fn nested(sdk: Sdk<'_>) -> Option<String> {
    let sent = sdk.facts.sent.iter().filter(|id| !sdk.facts.spread.contains(id));
    let objects = sent.filter(|id| matches!(sdk.api.types[**id].shape, Shape::Object(_)));
    let names: Vec<&TypeName> = objects.filter_map(|id| sdk.names.types.get(id)).collect();
    let mut names = names.into_iter().filter(|name| matches!(name.module, Module::Types(_)));
    let first = names.next()?;
    let shown = std::iter::once(first).chain(names).find(|name| name.required.is_some()).unwrap_or(first);
    let name = &shown.ident;
    Some(match &shown.required {
        Some(required) => {
            format!("`types::{name}::new({required} {{ … }})` takes what it requires, and what is optional is a method")
        }
        None => format!("`types::{name}::new()`, with a method for each field"),
    })
}

/// Whether a call sends a file.
fn has_uploads(sdk: Sdk<'_>) -> bool {
    let is_file = |ty: &Type| match sdk.api.types.resolved(ty) {
        Type::Array(item) => *sdk.api.types.resolved(item) == Type::Binary,
        ty => *ty == Type::Binary,
    };
    let in_types = || sdk.facts.sent.iter().any(|id| sdk.api.types[*id].shape.held().any(is_file));
    let bodies = sdk.api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let mut wholes = bodies.map(|body| matches!(&body.content, BodyContent::Whole(ty) if is_file(ty)));
    wholes.any(|is_file| is_file) || in_types()
}

/// One row for each way to authenticate.
fn credentials(sdk: Sdk<'_>) -> String {
    let mut rows = String::new();
    for (credential, name) in client::credentials(sdk) {
        let sent = match &credential.kind {
            CredentialKind::Bearer | CredentialKind::AccessToken(_) => "`Authorization: Bearer …`".to_owned(),
            CredentialKind::Basic => "`Authorization: Basic …`".to_owned(),
            CredentialKind::Http(scheme) => docs::code(&format!("Authorization: {scheme} …")),
            CredentialKind::Header(header) => format!("header {}", docs::code(header)),
            CredentialKind::Query(query) => format!("query parameter {}", docs::code(query)),
            CredentialKind::Cookie(cookie) => format!("cookie {}", docs::code(cookie)),
        };
        let mut row = |option: &str, env: Vec<&str>| {
            let env: Vec<String> = env.iter().map(|name| format!("`{name}`")).collect();
            // A bar ends a table's cell, also inside of code.
            rows.push_str(&format!("| `{option}` | {} | {} |\n", env.join(", "), sent.replace('|', "\\|")));
        };
        row(name.option.as_str(), name.env.iter().map(String::as_str).collect());
        if let Some(oauth2) = &name.oauth2 {
            row(oauth2.option.as_str(), client::oauth2_env(credential, oauth2));
        }
    }
    rows
}

/// One row for each header and query parameter that is set at the client.
fn globals(sdk: Sdk<'_>) -> String {
    let globals = sdk.api.globals.iter().zip(&sdk.names.package.globals);
    let rows = globals.map(|(global, option)| {
        let default = global.default.as_deref().map(docs::code).unwrap_or_default();
        let about = global.docs.as_deref().and_then(docs::sentence).unwrap_or_default();
        // A bar ends a table's cell, also inside of code.
        let sent = docs::code(&global.wire);
        let sent = match global.place {
            GlobalPlace::EveryRequest => format!("header {sent} of every request"),
            GlobalPlace::Header => format!("header {sent} of the calls that have it"),
            GlobalPlace::Query => format!("query parameter {sent} of the calls that have it"),
        };
        let [sent, default, about] = [sent, default, about].map(|text| text.replace('|', "\\|"));
        format!("| `{option}` | {sent} | {default} | {about} |\n")
    });
    rows.collect()
}

/// The setter of a token's provider, if there is one.
fn provider(sdk: Sdk<'_>) -> String {
    let mut providers = client::credentials(sdk).filter_map(|(_, name)| name.provider.as_ref());
    providers.next().map_or_else(String::new, ToString::to_string)
}

/// How a client that gets tokens by itself is made, if one can.
fn oauth2(sdk: Sdk<'_>) -> String {
    let mut all = client::credentials(sdk);
    let found = all.find_map(|(credential, name)| Some((name.oauth2.as_ref()?, credential.kind.endpoint()?)));
    let Some((oauth2, endpoint)) = found else { return String::new() };
    let krate = &sdk.names.package.krate;
    let grant = if endpoint.client_credentials {
        "OAuth2::client_credentials(\"id\", \"secret\")"
    } else {
        "OAuth2::refresh_token(\"token\").client(\"id\", \"secret\")"
    };
    format!(
        "use {krate}::{{Client, OAuth2}};\n\nfn client() -> {krate}::Result<Client> {{\n    Client::builder().{}({grant}).build()\n}}\n",
        oauth2.option
    )
}

fn make_client(sdk: Sdk<'_>) -> String {
    let options = client::credentials(sdk).take(1).map(|(credential, name)| match credential.kind {
        CredentialKind::Basic => format!("        .{}(\"user\", \"password\")\n", name.option),
        _ => format!("        .{}(\"…\")\n", name.option),
    });
    // Without an address there is no client.
    let address =
        (!servers::has_address(sdk)).then(|| format!("        .base_url({:?})\n", servers::made_up_address(sdk)));
    options.chain(address).collect()
}
