//! Parameters, bodies and answers of calls.

use super::*;

#[test]
fn bodies_are_spread_when_they_belong_to_the_operation() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [x], properties: { x: { type: string } } } } } }
      responses: { '204': { description: ok } }
    put:
      requestBody: { required: true, content: { application/xml: { schema: { type: string } }, application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '204': { description: ok } }
    patch:
      requestBody: { content: { application/json: { schema: { type: object, required: [x], properties: { x: { type: string } } } } } }
      responses: { '204': { description: ok } }
    delete:
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: { '204': { description: ok } }
components: { schemas: { A: { type: object, properties: { y: { type: string } } } } }
",
    );
    let contents: Vec<String> = api
        .operations
        .iter()
        .map(|operation| match &operation.body.as_ref().expect("a body").content {
            BodyContent::Fields(_) => format!("{} spread", operation.key()),
            BodyContent::Whole(ty) => format!("{} whole {}", operation.key(), show(&api, ty)),
        })
        .collect();
    // A body that may be left out but has required properties cannot be spread: some of it would have to be given.
    // Text that is described as such can say what the object cannot.
    let expected = [
        "PUT /a whole A",
        "POST /a spread",
        "DELETE /a whole Multipart",
        "PATCH /a whole (Body)",
        "PUT /a application/xml whole String",
    ];
    assert_eq!(contents, expected);
    assert!(diagnostics.list().is_empty());
}

