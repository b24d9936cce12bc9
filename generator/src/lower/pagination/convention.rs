//! Pages that nobody speaks of, known by the names that APIs commonly have for them.
//!
//! Input: an operation. Output: its [`Pagination`], where request and answer both have such names. Only a GET is taken
//! for a list, or a POST whose body takes the cursor that its answer brings, and only if it answers with a list, or an object in which one list stands; of objects, or of texts and
//! numbers where nothing else in it could be what it is about. Names are compared without case and signs: `next_page_token` is `nextPageToken`. What may mean two things is left alone: a
//! list taken for the first page alone can still be paged by hand. Not here: whether the SDK may change for it.

use super::Scheme;
use super::fit::{Root, fields, fit, is_integer, is_scalar, json_body, root};
use crate::ir::{Docs, Field, Location, Method, NextPage, Operation, Pagination, Place, Shape, Source, Type, TypeId};
use crate::lower::Context;

/// The pagination that the names of an operation speak of.
pub(super) fn find(context: &Context<'_>, operation: &Operation, written: &openapiv3::Operation) -> Option<Pagination> {
    let is_post = operation.method == Method::Post && may_read(written);
    if operation.method != Method::Get && !is_post {
        return None;
    }
    let request = Request::of(context, operation);
    let root = root(context, operation)?;
    let (items, item, answer) = match root {
        Root::List(item) if is_object(context, item) || is_scalar(context, item) => (None, item, Vec::new()),
        Root::List(_) => return None,
        Root::Object(page) => {
            let (items, item) = only_list(context, page).or_else(|| only_list_of_scalars(context, page))?;
            (Some(vec![items]), item, members(context, page))
        }
    };
    let others = || {
        by_url(context, &request, &answer)
            .or_else(|| (has_link(written) && request.is_paged()).then(|| Scheme::new(NextPage::Link)))
            .or_else(|| by_last(context, &request, &answer, item))
            .or_else(|| by_number(context, &request, &answer))
            .or_else(|| by_offset(context, &request, &answer))
    };
    // What else a POST counts may be anything.
    let mut scheme = by_cursor(context, &request, &answer).or_else(|| if is_post { None } else { others() })?;
    scheme.items = items;
    scheme.has_more = has_more(context, &answer).map(|found| source(&found.path));
    fit(context, operation, &scheme).ok()
}

/// Whether a POST may do no more than find things: one that makes some says so by the status of its answer.
fn may_read(written: &openapiv3::Operation) -> bool {
    let mut statuses = written.responses.responses.keys();
    statuses.any(|status| matches!(status, openapiv3::StatusCode::Code(200) | openapiv3::StatusCode::Range(2)))
}

/// Whether a member of a body may well be something else than where a page begins: a credential, a bookmark that is made.
fn is_vague(member: &Member<'_>) -> bool {
    let vague = ["token", "bookmark", "next", "continue", "offset", "after", "page", "marker"];
    member.way.is_empty() && vague.contains(&member.key.as_str())
}

/// Whether a success is documented to have a `Link` header.
pub(super) fn has_link(written: &openapiv3::Operation) -> bool {
    let successes = written.responses.responses.iter().filter(|(status, _)| match status {
        openapiv3::StatusCode::Code(code) => (200..300).contains(code),
        openapiv3::StatusCode::Range(range) => *range == 2,
    });
    let mut headers = successes.filter_map(|(_, response)| response.as_item()).flat_map(|found| found.headers.keys());
    headers.any(|name| name.eq_ignore_ascii_case("link"))
}

/// The names of fields that hold a cursor, and of parameters that take it.
const CURSORS: &[(&str, &[&str])] = &[
    ("nextcursor", &["cursor", "nextcursor", "pagecursor", "startcursor", "aftercursor", "after", "startingafter"]),
    ("nextpagetoken", &["pagetoken", "nextpagetoken", "token"]),
    ("nexttoken", &["nexttoken", "pagetoken", "paginationtoken", "token"]),
    ("nextpagecursor", &["pagecursor", "cursor"]),
    ("nextcontinuationtoken", &["continuationtoken"]),
    ("continuationtoken", &["continuationtoken"]),
    ("continue", &["continue"]),
    ("nextmarker", &["marker"]),
    ("endcursor", &["after", "cursor"]),
    ("bookmark", &["bookmark"]),
    ("nextoffset", &["offset"]),
    ("nextpage", &["page", "pagenumber", "cursor"]),
    ("next", &["cursor", "next", "after", "pagetoken"]),
    ("after", &["after"]),
    ("cursor", &["cursor"]),
    ("lastid", &["after", "afterid", "startingafter"]),
];

