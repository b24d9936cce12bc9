//! [`Operation`]: what is fixed about one operation of the API.
//!
//! In: nothing; generated code states it as a constant. Out: the facts `execute` needs. Not here: arguments.

use super::client::security::Alternatives;
use super::page::Paging;
use super::stream::Streaming;

/// What is fixed about one operation.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the macros build it, and they travel with it")]
pub struct Operation {
    /// The HTTP method, such as `PATCH`.
    pub method: &'static str,
    /// The path with its parameters in braces; what follows a `?` is sent as it stands.
    pub path: &'static str,
    /// The value of the `Accept` header; empty for none.
    pub accept: &'static str,
    /// Whether the API allows the client to try again after a failure.
    pub retry: bool,
    /// Where it is sent, by the first URL of a list of `ApiInfo::operation_servers`; `None` for the client's base URL.
    pub server: Option<&'static str>,
    /// The security schemes that a call needs; `None` for whatever the client has.
    pub security: Option<Alternatives>,
    /// How the pages go on, where the answer is one.
    pub paging: Option<Paging>,
    /// How the answer is a stream of values, where it can be one.
    pub streaming: Option<&'static Streaming>,
}
