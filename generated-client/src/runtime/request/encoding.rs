//! [`FormEncoding`]: what a description says of single fields of a form (OpenAPI, Encoding Object), and how what lies
//! within fields is named.
//!
//! In: rows of generated code. Out: what is said of a field, by its name. Not here: how fields are written.

use super::query_style::{Nesting, QueryStyle};

/// How the fields of one form are written, where that is not as usual.
#[derive(Clone, Debug, Default)]
pub(super) struct FormEncoding {
    rules: Vec<(&'static str, Rule)>,
    nesting: Nesting,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Style(QueryStyle),
    ContentType(&'static str),
    Header(&'static str, &'static str),
}

impl FormEncoding {
    pub(super) fn add_style(&mut self, field: &'static str, style: QueryStyle) {
        self.rules.push((field, Rule::Style(style)));
    }

    pub(super) fn add_content_type(&mut self, field: &'static str, media_type: &'static str) {
        self.rules.push((field, Rule::ContentType(media_type)));
    }

    pub(super) fn add_header(&mut self, field: &'static str, name: &'static str, value: &'static str) {
        self.rules.push((field, Rule::Header(name, value)));
    }

    pub(super) fn set_nesting(&mut self, nesting: Nesting) {
        self.nesting = nesting;
    }

    /// How objects and arrays in the fields of a URL-encoded form are named.
    pub(super) fn nesting(&self) -> Nesting {
        self.nesting
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
        self.rules.iter().filter(move |(name, _)| *name == field).map(|(_, rule)| *rule)
    }
}
