//! The case of words: what heck makes of a text, but that acronyms of many (`URLs`, `IDs`) are one word each.
//!
//! Input: any text. Output: its words in one case. Not here: identifiers, which have more rules (`names`).

use std::borrow::Cow;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// `snake_case`.
#[must_use]
pub fn snake(text: &str) -> String {
    with_acronyms(text).to_snake_case()
}

/// `UpperCamelCase`.
#[must_use]
pub fn camel(text: &str) -> String {
    with_acronyms(text).to_upper_camel_case()
}

/// A text in which acronyms of many are spelt like other words: `templateURLs` as `templateUrls`.
fn with_acronyms(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_many =
        |window: &[u8]| matches!(window, [a, b, b's', ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase());
    if !bytes.windows(3).any(is_many) {
        return Cow::Borrowed(text);
    }
    let mut spelt = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut acronym = String::new();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_uppercase() {
            acronym.push(letter);
            continue;
        }
        let is_end = letters.peek().is_none_or(|next| !next.is_lowercase());
        if letter == 's' && is_end && acronym.len() > 1 {
            spelt.push_str(acronym.get(..1).unwrap_or_default());
            spelt.extend(acronym.chars().skip(1).map(|letter| letter.to_ascii_lowercase()));
        } else {
            spelt.push_str(&acronym);
        }
        acronym.clear();
        spelt.push(letter);
    }
    spelt.push_str(&acronym);
    Cow::Owned(spelt)
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn acronyms_of_many_are_one_word() {
        for (text, as_snake, as_camel) in [
            ("templateURLs", "template_urls", "TemplateUrls"),
            ("DBRPs", "dbrps", "Dbrps"),
            ("userIDs", "user_ids", "UserIds"),
            ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
            ("list VMs by ID", "list_vms_by_id", "ListVmsById"),
            ("URLstate", "ur_lstate", "UrLstate"),
            ("APIKeys", "api_keys", "ApiKeys"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("As", "as", "As"),
            ("größenIDs", "größen_ids", "GrößenIds"),
        ] {
            assert_eq!((snake(text), camel(text)), (as_snake.to_owned(), as_camel.to_owned()), "{text}");
        }
    }
}
