//! Examples and defaults beside and inside schemas.

use expect_test::expect;

use super::*;

#[test]
fn what_lies_inside_defaults_and_examples_is_looked_at() {
    let text = "\
openapi: 3.1.0
info: {title: T, version: '1'}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid}
        born: {type: [string, 'null'], format: date}
        mood: {type: string, enum: [good, bad]}
        owner: {$ref: '#/components/schemas/Owner'}
        tags: {type: array, items: {type: string}}
      example: {id: 123e4567-e89b-12d3-a456-426614174000, born: null, mood: good, owner: {since: 2020-01-01T00:00:00Z}}
      examples:
        - {born: yesterday}
        - {mood: sad}
        - {owner: {since: 7}}
        - {tags: [a, 7]}
        - {other: 7, tags: []}
    Owner: {type: object, properties: {since: {type: string, format: date-time}}, additionalProperties: {type: integer}}
    Mood: {type: string, enum: [good, bad], default: fair}
    Level: {type: number, enum: [1, 2.5], default: 1.0}
    Either: {oneOf: [{type: integer}, {type: array, items: {type: integer}}], examples: [3, [4], [five], six]}
    Maybe: {anyOf: [{$ref: '#/components/schemas/Mood'}, {type: 'null'}], default: glad}
    All: {allOf: [{$ref: '#/components/schemas/Owner'}, {properties: {since: {const: x}}}], example: {rest: a}}
    Loop: {allOf: [{$ref: '#/components/schemas/Loop'}], example: 1}
