//! Extensions of ours and of other tools.

use super::*;

#[test]
fn extensions_of_other_tools_are_understood() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    get: { x-stainless-method: users.find, responses: {} }
    put: { x-fern-sdk-group-name: [pets, toys], x-fern-sdk-method-name: swap, responses: {} }
    post: { x-speakeasy-group: pets.toys, x-speakeasy-name-override: buy, responses: {} }
    patch: { x-specwright-method: own.word, x-stainless-method: theirs.word, responses: {} }
    delete: { x-stainless-skip: [rust], responses: {} }
    head: { x-speakeasy-ignore: true, responses: {} }
    options: { x-fern-sdk-group-name: 7, x-fern-sdk-method-name: x, responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-enum-varnames: [One, Two], x-enum-descriptions: { b: Second. } }
    B: { type: integer, enum: [1, 2], x-ms-enum: { name: Level, values: [{ value: 2, name: High, description: Up. }] } }
    C: { type: string, enum: [x], x-fern-enum: { x: { name: Cross } }, x-fern-type-name: Mark }
    D: { type: object, properties: { d: { type: string } }, x-stainless-naming: { rust: { type_name: Dee } } }
",
    );
    let places: Vec<String> = api
        .operations
        .iter()
        .map(|operation| {
            let resources: Vec<&str> = api.resources[operation.resource.0].path.iter().map(String::as_str).collect();
            format!("{} {}.{}", operation.method.as_str(), resources.join("."), operation.name)
        })
        .collect();
    assert_eq!(
        places,
        ["GET users.find", "PUT pets.toys.swap", "POST pets.toys.buy", "OPTIONS a.options", "PATCH own.word"]
    );
    let mut said = Vec::new();
    for (_, def) in api.types.iter() {
        said.extend(def.hint.clone());
        if let Shape::Enum(list) = &def.shape {
            said.extend(list.values.iter().map(|value| {
                let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
                format!("{} {} {}", value.wire, text(&value.name), text(&value.docs))
            }));
        }
    }
    let expected = ["a One -", "b Two Second.", "Level", "1 - -", "2 High Up.", "Mark", "x Cross -", "Dee"];
    assert_eq!(said, expected);
    let codes: Vec<String> = diagnostics.list().iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    assert_eq!(codes, ["SW0313", "SW0524", "SW0520", "SW0531", "SW0531"]);
}

#[test]
fn more_extensions_of_other_tools_are_understood() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a/{id}:
    get:
      x-stainless-deprecation-message: Use `b`.
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, x-speakeasy-ignore: true, x-ms-client-name: key }
        - { name: q, in: query, schema: { type: string }, x-speakeasy-ignore: true }
        - { name: r, in: query, description: R., schema: { type: string }, x-speakeasy-deprecation-message: Gone soon. }
      responses: {}
    put: { x-stainless-only: [python], responses: {} }
    post: { x-stainless-only: [python, rust], responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-stainless-renameMap: { b: Second }, x-speakeasy-unknown-values: disallow }
    B: { type: string, enum: [a], x-speakeasy-unknown-values: allow }
    C:
      type: object
      x-ms-client-name: See
      required: [gone]
      properties:
        id: { type: string, x-ms-client-name: key, deprecated: true, x-stainless-deprecation-message: Never used. }
        gone: { type: string, x-stainless-skip: true }
        any: { type: object, properties: { x: { type: string } }, x-speakeasy-type-override: any }
