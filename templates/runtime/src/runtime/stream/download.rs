//! [`Download`]: the bytes of an answer, read while they arrive.
//!
//! In: an answer on its way. Out: its chunks, or all of them written to a file or any other writer. Not here: what the
//! bytes mean.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::super::error::{Error, ErrorKind, Result};
use super::super::response::Response;
use super::Live;

/// The bytes of an answer as they arrive: a `Stream` of chunks, or [`try_next`](Self::try_next) in a loop.
///
/// The request is sent when the first chunk is asked for, with the call's retries; once the answer has begun, nothing
/// is sent again. The wait for each chunk is limited, the whole is not, and neither is its length. Ends after an error.
/// Dropping it closes the connection.
#[must_use = "chunks are read as they are asked for"]
pub struct Download {
    live: Live,
    ended: bool,
}

impl Download {
    #[inline]
    pub(crate) fn new(live: Live) -> Self {
        Self { live, ended: false }
    }

    /// Limits the wait for each chunk, in the place of the call's `timeout`.
    #[inline]
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.live.set_idle(Some(limit));
        self
    }

    /// Waits for the answer's status and headers.
    ///
    /// # Errors
    /// Those of any call.
    #[inline]
    pub async fn response(&mut self) -> Result<&Response<()>> {
        self.live.response().await
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// Those of any call, and no chunk for as long as the limit says.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        core::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Writes all of it, and gives the number of bytes. The writer itself is not waited for: what is written to must
    /// not block for long.
    ///
    /// # Errors
    /// Those of any call, and [`ErrorKind::Io`] where the writer fails.
    pub async fn write_to<W: Write>(mut self, mut writer: W) -> Result<u64> {
        let mut length = 0_u64;
        while let Some(chunk) = self.try_next().await? {
            writer.write_all(&chunk).map_err(|error| self.live.describe(unwritten(error)))?;
            length = length.saturating_add(chunk.len() as u64);
        }
        writer.flush().map_err(|error| self.live.describe(unwritten(error)))?;
        Ok(length)
    }

    /// Writes all of it to a file, which is made or emptied when the answer has begun, and gives the number of bytes.
    /// A file that is not finished stays where it is.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64> {
        // An answer that fails leaves the file as it was.
        self.response().await?;
        let file = File::create(path).map_err(|error| self.live.describe(unwritten(error)))?;
        self.write_to(file).await
    }
}

#[inline]
fn unwritten(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, "what was downloaded cannot be written").with_source(error)
}

impl Stream for Download {
    type Item = Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let chunk = self.live.poll_chunk(context);
        self.ended = matches!(chunk, Poll::Ready(None | Some(Err(_))));
        chunk
    }
}

impl fmt::Debug for Download {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Download").finish_non_exhaustive()
    }
}
