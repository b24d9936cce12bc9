//! What schemas and operations become, shown in a short notation: `name!: T` is required, `T?` may be null.

use super::*;
use crate::config::ResourcesFrom;
use crate::document;
use crate::ir::{BodyContent, Shape, TypeDef};
use crate::source::Sources;

pub(super) fn lowered(yaml: &str) -> (Api, Diagnostics) {
    lowered_with(yaml, &BTreeMap::new())
}

fn lowered_with(yaml: &str, places: &BTreeMap<String, String>) -> (Api, Diagnostics) {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", yaml)]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a description");
    let api = lower(&mut document, &Config::default(), Before { places, ..Before::NOTHING }, &mut diagnostics);
    (api, diagnostics)
}

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

/// The schemas of a description, each on a line.
fn schemas(yaml: &str) -> String {
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    let body: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    let (api, diagnostics) = lowered(&format!("{head}{body}"));
    let mut text: String = api.types.iter().map(|(_, def)| format!("{}\n", show_def(&api, def))).collect();
    for diagnostic in diagnostics.list() {
        text.push_str(&format!("{} {}\n", diagnostic.code, diagnostic.message));
    }
    text
}

fn show_def(api: &Api, def: &TypeDef) -> String {
    let name = match &def.origin {
        crate::ir::Origin::Component(name) => name.clone(),
        crate::ir::Origin::Inline { role, .. } => format!("({role:?})"),
    };
    let shape = match &def.shape {
        Shape::Object(object) => {
            let mut fields: Vec<String> = object
                .fields
                .iter()
                .map(|field| {
                    let required = if field.required { "!" } else { "" };
                    let null = if field.nullable { "?" } else { "" };
                    format!("{}{required}: {}{null}", field.wire, show(api, &field.ty))
                })
                .collect();
            fields.extend(object.extra.iter().map(|extra| format!("*: {}", show(api, &extra.0))));
            format!("{{ {} }}", fields.join(", "))
        }
        Shape::Enum(list) => {
            list.values.iter().map(|value| format!("{:?}", value.wire)).collect::<Vec<_>>().join(" | ")
        }
        Shape::Union(union) => {
            let variants: Vec<String> = union.variants.iter().map(|variant| show(api, &variant.ty)).collect();
            let tags = union.discriminator.as_ref().map(|of| format!(" by {} {:?}", of.property, of.tags));
            format!("one of {}{}", variants.join(", "), tags.unwrap_or_default())
        }
        Shape::Alias(ty) => format!("= {}", show(api, ty)),
        Shape::Newtype(ty) => format!("of itself {}", show(api, ty)),
    };
    format!("{name} {shape}")
}

fn show(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Array(inner) => format!("[{}]", show(api, inner)),
        Type::Map(inner) => format!("map of {}", show(api, inner)),
        Type::Nullable(inner) => format!("{}?", show(api, inner)),
        Type::Named(id) => match &api.types[*id].origin {
            crate::ir::Origin::Component(name) => name.clone(),
            crate::ir::Origin::Inline { role, .. } => format!("({role:?})"),
        },
        Type::Any(why) => format!("any ({})", why.reason()),
        Type::Tuple(elements) => {
            format!("({})", elements.iter().map(|of| show(api, of)).collect::<Vec<_>>().join(", "))
        }
        Type::Integer(kind) => format!("{kind:?}"),
        other => format!("{other:?}"),
    }
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

/// The places of operations, from lines of `METHOD path`.
fn places(lines: &str) -> Vec<String> {
    places_with(lines, &BTreeMap::new())
}

fn places_with(lines: &str, before: &BTreeMap<String, String>) -> Vec<String> {
    let mut yaml = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n".to_owned();
    let mut paths: indexmap::IndexMap<&str, Vec<String>> = indexmap::IndexMap::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (method, path) = line.split_once(' ').expect("method and path");
        paths.entry(path).or_default().push(method.to_lowercase());
    }
    for (path, methods) in &paths {
        yaml.push_str(&format!("  {path}:\n"));
        for method in methods {
            yaml.push_str(&format!("    {method}: {{ responses: {{ '204': {{ description: ok }} }} }}\n"));
        }
    }
    let (api, _) = lowered_with(&yaml, before);
    api.operations
        .iter()
        .map(|operation| {
            let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
            format!("{} = {path}.{}", operation.key(), operation.name)
        })
        .collect()
}

