//! What is said of answers once for the whole description: media types that are not asked for, and successes of which
//! nothing is said.
//!
//! Input: what was chosen for each operation. Output: a note of each kind, at the first operation. Not here: the choice
//! (`accept`).

use openapiv3::{MediaType, Response};

use super::accept::{self, Kind};
use super::statuses::has_same_schema;
use super::{Context, stream};
use crate::diag::{Code, Diagnostic, Site};
use crate::ir::{Answer, Stream};

/// What was noted of operations, in their order.
#[derive(Default)]
pub(super) struct Notes {
    /// Those that can answer in media types that are not asked for.
    passed_over: Vec<PassedOver>,
    /// Those of whose successes nothing is said.
    silent: Vec<Site>,
    /// Those of them that read: their methods bring nothing.
    unread: Vec<Site>,
}

struct PassedOver {
    key: String,
    asked: Option<String>,
    others: Vec<String>,
    site: Site,
}

/// Notes what there is to say of an operation with these successes.
pub(super) fn note(
    context: &mut Context<'_>,
    (key, operation): (&str, &openapiv3::Operation),
    successes: &[(String, &Response)],
    (answer, stream): (&Answer, Option<&Stream>),
    site: &Site,
) {
    if key.starts_with("HEAD ") {
        return;
    }
    let site = site.join("responses");
    let of = &operation.responses.responses;
    let is_informed = |status: &openapiv3::StatusCode| super::answer::status_text(status).starts_with(['1', '3']);
    let is_silent = |status: &str| !matches!(status, "204" | "205");
    if *answer == Answer::Empty && stream.is_none() {
        let none = successes.is_empty() && !of.keys().any(is_informed);
        if none || successes.iter().any(|(status, _)| is_silent(status)) {
            let notes = &mut context.notes;
            if key.starts_with("GET ") { notes.unread.push(site) } else { notes.silent.push(site) }
        }
        return;
    }
    if stream::is_only_stream(operation) || accept::configured(context, (key, operation)).next().is_some() {
        return;
    }
    let mut others: Vec<String> = Vec::new();
    for (_, response) in successes {
        for name in passed_over(context, (key, operation), response, answer) {
            if !others.contains(name) {
                others.push(name.clone());
            }
        }
    }
    if !others.is_empty() {
        let asked = answer.media_type().map(ToOwned::to_owned);
        context.notes.passed_over.push(PassedOver { key: key.to_owned(), asked, others, site });
    }
}

/// The media types of a response that bring something else than what is asked for.
fn passed_over<'a>(
    context: &Context<'_>,
    known_by: (&str, &openapiv3::Operation),
    response: &'a Response,
    answer: &Answer,
) -> Vec<&'a String> {
    let chosen = match answer {
        Answer::Stream(_) => Vec::new(),
        _ => accept::choose(context, known_by, response),
    };
    // What JSON says can be said in another notation.
    let is_same = |media: &MediaType| {
        let mut json = chosen.iter().filter(|chosen| chosen.kind == Kind::Json);
        json.any(|chosen| has_same_schema(&context.document.schemas, chosen.media, media))
    };
    let is_asked = |name: &str| chosen.iter().any(|chosen| chosen.name == name);
    let others = response.content.iter().filter(|(name, media)| !is_asked(name) && !is_same(media));
    others.map(|(name, _)| name).filter(|name| stream::framing(name).is_none()).collect()
}

/// Reports what was noted.
pub(super) fn report(context: &mut Context<'_>) {
    let notes = std::mem::take(&mut context.notes);
    if let Some(first) = notes.passed_over.first() {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let PassedOver { key, asked, others, site } = first;
        let message = match notes.passed_over.len() {
            1 => format!("`{key}` can answer in {} too, which is not asked for", list(others)),
            count => format!(
                "{count} operations can answer in media types that are not asked for, this one first: in {}",
                list(others)
            ),
        };
        let asked = asked.as_deref().unwrap_or("*/*");
        let another = others.first().map(String::as_str).unwrap_or_default();
        let all: Vec<String> =
            asked.split(", ").chain(others.iter().map(String::as_str)).map(|name| format!("{name:?}")).collect();
        context.diagnostics.push(
            Diagnostic::new(Code::MediaTypesNotAskedFor, message)
                .at(site)
                .repeated(
                    notes.passed_over.iter().map(|of| of.site.clone()).collect(),
                    "this operation can answer in media types that are not asked for",
                )
                .effect(format!("`Accept` names `{asked}` alone"))
                .help(format!(
                    "`operations.{key:?}.accept = {another:?}` asks for another one, and `accept = [{}]` for any, told by \
                     what comes",
                    all.join(", ")
                )),
        );
    }
    for site in &notes.unread {
        context.diagnostics.push(
            Diagnostic::new(Code::ReadWithoutContent, "this operation reads, and nothing is said of what it brings")
                .at(site)
                .effect("its method returns `()`; `send_raw` gives what came")
                .help(
                    "say what comes: `content` in the response of its success, in the description or in an overlay; where \
                     nothing does, the status 204 says that",
                ),
        );
    }
    if let Some(first) = notes.silent.first() {
        let (message, methods) = match notes.silent.len() {
            1 => ("nothing is said of what this operation brings when it succeeds".to_owned(), "its method returns"),
            count => (
                format!("nothing is said of what {count} operations bring when they succeed, this one first"),
                "their methods return",
            ),
        };
        context.diagnostics.push(
            Diagnostic::new(Code::SuccessWithoutContent, message)
                .at(first)
                .repeated(notes.silent.clone(), "nothing is said of what this operation brings when it succeeds")
                .effect(format!("{methods} `()`; `send_raw` gives what came"))
                .help(
                    "where a server does send something, an overlay can say so: `content` in the response; where it sends \
                     nothing, the status 204 says that",
                ),
        );
    }
}
