//! An emitted file as a value: what `emit` gives and `write` takes.

use camino::Utf8PathBuf;

/// Names that Windows keeps for devices, with any extension.
pub const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

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