#[test]
fn places_come_from_paths() {
    let derived = places(
        "GET /v1/users
         POST /v1/users
         DELETE /v1/users
         GET /v1/users/{id}
         PUT /v1/users/{id}
         PATCH /v1/users/{id}
         DELETE /v1/users/{id}
         POST /v1/users/{id}/cancel
         GET /v1/users/by-email/{email}
         GET /v1/users/{id}/avatar
         PUT /v1/users/{id}/avatar
         POST /v1/revoke-access
         GET /v1/status",
    );
    assert_eq!(
        derived,
        [
            "GET /v1/users = users.list",
            "POST /v1/users = users.create",
            "DELETE /v1/users = users.delete_all",
            "GET /v1/users/{id} = users.retrieve",
            "PUT /v1/users/{id} = users.replace",
            "DELETE /v1/users/{id} = users.delete",
            "PATCH /v1/users/{id} = users.update",
            "POST /v1/users/{id}/cancel = users.cancel",
            "GET /v1/users/by-email/{email} = users.retrieve_by_email",
            "GET /v1/users/{id}/avatar = users.avatar.retrieve",
            "PUT /v1/users/{id}/avatar = users.avatar.update",
            "POST /v1/revoke-access = .revoke-access",
            "GET /v1/status = .status",
        ]
    );
}

#[test]
fn verbs_are_actions_and_nouns_are_things() {
    let derived = places(
        "GET /payments
         GET /payments/{id}
         POST /payments/{id}/retry-deposits
         GET /payments/{id}/report
         POST /simulate/payments
         POST /simulate/payments/{id}/receipt
         POST /simulate/clearing
         GET /payments/pdf
         GET /limit
         POST /limit
         GET /search
         POST /search",
    );
    assert_eq!(
        derived,
        [
            "GET /payments = payments.list",
            "GET /payments/{id} = payments.retrieve",
            "POST /payments/{id}/retry-deposits = payments.retry-deposits",
            "GET /payments/{id}/report = payments.report.retrieve",
            "POST /simulate/payments = payments.simulate",
            "POST /simulate/payments/{id}/receipt = payments.simulate_receipt",
            "POST /simulate/clearing = .simulate_clearing",
            "GET /payments/pdf = payments.pdf",
            "GET /limit = limit.retrieve",
            "POST /limit = limit.update",
            "GET /search = search.retrieve",
            "POST /search = search.create",
        ]
    );
}

#[test]
fn what_is_done_is_a_method_of_the_thing_around_it() {
    let derived = places(
        "GET /setup
         POST /setup
         POST /query
         POST /query/ast
         POST /query/groups
         GET /query/suggestions
         GET /query/suggestions/{name}
         POST /ships/{id}/extract
         POST /ships/{id}/extract/survey
         GET /ships
         GET /ships/{id}
         GET /folders/{id}/list
         POST /folders/{id}/list
         POST /register
         GET /register/{id}",
    );
    assert_eq!(
        derived,
        [
            "GET /setup = .retrieve_setup",
            "POST /setup = .setup",
            "POST /query = .query",
            "POST /query/ast = .query_ast",
            "POST /query/groups = .query_groups",
            "GET /query/suggestions = query_suggestions.list",
            "GET /query/suggestions/{name} = query_suggestions.retrieve",
            "POST /ships/{id}/extract = ships.extract",
            "POST /ships/{id}/extract/survey = ships.extract_survey",
            "GET /ships = ships.list",
            "GET /ships/{id} = ships.retrieve",
            "GET /folders/{id}/list = folders.list.retrieve",
            "POST /folders/{id}/list = folders.list.create",
            "POST /register = register.create",
            "GET /register/{id} = register.retrieve",
        ]
    );
}

