//! What grows changes nothing that was there: names, argument orders and files stay when a description is added to.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwright::Outcome;
use specwright::config::{self, Config};
use specwright::diag::Severity;
use specwright::file::Kind;
use specwright::lock::Lock;
use specwright::source::Sources;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).expect(path).replace("\r\n", "\n")
}

fn avara() -> String {
    read("spec/avara.openapi.yaml")
}

fn avara_config() -> Config {
    let file: Arc<str> = "specwright.toml".into();
    config::parse(&file, &read("spec/specwright.toml")).config.expect("the project's own configuration")
}

fn committed_lock() -> Lock {
    let file: Arc<str> = "specwright.lock".into();
    Lock::parse(&file, &read("generated-client/specwright.lock")).expect("the committed lock")
}

fn generate(text: &str, config: &Config, before: Option<&Lock>) -> Outcome {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let outcome = specwright::generate(&sources, config, before);
    assert!(outcome.findings.fatal.is_none(), "{:?}", outcome.findings.fatal);
    outcome
}

fn files(outcome: &Outcome) -> BTreeMap<String, String> {
    outcome.files.iter().map(|file| (file.path.to_string(), file.text.clone())).collect()
}

/// The files that differ, and those that one side lacks.
fn changed(before: &Outcome, after: &Outcome) -> BTreeSet<String> {
    let (before, after) = (files(before), files(after));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

/// Puts text after the first line that equals `line`.
fn insert_after(text: &str, line: &str, more: &str) -> String {
    let found = format!("\n{line}\n");
    assert!(text.contains(&found), "no line `{line}`");
    text.replacen(&found, &format!("{found}{more}"), 1)
}

#[test]
fn two_runs_give_the_same_bytes() {
    let (text, config) = (avara(), avara_config());
    let first = generate(&text, &config, None);
    let second = generate(&text, &config, None);
    assert_eq!(files(&first), files(&second));
    assert_eq!(first.lock.names, second.lock.names);
    assert_eq!(first.findings.diagnostics.count(Severity::Warning), 0);
    // And a run that knows the lock of the first gives what the first gave.
    let third = generate(&text, &config, Some(&first.lock));
    assert_eq!(files(&first), files(&third));
    assert_eq!(first.lock.names, third.lock.names);
}

#[test]
fn the_committed_sdk_is_what_the_generator_writes() {
    let outcome = generate(&avara(), &avara_config(), Some(&committed_lock()));
    for file in outcome.files.iter().filter(|file| file.kind == Kind::Generated) {
        let committed = read(&format!("generated-client/{}", file.path));
        assert!(committed == file.text, "{} differs; run `cargo xtask regenerate`", file.path);
    }
    assert_eq!(outcome.lock.names, committed_lock().names);
}

/// One schema, one property of an answer and of a body, one operation and one resource, each in front of the others.
fn grown(text: &str) -> String {
    let text = insert_after(
        text,
        "paths:",
        "  /v1/aaa/{x}/{userId}:
    get:
      operationId: aaa
      parameters:
      - { name: userId, in: path, required: true, schema: { type: string } }
      - { name: x, in: path, required: true, schema: { type: string } }
      responses: { '204': { description: ok } }
  /v1/viewer/users/{userId}/aaa:
    post:
      parameters: [{ name: userId, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: ok } }
",
    );
    let text = insert_after(
        &text,
        "  schemas:",
        "    AAA: { type: object, required: [user], properties: { user: { $ref: '#/components/schemas/ViewerUser' } } }\n",
    );
    // A property of the update's body and of ViewerUser, the first of each.
    let body = text.find("operationId: viewer_users_update").expect("the update");
    let (head, tail) = text.split_at(body);
    let tail = tail.replacen("properties:\n", "properties:\n                aaa: { type: integer }\n", 1);
    let text = format!("{head}{tail}");
    let user = text.find("\n    ViewerUser:\n").expect("the schema");
    let (head, tail) = text.split_at(user);
    let tail = tail.replacen("properties:\n", "properties:\n        aaa: { type: integer }\n", 1);
    format!("{head}{tail}")
}

#[test]
fn additions_in_front_rename_and_move_nothing() {
    let (text, config) = (avara(), avara_config());
    let before = generate(&text, &config, Some(&committed_lock()));
    let after = generate(&grown(&text), &config, Some(&before.lock));
    for (identity, given) in &before.lock.names {
        let now = after.lock.names.get(identity).unwrap_or_else(|| panic!("`{identity}` is gone"));
        // A list of members may only grow at its end.
        if identity.starts_with("members ") || identity.starts_with("inputs ") {
            let known = given.trim_end_matches(']');
            assert!(now.starts_with(known), "`{identity}` was {given} and is {now}");
        } else {
            assert_eq!(now, given, "`{identity}`");
        }
    }
    let old: BTreeSet<String> = files(&before).into_keys().collect();
    let new: BTreeSet<String> = files(&after).into_keys().collect();
    assert!(old.is_subset(&new), "gone: {:?}", old.difference(&new));
    let concerned = [
        "README.md",
        "api.md",
        "src/lib.rs",
        "src/resources/aaa.rs",
        "src/resources/mod.rs",
        "src/resources/viewer/users.rs",
        "src/types/aaa.rs",
        "src/types/mod.rs",
        "src/types/viewer_user.rs",
        "tests/api/client_aaa.rs",
        "tests/api/client_viewer_users.rs",
        "tests/api/main.rs",
    ];
    assert_eq!(changed(&before, &after), concerned.map(ToOwned::to_owned).into());
}

#[test]
fn names_depend_on_no_neighbour_even_without_a_lock() {
    let (text, config) = (avara(), avara_config());
    let before = generate(&text, &config, None);
    let after = generate(&grown(&text), &config, None);
    for (identity, given) in
        before.lock.names.iter().filter(|(key, _)| !key.starts_with("members ") && !key.starts_with("inputs "))
    {
        assert_eq!(after.lock.names.get(identity), Some(given), "`{identity}`");
    }
}

#[test]
fn a_new_enum_value_changes_its_enum() {
    let (text, config) = (avara(), avara_config());
    let before = generate(&text, &config, None);
    let at = text.find("\n    UserLevel:\n").expect("the schema");
    let (head, tail) = text.split_at(at);
    let line = tail.lines().find(|line| line.trim() == "- member").expect("its last value");
    let grown = format!("{head}{}", tail.replacen(line, &format!("{line}\n{}", line.replace("member", "guest")), 1));
    let after = generate(&grown, &config, Some(&before.lock));
    assert_eq!(changed(&before, &after), BTreeSet::from(["src/types/user_level.rs".to_owned()]));
    assert!(files(&after)["src/types/user_level.rs"].contains("Guest = \"guest\","));
}

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

fn schemas(body: &str) -> String {
    format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{body}")
}

#[test]
fn whoever_has_a_name_keeps_it() {
    let config = Config::default();
    let object = |name: &str| format!("    {name}: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n");
    let before = generate(&schemas(&object("fooBar")), &config, None);
    assert_eq!(before.lock.names["type #/components/schemas/fooBar"], "FooBar");
    // Without the lock the newcomer, which stands in front, would take the name.
    let grown = schemas(&format!("{}{}", object("foo_bar"), object("fooBar")));
    let after = generate(&grown, &config, Some(&before.lock));
    assert_eq!(after.lock.names["type #/components/schemas/fooBar"], "FooBar");
    assert_eq!(after.lock.names["type #/components/schemas/foo_bar"], "FooBarValue");
}

#[test]
fn a_field_keeps_its_name_beside_a_newcomer() {
    let config = Config::default();
    let object = |properties: &str| schemas(&format!("    A: {{ type: object, properties: {{ {properties} }} }}\n"));
    let before = generate(&object("fooBar: { type: string }"), &config, None);
    assert!(files(&before)["src/types/a.rs"].contains("foo_bar: String = \"fooBar\","));
    let after = generate(&object("foo_bar: { type: integer }, fooBar: { type: string }"), &config, Some(&before.lock));
    let text = &files(&after)["src/types/a.rs"];
    assert!(text.contains("foo_bar: String = \"fooBar\","), "{text}");
    assert!(text.contains("foo_bar_field: i64 = \"foo_bar\","), "{text}");
}

#[test]
fn a_variant_keeps_its_name_beside_a_newcomer() {
    let config = Config::default();
    let list = |values: &str| schemas(&format!("    A: {{ type: string, enum: [{values}] }}\n"));
    let before = generate(&list("ASC, x"), &config, None);
    let after = generate(&list("asc, ASC, x"), &config, Some(&before.lock));
    let text = &files(&after)["src/types/a.rs"];
    assert!(text.contains("Asc = \"ASC\","), "{text}");
    assert!(text.contains("AscValue = \"asc\","), "{text}");
}

#[test]
fn arguments_keep_the_order_that_the_lock_has() {
    let config = Config::default();
    let path = |template: &str| {
        format!("{HEAD}paths:\n  {template}:\n    get: {{ responses: {{ '204': {{ description: ok }} }} }}\n")
    };
    let before = generate(&path("/a/{from}/{to}"), &config, None);
    let key = "operation GET /a/{from}/{to}";
    assert_eq!(before.lock.names[key], "a.retrieve(from, to)");
    // The same operation, as a lock of an earlier time has it: its arguments stand the other way round.
    let mut lock = before.lock.clone();
    lock.names.insert(key.to_owned(), "a.retrieve(to, from)".to_owned());
    let after = generate(&path("/a/{from}/{to}"), &config, Some(&lock));
    let text = &files(&after)["src/resources/a.rs"];
    assert!(text.contains("to: impl Into<String>,\n        from: impl Into<String>,"), "{text}");
    assert!(text.contains("[from.into(), to.into()]"), "{text}");
    assert_eq!(after.lock.names[key], "a.retrieve(to, from)");
}

#[test]
fn boxes_and_nulls_that_callers_see_stay() {
    let config = Config::default();
    let node = "    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, x: { type: [string, 'null'] } } }\n";
    let flat = "    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Leaf' }, x: { type: [string, 'null'] } } }\n    Leaf: { type: object, properties: { y: { type: string } } }\n";
    let before = generate(&schemas(node), &config, None);
    assert_eq!(before.lock.names["box #/components/schemas/Node .next"], "boxed");
    assert_eq!(before.lock.names["null #/components/schemas/Node"], "merged");
    // No longer recursive, and now sent: the box and the merged null stay as callers know them.
    let sent = format!(
        "{HEAD}paths:
  /a:
    post:
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Node' }} }} }} }}
      responses: {{ '204': {{ description: ok }} }}
components:
  schemas:
{flat}"
    );
    let after = generate(&sent, &config, Some(&before.lock));
    let text = &files(&after)["src/types/node.rs"];
    assert!(text.contains("pub next: Option<Box<Leaf>>,"), "{text}");
    assert!(text.contains("pub x: Option<String>,"), "{text}");
    // So nobody can send null for it, which is said.
    let said = |outcome: &Outcome| {
        let found = outcome.findings.diagnostics.list().iter().find(|found| found.code.to_string() == "SW0435");
        found.map(|found| [found.message.clone(), found.effect.clone().expect("one"), found.help.clone().expect("one")])
    };
    let note = [
        "`#/components/schemas/Node` is sent now, and the lock keeps null and absent as one in it",
        "a request can leave `x` out, and cannot send null for it",
        "to tell the two apart take the line out of specwright.lock that begins with `null \"#/components/schemas/Node\"`",
    ];
    assert_eq!(said(&after), Some(note.map(str::to_owned)));
    assert_eq!(said(&before), None);
    // Without the lock both are as the description has them now.
    let fresh = generate(&sent, &config, None);
    let text = &files(&fresh)["src/types/node.rs"];
    assert!(text.contains("pub next: Option<Leaf>,") && text.contains("pub x: Option<Nullable<String>>,"), "{text}");
    assert_eq!(said(&fresh), None);
}

/// An operation: its method, its path, and what stands in it beside its answer.
type Line<'a> = (&'a str, &'a str, &'a str);

