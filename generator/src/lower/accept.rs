//! Media types of answers: in which of those that are documented each success is asked for.
//!
//! Input: the responses of an operation, the configuration and the lock. Output: [`Chosen`]. Not here: what becomes of
//! them (`statuses`), streams (`stream`).

use std::sync::LazyLock;

use openapiv3::{MediaType, Response};
use serde_json::Value;

use super::answer::json;
use super::{Context, form, stream};
use crate::document::{PRODUCES, essence, is_json, is_text};

/// A media type in which an answer is asked for.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    /// As the description has it; `application/json` for a wildcard with a schema.
    pub(super) name: &'a str,
    pub(super) media: &'a MediaType,
    pub(super) kind: Kind,
}

/// How a body of a media type is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Text,
    Binary,
}

impl Kind {
    /// A file that is JSON or text is bytes: neither holds binary texts, and callers mean to save it as it is.
    fn of(context: &Context<'_>, name: &str, media: &MediaType) -> Self {
        let essence = essence(name);
        if (is_json(&essence) || is_text(&essence)) && form::is_file(context, media) {
            Self::Binary
        } else if is_json(&essence) {
            Self::Json
        } else if is_text(&essence) {
            Self::Text
        } else {
            Self::Binary
        }
    }
}

/// What is asked for of a response: what the configuration names, which may be several; else the one in which callers
/// know the answer, whatever else is offered now; else JSON before text, and text before bytes. Nothing where there are
/// streams alone.
pub(super) fn choose<'a>(
    context: &Context<'_>,
    (key, operation): (&str, &openapiv3::Operation),
    response: &'a Response,
) -> Vec<Chosen<'a>> {
    let configured: Vec<Chosen<'a>> =
        configured(context, (key, operation)).filter_map(|name| stated(context, response, name)).collect();
    if !configured.is_empty() {
        return configured;
    }
    let first = first(context, response);
    // Several are those of several statuses.
    let before: Vec<&str> =
        context.before.answers.get(key).map(|names| names.split(", ").collect()).unwrap_or_default();
    let is_known = first.is_some_and(|first| before.contains(&first.name));
    let kept = before.iter().filter(|_| !is_known).find_map(|name| stated(context, response, name));
    kept.or(first).into_iter().collect()
}

/// What is asked for of a response of which the description has no body: of the media types that its operation produces,
/// those that the configuration names.
pub(super) fn promised<'a>(
    context: &Context<'_>,
    known_by: (&str, &openapiv3::Operation),
    response: &'a Response,
) -> Vec<Chosen<'a>> {
    static ANYTHING: LazyLock<MediaType> = LazyLock::new(MediaType::default);
    let produced = response.extensions.get(PRODUCES).and_then(Value::as_array);
    let produced: Vec<&str> = produced.into_iter().flatten().filter_map(Value::as_str).collect();
    let named = configured(context, known_by).filter_map(|name| produced.iter().find(|known| **known == name));
    let named = named.filter(|name| stream::framing(name).is_none());
    named.map(|name| Chosen { name, media: &ANYTHING, kind: Kind::of(context, name, &ANYTHING) }).collect()
}

/// The media types that the configuration names for an operation.
pub(super) fn configured<'a>(
    context: &Context<'a>,
    (key, operation): (&str, &openapiv3::Operation),
) -> impl Iterator<Item = &'a str> {
    context.configured(key, operation.operation_id.as_deref()).into_iter().flat_map(|of| &of.accept).map(String::as_str)
}

fn stated<'a>(context: &Context<'_>, response: &'a Response, name: &str) -> Option<Chosen<'a>> {
    let (name, media) = response.content.get_key_value(name)?;
    stream::framing(name).is_none().then(|| Chosen { name, media, kind: Kind::of(context, name, media) })
}

fn first<'r>(context: &Context<'_>, response: &'r Response) -> Option<Chosen<'r>> {
    if let Some((name, media)) = json(context, response) {
        return Some(Chosen { name, media, kind: Kind::of(context, name, media) });
    }
    let all = || response.content.keys().filter_map(|name| stated(context, response, name));
    all().find(|chosen| chosen.kind == Kind::Text).or_else(|| all().next())
}
