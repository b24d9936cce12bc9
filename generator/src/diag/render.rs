//! Diagnostics as text for people.
//!
//! Input: a [`Diagnostic`] and the texts of the files. Output: a text in the manner of rustc: code and message, place,
//! the line itself, then `at` (JSON pointer), `sdk` (what the SDK does about it) and `help`.
//! Not here: deciding what is shown, and writing to a terminal.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Diagnostic, Diagnostics, Position, Severity, Site, locate, locate_key};

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Color,
}

/// A place with its label, found in its file.
struct Spot<'a> {
    site: &'a Site,
    position: Option<Position>,
    label: Option<&'a str>,
}

/// The diagnostic as text, without a line feed at its end. `texts` gives the text of a file by its name.
#[must_use]
pub fn render<'a>(diagnostic: &'a Diagnostic, texts: &dyn Fn(&str) -> Option<&'a str>, style: Style) -> String {
    let entry = diagnostic.code.entry();
    let title = level(entry.severity).primary_title(diagnostic.message.as_str()).id(entry.number);
    let mut group = Group::with_title(title);

    let mut spots = Vec::new();
    if let Some(site) = &diagnostic.site {
        let find = if is_about_key(diagnostic.code) { locate_key } else { locate };
        let position = diagnostic.position.or_else(|| find(texts(&site.file)?, &site.pointer));
        spots.push(Spot { site, position, label: None });
    }
    for (site, label) in &diagnostic.related {
        let find = if is_about_key(diagnostic.code) { locate_key } else { locate };
        let position = texts(&site.file).and_then(|text| find(text, &site.pointer));
        spots.push(Spot { site, position, label: Some(label) });
    }
    let mut drawn = vec![false; spots.len()];
    for (first, spot) in spots.iter().enumerate() {
        if drawn.get(first).is_none_or(|done| *done) {
            continue;
        }
        // All places of one file share one snippet, so that their order in the file is seen.
        let mut together = Vec::new();
        for (other, done) in spots.iter().zip(&mut drawn).skip(first) {
            if other.site.file == spot.site.file && other.position.is_some() == spot.position.is_some() {
                *done = true;
                together.push(other);
            }
        }
        group = match texts(&spot.site.file).and_then(|text| snippet(text, &together, first == 0)) {
            Some(snippet) => group.element(snippet),
            None => match spot.position {
                Some(p) => group.element(Origin::path(&*spot.site.file).line(p.line).char_column(p.column)),
                None => group.element(Origin::path(&*spot.site.file)),
            },
        };
    }

    let at = diagnostic.site.as_ref().filter(|site| *site.pointer.as_str() != *"").map(|site| site.pointer.to_string());
    for (name, text) in [("at", &at), ("sdk", &diagnostic.effect), ("help", &diagnostic.help)] {
        if let Some(text) = text {
            let level = if name == "help" { Level::HELP } else { Level::NOTE.with_name(name) };
            group = group.element(level.message(text.clone()));
        }
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// Whether a finding is about a key as such, so that the key is shown and not its value.
fn is_about_key(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownField
            | Code::UnknownKeyword
            | Code::UnknownConfigKey
            | Code::PathWithoutSlash
            | Code::NotAStatusCode
            | Code::IgnoredSiblings
            | Code::DuplicateKey
    )
}

/// The lines from the first to the last place, with all of them marked.
fn snippet<'a>(
    text: &'a str,
    spots: &[&Spot<'a>],
    primary_first: bool,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let lines = spots.iter().filter_map(|spot| spot.position.map(|p| p.line));
    let (first, last) = (lines.clone().min()?, lines.max()?);
    let slice = lines_between(text, first, last)?;
    let mut snippet = Snippet::source(slice).line_start(first).path(&*spots.first()?.site.file);
    for (index, spot) in spots.iter().enumerate() {
        let Some(position) = spot.position else { continue };
        let kind = if index == 0 && primary_first { AnnotationKind::Primary } else { AnnotationKind::Context };
        let start = offset(slice, position.line - first, position.column)?;
        let end = offset(slice, position.line - first, position.end_column)?;
        snippet = snippet.annotation(kind.span(start..end.max(start)).label(spot.label));
    }
    Some(snippet)
}

/// The text of the lines `first..=last`, counted from 1.
fn lines_between(text: &str, first: usize, last: usize) -> Option<&str> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    for _ in 1..first {
        rest = rest.split_once('\n')?.1;
    }
    let mut end = 0;
    for _ in first..=last {
        end += rest.get(end..)?.split_inclusive('\n').next().unwrap_or_default().len();
    }
    rest.get(..end).map(|lines| lines.trim_end_matches(['\n', '\r']))
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

/// How many findings of each severity, in words: `2 errors, 1 warning`.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, word)| (diagnostics.count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "no problems found".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use std::sync::Arc;

    use expect_test::expect;

    use super::*;
    use crate::diag::Pointer;

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
             |
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

    #[test]
    fn counts_in_words() {
        let mut diagnostics = Diagnostics::default();
        expect!["no problems found"].assert_eq(&summary(&diagnostics));
        diagnostics.push(Diagnostic::new(Code::Syntax, "a"));
        diagnostics.push(Diagnostic::new(Code::Syntax, "a"));
        diagnostics.push(Diagnostic::new(Code::UnknownField, "a"));
        diagnostics.push(Diagnostic::new(Code::UnknownField, "b"));
        expect!["1 error, 2 warnings"].assert_eq(&summary(&diagnostics));
    }
}
