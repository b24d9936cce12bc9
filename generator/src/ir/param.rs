//! Parameters, the path that some of them fill, and how they are spelt.

use super::{Constraints, Docs, Type};
use crate::diag::Site;

/// A path with variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// As the description has it: `/v1/users/{userId}`.
    pub template: String,
    /// Its pieces, in order.
    pub pieces: Vec<PathPiece>,
}

impl Path {
    /// Its variables, in the order of the template; those of one value are text.
    pub fn variables(&self) -> impl Iterator<Item = &Param> {
        self.pieces.iter().filter_map(|piece| match piece {
            PathPiece::Variable(param) => Some(&**param),
            PathPiece::Text(_) => None,
        })
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum PathPiece {
    /// Sent as it stands.
    Text(String),
    /// Filled in by the caller.
    Variable(Box<Param>),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// The name that an extension gives it.
    pub hint: Option<String>,
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// What it holds.
    pub ty: Type,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What it is.
    pub docs: Docs,
    /// What its value must satisfy.
    pub constraints: Constraints,
    /// What the server assumes without it, for the documentation.
    pub default: Option<serde_json::Value>,
    /// The one value that it can have: it is sent, and no caller is asked for it.
    pub constant: Option<serde_json::Value>,
    /// `allowReserved: true`: reserved characters stay as they are.
    pub allow_reserved: bool,
    /// `allowEmptyValue: true`: an empty list or object is sent.
    pub allow_empty: bool,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// Where it is written.
    pub site: Site,
}

/// Where a parameter travels, and how it is spelt there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path, percent-encoded.
    Path(TextStyle),
    /// In the query, in this style.
    Query(QueryStyle),
    /// It is the whole query (OpenAPI 3.2, `in: querystring`).
    QueryString(TextStyle),
    /// In a header.
    Header(TextStyle),
    /// In the `Cookie` header.
    Cookie(TextStyle),
}

/// How a value is written in a path, a header or a cookie (OpenAPI, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
    /// `1,2`; objects `k,v`, or `k=v` with `explode`.
    Simple {
        /// Keys and values of objects are joined by `=`.
        explode: bool,
    },
    /// `.1,2`, or `.1.2` with `explode`.
    Label {
        /// A dot before each element.
        explode: bool,
    },
    /// `;a=1,2`, or `;a=1;a=2` with `explode`.
    Matrix {
        /// A name before each element.
        explode: bool,
    },
    /// `a=1,2`, or `a=1&a=2` with `explode`.
    Form {
        /// A name before each element.
        explode: bool,
    },
    /// `a=1,2`, or `a=1; a=2` with `explode` (OpenAPI 3.2).
    Cookie {
        /// A name before each element.
        explode: bool,
    },
    /// `1 2` (OpenAPI 2.0, `ssv`).
    SpaceDelimited,
    /// `1`, a tab, `2` (OpenAPI 2.0, `tsv`).
    TabDelimited,
    /// `1|2` (OpenAPI 2.0, `pipes`).
    PipeDelimited,
    /// JSON text.
    Json,
}

/// How a list or an object is written in a query (OpenAPI 3.1, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
    /// `a=1&a=2` with `explode`, `a=1,2` without.
    Form {
        /// One pair for each element.
        explode: bool,
    },
    /// `a=1%202`
    SpaceDelimited,
    /// `a=1%7C2`
    PipeDelimited,
    /// `a=1%092` (OpenAPI 2.0, `tsv`).
    TabDelimited,
    /// `a[x]=1&a[y]=2`
    DeepObject,
    /// JSON text.
    Json,
}
