//! [`ClientOptions`]: everything that can be set about a client, whatever its API.
//!
//! In: setters. Out: plain data for [`Core`](super::core::Core). Not here: credentials, and the API's own options.

use core::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use secrecy::{SecretSlice, SecretString};

use super::super::log::{LogLevel, Logger};
use super::super::middleware::Middleware;
use super::super::request::globals::{Global, Globals};
use super::super::request::query::Query;
use super::super::retry::RetryPolicy;
use super::super::transport::Transport;
use super::clock::{Clock, SystemClock};

/// A certificate and its private key, both PEM.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) certificate: Bytes,
    pub(crate) key: Arc<SecretSlice<u8>>,
}

/// How the built-in HTTP client reaches servers.
#[derive(Clone, Debug)]
pub(crate) enum Proxy {
    /// As the environment and the system say.
    System,
    /// Straight.
    None,
    /// Through this address, which may hold a password.
    Address(SecretString),
}

/// What a reqwest client is set up with beyond the options.
#[cfg(feature = "reqwest")]
pub(crate) type SetUp = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// How the built-in HTTP client connects. Clients with the same share their connections.
#[derive(Clone)]
pub(crate) struct Connecting {
    pub(crate) timeout: Duration,
    pub(crate) proxy: Proxy,
    pub(crate) roots: Vec<Bytes>,
    pub(crate) identity: Option<Identity>,
    #[cfg(feature = "reqwest")]
    pub(crate) set_up: Option<SetUp>,
}

/// How a client connects, waits and tries again.
#[derive(Clone)]
#[must_use]
pub struct ClientOptions {
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Duration,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_retries: u32,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_error_bytes: usize,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) removed: Vec<String>,
    pub(crate) query: Query,
    pub(crate) globals: Globals,
    pub(crate) user_agent: Option<String>,
    pub(crate) idempotency_header: Option<String>,
    pub(crate) connecting: Arc<Connecting>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) logger: Option<Logger>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            base_url: None,
            timeout: Duration::from_secs(60),
            idle_timeout: None,
            total_timeout: None,
            max_retries: 2,
            retry: RetryPolicy::new(),
            max_response_bytes: 1 << 30,
            max_error_bytes: 1 << 20,
            headers: Vec::new(),
            removed: Vec::new(),
            query: Query::default(),
            globals: Globals::default(),
            user_agent: None,
            idempotency_header: None,
            connecting: Arc::new(Connecting {
                timeout: Duration::from_secs(5),
                proxy: Proxy::System,
                roots: Vec::new(),
                identity: None,
                #[cfg(feature = "reqwest")]
                set_up: None,
            }),
            middleware: Vec::new(),
            logger: None,
            transport: None,
            clock: Arc::new(SystemClock),
        }
    }
}

