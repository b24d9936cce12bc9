//! [`OAuth2`]: access tokens from a token endpoint (RFC 6749).
//!
//! In: a grant, the client that asks, the endpoint. Out: an [`AccessToken`], by a request that goes through the client's
//! own transport, clock, time limits and retries. Not here: the flows with a browser, whose tokens the caller brings; how
//! long a token is kept, see `token`.

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Method;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};

use super::super::codec::{Json, any_json, base64};
use super::super::error::{Error, ErrorKind, Result, without_mark};
use super::super::execute::{Limits, Prepared};
use super::super::page::next::Trail;
use super::super::request::query::{Query, encoded};
use super::super::request::{ExtraBody, RequestWriter};
use super::super::response::RawResponse;
use super::super::transport::BoxFuture;
use super::core::Core;
use super::credential::{TokenEndpoint, sensitive};
use super::env::env_var;
use super::token::{AccessToken, TokenSource};

/// How the client gets its access tokens by itself: one of the grants of OAuth 2.0.
///
/// Each token is kept until shortly before its end; one that the API answers 401 to is replaced once.
#[derive(Clone)]
#[must_use = "hand it to the client's builder"]
pub struct OAuth2 {
    grant: Grant,
    client: Option<(String, Option<SecretString>)>,
    secret_in_body: bool,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    token_url: Option<String>,
    rotated: Option<Arc<Rotated>>,
}

type Rotated = dyn Fn(&str) + Send + Sync;

#[derive(Clone)]
enum Grant {
    ClientCredentials,
    RefreshToken(SecretString),
    Password(String, SecretString),
}

impl OAuth2 {
    #[inline]
    fn new(grant: Grant) -> Self {
        Self {
            grant,
            client: None,
            secret_in_body: false,
            scopes: Vec::new(),
            parameters: Vec::new(),
            token_url: None,
            rotated: None,
        }
    }

    /// The client acts for itself (RFC 6749 §4.4).
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::new(Grant::ClientCredentials).client(client_id, client_secret)
    }

    /// The client acts for a user who agreed to it before (RFC 6749 §6).
    ///
    /// Add the [`client`](Self::client) or its [`client_id`](Self::client_id). When the server gives a new refresh token,
    /// that one is used from then on; see [`on_rotation`](Self::on_rotation).
    pub fn refresh_token(token: impl Into<String>) -> Self {
        Self::new(Grant::RefreshToken(SecretString::from(token.into())))
    }

    /// The client knows a user's password (RFC 6749 §4.3); for servers that offer nothing better.
    pub fn password(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::new(Grant::Password(user.into(), SecretString::from(password.into())))
    }

    /// What the environment says: a refresh token, with a client or not; else a client that acts for itself.
    #[inline]
    pub(crate) fn from_env(endpoint: &TokenEndpoint) -> Option<Self> {
        let [id, secret, token] = endpoint.env.map(env_var);
        let Some(token) = token else {
            return if endpoint.client_credentials { Some(Self::client_credentials(id?, secret?)) } else { None };
        };
        let oauth2 = Self::refresh_token(token);
        Some(match (id, secret) {
            (Some(id), Some(secret)) => oauth2.client(id, secret),
            (Some(id), None) => oauth2.client_id(id),
            (None, _) => oauth2,
        })
    }

    /// The client that asks, with its secret.
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client = Some((id.into(), Some(SecretString::from(secret.into()))));
        self
    }

    /// The client that asks, if it has no secret.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client = Some((id.into(), None));
        self
    }

    /// Sends the client's secret in the body, for servers that do not take it as `Authorization: Basic …`.
    #[inline]
    pub fn secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Asks for a scope; may be called several times. Default: those that the server gives by itself.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter that the server wants beside those of the standard, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Asks another endpoint than the API's own.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Tells of each new refresh token: the one before it may not work again, so a program that ends should keep it.
    pub fn on_rotation(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.rotated = Some(Arc::new(tell));
        self
    }

    /// What fetches tokens from an endpoint.
    #[inline]
    pub(crate) fn at(self, endpoint: Option<TokenEndpoint>) -> impl TokenSource {
        AtEndpoint { oauth2: self, endpoint, refresh_token: Mutex::new(None) }
    }
}

impl fmt::Debug for OAuth2 {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grant = match self.grant {
            Grant::ClientCredentials => "client_credentials",
            Grant::RefreshToken(_) => "refresh_token",
            Grant::Password(..) => "password",
        };
        formatter.debug_struct("OAuth2").field("grant", &grant).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

struct AtEndpoint {
    oauth2: OAuth2,
    /// The API's own.
    endpoint: Option<TokenEndpoint>,
    /// The refresh token that the server gave last.
    refresh_token: Mutex<Option<SecretString>>,
}

impl TokenSource for AtEndpoint {
    #[inline]
    fn fetch<'a>(&'a self, core: &'a Arc<Core>, limits: Limits) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let answer = self.request(core, limits)?.execute().await.map_err(refused)?;
            self.read(&answer)
        })
    }
}

