//! [`Pages`] and [`Items`]: streams over all pages.
//!
//! In: the first page's call. Out: pages or items as they are asked for; nothing is fetched ahead. Not here: which page
//! comes next.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::Stream;

use super::super::call::Sending;
use super::super::decode::{Decode, PageBody};
use super::super::error::{Error, Result};
use super::{Page, PageShape};

/// All pages, one after the other: a `Stream`, or [`try_next`](Self::try_next) in a loop. Ends after an error.
#[must_use = "pages are asked for one by one, as they are read"]
pub struct Pages<T>(Option<Step<T>>);

enum Step<T> {
    Send(Sending<Page<T>>),
    Fail(Error),
}

impl<T: PageShape> Pages<T> {
    pub(crate) fn new(first: Sending<Page<T>>) -> Self {
        Self(Some(Step::Send(first)))
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>> {
        core::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl<T: PageShape> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let outcome = match &mut self.0 {
            None => return Poll::Ready(None),
            Some(Step::Send(sending)) => ready!(Pin::new(sending).poll(context)),
            Some(Step::Fail(_)) => match self.0.take() {
                Some(Step::Fail(error)) => return Poll::Ready(Some(Err(error))),
                _ => return Poll::Ready(None),
            },
        };
        self.0 = match &outcome {
            Ok(page) => match page.next_request() {
                Ok(next) => next.map(|request| Step::Send(Sending::new(Ok(request), PageBody::<T>::decode))),
                Err(error) => Some(Step::Fail(error)),
            },
            Err(_) => None,
        };
        Poll::Ready(Some(outcome))
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// All items of all pages: a `Stream`, or [`try_next`](Self::try_next) in a loop. Ends after an error.
#[must_use = "items are asked for as they are read"]
pub struct Items<T: PageShape> {
    pages: Pages<T>,
    items: std::vec::IntoIter<T::Item>,
}

impl<T: PageShape> Items<T> {
    pub(crate) fn new(first: Sending<Page<T>>) -> Self {
        Self { pages: Pages::new(first), items: Vec::new().into_iter() }
    }

    /// The next item, from the next page when this one is used up; `None` after the last one.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>> {
        core::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// All that is left, in memory.
    ///
    /// # Errors
    /// Those of any call; what was read before one is lost.
    pub async fn try_collect(mut self) -> Result<Vec<T::Item>> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl<T: PageShape> Stream for Items<T> {
    type Item = Result<T::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: PageShape> Unpin for Items<T> {}

impl<T: PageShape> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").finish_non_exhaustive()
    }
}