/// An API of one line for each operation: the method, the path, and what stands in the operation beside its answer.
fn api(operations: &[Line<'_>], rest: &str) -> String {
    let mut paths: BTreeMap<&str, String> = BTreeMap::new();
    let mut order = Vec::new();
    for (method, path, more) in operations {
        if !paths.contains_key(path) {
            order.push(*path);
        }
        let responses = if more.contains("responses:") { "" } else { ", responses: { '204': { description: ok } }" };
        let more = if more.is_empty() { "tags: []" } else { more };
        paths.entry(path).or_default().push_str(&format!("    {method}: {{ {more}{responses} }}\n"));
    }
    let paths: String = order.into_iter().map(|path| format!("  {path}:\n{}", paths[path])).collect();
    format!("{HEAD}paths:\n{paths}{rest}")
}

/// Generates `before`, then `after` with the lock of the first; every entry of the first must stand in the second.
fn grows(before: &str, after: &str) -> (Outcome, Outcome) {
    let config = Config::default();
    let first = generate(before, &config, None);
    let second = generate(after, &config, Some(&first.lock));
    for (identity, given) in &first.lock.names {
        let now = second.lock.names.get(identity);
        if identity.starts_with("members ") || identity.starts_with("inputs ") {
            assert!(
                now.is_some_and(|now| now.starts_with(given.trim_end_matches(']'))),
                "`{identity}` was {given} and is {now:?}"
            );
        } else {
            assert_eq!(now, Some(given), "`{identity}`");
        }
    }
    (first, second)
}

#[test]
fn a_method_does_not_yield_to_a_resource_beside_it() {
    let pairs: [(&[Line<'_>], Line<'_>); 4] = [
        (&[("get", "/users", ""), ("post", "/users/archive", "")], ("get", "/users/archive/old", "")),
        (
            &[("get", "/users", ""), ("get", "/users/search", "operationId: us")],
            ("get", "/users/search/{id}/items", ""),
        ),
        (&[("get", "/users", ""), ("get", "/health", "")], ("get", "/health/{id}", "")),
        (&[("get", "/users", ""), ("post", "/users/invite", "")], ("post", "/users/invite-request", "")),
    ];
    for (old, new) in pairs {
        let grown: Vec<_> = std::iter::once(new).chain(old.iter().copied()).collect();
        grows(&api(old, ""), &api(&grown, ""));
    }
}

#[test]
fn webhooks_and_a_resource_of_that_name_keep_what_they_are_called() {
    let resource: &[Line<'_>] = &[("get", "/cards", ""), ("get", "/webhooks", "")];
    let body = "{ content: { application/json: { schema: { type: object, properties: { x: { type: string } } } } } }";
    let hooks = format!(
        "webhooks: {{ a: {{ post: {{ requestBody: {body}, responses: {{ '200': {{ description: ok }} }} }} }} }}\n"
    );
    let (none, hooks) = (&resource[..1], hooks.as_str());
    for (before, after, events) in [
        ((resource, ""), (resource, hooks), "webhook_events"),
        ((none, hooks), (resource, hooks), "webhooks"),
        ((resource, hooks), (resource, hooks), "webhook_events"),
    ] {
        let (_, second) = grows(&api(before.0, before.1), &api(after.0, after.1));
        let (client, methods) = (&files(&second)["src/client.rs"], &files(&second)["api.md"]);
        assert!(client.contains(&format!("pub fn {events}(&self) -> crate::webhooks::Webhooks")), "{client}");
        let resource = if events == "webhooks" { "webhooks_resource" } else { "webhooks" };
        assert!(methods.contains(&format!("`client.{resource}().list()`")), "{methods}");
    }
}

#[test]
fn a_credential_is_sent_where_it_was_sent() {
    let schemes = |list: &str| {
        api(
            &[("get", "/a", "")],
            &format!("components: {{ securitySchemes: {{ {list} }} }}\nsecurity: [{{ b: [] }}, {{ k: [] }}]\n"),
        )
    };
    let bearer = "b: { type: http, scheme: bearer }";
    let header = "k: { type: apiKey, in: header, name: X-Key }";
    let (_, after) = grows(&schemes(bearer), &schemes(&format!("{header}, {bearer}")));
    let client = &files(&after)["src/client.rs"];
    assert!(client.contains("/// Sets the bearer token. Default: `T_API_KEY`."), "{client}");
}

#[test]
fn a_setter_sets_what_it_set() {
    let body = "requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }";
    let query = "parameters: [{ name: first_name, in: query, schema: { type: string } }]";
    let schema = |properties: &str| {
        format!("components: {{ schemas: {{ A: {{ type: object, properties: {{ {properties} }} }} }} }}\n")
    };
    let old = "firstName: { type: string }";
    let before = api(&[("post", "/a", body)], &schema(old));
    let after = api(
        &[("post", "/a", &format!("{query}, {body}"))],
        &schema(&format!("first_name: {{ type: integer }}, {old}")),
    );
    let (_, after) = grows(&before, &after);
    let text = &files(&after)["src/resources/mod.rs"];
    let setters = text.split_once("        body {").expect("setters of the body").1;
    assert!(setters.contains("            first_name: String,"), "{text}");
}

#[test]
fn extras_and_variants_keep_their_names() {
    let schemas = |more: &str, mapping: &str| {
        schemas(&format!(
            "    E: {{ type: object, properties: {{ {more}a: {{ type: string }} }}, additionalProperties: true }}
    U:
      oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}]
      discriminator: {{ propertyName: kind, mapping: {{ {mapping}kitty: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' }} }}
    Cat: {{ type: object, properties: {{ kind: {{ type: string }} }} }}
    Dog: {{ type: object, properties: {{ kind: {{ type: string }} }} }}
"
        ))
    };
    let (_, after) =
        grows(&schemas("", ""), &schemas("extra: { type: integer }, ", "cat: '#/components/schemas/Cat', "));
    assert!(files(&after)["src/types/e.rs"].contains("pub extra: Map<Json>,"));
    assert!(files(&after)["src/types/u.rs"].contains("\"cat\" | \"kitty\" => Kitty(Cat) as_kitty + \"cat\","));
}

#[test]
fn media_types_that_callers_know_stay() {
    let operation = |body: &str, answer: &str| {
        let schema = "schema: { type: object, properties: { a: { type: string } } }";
        let media = |list: &str| -> String {
            let entries: Vec<String> = list.split(' ').map(|name| format!("{name}: {{ {schema} }}")).collect();
            entries.join(", ")
        };
        let more = format!(
            "requestBody: {{ required: true, content: {{ {} }} }}, responses: {{ '200': {{ description: ok, content: {{ {} }} }} }}",
            media(body),
            media(answer)
        );
        api(&[("post", "/a", &more)], "")
    };
    let before = operation("application/x-www-form-urlencoded", "text/csv");
    let after = operation("application/json application/x-www-form-urlencoded", "application/json text/csv");
    let (first, second) = grows(&before, &after);
    assert_eq!(files(&first)["src/resources/mod.rs"], files(&second)["src/resources/mod.rs"]);
    assert!(files(&second)["src/resources/mod.rs"].contains("form_object"));
    assert!(files(&second)["src/resources/mod.rs"].contains("TextBody"));
}

#[test]
fn a_media_type_that_is_added_has_a_method_of_its_own_and_keeps_it() {
    let operation = |content: &str| {
        let more = format!(
            "requestBody: {{ required: true, content: {{ {content} }} }}, responses: {{ '204': {{ description: ok }} }}"
        );
        api(&[("post", "/a", &more)], "")
    };
    let json = |more: &str| {
        format!("application/json: {{ schema: {{ type: object, properties: {{ a: {{ type: string }}{more} }} }} }}")
    };
    let form = "application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string }, b: { type: string } } } }";
    let (first, second) = grows(&operation(&json("")), &operation(&format!("{form}, {}", json(""))));
    let text = |outcome: &Outcome| files(outcome)["src/resources/mod.rs"].clone();
    assert!(text(&first).contains("json_object") && !text(&first).contains("form_object"));
    assert!(
        text(&second).contains("pub fn a(&self) -> ARequest")
            && text(&second).contains("pub fn a_form(&self) -> AFormRequest")
    );
    // Even when the first can carry all that it can, its callers keep it.
    let grown = operation(&format!("{form}, {}", json(", b: { type: string }")));
    let third = generate(&grown, &Config::default(), Some(&second.lock));
    assert!(text(&third).contains("pub fn a_form(&self) -> AFormRequest"));
}

#[test]
fn servers_that_callers_chose_and_variables_that_they_set_keep_their_names() {
    let of = |servers: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{servers}]\npaths: {{ /a: {{ get: {{ responses: {{ '204': {{ description: ok }} }} }} }} }}\n"
        )
    };
    // A variable has the name that the choice of servers would have.
    let one =
        "{ url: 'https://{environment}.a.example', variables: { environment: { default: live, enum: [live, test] } } }";
    let (first, second) = grows(&of(one), &of(&format!("{one}, {{ url: 'https://eu.a.example' }}")));
    let setter = "pub fn environment(mut self, value: impl Into<crate::Environment>) -> Self";
    assert!(files(&first)["src/client.rs"].contains(setter));
    assert!(files(&second)["src/client.rs"].contains(setter));
    let choice = "pub fn server(mut self, environment: crate::ServerEnvironment) -> Self";
    assert!(files(&second)["src/client.rs"].contains(choice));
    // What the others are called does not change what one is called.
    let text = |outcome: &Outcome| files(outcome)["src/servers.rs"].clone();
    assert!(text(&second).contains("    Eu,\n"), "{}", text(&second));
    let more =
        format!("{one}, {{ url: 'https://eu.a.example', description: Europe }}, {{ url: 'https://eu.b.example' }}");
    let third = generate(&of(&more), &Config::default(), Some(&second.lock));
    assert!(text(&third).contains("    Eu,\n") && text(&third).contains("    EuB,\n"), "{}", text(&third));
    assert_eq!(third.lock.names["given server https://eu.a.example"], "Eu");
}

#[test]
fn an_operation_that_moves_keeps_its_names_by_its_operation_id() {
    let of = |path: &str, variable: &str| {
        format!(
            "openapi: 3.1.0
info: {{ title: Zoo, version: '1' }}
servers: [{{ url: 'https://zoo.example' }}]
paths:
  {path}/{{{variable}}}:
    put:
      operationId: putPet
      parameters: [{{ name: {variable}, in: path, required: true, schema: {{ type: string }} }}]
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ mood: {{ type: string, enum: [a, b] }} }} }} }} }} }}
      responses: {{ '204': {{ description: ok }} }}
