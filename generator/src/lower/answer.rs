//! Answers: what a success brings, and what failures bring.

use openapiv3::{MediaType, ReferenceOr, Response, Responses, StatusCode};

use super::Context;
use super::body::{essence, is_json, typed};
use crate::diag::{Code, Diagnostic, Site};
use crate::ir::{Answer, ErrorAnswer, OperationId, Role};

/// The answer of a success and those of failures.
pub(super) fn answers(
    context: &mut Context<'_>,
    id: OperationId,
    key: &str,
    responses: &Responses,
    site: &Site,
) -> (Answer, Vec<ErrorAnswer>) {
    let mut all: Vec<(String, &Response)> = responses
        .responses
        .iter()
        .filter_map(|(status, response)| Some((status_text(status), response.as_item()?)))
        .collect();
    all.extend(
        responses.default.as_ref().and_then(ReferenceOr::as_item).map(|response| ("default".to_owned(), response)),
    );

    let success = success(&all);
    let answer = success.map_or(Answer::Empty, |(status, response)| answer(context, id, key, &status, response, site));
    let mut errors = Vec::new();
    for (status, response) in &all {
        let is_default_success = status == "default" && !all.iter().any(|(status, _)| status.starts_with('2'));
        if status.starts_with('4') || status.starts_with('5') || (status == "default" && !is_default_success) {
            errors.push(error(context, id, status, response));
        }
    }
    (answer, errors)
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
    key: &str,
    status: &str,
    response: &Response,
    site: &Site,
) -> Answer {
    if status == "204" || status == "205" || response.content.is_empty() {
        return Answer::Empty;
    }
    // The kind of answer that callers know stays, whatever else is offered now.
    let before = context.before.answers.get(key).filter(|name| response.content.contains_key(*name));
    if let Some(name) = before.filter(|name| !is_json(&essence(name))) {
        let is_text = is_text(name);
        return if is_text { Answer::Text(name.clone()) } else { Answer::Binary(name.clone()) };
    }
    if let Some((name, media)) = json(response) {
        let ty = typed(context, id, Role::Answer(status.to_owned()), media);
        return Answer::Json { media_type: name.to_owned(), ty };
    }
    let text = response.content.keys().find(|name| is_text(name));
    report_stream(context, response, site);
    match (text, response.content.keys().next()) {
        (Some(name), _) => Answer::Text(name.clone()),
        (None, Some(name)) => Answer::Binary(name.clone()),
        (None, None) => Answer::Empty,
    }
}

fn is_text(name: &str) -> bool {
    let essence = essence(name);
    essence.starts_with("text/") || essence.ends_with("xml")
}

/// Says that a stream is read whole.
fn report_stream(context: &mut Context<'_>, response: &Response, site: &Site) {
    let streams = ["text/event-stream", "application/x-ndjson", "application/jsonl", "application/json-seq"];
    if let Some(name) = response.content.keys().find(|name| streams.contains(&essence(name).as_str())) {
        context.diagnostics.push(
            Diagnostic::new(Code::StreamReadWhole, format!("the answer is a stream of `{name}`"))
                .at(&site.join("responses"))
                .effect("the method reads it to its end and returns it as one text"),
        );
    }
}

fn error(context: &mut Context<'_>, id: OperationId, status: &str, response: &Response) -> ErrorAnswer {
    let ty = json(response).map(|(_, media)| typed(context, id, Role::Answer(status.to_owned()), media));
    let description = Some(response.description.clone()).filter(|text| !text.is_empty());
    ErrorAnswer { status: status.to_owned(), description, ty }
}

/// The JSON among the media types; a wildcard counts as JSON.
fn json(response: &Response) -> Option<(&str, &MediaType)> {
    let exact = response.content.iter().find(|(name, _)| essence(name) == "application/json");
    let other = || response.content.iter().find(|(name, _)| is_json(&essence(name)));
    if let Some((name, media)) = exact.or_else(other) {
        return Some((name, media));
    }
    let (_, media) = response.content.iter().find(|(name, media)| name.as_str() == "*/*" && media.schema.is_some())?;
    Some(("application/json", media))
}
