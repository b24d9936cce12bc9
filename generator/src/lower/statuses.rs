//! Successes of several statuses and media types: whether callers must know which one came.
//!
//! Input: the successes of an operation. Output: the [`Answer`] that they are together. Not here: which of their media
//! types are asked for (`accept`), streams (`stream`).

use openapiv3::{MediaType, Response};

use super::accept::{self, Chosen, Kind};
use super::alike::alike;
use super::body::typed;
use super::{Context, stream};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{SchemaTable, essence};
use crate::ir::{Answer, AnswerBody, OperationId, Role, StatusAnswer};

/// A success of one status, in one of its media types.
#[derive(Clone)]
struct Case<'a> {
    status: &'a str,
    response: &'a Response,
    /// Nothing where it has no body.
    chosen: Option<Chosen<'a>>,
    /// Which of the different bodies it is; those that are alike are one.
    body: Option<usize>,
    /// Whether the status has other media types too.
    is_one_of_several: bool,
}

/// What successes bring, which are given with their statuses; and whether it may be nothing instead.
pub(super) fn answer(
    context: &mut Context<'_>,
    id: OperationId,
    known_by: (&str, &openapiv3::Operation),
    successes: &[(String, &Response)],
    site: &Site,
) -> (Answer, bool) {
    let mut cases = cases(context, known_by, successes);
    let mut bodies: Vec<(Chosen<'_>, &str)> = Vec::new();
    for case in &mut cases {
        let Some(chosen) = case.chosen else { continue };
        let known = bodies.iter().position(|(known, _)| is_same(&context.document.schemas, known, &chosen));
        case.body = Some(known.unwrap_or(bodies.len()));
        if known.is_none() {
            bodies.push((chosen, case.status));
        }
    }
    report_streams(context, &cases, site);
    let accept = media_type(&cases);
    let has_choice = cases.iter().any(|case| case.is_one_of_several);
    if has_choice || bodies.len() > 1 {
        let bodies: Vec<AnswerBody> =
            (0..bodies.len()).filter_map(|number| body(context, id, &bodies, number)).collect();
        let cases = by_media_type(cases).into_iter().map(|case| case.lowered(&bodies)).collect();
        return (Answer::Statuses { media_type: accept, cases }, false);
    }
    match body(context, id, &bodies, 0) {
        None => (Answer::Empty, false),
        Some(AnswerBody::Json(ty)) => {
            (Answer::Json { media_type: accept, ty }, cases.iter().any(|case| case.chosen.is_none()))
        }
        Some(AnswerBody::Text) => (Answer::Text(accept), false),
        Some(AnswerBody::Binary) => (Answer::Binary(accept), false),
    }
}

fn cases<'a>(
    context: &Context<'_>,
    known_by: (&str, &openapiv3::Operation),
    successes: &'a [(String, &'a Response)],
) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for (status, response) in successes {
        let case = Case { status, response, chosen: None, body: None, is_one_of_several: false };
        let chosen = match has_no_body(status, response) {
            false => accept::choose(context, known_by, response),
            true if is_of_no_body(status) => Vec::new(),
            true => accept::promised(context, known_by, response),
        };
        if chosen.is_empty() && has_no_body(status, response) {
            cases.push(case);
            continue;
        }
        let is_one_of_several = chosen.len() > 1;
        cases.extend(chosen.into_iter().map(|chosen| Case { chosen: Some(chosen), is_one_of_several, ..case.clone() }));
    }
    // A range is what is left by its statuses.
    cases.sort_by_key(|case| (!is_exact(case.status), case.status));
    cases
}

