//! What Specwright emits verbatim, as constants, so that the generator needs no files at run time.
//!
//! - [`RUNTIME`]: the runtime's modules, the very source that `specwright-runtime` compiles and tests;
//! - [`README`]: text with `{{slots}}`, filled by the generator.

/// The runtime's files: the path below `src/runtime`, and the text; sorted by path.
pub use specwright_runtime::source::FILES as RUNTIME;

/// The README of an SDK. Slots and sections (`{{#name}}…{{/name}}`) are those of `emit/readme.rs`.
pub const README: &str = include_str!("../files/README.md");
