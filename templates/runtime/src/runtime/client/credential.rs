//! [`Scheme`] and [`Credentials`]: the ways to be known to the API, and what the caller gave for them.
//!
//! In: the schemes of the description (OpenAPI, Security Scheme Object), secrets from the builder or the environment.
//! Out: `Credential`s, checked: each a secret and the place it is sent in. Not here: which of them a call needs, see
//! `security`; tokens that must be fetched, see `token` and `oauth2`.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::super::codec::base64;
use super::super::error::{Error, Result};
use super::env::env_var;
#[cfg(feature = "oauth2")]
use super::oauth2::OAuth2;
use super::token::{TokenSource, Tokens};

/// One way to be known to the API.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct Scheme {
    /// Its key in the description.
    pub name: &'static str,
    /// The setter of the client's builder that takes it.
    pub option: &'static str,
    /// The environment variable that stands in for it; of a user name and a password those of both.
    pub env: &'static [&'static str],
    /// Where it is sent.
    pub sent: Sent,
    /// Where the client gets it by itself, if it can.
    pub oauth2: Option<TokenEndpoint>,
}

/// Where an API gives access tokens (OpenAPI, OAuth Flows Object).
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct TokenEndpoint {
    /// The setter of the client's builder that takes the grant.
    pub option: &'static str,
    /// The environment variables with the client's id, its secret, and a refresh token.
    pub env: [&'static str; 3],
    /// The URL for a client that acts for itself; one without a host is relative to the base URL as to a folder.
    pub token_url: &'static str,
    /// The URL for a user's password.
    pub password_url: &'static str,
    /// The URL for refresh tokens.
    pub refresh_url: &'static str,
    /// Whether a client may act for itself.
    pub client_credentials: bool,
    /// The scopes to ask for unless the caller names some; empty to leave them to the server.
    pub scopes: &'static [&'static str],
}