#[test]
fn a_resource_of_one_letter_is_called_by_its_tag_or_operation_id() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /i/{id}: { get: { tags: [Invoices], responses: &r { '204': { description: ok } } } }
  /u/{id}: { get: { operationId: Users_get, responses: *r }, delete: { operationId: users.drop, responses: *r } }
  /x/{id}: { get: { tags: [One], responses: *r }, delete: { tags: [Two], responses: *r } }
  /y/{id}: { get: { operationId: read, responses: *r } }
  /s/{id}/t/{id2}: { get: { tags: [Shops], responses: *r } }
  /o/{id}: { get: { tags: [Misc], operationId: Order_read, responses: *r } }
";
    assert_eq!(
        placed(description, &Config::default()),
        [
            "Invoices.retrieve",
            "Users.retrieve",
            "Users.delete",
            "x.retrieve",
            "x.delete",
            "y.retrieve",
            "Shops.t.retrieve",
            "Order.retrieve"
        ]
    );
}

#[test]
fn a_tag_with_a_slash_is_a_resource_in_another() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
tags: [{ name: Users/Admin, description: Those who may. }, { name: Admin, description: Another. }]
paths:
  /users: { get: { tags: [Users], responses: &r { '204': { description: ok } } } }
  /admin/users: { get: { tags: [Users/Admin], responses: *r } }
  /users/admin/{id}: { get: { tags: [users / admin], responses: *r } }
  /users/admin/{id}/keys: { get: { tags: [Users/Admin], responses: *r } }
";
    let mut config = Config::default();
    config.resources.from = ResourcesFrom::Tags;
    let sources = Sources::from_texts("t.yaml", [("t.yaml", description)]).expect("readable");
    let mut document = document::build(&sources, &mut Diagnostics::default()).expect("a document");
    let api = lower(&mut document, &config, Before::NOTHING, &mut Diagnostics::default());
    let names = api.operations.iter().map(|of| of.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["list", "list", "retrieve", "list_keys"]);
    let resources: Vec<_> =
        api.resources.iter().skip(1).map(|of| (of.path.join("."), of.docs.clone().unwrap_or_default())).collect();
    let of = |path: &str, docs: &str| (path.to_owned(), docs.to_owned());
    assert_eq!(resources, [of("Users", ""), of("Users.Admin", "Those who may.")]);
}

#[test]
fn the_same_path_with_another_query_is_told_apart_by_the_operation_id() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /answers/{id}: { get: { operationId: getAnswer, responses: &r { '204': { description: ok } } } }
  /answers/{id}?beta=true: { get: { operationId: getBetaAnswer, responses: *r } }
";
    assert_eq!(placed(description, &Config::default()), ["answers.retrieve", "answers.getBetaAnswer"]);
}

#[test]
fn what_neither_variables_nor_operation_ids_tell_apart_is_told_by_the_media_type_of_the_body() {
    let description = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /files/{id}: { put: { operationId: execute, requestBody: { content: { application/pdf: {} } }, responses: &r { '204': { description: ok } } } }
  /files/{id}/: { put: { operationId: execute, requestBody: { content: { image/png: {} } }, responses: *r } }
  /files/{id}/?: { put: { operationId: execute, requestBody: { content: { image/jpeg: {} } }, responses: *r } }
";
    assert_eq!(placed(description, &Config::default()), ["files.update", "files.update_png", "files.update_jpeg"]);
}

