//! Schemas: keywords of either dialect, and slips in them.

use expect_test::expect;

use super::*;

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
