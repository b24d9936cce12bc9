//! `base-url` below `[client]`: an address that a client can use (RFC 3986, section 3).
//!
//! Input: the text. Output: what is wrong with it. Not here: servers of a description, which have variables (`lower`).

use core::net::{Ipv4Addr, Ipv6Addr};

/// Why a text is no base URL; nothing where it is one.
pub(super) fn objection(text: &str) -> Option<String> {
    let refuse = |why: &str| Some(format!("{text:?} is no base URL: {why}"));
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    let Some(rest) = scheme.and_then(|scheme| text.get(scheme.len()..)) else {
        return refuse("it begins with `https://` or `http://`");
    };
    // A query is sent with every request; a fragment never is.
    if text.contains('#') {
        return refuse("nothing that stands behind a `#` is ever sent");
    }
    if text.contains(['{', '}']) {
        return refuse("nothing gives a value to a variable in it");
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(c)) {
        return refuse("it holds a character that no URL has");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return refuse("a user name or a password in it would be in the code of all who use the SDK");
    }
    let (host, port, is_host) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':').unwrap_or(rest), host.parse::<Ipv6Addr>().is_ok()),
        None => {
            let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
            (host, port, is_host(host))
        }
    };
    if host.is_empty() {
        return refuse("it names no host");
    }
    if !is_host {
        return refuse("what stands where the host should is neither a name nor an address");
    }
    let is_port = port.is_empty() || port.chars().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if is_port { None } else { refuse("what follows the host is no port") }
}

/// Whether this is the name of a host, or an address: one whose last label is a number can be an address alone.
fn is_host(text: &str) -> bool {
    let last = text.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.chars().all(|c| c.is_ascii_digit());
    !text.contains(['%', '[', ']', ',', '(', ')', '*', '!', '$', '&', '\'', ';', '=', '+'])
        && if is_number { text.parse::<Ipv4Addr>().is_ok() } else { !text.split('.').rev().skip(1).any(str::is_empty) }
}

#[cfg(test)]
mod tests {
    use super::objection;

    #[test]
    fn what_a_client_can_use_is_taken() {
        let taken = [
            "https://a.example",
            "http://localhost:8080/v1/",
            "HTTPS://[::1]:443",
            "https://bücher.example/a%20b",
            "https://a.example?v=2",
            "http://127.0.0.1:8080",
            "https://a.example.",
            "https://3scale.example",
        ];
        for text in taken {
            assert_eq!(objection(text), None, "{text}");
        }
    }

    #[test]
    fn what_it_cannot_is_refused() {
        let refused = [
            ("", "begins with"),
            ("a url", "begins with"),
            ("/v1", "begins with"),
            ("a.example", "begins with"),
            ("ftp://a.example", "begins with"),
            ("https://a.example/#f", "behind a `#`"),
            ("https://{region}.example", "a variable"),
            ("https://a .example", "a character"),
            ("https://u:p@a.example", "a password"),
            ("https://", "no host"),
            ("https://:80", "no host"),
            ("https://[xyz]", "neither"),
            ("https://[1.2.3.4]", "neither"),
            ("https://999.999.999.999", "neither"),
            ("https://1.2.3", "neither"),
            ("https://a..example", "neither"),
            ("https://*.example", "neither"),
            ("https://a.example:99999", "no port"),
            ("https://a.example:x", "no port"),
            ("https://[::1]x", "no port"),
        ];
        for (text, why) in refused {
            assert!(objection(text).is_some_and(|said| said.contains(why)), "{text}: {:?}", objection(text));
        }
    }
}
