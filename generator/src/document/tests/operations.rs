//! Paths and operations: nothing goes missing without a word.

use expect_test::expect;

use super::*;

#[test]
fn one_broken_operation_costs_no_other() {
    paths(
        "3.0.3",
        "paths:\n  /a:\n    get:\n      parameters:\n        - {name: x, in: quary, schema: {}}\n      responses: {}\n    post:\n      responses: {200: {description: ok}}\n  /b:\n    get:\n      parameters: [{$ref: '#/components/parameters/P'}]\n  /c:\n    parameters: 5\n    get: {}\n",
        expect![[r##"
            post /a, get /b
            error[SW0501]: `GET /a` is left out: a parameter cannot be in `quary`
             --> a.yaml:7:25
              |
            5 |     get:
              |     --- used here
            6 |       parameters:
            7 |         - {name: x, in: quary, schema: {}}
              |                         ^^^^^
              |
              = at: #/paths/~1a/get/parameters/0/in
              = sdk: `GET /a` is not in the SDK; `accept-dropped = ["#/paths/~1a/get"]` in specwright.toml accepts that
              = help: did you mean `query`?
            error[SW0201]: `#/components/parameters/P` points to nothing
              --> a.yaml:13:27
               |
            13 |       parameters: [{$ref: '#/components/parameters/P'}]
               |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = at: #/paths/~1b/get/parameters/0/$ref
               = sdk: the method does not take it; a variable of the path is taken as a string
               = help: the document has no `components`
            warning[SW0305]: an Operation Object needs the field `responses`
              --> a.yaml:12:5
               |
            12 |     get:
               |     ^^^
               |
               = at: #/paths/~1b/get
               = sdk: it is read as if the field were there, and empty
            error[SW0501]: all of `/c` is left out: `parameters` must be a list, but is a number
              --> a.yaml:15:17
               |
            14 |   /c:
               |   -- used here
            15 |     parameters: 5
               |                 ^
               |
               = at: #/paths/~1c/parameters
               = sdk: all of `/c` is not in the SDK; `accept-dropped = ["#/paths/~1c"]` in specwright.toml accepts that"##]],
    );
}

#[test]
fn slips_around_operations() {
    paths(
        "3.0.3",
        "paths:\n  a:\n    get:\n      tag: x\n      operationId: 1.10\n      deprecated: 'true'\n      description: [x]\n      parameters: [{name: x, in: query, style: deepobject}]\n      responses: {ok: {}, '200': {description: ok, headers: {h: {description: 5}}}}\n",
        expect![[r#"
            get /a
            warning[SW0308]: the path `a` does not start with `/`
             --> a.yaml:4:3
              |
            4 |   a:
              |   ^
              |
              = at: #/paths/a
              = sdk: it is read as `/a`
              = help: write `/a`
            warning[SW0306]: an Operation Object has no field `tag`
             --> a.yaml:6:7
              |
            6 |       tag: x
              |       ^^^
              |
              = at: #/paths/a/get/tag
              = sdk: it says nothing
              = help: did you mean `tags`?
            warning[SW0304]: `operationId` must be a text, but is a number
             --> a.yaml:7:20
              |
            7 |       operationId: 1.10
              |                    ^^^^
              |
              = at: #/paths/a/get/operationId
              = sdk: it is read as `"1.10"`
              = help: write `operationId: "1.10"`
            warning[SW0304]: `deprecated` must be `true` or `false`, but is a text
             --> a.yaml:8:19
              |
            8 |       deprecated: 'true'
              |                   ^^^^^^
              |
              = at: #/paths/a/get/deprecated
              = sdk: it is read as `true`
              = help: write `deprecated: true`
            warning[SW0304]: `description` must be a text, but is a list
             --> a.yaml:9:7
              |
            9 |       description: [x]
              |       ^^^^^^^^^^^
              |
              = at: #/paths/a/get/description
              = sdk: it is ignored
            warning[SW0503]: the style `deepobject` does not exist here
              --> a.yaml:10:48
               |
            10 |       parameters: [{name: x, in: query, style: deepobject}]
               |                                                ^^^^^^^^^^
               |
               = at: #/paths/a/get/parameters/0/style
               = sdk: it is sent as `form`
               = help: did you mean `deepObject`?
            warning[SW0504]: this has neither `schema` nor `content`
              --> a.yaml:10:21
               |
            10 |       parameters: [{name: x, in: query, style: deepobject}]
               |                     ^^^^
               |
               = at: #/paths/a/get/parameters/0
               = sdk: its value becomes untyped
            warning[SW0502]: `ok` is not a status code
              --> a.yaml:11:19
               |
            11 |       responses: {ok: {}, '200': {description: ok, headers: {h: {description: 5}}}}
               |                   ^^
               |
               = at: #/paths/a/get/responses/ok
               = sdk: the response is ignored
               = help: write `200`, `4XX` or `default`
            warning[SW0504]: this has neither `schema` nor `content`
              --> a.yaml:11:62
               |
            11 |       responses: {ok: {}, '200': {description: ok, headers: {h: {description: 5}}}}
               |                                                              ^
               |
               = at: #/paths/a/get/responses/200/headers/h
               = sdk: its value becomes untyped"#]],
    );
}

#[test]
fn security_schemes() {
    paths(
        "3.1.0",
        "paths: {}\nsecurity: {k: []}\ncomponents:\n  securitySchemes:\n    k: {type: apiKey, name: K, in: header}\n    o: {type: oauth2, flows: {implicit: {}}}\n    m: {type: mutualTLS}\n    b: {type: basic}\n    q: {type: apiKey, name: K, in: body}\n",
        expect![[r#"

            note[SW0310]: `m` (mutualTLS) is settled below HTTP
             --> a.yaml:9:5
              |
            9 |     m: {type: mutualTLS}
              |     ^
              |
              = at: #/components/securitySchemes/m
              = sdk: the client sends no credential for it
              = help: give the client its certificate: `ClientOptions::client_certificate`
            error[SW0307]: the security scheme `b` is left out: there is no security scheme of type `basic`
              --> a.yaml:10:15
               |
            10 |     b: {type: basic}
               |               ^^^^^
               |
               = at: #/components/securitySchemes/b/type
               = sdk: the client has no option for its credential
               = help: that is OpenAPI 2.0; from 3.0 on, write `type: http` and `scheme: basic`
            error[SW0307]: the security scheme `q` is left out: a key cannot be in `body`
              --> a.yaml:11:36
               |
            11 |     q: {type: apiKey, name: K, in: body}
               |                                    ^^^^
               |
               = at: #/components/securitySchemes/q/in
               = sdk: the client has no option for its credential
               = help: it can be in `query`, `header` or `cookie`
            warning[SW0304]: `security` must be a list of mappings, but is a mapping
             --> a.yaml:4:1
              |
            4 | security: {k: []}
              | ^^^^^^^^
              |
              = at: #/security
              = sdk: it is read as a list of that mapping
              = help: put a `- ` in front of the first scheme"#]],
    );
}

#[test]
fn webhooks_without_paths() {
    let sources = sources(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\nwebhooks:\n  new:\n    post:\n      requestBody: {content: {application/json: {schema: {type: string}}}}\n",
    );
    let (document, diagnostics) = built(&sources);
    expect![[""]].assert_eq(&diagnostics);
    assert!(document.webhooks["new"].as_item().is_some_and(|item| item.post.is_some()));
    assert_eq!(document.webhook_site("new", "post").to_string_for_test(), "a.yaml#/webhooks/new/post");
}

#[test]
fn an_operation_under_a_word_that_is_no_method_is_read_or_an_error() {
    let operation = "{operationId: x, responses: {'204': {description: ok}}}";
    paths(
        "3.0.3",
        &format!(
            "paths:\n  /a: {{GET: {operation}, Query: {{}}}}\n  /b: {{gte: {operation}}}\n  /c: {{connect: {operation}, get: {operation}}}\n"
        ),
        expect![[r##"
            get /a, get /c
            warning[SW0306]: a Path Item Object has no field `GET`
             --> a.yaml:4:8
              |
            4 |   /a: {GET: {operationId: x, responses: {'204': {description: ok}}}, Query: {}}
              |        ^^^
              |
              = at: #/paths/~1a/GET
              = sdk: it is read as `get`
              = help: did you mean `get`?
            warning[SW0306]: a Path Item Object has no field `Query`
             --> a.yaml:4:70
              |
            4 |   /a: {GET: {operationId: x, responses: {'204': {description: ok}}}, Query: {}}
              |                                                                      ^^^^^
              |
              = at: #/paths/~1a/Query
              = sdk: it is read as `query`
              = help: did you mean `query`?
            warning[SW0305]: an Operation Object needs the field `responses`
             --> a.yaml:4:70
              |
            4 |   /a: {GET: {operationId: x, responses: {'204': {description: ok}}}, Query: {}}
              |                                                                      ^^^^^
              |
              = at: #/paths/~1a/Query
              = sdk: it is read as if the field were there, and empty
            error[SW0501]: `gte /b` is left out: `gte` is no method that a path item has
             --> a.yaml:5:8
              |
            5 |   /b: {gte: {operationId: x, responses: {'204': {description: ok}}}}
              |        ^^^
              |
              = at: #/paths/~1b/gte
              = sdk: `gte /b` is not in the SDK; `accept-dropped = ["#/paths/~1b/gte"]` in specwright.toml accepts that
              = help: did you mean `get`?
            error[SW0501]: `connect /c` is left out: `connect` is no method that a path item has
             --> a.yaml:6:8
              |
            6 |   /c: {connect: {operationId: x, responses: {'204': {description: ok}}}, get: {operationId: x, responses: {'204': {description: ok}}}}
              |        ^^^^^^^
              |
              = at: #/paths/~1c/connect
              = sdk: `connect /c` is not in the SDK; `accept-dropped = ["#/paths/~1c/connect"]` in specwright.toml accepts that
              = help: from OpenAPI 3.2 on, other methods stand in `additionalOperations`"##]],
    );
}

#[test]
fn a_variable_that_is_never_closed_is_named() {
    said(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n  /open/{x: {get: {}}\n  /a}/{b}: {get: {}}\n  /{a}{b/c: {get: {}}\n",
        expect![[r##"
            SW0501 #/paths/~1open~1{x: all of `/open/{x` is left out: `{x` opens a variable that is never closed | all of `/open/{x` is not in the SDK; `accept-dropped = ["#/paths/~1open~1{x"]` in specwright.toml accepts that | write `{x}`
            SW0501 #/paths/~1{a}{b~1c: all of `/{a}{b/c` is left out: `{b` opens a variable that is never closed | all of `/{a}{b/c` is not in the SDK; `accept-dropped = ["#/paths/~1{a}{b~1c"]` in specwright.toml accepts that | write `{b}`
        "##]],
    );
}

#[test]
fn what_is_read_as_what_it_must_mean_is_said() {
    said(
        "openapi: 3.0.3
info: {title: t, version: 1}
security: [{Nope: []}]
paths:
  /b:
    get:
      operationId: 5
      tags: foo
      security: {K: []}
      parameters:
        - {name: req, in: query, required: 'true', schema: {type: string}}
        - {name: s, in: query, explode: 'false', schema: {type: array, items: {type: string}}}
      responses: {'204': {}}
    post: {operationId: po, requestBody: {content: {}}, responses: {'204': {description: ok}}}
    put: {operationId: ''}
components:
  securitySchemes: {Key: {type: apiKey, in: header, name: X}}
",
        expect![[r#"
            SW0304 #/paths/~1b/get/operationId: `operationId` must be a text, but is a number | it is read as `"5"` | write `operationId: "5"`
            SW0304 #/paths/~1b/get/tags: `tags` must be a list of texts, but is a text | it is read as `["foo"]` | write `tags: ["foo"]`
            SW0304 #/paths/~1b/get/security: `security` must be a list of mappings, but is a mapping | it is read as a list of that mapping | put a `- ` in front of the first scheme
            SW0304 #/paths/~1b/get/parameters/0/required: `required` must be `true` or `false`, but is a text | it is read as `true` | write `required: true`
            SW0304 #/paths/~1b/get/parameters/1/explode: `explode` must be `true` or `false`, but is a text | it is read as `false` | write `explode: false`
            SW0305 #/paths/~1b/get/responses/204: a Response Object needs the field `description` | it is read as if the field were there, and empty | -
            SW0305 #/paths/~1b/put: an Operation Object needs the field `responses` | it is read as if the field were there, and empty | -
            SW0304 #/paths/~1b/put/operationId: `operationId` must be a text with something in it | it is ignored | give the operation a name, or leave `operationId` out
            SW0305 #/paths/~1b/post/requestBody: a Request Body Object needs the field `content`, with a media type in it | the method sends no body | say what is sent: `content: { application/json: { schema: … } }`
        "#]],
    );
    said(
        "swagger: '2.0'\ninfo: {title: t, version: 1}\nsecurity: [{K: []}]\npaths: {/a: {get: {responses: {'204': {}}}, put: {operationId: ''}}}\n",
        expect![[r#"
            SW0305 #/paths/~1a/get/responses/204: a Response Object needs the field `description` | it is read as if the field were there, and empty | -
            SW0304 #/paths/~1a/put/operationId: `operationId` must be a text with something in it | it is ignored | give the operation a name, or leave `operationId` out
            SW0305 #/paths/~1a/put: an Operation Object needs the field `responses` | it is read as if the field were there, and empty | -
        "#]],
    );
}

#[test]
fn what_stands_behind_an_entry_that_is_left_out_is_found_in_its_place() {
    said(
        "openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters:
        - {$ref: '#/components/parameters/Gone'}
        - {name: q, in: query, required: 'true', schema: {type: string}}
      responses: {'204': {description: d}}
",
        expect![[r#"
            SW0201 #/paths/~1a/get/parameters/0/$ref: `#/components/parameters/Gone` points to nothing | the method does not take it; a variable of the path is taken as a string | the document has no `components`
            SW0304 #/paths/~1a/get/parameters/1/required: `required` must be `true` or `false`, but is a text | it is read as `true` | write `required: true`
        "#]],
    );
    let sources = Sources::from_texts(
        "a.yaml",
        [(
            "a.yaml",
            "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {/a: {get: {parameters: [{$ref: '#/nope'}, {name: q, in: query, schema: {}}], \
             responses: {'204': {description: d}}}}}\n",
        )],
    );
    let document = build(&sources.unwrap(), &mut Diagnostics::default()).unwrap();
    let list = document.operation_site("/a", "get").join("parameters");
    let places: Vec<String> = document.entries(&list).take(1).map(|site| site.pointer.to_string()).collect();
    assert_eq!(places, ["#/paths/~1a/get/parameters/1"]);
}

#[test]
fn no_operation_goes_missing_without_an_error() {
    found(
        "a.yaml",
        &format!("paths: [{{/b: {{get: {{{DONE}}}}}}}]\n"),
        expect![[r#"
        SW0501 #/paths all of `paths` is left out: `paths` must be a mapping, but is a list
    "#]],
    );
    found(
        "a.yaml",
        &format!("paths: {{/b: {{get: {{{DONE}}}, /c: {{put: {{{DONE}}}}}}}}}\n"),
        expect![[r#"
        GET /b - #/paths/~1b/get
        SW0501 #/paths/~1b/~1c all of `/c` is left out: it stands inside the path `/b`
    "#]],
    );
    found(
        "a.yaml",
        &format!("paths: {{get: {{{DONE}}}, /b: {{put: {{{DONE}}}}}}}\n"),
        expect![[r#"
        PUT /b - #/paths/~1b/put
        SW0501 #/paths/get the operation `get` is left out: an operation stands where a path should
    "#]],
    );
    found(
        "a.yaml",
        "paths: {/b: {additionalOperations: [1]}}\n",
        expect![[r#"
        SW0501 #/paths/~1b/additionalOperations what else `/b` has is left out: `additionalOperations` must be a mapping, but is a list
    "#]],
    );
    found(
        "a.yaml",
        &format!(
            "paths: {{/b: {{get: {{{DONE}}}, additionalOperations: {{GET: {{{DONE}}}, COPY: {{{DONE}}}, copy: {{{DONE}}}}}}}}}\n"
        ),
        expect![[r#"
            GET /b - #/paths/~1b/get
            COPY /b - #/paths/~1b/additionalOperations/COPY
            SW0501 #/paths/~1b/additionalOperations/GET the second `GET /b` is left out: `/b` has the method `GET` a second time
            SW0501 #/paths/~1b/additionalOperations/copy the second `COPY /b` is left out: `/b` has the method `copy` a second time
        "#]],
    );
    found(
        "a.yaml",
        &format!("Paths: {{/a: {{get: {{{DONE}}}}}}}\npaths: {{/b: {{get: {{{DONE}}}}}}}\n"),
        expect![[r#"
            GET /b - #/paths/~1b/get
            GET /a - #/Paths/~1a/get
            SW0306 #/Paths the document has a field `Paths` that OpenAPI does not know
        "#]],
    );
}

#[test]
fn an_operation_of_which_nothing_is_said_is_one_in_yaml() {
    let rest = "paths: {/b: {get: , additionalOperations: {COPY: }}}\nwebhooks: {a: {post: }}\n";
    found(
        "a.yaml",
        rest,
        expect![[r#"
        GET /b - #/paths/~1b/get
        COPY /b - #/paths/~1b/additionalOperations/COPY
        SW0304 #/paths/~1b/get `get` holds nothing
        SW0304 #/paths/~1b/additionalOperations/COPY `COPY` holds nothing
        SW0304 #/webhooks/a/post `post` holds nothing
    "#]],
    );
    let json = r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "v"}, "paths": {"/b": {"get": null}}}"#;
    found("a.json", json, expect![[r#""#]]);
}

#[test]
fn an_operation_beside_a_reference_goes_before_that_behind_it() {
    let rest = format!(
        "paths: {{/a: {{$ref: '#/components/pathItems/I', post: {{operationId: own, {DONE}}}}}}}\ncomponents: {{pathItems: {{I: {{get: {{{DONE}}}, post: {{{DONE}}}}}}}}}\n"
    );
    found(
        "a.yaml",
        &rest,
        expect![[r#"
        GET /a - #/components/pathItems/I/get
        POST /a own #/paths/~1a/post
        SW0522 #/paths/~1a/post `post` stands both beside the reference and where that leads
    "#]],
    );
}

#[test]
fn paths_of_autorest_are_paths() {
    let rest = format!(
        "paths: {{/b: {{get: {{{DONE}}}}}}}\nx-ms-paths: {{/b?op=1: {{get: {{operationId: m, {DONE}}}}}, /b: {{}}}}\n"
    );
    found(
        "a.yaml",
        &rest,
        expect![[r#"
        GET /b - #/paths/~1b/get
        GET /b?op=1 m #/x-ms-paths/~1b?op=1/get
        SW0501 #/x-ms-paths/~1b all of `/b` is left out: `paths` has it as well
    "#]],
    );
}

#[test]
fn fields_of_one_name_and_bodies_without_a_media_type() {
    let text = r"openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a:
    post:
      parameters: [{name: f, in: formData, type: string, required: true}, {name: f, in: formData, type: integer}]
      responses: {'204': {description: ok}}
    put:
      requestBody: {schema: {type: object, properties: {q: {type: string}}}}
      responses: {'204': {description: ok}}
    patch:
      consumes: [application/merge-patch+json]
      requestBody: {required: true, schema: {type: object}}
      responses: {'204': {description: ok}}
";
    let sources = sources(text);
    expect![[r#"
        SW0547 a.yaml#/paths/~1a/put/requestBody/schema a `schema` in a Request Body Object names no media type; it is read as content in `application/json`
        SW0514 a.yaml#/paths/~1a/post/parameters/1 the parameter `f` is declared twice; the last one counts
        SW0547 a.yaml#/paths/~1a/patch/requestBody/schema a `schema` in a Request Body Object names no media type; it is read as content in `application/merge-patch+json`
        SW0423 a.yaml#/paths/~1a/post/parameters/0/in OpenAPI 3.1 does not know a parameter in `formData`, which stands in 2 places, this one first; it is read as the version that has it means it
        SW0423 a.yaml#/paths/~1a/patch/consumes OpenAPI 3.1 does not know `consumes`; it is read as the version that has it means it"#]].assert_eq(&listed(&sources));
    let (document, _) = built(&sources);
    let item = document.openapi.paths.paths["/a"].as_item().unwrap();
    let types = |operation: &Option<openapiv3::Operation>| -> Vec<String> {
        let body = operation.as_ref().unwrap().request_body.iter();
        body.flat_map(|body| body.as_item().unwrap().content.keys().cloned()).collect()
    };
    assert_eq!(types(&item.put), ["application/json"]);
    assert_eq!(types(&item.patch), ["application/merge-patch+json"]);
}

#[test]
fn words_that_are_almost_methods_or_fields_lose_no_operation_in_silence() {
    found(
        "a.yaml",
        &format!(
            "paths:\n  /a: {{gett: {{summary: x}}, copy: {{tags: [a], summary: x}}, path-level: {{summary: x}}, pots: }}\n  \
             /b: {{additionalOperation: {{COPY: {{}}}}, get: {{{DONE}}}}}\n  get: {{summary: x}}\n\
             webhook: {{new: {{post: {{{DONE}}}}}}}\nwebhookz: {{}}\n"
        ),
        expect![[r#"
            GET /b - #/paths/~1b/get
            SW0501 #/webhook all of `webhook` is left out: the document has a field `webhook` that OpenAPI does not know
            SW0306 #/webhookz the document has a field `webhookz` that OpenAPI does not know
            SW0306 #/paths/~1a/path-level a Path Item Object has no field `path-level`
            SW0501 #/paths/~1a/gett `gett /a` is left out: `gett` is no method that a path item has
            SW0501 #/paths/~1a/copy `copy /a` is left out: `copy` is no method that a path item has
            SW0501 #/paths/~1a/pots `pots /a` is left out: `pots` is no method that a path item has
            SW0501 #/paths/~1b/additionalOperation what else `/b` has is left out: a path item has no field `additionalOperation`
            SW0501 #/paths/get the operation `get` is left out: an operation stands where a path should
        "#]],
    );
    found(
        "a.yaml",
        &format!("path: {{/a: {{get: {{{DONE}}}}}}}\n"),
        expect![[r#"
        SW0501 #/path all of `path` is left out: the document has a field `path` that OpenAPI does not know
    "#]],
    );
    let json = r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "v"}, "paths": {"/b": {"GETT": null}}}"#;
    found("a.json", json, expect![[r#""#]]);
}

#[test]
fn what_stands_beside_the_reference_to_a_path_item_is_read_or_told() {
    let rest = format!(
        "paths:\n  /a:\n    $ref: '#/components/pathItems/I'\n    gett: {{summary: x}}\n    \
         parameters: [{{name: q, in: query, schema: {{type: string}}}}]\n    servers: [{{url: 'https://b.example'}}]\n\
         components:\n  pathItems: {{I: {{get: {{{DONE}}}, servers: [{{url: 'https://a.example'}}]}}}}\n"
    );
    found(
        "a.yaml",
        &rest,
        expect![[r#"
        GET /a - #/components/pathItems/I/get
        SW0309 #/paths/~1a/servers `servers` stands both beside the reference and where that leads
        SW0501 #/paths/~1a/gett `gett /a` is left out: `gett` is no method that a path item has
    "#]],
    );
    let text = format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\n{rest}");
    let (document, _) = built(&sources(&text));
    let ReferenceOr::Item(item) = &document.openapi.paths.paths["/a"] else { unreachable!() };
    assert_eq!((item.parameters.len(), &*item.servers[0].url), (1, "https://a.example"));
    assert_eq!(document.path_site("/a").pointer.as_str(), "/paths/~1a");
}

#[test]
fn sections_of_components_that_do_not_exist_or_are_no_mappings() {
    said(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths: {}\n\
         components: {schema: {A: {type: string}}, parameters: [1], x-own: 1, links: }\n",
        expect![[r#"
            SW0304 #/components/parameters: `parameters` must be a mapping, but is a list | it is ignored | -
            SW0306 #/components/schema: a Components Object has no field `schema` | nothing of it is read but what references lead to | did you mean `schemas`?
        "#]],
    );
}

#[test]
fn paths_that_hold_nothing_and_references_that_are_empty_are_told_in_their_place() {
    fatal(
        "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths:\n",
        expect![[r#"
            error[SW0303]: `paths` holds nothing
             --> a.yaml:3:1
              |
            3 | paths:
              | ^^^^^
              |
              = at: #/paths
              = help: without paths, webhooks and schemas there is nothing to make an SDK of"#]],
    );
    said(
        "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths:\ncomponents: {schemas: {A: {$ref: ''}}}\n",
        expect![[r#"
            SW0305 #/paths: `paths` holds nothing | the SDK has types but no operations | -
            SW0204 #/components/schemas/A/$ref: the reference is empty | the value becomes an untyped JSON value | refer to a file, to a place in this one (`#/components/schemas/Pet`), or to both
        "#]],
    );
}

#[test]
fn fields_in_other_letters_are_read() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n  /a:\n    post:\n      operationID: x\n      \
                requestbody: {Content: {json: {schema: {type: string}}, csv: {}}, content: {text/csv: {}}}\n      \
                responses: {'200': {description: d, content: {JSON: {schema: {type: string}}, csv: {}}}}\n";
    said(
        text,
        expect![[r#"
        SW0306 #/paths/~1a/post/operationID: an Operation Object has no field `operationID` | it is read as `operationId` | did you mean `operationId`?
        SW0306 #/paths/~1a/post/requestbody: an Operation Object has no field `requestbody` | it is read as `requestBody` | did you mean `requestBody`?
        SW0306 #/paths/~1a/post/requestbody/Content: a Request Body Object has no field `Content` | it says nothing | did you mean `content`?
        SW0555 #/paths/~1a/post/responses/200/content/JSON: `JSON` is no media type | it is read as `application/json` | write `application/json`
        SW0555 #/paths/~1a/post/responses/200/content/csv: `csv` is no media type | it is taken for one all the same | write a type and a subtype: `text/csv`
    "#]],
    );
    let (document, _) = built(&sources(text));
    let ReferenceOr::Item(item) = &document.openapi.paths.paths["/a"] else { unreachable!() };
    let post = item.post.as_ref().unwrap();
    assert_eq!(post.operation_id.as_deref(), Some("x"));
    let ReferenceOr::Item(body) = post.request_body.as_ref().unwrap() else { unreachable!() };
    assert_eq!(body.content.keys().collect::<Vec<_>>(), ["text/csv"]);
    let ReferenceOr::Item(response) = &post.responses.responses[0] else { unreachable!() };
    assert_eq!(response.content.keys().collect::<Vec<_>>(), ["application/json", "csv"]);
}

#[test]
fn two_keys_that_are_read_as_one_lose_neither_in_silence() {
    found(
        "a.yaml",
        &format!(
            "paths: {{a: {{get: {{{DONE}}}}}, /a: {{put: {{{DONE}}}}}, /b: {{Get: {{{DONE}}}, GET: {{{DONE}}}}}}}\n"
        ),
        expect![[r#"
            PUT /a - #/paths/~1a/put
            GET /b - #/paths/~1b/Get
            SW0501 #/paths/a all of `a` is left out: `a` does not start with `/`, and `/a` is there
            SW0306 #/paths/~1b/Get a Path Item Object has no field `Get`
            SW0501 #/paths/~1b/GET `GET /b` is left out: `GET` and another key of `/b` are both read as `get`
        "#]],
    );
}

#[test]
fn what_stands_beside_references_on_the_way_or_to_all_paths_is_told() {
    found(
        "a.yaml",
        &format!(
            "paths: {{/a: {{$ref: '#/components/pathItems/K'}}}}\ncomponents: {{pathItems: {{K: {{$ref: '#/components/pathItems/J', delete: {{{DONE}}}}}, J: {{get: {{{DONE}}}, additionalOperations: {{COPY: {{{DONE}}}}}}}}}}}\n"
        ),
        expect![[r#"
            GET /a - #/components/pathItems/J/get
            COPY /a - #/components/pathItems/J/additionalOperations/COPY
            SW0501 #/components/pathItems/K/delete `delete` of `/a` is left out: it stands beside a reference that another one leads to
        "#]],
    );
    found(
        "a.yaml",
        &format!("paths: {{$ref: '#/x-paths', /b: {{get: {{{DONE}}}}}}}\nx-paths: {{/a: {{get: {{{DONE}}}}}}}\n"),
        expect![[r#"
            GET /a - #/x-paths/~1a/get
            SW0501 #/paths/~1b all of `/b` is left out: `/b` stands beside a reference to all of `paths`
        "#]],
    );
}

#[test]
fn a_path_or_a_method_at_the_root_is_lost_with_an_error() {
    found(
        "a.yaml",
        &format!("paths: {{/a: {{get: {{{DONE}}}}}}}\n/c: {{get: {{{DONE}}}}}\npost: {{summary: s}}\n"),
        expect![[r#"
            GET /a - #/paths/~1a/get
            SW0501 #/~1c all of `/c` is left out: the document has a field `/c` that OpenAPI does not know
            SW0501 #/post the operation `post` is left out: the document has a field `post` that OpenAPI does not know
        "#]],
    );
}
