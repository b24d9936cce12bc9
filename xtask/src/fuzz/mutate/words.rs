//! What is put into trees: keywords, values of wrong kinds, texts that are hard to print, to name or to quote.
//!
//! Input: [`Random`]. Output: a value. Not here: where it goes (`tree`).

use serde_json::{Value, json};

use crate::random::Random;

/// Fields of OpenAPI 2.0 to 3.2 and of JSON Schema.
const KEYWORDS: [&str; 112] = [
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "$schema",
    "$dynamicRef",
    "$dynamicAnchor",
    "$self",
    "openapi",
    "swagger",
    "info",
    "title",
    "version",
    "description",
    "summary",
    "servers",
    "url",
    "variables",
    "paths",
    "webhooks",
    "components",
    "schemas",
    "definitions",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "example",
    "links",
    "callbacks",
    "pathItems",
    "securitySchemes",
    "securityDefinitions",
    "security",
    "tags",
    "name",
    "in",
    "required",
    "deprecated",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "itemSchema",
    "content",
    "mediaTypes",
    "encoding",
    "contentType",
    "contentEncoding",
    "contentMediaType",
    "operationId",
    "requestBody",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
    "additionalOperations",
    "consumes",
    "produces",
    "host",
    "basePath",
    "schemes",
    "collectionFormat",
    "type",
    "format",
    "enum",
    "const",
    "default",
    "nullable",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "dependentSchemas",
    "unevaluatedProperties",
    "items",
    "prefixItems",
    "contains",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "then",
    "else",
    "discriminator",
    "propertyName",
    "mapping",
    "readOnly",
    "writeOnly",
    "xml",
    "scheme",
    "flows",
];

/// Values of keywords that say which.
const CHOICES: [&str; 40] = [
    "string",
    "number",
    "integer",
    "boolean",
    "array",
    "object",
    "null",
    "file",
    "int32",
    "int64",
    "float",
    "date",
    "date-time",
    "uuid",
    "binary",
    "byte",
    "password",
    "path",
    "query",
    "header",
    "cookie",
    "body",
    "formData",
    "querystring",
    "form",
    "spaceDelimited",
    "deepObject",
    "matrix",
    "apiKey",
    "http",
    "oauth2",
    "openIdConnect",
    "mutualTLS",
    "bearer",
    "application/json",
    "multipart/form-data",
    "text/event-stream",
    "application/jsonl",
    "default",
    "2.0",
];

/// Texts that are hard to print, to name, to quote or to escape.
const TEXTS: [&str; 44] = [
    "",
    " ",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}abc",
    "\u{85}",
    "e\u{301}",
    "ß",
    "İ",
    "ǆ",
    "名前",
    "🦀",
    "👩‍👩‍👧",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "__",
    "async",
    "gen",
    "r#type",
    "0",
    "1a",
    "-1",
    "a b",
    "a/b",
    "a~b",
    "{",
    "}",
    "{a}{b}",
    "/{a}/{a}",
    "{{}}",
    "\"",
    "\\",
    "*/ // /*",
    "```\n#![x]\n```",
    "\"##; panic!()",
    "../../../etc/passwd",
    "%2F%00%",
];

/// References that lead nowhere good.
const REFERENCES: [&str; 24] = [
    "",
    "#",
    "#/",
    "#//",
    "##",
    "#/~",
    "#/~2",
    "#/%41",
    "#/%",
    "#/paths",
    "#/components",
    "#/components/schemas",
    "#/definitions",
    "#/info/title",
    "#a",
    "other.yaml",
    "other.yaml#/a",
    "./",
    "../../..",
    "/etc/passwd",
    "http://example.com/a.yaml#/a",
    "urn:a",
    "file:///a",
    "a\\b.yaml#/c",
];

/// A field.
pub(super) fn keyword(random: &mut Random) -> &'static str {
    random.pick(&KEYWORDS).unwrap_or_default()
}

/// A reference.
pub(super) fn reference(random: &mut Random) -> &'static str {
    random.pick(&REFERENCES).unwrap_or_default()
}

/// A text.
pub(super) fn text(random: &mut Random) -> String {
    match random.below(8) {
        0 => keyword(random).to_owned(),
        1 | 2 => random.pick(&CHOICES).unwrap_or_default().to_owned(),
        3 if random.one_in(4) => "a".repeat([300, 5_000, 100_000].get(random.below(3)).copied().unwrap_or(1)),
        4 => (0..random.below(6)).filter_map(|_| random.pick(&TEXTS)).collect(),
        5 => (0..=random.below(8)).filter_map(|_| character(random)).collect(),
        _ => random.pick(&TEXTS).unwrap_or_default().to_owned(),
    }
}

/// Any character, ASCII as often as not.
fn character(random: &mut Random) -> Option<char> {
    let end = if random.one_in(2) { 0x80 } else { 0x11_0000 };
    char::from_u32(u32::try_from(random.below(end)).ok()?)
}

/// A value of any kind.
pub(super) fn value(random: &mut Random) -> Value {
    match random.below(10) {
        0 => Value::Null,
        1 => json!(random.one_in(2)),
        2 | 3 => number(random),
        4 => (0..random.below(4)).map(|_| small(random)).collect(),
        5 => (0..random.below(4)).map(|_| (keyword(random).to_owned(), small(random))).collect(),
        _ => Value::String(text(random)),
    }
}

fn small(random: &mut Random) -> Value {
    match random.below(5) {
        0 => json!({}),
        1 => json!([]),
        2 => number(random),
        3 => json!({ "type": text(random) }),
        _ => Value::String(text(random)),
    }
}

fn number(random: &mut Random) -> Value {
    match random.below(9) {
        0 => json!(0),
        1 => json!(-1),
        2 => json!(u64::MAX),
        3 => json!(i64::MIN),
        4 => json!(f64::MAX),
        5 => json!(f64::MIN_POSITIVE),
        6 => json!(-0.0),
        7 => json!(9_007_199_254_740_993_u64),
        _ => json!(random.next()),
    }
}
