//! Answers: what successes and failures bring, at once or piece by piece.

use super::Type;

/// What a success brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Empty,
    /// JSON of this type.
    Json {
        /// The `Accept` that is sent.
        media_type: String,
        /// Its type.
        ty: Type,
    },
    /// Text.
    Text(String),
    /// Bytes of this media type.
    Binary(String),
    /// Many values, one by one.
    Stream(Box<Stream>),
    /// Something else by its status, or by its media type.
    Statuses {
        /// The `Accept` that is sent.
        media_type: String,
        /// What each brings, in the order in which they are tried; ranges last.
        cases: Vec<StatusAnswer>,
    },
}

impl Answer {
    /// The media type that is asked for.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Json { media_type, .. }
            | Self::Statuses { media_type, .. }
            | Self::Text(media_type)
            | Self::Binary(media_type) => Some(media_type),
            Self::Stream(stream) => Some(&stream.media_type),
        }
    }
}

/// What a success with one status brings, where it is not what the others bring.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusAnswer {
    /// `200` or `2XX`.
    pub status: String,
    /// The media type that tells it from others of its status: `text/csv` or `image/*`.
    pub media_type: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Its body; `None` where it has none.
    pub body: Option<AnswerBody>,
}

impl StatusAnswer {
    /// The type of its body, where that is JSON.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match &self.body {
            Some(AnswerBody::Json(ty)) => Some(ty),
            Some(AnswerBody::Text | AnswerBody::Binary) | None => None,
        }
    }
}

/// How the body of an answer is read.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerBody {
    /// JSON of this type.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

/// An answer that is many values, each of which is to be had when it arrives.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The `Accept` that is sent.
    pub media_type: String,
    /// How the values stand in the body.
    pub framing: Framing,
    /// What they are; `None` for events as the server sends them.
    pub ty: Option<Type>,
    /// The input that asks for it.
    pub flag: Option<Flag>,
    /// What stands in the place of a value when there is no more.
    pub sentinel: Option<String>,
    /// The events of this name are failures.
    pub error_event: Option<String>,
    /// Values with this property are failures.
    pub error_property: Option<String>,
    /// The events of these names say nothing.
    pub skip_events: Vec<String>,
}

/// How the values of a stream stand in its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As the data of server-sent events.
    Data,
    /// As server-sent events, with `event`, `data`, `id` and `retry`.
    Event,
    /// Each on a line.
    Lines,
    /// Each after a record separator (RFC 7464).
    Sequence,
}

/// A boolean input that asks for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its name.
    pub wire: String,
    /// Whether it is a query parameter, and no property of the body.
    pub in_query: bool,
    /// Whether a call that wants no stream must say so.
    pub always: bool,
}

/// What a failure brings.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorAnswer {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    pub description: Option<String>,
    /// The type of its body.
    pub ty: Option<Type>,
}
