//! Every object of OpenAPI, and every key of the configuration, that holds text.

use serde_json::{Value, json};

use super::Texts;

pub(crate) fn description(texts: &mut Texts) -> Value {
    let t = texts;
    let (tag, key_scheme, query_scheme, oauth) = (t.name(), t.name(), t.name(), t.name());
    let segment = t.name_of_module().replace(['{', '}', '/', '?', '#'], "_");
    let schemas = schemas(t);
    let mut whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": t.text(), "summary": t.text(), "description": t.text(), "version": t.text(), "termsOfService": t.text(),
            "contact": { "name": t.text(), "url": t.text(), "email": t.text() },
            "license": { "name": t.text(), "identifier": t.text() }
        },
        "servers": [
            { "url": t.deciding("https://a.example"), "description": t.text() },
            { "url": "https://{v}.example", "variables": { "v": { "default": t.text(), "enum": [t.deciding("v")], "description": t.text() } } }
        ],
        "externalDocs": { "url": t.deciding("https://docs.example"), "description": t.text() },
        "tags": [{ "name": tag, "description": t.text(), "externalDocs": { "url": t.text(), "description": t.text() } }],
        "security": [{ key_scheme.clone(): [] }, { query_scheme.clone(): [] }, { oauth.clone(): [t.text()] }],
        "paths": {
            format!("/{segment}"): { "get": list(t, &tag), "post": create(t), "summary": t.text(), "description": t.text() },
            format!("/{segment}/{{id}}"): { "get": retrieve(t), "put": upload(t), "patch": { "requestBody": form(t), "responses": { "204": { "description": t.text() } } },
                "parameters": [{ "name": "id", "in": "path", "required": true, "description": t.text(), "schema": { "type": "string" }, "example": t.text() }] },
            "/text": { "post": { "requestBody": { "content": { "text/plain": { "schema": { "type": "string" }, "example": t.text() } } },
                "responses": { "200": { "description": t.text(), "content": { "text/plain": { "schema": { "type": "string" }, "example": t.text() } } } } } }
        },
        "webhooks": { t.name(): { "post": { "summary": t.text(), "description": t.text(),
            "requestBody": { "description": t.text(), "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } },
            "responses": { "200": { "description": t.text() } } } } },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                key_scheme: { "type": "apiKey", "in": "header", "name": t.deciding("x-key"), "description": t.text() },
                query_scheme: { "type": "apiKey", "in": "query", "name": t.text(), "description": t.text() },
                oauth: { "type": "oauth2", "description": t.text(), "flows": { "clientCredentials": {
                    "tokenUrl": t.text(), "refreshUrl": t.text(), "scopes": { t.name(): t.text() } } } },
                t.name(): { "type": "http", "scheme": "bearer", "bearerFormat": t.text(), "description": t.text() },
                t.name(): { "type": "openIdConnect", "openIdConnectUrl": t.text(), "description": t.text() }
            }
        }
    });
    // Last, so that all other texts stay what they are.
    let [listed, open] = [t.name(), t.name()].map(|name| name.replace(['{', '}'], "_"));
    let server = json!({
        "url": format!("https://c.example/{{{listed}}}/{{{open}}}"), "x-speakeasy-server-id": t.name(), "description": t.text(),
        "variables": {
            listed: { "default": t.text(), "enum": [t.name(), t.name()], "description": t.text() },
            open: { "default": t.text(), "description": t.text() }
        }
    });
    whole["servers"].as_array_mut().expect("a list").push(server);
    whole["paths"]["/text"]["servers"] = json!([{ "url": format!("https://d.example/{}", t.deciding("d")) }]);
    whole
}

