//! Laws of merging two schemas, and what becomes of parts that meet in a description.

use serde_json::json;

use super::keywords::merge as together;
use super::*;
use crate::diag::{Pointer, Site};
use crate::document::{self, TypeSet};
use crate::source::Sources;

/// Numbers from a seed: the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }
}

fn site(name: &str) -> Site {
    Site::new(&"api.yaml".into(), Pointer::default().join("components").join("schemas").join(name))
}

/// A schema with keywords of all kinds that `keywords` merges, none of which contradicts itself.
fn some_schema(numbers: &mut Numbers) -> Schema {
    let mut schema = Schema::new(site("Some"));
    for ty in JsonType::ALL {
        if numbers.below(3) == 0 {
            schema.types.insert(ty);
        }
    }
    schema.format = numbers.maybe(|numbers| format!("f{}", numbers.below(3)));
    schema.enumeration = numbers.maybe(|numbers| {
        let from = numbers.below(4);
        (from..from + 3).map(|value| json!(value)).collect()
    });
    schema.minimum = numbers.maybe(|numbers| numbers.below(9).into());
    schema.maximum = numbers.maybe(|numbers| numbers.below(9).into());
    schema.min_length = numbers.maybe(|numbers| numbers.below(9));
    schema.max_length = numbers.maybe(|numbers| numbers.below(9));
    schema.unique_items = numbers.below(2) == 0;
    schema.read_only = numbers.below(2) == 0;
    schema.description = numbers.maybe(|numbers| format!("d{}", numbers.below(3)));
    schema.required = (0..numbers.below(3)).map(|number| format!("r{number}")).collect();
    schema
}

fn merged(first: &Schema, second: &Schema) -> (Schema, Vec<&'static str>) {
    let mut whole = Schema::new(site("Whole"));
    let mut conflicts = together(&mut whole, first);
    assert_eq!(conflicts, Vec::<&str>::new(), "nothing contradicts nothing");
    conflicts.extend(together(&mut whole, second));
    (whole, conflicts)
}

#[test]
fn a_schema_with_itself_is_itself() {
    let mut numbers = Numbers(1);
    for _ in 0..2_000 {
        let schema = some_schema(&mut numbers);
        let (whole, conflicts) = merged(&schema, &schema);
        assert_eq!(conflicts, Vec::<&str>::new(), "{schema:?}");
        assert_eq!(Schema { site: schema.site.clone(), ..whole }, schema);
    }
}

#[test]
fn with_nothing_a_schema_is_itself() {
    let mut numbers = Numbers(2);
    for _ in 0..2_000 {
        let schema = some_schema(&mut numbers);
        let (whole, _) = merged(&schema, &Schema::new(site("Nothing")));
        assert_eq!(Schema { site: schema.site.clone(), ..whole }, schema);
    }
}

/// The order of two parts that agree matters only to texts, to null, and to the order of lists.
#[test]
fn parts_that_agree_may_come_in_any_order() {
    let mut numbers = Numbers(3);
    let mut agreed = 0;
    for _ in 0..20_000 {
        let (first, second) = (some_schema(&mut numbers), some_schema(&mut numbers));
        let ((mut one, here), (mut other, there)) = (merged(&first, &second), merged(&second, &first));
        assert_eq!(here.is_empty(), there.is_empty(), "{first:?} {second:?}");
        if !here.is_empty() {
            continue;
        }
        agreed += 1;
        for whole in [&mut one, &mut other] {
            whole.description = None;
            whole.types.remove(JsonType::Null);
            whole.required.sort();
        }
        assert_eq!(one, other, "{first:?} {second:?}");
    }
    assert!(agreed > 1_000, "{agreed}");
}

/// What a value has to fulfil grows with every part: bounds get tighter, and lists of values shorter.
#[test]
fn a_part_never_loosens_what_was_said() {
    let mut numbers = Numbers(4);
    for _ in 0..20_000 {
        let (first, second) = (some_schema(&mut numbers), some_schema(&mut numbers));
        let (whole, conflicts) = merged(&first, &second);
        if conflicts.contains(&"type") {
            assert_eq!(whole.types, second.types);
            continue;
        }
        assert!(whole.min_length >= first.min_length && whole.min_length >= second.min_length);
        for bound in [first.max_length, second.max_length].into_iter().flatten() {
            assert!(whole.max_length.is_some_and(|most| most <= bound));
        }
        for name in first.required.iter().chain(&second.required) {
            assert!(whole.required.contains(name));
        }
        let is_listed = |schema: &Schema, value| schema.enumeration.as_ref().is_none_or(|list| list.contains(value));
        for value in whole.enumeration.iter().flatten() {
            assert!(is_listed(&second, value));
            assert!(conflicts.contains(&"enum") || is_listed(&first, value));
        }
    }
}

