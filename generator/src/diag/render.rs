//! Diagnostics as text for people.
//!
//! Input: a [`Diagnostic`] and the texts of the files. Output: a text in the manner of rustc: code and message, place,
//! the line itself, then `at` (JSON pointer), `also` (where else), `sdk` (what the SDK does about it), `help`, and `overlay` (the actions
//! that mend it).
//! Not here: deciding what is shown, and writing to a terminal.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::Value;

use super::{Diagnostic, Position, Problem, Severity, Site, Texts, mend, problems};

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Color,
}

/// The longest line that is shown: a file may be one line of many megabytes.
const MAX_LINE: usize = 20_000;
/// How far apart two places of one frame may be: everything between them is read.
const MAX_LINES: usize = 2000;

/// The diagnostic as text, without a line feed at its end. `texts` gives the text of a file by its name.
#[must_use]
pub fn render<'a>(diagnostic: &'a Diagnostic, texts: &dyn Fn(&str) -> Option<&'a str>, style: Style) -> String {
    let mut known = Texts::default();
    for site in diagnostic.site.iter().chain(diagnostic.related.iter().map(|(site, _)| site)) {
        if let Some(text) = texts(&site.file).filter(|_| !known.has(&site.file)) {
            known.insert(&site.file, text);
        }
    }
    let list = problems([diagnostic], &known, &Value::Null);
    list.iter().map(|problem| frame(problem, None, &known, style)).collect()
}

/// A place with its label.
struct Mark<'a> {
    site: &'a Site,
    position: Option<Position>,
    label: Option<&'a str>,
}