/// Of a parameter that takes what the answer before brought.
const BEFORE: &[(&str, &str)] = &[
    ("previous", "response"),
    ("previous", "page"),
    ("previous", "request"),
    ("previous", "call"),
    ("previous", "result"),
    ("prior", "response"),
    ("last", "response"),
];

fn by_cursor(context: &Context<'_>, request: &Request<'_>, answer: &[Member<'_>]) -> Option<Scheme> {
    CURSORS.iter().find_map(|(name, parameters)| {
        let parameter = parameters.iter().find_map(|name| request.find(&[name], is_scalar))?;
        let found = answer.iter().find(|member| {
            let is_next = match *name {
                // These may be where the page begins. Then it is said otherwise where the next one does.
                "after" => !member.way.is_empty(),
                "cursor" | "lastid" => {
                    has_more(context, answer).is_some()
                        || says(&member.field.docs, &["next"])
                        || BEFORE.iter().any(|words| mentions(parameter.docs, *words))
                }
                _ => true,
            };
            member.key == *name && is_next && is_scalar(context, &member.field.ty) && !is_address(member)
        })?;
        // A number is asked for by a number.
        if *name == "nextpage" && is_integer(context, parameter.ty) != is_integer(context, &found.field.ty) {
            return None;
        }
        Some(Scheme::new(NextPage::Cursor(source(&found.path), parameter.place.clone())))
    })
}

/// The names of fields that hold an address, whatever else is said of them.
const ADDRESSES: &[&str] =
    &["nexturl", "nextpageurl", "nextlink", "nextpagelink", "odatanextlink", "nexthref", "nexturi", "nextpageuri"];

fn by_url(context: &Context<'_>, request: &Request<'_>, answer: &[Member<'_>]) -> Option<Scheme> {
    if !request.is_paged() {
        return None;
    }
    let found = answer.iter().find(|member| {
        let is_link = member.way.last().is_some_and(|name| LINKS.contains(&name.as_str()));
        let is_next = ADDRESSES.contains(&member.key.as_str())
            || (matches!(member.key.as_str(), "next" | "nextpage") && (is_link || is_address(member)))
            || (member.key == "href" && member.way.ends_with(&["next".to_owned()]));
        is_next && is_scalar(context, &member.field.ty) && !is_integer(context, &member.field.ty)
    })?;
    Some(Scheme::new(NextPage::Url(source(&found.path))))
}

/// The id of the last item is what the next page comes after.
fn by_last(context: &Context<'_>, request: &Request<'_>, answer: &[Member<'_>], item: &Type) -> Option<Scheme> {
    has_more(context, answer)?;
    let parameter = request.find(&["startingafter", "after", "afterid"], is_scalar)?;
    let Type::Named(item) = context.types.resolved(item) else { return None };
    let id = fields(context, *item)?.iter().find(|field| field.wire == "id")?;
    Some(Scheme::new(NextPage::Last(vec![id.wire.clone()], parameter.place.clone())))
}

const PAGES: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"];
const OFFSETS: &[&str] = &["offset", "skip", "startat", "startindex"];
const SIZES: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "size",
    "count",
    "maxresults",
    "maxpagesize",
    "pagelimit",
    "resultsperpage",
    "itemsperpage",
    "rows",
    "take",
    "top",
];

fn by_number(context: &Context<'_>, request: &Request<'_>, answer: &[Member<'_>]) -> Option<Scheme> {
    let parameter = request.find(PAGES, is_integer)?;
    request.find(SIZES, is_integer)?;
    let current = echo(context, parameter, answer);
    // Some count indices from 0, others from 1.
    if parameter.key == "pageindex" && current.is_none() && !parameter.has_default {
        return None;
    }
    // No `total`: it may be that of the items.
    let total = number(context, answer, &["totalpages", "totalpagecount", "pagecount", "numpages", "lastpage"]);
    Some(Scheme { total, current, ..Scheme::new(NextPage::Number(parameter.place.clone(), 1)) })
}

fn by_offset(context: &Context<'_>, request: &Request<'_>, answer: &[Member<'_>]) -> Option<Scheme> {
    let parameter = request.find(OFFSETS, is_integer)?;
    request.find(SIZES, is_integer)?;
    let current = echo(context, parameter, answer);
    // SCIM counts from 1 (RFC 7644, section 3.4.2.4), others from 0.
    if parameter.key == "startindex" && current.is_none() {
        return None;
    }
    // No `count` and no `total`: either may be that of the page.
    let total = number(context, answer, &["totalcount", "totalresults", "totalitems", "totalelements", "totalrecords"]);
    let total = total.filter(|_| parameter.key != "startindex");
    Some(Scheme { total, current, ..Scheme::new(NextPage::Offset(parameter.place.clone())) })
}

/// The field that says what the parameter of the same name was.
fn echo(context: &Context<'_>, parameter: &Asked<'_>, answer: &[Member<'_>]) -> Option<Source> {
    number(context, answer, &[&parameter.key])
}

fn number(context: &Context<'_>, answer: &[Member<'_>], names: &[&str]) -> Option<Source> {
    let is_meant = |member: &&Member<'_>| names.contains(&member.key.as_str()) && is_integer(context, &member.field.ty);
    answer.iter().find(is_meant).map(|member| source(&member.path))
}

fn has_more<'a, 'b>(context: &Context<'_>, answer: &'b [Member<'a>]) -> Option<&'b Member<'a>> {
    let names = ["hasmore", "hasnext", "hasnextpage", "hasmoreitems", "istruncated"];
    answer
        .iter()
        .find(|member| names.contains(&member.key.as_str()) && *context.types.resolved(&member.field.ty) == Type::Bool)
}

/// What an operation can be asked: its query parameters, and the members of the JSON body of a POST.
struct Request<'a> {
    context: &'a Context<'a>,
    asked: Vec<Asked<'a>>,
}

struct Asked<'a> {
    key: String,
    place: Place,
    ty: &'a Type,
    docs: &'a Docs,
    has_default: bool,
}

impl<'a> Request<'a> {
    fn of(context: &'a Context<'a>, operation: &'a Operation) -> Self {
        let body = if operation.method == Method::Post { json_body(context, operation) } else { None };
        let members = body.map(|id| members(context, id)).unwrap_or_default().into_iter();
        // Nothing stands where a list begins, so a cursor is never required.
        let members = members.filter(|member| !member.field.required && !is_vague(member)).map(|member| Asked {
            key: member.key,
            place: Place::Body(member.path, false),
            ty: &member.field.ty,
            docs: &member.field.docs,
            has_default: member.field.default.is_some(),
        });
        let params = operation.params.iter().filter(|param| matches!(param.location, Location::Query(_)));
        // A cursor in the query may be anything to a POST.
        let params = params.filter(|_| operation.method == Method::Get).map(|param| Asked {
            key: key(&param.wire),
            place: Place::Query(param.wire.clone()),
            ty: &param.ty,
            docs: &param.docs,
            has_default: param.default.is_some(),
        });
        Self { context, asked: members.chain(params).collect() }
    }

    /// The first that has one of these names, in their order, and a type that can be.
    fn find(&self, names: &[&str], is_wanted: fn(&Context<'_>, &Type) -> bool) -> Option<&Asked<'a>> {
        let find =
            |name: &&str| self.asked.iter().find(|asked| asked.key == **name && is_wanted(self.context, asked.ty));
        names.iter().find_map(find)
    }

    /// Whether some parameter asks for a page, or says how large one is.
    fn is_paged(&self) -> bool {
        let cursors = CURSORS.iter().flat_map(|(_, names)| names.iter());
        let mut names = cursors.chain(PAGES).chain(OFFSETS).chain(SIZES);
        names.any(|name| self.find(&[name], is_scalar).is_some())
    }
}

/// A field of an answer, or of an object in it that is about its pages.
struct Member<'a> {
    key: String,
    /// The keys of the objects around it.
    way: Vec<String>,
    /// The wire names that lead to it.
    path: Vec<String>,
    field: &'a Field,
}

/// What objects are called that are about links, and about pages in general.
const LINKS: &[&str] = &["links", "link"];
const ABOUT_PAGES: &[&str] = &[
    "links",
    "link",
    "meta",
    "metadata",
    "responsemetadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "pageinformation",
    "resultinfo",
    "cursors",
    "next",
    "info",
];

/// The fields of an answer and of the objects in it that are about its pages, the nearest first.
fn members<'a>(context: &'a Context<'_>, page: TypeId) -> Vec<Member<'a>> {
    let mut all: Vec<Member<'a>> = Vec::new();
    let mut open: Vec<(TypeId, Vec<String>, Vec<String>)> = vec![(page, Vec::new(), Vec::new())];
    for _ in 0..DEPTH {
        for (id, way, path) in std::mem::take(&mut open) {
            for field in fields(context, id).unwrap_or_default() {
                let key = key(&field.wire);
                let path: Vec<String> = path.iter().chain([&field.wire]).cloned().collect();
                if let Type::Named(inner) = context.types.resolved(&field.ty)
                    && ABOUT_PAGES.contains(&key.as_str())
                    && open.len() < WIDTH
                {
                    open.push((*inner, way.iter().chain([&key]).cloned().collect(), path.clone()));
                }
                all.push(Member { key, way: way.clone(), path, field });
            }
        }
    }
    all
}

/// How deep `paging.next.after` is.
const DEPTH: usize = 3;

/// How many objects of one depth may be about pages: more are a name that is written in many ways.
const WIDTH: usize = 32;

/// The one field with a list of objects, and the type of these. An object beside it that has such a list too may be
/// what the page is about.
fn only_list<'a>(context: &'a Context<'_>, page: TypeId) -> Option<(String, &'a Type)> {
    let mut all = fields(context, page)?.iter();
    let mut lists = all.clone().filter_map(|field| Some((field.wire.clone(), list(context, &field.ty)?)));
    let only = lists.next()?;
    let has_list = |field: &Field| match context.types.resolved(&field.ty) {
        Type::Named(inner) => {
            let mut inner = fields(context, *inner).unwrap_or_default().iter();
            !ABOUT_PAGES.contains(&key(&field.wire).as_str()) && inner.any(|field| list(context, &field.ty).is_some())
        }
        _ => false,
    };
    (lists.next().is_none() && !all.any(has_list)).then_some(only)
}

/// What lists of texts are called that are about the answer, and not what it holds.
const ASIDE: &[&str] = &["errors", "warnings", "messages", "notices", "fields", "columns", "headers", "sort", "facets"];

/// The one field with a list of texts or numbers, and the type of these, where there is no other list and no map.
fn only_list_of_scalars<'a>(context: &'a Context<'_>, page: TypeId) -> Option<(String, &'a Type)> {
    let holds_many = |field: &&Field| match context.types.resolved(&field.ty) {
        Type::Array(_) | Type::Map(_) | Type::Any(_) => true,
        Type::Named(inner) => {
            let is_many = |field: &Field| matches!(context.types.resolved(&field.ty), Type::Array(_) | Type::Map(_));
            !ABOUT_PAGES.contains(&key(&field.wire).as_str())
                && (is_object(context, &field.ty) && fields(context, *inner).is_none_or(|all| all.iter().any(is_many)))
        }
        _ => false,
    };
    let mut all = fields(context, page)?.iter().filter(holds_many);
    let (only, None) = (all.next()?, all.next()) else { return None };
    let Type::Array(item) = context.types.resolved(&only.ty) else { return None };
    let is_aside = ASIDE.contains(&key(&only.wire).as_str());
    (is_scalar(context, item) && !is_aside).then(|| (only.wire.clone(), &**item))
}

/// The type of the objects in a list of objects.
fn list<'a>(context: &'a Context<'_>, ty: &'a Type) -> Option<&'a Type> {
    match context.types.resolved(ty) {
        Type::Array(item) if is_object(context, item) => Some(item),
        _ => None,
    }
}

