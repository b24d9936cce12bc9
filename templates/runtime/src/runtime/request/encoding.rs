//! [`FormEncoding`]: what a description says of single fields of a form (OpenAPI, Encoding Object).
//!
//! In: rows of generated code. Out: what is said of a field, by its name. Not here: how fields are written.

use super::query_style::QueryStyle;

/// How the fields of one form are written, where that is not as usual.
#[derive(Clone, Debug, Default)]
pub(super) struct FormEncoding(Vec<(&'static str, Rule)>);

#[derive(Clone, Copy, Debug)]
enum Rule {
    Style(QueryStyle),
    ContentType(&'static str),
    Header(&'static str, &'static str),
}

impl FormEncoding {
    pub(super) fn add_style(&mut self, field: &'static str, style: QueryStyle) {
        self.0.push((field, Rule::Style(style)));
    }

    pub(super) fn add_content_type(&mut self, field: &'static str, media_type: &'static str) {
        self.0.push((field, Rule::ContentType(media_type)));
    }

    pub(super) fn add_header(&mut self, field: &'static str, name: &'static str, value: &'static str) {
        self.0.push((field, Rule::Header(name, value)));
    }

    /// The style of a field of a URL-encoded form.
    pub(super) fn style(&self, field: &str) -> Option<QueryStyle> {
        self.of(field).find_map(|rule| match rule {
            Rule::Style(style) => Some(style),
            _ => None,
        })
    }

    /// The media type of a part.
    pub(super) fn content_type(&self, field: &str) -> Option<&'static str> {
        self.of(field).find_map(|rule| match rule {
            Rule::ContentType(media_type) => Some(media_type),
            _ => None,
        })
    }

    /// The constant headers of a part.
    pub(super) fn headers(&self, field: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.of(field).filter_map(|rule| match rule {
            Rule::Header(name, value) => Some((name, value)),
            _ => None,
        })
    }

    fn of(&self, field: &str) -> impl Iterator<Item = Rule> {
        self.0.iter().filter(move |(name, _)| *name == field).map(|(_, rule)| *rule)
    }
}