"
        )
    };
    let before = generate(&of("/pets", "id"), &Config::default(), None);
    let after = generate(&of("/creatures", "id"), &Config::default(), Some(&before.lock));
    let differs = changed(&before, &after);
    // The path is all that differs: in the resource, its tests and the list of methods.
    assert_eq!(
        differs.iter().map(String::as_str).collect::<Vec<_>>(),
        ["api.md", "src/resources/pets.rs", "tests/api/client_pets.rs"]
    );
    assert!(files(&after)["src/resources/pets.rs"].contains("pub fn update(&self, id: impl Into<String>)"));
    assert!(files(&after)["src/resources/pets.rs"].contains("pub enum PetUpdateMood"));
    // Another variable is another argument, of the same method.
    let after = generate(&of("/creatures", "creature_id"), &Config::default(), Some(&after.lock));
    assert!(files(&after)["src/resources/pets.rs"].contains("pub fn update(&self, creature_id: impl Into<String>)"));
}

#[test]
fn a_crate_keeps_its_name_and_its_variables_under_another_title() {
    let of = |title: &str| {
        format!(
            "openapi: 3.1.0
info: {{ title: {title}, version: '1' }}
servers: [{{ url: 'https://zoo.example' }}]
security: [{{ key: [] }}]
paths:
  /pets: {{ get: {{ responses: {{ '204': {{ description: ok }} }} }} }}
components: {{ securitySchemes: {{ key: {{ type: http, scheme: bearer }} }} }}
"
        )
    };
    let before = generate(&of("Zoo API"), &Config::default(), None);
    let after = generate(&of("Animals API"), &Config::default(), Some(&before.lock));
    let named = |outcome: &Outcome| {
        let names = &outcome.lock.names;
        [names["given client package"].clone(), names["given client env-prefix"].clone()]
    };
    assert_eq!(named(&after), ["zoo", "ZOO"]);
    assert!(files(&after)["src/client.rs"].contains("ZOO_BASE_URL"));
    // The configuration goes before.
    let file: Arc<str> = "specwright.toml".into();
    let config = config::parse(&file, "[package]\nname = 'animals'\n").config.expect("a configuration");
    let renamed = generate(&of("Animals API"), &config, Some(&before.lock));
    assert_eq!(named(&renamed), ["animals", "ZOO"]);
}

