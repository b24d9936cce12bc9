//! Entries of the configuration that match nothing: mistakes that would otherwise pass unseen, or left behind by a change of
//! the description.
//!
//! Input: the configuration, the document and what was made of it. Output: findings, each with the nearest name there is.
//! Not here: keys that no configuration has (`config`), entries of the baseline (`cli`), types of formats (`scalar`).

use std::collections::BTreeSet;

use super::hints;
use super::tree::words;
use crate::config::{Config, TypeConfig, bare};
use crate::diag::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::Document;
use crate::ir::{Answer, Api, Credential, CredentialKind, Operation, Origin, Shape, TypeDef};

pub(super) fn entries(api: &Api, document: &Document, config: &Config, diagnostics: &mut Diagnostics) {
    let mut report = Report { config, diagnostics };
    operations(api, config, &mut report);
    skips(document, config, &mut report);
    audiences(document, config, &mut report);
    tree(api, config, &mut report);
    for (pointer, of) in &config.types {
        types(api, pointer, of, &mut report);
    }
    let components = document.openapi.components.as_ref();
    let schemes: Vec<String> = components.iter().flat_map(|all| all.security_schemes.keys().cloned()).collect();
    for scheme in config.client.credentials.keys().filter(|scheme| !schemes.contains(scheme)) {
        report.unmatched(&["client", "credentials", scheme], "no security scheme is called so", scheme, &schemes);
    }
    for (scheme, _) in config.client.credentials.iter().filter(|(_, of)| of.prefix.is_some()) {
        let is_other = |of: &&Credential| of.scheme == *scheme && !matches!(of.kind, CredentialKind::Header(_));
        if api.credentials.iter().any(|of| is_other(&of)) {
            let why = "what is sent by this security scheme is no key in a header";
            report.unmatched(&["client", "credentials", scheme, "prefix"], why, scheme, &[]);
        }
    }
    let urls: Vec<String> = api.environments().map(|(_, server)| server.url.clone()).collect();
    for url in config.client.environments.keys().filter(|url| !urls.contains(url)) {
        report.unmatched(&["client", "environments", url], "no server that can be chosen has this URL", url, &urls);
    }
    let variables: Vec<String> = api.variables.iter().map(|variable| variable.name.clone()).collect();
    for name in config.client.variables.keys().filter(|name| !variables.contains(name)) {
        report.unmatched(&["client", "variables", name], "no server has a variable of this name", name, &variables);
    }
    let resources: Vec<String> = api
        .resources
        .iter()
        .map(|resource| resource.path.iter().map(|step| words::key(step)).collect::<Vec<_>>().join("."))
        .collect();
    for path in config.resources.docs.keys().filter(|path| !resources.contains(path)) {
        report.unmatched(&["resources", "docs", path], "no resource has this path", path, &resources);
    }
    if let Some(headline) = &config.readme.headline
        && !api.operations.iter().any(|operation| operation.is_called(headline))
    {
        let keys: Vec<String> = api.operations.iter().map(Operation::key).collect();
        report.unmatched(&["readme", "headline"], &format!("`{headline}` is no operation"), headline, &keys);
    }
    if let Some(name) = &config.unwrap
        && !api.operations.iter().any(|operation| operation.inner.as_ref() == Some(name))
    {
        let mut known: Vec<String> =
            api.operations.iter().flat_map(|operation| answer_fields(api, operation)).collect();
        known.sort();
        known.dedup();
        report.unmatched(&["unwrap"], "no answer that is no page has such a property", name, &known);
    }
    if let Some(name) = config.webhooks.as_ref().and_then(|webhooks| webhooks.discriminator.as_ref()) {
        let leaves = api.webhooks.iter().flat_map(|webhook| api.types.leaves(&webhook.payload));
        let fields = leaves.filter_map(|leaf| leaf.object).flat_map(|object| &object.fields);
        let known: BTreeSet<String> = fields.map(|field| field.wire.clone()).collect();
        if !known.contains(name) {
            let known: Vec<String> = known.into_iter().collect();
            report.unmatched(&["webhooks", "discriminator"], "no event has such a property", name, &known);
        }
    }
    for (index, pointer) in config.accept_dropped.iter().enumerate() {
        if !is_lost(report.diagnostics, api, pointer, &document.file) {
            let message = format!(
                "`accept-dropped` of the configuration matches nothing: nothing is lost at or below `{pointer}`"
            );
            report.push(Code::UnmatchedEntry, &["accept-dropped", &index.to_string()], message, pointer, &[]);
        }
    }
}

