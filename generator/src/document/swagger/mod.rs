//! OpenAPI 2.0, read into the one dialect.
//!
//! Input: objects of 2.0, where they differ from those of 3.x. Output: objects of 3.x, as `openapiv3` reads them.
//! Not here: schemas, which `keywords` reads in any version, and what did not change.
//!
//! The trees are not rewritten first: objects are turned round while they are walked, when their roles are known
//! also in files of fragments, and every place stays the one that its author sees.

pub(super) mod grammar;
mod inputs;
mod mixed;
mod operation;
mod response;
mod root;
mod security;

pub(super) use inputs::Input;
pub(super) use mixed::is_word_of_2;
pub(super) use root::Defaults;