/// Parts that several users share, and schemas that extend others, each declared after its first user.
const SHARED: &str = "openapi: 3.1.0
info: { title: Shared parts, version: '1' }
servers: [{ url: 'https://example.com' }]
paths:
  /pets:
    get:
      parameters: [{ $ref: '#/components/parameters/sort' }]
      responses:
        '200': { $ref: '#/components/responses/PetList' }
        '404': { $ref: '#/components/responses/NotFound' }
    post:
      requestBody: { $ref: '#/components/requestBodies/NewPet' }
      responses: { '204': { description: ok } }
components:
  parameters:
    sort: { name: sort, in: query, schema: { type: string, enum: [age, name] } }
  requestBodies:
    NewPet:
      required: true
      content:
        application/json:
          schema: { type: object, properties: { kind: { type: string, enum: [cat, dog] } } }
  responses:
    NotFound:
      description: Gone.
      content:
        application/json:
          schema: { type: object, properties: { code: { type: string, enum: [gone, never] } } }
    PetList:
      description: Pets.
      content:
        application/json:
          schema: { type: object, properties: { pets: { type: array, items: { type: object, properties: { id: { type: integer } } } } } }
  schemas:
    Cat: { allOf: [{ $ref: '#/components/schemas/PetBase' }, { type: object, properties: { lives: { type: integer } } }] }
    Check: { properties: { every: { type: string, enum: [hour] } }, oneOf: [{ properties: { level: { type: string } } }, { properties: { age: { type: integer } }, required: [age] }] }
    PetBase: { type: object, properties: { tag: { type: object, properties: { color: { type: string, enum: [red] } } } } }
