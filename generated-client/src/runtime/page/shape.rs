//! What makes a type a page, and `page!`, which says so in a few rows.
//!
//! In: the fields of an answer that hold its items and the way on. Out: [`PageShape`]. Not here: asking for pages.

use serde::de::DeserializeOwned;

use super::super::codec::nullable::Nullable;
use super::super::execute::Prepared;
use super::super::response::Meta;

/// An answer that is one page.
pub trait PageShape: DeserializeOwned + Send + 'static {
    /// What the pages hold.
    type Item: Send + 'static;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// The items of this page, given away.
    fn into_items(self) -> Vec<Self::Item>;

    /// How to get the next page; asked only of a page that has items.
    fn next(&self, sent: &Sent<'_>) -> NextPage;
}

/// How to get the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// This was the last page.
    End,
    /// The same request with one query parameter replaced.
    Query(&'static str, String),
    /// A request for this URL or path, with the same headers.
    Url(String),
}

/// What was sent for a page and came with it.
#[derive(Debug)]
pub struct Sent<'a> {
    pub(super) request: &'a Prepared,
    pub(super) meta: &'a Meta,
}

impl Sent<'_> {
    /// The value of a query parameter of the request.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.request.draft.query.get(name)
    }

    /// The number a query parameter of the request had; `default` if there was none.
    #[must_use]
    pub fn number(&self, name: &str, default: u64) -> u64 {
        self.query(name).and_then(|text| text.parse().ok()).unwrap_or(default)
    }

    /// A header of the answer.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.meta.headers.get(name)?.to_str().ok()
    }
}

/// A field that holds the items of a page.
pub trait ItemList<T> {
    /// The items; none if the field is absent.
    fn as_items(&self) -> &[T];
    /// The items, given away.
    fn into_items(self) -> Vec<T>;
}

impl<T> ItemList<T> for Vec<T> {
    fn as_items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Vec<T> {
        self
    }
}

impl<T> ItemList<T> for Option<Vec<T>> {
    fn as_items(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }

    fn into_items(self) -> Vec<T> {
        self.unwrap_or_default()
    }
}

/// A field that may hold the way to the next page.
pub trait Cursor {
    /// The text to send; an empty one is none.
    fn cursor(&self) -> Option<String>;
}

impl Cursor for String {
    fn cursor(&self) -> Option<String> {
        if self.is_empty() { None } else { Some(self.clone()) }
    }
}

