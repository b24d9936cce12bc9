//! `[pagination.<scheme>]`: the names by which a list with pages is known.
//!
//! Input: the table. Output: [`Pagination`], which has what its type needs and nothing else. Not here: whether an
//! operation fits (`lower::pagination`).

use serde::Deserialize;

/// An operation is paginated when its request and its answer have these names.
///
/// A parameter is one of the query, or a member of the JSON body. A field is one of the answer, or with `header:` a
/// header of it. Both may be paths with dots: `meta.next`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// How one gets from page to page; `cursor` when left out.
    #[serde(rename = "type")]
    pub kind: PaginationType,
    /// The parameter that takes the cursor.
    pub cursor_parameter: Option<String>,
    /// The field that holds the next cursor.
    pub cursor_field: Option<String>,
    /// The field of an item that is the cursor, for `cursor-id`; `id` when left out.
    pub id_field: Option<String>,
    /// The field that holds the next page's address.
    pub url_field: Option<String>,
    /// The parameter that counts the items before the page.
    pub offset_parameter: Option<String>,
    /// The parameter that counts the pages.
    pub page_parameter: Option<String>,
    /// The number of the first page; the parameter's default or minimum, else 1, when left out.
    pub first_page: Option<u64>,
    /// The field that counts all pages; all items for `offset`.
    pub total_field: Option<String>,
    /// The field that holds the page's number; the number of items before it for `offset`.
    pub current_field: Option<String>,
    /// The boolean field that says whether there is more.
    pub has_more_field: Option<String>,
    /// The field that holds the items; the only array field when left out.
    pub items_field: Option<String>,
}

/// How one gets from page to page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaginationType {
    /// The answer has a cursor.
    #[default]
    Cursor,
    /// The last item is the cursor.
    CursorId,
    /// The answer has an address.
    Url,
    /// The answer has an address in its `Link` header.
    Link,
    /// The request counts items.
    Offset,
    /// The request counts pages.
    PageNumber,
    /// None of these, which is refused.
    #[serde(other)]
    Unknown,
}

const UNKNOWN: &str =
    "pages have no such type: it takes `cursor`, `cursor-id`, `url`, `link`, `offset` or `page-number`";

impl Pagination {
    /// The entries that do not go with the type, and what is missing, which is said of the type or the whole.
    #[must_use]
    pub fn objections(&self) -> Vec<(Option<&'static str>, String)> {
        use PaginationType as Is;
        let (name, needs, takes): (&str, &[&str], &[&str]) = match self.kind {
            Is::Cursor => ("cursor", &["cursor-parameter", "cursor-field"], &[]),
            Is::CursorId => ("cursor-id", &["cursor-parameter"], &["id-field"]),
            Is::Url => ("url", &["url-field"], &[]),
            Is::Link => ("link", &[], &[]),
            Is::Offset => ("offset", &["offset-parameter"], &["total-field", "current-field"]),
            Is::Unknown => return vec![(Some("type"), UNKNOWN.to_owned())],
            Is::PageNumber => ("page-number", &["page-parameter"], &["first-page", "total-field", "current-field"]),
        };
        let there = [
            ("cursor-parameter", self.cursor_parameter.is_some()),
            ("cursor-field", self.cursor_field.is_some()),
            ("id-field", self.id_field.is_some()),
            ("url-field", self.url_field.is_some()),
            ("offset-parameter", self.offset_parameter.is_some()),
            ("page-parameter", self.page_parameter.is_some()),
            ("first-page", self.first_page.is_some()),
            ("total-field", self.total_field.is_some()),
            ("current-field", self.current_field.is_some()),
        ];
        let mut found = Vec::new();
        for (key, is_there) in there {
            if is_there && !needs.contains(&key) && !takes.contains(&key) {
                found.push((Some(key), format!("pages of the type `{name}` have no use for `{key}`")));
            } else if !is_there && needs.contains(&key) {
                found.push((None, format!("pages of the type `{name}` need `{key}`")));
            }
        }
        found
    }
}
