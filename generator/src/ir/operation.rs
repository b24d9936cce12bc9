//! Operations: what a caller can do, and what travels when it is done.

use super::{Alternatives, Api, Constraints, Docs, Field, Pagination, ResourceId, Shape, Type, TypeId};
use crate::diag::Site;

/// Index into [`super::Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Set where it is an operation of the description once more, with its body in another media type.
    pub further: Option<Further>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's address.
    pub path: Path,
    /// `operationId`, where there is one.
    pub operation_id: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where an extension says that it hangs, with dots and the method last.
    pub hint: Option<String>,
    /// Where it hangs in the tree.
    pub resource: ResourceId,
    /// The method's name, as words of the description (`revoke-access`).
    pub name: String,
    /// Parameters other than those of the path, in the order of the description, constants among them.
    pub params: Vec<Param>,
    /// The request body.
    pub body: Option<Body>,
    /// What a success brings.
    pub answer: Answer,
    /// What a success brings beside that, to callers who ask for a stream.
    pub stream: Option<Stream>,
    /// What failures bring, by status (`404`, `4XX`, `default`).
    pub errors: Vec<ErrorAnswer>,
    /// How to get from one page to the next.
    pub pagination: Option<Pagination>,
    /// The credentials that it needs.
    pub security: Alternatives,
    /// What it does.
    pub docs: Docs,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// Where it is written.
    pub site: Site,
}

impl Operation {
    /// Its identity over time: method and path as the description has them, and the media type of its body where it is
    /// not the first of them.
    #[must_use]
    pub fn key(&self) -> String {
        let key = format!("{} {}", self.method.as_str(), self.path.template);
        match &self.further {
            Some(further) => format!("{key} {}", further.media_type),
            None => key,
        }
    }

    /// The values that it can answer with one by one.
    #[must_use]
    pub fn streamed(&self) -> Option<&Stream> {
        match &self.answer {
            Answer::Stream(stream) => Some(stream),
            _ => self.stream.as_ref(),
        }
    }

    /// The types of what it answers with, failures included.
    pub fn received(&self) -> impl Iterator<Item = &Type> {
        let (answer, cases) = match &self.answer {
            Answer::Json { ty, .. } => (Some(ty), &[][..]),
            Answer::Statuses { cases, .. } => (None, cases.as_slice()),
            Answer::Empty | Answer::Text(_) | Answer::Binary(_) | Answer::Stream(_) => (None, &[][..]),
        };
        let cases = cases.iter().filter_map(|case| case.ty.as_ref());
        let value = self.streamed().and_then(|stream| stream.ty.as_ref());
        answer.into_iter().chain(cases).chain(value).chain(self.errors.iter().filter_map(|error| error.ty.as_ref()))
    }

    /// Whether the configuration means it by this: its key, or its operationId.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.operation_id.as_deref() == Some(name) || self.key() == name
    }
}

/// That a method sends what another sends, in another media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// The operation with the first media type.
    pub of: OperationId,
    /// The media type, as the description has it.
    pub media_type: String,
}

/// Something that a caller gives to an operation beside its path: a view of what stands in the operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input<'a> {
    /// A query, header or cookie parameter.
    Param(&'a Param),
    /// A property of a body that is spread over the inputs.
    Field(&'a Field),
    /// The whole body.
    Body(&'a Body, &'a Type),
}

impl<'a> Input<'a> {
    /// Its name on the wire; `body` for a body.
    #[must_use]
    pub fn wire(&self) -> &'a str {
        match self {
            Self::Param(param) => &param.wire,
            Self::Field(field) => &field.wire,
            Self::Body(..) => "body",
        }
    }

    /// What its value must satisfy; a whole body is a type of its own.
    #[must_use]
    pub fn constraints(&self) -> Option<&'a Constraints> {
        match self {
            Self::Param(param) => Some(&param.constraints),
            Self::Field(field) => Some(&field.constraints),
            Self::Body(..) => None,
        }
    }

    /// What it holds.
    #[must_use]
    pub fn ty(&self) -> &'a Type {
        match self {
            Self::Param(param) => &param.ty,
            Self::Field(field) => &field.ty,
            Self::Body(_, ty) => ty,
        }
    }

    /// The name that an extension gives it.
    #[must_use]
    pub fn hint(&self) -> Option<&'a str> {
        match self {
            Self::Param(param) => param.hint.as_deref(),
            Self::Field(field) => field.hint.as_deref(),
            Self::Body(..) => None,
        }
    }

    /// Whether a call without it is refused.
    #[must_use]
    pub fn required(&self) -> bool {
        match self {
            Self::Param(param) => param.required,
            Self::Field(field) => field.required,
            Self::Body(body, _) => body.required,
        }
    }
}

/// The inputs of an operation, parameters first, in the order of the description.
#[must_use]
pub fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let asked = operation.params.iter().filter(|param| param.constant.is_none());
    let mut result: Vec<Input<'a>> = asked.map(Input::Param).collect();
    if let Some(body) = &operation.body {
        match &body.content {
            BodyContent::Whole(ty) => result.push(Input::Body(body, ty)),
            BodyContent::Fields(id) => {
                if let Shape::Object(object) = &api.types[*id].shape {
                    result.extend(object.fields.iter().map(Input::Field));
                }
            }
        }
    }
    result
}

/// An HTTP method (RFC 9110).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY`
    Query,
    /// Any other, as it is sent.
    Other(String),
}

impl From<&str> for Method {
    /// From its text as it is sent: capital letters (RFC 9110, section 9.1).
    fn from(text: &str) -> Self {
        match text {
            "GET" => Self::Get,
            "PUT" => Self::Put,
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            "HEAD" => Self::Head,
            "PATCH" => Self::Patch,
            "TRACE" => Self::Trace,
            "QUERY" => Self::Query,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl Method {
    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(text) => text,
        }
    }
}

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
    /// The media type of its part, where there is but one.
    pub media_type: Option<String>,
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
    /// JSON of another type for each status.
    Statuses {
        /// The `Accept` that is sent.
        media_type: String,
        /// What each status brings; ranges last.
        cases: Vec<StatusAnswer>,
    },
}

/// What a success with one status brings, where it is not what the others bring.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusAnswer {
    /// `200` or `2XX`.
    pub status: String,
    /// What it means.
    pub description: Option<String>,
    /// The type of its body; `None` where it has none.
    pub ty: Option<Type>,
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

/// An event that the API sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its key.
    pub name: String,
    /// What is sent.
    pub payload: Type,
    /// What the receiver answers with.
    pub answer: Option<Type>,
    /// When it is sent.
    pub docs: Docs,
    /// Where it is written.
    pub site: Site,
}
