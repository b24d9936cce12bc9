//! [`Core`]: one client, checked and ready.
//!
//! In: facts about the API, options, credentials. Out: the base URL, the standing headers, the transport. Not here: the
//! tree of resources, which is generated.

use core::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;

use super::super::error::{Error, Result};
use super::super::log::{Log, LogLevel, Logger};
use super::super::middleware::Middleware;
use super::super::request::query::Query;
use super::super::request::query_style::Nesting;
use super::super::request::{Draft, header};
use super::super::transport::Transport;
use super::super::transport_reqwest::ReqwestTransport;
use super::credential::{Credential, Credentials, Scheme, Sent};
use super::env::env_var;
use super::options::ClientOptions;
use super::security;
use super::servers::{Base, Server, Settings, is_absolute, set_queries};

/// What the client must know about its API and its own crate.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct ApiInfo {
    /// The API's name, for the `User-Agent`.
    pub name: &'static str,
    /// The SDK's version, for the `User-Agent`.
    pub version: &'static str,
    /// Where it is; the first unless an option or the environment says otherwise.
    pub servers: &'static [Server],
    /// Where operations are sent that have a server of their own, and so are known by the first URL of each list: it has
    /// one server, or one for each of `servers`.
    pub operation_servers: &'static [&'static [Server]],
    /// What the environment variables begin with: `X` for `X_BASE_URL`, `X_CUSTOM_HEADERS` and `X_LOG`.
    pub env_prefix: &'static str,
    /// The ways to be known to it.
    pub schemes: &'static [Scheme],
    /// Whether no operation can be called without a credential.
    pub is_closed: bool,
    /// How objects and arrays within objects and arrays are named in a query.
    pub nesting: Nesting,
}

