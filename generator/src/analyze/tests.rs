//! Facts of small descriptions.

use super::*;
use crate::config::Config;
use crate::ir::Origin;
use crate::lower::Before;
use crate::source::Sources;
use crate::{document, lower};

fn analyzed(schemas: &str, seen: &[(&str, &str)]) -> (Api, Facts, Vec<String>) {
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";
    let yaml = if schemas.contains("paths:") {
        format!("{head}{schemas}")
    } else {
        let body: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
        format!("{head}paths: {{}}\ncomponents:\n  schemas:\n{body}")
    };
    let sources = Sources::from_texts("api.yaml", [("api.yaml", yaml.as_str())]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let document = document::build(&sources, &mut diagnostics).expect("a description");
    let api = lower::lower(&document, &Config::default(), Before::NOTHING, &mut diagnostics);
    let boxed = seen.iter().map(|(name, at)| (id(&api, name), (*at).to_owned())).collect();
    let facts = analyze(&api, &Seen { boxed, ..Seen::default() }, &mut diagnostics);
    let codes = diagnostics.list().iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    (api, facts, codes)
}

fn id(api: &Api, name: &str) -> TypeId {
    let is = |origin: &Origin| matches!(origin, Origin::Component(component) if component == name);
    api.types.iter().find(|(_, def)| is(&def.origin)).map(|(id, _)| id).expect("a component of that name")
}

fn boxed(schemas: &str, seen: &[(&str, &str)]) -> Vec<String> {
    let (api, facts, _) = analyzed(schemas, seen);
    let name = |id: TypeId| match &api.types[id].origin {
        Origin::Component(name) => name.clone(),
        Origin::Inline { .. } => "inline".to_owned(),
    };
    facts.boxed.iter().map(|(id, at)| format!("{}.{at}", name(*id))).collect()
}

const OBJECT: &str = "type: object, properties:";

#[test]
fn only_what_closes_a_cycle_by_value_is_boxed() {
    let itself = format!(
        "Node: {{ {OBJECT} {{ next: {{ $ref: '#/components/schemas/Node' }}, all: {{ type: array, items: {{ $ref: '#/components/schemas/Node' }} }} }} }}"
    );
    assert_eq!(boxed(&itself, &[]), ["Node.next"]);
    let pair = format!(
        "A: {{ {OBJECT} {{ b: {{ $ref: '#/components/schemas/B' }} }} }}
B: {{ {OBJECT} {{ a: {{ $ref: '#/components/schemas/A' }}, c: {{ $ref: '#/components/schemas/C' }} }} }}
C: {{ {OBJECT} {{ x: {{ type: string }} }} }}"
    );
    assert_eq!(boxed(&pair, &[]), ["B.a"]);
}

#[test]
fn a_box_that_callers_see_stays_and_serves_the_cycle() {
    let pair = format!(
        "B: {{ {OBJECT} {{ a: {{ $ref: '#/components/schemas/A' }} }} }}
A: {{ {OBJECT} {{ b: {{ $ref: '#/components/schemas/B' }}, plain: {{ $ref: '#/components/schemas/C' }} }} }}
C: {{ {OBJECT} {{ x: {{ type: string }} }} }}"
    );
    assert_eq!(boxed(&pair, &[]), ["A.b"]);
    assert_eq!(boxed(&pair, &[("B", "a"), ("A", "plain")]), ["B.a", "A.plain"]);
}

#[test]
fn a_union_that_holds_itself_is_boxed_at_the_variant() {
    let tree = format!(
        "Expr: {{ oneOf: [{{ $ref: '#/components/schemas/Not' }}, {{ type: string }}] }}
Not: {{ {OBJECT} {{ of: {{ $ref: '#/components/schemas/Expr' }} }} }}"
    );
    assert_eq!(boxed(&tree, &[]), ["Not.of"]);
}

fn dispatch(schemas: &str) -> (Dispatch, Vec<String>) {
    let (api, mut facts, codes) = analyzed(schemas, &[]);
    (facts.dispatch.remove(&id(&api, "U")).expect("a union"), codes)
}

#[test]
fn unions_are_told_apart_by_the_surest_means() {
    let parts = format!(
        "A: {{ required: [a], {OBJECT} {{ a: {{ type: string }}, kind: {{ const: a }} }} }}
B: {{ required: [b], {OBJECT} {{ b: {{ type: string }}, kind: {{ const: b }} }} }}
C: {{ {OBJECT} {{ a: {{ type: string }} }} }}\n"
    );
    let union = |text: &str| dispatch(&format!("{parts}U: {{ {text} }}"));
    let of = |names: &str| -> String {
        let refs: Vec<String> =
            names.split(' ').map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}")).collect();
        format!("oneOf: [{}]", refs.join(", "))
    };
    let tags = vec![("a".to_owned(), 0), ("b".to_owned(), 1)];
    assert_eq!(
        union(&format!("{}, discriminator: {{ propertyName: kind }}", of("A B"))).0,
        Dispatch::Tag { property: "kind".to_owned(), tags, default: None }
    );
    assert_eq!(union(&of("A B")).0, Dispatch::Key(vec![("a".to_owned(), 0), ("b".to_owned(), 1)]));
    assert_eq!(
        union("type: [string, integer, boolean]").0,
        Dispatch::Type(vec![(JsonType::Boolean, 0), (JsonType::Integer, 1), (JsonType::String, 2)])
    );
    assert_eq!(union(&of("A C")), (Dispatch::Fit, vec!["SW0410".to_owned()]));
}

#[test]
fn null_and_absent_are_told_apart_where_requests_reach() {
    let schema =
        |name: &str| format!("    {name}: {{ type: object, properties: {{ x: {{ type: [string, 'null'] }} }} }}\n");
    let (api, facts, _) = analyzed(
        &format!(
            "paths:
  /a:
    post:
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/In' }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Out' }} }} }} }} }}
components:
  schemas:
{}{}",
            schema("In"),
            schema("Out")
        ),
        &[],
    );
    assert!(facts.patch.contains(&id(&api, "In")));
    assert!(!facts.patch.contains(&id(&api, "Out")));
}