";

/// The same with a user of each part in front of all others.
fn used_earlier() -> String {
    let text = insert_after(
        SHARED,
        "paths:",
        "  /aaa:
    get:
      parameters: [{ $ref: '#/components/parameters/sort' }]
      responses:
        '200': { $ref: '#/components/responses/PetList' }
        '404': { $ref: '#/components/responses/NotFound' }
    post:
      requestBody: { $ref: '#/components/requestBodies/NewPet' }
      responses: { '204': { description: ok }, '404': { $ref: '#/components/responses/NotFound' } }
",
    );
    let text = insert_after(
        &text,
        "  schemas:",
        "    AAA: { allOf: [{ $ref: '#/components/schemas/PetBase' }, { type: object, properties: { a: { type: integer } } }] }
    AAB: { type: object, properties: { pet: { $ref: '#/components/schemas/PetBase/properties/tag' } } }
",
    );
    // A branch in front of those that share a property.
    text.replace("oneOf: [{", "oneOf: [{ properties: { first: { type: boolean } }, required: [first] }, {")
}

fn type_names(outcome: &Outcome) -> BTreeMap<&str, &str> {
    let types = outcome.lock.names.iter().filter_map(|(line, name)| Some((line.strip_prefix("type ")?, name.as_str())));
    types.filter(|(identity, _)| !identity.contains('|')).collect()
}

