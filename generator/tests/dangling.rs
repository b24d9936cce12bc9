//! References that lead nowhere, in every place that a description can have one: the operation around it stays.
//!
//! Input: a reference to nothing in each place. Output: the method that is made all the same, and what is said.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::expect;
use specwright::config::Config;
use specwright::source::Sources;

const LATER: &str =
    "openapi: 3.1.0\nservers: [{ url: 'https://pets.example' }]\ncomponents: { responses: { Far: GONE } }\n";
const EARLIER: &str = "swagger: '2.0'\nhost: pets.example\nproduces: [PRODUCES]\nresponses: { Far: GONE }\n";

/// What is made of `PUT /pets/{id}` with a reference to nothing in each of these, and what is found. `ID` is the variable
/// of the path, `DONE` an answer without a body.
fn table(root: &str, operations: &[&str]) -> String {
    let later = !root.starts_with("swagger");
    let id = if later { "schema: { type: string }" } else { "type: string" };
    let id = format!("{{ name: id, in: path, required: true, {id} }}");
    let rows = operations.iter().map(|operation| {
        let (whole, (operation, produces)) =
            (operation, operation.split_once(" as ").unwrap_or((operation, "application/json")));
        let answers = if operation.contains("responses") { "" } else { ", responses: DONE" };
        let path = if operation.starts_with("$ref") {
            operation.to_owned()
        } else {
            format!("put: {{ {operation}{answers} }}")
        };
        let text = format!("{root}info: {{ title: Pets, version: '1' }}\npaths:\n  /pets/{{id}}: {{ {path} }}\n");
        let gone = if later { "{ $ref: '#/components/gone' }" } else { "{ $ref: '#/gone' }" };
        let text = text.replace("GONE", gone).replace("ID", &id).replace("PRODUCES", produces);
        let text = text.replace("DONE", "{ '204': { description: Done. } }");
        format!("{whole}\n{}", made(&text))
    });
    rows.collect::<Vec<_>>().join("\n\n")
}

/// The method, and the findings.
fn made(text: &str) -> String {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("a description");
    let outcome = specwright::generate(&sources, &Config::default(), None);
    let list = outcome.files.iter().find(|file| file.path.as_str() == "api.md").map_or("", |file| file.text.as_str());
    let method = list.lines().find(|line| line.contains("/pets/{id}"));
    let method = method.and_then(|line| line.split('—').next()).unwrap_or("no method").trim_start_matches("- ").trim();
    let found = outcome.findings.diagnostics.list().iter().map(|found| {
        let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        let site = site.replace("#/paths/~1pets~1{id}", "…").replace("…/put", "…");
        format!("    {} {site}: {}", found.code, found.effect.as_deref().unwrap_or_default())
    });
    std::iter::once(format!("    {method}")).chain(found).collect::<Vec<_>>().join("\n")
}

const KINDS: &str = "openapi: 3.0.3
servers: [{ url: 'https://pets.example' }]
components:
  schemas: { Pet: { type: object, properties: { name: { type: string } } }, Name: { type: string } }
  responses: { Pets: { description: R., content: { application/json: { schema: { type: string } } } } }
  requestBodies: { Pet: { content: { application/json: { schema: { type: string } } } } }
  parameters: { Name: { name: name, in: query, schema: { type: string } } }
  headers: { Left: { schema: { type: integer } } }
x-kinds:
  Pet: { type: object, properties: { name: { type: string } }, example: { name: Rex } }
  Done: { description: Done. }
  Item: { delete: { responses: { '204': { description: Done. } } } }
";

