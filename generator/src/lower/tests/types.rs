//! Schemas as types.

use super::*;

#[test]
fn a_union_of_thousands_of_branches_is_any_json_and_an_error() {
    let branches = |count: usize| -> String {
        let branch = |number: usize| format!("{{ required: [p{number}], properties: {{ p{number}: {{}} }} }}, ");
        format!("Wide: {{ oneOf: [{}] }}", (0..count).map(branch).collect::<String>())
    };
    let wide = schemas(&branches(2001));
    assert_eq!(wide, "Wide = any (the union has too many branches)\nSW0422 this union has more than 2000 branches\n");
    assert!(schemas(&branches(2000)).starts_with("Wide one of "));
}

#[test]
fn required_and_nullable_are_two_things() {
    let text = schemas(
        "A:
  type: object
  required: [a, b]
  properties:
    a: { type: string }
    b: { type: [string, 'null'] }
    c: { type: integer }
    d: { anyOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] }
B: { type: [number, 'null'] }",
    );
    assert_eq!(text, "A { a!: String, b!: String?, c: I64, d: B? }\nB = Number\n");
}

#[test]
fn all_of_is_one_object() {
    let text = schemas(
        "Base: { type: object, required: [id], properties: { id: { type: string } } }
Both:
  allOf:
  - $ref: '#/components/schemas/Base'
  - { type: object, required: [name], properties: { name: { type: string }, id: { type: integer } } }
Only: { allOf: [{ $ref: '#/components/schemas/Base' }], description: the same }
Stricter: { allOf: [{ $ref: '#/components/schemas/Both' }, { required: [id, absent] }] }",
    );
    assert_eq!(
        text,
        "Base { id!: String }
Both { id!: I64, name!: String }
Only = Base
Stricter { id!: I64, name!: String }
SW0409 `type` contradicts another part of the same value
SW0408 `absent` is required, but no property has that name
"
    );
}

