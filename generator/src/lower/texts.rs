//! What is said of values beside their type: documentation, and assertions.
//!
//! Input: a schema. Output: [`Docs`] and [`Constraints`]. Not here: how they are put into words (`emit`).

use super::{Context, hints, scalar, union};
use crate::document::{Schema, SchemaId};
use crate::ir::{Constraints, Docs};

/// How many wrappers are looked through for a text.
const MAX_WRAPPERS: usize = 32;

/// The texts of a schema.
pub(super) fn docs(schema: &Schema) -> Docs {
    Docs {
        summary: schema.title.clone(),
        description: hints::with_deprecation(schema.description.clone(), &schema.extensions),
        url: schema.docs_url.clone(),
        example: schema.examples.first().cloned(),
        asserted: asserted(schema),
    }
}

/// A description with one paragraph more.
pub(super) fn with_paragraph(description: Option<String>, text: &str) -> String {
    match description.filter(|before| !before.trim().is_empty()) {
        Some(before) => format!("{before}\n\n{text}"),
        None => text.to_owned(),
    }
}

/// What a schema asserts and gives no type.
pub(super) fn asserted(schema: &Schema) -> Vec<(String, serde_json::Value)> {
    let count = |keyword: &str, count: Option<u64>| -> Option<(String, serde_json::Value)> {
        Some((keyword.to_owned(), count?.into()))
    };
    let text = |keyword: &str, text: Option<&str>| -> Option<(String, serde_json::Value)> {
        Some((keyword.to_owned(), text?.into()))
    };
    // Base64 has a type of its own.
    let encoding = schema.content_encoding.as_deref().filter(|encoding| !encoding.to_lowercase().starts_with("base64"));
    let own = [
        count("minProperties", schema.min_properties),
        count("maxProperties", schema.max_properties),
        text("contentEncoding", encoding),
        text("contentMediaType", schema.content_media_type.as_deref()),
    ];
    own.into_iter().flatten().chain(schema.asserted.iter().cloned()).collect()
}

/// The texts of a use: its own, or those of what it refers to.
pub(super) fn docs_of_use(context: &Context<'_>, id: SchemaId) -> Docs {
    let mut docs = docs(context.document.schemas.get(id));
    let mut at = id;
    // Bounded, since schemas may wrap each other in a circle or as long as their author likes.
    for _ in 0..MAX_WRAPPERS {
        let Some(next) = sole_target(context, at) else { break };
        let target = self::docs(context.document.schemas.get(next));
        docs.description = docs.description.or(target.description);
        docs.example = docs.example.or(target.example);
        at = next;
    }
    docs
}

/// The one schema that this one wraps: by `$ref`, as the only member, or as the only branch beside null.
fn sole_target(context: &Context<'_>, id: SchemaId) -> Option<SchemaId> {
    let schema = context.document.schemas.get(id);
    let only = |list: &[SchemaId]| match list {
        [only] => Some(*only),
        _ => None,
    };
    schema
        .reference
        .or_else(|| only(&schema.all_of))
        .or_else(|| only(&union::branches(&context.document.schemas, schema)))
}

/// How deep lists in lists are looked into for assertions: they may be lists of themselves.
const NESTED_LISTS: usize = 3;

/// The assertions of a schema, and of its elements.
pub(super) fn constraints(context: &Context<'_>, schema: &Schema) -> Constraints {
    constraints_within(context, schema, NESTED_LISTS)
}

/// The format, where the type does not show it and the description's own examples do not belie it.
fn format(context: &Context<'_>, schema: &Schema) -> Option<String> {
    let is_said = |format: &String| !scalar::has_type(context, schema, format) && schema.format_refuted_by().is_none();
    schema.format.clone().filter(is_said)
}

fn constraints_within(context: &Context<'_>, schema: &Schema, depth: usize) -> Constraints {
    let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    let elements = schema.items.filter(|_| depth > 0).map(|items| {
        let schemas = &context.document.schemas;
        constraints_within(context, schemas.get(context.merged.whole(schemas.follow(items))), depth - 1)
    });
    Constraints {
        min_length: schema.min_length,
        max_length: schema.max_length,
        pattern: schema.pattern.clone(),
        minimum: number(&schema.minimum),
        maximum: number(&schema.maximum),
        exclusive_minimum: number(&schema.exclusive_minimum),
        exclusive_maximum: number(&schema.exclusive_maximum),
        multiple_of: number(&schema.multiple_of),
        min_items: schema.min_items,
        max_items: schema.max_items,
        unique_items: schema.unique_items,
        format: format(context, schema),
        constant: schema.constant.as_deref().cloned(),
        elements: elements.filter(|elements| *elements != Constraints::default()).map(Box::new),
    }
}