/// Where a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "generated code builds it, and it travels with it")]
pub enum Sent {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617): a user name and a password.
    Basic,
    /// `Authorization: <this> …`: another scheme of HTTP (RFC 9110 §11.4).
    Http(&'static str),
    /// A header of its own.
    Header(&'static str),
    /// A header of its own, and what stands in it before the key. A key that has that already does not get it twice.
    Prefixed(&'static str, &'static str),
    /// A query parameter.
    Query(&'static str),
    /// A cookie (RFC 6265 §4.2).
    Cookie(&'static str),
}

/// What the caller gave, before it is checked.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(&'static str, Secret)>);

#[derive(Clone)]
enum Secret {
    Text(SecretString),
    User(String, SecretString),
    Tokens(Arc<Tokens>),
    #[cfg(feature = "oauth2")]
    OAuth2(OAuth2),
}

impl Credentials {
    /// Nothing given yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a token, a key, or whatever else the scheme sends.
    pub fn secret(&mut self, scheme: &'static str, secret: String) {
        self.give(scheme, Secret::Text(SecretString::from(secret)));
    }

    /// Takes a user name and a password.
    pub fn user(&mut self, scheme: &'static str, user: String, password: String) {
        self.give(scheme, Secret::User(user, SecretString::from(password)));
    }

    /// Takes what fetches tokens.
    pub fn tokens(&mut self, scheme: &'static str, source: impl TokenSource) {
        self.give(scheme, Secret::Tokens(Arc::new(Tokens::new(source))));
    }

    /// Takes the grant by which the client gets tokens by itself.
    #[cfg(feature = "oauth2")]
    pub fn oauth2(&mut self, scheme: &'static str, oauth2: OAuth2) {
        self.give(scheme, Secret::OAuth2(oauth2));
    }

    fn give(&mut self, scheme: &'static str, secret: Secret) {
        self.0.retain(|(name, _)| *name != scheme);
        self.0.push((scheme, secret));
    }

    /// Checks what was given; what was not comes from the environment, if it is there.
    pub(crate) fn resolve(self, schemes: &'static [Scheme]) -> Result<Vec<Credential>> {
        let mut given = self.0;
        let mut result = Vec::new();
        for scheme in schemes {
            let place = given.iter().position(|(name, _)| *name == scheme.name);
            let secret = place.map(|place| given.swap_remove(place).1).or_else(|| environment(scheme));
            if let Some(secret) = secret {
                result.push(Credential { scheme, value: value(scheme, secret)? });
            }
        }
        Ok(result)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.iter().map(|(scheme, _)| scheme)).finish()
    }
}

/// What the environment has for a scheme.
fn environment(scheme: &Scheme) -> Option<Secret> {
    secret_of_environment(scheme).or_else(|| {
        #[cfg(feature = "oauth2")]
        return OAuth2::from_env(&scheme.oauth2?).map(Secret::OAuth2);
        #[cfg(not(feature = "oauth2"))]
        None
    })
}

fn secret_of_environment(scheme: &Scheme) -> Option<Secret> {
    let mut values = scheme.env.iter().map(|name| env_var(name));
    let first = values.next()??;
    if scheme.sent != Sent::Basic {
        return Some(Secret::Text(SecretString::from(first)));
    }
    if scheme.env.len() > 1 {
        return Some(Secret::User(first, SecretString::from(values.next()??)));
    }
    // One variable for both: `user:password`.
    let (user, password) = first.split_once(':')?;
    Some(Secret::User(user.to_owned(), SecretString::from(password)))
}

/// A credential that the client has.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) scheme: &'static Scheme,
    pub(crate) value: Value,
}

/// What is sent, ready to be sent.
#[derive(Clone)]
pub(crate) enum Value {
    Header(HeaderName, HeaderValue),
    Query(&'static str, SecretString),
    /// A pair for the `Cookie` header.
    Cookie(&'static str, HeaderValue),
    /// A token goes into the header `Authorization`.
    Tokens(Arc<Tokens>),
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credential({}: [redacted])", self.scheme.name)
    }
}

fn value(scheme: &'static Scheme, secret: Secret) -> Result<Value> {
    let invalid = |what: &str| Error::config(format!("`{}`: {what}", scheme.option));
    let text = match secret {
        Secret::Tokens(tokens) => return Ok(Value::Tokens(tokens)),
        #[cfg(feature = "oauth2")]
        Secret::OAuth2(oauth2) => return Ok(Value::Tokens(Arc::new(Tokens::new(oauth2.at(scheme.oauth2))))),
        Secret::User(user, _) if user.contains(':') => return Err(invalid("a user name cannot have a colon")),
        Secret::User(user, password) => {
            let pair = format!("{user}:{}", password.expose_secret());
            SecretString::from(base64::encode(pair.as_bytes()))
        }
        Secret::Text(text) if text.expose_secret().is_empty() => return Err(invalid("the text is empty")),
        Secret::Text(text) => text,
    };
    let text = text.expose_secret();
    let unfit = |_| invalid("the text has characters that a header cannot hold");
    match scheme.sent {
        Sent::Bearer => authorization("Bearer", text).map_err(unfit),
        Sent::Basic => authorization("Basic", text).map_err(unfit),
        Sent::Http(name) => authorization(name, text).map_err(unfit),
        Sent::Header(name) | Sent::Prefixed(name, _) => {
            let name = HeaderName::try_from(name).map_err(|_| invalid("its header's name is none"))?;
            let text = match scheme.sent {
                Sent::Prefixed(_, prefix) if !text.starts_with(prefix) => format!("{prefix}{text}"),
                _ => text.to_owned(),
            };
            Ok(Value::Header(name, sensitive(text).map_err(unfit)?))
        }
        Sent::Query(name) => Ok(Value::Query(name, SecretString::from(text))),
        Sent::Cookie(_) if text.contains(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | ',' | ';' | '\\')) => {
            Err(invalid("the text has characters that a cookie cannot hold"))
        }
        Sent::Cookie(name) => Ok(Value::Cookie(name, sensitive(format!("{name}={text}")).map_err(unfit)?)),
    }
}

fn authorization(scheme: &str, text: &str) -> core::result::Result<Value, http::header::InvalidHeaderValue> {
    Ok(Value::Header(AUTHORIZATION, sensitive(format!("{scheme} {text}"))?))
}

/// A header's value that is kept out of every `Debug`, and of HTTP/2's shared compression table. Its memory, which all
/// clones share, is wiped when the last of them is dropped.
pub(super) fn sensitive(text: String) -> core::result::Result<HeaderValue, http::header::InvalidHeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Shared(SecretString::from(text))))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A secret as the memory of a header's value.
pub(crate) struct Shared(pub(crate) SecretString);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

impl Sent {
    /// The header it is sent in, if it is sent in one.
    pub(crate) fn header(self) -> Option<HeaderName> {
        match self {
            Self::Bearer | Self::Basic | Self::Http(_) => Some(AUTHORIZATION),
            Self::Header(name) | Self::Prefixed(name, _) => HeaderName::try_from(name).ok(),
            Self::Cookie(_) => Some(COOKIE),
            Self::Query(_) => None,
        }
    }
}