#[test]
fn every_integer_is_a_number() {
    let of =
        |types: &[JsonType]| Schema { types: types.iter().copied().collect::<TypeSet>(), ..Schema::new(site("Types")) };
    let (number, integer) = (of(&[JsonType::Number]), of(&[JsonType::Integer]));
    for (first, second) in [(&number, &integer), (&integer, &number)] {
        let (whole, conflicts) = merged(first, second);
        assert_eq!((whole.types, conflicts), (integer.types, Vec::new()));
    }
    let (whole, conflicts) = merged(&of(&[JsonType::String]), &integer);
    assert_eq!((whole.types, conflicts), (integer.types, vec!["type"]));
}

/// The codes, places and related places that a description with these schemas gets from merging.
fn found(yaml: &str) -> Vec<String> {
    merged_schemas(yaml).0
}

/// The same, and how many schemas there are then.
fn merged_schemas(yaml: &str) -> (Vec<String>, usize) {
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    let body: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("{head}{body}");
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text.as_str())]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a description");
    let before = diagnostics.list().len();
    let _ = merge(&mut document.schemas, &BTreeMap::new(), &mut diagnostics);
    let list = diagnostics.list()[before..]
        .iter()
        .map(|found| {
            let place = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            let related: Vec<String> = found.related.iter().map(|(site, _)| site.pointer.to_string()).collect();
            format!("{} {place} {}", found.code, related.join(" "))
        })
        .collect();
    (list, document.schemas.len())
}

#[test]
fn a_contradiction_is_reported_with_both_places() {
    let found = found(
        "Code: { allOf: [{ type: string, maxLength: 8 }, { maxLength: 9 }, { type: integer }] }
When: { allOf: [{ type: string, format: date }, { type: string, format: date-time }] }
Kind: { allOf: [{ type: string, enum: [a, b] }, { const: c }] }
Agreed: { allOf: [{ type: string, enum: [a, b] }, { const: b }] }",
    );
    assert_eq!(
        found,
        [
            "SW0409 #/components/schemas/Code/allOf/2/type #/components/schemas/Code/allOf/0/type",
            "SW0409 #/components/schemas/When/allOf/1/format #/components/schemas/When/allOf/0/format",
            "SW0409 #/components/schemas/Kind/allOf/1/const #/components/schemas/Kind/allOf/0/enum",
        ]
    );
}

/// Branches that extend their union are each the union's own properties and theirs, and not a union again.
#[test]
fn a_branch_may_extend_its_union() {
    let branch = |name: &str| {
        format!(
            "{name}: {{ allOf: [{{ $ref: '#/components/schemas/Any' }}, {{ properties: {{ {name}: {{ type: string }} }} }}] }}\n"
        )
    };
    let names = ["a", "b", "c", "d", "e"];
    let list: Vec<String> = names.iter().map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}")).collect();
    let all: String = names.iter().map(|name| branch(name)).collect();
    let any = format!("Any: {{ properties: {{ id: {{ type: string }} }}, anyOf: [{}] }}\n", list.join(", "));
    let (found, made) = merged_schemas(&format!("{any}{all}"));
    assert_eq!(found, Vec::<String>::new());
    assert!(made < 40, "{made}");
}

/// What stands beside a union may itself be typed, and is not opened again for each branch.
#[test]
fn what_is_beside_a_union_is_opened_once() {
    let branches = "[{ title: A, properties: { a: {} } }, { title: B, properties: { b: {} } }, { title: C, properties: { c: {} } }]";
    let (found, made) = merged_schemas(&format!(
        "Any: {{ type: object, allOf: [{{ oneOf: {branches} }}, {{ properties: {{ id: {{}} }} }}] }}"
    ));
    assert_eq!(found, Vec::<String>::new());
    assert!(made < 24, "{made}");
}

/// A handful of unions in an `allOf` of one another has a number of wholes that no memory holds.
#[test]
fn what_few_schemas_can_make_is_bounded() {
    let branches = "[{ properties: { a: { type: string } } }, { properties: { b: { type: string } } }]";
    let unions: String = (0..24).map(|number| format!("U{number}: {{ oneOf: {branches} }}\n")).collect();
    let members: Vec<String> = (0..24).map(|number| format!("{{ $ref: '#/components/schemas/U{number}' }}")).collect();
    let found = found(&format!("{unions}All: {{ allOf: [{}] }}", members.join(", ")));
    assert!(found.iter().any(|line| line.starts_with("SW0409")), "{found:?}");
}
