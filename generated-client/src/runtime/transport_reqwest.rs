//! The transport every client has unless it is given another: reqwest.
//!
//! In: a request. Out: its answer, streamed. Not here: TLS back ends, which are cargo features of this crate.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use super::error::{Error, Result};
use super::transport::{Body, BoxFuture, Transport, TransportError};

/// Sends requests with reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A pooled client that gives up connecting after a while.
    pub(crate) fn new(connect_timeout: Duration) -> Result<Self> {
        reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map(Self)
            .map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))
    }

    /// A client of the user's own.
    #[cfg(feature = "reqwest")]
    pub(crate) fn from_client(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(sent)).map_err(failure)?;
            let response = self.0.execute(request).await.map_err(failure)?;
            Ok(http::Response::from(response).map(|body| Body::from_stream(Chunks(body))))
        })
    }
}

/// A body as reqwest sends it.
fn sent(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => reqwest::Body::from(bytes.clone()),
        None => reqwest::Body::wrap(Sent(Mutex::new(body))),
    }
}

/// A streamed body; reqwest wants it to be `Sync`, which a lock makes it.
struct Sent(Mutex<Body>);

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<core::result::Result<Frame<Bytes>, TransportError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_next(context).map(|next| next.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
                // Trailers are of no use here.
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
            }
        }
    }
}

fn failure(error: reqwest::Error) -> TransportError {
    let timeout = error.is_timeout();
    // The URL may hold a credential or personal data in its query.
    let error = error.without_url();
    if timeout { TransportError::timeout(error) } else { TransportError::connection(error) }
}
