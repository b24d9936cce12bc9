//! Words: from any text of a description to the case that an identifier has.

use sha2::{Digest as _, Sha256};

use crate::ir::case;

/// How long the name of a file may be, without its extension. Common file systems take 255 bytes, encrypted ones 143.
const MAX_STEM: usize = 120;

/// `snake_case`, for fields, methods, arguments and modules.
pub(super) fn snake(text: &str) -> String {
    if is_plain_snake(text) {
        return text.to_owned();
    }
    lead(&case::snake(&spell(text)), "v", "unnamed")
}

/// Whether a text is in `snake_case` already.
pub(super) fn is_snake(text: &str) -> bool {
    is_plain_snake(text) || text == snake(text)
}

/// Whether a text is words of small ASCII letters and digits with underscores between them, as most names of most
/// descriptions are: what no rule changes.
fn is_plain_snake(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(is_word)
}

/// `snake_case` in ASCII, for modules: rustc looks for no file of a module whose name has other letters (E0754).
pub(super) fn module(text: &str) -> String {
    let mut result = String::new();
    for c in snake(text).chars() {
        if c.is_ascii() { result.push(c) } else { result.push_str(&format!("u{:x}", u32::from(c))) }
    }
    file_stem(result)
}

/// A module's name that a file can have: one that is too long is cut, and what it was is told by its hash.
pub(crate) fn file_stem(mut module: String) -> String {
    if module.len() <= MAX_STEM {
        return module;
    }
    let hash: String = Sha256::digest(&module).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let end = (0..=MAX_STEM - hash.len() - 1).rev().find(|at| module.is_char_boundary(*at)).unwrap_or(0);
    module.truncate(end);
    format!("{}_{hash}", module.trim_end_matches('_'))
}

/// `UpperCamelCase`, for types and variants.
pub(super) fn pascal(text: &str) -> String {
    lead(&case::camel(&spell(text)), "V", "Empty")
}

/// An identifier cannot begin with a digit, nor be empty.
fn lead(text: &str, prefix: &str, empty: &str) -> String {
    match text.chars().next() {
        None => empty.to_owned(),
        Some(c) if unicode_ident::is_xid_start(c) => text.to_owned(),
        Some(_) => format!("{prefix}{text}"),
    }
}

/// Symbols that carry the meaning of a text are spelled out; the others part words.
fn spell(text: &str) -> String {
    let has_word = text.chars().any(char::is_alphanumeric);
    let mut result = String::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        let word = match c {
            '+' if index == 0 || !has_word => "plus",
            '-' if index == 0 && text.len() > 1 => "minus",
            '-' if !has_word => "minus",
            '*' => "star",
            '<' => "less",
            '>' => "greater",
            '=' if !has_word || text.contains(['<', '>', '!']) => "equal",
            '!' => "not",
            '~' if !has_word => "tilde",
            '/' if !has_word => "slash",
            '.' if !has_word => "dot",
            '%' => "percent",
            '&' if !has_word => "and",
            '|' if !has_word => "or",
            '(' if !has_word => "left paren",
            ')' if !has_word => "right paren",
            '[' if !has_word => "left bracket",
            ']' if !has_word => "right bracket",
            '{' if !has_word => "left brace",
            '}' if !has_word => "right brace",
            '#' if !has_word => "hash",
            '@' if !has_word => "at",
            '$' if !has_word => "dollar",
            '?' if !has_word => "question",
            ',' if !has_word => "comma",
            ';' if !has_word => "semicolon",
            ':' if !has_word => "colon",
            '^' if !has_word => "caret",
            '\\' if !has_word => "backslash",
            '"' if !has_word => "quote",
            '`' if !has_word => "backtick",
            // `isn't` is one word, `users' list` two.
            '\'' | '’' => {
                continue;
            }
            c if unicode_ident::is_xid_continue(c) && c != '_' => {
                result.push(c);
                continue;
            }
            _ => {
                result.push(' ');
                continue;
            }
        };
        result.push(' ');
        result.push_str(word);
        result.push(' ');
    }
    result
}

/// The name of one thing from the name of many: `studies` to `study`.
pub(super) fn singular(word: &str) -> String {
    let keep = ["ss", "us", "is", "ics", "ous", "news", "series", "aws", "dns", "sms", "tls", "https"];
    let lower = word.to_ascii_lowercase();
    if keep.iter().any(|ending| lower.ends_with(ending)) {
        return word.to_owned();
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", word.get(..word.len() - 3).unwrap_or(word));
    }
    // `statuses` ends as `houses` does, which are many of a house: what is known to end in `us` is listed.
    let doubled = ["sses", "shes", "ches", "xes", "zzes", "tuses", "ruses", "nuses", "cuses", "buses", "puses"];
    let cut = if doubled.iter().any(|ending| lower.ends_with(ending)) && !lower.ends_with("caches") {
        2
    } else if lower.ends_with('s') && lower.len() > 2 {
        1
    } else {
        0
    };
    word.get(..word.len() - cut).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_letters_that_rustc_finds_files_by() {
        assert_eq!(module("userAccounts"), "user_accounts");
        assert_eq!(module("日本"), "u65e5u672c");
        assert_eq!(module("Größe"), "gruf6udfe");
    }

    #[test]
    fn modules_have_names_that_files_can_have() {
        let long = |end: &str| module(&format!("Acme.{}{end}", "Contracts.".repeat(20)));
        let stem = format!("acme_{}contra", "contracts_".repeat(10));
        assert_eq!(long("User"), format!("{stem}_777950ea"));
        assert_eq!(long("Users"), format!("{stem}_f2503883"));
        assert_eq!(module(&"a".repeat(MAX_STEM)), "a".repeat(MAX_STEM));
    }

    #[test]
    fn texts_of_descriptions() {
        for (text, expected) in [
            ("Pathologists' Assistant", "PathologistsAssistant"),
            ("Speech-Language Pathologist", "SpeechLanguagePathologist"),
            ("IT Support", "ItSupport"),
            ("not-expired", "NotExpired"),
            ("1x1", "V1x1"),
            ("study.access_requested", "StudyAccessRequested"),
            (">=", "GreaterEqual"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("*", "Star"),
            ("[)", "LeftBracketRightParen"),
            ("a (b)", "AB"),
            ("", "Empty"),
            ("@type", "Type"),
        ] {
            assert_eq!(pascal(text), expected, "{text:?}");
        }
        for (text, expected) in [
            ("studyInstanceUID", "study_instance_uid"),
            ("PatientName", "patient_name"),
            ("suffix1", "suffix1"),
            ("+1", "plus_1"),
            ("", "unnamed"),
            ("$ref", "ref"),
            ("X-Rate-Limit", "x_rate_limit"),
        ] {
            assert_eq!(snake(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_plain_is_what_the_rules_make_of_it() {
        for text in ["a", "user_id", "sha256", "line_2", "a_1_b", "größe", "a__b", "_a", "a_", "1a", "aB", "a-b", ""]
        {
            let by_rules = lead(&case::snake(&spell(text)), "v", "unnamed");
            assert_eq!(snake(text), by_rules, "{text:?}");
            assert_eq!(is_snake(text), text == by_rules, "{text:?}");
        }
    }

    #[test]
    fn singulars() {
        for (many, one) in [
            ("users", "user"),
            ("studies", "study"),
            ("express", "express"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("responses", "response"),
            ("caches", "cache"),
            ("status", "status"),
            ("statuses", "status"),
            ("houses", "house"),
            ("causes", "cause"),
            ("external", "external"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
