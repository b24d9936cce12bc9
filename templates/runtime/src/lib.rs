//! The runtime of every SDK that specwright writes.
//!
//! In: nothing; this package knows no API. Out: the module `runtime`, which the generator copies word for word into
//! each SDK (so no user of an SDK ever chases a runtime crate's version), and, with the feature `source`, the text of
//! its files. Not here: anything that depends on an OpenAPI description.
#![forbid(unsafe_code)]

#[cfg(feature = "client")]
pub mod runtime;
#[cfg(feature = "source")]
pub mod source;
