//! [`Wait`] and [`Iterate`]: the same calls for programs without an async runtime.
//!
//! In: any call, future or stream of the SDK. Out: its outcome, waited for on the caller's thread. Connections live on a
//! runtime of the crate's own, with one thread, begun by the first call that waits. Not here: calls of another kind; the
//! client, its resources and its builders are the same.

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use super::error::{Error, Result};

/// Waits for a call, in the place of `.await`.
///
/// It is there for everything that can be awaited: a request as it is, after `.send()`, `.with_response()` or
/// `.send_raw()`, the next page, a download that is saved.
pub trait Wait<T>: IntoFuture<Output = Result<T>> {
    /// Sends what there is to be sent, and waits for the outcome.
    ///
    /// # Errors
    /// Those of the call; and [`ErrorKind::Config`](super::error::ErrorKind::Config) on a thread of an async runtime, where
    /// waiting would stop other tasks. There, `.await` it; on a thread for blocking work,
    /// `tokio::runtime::Handle::current().block_on(…)`.
    fn wait(self) -> Result<T>;
}

impl<T, F: IntoFuture<Output = Result<T>>> Wait<T> for F {
    fn wait(self) -> Result<T> {
        runtime()?.block_on(self.into_future())
    }
}

/// Goes through a stream, in the place of `.try_next().await` in a loop: items and pages, events, chunks of a download.
pub trait Iterate<T>: Stream<Item = Result<T>> + Unpin + Sized {
    /// An iterator that waits for each value.
    fn iterate(self) -> Iter<Self>;
}

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterate<T> for S {
    fn iterate(self) -> Iter<Self> {
        Iter { stream: self, ended: false }
    }
}

/// The values of a stream, each waited for. Ends when the stream does; on a thread of an async runtime, with an error.
#[derive(Debug)]
#[must_use = "values are asked for as they are read"]
pub struct Iter<S> {
    stream: S,
    ended: bool,
}

impl<S> Iter<S> {
    /// The stream, to be asked for what it knows beside its values.
    pub fn stream(&self) -> &S {
        &self.stream
    }
}

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.ended {
            return None;
        }
        let next = match runtime() {
            Ok(runtime) => runtime.block_on(poll_fn(|context| Pin::new(&mut self.stream).poll_next(context))),
            Err(error) => {
                self.ended = true;
                return Some(Err(error));
            }
        };
        self.ended = next.is_none();
        next
    }
}

/// The runtime of all blocking calls, unless the thread has one of its own.
fn runtime() -> Result<Handle> {
    static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);
    if Handle::try_current().is_ok() {
        return Err(Error::config(
            "a blocking call inside an async runtime would stop its other tasks: `.await` the call; on a thread for \
             blocking work, give it to `tokio::runtime::Handle::current().block_on`",
        ));
    }
    let mut kept = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*kept {
        return Ok(handle.clone());
    }
    let unmade =
        |error: std::io::Error| Error::config("the runtime of blocking calls cannot be made").with_source(error);
    let runtime = Builder::new_current_thread().enable_all().build().map_err(unmade)?;
    let handle = runtime.handle().clone();
    // Connections are kept and closed by this thread, whether or not a call waits.
    let thread = std::thread::Builder::new().name(concat!(env!("CARGO_CRATE_NAME"), "-blocking").to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>())).map_err(unmade)?;
    *kept = Some(handle.clone());
    Ok(handle)
}
