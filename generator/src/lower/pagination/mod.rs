//! Pagination: how an operation gets from one page to the next.
//!
//! Input: an operation with its parameters and answer, and what is said of its pages. Output: its [`Pagination`].
//! Claims come in this order: the scheme that the configuration names for the operation, our own extension, the schemes
//! of the configuration that fit, the extensions of other tools (`extensions.rs`), what is common (`convention.rs`).
//! The last two are not decisions of somebody who makes this SDK, so they yield to the lock: a method that returned its
//! answer plainly does not begin to return pages, and the other way round. Not here: whether a claim fits (`fit.rs`).

mod convention;
mod extensions;
mod fit;

use serde_json::Value;

use super::{Context, hints};
use crate::config::{self, PaginationType};
use crate::diag::{Code, Diagnostic};
use crate::ir::{NextPage, Operation, OperationId, Pagination, Place, Source};

pub(super) use extensions::{Marks, mark};
use fit::{counts_numbers, fit};

/// What somebody says of pages. Names are as they were said: `fit` finds what they mean.
#[derive(Clone, Debug)]
struct Scheme {
    /// The field with the items; the only list when it is not said.
    items: Option<Vec<String>>,
    /// The way on; the place of a query parameter may be one of the body too, where there is no such parameter.
    next: NextPage,
    /// The number of the first page; what the parameter says when it is not said.
    first: Option<u64>,
    has_more: Option<Source>,
    total: Option<Source>,
    current: Option<Source>,
}

impl Scheme {
    /// One that says no more than the way on.
    fn new(next: NextPage) -> Self {
        Self { items: None, next, first: None, has_more: None, total: None, current: None }
    }
}

impl From<&config::Pagination> for Scheme {
    fn from(scheme: &config::Pagination) -> Self {
        let field = |text: &Option<String>| text.as_deref().map(source);
        let place = |name: &Option<String>| Place::Query(name.clone().unwrap_or_default());
        let needed = |text: &Option<String>| source(text.as_deref().unwrap_or_default());
        let next = match scheme.kind {
            PaginationType::Cursor | PaginationType::Unknown => {
                NextPage::Cursor(needed(&scheme.cursor_field), place(&scheme.cursor_parameter))
            }
            PaginationType::CursorId => {
                let id = scheme.id_field.clone().unwrap_or_else(|| "id".to_owned());
                NextPage::Last(vec![id], place(&scheme.cursor_parameter))
            }
            PaginationType::Url => NextPage::Url(needed(&scheme.url_field)),
            PaginationType::Link => NextPage::Link,
            PaginationType::Offset => NextPage::Offset(place(&scheme.offset_parameter)),
            PaginationType::PageNumber => NextPage::Number(place(&scheme.page_parameter), 1),
        };
        Self {
            items: scheme.items_field.clone().map(|name| vec![name]),
            next,
            first: scheme.first_page,
            has_more: field(&scheme.has_more_field),
            total: field(&scheme.total_field),
            current: field(&scheme.current_field),
        }
    }
}

/// A field, or a header with a word before it.
fn source(text: &str) -> Source {
    match text.strip_prefix("header:") {
        Some(name) => Source::Header(name.trim().to_owned()),
        None => Source::Field(vec![text.to_owned()]),
    }
}

impl From<Pagination> for Scheme {
    fn from(known: Pagination) -> Self {
        let Pagination { items, next, has_more, total, current, .. } = known;
        let first = if let NextPage::Number(_, first) = next { Some(first) } else { None };
        Self { items: Some(items), next, first, has_more, total, current }
    }
}

const FIRST_PAGE: &str = "the method returns the first page alone";

/// The pagination of an operation that is otherwise done.
pub(super) fn find(
    context: &mut Context<'_>,
    id: OperationId,
    operation: &Operation,
    written: &openapiv3::Operation,
) -> Option<Pagination> {
    let key = operation.key();
    let found = match decided(context, operation, written) {
        Decision::Made(found) => found,
        Decision::Open => {
            let before = context.before.pages.get(&key).and_then(|text| serde_json::from_str::<Pagination>(text).ok());
            let is_known = context.before.places.contains_key(&key);
            described(context, id, operation, written, before, is_known)
        }
    }?;
    // Where the items are is a part of the answer's type, so it is one for all operations with that answer.
    if let Some(page) = found.page {
        let known = context.pages.entry(page).or_insert_with(|| found.items.clone());
        if *known != found.items {
            report(context, operation, format!("the items of `{key}` are not those of another operation's pages"));
            return None;
        }
    }
    Some(found)
}

/// What those have decided who make this SDK.
enum Decision {
    /// Pages, or none.
    Made(Option<Pagination>),
    /// Nothing.
    Open,
}

