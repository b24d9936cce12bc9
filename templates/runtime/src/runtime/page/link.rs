//! The `Link` header (RFC 8288).
//!
//! In: headers. Out: the address of the relation `next`. Not here: following it.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link whose relation is `next`, as it is written.
#[inline]
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_of)
}

/// `<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last"`: commas and semicolons may stand within the
/// brackets and within quotes, a relation may be one of several, and what cannot be read ends the header.
#[inline]
fn next_of(header: &str) -> Option<String> {
    let mut rest = header;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        rest = after;
        let mut relation = None;
        while let Some(after) = rest.trim_start().strip_prefix(';') {
            let end = after.find(['=', ';', ',']).unwrap_or(after.len());
            let (name, after) = after.split_at_checked(end)?;
            rest = after;
            let Some(after) = rest.strip_prefix('=').map(str::trim_start) else { continue };
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => {
                    let end = closing(quoted)?;
                    (quoted.get(..end)?, quoted.get(end + 1..)?)
                }
                None => after.split_at_checked(after.find([';', ',']).unwrap_or(after.len()))?,
            };
            rest = after;
            // The first `rel` counts (§3.3).
            if name.trim().eq_ignore_ascii_case("rel") {
                relation.get_or_insert(value);
            }
        }
        if relation.is_some_and(|names| names.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case("next"))) {
            return Some(target.trim().to_owned());
        }
    }
}

/// Where a quoted string ends, past what a backslash escapes.
#[inline]
fn closing(quoted: &str) -> Option<usize> {
    let mut escaped = false;
    quoted.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}
