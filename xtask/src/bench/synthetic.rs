//! Descriptions of any size.
//!
//! Input: how many schemas and operations. Output: a description like those of large APIs: resources with the usual
//! five operations each, objects of ten properties that refer to each other, enums, lists and unions.
//! Not here: what becomes of it (`growth`).

use serde_json::{Map, Value, json};

/// The operations of a resource.
const OPERATIONS: usize = 5;
/// How far a schema refers: to those near it, as in real APIs.
const NEAR: usize = 7;

/// A description of so many operations and as many schemas.
pub(super) fn description(size: usize) -> Value {
    let schemas: Map<String, Value> = (0..size).map(|number| (schema_name(number), schema(number, size))).collect();
    let mut paths = Map::new();
    for resource in 0..size.div_ceil(OPERATIONS) {
        let left = size - resource * OPERATIONS;
        let (list, item) = resource_paths(resource, left.min(OPERATIONS), size);
        let path = format!("/groups{}/resources{resource}", resource / 20);
        paths.insert(format!("{path}/{{id}}"), item);
        if left > 2 {
            paths.insert(path, list);
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Synthetic", "version": "1.0.0" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn schema_name(number: usize) -> String {
    format!("Thing{number}")
}

fn reference(number: usize, size: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", schema_name(number % size)) })
}

/// Of twenty schemas, one is a union with a tag, two are enums, and the others are objects.
fn schema(number: usize, size: usize) -> Value {
    match number % 20 {
        17 | 18 => json!({ "type": "string", "enum": ["draft", "open", "closed", format!("state_{number}")] }),
        19 => {
            let (one, other) = (number - 19, number - 18);
            let branch = |number| format!("#/components/schemas/{}", schema_name(number));
            json!({
                "oneOf": [{ "$ref": branch(one) }, { "$ref": branch(other) }],
                "discriminator": { "propertyName": "kind", "mapping": { "one": branch(one), "other": branch(other) } },
            })
        }
        _ => json!({
            "type": "object",
            "description": format!("The thing of number {number}, as the API keeps it."),
            "required": ["id", "kind", "created_at"],
            "properties": {
                "id": { "type": "string", "description": "What the thing is known by." },
                "kind": { "type": "string" },
                "created_at": { "type": "string", "format": "date-time" },
                "name": { "type": "string", "nullable": true },
                "count": { "type": "integer", "format": "int64" },
                "share": { "type": "number" },
                "active": { "type": "boolean", "default": true },
                "tags": { "type": "array", "items": { "type": "string" } },
                "next": reference(number + 1, size),
                "others": { "type": "array", "items": reference(number + NEAR, size) },
            },
        }),
    }
}

/// Of a resource, the first so many operations: retrieve and delete, list and create, update.
fn resource_paths(resource: usize, operations: usize, size: usize) -> (Value, Value) {
    // The first schema of twenty is an object.
    let thing = || reference(resource * OPERATIONS / 20 * 20 + resource % 17, size);
    let answer = |schema: Value| json!({ "200": { "description": "Done.", "content": { "application/json": { "schema": schema } } } });
    let body = |schema: Value| json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let all = [
        ("get", "retrieve", json!({ "parameters": [&id], "responses": answer(thing()) })),
        ("delete", "delete", json!({ "parameters": [&id], "responses": { "204": { "description": "Gone." } } })),
        (
            "get",
            "list",
            json!({
                "parameters": [
                    query("limit", json!({ "type": "integer", "format": "int32" })),
                    query("order", json!({ "type": "string", "enum": ["asc", "desc"] })),
                    query("search", json!({ "type": "string" })),
                    query("since", json!({ "type": "string", "format": "date-time" })),
                ],
                "responses": answer(json!({ "type": "array", "items": thing() })),
            }),
        ),
        ("post", "create", json!({ "requestBody": body(thing()), "responses": answer(thing()) })),
        ("patch", "update", json!({ "parameters": [&id], "requestBody": body(thing()), "responses": answer(thing()) })),
    ];
    let (mut list, mut item) = (Map::new(), Map::new());
    for (verb, word, mut operation) in all.into_iter().take(operations) {
        if let Some(operation) = operation.as_object_mut() {
            operation.insert("operationId".to_owned(), json!(format!("{word}_resource_{resource}")));
            operation.insert("tags".to_owned(), json!([format!("resources{resource}")]));
        }
        let path = if matches!(word, "list" | "create") { &mut list } else { &mut item };
        path.insert(verb.to_owned(), operation);
    }
    (Value::Object(list), Value::Object(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_large_as_it_should_be_and_read_without_a_finding() {
        for size in [10, 23, 200] {
            let text = description(size).to_string();
            let sources = specwright::source::Sources::from_texts("api.json", [("api.json", text.as_str())]).unwrap();
            let findings = specwright::lint(&sources, &specwright::config::Config::default());
            let extent = findings.extent.unwrap();
            assert_eq!((extent.operations, extent.schemas), (size, size));
            let worst =
                |diagnostic: &&specwright::diag::Diagnostic| diagnostic.severity() != specwright::diag::Severity::Note;
            let worse: Vec<_> = findings.diagnostics.list().iter().filter(worst).collect();
            assert!(worse.is_empty(), "{worse:#?}");
        }
    }
}