#[test]
fn a_bare_nullable_object_beside_an_object_is_null() {
    let text = schemas(
        "Cat: { type: object, properties: { lives: { type: integer } } }
Tom: { allOf: [{ $ref: '#/components/schemas/Cat' }, { required: [lives] }] }
Maybe: { type: object, nullable: true, title: No cat }
Holder:
  properties:
    cat: { anyOf: [{ type: object, nullable: true, description: None. }, { $ref: '#/components/schemas/Cat' }] }
    tom: { oneOf: [{ $ref: '#/components/schemas/Tom' }, { $ref: '#/components/schemas/Maybe' }] }
    text: { anyOf: [{ type: string }, { type: [object, 'null'] }] }
    said: { anyOf: [{ $ref: '#/components/schemas/Cat' }, { type: [object, 'null'], additionalProperties: { type: integer } }] }",
    );
    assert_eq!(
        text,
        "Cat { lives: I64 }
Tom { lives!: I64 }
Maybe = map of any (the object has no described properties)
Holder { cat: Cat?, tom: Tom?, text: (Property(\"text\"))?, said: (Property(\"said\"))? }
(Property(\"text\")) one of String, map of any (the object has no described properties)
(Property(\"said\")) one of Cat, map of I64
SW0423 OpenAPI 3.1 does not know `nullable`, which stands in 2 places, this one first
"
    );
}

#[test]
fn unions_lose_null_and_what_says_nothing() {
    let text = schemas(
        "A: { type: object, properties: { kind: { const: a } } }
B: { type: object, properties: { kind: { type: string } } }
Tagged:
  oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]
  discriminator: { propertyName: kind }
Types: { type: [string, integer, 'null'] }
Numbers: { type: [integer, number] }
OpenEnum: { anyOf: [{ type: string }, { type: string, enum: [x, y] }] }
One: { oneOf: [{ $ref: '#/components/schemas/A' }] }
Either: { type: object, properties: { a: { type: string }, b: { type: string } }, oneOf: [{ required: [a] }, { required: [b] }] }",
    );
    assert_eq!(
        text,
        r#"A { kind: String }
B { kind: String }
Tagged one of A, B by kind [("a", 0), ("B", 1)]
Types one of I64, String
Numbers = Number
OpenEnum "x" | "y"
One = A
Either { a: String, b: String }
"#
    );
}

#[test]
fn branches_that_say_the_same_are_one() {
    let text = schemas(
        "A: { type: object, properties: { kind: { enum: [a, aa] } } }
Nothing: { type: 'null' }
Twice: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/A' }] }
Lists: { anyOf: [{ type: array, items: { type: string } }, { type: array, items: { type: string } }] }
Low: { type: string, enum: [low, mid] }
High: { type: string, enum: [mid, high] }
Level: { anyOf: [{ $ref: '#/components/schemas/Low' }, { $ref: '#/components/schemas/High' }, { $ref: '#/components/schemas/Nothing' }] }
Nested: { oneOf: [{ $ref: '#/components/schemas/Level' }, { const: auto }] }
Sizes: { anyOf: [{ type: integer, enum: [1, 2] }, { type: integer }] }
All: { type: object, required: [level, none], properties: { level: { $ref: '#/components/schemas/Level' }, none: { anyOf: [{ type: string }, { enum: [null] }] } } }",
    );
    assert_eq!(
        text,
        r#"A { kind: (Property("kind")) }
Nothing = any (the description allows null alone)
Twice = A
Lists = [String]
Low "low" | "mid"
High "mid" | "high"
Level "low" | "mid" | "high"
Nested "low" | "mid" | "high" | "auto"
Sizes "1" | "2"
All { level!: Level?, none!: String? }
(Property("kind")) "a" | "aa"
"#
    );
}

#[test]
fn a_base_with_a_discriminator_stands_for_what_extends_it() {
    let family = |uses: &str| {
        let text = schemas(&format!(
            "Base:
  type: object
  required: [kind]
  properties: {{ kind: {{ type: string }} }}
  discriminator: {{ propertyName: kind, mapping: {{ s: Square, o: Other }} }}
Square: {{ allOf: [{{ $ref: '#/components/schemas/Base' }}, {{ type: object, properties: {{ side: {{ type: number }} }} }}] }}
Big: {{ allOf: [{{ $ref: '#/components/schemas/Square' }}, {{ type: object, properties: {{ big: {{ type: boolean }} }} }}] }}
Same: {{ allOf: [{{ $ref: '#/components/schemas/Base' }}] }}
Other: {{ type: object, properties: {{ o: {{ type: string }} }} }}
{uses}"
        ));
        text.lines().filter(|line| !line.starts_with("Use")).map(|line| format!("{line}\n")).collect::<String>()
    };
    let members = r#"Square { kind!: String, side: Number }
Big { kind!: String, side: Number, big: Bool }
Same { kind!: String }
Other { o: String }
"#;
    assert_eq!(
        family("Use: { type: object, properties: { shape: { $ref: '#/components/schemas/Base' } } }"),
        format!(
            "{}\n{members}(Base) {{ kind!: String }}\n",
            r#"Base one of Square, Other, Big, Same by kind [("s", 0), ("o", 1), ("Big", 2), ("Same", 3)]"#
        )
    );
    // Nothing holds the base itself: it is what the others have in common.
    let unused = family("Use: { type: object, properties: { shape: { $ref: '#/components/schemas/Square' } } }");
    assert!(unused.starts_with("Base { kind!: String }\nSquare"), "{unused}");
    // A wrapper that only adds texts is a use.
    let wrapped = family(
        "Use: { type: object, properties: { shape: { allOf: [{ $ref: '#/components/schemas/Base' }], description: Text. } } }",
    );
    assert!(wrapped.starts_with("Base one of"), "{wrapped}");
    // Branches that extend it are told apart as it says.
    let union = schemas(
        "Base: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { s: Square } } }
Square: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { side: { type: number } } }] }
Circle: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { r: { type: number } } }] }
Either: { oneOf: [{ $ref: '#/components/schemas/Square' }, { $ref: '#/components/schemas/Circle' }] }",
    );
    assert!(union.contains(r#"Either one of Square, Circle by kind [("s", 0), ("Circle", 1)]"#), "{union}");
}

#[test]
fn constants_go_before_the_names_of_components_and_mapping_before_both() {
    let text = schemas(
        "A: { type: object, properties: { kind: { const: a } } }
B: { type: object, properties: { kind: { enum: [b, bb] } } }
C: { type: object, properties: { kind: { type: string } } }
D: { type: object, properties: { kind: { const: d } } }
U:
  oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }, { $ref: '#/components/schemas/D' }]
  discriminator: { propertyName: kind, mapping: { delta: D } }",
    );
    assert!(text.contains(r#"[("a", 0), ("b", 1), ("bb", 1), ("C", 2), ("delta", 3)]"#), "{text}");
}

/// The tags of the union `U` of branches with a property `kind`.
fn tags_of(schemas_of_branches: &str, names: &str, mapping: &str) -> String {
    let refs: Vec<String> = names.split(' ').map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}")).collect();
    let text = schemas(&format!(
        "{schemas_of_branches}
Kind: {{ type: string, enum: [cat, dog, bird] }}
U:
  oneOf: [{}]
  discriminator: {{ propertyName: kind{mapping} }}",
        refs.join(", ")
    ));
    text.lines().find_map(|line| line.strip_prefix("U one of ")?.split_once(" by kind ")).expect("tags").1.to_owned()
}

#[test]
fn of_a_list_that_branches_share_each_has_what_it_is_called() {
    let kind = "properties: { kind: { $ref: '#/components/schemas/Kind' } }";
    let branches = |names: &str| {
        let lines: Vec<String> = names.split(' ').map(|name| format!("{name}: {{ type: object, {kind} }}")).collect();
        lines.join("\n")
    };
    let told = |names: &str| tags_of(&branches(names), names, "");
    assert_eq!(told("cat dog"), r#"[("cat", 0), ("dog", 1)]"#);
    assert_eq!(told("Cat DOG"), r#"[("cat", 0), ("dog", 1)]"#);
    assert_eq!(told("CatPet PetDog"), r#"[("cat", 0), ("dog", 1)]"#);
    // The better name goes first; who has no name there has what is left of the list.
    assert_eq!(told("CatFood Cat"), r#"[("bird", 0), ("dog", 0), ("cat", 1)]"#);
    // What fits two is for both.
    assert_eq!(told("CatFood CatToy Dog").matches("cat").count(), 2);
    // A mapping is not doubted, and neither is what a branch says itself.
    let mapped = ", mapping: { cat: Dog, dog: Cat }";
    assert_eq!(tags_of(&branches("Cat Dog"), "Cat Dog", mapped), r#"[("dog", 0), ("cat", 1)]"#);
    let same = ", mapping: { Cat: Cat, Dog: Dog }";
    assert_eq!(tags_of(&branches("Cat Dog"), "Cat Dog", same), r#"[("Cat", 0), ("Dog", 1)]"#);
    let stated = "A: { type: object, x-discriminator-value: dog, properties: { kind: { type: string } } }
B: { type: object, x-ms-discriminator-value: 'Company.Cat', properties: { kind: { type: string } } }";
    assert_eq!(tags_of(stated, "A B", ""), r#"[("dog", 0), ("Company.Cat", 1)]"#);
    // A constant is a tag whoever else has it.
    let constants = "A: { type: object, properties: { kind: { const: x } } }
B: { type: object, properties: { kind: { const: x } } }";
    assert_eq!(tags_of(constants, "A B", ""), r#"[("x", 0), ("x", 1)]"#);
}

#[test]
fn a_base_has_the_values_that_none_of_those_that_extend_it_is_called_by() {
    let text = schemas(
        "Vehicle:
  type: object
  required: [vt]
  properties: { vt: { type: string, enum: [Car, Bike, Truck] } }
  discriminator: { propertyName: vt }
Car: { allOf: [{ $ref: '#/components/schemas/Vehicle' }, { type: object, properties: { doors: { type: integer } } }] }
Bike: { allOf: [{ $ref: '#/components/schemas/Vehicle' }, { type: object, properties: { bell: { type: boolean } } }] }
Use: { type: object, properties: { v: { $ref: '#/components/schemas/Vehicle' } } }",
    );
    let tags = r#"Vehicle one of Car, Bike, (Base) by vt [("Car", 0), ("Bike", 1), ("Truck", 2)]"#;
    assert!(text.starts_with(tags), "{text}");
}

#[test]
fn a_union_beside_properties_has_them_in_every_branch() {
    let text = schemas(
        "Pay:
  type: object
  properties: { amount: { type: integer } }
  oneOf:
  - { title: Card, required: [number], properties: { number: { type: string } } }
  - { title: Bank, required: [iban], properties: { iban: { type: string } } }",
    );
    assert_eq!(
        text,
        "Pay one of (Variant(0, Some(\"Card\"))), (Variant(1, Some(\"Bank\")))
(Variant(0, Some(\"Card\"))) { amount: I64, number!: String }
(Variant(1, Some(\"Bank\"))) { amount: I64, iban!: String }
"
    );
}

#[test]
fn recursion_ends_at_names_and_is_refused_without() {
    let text = schemas(
        "Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, all: { type: array, items: { $ref: '#/components/schemas/Node' } } } }
List: { type: array, items: { $ref: '#/components/schemas/List' } }
Me: { $ref: '#/components/schemas/Me' }",
    );
    assert_eq!(
        text,
        "Node { next: Node, all: [Node] }
List of itself [List]
Me = any (the schema cannot be read)
SW0203 `Me` refers to itself and never to a definition
"
    );
}

#[test]
fn maps_objects_and_enums() {
    let text = schemas(
        "Free: { type: object }
Typed: { type: object, additionalProperties: { type: [integer, 'null'] } }
More: { type: object, properties: { a: { type: boolean } }, additionalProperties: true }
Closed: { type: object, additionalProperties: false }
Codes: { type: integer, enum: [1, 2, 1] }
Mixed: { enum: [1, a] }
Formats: { type: object, properties: { t: { type: string, format: date-time }, d: { type: string, format: date }, b: { type: string, format: byte }, u: { type: string, format: uuid }, i: { type: integer, format: int32 } } }",
    );
    assert_eq!(
        text,
        r#"Free = map of any (the object has no described properties)
Typed = map of I64?
More { a: Bool, *: any (the description allows any other property) }
Closed {  }
Codes "1" | "2"
Mixed "1" | "a"
Formats { t: DateTime, d: Date, b: Base64, u: String, i: I32 }
SW0407 the value `1` stands twice in this list
"#
    );
}

#[test]
fn a_type_for_a_format_that_no_string_has_is_a_mistake() {
    let config =
        "[formats]\nuuid = \"uuid\"\nipv5 = \"std::net::Ipv4Addr\"\nint64 = \"my::Int\"\nint32 = \"my::Int\"\n";
    let parsed = crate::config::parse(&std::sync::Arc::from("specwright.toml"), config);
    let text = "openapi: 3.1.0\ninfo: { title: x, version: '1' }\npaths: {}\ncomponents: { schemas: { A: { type: string, format: uuid }, B: { type: string, format: ipv4 }, C: { type: integer, format: int64 }, D: { type: string, format: int32 } } }\n";
    let sources = crate::source::Sources::from_texts("a.yaml", [("a.yaml", text)]).unwrap();
    let mut diagnostics = Diagnostics::default();
    let mut document = crate::document::build(&sources, &mut diagnostics).unwrap();
    let api = lower(&mut document, &parsed.config.unwrap(), Before::NOTHING, &mut diagnostics);
    let types: Vec<String> = api.types.iter().map(|(_, def)| format!("{:?}", def.shape)).collect();
    assert_eq!(types, ["Alias(Format(\"uuid\"))", "Alias(String)", "Alias(Integer(I64))", "Alias(Format(\"int32\"))"]);
    let found: Vec<String> = diagnostics.list().iter().map(|d| format!("{} {:?}", d.message, d.help)).collect();
    expect_test::expect![[r#"
        [
            "the configuration gives a type to the format `int64`, which no string has Some(\"did you mean `int32`?\")",
            "the configuration gives a type to the format `ipv5`, which no string has Some(\"did you mean `ipv4`?\")",
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn a_list_of_names_that_is_too_short_names_nothing() {
    let (api, _) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
components:
  schemas:
    Short: { type: string, enum: [Current, Over, Rate], x-enumNames: [Current, Rate] }
    Whole: { type: integer, enum: [1, 2], x-enumNames: [One, Two] }
paths:
  /a: { get: { responses: { '200': { description: D, content: { application/json: { schema: { properties: { a: { $ref: '#/components/schemas/Short' }, b: { $ref: '#/components/schemas/Whole' } } } } } } } } }
",
    );
    let names = api.types.iter().filter_map(|(_, def)| match &def.shape {
        Shape::Enum(list) => Some(list.values.iter().map(|value| value.name.as_deref()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), [vec![None, None, None], vec![Some("One"), Some("Two")]]);
}

#[test]
fn a_property_that_tells_events_is_one_that_they_have() {
    let text = "openapi: 3.1.0\ninfo: { title: x, version: '1' }\npaths: {}\nwebhooks:
  a: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { event: { type: string } } } } } }, responses: {} } }
  b: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { event: { type: string } } } } } }, responses: {} } }
";
    let found = |property: &str| -> Vec<String> {
        let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
        let mut diagnostics = Diagnostics::default();
        let mut document = document::build(&sources, &mut diagnostics).expect("a description");
        let config = format!("[webhooks]\ndiscriminator = \"{property}\"\n");
        let config = crate::config::parse(&"specwright.toml".into(), &config).config.expect("a configuration");
        let _ = lower(&mut document, &config, Before::NOTHING, &mut diagnostics);
        let told = |found: &crate::diag::Diagnostic| {
            format!("{}: {}; {}", found.code, found.message, found.help.clone().unwrap_or_default())
        };
        diagnostics.list().iter().map(told).collect()
    };
    assert_eq!(
        found("evnt"),
        [
            "SW0705: `webhooks.discriminator` of the configuration matches nothing: no event has such a property; did you mean `event`?"
        ]
    );
    assert_eq!(
        found("event"),
        [
            "SW0433: nothing says which `event` the event `a` has; give `event` in each payload a `const`, or name another property: `webhooks.discriminator`"
        ]
    );
}
