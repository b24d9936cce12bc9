//! `api.md`: every method and every type on one page, to be searched and to be compared between versions.
//!
//! Input: the API and its names. Output: the page: methods by resource, with the types of its module, and the types that
//! all share. Not here: the requests that methods return, which nobody has to name, and what every SDK has.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::rust_file::{RustFile, compact};
use super::{Sdk, Task, docs, operation, params, path, placed, resource, servers, stream};
use crate::file::{File, Kind};
use crate::ir::{Answer, Operation, OperationId, Param, ResourceId};
use crate::names::Module;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || Ok(File { path: "api.md".into(), text: page(sdk), kind: Kind::Generated })));
}

fn page(sdk: Sdk<'_>) -> String {
    let krate = &sdk.names.package.krate;
    let mut text = format!("# {}\n\n{INTRODUCTION}\n", docs::text(&sdk.names.package.title));
    for (index, resource) in sdk.api.resources.iter().enumerate() {
        let id = ResourceId(index);
        let types = of_resource(sdk, id, &resource.operations);
        if resource.operations.is_empty() && types.is_empty() {
            continue;
        }
        let chain = resource::accessors(sdk.names, &sdk.api.lineage(id));
        let _ = writeln!(text, "\n## `client{chain}`");
        if !resource.operations.is_empty() {
            text.push('\n');
        }
        for operation_id in &resource.operations {
            if let Some(operation) = sdk.api.operations.get(operation_id.0) {
                let _ = writeln!(text, "{}", method(sdk, *operation_id, operation, &chain));
            }
        }
        if !types.is_empty() {
            let _ = writeln!(text, "\nTypes in `{krate}::{}`: {}.", placed::module(sdk, id), list(&types));
        }
    }
    let root: BTreeSet<String> = servers::exported(sdk).into_iter().map(ToString::to_string).collect();
    if !root.is_empty() {
        let _ = writeln!(text, "\n## `{krate}`\n\nTypes of the client's options: {}.", list(&root));
    }
    let types = shared(sdk);
    if !types.is_empty() {
        let _ = writeln!(text, "\n## `{krate}::types`\n");
        for (name, inside) in types {
            let inside = if inside.is_empty() { String::new() } else { format!(": {}", list(&inside)) };
            let _ = writeln!(text, "- `{name}`{inside}");
        }
    }
    if !sdk.api.webhooks.is_empty() {
        text.push_str("\n## Webhooks\n\n");
        for webhook in &sdk.api.webhooks {
            let mut unused = RustFile::new("", Vec::new());
            let payload = outside(sdk, &compact(&path::ty(sdk, &webhook.payload, Module::Client, &mut unused)));
            let _ = writeln!(text, "- {}: `{payload}`", docs::code(&webhook.name));
        }
        let types = of_module(sdk, Module::Webhooks);
        if !types.is_empty() {
            let _ = writeln!(text, "\nTypes in `{krate}::webhooks`: {}.", list(&types));
        }
    }
    text
}

/// What the page has, and what it leaves out.
const INTRODUCTION: &str = "Every method, and every type by its module; behind a type of `types` stand those that \
    belong to it. Left out are the requests that methods return (`…Request`), which nobody has to name, the types that \
    lead to methods, and what every SDK has at its root (`Client`, `Error`, …).";

