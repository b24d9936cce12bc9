//! The texts that findings point into.
//!
//! Input: files by name. Output: their lines, each found at once however long the file is.
//! Not here: reading files, and what is where in them (`locate`).

use std::collections::BTreeMap;

/// Texts by the name of their file.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<String, Text>);

/// A text and where its lines begin.
#[derive(Clone, Debug)]
struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Texts {
    /// Adds a file's text.
    pub fn insert(&mut self, file: &str, text: &str) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.0.insert(file.to_owned(), Text { text, starts });
    }

    /// Whether the file's text is there.
    #[must_use]
    pub fn has(&self, file: &str) -> bool {
        self.0.contains_key(file)
    }

    /// A file's text, without a byte order mark.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(|text| text.text.as_str())
    }

    /// The lines `first..=last` of a file, counted from 1, without the last line feed.
    #[must_use]
    pub fn lines(&self, file: &str, first: usize, last: usize) -> Option<&str> {
        let Text { text, starts } = self.0.get(file)?;
        let start = *starts.get(first.checked_sub(1)?)?;
        let end = starts.get(last).copied().unwrap_or(text.len());
        text.get(start..end).map(|lines| lines.trim_end_matches(['\n', '\r']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let mut texts = Texts::default();
        texts.insert("a", "\u{feff}one\r\ntwo\nthree");
        assert_eq!(texts.lines("a", 1, 1), Some("one"));
        assert_eq!(texts.lines("a", 2, 3), Some("two\nthree"));
        assert_eq!(texts.lines("a", 3, 9), Some("three"));
        assert_eq!((texts.lines("a", 0, 1), texts.lines("a", 4, 4), texts.lines("b", 1, 1)), (None, None, None));
        texts.insert("empty", "");
        assert_eq!(texts.lines("empty", 1, 1), Some(""));
    }
}
