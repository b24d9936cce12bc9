//! In which media types answers are asked for: what is said of those that are not, and what the lock holds on to.
//!
//! Input: small descriptions. Not here: what is made of each kind of answer (`cases.rs`).

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use expect_test::expect;
use specwright::config;
use specwright::lock::Lock;
use specwright::source::Sources;
use support::Project;

const HEAD: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
servers: [{ url: 'https://pets.example' }]
components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }
paths:
";

const JSON: &str = "application/json: { schema: { $ref: '#/components/schemas/Pet' } }";
const CSV: &str = "text/csv: { schema: { type: string } }";
const BYTES: &str = "application/octet-stream: { schema: { type: string, format: binary } }";

/// A description of one operation, with the content of each status.
fn description(responses: &[(&str, &[&str])]) -> String {
    let responses: Vec<String> = responses
        .iter()
        .map(|(status, content)| format!("'{status}': {{ description: '', content: {{ {} }} }}", content.join(", ")))
        .collect();
    format!("{HEAD}  /pets: {{ get: {{ responses: {{ {} }} }} }}\n", responses.join(", "))
}

/// The kind of the answer of the one operation, its `Accept`, and the lock.
fn answer(text: &str, config: &str, before: Option<&Lock>) -> (String, Lock) {
    let config = config::parse(&"specwright.toml".into(), config).config.expect("a configuration");
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let outcome = specwright::generate(&sources, &config, before);
    let files = outcome.files.iter().filter(|file| file.path.as_str().starts_with("src/resources/"));
    let text: String = files.map(|file| file.text.as_str()).collect();
    let between = |from: &str, to: &str| {
        let rest = text.split_once(from).map_or("", |(_, rest)| rest);
        rest.split_once(to).map_or("", |(found, _)| found).to_owned()
    };
    (format!("{}, {}", between("(()) -> ", " {"), between("accept \"", "\"")), outcome.lock)
}

#[test]
fn what_is_not_asked_for_and_what_is_not_said_has_a_note_each() {
    let text = format!(
        "{HEAD}  /pets:
    get: {{ responses: {{ '200': {{ description: All., content: {{ {JSON}, {CSV}, application/xml: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }} }} }} }}
    post: {{ responses: {{ '201': {{ description: Made. }} }} }}
    put: {{ responses: {{ '204': {{ description: Done. }} }} }}
    head: {{ responses: {{ '200': {{ description: There., content: {{ {JSON}, {CSV} }} }} }} }}
  /toys:
    get: {{ responses: {{ '200': {{ description: All., content: {{ {JSON}, {BYTES} }} }} }} }}
    post: {{ responses: {{ '200': {{ description: Made. }}, '404': {{ description: No., content: {{ {JSON} }} }} }} }}
    put: {{ responses: {{ '302': {{ description: Elsewhere. }} }} }}
"
    );
    let project = Project::of(&text);
    let ran = project.run(&["lint", "api.yaml"]);
    expect![[r#"
        note[SW0519]: 2 operations can answer in media types that are not asked for, this one first: in `text/csv`
         --> api.yaml:7:12
          |
        7 |     get: { responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } }, te...
          |            ^^^^^^^^^
          |
          = at: #/paths/~1pets/get/responses
          = also: api.yaml:12:12
          = sdk: `Accept` names `application/json` alone
          = help: `operations."GET /pets".accept = "text/csv"` asks for another one, and `accept = ["application/json", "text/csv"]` for any, told by what comes

        note[SW0520]: nothing is said of what 2 operations bring when they succeed, this one first
         --> api.yaml:8:13
          |
        8 |     post: { responses: { '201': { description: Made. } } }
          |             ^^^^^^^^^
          |
          = at: #/paths/~1pets/post/responses
          = also: api.yaml:13:13
          = sdk: their methods return `()`; `send_raw` gives what came
          = help: where a server does send something, an overlay can say so: `content` in the response; where it sends nothing, the status 204 says that

        2 notes
    "#]].assert_eq(&ran.err);
    let config = "operations.\"GET /pets\".accept = [\"application/json\", \"text/csv\"]\n\
                  operations.\"GET /toys\".accept = \"application/json\"\n";
    project.put("specwright.toml", config);
    let ran = project.run(&["lint", "api.yaml", "--config", "specwright.toml"]);
    assert!(!ran.err.contains("SW0519"), "{}", ran.err);
}

#[test]
fn an_answer_keeps_its_media_type_whatever_is_offered_later() {
    let of = |responses: &[(&str, &[&str])], before: Option<&Lock>| answer(&description(responses), "", before);
    let (csv, lock) = of(&[("200", &[CSV])], None);
    assert_eq!(csv, "TextBody, text/csv");
    // JSON of the same status is another way to say it, of another status something else that may come.
    assert_eq!(of(&[("200", &[JSON, CSV])], Some(&lock)).0, csv);
    assert_eq!(of(&[("200", &[JSON, CSV])], None).0, "JsonBody<types::Pet>, application/json");
    let (both, lock) = of(&[("200", &[CSV]), ("201", &[JSON])], Some(&lock));
    assert_eq!(both, "StatusBody<PetListResponse> | BytesBody, text/csv, application/json");
    // What each status brings stays, though the other one's media type is known too.
    let later: &[(&str, &[&str])] = &[("200", &[CSV, BYTES]), ("201", &[BYTES, CSV, JSON])];
    assert_eq!(of(later, Some(&lock)).0, both);
    // The type goes by what is decoded, and not by the order in the description.
    let (bytes, _) = of(&[("200", &[BYTES]), ("206", &[BYTES])], None);
    assert_eq!(bytes, "BytesBody, application/octet-stream");
}

#[test]
fn the_configuration_goes_before_the_lock() {
    let text = description(&[("200", &[JSON, CSV, BYTES])]);
    let (json, lock) = answer(&text, "", None);
    assert_eq!(json, "JsonBody<types::Pet>, application/json");
    let several = "operations.\"GET /pets\".accept = [\"text/csv\", \"application/json\"]";
    let (either, lock) = answer(&text, several, Some(&lock));
    assert_eq!(either, "StatusBody<PetRetrieveResponse> | BytesBody, text/csv, application/json");
    let (one, _) = answer(&text, "operations.\"GET /pets\".accept = [\"text/csv\"]", Some(&lock));
    assert_eq!(one, "TextBody, text/csv");
    // Several were a decision: without it the answer is one type again.
    assert_eq!(answer(&text, "", Some(&lock)).0, json);
}

/// OpenAPI 2.0 says of a response without a schema that nothing comes, and many who leave the schema out know better.
#[test]
fn what_an_operation_of_2_0_produces_can_be_asked_for_without_a_schema() {
    let text = "swagger: '2.0'
info: { title: Pets, version: 1.0.0 }
host: pets.example
produces: [application/json]
paths:
  /pets: { get: { produces: [text/csv, application/pdf], responses: { '200': { description: All. }, '204': { description: None. } } } }
";
    assert_eq!(answer(text, "", None).0, "NoBody, */*");
    let of = |accept: &str| answer(text, &format!("[operations.'GET /pets']\naccept = {accept}\n"), None).0;
    assert_eq!(of("'text/csv'"), "TextBody, text/csv");
    assert_eq!(of("'application/pdf'"), "BytesBody, application/pdf");
    let of_either = of("['text/csv', 'application/pdf']");
    assert_eq!(of_either, "StatusBody<PetListResponse> | BytesBody, text/csv, application/pdf");
    // What it does not produce it cannot be asked for.
    assert_eq!(of("'application/json'"), "NoBody, */*");
}
