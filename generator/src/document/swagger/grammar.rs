//! The objects of OpenAPI 2.0 that differ from those of 3.x.
//!
//! Input: none. Output: [`Shape`]s, for `walk`. Not here: the objects that stayed the same (`document::grammar`).

use crate::document::fix::Fix;
use crate::document::grammar::Kind::{Any, Flag, Map, Object, Schema, Security, Skip, Text, TextMap, Texts};
use crate::document::grammar::{
    ANSWER_MEDIA_TYPE, EXAMPLE, EXTERNAL_DOCS, MEDIA_TYPE, REQUEST_BODY, Shape, before, fixed, may, must, shape,
};
use crate::document::version::Version;

/// A path item without its operations and parameters, which are read one by one.
pub(in crate::document) static PATH_ITEM: Shape = shape(
    "Path Item Object",
    true,
    &[
        may("get", Skip),
        may("put", Skip),
        may("post", Skip),
        may("delete", Skip),
        may("options", Skip),
        may("head", Skip),
        may("patch", Skip),
        may("parameters", Skip),
    ],
);

/// An operation without its parameters and responses.
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
        may("consumes", Texts),
        may("produces", Texts),
        may("parameters", Skip),
        // 3.x's.
        may("requestBody", Object(&REQUEST_BODY)),
        may("responses", Skip),
        may("schemes", Skip),
        may("deprecated", Flag),
        may("security", Security),
    ],
);

/// A parameter of any place. What describes its value is read as a schema, from the same object.
pub(super) static PARAMETER: Shape = shape(
    "Parameter Object",
    true,
    &[
        must("name", Text),
        must("in", Text),
        may("description", Text),
        may("required", Flag),
        may("allowEmptyValue", Flag),
        may("collectionFormat", Text),
        may("schema", Schema),
        may("type", Skip),
        may("format", Skip),
        may("items", Skip),
        may("default", Skip),
        may("maximum", Skip),
        may("exclusiveMaximum", Skip),
        may("minimum", Skip),
        may("exclusiveMinimum", Skip),
        may("maxLength", Skip),
        may("minLength", Skip),
        may("pattern", Skip),
        may("maxItems", Skip),
        may("minItems", Skip),
        may("uniqueItems", Skip),
        may("enum", Skip),
        may("multipleOf", Skip),
        // Not in the standard, but common and harmless.
        may("example", Any),
        may("title", Skip),
        may("deprecated", Flag),
        may("readOnly", Skip),
        // 3.x's.
        may("style", Text),
        may("explode", Flag),
        may("content", Map(&MEDIA_TYPE)),
        may("examples", Map(&EXAMPLE)),
    ],
);

/// A header of a response; its value is read as a schema, from the same object.
pub(super) static HEADER: Shape = Shape {
    name: "Header Object",
    vital: false,
    fix: Fix::None,
    one_is_enough: false,
    unreached: None,
    fields: &[
        may("description", Text),
        may("type", Skip),
        may("format", Skip),
        may("items", Skip),
        may("collectionFormat", Skip),
        may("default", Skip),
        may("maximum", Skip),
        may("exclusiveMaximum", Skip),
        may("minimum", Skip),
        may("exclusiveMinimum", Skip),
        may("maxLength", Skip),
        may("minLength", Skip),
        may("pattern", Skip),
        may("maxItems", Skip),
        may("minItems", Skip),
        may("uniqueItems", Skip),
        may("enum", Skip),
        may("multipleOf", Skip),
        may("example", Skip),
        // 3.x's.
        may("schema", Schema),
    ],
};

/// A response without its headers.
pub(super) static RESPONSE: Shape = shape(
    "Response Object",
    true,
    &[
        before(Version::V3_2, "description", Text),
        may("schema", Schema),
        may("headers", Skip),
        may("examples", Skip),
        // 3.x's.
        may("content", Map(&ANSWER_MEDIA_TYPE)),
    ],
);

/// A security scheme; its one flow's addresses stand beside the type.
pub(super) static SECURITY_SCHEME: Shape = shape(
    "Security Scheme Object",
    true,
    &[
        must("type", Text),
        may("description", Text),
        may("name", Text),
        may("in", Text),
        may("flow", Text),
        may("authorizationUrl", Text),
        may("tokenUrl", Text),
        may("scopes", TextMap),
    ],
);

/// `x-ms-parameterized-host` of `AutoRest`: variables in the host's name.
pub(super) static PARAMETERIZED_HOST: Shape = shape(
    "x-ms-parameterized-host",
    false,
    &[
        must("hostTemplate", Text),
        may("useSchemePrefix", Flag),
        may("positionInOperation", Skip),
        may("parameters", Any),
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_described_like_a_parameter() {
        let of_value = |shape: &Shape| -> Vec<&str> {
            let own = ["name", "in", "required", "allowEmptyValue", "title", "deprecated", "readOnly"];
            let later = ["style", "explode", "content", "examples"];
            let names = shape.fields.iter().map(|field| field.name);
            let mut names: Vec<_> = names.filter(|name| !own.contains(name) && !later.contains(name)).collect();
            names.sort_unstable();
            names
        };
        assert_eq!(of_value(&HEADER), of_value(&PARAMETER));
    }
}
