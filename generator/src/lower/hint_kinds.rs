//! Extensions whose values are of another kind than they have, and would say nothing without a word.
//!
//! Input: the document. Output: a finding for each. Not here: those that are told where they are read, with what
//! else can be wrong with them (`hints`, `pagination`, `retries`).

use indexmap::IndexMap;
use openapiv3::{Parameter, ReferenceOr};
use serde_json::Value;

use super::Context;
use super::hints::{self, NOTHING, ignored, say};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::Schema;

/// An extension and what it holds, in words.
type Kind = (&'static str, &'static str, fn(&Value) -> bool);

const OF_OPERATIONS: [Kind; 11] = [
    ("x-specwright-skip", "true, false, or a list of languages", is_flag_or_languages),
    ("x-stainless-skip", "true, false, or a list of languages", is_flag_or_languages),
    ("x-fern-ignore", "true or false", is_flag_or_languages),
    ("x-speakeasy-ignore", "true or false", is_flag_or_languages),
    ("x-stainless-only", "a list of languages", is_languages),
    ("x-fern-audiences", "a list of texts", is_languages),
    ("x-fern-availability", "a word of Fern's such as `beta`", is_availability),
    ("x-fern-idempotent", "true or false", Value::is_boolean),
    ("x-stainless-deprecation-message", "a text", Value::is_string),
    ("x-speakeasy-deprecation-message", "a text", Value::is_string),
    ("x-stainless-naming", "a mapping from languages", Value::is_object),
];

/// What a property or parameter is to pages. What is of another kind is told here and not where it is read.
const MARK: Kind = ("x-stainless-pagination-property", "a mapping with a `purpose`", Value::is_object);

/// Whether a property or parameter says what it is to pages.
pub(super) fn has_mark(extensions: &IndexMap<String, Value>) -> bool {
    let (key, _, is_right) = MARK;
    extensions.get(key).is_some_and(is_right)
}

const OF_SCHEMAS: [Kind; 8] = [
    ("x-deprecated-values", "a list, or a mapping from the values", is_list_or_mapping),
    ("x-enum-deprecated", "a list, or a mapping from the values", is_list_or_mapping),
    ("x-speakeasy-unknown-values", "`allow` or `disallow`", is_allow_or_disallow),
    ("x-speakeasy-type-override", "a text such as `any`", Value::is_string),
    // In the words of `hints::name`, which says it of branches.
    ("x-stainless-variantName", "a text with a letter in it", is_text_with_a_letter),
    MARK,
    ("x-discriminator-value", "a text", Value::is_string),
    ("x-ms-discriminator-value", "a text", Value::is_string),
];

const OF_SERVERS: [Kind; 2] =
    [("x-speakeasy-server-id", "a text", Value::is_string), ("x-fern-server-name", "a text", Value::is_string)];

fn is_availability(value: &Value) -> bool {
    let others = ["deprecated", "generally-available", "general-availability"];
    value.as_str().is_some_and(|word| hints::EARLY.contains(&word) || others.contains(&word))
}

fn is_list_or_mapping(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn is_allow_or_disallow(value: &Value) -> bool {
    value == "allow" || value == "disallow"
}

fn is_text_with_a_letter(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains(char::is_alphabetic))
}

fn is_languages(value: &Value) -> bool {
    value.is_string() || value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
}

fn is_flag_or_languages(value: &Value) -> bool {
    value.is_boolean() || is_languages(value)
}

/// Looks at all extensions that are understood.
pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    for (server, site) in document.openapi.servers.iter().zip(&document.server_sites) {
        of(context, &server.extensions, site, &[&OF_SERVERS]);
    }
    let mut idempotent = Vec::new();
    for (path, item) in &document.openapi.paths.paths {
        let Some(item) = item.as_item() else { continue };
        let site = document.path_site(path);
        of(context, &item.extensions, &site, &[&OF_OPERATIONS]);
        of_parameters(context, &item.parameters, &site);
        for (_, operation, site) in document.operations(path, item) {
            of(context, &operation.extensions, &site, &[&OF_OPERATIONS]);
            of_parameters(context, &operation.parameters, &site);
            if operation.extensions.get(IDEMPOTENT) == Some(&Value::Bool(true)) {
                idempotent.push(site.join(IDEMPOTENT));
            }
        }
    }
    for (name, item) in &document.webhooks {
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            of(context, &operation.extensions, &document.webhook_site(name, method), &[&OF_OPERATIONS]);
        }
    }
    for (_, schema) in document.schemas.iter() {
        of(context, &schema.extensions, &schema.site, &[&OF_OPERATIONS, &OF_SCHEMAS]);
    }
    of_idempotency(context, idempotent);
}

