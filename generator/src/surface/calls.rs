//! What methods return, in the words of those who call them.
//!
//! Input: the head of an operation's table (`-> PageBody<types::Pet>`), and a surface. Output: what a call brings, and
//! the method that makes the call. Not here: what is compared (`mod`).

use std::collections::BTreeMap;

use super::read::Surface;

/// What an answer of this kind is to a caller.
pub(super) fn brought(kind: &str) -> String {
    // A table may have two kinds: an answer, and what its stream or download brings.
    let mut depth = 0_usize;
    let parts = kind.split(|c: char| {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    });
    parts.map(|part| one(part.trim())).collect::<Vec<_>>().join(" or ")
}

fn one(kind: &str) -> String {
    let held = |name: &str| kind.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    match kind {
        "NoBody" => return "nothing".to_owned(),
        "TextBody" => return "`String`".to_owned(),
        "BytesBody" => return "`Bytes`".to_owned(),
        _ => {}
    }
    if let Some(of) = held("PageBody") {
        return format!("pages of `{of}`");
    }
    if let Some(of) = held("StreamBody") {
        return format!("a stream of `{of}`");
    }
    // Of an answer of which one property is returned that property stands last.
    let inner = held("InnerBody").and_then(|both| Some(both.split_at(outer_comma(both)?).1.trim_start_matches(", ")));
    let of = inner.or_else(|| held("JsonBody")).or_else(|| held("StatusBody")).unwrap_or(kind);
    format!("`{of}`")
}

/// Where the comma is that parts two types.
fn outer_comma(types: &str) -> Option<usize> {
    let mut depth = 0_usize;
    types.char_indices().find_map(|(at, c)| {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

/// The methods of a surface, by the paths of the requests that they return.
pub(super) fn methods(surface: &Surface) -> BTreeMap<String, &str> {
    let methods = surface.iter().filter(|(_, item)| item.is_method);
    let with_answer = methods.filter_map(|(path, item)| {
        let (_, request) = item.compared.rsplit_once(") -> ")?;
        let request = request.split('<').next().unwrap_or(request);
        let holder = path.rsplit_once("::")?.0;
        // What resources add to the client is written in the module of all.
        let module = holder.rsplit_once("::").map_or("resources", |(module, _)| module);
        Some((format!("{module}::{request}"), path.as_str()))
    });
    with_answer.collect()
}
