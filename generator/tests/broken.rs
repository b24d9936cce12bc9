//! Twelve broken descriptions, and what is said of them: a reader who never saw the document can mend it from that.
//!
//! Input: small documents, each with one mistake that people make. Output: none; the findings are held word for word.
//! Not here: whether each code has an example (`diagnostics_examples.rs`).

#![allow(clippy::needless_raw_string_hashes, clippy::needless_pass_by_value, reason = "expect-test writes them")]
#![allow(clippy::expect_used, reason = "helpers of tests are tests too")]

mod support;

use expect_test::{Expect, expect};
use support::Project;

/// Everything that `specwright lint` shows of a description.
fn check(text: &str, expect: Expect) {
    let ran = Project::of(text).run(&["lint", "api.yaml"]);
    assert_eq!(ran.out, "");
    expect.assert_eq(&ran.err);
}

/// A description around an operation.
fn with(operation: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Pets, version: 1.0.0 }}\npaths:\n  /pets/{{id}}:\n    get:\n{operation}\
         servers: [{{ url: 'https://pets.example' }}]\n"
    )
}

#[test]
fn a_colon_in_a_text_without_quotes() {
    check(
        "openapi: 3.0.3\ninfo:\n  title: Pets: all of them\n  version: 1.0.0\npaths: {}\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: a text without quotes holds `: `
             --> api.yaml:3:14
              |
            3 |   title: Pets: all of them
              |              ^
              |
              = help: a text that holds a colon and a space needs quotes around it

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
}

#[test]
fn what_is_opened_and_never_closed() {
    check(
        "openapi: 3.0.3\ninfo: { title: Pets, version: 1.0.0\npaths: {}\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: there should be a `,` or a `}` before this
             --> api.yaml:3:6
              |
            3 | paths: {}
              |      ^
              |
              = help: the mapping that opens at line 2, column 7 is not closed; `}` closes it

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
    check(
        "openapi: 3.0.3\ninfo:\n  title: \"Pets\n  version: 1.0.0\n\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: the file ends inside a text in quotes
             --> api.yaml:4:16
              |
            4 |   version: 1.0.0
              |                ^
              |
              = help: the quotes that open at line 3, column 10 are not closed

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
    check(
        "{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"Pets\"\n\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: there should be a `,` or a `}` before this
             --> api.yaml:2:25
              |
            2 |  "info": {"title": "Pets"
              |                         ^
              |
              = help: the mapping that opens at line 2, column 10 is not closed; `}` closes it

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
}

#[test]
fn a_tab() {
    check(
        "openapi: 3.0.3\ninfo:\n\ttitle: Pets\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: the line begins with a tab
             --> api.yaml:3:1
              |
            3 |     title: Pets
              | ^^^^
              |
              = help: YAML is indented with spaces alone: put two where the tab is

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
}

#[test]
fn two_documents_pasted_together() {
    check(
        "openapi: 3.0.3\ninfo: { title: Pets, version: 1.0.0 }\npaths:\n  /a: {}\npaths:\n  /b: {}\n",
        expect![[r#"
            error[SW0105]: the key `paths` stands here for the second time
             --> api.yaml:5:1
              |
            3 | paths:
              | ----- first here
            4 |   /a: {}
            5 | paths:
              | ^^^^^
              |
              = at: #/paths
              = sdk: what stands here counts, the first is lost
              = help: remove one of the two

            1 error; `specwright explain SW0105` says more of it
        "#]],
    );
}

#[test]
fn a_reference_with_a_slip() {
    check(
        &(with(
            "      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses:\n        '200':\n          description: ok\n          content: { application/json: { schema: { $ref: '#/components/schemas/Pett' } } }\n",
        ) + "components:\n  schemas:\n    Pet: { type: object, properties: { name: { type: string } } }\n"),
        expect![[r##"
            error[SW0201]: `#/components/schemas/Pett` points to nothing
              --> api.yaml:10:58
               |
            10 |           content: { application/json: { schema: { $ref: '#/components/schemas/Pett' } } }
               |                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = at: #/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/$ref
               = sdk: the value becomes an untyped JSON value
               = help: did you mean `#/components/schemas/Pet`?
               = overlay: {target: "$.paths['/pets/{id}'].get.responses['200'].content['application/json'].schema['$ref']", update: "#/components/schemas/Pet"}

            1 error; `specwright explain SW0201` says more of it
            it can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
        "##]],
    );
}

#[test]
fn a_type_with_a_slip() {
    check(
        &(with(
            "      parameters: [{ name: id, in: path, required: true, schema: { type: integr } }]\n      responses: { '204': { description: ok } }\n",
        )),
        expect![[r#"
            error[SW0401]: there is no type `integr`
             --> api.yaml:6:74
              |
            6 |       parameters: [{ name: id, in: path, required: true, schema: { type: integr } }]
              |                                                                          ^^^^^^
              |
              = at: #/paths/~1pets~1{id}/get/parameters/0/schema/type
              = sdk: the value becomes an untyped JSON value
              = help: did you mean `integer`?

            1 error; `specwright explain SW0401` says more of it
        "#]],
    );
}

#[test]
fn a_path_variable_that_nobody_declares() {
    check(
        &with("      responses: { '204': { description: ok } }\n"),
        expect![[r#"
            warning[SW0506]: the path variable `{id}` is not declared
             --> api.yaml:5:5
              |
            5 |     get:
              |     ^^^
              |
              = at: #/paths/~1pets~1{id}/get
              = sdk: the method takes it as a string
              = help: add `{ name: id, in: path, required: true, schema: { type: string } }` to `parameters`
              = overlay: {target: "$.paths['/pets/{id}'].get", update: {"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}]}}

            1 warning; `specwright explain SW0506` says more of it
            it can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
        "#]],
    );
}

#[test]
fn a_parameter_that_is_nowhere() {
    check(
        &with(
            "      parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n        - { name: pet, in: queries, schema: { type: string } }\n      responses: { '204': { description: ok } }\n",
        ),
        expect![[r##"
            error[SW0501]: `GET /pets/{id}` is left out: a parameter cannot be in `queries`
             --> api.yaml:8:28
              |
            5 |     get:
              |     --- used here
            ...
            8 |         - { name: pet, in: queries, schema: { type: string } }
              |                            ^^^^^^^
              |
              = at: #/paths/~1pets~1{id}/get/parameters/1/in
              = sdk: `GET /pets/{id}` is not in the SDK; `accept-dropped = ["#/paths/~1pets~1{id}/get"]` in specwright.toml accepts that
              = help: it can be in `query`, `querystring`, `header`, `path`, `cookie`

            1 error; `specwright explain SW0501` says more of it
        "##]],
    );
}

#[test]
fn required_inside_a_property() {
    check(
        "openapi: 3.0.3\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      properties:\n        name: { type: string, required: true }\n",
        expect![[r#"
            warning[SW0413]: `name` says of itself that it is required
             --> api.yaml:9:41
              |
            9 |         name: { type: string, required: true }
              |                                         ^^^^
              |
              = at: #/components/schemas/Pet/properties/name/required
              = sdk: `name` is a required field
              = help: list it in the object around it: `required: [name]`
              = overlay: {target: "$.components.schemas.Pet", update: {"required":["name"]}}

            1 warning; `specwright explain SW0413` says more of it
            it can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
        "#]],
    );
}

#[test]
fn a_status_that_is_none() {
    check(
        &with(
            "      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses:\n        ok: { description: ok }\n        '204': { description: ok }\n",
        ),
        expect![[r#"
            warning[SW0502]: `ok` is not a status code
             --> api.yaml:8:9
              |
            8 |         ok: { description: ok }
              |         ^^
              |
              = at: #/paths/~1pets~1{id}/get/responses/ok
              = sdk: the response is ignored
              = help: write `200`, `4XX` or `default`

            1 warning; `specwright explain SW0502` says more of it
        "#]],
    );
}

#[test]
fn the_same_operation_id_twice() {
    check(
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths:\n  /pets:\n    get: { operationId: list, responses: { '204': { description: ok } } }\n  /toys:\n    get: { operationId: list, responses: { '204': { description: ok } } }\nservers: [{ url: 'https://pets.example' }]\n",
        expect![[r#"
            warning[SW0512]: the operationId `list` stands here again
             --> api.yaml:7:25
              |
            5 |     get: { operationId: list, responses: { '204': { description: ok } } }
              |                         ---- first here
            6 |   /toys:
            7 |     get: { operationId: list, responses: { '204': { description: ok } } }
              |                         ^^^^
              |
              = at: #/paths/~1toys/get/operationId
              = sdk: both operations are made, with names from their paths
              = help: each operation has an id of its own: give it another one

            1 warning; `specwright explain SW0512` says more of it
        "#]],
    );
}

#[test]
fn a_security_scheme_of_2_0() {
    check(
        "openapi: 3.0.3\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    Login: { type: basic }\n",
        expect![[r#"
            error[SW0307]: the security scheme `Login` is left out: there is no security scheme of type `basic`
             --> api.yaml:6:20
              |
            6 |     Login: { type: basic }
              |                    ^^^^^
              |
              = at: #/components/securitySchemes/Login/type
              = sdk: the client has no option for its credential
              = help: that is OpenAPI 2.0; from 3.0 on, write `type: http` and `scheme: basic`
              = overlay: {target: "$.components.securitySchemes.Login", update: {"type":"http","scheme":"basic"}}

            1 error; `specwright explain SW0307` says more of it
            it can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
        "#]],
    );
}

#[test]
fn a_default_and_an_enum_of_another_type() {
    check(
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\ncomponents:\n  schemas:\n    Version: { type: string, enum: [1.10, '2'] }\n    Limit: { type: integer, default: '10' }\n    Empty: { type: string, enum: [] }\n",
        expect![[r#"
            warning[SW0415]: this is a number, where texts are listed
             --> api.yaml:6:37
              |
            6 |     Version: { type: string, enum: [1.10, '2'] }
              |                                     ^^^^
              |
              = at: #/components/schemas/Version/enum/0
              = sdk: it is the text "1.10"
              = help: put it in quotes: `"1.10"`
              = overlay: {target: "$.components.schemas.Version.enum[0]", update: "1.10"}

            warning[SW0418]: the default is a text, but the type is `integer`
             --> api.yaml:7:38
              |
            7 |     Limit: { type: integer, default: '10' }
              |                                      ^^^^^
              |
              = at: #/components/schemas/Limit/default
              = sdk: it is read as `10`
              = help: write `default: 10`
              = overlay: {target: "$.components.schemas.Limit.default", update: 10}

            warning[SW0416]: this list of allowed values is empty
             --> api.yaml:8:28
              |
            8 |     Empty: { type: string, enum: [] }
              |                            ^^^^
              |
              = at: #/components/schemas/Empty/enum
              = sdk: any value of the type is taken
              = help: list the values, or leave `enum` out
              = overlay: {target: "$.components.schemas.Empty.enum", remove: true}

            3 warnings; `specwright explain SW0415` says more of the first
            they can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
        "#]],
    );
}