fn of_parameters(context: &mut Context<'_>, parameters: &[ReferenceOr<Parameter>], site: &Site) {
    let document = context.document;
    for (parameter, site) in parameters.iter().zip(document.entries(&site.join("parameters"))) {
        let Some(parameter) = parameter.as_item() else { continue };
        let data = parameter.parameter_data_ref();
        of(context, &data.extensions, &site, &[&OF_OPERATIONS, &[MARK]]);
    }
}

fn of(context: &mut Context<'_>, extensions: &IndexMap<String, Value>, site: &Site, kinds: &[&[Kind]]) {
    for (key, value) in extensions {
        let kind = kinds.iter().copied().flatten().find(|(known, ..)| known == key);
        if let Some((_, wanted, is_right)) = kind
            && !is_right(value)
            && !value.is_null()
        {
            say(context, &site.join(key), format!("`{key}` must be {wanted}"), NOTHING);
        }
    }
}

const IDEMPOTENT: &str = "x-fern-idempotent";

/// Notes once for all operations that they take the header of idempotent calls.
fn of_idempotency(context: &mut Context<'_>, sites: Vec<Site>) {
    let Some(first) = sites.first().cloned() else { return };
    if context.config.client.idempotency_header.is_some() {
        return;
    }
    let each = format!("`{IDEMPOTENT}` says that this call may be repeated under the same key");
    let message = match sites.len() {
        1 => each.clone(),
        count => {
            format!("`{IDEMPOTENT}` says of {count} calls that they may be repeated under the same key, this one first")
        }
    };
    context.diagnostics.push(
        Diagnostic::new(Code::RetriesUnmapped, message)
            .at(&first)
            .repeated(sites, each)
            .effect("calls are repeated without a key")
            .help("write `idempotency-header = \"Idempotency-Key\"` below `[client]` of the configuration: every call that changes something has one then"),
    );
}

/// Reports what is said of the values of an enum and cannot be about them: a list of another length, or no list.
pub(super) fn check_values(context: &mut Context<'_>, schema: &Schema, count: usize) {
    const LISTS: [&str; 8] = [
        "x-specwright-enum-names",
        "x-enum-varnames",
        "x-enumNames",
        "x-speakeasy-enums",
        "x-stainless-renameMap",
        "x-enum-descriptions",
        "x-enumDescriptions",
        "x-speakeasy-enum-descriptions",
    ];
    for key in LISTS {
        let is_text = |entry: &Value| entry.is_string() || entry.is_null();
        let message = match schema.extensions.get(key) {
            Some(Value::Array(list)) if !list.iter().all(is_text) => format!("`{key}` has an entry that is no text"),
            Some(Value::Object(map)) if !map.values().all(is_text) => format!("`{key}` has an entry that is no text"),
            None | Some(Value::Object(_)) => continue,
            Some(Value::Array(list)) if list.len() == count => continue,
            Some(Value::Array(list)) => {
                let (entries, values) = (plural(list.len(), "entry", "entries"), plural(count, "value", "values"));
                format!("`{key}` has {entries}, and the list has {values}")
            }
            Some(_) => format!("`{key}` must be a list, or a mapping from the values"),
        };
        // Nobody knows which values such a list means: one that was forgotten would shift all behind it.
        say(context, &schema.site.join(key), message, "the values are named and documented as if it were not there");
    }
    for key in ["x-ms-enum", "x-fern-enum"] {
        if schema.extensions.get(key).is_some_and(|value| !value.is_object()) {
            ignored(context, &schema.site, key, "a mapping");
        }
    }
    described_values(context, schema);
}

/// Reports what `x-ms-enum` and `x-fern-enum` say of single values and cannot be understood.
fn described_values(context: &mut Context<'_>, schema: &Schema) {
    let mut entries: Vec<(Site, &Value)> = Vec::new();
    let site = schema.site.join("x-ms-enum").join("values");
    match schema.extensions.get("x-ms-enum").and_then(|of| of.get("values")) {
        None | Some(Value::Null) => {}
        Some(Value::Array(list)) => {
            entries.extend(list.iter().enumerate().map(|(index, entry)| (site.index(index), entry)));
        }
        Some(_) => say(context, &site, "`values` must be a list".to_owned(), NOTHING),
    }
    let site = schema.site.join("x-fern-enum");
    let by_value = schema.extensions.get("x-fern-enum").and_then(Value::as_object).into_iter().flatten();
    entries.extend(by_value.map(|(value, entry)| (site.join(value), entry)));
    for (site, entry) in entries {
        if !entry.is_object() {
            say(context, &site, "what describes a value must be a mapping".to_owned(), NOTHING);
        }
        for field in ["name", "description"] {
            if entry.get(field).is_some_and(|text| !text.is_string() && !text.is_null()) {
                say(context, &site.join(field), format!("`{field}` must be a text"), NOTHING);
            }
        }
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
