//! The objects of OpenAPI 3.x and their fields, as one table.
//!
//! Input: none. Output: [`Shape`]s that `walk` checks trees against.
//! Not here: schemas (`keywords`), and rules that a table cannot say (`fix`).
//!
//! The fields of 3.0 and 3.1 stand side by side: a field that only the newer version has does no harm in a document
//! of the older one. [`Kind::Skip`] is for fields that exist but that `openapiv3` does not know or an SDK not use.

use super::fix::Fix;
use super::fix::LINKS;
use super::intern::UNTYPED;
use super::version::Version;

/// An object of OpenAPI.
pub(super) struct Shape {
    /// As the specification calls it.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// Whether what holds it cannot do without it once it is there.
    pub(super) vital: bool,
    /// What is done once the fields are read.
    pub(super) fix: Fix,
    /// Whether the first of several is all that is kept.
    pub(super) one_is_enough: bool,
    /// What is read where a reference to it leads nowhere, and what the SDK has then.
    pub(super) unreached: Option<(Instead, &'static str)>,
}

/// What stands for an object whose reference leads nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    Nothing,
    /// One that holds any value.
    AnyValue,
    /// One whose content is any JSON.
    AnyContent,
}

impl Shape {
    const fn unreached(self, instead: Instead, effect: &'static str) -> Self {
        Self { unreached: Some((instead, effect)), ..self }
    }
}

/// A field of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Flag,
    Texts,
    TextMap,
    /// Any value, kept as it is.
    Any,
    Schema,
    Object(&'static Shape),
    List(&'static Shape),
    Map(&'static Shape),
    Responses,
    Callbacks,
    Security,
    /// Known to us but not to `openapiv3`: kept as the extension of this name.
    Extra(&'static str, &'static Kind),
    /// Known, but not kept.
    Skip,
}

/// What happens when a field is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Optional,
    /// The object is useless without it.
    Vital,
    /// An empty value takes its place, with a warning.
    Wanted,
    /// An empty value takes its place.
    Filled,
    /// The same, and before this version of OpenAPI that is reported.
    Before(Version),
}

pub(super) const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Optional }
}

pub(super) const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Vital }
}

const fn should(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Wanted }
}

pub(super) const fn before(version: Version, name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Before(version) }
}

pub(super) const fn filled(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Filled }
}

pub(super) const fn shape(name: &'static str, vital: bool, fields: &'static [Field]) -> Shape {
    Shape { name, fields, vital, fix: Fix::None, one_is_enough: false, unreached: None }
}

pub(super) const fn fixed(fix: Fix, name: &'static str, vital: bool, fields: &'static [Field]) -> Shape {
    Shape { name, fields, vital, fix, one_is_enough: false, unreached: None }
}

use Kind::{Any, Callbacks, Extra, Flag, List, Map, Object, Responses, Schema, Security, Skip, Text, TextMap, Texts};

/// The methods of a path item, in the order of the specification.
pub(super) const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// A path item without its operations, which are read one by one.
pub(super) static PATH_ITEM: Shape = shape(
    "Path Item Object",
    true,
    &[
        may("summary", Text),
        may("description", Text),
        may("get", Skip),
        may("put", Skip),
        may("post", Skip),
        may("delete", Skip),
        may("options", Skip),
        may("head", Skip),
        may("patch", Skip),
        may("trace", Skip),
        may("query", Skip),
        may("additionalOperations", Skip),
        may("servers", List(&SERVER)),
        may("parameters", List(&PARAMETER)),
    ],
);

pub(super) static OPERATION: Shape = fixed(
    Fix::Operation,
    "Operation Object",
    true,
    &[
        may("tags", Texts),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", Object(&EXTERNAL_DOCS)),
        may("operationId", Text),
        may("parameters", List(&PARAMETER)),
        may("requestBody", Object(&REQUEST_BODY)),
        before(Version::V3_1, "responses", Responses),
        may("callbacks", Callbacks),
        may("deprecated", Flag),
        may("security", Security),
        may("servers", List(&SERVER)),
    ],
);

pub(super) static PARAMETER: Shape = fixed(
    Fix::Parameter,
    "Parameter Object",
    true,
    &[
        must("name", Text),
        must("in", Text),
        may("description", Text),
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Flag),
        may("style", Text),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("schema", Schema),
        may("example", Any),
        may("examples", Map(&EXAMPLE)),
        may("content", Map(&MEDIA_TYPE)),
    ],
)
.unreached(Instead::Nothing, "the method does not take it; a variable of the path is taken as a string");

pub(super) static HEADER: Shape = fixed(
    Fix::Header,
    "Header Object",
    false,
    &[
        may("description", Text),
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Skip),
        may("style", Text),
        may("explode", Skip),
        may("allowReserved", Skip),
        may("schema", Schema),
        may("example", Skip),
        may("examples", Map(&UNUSED_EXAMPLE)),
        may("content", Map(&ANSWER_MEDIA_TYPE)),
    ],
)
.unreached(Instead::AnyValue, "it is read as a text");

pub(super) static REQUEST_BODY: Shape = fixed(
    Fix::Body,
    "Request Body Object",
    true,
    &[may("description", Text), may("content", Map(&MEDIA_TYPE)), may("required", Flag)],
)
.unreached(Instead::AnyContent, "the method takes any JSON value as its body");

