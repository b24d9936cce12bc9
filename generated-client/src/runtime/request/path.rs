//! Path templates.
//!
//! In: a template such as `/v1/users/{userId}` and a text per variable, in order; it is percent-encoded, or kept as far
//! as a path can hold it where the template says `{+userId}` (RFC 6570, "Reserved Expansion"). Out: the path, or an error
//! that names the variable whose value would change the path's shape. Not here: what is no plain text, see `text_style`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use super::super::error::{Error, Result};
use super::query::{encoded_but_triplets, push_encoded};

/// All but RFC 3986 `pchar`.
pub(crate) const NOT_PCHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Fills in a path template.
pub(crate) fn expand(template: &str, values: &[String]) -> Result<String> {
    let mut expanded = String::with_capacity(template.len() + values.iter().map(String::len).sum::<usize>());
    let mut left = values.iter();
    // Without a dot, or a triplet that means one, no value can make a segment of dots.
    if !values.iter().any(|value| value.bytes().any(|byte| matches!(byte, b'.' | b'%'))) {
        return fill(template, &mut left, &mut expanded).map(|_| expanded);
    }
    let (path, query) = template.split_once('?').map_or((template, None), |(path, query)| (path, Some(query)));
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            expanded.push('/');
        }
        let start = expanded.len();
        let last = fill(segment, &mut left, &mut expanded)?;
        // Whoever resolves the URL would take such a segment away, and the request would reach another endpoint.
        if let Some(name) = last.filter(|_| is_dots(expanded.get(start..).unwrap_or_default())) {
            return Err(Error::invalid_argument(format!("path parameter `{name}` makes a path segment `.` or `..`")));
        }
    }
    if let Some(query) = query {
        expanded.push('?');
        fill(query, &mut left, &mut expanded)?;
    }
    Ok(expanded)
}

/// Fills in the variables of a text; gives the name of the last.
fn fill<'t>(text: &'t str, values: &mut std::slice::Iter<'_, String>, filled: &mut String) -> Result<Option<&'t str>> {
    let mut rest = text;
    let mut last = None;
    while let Some((before, name, after)) = variable(rest) {
        let (is_kept, name) = name.strip_prefix('+').map_or((false, name), |name| (true, name));
        let value =
            values.next().ok_or_else(|| Error::invalid_argument(format!("path parameter `{name}` has no value")))?;
        if value.is_empty() {
            return Err(Error::invalid_argument(format!("path parameter `{name}` is empty")));
        }
        filled.push_str(before);
        if is_kept {
            filled.push_str(&encoded_but_triplets(value, NOT_PCHAR));
        } else {
            push_encoded(filled, value);
        }
        last = Some(name);
        rest = after;
    }
    filled.push_str(rest);
    Ok(last)
}

fn variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Whether a segment is `.` or `..`, also in triplets, which readers of URLs take for the same.
pub(crate) fn is_dots(segment: &str) -> bool {
    // No longer than two triplets.
    segment.len() <= 6 && matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}
