//! Operations, one by one.

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;

use super::answer::Answers;
use super::stream::Inputs;
use super::{
    Context, answer, answer_notes, body, callback, hints, inner, link, pagination, param, retries, security, servers,
};
use crate::diag::{Code, Diagnostic, Pointer, Site};
use crate::document::Document;
use crate::ir::{Answer, Docs, Further, Method, Operation, OperationId, ResourceId, Type};

/// The operations that the SDK has, and those that it leaves out.
pub(super) struct Listed<'d> {
    list: Vec<Found<'d>>,
    skipped: Vec<Site>,
    by_extension: BTreeMap<&'d str, Vec<Site>>,
}

/// An operation of the document.
struct Found<'d> {
    path: &'d str,
    item: &'d openapiv3::PathItem,
    method: Method,
    operation: &'d openapiv3::Operation,
    site: Site,
}

impl Listed<'_> {
    /// Where each operation stands; of a path item that several paths share, the first.
    pub(super) fn sites(&self) -> BTreeMap<Site, OperationId> {
        let sites = self.list.iter().enumerate().map(|(index, found)| (found.site.clone(), OperationId(index)));
        sites.rev().collect()
    }
}

/// All operations, path by path, but those that the configuration or an extension skips.
pub(super) fn listed<'d>(context: &Context<'d>) -> Listed<'d> {
    let document = context.document;
    let mut listed = Listed { list: Vec::new(), skipped: Vec::new(), by_extension: BTreeMap::new() };
    for (path, item) in &document.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation, site) in document.operations(path, item) {
            let method = Method::from(method.as_str());
            let key = format!("{} {path}", method.as_str());
            let configured = [Some(&key), operation.operation_id.as_ref()]
                .into_iter()
                .flatten()
                .find_map(|key| context.config.operations.get(key));
            if !hints::is_for(&context.config.audiences, [&operation.extensions, &item.extensions]) {
                listed.skipped.push(site);
                continue;
            }
            let by = match configured {
                Some(operation) => operation.skip.then_some("the configuration"),
                None => hints::skipped_by(&operation.extensions).or_else(|| hints::skipped_by(&item.extensions)),
            };
            if let Some(by) = by {
                if configured.is_none() {
                    listed.by_extension.entry(by).or_default().push(site.clone());
                }
                listed.skipped.push(site);
                continue;
            }
            listed.list.push(Found { path, item, method, operation, site });
        }
    }
    listed
}

/// The operations, lowered; those that no SDK method can serve are dropped with a diagnostic. Also where those stand that
/// are skipped.
pub(super) fn operations(context: &mut Context<'_>, listed: Listed<'_>) -> (Vec<Operation>, Vec<Site>) {
    let Listed { list, skipped, by_extension } = listed;
    let mut result = Vec::with_capacity(list.len());
    let mut further = Vec::new();
    for (index, Found { path, item, method, operation, site }) in list.into_iter().enumerate() {
        let id = OperationId(index);
        let (lowered, media_types) = lower(context, id, method, path, item, operation, site);
        further.extend(media_types.into_iter().map(|choice| (id, choice, operation)));
        result.push(lowered);
    }
    operation_ids(context, &result);
    for (of, choice, operation) in further {
        if let Some(operation) = result
            .get(of.0)
            .cloned()
            .and_then(|first| in_other_media_type(context, OperationId(result.len()), of, first, &choice, operation))
        {
            result.push(operation);
        }
    }
    answer_notes::report(context);
    body::report(context);
    link::report_unknown(context, &result);
    for (extension, sites) in by_extension {
        report_skipped(context, extension, &sites);
    }
    (result, skipped)
}

/// The identity of every operation of a description, and its operationId.
#[must_use]
pub fn keys(document: &Document) -> Vec<(String, Option<String>)> {
    let paths = document.openapi.paths.paths.iter();
    let items = paths.filter_map(|(path, item)| Some((path, item.as_item()?)));
    let operations = items.flat_map(|(path, item)| document.operations(path, item).map(move |found| (path, found)));
    operations
        .map(|(path, (method, operation, _))| (format!("{method} {path}"), operation.operation_id.clone()))
        .collect()
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
            .repeated(sites.to_vec(), format!("`{extension}` leaves this operation out"))
            .effect("the SDK has no method for what is left out")
            .help("to have it all the same, say `skip = false` of it in the configuration: `[operations.\"GET /…\"]`"),
    );
}