fn decided(context: &mut Context<'_>, operation: &Operation, written: &openapiv3::Operation) -> Decision {
    let config = context.config;
    let key = operation.key();
    let configured = [Some(&key), operation.operation_id.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|key| config.operations.get(key))
        .and_then(|configured| configured.pagination.as_deref());
    match (configured, written.extensions.get(OURS)) {
        (Some("none"), _) => Decision::Made(None),
        (Some(name), _) => {
            // There is one: the configuration is refused otherwise.
            let Some(scheme) = config.pagination.get(name) else { return Decision::Open };
            let found = fit(context, operation, &scheme.into());
            if let Err(why) = &found {
                report(context, operation, format!("`{key}` does not fit the pagination scheme `{name}`: {why}"));
            }
            Decision::Made(found.ok())
        }
        (None, Some(Value::String(none))) if none == "none" => Decision::Made(None),
        (None, Some(value)) => {
            let found = ours(config, value).and_then(|scheme| fit(context, operation, &scheme));
            if let Err(why) = &found {
                let message = format!("`{OURS}` says no pages: {why}");
                hints::say(context, &operation.site.join(OURS), message, FIRST_PAGE);
            }
            Decision::Made(found.ok())
        }
        (None, None) => {
            let links = convention::has_link(written);
            // A scheme of links says nothing of its own that could be found in every operation.
            let schemes = config.pagination_in_order().into_iter();
            let mut schemes = schemes.filter(|scheme| scheme.kind != PaginationType::Link || links);
            // A text is counted by nobody who did not say so of this operation.
            let found = schemes.find_map(|scheme| {
                fit(context, operation, &scheme.into()).ok().filter(|found| counts_numbers(context, operation, found))
            });
            found.map_or(Decision::Open, |found| Decision::Made(Some(found)))
        }
    }
}

/// What the description says, as far as the lock lets it.
fn described(
    context: &mut Context<'_>,
    id: OperationId,
    operation: &Operation,
    written: &openapiv3::Operation,
    before: Option<Pagination>,
    is_known: bool,
) -> Option<Pagination> {
    let said = extensions::find(context, id, operation, &written.extensions);
    let is_common = said.is_none();
    let may_guess = is_common && context.config.pagination_by_convention != Some(false);
    let said = said.or_else(|| convention::find(context, operation, written).filter(|_| may_guess));
    let key = operation.key();
    let known = before.map(|before| (before.items.clone(), fit(context, operation, &before.into())));
    let said = match (said, known) {
        (said, None) if !is_known => said?,
        (said, None) => {
            let message = format!("`{key}` has pages: {}", sentence(&said?));
            context.diagnostics.push(
                Diagnostic::new(Code::PagesWithheld, message)
                    .at(&operation.site)
                    .effect("the method returns one answer, as it did before")
                    .help(
                        "`pagination` of the operation in the configuration names a scheme, and then it returns pages",
                    ),
            );
            return None;
        }
        // The way on may change, but not the type of what is returned.
        (Some(said), Some((items, _))) if said.items == items => said,
        (_, Some((_, Ok(kept)))) => return Some(kept),
        (said, Some((_, Err(why)))) => {
            report(context, operation, format!("`{key}` had pages, which it does not have any more: {why}"));
            said?
        }
    };
    if is_common {
        let message = format!("`{key}` is read as pages: {}", sentence(&said));
        context.diagnostics.push(
            Diagnostic::new(Code::PagesByConvention, message)
                .at(&operation.site)
                .effect("the method returns a `Page`, which stands for the answer")
                .help(format!("if it has none: `operations.{key:?}.pagination = \"none\"`")),
        );
    }
    Some(said)
}

/// The way on in words, with the names involved.
fn sentence(pagination: &Pagination) -> String {
    let field = |path: &[String]| format!("`{}`", path.join("."));
    let source = |source: &Source| match source {
        Source::Field(path) => field(path),
        Source::Header(name) => format!("the header `{name}`"),
    };
    let place = |place: &Place| format!("`{}`", place.name());
    let items = if pagination.items.is_empty() { "the answer".to_owned() } else { field(&pagination.items) };
    let way = match &pagination.next {
        NextPage::Cursor(from, to) => format!("{} goes into {}", source(from), place(to)),
        NextPage::Last(from, to) => format!("{} of the last one goes into {}", field(from), place(to)),
        NextPage::Url(from) => format!("{} is the next one's address", source(from)),
        NextPage::Link => "the header `Link` has the next one's address".to_owned(),
        NextPage::Offset(to) => format!("{} counts items", place(to)),
        NextPage::Number(to, first) => format!("{} counts pages from {first}", place(to)),
    };
    format!("{items} holds the items, and {way}")
}

fn report(context: &mut Context<'_>, operation: &Operation, message: String) {
    let diagnostic = Diagnostic::new(Code::PaginationUnmatched, message);
    context.diagnostics.push(diagnostic.at(&operation.site).effect(FIRST_PAGE));
}

/// Our own extension: the name of a scheme of the configuration, or a scheme as the configuration would have it.
const OURS: &str = "x-specwright-pagination";

fn ours(config: &config::Config, value: &Value) -> Result<Scheme, String> {
    match value {
        Value::String(name) => {
            let scheme = config.pagination.get(name).ok_or_else(|| format!("the configuration has no scheme `{name}`"));
            Ok(scheme?.into())
        }
        value => {
            let scheme: config::Pagination =
                serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            match scheme.objections().into_iter().next() {
                Some((_, objection)) => Err(objection),
                None => Ok((&scheme).into()),
            }
        }
    }
}
