//! `union!`: values that are one of several types, told apart by tests that were settled when the SDK was generated.
//!
//! In: a variant per row, each with the tests that make it a candidate. Out: `Serialize`, `Deserialize` and accessors.
//! One candidate is decoded, and an error in it is an error, with the path below the union; several compete, and the
//! one that keeps most of the value wins. What no row takes becomes `Unknown` and is written back unchanged.
//! Not here: the enum itself; how an object with a tag is read from the stream, see `tagged`.

use core::cell::Cell;

use serde::ser::{Error as _, Serialize, Serializer};

use super::Json;
use super::json_source::{JsonSource, size};
use super::serde_source::integer;
use super::source::{Failed, Rows};

/// What a union is told apart by.
#[derive(Debug)]
pub struct Table {
    /// The property that holds the tag: the keys that lead to it, from the outside in; none where there is no tag.
    pub tag: &'static [&'static str],
    /// The tests of each row: one that holds makes the row a candidate.
    pub rows: &'static [&'static [Test]],
}

/// A value of a union that this version of the SDK does not know; it is written back unchanged.
///
/// It cannot be matched by what it holds, on purpose: code that did so would change its meaning silently once a later
/// version knows the value. Read it with [`as_json`](Self::as_json). A value that this version has no variant for is
/// sent as `Unknown(json.into())`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownJson(Json);

impl UnknownJson {
    /// The value as it was received.
    #[must_use]
    pub fn as_json(&self) -> &Json {
        &self.0
    }

    /// The value as it was received.
    #[must_use]
    pub fn into_json(self) -> Json {
        self.0
    }
}

impl From<Json> for UnknownJson {
    fn from(json: Json) -> Self {
        Self(json)
    }
}