fn is_object(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Named(id) => matches!(context.types[*id].shape, Shape::Object(_) | Shape::Union(_)),
        Type::Map(_) | Type::Any(_) => true,
        _ => false,
    }
}

/// Whether a field is said to hold an address.
fn is_address(member: &Member<'_>) -> bool {
    let field = member.field;
    let format = field.constraints.format.as_deref();
    let example = field.docs.example.as_ref().and_then(|example| example.as_str());
    matches!(format, Some("uri" | "url" | "uri-reference"))
        || matches!(&field.ty, Type::Format(format) if matches!(format.as_str(), "uri" | "url" | "uri-reference"))
        || example.is_some_and(|text| text.starts_with("http") || text.starts_with('/') || text.starts_with('?'))
        || says(&field.docs, &["url", "uri", "link", "href", "hyperlink"])
}

/// Whether a documentation has one of these words.
fn says(docs: &Docs, words: &[&str]) -> bool {
    words_of(docs).any(|word| words.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
}

/// Whether a documentation has these two words, one after the other.
fn mentions(docs: &Docs, (first, second): (&str, &str)) -> bool {
    let mut pairs = words_of(docs).zip(words_of(docs).skip(1));
    pairs.any(|(one, next)| one.eq_ignore_ascii_case(first) && next.eq_ignore_ascii_case(second))
}

fn words_of(docs: &Docs) -> impl Iterator<Item = &str> {
    let texts = [&docs.summary, &docs.description].into_iter().flatten();
    texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()))
}

/// A name without case and signs.
fn key(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn source(path: &[String]) -> Source {
    Source::Field(path.to_vec())
}
