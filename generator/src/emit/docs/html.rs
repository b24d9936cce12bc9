//! HTML that people write in descriptions as the Markdown that says the same.
//!
//! Input: a text, or its events. Output: the same with Markdown for the tags that have some. All of it goes the way of
//! what was Markdown from the start, so nothing here need be trusted; a tag that is not known, or has no other half,
//! stays as it is, and is shown as code (`markdown`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// A text with paragraphs, lists and headings of Markdown for those of HTML, outside of code.
pub(super) fn blocks(text: &str) -> Cow<'_, str> {
    // What stands in a table or a listing is no prose.
    let small = if text.contains('<') { text.to_ascii_lowercase() } else { return Cow::Borrowed(text) };
    if ["<table", "<pre", "<script", "<style", "<!--", "~~~"].iter().any(|mark| small.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let stressed = ["b", "strong", "i", "em"].into_iter().filter(|name| small.contains(&format!("</{name}>")));
    let stressed: Vec<&str> = stressed.collect();
    let mut result = String::with_capacity(text.len());
    // One letter for each list that is open: `u` or `o`.
    let mut lists = String::new();
    let mut is_changed = false;
    let mut unclosed: BTreeSet<usize> = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        let (before, from) = rest.split_at(at);
        result.push_str(before);
        if let Some((tag, after)) = tag(from) {
            let (name, end) = (name(tag), result.trim_end_matches([' ', '\t']).len());
            if let Some(markdown) = markdown_of(&name, &mut lists) {
                result.truncate(end);
                result.push_str(&markdown);
                (rest, is_changed) = (after.trim_start(), true);
                continue;
            }
            // What Markdown stresses begins and ends with a word.
            let is_stressed = stressed.contains(&name.trim_start_matches('/'));
            let is_end = name.starts_with('/');
            if is_stressed && if is_end { end < result.len() } else { after.starts_with(' ') } {
                result.truncate(end);
                let [before, behind] = if is_end { ["", " "] } else { [" ", ""] };
                result.extend([before, "<", tag, ">", behind]);
                (rest, is_changed) = (if is_end { after } else { after.trim_start() }, true);
                continue;
            }
        }
        let taken = match from.as_bytes() {
            [b'`', ..] => code(from, &mut unclosed),
            [b'\\', ..] => from.chars().take(2).map(char::len_utf8).sum(),
            _ => 1,
        };
        let (verbatim, after) = from.split_at(taken);
        result.push_str(verbatim);
        rest = after;
    }
    result.push_str(rest);
    if is_changed { Cow::Owned(result) } else { Cow::Borrowed(text) }
}

/// A tag at the beginning of a text, without its brackets, and what stands behind it.
fn tag(text: &str) -> Option<(&str, &str)> {
    // None is longer, so a text of brackets alone is read once.
    let end = text.bytes().take(300).position(|byte| byte == b'>')?;
    let tag = text.get(1..end).filter(|_| text.starts_with('<'))?;
    Some((tag, text.get(end + 1..)?))
}

/// The name of a tag in small letters, with a stroke before it where it closes.
fn name(tag: &str) -> String {
    let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    name.strip_suffix('/').unwrap_or(name).to_ascii_lowercase()
}

/// What stands for a tag of a block.
fn markdown_of(name: &str, lists: &mut String) -> Option<String> {
    Some(match name {
        "ul" | "ol" => {
            lists.extend(name.chars().next());
            "\n\n".to_owned()
        }
        "/ul" | "/ol" => {
            lists.pop();
            "\n\n".to_owned()
        }
        "li" => {
            let mark = if lists.ends_with('o') { "1." } else { "*" };
            // None is nested deeper.
            format!("\n{}{mark} ", "   ".repeat(lists.len().saturating_sub(1).min(3)))
        }
        "/li" => "\n".to_owned(),
        // A paragraph of an item is the item.
        "p" | "/p" | "div" | "/div" if !lists.is_empty() => " ".to_owned(),
        "p" | "/p" | "div" | "/div" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => "\n\n".to_owned(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "\n\n##### ".to_owned(),
        _ => return None,
    })
}

/// How long the code is that a text begins with; its backticks alone where nothing closes it.
fn code(text: &str, unclosed: &mut BTreeSet<usize>) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let opening = run(text);
    let mut at = opening;
    while let Some(next) = text.get(at..).filter(|_| !unclosed.contains(&opening)).and_then(|rest| rest.find('`')) {
        at += next;
        let length = text.get(at..).map_or(1, run);
        at += length;
        if length == opening {
            return at;
        }
    }
    unclosed.insert(opening);
    opening
}