impl Serialize for UnknownJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What makes a row a candidate for a value.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// `"text"`: the tag is this text, or a number or boolean that is written so.
    Tag(&'static str),
    /// `untagged`: an object without the tag, for which no test above holds.
    Untagged,
    /// `{ "key" }`: an object with this key.
    Key(&'static str),
    /// `string`, `array` …: a value of this JSON type.
    Is(fn(&Json) -> bool),
    /// `_`: a value for which no other test holds.
    Otherwise,
}

impl Test {
    fn holds(self, json: &Json, tag: Option<&Json>) -> bool {
        match self {
            Self::Tag(text) => tag.is_some_and(|tag| says(tag, text)),
            Self::Key(key) => json.get(key).is_some(),
            Self::Is(is) => is(json),
            Self::Untagged | Self::Otherwise => false,
        }
    }
}

/// The only row with this tag, and the tag.
pub(super) fn row_of(rows: &[&[Test]], tag: &str) -> Option<(usize, &'static str)> {
    let of = |tests: &[Test]| {
        tests.iter().find_map(|test| match test {
            Test::Tag(text) if *text == tag => Some(*text),
            _ => None,
        })
    };
    let mut found = rows.iter().enumerate().filter_map(|(row, tests)| Some((row, of(tests)?)));
    found.next().filter(|_| found.next().is_none())
}

fn says(tag: &Json, text: &str) -> bool {
    match tag {
        Json::String(tag) => tag == text,
        Json::Number(tag) => tag.to_string() == text,
        Json::Bool(tag) => text == if *tag { "true" } else { "false" },
        _ => false,
    }
}

/// The JSON types that a table can ask for, each under the name JSON Schema gives it.
pub mod kind {
    use super::Json;
    use super::integer as whole;

    /// A string.
    #[must_use]
    pub fn string(json: &Json) -> bool {
        json.is_string()
    }
    /// Any number.
    #[must_use]
    pub fn number(json: &Json) -> bool {
        json.is_number()
    }
    /// A whole number, however it is written.
    #[must_use]
    pub fn integer(json: &Json) -> bool {
        json.is_i64() || json.is_u64() || json.as_f64().is_some_and(|value| whole(value).is_some())
    }
    /// A number written with a fraction, be it none (`5.0`).
    #[must_use]
    pub fn fraction(json: &Json) -> bool {
        json.is_f64()
    }
    /// `true` or `false`.
    #[must_use]
    pub fn boolean(json: &Json) -> bool {
        json.is_boolean()
    }
    /// An array.
    #[must_use]
    pub fn array(json: &Json) -> bool {
        json.is_array()
    }
    /// An object.
    #[must_use]
    pub fn object(json: &Json) -> bool {
        json.is_object()
    }
}

/// Picks a row for a value, and reads it.
pub(super) fn pick(json: &Json, table: &Table, rows: &mut dyn Rows) -> Result<(), Failed> {
    pick_counted(json, table, rows, &Cell::new(0))
}

/// As [`pick`]; counts how many keys and scalars were taken.
pub(super) fn pick_counted(json: &Json, table: &Table, rows: &mut dyn Rows, taken: &Cell<usize>) -> Result<(), Failed> {
    let candidates = match candidates(table.rows, table.tag, json) {
        Candidates::One(row) => return rows.row(row, &mut JsonSource { json, taken }),
        Candidates::Several(candidates) => candidates,
    };
    if let Some(kept) = fit(&candidates, json, rows) {
        taken.set(taken.get().wrapping_add(kept));
    } else {
        let size = size(json).max(1);
        note_unknown(size);
        taken.set(taken.get().wrapping_add(size));
        rows.unknown(json.clone());
    }
    Ok(())
}

enum Candidates {
    One(usize),
    Several(Vec<usize>),
}

/// The rows with a test that holds; where there are none, those that take what has no tag, and then what is left.
fn candidates(rows: &[&[Test]], path: &[&str], json: &Json) -> Candidates {
    let tag = if path.is_empty() { None } else { path.iter().try_fold(json, |json, key| json.get(key)) };
    let is_untagged = json.is_object() && tag.is_none_or(Json::is_null);
    let with = |holds: &dyn Fn(&Test) -> bool| -> Vec<usize> {
        let found = rows.iter().enumerate().filter(|(_, tests)| tests.iter().any(holds));
        found.map(|(row, _)| row).collect()
    };
    let mut found = with(&|test| test.holds(json, tag));
    if found.is_empty() && is_untagged {
        found = with(&|test| matches!(test, Test::Untagged));
    }
    match found.as_slice() {
        [only] => Candidates::One(*only),
        [] => Candidates::Several(with(&|test| matches!(test, Test::Otherwise))),
        _ => Candidates::Several(found),
    }
}

/// Reads the candidate that takes most of a value, of equals the first; `None` when there is none.
///
/// What a candidate knows only as unknown counts as lost, and one that knows nothing else is none. One with such parts
/// yields to any that takes something and has none: the value is of another branch rather than new.
fn fit(candidates: &[usize], json: &Json, rows: &mut dyn Rows) -> Option<usize> {
    let before = UNKNOWN.get();
    let mut read = |row: usize| {
        let taken = Cell::new(0);
        let read = rows.row(row, &mut JsonSource { json, taken: &taken });
        let unknown = UNKNOWN.replace(before).wrapping_sub(before);
        read.is_ok().then(|| (taken.get().saturating_sub(unknown), unknown))
    };
    let mut best: Option<((bool, usize), usize)> = None;
    let mut last = None;
    for row in candidates {
        let Some((taken, unknown)) = read(*row) else { continue };
        last = Some(*row);
        if unknown > 0 && taken == 0 {
            continue;
        }
        let score = (taken > 0 && unknown == 0, taken);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, *row));
        }
    }
    let ((_, taken), winner) = best?;
    if last != Some(winner) {
        read(winner)?;
    }
    Some(taken)
}

thread_local! {
    /// How much this thread has read without knowing it, in keys and scalars: a candidate that adds to it fits less.
    static UNKNOWN: Cell<usize> = const { Cell::new(0) };
}

/// Says that a value was read that this version does not know, of so many keys and scalars.
pub(crate) fn note_unknown(size: usize) {
    UNKNOWN.set(UNKNOWN.get().wrapping_add(size));
}

/// Writes a payload that may lack its tag, with the tag.
///
/// # Errors
/// What the format or the payload's own encoder says.
pub fn write_tagged<P: Serialize, S: Serializer>(
    payload: &P,
    serializer: S,
    key: &[&str],
    tag: &str,
) -> Result<S::Ok, S::Error> {
    let mut json = serde_json::to_value(payload).map_err(S::Error::custom)?;
    if let (Json::Object(map), [key]) = (&mut json, key)
        && map.get(*key).is_none_or(Json::is_null)
    {
        map.insert((*key).to_owned(), Json::from(tag));
    }
    json.serialize(serializer)
}

