//! What stands in the place of reqwest where there is neither a clock nor a socket: `wasm32-unknown-unknown`.
//!
//! In: nothing. Out: the refusal to make a client. The SDK's types can be used there like anywhere. Not here: a transport.

use super::client::options::ClientOptions;
use super::error::{Error, Result};
use super::transport::{Body, BoxFuture, Head, Transport, TransportError};

const NONE: &str = "this platform has neither a clock nor an HTTP client that the crate could use";

/// Sends nothing.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(());

impl ReqwestTransport {
    /// Always the refusal.
    pub(crate) fn new(_: &ClientOptions) -> Result<Self> {
        Err(Error::config(NONE))
    }

    /// Nothing is sent.
    pub(crate) fn send_head(
        &self,
        _: Head,
        _: Body,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Err(TransportError::refused(NONE)) })
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, core::result::Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Err(TransportError::refused(NONE)) })
    }
}
