//! Which credentials a call is sent with (OpenAPI, Security Requirement Object).
//!
//! In: an operation's alternatives, each a set of schemes; the credentials there are. Out: a `Signature`, which writes
//! the headers and query pairs of the first alternative whose credentials are all there; or an error that says what to
//! set. Not here: where secrets come from, see `credential` and `token`.

use core::fmt;
use core::time::Duration;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;

use super::super::error::{Error, Result};
use super::super::execute::{Limits, Prepared};
use super::super::request::query::Query;
use super::super::transport::BoxFuture;
use super::core::Core;
use super::credential::{Credential, Scheme, Value};
use super::token::{Tokens, Used};

/// The names of the schemes of which one set is needed; an empty set stands for a call without any.
pub type Alternatives = &'static [&'static [&'static str]];

/// What a request proves its sender with: which of the client's credentials, and the token that one of them stands for.
pub(crate) struct Signature {
    /// The schemes; nothing for whatever the client has.
    schemes: Option<&'static [&'static str]>,
    token: Option<HeaderValue>,
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Signature([redacted])")
    }
}

impl Signature {
    /// Writes what stands under all other headers and pairs. Where two credentials are sent in one header, the first is.
    pub(crate) fn write(&self, core: &Core, headers: &mut HeaderMap, query: &mut Query) {
        for credential in chosen(core, self.schemes).rev() {
            match (&credential.value, &self.token) {
                (Value::Header(name, value), _) => drop(headers.insert(name, value.clone())),
                (Value::Tokens(_), Some(token)) => drop(headers.insert(AUTHORIZATION, token.clone())),
                _ => {}
            }
        }
        for credential in chosen(core, self.schemes) {
            if let Value::Query(name, secret) = &credential.value {
                query.set(name, secret.expose_secret());
            }
        }
    }

    /// Adds the cookies to those that the call has of its own; one of the same name stays.
    pub(crate) fn write_cookies(&self, core: &Core, headers: &mut HeaderMap) {
        for credential in chosen(core, self.schemes) {
            let Value::Cookie(name, pair) = &credential.value else { continue };
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
}

/// Signs a request; fetches a token if one is needed and there is none that holds, within what is left of the call's time.
pub(crate) async fn sign(prepared: &Prepared, left: Option<Duration>, used: &mut Used) -> Result<Signature> {
    // A foreign host is not told who the caller is.
    if !prepared.core.is_own(&prepared.target) {
        return Ok(Signature { schemes: Some(&[]), token: None });
    }
    let mut signature = Signature { schemes: choose(prepared)?, token: None };
    for credential in chosen(&prepared.core, signature.schemes) {
        match &credential.value {
            Value::Tokens(tokens) => {
                // What is sent instead makes a token useless, so none is fetched.
                if !is_set(prepared, &AUTHORIZATION) {
                    signature.token = Some(token(tokens, prepared, left, used).await?);
                }
                break;
            }
            Value::Header(AUTHORIZATION, _) => break,
            Value::Header(..) | Value::Query(..) | Value::Cookie(..) => {}
        }
    }
    Ok(signature)
}

/// The token that holds. Apart, so that calls without tokens are no larger for those with them.
#[inline(never)]
fn token<'a>(
    tokens: &'a Tokens,
    prepared: &'a Prepared,
    left: Option<Duration>,
    used: &'a mut Used,
) -> BoxFuture<'a, Result<HeaderValue>> {
    let limits = Limits { total_timeout: left, deadline: None, ..prepared.limits.clone() };
    Box::pin(tokens.header(&prepared.core, limits, used))
}

/// The credentials for those schemes, or all.
fn chosen<'c>(
    core: &'c Core,
    schemes: Option<&'static [&'static str]>,
) -> impl DoubleEndedIterator<Item = &'c Credential> {
    let is_chosen = move |credential: &&Credential| schemes.is_none_or(|all| all.contains(&credential.scheme.name));
    core.credentials().iter().filter(is_chosen)
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
