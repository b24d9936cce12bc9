//! Documentation: Markdown of a description made safe and fit for rustdoc.
//!
//! Input: text that anyone may have written. Output: lines without line breaks, for `///` and `//!`.
//! Not here: what is said of a thing besides its description (constraints, wire names): the emitters of things do that.
//!
//! The text is parsed as CommonMark and written again, so that nothing in it is left to chance: raw HTML becomes text,
//! code is never a doctest, headings do not break the page, brackets are no links to items, bare addresses are links.

use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options as Written, cmark_with_options};
use quote::quote;

use crate::ir::Docs;

/// Lines of documentation from a description.
pub(super) fn lines(markdown: &str) -> Vec<String> {
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    let clean: String = markdown
        .chars()
        .map(|c| if c == '\n' || c == '\t' || !c.is_control() { c } else { ' ' })
        .filter(|c| !matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect();
    let mut state = State::default();
    let events = Parser::new_ext(&clean, options).flat_map(|event| state.rewrite(event));
    let events: Vec<Event<'_>> = events.collect();
    let mut text = String::with_capacity(clean.len());
    let written = Written { code_block_token_count: 3, ..Written::default() };
    if cmark_with_options(events.iter(), &mut text, options, written).is_err() {
        // The writer refuses what nests in ways it does not know: then the words alone.
        text = events.iter().filter_map(words).collect::<Vec<_>>().join(" ");
        text = text.replace(['[', ']', '<', '>', '`'], " ");
    }
    text.trim_matches('\n').lines().map(|line| line.trim_end().replace('\t', "    ")).collect()
}

fn words(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text.replace('\n', " ")),
        _ => None,
    }
}

/// What stands open around an event.
#[derive(Default)]
struct State {
    in_link: bool,
    in_code: bool,
    /// The code that stands open ends with a line feed. The writer closes a fence only then.
    code_ends: bool,
    in_html: bool,
}

impl State {
    fn rewrite<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.in_code = true;
                self.code_ends = false;
                vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::Borrowed("text"))))]
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                if self.code_ends { vec![event] } else { vec![Event::Text(CowStr::Borrowed("\n")), event] }
            }
            // A page has one heading of its own, the item's name.
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                vec![Event::Start(Tag::Heading { level: HeadingLevel::H5, id, classes, attrs })]
            }
            Event::End(TagEnd::Heading(_)) => vec![Event::End(TagEnd::Heading(HeadingLevel::H5))],
            Event::Start(Tag::HtmlBlock) => {
                self.in_html = true;
                vec![Event::Start(Tag::Paragraph)]
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.in_html = false;
                vec![Event::End(TagEnd::Paragraph)]
            }
            Event::Html(html) | Event::InlineHtml(html) => plain(&html),
            Event::Start(Tag::Image { dest_url, title, id, .. }) if !is_address(&dest_url) => {
                self.in_link = true;
                vec![Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url: CowStr::Borrowed("#"),
                    title,
                    id,
                })]
            }
            Event::Start(Tag::Link { dest_url, title, id, link_type }) => {
                self.in_link = true;
                // A relative address leads nowhere from a page of rustdoc, and might be taken for an item.
                let (link_type, dest_url) = if is_address(&dest_url) {
                    (if link_type == LinkType::Autolink { LinkType::Autolink } else { LinkType::Inline }, dest_url)
                } else {
                    (LinkType::Inline, CowStr::Borrowed("#"))
                };
                vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.in_link = false;
                vec![event]
            }
            Event::Text(text) if self.in_code => {
                self.code_ends = text.ends_with('\n');
                vec![Event::Text(text)]
            }
            Event::Text(text) if !self.in_link => link(&text),
            event => vec![event],
        }
    }
}

/// Raw HTML as text; a line break as what it means.
fn plain<'a>(html: &str) -> Vec<Event<'a>> {
    let trimmed = html.trim();
    if trimmed.eq_ignore_ascii_case("<br>")
        || trimmed.eq_ignore_ascii_case("<br/>")
        || trimmed.eq_ignore_ascii_case("<br />")
    {
        return vec![Event::HardBreak];
    }
    let mut result = Vec::new();
    for line in html.lines() {
        if !result.is_empty() {
            result.push(Event::SoftBreak);
        }
        result.push(Event::Code(CowStr::from(line.trim().replace('`', "'"))));
    }
    result
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:"))
        && !text.contains(|c: char| c.is_whitespace() || c == '<' || c == '>')
}

