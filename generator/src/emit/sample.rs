//! Samples: values that fit the description, for documentation, examples and tests.
//!
//! A sample is made as JSON first, from the examples of the description or from its schemas, and then written as Rust
//! by type. So the JSON that a test expects and the code that must send it come from one value by two ways.

mod allowed;
mod calls;
mod expression;
pub(super) mod json;
mod path_text;
mod sent;
mod text;
mod values;

pub(super) use calls::{Call, call, doc_example};
pub(super) use expression::Imports;
pub(super) use sent::Sent;
pub(super) use values::{Depth, answer, value};