impl ClientOptions {
    /// The defaults: 60 s an attempt, 5 s to connect, two retries, no limit over all attempts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the API is; a path in it is kept before every request's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The time one attempt may take, from connecting to the body's last byte. Default: 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time connecting may take. Default: 5 s. Has no effect on a transport of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connecting().timeout = timeout;
        self
    }

    /// The time that may pass between two pieces of an answer's body. Default: no limit of its own, so that bodies that are
    /// read whole end with their attempt, and streams wait for each piece as long as `timeout` says.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    /// The time a call may take with all its attempts and waits. Default: no limit.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.total_timeout = timeout.into();
        self
    }

    /// How often a failed attempt is repeated. Default: 2; 0 turns retries off.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// When a failed attempt is repeated, and after how long. Default: [`RetryPolicy::new`].
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The longest answer that is read into memory, in bytes, after decompression. Default: 1 GiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// How much of the body of a failure is kept, in bytes; the rest is not read. Default: 1 MiB.
    pub fn max_error_bytes(mut self, bytes: usize) -> Self {
        self.max_error_bytes = bytes;
        self
    }

    /// A header for every request, in the place of one of the same name.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.removed.retain(|other| !other.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
        self
    }

    /// Takes a header off every request that does not set it itself: a default one, one of the environment
    /// (`X_CUSTOM_HEADERS`), or one that the client sends by itself, such as `User-Agent` or a credential.
    pub fn remove_header(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.removed.push(name);
        self
    }

    /// Forgets all default headers so far, for others in their place; those of the environment too, where the client is
    /// made already (`with_options`).
    pub fn clear_default_headers(mut self) -> Self {
        self.headers.clear();
        self
    }

    /// Forgets all default query parameters so far, for others in their place.
    pub fn clear_default_query(mut self) -> Self {
        self.query = Query::default();
        self
    }

    /// A query parameter for every request, in the place of one of the same name.
    pub fn default_query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.query.set(name.as_ref(), value.as_ref());
        self
    }

    /// A header for those calls whose operation knows it, unless they set it themselves.
    pub fn global_header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.globals.set(Global::Header(name), value.to_string());
        self
    }

    /// A query parameter for those calls whose operation knows it, unless they set it themselves.
    pub fn global_query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.globals.set(Global::Query(name), value.to_string());
        self
    }

    /// The `User-Agent`, in the place of `Name/Rust version`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// The header in which calls that change something are sent with a key of their own, the same one for all attempts, so
    /// that the server carries out once what it got twice. A key of the caller's own, as a header of the call, goes before.
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// The proxy for all requests, such as `http://user:password@proxy.example:3128`; it is not shown. Default: those of the
    /// environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) and the system. Has no effect on a
    /// transport of your own.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connecting().proxy = Proxy::Address(SecretString::from(url.into()));
        self
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.connecting().proxy = Proxy::None;
        self
    }

    /// Certificates of authorities that servers are trusted by, beside the system's own: PEM, one or more. Has no effect
    /// on a transport of your own.
    pub fn root_certificates(mut self, pem: impl Into<Bytes>) -> Self {
        self.connecting().roots.push(pem.into());
        self
    }

    /// The certificate that the client shows when it connects (mutual TLS), and the private key that belongs to it, both as
    /// PEM. Has no effect on a transport of your own.
    pub fn client_certificate(mut self, certificate: impl Into<Bytes>, key: impl Into<Vec<u8>>) -> Self {
        let key = Arc::new(SecretSlice::from(key.into()));
        self.connecting().identity = Some(Identity { certificate: certificate.into(), key });
        self
    }

    /// Adds what stands around calls and requests, within those added before.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// How much the client says on the standard error, in the place of what the environment says (`X_LOG`: `off`, `error`,
    /// `warn`, `info`, `debug`). Secrets, bodies and arguments are never said. Default: nothing.
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.logger = Some(Logger::to_stderr(level));
        self
    }

    /// How much the client says, and to whom: each line is given with its level. It must not block for long.
    pub fn logger(mut self, level: LogLevel, sink: impl Fn(LogLevel, &str) + Send + Sync + 'static) -> Self {
        self.logger = Some(Logger::new(level, sink));
        self
    }

    /// What sends the requests, in the place of the built-in HTTP client.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets up the built-in HTTP client further: its pool, DNS, keep-alive, TLS. In: reqwest's builder as the other options
    /// leave it; another one may be given back. Whatever it says, reqwest follows no redirect: the SDK does that itself,
    /// and takes credentials off where the host changes. Has no effect on a transport of your own.
    #[cfg(feature = "reqwest")]
    pub fn http_client_builder(
        mut self,
        set_up: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.connecting().set_up = Some(Arc::new(set_up));
        self
    }

    /// To be changed: what another client has stays as it is, and is no longer shared.
    fn connecting(&mut self) -> &mut Connecting {
        Arc::make_mut(&mut self.connecting)
    }

    /// Time and chance, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names only: a header or a query parameter may well be a secret.
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let query: Vec<&str> = self.query.names().collect();
        formatter
            .debug_struct("ClientOptions")
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connecting.timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("max_retries", &self.max_retries)
            .field("retry_policy", &self.retry)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("max_error_bytes", &self.max_error_bytes)
            .field("default_headers", &headers)
            .field("default_query", &query)
            .field("globals", &self.globals)
            .field("user_agent", &self.user_agent)
            .field("proxy", &self.connecting.proxy)
            .field("root_certificates", &self.connecting.roots.len())
            .field("client_certificate", &self.connecting.identity.as_ref().map(|_| "[redacted]"))
            .field("middleware", &self.middleware.len())
            .field("logger", &self.logger)
            .field("transport", &self.transport.as_ref().map(|_| "custom"))
            .finish_non_exhaustive()
    }
}
