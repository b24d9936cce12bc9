//! Request bodies: what is sent, and how it is written.

use super::{Docs, QueryStyle, Type, TypeId};
use crate::diag::Site;

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The `Content-Type` that is sent.
    pub media_type: String,
    /// How it is written.
    pub format: BodyFormat,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What it holds.
    pub content: BodyContent,
    /// The media types and ranges of which a body of bytes is one; empty where there is but one.
    pub alternatives: Vec<String>,
    /// How single fields of a form are written, where that is not as usual.
    pub encoding: Vec<Encoding>,
    /// What it is.
    pub docs: Docs,
    /// Where it is written.
    pub site: Site,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON.
    Json,
    /// JSON, one item of a list a line (NDJSON).
    Lines,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Text as it is.
    Text,
    /// Bytes as they are.
    Binary,
    /// `multipart/form-data`.
    Multipart,
}

/// How a field of a form is written (OpenAPI, Encoding Object).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The wire name of the field.
    pub field: String,
    /// How a list or an object is spelt, where that is stated.
    pub style: Option<QueryStyle>,
    /// The media type of its part; of a file that may be of several, the first.
    pub media_type: Option<String>,
    /// Those of a file, where they are several or a range: then the caller knows which it is.
    pub alternatives: Vec<String>,
    /// It is JSON in a URL-encoded form.
    pub is_json_text: bool,
    /// Headers of its part whose values are constant.
    pub headers: Vec<(String, String)>,
}

/// What a body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// An inline object: its properties are inputs of the operation beside its parameters.
    Fields(TypeId),
    /// A value of its own.
    Whole(Type),
}
