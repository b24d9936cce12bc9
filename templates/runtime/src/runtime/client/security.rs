//! Which credentials a call is sent with (OpenAPI, Security Requirement Object).
//!
//! In: an operation's alternatives, each a set of schemes; the credentials there are. Out: a `Signature`, the headers
//! and query pairs of the first alternative whose credentials are all there; or an error that says what to set. Not here:
//! where secrets come from, see `credential` and `token`.

use core::fmt;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;

use super::super::error::{Error, Result};
use super::super::execute::{Limits, Prepared};
use super::super::request::query::Query;
use super::credential::{Credential, Scheme, Value};
use super::token::Used;

/// The names of the schemes of which one set is needed; an empty set stands for a call without any.
pub type Alternatives = &'static [&'static [&'static str]];

/// What a request proves its sender with.
#[derive(Clone, Default)]
pub(crate) struct Signature {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Query,
    cookies: Vec<(&'static str, HeaderValue)>,
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Signature([redacted])")
    }
}

impl Signature {
    /// Writes what stands under all other headers and pairs.
    pub(crate) fn write(&self, headers: &mut HeaderMap, query: &mut Query) {
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        query.overlay(&self.query);
    }

    /// Adds the cookies to those that the call has of its own; one of the same name stays.
    pub(crate) fn write_cookies(&self, headers: &mut HeaderMap) {
        for (name, pair) in &self.cookies {
            let value = match headers.get(COOKIE) {
                Some(own) if has_cookie(own, name) => continue,
                Some(own) => HeaderValue::from_bytes(&[own.as_bytes(), b"; ", pair.as_bytes()].concat()),
                None => Ok(pair.clone()),
            };
            if let Ok(mut value) = value {
                value.set_sensitive(true);
                headers.insert(COOKIE, value);
            }
        }
    }

    fn set(&mut self, name: HeaderName, value: HeaderValue) {
        if self.headers.iter().all(|(other, _)| *other != name) {
            self.headers.push((name, value));
        }
    }
}

/// Signs a request; fetches a token if one is needed and there is none that holds.
pub(crate) async fn sign(prepared: &Prepared, limits: Limits, used: &mut Used) -> Result<Signature> {
    let mut signature = Signature::default();
    // A foreign host is not told who the caller is.
    if !prepared.core.is_own(&prepared.target) {
        return Ok(signature);
    }
    let (credentials, among) = (prepared.core.credentials(), choose(prepared)?);
    let is_chosen = |credential: &&Credential| among.is_none_or(|set| set.contains(&credential.scheme.name));
    for credential in credentials.iter().filter(is_chosen) {
        match &credential.value {
            Value::Header(name, value) => signature.set(name.clone(), value.clone()),
            Value::Query(name, secret) => signature.query.set(name, secret.expose_secret()),
            Value::Cookie(name, pair) => signature.cookies.push((name, pair.clone())),
            // What the caller sends instead makes a token useless, so none is fetched.
            Value::Tokens(_) if is_set(prepared, &AUTHORIZATION) => {}
            Value::Tokens(tokens) => {
                // Boxed, so that calls without tokens are no larger for those with them.
                let value = Box::pin(tokens.header(&prepared.core, limits.clone(), used)).await?;
                signature.set(AUTHORIZATION, value);
            }
        }
    }
    Ok(signature)
}

/// The first alternative whose schemes are all served; the empty one comes last. Nothing for an endpoint that the
/// description does not have: that is sent whatever the client has, one credential for each place.
fn choose(prepared: &Prepared) -> Result<Option<&'static [&'static str]>> {
    let core = &prepared.core;
    let Some(alternatives) = prepared.security else { return Ok(None) };
    let scheme = |name: &str| core.schemes().iter().find(|scheme| scheme.name == name);
    let lacks = |name: &str| scheme(name).filter(|scheme| !core.has(scheme, Some(&prepared.draft)));
    let named = alternatives.iter().filter(|set| !set.is_empty());
    if let Some(set) = named.clone().find(|set| set.iter().all(|name| lacks(name).is_none())) {
        return Ok(Some(set));
    }
    if alternatives.is_empty() || alternatives.iter().any(|set| set.is_empty()) {
        return Ok(Some(&[]));
    }
    Err(missing(named.map(|set| set.iter().filter_map(|name| lacks(name)).collect())))
}

fn is_set(prepared: &Prepared, name: &HeaderName) -> bool {
    prepared.draft.headers.contains_key(name) || prepared.core.headers().contains_key(name)
}

fn has_cookie(header: &HeaderValue, name: &str) -> bool {
    let text = String::from_utf8_lossy(header.as_bytes());
    text.split(';').filter_map(|pair| pair.split_once('=')).any(|(other, _)| other.trim() == name)
}

/// No alternative is complete: says what each of them lacks, and where it can be set.
pub(crate) fn missing<'s>(alternatives: impl Iterator<Item = Vec<&'s Scheme>>) -> Error {
    let ways: Vec<String> = alternatives
        .map(|lacking| lacking.into_iter().map(option).collect::<Vec<_>>().join(" together with "))
        .collect();
    Error::config(format!("no credential: set {} on the client's builder", ways.join(", or ")))
}

/// How a scheme's credential is given.
fn option(scheme: &Scheme) -> String {
    let text = told(scheme.option, scheme.env);
    let Some(endpoint) = scheme.oauth2 else { return text };
    let [client_id, client_secret, refresh_token] = endpoint.env;
    let env: &[&str] = if endpoint.client_credentials { &[client_id, client_secret] } else { &[refresh_token] };
    format!("{text} or {}", told(endpoint.option, env))
}

fn told(option: &str, env: &[&str]) -> String {
    match env {
        [] => format!("`{option}`"),
        [one] => format!("`{option}` (environment variable `{one}`)"),
        all => format!("`{option}` (environment variables `{}`)", all.join("`, `")),
    }
}
