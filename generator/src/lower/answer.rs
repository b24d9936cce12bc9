//! Answers: what a success brings, and what failures bring.

use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

use super::body::typed;
use super::stream::{self, Inputs};
use super::{Context, answer_notes, form, headers, link, statuses};
use crate::diag::Site;
use crate::document::{SchemaTable, essence, is_json};
use crate::ir::{Answer, ErrorAnswer, Link, OperationId, Role, Stream};

/// What an operation answers with.
pub(super) struct Answers {
    /// What a success brings.
    pub(super) answer: Answer,
    /// What it brings beside that, to callers who ask for a stream.
    pub(super) stream: Option<Stream>,
    /// Whether a success may bring nothing instead.
    pub(super) or_nothing: bool,
    /// What failures bring.
    pub(super) errors: Vec<ErrorAnswer>,
    /// The headers that come with either.
    pub(super) headers: Vec<String>,
    /// Where they lead to.
    pub(super) links: Vec<Link>,
}

/// The answers of an operation with these inputs.
pub(super) fn answers(
    context: &mut Context<'_>,
    id: OperationId,
    key: &str,
    operation: &openapiv3::Operation,
    inputs: Inputs<'_>,
    site: &Site,
) -> Answers {
    let responses = &operation.responses;
    let mut all: Vec<(String, &Response)> = responses
        .responses
        .iter()
        .filter_map(|(status, response)| Some((status_text(status), response.as_item()?)))
        .collect();
    all.extend(
        responses.default.as_ref().and_then(ReferenceOr::as_item).map(|response| ("default".to_owned(), response)),
    );

    let has_success = all.iter().any(|(status, _)| status.starts_with('2'));
    let is_success = |status: &str| if has_success { status.starts_with('2') } else { status == "default" };
    let of_success: Vec<(String, &Response)> = all.iter().filter(|(status, _)| is_success(status)).cloned().collect();
    let successes: Vec<&Response> = of_success.iter().map(|(_, response)| *response).collect();
    let mut stream = stream::stream(context, id, key, operation, inputs, &successes, site);
    let (answer, or_nothing) = match stream.take_if(|stream| is_all(context, key, operation, &successes, stream)) {
        // The answer to HEAD is its headers (RFC 9110, section 9.3.2).
        _ if key.starts_with("HEAD ") => (Answer::Empty, false),
        Some(stream) => (Answer::Stream(Box::new(stream)), false),
        None => statuses::answer(context, id, (key, operation), &of_success, site),
    };
    if key.starts_with("HEAD ") {
        stream = None;
    }
    answer_notes::note(context, (key, operation), &of_success, (&answer, stream.as_ref()), site);
    let mut errors = Vec::new();
    for (status, response) in &all {
        if status.starts_with('4') || status.starts_with('5') || (status == "default" && has_success) {
            errors.push(error(context, id, status, response));
        }
    }
    let headers = headers::of_answers(context, &all, site);
    Answers { answer, stream, or_nothing, errors, headers, links: link::links(&all) }
}

/// Whether an operation answers with a stream and nothing else, or callers know it so.
fn is_all(
    context: &Context<'_>,
    key: &str,
    operation: &openapiv3::Operation,
    successes: &[&Response],
    stream: &Stream,
) -> bool {
    let mut names = successes.iter().flat_map(|response| response.content.keys());
    stream::is_only_stream(operation)
        || context
            .before
            .answers
            .get(key)
            .is_some_and(|before| *before == stream.media_type && stream::framing(before).is_some())
        || names.all(|name| stream::framing(name).is_some())
}

pub(super) fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}

fn error(context: &mut Context<'_>, id: OperationId, status: &str, response: &Response) -> ErrorAnswer {
    let ty = json(context, response).map(|(_, media)| typed(context, id, Role::Answer(status.to_owned()), media));
    let description = Some(response.description.clone()).filter(|text| !text.is_empty());
    ErrorAnswer { status: status.to_owned(), description, ty }
}

/// The JSON among the media types; a wildcard counts as JSON, unless it is of a file.
pub(super) fn json<'r>(context: &Context<'_>, response: &'r Response) -> Option<(&'r str, &'r MediaType)> {
    let exact = response.content.iter().find(|(name, _)| essence(name) == "application/json");
    let other = || response.content.iter().find(|(name, _)| is_json(&essence(name)));
    if let Some((name, media)) = exact.or_else(other) {
        return Some((name, media));
    }
    let (_, media) = response.content.iter().find(|(name, _)| name.as_str() == "*/*")?;
    media.schema.as_ref().and_then(SchemaTable::id)?;
    (!form::is_file(context, media)).then_some(("application/json", media))
}
