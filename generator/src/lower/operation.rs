//! Operations, one by one.

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;

use super::{Context, answer, body, hints, pagination, param, security};
use crate::diag::{Code, Diagnostic, Pointer, Site};
use crate::ir::{Docs, Method, Operation, OperationId, ResourceId};

/// All operations, path by path; those that the configuration skips are left out, and those that no
/// SDK method can serve are dropped with a diagnostic. Also where those stand that are skipped.
pub(super) fn operations(context: &mut Context<'_>) -> (Vec<Operation>, Vec<Site>) {
    let document = context.document;
    let mut result = Vec::new();
    let mut skipped = Vec::new();
    let mut by_extension: BTreeMap<&str, Vec<Site>> = BTreeMap::new();
    for (path, item) in &document.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation, site) in document.operations(path, item) {
            let method = Method::from(method.as_str());
            let key = format!("{} {path}", method.as_str());
            let configured = [Some(&key), operation.operation_id.as_ref()]
                .into_iter()
                .flatten()
                .find_map(|key| context.config.operations.get(key));
            let by = match configured {
                Some(operation) => operation.skip.then_some("the configuration"),
                None => hints::skipped_by(&operation.extensions).or_else(|| hints::skipped_by(&item.extensions)),
            };
            if let Some(by) = by {
                if configured.is_none() {
                    by_extension.entry(by).or_default().push(site.clone());
                }
                skipped.push(site);
                continue;
            }
            let id = OperationId(result.len());
            let operation = lower(context, id, method, path, item, operation, site);
            result.push(operation);
        }
    }
    operation_ids(context, &result);
    for (extension, sites) in by_extension {
        report_skipped(context, extension, &sites);
    }
    (result, skipped)
}

/// Says how many operations an extension leaves out. The place is that of what holds them, since findings at what is
/// skipped do not count.
fn report_skipped(context: &mut Context<'_>, extension: &str, sites: &[Site]) {
    let Some(first) = sites.first() else { return };
    let paths = Site::new(&context.document.file, Pointer::root().join("paths"));
    let message = match sites.len() {
        1 => format!("`{extension}` leaves one operation out"),
        count => format!("`{extension}` leaves {count} operations out, this one first"),
    };
    context.diagnostics.push(
        Diagnostic::new(Code::LeftOutByExtension, message)
            .at(&paths)
            .related(first, "left out")
            .effect("the SDK has no method for what is left out")
            .help("to have it all the same, say `skip = false` of it in the configuration: `[operations.\"GET /…\"]`"),
    );
}

/// Says which operationIds stand twice, and whether some are missing where others have one.
fn operation_ids(context: &mut Context<'_>, operations: &[Operation]) {
    let mut first: BTreeMap<&str, &Site> = BTreeMap::new();
    let mut without = operations.iter().filter(|operation| operation.operation_id.is_none());
    for operation in operations {
        let Some(id) = &operation.operation_id else { continue };
        // One operation may be reached by two paths (`$ref`), and then is no slip of the pen.
        if let Some(other) = first.insert(id, &operation.site).filter(|other| **other != operation.site) {
            first.insert(id, other);
            context.diagnostics.push(
                Diagnostic::new(Code::DuplicateOperationId, format!("the operationId `{id}` stands here again"))
                    .at(&operation.site.join("operationId"))
                    .related(&other.join("operationId"), "first here")
                    .effect("both operations are made, with names from their paths")
                    .help("give it another one"),
            );
        }
    }
    if let Some(one) = without.next().filter(|_| !first.is_empty()) {
        let count = 1 + without.count();
        let message = match count {
            1 => "one operation has no operationId, this one".to_owned(),
            count => format!("{count} operations have no operationId, this one first"),
        };
        context.diagnostics.push(
            Diagnostic::new(Code::MissingOperationIds, message)
                .at(&one.site)
                .effect("methods are named from their paths, so nothing is lost"),
        );
    }
}

fn lower(
    context: &mut Context<'_>,
    id: OperationId,
    method: Method,
    path: &str,
    item: &openapiv3::PathItem,
    operation: &openapiv3::Operation,
    site: Site,
) -> Operation {
    let params = param::params(context, id, &item.parameters, &operation.parameters, &site);
    let (path, params) = param::split(context, path, params, &site);
    let key = format!("{} {}", method.as_str(), path.template);
    let body = body::body(context, id, &key, operation.request_body.as_ref(), &site);
    let (answer, errors) = answer::answers(context, id, &key, &operation.responses, &site);
    let hint = hints::place(context, &operation.extensions, &site);
    let mut result = Operation {
        hint,
        method,
        path,
        operation_id: operation.operation_id.clone(),
        tags: operation.tags.clone(),
        // Both are settled by `tree`, which needs to see all operations.
        resource: ResourceId(0),
        name: String::new(),
        params,
        body,
        answer,
        errors,
        pagination: None,
        security: security::alternatives(context, operation.security.as_deref()),
        docs: Docs {
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            url: operation.external_docs.as_ref().map(|docs| docs.url.clone()),
            example: None,
            asserted: Vec::new(),
        },
        deprecated: operation.deprecated,
        site,
    };
    result.pagination = pagination::find(context, id, &result, operation);
    result
}