/// The places of all operations.
fn placed(yaml: &str, config: &Config) -> Vec<String> {
    let sources = Sources::from_texts("t.yaml", [("t.yaml", yaml)]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a document");
    let api = lower(&mut document, config, Before::NOTHING, &mut diagnostics);
    api.operations
        .iter()
        .map(|operation| {
            let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
            format!("{path}.{}", operation.name)
        })
        .collect()
}

const NAMED: &str = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets: { get: { tags: [Pets], operationId: pets.list, responses: &r { '204': { description: ok } } } }
  /pets/{id}: { get: { tags: [Pets], operationId: Pets_Retrieve, responses: *r } }
  /pets/{id}/photos: { get: { tags: [Pets], operationId: listPhotos, responses: *r } }
  /bills: { get: { tags: [Office / Billing], operationId: office/billing/show, responses: *r } }
  /toys: { get: { responses: *r } }
";

#[test]
fn places_come_from_tags_or_operation_ids_where_the_configuration_says_so() {
    let from = |from| {
        let mut config = Config::default();
        config.resources.from = from;
        placed(NAMED, &config)
    };
    let by_path = ["pets.list", "pets.retrieve", "pets.photos.list", "bills.list", "toys.list"];
    assert_eq!(from(ResourcesFrom::Paths), by_path);
    let by_tag = ["Pets.list", "Pets.retrieve", "Pets.list_photos", "Office.Billing.list_bills", "toys.list"];
    assert_eq!(from(ResourcesFrom::Tags), by_tag);
    let by_id = ["pets.list", "pets.Retrieve", "pets.listPhotos", "office.billing.show", "toys.list"];
    assert_eq!(from(ResourcesFrom::OperationIds), by_id);
}

#[test]
fn a_tree_of_the_configuration_goes_before_everything_but_a_single_operations_place() {
    let text = "[resources.tree.animals]\nall = 'GET /pets'\none = 'Pets_Retrieve'\n[resources.tree.animals.pictures]\n\
                list = 'listPhotos'\n[operations.'GET /toys']\nmethod = 'things.list'\n";
    let parsed = crate::config::parse(&std::sync::Arc::from("specwright.toml"), text);
    let config = parsed.config.expect("a configuration");
    let expected = ["animals.all", "animals.one", "animals.pictures.list", "bills.list", "things.list"];
    assert_eq!(placed(NAMED, &config), expected);
    let twice = "[resources.tree]\na = 'GET /pets'\nb = 'GET /pets'\n";
    let parsed = crate::config::parse(&std::sync::Arc::from("specwright.toml"), twice);
    let messages: Vec<&str> = parsed.diagnostics.list().iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["`GET /pets` has two places, `a` and `b`"]);
}

#[test]
fn one_word_is_told_apart_by_the_variable() {
    let derived = places("GET /pets/{petId}\nGET /pets/{petId}/{toyId}\nGET /pets");
    assert_eq!(
        derived,
        [
            "GET /pets/{petId} = pets.retrieve",
            "GET /pets/{petId}/{toyId} = pets.retrieve_by_toyId",
            "GET /pets = pets.list",
        ]
    );
}

#[test]
fn a_place_that_was_given_stays_whatever_stands_before_it() {
    let before = BTreeMap::from([("GET /pets/{petId}/{toyId}".to_owned(), "pets.retrieve".to_owned())]);
    let placed = places_with("GET /pets/{petId}\nGET /pets/{petId}/{toyId}", &before);
    assert_eq!(placed, ["GET /pets/{petId} = pets.retrieve_by_petId", "GET /pets/{petId}/{toyId} = pets.retrieve"]);
}

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
fn extensions_of_other_tools_are_understood() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    get: { x-stainless-method: users.find, responses: {} }
    put: { x-fern-sdk-group-name: [pets, toys], x-fern-sdk-method-name: swap, responses: {} }
    post: { x-speakeasy-group: pets.toys, x-speakeasy-name-override: buy, responses: {} }
    patch: { x-specwright-method: own.word, x-stainless-method: theirs.word, responses: {} }
    delete: { x-stainless-skip: [rust], responses: {} }
    head: { x-speakeasy-ignore: true, responses: {} }
    options: { x-fern-sdk-group-name: 7, x-fern-sdk-method-name: x, responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-enum-varnames: [One, Two], x-enum-descriptions: { b: Second. } }
    B: { type: integer, enum: [1, 2], x-ms-enum: { name: Level, values: [{ value: 2, name: High, description: Up. }] } }
    C: { type: string, enum: [x], x-fern-enum: { x: { name: Cross } }, x-fern-type-name: Mark }
    D: { type: object, properties: { d: { type: string } }, x-stainless-naming: { rust: { type_name: Dee } } }
