//! Every kind of finding, in one table.
//!
//! Input: the entries, one file for each hundred of numbers. Output: [`Code`] and, for each, its number, slug,
//! severity, title, explanation, example and cure ([`Code::entry`]).
//! Not here: what a finding says about a given document; the stages write that.
//!
//! A new code is one entry in the file of its hundred. Numbers are never reused and never change their meaning, since
//! people write them into scripts: 01xx reading files and syntax, 02xx references, 03xx structure of the document,
//! 04xx schemas, 05xx operations, 06xx names, 07xx configuration and overlays, 08xx writing, 09xx faults of the
//! generator. An entry is
//!
//! ```text
//! DanglingReference "SW0201" "dangling-reference" Error {
//!     title: "A headline in sentence case, without a full stop",
//!     explain: "A paragraph: what it means, and why it matters to the SDK.",
//!     example: yaml "A few lines that bring the finding about; left out where no text can.",
//!     cure: "What to do, in a sentence or two.",
//! }
//! ```
//!
//! `generator/tests/diagnostics_doc.rs` makes the page of the codes and tries the examples; it says how.

use std::fmt;

use super::Severity;

/// What is known of a code. The texts are Markdown, apart from the example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// As it is printed: `SW0101`.
    pub number: &'static str,
    /// A name for people and configuration files: `unreadable-file`.
    pub slug: &'static str,
    /// How bad such a finding is.
    pub severity: Severity,
    /// A headline, without a full stop.
    pub title: &'static str,
    /// A paragraph: what it means, and why it matters to the SDK.
    pub explain: &'static str,
    /// A few lines that bring such a finding about, each with its line end; empty where no text can.
    pub example: &'static str,
    /// What the example is written in: `yaml`, `toml`, `console` or `text`; empty without an example.
    pub language: &'static str,
    /// What to do.
    pub cure: &'static str,
}

/// Makes the enum and the table of all entries. An example that was left out becomes an empty text.
macro_rules! codes {
    ($($code:ident $number:literal $slug:literal $severity:ident {
        title: $title:literal,
        explain: $explain:literal,
        $(example: $language:ident $example:literal,)?
        cure: $cure:literal,
    })*) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $number, "` ", $slug, ": ", $title, ". ", $explain)] $code,)*
        }

        /// All codes, by number.
        pub const CODES: &[Entry] = &[$(*Code::$code.entry(),)*];

        impl Code {
            /// What is known of this code.
            #[must_use]
            pub const fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$code => &Entry {
                        code: Self::$code,
                        number: $number,
                        slug: $slug,
                        severity: Severity::$severity,
                        title: $title,
                        explain: $explain,
                        example: concat!($($example)?),
                        language: concat!($(stringify!($language))?),
                        cure: $cure,
                    },)*
                }
            }
        }
    };
}

/// Gathers the entries of all files for `codes!`, since an enum is written in one piece: each file's macro is called
/// with the names of those that follow and the entries of those before it, and hands both back with its own.
macro_rules! collect {
    ([] $($entries:tt)*) => { codes! { $($entries)* } };
    ([$group:ident $($rest:ident)*] $($entries:tt)*) => { $group! { [$($rest)*] $($entries)* } };
}

#[macro_use]
mod reading;
#[macro_use]
mod references;
#[macro_use]
mod structure;
#[macro_use]
mod schemas;
#[macro_use]
mod operations;
#[macro_use]
mod names;
#[macro_use]
mod config;
#[macro_use]
mod writing;

collect! { [reading references structure schemas operations names config writing] }

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_slugs_are_unique_and_sorted() {
        for pair in CODES.windows(2) {
            assert!(pair[0].number < pair[1].number, "{} is not before {}", pair[0].number, pair[1].number);
        }
        let mut slugs: Vec<_> = CODES.iter().map(|entry| entry.slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), CODES.len());
    }

    #[test]
    fn the_table_and_the_enum_agree() {
        for entry in CODES {
            assert_eq!(entry.code.entry(), entry);
            assert_eq!(entry.code.to_string(), entry.number);
        }
    }
}
