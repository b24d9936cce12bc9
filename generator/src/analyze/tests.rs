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
    let mut document = document::build(&sources, &mut diagnostics).expect("a description");
    let api = lower::lower(&mut document, &Config::default(), Before::NOTHING, &mut diagnostics);
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

/// How the values of the union `U` are told apart: the tag's property, the tests of each variant, the tags that are
/// written, the codes of what was found.
fn told(schemas: &str) -> String {
    let (api, mut facts, codes) = analyzed(schemas, &[]);
    let dispatch = facts.dispatch.remove(&id(&api, "U")).expect("a union");
    let test = |test: &Test| match test {
        Test::Tag(tag) => format!("{tag:?}"),
        Test::Key(key) => format!("{{{key}}}"),
        Test::Type(json) => format!("{json:?}").to_lowercase(),
        other => format!("{other:?}").to_lowercase(),
    };
    let rows: Vec<String> =
        dispatch.tests.iter().map(|tests| tests.iter().map(test).collect::<Vec<_>>().join("|")).collect();
    let tag = if dispatch.tag.is_empty() { String::new() } else { format!("{}: ", dispatch.tag.join("/")) };
    let written: String = dispatch.written.iter().map(|(number, tag)| format!(" +{number}={tag}")).collect();
    let codes: String = codes.iter().map(|code| format!(" {code}")).collect();
    format!("{tag}{}{written}{codes}", rows.join(", "))
}

/// Schemas to make unions of, and the union `U` of some of them.
fn one_of(names: &str, more: &str) -> String {
    let refs: Vec<String> = names.split(' ').map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}")).collect();
    format!(
        "A: {{ required: [a, kind], {OBJECT} {{ a: {{ type: string }}, kind: {{ const: a }} }} }}
B: {{ required: [b, kind], {OBJECT} {{ b: {{ type: string }}, kind: {{ enum: [b, bb] }} }} }}
MaybeC: {{ {OBJECT} {{ c: {{ type: string }}, kind: {{ const: c }} }} }}
One: {{ required: [kind], {OBJECT} {{ kind: {{ type: integer, enum: [1] }} }} }}
Url: {{ required: [url, id], {OBJECT} {{ url: {{ type: string }}, id: {{ type: string }} }} }}
Data: {{ required: [data, id], {OBJECT} {{ data: {{ type: string }}, id: {{ type: string }} }} }}
Id: {{ {OBJECT} {{ id: {{ type: string }} }} }}
Named: {{ {OBJECT} {{ id: {{ type: string }}, name: {{ type: string }} }} }}
Aged: {{ {OBJECT} {{ id: {{ type: string }}, age: {{ type: integer }} }} }}
Text: {{ type: string }}
Level: {{ type: string, enum: [low, high] }}
Texts: {{ type: array, items: {{ type: string }} }}
Free: {{ {OBJECT} {{ kind: {{ type: string }} }} }}
AorB: {{ oneOf: [{{ $ref: '#/components/schemas/A' }}, {{ $ref: '#/components/schemas/B' }}] }}
TextOrA: {{ oneOf: [{{ type: string }}, {{ $ref: '#/components/schemas/A' }}] }}
Mapped: {{ oneOf: [{{ $ref: '#/components/schemas/Url' }}, {{ $ref: '#/components/schemas/Data' }}], discriminator: {{ propertyName: kind, mapping: {{ u: Url, d: Data }} }} }}
AliasA: {{ $ref: '#/components/schemas/A' }}
Any: {{}}
U: {{ oneOf: [{}]{more} }}",
        refs.join(", ")
    )
}

