//! What all handles of one client share.
//!
//! In: options, credentials, facts about the API. Out: [`core::Core`]. Not here: a single request's life, see `execute`.

pub mod clock;
pub mod core;
pub mod credential;
pub mod env;
#[cfg(feature = "oauth2")]
pub mod oauth2;
pub mod options;
pub mod security;
pub mod servers;
pub mod token;
