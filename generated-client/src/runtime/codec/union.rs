//! `union!`: values that are one of several types, told apart by tests that were settled when the SDK was generated.
//!
//! In: a variant per row, each with the tests that make it a candidate. Out: `Serialize`, `Deserialize` and accessors.
//! One candidate is decoded, and an error in it is an error, with the path below the union; several compete, and the
//! one that keeps most of the value wins. What no row takes becomes `Unknown` and is written back unchanged.
//! Not here: the enum itself; how an object with a tag is read from the stream, see `tagged`.

use core::cell::Cell;
use core::marker::PhantomData;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::tagged::TaggedVisitor;
use super::whole::is_integer;
use super::{Deserialize, Json};

/// A union by its table.
pub trait Union: Serialize + Sized {
    /// The property that holds the tag: the keys that lead to it, from the outside in; none where there is no tag.
    const TAG: &'static [&'static str];
    /// The tests of each row: one that holds makes the row a candidate.
    const ROWS: &'static [&'static [Test]];

    /// Decodes the payload of a row.
    ///
    /// # Errors
    /// The payload does not decode.
    fn read_row<'de, D: Deserializer<'de>>(row: usize, deserializer: D) -> Result<Self, D::Error>;

    /// Keeps a value that no row takes.
    fn unknown(json: Json) -> Self;
}

/// A value of a union that this version of the SDK does not know; it is written back unchanged.
///
/// It cannot be matched by what it holds, on purpose: code that did so would change its meaning silently once a later
/// version knows the value. Read it with [`as_json`](Self::as_json). A value that this version has no variant for is
/// sent as `Unknown(json.into())`.
#[derive(Clone, Debug, PartialEq)]
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

/// The only row with this tag.
pub(super) fn row_of(rows: &[&[Test]], tag: &Json) -> Option<usize> {
    let has = |tests: &[Test]| tests.iter().any(|test| matches!(test, Test::Tag(text) if says(tag, text)));
    let mut found = rows.iter().enumerate().filter(|(_, tests)| has(tests)).map(|(row, _)| row);
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
    use super::is_integer;

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
        is_integer(json)
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

/// Reads a union. An object is read up to its tag; a tag that only one row has decides, and that row reads on.
/// Everything else is buffered, and the tests pick.
///
/// # Errors
/// Not a JSON value, or the only candidate does not decode.
pub fn read<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match T::TAG {
        // As an option, so that a union around this one knows that a union comes: see `Replay`.
        [tag] => deserializer.deserialize_option(TaggedVisitor { tag, union: PhantomData }),
        _ => pick(Json::deserialize(deserializer)?),
    }
}

pub(super) fn pick<T: Union, E: serde::de::Error>(json: Json) -> Result<T, E> {
    match candidates(T::ROWS, T::TAG, &json) {
        Candidates::One(row) => decode(row, &json).map_err(E::custom),
        Candidates::Several(rows) => Ok(fit(&rows, &json).unwrap_or_else(|| keep(json))),
    }
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

fn decode<T: Union>(row: usize, json: &Json) -> Result<T, serde_json::Error> {
    T::read_row(row, json).map_err(|error| locate::<T>(row, json, error))
}

/// The error with its path, found by decoding once more: nothing is paid for it where all is well.
#[cold]
fn locate<T: Union>(row: usize, json: &Json, error: serde_json::Error) -> serde_json::Error {
    let mut track = serde_path_to_error::Track::new();
    if T::read_row(row, serde_path_to_error::Deserializer::new(json, &mut track)).is_ok() {
        return error;
    }
    let path = track.path();
    match path.iter().len() {
        0 => error,
        _ => serde::de::Error::custom(format_args!("at `{path}`: {error}")),
    }
}

/// The candidate that keeps most of a value, of equals the first.
///
/// What a candidate knows only as unknown counts as lost, and one that knows nothing else is none. One with such parts
/// yields to any that keeps something and has none: the value is of another branch rather than new.
fn fit<T: Union>(rows: &[usize], json: &Json) -> Option<T> {
    let before = UNKNOWN.get();
    let mut best: Option<((bool, usize), T)> = None;
    for row in rows {
        let read = T::read_row(*row, json);
        let unknown = UNKNOWN.replace(before).wrapping_sub(before);
        let Ok(read) = read else { continue };
        let Ok(written) = serde_json::to_value(&read) else { continue };
        let kept = kept(json, &written).saturating_sub(unknown);
        if unknown > 0 && kept == 0 {
            continue;
        }
        let score = (kept > 0 && unknown == 0, kept);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, read));
        }
    }
    best.map(|(_, winner)| winner)
}

/// How many keys and scalars of `read` are also in `written`.
fn kept(read: &Json, written: &Json) -> usize {
    match (read, written) {
        (Json::Object(read), Json::Object(written)) => {
            read.iter().filter_map(|(key, value)| Some(1 + kept(value, written.get(key)?))).sum()
        }
        (Json::Array(read), Json::Array(written)) => read.iter().zip(written).map(|(a, b)| kept(a, b)).sum(),
        (a, b) => usize::from(a == b),
    }
}

fn keep<T: Union>(json: Json) -> T {
    note_unknown(kept(&json, &json).max(1));
    T::unknown(json)
}

thread_local! {
    /// How much this thread has read without knowing it, as [`kept`] counts: a candidate that adds to it fits less.
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
            impl $crate::runtime::codec::union::Union for $name {
                const TAG: &'static [&'static str] = &[$( $( $tag ),+ )?];
                const ROWS: &'static [&'static [$crate::runtime::codec::union::Test]] =
                    &[$( &[$( $crate::runtime::codec::union::__test!($test) ),+] ),*];

                #[allow(unused_assignments, unused_mut, unused_variables)]
                fn read_row<'de, __D: $crate::runtime::codec::Deserializer<'de>>(
                    row: usize,
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    let mut number = 0;
                    $(
                        if row == number {
                            let whole = $crate::runtime::codec::whole::Whole(deserializer);
                            return <$payload as $crate::runtime::codec::Deserialize<'de>>::deserialize(whole)
                                .map($name::$variant);
                        }
                        number += 1;
                    )*
                    $crate::runtime::codec::Deserialize::deserialize(deserializer)
                        .map(<Self as $crate::runtime::codec::union::Union>::unknown)
                }

                fn unknown(json: $crate::runtime::codec::Json) -> Self {
                    Self::$unknown(::core::convert::From::from(json))
                }
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
                    $crate::runtime::codec::union::read(deserializer)
                }
            }

            impl $name {
                $($(
                    #[doc = ::core::concat!("What it holds, if it is [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), ").")]
                    #[must_use]
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
        $crate::runtime::codec::union::write_tagged(
            $value,
            $serializer,
            <Self as $crate::runtime::codec::union::Union>::TAG,
            $tag,
        )
    };
}

pub(crate) use {__test, __write, union};
