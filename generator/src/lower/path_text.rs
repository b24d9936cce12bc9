//! The text of a path between its variables, as it can stand in a URL, and that of variables with one value.
//!
//! Input: a text as the description has it. Output: the same with every character encoded that cannot stand in a path
//! or query (RFC 3986 §3.3, §3.4). What is encoded already stays so. Not here: the values that callers give (the
//! runtime).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

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

/// All but RFC 3986 `unreserved`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A constant in the place of a variable.
pub(super) fn of_value(constant: &Value) -> String {
    let text = constant.as_str().map_or_else(|| constant.to_string(), ToOwned::to_owned);
    utf8_percent_encode(&text, RESERVED).to_string()
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
        assert_eq!(of_value(&"a/b 1".into()), "a%2Fb%201");
        assert_eq!(of_value(&7.into()), "7");
    }
}
