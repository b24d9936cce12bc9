//! What makes a type a page: `page!`, which says where its items are.
//!
//! In: the field of an answer that holds its items. Out: [`PageShape`]. Not here: the way to the next page, which is a
//! part of the operation (`paging`).

use super::super::codec::nullable::Nullable;
use super::super::codec::source::FromSource;

/// An answer that is one page. A list is a page of its elements.
pub trait PageShape: FromSource + Send + 'static {
    /// What the pages hold.
    type Item: Send + 'static;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// The items of this page, given away.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T: FromSource + Send + 'static> PageShape for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Self {
        self
    }
}

/// A field that holds the items of a page.
pub trait ItemList<T> {
    /// The items; none if the field is absent or null.
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

impl<T> ItemList<T> for Option<Nullable<Vec<T>>> {
    fn as_items(&self) -> &[T] {
        self.as_ref().and_then(Nullable::value).map_or(&[], Vec::as_slice)
    }

    fn into_items(self) -> Vec<T> {
        self.and_then(Nullable::into_option).unwrap_or_default()
    }
}

/// Makes an answer's type a page.
///
/// ```text
/// page! { UserPage { items: users -> User } }     // Vec<User>, Option<Vec<User>> or Option<Nullable<Vec<User>>>
/// ```
/// The field may be a path through required fields: `data.users`.
macro_rules! page {
    ($name:ident { items: $($items:ident).+ -> $item:ty $(,)? }) => {
        impl $crate::runtime::page::PageShape for $name {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[$item] {
                $crate::runtime::page::shape::ItemList::as_items(&self.$($items).+)
            }

            #[inline]
            fn into_items(self) -> ::std::vec::Vec<$item> {
                $crate::runtime::page::shape::ItemList::into_items(self.$($items).+)
            }
        }
    };
}

pub(crate) use page;