fn list(t: &mut Texts, tag: &str) -> Value {
    json!({
        "operationId": t.name(), "summary": t.text(), "description": t.text(), "tags": [tag],
        "externalDocs": { "url": format!("https://x.example/{}", t.deciding("a")), "description": t.text() },
        "x-codeSamples": [{ "lang": t.text(), "source": t.text() }],
        "parameters": [
            { "name": t.name(), "in": "query", "description": t.text(), "schema": { "type": "string", "default": t.text(), "examples": [t.text()], "pattern": t.deciding("^a") },
              "examples": { t.name(): { "summary": t.text(), "value": t.text() } } },
            { "name": t.name(), "in": "query", "schema": { "type": "array", "items": { "type": "string", "enum": [t.name(), t.name()] } } },
            { "name": t.name(), "in": "query", "required": true, "description": t.text(), "schema": { "type": "string" }, "example": t.text() },
            { "name": t.deciding("x-a"), "in": "header", "description": t.text(), "schema": { "type": "string" }, "example": t.deciding("b") },
            { "name": t.deciding("c"), "in": "cookie", "description": t.text(), "schema": { "type": "string" } }
        ],
        "responses": {
            "200": { "description": t.text(), "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/A" } } } },
                "headers": { t.name(): { "description": t.text(), "schema": { "type": "string" }, "example": t.text() } },
                "links": { t.name(): { "operationId": t.text(), "description": t.text(), "parameters": { t.name(): t.text() } } } },
            "404": { "description": t.text() }, "default": { "description": t.text() }
        },
        "servers": [{ "url": "https://b.example", "description": t.text() }]
    })
}

fn create(t: &mut Texts) -> Value {
    let mut event = serde_json::Map::new();
    event.insert(
        t.text(),
        json!({ "post": { "description": t.text(), "responses": { "200": { "description": t.text() } } } }),
    );
    json!({
        "deprecated": true, "description": t.text(),
        "requestBody": { "required": true, "description": t.text(), "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Whole" },
            "examples": { t.name(): { "summary": t.text(), "description": t.text(), "value": { t.name(): t.text() } } } } } },
        "responses": { "201": { "description": t.text(), "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Whole" }, "example": { t.name(): t.text() } } } } },
        "callbacks": { t.name(): event }
    })
}

fn retrieve(t: &mut Texts) -> Value {
    json!({
        "responses": {
            "200": { "description": t.text(), "content": { t.deciding("application/vnd.a+json"): { "schema": {
                "type": "object", "title": t.text(), "description": t.text(), "properties": { t.name(): { "type": "string", "description": t.text() } } } } } },
            "4XX": { "description": t.text(), "content": { "application/json": { "schema": { "type": "object", "properties": { t.name(): { "type": "string" } } } } } }
        }
    })
}

