//! References: what they lead to, and what cannot be reached.

use std::fmt::Write as _;

use expect_test::expect;

use super::*;

#[test]
fn what_stands_beside_a_reference() {
    let text = "    S: {$ref: '#/components/schemas/T', description: d, deprecated: true, minLength: 3}\n    T: {type: string}\n";
    schema(
        "3.0.3",
        text,
        expect![[r#"
        reference: Some(SchemaId(1,),),
        description: Some("d",),
        deprecated: true,
        warning[SW0205]: `minLength` beside a `$ref` is ignored in OpenAPI 3.0
         --> a.yaml:6:5
          |
        6 |     S: {$ref: '#/components/schemas/T', description: d, deprecated: true, minLength: 3}
          |     ^
          |
          = at: #/components/schemas/S
          = help: wrap the reference: `allOf: [{$ref: …}]`"#]],
    );
    schema(
        "3.1.0",
        text,
        expect![[r#"
        reference: Some(SchemaId(1,),),
        description: Some("d",),
        deprecated: true,
        min_length: Some(3,),
    "#]],
    );
}

#[test]
fn a_reference_to_nothing_is_untyped() {
    schema(
        "3.1.0",
        "    S: {$ref: '#/components/schemas/Petz'}\n    Pet: {}\n",
        expect![[r#"
        boolean: Some(true,),
        broken: Some("`#/components/schemas/Petz` points to nothing",),
        error[SW0201]: `#/components/schemas/Petz` points to nothing
         --> a.yaml:6:15
          |
        6 |     S: {$ref: '#/components/schemas/Petz'}
          |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = at: #/components/schemas/S/$ref
          = sdk: the value becomes an untyped JSON value
          = help: did you mean `#/components/schemas/Pet`?"#]],
    );
}

#[test]
fn circles_of_references_are_cut() {
    schema(
        "3.1.0",
        "    S: {$ref: '#/components/schemas/T'}\n    T: {$ref: '#/components/schemas/S'}\n",
        expect![[r#"
        boolean: Some(true,),
        broken: Some("`S` refers to itself and never to a definition",),
        error[SW0203]: `S` refers to itself and never to a definition
         --> a.yaml:6:15
          |
        6 |     S: {$ref: '#/components/schemas/T'}
          |               ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = at: #/components/schemas/S/$ref
          = sdk: the value becomes an untyped JSON value"#]],
    );
    schema(
        "3.1.0",
        "    S: {properties: {s: {$ref: '#/components/schemas/S'}}}\n",
        expect![[r#"
        properties: {"s": SchemaId(0,),},
    "#]],
    );
}

/// As a bundler would have it, whatever stands in other files as well, or among definitions of their own.
#[test]
fn definitions_elsewhere_are_components() {
    let sources = Sources::from_texts("api/a.yaml", [
        ("api/a.yaml", "openapi: 3.1.0\ninfo: {title: t, version: v}\ncomponents:\n  schemas:\n    Ship:\n      $defs: {Hull: {type: string}}\n      properties: {ship: {$ref: 'models/ship.json'}, hull: {$ref: '#/components/schemas/Ship/$defs/Hull'}, part: {$ref: '#/components/schemas/Ship/properties/hull'}, crew: {$ref: 'crew/index.yaml'}, rank: {$ref: 'crew/index.yaml#/definitions/rank'}, inner: {$ref: 'crew/index.yaml#/properties/x'}}\n    Port: {$ref: 'models/harbour.json'}\n"),
        ("api/models/ship.json", "{\"type\": \"object\", \"properties\": {\"port\": {\"$ref\": \"harbour.json\"}, \"v\": {\"$ref\": \"../old/ship.v1.yaml\"}}}"),
        ("api/models/harbour.json", "{\"type\": \"object\"}"),
        ("api/old/ship.v1.yaml", "type: integer"),
        ("api/crew/index.yaml", "properties: {x: {type: string}}\ndefinitions: {rank: {type: string}}"),
    ])
    .unwrap();
    let (document, _) = built(&sources);
    let names: Vec<String> = document
        .schemas
        .components()
        .map(|(name, id)| {
            let schema = document.schemas.get(id);
            format!("{name}: {}{}", schema.site.file, schema.site.pointer)
        })
        .collect();
    expect![[r#"
        Ship: api/a.yaml#/components/schemas/Ship
        Port: api/a.yaml#/components/schemas/Port
        models_ship: api/models/ship.json#
        Hull: api/a.yaml#/components/schemas/Ship/$defs/Hull
        crew: api/crew/index.yaml#
        rank: api/crew/index.yaml#/definitions/rank
        old_ship: api/old/ship.v1.yaml#"#]]
    .assert_eq(&names.join("\n"));
}

#[test]
fn one_schema_has_one_number() {
    let sources = Sources::from_texts("a.yaml", [
        ("a.yaml", "openapi: 3.1.0\ninfo: {title: t, version: v}\ncomponents:\n  schemas:\n    A: {properties: {b: {$ref: '#/components/schemas/B'}, c: {$ref: 'x/c.yaml'}, p: {$ref: '#/components/schemas/B/properties/q'}}}\n    B: {properties: {q: {type: string}}}\n    C: {$ref: './x/c.yaml'}\n"),
        ("x/c.yaml", "properties: {b: {$ref: '../a.yaml#/components/schemas/B'}, d: {$ref: 'd.yaml#/defs/D', title: beside}}\n"),
        ("x/d.yaml", "defs: {D: {type: integer}}\n"),
    ])
    .unwrap();
    let (document, diagnostics) = built(&sources);
    let lines: Vec<String> = document
        .schemas
        .iter()
        .map(|(id, schema)| {
            let properties: Vec<String> =
                schema.properties.iter().map(|(name, id)| format!("{name}:{}", id.index())).collect();
            let reference = schema.reference.map(SchemaId::index);
            let name = schema.component.as_ref().or(schema.referenced_as.as_ref());
            format!("{} {name:?} {}{} {reference:?} {properties:?}", id.index(), schema.site.file, schema.site.pointer)
        })
        .collect();
    expect![[r#"
        0 Some("A") a.yaml#/components/schemas/A None ["b:1", "c:3", "p:4"]
        1 Some("B") a.yaml#/components/schemas/B None ["q:4"]
        2 Some("C") a.yaml#/components/schemas/C Some(3) []
        3 Some("c") x/c.yaml# None ["b:1", "d:5"]
        4 Some("q") a.yaml#/components/schemas/B/properties/q None []
        5 None x/c.yaml#/properties/d Some(6) []
        6 Some("D") x/d.yaml#/defs/D None []
    "#]]
    .assert_eq(&format!("{}\n{diagnostics}", lines.join("\n")));
    let c = document.schemas.component("C").unwrap();
    assert_eq!(document.schemas.get(document.schemas.follow(c)).site.file.as_ref(), "x/c.yaml");
}

#[test]
fn references_are_inlined() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: v, summary: s}\npaths:\n  /a: {$ref: '#/components/pathItems/A'}\ncomponents:\n  pathItems:\n    A:\n      parameters: [{$ref: '#/components/parameters/P', description: here}]\n      get:\n        requestBody: {$ref: '#/components/requestBodies/B'}\n        responses: {4XX: {$ref: '#/components/responses/R'}, default: {description: d}}\n  parameters: {P: {name: p, in: path, schema: {type: string}, example: {$ref: kept}, x-k: [1]}}\n  requestBodies: {B: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}}\n  responses: {R: {description: r, headers: {h: {$ref: '#/components/headers/H'}}}}\n  headers: {H: {schema: true}}\n  schemas: {S: {type: object}}\n";
    let sources = sources(text);
    let (document, diagnostics) = built(&sources);
    assert_eq!(document.summary.as_deref(), Some("s"));
    assert_eq!(document.operation_site("/a", "get").to_string_for_test(), "a.yaml#/components/pathItems/A/get");
    let item = document.openapi.paths.paths.get("/a").and_then(ReferenceOr::as_item).unwrap();
    expect![[r##"
        {
          "get": {
            "requestBody": {
              "content": {
                "application/json": {
                  "schema": {
                    "$ref": "#/schemas/0"
                  }
                }
              }
            },
            "responses": {
              "default": {
                "description": "d"
              },
              "4XX": {
                "description": "r",
                "headers": {
                  "h": {
                    "style": "simple",
                    "schema": {
                      "$ref": "#/schemas/2"
                    }
                  }
                }
              }
            }
          },
          "parameters": [
            {
              "in": "path",
              "name": "p",
              "description": "here",
              "required": true,
              "schema": {
                "$ref": "#/schemas/1"
              },
              "example": {
                "$ref": "kept"
              },
              "x-k": [
                1
              ],
              "style": "simple"
            }
          ]
        }
        warning[SW0305]: the path parameter `p` must say `required: true`
          --> a.yaml:12:16
           |
        12 |   parameters: {P: {name: p, in: path, schema: {type: string}, example: {$ref: kept}, x-k: [1]}}
           |                ^
           |
           = at: #/components/parameters/P
           = sdk: it is required
        note[SW0419]: the example does not fit: this is a mapping, and the type is `string`
          --> a.yaml:12:63
           |
        12 |   parameters: {P: {name: p, in: path, schema: {type: string}, example: {$ref: kept}, x-k: [1]}}
           |                                                               ^^^^^^^
           |
           = at: #/components/parameters/P/example
           = sdk: where it does not fit, a value is made up instead
           = help: correct the value, or the schema that it does not fit"##]]
    .assert_eq(&format!("{}\n{diagnostics}", serde_json::to_string_pretty(item).unwrap()));
}

/// Nothing is lost without a word: the path, or what an operation could do without.
#[test]
fn references_that_are_no_texts() {
    paths(
        "3.1.0",
        "paths:\n  /a: {$ref: 3}\n  /b:\n    get:\n      requestBody: {$ref: null}\n      responses: {'200': {$ref: [x]}}\n",
        expect![[r##"
            get /b
            error[SW0501]: all of `/a` is left out: `$ref` must be a text
             --> a.yaml:4:14
              |
            4 |   /a: {$ref: 3}
              |   --         ^
              |   |
              |   used here
              |
              = at: #/paths/~1a/$ref
              = sdk: all of `/a` is not in the SDK; `accept-dropped = ["#/paths/~1a"]` in specwright.toml accepts that
            error[SW0201]: `$ref` must be a text
             --> a.yaml:7:27
              |
            7 |       requestBody: {$ref: null}
              |                           ^^^^
              |
              = at: #/paths/~1b/get/requestBody/$ref
              = sdk: the method takes any JSON value as its body
            error[SW0201]: `$ref` must be a text
             --> a.yaml:8:27
              |
            8 |       responses: {'200': {$ref: [x]}}
              |                           ^^^^
              |
              = at: #/paths/~1b/get/responses/200/$ref
              = sdk: the answer is an untyped value"##]],
    );
}

#[test]
fn references_that_contain_themselves() {
    paths(
        "3.1.0",
        "paths:\n  /a: {$ref: '#/components/pathItems/A'}\ncomponents:\n  pathItems: {A: {$ref: '#/components/pathItems/B'}, B: {$ref: '#/components/pathItems/A'}}\n",
        expect![[r##"

            error[SW0501]: all of `/a` is left out: `#/components/pathItems/A` contains itself
             --> a.yaml:6:64
              |
            4 |   /a: {$ref: '#/components/pathItems/A'}
              |   -- used here
            5 | components:
            6 |   pathItems: {A: {$ref: '#/components/pathItems/B'}, B: {$ref: '#/components/pathItems/A'}}
              |                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = at: #/components/pathItems/B/$ref
              = sdk: all of `/a` is not in the SDK; `accept-dropped = ["#/paths/~1a"]` in specwright.toml accepts that"##]],
    );
    paths(
        "3.1.0",
        "paths:\n  /a: &a\n    get:\n      callbacks: {c: {x: {$ref: '#/paths/~1a'}}}\n",
        expect![[r#"
            get /a
            warning[SW0309]: all of `x` is left out: `#/paths/~1a` contains itself
             --> a.yaml:6:33
              |
            6 |       callbacks: {c: {x: {$ref: '#/paths/~1a'}}}
              |                       -         ^^^^^^^^^^^^^
              |                       |
              |                       used here
              |
              = at: #/paths/~1a/get/callbacks/c/x/$ref
              = sdk: the SDK is made as if it were not there"#]],
    );
}

#[test]
fn many_copies_are_refused() {
    // Each header holds eight of the next one: 8^9 copies.
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n  /a: {get: {responses: {200: {headers: {h: {$ref: '#/components/headers/H0'}}}}}}\ncomponents:\n  headers:\n",
    );
    for n in 0..9 {
        let next = format!("{{$ref: '#/components/headers/H{}'}}", n + 1);
        let headers: Vec<String> = (0..8).map(|n| format!("h{n}: {next}")).collect();
        writeln!(text, "    H{n}: {{content: {{a/b: {{encoding: {{e: {{headers: {{{}}}}}}}}}}}}}", headers.join(", "))
            .unwrap();
    }
    text.push_str("    H9: {schema: true}\n");
    fatal(
        &text,
        expect![[r#"
            error[SW0311]: the references lead to more than 100000 objects
             --> a.yaml:1:1
              |
            1 | openapi: 3.1.0
              | ^^^^^^^"#]],
    );
}

#[test]
fn callbacks_inside_callbacks_end() {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n  /a: {$ref: '#/components/pathItems/P0'}\ncomponents:\n  pathItems:\n",
    );
    for n in 0..24 {
        writeln!(text, "    P{n}: {{get: {{callbacks: {{a: {{x: {{$ref: '#/components/pathItems/P{}'}}}}}}}}}}", n + 1)
            .unwrap();
    }
    text.push_str("    P24: {}\n");
    let sources = sources(&text);
    let (document, diagnostics) = built(&sources);
    assert_eq!(document.openapi.operations().count(), 1);
    expect![[r#"
        warning[SW0309]: the callback `a` is left out: it lies too deep inside other objects
          --> a.yaml:10:28
           |
        10 |     P3: {get: {callbacks: {a: {x: {$ref: '#/components/pathItems/P4'}}}}}
           |                            ^
           |
           = at: #/components/pathItems/P3/get/callbacks/a
           = sdk: the SDK is made as if it were not there"#]]
    .assert_eq(&diagnostics);
}

#[test]
fn a_reference_to_a_parameter_of_2_0_in_place_of_a_schema_is_what_it_says_of_its_value() {
    said(
        "swagger: '2.0'
info: {title: t, version: v}
host: a.example
servers: [{url: 'https://b.example'}]
parameters: {Team: {name: team, in: query, required: false, type: string}}
paths:
  /a:
    get:
      parameters: [{name: team, in: query, schema: {$ref: '#/parameters/Team'}}]
      responses: {'200': {description: d, schema: {type: array, items: {$ref: '#/parameters/Team'}}}}
",
        expect![[r#"
            SW0306 #/servers: `servers` says nothing beside `host`, by which this version says where the API is | it is ignored | change `host`; or take it out, in an overlay by an action with `remove: true`
            SW0214 #/paths/~1a/get/parameters/0/schema/$ref: `#/parameters/Team` is a Parameter Object, and a Schema Object is wanted | what it says of its value is read as the schema | put `$ref: '#/parameters/Team'` in the place of the whole parameter, or describe the value here
            SW0214 #/paths/~1a/get/responses/200/schema/items/$ref: `#/parameters/Team` is a Parameter Object, and a Schema Object is wanted | what it says of its value is read as the schema | put `$ref: '#/parameters/Team'` in the place of the whole parameter, or describe the value here
            SW0423 #/paths/~1a/get/parameters/0/schema: OpenAPI 2.0 does not know `schema` in a parameter that is not in `body` | it is read as the version that has it means it | say it as this version does, or state the other one
        "#]],
    );
}

#[test]
fn a_reference_to_a_response_in_place_of_a_schema_is_its_schema() {
    said(
        "openapi: 3.0.3
info: {title: t, version: v}
paths: {}
components:
  schemas:
    Whole: {type: object, properties: {a: {$ref: '#/components/responses/Many'}, b: {$ref: '#/components/responses/One'}}}
    None: {type: array, items: {$ref: '#/components/responses/Empty'}}
    Two: {type: array, items: {$ref: '#/components/responses/Two'}}
  responses:
    Many: {description: d, content: {text/csv: {}, application/json: {schema: {type: string}}}}
    One: {description: d, content: {application/vnd.a+json: {schema: {type: string}}}}
    Two: {description: d, content: {a/a: {schema: {type: string}}, b/b: {schema: {type: string}}}}
    Empty: {description: d}
",
        expect![[r#"
            SW0214 #/components/schemas/Whole/properties/a/$ref: `#/components/responses/Many` is a Response Object, and a Schema Object is wanted | it is read as the schema of what it holds | refer to that: `#/components/responses/Many/content/application~1json/schema`
            SW0214 #/components/schemas/Whole/properties/b/$ref: `#/components/responses/One` is a Response Object, and a Schema Object is wanted | it is read as the schema of what it holds | refer to that: `#/components/responses/One/content/application~1vnd.a+json/schema`
            SW0213 #/components/schemas/None/items/$ref: `#/components/responses/Empty` is a Response Object, and a Schema Object is wanted | the value becomes an untyped JSON value | it has no content, so it has no schema to refer to: give it some, or describe the value here
            SW0213 #/components/schemas/Two/items/$ref: `#/components/responses/Two` is a Response Object, and a Schema Object is wanted | the value becomes an untyped JSON value | refer to the schema itself, as in `#/components/responses/Two/…/schema`
        "#]],
    );
}

#[test]
fn a_path_in_the_document_is_no_file() {
    let schemas = "    S: {$ref: 'components/schemas/T'}\n    T: {type: string}\n";
    schema(
        "3.0.3",
        schemas,
        expect![[r#"
        boolean: Some(true,),
        broken: Some("`components/schemas/T` cannot be read: there is no such file",),
        error[SW0101]: `components/schemas/T` cannot be read: there is no such file
         --> a.yaml:6:15
          |
        6 |     S: {$ref: 'components/schemas/T'}
          |               ^^^^^^^^^^^^^^^^^^^^^^
          |
          = at: #/components/schemas/S/$ref
          = sdk: the value becomes an untyped JSON value
          = help: did you mean `#/components/schemas/T`?"#]],
    );
}

#[test]
fn recursive_references_of_2019_09() {
    let text = r"openapi: 3.1.0
info: {title: t, version: v}
paths: {}
components:
  schemas:
    Tree: {type: object, properties: {left: {$recursiveRef: '#'}, inner: {$recursiveAnchor: true, type: object, properties: {own: {$recursiveRef: '#'}}}}}
    Leaf: {$recursiveRef: '#'}
";
    let sources = sources(text);
    let (document, diagnostics) = built(&sources);
    let tree = document.schemas.component("Tree").unwrap();
    let property = |id: SchemaId, name: &str| document.schemas.get(id).properties[name];
    assert_eq!(document.schemas.get(property(tree, "left")).reference, Some(tree));
    let inner = property(tree, "inner");
    assert_eq!(document.schemas.get(property(inner, "own")).reference, Some(inner));
    expect![[r#"
        error[SW0203]: `Leaf` refers to itself and never to a definition
         --> a.yaml:7:5
          |
        7 |     Leaf: {$recursiveRef: '#'}
          |     ^^^^
          |
          = at: #/components/schemas/Leaf/$ref
          = sdk: the value becomes an untyped JSON value
        note[SW0423]: OpenAPI 3.1 does not know `$recursiveRef`, which stands in 3 places, this one first
         --> a.yaml:7:27
          |
        7 |     Leaf: {$recursiveRef: '#'}
          |                           ^^^
          |
          = at: #/components/schemas/Leaf/$recursiveRef
          = sdk: it is read as the version that has it means it
          = help: refer to the schema by `$ref`, or by `$dynamicRef`"#]]
    .assert_eq(&diagnostics);
}

#[test]
fn schemas_that_are_meant_by_a_response() {
    let text = r"openapi: 3.0.3
info: {title: t, version: v}
paths: {}
components:
  responses:
    Charset: {description: a, content: {text/csv: {schema: {type: integer}}, application/json; charset=utf-8: {schema: {type: string}}}}
    Problem: {description: a, content: {text/html: {}, application/problem+json: {schema: {type: boolean}}}}
    Empty: {description: a}
  schemas:
    A: {properties: {a: {$ref: '#/components/responses/Charset'}, b: {$ref: '#/components/responses/Problem'}, c: {$ref: '#/components/responses/Empty'}}}
";
    let sources = sources(text);
    let (document, diagnostics) = built(&sources);
    let of = document.schemas.get(document.schemas.component("A").unwrap());
    let types = of.properties.values().map(|id| document.schemas.get(*id).types.single());
    assert_eq!(types.collect::<Vec<_>>(), [Some(JsonType::String), Some(JsonType::Boolean), None]);
    expect![[r#"
        warning[SW0214]: `#/components/responses/Charset` is a Response Object, and a Schema Object is wanted
          --> a.yaml:10:32
           |
        10 |     A: {properties: {a: {$ref: '#/components/responses/Charset'}, b: {$ref: '#/components/responses/Problem'}, c: {$ref: '#/componen...
           |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = at: #/components/schemas/A/properties/a/$ref
           = sdk: it is read as the schema of what it holds
           = help: refer to that: `#/components/responses/Charset/content/application~1json; charset=utf-8/schema`
        warning[SW0214]: `#/components/responses/Problem` is a Response Object, and a Schema Object is wanted
          --> a.yaml:10:77
           |
        10 |     A: {properties: {a: {$ref: '#/components/responses/Charset'}, b: {$ref: '#/components/responses/Problem'}, c: {$ref: '#/componen...
           |                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = at: #/components/schemas/A/properties/b/$ref
           = sdk: it is read as the schema of what it holds
           = help: refer to that: `#/components/responses/Problem/content/application~1problem+json/schema`
        error[SW0213]: `#/components/responses/Empty` is a Response Object, and a Schema Object is wanted
          --> a.yaml:10:122
           |
        10 | ...ef: '#/components/responses/Problem'}, c: {$ref: '#/components/responses/Empty'}}}
           |                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = at: #/components/schemas/A/properties/c/$ref
           = sdk: the value becomes an untyped JSON value
           = help: it has no content, so it has no schema to refer to: give it some, or describe the value here"#]].assert_eq(&diagnostics);
}

#[test]
fn a_schema_refers_to_one_other() {
    let text = r"openapi: 3.1.0
info: {title: t, version: v}
paths: {}
components:
  schemas:
    A: {type: string}
    Tree: {type: object, properties: {left: {$recursiveRef: '#', $ref: '#/components/schemas/A'}, right: {$recursiveRef: Tree}}}
";
    let sources = sources(text);
    expect![[r#"
        SW0205 a.yaml#/components/schemas/Tree/properties/left/$recursiveRef `$recursiveRef` beside `$ref` is not read: a schema refers to one other; 
        SW0403 a.yaml#/components/schemas/Tree/properties/right/$recursiveRef `$recursiveRef` must be `#`, but is `Tree`; it is ignored"#]].assert_eq(&listed(&sources));
    let (document, _) = built(&sources);
    let tree = document.schemas.component("Tree").unwrap();
    let left = document.schemas.get(tree).properties["left"];
    assert_eq!(document.schemas.get(left).reference, document.schemas.component("A"));
}

#[test]
fn a_reference_to_all_paths_costs_its_own_path_alone() {
    found(
        "a.yaml",
        &format!("paths: {{/a: {{get: {{{DONE}}}}}, /c: {{$ref: '#/paths'}}}}\n"),
        expect![[r#"
            GET /a - #/paths/~1a/get
            SW0501 #/paths/~1c/$ref all of `/c` is left out: `#/paths` is a mapping of paths, and no path item
        "#]],
    );
}
