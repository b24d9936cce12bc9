//! The README: what a user needs first, in the order in which it is needed.

use super::slots::fill;
use super::{Sdk, Task, client, docs, example};
use crate::file::{File, Kind};
use crate::ir::CredentialKind;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || {
        let text = fill(specwright_templates::README, &values(sdk));
        Ok(File { path: "README.md".into(), text, kind: Kind::Generated })
    }));
}

fn values(sdk: Sdk<'_>) -> Vec<(&'static str, String)> {
    let package = &sdk.names.package;
    let info = &sdk.api.info;
    let about = info.summary.as_deref().or(info.description.as_deref()).map(docs::lines).unwrap_or_default().join("\n");
    let flag = |on: bool| if on { "yes".to_owned() } else { String::new() };
    let timeout = sdk.config.client.timeout_seconds.unwrap_or(60);
    let retries = sdk.config.client.max_retries.unwrap_or(2);
    vec![
        ("title", docs::lines(&package.title).join(" ")),
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
        ("credentials", credentials(sdk)),
        ("make_client", make_client(sdk)),
        ("variables", client::variables(sdk).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        ("timeout", timeout.to_string()),
        ("retries", retries.to_string()),
        ("webhooks", flag(!sdk.api.webhooks.is_empty())),
        ("webhook_key", package.webhook_key_env.clone()),
        ("env_prefix", package.env_prefix.clone()),
        ("version", docs::code(&info.version)),
        ("generator", env!("CARGO_PKG_VERSION").to_owned()),
        ("operations", sdk.api.operations.len().to_string()),
    ]
}

/// One row for each way to authenticate.
fn credentials(sdk: Sdk<'_>) -> String {
    let rows = sdk.api.credentials.iter().zip(&sdk.names.package.credentials).map(|(credential, name)| {
        let sent = match &credential.kind {
            CredentialKind::Bearer => "`Authorization: Bearer …`".to_owned(),
            CredentialKind::Basic => "`Authorization: Basic …`".to_owned(),
            CredentialKind::Header(header) => format!("header {}", docs::code(header)),
            CredentialKind::Query(query) => format!("query parameter {}", docs::code(query)),
        };
        let env: Vec<String> = name.env.iter().map(|name| format!("`{name}`")).collect();
        // A bar ends a table's cell, also inside of code.
        format!("| `{}` | {} | {} |\n", name.option, env.join(", "), sent.replace('|', "\\|"))
    });
    rows.collect()
}

fn make_client(sdk: Sdk<'_>) -> String {
    let options =
        sdk.api.credentials.iter().zip(&sdk.names.package.credentials).take(1).map(
            |(credential, name)| match credential.kind {
                CredentialKind::Basic => format!("        .{}(\"user\", \"password\")\n", name.option),
                _ => format!("        .{}(\"…\")\n", name.option),
            },
        );
    options.collect()
}
