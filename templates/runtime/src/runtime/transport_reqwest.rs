//! The transport every client has unless it is given another: reqwest.
//!
//! In: a request. Out: its answer, streamed. Not here: TLS back ends, which are cargo features of this crate.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use http::Uri;
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretSlice};

use super::client::options::{ClientOptions, Identity, Proxy};
use super::error::{Error, Result};
use super::transport::{Body, BoxFuture, Head, Transport, TransportError};

/// Sends requests with reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The root of the host that was asked first, which is nearly always the one that is asked again: reqwest wants
    /// addresses of its own kind, and reading one costs as much as all else that is done for a request.
    host: OnceLock<Url>,
}

impl ReqwestTransport {
    /// A pooled client that gives up connecting after a while, and shows its certificate if it has one.
    pub(crate) fn new(options: &ClientOptions) -> Result<Self> {
        let options = &*options.connecting;
        let builder = reqwest::Client::builder().connect_timeout(options.timeout);
        let builder = match &options.proxy {
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Address(url) => match reqwest::Proxy::all(url.expose_secret()) {
                Ok(proxy) => builder.proxy(proxy),
                // Its source may show the address, and with it a password.
                Err(_) => return Err(Error::config("`proxy`: the address is not a URL")),
            },
        };
        let builder = if options.roots.is_empty() { builder } else { with_roots(builder, &options.roots)? };
        let builder = match &options.identity {
            None => builder,
            Some(identity) => with_identity(builder, identity)?,
        };
        #[cfg(feature = "reqwest")]
        let builder = match &options.set_up {
            None => builder,
            Some(set_up) => set_up(builder),
        };
        // Last, whatever the caller's own set-up says: reqwest takes off only the credentials that it knows.
        let client = builder.redirect(reqwest::redirect::Policy::none()).build();
        let around = |client| Self { client, host: OnceLock::new() };
        client.map(around).map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))
    }

    /// Sends a request as the client makes it.
    pub(crate) fn send_head(
        &self,
        head: Head,
        body: Body,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let pending = self.begin(head, body);
            received(pending.await)
        })
    }

    /// Gives reqwest a request. What is large lives here and not in the future, which is as deep in the stack as it is
    /// polled: a call that stays small stays in the processor's cache.
    #[inline(never)]
    fn begin(&self, head: Head, body: Body) -> impl Future<Output = reqwest::Result<reqwest::Response>> + use<> {
        let mut request = reqwest::Request::new(head.method, head.url);
        *request.version_mut() = head.version;
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(sent(body));
        self.client.execute(request)
    }

    /// The same address, read anew only when it is another host's.
    fn url(&self, uri: &Uri) -> core::result::Result<Url, TransportError> {
        let Some(host) = self.host.get().filter(|host| is_of(host, uri)) else {
            let url = Url::parse(&uri.to_string()).map_err(TransportError::refused)?;
            if self.host.get().is_none() && url.username().is_empty() && url.password().is_none() {
                let mut host = url.clone();
                host.set_path("/");
                host.set_query(None);
                let _ = self.host.set(host);
            }
            return Ok(url);
        };
        let mut url = host.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

/// Whether an address begins with the root of a host, letter by letter.
fn is_of(host: &Url, uri: &Uri) -> bool {
    let rest = host.as_str().strip_prefix(uri.scheme_str().unwrap_or_default());
    let rest = rest.and_then(|rest| rest.strip_prefix("://")).zip(uri.authority());
    rest.and_then(|(rest, authority)| rest.strip_prefix(authority.as_str())) == Some("/")
}

/// A client that trusts more authorities.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn with_roots(mut builder: reqwest::ClientBuilder, roots: &[Bytes]) -> Result<reqwest::ClientBuilder> {
    for pem in roots {
        let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| {
            Error::config("`root_certificates`: a certificate cannot be read as PEM").with_source(error)
        })?;
        if certificates.is_empty() {
            return Err(Error::config("`root_certificates`: there is no certificate in the PEM"));
        }
        builder = builder.tls_certs_merge(certificates);
    }
    Ok(builder)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_roots(_: reqwest::ClientBuilder, _: &[Bytes]) -> Result<reqwest::ClientBuilder> {
    Err(Error::config("`root_certificates` needs one of this crate's features `rustls` and `native-tls`"))
}

/// A client that shows a certificate. The errors of TLS name no part of the key.
#[cfg(feature = "native-tls")]
fn with_identity(builder: reqwest::ClientBuilder, identity: &Identity) -> Result<reqwest::ClientBuilder> {
    let identity = reqwest::Identity::from_pkcs8_pem(&identity.certificate, identity.key.expose_secret());
    Ok(builder.tls_backend_native().identity(identity.map_err(unfit)?))
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn with_identity(builder: reqwest::ClientBuilder, identity: &Identity) -> Result<reqwest::ClientBuilder> {
    let both = SecretSlice::from([&identity.certificate, b"\n".as_slice(), identity.key.expose_secret()].concat());
    let identity = reqwest::Identity::from_pem(both.expose_secret());
    Ok(builder.tls_backend_rustls().identity(identity.map_err(unfit)?))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_identity(_: reqwest::ClientBuilder, _: &Identity) -> Result<reqwest::ClientBuilder> {
    Err(Error::config("`client_certificate` needs one of this crate's features `rustls` and `native-tls`"))
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn unfit(error: reqwest::Error) -> Error {
    Error::config("`client_certificate`: the certificate or its key cannot be read as PEM").with_source(error)
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        let (parts, body) = request.into_parts();
        match self.url(&parts.uri) {
            Ok(url) => {
                self.send_head(Head { method: parts.method, url, version: parts.version, headers: parts.headers }, body)
            }
            Err(error) => Box::pin(async { Err(error) }),
        }
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

#[inline(never)]
fn received(
    response: reqwest::Result<reqwest::Response>,
) -> core::result::Result<http::Response<Body>, TransportError> {
    Ok(http::Response::from(response.map_err(failure)?).map(|body| Body::from_stream(Chunks(body))))
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
    let (timeout, unsent) = (error.is_timeout(), error.is_builder());
    // The URL may hold a credential or personal data in its query.
    let error = error.without_url();
    // What makes no request would make none the next time.
    if unsent {
        TransportError::refused(error)
    } else if timeout {
        TransportError::timeout(error)
    } else {
        TransportError::connection(error)
    }
}
