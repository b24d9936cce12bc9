//! From one page to the request for the next.
//!
//! In: an answer, the request it answers, and that operation's [`Paging`]. Out: the position of the next page, and the
//! request for a position. A position is a text: a cursor, a number or an address. Nothing here is generic. Not here:
//! reading the items.

use core::hash::{Hash, Hasher};
use std::collections::hash_map::DefaultHasher;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::super::client::servers::is_absolute;
use super::super::codec::{Json, any_json};
use super::super::error::{Error, ErrorKind, Result};
use super::super::execute::Prepared;
use super::super::request::Draft;
use super::super::request::query::Query;
use super::super::response::RawResponse;
use super::paging::{Paging, Place, Way};
use super::{link, scan};

/// What is remembered of the pages before, to notice that they go in a circle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    /// The last position that was passed.
    last: Option<String>,
    /// One that was passed before. It is renewed after 1, 2, 4, 8 … pages, so a circle of any length is found without
    /// keeping all positions (R. P. Brent, 1980).
    mark: Option<String>,
    pages: u64,
    /// The hash of the last answer.
    answer: Option<u64>,
}

/// The position of the page after this one, which has so many items; `None` after the last page.
#[inline]
pub(super) fn position(paging: &Paging, raw: &RawResponse, items: usize) -> Option<String> {
    let value = |source: &str| scan::value(source, &raw.answer.body, &raw.answer.meta.headers);
    let number = |source: Option<&str>| value(source?)?.parse::<u64>().ok();
    if paging.has_more.and_then(value).is_some_and(|more| matches!(&*more.to_ascii_lowercase(), "false" | "0")) {
        return None;
    }
    let sent = sent(paging, &raw.request);
    // A page may be empty and not the last one; but one that is empty and names itself is.
    let is_other = |next: &String| items > 0 || ![&sent, &raw.request.trail.last].contains(&&Some(next.clone()));
    let (first, step) = match paging.way {
        Way::Cursor(source) | Way::Url(source) => return value(source).filter(is_other),
        Way::Link => return link::next(&raw.answer.meta.headers).filter(is_other),
        Way::Offset => (0, u64::try_from(items).unwrap_or(u64::MAX)),
        Way::Number(first) => (first, 1),
    };
    let here = number(paging.current).or_else(|| sent?.parse().ok()).unwrap_or(first);
    let next = here.saturating_add(step);
    let is_behind = number(paging.total).is_some_and(|total| next.saturating_sub(first) >= total);
    if items == 0 || is_behind { None } else { Some(next.to_string()) }
}

/// The request for the page after the one that a request brought.
#[inline]
pub(super) fn after(paging: &Paging, before: &Prepared, position: &str) -> Result<Box<Prepared>> {
    let mut next = Box::new(before.clone());
    if sent(paging, before).as_deref() == Some(position) || !next.trail.pass(position) {
        return Err(failure(REPEATED));
    }
    at(paging, &mut next, position)?;
    Ok(next)
}

const REPEATED: &str = "the server named a page as the next one that was asked for before";

/// A request with another position.
pub(crate) fn at(paging: &Paging, request: &mut Prepared, position: &str) -> Result<()> {
    match (paging.way, paging.place) {
        (Way::Url(_) | Way::Link, _) => follow(request, position)?,
        (_, Place::Query(name)) => request.draft.query.set(name, position),
        (_, Place::Text(pointer)) => set(&mut request.draft, pointer, Json::from(position))?,
        (_, Place::Number(pointer)) => {
            let number = serde_json::from_str(position).ok().filter(Json::is_number);
            let number = number.ok_or_else(|| failure("the position of the next page is no number"))?;
            set(&mut request.draft, pointer, number)?;
        }
    }
    Ok(())
}

/// The position that a request asked for, if it named one.
#[inline]
fn sent(paging: &Paging, request: &Prepared) -> Option<String> {
    match (paging.way, paging.place) {
        (Way::Url(_) | Way::Link, _) => None,
        (_, Place::Query(name)) => request.draft.query.get(name),
        (_, Place::Text(pointer) | Place::Number(pointer)) => {
            scan::value(pointer, request.draft.body.as_ref()?.as_bytes()?, &HeaderMap::new())
        }
    }
}

