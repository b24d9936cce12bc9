//! An emitted file as a value: what `emit` gives and `write` takes.

use camino::Utf8PathBuf;

/// One file of the SDK, held in memory until all of them are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder, with `/`.
    pub path: Utf8PathBuf,
    /// The whole text, ending in a line feed.
    pub text: String,
    /// Who owns it after it is written.
    pub kind: Kind,
}

/// Who owns an emitted file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The generator: overwritten on every run, deleted when no longer emitted.
    Generated,
    /// The user: written once when missing, never touched again.
    Seeded,
    /// Both: a TOML document in which our keys are set and the user's kept.
    Merged,
}
