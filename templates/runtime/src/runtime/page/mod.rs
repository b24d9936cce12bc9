//! Pages: an answer that is one of several, and streams over all of them.
//!
//! In: an answer's type that says where its items and its next page are (`page!`), and the request that was sent.
//! Out: [`Page`], [`Pages`], [`Items`]. The next request is the one just sent with one thing replaced. Not here: how
//! a page is decoded.

pub mod shape;
pub mod stream;

use core::fmt;
use core::ops::Deref;

pub use self::shape::{NextPage, PageShape, Sent};
pub use self::stream::{Items, Pages};
use super::call::Sending;
use super::decode::{Decode, PageBody};
use super::error::{Error, ErrorKind, Result};
use super::execute::Prepared;
use super::request::Draft;
use super::request::query::Query;
use super::response::{Meta, RawResponse};

/// One page: the answer, which it dereferences to, and the way to the next one.
pub struct Page<T> {
    data: T,
    meta: Meta,
    request: Prepared,
}

impl<T: PageShape> Page<T> {
    pub(crate) fn new(data: T, raw: RawResponse) -> Self {
        Self { data, meta: raw.meta, request: raw.request }
    }

    /// The items of this page.
    #[must_use]
    pub fn items(&self) -> &[T::Item] {
        self.data.items()
    }

    /// The items of this page, given away.
    #[must_use]
    pub fn into_items(self) -> Vec<T::Item> {
        self.data.into_items()
    }

    /// The answer, without the way to the next page.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.data
    }

    /// Whether a further page may be asked for: this one has items and the server named another.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next() != NextPage::End
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// Those of any call; and [`ErrorKind::Pagination`] if the server named the page that was just asked for.
    pub fn next_page(&self) -> impl Future<Output = Result<Option<Self>>> + Send + 'static + use<T> {
        let next = self.next_request();
        async move {
            match next? {
                Some(request) => Sending::new(Ok(request), PageBody::<T>::decode).await.map(Some),
                None => Ok(None),
            }
        }
    }

    fn next(&self) -> NextPage {
        if self.data.items().is_empty() {
            return NextPage::End;
        }
        self.data.next(&Sent { request: &self.request, meta: &self.meta })
    }

    pub(super) fn next_request(&self) -> Result<Option<Prepared>> {
        let repeated = match self.next() {
            NextPage::End => return Ok(None),
            NextPage::Query(name, value) => {
                if self.request.draft.query.get(name).as_deref() != Some(value.as_str()) {
                    let mut request = self.request.clone();
                    request.draft.query.set(name, &value);
                    return Ok(Some(request));
                }
                format!("the server named the page just asked for as the next one (`{name}` is unchanged)")
            }
            NextPage::Url(target) => {
                let target = self.request.core.resolve(&self.request.target, &target)?;
                if target != self.request.target {
                    let mut request = self.request.clone();
                    // The URL is whole: what the first request added to its query is in it already.
                    request.draft.query = Query::default();
                    if !request.core.is_own(&target) {
                        request.draft = Draft::default();
                    }
                    request.target = target;
                    return Ok(Some(request));
                }
                "the server named the page just asked for as the next one".to_owned()
            }
        };
        Err(Error::new(ErrorKind::Pagination, repeated).with_request(
            self.request.method(),
            self.request.template(),
            self.meta.attempts,
        ))
    }
}

impl<T> Deref for Page<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T: Clone> Clone for Page<T> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), meta: self.meta.clone(), request: self.request.clone() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Page").field(&self.data).finish()
    }
}