fn list(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The types of a resource's module: what its methods take and bring, and the inline types of both.
fn of_resource(sdk: Sdk<'_>, id: ResourceId, operations: &[OperationId]) -> BTreeSet<String> {
    let mut types = of_module(sdk, Module::Resource(id));
    for id in operations {
        let (Some(operation), Some(name)) = (sdk.api.operations.get(id.0), sdk.names.operations.get(id)) else {
            continue;
        };
        let rows = params::rows(sdk, operation, name, &mut RustFile::new("", Vec::new()));
        let brings = matches!(operation.answer, Answer::Json { .. } | Answer::Statuses { .. });
        let own = [
            params::has_params(operation, &rows).then_some(&name.params),
            matches!(params::required(&rows), params::Required::Literal).then_some(&name.required),
            brings.then_some(&name.response),
            Some(&name.error).filter(|error| !error.as_str().is_empty()),
        ];
        types.extend(own.into_iter().flatten().map(ToString::to_string));
    }
    types
}

/// The types that belong to a module, with the structs of what they require.
fn of_module(sdk: Sdk<'_>, module: Module) -> BTreeSet<String> {
    let members = sdk.names.members.get(&module).into_iter().flatten();
    let members = members.filter(|id| !sdk.facts.spread.contains(id) && !sdk.facts.unreached.contains(id));
    let names = members.filter_map(|id| sdk.names.types.get(id));
    names.flat_map(|name| [Some(&name.ident), name.required.as_ref()]).flatten().map(ToString::to_string).collect()
}

/// The types of `types`: each component or shared part with those that stand in its file. Of a body that is spread, only
/// they are there, and each is for itself.
fn shared(sdk: Sdk<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut types = BTreeMap::new();
    for module in sdk.names.members.keys() {
        let Module::Types(root) = module else { continue };
        let mut inside = of_module(sdk, *module);
        let root = sdk.names.types.get(root).map(|name| name.ident.to_string()).unwrap_or_default();
        if inside.remove(&root) {
            types.insert(root, inside);
        } else {
            types.extend(inside.into_iter().map(|name| (name, BTreeSet::new())));
        }
    }
    types
}

/// A path as callers write it, who know the crate by its name.
fn outside(sdk: Sdk<'_>, path: &str) -> String {
    path.replace("crate::", &format!("{}::", sdk.names.package.krate))
}

fn method(sdk: Sdk<'_>, id: OperationId, operation: &Operation, chain: &str) -> String {
    let Some(name) = sdk.names.operations.get(&id) else { return String::new() };
    let mut unused = RustFile::new("", Vec::new());
    let rows = params::rows(sdk, operation, name, &mut unused);
    let variables: Vec<&Param> = operation.path.variables().collect();
    let mut arguments: Vec<String> = name
        .arguments
        .iter()
        .filter(|(number, _)| variables.get(*number).is_some())
        .map(|(_, name)| name.to_string())
        .collect();
    match params::required(&rows) {
        params::Required::None => {}
        params::Required::Body => arguments.push("body".to_owned()),
        params::Required::Literal => arguments.push(name.required.to_string()),
    }
    let here = Module::Resource(operation.resource);
    let answer = match &operation.answer {
        Answer::Empty => "()".to_owned(),
        Answer::Text(_) => "String".to_owned(),
        Answer::Binary(_) => "Bytes".to_owned(),
        Answer::Statuses { .. } => name.response.to_string(),
        Answer::Stream(stream) => format!("EventStream<{}>", stream::value(sdk, stream, here, &mut unused)),
        Answer::Json { ty, .. } => {
            let ty = match operation::held(sdk, operation, here, &mut unused) {
                Some(held) => held,
                None => compact(&path::ty(sdk, ty, here, &mut unused)),
            };
            if operation.pagination.is_some() { format!("Page<{ty}>") } else { ty }
        }
    };
    let streamed = operation.stream.as_ref().map(|of| stream::value(sdk, of, here, &mut unused));
    let streamed = streamed.map(|value| format!(", or `.stream()` → `EventStream<{value}>`")).unwrap_or_default();
    let (answer, streamed) = (outside(sdk, &answer), outside(sdk, &streamed));
    let mut line = format!(
        "- `client{chain}.{}({})` → `{answer}`{streamed} — {}",
        name.method,
        arguments.join(", "),
        docs::code(&operation.key()),
    );
    let own = rows.iter().filter(|row| !row.is_required()).map(|row| row.name);
    let of_body = name.body_fields.iter().map(|(_, name)| name);
    let setters: Vec<String> = own.chain(of_body).map(|name| format!("`{name}`")).collect();
    if !setters.is_empty() {
        line.push_str(&format!("\n  - optional: {}", setters.join(", ")));
    }
    line
}
