//! Answers: what a success brings, and what failures bring.

use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

use super::body::{essence, is_json, typed};
use super::statuses::{self, Several};
use super::stream::{self, Inputs};
use super::{Context, headers, link};
use crate::diag::{Code, Diagnostic, Site};
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

    let success = success(&all);
    let of_success: Vec<(String, &Response)> = all
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .cloned()
        .chain(success.clone().filter(|(status, _)| status == "default"))
        .collect();
    let successes: Vec<&Response> = of_success.iter().map(|(_, response)| *response).collect();
    let mut stream = stream::stream(context, id, key, operation, inputs, &successes, site);
    let mut or_nothing = false;
    let answer = match (stream.take_if(|stream| is_all(context, key, operation, &successes, stream)), &success) {
        // The answer to HEAD is its headers (RFC 9110, section 9.3.2).
        _ if key.starts_with("HEAD ") => Answer::Empty,
        (Some(stream), _) => Answer::Stream(Box::new(stream)),
        (None, None) => Answer::Empty,
        (None, Some((status, response))) => {
            match kept(context, (key, operation), response).or_else(|| json(response)) {
                Some((name, _)) if is_json(&essence(name)) => match statuses::several(context, id, &of_success) {
                    Several::Differ(cases) => Answer::Statuses { media_type: name.to_owned(), cases },
                    several => {
                        or_nothing = matches!(several, Several::OrNothing);
                        answer(context, id, (key, operation), status, response, site)
                    }
                },
                _ => answer(context, id, (key, operation), status, response, site),
            }
        }
    };
    if key.starts_with("HEAD ") {
        stream = None;
    }
    let mut errors = Vec::new();
    for (status, response) in &all {
        let is_default_success = status == "default" && !all.iter().any(|(status, _)| status.starts_with('2'));
        if status.starts_with('4') || status.starts_with('5') || (status == "default" && !is_default_success) {
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

fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}

/// The success that the method returns: the lowest status with content, else the lowest, else `default`.
fn success<'a>(all: &[(String, &'a Response)]) -> Option<(String, &'a Response)> {
    let mut successes: Vec<&(String, &Response)> = all.iter().filter(|(status, _)| status.starts_with('2')).collect();
    successes.sort_by(|a, b| a.0.cmp(&b.0));
    successes
        .iter()
        .find(|(_, response)| !response.content.is_empty())
        .or_else(|| successes.first())
        .copied()
        .or_else(|| all.iter().find(|(status, _)| status == "default"))
        .map(|(status, response)| (status.clone(), *response))
}

fn answer(
    context: &mut Context<'_>,
    id: OperationId,
    known_by: (&str, &openapiv3::Operation),
    status: &str,
    response: &Response,
    site: &Site,
) -> Answer {
    if statuses::has_no_body(status, response) {
        return Answer::Empty;
    }
    let kept = kept(context, known_by, response);
    if let Some((name, _)) = kept.filter(|(name, _)| !is_json(&essence(name))) {
        let is_text = is_text(name);
        return if is_text { Answer::Text(name.to_owned()) } else { Answer::Binary(name.to_owned()) };
    }
    if let Some((name, media)) = kept.or_else(|| json(response)) {
        let ty = typed(context, id, Role::Answer(status.to_owned()), media);
        return Answer::Json { media_type: name.to_owned(), ty };
    }
    let mut whole = response.content.keys().filter(|name| stream::framing(name).is_none());
    let text = whole.clone().find(|name| is_text(name));
    report_stream(context, response, site);
    match (text, whole.next()) {
        (Some(name), _) => Answer::Text(name.clone()),
        (None, Some(name)) => Answer::Binary(name.clone()),
        (None, None) => Answer::Empty,
    }
}

/// The media type that the configuration names, or else the one in which callers know the answer: it stays, whatever
/// else is offered now.
fn kept<'a>(
    context: &Context<'_>,
    (key, operation): (&str, &openapiv3::Operation),
    response: &'a Response,
) -> Option<(&'a str, &'a MediaType)> {
    let names = [Some(key), operation.operation_id.as_deref()];
    let configured = names.into_iter().flatten().find_map(|name| context.config.operations.get(name));
    let stated = |name: &String| response.content.get_key_value(name);
    let chosen = configured.and_then(|of| of.accept.as_ref()).and_then(stated);
    let (name, media) = chosen.or_else(|| context.before.answers.get(key).and_then(stated))?;
    stream::framing(name).is_none().then_some((name.as_str(), media))
}

fn is_text(name: &str) -> bool {
    let essence = essence(name);
    essence.starts_with("text/") || essence.ends_with("xml")
}

/// Says that values which are strung together in a way that is not known are read as one.
fn report_stream(context: &mut Context<'_>, response: &Response, site: &Site) {
    let is_stream = |media: &MediaType| stream::item_schema(media).is_some();
    let known = |name: &str| stream::framing(name).is_some();
    if let Some((name, _)) = response.content.iter().find(|(name, media)| is_stream(media) && !known(name)) {
        context.diagnostics.push(
            Diagnostic::new(Code::StreamReadWhole, format!("the answer is a stream of `{name}`"))
                .at(&site.join("responses"))
                .effect("the method reads it to its end and returns it as one"),
        );
    }
}

fn error(context: &mut Context<'_>, id: OperationId, status: &str, response: &Response) -> ErrorAnswer {
    let ty = json(response).map(|(_, media)| typed(context, id, Role::Answer(status.to_owned()), media));
    let description = Some(response.description.clone()).filter(|text| !text.is_empty());
    ErrorAnswer { status: status.to_owned(), description, ty }
}

/// The JSON among the media types; a wildcard counts as JSON.
pub(super) fn json(response: &Response) -> Option<(&str, &MediaType)> {
    let exact = response.content.iter().find(|(name, _)| essence(name) == "application/json");
    let other = || response.content.iter().find(|(name, _)| is_json(&essence(name)));
    if let Some((name, media)) = exact.or_else(other) {
        return Some((name, media));
    }
    let (_, media) = response.content.iter().find(|(name, media)| name.as_str() == "*/*" && media.schema.is_some())?;
    Some(("application/json", media))
}