/// Says which operationIds stand twice, and whether some are missing where others have one.
fn operation_ids(context: &mut Context<'_>, operations: &[Operation]) {
    let mut first: BTreeMap<&str, &Site> = BTreeMap::new();
    let without = operations.iter().filter(|operation| operation.operation_id.is_none());
    let without: Vec<Site> = without.map(|operation| operation.site.clone()).collect();
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
                    .help("each operation has an id of its own: give it another one"),
            );
        }
    }
    if let Some(one) = without.first().filter(|_| !first.is_empty()) {
        let message = match without.len() {
            1 => "one operation has no operationId, this one".to_owned(),
            count => format!("{count} operations have no operationId, this one first"),
        };
        context.diagnostics.push(
            Diagnostic::new(Code::MissingOperationIds, message)
                .at(one)
                .repeated(without.clone(), "this operation has no operationId, and others have one")
                .effect("methods are named from their paths, so nothing is lost"),
        );
    }
}

/// The same operation with its body in a media type that can carry something else.
fn in_other_media_type(
    context: &mut Context<'_>,
    id: OperationId,
    of: OperationId,
    first: Operation,
    choice: &body::Choice<'_>,
    operation: &openapiv3::Operation,
) -> Option<Operation> {
    let further = Further { of, media_type: choice.name().to_owned() };
    let mut result = Operation { hint: None, word: None, further: Some(further), ..first };
    if context.config.operations.get(&result.key()).is_some_and(|configured| configured.skip) {
        return None;
    }
    result.body = body::body(context, id, choice, operation.request_body.as_ref(), &result.site);
    Some(result)
}

/// An operation, and the media types beside its own that have a method too.
fn lower<'a>(
    context: &mut Context<'_>,
    id: OperationId,
    method: Method,
    path: &str,
    item: &openapiv3::PathItem,
    operation: &'a openapiv3::Operation,
    site: Site,
) -> (Operation, Vec<body::Choice<'a>>) {
    let sites = [&context.document.path_site(path), &site];
    let params = param::params(context, id, &item.parameters, &operation.parameters, sites);
    let (path, params) = param::split(context, path, params, &site);
    let key = format!("{} {}", method.as_str(), path.template);
    let mut choices = body::choices(context, &key, operation, &site).into_iter();
    let body =
        choices.next().and_then(|choice| body::body(context, id, &choice, operation.request_body.as_ref(), &site));
    let inputs = Inputs { params: &params, body: body.as_ref() };
    let Answers { answer, stream, or_nothing, errors, headers, links } =
        answer::answers(context, id, &key, operation, inputs, &site);
    let (hint, word) = match hints::place(context, &operation.extensions, operation.operation_id.as_deref(), &site) {
        Some(hints::Place::Whole(place)) => (Some(place), None),
        Some(hints::Place::Word(word)) => (None, Some(word)),
        None => (None, None),
    };
    let mut result = Operation {
        hint,
        word,
        further: None,
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
        stream,
        errors,
        headers,
        links,
        callbacks: callback::callbacks(context, id, operation),
        inner: None,
        pagination: None,
        retry: retries::of_operation(context, &operation.extensions, &site),
        servers: servers::of_operation(context, item, operation, &site),
        security: security::alternatives(context, operation.security.as_deref()),
        scopes: security::scopes(context, operation.security.as_deref()),
        docs: Docs {
            summary: operation.summary.clone(),
            description: hints::with_deprecation(operation.description.clone(), &operation.extensions),
            url: operation.external_docs.as_ref().map(|docs| docs.url.clone()),
            example: None,
            asserted: Vec::new(),
        },
        deprecated: operation.deprecated || hints::is_deprecated(&operation.extensions),
        site,
    };
    result.pagination = pagination::find(context, id, &result, operation);
    if let (true, None, Answer::Json { ty, .. }) = (or_nothing, &result.pagination, &mut result.answer)
        && !matches!(ty, Type::Nullable(_))
    {
        *ty = Type::Nullable(Box::new(ty.clone()));
    }
    if result.pagination.is_some() && result.stream.take().is_some() {
        context.diagnostics.push(
            Diagnostic::new(Code::StreamReadWhole, "the answer is one of several pages as well as a stream")
                .at(&result.site)
                .effect("the method returns pages")
                .help(format!("for the stream: [operations.\"{key}\"] pagination = \"none\"")),
        );
    }
    result.inner = inner::inner(context, &result);
    (result, choices.collect())
}