#[test]
fn objects_are_told_by_what_the_discriminator_says() {
    let by = ", discriminator: { propertyName: kind }";
    assert_eq!(told(&one_of("A B", by)), r#"kind: "a", "b"|"bb""#);
    let mapped = ", discriminator: { propertyName: kind, mapping: { url: Url, link: Url, data: Data } }";
    assert_eq!(told(&one_of("Url Data", mapped)), r#"kind: "url"|"link", "data" +0=url +1=data"#);
    // What has no tag of its own takes the rest.
    let default = ", discriminator: { propertyName: kind, mapping: { a: A, f: Free }, defaultMapping: Free }";
    assert_eq!(told(&one_of("A Free", default)), r#"kind: "a", "f"|otherwise +1=f"#);
    // A union in between hands on its tags, and writes them itself.
    assert_eq!(told(&one_of("Mapped A", by)), r#"kind: "d"|"u", "a""#);
}

#[test]
fn json_types_come_first_and_objects_are_told_among_themselves() {
    assert_eq!(told("U: { type: [string, integer, boolean, number] }"), "boolean, integer, fraction, string");
    assert_eq!(told("U: { oneOf: [{ type: string }, { type: number }] }"), "string, number");
    assert_eq!(told(&one_of("Text Texts A B", "")), r#"kind: string, array, "a", "b"|"bb""#);
    assert_eq!(told(&one_of("TextOrA B", "")), r#"kind: string|"a", "b"|"bb""#);
    assert_eq!(told(&one_of("Text A", "")), "string, object");
    assert_eq!(told(&one_of("A Any", "")), "object, otherwise");
}

#[test]
fn objects_are_told_by_constants_then_by_keys() {
    assert_eq!(told(&one_of("A B One", "")), r#"kind: "a", "b"|"bb", "1""#);
    assert_eq!(told(&one_of("AorB One", "")), r#"kind: "a"|"b"|"bb", "1""#);
    assert_eq!(told(&one_of("AliasA B MaybeC", "")), r#"kind: "a", "b"|"bb", "c"|untagged"#);
    assert_eq!(told(&one_of("A B Url Id", "")), r#"kind: "a", "b"|"bb", {url}, otherwise"#);
    assert_eq!(told(&one_of("A Free", "")), r#"kind: "a", otherwise"#);
    assert_eq!(told(&one_of("Url Data", "")), "{url}, {data}");
    assert_eq!(told(&one_of("Url Data Id", "")), "{url}, {data}, otherwise");
    assert_eq!(told(&one_of("Named Aged", "")), "{name}|otherwise, {age}|otherwise SW0410");
}

#[test]
fn a_list_of_values_is_a_tag_only_where_it_tells_several_and_is_there() {
    let two = |first: &str, second: &str| {
        told(&format!(
            "V: {{ type: object, {first} }}
W: {{ type: object, {second} }}
U: {{ oneOf: [{{ $ref: '#/components/schemas/V' }}, {{ $ref: '#/components/schemas/W' }}] }}"
        ))
    };
    let sort = "sort: { type: string, enum: [asc, desc] }";
    let order = "sort: { type: string, enum: [old, new] }";
    let id = |more: &str| format!("required: [id], properties: {{ id: {{ type: string }}, {more} }}");
    let name = |more: &str| format!("required: [name], properties: {{ name: {{ type: string }}, {more} }}");
    assert_eq!(two(&id(sort), &name("")), "{id}, {name}");
    assert_eq!(two(&id(sort), &name(order)), "{id}, {name}");
    let required = |text: &str| text.replace("required: [", "required: [sort, ");
    assert_eq!(two(&required(&id(sort)), &required(&name(order))), r#"sort: "asc"|"desc", "new"|"old""#);
    // What nothing else tells is told by it, and by keys where it is not there.
    let plain = |sort: &str| format!("properties: {{ {sort} }}");
    assert_eq!(two(&plain(sort), &plain(order)), r#"sort: "asc"|"desc"|untagged, "new"|"old"|untagged SW0410"#);
    assert_eq!(two(&id(sort), &plain(order)), r#"sort: "asc"|"desc"|{id}, "new"|"old"|untagged"#);
    // A constant is one even where it may be left out.
    let kind = |kind: &str| format!("properties: {{ kind: {{ const: {kind} }} }}");
    assert_eq!(two(&kind("v"), &kind("w")), r#"kind: "v"|untagged, "w"|untagged SW0410"#);
}

#[test]
fn defaults_that_differ_and_constants_inside_tell_like_constants() {
    let two = |first: &str, second: &str| {
        told(&format!(
            "U:
  oneOf:
  - {{ type: object, required: [kind], properties: {{ {first}, x: {{ type: string }} }} }}
  - {{ type: object, properties: {{ {second}, x: {{ type: string }} }} }}"
        ))
    };
    let kind = |value: &str| format!("kind: {{ type: string, default: {value} }}");
    assert_eq!(two(&kind("a"), &kind("b")), r#"kind: "a", "b"|untagged +1=b"#);
    assert_eq!(two(&kind("a"), &kind("a")), "otherwise, otherwise SW0410");
    let meta = |value: &str| {
        format!("kind: {{ type: object, required: [type], properties: {{ type: {{ const: {value} }} }} }}")
    };
    assert_eq!(two(&meta("a"), &meta("b")), r#"kind/type: "a", "b"|untagged"#);
}

#[test]
fn what_nothing_tells_apart_is_tried_and_said() {
    let same = "V: { type: object, properties: { x: { type: string } } }
W: { type: object, properties: { x: { type: string } } }\n";
    let of = |text: &str| told(&format!("{same}U: {{ oneOf: [{{ $ref: '#/components/schemas/V' }}, {text}] }}"));
    assert_eq!(of("{ $ref: '#/components/schemas/W' }"), "otherwise, otherwise SW0410");
    assert_eq!(
        told("U: { oneOf: [{ type: string, format: date }, { type: string, format: date-time }] }"),
        "string, string SW0410"
    );
    // A tag that says nothing gives way to keys; one that tells some of them does not.
    let also_a =
        format!("AlsoA: {{ required: [x, kind], {OBJECT} {{ x: {{ type: string }}, kind: {{ const: a }} }} }}");
    let by = ", discriminator: { propertyName: kind }";
    assert_eq!(told(&format!("{also_a}\n{}", one_of("A AlsoA", by))), "{a}, {x}");
    assert_eq!(told(&format!("{also_a}\n{}", one_of("A AlsoA B", ""))), r#"kind: {a}, {x}, "b"|"bb""#);
    let twin = "Twin: { required: [kind], type: object, properties: { x: { type: string }, kind: { const: a } } }\n";
    assert_eq!(told(&format!("{twin}{}", one_of("A Twin B", ""))), r#"kind: "a", "a", "b"|"bb" SW0410"#);
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

/// A hundred texts are too much to be held by value; what holds them in a box is small again.
#[test]
fn what_is_large_is_boxed_where_it_is_held() {
    let fields: String = (0..100).map(|number| format!("f{number}: {{ type: string }}, ")).collect();
    let schemas = format!(
        "Large: {{ type: object, properties: {{ {fields} }} }}
Small: {{ type: object, properties: {{ a: {{ type: string }} }} }}
Holder: {{ type: object, properties: {{ large: {{ $ref: '#/components/schemas/Large' }}, small: {{ $ref: '#/components/schemas/Small' }}, list: {{ type: array, items: {{ $ref: '#/components/schemas/Large' }} }} }} }}
Same: {{ allOf: [{{ $ref: '#/components/schemas/Large' }}] }}
Outer: {{ type: object, properties: {{ holder: {{ $ref: '#/components/schemas/Holder' }}, same: {{ $ref: '#/components/schemas/Same' }} }} }}
Either: {{ oneOf: [{{ $ref: '#/components/schemas/Large' }}, {{ type: string }}] }}"
    );
    assert_eq!(boxed(&schemas, &[]), ["Holder.large", "Outer.same", "Either.0"]);
}

#[test]
fn events_are_told_by_what_holds_their_names_or_it_is_said() {
    let events = |payloads: &str| {
        let webhook = |name: &str, schema: &str| {
            let body = format!(
                "requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }} }} }}"
            );
            format!("  {name}: {{ post: {{ {body}, responses: {{}} }} }}\n")
        };
        let text = format!(
            "paths: {{}}\nwebhooks:\n{}{}{}components:\n  schemas:\n{payloads}",
            webhook("card.created", "Created"),
            webhook("card.closed", "Closed"),
            webhook("card.moved", "Moved")
        );
        let (api, facts, codes) = analyzed(&text, &[]);
        let dispatch = api.webhook_event.and_then(|id| facts.dispatch.get(&id)).expect("a union of events");
        format!("{:?} {:?} {codes:?}", dispatch.tag, dispatch.tests)
    };
    let of = |created: &str, closed: &str| {
        let object = |name: &str, event: &str| {
            format!("    {name}: {{ type: object, required: [event], properties: {{ event: {event} }} }}\n")
        };
        let moved = "    Moved: { $ref: '#/components/schemas/Closed' }\n";
        events(&format!("{}{}{moved}", object("Created", created), object("Closed", closed)))
    };
    // Nothing says what the property holds: the alias is one with what it stands for.
    let text = "{ type: string }";
    assert_eq!(of(text, text), r#"[] [[Otherwise], [Otherwise]] ["SW0432"]"#);
    // One payload does, and it is the event's name.
    let created = "{ type: string, const: card.created }";
    assert_eq!(
        of(created, text),
        r#"["event"] [[Tag("card.created")], [Tag("card.closed")], [Tag("card.moved")]] ["SW0433"]"#
    );
    // All list all of them, in words of another case.
    let all = "{ type: string, enum: [CARD_CREATED, CARD_CLOSED, CARD_MOVED] }";
    assert_eq!(of(all, all), r#"["event"] [[Tag("CARD_CREATED")], [Tag("CARD_CLOSED")], [Tag("CARD_MOVED")]] []"#);
    // What is another constant in each goes first, and an alias has the constant of what it stands for.
    let closed = "{ type: string, const: other }";
    assert_eq!(of(created, closed), r#"["event"] [[Tag("card.created")], [Tag("other")]] []"#);
}