/// All media types that are asked for.
fn media_type(cases: &[Case<'_>]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in cases.iter().filter_map(|case| Some(case.chosen?.name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The cases by their media types alone, where each of these means the same with every status.
fn by_media_type(cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    let has_several = |case: &&Case<'_>| case.is_one_of_several;
    let (Some(_), essence_of) = (cases.iter().find(has_several), |case: &Case<'_>| Some(essence(case.chosen?.name)))
    else {
        return cases;
    };
    let mut found: Vec<Case<'_>> = Vec::new();
    for case in &cases {
        let known = found.iter().find(|known| case.chosen.is_some() && essence_of(known) == essence_of(case));
        match known {
            Some(known) if known.body != case.body => return ordered(cases),
            Some(_) => {}
            None if case.chosen.is_some() => {
                found.push(Case { status: ANY, is_one_of_several: true, ..case.clone() });
            }
            None => found.push(case.clone()),
        }
    }
    ordered(found)
}

/// Any success.
const ANY: &str = "2XX";

/// In the order in which they are tried: `image/*` is what is left by `image/png`.
fn ordered(mut cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    cases.sort_by_key(|case| {
        let wildcards = case.chosen.map_or(usize::MAX, |chosen| chosen.name.matches('*').count());
        (!is_exact(case.status), case.status, wildcards)
    });
    cases
}

fn is_exact(status: &str) -> bool {
    status.parse::<u16>().is_ok()
}

/// One of the different bodies, lowered.
fn body(
    context: &mut Context<'_>,
    id: OperationId,
    bodies: &[(Chosen<'_>, &str)],
    number: usize,
) -> Option<AnswerBody> {
    let (chosen, status) = bodies.get(number)?;
    Some(match chosen.kind {
        Kind::Json => {
            let is_second = |(other, of): &(Chosen<'_>, &str)| other.kind == Kind::Json && of == status;
            let role = if bodies.iter().take(number).any(is_second) {
                format!("{status} {}", essence(chosen.name))
            } else {
                (*status).to_owned()
            };
            AnswerBody::Json(typed(context, id, Role::Answer(role), chosen.media))
        }
        Kind::Text => AnswerBody::Text,
        Kind::Binary => AnswerBody::Binary,
    })
}

impl Case<'_> {
    fn lowered(self, bodies: &[AnswerBody]) -> StatusAnswer {
        StatusAnswer {
            status: self.status.to_owned(),
            media_type: self.chosen.filter(|_| self.is_one_of_several).map(|chosen| essence(chosen.name)),
            description: Some(self.response.description.clone()).filter(|text| !text.is_empty()),
            body: self.body.and_then(|number| bodies.get(number)).cloned(),
        }
    }
}

/// Says that values which are strung together in a way that is not known are read as one.
fn report_streams(context: &mut Context<'_>, cases: &[Case<'_>], site: &Site) {
    let is_stream = |chosen: &Chosen<'_>| chosen.kind != Kind::Json && stream::item_schema(chosen.media).is_some();
    if let Some(chosen) = cases.iter().filter_map(|case| case.chosen).find(is_stream) {
        context.diagnostics.push(
            Diagnostic::new(Code::StreamReadWhole, format!("the answer is a stream of `{}`", chosen.name))
                .at(&site.join("responses"))
                .effect("the method reads it to its end and returns it as one"),
        );
    }
}

/// Whether a response comes without a body.
pub(super) fn has_no_body(status: &str, response: &Response) -> bool {
    is_of_no_body(status) || response.content.is_empty()
}

/// Whether none of this status has a body (RFC 9110, section 15.3).
fn is_of_no_body(status: &str) -> bool {
    matches!(status, "204" | "205")
}

/// Whether the bodies of two media types are the same to callers.
fn is_same(schemas: &SchemaTable, a: &Chosen<'_>, b: &Chosen<'_>) -> bool {
    a.kind == b.kind && (a.kind != Kind::Json || has_same_schema(schemas, a.media, b.media))
}

pub(super) fn has_same_schema(schemas: &SchemaTable, a: &MediaType, b: &MediaType) -> bool {
    let id = |media: &MediaType| media.schema.as_ref().and_then(SchemaTable::id);
    match (id(a), id(b)) {
        (Some(a), Some(b)) => alike(schemas, a, b),
        (None, None) => true,
        _ => false,
    }
}