#[test]
fn to_another_kind_of_object() {
    let table = table(
        KINDS,
        &[
            "parameters: [ID], requestBody: { $ref: '#/components/schemas/Pet' }",
            "parameters: [ID], requestBody: { $ref: '#/components/responses/Pets' }",
            "parameters: [ID], requestBody: { $ref: '#/components/parameters/Name' }",
            "parameters: [ID], requestBody: { content: { application/json: { $ref: '#/components/schemas/Pet' } } }",
            "parameters: [ID], responses: { '200': { $ref: '#/components/schemas/Pet' } }",
            "parameters: [ID], responses: { '200': { $ref: '#/components/requestBodies/Pet' } }",
            "parameters: [ID], responses: { '200': { $ref: '#/components/parameters/Name' } }",
            "parameters: [ID], responses: { '204': { description: D, headers: { X-Left: { $ref: '#/components/schemas/Name' } } } }",
            "parameters: [ID, { $ref: '#/components/schemas/Name' }]",
            "parameters: [ID, { $ref: '#/components/headers/Left' }]",
            "parameters: [ID, { name: q, in: query, schema: { $ref: '#/components/responses/Pets' } }]",
            "parameters: [ID, { name: q, in: query, schema: { $ref: '#' } }]",
            // At places that tell nothing, as those in other files.
            "parameters: [ID], requestBody: { $ref: '#/x-kinds/Pet' }, responses: { '200': { $ref: '#/x-kinds/Pet' } }",
            "parameters: [ID, { $ref: '#/x-kinds/Pet' }], responses: { '204': { $ref: '#/x-kinds/Done' } }",
            "$ref: '#/x-kinds/Pet'",
            "$ref: '#/x-kinds/Item'",
            "$ref: '#/paths/~1other/get'",
        ],
    );
    expect![[r##"
        parameters: [ID], requestBody: { $ref: '#/components/schemas/Pet' }
            `client.pets().update(id)` → `()`
            SW0214 …/requestBody/$ref: it is read as content in JSON

        parameters: [ID], requestBody: { $ref: '#/components/responses/Pets' }
            `client.pets().update(id)` → `()`
            SW0214 …/requestBody/$ref: it has what a Request Body Object has, and is read as one
            SW0305 …: it is read as if the field were there, and empty
            SW0520 …/responses: its method returns `()`; `send_raw` gives what came

        parameters: [ID], requestBody: { $ref: '#/components/parameters/Name' }
            `client.pets().update(id)` → `()`
            SW0213 …/requestBody/$ref: the method takes any JSON value as its body

        parameters: [ID], requestBody: { content: { application/json: { $ref: '#/components/schemas/Pet' } } }
            `client.pets().update(id)` → `()`
            SW0214 …/requestBody/content/application~1json/$ref: it is read as the schema of its values

        parameters: [ID], responses: { '200': { $ref: '#/components/schemas/Pet' } }
            `client.pets().update(id)` → `types::Pet`
            SW0214 …/responses/200/$ref: it is read as content in JSON

        parameters: [ID], responses: { '200': { $ref: '#/components/requestBodies/Pet' } }
            `client.pets().update(id)` → `String`
            SW0214 …/responses/200/$ref: it has what a Response Object has, and is read as one
            SW0305 #/components/requestBodies/Pet: it is read as if the field were there, and empty

        parameters: [ID], responses: { '200': { $ref: '#/components/parameters/Name' } }
            `client.pets().update(id)` → `Json`
            SW0213 …/responses/200/$ref: the answer is an untyped value

        parameters: [ID], responses: { '204': { description: D, headers: { X-Left: { $ref: '#/components/schemas/Name' } } } }
            `client.pets().update(id)` → `()`
            SW0214 …/responses/204/headers/X-Left/$ref: it is read as the schema of its values

        parameters: [ID, { $ref: '#/components/schemas/Name' }]
            `client.pets().update(id)` → `()`
            SW0213 …/parameters/1/$ref: the method does not take it; a variable of the path is taken as a string

        parameters: [ID, { $ref: '#/components/headers/Left' }]
            `client.pets().update(id)` → `()`
            SW0213 …/parameters/1/$ref: the method does not take it; a variable of the path is taken as a string

        parameters: [ID, { name: q, in: query, schema: { $ref: '#/components/responses/Pets' } }]
            `client.pets().update(id)` → `()`
            SW0214 …/parameters/1/schema/$ref: it is read as the schema of what it holds
            SW0305 …: it is read as if the field were there, and empty
            SW0520 …/responses: its method returns `()`; `send_raw` gives what came

        parameters: [ID, { name: q, in: query, schema: { $ref: '#' } }]
            `client.pets().update(id)` → `()`
            SW0213 …/parameters/1/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], requestBody: { $ref: '#/x-kinds/Pet' }, responses: { '200': { $ref: '#/x-kinds/Pet' } }
            `client.pets().update(id)` → `PetUpdateBody`
            SW0214 …/requestBody/$ref: it is read as content in JSON
            SW0214 …/responses/200/$ref: it is read as content in JSON

        parameters: [ID, { $ref: '#/x-kinds/Pet' }], responses: { '204': { $ref: '#/x-kinds/Done' } }
            `client.pets().update(id)` → `()`
            SW0213 …/parameters/1/$ref: the method does not take it; a variable of the path is taken as a string

        $ref: '#/x-kinds/Pet'
            no method
            SW0501 …/$ref: all of `/pets/{id}` is not in the SDK; `accept-dropped = ["#/paths/~1pets~1{id}"]` in specwright.toml accepts that

        $ref: '#/x-kinds/Item'
            `client.pets().delete(id)` → `()`
            SW0506 #/x-kinds/Item/delete: the method takes it as a string

        $ref: '#/paths/~1other/get'
            no method
            SW0501 …/$ref: all of `/pets/{id}` is not in the SDK; `accept-dropped = ["#/paths/~1pets~1{id}"]` in specwright.toml accepts that"##]].assert_eq(&table);
}

#[test]
fn a_schema_of_2_0_in_the_place_of_a_response() {
    let root = "swagger: '2.0'\nhost: pets.example\nproduces: [PRODUCES]\ndefinitions: { Pet: { type: object } }\n";
    let answers = ["parameters: [ID], responses: { '200': { $ref: '#/definitions/Pet' } }"];
    expect![[r#"
        parameters: [ID], responses: { '200': { $ref: '#/definitions/Pet' } }
            `client.pets().update(id)` → `types::Pet`
            SW0214 …/responses/200/$ref: it is read as the schema of its values"#]]
    .assert_eq(&table(root, &answers));
}

#[test]
fn of_answers() {
    let table = table(
        LATER,
        &[
            "parameters: [ID], responses: { '200': GONE }",
            "parameters: [ID], responses: { '200': { $ref: '#/components/responses/Far' } }",
            "parameters: [ID], responses: { '204': GONE }",
            "parameters: [ID], responses: { default: GONE }",
            "parameters: [ID], responses: { '204': { description: A }, '404': GONE, '302': GONE }",
            "parameters: [ID], responses: { '200': { description: A, content: { application/json: GONE } } }",
            "parameters: [ID], responses: { '200': { description: A, content: { application/json: { schema: GONE } } } }",
            "parameters: [ID], responses: { '200': { description: A, content: { application/json: { schema: { allOf: [GONE, { properties: { a: {} } }] } } } } }",
            "parameters: [ID], responses: { '204': { description: A, headers: { X-Left: GONE } } }",
            "parameters: [ID], responses: { '204': { description: A, headers: { X-Left: { schema: GONE } } } }",
            "parameters: [ID], responses: { '204': { description: A, links: { next: GONE } } }",
        ],
    );
    expect![[r#"
        parameters: [ID], responses: { '200': GONE }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/200/$ref: the answer is an untyped value

        parameters: [ID], responses: { '200': { $ref: '#/components/responses/Far' } }
            `client.pets().update(id)` → `Json`
            SW0201 #/components/responses/Far/$ref: the answer is an untyped value

        parameters: [ID], responses: { '204': GONE }
            `client.pets().update(id)` → `()`
            SW0201 …/responses/204/$ref: nothing is lost but its words and headers: an answer of this status has no body

        parameters: [ID], responses: { default: GONE }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/default/$ref: the answer is an untyped value

        parameters: [ID], responses: { '204': { description: A }, '404': GONE, '302': GONE }
            `client.pets().update(id)` → `()`
            SW0309 …/responses/404/$ref: the SDK is made as if it were not there
            SW0309 …/responses/302/$ref: the SDK is made as if it were not there

        parameters: [ID], responses: { '200': { description: A, content: { application/json: GONE } } }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/200/content/application~1json/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '200': { description: A, content: { application/json: { schema: GONE } } } }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/200/content/application~1json/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '200': { description: A, content: { application/json: { schema: { allOf: [GONE, { properties: { a: {} } }] } } } } }
            `client.pets().update(id)` → `PetUpdateResponse`
            SW0201 …/responses/200/content/application~1json/schema/allOf/0/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '204': { description: A, headers: { X-Left: GONE } } }
            `client.pets().update(id)` → `()`
            SW0201 …/responses/204/headers/X-Left/$ref: it is read as a text

        parameters: [ID], responses: { '204': { description: A, headers: { X-Left: { schema: GONE } } } }
            `client.pets().update(id)` → `()`
            SW0201 …/responses/204/headers/X-Left/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '204': { description: A, links: { next: GONE } } }
            `client.pets().update(id)` → `()`
            SW0309 …/responses/204/links/next/$ref: the SDK is made as if it were not there"#]]
    .assert_eq(&table);
}

#[test]
fn of_inputs() {
    let table = table(
        LATER,
        &[
            "parameters: [ID, GONE]",
            "parameters: [GONE]",
            "parameters: [{ name: id, in: path, required: true, schema: GONE }]",
            "parameters: [ID, { name: q, in: query, required: true, schema: GONE }]",
            "parameters: [ID, { name: q, in: query, required: true, content: { application/json: GONE } }]",
            "parameters: [ID], requestBody: GONE",
            "parameters: [ID], requestBody: { required: true, content: { application/json: GONE } }",
            "parameters: [ID], requestBody: { required: true, content: { application/json: { schema: GONE } } }",
            "parameters: [ID], requestBody: { content: { multipart/form-data: { schema: { properties: { a: GONE } }, encoding: { a: GONE } } } }",
            "parameters: [ID], callbacks: { done: GONE }",
        ],
    );
    expect![[r#"
        parameters: [ID, GONE]
            `client.pets().update(id)` → `()`
            SW0201 …/parameters/1/$ref: the method does not take it; a variable of the path is taken as a string

        parameters: [GONE]
            `client.pets().update(id)` → `()`
            SW0201 …/parameters/0/$ref: the method does not take it; a variable of the path is taken as a string
            SW0506 …: the method takes it as a string

        parameters: [{ name: id, in: path, required: true, schema: GONE }]
            `client.pets().update(id)` → `()`
            SW0201 …/parameters/0/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID, { name: q, in: query, required: true, schema: GONE }]
            `client.pets().update(id, PetUpdate)` → `()`
            SW0201 …/parameters/1/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID, { name: q, in: query, required: true, content: { application/json: GONE } }]
            `client.pets().update(id, PetUpdate)` → `()`
            SW0201 …/parameters/1/content/application~1json/$ref: the value becomes an untyped JSON value

        parameters: [ID], requestBody: GONE
            `client.pets().update(id)` → `()`
            SW0201 …/requestBody/$ref: the method takes any JSON value as its body

        parameters: [ID], requestBody: { required: true, content: { application/json: GONE } }
            `client.pets().update(id, body)` → `()`
            SW0201 …/requestBody/content/application~1json/$ref: the value becomes an untyped JSON value

        parameters: [ID], requestBody: { required: true, content: { application/json: { schema: GONE } } }
            `client.pets().update(id, body)` → `()`
            SW0201 …/requestBody/content/application~1json/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], requestBody: { content: { multipart/form-data: { schema: { properties: { a: GONE } }, encoding: { a: GONE } } } }
            `client.pets().update(id)` → `()`
            SW0201 …/requestBody/content/multipart~1form-data/schema/properties/a/$ref: the value becomes an untyped JSON value
            SW0201 …/requestBody/content/multipart~1form-data/encoding/a/$ref: the part is written as its type says

        parameters: [ID], callbacks: { done: GONE }
            `client.pets().update(id)` → `()`
            SW0309 …/callbacks/done/$ref: the SDK is made as if it were not there"#]]
    .assert_eq(&table);
}