/// Bare addresses as links.
fn link<'a>(text: &CowStr<'a>) -> Vec<Event<'a>> {
    if !text.contains("://") {
        return vec![Event::Text(text.clone())];
    }
    let mut result = Vec::new();
    let mut rest: &str = text;
    while let Some(start) = rest.find("https://").into_iter().chain(rest.find("http://")).min() {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^' | '[' | ']')
            })
            .unwrap_or(from.len());
        let address =
            from.get(..end).unwrap_or(from).trim_end_matches(['.', ',', ';', ':', ')', '(', '\'', '!', '?', '*', '_']);
        let (address, after) = from.split_at(address.len());
        result.push(Event::Text(CowStr::from(before.to_owned())));
        if address.len() > "https://".len() {
            result.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: CowStr::from(address.to_owned()),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            result.push(Event::Text(CowStr::from(address.to_owned())));
            result.push(Event::End(TagEnd::Link));
        } else {
            result.push(Event::Text(CowStr::from(address.to_owned())));
        }
        rest = after;
    }
    result.push(Event::Text(CowStr::from(rest.to_owned())));
    result
}

/// The first sentence of a text, on one line.
pub(super) fn sentence(markdown: &str) -> Option<String> {
    let lines = lines(markdown);
    let first: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = first.join(" ");
    // Only a paragraph can be cut to a sentence: the first line of a list, a table or a fence says nothing alone.
    if paragraph.is_empty()
        || paragraph.starts_with(['#', '|', '`', '-', '*', '>', '+']) && paragraph.starts_with("```")
    {
        return None;
    }
    let end = paragraph.find(". ").map_or(paragraph.len(), |end| end + 1);
    let sentence = paragraph.get(..end)?;
    let whole =
        sentence.matches('`').count() % 2 == 0 && sentence.matches('[').count() == sentence.matches(']').count();
    let text = if whole { sentence } else { &paragraph };
    Some(text.trim_start_matches(['#', '>', '-', '*', ' ']).to_owned()).filter(|text| !text.is_empty())
}

/// Summary and description, without saying the same twice.
pub(super) fn of(docs: &Docs) -> Vec<String> {
    let summary = docs.summary.as_deref().map(lines).unwrap_or_default();
    let description = docs.description.as_deref().map(lines).unwrap_or_default();
    let mut result = match (summary.first(), description.first()) {
        (Some(a), Some(b)) if b.trim_end_matches('.').starts_with(a.trim_end_matches('.')) => description,
        (Some(_), Some(_)) => [summary, vec![String::new()], description].concat(),
        (Some(_), None) => summary,
        (None, _) => description,
    };
    if let Some(url) = docs.url.as_deref().filter(|url| is_address(url)) {
        result.extend([String::new(), format!("See <{url}>.")]);
    }
    result
}

/// A text as inline code, whatever backticks it holds.
pub(super) fn code(text: &str) -> String {
    // Where a line begins with three backticks, readers and tools see a fence.
    let text = if text.contains("``") { text.replace('`', "'") } else { text.to_owned() };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    if text.trim().is_empty() {
        return "an empty text".to_owned();
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines as `#[doc]` attributes; nothing for no lines.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Lines as comments before a row of a table.
pub(super) fn comment(line: &str) -> String {
    format!("/// {line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &[&str]) {
        assert_eq!(lines(markdown), expected);
    }

    #[test]
    fn nothing_is_a_doctest() {
        check("```rust\nfn main() {}\n```", &["```text", "fn main() {}", "```"]);
        check("Run:\n\n    rm -rf /", &["Run:", "", "```text", "rm -rf /", "```"]);
    }

    #[test]
    fn tabs_are_spaces() {
        check("```\na\n\tb\tc\n```", &["```text", "a", "    b    c", "```"]);
    }

    #[test]
    fn html_and_brackets_are_text() {
        check("a <b>bold</b> word", &["a `<b>`bold`</b>` word"]);
        check("an [optional] word", &["an \\[optional\\] word"]);
        check("Vec<T> here", &["Vec`<T>` here"]);
    }

    #[test]
    fn addresses_are_links() {
        check("see https://example.com/a_b.", &["see <https://example.com/a_b>."]);
        check("[here](../other)", &["[here](#)"]);
    }

    #[test]
    fn headings_are_small() {
        check("# Big\n\ntext", &["##### Big", "", "text"]);
    }

    #[test]
    fn no_line_break_gets_through() {
        for text in ["a\u{2028}b", "a\rb", "a\u{b}b", "a\u{85}b"] {
            assert!(lines(text).iter().all(|line| !line.contains(['\n', '\r'])));
        }
    }

    #[test]
    fn sentences() {
        assert_eq!(sentence("One thing. Another.").as_deref(), Some("One thing."));
        assert_eq!(sentence("Uses `a. b` here").as_deref(), Some("Uses `a. b` here"));
        assert_eq!(sentence(""), None);
    }
}
