//! Pages: an answer that is one of several, and streams over all of them.
//!
//! In: an answer whose type says where its items are (`page!`), the request that was sent, and how its operation's
//! pages go on ([`Paging`]). Out: [`Page`], [`Pages`], [`Items`]. The next request is the one just sent with one thing
//! replaced. Not here: how a page is decoded.

mod link;
pub(crate) mod next;
pub mod paging;
mod scan;
pub mod shape;
pub mod stream;

use core::fmt;
use core::ops::Deref;

pub use self::paging::Paging;
pub use self::shape::PageShape;
pub use self::stream::{Items, Pages};
use super::call::Sending;
use super::decode::{Decode, PageBody};
use super::error::{Error, ErrorKind, Result};
use super::execute::Prepared;
use super::response::{RawResponse, Response};

/// One page: the answer, which it dereferences to, and the way to the next one.
pub struct Page<T> {
    response: Response<T>,
    request: Box<Prepared>,
    /// Where the next page begins.
    next: Option<String>,
}

impl<T: PageShape> Page<T> {
    pub(crate) fn new(data: T, mut raw: RawResponse) -> Result<Self> {
        let next = turn(&mut raw, data.items().len())?;
        Ok(Self { response: Response::new(data, raw.answer.meta), request: raw.request, next })
    }

    /// The items of this page.
    #[must_use]
    pub fn items(&self) -> &[T::Item] {
        self.response.data().items()
    }

    /// The items of this page, given away.
    #[must_use]
    pub fn into_items(self) -> Vec<T::Item> {
        self.into_inner().into_items()
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// Those of any call; and [`ErrorKind::Pagination`] if the pages would go in a circle, or the server named an
    /// address that must not be followed.
    pub fn next_page(&self) -> impl Future<Output = Result<Option<Self>>> + Send + 'static + use<T> {
        let next = self.next_request();
        async move {
            match next? {
                Some(request) => Sending::new(Ok(request), PageBody::<T>::decode).await.map(Some),
                None => Ok(None),
            }
        }
    }
}

impl<T> Page<T> {
    /// The answer, without the way to the next page.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.response.into_inner()
    }

    /// The answer with its status and headers.
    #[must_use]
    pub fn response(&self) -> &Response<T> {
        &self.response
    }

    /// Whether the server named a further page.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// Where the next page begins: a cursor, a number or an address. The request's `resume_at` begins there, in another
    /// process too; `None` after the last page.
    #[must_use]
    pub fn next_position(&self) -> Option<&str> {
        self.next.as_deref()
    }

    pub(super) fn next_request(&self) -> Result<Option<Box<Prepared>>> {
        let (Some(paging), Some(position)) = (self.request.paging, &self.next) else { return Ok(None) };
        let attempts = self.response.attempts();
        let next = next::after(paging, &self.request, position);
        next.map(Some).map_err(|error| error.with_request(self.request.method(), self.request.template(), attempts))
    }
}

/// Where the page after an answer begins, unless the answer is the last one once more.
#[inline]
fn turn(raw: &mut RawResponse, items: usize) -> Result<Option<String>> {
    let Some(paging) = raw.request.paging else { return Ok(None) };
    if !raw.request.trail.is_new(paging, &raw.answer.body) && items > 0 {
        let message = "the server answered two pages alike, so it does not know the parameter that tells them apart";
        let error = Error::new(ErrorKind::Pagination, message.to_owned());
        return Err(error.with_request(raw.request.method(), raw.request.template(), raw.answer.meta.attempts));
    }
    Ok(next::position(paging, raw, items))
}

impl<T> Deref for Page<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.response.data()
    }
}

impl<T: Clone> Clone for Page<T> {
    fn clone(&self) -> Self {
        Self { response: self.response.clone(), request: self.request.clone(), next: self.next.clone() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Page").field(self.response.data()).finish()
    }
}
