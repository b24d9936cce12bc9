//! What stands where it is not read: beside references, one step too deep, under a word of another kind.

use expect_test::expect;

use super::*;

#[test]
fn what_stands_beside_a_reference_and_is_not_read_is_told() {
    said(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    post:
      operationId: a
      parameters:
        - { $ref: '#/components/parameters/P', required: true, schema: { type: integer } }
      requestBody: { $ref: '#/components/requestBodies/B', required: true }
      responses:
        '200': { $ref: '#/components/responses/R', content: { application/json: {} }, description: X }
  /b:
    get: { $ref: '#/paths/~1a/post', parameters: [] }
components:
  parameters:
    P: { name: p, in: query, schema: { type: string } }
  requestBodies:
    B: { content: { application/json: { schema: { $ref: null } } } }
  responses:
    R: { description: ok }
",
        expect![[r#"
            SW0205 #/paths/~1a/post/parameters/0/required: `required`, `schema` beside a `$ref` is not read | the SDK has what the reference leads to, a Parameter Object, as it is there | move it to where the reference leads, or write all of it out in the place of the reference
            SW0403 #/components/requestBodies/B/content/application~1json/schema/$ref: `$ref` must be a text, but is null | it is ignored | -
            SW0205 #/paths/~1a/post/requestBody/required: `required` beside a `$ref` is not read | the SDK has what the reference leads to, a Request Body Object, as it is there | move it to where the reference leads, or write all of it out in the place of the reference
            SW0205 #/paths/~1a/post/responses/200/content: `content` beside a `$ref` is not read | the SDK has what the reference leads to, a Response Object, as it is there | move it to where the reference leads, or write all of it out in the place of the reference
            SW0205 #/paths/~1b/get/parameters: `parameters` beside a `$ref` is not read | the SDK has what the reference leads to, an Operation Object, as it is there | move it to where the reference leads, or write all of it out in the place of the reference
        "#]],
    );
}

#[test]
fn operations_that_stand_where_none_are_read_are_lost_with_an_error() {
    said(
        "openapi: 3.0.3
info:
  title: T
  version: '1'
  paths: { /z: { get: { responses: { '204': { description: x } } } } }
paths:
  /a:
    get:
      operationId: a
      responses:
        '204': { description: ok, links: { get: { operationId: a } } }
        post: { operationId: p, responses: { '204': { description: ok } } }
      put: { operationId: pu, responses: { '204': { description: ok } } }
      /b: { get: { responses: { '204': { description: ok } } } }
  /c: { $Ref: './c.yaml' }
  /d: { methods: { get: { responses: { '204': { description: ok } } } } }
  /e: { operations: [ { method: get, responses: { '204': { description: ok } } } ] }
  /f:
    post: { request_body: { content: { json: { schema: { Type: string } }, JSON: { schema: { type: integer } } } }, body: {}, responses: { '204': { description: ok } } }
routes: { /r: { $ref: './r.yaml' } }
v2: { paths: { /q: { get: {} } } }
components:
  schemas: [ { type: string } ]
  /x: { get: { responses: {} } }
  paths: { /y: { get: { responses: {} } } }
",
        expect![[r##"
            SW0501 #/routes: all of `routes` is left out: the document has a field `routes` that OpenAPI does not know | all of `routes` is not in the SDK; `accept-dropped = ["#/routes"]` in specwright.toml accepts that | move its paths into `paths`, at the root
            SW0501 #/v2: all of `v2` is left out: the document has a field `v2` that OpenAPI does not know | all of `v2` is not in the SDK; `accept-dropped = ["#/v2"]` in specwright.toml accepts that | move its paths into `paths`, at the root
            SW0501 #/components/~1x: all of `/x` is left out: a Components Object has no field `/x` | all of `/x` is not in the SDK; `accept-dropped = ["#/components/~1x"]` in specwright.toml accepts that | move `/x` into `paths`, and let it begin where the other paths do
            SW0501 #/components/paths: all of `paths` is left out: a Components Object has no field `paths` | all of `paths` is not in the SDK; `accept-dropped = ["#/components/paths"]` in specwright.toml accepts that | move its paths into `paths`, at the root
            SW0501 #/info/paths: all of `paths` is left out: it stands inside an Info Object | all of `paths` is not in the SDK; `accept-dropped = ["#/info/paths"]` in specwright.toml accepts that | move its paths into `paths`, at the root
            SW0404 #/components/schemas: `schemas` must be a mapping, but is a list | none of its types is in the SDK | give each schema a name: `schemas: { Pet: { type: object } }`
            SW0501 #/paths/~1a/get/responses/post: the operation `post` is left out: it stands inside the responses of another operation | the operation `post` is not in the SDK; `accept-dropped = ["#/paths/~1a/get/responses/post"]` in specwright.toml accepts that | move `post` to its path, and let it begin where its other methods do
            SW0501 #/paths/~1a/get/put: the operation `put` is left out: it stands inside an Operation Object | the operation `put` is not in the SDK; `accept-dropped = ["#/paths/~1a/get/put"]` in specwright.toml accepts that | move `put` to its path, and let it begin where its other methods do
            SW0501 #/paths/~1a/get/~1b: all of `/b` is left out: it stands inside an Operation Object | all of `/b` is not in the SDK; `accept-dropped = ["#/paths/~1a/get/~1b"]` in specwright.toml accepts that | move `/b` into `paths`, and let it begin where the other paths do
            SW0501 #/paths/~1c/$Ref: all of `/c` is left out: a reference is written `$ref`, not `$Ref` | all of `/c` is not in the SDK; `accept-dropped = ["#/paths/~1c"]` in specwright.toml accepts that | did you mean `$ref`?
            SW0501 #/paths/~1d/methods: what `methods` of `/d` holds is left out: a path item has no field `methods` | what `methods` of `/d` holds is not in the SDK; `accept-dropped = ["#/paths/~1d/methods"]` in specwright.toml accepts that | let each method stand in `/d` itself: `get: { … }`
            SW0501 #/paths/~1e/operations: what `operations` of `/e` holds is left out: a path item has no field `operations` | what `operations` of `/e` holds is not in the SDK; `accept-dropped = ["#/paths/~1e/operations"]` in specwright.toml accepts that | let each method stand in `/e` itself: `get: { … }`
            SW0306 #/paths/~1f/post/request_body: an Operation Object has no field `request_body` | it is read as `requestBody` | did you mean `requestBody`?
            SW0402 #/paths/~1f/post/request_body/content/json/schema/Type: a schema has no keyword `Type` | it is read as `type` | did you mean `type`?
            SW0555 #/paths/~1f/post/request_body/content/json: `json` is no media type | it is read as `application/json` | write `application/json`
            SW0555 #/paths/~1f/post/request_body/content/JSON: `JSON` is no media type | it is taken for one all the same | write a type and a subtype: `text/csv`
            SW0306 #/paths/~1f/post/body: an Operation Object has no field `body` | it says nothing | did you mean `requestBody`?
        "##]],
    );
}

#[test]
fn lists_in_the_place_of_mappings_lose_nothing_in_silence() {
    said(
        "swagger: '2.0'
info: { title: T, version: '1' }
definitions: [ 1 ]
tags: [ { name: a }, 1 ]
consumes: [ 1, {} ]
paths:
  /a:
    post:
      parameters: [ { in: Body, name: b, schema: { type: object, properties: [ { name: x } ] } }, { in: foo, name: c, type: string } ]
      responses: { 204: { description: ok } }
",
        expect![[r##"
            SW0304 #/consumes/0: an entry of `consumes` must be a text, but is a number | it is ignored | -
            SW0304 #/consumes/1: an entry of `consumes` must be a text, but is a mapping | it is ignored | -
            SW0404 #/definitions: `definitions` must be a mapping, but is a list | none of its types is in the SDK | give each schema a name: `definitions: { Pet: { type: object } }`
            SW0309 #/tags/1: this Tag Object is left out: it must be a mapping (Tag Object), but is a number | the SDK is made as if it were not there | -
            SW0404 #/paths/~1a/post/parameters/0/schema/properties: `properties` must be a mapping from names to schemas, but is a list | the value becomes an untyped JSON value | write `properties: { name: { type: … } }`
            SW0403 #/paths/~1a/post/parameters/0/in: `in` must be `body`, but is `Body` | it is read as `body` | write `in: body`
            SW0501 #/paths/~1a/post/parameters/1/in: `POST /a` is left out: a parameter cannot be in `foo` | `POST /a` is not in the SDK; `accept-dropped = ["#/paths/~1a/post"]` in specwright.toml accepts that | it can be in `query`, `header`, `path`, `formData`, `body`
        "##]],
    );
}

#[test]
fn responses_may_stand_elsewhere_and_have_a_zero_too_many() {
    found(
        "a.yaml",
        "paths:
  /a: { get: { responses: { $ref: '#/x-all', '0200': { description: ok }, '2_04': {} } } }
x-all: { '404': { description: no }, '0200': { description: other } }
",
        expect![[r#"
            GET /a - #/paths/~1a/get
            SW0502 #/paths/~1a/get/responses/0200 `0200` has a zero too many
            SW0502 #/paths/~1a/get/responses/2_04 `2_04` is not a status code
        "#]],
    );
}

#[test]
fn tags_that_cannot_be_what_is_said_of_them_are_told() {
    said(
        "openapi: 3.2.0
info: { title: t, version: v }
servers: [{ url: https://a.example }]
paths: {}
tags: [{ name: a, parent: b }, { name: b, parent: a }, { name: c, parent: d }, { name: e }, { name: e }, { name: f, parent: e }]
",
        expect![[r#"
            SW0317 #/tags/4/name: the tag `e` is declared a second time | the first counts | -
            SW0317 #/tags/0/parent: the tag `a` lies inside itself by its parent `b` | where resources come from tags, none lies inside itself | -
            SW0317 #/tags/1/parent: the tag `b` lies inside itself by its parent `a` | where resources come from tags, none lies inside itself | -
            SW0317 #/tags/2/parent: the parent `d` of the tag `c` is no tag | where resources come from tags, its resource lies in one of that name all the same | -
        "#]],
    );
}

#[test]
fn another_description_keeps_its_media_types_and_is_told_of_what_is_not_read() {
    let root = "openapi: 3.0.3\ninfo: { title: t, version: v }\npaths:\n  /a: { $ref: 'b.yaml#/paths/~1a' }\n  /b: { $ref: 'b.yaml#/paths/~1b' }\n";
    let other = "swagger: '2.0'\ninfo: { title: o, version: v }\nhost: o.example\nproduces: [text/csv]\nsecurity: [{ k: [] }]\npaths:\n  /a: { get: { responses: { 200: { description: d, schema: { type: string } } } } }\n  /b: { get: { responses: { 204: { description: d } } } }\n";
    let sources = Sources::from_texts("a.yaml", [("a.yaml", root), ("b.yaml", other)]).unwrap();
    let (document, _) = built(&sources);
    let ReferenceOr::Item(item) = &document.openapi.paths.paths["/a"] else { panic!("it is a reference") };
    let answer = item.get.as_ref().unwrap().responses.responses[&openapiv3::StatusCode::Code(200)].as_item().unwrap();
    assert_eq!(answer.content.keys().collect::<Vec<_>>(), ["text/csv"]);
    expect!["SW0216 b.yaml#/host `host`, `security` of this description is not read: references lead to its operations; what the root of the first description says holds for these operations"].assert_eq(&listed(&sources));
}