#[test]
fn a_new_user_in_front_renames_no_part_that_others_share() {
    let config = Config::default();
    let (before, after) = (generate(SHARED, &config, None), generate(&used_earlier(), &config, None));
    let names = type_names(&before);
    assert_eq!(
        names.iter().map(|(identity, name)| format!("{identity} {name}")).collect::<Vec<_>>(),
        [
            "#/components/parameters/sort Sort",
            "#/components/requestBodies/NewPet.kind NewPetBodyKind",
            "#/components/responses/NotFound NotFoundError",
            "#/components/responses/NotFound.code NotFoundErrorCode",
            "#/components/responses/PetList PetListResponse",
            "#/components/responses/PetList.pets[] PetListResponsePet",
            "#/components/schemas/Cat Cat",
            "#/components/schemas/Check Check",
            "#/components/schemas/Check.every CheckEvery",
            "#/components/schemas/PetBase PetBase",
            "#/components/schemas/PetBase.tag PetBaseTag",
            "#/components/schemas/PetBase.tag.color PetBaseTagColor",
        ]
    );
    let after = type_names(&after);
    for (identity, name) in names {
        assert_eq!(after.get(identity), Some(&name), "`{identity}`");
    }
}

#[test]
fn a_lock_that_knows_a_type_by_its_first_user_keeps_its_name_and_place() {
    let config = Config::default();
    let known = [
        ("operation GET /pets", "pets.list()"),
        ("type GET /pets parameter sort", "PetListSort"),
        ("type POST /pets body.kind", "PetCreateKind"),
        ("type GET /pets answer 404", "PetListError404"),
        ("type GET /pets answer 404.code", "PetListError404Code"),
        ("type GET /pets answer 200.pets[]", "PetListResponsePet"),
        ("type #/components/schemas/Cat.tag", "CatTag"),
        ("type #/components/schemas/Cat.tag.color", "CatTagColor"),
    ];
    let names = known.iter().map(|(line, name)| ((*line).to_owned(), (*name).to_owned())).collect();
    let lock = Lock { names, ..generate(SHARED, &config, None).lock };
    let outcome = generate(SHARED, &config, Some(&lock));
    for (line, name) in known {
        assert_eq!(outcome.lock.names.get(line).map(String::as_str), Some(name), "`{line}`");
    }
    let written = files(&outcome);
    let has = |file: &str, text: &str| assert!(written[file].contains(text), "{file} has no `{text}`");
    has("src/resources/pets.rs", "pub struct PetListError404 ");
    has("src/resources/pets.rs", "pub enum PetCreateKind ");
    has("src/types/cat.rs", "pub struct CatTag ");
    // And a new user takes nothing over.
    let after = generate(&used_earlier(), &config, Some(&outcome.lock));
    for (line, name) in known {
        assert_eq!(after.lock.names.get(line).map(String::as_str), Some(name), "`{line}`");
    }
}

