//! An identifier that is sure to be one.

use std::fmt;

/// A Rust identifier. Only the naming pass makes them, so that text of a description never becomes code by another
/// way.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident {
    text: String,
}

impl Ident {
    /// Makes an identifier of a text that consists of identifier characters; anything else is dropped.
    pub(super) fn new(text: &str) -> Self {
        let mut result = String::with_capacity(text.len());
        for c in text.chars() {
            let fits = if result.is_empty() {
                c == '_' || unicode_ident::is_xid_start(c)
            } else {
                unicode_ident::is_xid_continue(c)
            };
            if fits {
                result.push(c);
            }
        }
        // A lone underscore is a pattern, and these four cannot be raw identifiers.
        if matches!(result.as_str(), "self" | "Self" | "super" | "crate" | "_" | "") {
            result.push('_');
        }
        if result == "_" || result == "__" {
            "unnamed".clone_into(&mut result);
        }
        Self { text: result }
    }

    /// The name without `r#`: as it stands in documentation and file names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it must be written `r#name`.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        KEYWORDS.contains(&self.text.as_str())
    }
}

/// As it is written in code.
impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_raw() {
            f.write_str("r#")?;
        }
        f.write_str(&self.text)
    }
}

/// Keywords of all editions, strict and reserved (Rust reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_raw_and_the_four_that_cannot_be_are_marked() {
        assert_eq!(Ident::new("type").to_string(), "r#type");
        assert_eq!(Ident::new("self").to_string(), "self_");
        assert_eq!(Ident::new("crate").to_string(), "crate_");
        assert_eq!(Ident::new("name").to_string(), "name");
    }

    #[test]
    fn what_is_no_identifier_is_dropped() {
        assert_eq!(Ident::new("a b; fn main() {}").to_string(), "abfnmain");
        assert_eq!(Ident::new("1a").to_string(), "a");
        assert_eq!(Ident::new("_").to_string(), "unnamed");
        assert_eq!(Ident::new("").to_string(), "unnamed");
    }
}