#[test]
fn a_media_type_that_can_carry_more_has_a_method_of_its_own() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /notes:
    post:
      operationId: createNote
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: { schema: { properties: { text: { type: string }, file: { type: string, format: binary } } } }
          multipart/form-data: { schema: { properties: { text: { type: string }, file: { type: string, format: binary } } } }
          application/json: { schema: { $ref: '#/components/schemas/Note' } }
          application/xml: { schema: { $ref: '#/components/schemas/Note' } }
          application/vnd.note+json: { schema: { $ref: '#/components/schemas/Note' } }
          text/markdown: { schema: { type: string } }
          text/plain: { schema: { type: string } }
          application/pdf: {}
          image/*: {}
      responses: { '204': { description: ok } }
    get:
      operationId: listNotes
      responses: { '204': { description: ok } }
components: { schemas: { Note: { type: object, properties: { text: { type: string } } } } }
",
    );
    let methods: Vec<String> = api
        .operations
        .iter()
        .filter_map(|operation| {
            let body = operation.body.as_ref()?;
            Some(format!("{} = {} ({}, {:?})", operation.key(), operation.name, body.media_type, body.alternatives))
        })
        .collect();
    expect_test::expect![[r#"
        POST /notes = create (application/json, [])
        POST /notes multipart/form-data = create_multipart (multipart/form-data, [])
        POST /notes text/markdown = create_markdown (text/markdown, [])
        POST /notes application/pdf = create_pdf (application/pdf, ["application/pdf", "image/*"])"#]]
    .assert_eq(&methods.join("\n"));
    // The methods of one operation stand together.
    assert_eq!(
        api.resources.iter().flat_map(|resource| &resource.operations).map(|id| id.0).collect::<Vec<_>>(),
        [0, 1, 4, 3, 2]
    );
    let found: Vec<&str> = diagnostics.list().iter().map(|found| found.message.as_str()).collect();
    let others =
        "`application/x-www-form-urlencoded`, `application/xml`, `application/vnd.note+json`, `text/plain`, `image/*`";
    assert_eq!(found, [format!("the body of `POST /notes` could be sent as {others} too")]);
}

#[test]
fn bytes_are_files_where_a_form_of_parts_reaches_them_and_texts_elsewhere() {
    let (api, _) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    post:
      requestBody: { content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Sent' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Read' } } } } }
components:
  schemas:
    Sent: { properties: { a: { type: string, format: binary }, b: { type: array, items: { contentMediaType: image/png } }, c: { $ref: '#/components/schemas/Inner' }, d: { type: string, contentMediaType: application/json } } }
    Inner: { properties: { e: { type: [string, 'null'], format: binary } } }
    Read: { properties: { f: { type: string, format: binary }, g: { type: array, items: { type: string, format: binary } } } }
",
    );
    let types: Vec<String> = api.types.iter().map(|(_, def)| show_def(&api, def)).collect();
    expect_test::expect![[r#"
        Sent { a: Binary, b: [Binary], c: Inner, d: String }
        Inner { e: Binary? }
        Read { f: String, g: [String] }"#]]
    .assert_eq(&types.join("\n"));
}

#[test]
fn successes_that_have_a_type_through_and_through_are_counted() {
    let yaml = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /typed: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/A' } } } } } } } }
  /bytes: { get: { responses: { '200': { description: ok, content: { image/png: {} } } } } }
  /nothing: { get: { responses: { '204': { description: ok } } } }
  /anything: { get: { responses: { '200': { description: ok, content: { application/json: { schema: {} } } } } } }
components: { schemas: { A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }, B: { type: string } } }
";
    let sources = Sources::from_texts("t.yaml", [("t.yaml", yaml)]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a document");
    let mut api = lower(&mut document, &Config::default(), Before::NOTHING, &mut diagnostics);
    let census = crate::ir::Census::of(&api);
    assert_eq!((census.answers, census.typed_answers, census.lost_answers.len()), (3, 3, 0));
    // What loses its type takes that of all that holds it.
    let b = api.types.iter().find(|(_, def)| def.component() == Some("B")).map(|(id, _)| id).expect("a type");
    api.types.set_shape(b, Shape::Alias(super::lost("a test")));
    let census = crate::ir::Census::of(&api);
    assert_eq!((census.answers, census.typed_answers, census.lost_answers.len()), (3, 2, 0));
    if let Some(operation) = api.operations.first_mut() {
        operation.answer = crate::ir::Answer::Json { media_type: String::new(), ty: super::lost("a test") };
    }
    assert_eq!(crate::ir::Census::of(&api).lost_answers.len(), 1);
}

#[test]
fn a_parameter_of_the_path_is_told_where_it_stands_and_once() {
    let yaml = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\nservers: [{ url: 'https://a.example' }]\npaths:\n  /a:\n    parameters:\n      - { name: q, in: query, schema: { type: string } }\n      - { name: bad, in: path, required: true, schema: { type: string } }\n    get: { operationId: g, responses: { '204': { description: D. } } }\n    post: { operationId: p, parameters: [{ name: own, in: path, required: true, schema: { type: string } }], responses: { '204': { description: D. } } }\n";
    let (_, diagnostics) = lowered(yaml);
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|found| {
            format!("{} {}", found.code, found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default())
        })
        .collect();
    expect_test::expect![[r#"
        SW0505 #/paths/~1a/parameters/1
        SW0505 #/paths/~1a/post/parameters/0"#]]
    .assert_eq(&found.join("\n"));
}

#[test]
fn a_parameter_without_an_empty_value_is_told() {
    let (_, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    get:
      parameters:
        - { name: flag, in: query, allowEmptyValue: true, schema: { type: boolean } }
        - { name: text, in: query, allowEmptyValue: true, schema: { type: string } }
        - { name: many, in: query, allowEmptyValue: true, schema: { type: array, items: { type: integer } } }
      responses: { '204': { description: D } }
",
    );
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|found| format!("{} {}: {}", found.code, found.site.as_ref().unwrap().pointer, found.message))
        .collect();
    assert_eq!(
        found,
        [
            "SW0546 #/paths/~1a/get/parameters/0/allowEmptyValue: `flag` may be sent without a value, and no value of its type \
          is empty"
        ]
    );
}

#[test]
fn a_file_of_openapi_2_is_bytes_whatever_else_is_produced() {
    let (api, _) = lowered(
        "swagger: '2.0'
info: { title: T, version: '1' }
host: a.example
produces: [application/json]
paths:
  /any: { get: { responses: { '200': { description: D, schema: { type: file } } } } }
  /pdf: { get: { produces: [application/json, application/pdf], responses: { '200': { description: D, schema: { type: file } } } } }
  /json: { get: { responses: { '200': { description: D, schema: { type: string } } } } }
",
    );
    let answers: Vec<String> = api.operations.iter().map(|operation| format!("{:?}", operation.answer)).collect();
    let expected =
        [r#"Binary("*/*")"#, r#"Binary("application/pdf")"#, r#"Json { media_type: "application/json", ty: String }"#];
    assert_eq!(answers, expected);
}