impl AtEndpoint {
    /// The token request (RFC 6749 §4.4.2, §6, §4.3.2; the client as in §2.3.1).
    #[inline]
    fn request(&self, core: &Arc<Core>, limits: Limits) -> Result<Box<Prepared>> {
        let oauth2 = &self.oauth2;
        let mut form = Query::default();
        let described = |of: fn(&TokenEndpoint) -> &'static str| self.endpoint.as_ref().map_or("", of);
        let described = match &oauth2.grant {
            Grant::ClientCredentials => {
                form.push("grant_type", "client_credentials");
                described(|endpoint| endpoint.token_url)
            }
            Grant::RefreshToken(first) => {
                form.push("grant_type", "refresh_token");
                let later = self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone();
                form.push("refresh_token", later.as_ref().unwrap_or(first).expose_secret());
                described(|endpoint| endpoint.refresh_url)
            }
            Grant::Password(user, password) => {
                form.push("grant_type", "password");
                form.push("username", user);
                form.push("password", password.expose_secret());
                described(|endpoint| endpoint.password_url)
            }
        };
        // What a refresh token stands for was settled when it was given (RFC 6749 §6).
        let is_settled = matches!(oauth2.grant, Grant::RefreshToken(_));
        let usual =
            self.endpoint.filter(|_| !is_settled).map_or_else(String::new, |endpoint| endpoint.scopes.join(" "));
        let scopes = if oauth2.scopes.is_empty() { usual } else { oauth2.scopes.join(" ") };
        if !scopes.is_empty() {
            form.push("scope", &scopes);
        }
        let mut basic = None;
        match &oauth2.client {
            Some((id, Some(secret))) if !oauth2.secret_in_body => {
                let pair = format!("{}:{}", encoded(id), encoded(secret.expose_secret()));
                basic = Some(format!("Basic {}", base64::encode(pair.as_bytes())));
            }
            Some((id, secret)) => {
                form.push("client_id", id);
                if let Some(secret) = secret {
                    form.push("client_secret", secret.expose_secret());
                }
            }
            None => {}
        }
        for (name, value) in &oauth2.parameters {
            form.set(name, value);
        }
        let mut writer = RequestWriter::new(core.nesting(), ExtraBody::new());
        writer.set_body("application/x-www-form-urlencoded", form.text().into());
        let mut draft = writer.finish()?;
        if let Some(basic) = basic {
            let basic = sensitive(basic).map_err(|_| Error::config("the client's id or secret cannot be sent"))?;
            draft.headers.insert(AUTHORIZATION, basic);
        }
        let target = core.link(oauth2.token_url.as_deref().unwrap_or(described))?;
        let shown = target.split(['?', '#']).next().unwrap_or_default().to_owned();
        Ok(Box::new(Prepared {
            core: Arc::clone(core),
            method: Method::POST,
            template: Cow::Owned(shown),
            server: None,
            target,
            accept: "application/json",
            security: Some(&[]),
            retry: true,
            draft,
            limits,
            paging: None,
            trail: Trail::default(),
            live: false,
            streaming: None,
        }))
    }

    /// The token of an answer (RFC 6749 §5.1). No error shows the answer, which may hold a token.
    #[inline]
    fn read(&self, raw: &RawResponse) -> Result<AccessToken> {
        let json = any_json(without_mark(&raw.answer.body)).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
        let Some(token) = text("access_token") else {
            let message = "what the token endpoint answered has no `access_token`";
            return Err(Error::new(ErrorKind::Token, message));
        };
        if let (Grant::RefreshToken(_), Some(next)) = (&self.oauth2.grant, text("refresh_token")) {
            *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = Some(SecretString::from(next));
            if let Some(tell) = &self.oauth2.rotated {
                tell(next);
            }
        }
        let token = AccessToken::new(token);
        // Some servers write the number as a text.
        let seconds = json.get("expires_in").and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        let lifetime = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(match lifetime {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        })
    }
}

/// The token endpoint's error, in its own words (RFC 6749 §5.2).
#[inline]
fn refused(error: Error) -> Error {
    let Ok(said) = error.body_as::<Json>() else { return error.because_of("the token endpoint") };
    let text = |name: &str| said.get(name).and_then(Json::as_str);
    match (text("error"), text("error_description")) {
        // `error` is in the message already.
        (Some(_), Some(description)) => error.because_of("the token endpoint").adding(description),
        _ => error.because_of("the token endpoint"),
    }
}
