//! [`Payload`]: the body of a request before it is sent, in pieces.
//!
//! In: bytes, files and streams. Out: a [`Body`] for each attempt. Bytes and files can be sent any number of times; a
//! stream once, so a request that has one is not tried again. Not here: what the pieces mean (`multipart`).

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use super::super::error::{Error, Result};
use super::super::transport::{Body, BoxFuture, TransportError};

/// How much of a file is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    /// Bytes, as most bodies are.
    Whole(Bytes),
    /// One after the other.
    Pieces(Vec<Content>),
}

impl Payload {
    /// The whole of it, where it is bytes alone.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Pieces(_) => None,
        }
    }

    /// Whether it can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Pieces(pieces) => pieces.iter().all(|content| !matches!(content, Content::Stream(..))),
        }
    }

    /// The body of one attempt; files are opened when their turn comes.
    ///
    /// # Errors
    /// A file that is not there, or a stream that was sent before.
    pub(crate) fn open(&self) -> Result<Body> {
        let contents = match self {
            Self::Whole(bytes) => return Ok(Body::from(bytes.clone())),
            Self::Pieces(contents) => contents,
        };
        let mut pieces = VecDeque::with_capacity(contents.len());
        let mut length = Some(0_u64);
        for content in contents {
            let (piece, own) = content.open()?;
            length = length.zip(own).and_then(|(sum, own)| sum.checked_add(own));
            pieces.push_back(piece);
        }
        let body = Body::from_stream(Pieces(pieces));
        Ok(match length {
            Some(length) => body.with_length(length),
            None => body,
        })
    }
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl From<Content> for Payload {
    fn from(content: Content) -> Self {
        match content {
            Content::Bytes(bytes) => Self::Whole(bytes),
            other => Self::Pieces(vec![other]),
        }
    }
}

/// Where the bytes of a piece come from.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// A file, opened anew for each attempt.
    File(Arc<Path>),
    /// A stream, and its length in bytes where that is known.
    Stream(Arc<Once>, Option<u64>),
}

type Chunks = Pin<Box<dyn Stream<Item = core::result::Result<Bytes, TransportError>> + Send>>;

/// A stream until it is sent.
type Once = Mutex<Option<Chunks>>;

impl Content {
    pub(crate) fn stream(
        chunks: impl Stream<Item = core::result::Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self::Stream(Arc::new(Mutex::new(Some(Box::pin(chunks)))), None)
    }

    pub(crate) fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(Reading::Idle(Box::new(reader)))
    }

    /// States the length of a stream; that of all else is known.
    pub(crate) fn with_length(self, bytes: u64) -> Self {
        match self {
            Self::Stream(once, _) => Self::Stream(once, Some(bytes)),
            other => other,
        }
    }

    fn open(&self) -> Result<(Piece, Option<u64>)> {
        match self {
            Self::Bytes(bytes) => Ok((Piece::Bytes(bytes.clone()), u64::try_from(bytes.len()).ok())),
            Self::File(path) => {
                let length = std::fs::metadata(path).and_then(|data| {
                    if data.is_dir() { Err(io::Error::from(io::ErrorKind::IsADirectory)) } else { Ok(data.len()) }
                });
                let length = length.map_err(|error| {
                    Error::invalid_argument(format!("the file `{}` cannot be read", path.display())).with_source(error)
                })?;
                Ok((Piece::File(Arc::clone(path)), Some(length)))
            }
            Self::Stream(once, length) => {
                let chunks = once.lock().unwrap_or_else(PoisonError::into_inner).take();
                let chunks = chunks.ok_or_else(|| Error::invalid_argument("a stream can be sent only once"))?;
                Ok((Piece::Chunks(chunks), *length))
            }
        }
    }
}

impl PartialEq for Content {
    /// Streams are equal where they are one and the same.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::File(a), Self::File(b)) => a == b,
            (Self::Stream(a, _), Self::Stream(b, _)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl fmt::Debug for Content {
    /// Sizes, never what is sent.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
            Self::File(path) => write!(formatter, "file {}", path.display()),
            Self::Stream(..) => formatter.write_str("stream"),
        }
    }
}

/// A piece of one attempt.
enum Piece {
    Bytes(Bytes),
    File(Arc<Path>),
    Chunks(Chunks),
}

struct Pieces(VecDeque<Piece>);

impl Stream for Pieces {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(piece) = self.0.front_mut() else { return Poll::Ready(None) };
            match piece {
                Piece::Bytes(bytes) => {
                    let bytes = core::mem::take(bytes);
                    self.0.pop_front();
                    if !bytes.is_empty() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Piece::File(path) => *piece = Piece::Chunks(Box::pin(Reading::open(Arc::clone(path)))),
                Piece::Chunks(chunks) => match ready!(chunks.as_mut().poll_next(context)) {
                    Some(chunk) => return Poll::Ready(Some(chunk)),
                    None => drop(self.0.pop_front()),
                },
            }
        }
    }
}

type Reader = Box<dyn Read + Send>;

/// A reader as a stream: it is read where blocking does no harm.
enum Reading {
    Idle(Reader),
    Busy(BoxFuture<'static, io::Result<(Reader, Bytes)>>),
    Done,
}

impl Reading {
    fn open(path: Arc<Path>) -> Self {
        Self::Busy(Box::pin(read(Place::Path(path))))
    }
}

impl Stream for Reading {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match core::mem::replace(&mut *self, Self::Done) {
                Self::Idle(reader) => *self = Self::Busy(Box::pin(read(Place::Reader(reader)))),
                Self::Busy(mut read) => match read.as_mut().poll(context) {
                    Poll::Pending => {
                        *self = Self::Busy(read);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok((_, chunk))) if chunk.is_empty() => return Poll::Ready(None),
                    Poll::Ready(Ok((reader, chunk))) => {
                        *self = Self::Idle(reader);
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(TransportError::connection(error)))),
                },
                Self::Done => return Poll::Ready(None),
            }
        }
    }
}

/// Where the next bytes are.
enum Place {
    Path(Arc<Path>),
    Reader(Reader),
}

/// The next bytes; none at the end.
fn next(place: Place) -> io::Result<(Reader, Bytes)> {
    let mut reader = match place {
        Place::Path(path) => Box::new(File::open(path)?),
        Place::Reader(reader) => reader,
    };
    let mut chunk = Vec::with_capacity(CHUNK);
    reader.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
    Ok((reader, chunk.into()))
}

/// The same on a thread that may block; in place where there is no tokio.
async fn read(place: Place) -> io::Result<(Reader, Bytes)> {
    match tokio::runtime::Handle::try_current() {
        Ok(handle) => handle.spawn_blocking(move || next(place)).await.map_err(io::Error::other)?,
        Err(_) => next(place),
    }
}
