//! Pagination: how an operation gets from one page to the next.
//!
//! The names are those of the wire. It is also what the lock keeps of an operation with pages, as JSON.

use serde::{Deserialize, Serialize};

use super::TypeId;

/// How to get from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pagination {
    /// The object that is a page; nothing where the answer is the list itself.
    #[serde(skip)]
    pub page: Option<TypeId>,
    /// The names that lead from the answer to the items; none where the answer is the list itself.
    pub items: Vec<String>,
    /// What the next request has that this one had not.
    pub next: NextPage,
    /// What says whether there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_more: Option<Source>,
    /// What counts all pages; all items where the way counts items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Source>,
    /// What says which page this is; how many items are before it where the way counts items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Source>,
}

/// A place in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The names that lead to a field.
    Field(Vec<String>),
    /// A header.
    Header(String),
}

/// The way to the next page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextPage {
    /// A value of the answer goes into the request.
    Cursor(Source, Place),
    /// A field of the last item, by the names that lead to it, goes into the request.
    Last(Vec<String>, Place),
    /// The answer has the next page's address.
    Url(Source),
    /// The answer has it in a `Link` header (RFC 8288).
    Link,
    /// The request counts the items before the page.
    Offset(Place),
    /// The request counts the pages, from this number on.
    Number(Place, u64),
}

/// A place in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A query parameter.
    Query(String),
    /// The names that lead to a member of the JSON body, and whether that is a number.
    Body(Vec<String>, bool),
}

impl Place {
    /// What it is called by people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Query(name) => name.clone(),
            Self::Body(path, _) => path.join("."),
        }
    }
}
