//! The text of a path between its variables, as it can stand in a URL.
//!
//! Input: a text as the description has it. Output: the same with every character encoded that cannot stand in a path
//! or query (RFC 3986 §3.3, §3.4). What is encoded already stays so. Not here: the values of variables (the runtime).

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What neither a path nor a query can hold; `%` is looked at by itself.
const NOT_IN_URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The text between variables.
pub(super) fn encoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for (index, part) in text.split('%').enumerate() {
        if index > 0 {
            let is_triplet = part.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
            result.push_str(if is_triplet { "%" } else { "%25" });
        }
        result.extend(utf8_percent_encode(part, NOT_IN_URL));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_url_cannot_hold_is_encoded_once() {
        for (text, expected) in [
            ("/v1/users:find@x;a=b,c", "/v1/users:find@x;a=b,c"),
            ("/a b/ß/\u{200f}", "/a%20b/%C3%9F/%E2%80%8F"),
            ("/a%20b/100%/%zz", "/a%20b/100%25/%25zz"),
            ("/f(x)?q=a b&r=#", "/f(x)?q=a%20b&r=%23"),
        ] {
            assert_eq!(encoded(text), expected);
        }
    }
}
