//! What other tools' extensions say of pages, in our words.
//!
//! Input: `x-fern-pagination`, `x-speakeasy-pagination` and `x-ms-pageable` of an operation, and the properties and parameters that
//! carry `x-stainless-pagination-property`. Output: a [`Scheme`] that fits. What the runtime's pages cannot do is said.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::fit::{Root, fields, fit, root};
use super::{Context, FIRST_PAGE, Scheme, hints};
use crate::diag::Site;
use crate::ir::{BodyContent, NextPage, Operation, OperationId, Owner, Pagination, Place, Source, Type, TypeId};

type Extensions = IndexMap<String, Value>;

const FERN: &str = "x-fern-pagination";
const SPEAKEASY: &str = "x-speakeasy-pagination";
const MICROSOFT: &str = "x-ms-pageable";
const STAINLESS: &str = "x-stainless-pagination-property";

/// From an extension's value to what it says, or why that cannot be done.
type Read = fn(&Value) -> Result<Scheme, String>;

/// The pagination that one of the extensions gives an operation.
pub(super) fn find(
    context: &mut Context<'_>,
    id: OperationId,
    operation: &Operation,
    extensions: &Extensions,
) -> Option<Pagination> {
    for (key, read) in [(FERN, fern as Read), (SPEAKEASY, speakeasy), (MICROSOFT, microsoft)] {
        // Fern's `true` means what stands at the root.
        let value = match extensions.get(key) {
            None | Some(Value::Bool(false)) => continue,
            // Without a link, all is on the one page.
            Some(value) if key == MICROSOFT && value.get("nextLinkName").is_some_and(Value::is_null) => continue,
            Some(Value::Bool(true)) if key == FERN => context.document.openapi.extensions.get(key),
            value => value,
        };
        let found = value.ok_or_else(|| "the description's root does not say how".to_owned()).and_then(read);
        match found.and_then(|scheme| fit(context, operation, &scheme)) {
            Ok(found) => return Some(found),
            Err(why) => {
                hints::say(context, &operation.site.join(key), format!("`{key}` says no pages: {why}"), FIRST_PAGE);
            }
        }
    }
    stainless(context, id, operation)
}

/// `{cursor: $request.cursor, next_cursor: $response.next, results: $response.data}`, or one of its other forms.
fn fern(value: &Value) -> Result<Scheme, String> {
    let request = |key: &str| value.get(key)?.as_str()?.strip_prefix("$request.").map(str::to_owned);
    let response = |key: &str| value.get(key)?.as_str()?.strip_prefix("$response.").map(steps);
    let next = if let (Some(parameter), Some(field)) = (request("cursor"), response("next_cursor")) {
        NextPage::Cursor(Source::Field(field), Place::Query(parameter))
    } else if let Some(parameter) = request("offset").map(Place::Query) {
        // The parameter counts pages, unless a page's size is named as its step.
        if value.get("step").is_some() { NextPage::Offset(parameter) } else { NextPage::Number(parameter, 1) }
    } else if let Some(url) = response("next_uri").or_else(|| response("next_path")) {
        NextPage::Url(Source::Field(url))
    } else {
        return Err("it has neither `cursor` with `next_cursor`, `offset`, `next_uri` nor `next_path`".to_owned());
    };
    let items = response("results");
    Ok(Scheme { items, has_more: response("has-next-page").map(Source::Field), ..Scheme::new(next) })
}

/// `{nextLinkName: nextLink, itemName: value, operationName: …}` of `AutoRest`. The next page is at the address in the
/// answer, whatever operation that is.
fn microsoft(value: &Value) -> Result<Scheme, String> {
    let Some(link) = value.get("nextLinkName").and_then(Value::as_str) else {
        return Err("it has no `nextLinkName`".to_owned());
    };
    let items = value.get("itemName").and_then(Value::as_str).unwrap_or("value");
    let next = NextPage::Url(Source::Field(vec![link.to_owned()]));
    Ok(Scheme { items: Some(vec![items.to_owned()]), ..Scheme::new(next) })
}