/// Turns a request to the address that an answer to it named.
///
/// The same rules as for redirects: not from https to http, and to another host only what has no body, and without
/// credentials. A link to the same host that says http where the client says https is followed over https: servers
/// behind a proxy do not know better.
fn follow(request: &mut Prepared, link: &str) -> Result<()> {
    let core = &*request.core;
    let from = core.url(request.server, &request.target, "")?;
    let mut to = from.join(link).map_err(|error| failure(NO_URL).with_source(error))?;
    if from.scheme() == "https" && to.scheme() == "http" {
        let same = from.host_str() == to.host_str() && to.port().is_none() && to.set_scheme("https").is_ok();
        if !same {
            return Err(failure("the server named a page at an address without TLS"));
        }
    }
    if !is_absolute(to.as_str()) {
        return Err(failure(NO_URL));
    }
    let mut asked = from;
    if !request.draft.query.is_empty() {
        asked.set_query(Some(&request.draft.query.text()));
    }
    if to == asked {
        return Err(failure(REPEATED));
    }
    // The address is whole: what the first request said in its query is in it already. Its pairs go before those that
    // the client adds to every request, so that none stands twice.
    let mut query = Query::default();
    for pair in to.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = name.replace('+', " ");
        query.push_raw(&percent_decode_str(&name).decode_utf8_lossy(), value.to_owned());
    }
    to.set_query(None);
    to.set_fragment(None);
    let target = String::from(to);
    if core.is_own(&target) {
        request.draft.query = query;
    } else if matches!(request.method, Method::GET | Method::HEAD) {
        request.draft = Draft { query, ..Draft::default() };
    } else {
        return Err(failure("the server named a page at another host, which is not told what this request holds"));
    }
    request.target = target;
    Ok(())
}

const NO_URL: &str = "the address of the next page is not a URL";

/// Sets a member of a JSON body; objects on the way to it are made.
fn set(draft: &mut Draft, pointer: &str, value: Json) -> Result<()> {
    let body = match &draft.body {
        Some(body) => body.as_bytes().map(Bytes::as_ref).ok_or_else(|| failure(NO_JSON))?,
        None => b"null",
    };
    let mut whole = any_json(body).map_err(|error| failure(NO_JSON).with_source(error))?;
    let mut place = &mut whole;
    for step in pointer.split('/').skip(1) {
        if place.is_null() {
            *place = Json::Object(serde_json::Map::new());
        }
        let Json::Object(members) = place else { return Err(failure(NO_JSON)) };
        place = members.entry(scan::unescaped(step)).or_insert(Json::Null);
    }
    *place = value;
    if draft.body.is_none() {
        draft.media_type = Some(HeaderValue::from_static("application/json"));
    }
    draft.body = Some(Bytes::from(whole.to_string()).into());
    Ok(())
}

const NO_JSON: &str = "the body of the request is no JSON object, so it cannot say which page it asks for";

fn failure(message: &'static str) -> Error {
    Error::new(ErrorKind::Pagination, message.to_owned())
}

impl Trail {
    /// Goes on to a position; false if it was passed before.
    #[inline]
    fn pass(&mut self, position: &str) -> bool {
        if [&self.mark, &self.last].into_iter().any(|passed| passed.as_deref() == Some(position)) {
            return false;
        }
        self.last = Some(position.to_owned());
        self.pages = self.pages.saturating_add(1);
        if self.pages.is_power_of_two() {
            self.mark = Some(position.to_owned());
        }
        true
    }

    /// Notes an answer; false if it is the one before once more, so that the server cannot have looked at the position.
    #[inline]
    pub(super) fn is_new(&mut self, paging: &Paging, body: &[u8]) -> bool {
        if !matches!(paging.way, Way::Offset | Way::Number(_)) {
            return true;
        }
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let answer = Some(hasher.finish());
        let is_new = self.answer != answer;
        self.answer = answer;
        is_new
    }
}