fn upload(t: &mut Texts) -> Value {
    let (file, note) = (t.name(), t.name());
    json!({
        "requestBody": { "description": t.text(), "content": { "multipart/form-data": {
            "schema": { "type": "object", "required": [file], "properties": { file.clone(): { "type": "string", "format": "binary", "description": t.text() }, note.clone(): { "type": "string" } } },
            "encoding": { file: { "contentType": t.deciding("image/odd"), "headers": { t.name(): { "description": t.text(), "schema": { "type": "string" } } } }, note: { "contentType": t.deciding("text/odd") } } } } },
        "responses": { "200": { "description": t.text(), "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } } }
    })
}

fn form(t: &mut Texts) -> Value {
    let required = t.name();
    json!({ "required": true, "description": t.text(), "content": { "application/x-www-form-urlencoded": { "schema": {
        "type": "object", "required": [required], "properties": { required.clone(): { "type": "string", "description": t.text() }, t.name(): { "type": "string", "example": t.text() } } } } } })
}

fn schemas(t: &mut Texts) -> Value {
    let (required, tag, kind) = (t.name(), t.name(), t.name());
    let (first, second) = (t.name(), t.name());
    let named = t.name().replace(['/', '~', '%', '#'], "_");
    json!({
        "A": { "type": "object", "title": t.text(), "description": t.text(), "properties": { "x": { "type": "string" }, "größe": { "type": "string" } },
            "example": { "x": t.text() }, "xml": { "name": t.text(), "namespace": t.text() }, "externalDocs": { "url": t.text(), "description": t.text() } },
        named: { "type": "object", "description": t.text(), "properties": { t.name(): { "type": "string" } } },
        "Whole": {
            "type": "object", "title": t.text(), "description": t.text(), "$comment": t.text(), "required": [required.clone()],
            "minProperties": 1, "propertyNames": { "pattern": t.deciding("^a") }, "dependentRequired": { t.name(): [t.name()] },
            "not": { "required": [t.name()] }, "if": { "properties": { t.name(): { "const": t.text() } } }, "then": { "required": [t.name()] },
            "additionalProperties": { "type": "string", "description": t.text() },
            "properties": {
                required: { "type": "string", "description": t.text(), "example": t.text(), "pattern": t.deciding("^a"), "default": t.text(), "format": t.deciding("odd") },
                t.name(): { "type": "string", "title": t.text(), "contentEncoding": t.deciding("base32"), "contentMediaType": t.text() },
                t.name(): { "type": "string", "readOnly": true, "description": t.text(), "deprecated": true },
                "list": { "type": "array", "items": { "type": "string", "description": t.text(), "pattern": t.deciding("^a") }, "default": [t.text()], "examples": [[t.text()]] },
                "plain": { "type": "string", "enum": [first.clone(), second], "x-enum-descriptions": [t.text(), t.text()], "x-deprecated-values": [first], "default": t.text() },
                "named": { "type": "string", "enum": [t.text(), "b"], "x-enum-varnames": [t.name(), t.name()] },
                "mixed": { "enum": [t.name(), 1, true, null], "description": t.text() },
                "constant": { "const": t.text(), "description": t.text() },
                "titled": { "oneOf": [{ "const": t.name(), "title": t.name(), "description": t.text() }, { "const": t.name(), "title": t.name() }] },
                "either": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "string", "title": t.name(), "description": t.text() }] },
                "any": { "description": t.text() },
                "tuple": { "type": "array", "prefixItems": [{ "type": "string", "description": t.text() }, { "type": "integer" }] },
                "map": { "type": "object", "patternProperties": { t.deciding("^x-"): { "type": "string", "description": t.text() } }, "additionalProperties": false }
            }
        },
        "Tagged": {
            "description": t.text(),
            "oneOf": [{ "$ref": "#/components/schemas/Left" }, { "$ref": "#/components/schemas/Right" }],
            "discriminator": { "propertyName": kind.clone(), "mapping": { tag: "#/components/schemas/Left", t.name(): "#/components/schemas/Right" } }
        },
        "Left": { "type": "object", "required": [kind.clone()], "properties": { kind.clone(): { "type": "string", "description": t.text() }, "a": { "type": "string" } } },
        "Right": { "type": "object", "required": [kind.clone()], "properties": { kind: { "type": "string" }, "b": { "type": "string", "x-specwright-name": t.name() } } }
    })
}

/// The configuration, as TOML that is valid whatever the texts are.
pub(crate) fn config(package: &str, t: &mut Texts) -> String {
    // Cargo cannot take one, so a configuration with it is refused.
    let mut without_nul = || t.text().replace('\0', "");
    let (about, license) = (without_nul(), without_nul());
    let (repository, documentation) = (without_nul(), without_nul());
    // What no URL has is refused as well.
    let is_of_url = |c: &char| !c.is_whitespace() && !c.is_control() && !"#{}\"<>\\^`|".contains(*c);
    let below: String = t.deciding("v1").chars().filter(is_of_url).collect();
    let config = json!({
        "validate": true,
        "package": { "name": package, "version": "1.0.0", "description": about, "license": license, "repository": repository, "documentation": documentation },
        "client": { "base-url": format!("https://c.example/{below}") },
        "resources": { "docs": { "text": t.text() } },
        "readme": { "headline": "POST /text" }
    });
    toml::to_string(&config).expect("TOML")
}