fn steps(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// `{type: cursor, inputs: [{name, in: parameters, type: cursor}], outputs: {results: $.data, nextCursor: $.next}}`,
/// or one of its other types.
fn speakeasy(value: &Value) -> Result<Scheme, String> {
    let output = |key: &str| -> Result<Option<JsonPath>, String> {
        let text = value.get("outputs").and_then(|outputs| outputs.get(key)?.as_str());
        text.map(|text| json_path(text).ok_or_else(|| format!("`{text}` is no plain path"))).transpose()
    };
    let wanted = |key: &str| output(key)?.ok_or_else(|| format!("`outputs` has no `{key}`"));
    let input = |kind: &str| {
        let inputs = value.get("inputs").and_then(Value::as_array)?;
        let input = inputs.iter().find(|input| input.get("type").is_some_and(|ty| ty == kind))?;
        let name = input.get("name").and_then(Value::as_str);
        Some(name.map(|name| Place::Query(name.to_owned())).ok_or_else(|| format!("the `{kind}` has no `name`")))
    };
    let mut items = output("results")?.map(|place| place.path);
    let next = match value.get("type").and_then(Value::as_str) {
        Some("cursor") => {
            let parameter = input("cursor").ok_or("`inputs` has no `cursor`")??;
            let place = wanted("nextCursor")?;
            match place.in_last {
                None => NextPage::Cursor(Source::Field(place.path), parameter),
                Some(field) => {
                    if *items.get_or_insert_with(|| place.path.clone()) != place.path {
                        return Err("the cursor is in another list than the results".to_owned());
                    }
                    NextPage::Last(field, parameter)
                }
            }
        }
        Some("offsetLimit") => match (input("offset"), input("page")) {
            (Some(parameter), _) => NextPage::Offset(parameter?),
            (None, Some(parameter)) => NextPage::Number(parameter?, 1),
            (None, None) => return Err("`inputs` has neither `offset` nor `page`".to_owned()),
        },
        Some("url") => NextPage::Url(Source::Field(wanted("nextUrl")?.path)),
        _ => return Err("its `type` is none of `cursor`, `offsetLimit` and `url`".to_owned()),
    };
    let pages = output("numPages")?.map(|place| Source::Field(place.path));
    let total = pages.filter(|_| matches!(next, NextPage::Number(..)));
    Ok(Scheme { items, total, ..Scheme::new(next) })
}

/// Where a JSON path leads: by names, and from there perhaps by names within the last item.
struct JsonPath {
    path: Vec<String>,
    in_last: Option<Vec<String>>,
}

/// A JSON path of names: `$.a['b'].c`, and `[(@.length-1)]` or `[-1:]` for the last item.
fn json_path(text: &str) -> Option<JsonPath> {
    let mut place = JsonPath { path: Vec::new(), in_last: None };
    let mut rest = text.strip_prefix('$')?;
    while !rest.is_empty() {
        if let Some(after) = ["[(@.length-1)]", "[-1:]", "[-1]"].iter().find_map(|last| rest.strip_prefix(last)) {
            if place.in_last.replace(Vec::new()).is_some() {
                return None;
            }
            rest = after;
            continue;
        }
        let (name, after) = if let Some(after) = rest.strip_prefix('.') {
            after.split_at(after.find(['.', '[']).unwrap_or(after.len()))
        } else {
            let quoted = rest.strip_prefix("['").map(|rest| (rest, "']"));
            let (inner, end) = quoted.or_else(|| rest.strip_prefix("[\"").map(|rest| (rest, "\"]")))?;
            inner.split_once(end)?
        };
        if name.is_empty() || name == "*" {
            return None;
        }
        place.in_last.as_mut().unwrap_or(&mut place.path).push(name.to_owned());
        rest = after;
    }
    Some(place).filter(|place| !place.path.is_empty() && place.in_last.as_ref().is_none_or(|path| !path.is_empty()))
}

/// What properties and parameters are to pagination, by who has them and their wire names; perhaps with the header that
/// is meant.
pub(crate) type Marks = BTreeMap<(Owner, String), (&'static str, Option<String>)>;

/// The purposes that pages of the runtime have a use for.
const PURPOSES: &[&str] = &[
    "items",
    "has_next_page",
    "next_cursor_field",
    "next_cursor_param",
    "cursor_item_id",
    "next_cursor_id_param",
    "cursor_url_field",
    "page_number_param",
    "current_page_number_field",
    "total_page_count_field",
    "offset_count_param",
    "offset_count_start_field",
    "offset_total_count_field",
];

/// Notes what a property or parameter is to pagination.
pub(in crate::lower) fn mark(
    context: &mut Context<'_>,
    owner: Owner,
    wire: &str,
    extensions: &Extensions,
    site: &Site,
) {
    let Some(value) = extensions.get(STAINLESS) else { return };
    let site = site.join(STAINLESS);
    let purpose = value.get("purpose").and_then(Value::as_str).unwrap_or_default();
    if let Some(known) = PURPOSES.iter().find(|known| **known == purpose) {
        let header = value.get("from_header").and_then(Value::as_str).map(str::to_owned);
        context.marks.insert((owner, wire.to_owned()), (known, header));
        return;
    }
    let effect = if purpose.starts_with("previous_") { "pages go forwards only" } else { hints::NOTHING };
    hints::say(context, &site, format!("pages have no use for the purpose `{purpose}`"), effect);
}

/// The pagination that the marks of parameters and properties give together.
fn stainless(context: &mut Context<'_>, id: OperationId, operation: &Operation) -> Option<Pagination> {
    let body = operation.body.as_ref().and_then(|body| match &body.content {
        BodyContent::Fields(id) => Some(*id),
        BodyContent::Whole(ty) => named(context, ty),
    });
    let in_body = body.map(|body| marked(context, body)).unwrap_or_default();
    let parameter = |purpose: &str| {
        let is_meant = |wire: &String| {
            context.marks.get(&(Owner::Operation(id), wire.clone())).is_some_and(|(known, _)| *known == purpose)
        };
        let mut wires = operation.params.iter().map(|param| &param.wire);
        let in_body = || Some(in_body.get(purpose)?.0.join("."));
        wires.find(|wire| is_meant(wire)).cloned().or_else(in_body).map(Place::Query)
    };
    let page = root(context, operation).and_then(|root| match root {
        Root::Object(page) => Some(page),
        Root::List(_) => None,
    });
    let found = page.map(|page| marked(context, page)).unwrap_or_default();
    let answer = |purpose: &str| found.get(purpose).map(|(path, _)| path.clone());
    let source = |purpose: &str| match found.get(purpose)? {
        (_, Some(header)) => Some(Source::Header(header.clone())),
        (path, None) => Some(Source::Field(path.clone())),
    };
    let next = if let (Some(field), Some(parameter)) = (source("next_cursor_field"), parameter("next_cursor_param")) {
        NextPage::Cursor(field, parameter)
    } else if let (Some(field), Some(parameter)) = (answer("cursor_item_id"), parameter("next_cursor_id_param")) {
        NextPage::Last(field, parameter)
    } else if let Some(url) = source("cursor_url_field") {
        NextPage::Url(url)
    } else if let Some(parameter) = parameter("page_number_param") {
        NextPage::Number(parameter, 1)
    } else if let Some(parameter) = parameter("offset_count_param") {
        NextPage::Offset(parameter)
    } else {
        let lone = ["next_cursor_param", "next_cursor_id_param"].into_iter().find_map(parameter);
        if let Some(place) = lone {
            let wire = place.name();
            let message = format!("the answer has no field marked as the counterpart of the parameter `{wire}`");
            hints::say(context, &operation.site.join("parameters"), message, FIRST_PAGE);
        }
        return None;
    };
    let (total, current) = match next {
        NextPage::Number(..) => (source("total_page_count_field"), source("current_page_number_field")),
        NextPage::Offset(_) => (source("offset_total_count_field"), source("offset_count_start_field")),
        _ => (None, None),
    };
    let scheme =
        Scheme { items: answer("items"), has_more: source("has_next_page"), total, current, ..Scheme::new(next) };
    match fit(context, operation, &scheme) {
        Ok(found) => Some(found),
        Err(why) => {
            hints::say(context, &operation.site, format!("`{STAINLESS}` says no pages: {why}"), FIRST_PAGE);
            None
        }
    }
}

/// How many names may lead to a marked field.
const MAX_WAY: usize = 16;

/// The marked fields of an object by purpose, each with the names that lead to it and perhaps the header that is meant;
/// of a field that is a cursor in each item, the names that lead to it from the item.
fn marked(context: &Context<'_>, object: TypeId) -> BTreeMap<&'static str, (Vec<String>, Option<String>)> {
    let mut result = BTreeMap::new();
    if context.marks.is_empty() {
        return result;
    }
    let mut seen = BTreeSet::from([object]);
    let mut open = vec![(object, Vec::new(), false)];
    while let Some((at, way, in_item)) = open.pop() {
        for field in fields(context, at).unwrap_or_default() {
            let path: Vec<String> = way.iter().chain([&field.wire]).cloned().collect();
            if let Some((purpose, header)) = context.marks.get(&(Owner::Type(at), field.wire.clone()))
                && in_item == (*purpose == "cursor_item_id")
            {
                result.entry(*purpose).or_insert_with(|| (path.clone(), header.clone()));
            }
            let (inner, path, in_item) = match context.types.resolved(&field.ty) {
                Type::Array(item) if !in_item => (named(context, item), Vec::new(), true),
                ty => (named(context, ty), path, in_item),
            };
            let inner = inner.filter(|_| path.len() < MAX_WAY);
            open.extend(inner.filter(|inner| seen.insert(*inner)).map(|inner| (inner, path, in_item)));
        }
    }
    result
}

fn named(context: &Context<'_>, ty: &Type) -> Option<TypeId> {
    match context.types.resolved(ty) {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
