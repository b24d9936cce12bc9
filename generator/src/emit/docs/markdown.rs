//! Markdown of a description, read and written again.
//!
//! Input: text that anyone may have written. Output: lines without line breaks, for `///`, `//!` and Markdown files.
//! Not here: what documentation is made of (`mod.rs`).
//!
//! The text becomes events, the events are made fit for rustdoc (`rewrite`), and are written as Markdown of one style.
//! rustdoc's own extensions are on while reading, so what it would take for markup is markup here too.

use pulldown_cmark::utils::TextMergeStream;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options as Style, cmark_with_options};

use super::{escapes, html};

/// Lines of documentation from a description.
pub(in crate::emit) fn lines(markdown: &str) -> Vec<String> {
    // Most descriptions are a sentence, and reading and writing it as Markdown is a tenth of all the generator's work.
    if is_plain(markdown) { vec![markdown.trim_end().to_owned()] } else { rewritten(markdown) }
}

/// Whether a text is one line that reads the same as Markdown, whatever stands beside what.
pub(super) fn is_plain(text: &str) -> bool {
    let is_kept = |c: u8| c.is_ascii_alphanumeric() || b" ,.;:'\"()/%?-".contains(&c);
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.bytes().all(is_kept) && !text.contains("://")
}

/// Lines of documentation from a description that may be any Markdown.
pub(super) fn rewritten(markdown: &str) -> Vec<String> {
    let clean = clean(markdown);
    let clean = html::blocks(&clean);
    let nested = if is_deep(&clean) { Some(fenced(&clean)) } else { None };
    let text = nested
        .or_else(|| written(&clean))
        .or_else(|| {
            // The writer reads its text again, and refuses emphasis that would not come out the same. The words,
            // and all that gives them structure, come out without it.
            write(&rewrite(&clean).into_iter().filter(|event| !escapes::is_emphasis(event)).collect::<Vec<_>>())
        })
        .unwrap_or_else(|| fenced(&clean));
    text.trim_matches('\n').lines().map(line).collect()
}

/// A text that is no Markdown, on one line of it.
pub(in crate::emit) fn text(plain: &str) -> String {
    let text = CowStr::from(clean(plain).replace(['\t', '\n'], " ").trim().to_owned());
    let events = escapes::spared(vec![Event::Start(Tag::Paragraph), Event::Text(text), Event::End(TagEnd::Paragraph)]);
    write(&events).map(|text| escapes::restored(&text)).unwrap_or_default()
}

/// How deeply what makes up a text may lie in one another. What is written of a quotation in a quotation grows with the
/// square of its depth.
const MAX_DEPTH: usize = 32;

/// Whether a text is nested deeper than people write.
fn is_deep(clean: &str) -> bool {
    let mut depth = 0_usize;
    Parser::new_ext(clean, options()).any(|event| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}

/// The text without what no documentation may hold: characters that change the order of others, and those that end
/// lines or stand for nothing.
pub(super) fn clean(markdown: &str) -> String {
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| !escapes::is_reserved(*c) && !super::reorders(*c))
        .map(|c| if c == '\n' || c == '\t' || !super::breaks(c) { c } else { ' ' })
        .collect()
}

/// A clean text with all that it has; nothing if no Markdown says that.
pub(super) fn written(clean: &str) -> Option<String> {
    write(&rewrite(clean))
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

fn write(events: &[Event<'_>]) -> Option<String> {
    let mut text = String::new();
    let style = Style { code_block_token_count: 3, ..Style::default() };
    cmark_with_options(events.iter(), &mut text, options(), style).ok()?;
    Some(text)
}

/// A line as it is emitted. Two spaces at its end are a hard break, and editors cut them: a backslash means the same.
fn line(written: &str) -> String {
    let text = written.trim_end();
    let text = if written.ends_with("  ") && !text.is_empty() { format!("{text}\\") } else { text.to_owned() };
    escapes::restored(&text)
}

/// A text as it came, as code: the answer to events that nothing can write, or only at length, which no description is
/// known to have.
fn fenced(text: &str) -> String {
    let body: Vec<&str> = text.lines().map(str::trim_end).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", body.join("\n"))
}

/// The events of a text, fit for documentation, and such as a text can have.
fn rewrite(clean: &str) -> Vec<Event<'_>> {
    let mut safe = Safe::default();
    let events = TextMergeStream::new(Parser::new_ext(clean, options())).collect();
    html::paired(events).into_iter().for_each(|event| safe.take(event));
    let events = with_breaks(merged(safe.events));
    escapes::spared(events)
}

/// Events made safe, and what stands open around the next one.
#[derive(Default)]
struct Safe<'a> {
    events: Vec<Event<'a>>,
    /// Whether each open link or image is written as a link; else its text stands alone.
    links: Vec<bool>,
    in_code: bool,
    html: Option<String>,
}