/// What all handles of one client share; put it in an `Arc`.
pub struct Core {
    info: ApiInfo,
    options: ClientOptions,
    settings: Settings,
    base: Base,
    /// Where operations with a server of their own go, by its URL in the description.
    elsewhere: Vec<(&'static str, Base)>,
    /// Default headers, over the built-in ones and under those of a request.
    headers: HeaderMap,
    /// Headers that are not sent unless a request sets them itself.
    removed: Vec<HeaderName>,
    user_agent: HeaderValue,
    idempotency_header: Option<HeaderName>,
    credentials: Vec<Credential>,
    middleware: Vec<Arc<dyn Middleware>>,
    sender: Sender,
}

/// What sends the requests.
#[derive(Clone)]
pub(crate) enum Sender {
    BuiltIn(ReqwestTransport),
    /// The caller's own.
    Own(Arc<dyn Transport>),
}

/// A name as a product of a `User-Agent`: a token (RFC 9110 §10.1.5, §5.6.2).
fn product(name: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let words = name.split(|c: char| !is_of_token(c)).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect::<Vec<_>>().join("-")
}

impl Core {
    /// Checks everything and connects to nothing.
    ///
    /// The base URL is the option's, else that of the environment (`X_BASE_URL`), else that of the server that was
    /// chosen, else the first one's. Headers of `X_CUSTOM_HEADERS` (`Name: value`, one a line) stand under the options' default headers.
    ///
    /// Credentials that are not given come from the environment. So does how much is logged (`X_LOG`), unless the options say.
    ///
    /// # Errors
    /// The base URL, a variable of it, a credential or a default header is none, there is no credential although the API is closed, or the
    /// HTTP client cannot be set up.
    pub fn new(
        info: ApiInfo,
        settings: Settings,
        mut options: ClientOptions,
        credentials: Credentials,
    ) -> Result<Self> {
        // Once: what the environment says when the client is made holds for all that are made of it.
        options.base_url = options.base_url.or_else(|| env_var(&format!("{}_BASE_URL", info.env_prefix)));
        if let Some(lines) = env_var(&format!("{}_CUSTOM_HEADERS", info.env_prefix)) {
            // In the options, so that they go the way of other default headers.
            let own = core::mem::take(&mut options.headers);
            options.headers = custom_headers(&lines)?;
            options.headers.retain(|(name, _)| !own.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
            options.headers.extend(own);
        }
        let core = Self::with(info, settings, options, credentials.resolve(info.schemes)?, None)?;
        if info.is_closed && !info.schemes.iter().any(|scheme| core.has(scheme, None)) {
            return Err(security::missing(info.schemes.iter().map(|scheme| vec![scheme])));
        }
        Ok(core)
    }

    fn with(
        info: ApiInfo,
        settings: Settings,
        mut options: ClientOptions,
        credentials: Vec<Credential>,
        shared: Option<&Sender>,
    ) -> Result<Self> {
        let variable = |name: &str| env_var(&format!("{}_{name}", info.env_prefix));
        let base = match &options.base_url {
            Some(own) => Base::parse(own)?,
            None => Base::parse(&settings.url(info.servers)?.ok_or_else(|| no_base_url(info))?)?,
        };
        let mut elsewhere = Vec::new();
        // The caller's own base URL stands for all hosts of the API, so that a test's double gets every call.
        let is_open = options.base_url.is_none();
        for servers in info.operation_servers {
            let Some(first) = servers.first() else { continue };
            let chosen = servers.get(settings.number(info.servers)).filter(|_| servers.len() == info.servers.len());
            match settings.fill(chosen.unwrap_or(first)) {
                Ok(url) if is_open || !is_absolute(&url) => elsewhere.push((first.url, base.server(&url)?)),
                Err(error) if is_open => return Err(error),
                _ => {}
            }
        }
        let headers = default_headers(&options)?;
        let removed = options.removed.iter().map(|name| HeaderName::try_from(name.as_str()));
        let removed = removed.collect::<core::result::Result<_, _>>();
        let removed = removed
            .map_err(|error| Error::config("`remove_header`: the text is no header's name").with_source(error))?;
        let agent = match &options.user_agent {
            Some(agent) => agent.clone(),
            None => format!("{}/Rust {}", product(info.name), info.version),
        };
        let user_agent = HeaderValue::try_from(agent)
            .map_err(|_| Error::config("the user agent has characters that a header cannot hold"))?;
        let idempotency_header = options.idempotency_header.as_deref().map(HeaderName::try_from).transpose();
        let idempotency_header = idempotency_header
            .map_err(|error| Error::config("`idempotency_header`: the text is no header's name").with_source(error))?;
        let sender = match options.transport.clone().map(Sender::Own).or_else(|| shared.cloned()) {
            // Whatever sends the requests, time limits need a clock.
            Some(sender) if !cfg!(all(target_arch = "wasm32", target_os = "unknown")) => sender,
            _ => Sender::BuiltIn(ReqwestTransport::new(&options)?),
        };
        if options.logger.is_none() {
            // What is no level says nothing: a log is no reason to refuse a client.
            options.logger = variable("LOG").and_then(|name| LogLevel::named(&name)).map(Logger::to_stderr);
        }
        let middleware = middleware(&options);
        Ok(Self {
            info,
            options,
            settings,
            base,
            elsewhere,
            headers,
            removed,
            user_agent,
            idempotency_header,
            credentials,
            middleware,
            sender,
        })
    }

    /// A client with other options and the same credentials. The connections are the same as well, unless the change is
    /// about them: how they are made, or a transport of the caller's own.
    ///
    /// # Errors
    /// An option cannot be used.
    pub fn with_options(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Self> {
        let options = change(self.options.clone());
        let shared = Some(&self.sender).filter(|_| Arc::ptr_eq(&options.connecting, &self.options.connecting));
        Self::with(self.info, self.settings.clone(), options, self.credentials.clone(), shared)
    }

    /// The options the client was made with.
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    pub(crate) fn nesting(&self) -> Nesting {
        self.info.nesting
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn removed(&self) -> &[HeaderName] {
        &self.removed
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.user_agent
    }

    pub(crate) fn idempotency_header(&self) -> Option<&HeaderName> {
        self.idempotency_header.as_ref()
    }

    pub(crate) fn schemes(&self) -> &'static [Scheme] {
        self.info.schemes
    }

    pub(crate) fn credentials(&self) -> &[Credential] {
        &self.credentials
    }

    /// Whether a scheme is served: by a credential, or by a header or query parameter of the caller's own in its place.
    pub(crate) fn has(&self, scheme: &Scheme, draft: Option<&Draft>) -> bool {
        if self.credentials.iter().any(|credential| credential.scheme.name == scheme.name) {
            return true;
        }
        match scheme.sent {
            Sent::Query(name) => {
                let queries = core::iter::once(&self.options.query).chain(draft.map(|draft| &draft.query));
                queries.flat_map(Query::names).any(|other| other == name)
            }
            sent => sent.header().is_some_and(|name| {
                self.headers.contains_key(&name) || draft.is_some_and(|draft| draft.headers.contains_key(&name))
            }),
        }
    }

    pub(crate) fn middleware(&self) -> &[Arc<dyn Middleware>] {
        &self.middleware
    }

    pub(crate) fn sender(&self) -> &Sender {
        &self.sender
    }

    /// The URL of a path with a query, at the operation's own server if it has one; a URL of its own has nothing of the
    /// base URL.
    pub(crate) fn url(&self, server: Option<&str>, target: &str, query: &str) -> Result<Url> {
        if is_absolute(target) {
            let url = Url::parse(target);
            let mut url = url.map_err(|error| Error::invalid_argument("the URL is not valid").with_source(error))?;
            let own = url.query().unwrap_or_default().to_owned();
            set_queries(&mut url, [&own, query, ""]);
            url.set_fragment(None);
            return Ok(url);
        }
        let base = server.and_then(|url| self.elsewhere.iter().find(|(other, _)| *other == url));
        Ok(base.map_or(&self.base, |(_, base)| base).url(target, query))
    }

    /// The URL that a link of the description means: relative to the base URL.
    pub(crate) fn link(&self, link: &str) -> Result<String> {
        self.base.join(link, "the token URL").map(String::from)
    }

    /// Whether a request to this target may carry credentials: the same scheme, host and port as the base URL, or as the
    /// server of an operation.
    pub(crate) fn is_own(&self, target: &str) -> bool {
        let is_of = |url: &Url, base: &Base| url.origin() == base.root.origin();
        !is_absolute(target)
            || Url::parse(target)
                .is_ok_and(|url| is_of(&url, &self.base) || self.elsewhere.iter().any(|(_, base)| is_of(&url, base)))
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Core")
            .field("base_url", &self.base.prefix())
            .field("options", &self.options)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// The caller's own, then the client's, which see what is really sent.
fn middleware(options: &ClientOptions) -> Vec<Arc<dyn Middleware>> {
    let mut all = options.middleware.clone();
    #[cfg(feature = "tracing")]
    all.push(Arc::new(super::super::trace::Trace));
    if let Some(logger) = options.logger.as_ref().filter(|logger| logger.level > LogLevel::Off) {
        all.push(Arc::new(Log { logger: logger.clone(), clock: Arc::clone(&options.clock) }));
    }
    all
}

/// An address without a host is one that the description leaves to whoever serves the API.
fn no_base_url(info: ApiInfo) -> Error {
    let described = info.servers.first().map(|server| format!(" (the description says `{}`)", server.url));
    let described = described.unwrap_or_default();
    Error::config(format!(
        "no base URL{described}: set `base_url` on the client's builder, or the environment variable `{}_BASE_URL`",
        info.env_prefix
    ))
}

fn default_headers(options: &ClientOptions) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in &options.headers {
        let (name, value) = header(name, value)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

fn custom_headers(lines: &str) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| Error::config("custom headers of the environment: a line has no colon"))?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(headers)
}