/// The problem as text, without a line feed at its end; `also` says where else it is.
#[must_use]
pub fn frame(problem: &Problem<'_>, also: Option<&str>, texts: &Texts, style: Style) -> String {
    let diagnostic = problem.diagnostic;
    let entry = diagnostic.code.entry();
    let title = level(entry.severity).primary_title(diagnostic.message.as_str()).id(entry.number);
    let mut group = Group::with_title(title);

    let own = diagnostic.site.iter().map(|site| Mark { site, position: problem.position, label: None });
    let related = problem.related.iter();
    let marks: Vec<Mark<'_>> = own
        .chain(related.map(|spot| Mark { site: spot.site, position: spot.position, label: Some(spot.label) }))
        .collect();
    let mut drawn = vec![false; marks.len()];
    for (first, mark) in marks.iter().enumerate() {
        if drawn.get(first).is_none_or(|done| *done) {
            continue;
        }
        // The places of one file share one snippet, so that their order in the file is seen.
        let mut together = Vec::new();
        for (other, done) in marks.iter().zip(&mut drawn).skip(first) {
            if !*done && are_near(mark, other) {
                *done = true;
                together.push(other);
            }
        }
        group = match snippet(texts, &together, first == 0) {
            Some(snippet) => group.element(snippet),
            None => match mark.position {
                Some(p) => group.element(Origin::path(&*mark.site.file).line(p.line).char_column(p.column)),
                None => group.element(Origin::path(&*mark.site.file)),
            },
        };
    }

    let at = diagnostic.site.as_ref().filter(|site| *site.pointer.as_str() != *"").map(|site| site.pointer.to_string());
    let overlay = problem.overlay.iter().map(|action| ("overlay", mend::line(action)));
    let (effect, help) = (diagnostic.effect.as_deref(), diagnostic.help.as_deref());
    let notes = [("at", at.as_deref()), ("also", also), ("sdk", effect), ("help", help)];
    let notes = notes.into_iter().filter_map(|(name, text)| Some((name, text?.to_owned())));
    for (name, text) in notes.chain(overlay) {
        let level = if name == "help" { Level::HELP } else { Level::NOTE.with_name(name) };
        group = group.element(level.message(text));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    let text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    if !marks.is_empty() {
        return text;
    }
    // Without a place there are no lines, and nothing for a margin to stand beside.
    let lines = text.lines().filter(|line| anstream::adapter::strip_str(line).to_string().trim() != "|");
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether two places can be shown together.
fn are_near(one: &Mark<'_>, other: &Mark<'_>) -> bool {
    one.site.file == other.site.file
        && match (one.position, other.position) {
            (Some(a), Some(b)) => a.line.abs_diff(b.line) < MAX_LINES,
            (None, None) => true,
            _ => false,
        }
}

/// The lines from the first to the last place, with all of them marked.
fn snippet<'a>(
    texts: &'a Texts,
    marks: &[&Mark<'a>],
    primary_first: bool,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let lines = marks.iter().filter_map(|mark| mark.position.map(|p| p.line));
    let (first, last) = (lines.clone().min()?, lines.max()?);
    let file = &*marks.first()?.site.file;
    let slice = texts.lines(file, first, last)?;
    if slice.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let mut snippet = Snippet::source(slice).line_start(first).path(file);
    for (index, mark) in marks.iter().enumerate() {
        let Some(position) = mark.position else { continue };
        let kind = if index == 0 && primary_first { AnnotationKind::Primary } else { AnnotationKind::Context };
        let start = offset(slice, position.line - first, position.column)?;
        let end = offset(slice, position.line - first, position.end_column)?;
        snippet = snippet.annotation(kind.span(start..end.max(start)).label(mark.label));
    }
    Some(snippet)
}

/// The byte offset of a column in the given line of a slice; the end of the line if the line is shorter.
fn offset(slice: &str, line: usize, column: usize) -> Option<usize> {
    let before: usize = slice.split_inclusive('\n').take(line).map(str::len).sum();
    let text = slice.get(before..)?.lines().next().unwrap_or_default();
    Some(before + text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| at))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use std::sync::Arc;

    use expect_test::expect;

    use super::*;
    use crate::diag::{Code, Pointer};

    const TEXT: &str = "paths:\n  /a:\n    get:\n      operationId: list\n  /b:\n    get:\n      operationId: list\n";

    fn site(pointer: &str) -> Site {
        Site::new(&Arc::from("api.yaml"), Pointer::parse(pointer))
    }

    fn shown(diagnostic: &Diagnostic, style: Style) -> String {
        render(diagnostic, &|file| (file == "api.yaml").then_some(TEXT), style)
    }

    #[test]
    fn everything_at_once() {
        let diagnostic = Diagnostic::new(Code::OperationDropped, "`GET /b` is left out: its name is taken")
            .at(&site("/paths/~1b/get/operationId"))
            .related(&site("/paths/~1a/get/operationId"), "first here")
            .effect("`GET /b` is not in the SDK")
            .help("give it another `operationId`");
        expect![[r#"
            error[SW0501]: `GET /b` is left out: its name is taken
             --> api.yaml:7:20
              |
            4 |       operationId: list
              |                    ---- first here
            ...
            7 |       operationId: list
              |                    ^^^^
              |
              = at: #/paths/~1b/get/operationId
              = sdk: `GET /b` is not in the SDK
              = help: give it another `operationId`"#]]
        .assert_eq(&shown(&diagnostic, Style::Plain));
    }

    #[test]
    fn without_a_place_or_a_text() {
        let bare = Diagnostic::new(Code::EmptyDocument, "there is nothing").help("write something");
        expect![[r#"
            error[SW0103]: there is nothing
             = help: write something"#]]
        .assert_eq(&shown(&bare, Style::Plain));
        let elsewhere = Site::new(&Arc::from("other.yaml"), Pointer::root());
        let unread = Diagnostic::new(Code::UnreadableFile, "`other.yaml` cannot be read").at(&elsewhere);
        expect![[r#"
            error[SW0101]: `other.yaml` cannot be read
            --> other.yaml"#]]
        .assert_eq(&shown(&unread, Style::Plain));
        let related = unread.related(&site("/paths/~1a"), "referred to here");
        expect![[r#"
            error[SW0101]: `other.yaml` cannot be read
             --> other.yaml
              |
             ::: api.yaml:2:3
              |
            2 |   /a:
              |   -- referred to here"#]]
        .assert_eq(&shown(&related, Style::Plain));
    }

    #[test]
    fn colours_only_when_wanted() {
        let diagnostic = Diagnostic::new(Code::Syntax, "no").at(&site("/paths"));
        assert!(!shown(&diagnostic, Style::Plain).contains('\u{1b}'));
        assert!(shown(&diagnostic, Style::Color).contains('\u{1b}'));
    }

    #[test]
    fn a_position_beyond_the_text_is_no_panic() {
        let position = Position { line: 99, column: 7, end_column: 3 };
        let beyond = Diagnostic::new(Code::Syntax, "no").at(&site("")).position(position);
        expect![[r#"
            error[SW0104]: no
            --> api.yaml:99:7"#]]
        .assert_eq(&shown(&beyond, Style::Plain));
        let position = Position { line: 1, column: 80, end_column: 2 };
        let beyond = Diagnostic::new(Code::Syntax, "no").at(&site("")).position(position);
        expect![[r#"
            error[SW0104]: no
             --> api.yaml:1:7
              |
            1 | paths:
              |       ^"#]]
        .assert_eq(&shown(&beyond, Style::Plain));
    }
}