";
    let sources = sources(text);
    let mut found = Diagnostics::default();
    let document = build(&sources, &mut found).unwrap();
    let said =
        found.list().iter().filter(|one| matches!(one.code, Code::DefaultOfAnotherType | Code::ExampleOfAnotherType));
    let said: Vec<String> =
        said.map(|one| format!("{} {} {}", one.code, one.site.as_ref().unwrap().pointer, one.message)).collect();
    expect![[r#"
        SW0419 #/components/schemas/Pet/examples/0/born the example does not fit at `born`: `yesterday` is no `date`
        SW0419 #/components/schemas/Pet/examples/1/mood the example does not fit at `mood`: `"sad"` is none of the allowed values
        SW0419 #/components/schemas/Pet/examples/2/owner/since the example does not fit at `owner/since`: this is a number, and the type is `string`
        SW0419 #/components/schemas/Pet/examples/3/tags/1 the example does not fit at `tags/1`: this is a number, and the type is `string`
        SW0418 #/components/schemas/Mood/default the default does not fit: `"fair"` is none of the allowed values
        SW0419 #/components/schemas/Either/examples/2 the example does not fit: this fits none of the 2 schemas of `oneOf`
        SW0419 #/components/schemas/Either/examples/3 the example does not fit: this fits none of the 2 schemas of `oneOf`
        SW0418 #/components/schemas/Maybe/default the default does not fit: `"glad"` is none of the allowed values
        SW0419 #/components/schemas/All/example/rest the example does not fit at `rest`: this is a text, and the type is `integer`"#]].assert_eq(&said.join("\n"));
    let default = |name: &str| document.schemas.get(document.schemas.component(name).unwrap()).default.clone();
    assert_eq!((default("Mood"), default("Maybe"), default("Level").is_some()), (None, None, true));
}

#[test]
fn examples_beside_schemas() {
    let found = listed(&sources(
        r"openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a:
    post:
      parameters:
        - {name: whole, in: query, schema: {type: integer}, example: one}
        - {name: sent, in: query, schema: {type: integer}, example: '1'}
        - {name: joined, in: query, schema: {type: array, items: {type: string}}, example: 'a,b'}
        - {name: listed, in: query, schema: {enum: [a, b]}, examples: {good: {value: a}, bad: {value: c}, far: {$ref: '#/components/examples/Far'}}}
        - {name: content, in: query, content: {application/json: {schema: {type: object}, example: []}}}
      requestBody:
        content:
          application/json: {schema: {properties: {at: {type: string, format: date}}}, examples: {e: {dataValue: {at: today}}}}
          application/xml: {schema: {type: object}, example: <a/>}
      responses:
        '200':
          description: ok
          headers: {X-N: {schema: {type: integer}, example: many}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/S'}, example: {n: 1}, examples: {far: {$ref: '#/components/examples/Far'}}}
            text/csv: {schema: {type: array}, example: 'a,b'}
        '400': {description: no, content: {application/problem+json: {schema: {$ref: '#/components/schemas/S'}, examples: {far: {$ref: '#/components/examples/Far'}}}}}
components:
  examples: {Far: {value: {n: 2}}}
  schemas: {S: {properties: {n: {type: string}}}}
",
    ));
    expect![[r#"
        SW0419 a.yaml#/paths/~1a/post/parameters/0/example the example does not fit: this is a text, and the type is `integer`; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/parameters/3/examples/bad/value the example does not fit: `"c"` is none of the allowed values; where it does not fit, a value is made up instead
        SW0419 a.yaml#/components/examples/Far/value the example does not fit: `{"n":2}` is none of the allowed values; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/parameters/4/content/application~1json/example the example does not fit: this is a list, and the type is `object`; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/requestBody/content/application~1json/examples/e/dataValue/at the example does not fit at `at`: `today` is no `date`; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/responses/200/headers/X-N/example the example does not fit: this is a text, and the type is `integer`; the SDK does not show it
        SW0419 a.yaml#/paths/~1a/post/responses/200/content/application~1json/example/n the example does not fit at `n`: this is a number, and the type is `string`; the SDK does not show it
        SW0419 a.yaml#/components/examples/Far/value/n the example does not fit at `n`: this is a number, and the type is `string`; the SDK does not show it"#]].assert_eq(&found);
}

#[test]
fn examples_beside_schemas_of_2_0() {
    let found = listed(&sources(
        r"swagger: '2.0'
info: {title: t, version: v}
host: a.example
paths:
  /a:
    post:
      parameters:
        - {name: n, in: query, type: integer, x-example: one}
        - {name: b, in: body, schema: {type: object}, x-example: 5}
        - {name: c, in: query, type: integer, example: one}
      responses:
        '200': {description: ok, schema: {type: array, items: {type: integer}}, examples: {application/json: [a], text/csv: 'a'}}
  /b:
    post:
      parameters: [{name: b, in: body, schema: {type: object}, example: 6}]
      responses: {'204': {description: ok}}
",
    ));
    expect![[r#"
        SW0419 a.yaml#/paths/~1a/post/parameters/2/example the example is a text, but the type is `integer`; it is not used
        SW0419 a.yaml#/paths/~1a/post/parameters/0/x-example the example does not fit: this is a text, and the type is `integer`; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/parameters/1/x-example the example does not fit: this is a number, and the type is `object`; where it does not fit, a value is made up instead
        SW0419 a.yaml#/paths/~1a/post/responses/200/examples/application~1json/0 the example does not fit at `0`: this is a text, and the type is `integer`; the SDK does not show it
        SW0419 a.yaml#/paths/~1b/post/parameters/0/example the example does not fit: this is a number, and the type is `object`; where it does not fit, a value is made up instead"#]].assert_eq(&found);
}

#[test]
fn an_example_beside_a_schema_refutes_its_format() {
    let text = r"openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters:
        - {name: from, in: query, schema: {type: string, format: date}, example: '2024-05-01T10:00:00Z'}
        - {name: to, in: query, schema: {type: string, format: date, example: '2024-05-01'}, example: '2024-05-01T10:00:00Z'}
      responses: {'204': {description: ok}}
";
    expect![[r#"
        SW0424 a.yaml#/paths/~1a/get/parameters/0/schema/format `2024-05-01T10:00:00Z` is no `date`, and nothing else that is stated is one; it is a text: values like it could not be read otherwise
        SW0419 a.yaml#/paths/~1a/get/parameters/1/example the example does not fit: `2024-05-01T10:00:00Z` is no `date`; where it does not fit, a value is made up instead"#]].assert_eq(&listed(&sources(text)));
}

#[test]
fn examples_of_parameters_that_are_written_as_they_are_sent() {
    let found = listed(&sources(
        r"openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters:
        - {name: far, in: query, schema: {$ref: '#/components/schemas/Ids'}, example: '1,2,3'}
        - {name: part, in: query, schema: {allOf: [{$ref: '#/components/schemas/Ids'}]}, example: '1,2,3'}
        - {name: branch, in: query, schema: {oneOf: [{type: integer}, {$ref: '#/components/schemas/Ids'}]}, example: '1,2'}
        - {name: flag, in: query, schema: {allOf: [{type: boolean}]}, example: 'true'}
        - {name: wrong, in: query, schema: {oneOf: [{type: integer}, {type: boolean}]}, example: 'maybe'}
      responses: {'204': {description: ok}}
components:
  schemas: {Ids: {type: array, items: {type: integer}}}
",
    ));
    expect!["SW0419 a.yaml#/paths/~1a/get/parameters/4/example the example does not fit: this fits none of the 2 schemas of `oneOf`; where it does not fit, a value is made up instead"].assert_eq(&found);
}

#[test]
fn an_example_beside_a_shared_schema_does_not_refute_its_format() {
    let text = r"openapi: 3.0.3
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters: [{name: since, in: query, schema: {$ref: '#/components/schemas/T'}, example: '2020-01-01 10:00'}]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {at: {$ref: '#/components/schemas/T'}}}, example: {at: '2020-01-01T00:00:00Z'}}}}}
components: {schemas: {T: {type: string, format: date-time}}}
";
    expect!["SW0419 a.yaml#/paths/~1a/get/parameters/0/example the example does not fit: `2020-01-01 10:00` is no `date-time`; where it does not fit, a value is made up instead"].assert_eq(&listed(&sources(text)));
}

#[test]
fn examples_after_the_first_are_looked_at() {
    let text = r"openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters:
        - {name: n, in: query, schema: {type: integer}, examples: {a: {value: 1}, bad: {$ref: '#/components/examples/Nope'}, text: none, near: {valeu: 1}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: integer}, examples: {a: {value: 1}, bad: {$ref: '#/components/examples/Gone'}}}}}}
";
    expect![[r#"
        SW0309 a.yaml#/paths/~1a/get/parameters/0/examples/bad/$ref this Example Object is left out: `#/components/examples/Nope` points to nothing; the SDK is made as if it were not there
        SW0309 a.yaml#/paths/~1a/get/parameters/0/examples/text this Example Object is left out: it must be a mapping (Example Object), but is a text; the SDK is made as if it were not there
        SW0306 a.yaml#/paths/~1a/get/parameters/0/examples/near/valeu an Example Object has no field `valeu`; it says nothing
        SW0309 a.yaml#/paths/~1a/get/responses/200/content/application~1json/examples/bad/$ref this Example Object is left out: `#/components/examples/Gone` points to nothing; the SDK is made as if it were not there"#]].assert_eq(&listed(&sources(text)));
}
