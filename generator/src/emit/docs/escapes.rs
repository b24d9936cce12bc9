//! Backslashes that the writer of Markdown would set where the text reads the same without them.
//!
//! Input: the events of a text, before they are written. Output: the same events, with characters that need no
//! backslash replaced by stand-ins that the writer does not know; and the way back, after writing.
//!
//! The stand-ins are characters that Unicode reserves for use inside of programs, so no text has them.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// A character, and what stands in for it.
const STAND_INS: [(char, char); 8] = [
    ('.', '\u{fdd0}'),
    (')', '\u{fdd1}'),
    (']', '\u{fdd2}'),
    ('|', '\u{fdd3}'),
    ('&', '\u{fdd4}'),
    ('<', '\u{fdd5}'),
    ('^', '\u{fdd6}'),
    ('*', '\u{fdd7}'),
];

/// Whether a character is reserved for use inside of programs.
pub(super) fn is_reserved(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// A written text with its own characters again.
pub(super) fn restored(written: &str) -> String {
    if !written.contains(is_reserved) {
        return written.to_owned();
    }
    let own = |c: char| STAND_INS.iter().find(|(_, other)| *other == c).map_or(c, |(own, _)| *own);
    written.chars().map(own).collect()
}

/// Events whose texts have stand-ins where no backslash is needed.
pub(super) fn spared(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut open: Vec<TagEnd> = Vec::new();
    // Whether a letter and a mark of punctuation are not the same to what stands before and after each text.
    let beside: Vec<bool> = events.iter().map(is_emphasis).collect();
    for (at, event) in events.iter_mut().enumerate() {
        match event {
            Event::Start(tag) => open.push(tag.to_end()),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) if !open.iter().any(|end| is_strict(*end)) => {
                let before = at.checked_sub(1).and_then(|at| beside.get(at)).copied().unwrap_or(false);
                let after = beside.get(at + 1).copied().unwrap_or(false);
                *text = CowStr::from(spare(text, before, after));
            }
            _ => {}
        }
    }
    events
}

/// Where every character counts: in code it is shown as it is, in a link's text a bracket ends it, and in a table a
/// stroke ends the cell.
fn is_strict(end: TagEnd) -> bool {
    matches!(end, TagEnd::CodeBlock | TagEnd::Link | TagEnd::TableCell | TagEnd::Heading(_))
}

/// Whether an event begins or ends what is stressed, or struck through.
pub(super) fn is_emphasis(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
    )
}

fn spare(text: &str, before: bool, after: bool) -> String {
    let mut result = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_edge = (before && at == 0) || (after && rest.is_empty());
        let so_far = text.get(..at).unwrap_or_default();
        let needless = !is_edge
            && match c {
                // A number begins a list only before a space.
                '.' | ')' => rest.starts_with(|next: char| !next.is_whitespace()),
                // The bracket that would open, of a link or of a footnote, is never without its backslash.
                ']' | '^' => true,
                // Between spaces it stresses nothing, and behind a word it begins no list.
                '*' => so_far.ends_with(' ') && rest.starts_with(' ') && !so_far.trim().is_empty(),
                // Between words; what rules off the head of a table has none.
                '|' => has_word(so_far) && has_word(rest),
                '&' => !may_be_entity(rest),
                '<' => rest.starts_with(|next: char| next == ' ' || next == '=' || next.is_ascii_digit()),
                _ => false,
            };
        let stand_in = STAND_INS.iter().find(|(own, _)| needless && *own == c);
        result.push(stand_in.map_or(c, |(_, other)| *other));
    }
    result
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Whether what follows an ampersand may be the name or the number of a character.
fn may_be_entity(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    (after.len() < rest.len() && (after.is_empty() || after.starts_with(';'))) || rest.is_empty()
}