impl<'a> Safe<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.in_code = true;
                self.events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::Borrowed("text")))));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                // The writer closes a fence only where its text ends a line.
                if matches!(self.events.last(), Some(Event::Start(_))) {
                    self.events.push(Event::Text(CowStr::Borrowed("\n")));
                }
                self.events.push(event);
            }
            Event::Text(text) if self.in_code => {
                let lines: String =
                    text.lines().map(|line| format!("{}\n", line.replace('\t', "    ").trim_end())).collect();
                self.events.push(Event::Text(CowStr::from(lines)));
            }
            // A page has one heading of its own, the item's name.
            Event::Start(Tag::Heading { .. }) => self.events.push(Event::Start(Tag::Heading {
                level: HeadingLevel::H5,
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(_)) => self.events.push(Event::End(TagEnd::Heading(HeadingLevel::H5))),
            Event::Start(Tag::HtmlBlock) => self.html = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let html = self.html.take().unwrap_or_default();
                self.events.push(Event::Start(Tag::Paragraph));
                self.html(&html);
                self.events.push(Event::End(TagEnd::Paragraph));
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.html(&html),
            },
            Event::InlineHtml(html) => self.html(&html),
            Event::Start(Tag::Link { dest_url, title, link_type, .. }) => self.link(dest_url, &title, link_type),
            // A page of documentation loads nothing from elsewhere: an image is a link to it.
            Event::Start(Tag::Image { dest_url, title, .. }) => self.link(dest_url, &title, LinkType::Inline),
            Event::End(end @ (TagEnd::Link | TagEnd::Image)) => {
                if self.links.pop() == Some(true) {
                    if end == TagEnd::Image && matches!(self.events.last(), Some(Event::Start(_))) {
                        self.events.push(Event::Text(CowStr::Borrowed("image")));
                    }
                    self.events.push(Event::End(TagEnd::Link));
                }
            }
            // Entities may stand for what was taken out of the text before.
            Event::Text(text) => {
                let text = CowStr::from(clean(&text).replace(['\t', '\n'], " "));
                if self.links.contains(&true) { self.events.push(Event::Text(text)) } else { self.addresses(text) }
            }
            event => self.events.push(event),
        }
    }

    /// A link, if it leads somewhere from any page and stands in no other. A relative address leads nowhere from a
    /// page of rustdoc, and might be taken for an item.
    fn link(&mut self, url: CowStr<'a>, title: &str, kind: LinkType) {
        let is_mail = kind == LinkType::Email && !url.starts_with("mailto:");
        let is_link = !self.links.contains(&true) && (is_address(&url) || is_mail);
        self.links.push(is_link);
        if is_link {
            let link_type = if matches!(kind, LinkType::Autolink | LinkType::Email) { kind } else { LinkType::Inline };
            self.events.push(start_of_link(link_type, url, CowStr::from(clean(title).replace('\n', " "))));
        }
    }

    /// Raw HTML as code; a line break as what it means, and a comment as nothing.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        let mut shown = String::new();
        while let Some((before, comment)) = rest.split_once("<!--") {
            shown.push_str(before);
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        }
        shown.push_str(rest);
        for (at, line) in shown.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
            if at > 0 {
                self.events.push(Event::SoftBreak);
            }
            let tag: String = line.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            if matches!(tag.as_str(), "<br>" | "<br/>" | "</br>") {
                self.events.push(Event::HardBreak);
            } else {
                self.events.push(Event::Code(CowStr::from(line.replace('`', "'"))));
            }
        }
    }

    /// A text with its bare addresses as links.
    fn addresses(&mut self, text: CowStr<'a>) {
        if !text.contains("://") {
            self.events.push(Event::Text(text));
            return;
        }
        let plain = |events: &mut Vec<Event<'a>>, text: &str| {
            if !text.is_empty() {
                events.push(Event::Text(CowStr::from(text.to_owned())));
            }
        };
        let mut rest: &str = &text;
        while let Some(start) = rest.find("https://").into_iter().chain(rest.find("http://")).min() {
            let (before, from) = rest.split_at(start);
            let end = from
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^' | '[' | ']')
                })
                .unwrap_or(from.len());
            let address = from
                .get(..end)
                .unwrap_or(from)
                .trim_end_matches(['.', ',', ';', ':', ')', '(', '\'', '!', '?', '*', '_']);
            let (address, after) = from.split_at(address.len());
            plain(&mut self.events, before);
            if address.len() > "https://".len() {
                let address = CowStr::from(address.to_owned());
                self.events.push(start_of_link(LinkType::Autolink, address.clone(), CowStr::Borrowed("")));
                self.events.push(Event::Text(address));
                self.events.push(Event::End(TagEnd::Link));
            } else {
                plain(&mut self.events, address);
            }
            rest = after;
        }
        plain(&mut self.events, rest);
    }
}