pub(super) static RESPONSE: Shape = fixed(
    Fix::Response,
    "Response Object",
    true,
    &[
        may("summary", Skip),
        before(Version::V3_2, "description", Text),
        may("headers", Map(&HEADER)),
        may("content", Map(&ANSWER_MEDIA_TYPE)),
        may("links", Extra(LINKS, &Map(&LINK))),
    ],
)
.unreached(Instead::AnyContent, "the answer is an untyped value");

pub(super) static LINK: Shape = shape(
    "Link Object",
    false,
    &[
        may("operationRef", Text),
        may("operationId", Text),
        may("parameters", Any),
        may("requestBody", Any),
        may("description", Text),
        may("server", Skip),
    ],
);

pub(super) static MEDIA_TYPE: Shape = shape(
    "Media Type Object",
    true,
    &[
        may("schema", Schema),
        may("itemSchema", Extra("x-item-schema", &Schema)),
        may("example", Any),
        may("examples", Map(&EXAMPLE)),
        may("encoding", Map(&ENCODING)),
        may("prefixEncoding", Skip),
        may("itemEncoding", Skip),
    ],
)
.unreached(Instead::AnyValue, UNTYPED);

/// That of an answer: no SDK shows its examples, which can be the largest part of a description.
pub(super) static ANSWER_MEDIA_TYPE: Shape = shape(
    MEDIA_TYPE.name,
    true,
    &[
        may("schema", Schema),
        may("itemSchema", Extra("x-item-schema", &Schema)),
        may("example", Skip),
        may("examples", Map(&UNUSED_EXAMPLE)),
        may("encoding", Map(&ENCODING)),
        may("prefixEncoding", Skip),
        may("itemEncoding", Skip),
    ],
)
.unreached(Instead::AnyValue, UNTYPED);

static ENCODING: Shape = fixed(
    Fix::Encoding,
    "Encoding Object",
    true,
    &[
        may("contentType", Text),
        may("headers", Map(&HEADER)),
        may("style", Text),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("encoding", Skip),
        may("prefixEncoding", Skip),
        may("itemEncoding", Skip),
    ],
)
.unreached(Instead::Nothing, "the part is written as its type says");

pub(super) static EXAMPLE: Shape = Shape {
    name: "Example Object",
    vital: false,
    fix: Fix::Example,
    one_is_enough: true,
    unreached: None,
    fields: &[
        may("summary", Text),
        may("description", Text),
        may("value", Any),
        may("dataValue", Any),
        may("serializedValue", Text),
        may("externalValue", Text),
    ],
};

/// An example of which only the form is looked at.
static UNUSED_EXAMPLE: Shape = Shape {
    name: EXAMPLE.name,
    vital: false,
    fix: Fix::None,
    one_is_enough: true,
    unreached: None,
    fields: &[
        may("summary", Text),
        may("description", Text),
        may("value", Skip),
        may("dataValue", Skip),
        may("serializedValue", Skip),
        may("externalValue", Skip),
    ],
};

pub(super) static SERVER: Shape = shape(
    "Server Object",
    false,
    &[
        must("url", Text),
        may("name", Extra("x-name", &Text)),
        may("description", Text),
        may("variables", Map(&SERVER_VARIABLE)),
    ],
);

static SERVER_VARIABLE: Shape =
    shape("Server Variable Object", true, &[may("enum", Texts), should("default", Text), may("description", Text)]);

pub(super) static EXTERNAL_DOCS: Shape =
    shape("External Documentation Object", false, &[may("description", Text), must("url", Text)]);

pub(super) static TAG: Shape = shape(
    "Tag Object",
    false,
    &[
        must("name", Text),
        may("summary", Extra("x-summary", &Text)),
        may("description", Text),
        may("externalDocs", Object(&EXTERNAL_DOCS)),
        may("parent", Extra("x-parent", &Text)),
        may("kind", Extra("x-kind", &Text)),
    ],
);

pub(super) static INFO: Shape = shape(
    "Info Object",
    true,
    &[
        should("title", Text),
        may("summary", Skip),
        may("description", Text),
        may("termsOfService", Text),
        may("contact", Object(&CONTACT)),
        may("license", Object(&LICENSE)),
        should("version", Text),
    ],
);

static CONTACT: Shape = shape("Contact Object", false, &[may("name", Text), may("url", Text), may("email", Text)]);

static LICENSE: Shape =
    shape("License Object", false, &[filled("name", Text), may("identifier", Skip), may("url", Text)]);

pub(super) static SECURITY_SCHEME: Shape = fixed(
    Fix::SecurityScheme,
    "Security Scheme Object",
    true,
    &[
        must("type", Text),
        may("description", Text),
        may("name", Text),
        may("in", Text),
        may("scheme", Text),
        may("bearerFormat", Text),
        may("flows", Object(&FLOWS)),
        may("openIdConnectUrl", Text),
        may("oauth2MetadataUrl", Skip),
        may("deprecated", Skip),
    ],
);

static FLOWS: Shape = shape(
    "OAuth Flows Object",
    true,
    &[
        may("implicit", Object(&FLOW)),
        may("password", Object(&FLOW)),
        may("clientCredentials", Object(&FLOW)),
        may("authorizationCode", Object(&FLOW)),
        // The token that it brings is sent like any other.
        may("deviceAuthorization", Skip),
    ],
);

/// One shape for all four flows: the addresses that a flow does not have are filled and ignored.
static FLOW: Shape = shape(
    "OAuth Flow Object",
    true,
    &[filled("authorizationUrl", Text), filled("tokenUrl", Text), may("refreshUrl", Text), filled("scopes", TextMap)],
);