/// Events with emphasis, links and code of Markdown for those of HTML. Both halves stand in one paragraph, and in the
/// same part of it.
pub(super) fn paired(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    // What is open: tags of HTML by where they stand and what closes them, and parts of Markdown, which close none.
    let mut open: Vec<Option<(usize, String)>> = Vec::new();
    let mut codes: Vec<(usize, usize)> = Vec::new();
    for at in 0..events.len() {
        let name = match events.get(at) {
            Some(Event::Start(_)) => {
                open.push(None);
                continue;
            }
            Some(Event::End(_)) => {
                while open.pop().is_some_and(|tag| tag.is_some()) {}
                continue;
            }
            Some(Event::InlineHtml(html)) => tag(html).map(|(tag, _)| name(tag)).unwrap_or_default(),
            _ => continue,
        };
        if pair(&name).is_some() {
            open.push(Some((at, name)));
            continue;
        }
        let opened = open.last().and_then(Option::as_ref).filter(|(_, opened)| name.strip_prefix('/') == Some(opened));
        let Some((start, end)) = opened.and_then(|(start, opened)| Some((*start, pair(opened)?))) else { continue };
        open.pop();
        if end == TagEnd::CodeBlock {
            codes.push((start, at));
        } else if let Some(tag) = events.get(start).and_then(|html| start_of(end, html)) {
            let nothing = || Event::Text(CowStr::Borrowed(""));
            let halves = if start + 1 == at { [nothing(), nothing()] } else { [Event::Start(tag), Event::End(end)] };
            for (at, half) in [start, at].into_iter().zip(halves) {
                if let Some(event) = events.get_mut(at) {
                    *event = half;
                }
            }
        }
    }
    with_codes(events, &codes.into_iter().collect())
}

/// Events with one of code in the place of those from its tag to the one that closes it, where nothing but text is between.
fn with_codes<'a>(events: Vec<Event<'a>>, codes: &BTreeMap<usize, usize>) -> Vec<Event<'a>> {
    if codes.is_empty() {
        return events;
    }
    let mut result = Vec::with_capacity(events.len());
    let mut done = 0;
    for (at, event) in events.iter().enumerate() {
        if at < done {
            continue;
        }
        let inside = codes.get(&at).and_then(|end| Some((*end, events.get(at + 1..*end)?)));
        let code = inside.and_then(|(end, inside)| Some((end, text_of(inside)?)));
        match code {
            Some((end, text)) => {
                result.push(Event::Code(CowStr::from(text.replace('`', "'"))));
                done = end + 1;
            }
            None => result.push(event.clone()),
        }
    }
    result
}

/// The text of events that are nothing else, unless it is empty.
fn text_of(events: &[Event<'_>]) -> Option<String> {
    let text = events.iter().map(|event| match event {
        Event::Text(text) => Some(&**text),
        Event::SoftBreak => Some(" "),
        _ => None,
    });
    text.collect::<Option<String>>().filter(|text| !text.trim().is_empty())
}

/// What a pair of tags stands for; code has no halves in Markdown.
fn pair(name: &str) -> Option<TagEnd> {
    Some(match name {
        "b" | "strong" => TagEnd::Strong,
        "i" | "em" => TagEnd::Emphasis,
        "a" => TagEnd::Link,
        "code" | "tt" => TagEnd::CodeBlock,
        _ => return None,
    })
}

/// The tag of Markdown for one of HTML; nothing for a link that leads nowhere.
fn start_of<'a>(end: TagEnd, html: &Event<'_>) -> Option<Tag<'a>> {
    match end {
        TagEnd::Strong => Some(Tag::Strong),
        TagEnd::Emphasis => Some(Tag::Emphasis),
        _ => {
            let Event::InlineHtml(html) = html else { return None };
            let (_, address) = html.split_once("href=")?;
            let quote = address.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let address = address.get(1..)?.split(quote).next()?.to_owned();
            let (dest_url, title, id) = (CowStr::from(address), CowStr::Borrowed(""), CowStr::Borrowed(""));
            Some(Tag::Link { link_type: LinkType::Inline, dest_url, title, id })
        }
    }
}
