//! What is left of an emitted file when its texts are taken away: its tokens, its keys, its blocks.
//!
//! Input: files as they are emitted. Output: values that are equal where two files differ in texts and names alone.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// A Rust file: its tokens in one line each, names kept, other literals than numbers and all documentation masked.
pub(crate) struct Rust {
    pub(crate) tokens: Vec<String>,
    /// The texts of its documentation, one for each thing that is documented.
    pub(crate) docs: Vec<String>,
}

pub(crate) fn rust(text: &str) -> Rust {
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let mut found = Rust { tokens: Vec::new(), docs: Vec::new() };
    visit(tokens, &mut found);
    found
}

fn visit(tokens: TokenStream, found: &mut Rust) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut docs: Vec<String> = Vec::new();
    while at < tokens.len() {
        if let Some((line, length)) = doc(&tokens[at..]) {
            docs.push(line);
            at += length;
            continue;
        }
        if !docs.is_empty() {
            found.docs.push(std::mem::take(&mut docs).join("\n"));
        }
        match &tokens[at] {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                // Long lines bring braces around what a closure or an arm gives, and commas behind what comes last.
                let is_arm = found.tokens.ends_with(&["=".to_owned(), ">".to_owned()]);
                let is_given = group.delimiter() == Delimiter::Brace
                    && (is_arm || found.tokens.last().is_some_and(|token| token == "|"))
                    && !group
                        .stream()
                        .into_iter()
                        .any(|token| matches!(&token, TokenTree::Punct(c) if c.as_char() == ';'));
                if is_given {
                    visit(group.stream(), found);
                    if is_arm {
                        found.tokens.push(",".to_owned());
                    }
                } else {
                    found.tokens.push(open.to_owned());
                    visit(group.stream(), found);
                    found.tokens.pop_if(|token| token == ",");
                    found.tokens.push(close.to_owned());
                }
            }
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                let is_number = literal.starts_with(|c: char| c.is_ascii_digit());
                found.tokens.push(if is_number { literal } else { "\"\"".to_owned() });
            }
            other => {
                let other = other.to_string();
                if other == ">" {
                    found.tokens.pop_if(|token| token == ",");
                }
                found.tokens.push(other);
            }
        }
        at += 1;
    }
    if !docs.is_empty() {
        found.docs.push(docs.join("\n"));
    }
}

/// A line of documentation at the head of these tokens, and how many tokens it takes.
fn doc(tokens: &[TokenTree]) -> Option<(String, usize)> {
    let is = |token: Option<&TokenTree>, c| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    let length = if is(tokens.get(1), '!') { 3 } else { 2 };
    let Some(TokenTree::Group(group)) = tokens.get(length - 1).filter(|_| is(tokens.first(), '#')) else { return None };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    match inner.as_slice() {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] if name == "doc" => {
            let text: syn::LitStr = syn::parse2(TokenTree::from(text.clone()).into()).expect("a text");
            let text = text.value();
            assert!(!text.contains('\n'), "a line of documentation is one line: {text:?}");
            Some((text.strip_prefix(' ').unwrap_or(&text).to_owned(), length))
        }
        _ => None,
    }
}

/// Names that go with names, one to one.
#[derive(Default)]
pub(crate) struct Renaming {
    there: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
}

impl Renaming {
    /// The tokens differ in names alone, and each name always goes with the same one.
    pub(crate) fn assert_same(&mut self, file: &str, tame: &[String], hostile: &[String]) {
        for (at, (a, b)) in tame.iter().zip(hostile).enumerate() {
            let context = || format!("{file}: {:?} became {:?}", around(tame, at), around(hostile, at));
            if is_name(a) && is_name(b) {
                let there = self.there.entry(a.clone()).or_insert_with(|| b.clone());
                let back = self.back.entry(b.clone()).or_insert_with(|| a.clone());
                assert!(there == b && back == a, "{a} is {there}, {b} was {back}: {}", context());
            } else {
                assert_eq!(a, b, "{}", context());
            }
        }
        assert_eq!(tame.len(), hostile.len(), "{file}");
    }
}

fn around(tokens: &[String], at: usize) -> String {
    tokens[at.saturating_sub(12)..tokens.len().min(at + 8)].join(" ")
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

/// Markdown as rustdoc reads it: what it is made of, and the code that is meant to be compiled.
pub(crate) struct Page {
    pub(crate) blocks: Vec<String>,
    pub(crate) code: Vec<String>,
}

pub(crate) fn page(text: &str) -> Page {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut page = Page { blocks: Vec::new(), code: Vec::new() };
    let mut in_code = false;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("raw HTML {html:?} in {text}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image {dest_url:?} in {text}"),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                let is_safe = ["https://", "http://", "mailto:"].iter().any(|scheme| dest_url.starts_with(scheme));
                // What the emitter itself links to: its own page of methods, and items by their paths.
                let is_own =
                    &*dest_url == "api.md" || ["crate::", "Self::"].iter().any(|path| dest_url.starts_with(path));
                assert!(is_safe || is_own || link_type == LinkType::Email, "a link to {dest_url:?} in {text}");
            }
            Event::Start(Tag::CodeBlock(kind)) => match kind {
                CodeBlockKind::Fenced(kind) if &*kind == "text" || &*kind == "sh" => {}
                CodeBlockKind::Fenced(kind) => {
                    assert!(["no_run", "rust,no_run"].contains(&&*kind), "code of kind {kind:?} in {text}");
                    page.code.push(String::new());
                    in_code = true;
                }
                CodeBlockKind::Indented => panic!("indented code is a doctest: {text}"),
            },
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if in_code => page.code.last_mut().expect("code").push_str(&text),
            Event::Start(tag) if !is_inline(tag.to_end()) => page.blocks.push(format!("{:?}", tag.to_end())),
            _ => {}
        }
    }
    page
}

fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The tokens of code in documentation, where a line that begins with `# ` is hidden.
pub(crate) fn example(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    rust(&lines.join("\n")).tokens
}

/// The keys of a manifest, with the kinds of their values.
pub(crate) fn keys(value: &toml::Value, path: &str, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| keys(value, &format!("{path}.{key:?}"), found));
        }
        toml::Value::Array(items) => items.iter().for_each(|item| keys(item, &format!("{path}[]"), found)),
        other => found.push(format!("{path}: {}", other.type_str())),
    }
}
