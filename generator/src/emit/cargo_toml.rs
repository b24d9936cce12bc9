//! `Cargo.toml`: the package, what it needs, and the features of the runtime.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{Sdk, Task, client, docs, example, resource};
use crate::file::{File, Kind};
use crate::names::ALL;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || Ok(manifest(sdk))));
}

/// What the runtime needs: name, version, features, and whether the default features are wanted too.
const DEPENDENCIES: &[(&str, &str, &[&str], bool)] = &[
    ("base64", "0.23", &["std"], false),
    ("bytes", "1.10", &[], true),
    ("futures-core", "0.3.31", &["std"], false),
    ("http", "1.3", &[], true),
    ("http-body", "1.0", &[], true),
    ("jiff", "1.0", &["std", "serde"], false),
    ("percent-encoding", "2.3", &["std"], false),
    ("reqwest", "0.13.1", &["system-proxy"], false),
    ("secrecy", "0.10.3", &[], true),
    ("serde", "1.0.220", &["std"], false),
    ("serde_json", "1.0.140", &["raw_value"], true),
    ("serde_path_to_error", "0.1.17", &[], true),
    ("tokio", "1.44", &["rt", "sync", "time"], false),
];

fn manifest(sdk: Sdk<'_>) -> File {
    let mut document = DocumentMut::new();
    document.insert("package", Item::Table(package(sdk)));
    let has_webhooks = !sdk.api.webhooks.is_empty();
    document.insert("features", Item::Table(features(sdk)));
    let mut dependencies = Table::new();
    for (name, version, features, default) in DEPENDENCIES {
        dependencies.insert(name, dependency(version, features, *default, false));
    }
    for (name, row) in sdk.config.formats.iter().flat_map(|(format, mapped)| mapped.dependencies(format)) {
        if let Ok(row) = row.parse::<Value>() {
            dependencies.insert(&name, value(row));
        }
    }
    if has_webhooks {
        dependencies.insert("hmac-sha256", dependency("1.1", &[], false, true));
    }
    dependencies.insert("tower-service", dependency("0.3.3", &[], true, true));
    dependencies.insert("tracing", dependency("0.1.41", &["std"], false, true));
    if sdk.config.validate {
        dependencies.insert("regress", dependency("0.12", &[], true, true));
    }
    document.insert("dependencies", Item::Table(dependencies));
    if let Some(feature) = example::feature(sdk) {
        let mut example = Table::new();
        example.insert("name", value("quickstart"));
        example.insert("required-features", value(list(&[feature])));
        document.insert("example", Item::ArrayOfTables(std::iter::once(example).collect()));
    }
    let mut dev = Table::new();
    // The tests use the double that users get too.
    let mut own = InlineTable::new();
    own.insert("path", ".".into());
    own.insert("features", list(&["testing"]));
    dev.insert(&sdk.names.package.package, value(own));
    dev.insert("tokio", dependency("1.44", &["macros", "rt-multi-thread"], false, false));
    document.insert("dev-dependencies", Item::Table(dev));
    let absent =
        [(!has_webhooks, "webhooks"), (!client::has_oauth2(sdk), "oauth2"), (!sdk.config.validate, "validate")];
    let absent: Vec<String> =
        absent.into_iter().filter(|(is_absent, _)| *is_absent).map(|(_, name)| format!("\"{name}\"")).collect();
    if !absent.is_empty() {
        document.insert("lints", Item::Table(lints(&absent)));
    }
    File { path: "Cargo.toml".into(), text: document.to_string(), kind: Kind::Merged }
}

fn package(sdk: Sdk<'_>) -> Table {
    let configured = &sdk.config.package;
    let mut table = Table::new();
    table.insert("name", value(&sdk.names.package.package));
    table.insert("version", value(configured.version.as_deref().unwrap_or("0.1.0")));
    table.insert("edition", value("2024"));
    table.insert("rust-version", value("1.85"));
    let about = configured.description.clone().or_else(|| {
        let text = sdk.api.info.summary.as_deref().or(sdk.api.info.description.as_deref())?;
        docs::sentence(text)
    });
    let about = about.unwrap_or_else(|| format!("A client of the {} API", sdk.names.package.title));
    table.insert("description", value(about));
    for (key, text) in [
        ("license", configured.license.as_ref().or(sdk.api.info.license.as_ref())),
        ("repository", configured.repository.as_ref()),
        ("documentation", configured.documentation.as_ref()),
    ] {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    }
    table.insert("readme", value("README.md"));
    table
}

