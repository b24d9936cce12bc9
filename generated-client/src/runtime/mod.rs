//! The runtime of this SDK: everything that does not depend on one API.
//!
//! In: the operations, types and options that generated code describes as plain values. Out: decoded answers or one
//! [`Error`]. Not here: names of any API, and generated code. The parts, from the inside out:
//!
//! - [`codec`]: how a generated type is read from and written to JSON;
//! - [`request`], [`response`], [`error`]: what goes out, what comes back, what went wrong;
//! - [`client`]: options and the core that all handles of one client share;
//! - [`call`], [`execute`], [`page`], [`stream`], [`untyped`]: one request's life, the next page's, and an answer that
//!   is read while it arrives;
//! - [`middleware`], [`log`]: what stands around calls and requests;
//! - [`transport`]: the seam to the network, with reqwest behind it.
//!
//! What not every program uses is `#[inline]`, so that it is compiled in those that do and costs this crate nothing.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "one SDK rarely uses every macro, body kind and page shape of the runtime"
)]
#![allow(unreachable_pub, reason = "an SDK keeps this module private and re-exports by name what its users need")]
#![allow(clippy::doc_markdown, reason = "OpenAPI is a name, not an item, and an SDK has no list of such names")]

mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod call;
pub mod client;
pub mod codec;
pub mod decode;
pub mod error;
pub mod execute;
mod headers;
pub mod log;
pub mod middleware;
pub mod operation;
pub mod page;
pub mod prelude;
pub mod request;
pub mod response;
pub mod retry;
pub mod statuses;
pub mod stream;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
mod trace;
pub mod transport;
#[cfg_attr(all(target_arch = "wasm32", target_os = "unknown"), path = "transport_none.rs")]
pub mod transport_reqwest;
pub mod untyped;
#[cfg(feature = "validate")]
pub mod validate;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use self::call::{Call, Params, Sending};
pub use self::client::clock::Clock;
pub use self::client::core::{ApiInfo, Core};
pub use self::client::credential::{Credentials, Scheme, Sent, TokenEndpoint};
pub use self::client::env::env_var;
#[cfg(feature = "oauth2")]
pub use self::client::oauth2::OAuth2;
pub use self::client::options::ClientOptions;
pub use self::client::servers::{Server, Settings, Variable};
pub use self::client::token::{AccessToken, Provided, TokenProvider};
pub use self::codec::base64::{Base64, Base64Url};
pub use self::codec::exact::ExactNumber;
pub use self::codec::nullable::Nullable;
pub use self::codec::quoted::Quoted;
pub use self::codec::scalar_enum::UnknownScalar;
pub use self::codec::secret::SecretText;
pub use self::codec::string_enum::{UnknownInteger, UnknownValue};
pub use self::codec::union::UnknownJson;
pub use self::codec::{Date, Json, Map, Timestamp};
pub use self::decode::{BytesBody, InnerBody, JsonBody, NoBody, PageBody, StatusBody, StreamBody, TextBody};
pub use self::error::{Error, ErrorKind, Result};
pub use self::log::LogLevel;
pub use self::middleware::{Middleware, Next, NextCall, OutgoingCall};
pub use self::operation::Operation;
pub use self::page::{Items, Page, Pages, Paging};
pub use self::request::RequestWriter;
pub use self::request::multipart::Multipart;
pub use self::request::query_style::{Allow, NestedArray, Nesting, QueryStyle};
pub use self::request::text_style::TextStyle;
pub use self::request::upload::Upload;
pub use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::stream::{Download, EventStream, Framing, ServerSentEvent, Streaming};
pub use self::transport::{Body, BoxFuture, Transport, TransportError};
pub use self::untyped::UntypedRequest;
pub use ::bytes::Bytes;
pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use ::secrecy::SecretString;
