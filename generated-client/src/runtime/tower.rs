//! Transports and services of `tower`, each made into the other.
//!
//! In: a service of HTTP requests, or a transport. Out: a transport, or a service. So any `tower` layer can stand between
//! the client and the network. Not here: the layers.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body::Body as HttpBody;
use tower_service::Service;

use super::client::options::ClientOptions;
use super::error::Result;
use super::transport::{Body, BoxFuture, Transport, TransportError};
use super::transport_reqwest::ReqwestTransport;

/// A service as a transport, for [`ClientOptions::transport`].
///
/// It is cloned for each request, and asked whether it is ready. Its errors count as broken connections, unless they are
/// [`TransportError`]s.
pub struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    /// A transport that asks a service.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
    S::Future: Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            core::future::poll_fn(|context| service.poll_ready(context)).await.map_err(failure)?;
            let response = service.call(request).await.map_err(failure)?;
            Ok(response.map(Body::wrap))
        })
    }
}

impl<S> fmt::Debug for ServiceTransport<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ServiceTransport").finish_non_exhaustive()
    }
}

fn failure(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::connection(error),
    }
}

/// A transport as a service, for layers to stand around. Always ready; clones share the transport.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// A service that asks a transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }

    /// The built-in HTTP client: what these options say of proxies, certificates and connecting.
    ///
    /// # Errors
    /// The client cannot be set up so.
    pub fn built_in(options: &ClientOptions) -> Result<Self> {
        ReqwestTransport::new(options).map(Self::new)
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, core::result::Result<http::Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<core::result::Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TransportService").finish_non_exhaustive()
    }
}

impl Body {
    /// The body of another library. Trailers are of no use here.
    fn wrap<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let length = body.size_hint().exact();
        let wrapped = Self::from_stream(Frames(Box::pin(body)));
        match length {
            Some(length) => wrapped.with_length(length),
            None => wrapped,
        }
    }
}

/// The data of a body.
struct Frames<B>(Pin<Box<B>>);

impl<B> futures_core::Stream for Frames<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match core::task::ready!(self.0.as_mut().poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

/// So that layers of HTTP can be around our bodies too.
impl HttpBody for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<core::result::Result<http_body::Frame<Bytes>, TransportError>>> {
        futures_core::Stream::poll_next(self, context).map(|next| next.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length().map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}
