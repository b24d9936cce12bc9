//! Answers that are read while they arrive: [`EventStream`] of values, [`Download`] of bytes.
//!
//! In: an answer on its way. Out: values or chunks, each as soon as it is there. Nothing is read ahead, and dropping the
//! stream closes the connection. Not here: how bytes become records (`split`), what a record means (`frames`).

pub mod download;
mod frames;
mod live;
pub mod rules;
pub mod split;

use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use self::download::Download;
use self::frames::{Frame, Frames};
pub(crate) use self::live::Live;
pub use self::rules::{Framing, Streaming};
pub use self::split::ServerSentEvent;
use super::decode::place;
use super::error::Result;
use super::response::Response;

/// The values of an answer, each as soon as it arrives: a `Stream`, or [`try_next`](Self::try_next) in a loop.
///
/// The request is sent when the first value is asked for, with the call's retries; once the answer has begun, nothing
/// is sent again unless [`reconnect`](Self::reconnect) asks for that. The wait for each piece is limited, the whole is
/// not. A value of another shape than documented is an error that the stream goes on after; it ends after all others.
/// Dropping it closes the connection.
#[must_use = "values are read as they are asked for"]
pub struct EventStream<T> {
    frames: Frames,
    values: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    pub(crate) fn new(live: Live) -> Self {
        Self { frames: Frames::new(live), values: PhantomData }
    }

    /// Limits the wait for each piece of the answer, in the place of the call's `timeout`.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.frames.set_idle(limit);
        self
    }

    /// Sends the request again when the connection breaks or the server closes it, with the id of the last event as
    /// `Last-Event-ID`: at most so many times without an event between. For streams of server-sent events; the wait
    /// before is what the server asked for, else 3 s. Answered with 204, the stream ends.
    pub fn reconnect(mut self, times: u32) -> Self {
        self.frames.set_reconnects(times);
        self
    }

    /// The id of the last event, where the server names one; to be sent as `Last-Event-ID` by a later call.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.last_event_id()
    }

    /// Waits for the answer's status and headers.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn response(&mut self) -> Result<&Response<()>> {
        self.frames.response().await
    }
}

impl<T: DeserializeOwned> EventStream<T> {
    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// Those of any call; no more data for as long as the limit says; a value of another shape than documented; and
    /// [`ErrorKind::Stream`](super::error::ErrorKind::Stream) where the server reports a failure.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        core::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    fn decode(&mut self, frame: Frame) -> Result<T> {
        let read = serde_json::from_str(&frame.text);
        let read = match (read, &frame.parsed) {
            (Err(_), Some(parsed)) => serde_json::from_str(parsed),
            (read, _) => read,
        };
        read.map_err(|error| {
            let place = place::<T>(frame.parsed.as_deref().unwrap_or(&frame.text).as_bytes());
            self.frames.failure(frame, error, &place)
        })
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frame = ready!(self.frames.poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.and_then(|frame| self.decode(frame))))
    }
}

impl<T> Unpin for EventStream<T> {}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").finish_non_exhaustive()
    }
}
