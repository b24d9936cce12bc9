//! [`Live`]: an answer whose body is read while it arrives.
//!
//! In: a request that is not sent yet, or an answer whose body was not read. Out: its status and headers, then its
//! chunks. Each wait for a chunk is bounded; the whole is not. Dropping it closes the connection. Not here: what the
//! chunks mean.

use core::task::{Context, Poll, ready};
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::super::error::{Error, ErrorKind, Result};
use super::super::execute::Prepared;
use super::super::response::{Answer, Meta, RawResponse, Response};
use super::super::transport::{Body, BoxFuture};

/// An answer on its way.
pub(crate) struct Live {
    state: State,
    /// How long to wait for a chunk, in the place of the client's `idle_timeout` and the call's `timeout`.
    idle: Option<Duration>,
}

enum State {
    Opening(BoxFuture<'static, Result<RawResponse>>),
    Open(Box<Open>),
    Failed(Option<Error>),
}

/// An answer that has begun.
pub(crate) struct Open {
    pub(crate) response: Response<()>,
    pub(crate) request: Box<Prepared>,
    body: Body,
    alarm: Option<BoxFuture<'static, ()>>,
}

impl Live {
    /// Sends the request when it is first asked for something.
    #[inline]
    pub(crate) fn new(prepared: Result<Box<Prepared>>) -> Self {
        let state = match prepared {
            Ok(prepared) => State::Opening(prepared.execute()),
            Err(error) => State::Failed(Some(error)),
        };
        Self { state, idle: None }
    }

    /// Reads on from an answer.
    #[inline]
    pub(crate) fn open(raw: RawResponse) -> Self {
        Self { state: State::Open(Box::new(raw.into())), idle: None }
    }

    #[inline]
    pub(crate) fn set_idle(&mut self, limit: Option<Duration>) {
        self.idle = limit;
    }

    /// Waits for the answer's status and headers.
    #[inline]
    pub(crate) async fn response(&mut self) -> Result<&Response<()>> {
        core::future::poll_fn(|context| self.poll_open(context).map_ok(|_| ())).await?;
        match &self.state {
            State::Open(open) => Ok(&open.response),
            State::Opening(_) | State::Failed(_) => Err(gone()),
        }
    }

    /// Waits for the answer to begin.
    #[inline]
    pub(crate) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<&mut Open>> {
        if let State::Opening(sending) = &mut self.state {
            self.state = match ready!(sending.as_mut().poll(context)) {
                Ok(raw) => State::Open(Box::new(raw.into())),
                Err(error) => State::Failed(Some(error)),
            };
        }
        Poll::Ready(match &mut self.state {
            State::Open(open) => Ok(open),
            State::Failed(error) => Err(error.take().unwrap_or_else(gone)),
            State::Opening(_) => Err(gone()),
        })
    }

    /// Adds the request and the answer's head to an error, where they are known.
    #[inline]
    pub(crate) fn describe(&self, error: Error) -> Error {
        match &self.state {
            State::Open(open) => open.describe(error),
            State::Opening(_) | State::Failed(_) => error,
        }
    }

    /// The next chunk; `None` at the end.
    #[inline]
    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let idle = self.idle;
        match ready!(self.poll_open(context)) {
            Ok(open) => open.poll_chunk(context, idle),
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

/// Of a stream that is read on after its error.
#[inline]
fn gone() -> Error {
    Error::new(ErrorKind::Connection, "the stream has failed before")
}

impl From<RawResponse> for Open {
    #[inline]
    fn from(raw: RawResponse) -> Self {
        let RawResponse { answer, request } = raw;
        let Answer { meta, body, rest } = *answer;
        Self { response: Response::new((), meta), request, body: rest.unwrap_or_else(|| Body::from(body)), alarm: None }
    }
}

impl Open {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>, idle: Option<Duration>) -> Poll<Option<Result<Bytes>>> {
        let options = self.request.core.options();
        let limit = idle.or(options.idle_timeout).or(self.request.limits.timeout).unwrap_or(options.timeout);
        // What is there counts, however late it is.
        if let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(context) {
            self.alarm = None;
            return Poll::Ready(chunk.map(|chunk| chunk.map_err(|error| self.describe(Error::transport(error)))));
        }
        let clock = &options.clock;
        let alarm = self.alarm.get_or_insert_with(|| clock.sleep(limit));
        ready!(alarm.as_mut().poll(context));
        let slow = Error::new(ErrorKind::Timeout, format!("nothing more came within {limit:?}"));
        Poll::Ready(Some(Err(self.describe(slow))))
    }

    /// Adds the request and the answer's head to an error.
    #[inline]
    fn describe(&self, error: Error) -> Error {
        let Meta { status, headers, attempts, .. } = self.response.meta();
        error.with_request(self.request.method(), self.request.template(), *attempts).with_answer(
            *status,
            headers.clone(),
            Bytes::new(),
        )
    }
}
