//! Operations: what a caller can do, and what travels when it is done.

use super::{
    Alternatives, Answer, Api, Body, BodyContent, Constraints, Docs, ErrorAnswer, Field, Pagination, Param, Path,
    ResourceId, Server, Shape, StatusAnswer, Stream, Type, TypeId,
};
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
    /// What an extension calls its method, wherever that hangs.
    pub word: Option<String>,
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
    /// The property of its answer that the method returns in its place.
    pub inner: Option<String>,
    /// What it makes the API send.
    pub callbacks: Vec<Callback>,
    /// Where its answers lead to.
    pub links: Vec<Link>,
    /// The headers that its answers come with: fields of [`Api::headers`].
    pub headers: Vec<String>,
    /// How to get from one page to the next.
    pub pagination: Option<Pagination>,
    /// Where it is sent, if not where the API is: one server, or one for each of the API's.
    pub servers: Vec<Server>,
    /// Whether a failed call may be tried again.
    pub retry: bool,
    /// The credentials that it needs.
    pub security: Alternatives,
    /// The scopes or roles that those must have: sets of which one is enough.
    pub scopes: Vec<Vec<String>>,
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

    /// The object whose properties are its inputs: a body that is spread over them.
    #[must_use]
    pub fn spread(&self) -> Option<TypeId> {
        match self.body.as_ref()?.content {
            BodyContent::Fields(id) => Some(id),
            BodyContent::Whole(_) => None,
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

    /// What failures bring, where that depends on the status; nothing where all bring the same.
    #[must_use]
    pub fn error_cases(&self) -> Vec<(&ErrorAnswer, &Type)> {
        let typed = self.errors.iter().filter_map(|error| Some((error, error.ty.as_ref()?)));
        let mut cases: Vec<(&ErrorAnswer, &Type)> = typed.filter(|(_, ty)| !matches!(ty, Type::Any(_))).collect();
        let differ = cases.first().is_some_and(|(_, first)| cases.iter().any(|(_, ty)| ty != first));
        // A range is what is left by its statuses, and the default what is left by both.
        cases.sort_by_key(|(error, _)| (error.status == "default", error.status.ends_with("XX"), error.status.clone()));
        if differ { cases } else { Vec::new() }
    }

    /// The types of the bodies that it answers with, failures included.
    pub fn received(&self) -> impl Iterator<Item = &Type> {
        let (answer, cases) = match &self.answer {
            Answer::Json { ty, .. } => (Some(ty), &[][..]),
            Answer::Statuses { cases, .. } => (None, cases.as_slice()),
            Answer::Empty | Answer::Text(_) | Answer::Binary(_) | Answer::Stream(_) => (None, &[][..]),
        };
        let cases = cases.iter().filter_map(StatusAnswer::ty);
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

/// The inputs of an operation, parameters first, in the order of the description. What has one value is none.
#[must_use]
pub fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let asked = operation.params.iter().filter(|param| param.constant.is_none());
    let mut result: Vec<Input<'a>> = asked.map(Input::Param).collect();
    if let Some(body) = &operation.body {
        match &body.content {
            BodyContent::Whole(ty) => result.push(Input::Body(body, ty)),
            BodyContent::Fields(id) => {
                if let Shape::Object(object) = &api.types[*id].shape {
                    let asked = object.fields.iter().filter(|field| field.settled(&api.types).is_none());
                    result.extend(asked.map(Input::Field));
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

/// A message that the API sends to an address that its caller gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// Its key.
    pub name: String,
    /// The method with which it is sent.
    pub method: Method,
    /// The address, as an expression over the call (`{$request.query.callbackUrl}`).
    pub address: String,
    /// What is sent.
    pub payload: Option<Type>,
    /// What the receiver answers with.
    pub answer: Option<Type>,
    /// When it is sent.
    pub description: Option<String>,
}

/// An operation that can be called with what an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its key.
    pub name: String,
    /// The operation: an operationId, or method and path.
    pub target: String,
    /// The parameters that the answer gives, each with the expression that says what of it.
    pub parameters: Vec<(String, String)>,
    /// What it is for.
    pub description: Option<String>,
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
