//! Documents in, documents out: one test for each rule.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use openapiv3::ReferenceOr;

use super::*;
use crate::diag::{Code, Diagnostics, Style, render};
use crate::source::Sources;

fn sources(text: &str) -> Sources {
    Sources::from_texts("a.yaml", [("a.yaml", text)]).unwrap()
}

fn shown(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let texts = |file: &str| sources.text(file);
    let list: Vec<String> = diagnostics.list().iter().map(|d| render(d, &texts, Style::Plain)).collect();
    list.join("\n")
}

/// Builds what must not fail; the diagnostics are rendered.
fn built(sources: &Sources) -> (Document, String) {
    let mut diagnostics = Diagnostics::default();
    let document = build(sources, &mut diagnostics).unwrap();
    (document, shown(sources, &diagnostics))
}

/// The schema `S` of a document with these schemas, as its fields that say something.
#[allow(clippy::needless_pass_by_value)]
fn schema(version: &str, schemas: &str, expect: Expect) {
    let sources = sources(&format!(
        "openapi: {version}\ninfo: {{title: t, version: v}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ));
    let (document, diagnostics) = built(&sources);
    let schema = document.schemas.get(document.schemas.component("S").unwrap());
    let plain = Schema { component: schema.component.clone(), ..Schema::new(schema.site.clone()) };
    let plain = fields(&plain);
    let said: Vec<String> = fields(schema).into_iter().filter(|field| !plain.contains(field)).collect();
    expect.assert_eq(&format!("{}\n{diagnostics}", said.join("\n")));
}

/// The fields of a schema as text, one each.
fn fields(schema: &Schema) -> Vec<String> {
    let text = format!("{schema:#?}");
    let mut fields: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        match line.strip_prefix("    ") {
            Some(start) if start.starts_with(|c: char| c.is_alphabetic()) => fields.push(start.to_owned()),
            Some(rest) => fields.last_mut().unwrap().push_str(rest.trim_start()),
            None => {}
        }
    }
    fields
}

/// Paths, methods and diagnostics of a document with these paths.
#[allow(clippy::needless_pass_by_value)]
fn paths(version: &str, rest: &str, expect: Expect) {
    let sources = sources(&format!("openapi: {version}\ninfo: {{title: t, version: v}}\n{rest}"));
    let (document, diagnostics) = built(&sources);
    let list: Vec<String> = document.openapi.operations().map(|(path, method, _)| format!("{method} {path}")).collect();
    expect.assert_eq(&format!("{}\n{diagnostics}", list.join(", ")));
}

#[allow(clippy::needless_pass_by_value)]
fn fatal(text: &str, expect: Expect) {
    let sources = sources(text);
    let reason = build(&sources, &mut Diagnostics::default()).unwrap_err();
    expect.assert_eq(&render(&reason, &|file| sources.text(file), Style::Plain));
}

#[test]
fn what_cannot_be_read_at_all() {
    fatal(
        "[1]",
        expect![[r#"
        error[SW0301]: the document is not a mapping, so it is no OpenAPI description
         --> a.yaml:1:2
          |
        1 | [1]
          |  ^"#]],
    );
    fatal(
        "opnapi: 3.1.0\n",
        expect![[r#"
        error[SW0301]: the document has neither `openapi` nor `swagger`
         --> a.yaml:1:1
          |
        1 | opnapi: 3.1.0
          | ^^^^^^
          |
          = help: did you mean `openapi` where it says `opnapi`?"#]],
    );
    fatal(
        "swagger: 1.2\n",
        expect![[r#"
            error[SW0302]: `swagger: 1.2` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | swagger: 1.2
              |          ^^^
              |
              = at: #/swagger
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 4.0.0\n",
        expect![[r#"
            error[SW0302]: `openapi: 4.0.0` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | openapi: 4.0.0
              |          ^^^^^
              |
              = at: #/openapi
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 4\n",
        expect![[r#"
            error[SW0302]: `openapi: 4` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | openapi: 4
              |          ^
              |
              = at: #/openapi
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 3.1\ninfo: {title: t, version: v}\npathes: {}\n",
        expect![[r#"
        error[SW0303]: the document has no `paths`
         --> a.yaml:1:1
          |
        1 | openapi: 3.1
          | ^^^^^^^
          |
          = help: did you mean `paths` where it says `pathes`?"#]],
    );
}

#[test]
fn nullable_of_3_0() {
    schema(
        "3.0.3",
        "    S: {type: string, nullable: true, enum: [a]}\n",
        expect![[r#"
            types: {Null,String,},
            nullable: true,
            enumeration: Some([String("a"),Null,],),
            note[SW0414]: null is allowed, but not listed
             --> a.yaml:6:39
              |
            6 |     S: {type: string, nullable: true, enum: [a]}
              |                                       ^^^^
              |
              = at: #/components/schemas/S/enum
              = sdk: null is taken
              = help: add `null` to the list"#]],
    );
    schema(
        "3.0.3",
        "    S: {nullable: true, allOf: [{$ref: '#/components/schemas/T'}]}\n    T: {}\n",
        expect![[r#"
        nullable: true,
        all_of: [SchemaId(1,),],
    "#]],
    );
}

#[test]
fn types_of_3_1() {
    schema(
        "3.1.0",
        "    S: {type: [string, 'null'], const: null}\n",
        expect![[r#"
        types: {Null,String,},
        constant: Some(Null,),
    "#]],
    );
    schema(
        "3.1.0",
        "    S: true\n",
        expect![[r#"
        boolean: Some(true,),
    "#]],
    );
}

#[test]
fn exclusive_bounds_of_both_dialects() {
    schema(
        "3.0.3",
        "    S: {minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}\n",
        expect![[r#"
        maximum: Some(Number(5),),
        exclusive_minimum: Some(Number(1),),
    "#]],
    );
    schema(
        "3.1.0",
        "    S: {exclusiveMinimum: 1, exclusiveMaximum: 2.5}\n",
        expect![[r#"
        exclusive_minimum: Some(Number(1),),
        exclusive_maximum: Some(Number(2.5),),
    "#]],
    );
}

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
fn additional_properties() {
    schema(
        "3.0.3",
        "    S: {additionalProperties: {}}\n",
        expect![[r#"
        additional: Allowed,
    "#]],
    );
    schema(
        "3.0.3",
        "    S: {additionalProperties: false}\n",
        expect![[r#"
        additional: Denied,
    "#]],
    );
    schema(
        "3.0.3",
        "    S: {additionalProperties: {type: string}}\n",
        expect![[r#"
        additional: Schema(SchemaId(1,),),
    "#]],
    );
}

#[test]
fn tuples() {
    schema(
        "3.1.0",
        "    S: {prefixItems: [{type: string}], items: false}\n",
        expect![[r#"
        items: Some(SchemaId(2,),),
        prefix_items: [SchemaId(1,),],
    "#]],
    );
    schema(
        "3.0.3",
        "    S: {items: [{type: string}]}\n",
        expect![[r#"
            prefix_items: [SchemaId(1,),],
            note[SW0423]: OpenAPI 3.0 does not know a list as `items`
             --> a.yaml:6:9
              |
            6 |     S: {items: [{type: string}]}
              |         ^^^^^
              |
              = at: #/components/schemas/S/items
              = sdk: it is read as the version that has it means it
              = help: say it as this version does, or state the other one"#]],
    );
}

#[test]
fn texts_that_yaml_takes_for_numbers() {
    schema(
        "3.1.0",
        "    S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}\n",
        expect![[r#"
            types: {String,},
            enumeration: Some([String("1.10"),String("2"),String("true"),String("1e3"),],),
            default: Some(String("1.10"),),
            warning[SW0415]: this is a number, where texts are listed
             --> a.yaml:6:30
              |
            6 |     S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}
              |                              ^^^^
              |
              = at: #/components/schemas/S/enum/0
              = sdk: it is the text "1.10"
              = help: put it in quotes: `"1.10"`
            warning[SW0415]: this is a number, where texts are listed
             --> a.yaml:6:36
              |
            6 |     S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}
              |                                    ^
              |
              = at: #/components/schemas/S/enum/1
              = sdk: it is the text "2"
              = help: put it in quotes: `"2"`
            warning[SW0415]: this is a boolean, where texts are listed
             --> a.yaml:6:39
              |
            6 |     S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}
              |                                       ^^^^
              |
              = at: #/components/schemas/S/enum/2
              = sdk: it is the text "true"
              = help: put it in quotes: `"true"`
            warning[SW0415]: this is a number, where texts are listed
             --> a.yaml:6:45
              |
            6 |     S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}
              |                                             ^^^
              |
              = at: #/components/schemas/S/enum/3
              = sdk: it is the text "1e3"
              = help: put it in quotes: `"1e3"`
            warning[SW0418]: the default is a number, but the type is `string`
             --> a.yaml:6:60
              |
            6 |     S: {type: string, enum: [1.10, 2, true, 1e3], default: 1.10}
              |                                                            ^^^^
              |
              = at: #/components/schemas/S/default
              = sdk: it is read as `"1.10"`
              = help: write `default: "1.10"`"#]],
    );
}

#[test]
fn discriminators() {
    schema(
        "3.1.0",
        "    S:\n      discriminator:\n        propertyName: k\n        mapping: {a: T, b: '#/components/schemas/T', c: Tt}\n    T: {}\n",
        expect![[r#"
            discriminator: Some(Discriminator {property: "k",mapping: {"a": Schema(SchemaId(1,),),"b": Schema(SchemaId(1,),),"c": Text("Tt",),},default: None,},),
            warning[SW0405]: `Tt` is no schema
             --> a.yaml:9:57
              |
            9 |         mapping: {a: T, b: '#/components/schemas/T', c: Tt}
              |                                                         ^^
              |
              = at: #/components/schemas/S/discriminator/mapping/c
              = sdk: no branch is known by this entry"#]],
    );
}

#[test]
fn slips_in_a_schema() {
    schema(
        "3.1.0",
        "    S: {type: integr}\n",
        expect![[r#"

        error[SW0401]: there is no type `integr`
         --> a.yaml:6:15
          |
        6 |     S: {type: integr}
          |               ^^^^^^
          |
          = at: #/components/schemas/S/type
          = sdk: the value becomes an untyped JSON value
          = help: did you mean `integer`?"#]],
    );
    schema(
        "3.1.0",
        "    S: {type: int, requried: [a], minLength: '3', required: true}\n",
        expect![[r#"
        types: {Integer,},
        warning[SW0411]: there is no type `int`
         --> a.yaml:6:15
          |
        6 |     S: {type: int, requried: [a], minLength: '3', required: true}
          |               ^^^
          |
          = at: #/components/schemas/S/type
          = sdk: it is read as `integer`
          = help: write `type: integer`
        warning[SW0402]: a schema has no keyword `requried`
         --> a.yaml:6:20
          |
        6 |     S: {type: int, requried: [a], minLength: '3', required: true}
          |                    ^^^^^^^^
          |
          = at: #/components/schemas/S/requried
          = sdk: it is ignored
          = help: did you mean `required`?
        warning[SW0403]: `minLength` must be a whole number, 0 or more, but is a text
         --> a.yaml:6:46
          |
        6 |     S: {type: int, requried: [a], minLength: '3', required: true}
          |                                              ^^^
          |
          = at: #/components/schemas/S/minLength
          = sdk: it is ignored
        warning[SW0403]: `required` must be a list of property names, but is a boolean
         --> a.yaml:6:61
          |
        6 |     S: {type: int, requried: [a], minLength: '3', required: true}
          |                                                             ^^^^
          |
          = at: #/components/schemas/S/required
          = sdk: it is ignored
          = help: list the required properties in the object around them: `required: [name]`"#]],
    );
    schema(
        "3.1.0",
        "    S: hello\n",
        expect![[r#"
        boolean: Some(true,),
        broken: Some("a schema must be a mapping, but this is a text",),
        error[SW0404]: a schema must be a mapping, but this is a text
         --> a.yaml:6:8
          |
        6 |     S: hello
          |        ^^^^^
          |
          = at: #/components/schemas/S
          = sdk: the value becomes an untyped JSON value"#]],
    );
    schema(
        "3.1.0",
        "    S:\n",
        expect![[r#"
            boolean: Some(true,),
            warning[SW0403]: a schema must be a mapping, but this is null
             --> a.yaml:6:5
              |
            6 |     S:
              |     ^
              |
              = at: #/components/schemas/S
              = sdk: it is read as `{}`, which is any value"#]],
    );
    schema(
        "3.1.0",
        "    S: {properties: {$ref: 'x'}}\n",
        expect![[r#"

            error[SW0101]: `x` cannot be read: there is no such file
             --> a.yaml:6:28
              |
            6 |     S: {properties: {$ref: 'x'}}
              |                            ^^^
              |
              = at: #/components/schemas/S/properties/$ref
              = sdk: the schemas that it stands for are missing"#]],
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

impl Site {
    fn to_string_for_test(&self) -> String {
        format!("{}{}", self.file, self.pointer)
    }
}

#[test]
fn what_3_2_adds() {
    let text = "\
openapi: 3.2.0
info: {title: T, version: '1'}
servers: [{url: 'https://a', name: production}]
tags: [{name: pets, parent: animals, kind: nav, summary: Pets}]
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
    assert_eq!(document.openapi.tags[0].extensions["x-parent"], "animals");
    let union = document.schemas.get(document.schemas.component("U").unwrap());
    let target = document.schemas.component("S").map(MappingTarget::Schema);
    assert_eq!(union.discriminator.as_ref().unwrap().default, target);
}

/// What is said of a description, a line each: the code, the place, the message, and what follows.
#[allow(clippy::needless_pass_by_value)]
fn said(text: &str, expect: Expect) {
    let sources = sources(text);
    let mut diagnostics = Diagnostics::default();
    build(&sources, &mut diagnostics).unwrap();
    let line = |found: &crate::diag::Diagnostic| {
        let place = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        let effect = found.effect.as_deref().unwrap_or("-");
        let help = found.help.as_deref().unwrap_or("-");
        format!("{} {place}: {} | {effect} | {help}\n", found.code, found.message)
    };
    expect.assert_eq(&diagnostics.list().iter().map(line).collect::<String>());
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
fn allowed_values_of_another_type_are_read_or_said() {
    said(
        "openapi: 3.0.3
info: {title: t, version: v}
paths: {}
components:
  schemas:
    A: {type: [string, integer]}
    B: {type: integer, enum: ['1', 2]}
    C: {type: integer, enum: ['x', 2, 'y', 'z']}
    D: {type: boolean, enum: ['true']}
    E: {type: string, enum: [a, null]}
    F: {type: integer, const: '5'}
    G: {type: string, const: 1.10}
    H: {type: integer, const: x}
    I: {type: number, enum: [1, 1.5]}
    J: {type: integer, enum: [1.0, 2]}
",
        expect![[r#"
            SW0421 #/components/schemas/A/type: before OpenAPI 3.1, a schema has one type | it is read as in OpenAPI 3.1 | state a later version of OpenAPI, or say null by `nullable: true` and other types by `anyOf`
            SW0431 #/components/schemas/B/enum/0: `"1"` is a text, but the type is `integer` | it is read as `1` | write `1`
            SW0431 #/components/schemas/C/enum/0: `"x"` is a text, but the type is `integer`; 2 more values do not fit either | it is listed as it stands | correct the value, or name its type as well
            SW0431 #/components/schemas/D/enum/0: `"true"` is a text, but the type is `boolean` | it is read as `true` | write `true`
            SW0431 #/components/schemas/E/enum/1: null is listed, but the type is `string` | null is not taken | to take it, write `nullable: true`
            SW0431 #/components/schemas/F/const: `"5"` is a text, but the type is `integer` | it is read as `5` | write `const: 5`
            SW0431 #/components/schemas/G/const: `1.1` is a number, but the type is `string` | it is read as `"1.10"` | write `const: "1.10"`
            SW0431 #/components/schemas/H/const: `"x"` is a text, but the type is `integer` | it is ignored | give one of the type, or leave `const` out
            SW0423 #/components/schemas/F/const: OpenAPI 3.0 does not know `const`, which stands in 3 places, this one first | it is read as the version that has it means it | say it as this version does, or state the other one
        "#]],
    );
}

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
fn patterns_are_of_ecma_262() {
    let text = "\
openapi: 3.1.0
info: {title: T, version: '1'}
components:
  schemas:
    Look: {type: string, pattern: '^(?=.*\\d)(?<!x)[\\w-_]+$'}
    Named: {type: string, pattern: '^(?<year>\\d{4})-\\p{L}\\u0041$'}
    Slashes: {type: string, pattern: '/^a$/i'}
    Python: {type: string, pattern: '(?P<year>\\d)'}
    Open: {type: string, pattern: '^[a-z$'}
    Huge: {type: number, maximum: 1e400}
";
    let sources = sources(text);
    let mut found = Diagnostics::default();
    build(&sources, &mut found).unwrap();
    let said: Vec<String> = found.list().iter().map(|one| format!("{} {}", one.code, one.message)).collect();
    expect![[r#"
        SW0403 `(?P<year>\d)` is no regular expression of ECMA-262: invalid group modifier
        SW0403 `^[a-z$` is no regular expression of ECMA-262: unbalanced bracket
        SW0403 `maximum` is larger than any number that can be read"#]]
    .assert_eq(&said.join("\n"));
}

/// The rest of a document of 3.1 with these paths, and what is found by short lines.
#[allow(clippy::needless_pass_by_value)]
fn found(file: &str, rest: &str, expect: Expect) {
    let text = match file {
        "a.json" => rest.to_owned(),
        _ => format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\n{rest}"),
    };
    let sources = Sources::from_texts(file, [(file, text.as_str())]).unwrap();
    let mut diagnostics = Diagnostics::default();
    let document = build(&sources, &mut diagnostics).unwrap();
    let mut text = String::new();
    for (path, item) in &document.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation, site) in document.operations(path, item) {
            let id = operation.operation_id.as_deref().unwrap_or("-");
            let _ = writeln!(text, "{method} {path} {id} {}", site.pointer);
        }
    }
    for found in diagnostics.list() {
        let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{} {site} {}", found.code, found.message);
    }
    expect.assert_eq(&text);
}

const DONE: &str = "responses: {'204': {description: d}}";

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
fn words_in_the_place_of_keywords_are_told() {
    let schemas =
        "    S: {type: object, properties: {a: {ref: '#/components/schemas/S'}, b: {schema: {type: string}}}}\n";
    schema(
        "3.0.3",
        schemas,
        expect![[r#"
        types: {Object,},
        properties: {"a": SchemaId(1,),"b": SchemaId(2,),},
        warning[SW0402]: a schema has no keyword `ref`
         --> a.yaml:6:40
          |
        6 |     S: {type: object, properties: {a: {ref: '#/components/schemas/S'}, b: {schema: {type: string}}}}
          |                                        ^^^
          |
          = at: #/components/schemas/S/properties/a/ref
          = sdk: it is ignored
          = help: did you mean `$ref`?
        warning[SW0402]: a schema has no keyword `schema`
         --> a.yaml:6:76
          |
        6 |     S: {type: object, properties: {a: {ref: '#/components/schemas/S'}, b: {schema: {type: string}}}}
          |                                                                            ^^^^^^
          |
          = at: #/components/schemas/S/properties/b/schema
          = sdk: it is ignored
          = help: write what `schema` holds in the place of `schema` itself"#]],
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
fn values_that_keywords_cannot_have_are_told() {
    let schemas = "    S:
      type: object
      $id: 5
      $anchor: [1]
      $defs: 3
      oneOf: []
      properties:
        a: {type: string, nullable: 'true'}
        b: {type: string, x-nullable: 'true'}
        c: {type: integer, multipleOf: 0, minimum: 10, maximum: 5}
        d: {type: string, minLength: 2, maxLength: 1, default: null}
        e: {type: string, nullable: true, default: null}
        f: {type: object, discriminator: {mapping: {}}}
";
    let sources = sources(&format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v}}\njsonSchemaDialect: 5\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ));
    let mut diagnostics = Diagnostics::default();
    build(&sources, &mut diagnostics).unwrap();
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|found| {
            let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            format!("{} {site} {}; {}", found.code, found.message, found.effect.as_deref().unwrap_or_default())
        })
        .collect();
    expect![[r#"
        SW0304 #/jsonSchemaDialect `jsonSchemaDialect` must be a text, but is a number; it is ignored
        SW0403 #/components/schemas/S/$id `$id` must be a text, but is a number; it is ignored
        SW0403 #/components/schemas/S/$anchor `$anchor` must be a text, but is a list; it is ignored
        SW0403 #/components/schemas/S/$defs `$defs` must be a mapping from names to schemas, but is a number; it is ignored
        SW0403 #/components/schemas/S/oneOf `oneOf` lists no schemas; it is ignored
        SW0403 #/components/schemas/S/properties/a/nullable `nullable` must be `true` or `false`, but is a text; it is read as `true`
        SW0403 #/components/schemas/S/properties/b/x-nullable `x-nullable` must be `true` or `false`, but is a text; it is read as `true`
        SW0403 #/components/schemas/S/properties/c/multipleOf `multipleOf` must be above 0; it is ignored
        SW0403 #/components/schemas/S/properties/c/maximum `maximum` is below `minimum`; no value fits; the documentation shows both
        SW0403 #/components/schemas/S/properties/d/maxLength `maxLength` is below `minLength`; no value fits; the documentation shows both
        SW0418 #/components/schemas/S/properties/d/default the default is null, but the type is `string`; it is ignored
        SW0403 #/components/schemas/S/properties/f/discriminator a `discriminator` needs the name of its property: `propertyName`; it is ignored"#]].assert_eq(&found.join("\n"));
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
fn what_a_reference_says_of_its_property_is_told_once() {
    let properties =
        "a: {$ref: '#/components/schemas/T', required: true}, b: {$ref: '#/components/schemas/T', required: [x]}";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v}}\npaths: {{}}\ncomponents:\n  schemas:\n    T: {{type: string}}\n    \
         S: {{type: object, properties: {{{properties}}}}}\n"
    );
    let found = listed(&sources(&text));
    let told: Vec<&str> = found.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(told, ["SW0413", "SW0205"], "{found}");
    assert!(found.contains("SW0205 a.yaml#/components/schemas/S/properties/b "), "{found}");
    assert!(found.contains("`a` is a required field"), "{found}");
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

/// Code, place and message of each finding, and what it says of the SDK.
fn listed(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    build(sources, &mut diagnostics).unwrap();
    let list = diagnostics.list().iter().map(|of| {
        let place = of.site.as_ref().map(Site::to_string_for_test).unwrap_or_default();
        format!("{} {place} {}; {}", of.code, of.message, of.effect.as_deref().unwrap_or_default())
    });
    list.collect::<Vec<_>>().join("\n")
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
fn values_that_look_like_words_and_are_none() {
    let found = listed(&sources(
        r"openapi: 3.1.0
info: {title: t, version: v}
jsonSchemaDialect: https://json-schema.org/draft/9999/schema
paths: {}
components:
  schemas:
    A: {type: string, format: 3}
    B: {oneOf: null}
    C: {type: object, allOf: null, properties: null}
    D: {anyOf: , description: }
    E: {$schema: 'http://json-schema.org/draft-07/schema#', type: string}
    F: {$schema: 'https://example.com/own', type: string}
    G: {$schema: 5, $recursiveAnchor: yes please, $recursiveRef: '#/x', contentEncoding: 7}
",
    ));
    expect![[r#"
        SW0312 a.yaml#/jsonSchemaDialect the dialect `https://json-schema.org/draft/9999/schema` is not known; the schemas are read as JSON Schema 2020-12
        SW0403 a.yaml#/components/schemas/A/format `format` must be a text, but is a number; it is ignored
        SW0403 a.yaml#/components/schemas/B/oneOf `oneOf` must be a list of schemas, but is null; it is ignored
        SW0403 a.yaml#/components/schemas/C/allOf `allOf` must be a list of schemas, but is null; it is ignored
        SW0403 a.yaml#/components/schemas/C/properties `properties` must be a mapping from names to schemas, but is null; it is ignored
        SW0403 a.yaml#/components/schemas/D/anyOf `anyOf` must be a list of schemas, but is null; it is ignored
        SW0312 a.yaml#/components/schemas/F/$schema the dialect `https://example.com/own` is not known; the schemas are read as JSON Schema 2020-12
        SW0403 a.yaml#/components/schemas/G/$schema `$schema` must be a text, but is a number; it is ignored
        SW0403 a.yaml#/components/schemas/G/$recursiveAnchor `$recursiveAnchor` must be `true` or `false`, but is a text; it is ignored
        SW0403 a.yaml#/components/schemas/G/$recursiveRef `$recursiveRef` must be `#`, but is `#/x`; it is ignored
        SW0403 a.yaml#/components/schemas/G/contentEncoding `contentEncoding` must be a text, but is a number; it is ignored"#]].assert_eq(&found);
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
fn a_host_beside_a_template_of_one_says_nothing() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\nhost: a.example\nschemes: [https]\nx-ms-parameterized-host: {hostTemplate: '{account}.example', parameters: [{name: account, in: path, type: string, default: me}]}\npaths: {}\ndefinitions: []\n";
    expect![[r#"
        SW0306 a.yaml#/host `host` says nothing beside `servers`, by which this version says where the API is; it is ignored
        SW0304 a.yaml#/definitions `definitions` must be a mapping, but is a list; it is ignored
        SW0423 a.yaml#/schemes OpenAPI 3.0 does not know `schemes`; it is read as the version that has it means it"#]]
    .assert_eq(&listed(&sources(text)));
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
        SW0304 #/x-ms-parameterized-host/parameters/0/enum/1: `1` must be a text, but is a mapping | it is ignored | -
    "#]],
    );
    let (document, _) = built(&sources(text));
    assert_eq!(document.openapi.servers[0].variables.as_ref().unwrap()["port"].default, "8443");
    assert_eq!(document.server_sites[0].pointer.as_str(), "/x-ms-parameterized-host");
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
fn keywords_of_another_type_are_told() {
    said(
        "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths: {}\ncomponents:\n  schemas:\n    \
         A: {type: string, properties: {a: {type: string}}}\n    B: {type: object, items: {type: string}}\n    \
         C: {type: [array, object], items: {type: string}, properties: {a: {type: string}}}\n    \
         D: {properties: {a: {type: string}}, items: {type: string}}\n    E: {type: string, properties: {}}\n",
        expect![[r#"
            SW0425 #/components/schemas/A/properties: `properties` says nothing of a value that is no object | the type in the SDK is what `type` says | write `type: object`, or take `properties` out
            SW0425 #/components/schemas/B/items: `items` says nothing of a value that is no array | the type in the SDK is what `type` says | write `type: array`, or take `items` out
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
fn a_body_of_2_0_says_what_it_is() {
    said(
        "swagger: '2.0'\ninfo: {title: t, version: v}\nhost: a.example\npaths:\n  /a:\n    post:\n      \
         parameters: [{name: b, in: body}]\n      responses: {'204': {description: d}}\n",
        expect![[r#"
            SW0305 #/paths/~1a/post/parameters/0: a parameter in `body` needs the field `schema` | its value is not described | say what is sent: `schema: { type: object, properties: … }`
        "#]],
    );
}