",
    );
    let mut said = Vec::new();
    for operation in &api.operations {
        said.push(format!("{} {} {:?}", operation.key(), operation.deprecated, operation.docs.description));
        for param in operation.path.variables().chain(&operation.params) {
            said.push(format!("  {} {:?} {} {:?}", param.wire, param.hint, param.deprecated, param.docs.description));
        }
    }
    for (_, def) in api.types.iter() {
        match &def.shape {
            Shape::Enum(list) => {
                let names: Vec<&Option<String>> = list.values.iter().map(|value| &value.name).collect();
                said.push(format!("closed {}: {names:?}", list.closed));
            }
            Shape::Object(object) => {
                said.push(format!("{:?}", def.hint));
                for field in &object.fields {
                    let docs = field.docs.description.as_deref().unwrap_or("-");
                    said.push(format!("  {} {:?} {:?} {} {docs}", field.wire, field.hint, field.ty, field.deprecated));
                }
            }
            shape => said.push(format!("{shape:?}")),
        }
    }
    for found in diagnostics.list().iter().filter(|found| found.code == crate::diag::Code::LeftOutByExtension) {
        said.push(found.message.clone());
    }
    expect_test::expect![[r#"
        GET /a/{id} true Some("Deprecated: Use `b`.")
          id Some("key") false None
          r None true Some("R.\n\nDeprecated: Gone soon.")
        POST /a/{id} false None
          id None false None
        closed true: [None, Some("Second")]
        closed false: [None]
        Some("See")
          id Some("key") String true Deprecated: Never used.
          any None Any(Declared("an extension says that it may be anything")) false -
        `x-stainless-skip` leaves the property `gone` out
        `x-speakeasy-ignore` leaves the parameter `q` out
        `x-stainless-only` leaves one operation out"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn hints_that_cannot_be_followed_are_said_and_ours_go_first() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get: { x-specwright-skip: false, x-stainless-skip: true, responses: {} }
    put: { x-speakeasy-group: alone, responses: {} }
    post: { x-fern-sdk-method-name: alone, responses: {} }
  /b:
    x-fern-ignore: true
    get: { responses: {} }
    put: { responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-enum-varnames: [One] }
    B: { type: string, enum: [a, b], x-enum-descriptions: none }
    C: { type: string, enum: [a, b, null], x-enum-varnames: [A, B] }
    D: { type: string, enum: [a], x-enum-varnames: [1], x-ms-enum: 5 }
",
    );
    let keys: Vec<String> = api.operations.iter().map(crate::ir::Operation::key).collect();
    assert_eq!(keys, ["GET /a", "PUT /a", "POST /a"]);
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .filter(|found| matches!(found.code, crate::diag::Code::HintIgnored | crate::diag::Code::LeftOutByExtension))
        .map(|found| format!("{} {}: {}", found.code, found.site.as_ref().unwrap().pointer, found.message))
        .collect();
    expect_test::expect![[r#"
        SW0313 #/components/schemas/A/x-enum-varnames: `x-enum-varnames` has 1 entry, and the list has 2 values
        SW0313 #/components/schemas/B/x-enum-descriptions: `x-enum-descriptions` must be a list, or a mapping from the values
        SW0313 #/components/schemas/D/x-enum-varnames: `x-enum-varnames` has an entry that is no text
        SW0313 #/components/schemas/D/x-ms-enum: `x-ms-enum` must be a mapping
        SW0313 #/paths/~1a/put/x-speakeasy-group: `x-speakeasy-group` stands alone: a group and a name make a method's place together
        SW0313 #/paths/~1a/post/x-fern-sdk-method-name: `x-fern-sdk-method-name` stands alone: a group and a name make a method's place together
        SW0531 #/paths: `x-fern-ignore` leaves 2 operations out, this one first"#]].assert_eq(&found.join("\n"));
}

#[test]
fn extensions_of_the_root_and_of_autorest() {
    let yaml = r"
openapi: 3.0.3
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
x-speakeasy-name-override: [{ operationId: '^get.*', methodNameOverride: fetch }, { operationId: '(', methodNameOverride: x }]
x-fern-idempotency-headers: [{ header: X-Once }]
paths:
  /me: { get: { operationId: getMe, x-speakeasy-group: users, responses: &r { '204': { description: D. } } } }
  /us: { get: { operationId: getUs, responses: *r }, put: { operationId: putUs, x-speakeasy-group: users, responses: *r } }
  /five: { get: { x-fern-sdk-group-name: 5, x-fern-availability: deprecated, responses: *r } }
  /pets:
    get:
      operationId: pets
      x-ms-pageable: { nextLinkName: more, itemName: pets }
      responses:
        '200':
          description: D.
          content: { application/json: { schema: { type: object, properties: { more: { type: string }, pets: { type: array, items: { type: object } } } } } }
  /toys: { get: { operationId: toys, x-ms-pageable: { nextLinkName: null }, responses: *r }, put: { x-ms-pageable: {}, responses: *r } }
";
    let (api, diagnostics) = lowered(yaml);
    let mut text = String::new();
    for operation in &api.operations {
        let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
        let pages = operation.pagination.as_ref().map(|pages| format!(" {:?} {:?}", pages.items, pages.next));
        let deprecated = if operation.deprecated { " deprecated" } else { "" };
        let key = operation.key();
        text.push_str(&format!("{key}: {path}.{}{deprecated}{}\n", operation.name, pages.unwrap_or_default()));
    }
    for found in diagnostics.list().iter().filter(|found| found.code != crate::diag::Code::SuccessWithoutContent) {
        let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        text.push_str(&format!("{} {site}: {}\n", found.code, found.message));
    }
    expect_test::expect![[r#"
        GET /me: users.fetch
        GET /us: us.fetch
        PUT /us: us.update
        GET /five: .five deprecated
        GET /pets: pets.list ["pets"] Url(Field(["more"]))
        GET /toys: toys.list
        PUT /toys: toys.replace_all
        SW0313 #/x-speakeasy-name-override/1: `operationId` must be a regular expression
        SW0313 #/paths/~1us/put/x-speakeasy-group: `x-speakeasy-group` stands alone: a group and a name make a method's place together
        SW0313 #/paths/~1five/get/x-fern-sdk-group-name: `x-fern-sdk-group-name` must be a text or a list of texts
        SW0313 #/paths/~1toys/put/x-ms-pageable: `x-ms-pageable` says no pages: it has no `nextLinkName`
        SW0513 #/paths/~1five/get: 2 operations have no operationId, this one first
        SW0553 #/x-fern-idempotency-headers: `x-fern-idempotency-headers` names a header for calls that are repeated, which is sent when it is asked for
    "#]].assert_eq(&text);
}

#[test]
fn extensions_of_events_and_words_that_are_none_of_theirs() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    get:
      parameters: [{ name: q, in: query, schema: { type: string, x-stainless-pagination-property: q } }]
      responses: {}
webhooks:
  gone: { post: { x-stainless-skip: true, requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }, responses: {} } }
  kept: { post: { x-stainless-skip: 7, requestBody: { content: { application/json: { schema: { type: object, properties: { b: { type: string } } } } } }, responses: {} } }
components:
  schemas:
    A: { type: string, enum: [a, b], x-speakeasy-unknown-values: foo, x-stainless-variantName: 5 }
    B: { type: object, properties: { b: { type: string } }, x-stainless-variantName: 3 }
    U: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: object, properties: { c: { type: string } }, x-stainless-variantName: 4 }] }
",
    );
    let events: Vec<&str> = api.webhooks.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(events, ["kept"]);
    let said: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|of| {
            let place = of.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            format!("{} {place} {}; {}", of.code, of.message, of.effect.as_deref().unwrap_or_default())
        })
        .collect();
    expect_test::expect![[r#"
        SW0313 #/webhooks/kept/post/x-stainless-skip `x-stainless-skip` must be true, false, or a list of languages; it says nothing
        SW0313 #/components/schemas/A/x-speakeasy-unknown-values `x-speakeasy-unknown-values` must be `allow` or `disallow`; it says nothing
        SW0313 #/components/schemas/A/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/components/schemas/B/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/components/schemas/U/oneOf/1/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/paths/~1a/get/parameters/0/schema/x-stainless-pagination-property `x-stainless-pagination-property` must be a mapping with a `purpose`; it says nothing
        SW0524 #/paths/~1a/get/responses this operation reads, and nothing is said of what it brings; its method returns `()`; `send_raw` gives what came
        SW0531 #/webhooks/gone/post `x-stainless-skip` leaves the event `gone` out; the SDK does not know it"#]].assert_eq(&said.join("\n"));
}
