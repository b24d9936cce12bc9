//! `api.md`: every method and every type on one page, to be searched and to be compared between versions.

use std::fmt::Write as _;

use super::rust_file::{RustFile, compact};
use super::{Sdk, Task, docs, params, path, resource, stream};
use crate::file::{File, Kind};
use crate::ir::{Answer, Operation, OperationId, Param, ResourceId};
use crate::names::Module;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    tasks.push(Box::new(move || Ok(File { path: "api.md".into(), text: page(sdk), kind: Kind::Generated })));
}

fn page(sdk: Sdk<'_>) -> String {
    let mut text = format!("# {}\n", docs::text(&sdk.names.package.title));
    for (index, resource) in sdk.api.resources.iter().enumerate() {
        let id = ResourceId(index);
        if resource.operations.is_empty() {
            continue;
        }
        let chain = resource::accessors(sdk.names, &path::lineage(sdk, id));
        let _ = writeln!(text, "\n## `client{chain}`\n");
        for operation_id in &resource.operations {
            if let Some(operation) = sdk.api.operations.get(operation_id.0) {
                let _ = writeln!(text, "{}", method(sdk, *operation_id, operation, &chain));
            }
        }
    }
    let there = sdk.names.types.iter().filter(|(id, name)| name.file.is_some() && !sdk.facts.unreached.contains(id));
    let mut types: Vec<String> = there.map(|(_, name)| name.ident.to_string()).collect();
    types.sort();
    if !types.is_empty() {
        text.push_str("\n## `types`\n\n");
        for name in types {
            let _ = writeln!(text, "- `{name}`");
        }
    }
    if !sdk.api.webhooks.is_empty() {
        text.push_str("\n## Webhooks\n\n");
        for webhook in &sdk.api.webhooks {
            let mut unused = RustFile::new("", Vec::new());
            let payload = outside(sdk, &compact(&path::ty(sdk, &webhook.payload, Module::Client, &mut unused)));
            let _ = writeln!(text, "- {}: `{payload}`", docs::code(&webhook.name));
        }
    }
    text
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
            let ty = compact(&path::ty(sdk, ty, here, &mut unused));
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
