//! Twelve broken descriptions, and what is said of them: a reader who never saw the document can mend it from that.
//!
//! Input: small documents, each with one mistake that people make. Output: none; the findings are held word for word.
//! Not here: whether each code has an example (`diagnostics_examples.rs`).

#![allow(clippy::needless_raw_string_hashes, clippy::needless_pass_by_value, reason = "expect-test writes them")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use expect_test::{Expect, expect};
use specwright::config::Config;
use specwright::diag::{Style, render};
use specwright::source::load_with;

fn check(text: &str, expect: Expect) {
    let mut read = |_: &str| Ok(text.as_bytes().to_vec());
    let shown: Vec<String> = match load_with("api.yaml", Vec::new(), &mut read) {
        Ok(sources) => {
            let findings = specwright::lint(&sources, &Config::default());
            let all = findings.diagnostics.list().iter().chain(findings.fatal.as_deref());
            all.map(|diagnostic| render(diagnostic, &|_| Some(text), Style::Plain)).collect()
        }
        Err((fatal, _)) => vec![render(&fatal, &|_| Some(text), Style::Plain)],
    };
    expect.assert_eq(&shown.join("\n\n"));
}

/// A description around an operation.
fn with(operation: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: Pets, version: 1.0.0 }}\npaths:\n  /pets/{{id}}:\n    get:\n{operation}")
}

#[test]
fn a_colon_in_a_text_without_quotes() {
    check(
        "openapi: 3.0.3\ninfo:\n  title: Pets: all of them\n  version: 1.0.0\npaths: {}\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: mapping values are not allowed in this context
             --> api.yaml:3:14
              |
            3 |   title: Pets: all of them
              |              ^
              |
              = help: a text that holds a colon and a space needs quotes around it"#]],
    );
}

#[test]
fn what_is_opened_and_never_closed() {
    check(
        "openapi: 3.0.3\ninfo: { title: Pets, version: 1.0.0\npaths: {}\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at line 2, column 7
             --> api.yaml:3:6
              |
            3 | paths: {}
              |      ^"#]],
    );
    check(
        "openapi: 3.0.3\ninfo:\n  title: \"Pets\n  version: 1.0.0\n\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: found unexpected end of stream, while scanning a quoted scalar that begins at line 3, column 10
             --> api.yaml:4:16
              |
            4 |   version: 1.0.0
              |                ^"#]],
    );
    check(
        "{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"Pets\"\n\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at line 2, column 10
             --> api.yaml:2:25
              |
            2 |  "info": {"title": "Pets"
              |                         ^"#]],
    );
}

#[test]
fn a_tab() {
    check(
        "openapi: 3.0.3\ninfo:\n\ttitle: Pets\n",
        expect![[r#"
        error[SW0104]: this is not valid YAML: found character that cannot start any token, while scanning for the next token
         --> api.yaml:3:1
          |
        3 |     title: Pets
          | ^^^^
          |
          = help: the line is indented with a tab; YAML allows only spaces there"#]],
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
              = help: remove one of the two"#]],
    );
}

#[test]
fn a_reference_with_a_slip() {
    check(
        &(with(
            "      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses:\n        '200':\n          description: ok\n          content: { application/json: { schema: { $ref: '#/components/schemas/Pett' } } }\n",
        ) + "components:\n  schemas:\n    Pet: { type: object, properties: { name: { type: string } } }\n"),
        expect![[r#"
            error[SW0201]: `#/components/schemas/Pett` points to nothing
              --> api.yaml:10:58
               |
            10 |           content: { application/json: { schema: { $ref: '#/components/schemas/Pett' } } }
               |                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = at: #/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/$ref
               = sdk: the value becomes an untyped JSON value
               = help: did you mean `#/components/schemas/Pet`?"#]],
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
              = help: did you mean `integer`?"#]],
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
          = help: add `{ name: id, in: path, required: true, schema: { type: string } }` to `parameters`"#]],
    );
}

#[test]
fn a_body_as_in_2_0() {
    check(
        &with(
            "      parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n        - { name: pet, in: body, schema: { type: object } }\n      responses: { '204': { description: ok } }\n",
        ),
        expect![[r##"
            error[SW0501]: `GET /pets/{id}` is left out: a parameter cannot be in `body`
             --> api.yaml:8:28
              |
            5 |     get:
              |     --- used here
            ...
            8 |         - { name: pet, in: body, schema: { type: object } }
              |                            ^^^^
              |
              = at: #/paths/~1pets~1{id}/get/parameters/1/in
              = sdk: `GET /pets/{id}` is not in the SDK; `accept-dropped = ["#/paths/~1pets~1{id}/get"]` in specwright.toml accepts that
              = help: that is OpenAPI 2.0; from 3.0 on, a body is the operation's `requestBody`"##]],
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
              = help: list it in the object around it: `required: [name]`"#]],
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
              = help: write `200`, `4XX` or `default`"#]],
    );
}

#[test]
fn the_same_operation_id_twice() {
    check(
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths:\n  /pets:\n    get: { operationId: list, responses: { '204': { description: ok } } }\n  /toys:\n    get: { operationId: list, responses: { '204': { description: ok } } }\n",
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
              = help: give it another one"#]],
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
              = help: from OpenAPI 3.0 on: `type: http` with `scheme: basic`"#]],
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

            warning[SW0418]: the default is a text, but the type is `integer`
             --> api.yaml:7:38
              |
            7 |     Limit: { type: integer, default: '10' }
              |                                      ^^^^^
              |
              = at: #/components/schemas/Limit/default
              = sdk: it is read as `10`
              = help: write `default: 10`

            warning[SW0416]: this list of allowed values is empty
             --> api.yaml:8:28
              |
            8 |     Empty: { type: string, enum: [] }
              |                            ^^^^
              |
              = at: #/components/schemas/Empty/enum
              = sdk: any value of the type is taken
              = help: list the values, or leave `enum` out"#]],
    );
}
