//! The license of an API, as package managers write licenses.
//!
//! Input: `info.license` (its `identifier`, or its `name`). Output: an SPDX expression; none where what stands there is
//! none, and no one license is called so.
//! Not here: the license text behind `url`.

use spdx::Expression;
use spdx::identifiers::LICENSES;

/// The expression: `Apache-2.0` of `Apache License, Version 2.0`.
pub(super) fn expression(identifier: Option<&str>, name: &str) -> Option<String> {
    let is_expression = |text: &&str| Expression::parse(text).is_ok();
    let stated = identifier.map(str::trim).filter(is_expression).or_else(|| Some(name.trim()).filter(is_expression));
    if let Some(stated) = stated {
        return Some(stated.to_owned());
    }
    let words = words(name);
    if words.is_empty() {
        return None;
    }
    let is_it =
        |license: &&spdx::License| self::words(license.name) == words || self::words(license.full_name) == words;
    let mut found = LICENSES.iter().filter(is_it);
    found.next().filter(|_| found.next().is_none()).map(|license| license.name.to_owned())
}

/// What tells a license from others: its words in small letters, without those that all have.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric() && letter != '.').map(str::to_lowercase);
    let words = words.map(|word| match word.strip_prefix('v') {
        Some(number) if number.starts_with(|letter: char| letter.is_ascii_digit()) => number.to_owned(),
        _ => word,
    });
    words.filter(|word| !matches!(word.as_str(), "" | "the" | "license" | "licence" | "version")).collect()
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn licenses_are_known_by_their_identifiers_and_their_names() {
        for (identifier, name, known) in [
            (None, "MIT", Some("MIT")),
            (None, "The MIT License", Some("MIT")),
            (None, "Apache 2.0", Some("Apache-2.0")),
            (None, "Apache License, Version 2.0", Some("Apache-2.0")),
            (None, "apache v2.0", Some("Apache-2.0")),
            (None, "MIT OR Apache-2.0", Some("MIT OR Apache-2.0")),
            (None, "AGPL-3.0-or-later", Some("AGPL-3.0-or-later")),
            (Some("CC-BY-NC-SA-4.0"), "Creative Commons", Some("CC-BY-NC-SA-4.0")),
            (Some("nothing known"), "MIT", Some("MIT")),
            (None, "Apache", None),
            (None, "Proprietary", None),
            (None, "License", None),
            (None, "", None),
        ] {
            assert_eq!(expression(identifier, name).as_deref(), known, "{identifier:?} {name:?}");
        }
    }
}