impl Cursor for i64 {
    fn cursor(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Cursor> Cursor for Option<T> {
    fn cursor(&self) -> Option<String> {
        self.as_ref()?.cursor()
    }
}

impl<T: Cursor> Cursor for Nullable<T> {
    fn cursor(&self) -> Option<String> {
        self.value()?.cursor()
    }
}

/// A field that may say that there is no further page.
pub trait HasMore {
    /// Whether it says so; absence says nothing.
    fn says_no(&self) -> bool;
}

impl HasMore for bool {
    fn says_no(&self) -> bool {
        !self
    }
}

impl HasMore for Option<bool> {
    fn says_no(&self) -> bool {
        *self == Some(false)
    }
}

/// The next page by a cursor in a query parameter.
#[must_use]
pub fn by_cursor(cursor: &impl Cursor, parameter: &'static str) -> NextPage {
    cursor.cursor().map_or(NextPage::End, |cursor| NextPage::Query(parameter, cursor))
}

/// The next page by a URL.
#[must_use]
pub fn by_url(url: &impl Cursor) -> NextPage {
    url.cursor().map_or(NextPage::End, NextPage::Url)
}

/// The next page by the number of items passed over.
#[must_use]
pub fn by_offset(sent: &Sent<'_>, items: usize, parameter: &'static str) -> NextPage {
    let items = u64::try_from(items).unwrap_or(u64::MAX);
    NextPage::Query(parameter, sent.number(parameter, 0).saturating_add(items).to_string())
}

/// The next page by its number; the first one is 1.
#[must_use]
pub fn by_number(sent: &Sent<'_>, parameter: &'static str) -> NextPage {
    NextPage::Query(parameter, sent.number(parameter, 1).saturating_add(1).to_string())
}

/// Makes an answer's type a page.
///
/// ```text
/// page! {
///     UserPage {
///         items: users -> User,               // Vec<User> or Option<Vec<User>>
///         cursor: cursor -> "cursor",         // or one of the other ways on, below
///         has_more: has_more,                 // may be left out: bool or Option<bool>
///     }
/// }
/// // other ways on:  last: id -> "starting_after"   the last item's field
/// //                 offset -> "offset"             items passed over
/// //                 number -> "page"               number of the page, from 1
/// //                 url: next                      a field with the next page's URL
/// ```
/// A field may be a path through required fields: `meta.cursor`.
macro_rules! page {
    ($name:ident { items: $($items:ident).+ -> $item:ty, cursor: $($cursor:ident).+ -> $parameter:literal $(, has_more: $($more:ident).+)? $(,)? }) => {
        $crate::runtime::page::shape::__page! {
            $name [$($items).+] $item [$($($more).+)?]
            |page, _sent| $crate::runtime::page::shape::by_cursor(&page.$($cursor).+, $parameter)
        }
    };
    ($name:ident { items: $($items:ident).+ -> $item:ty, last: $($id:ident).+ -> $parameter:literal $(, has_more: $($more:ident).+)? $(,)? }) => {
        $crate::runtime::page::shape::__page! {
            $name [$($items).+] $item [$($($more).+)?]
            |page, _sent| match $crate::runtime::page::PageShape::items(page).last() {
                ::core::option::Option::Some(item) => $crate::runtime::page::shape::by_cursor(&item.$($id).+, $parameter),
                ::core::option::Option::None => $crate::runtime::page::NextPage::End,
            }
        }
    };
    ($name:ident { items: $($items:ident).+ -> $item:ty, offset -> $parameter:literal $(, has_more: $($more:ident).+)? $(,)? }) => {
        $crate::runtime::page::shape::__page! {
            $name [$($items).+] $item [$($($more).+)?]
            |page, sent| $crate::runtime::page::shape::by_offset(
                sent,
                $crate::runtime::page::PageShape::items(page).len(),
                $parameter,
            )
        }
    };
    ($name:ident { items: $($items:ident).+ -> $item:ty, number -> $parameter:literal $(, has_more: $($more:ident).+)? $(,)? }) => {
        $crate::runtime::page::shape::__page! {
            $name [$($items).+] $item [$($($more).+)?]
            |_page, sent| $crate::runtime::page::shape::by_number(sent, $parameter)
        }
    };
    ($name:ident { items: $($items:ident).+ -> $item:ty, url: $($url:ident).+ $(, has_more: $($more:ident).+)? $(,)? }) => {
        $crate::runtime::page::shape::__page! {
            $name [$($items).+] $item [$($($more).+)?]
            |page, _sent| $crate::runtime::page::shape::by_url(&page.$($url).+)
        }
    };
}

/// What the ways of `page!` have in common.
macro_rules! __page {
    ($name:ident [$($items:ident).+] $item:ty [$($($more:ident).+)?] |$page:ident, $sent:ident| $next:expr) => {
        impl $crate::runtime::page::PageShape for $name {
            type Item = $item;

            fn items(&self) -> &[$item] {
                $crate::runtime::page::shape::ItemList::as_items(&self.$($items).+)
            }

            fn into_items(self) -> ::std::vec::Vec<$item> {
                $crate::runtime::page::shape::ItemList::into_items(self.$($items).+)
            }

            fn next(&self, $sent: &$crate::runtime::page::Sent<'_>) -> $crate::runtime::page::NextPage {
                $(
                    if $crate::runtime::page::shape::HasMore::says_no(&self.$($more).+) {
                        return $crate::runtime::page::NextPage::End;
                    }
                )?
                let $page = self;
                $next
            }
        }
    };
}

pub(crate) use {__page, page};