/// Whether something was left out, or is any JSON for a mistake, at a place or below it.
fn is_lost(diagnostics: &Diagnostics, api: &Api, pointer: &str, root: &str) -> bool {
    let found = diagnostics.list().iter().filter(|found| found.severity() == Severity::Error);
    let mut sites = found.flat_map(Diagnostic::losses).chain(&api.skipped);
    sites.any(|site| site.is_within(pointer, root))
}

fn operations(api: &Api, config: &Config, report: &mut Report<'_>) {
    for (key, of) in &config.operations {
        if let Some(operation) = api.operations.iter().find(|operation| operation.is_called(key)) {
            let params = operation.path.variables().chain(&operation.params);
            let wires: Vec<String> = params.map(|param| param.wire.clone()).collect();
            for wire in of.parameters.keys().filter(|wire| !wires.contains(wire)) {
                let entry = ["operations", key, "parameters", wire];
                report.unmatched(&entry, "the operation has no such parameter", wire, &wires);
            }
            let known: Vec<String> = operation
                .answer
                .media_type()
                .into_iter()
                .flat_map(|names| names.split(", "))
                .map(ToOwned::to_owned)
                .collect();
            for name in of.accept.iter().filter(|name| !known.contains(name)) {
                let why = "no success is answered with this media type, or it is a stream";
                report.unmatched(&["operations", key, "accept"], why, name, &known);
            }
            let sent = operation.body.as_ref().map(|body| body.media_type.clone());
            // Of a range, the caller says which it is.
            if let Some(name) =
                of.content_type.as_ref().filter(|name| !name.contains('*') && sent.as_ref() != Some(name))
            {
                let known: Vec<String> = sent.into_iter().collect();
                let why = "no body is sent in this media type";
                report.unmatched(&["operations", key, "content-type"], why, name, &known);
            }
            if let Some(name) =
                of.unwrap.as_ref().filter(|name| *name != "none" && operation.inner.as_ref() != Some(name))
            {
                let known = answer_fields(api, operation);
                let why = "the answer is no object with such a property, or one of several pages";
                report.unmatched(&["operations", key, "unwrap"], why, name, &known);
            }
        } else if !of.skip {
            let keys: Vec<String> = api.operations.iter().map(Operation::key).collect();
            let message = format!("the configuration corrects `{key}`, which is no operation");
            report.push(Code::UnknownOperation, &["operations", key], message, key, &keys);
        }
    }
}

/// Operations to skip that are not there: a slip of the pen would leave in the SDK what is not meant for it.
fn skips(document: &Document, config: &Config, report: &mut Report<'_>) {
    let items = document.openapi.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    let all = items.flat_map(|(path, item)| document.operations(path, item).map(move |found| (path, found)));
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (path, (method, operation, _)) in all {
        known.insert(format!("{method} {path}"));
        known.extend(operation.operation_id.clone());
    }
    let place = |key: &str| {
        let (method, path) = key.split_once(' ')?;
        Some(Pointer::root().join("paths").join(path).join(&method.to_lowercase()))
    };
    // One that is left out for a mistake is there.
    let is_dropped = |key: &str| document.dropped.iter().any(|site| Some(&site.pointer) == place(key).as_ref());
    let entries = config.operations.iter().filter(|(key, of)| of.skip && !known.contains(*key) && !is_dropped(key));
    let missing: Vec<&String> = entries.map(|(key, _)| key).collect();
    for key in missing {
        let message = format!("the configuration skips `{key}`, which is no operation");
        report.push(Code::UnknownOperation, &["operations", key], message, key, &list(&known));
    }
}

/// The properties of an answer.
fn answer_fields(api: &Api, operation: &Operation) -> Vec<String> {
    let Answer::Json { ty, .. } = &operation.answer else { return Vec::new() };
    let leaves = api.types.leaves(ty);
    let objects = leaves.iter().filter_map(|leaf| leaf.object);
    objects.flat_map(|object| &object.fields).map(|field| field.wire.clone()).collect()
}

