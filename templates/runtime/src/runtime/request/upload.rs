//! [`Upload`]: bytes that a caller sends, as a whole body or as a file in a form.
//!
//! In: bytes, a path, a reader or a stream. Out: a `Content` with its file name and media type. Not here: how parts
//! are put together (`multipart`).
//!
//! Types that hold an upload are written by `serde`, which carries values and no streams. So an upload that is written
//! between `collect` and its end leaves itself with it, and a mark in its place.

use core::cell::RefCell;
use core::fmt;
use std::io::Read;
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

use super::super::codec::Json;
use super::super::codec::serde_source;
use super::super::codec::source::{Failed, FromSource, Source};
use super::super::transport::TransportError;
use super::payload::Content;

/// Bytes to send: a file in a form, or a whole body that is neither JSON nor text.
///
/// Made of bytes or of a path, it can be sent again when an attempt fails; made of a reader or a stream it is sent once,
/// and a call that holds it is not tried again.
#[derive(Clone, PartialEq)]
pub struct Upload {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl Upload {
    /// Bytes that are there already.
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(bytes.into()))
    }

    /// A file, under its own name. It is opened and read when the call is sent, once for each attempt; one that cannot
    /// be read fails the call.
    #[must_use]
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name: name, ..Self::of(Content::File(path.into())) }
    }

    /// Whatever a reader gives, read piece by piece while it is sent.
    #[must_use]
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::of(Content::reader(reader))
    }

    /// Whatever a stream brings, sent as it comes.
    #[must_use]
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::of(Content::stream(Converted(Box::pin(stream))))
    }

    #[inline]
    fn of(content: Content) -> Self {
        Self { content, file_name: None, content_type: None, headers: Vec::new() }
    }

    /// Names the file, as the service will see it.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says what it is (`image/png`), in the place of what the API's description says of it.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// States how many bytes a reader or a stream will give, for services that must know before it comes. Without it,
    /// the body is sent in chunks.
    #[must_use]
    #[inline]
    pub fn length(mut self, bytes: u64) -> Self {
        self.content = self.content.with_length(bytes);
        self
    }

    /// Adds a header to the part that it is sent as; a whole body has none.
    #[must_use]
    pub fn part_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    #[inline]
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    #[inline]
    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    #[inline]
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    #[inline]
    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

impl fmt::Debug for Upload {
    /// What it is, never what is in it.
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Upload({:?}", self.content)?;
        for text in [&self.file_name, &self.content_type].into_iter().flatten() {
            write!(formatter, ", {text:?}")?;
        }
        formatter.write_str(")")
    }
}

macro_rules! from {
    ($( $source:ty )*) => {
        $(
            impl From<$source> for Upload {
                fn from(bytes: $source) -> Self {
                    Self::from_bytes(bytes)
                }
            }
        )*
    };
}

// No `&str`: it could be meant as a path.
from!(Bytes Vec<u8> String &'static [u8]);

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from_bytes(bytes.as_slice())
    }
}

impl From<&Path> for Upload {
    #[inline]
    fn from(path: &Path) -> Self {
        Self::from_path(path)
    }
}

impl From<std::path::PathBuf> for Upload {
    #[inline]
    fn from(path: std::path::PathBuf) -> Self {
        Self::from_path(path)
    }
}

/// A stream whose pieces and errors are made ours.
struct Converted<S>(core::pin::Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: core::pin::Pin<&mut Self>,
        context: &mut core::task::Context<'_>,
    ) -> core::task::Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|next| next.map(|chunk| chunk.map(Into::into).map_err(TransportError::connection)))
    }
}

thread_local! {
    /// The uploads of the value that is being written, while one is.
    static COLLECTED: RefCell<Option<Vec<Upload>>> = const { RefCell::new(None) };
}

/// The key of the mark that stands in the place of an upload.
const MARK: &str = "\u{0}upload";

/// A value as JSON, and the uploads in it, which [`number`] finds again.
pub(super) fn collect<T: Serialize + ?Sized>(value: &T) -> (serde_json::Result<Json>, Vec<Upload>) {
    COLLECTED.with(|collected| collected.replace(Some(Vec::new())));
    let json = serde_json::to_value(value);
    let uploads = COLLECTED.with(RefCell::take);
    (json, uploads.unwrap_or_default())
}

/// The number of the upload that this JSON stands for.
#[inline]
pub(super) fn number(value: &Json) -> Option<usize> {
    match value.as_object()?.iter().next() {
        Some((key, number)) if key == MARK => usize::try_from(number.as_u64()?).ok(),
        _ => None,
    }
}

impl Serialize for Upload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = COLLECTED.with_borrow_mut(|collected| {
            let list = collected.as_mut()?;
            list.push(self.clone());
            Some(list.len() - 1)
        });
        if let Some(number) = number {
            return serializer.collect_map([(MARK, number)]);
        }
        // Elsewhere than in a form it is the string that the description says.
        let text = match &self.content {
            Content::Bytes(bytes) => core::str::from_utf8(bytes).ok(),
            _ => None,
        };
        match text {
            Some(text) => serializer.serialize_str(text),
            None => Err(S::Error::custom("only text can be sent here, and the upload is none")),
        }
    }
}

impl FromSource for Upload {
    #[inline]
    fn from_source(source: &mut dyn Source) -> Result<Self, Failed> {
        String::from_source(source).map(Self::from_bytes)
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_source::read(deserializer)
    }
}
