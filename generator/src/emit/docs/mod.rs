//! Documentation: what is said of a thing, in Markdown fit for rustdoc.
//!
//! Input: texts that anyone may have written. Output: lines without line breaks, for `///`, `//!` and Markdown files.
//! Not here: what is said of a thing besides its description (constraints, wire names): the emitters of things do that.
//!
//! A text is parsed as CommonMark and written again (`markdown.rs`), so that nothing in it is left to chance: HTML
//! becomes Markdown (`html.rs`) or else code, code is never a doctest, headings do not break the page, brackets are no
//! links to items, bare addresses are links. What is not prose (names, values) is set as code.

mod escapes;
mod html;
mod markdown;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::constraints;
use crate::ir::Docs;

use markdown::is_address;
pub(super) use markdown::{lines, text};

/// Whether a character changes the order in which others are shown: rustc refuses it in a comment.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character ends a line, or is a command to a device.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a character shows as nothing.
pub(super) fn is_hidden(c: char) -> bool {
    breaks(c)
        || reorders(c)
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The first sentence of a text, on one line. A heading is none.
pub(super) fn sentence(markdown: &str) -> Option<String> {
    let lines = lines(markdown);
    let lines = lines.iter().skip_while(|line| line.is_empty() || is_heading(line));
    let paragraph: Vec<&str> = lines.map(|line| without_break(line)).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    // Only a paragraph can be cut to a sentence: the first line of a list, a table or a fence says nothing alone.
    if begins_block(&paragraph) {
        return None;
    }
    let paragraph = paragraph.trim();
    // What is a whole is written as it was read; half of a link or of what is stressed is not.
    let is_whole = |text: &&str| self::lines(text) == [*text];
    let ends = paragraph.match_indices(". ").filter_map(|(end, _)| paragraph.get(..=end));
    let text = ends.filter(|text| !is_abbreviated(text)).take(4).find(is_whole).unwrap_or(paragraph);
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Whether a text begins with something else than a paragraph: a list, a table, a quotation or a fence.
pub(super) fn begins_block(text: &str) -> bool {
    ["```", "|", "* ", "- ", "> ", "1. "].iter().any(|start| text.trim_start().starts_with(start))
}

/// Whether a line is a heading: of all that begins with the sign, what has a space behind it.
pub(super) fn is_heading(line: &str) -> bool {
    line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
}

/// Whether a text ends with a word whose point ends no sentence.
fn is_abbreviated(text: &str) -> bool {
    let word = text.rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(word.as_str(), "e.g." | "eg." | "i.e." | "ie." | "ex." | "vs." | "cf." | "approx." | "incl." | "resp.")
}

/// A line without the backslash that breaks it.
fn without_break(line: &str) -> &str {
    let slashes = line.len() - line.trim_end_matches('\\').len();
    if slashes % 2 == 1 { line.strip_suffix('\\').unwrap_or(line) } else { line }
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
    if let Some(text) = constraints::asserted(&docs.asserted) {
        result.extend((!result.is_empty()).then(String::new));
        result.push(text);
    }
    if let Some(url) = docs.url.as_deref().filter(|url| is_address(url)) {
        result.extend([String::new(), format!("See <{url}>.")]);
    }
    result
}

/// A text as inline code, whatever it holds: backticks, and characters that show as nothing.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    if shown.trim().is_empty() {
        shown = format!("\"{shown}\"");
    }
    // Where a line begins with three backticks, readers and tools see a fence.
    if shown.contains("``") {
        shown = shown.replace('`', "'");
    }
    let fence = if shown.contains('`') { "``" } else { "`" };
    let is_padded = shown.starts_with(' ') && shown.ends_with(' ');
    let pad = if is_padded || shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Lines as one `#[doc]` attribute, which [`parted`] takes apart once it is printed; nothing for no lines. An attribute
/// for each line would be most of what there is to parse and to print.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::new();
    for (number, line) in lines.iter().map(|line| line.trim_end_matches(' ')).enumerate() {
        text.extend((number > 0).then_some(BREAK));
        text.extend((!line.is_empty()).then_some(' '));
        text.push_str(line);
    }
    // What is not escaped need not be read again.
    let raw = (!text.contains("\"#")).then(|| format!("r#\"{text}\"#").parse().ok()).flatten();
    let text = raw.unwrap_or_else(|| Literal::string(&text));
    quote!(#[doc = #text])
}

/// What stands between the lines of one attribute: a character that Unicode reserves for use inside of programs, so no
/// text has it.
const BREAK: char = '\u{fdef}';

/// A printed line of documentation as the lines that it holds.
pub(super) fn parted(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let indent = line.len() - line.trim_start().len();
    let indent = line.get(..indent).unwrap_or_default();
    line.split(BREAK).enumerate().map(move |(number, part)| match number {
        0 => Cow::Borrowed(part),
        _ => Cow::Owned(format!("{indent}///{part}")),
    })
}

/// Lines as comments before a row of a table.
pub(super) fn comment(line: &str) -> String {
    format!("/// {line}\n")
}

/// The attribute of a row of a table, after its comment: what the description deprecates, the compiler says.
pub(super) fn deprecation(is_deprecated: bool) -> &'static str {
    if is_deprecated { "#[deprecated]\n" } else { "" }
}
