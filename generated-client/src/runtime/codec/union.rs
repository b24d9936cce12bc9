//! `union!`: values that are one of several types, told apart by a rule that was settled when the SDK was generated.
//!
//! In: the rule (a tag's value, the JSON type, a key, or the best fit) and a variant per row. Out: `Serialize` and
//! `Deserialize`. A tag or shape that no row names becomes `Unknown` and is written back unchanged; a named one whose
//! body does not decode is an error, with the path below the union. Not here: the enum itself.

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::Serialize;

use super::{Deserialize, Json};

/// What decoding a variant gives.
pub type Picked<T> = core::result::Result<T, serde_json::Error>;

/// Reads a union: buffers the value, then lets the rule pick.
///
/// # Errors
/// Not a JSON value, or the picked variant does not decode.
pub fn read<'de, T, D: Deserializer<'de>>(deserializer: D, pick: fn(Json) -> Picked<T>) -> Result<T, D::Error> {
    let json = Json::deserialize(deserializer)?;
    pick(json).map_err(D::Error::custom)
}

/// Decodes the payload of a variant.
///
/// # Errors
/// The payload does not decode; the text names the path below the union.
pub fn variant<P: DeserializeOwned, T>(json: &Json, wrap: fn(P) -> T) -> Picked<T> {
    match P::deserialize(json) {
        Ok(payload) => Ok(wrap(payload)),
        Err(error) => Err(locate(serde_path_to_error::deserialize::<_, P>(json).err(), error)),
    }
}

#[cold]
fn locate(
    tracked: Option<serde_path_to_error::Error<serde_json::Error>>,
    error: serde_json::Error,
) -> serde_json::Error {
    match tracked {
        Some(tracked) if tracked.path().iter().len() > 0 => {
            serde_json::Error::custom(format_args!("at `{}`: {}", tracked.path(), tracked.inner()))
        }
        _ => error,
    }
}

/// The text of an object's tag.
#[must_use]
pub fn tag<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key)?.as_str()
}

/// Whether an object has a key.
#[must_use]
pub fn has_key(json: &Json, key: &str) -> bool {
    json.get(key).is_some()
}

/// The JSON types of `union!`'s `by type`, each under the name JSON Schema gives it.
pub mod kind {
    use super::Json;

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
    /// A number written without a fraction.
    #[must_use]
    pub fn integer(json: &Json) -> bool {
        json.is_i64() || json.is_u64()
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
    /// `null`.
    #[must_use]
    pub fn null(json: &Json) -> bool {
        json.is_null()
    }
}

/// Finds the candidate that keeps most of a value.
#[derive(Debug)]
pub struct Fit<'a, T> {
    json: &'a Json,
    best: Option<(usize, T)>,
}

impl<'a, T> Fit<'a, T> {
    /// No candidate yet.
    #[must_use]
    pub fn new(json: &'a Json) -> Self {
        Self { json, best: None }
    }

    /// Tries one; of candidates that keep equally much the first wins.
    #[must_use]
    pub fn candidate<P: DeserializeOwned + Serialize>(mut self, wrap: fn(P) -> T) -> Self {
        let Ok(payload) = P::deserialize(self.json) else {
            return self;
        };
        let Ok(written) = serde_json::to_value(&payload) else {
            return self;
        };
        let kept = kept(self.json, &written);
        if self.best.as_ref().is_none_or(|(most, _)| kept > *most) {
            self.best = Some((kept, wrap(payload)));
        }
        self
    }

    /// The winner, if any candidate decoded at all.
    #[must_use]
    pub fn winner(self) -> Option<T> {
        self.best.map(|(_, winner)| winner)
    }
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

/// Gives a union its codec.
///
/// ```text
/// union! { Event by tag "type" { "a.b" | "a.c" => AB(AbEvent), } }
/// union! { Event by tag "type" else Plain(PlainEvent) { "a.b" => AB(AbEvent), } }
/// union! { Id by type { string => String(String), number => Number(f64) } }
/// union! { Pdf by key { "url" => Single(SinglePdf), "reports" => List(ListPdf) } }
/// union! { Any by fit { A(A), B(B) } }
/// ```
/// `Event or Other by …` when the catch-all is not called `Unknown`.
macro_rules! union {
    ($name:ident by $($rule:tt)*) => {
        $crate::runtime::codec::union::union! { $name or Unknown by $($rule)* }
    };
    ($name:ident or $unknown:ident by tag $tag:literal $( else $default:ident ( $default_payload:ty ) )? {
        $( $( $value:literal )|+ => $variant:ident ( $payload:ty ) ),* $(,)?
    }) => {
        $crate::runtime::codec::union::__union! {
            $name $unknown { $( $variant )* }
            |json| match $crate::runtime::codec::union::tag(&json, $tag) {
                $(
                    ::core::option::Option::Some($( $value )|+) => {
                        $crate::runtime::codec::union::variant::<$payload, $name>(&json, $name::$variant)
                    }
                )*
                _ => {
                    $(
                        let default =
                            $crate::runtime::codec::union::variant::<$default_payload, $name>(&json, $name::$default);
                        if default.is_ok() {
                            return default;
                        }
                    )?
                    ::core::result::Result::Ok($name::$unknown(json))
                }
            }
        }
    };
    ($name:ident or $unknown:ident by type { $( $kind:ident => $variant:ident ( $payload:ty ) ),* $(,)? }) => {
        $crate::runtime::codec::union::__union! {
            $name $unknown { $( $variant )* }
            |json| {
                $(
                    if $crate::runtime::codec::union::kind::$kind(&json) {
                        return $crate::runtime::codec::union::variant::<$payload, $name>(&json, $name::$variant);
                    }
                )*
                ::core::result::Result::Ok($name::$unknown(json))
            }
        }
    };
    ($name:ident or $unknown:ident by key { $( $key:literal => $variant:ident ( $payload:ty ) ),* $(,)? }) => {
        $crate::runtime::codec::union::__union! {
            $name $unknown { $( $variant )* }
            |json| {
                $(
                    if $crate::runtime::codec::union::has_key(&json, $key) {
                        return $crate::runtime::codec::union::variant::<$payload, $name>(&json, $name::$variant);
                    }
                )*
                ::core::result::Result::Ok($name::$unknown(json))
            }
        }
    };
    ($name:ident or $unknown:ident by fit { $( $variant:ident ( $payload:ty ) ),* $(,)? }) => {
        $crate::runtime::codec::union::__union! {
            $name $unknown { $( $variant )* }
            |json| {
                let winner = $crate::runtime::codec::union::Fit::new(&json)
                    $( .candidate::<$payload>($name::$variant) )*
                    .winner();
                match winner {
                    ::core::option::Option::Some(winner) => ::core::result::Result::Ok(winner),
                    ::core::option::Option::None => ::core::result::Result::Ok($name::$unknown(json)),
                }
            }
        }
    };
}

/// What the rules of `union!` have in common.
macro_rules! __union {
    ($name:ident $unknown:ident { $( $variant:ident )* } |$json:ident| $pick:expr) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<__S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $( Self::$variant(value) => $crate::runtime::codec::Serialize::serialize(value, serializer), )*
                    Self::$unknown(value) => $crate::runtime::codec::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #[allow(clippy::match_single_binding, clippy::needless_return, reason = "a union may have one row")]
                fn pick(
                    $json: $crate::runtime::codec::Json,
                ) -> $crate::runtime::codec::union::Picked<$name> {
                    $pick
                }
                $crate::runtime::codec::union::read(deserializer, pick)
            }
        }
    };
}

pub(crate) use {__union, union};
