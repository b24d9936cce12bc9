//! An SDK in small, written as the generator writes one: the runtime is part of this crate as it is part of an SDK.
#![deny(warnings)]
#![allow(dead_code, unreachable_pub, missing_docs, reason = "what an SDK exports, this test crate need not call")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests are tests too")]
#![allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::enum_variant_names,
    clippy::format_collect,
    clippy::needless_pass_by_value,
    reason = "not said of what an SDK exports"
)]

#[path = "../../src/runtime/mod.rs"]
mod runtime;

mod answers;
mod api;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod calls;
mod clock;
mod codec;
mod doubles;
mod faults;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(all(feature = "http2", feature = "reqwest"))]
mod http2;
mod hygiene;
mod log;
mod middleware;
#[cfg(feature = "oauth2")]
mod oauth2;
mod options;
mod pages;
mod requests;
mod security;
mod server;
mod servers;
mod streams;
mod styles;
#[path = "../support/mod.rs"]
mod support;
#[cfg(feature = "rustls")]
mod tls;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(feature = "validate")]
mod validate;
#[cfg(feature = "webhooks")]
mod webhooks;