/// As bundlers write what two operations share: the second refers to the place in the first.
#[test]
fn what_another_operation_declares_is_named_after_that() {
    let answer =
        |schema: &str| format!("{{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }}");
    let paths = "    get:
      responses:
        '200': { $ref: '#/paths/~1pets~1{id}/get/responses/200' }
        '404': { $ref: '#/paths/~1pets~1{id}/get/responses/404' }
";
    let list = "{ type: array, items: { $ref: '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/tag' } }";
    let text = format!(
        "openapi: 3.1.0
info: {{ title: Borrowed, version: '1' }}
servers: [{{ url: 'https://example.com' }}]
paths:
  /first:
{paths}  /tags:
    get: {{ responses: {{ '200': {} }} }}
  /pets/{{id}}:
    get:
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
      responses:
        '200': {}
        '404': {}
",
        answer(list),
        answer("{ type: object, properties: { tag: { type: object, properties: { a: { type: integer } } } } }"),
        answer("{ type: array, items: { type: object, properties: { code: { type: integer } } } }"),
    );
    let outcome = generate(&text, &Config::default(), None);
    assert_eq!(
        type_names(&outcome).into_iter().collect::<Vec<_>>(),
        [
            ("GET /pets/{id} answer 200", "PetRetrieveResponse"),
            ("GET /pets/{id} answer 200.tag", "PetRetrieveResponseTag"),
            ("GET /pets/{id} answer 404[]", "PetRetrieveError404Item"),
        ]
    );
    assert!(!outcome.findings.diagnostics.list().iter().any(|one| one.severity() != Severity::Note));
    let alias = "type FirstResponse = crate::resources::pets::PetRetrieveResponse;";
    assert!(files(&outcome).values().any(|text| text.contains(alias)), "no `{alias}`");
}