",
    );
    let places: Vec<String> = api
        .operations
        .iter()
        .map(|operation| {
            let resources: Vec<&str> = api.resources[operation.resource.0].path.iter().map(String::as_str).collect();
            format!("{} {}.{}", operation.method.as_str(), resources.join("."), operation.name)
        })
        .collect();
    assert_eq!(
        places,
        ["GET users.find", "PUT pets.toys.swap", "POST pets.toys.buy", "OPTIONS a.options", "PATCH own.word"]
    );
    let mut said = Vec::new();
    for (_, def) in api.types.iter() {
        said.extend(def.hint.clone());
        if let Shape::Enum(list) = &def.shape {
            said.extend(list.values.iter().map(|value| {
                let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
                format!("{} {} {}", value.wire, text(&value.name), text(&value.docs))
            }));
        }
    }
    let expected = ["a One -", "b Two Second.", "Level", "1 - -", "2 High Up.", "Mark", "x Cross -", "Dee"];
    assert_eq!(said, expected);
    let codes: Vec<String> = diagnostics.list().iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    assert_eq!(codes, ["SW0313", "SW0524", "SW0520", "SW0531", "SW0531"]);
}

#[test]
fn more_extensions_of_other_tools_are_understood() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a/{id}:
    get:
      x-stainless-deprecation-message: Use `b`.
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, x-speakeasy-ignore: true, x-ms-client-name: key }
        - { name: q, in: query, schema: { type: string }, x-speakeasy-ignore: true }
        - { name: r, in: query, description: R., schema: { type: string }, x-speakeasy-deprecation-message: Gone soon. }
      responses: {}
    put: { x-stainless-only: [python], responses: {} }
    post: { x-stainless-only: [python, rust], responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-stainless-renameMap: { b: Second }, x-speakeasy-unknown-values: disallow }
    B: { type: string, enum: [a], x-speakeasy-unknown-values: allow }
    C:
      type: object
      x-ms-client-name: See
      required: [gone]
      properties:
        id: { type: string, x-ms-client-name: key, deprecated: true, x-stainless-deprecation-message: Never used. }
        gone: { type: string, x-stainless-skip: true }
        any: { type: object, properties: { x: { type: string } }, x-speakeasy-type-override: any }
