//! [`Paging`]: how an operation's pages go on, as data.
//!
//! In: nothing; generated code states it as a part of its [`Operation`](super::super::operation::Operation). Out: what
//! `next` follows. Not here: where the items of a page are, which is a part of its type ([`PageShape`](super::PageShape)).

/// How to get from one page to the next.
///
/// A *source* is a place in an answer: a JSON pointer into its body (RFC 6901) such as `/meta/next`, else the name of a
/// header such as `X-Next-Page`. The step `-` of a pointer is an array's last element: `/data/-/id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub(super) way: Way,
    pub(super) place: Place,
    pub(super) has_more: Option<&'static str>,
    pub(super) total: Option<&'static str>,
    pub(super) current: Option<&'static str>,
}

/// What leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The value of this source.
    Cursor(&'static str),
    /// The address in this source.
    Url(&'static str),
    /// The address in a `Link` header of the relation `next` (RFC 8288).
    Link,
    /// The number of items before the page.
    Offset,
    /// The page's number; that of the first one.
    Number(u64),
}

/// Where the next request says which page it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A query parameter of this name.
    Query(&'static str),
    /// A member of the JSON body at this pointer, as a text.
    Text(&'static str),
    /// The same, as a number.
    Number(&'static str),
}

impl Paging {
    const fn new(way: Way, parameter: &'static str) -> Self {
        Self { way, place: Place::Query(parameter), has_more: None, total: None, current: None }
    }

    /// A source's value goes into a query parameter; the pages end where it has none.
    #[must_use]
    pub const fn cursor(source: &'static str, parameter: &'static str) -> Self {
        Self::new(Way::Cursor(source), parameter)
    }

    /// A source has the address of the next page; the pages end where it has none.
    #[must_use]
    pub const fn url(source: &'static str) -> Self {
        Self::new(Way::Url(source), "")
    }

    /// A `Link` header has the address of the next page, under the relation `next` (RFC 8288).
    #[must_use]
    pub const fn link() -> Self {
        Self::new(Way::Link, "")
    }

    /// A query parameter counts the items before the page; the pages end with the first empty one.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(Way::Offset, parameter)
    }

    /// A query parameter counts the pages from `first` on; they end with the first empty one.
    #[must_use]
    pub const fn number(parameter: &'static str, first: u64) -> Self {
        Self::new(Way::Number(first), parameter)
    }

    /// The parameter is a member of the JSON body, and its name a pointer to it.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        if let Place::Query(pointer) = self.place {
            self.place = match self.way {
                Way::Offset | Way::Number(_) => Place::Number(pointer),
                _ => Place::Text(pointer),
            };
        }
        self
    }

    /// The same, of a cursor that is a number.
    #[must_use]
    pub const fn in_body_as_number(mut self) -> Self {
        if let Place::Query(pointer) = self.place {
            self.place = Place::Number(pointer);
        }
        self
    }

    /// A source that says `false` after the last page, whatever else the answer says.
    #[must_use]
    pub const fn has_more(mut self, source: &'static str) -> Self {
        self.has_more = Some(source);
        self
    }

    /// A source that counts all pages, or all items where the way counts items.
    #[must_use]
    pub const fn total(mut self, source: &'static str) -> Self {
        self.total = Some(source);
        self
    }

    /// A source that says which page this is, or how many items are before it: servers know better than requests.
    #[must_use]
    pub const fn current(mut self, source: &'static str) -> Self {
        self.current = Some(source);
        self
    }
}