/// Gives a union its codec and accessors. A row is a list of [`Test`]s, the variant, its accessor, and the tag that
/// is added when the payload lacks it.
///
/// ```text
/// union! {
///     Event by "type" {                    // the property of the tag (`"a" / "b"`: `b` of the object at `a`);
///                                          // `Event or Other` when the catch-all is not `Unknown`
///         "a.b" | "a.c" => Ab(AbEvent) as_ab,
///         "made" => Made(Made) as_made + "made",
///         { "url" } => Link(LinkEvent) as_link,
///         string => Text(String) as_text,
///         _ => Plain(PlainEvent) as_plain,
///     }
/// }
/// ```
macro_rules! union {
    ($name:ident or $unknown:ident $( by $( $tag:literal )/+ )? {
        $( $( $test:tt )|+ => $variant:ident ( $payload:ty ) $( $accessor:ident )? $( + $written:literal )? ),* $(,)?
    }) => {
        #[allow(clippy::all, clippy::pedantic, reason = "the shape is fixed by the table, not written by hand")]
        const _: () = {
            const __TABLE: $crate::runtime::codec::union::Table = $crate::runtime::codec::union::Table {
                tag: &[$( $( $tag ),+ )?],
                rows: &[$( &[$( $crate::runtime::codec::union::__test!($test) ),+] ),*],
            };

            struct __Read(::core::option::Option<$name>);

            impl $crate::runtime::codec::source::Rows for __Read {
                #[inline]
                #[allow(unused_assignments, unused_mut, unused_variables)]
                fn row(
                    &mut self,
                    row: usize,
                    source: &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::core::result::Result<(), $crate::runtime::codec::source::Failed> {
                    let mut number = 0;
                    $(
                        if row == number {
                            return $crate::runtime::codec::source::set(
                                &mut self.0,
                                <$payload as $crate::runtime::codec::source::FromSource>::from_source(source)
                                    .map($name::$variant),
                            );
                        }
                        number += 1;
                    )*
                    source.json().map(|json| self.unknown(json))
                }

                #[inline]
                fn unknown(&mut self, json: $crate::runtime::codec::Json) {
                    self.0 = ::core::option::Option::Some($name::$unknown(::core::convert::From::from(json)));
                }
            }

            impl $crate::runtime::codec::source::FromSource for $name {
                #[inline]
                fn from_source(
                    source: &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::core::result::Result<Self, $crate::runtime::codec::source::Failed> {
                    let mut read = __Read(::core::option::Option::None);
                    match source.union(&__TABLE, &mut read) {
                        ::core::result::Result::Ok(()) => read.0.ok_or_else($crate::runtime::codec::from_source::nothing),
                        ::core::result::Result::Err(failed) => ::core::result::Result::Err(failed),
                    }
                }

                $crate::runtime::codec::source::__optional!();
            }

            impl $crate::runtime::codec::Serialize for $name {
                fn serialize<__S: $crate::runtime::codec::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    match self {
                        $(
                            Self::$variant(value) => {
                                $crate::runtime::codec::union::__write!(value, serializer $( + $written )?)
                            }
                        )*
                        Self::$unknown(value) => $crate::runtime::codec::Serialize::serialize(value, serializer),
                    }
                }
            }

            impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
                fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    $crate::runtime::codec::serde_source::read(deserializer)
                }
            }

            impl $name {
                $($(
                    #[doc = ::core::concat!("What it holds, if it is [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), ").")]
                    #[must_use]
                    #[inline]
                    pub fn $accessor(&self) -> ::core::option::Option<&$payload> {
                        match self {
                            Self::$variant(value) => ::core::option::Option::Some(value),
                            _ => ::core::option::Option::None,
                        }
                    }
                )?)*
            }
        };
    };
    ($name:ident $( by $( $tag:literal )/+ )? { $($rows:tt)* }) => {
        $crate::runtime::codec::union::union! { $name or Unknown $( by $( $tag )/+ )? { $($rows)* } }
    };
}

/// One test of a row.
macro_rules! __test {
    (_) => {
        $crate::runtime::codec::union::Test::Otherwise
    };
    (untagged) => {
        $crate::runtime::codec::union::Test::Untagged
    };
    ({ $key:literal }) => {
        $crate::runtime::codec::union::Test::Key($key)
    };
    ($tag:literal) => {
        $crate::runtime::codec::union::Test::Tag($tag)
    };
    ($kind:ident) => {
        $crate::runtime::codec::union::Test::Is($crate::runtime::codec::union::kind::$kind)
    };
}

/// Writes a payload.
macro_rules! __write {
    ($value:ident, $serializer:ident) => {
        $crate::runtime::codec::Serialize::serialize($value, $serializer)
    };
    ($value:ident, $serializer:ident + $tag:literal) => {
        $crate::runtime::codec::union::write_tagged($value, $serializer, __TABLE.tag, $tag)
    };
}

pub(crate) use {__test, __write, union};