",
    );
    let mut said = Vec::new();
    for operation in &api.operations {
        said.push(format!("{} {} {:?}", operation.key(), operation.deprecated, operation.docs.description));
        for param in operation.path.variables().chain(&operation.params) {
            said.push(format!("  {} {:?} {} {:?}", param.wire, param.hint, param.deprecated, param.docs.description));
        }
    }
    for (_, def) in api.types.iter() {
        match &def.shape {
            Shape::Enum(list) => {
                let names: Vec<&Option<String>> = list.values.iter().map(|value| &value.name).collect();
                said.push(format!("closed {}: {names:?}", list.closed));
            }
            Shape::Object(object) => {
                said.push(format!("{:?}", def.hint));
                for field in &object.fields {
                    let docs = field.docs.description.as_deref().unwrap_or("-");
                    said.push(format!("  {} {:?} {:?} {} {docs}", field.wire, field.hint, field.ty, field.deprecated));
                }
            }
            shape => said.push(format!("{shape:?}")),
        }
    }
    for found in diagnostics.list().iter().filter(|found| found.code == crate::diag::Code::LeftOutByExtension) {
        said.push(found.message.clone());
    }
    expect_test::expect![[r#"
        GET /a/{id} true Some("Deprecated: Use `b`.")
          id Some("key") false None
          r None true Some("R.\n\nDeprecated: Gone soon.")
        POST /a/{id} false None
          id None false None
        closed true: [None, Some("Second")]
        closed false: [None]
        Some("See")
          id Some("key") String true Deprecated: Never used.
          any None Any(Declared("an extension says that it may be anything")) false -
        `x-stainless-skip` leaves the property `gone` out
        `x-speakeasy-ignore` leaves the parameter `q` out
        `x-stainless-only` leaves one operation out"#]]
    .assert_eq(&said.join("\n"));
}

/// OpenAPI 3.2, "Tag Object": `parent`. A circle of parents ends where it begins.
#[test]
fn a_tag_stands_below_its_parent() {
    let text = "openapi: 3.2.0
info: { title: T, version: '1' }
tags:
  - { name: animals }
  - { name: pets, parent: animals }
  - { name: a, parent: b }
  - { name: b, parent: a }
paths:
  /pets: { get: { tags: [pets], responses: &r { '204': { description: ok } } } }
  /x: { get: { tags: [a], responses: *r } }
";
    let mut config = Config::default();
    config.resources.from = ResourcesFrom::Tags;
    assert_eq!(placed(text, &config), ["animals.pets.list", "b.a.x"]);
}

#[test]
fn hints_that_cannot_be_followed_are_said_and_ours_go_first() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get: { x-specwright-skip: false, x-stainless-skip: true, responses: {} }
    put: { x-speakeasy-group: alone, responses: {} }
    post: { x-fern-sdk-method-name: alone, responses: {} }
  /b:
    x-fern-ignore: true
    get: { responses: {} }
    put: { responses: {} }
components:
  schemas:
    A: { type: string, enum: [a, b], x-enum-varnames: [One] }
    B: { type: string, enum: [a, b], x-enum-descriptions: none }
    C: { type: string, enum: [a, b, null], x-enum-varnames: [A, B] }
    D: { type: string, enum: [a], x-enum-varnames: [1], x-ms-enum: 5 }
",
    );
    let keys: Vec<String> = api.operations.iter().map(crate::ir::Operation::key).collect();
    assert_eq!(keys, ["GET /a", "PUT /a", "POST /a"]);
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .filter(|found| matches!(found.code, crate::diag::Code::HintIgnored | crate::diag::Code::LeftOutByExtension))
        .map(|found| format!("{} {}: {}", found.code, found.site.as_ref().unwrap().pointer, found.message))
        .collect();
    expect_test::expect![[r#"
        SW0313 #/components/schemas/A/x-enum-varnames: `x-enum-varnames` has 1 entry, and the list has 2 values
        SW0313 #/components/schemas/B/x-enum-descriptions: `x-enum-descriptions` must be a list, or a mapping from the values
        SW0313 #/components/schemas/D/x-enum-varnames: `x-enum-varnames` has an entry that is no text
        SW0313 #/components/schemas/D/x-ms-enum: `x-ms-enum` must be a mapping
        SW0313 #/paths/~1a/put/x-speakeasy-group: `x-speakeasy-group` stands alone: a group and a name make a method's place together
        SW0313 #/paths/~1a/post/x-fern-sdk-method-name: `x-fern-sdk-method-name` stands alone: a group and a name make a method's place together
        SW0531 #/paths: `x-fern-ignore` leaves 2 operations out, this one first"#]].assert_eq(&found.join("\n"));
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
fn extensions_of_the_root_and_of_autorest() {
    let yaml = r"
openapi: 3.0.3
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
x-speakeasy-name-override: [{ operationId: '^get.*', methodNameOverride: fetch }, { operationId: '(', methodNameOverride: x }]
x-fern-idempotency-headers: [{ header: X-Once }]
paths:
  /me: { get: { operationId: getMe, x-speakeasy-group: users, responses: &r { '204': { description: D. } } } }
  /us: { get: { operationId: getUs, responses: *r }, put: { operationId: putUs, x-speakeasy-group: users, responses: *r } }
  /five: { get: { x-fern-sdk-group-name: 5, x-fern-availability: deprecated, responses: *r } }
  /pets:
    get:
      operationId: pets
      x-ms-pageable: { nextLinkName: more, itemName: pets }
      responses:
        '200':
          description: D.
          content: { application/json: { schema: { type: object, properties: { more: { type: string }, pets: { type: array, items: { type: object } } } } } }
  /toys: { get: { operationId: toys, x-ms-pageable: { nextLinkName: null }, responses: *r }, put: { x-ms-pageable: {}, responses: *r } }
";
    let (api, diagnostics) = lowered(yaml);
    let mut text = String::new();
    for operation in &api.operations {
        let path = api.resource(operation.resource).map(|resource| resource.path.join(".")).unwrap_or_default();
        let pages = operation.pagination.as_ref().map(|pages| format!(" {:?} {:?}", pages.items, pages.next));
        let deprecated = if operation.deprecated { " deprecated" } else { "" };
        let key = operation.key();
        text.push_str(&format!("{key}: {path}.{}{deprecated}{}\n", operation.name, pages.unwrap_or_default()));
    }
    for found in diagnostics.list().iter().filter(|found| found.code != crate::diag::Code::SuccessWithoutContent) {
        let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        text.push_str(&format!("{} {site}: {}\n", found.code, found.message));
    }
    expect_test::expect![[r#"
        GET /me: users.fetch
        GET /us: us.fetch
        PUT /us: us.update
        GET /five: .five deprecated
        GET /pets: pets.list ["pets"] Url(Field(["more"]))
        GET /toys: toys.list
        PUT /toys: toys.replace_all
        SW0313 #/x-speakeasy-name-override/1: `operationId` must be a regular expression
        SW0313 #/paths/~1us/put/x-speakeasy-group: `x-speakeasy-group` stands alone: a group and a name make a method's place together
        SW0313 #/paths/~1five/get/x-fern-sdk-group-name: `x-fern-sdk-group-name` must be a text or a list of texts
        SW0313 #/paths/~1toys/put/x-ms-pageable: `x-ms-pageable` says no pages: it has no `nextLinkName`
        SW0513 #/paths/~1five/get: 2 operations have no operationId, this one first
        SW0553 #/x-fern-idempotency-headers: `x-fern-idempotency-headers` names a header for calls that are repeated, which is sent when it is asked for
    "#]].assert_eq(&text);
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

#[test]
fn extensions_of_events_and_words_that_are_none_of_theirs() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /a:
    get:
      parameters: [{ name: q, in: query, schema: { type: string, x-stainless-pagination-property: q } }]
      responses: {}
webhooks:
  gone: { post: { x-stainless-skip: true, requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }, responses: {} } }
  kept: { post: { x-stainless-skip: 7, requestBody: { content: { application/json: { schema: { type: object, properties: { b: { type: string } } } } } }, responses: {} } }
components:
  schemas:
    A: { type: string, enum: [a, b], x-speakeasy-unknown-values: foo, x-stainless-variantName: 5 }
    B: { type: object, properties: { b: { type: string } }, x-stainless-variantName: 3 }
    U: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: object, properties: { c: { type: string } }, x-stainless-variantName: 4 }] }
",
    );
    let events: Vec<&str> = api.webhooks.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(events, ["kept"]);
    let said: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|of| {
            let place = of.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            format!("{} {place} {}; {}", of.code, of.message, of.effect.as_deref().unwrap_or_default())
        })
        .collect();
    expect_test::expect![[r#"
        SW0313 #/webhooks/kept/post/x-stainless-skip `x-stainless-skip` must be true, false, or a list of languages; it says nothing
        SW0313 #/components/schemas/A/x-speakeasy-unknown-values `x-speakeasy-unknown-values` must be `allow` or `disallow`; it says nothing
        SW0313 #/components/schemas/A/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/components/schemas/B/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/components/schemas/U/oneOf/1/x-stainless-variantName `x-stainless-variantName` must be a text with a letter in it; it says nothing
        SW0313 #/paths/~1a/get/parameters/0/schema/x-stainless-pagination-property `x-stainless-pagination-property` must be a mapping with a `purpose`; it says nothing
        SW0524 #/paths/~1a/get/responses this operation reads, and nothing is said of what it brings; its method returns `()`; `send_raw` gives what came
        SW0531 #/webhooks/gone/post `x-stainless-skip` leaves the event `gone` out; the SDK does not know it"#]].assert_eq(&said.join("\n"));
}
