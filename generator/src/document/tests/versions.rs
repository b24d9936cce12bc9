//! What one version says and another does not know.

use expect_test::expect;

use super::*;

#[test]
fn what_3_2_adds() {
    let text = "\
openapi: 3.2.0
info: {title: T, version: '1'}
servers: [{url: 'https://a', name: production}]
tags: [{name: animals}, {name: pets, parent: animals, kind: nav, summary: Pets}]
paths:
  /a:
    query:
      parameters:
        - {in: querystring, name: q, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/S'}}}}
      responses: {'200': {description: ok, content: {application/jsonl: {itemSchema: {type: integer}}}}}
    additionalOperations:
      COPY: {requestBody: {content: {text/plain: {$ref: '#/components/mediaTypes/T'}}}, responses: {'204': {description: ok}}}
      'BAD ONE': {responses: {}}
components:
  mediaTypes: {T: {schema: {type: string}, examples: {e: {dataValue: x}}}}
  securitySchemes:
    D: {type: oauth2, oauth2MetadataUrl: 'https://m', flows: {deviceAuthorization: {deviceAuthorizationUrl: 'https://d', tokenUrl: 'https://t', scopes: {}}}}
  schemas:
    S: {type: object, properties: {x: {type: string}}}
    U: {oneOf: [{$ref: '#/components/schemas/S'}], discriminator: {propertyName: x, defaultMapping: S}}
";
    let sources = sources(text);
    let mut found = Diagnostics::default();
    let document = build(&sources, &mut found).unwrap();
    let said: Vec<String> = found.list().iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    assert_eq!(said, ["SW0501 `BAD ONE /a` is left out: `BAD ONE` is no HTTP method"]);
    let item = document.openapi.paths.paths["/a"].as_item().unwrap();
    let operations: Vec<String> = document
        .operations("/a", item)
        .map(|(method, operation, site)| format!("{method} {} {}", operation.parameters.len(), site.pointer))
        .collect();
    assert_eq!(operations, ["QUERY 1 #/paths/~1a/query", "COPY 0 #/paths/~1a/additionalOperations/COPY"]);
    let query = serde_json::to_value(&document.more_operations["/a"][0].1).unwrap();
    assert_eq!(query["parameters"][0]["in"], "query");
    assert_eq!(query["parameters"][0]["explode"], true);
    let content = &query["responses"]["200"]["content"];
    assert!(content["application/jsonl"]["x-item-schema"]["$ref"].is_string());
    let copy = serde_json::to_value(&document.more_operations["/a"][1].1).unwrap();
    assert_eq!(copy["requestBody"]["content"]["text/plain"]["examples"]["e"]["value"], "x");
    assert_eq!(document.openapi.servers[0].extensions["x-name"], "production");
    assert_eq!(document.openapi.tags[1].extensions["x-parent"], "animals");
    let union = document.schemas.get(document.schemas.component("U").unwrap());
    let target = document.schemas.component("S").map(MappingTarget::Schema);
    assert_eq!(union.discriminator.as_ref().unwrap().default, target);
}

#[test]
fn words_of_another_version_are_read_and_told_once() {
    for version in ["3.0.3", "3.1.0"] {
        let text = format!(
            "openapi: {version}
info: {{title: t, version: v}}
paths: {{/a: {{query: {{{DONE}}}}}}}
webhooks: {{}}
components:
  schemas:
    A: {{type: string, nullable: true}}
    B: {{type: string, nullable: true, const: x}}
    C: {{type: 'null'}}
    D: {{type: integer, exclusiveMinimum: 5}}
    E: {{type: integer, minimum: 1, exclusiveMinimum: true}}
    F: {{oneOf: [{{$ref: '#/components/schemas/A'}}], discriminator: kind}}
"
        );
        let sources = sources(&text);
        let mut diagnostics = Diagnostics::default();
        build(&sources, &mut diagnostics).unwrap();
        let found: Vec<String> =
            diagnostics.list().iter().map(|found| format!("{} {}", found.code, found.message)).collect();
        if version == "3.0.3" {
            expect![[r#"
                SW0423 OpenAPI 3.0 does not know `webhooks`
                SW0423 OpenAPI 3.0 does not know `const`
                SW0423 OpenAPI 3.0 does not know the type `null`
                SW0423 OpenAPI 3.0 does not know a number as `exclusiveMinimum`
                SW0423 OpenAPI 3.0 does not know a text as `discriminator`
                SW0423 OpenAPI 3.0 does not know the method `query`"#]]
            .assert_eq(&found.join("\n"));
        } else {
            expect![[r#"
                SW0423 OpenAPI 3.1 does not know `nullable`, which stands in 2 places, this one first
                SW0423 OpenAPI 3.1 does not know a boolean as `exclusiveMinimum`
                SW0423 OpenAPI 3.1 does not know a text as `discriminator`
                SW0423 OpenAPI 3.1 does not know the method `query`"#]]
            .assert_eq(&found.join("\n"));
        }
    }
}

#[test]
fn words_of_2_0_that_say_nothing_in_3_x() {
    paths(
        "3.0.3",
        "consumes: [application/json]\nhost: a.example\nservers: [{url: 'https://b.example'}]\nx-ms-parameterized-host: {hostTemplate: '{a}.example'}\npaths:\n  /a:\n    post:\n      produces: [text/plain]\n      parameters:\n        - {name: q, in: query, schema: {type: string}, type: integer}\n        - {name: s, in: query, schema: {type: string}, collectionFormat: csv}\n        - {name: b, in: body, schema: {type: string}}\n      requestBody: {content: {text/plain: {schema: {type: string}}}}\n      responses: {'200': {description: ok, schema: {type: string}, content: {text/plain: {schema: {type: string}}}}}\n",
        expect![[r#"
            post /a
            warning[SW0306]: `host` says nothing beside `servers`, by which this version says where the API is
             --> a.yaml:4:1
              |
            4 | host: a.example
              | ^^^^
              |
              = at: #/host
              = sdk: it is ignored
              = help: change `servers`; or take it out, in an overlay by an action with `remove: true`
            warning[SW0551]: `x-ms-parameterized-host` says where the API is, and `servers` does so too
             --> a.yaml:6:1
              |
            6 | x-ms-parameterized-host: {hostTemplate: '{a}.example'}
              | ^^^^^^^^^^^^^^^^^^^^^^^
              |
              = at: #/x-ms-parameterized-host
              = sdk: `servers` is read, and the other is not
              = help: a server can have variables as well: `url: https://{account}.example.com`, with `variables`
            warning[SW0306]: a Parameter Object has no field `type`
              --> a.yaml:12:56
               |
            12 |         - {name: q, in: query, schema: {type: string}, type: integer}
               |                                                        ^^^^
               |
               = at: #/paths/~1a/post/parameters/0/type
               = sdk: it says nothing
            warning[SW0306]: this `collectionFormat` says nothing: it is of lists, where no `style` is stated
              --> a.yaml:13:56
               |
            13 |         - {name: s, in: query, schema: {type: string}, collectionFormat: csv}
               |                                                        ^^^^^^^^^^^^^^^^
               |
               = at: #/paths/~1a/post/parameters/1/collectionFormat
               = sdk: it is ignored
            warning[SW0306]: a Response Object has no field `schema`
              --> a.yaml:16:44
               |
            16 |       responses: {'200': {description: ok, schema: {type: string}, content: {text/plain: {schema: {type: string}}}}}
               |                                            ^^^^^^
               |
               = at: #/paths/~1a/post/responses/200/schema
               = sdk: it says nothing
            warning[SW0514]: an operation has but one body
              --> a.yaml:14:12
               |
            14 |         - {name: b, in: body, schema: {type: string}}
               |            ^^^^
               |
               = at: #/paths/~1a/post/parameters/2
               = sdk: `requestBody` is what is sent
            warning[SW0306]: an Operation Object has no field `produces`
              --> a.yaml:10:7
               |
            10 |       produces: [text/plain]
               |       ^^^^^^^^
               |
               = at: #/paths/~1a/post/produces
               = sdk: it says nothing
            warning[SW0306]: the document has a field `consumes` that OpenAPI does not know
             --> a.yaml:3:1
              |
            3 | consumes: [application/json]
              | ^^^^^^^^
              |
              = at: #/consumes
              = sdk: it says nothing
            note[SW0423]: OpenAPI 3.0 does not know a parameter in `body`
              --> a.yaml:14:25
               |
            14 |         - {name: b, in: body, schema: {type: string}}
               |                         ^^^^
               |
               = at: #/paths/~1a/post/parameters/2/in
               = sdk: it is read as the version that has it means it
               = help: write `requestBody: { content: { application/json: { schema: … } } }` beside `parameters`"#]],
    );
}

#[test]
fn bodies_of_2_0_in_callbacks_stay_there() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths:\n  /a:\n    post:\n      callbacks: {done: {'/x': {post: {parameters: [{name: c, in: body, schema: {type: string}}], responses: {'204': {description: ok}}}}}}\n      parameters: [{$ref: '#/parameters/B'}]\n      responses: {'204': {description: ok}}\n    put: {responses: {'204': {description: ok}}}\nparameters:\n  B: {name: b, in: body, content: {text/csv: {schema: {type: string}}}}\n";
    let sources = sources(text);
    let (document, _) = built(&sources);
    let item = document.openapi.paths.paths["/a"].as_item().unwrap();
    let types = |operation: &Option<openapiv3::Operation>| -> Vec<String> {
        let body = operation.as_ref().unwrap().request_body.iter();
        body.flat_map(|body| body.as_item().unwrap().content.keys().cloned()).collect()
    };
    assert_eq!(types(&item.post), ["text/csv"]);
    assert!(types(&item.put).is_empty());
    let callback = &item.post.as_ref().unwrap().callbacks["done"]["/x"];
    assert_eq!(types(&callback.post), ["application/json"]);
}

#[test]
fn a_host_with_variables_in_3_x() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\nx-ms-parameterized-host: {hostTemplate: '{account}.example', parameters: [{$ref: '#/parameters/Account'}]}\npaths: {}\nparameters:\n  Account: {name: account, in: path, required: true, type: string, default: me}\n";
    let sources = sources(text);
    let (document, _) = built(&sources);
    let servers = &document.openapi.servers;
    assert_eq!(servers[0].url, "https://{account}.example");
    assert_eq!(servers[0].variables.as_ref().unwrap()["account"].default, "me");
}

#[test]
fn the_scheme_before_a_host_with_variables() {
    let server = |schemes: &str, host: &str| {
        let text = format!(
            "swagger: '2.0'\ninfo: {{title: t, version: v}}\nschemes: [{schemes}]\nx-ms-parameterized-host: \
             {{{host}, parameters: [{{name: a, in: path, required: true, type: string, description: Yours.}}]}}\npaths: {{}}\n"
        );
        let sources = sources(&text);
        let mut found = Diagnostics::default();
        let document = build(&sources, &mut found).unwrap();
        let server = document.openapi.servers[0].clone();
        let docs = server.variables.unwrap()["a"].description.clone().unwrap();
        (server.url, docs, found.list().iter().map(|one| one.code.to_string()).collect::<Vec<_>>().join(" "))
    };
    let told = |url: &str, docs: &str, found: &str| (url.to_owned(), docs.to_owned(), found.to_owned());
    assert_eq!(server("http, https", "hostTemplate: '{a}.example'"), told("https://{a}.example", "Yours.", ""));
    assert_eq!(server("http", "hostTemplate: '{a}.example'"), told("http://{a}.example", "Yours.", ""));
    let docs = "Yours.\n\nThe scheme belongs to it: `https://`.";
    assert_eq!(server("http", "hostTemplate: '{a}.x', useSchemePrefix: false"), told("{a}.x", docs, ""));
    assert_eq!(server("http", "hostTemplate: 'https://{a}.x'"), told("https://{a}.x", "Yours.", ""));
    let literal = server("http", "hostTemplate: 'x.{a}', useSchemePrefix: false");
    assert_eq!(literal, told("http://x.{a}", "Yours.", "SW0313"));
}

#[test]
fn a_collection_format_of_no_list_is_told() {
    let text = "swagger: '2.0'\ninfo: {title: t, version: v}\nhost: a.example\npaths:\n  /a:\n    post:\n      \
                consumes: [application/x-www-form-urlencoded]\n      parameters:\n        \
                - {name: a, in: query, type: string, collectionFormat: csv}\n        \
                - {name: b, in: query, type: array, items: {type: string}, collectionFormat: csv}\n        \
                - {name: c, in: query, type: array, items: {type: string, collectionFormat: pipes}}\n        \
                - {name: d, in: formData, type: integer, collectionFormat: multi}\n        \
                - {name: e, in: query, schema: {$ref: '#/definitions/L'}, collectionFormat: csv}\n      \
                responses: {'200': {description: ok, schema: {type: string}, headers: {X: {type: string, collectionFormat: csv}}}}\n\
                definitions: {L: {type: array, items: {type: string}}}\n";
    let sources = sources(text);
    let mut found = Diagnostics::default();
    build(&sources, &mut found).unwrap();
    let told = found.list().iter().filter(|one| one.code == Code::UnknownField);
    let places: Vec<_> =
        told.map(|one| one.site.as_ref().unwrap().pointer.as_str().replace("/paths/~1a/post/", "")).collect();
    assert_eq!(
        places,
        [
            "parameters/0/collectionFormat",
            "parameters/2/items/collectionFormat",
            "parameters/3/collectionFormat",
            "responses/200/headers/X/collectionFormat",
        ]
    );
}

#[test]
fn fields_of_forms_may_have_a_schema() {
    let text = r"openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    post:
      parameters:
        - {name: n, in: formData, required: true, schema: {type: integer}}
        - {name: f, in: formData, schema: {type: string, format: binary}}
        - {name: l, in: formData, type: array, items: {type: string}, collectionFormat: pipes}
        - {name: q, in: query, schema: {$ref: '#/components/schemas/List'}, collectionFormat: pipes}
      responses: {'204': {description: ok}}
components: {schemas: {List: {$ref: '#/components/schemas/Own'}, Own: {type: array, items: {type: string}}}}
";
    let sources = sources(text);
    let (document, _) = built(&sources);
    let operation = document.openapi.paths.paths["/a"].as_item().unwrap().post.as_ref().unwrap();
    let body = operation.request_body.as_ref().unwrap().as_item().unwrap();
    let (name, media) = body.content.first().unwrap();
    assert_eq!(name, "multipart/form-data");
    let form = document.schemas.get(SchemaTable::id(media.schema.as_ref().unwrap()).unwrap());
    let of = |name: &str| document.schemas.get(form.properties[name]);
    assert_eq!((of("n").types.single(), of("f").format.as_deref()), (Some(JsonType::Integer), Some("binary")));
    assert!(media.encoding.contains_key("l") && form.required == ["n"]);
    let query = serde_json::to_value(operation.parameters[0].as_item().unwrap()).unwrap();
    assert_eq!((&query["style"], &query["explode"]), (&"pipeDelimited".into(), &false.into()));
}

#[test]
fn lists_are_written_as_the_version_of_their_words_means_it() {
    let two = r"swagger: '2.0'
info: {title: t, version: v}
host: a.example
paths:
  /a:
    post:
      parameters:
        - {name: commas, in: query, schema: {type: array, items: {type: string}}, collectionFormat: csv}
        - {name: pipes, in: query, schema: {type: array, items: {type: string}}, collectionFormat: pipes}
        - {name: far, in: query, schema: {$ref: '#/definitions/L'}, collectionFormat: csv}
        - {name: own, in: query, schema: {type: array, items: {type: string}}}
        - {name: form, in: formData, schema: {$ref: '#/definitions/L'}, collectionFormat: pipes}
      responses: {'204': {description: ok}}
definitions: {L: {type: array, items: {type: string}}}
";
    let three = r"openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    post:
      parameters:
        - {name: commas, in: query, type: array, items: {type: string}}
        - {name: styled, in: query, type: array, items: {type: string}, style: form}
        - {name: one, in: query, type: string}
      responses: {'204': {description: ok}}
";
    let written = |text: &str| -> String {
        let sources = sources(text);
        let (document, _) = built(&sources);
        let item = document.openapi.paths.paths["/a"].as_item().unwrap();
        let post = item.post.as_ref().unwrap();
        let parameters = post.parameters.iter().map(|parameter| {
            let value = serde_json::to_value(parameter.as_item().unwrap()).unwrap();
            format!("{} {} {}\n", value["name"], value["style"], value["explode"])
        });
        let body = post.request_body.iter().flat_map(|body| body.as_item().unwrap().content.values());
        let fields = body.flat_map(|media| &media.encoding).map(|(name, encoding)| {
            let value = serde_json::to_value(encoding).unwrap();
            format!("field {name:?} {} {}\n", value["style"], value["explode"])
        });
        parameters.chain(fields).collect()
    };
    expect![[r#"
        "commas" "form" false
        "pipes" "pipeDelimited" false
        "far" "form" false
        "own" "form" null
        field "form" "pipeDelimited" null
    "#]]
    .assert_eq(&written(two));
    expect![[r#"
        "commas" "form" false
        "styled" "form" null
        "one" "form" null
    "#]]
    .assert_eq(&written(three));
}

#[test]
fn words_that_the_version_of_their_file_knows_are_not_noted() {
    let root = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths:\n  /a: {$ref: 'two.yaml#/paths/~1a'}\n  /b:\n    get:\n      parameters: [{$ref: 'two.yaml#/parameters/L'}, {$ref: 'two.yaml#/parameters/B'}]\n      responses: {'200': {$ref: 'two.yaml#/responses/R'}, '201': {description: own, schema: {type: string}}}\n";
    let two = "swagger: '2.0'\ninfo: {title: t, version: v}\npaths: {/a: {get: {parameters: [{$ref: '#/parameters/L'}], responses: {'200': {$ref: '#/responses/R'}}}}}\nparameters:\n  L: {name: l, in: query, type: array, items: {type: string}, collectionFormat: ssv}\n  B: {name: b, in: body, schema: {type: string}}\nresponses: {R: {description: r, schema: {type: string}}}\n";
    expect!["SW0423 a.yaml#/paths/~1b/get/responses/201/schema OpenAPI 3.0 does not know `schema` in a response, without `content`; it is read as the version that has it means it"].assert_eq(&listed(&Sources::from_texts("a.yaml", [("a.yaml", root), ("two.yaml", two)]).unwrap()));
    let root = "swagger: '2.0'\ninfo: {title: t, version: v}\nhost: a.example\npaths:\n  /a:\n    get:\n      parameters: [{$ref: 'three.yaml#/components/parameters/L'}]\n      responses: {'200': {$ref: 'three.yaml#/components/responses/R'}}\n";
    let three = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\ncomponents:\n  parameters: {L: {name: l, in: query, style: form, schema: {type: string}}}\n  responses: {R: {description: r, headers: {X-A: {schema: {type: string}}}, content: {application/json: {schema: {type: string}}}}}\n";
    expect![[""]]
        .assert_eq(&listed(&Sources::from_texts("a.yaml", [("a.yaml", root), ("three.yaml", three)]).unwrap()));
}

#[test]
fn a_host_beside_a_template_of_one_says_nothing() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\nhost: a.example\nschemes: [https]\nx-ms-parameterized-host: {hostTemplate: '{account}.example', parameters: [{name: account, in: path, type: string, default: me}]}\npaths: {}\ndefinitions: []\n";
    expect![[r#"
        SW0306 a.yaml#/host `host` says nothing beside `servers`, by which this version says where the API is; it is ignored
        SW0404 a.yaml#/definitions `definitions` must be a mapping, but is a list; none of its types is in the SDK
        SW0423 a.yaml#/schemes OpenAPI 3.0 does not know `schemes`; it is read as the version that has it means it"#]]
    .assert_eq(&listed(&sources(text)));
}

#[test]
fn what_the_root_of_2_0_says_in_other_kinds_is_read_or_told() {
    let text = "swagger: '2.0'\ninfo: {title: t, version: v}\nhost: 3\nbasePath: 1.10\nschemes: http\n\
                consumes: application/xml\nproduces: [1, text/csv, {}]\nparameters: hello\nresponses: []\n\
                paths:\n  /a:\n    get: {responses: {'200': {description: d, schema: {type: string}}}}\n";
    said(
        text,
        expect![[r#"
        SW0304 #/consumes: `consumes` must be a list of texts, but is a text | it is read as `["application/xml"]` | write `consumes: ["application/xml"]`
        SW0304 #/produces/0: an entry of `produces` must be a text, but is a number | it is ignored | -
        SW0304 #/produces/2: an entry of `produces` must be a text, but is a mapping | it is ignored | -
        SW0304 #/parameters: `parameters` must be a mapping, but is a text | it is ignored | -
        SW0304 #/responses: `responses` must be a mapping, but is a list | it is ignored | -
        SW0304 #/basePath: `basePath` must be a text, but is a number | it is read as `"1.10"` | write `basePath: "1.10"`
        SW0304 #/schemes: `schemes` must be a list of texts, but is a text | it is read as `["http"]` | write `schemes: ["http"]`
        SW0304 #/host: `host` must be a text, but is a number | it is read as `"3"` | write `host: "3"`
    "#]],
    );
    let (document, _) = built(&sources(text));
    assert_eq!(document.openapi.servers[0].url, "http://3/1.10");
    assert_eq!(document.server_sites[0].pointer.as_str(), "/host");
    let ReferenceOr::Item(item) = &document.openapi.paths.paths["/a"] else { unreachable!() };
    let responses = &item.get.as_ref().unwrap().responses.responses;
    let ReferenceOr::Item(response) = &responses[0] else { unreachable!() };
    assert_eq!(response.content.keys().collect::<Vec<_>>(), ["text/csv"]);
}

#[test]
fn a_variable_of_a_host_may_be_a_number() {
    let text = "swagger: '2.0'\ninfo: {title: t, version: v}\nx-ms-parameterized-host:\n  hostTemplate: 'a.example:{port}'\n  \
                parameters: [{name: port, default: 8443, enum: [8443, {}]}]\npaths: {}\n";
    said(
        text,
        expect![[r#"
            SW0304 #/x-ms-parameterized-host/parameters/0/enum/1: entry 2 of `enum` must be a text, but is a mapping | it is ignored | -
        "#]],
    );
    let (document, _) = built(&sources(text));
    assert_eq!(document.openapi.servers[0].variables.as_ref().unwrap()["port"].default, "8443");
    assert_eq!(document.server_sites[0].pointer.as_str(), "/x-ms-parameterized-host");
}

#[test]
fn a_body_of_2_0_says_what_it_is() {
    said(
        "swagger: '2.0'\ninfo: {title: t, version: v}\nhost: a.example\npaths:\n  /a:\n    post:\n      \
         parameters: [{name: b, in: body}]\n      responses: {'204': {description: d}}\n",
        expect![[r#"
            SW0305 #/paths/~1a/post/parameters/0: a parameter in `body` needs the field `schema` | its value is not described | say what is sent: `schema: { type: object, properties: … }`
        "#]],
    );
}
