//! Path templates.
//!
//! In: a template such as `/v1/users/{userId}` and a value per parameter, in order. Out: the path, or an error that
//! names the parameter whose value would change the path's shape. Not here: matrix and label styles.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::super::error::{Error, Result};
use super::query_style::simple;

/// All but RFC 3986 `pchar`.
const NOT_PCHAR: &AsciiSet = &NON_ALPHANUMERIC
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

/// The text of a value that only its own encoder can spell; an empty one, which no path takes, if it cannot.
pub fn path_text<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).map(|value| simple(&value)).unwrap_or_default()
}

/// Fills in a path template.
pub(crate) fn expand(template: &str, values: &[String]) -> Result<String> {
    let (path, query) = match template.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (template, None),
    };
    let mut values = values.iter();
    let mut expanded = String::with_capacity(template.len() + 32);
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            expanded.push('/');
        }
        expand_segment(segment, &mut values, &mut expanded)?;
    }
    if let Some(query) = query {
        expanded.push('?');
        expanded.push_str(query);
    }
    Ok(expanded)
}

fn expand_segment<'a>(
    segment: &str,
    values: &mut impl Iterator<Item = &'a String>,
    expanded: &mut String,
) -> Result<()> {
    let start = expanded.len();
    let mut rest = segment;
    let mut last = None;
    while let Some((before, name, after)) = parameter(rest) {
        let value =
            values.next().ok_or_else(|| Error::invalid_argument(format!("path parameter `{name}` has no value")))?;
        if value.is_empty() {
            return Err(Error::invalid_argument(format!("path parameter `{name}` is empty")));
        }
        expanded.push_str(before);
        expanded.extend(utf8_percent_encode(value, NOT_PCHAR));
        last = Some(name);
        rest = after;
    }
    expanded.push_str(rest);
    // Whoever resolves the URL would take such a segment away, and the request would reach another endpoint.
    match (last, expanded.get(start..)) {
        (Some(name), Some("." | "..")) => {
            Err(Error::invalid_argument(format!("path parameter `{name}` makes a path segment `.` or `..`")))
        }
        _ => Ok(()),
    }
}

fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
