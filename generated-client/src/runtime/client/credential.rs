//! [`Credential`]: what a request proves its sender with (OpenAPI, Security Scheme Object).
//!
//! In: the name of a security scheme and a secret. Out: a header or a query pair. Not here: tokens that must be fetched.

use core::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::super::codec::base64;
use super::super::error::{Error, Result};
use super::super::request::query::Query;

/// A secret and the place it is sent in.
#[derive(Clone)]
pub struct Credential {
    scheme: &'static str,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Header(HeaderName, HeaderValue),
    Query(&'static str, SecretString),
}

impl Credential {
    /// `Authorization: Bearer …` (RFC 6750).
    ///
    /// # Errors
    /// The token has characters that a header cannot hold.
    pub fn bearer(scheme: &'static str, token: &SecretString) -> Result<Self> {
        let text = format!("Bearer {}", token.expose_secret());
        Self::in_header(scheme, http::header::AUTHORIZATION, &text)
    }

    /// `Authorization: Basic …` (RFC 7617).
    ///
    /// # Errors
    /// The user name has a colon.
    pub fn basic(scheme: &'static str, user: &str, password: &SecretString) -> Result<Self> {
        if user.contains(':') {
            return Err(Error::config(format!("{scheme}: a user name cannot have a colon")));
        }
        let pair = format!("{user}:{}", password.expose_secret());
        let text = format!("Basic {}", base64::encode(pair.as_bytes()));
        Self::in_header(scheme, http::header::AUTHORIZATION, &text)
    }

    /// An API key in a header.
    ///
    /// # Errors
    /// The name or the key has characters that a header cannot hold.
    pub fn header(scheme: &'static str, name: &'static str, secret: &SecretString) -> Result<Self> {
        let name = HeaderName::try_from(name)
            .map_err(|_| Error::config(format!("{scheme}: `{}` is no header name", name.escape_debug())))?;
        Self::in_header(scheme, name, secret.expose_secret())
    }

    /// An API key in the query.
    ///
    /// # Errors
    /// None today; the other places have some.
    #[allow(clippy::unnecessary_wraps, reason = "all places are made alike")]
    pub fn query(scheme: &'static str, name: &'static str, secret: &SecretString) -> Result<Self> {
        Ok(Self { scheme, place: Place::Query(name, secret.clone()) })
    }

    fn in_header(scheme: &'static str, name: HeaderName, text: &str) -> Result<Self> {
        let mut value = HeaderValue::try_from(text)
            .map_err(|_| Error::config(format!("{scheme}: the credential has characters that a header cannot hold")))?;
        // Keeps it out of every `Debug`, and of HTTP/2's shared compression table.
        value.set_sensitive(true);
        Ok(Self { scheme, place: Place::Header(name, value) })
    }

    /// The name of the security scheme.
    pub(crate) fn scheme(&self) -> &'static str {
        self.scheme
    }

    pub(crate) fn write(&self, headers: &mut HeaderMap, query: &mut Query) {
        match &self.place {
            Place::Header(name, value) => {
                headers.insert(name, value.clone());
            }
            Place::Query(name, secret) => query.set(name, secret.expose_secret()),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credential({}: [redacted])", self.scheme)
    }
}