/// Name, meaning and what it enables.
type Feature<'a> = (&'a str, &'a str, &'a [&'a str]);

fn features(sdk: Sdk<'_>) -> Table {
    let has_webhooks = !sdk.api.webhooks.is_empty();
    let mut table = Table::new();
    let has_oauth2 = client::has_oauth2(sdk);
    let own = [("webhooks", has_webhooks), ("oauth2", has_oauth2), ("validate", sdk.config.validate)];
    let own = own.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name);
    let all = sdk.names.features.as_ref().map(|_| ALL);
    table.insert("default", value(list(&["http2", "rustls"].into_iter().chain(own).chain(all).collect::<Vec<_>>())));
    let rows: [Feature<'_>; 9] = [
        ("rustls", "TLS by rustls.", &["reqwest/rustls"]),
        ("native-tls", "TLS by the system.", &["reqwest/native-tls"]),
        ("http2", "HTTP/2, where the server speaks it.", &["reqwest/http2"]),
        ("gzip", "Answers that are compressed with gzip.", &["reqwest/gzip"]),
        ("blocking", "Calls that are waited for, in programs without an async runtime.", &[]),
        ("tracing", "A span for each request, with the names of OpenTelemetry.", &["dep:tracing"]),
        ("tower", "Services of tower as transports, and transports as services.", &["dep:tower-service"]),
        ("reqwest", "Names reqwest in the public API, to set up its client further.", &[]),
        ("testing", "A double of the transport, for tests without a network.", &[]),
    ];
    let needs = sdk.names.features.iter().flat_map(|features| &features.webhooks).map(String::as_str);
    let needs: Vec<&str> = std::iter::once("dep:hmac-sha256").chain(needs).collect();
    let webhooks: Feature<'_> = ("webhooks", "Checks and reads the events that the API sends.", &needs);
    let oauth2: Feature<'_> = ("oauth2", "The client gets access tokens by itself.", &[]);
    let validate: [Feature<'_>; 2] = [
        ("validate", "Inputs say what in them is against the API's description.", &[]),
        ("patterns", "Patterns are checked as well.", &["validate", "dep:regress"]),
    ];
    let webhooks = has_webhooks.then_some(webhooks).into_iter().chain(has_oauth2.then_some(oauth2));
    let validate = validate.into_iter().filter(|_| sdk.config.validate);
    for row in rows.into_iter().chain(webhooks).chain(validate) {
        feature(&mut table, row);
    }
    if let Some(features) = &sdk.names.features {
        let mut resources: Vec<_> = features.resources.iter().collect();
        resources.sort_by_key(|(_, of)| &of.name);
        let names: Vec<&str> = resources.iter().map(|(_, of)| of.name.as_str()).collect();
        feature(&mut table, (ALL, "Every resource, and types that no call needs.", &names));
        for (id, of) in resources {
            let chain = resource::accessors(sdk.names, &sdk.api.lineage(*id));
            let needs: Vec<&str> = of.needs.iter().map(String::as_str).collect();
            feature(&mut table, (&of.name, &format!("`client{chain}`, and the types that it needs."), &needs));
        }
    }
    table
}

fn feature(table: &mut Table, (name, what, enables): Feature<'_>) {
    table.insert(name, value(list(enables)));
    if let Some(mut key) = table.key_mut(name) {
        key.leaf_decor_mut().set_prefix(format!("# {what}\n"));
    }
}

/// The runtime asks for features that the crate does not have.
fn lints(absent: &[String]) -> Table {
    let mut cfgs = InlineTable::new();
    cfgs.insert("level", "warn".into());
    cfgs.insert("check-cfg", list(&[&format!("cfg(feature, values({}))", absent.join(", "))]));
    let mut rust = Table::new();
    rust.insert("unexpected_cfgs", value(cfgs));
    let mut lints = Table::new();
    lints.set_implicit(true);
    lints.insert("rust", Item::Table(rust));
    lints
}

fn dependency(version: &str, features: &[&str], default: bool, optional: bool) -> Item {
    if default && features.is_empty() && !optional {
        return value(version);
    }
    let mut table = InlineTable::new();
    table.insert("version", version.into());
    if !default {
        table.insert("default-features", false.into());
    }
    if !features.is_empty() {
        table.insert("features", list(features));
    }
    if optional {
        table.insert("optional", true.into());
    }
    value(table)
}

fn list(items: &[&str]) -> Value {
    Value::Array(items.iter().copied().collect::<Array>())
}
