//! [`QueryStyle`]: how values are spelt in a query or a form.
//!
//! In: a value. Out: encoded pairs, by OpenAPI's Parameter Object ("Style Values"). Null, and null within arrays and
//! objects, is left out. What OpenAPI leaves open, objects and arrays within objects and arrays, is spelt by [`Nesting`].
//! Not here: paths, headers and cookies, see `text_style`.

use super::param_value::ParamValue;
use super::query::{NOT_RESERVED, Query, encoded, encoded_but_triplets};

/// How a query parameter is spelt (OpenAPI, Parameter Object, `style` and `explode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `a=1,2`, or exploded `a=1&a=2`; objects `a=k,v`, or exploded `k=v`.
    Form {
        /// One pair per item.
        explode: bool,
    },
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1%7C2`.
    PipeDelimited,
    /// `a=1%092` (`collectionFormat: tsv` of OpenAPI 2.0).
    TabDelimited,
    /// `a[k]=v`, at any depth; items of arrays as [`Nesting`] says, by index if it says nothing: `a[0]=1`.
    DeepObject,
    /// The value as JSON text (a parameter with `content: application/json`).
    Json,
}

/// How what stands within an object or an array is named in a query or a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct Nesting {
    /// Fields of an object: `a.k` instead of `a[k]`.
    pub dots: bool,
    /// Arrays of scalars; `None` for `a[0]=1` within objects, and `k=1&k=2` where a field has a pair of its own.
    pub arrays: Option<NestedArray>,
}

/// How an array within an object or an array is spelt in a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "generated code names it, and it travels with it")]
pub enum NestedArray {
    /// `a=1&a=2`.
    Repeat,
    /// `a=1,2`.
    Comma,
    /// `a[]=1&a[]=2`.
    Brackets,
    /// `a[0]=1&a[1]=2`.
    Indices,
}

/// What is sent beyond the usual (OpenAPI, Parameter Object).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct Allow {
    /// `allowReserved`: reserved characters and percent-encoded triplets stay as they are (RFC 6570 §3.2.3), but for
    /// `#`, `&` and `+`, which would end the value or become a space.
    pub reserved: bool,
    /// `allowEmptyValue`: an empty list or object is sent, as an empty value.
    pub empty: bool,
}

impl Allow {
    /// `allowReserved` alone.
    pub const RESERVED: Self = Self { reserved: true, empty: false };
    /// `allowEmptyValue` alone.
    pub const EMPTY: Self = Self { reserved: false, empty: true };
    /// Both.
    pub const BOTH: Self = Self { reserved: true, empty: true };
}

impl QueryStyle {
    /// What stands between the items of a list, where they are written as one text.
    pub(super) fn delimiter(self) -> Option<&'static str> {
        match self {
            Self::Form { explode: false } => Some(","),
            Self::SpaceDelimited => Some(" "),
            Self::PipeDelimited => Some("|"),
            Self::TabDelimited => Some("\t"),
            _ => None,
        }
    }

    /// Adds the pairs of a value, given as JSON text.
    pub(crate) fn write(
        self,
        name: &str,
        json: &[u8],
        allow: Allow,
        nesting: Nesting,
        query: &mut Query,
    ) -> serde_json::Result<()> {
        let value = ParamValue::of_json(json)?;
        let mut pairs = Pairs { allow, nesting, query };
        match self {
            _ if value == ParamValue::Null => {}
            Self::Json => pairs.push(name, &String::from_utf8_lossy(json)),
            _ if value.is_nothing() => {
                if allow.empty {
                    pairs.push(name, "");
                }
            }
            Self::Form { explode: true } => pairs.explode(name, &value),
            Self::Form { explode: false } => pairs.join(name, &value, ","),
            Self::SpaceDelimited => pairs.join(name, &value, "%20"),
            Self::PipeDelimited => pairs.join(name, &value, "%7C"),
            Self::TabDelimited => pairs.join(name, &value, "%09"),
            Self::DeepObject => pairs.nest(name, &value),
        }
        Ok(())
    }
}

/// Pairs as they are written.
struct Pairs<'q> {
    allow: Allow,
    nesting: Nesting,
    query: &'q mut Query,
}

impl Pairs<'_> {
    fn encoded(&self, text: &str) -> String {
        if self.allow.reserved { encoded_but_triplets(text, NOT_RESERVED) } else { encoded(text) }
    }

    fn push(&mut self, name: &str, text: &str) {
        let value = self.encoded(text);
        self.query.push_raw(name, value);
    }

    /// Joins the items; a delimiter inside an item is encoded, the delimiter itself is written as given.
    fn join(&mut self, name: &str, value: &ParamValue, delimiter: &str) {
        let text = value.joined(delimiter, &|key, item| match key {
            Some(key) => format!("{}{delimiter}{}", encoded(key), self.encoded(&item.text())),
            None => self.encoded(&item.text()),
        });
        self.query.push_raw(name, text);
    }

    fn explode(&mut self, name: &str, value: &ParamValue) {
        match value {
            ParamValue::Object(fields) => {
                for (key, value) in fields {
                    match value {
                        ParamValue::List(items) => self.list(key, items, NestedArray::Repeat),
                        value => self.nest(key, value),
                    }
                }
            }
            ParamValue::List(items) => self.items(name, items, NestedArray::Repeat),
            value => self.push(name, &value.text()),
        }
    }

    fn nest(&mut self, name: &str, value: &ParamValue) {
        match value {
            ParamValue::Null => {}
            ParamValue::List(items) => self.list(name, items, NestedArray::Indices),
            ParamValue::Object(fields) => {
                for (key, value) in fields {
                    let name = if self.nesting.dots { format!("{name}.{key}") } else { format!("{name}[{key}]") };
                    self.nest(&name, value);
                }
            }
            value => self.push(name, &value.text()),
        }
    }

    /// A list that no style of OpenAPI is for.
    fn list(&mut self, name: &str, items: &[ParamValue], usual: NestedArray) {
        self.items(name, items, self.nesting.arrays.unwrap_or(usual));
    }

    fn items(&mut self, name: &str, items: &[ParamValue], spelling: NestedArray) {
        let plain = items.iter().all(ParamValue::is_scalar);
        match spelling {
            NestedArray::Comma if plain => {
                let parts: Vec<String> = items.iter().map(|item| self.encoded(&item.text())).collect();
                self.query.push_raw(name, parts.join(","));
            }
            NestedArray::Repeat if plain => items.iter().for_each(|item| self.push(name, &item.text())),
            NestedArray::Brackets => items.iter().for_each(|item| self.nest(&format!("{name}[]"), item)),
            // Of objects, only indices say which field belongs to which.
            NestedArray::Indices | NestedArray::Comma | NestedArray::Repeat => {
                for (index, item) in items.iter().enumerate() {
                    self.nest(&format!("{name}[{index}]"), item);
                }
            }
        }
    }
}