fn audiences(document: &Document, config: &Config, report: &mut Report<'_>) {
    let items = document.openapi.paths.paths.iter().filter_map(|(path, item)| Some((path.as_str(), item.as_item()?)));
    let of_paths = items.flat_map(|(path, item)| {
        let operations = document.operations(path, item).map(|(_, operation, _)| &operation.extensions);
        operations.chain([&item.extensions])
    });
    let webhooks = document.webhooks.values().filter_map(|item| item.as_item());
    let of_webhooks =
        webhooks.flat_map(|item| item.iter().map(|(_, operation)| &operation.extensions).chain([&item.extensions]));
    let known: BTreeSet<String> =
        of_paths.chain(of_webhooks).flat_map(hints::audiences).map(ToOwned::to_owned).collect();
    for (index, name) in config.audiences.iter().enumerate().filter(|(_, name)| !known.contains(*name)) {
        let why = format!("nothing is for the audience `{name}`");
        report.unmatched(&["audiences", &index.to_string()], &why, name, &list(&known));
    }
}

fn tree(api: &Api, config: &Config, report: &mut Report<'_>) {
    let is_known = |key: &str| api.operations.iter().any(|operation| operation.is_called(key));
    for (place, key) in config.resources.tree.iter().filter(|(_, key)| !is_known(key)) {
        let keys: Vec<String> = api.operations.iter().map(Operation::key).collect();
        let message = format!("`resources.tree.{place}` of the configuration is `{key}`, which is no operation");
        let path: Vec<&str> = ["resources", "tree"].into_iter().chain(place.split('.')).collect();
        report.push(Code::UnknownOperation, &path, message, key, &keys);
    }
}

fn types(api: &Api, pointer: &str, of: &TypeConfig, report: &mut Report<'_>) {
    let is_meant = |def: &&TypeDef| match &def.origin {
        Origin::Component(name) => {
            pointer == format!("#/components/schemas/{name}") || pointer == def.site.pointer.to_string()
        }
        Origin::Inline { .. } => pointer == def.site.pointer.to_string(),
    };
    let Some(def) = api.types.iter().map(|(_, def)| def).find(is_meant) else {
        let pointers: Vec<String> = api.types.iter().map(|(_, def)| def.site.pointer.to_string()).collect();
        return report.unmatched(&["types", pointer], "no type comes from there", pointer, &pointers);
    };
    let (fields, variants) = members(def);
    for wire in of.fields.keys().filter(|wire| !fields.contains(*wire)) {
        report.unmatched(&["types", pointer, "fields", wire], "the type has no such field", wire, &list(&fields));
    }
    for wire in of.variants.keys().filter(|wire| !variants.contains(*wire)) {
        report.unmatched(&["types", pointer, "variants", wire], "the type has no such variant", wire, &list(&variants));
    }
    if of.closed && !matches!(def.shape, Shape::Enum(_)) {
        report.unmatched(&["types", pointer, "closed"], "the type is no list of values", "", &[]);
    }
}

/// What the fields and the variants of a type are known by.
fn members(def: &TypeDef) -> (BTreeSet<String>, BTreeSet<String>) {
    match &def.shape {
        Shape::Object(object) => (object.fields.iter().map(|field| field.wire.clone()).collect(), BTreeSet::new()),
        Shape::Enum(list) => (BTreeSet::new(), list.values.iter().map(|value| value.wire.clone()).collect()),
        Shape::Union(union) => {
            let tags = union.discriminator.iter().flat_map(|discriminator| &discriminator.tags).map(|(tag, _)| tag);
            let names = union.variants.iter().filter_map(|variant| variant.name.as_ref());
            (BTreeSet::new(), tags.chain(names).cloned().collect())
        }
        Shape::Alias(_) | Shape::Newtype(_) => (BTreeSet::new(), BTreeSet::new()),
    }
}

fn list(names: &BTreeSet<String>) -> Vec<String> {
    names.iter().cloned().collect()
}

struct Report<'a> {
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
}

impl Report<'_> {
    fn unmatched(&mut self, path: &[&str], why: &str, name: &str, known: &[String]) {
        let entry = path.iter().map(|step| bare(step)).collect::<Vec<_>>().join(".");
        let message = format!("`{entry}` of the configuration matches nothing: {why}");
        self.push(Code::UnmatchedEntry, path, message, name, known);
    }

    fn push(&mut self, code: Code, path: &[&str], message: String, name: &str, known: &[String]) {
        let mut diagnostic = self.config.places.at(path, Diagnostic::new(code, message));
        let likeness = |known: &&String| strsim::jaro_winkler(known, name);
        if let Some(near) = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
    }
}