#[test]
fn of_2_0() {
    let table = table(
        EARLIER,
        &[
            "parameters: [ID, GONE]",
            "parameters: [GONE]",
            "parameters: [ID, { name: b, in: body, required: true, schema: GONE }]",
            "parameters: [ID], responses: { '200': GONE }",
            "parameters: [ID], responses: { '200': GONE } as application/xml",
            "parameters: [ID], responses: { '200': { $ref: '#/responses/Far' } }",
            "parameters: [ID], responses: { '200': { description: A, schema: GONE } }",
            "parameters: [ID], responses: { '204': { description: A, headers: { X-Left: GONE } } }",
        ],
    );
    expect![[r#"
        parameters: [ID, GONE]
            `client.pets().update(id)` → `()`
            SW0201 …/parameters/1/$ref: the method does not take it; a variable of the path is taken as a string

        parameters: [GONE]
            `client.pets().update(id)` → `()`
            SW0201 …/parameters/0/$ref: the method does not take it; a variable of the path is taken as a string
            SW0506 …: the method takes it as a string

        parameters: [ID, { name: b, in: body, required: true, schema: GONE }]
            `client.pets().update(id, body)` → `()`
            SW0201 …/parameters/1/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '200': GONE }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/200/$ref: the answer is an untyped value

        parameters: [ID], responses: { '200': GONE } as application/xml
            `client.pets().update(id)` → `String`
            SW0201 …/responses/200/$ref: the answer is an untyped value

        parameters: [ID], responses: { '200': { $ref: '#/responses/Far' } }
            `client.pets().update(id)` → `Json`
            SW0201 #/responses/Far/$ref: the answer is an untyped value

        parameters: [ID], responses: { '200': { description: A, schema: GONE } }
            `client.pets().update(id)` → `Json`
            SW0201 …/responses/200/schema/$ref: the value becomes an untyped JSON value

        parameters: [ID], responses: { '204': { description: A, headers: { X-Left: GONE } } }
            `client.pets().update(id)` → `()`
            SW0201 …/responses/204/headers/X-Left/$ref: it is read as a text"#]]
    .assert_eq(&table);
}

/// A path item that is not there has no operations, so nothing can be made of it.
#[test]
fn of_whole_paths() {
    expect![[r##"
        $ref: '#/components/pathItems/Gone'
            no method
            SW0501 …/$ref: all of `/pets/{id}` is not in the SDK; `accept-dropped = ["#/paths/~1pets~1{id}"]` in specwright.toml accepts that"##]]
    .assert_eq(&table(LATER, &["$ref: '#/components/pathItems/Gone'"]));
}