/// Nothing is left of how a link was written: the writer would look for its label's definition.
fn start_of_link<'a>(link_type: LinkType, dest_url: CowStr<'a>, title: CowStr<'a>) -> Event<'a> {
    Event::Start(Tag::Link { link_type, dest_url, title, id: CowStr::Borrowed("") })
}

pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:"))
        && !text.contains(|c: char| {
            c.is_whitespace() || c == '<' || c == '>' || super::is_hidden(c) || escapes::is_reserved(c)
        })
}

/// Texts, and code, that stand side by side as one: no text has such, since two runs of backticks are one.
fn merged(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut result: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for event in events {
        match (result.last_mut(), event) {
            (Some(Event::Text(before)), Event::Text(text)) => *before = CowStr::from(format!("{before}{text}")),
            (Some(Event::Code(before)), Event::Code(code)) => *before = CowStr::from(format!("{before}{code}")),
            (_, event) => result.push(event),
        }
    }
    result
}

/// Line breaks where lines can break: between words, and once. Two hard ones are the end of a paragraph.
fn with_breaks(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut result: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut open: Vec<TagEnd> = Vec::new();
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        match &event {
            Event::Start(tag) => open.push(tag.to_end()),
            Event::End(_) => {
                open.pop();
            }
            _ => {}
        }
        if !matches!(event, Event::SoftBreak | Event::HardBreak) {
            let ends_prose = is_block_edge(&event) && event != Event::End(TagEnd::CodeBlock);
            if ends_prose {
                trim_end(&mut result);
            }
            result.push(event);
            continue;
        }
        let mut hard = usize::from(event == Event::HardBreak);
        while let Some(next) = events.next_if(is_break) {
            hard += usize::from(next == Event::HardBreak);
        }
        let is_edge = result.last().is_none_or(is_block_edge) || events.peek().is_none_or(is_block_edge);
        if is_edge {
            continue;
        }
        let one_line = |end: &TagEnd| matches!(end, TagEnd::TableCell | TagEnd::Heading(_));
        if open.iter().any(one_line) {
            result.push(Event::Text(CowStr::Borrowed(" ")));
        } else if hard > 1 && open.last() == Some(&TagEnd::Paragraph) {
            trim_end(&mut result);
            result.push(Event::End(TagEnd::Paragraph));
            result.push(Event::Start(Tag::Paragraph));
        } else {
            trim_end(&mut result);
            result.push(if hard > 0 { Event::HardBreak } else { Event::SoftBreak });
        }
    }
    merged(result)
}

/// Takes the spaces from the end of a line: two of them would break it.
fn trim_end(events: &mut Vec<Event<'_>>) {
    if let Some(Event::Text(text)) = events.last_mut() {
        *text = CowStr::from(text.trim_end().to_owned());
        if text.is_empty() {
            events.pop();
        }
    }
}

fn is_break(event: &Event<'_>) -> bool {
    match event {
        Event::SoftBreak | Event::HardBreak => true,
        Event::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// Whether an event begins or ends what lines are in.
fn is_block_edge(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_block(tag.to_end()),
        Event::End(end) => is_block(*end),
        Event::Rule => true,
        _ => false,
    }
}

fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