/// A new operation in front that borrows what lies inside another by its place takes nothing over.
#[test]
fn a_new_user_of_what_lies_inside_another_operation_renames_nothing() {
    let object = |name: &str| {
        format!(
            "{{ type: object, properties: {{ {name}: {{ type: object, properties: {{ deep: {{ type: object, properties: {{ n: {{ type: integer }} }} }} }} }} }} }}"
        )
    };
    let json = |schema: &str| format!("content: {{ application/json: {{ schema: {schema} }} }}");
    let rest = format!(
        "  /b:
    post:
      parameters: [{{ name: p, in: query, {} }}]
      requestBody: {{ required: true, {} }}
      callbacks: {{ done: {{ '{{$url}}': {{ post: {{ requestBody: {{ {} }}, responses: {{ '204': {{ description: d }} }} }} }} }} }}
      responses: {{ '200': {{ description: ok, {} }} }}
webhooks:
  w: {{ post: {{ requestBody: {{ {} }}, responses: {{ '204': {{ description: d }} }} }} }}
components:
  requestBodies: {{ Shared: {{ {} }} }}
",
        json(&object("inParameter")),
        json(&object("inBody")),
        json(&object("inCallback")),
        json(&object("inAnswer")),
        json(&object("inHook")),
        json(&object("inShared")),
    );
    let shared = "  /s: { post: { requestBody: { $ref: '#/components/requestBodies/Shared' }, responses: { '204': { description: d } } } }\n";
    let head =
        "openapi: 3.1.0\ninfo: { title: Inside, version: '1' }\nservers: [{ url: 'https://example.com' }]\npaths:\n";
    let before = generate(&format!("{head}{shared}{rest}"), &Config::default(), None);
    let inside = "content/application~1json/schema/properties";
    let mut front = String::new();
    for (number, place) in [
        format!("#/paths/~1b/post/parameters/0/{inside}/inParameter"),
        format!("#/paths/~1b/post/requestBody/{inside}/inBody"),
        format!("#/paths/~1b/post/callbacks/done/{{$url}}/post/requestBody/{inside}/inCallback"),
        format!("#/paths/~1b/post/responses/200/{inside}/inAnswer"),
        format!("#/webhooks/w/post/requestBody/{inside}/inHook"),
        format!("#/components/requestBodies/Shared/{inside}/inShared"),
        // What lies inside of that comes first of all.
        format!("#/paths/~1b/post/responses/200/{inside}/inAnswer/properties/deep"),
    ]
    .iter()
    .enumerate()
    {
        let answer = json(&format!("{{ $ref: '{place}' }}"));
        front.insert_str(
            0,
            &format!("  /a{number}: {{ get: {{ responses: {{ '200': {{ description: ok, {answer} }} }} }} }}\n"),
        );
    }
    let after = generate(&format!("{head}{front}{shared}{rest}"), &Config::default(), Some(&before.lock));
    let (names, later) = (type_names(&before), type_names(&after));
    assert_eq!(names.len(), 17, "{names:#?}");
    for (identity, name) in &names {
        assert_eq!(later.get(identity), Some(name), "`{identity}` of {later:#?}");
    }
    let file_of = |outcome: &Outcome, name: &str| {
        let text = format!("pub struct {name} ");
        files(outcome).into_iter().find(|(_, of)| of.contains(&text)).map(|(file, _)| file)
    };
    for name in ["BResponseInAnswer", "BInBody", "BDoneInCallback", "WBodyInHookDeep"] {
        assert!(file_of(&before, name).is_some(), "{name}");
        assert_eq!(file_of(&before, name), file_of(&after, name), "{name}");
    }
}
