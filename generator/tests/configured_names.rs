//! Names that the configuration gives to members: fields, variants, parameters.

#![allow(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::sync::Arc;

use expect_test::expect;

use specwright::config;
use specwright::diag::{Diagnostic, Site};
use specwright::lock::Lock;
use specwright::source::Sources;
use specwright::{Outcome, generate};

const DESCRIPTION: &str = r"
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    patch:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: id, in: query, schema: { type: string } }
      requestBody:
        content: { application/json: { schema: { type: object, properties: { nm: { type: string } } } } }
      responses:
        '200': { description: The pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      properties: { nm: { type: string }, name: { type: string }, kind: { $ref: '#/components/schemas/Kind' }, of: { $ref: '#/components/schemas/Of' } }
    Kind: { type: string, enum: [c, d, dog] }
    Of:
      oneOf: [{ $ref: '#/components/schemas/One' }, { $ref: '#/components/schemas/Two' }]
      discriminator: { propertyName: t, mapping: { uno: '#/components/schemas/One' } }
    One: { type: object, properties: { t: { type: string } } }
    Two: { type: object, properties: { t: { type: string } } }
servers: [{ url: 'https://pets.example/{tenant}', variables: { tenant: { default: a } } }, { url: 'https://test.example' }]
";

const CONFIG: &str = r##"
[types."#/components/schemas/Pet"]
fields = { nm = "nickname" }
[types."#/components/schemas/Kind"]
variants = { c = "cat", d = "old dog" }
[types."#/components/schemas/Of"]
variants = { uno = "first", Two = "Second" }
[types."#/paths/~1pets~1{id}/patch/requestBody/content/application~1json/schema"]
fields = { nm = "nickname" }
[operations."PATCH /pets/{id}"]
parameters = { id = "pet_id" }
"##;

fn run(text: &str, before: Option<&Lock>) -> Outcome {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", DESCRIPTION)]).expect("a description");
    let config = config::parse(&Arc::from("specwright.toml"), text).config.expect("a configuration");
    generate(&sources, &config, before)
}

/// The lines of a file that hold any of these.
fn lines(outcome: &Outcome, path: &str, wanted: &[&str]) -> Vec<String> {
    let file = outcome.files.iter().find(|file| file.path.as_str() == path).expect(path);
    let lines = file.text.lines().map(str::trim).filter(|line| wanted.iter().any(|wanted| line.contains(wanted)));
    lines.map(str::to_owned).collect()
}

fn assert_configured(outcome: &Outcome) {
    assert_eq!(
        lines(outcome, "src/types/pet.rs", &["= \"n"]),
        ["nickname: String = \"nm\",", "name: String = \"name\","]
    );
    assert_eq!(lines(outcome, "src/types/kind.rs", &["= \""]), ["Cat = \"c\",", "OldDog = \"d\",", "Dog = \"dog\","]);
    assert_eq!(
        lines(outcome, "src/types/of.rs", &["\" =>"]),
        ["\"uno\" => First(One) as_first + \"uno\",", "\"Two\" => Second(Two) as_second + \"Two\","]
    );
    let resource = lines(outcome, "src/resources/pets.rs", &["pub fn update(", "pub pet_id", "pub nickname"]);
    assert_eq!(
        resource,
        [
            "pub fn update(&self, pet_id: impl Into<String>) -> PetUpdateRequest {",
            "pub pet_id: Option<String>,",
            "pub nickname: Option<String>,"
        ]
    );
}

#[test]
fn members_are_called_as_the_configuration_says() {
    assert_configured(&run(CONFIG, None));
}

#[test]
fn the_configuration_goes_before_the_lock() {
    let before = run("", None);
    assert_eq!(lines(&before, "src/types/pet.rs", &["= \"nm\""]), ["nm: String = \"nm\","]);
    assert_configured(&run(CONFIG, Some(&before.lock)));
}

#[test]
fn an_entry_that_matches_nothing_is_an_error_with_the_nearest_name() {
    let config = r##"
accept-dropped = ["#/paths/~1cats/get"]
readme.headline = "PATCH /pet/{id}"
unwrap = "data"
client.credentials.key.option = "key"
client.environments = { "https://tests.example" = "Test" }
client.variables = { tenants = "shop" }
resources.docs = { "pet" = "Pets." }
[types."#/components/schemas/Pett"]
name = "Animal"
[types."#/components/schemas/Pet"]
fields = { nmm = "nickname" }
closed = true
[types."#/components/schemas/Kind"]
variants = { cat = "Cat" }
[operations."PATCH /pets/{id}"]
parameters = { idd = "pet_id" }
accept = "text/csv"
content-type = "text/csv"
unwrap = "pet"
[operations."GET /pets"]
method = "pets.list"
[operations."PATCH /pet/{id}"]
skip = true
"##;
    let outcome = run(config, None);
    let said: String = outcome
        .findings
        .diagnostics
        .list()
        .iter()
        .map(|found| format!("{}: {} {}\n", found.code, found.message, found.help.clone().unwrap_or_default()))
        .collect();
    expect![[r##"
        SW0509: the configuration corrects `GET /pets`, which is no operation did you mean `PATCH /pets/{id}`?
        SW0705: `operations."PATCH /pets/{id}".parameters.idd` of the configuration matches nothing: the operation has no such parameter did you mean `id`?
        SW0705: `operations."PATCH /pets/{id}".accept` of the configuration matches nothing: no success is answered with this media type, or it is a stream did you mean `application/json`?
        SW0705: `operations."PATCH /pets/{id}".content-type` of the configuration matches nothing: no body is sent in this media type did you mean `application/json`?
        SW0705: `operations."PATCH /pets/{id}".unwrap` of the configuration matches nothing: the answer is no object with such a property, or one of several pages did you mean `of`?
        SW0509: the configuration skips `PATCH /pet/{id}`, which is no operation did you mean `PATCH /pets/{id}`?
        SW0705: `types."#/components/schemas/Kind".variants.cat` of the configuration matches nothing: the type has no such variant did you mean `c`?
        SW0705: `types."#/components/schemas/Pet".fields.nmm` of the configuration matches nothing: the type has no such field did you mean `nm`?
        SW0705: `types."#/components/schemas/Pet".closed` of the configuration matches nothing: the type is no list of values 
        SW0705: `types."#/components/schemas/Pett"` of the configuration matches nothing: no type comes from there did you mean `#/components/schemas/Pet`?
        SW0705: `client.credentials.key` of the configuration matches nothing: no security scheme is called so 
        SW0705: `client.environments."https://tests.example"` of the configuration matches nothing: no server that can be chosen has this URL did you mean `https://test.example`?
        SW0705: `client.variables.tenants` of the configuration matches nothing: no server has a variable of this name did you mean `tenant`?
        SW0705: `resources.docs.pet` of the configuration matches nothing: no resource has this path did you mean `pets`?
        SW0705: `readme.headline` of the configuration matches nothing: `PATCH /pet/{id}` is no operation did you mean `PATCH /pets/{id}`?
        SW0705: `unwrap` of the configuration matches nothing: no answer that is no page has such a property did you mean `name`?
        SW0705: `accept-dropped` of the configuration matches nothing: nothing is lost at or below `#/paths/~1cats/get` 
    "##]].assert_eq(&said);
}

#[test]
fn a_name_that_is_taken_is_told() {
    let text = "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /files:
    put:
      parameters: [{ name: branch, in: query, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: object, properties: { branch: { type: string } } } } } }
      responses: { '204': { description: D } }
components:
  schemas:
    Pet: { type: object, properties: { a: { type: string }, b: { type: string }, c: { type: string } } }
    Swap: { type: object, properties: { a: { type: string }, b: { type: string } } }
    Mood: { type: string, enum: [calm, wild] }
";
    let config = "\
[types.'#/components/schemas/Pet'.fields]
a = 'b'
c = 'b'
[types.'#/components/schemas/Swap'.fields]
a = 'b'
b = 'a'
[types.'#/components/schemas/Mood'.variants]
calm = 'Wild'
";
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let config = config::parse(&Arc::from("specwright.toml"), config).config.expect("a configuration");
    let outcome = specwright::generate(&sources, &config, None);
    let said: String = outcome
        .findings
        .diagnostics
        .list()
        .iter()
        .filter(|found| found.code.to_string() == "SW0603")
        .map(|found| {
            let place = place(found);
            format!(
                "{place}: {} | {} | {}\n",
                found.message,
                found.effect.as_deref().unwrap_or("-"),
                found.help.as_deref().unwrap_or("-")
            )
        })
        .collect();
    expect![[r##"
        specwright.toml:2 #/components/schemas/Pet/properties/a: the name `b`, which `a` is given, is taken | `a` is called `a` | name it: [types."#/components/schemas/Pet".fields] "a" = "…"
        specwright.toml:3 #/components/schemas/Pet/properties/c: the name `b`, which `c` is given, is taken | `c` is called `c` | name it: [types."#/components/schemas/Pet".fields] "c" = "…"
        specwright.toml:8 #/components/schemas/Mood: `calm` is given the name `Wild`, which `wild` would have | `wild` is called `WildValue` | name it: [types."#/components/schemas/Mood".variants] "wild" = "…"
        #/paths/~1files/put/requestBody/content/application~1json/schema/properties/branch: the property `branch` of the body and the parameter `branch` would be the same input of the method | this one is called `branch_param` | name it: [types."#/paths/~1files/put/requestBody/content/application~1json/schema".fields] "branch" = "…"
    "##]].assert_eq(&said);
}

/// Where a finding is: a line of the configuration, and what it is about; or a place in the description.
fn place(found: &Diagnostic) -> String {
    let pointers = |site: &Site| site.pointer.to_string();
    match (found.position, found.related.last()) {
        (Some(at), Some((about, _))) => {
            let file = found.site.as_ref().map(|site| site.file.to_string()).unwrap_or_default();
            format!("{file}:{} {}", at.line, about.pointer)
        }
        _ => found.site.as_ref().map(pointers).unwrap_or_default(),
    }
}

/// What is said of clashes, with its effect.
fn clashes(text: &str, config: &str, before: Option<&Lock>) -> (String, Outcome) {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let config = config::parse(&Arc::from("specwright.toml"), config).config.expect("a configuration");
    let outcome = specwright::generate(&sources, &config, before);
    let is_clash = |code: &str| ["SW0601", "SW0602"].contains(&code);
    let found = outcome.findings.diagnostics.list().iter().filter(|found| is_clash(&found.code.to_string()));
    let said = found.map(|found| {
        let effect = found.effect.as_deref().unwrap_or("-");
        format!("{}: {} | {effect}\n", place(found), found.message)
    });
    let said = said.collect();
    (said, outcome)
}

#[test]
fn a_type_or_method_that_cannot_have_its_name_is_told_with_the_other() {
    let text = "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /pets:
    get: { responses: { '204': { description: D } } }
    put: { requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }, responses: { '204': { description: D } } }
  /pets/{id}:
    get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: D } } }
  /pets/toys:
    get: { responses: { '204': { description: D } } }
components:
  schemas:
    Pet: { type: object, properties: { a: { type: string } } }
    Cat: { type: object, properties: { a: { type: string } } }
    Dog: { type: object, properties: { a: { type: string } } }
    Cow: { type: object, properties: { a: { type: string } } }
";
    let config = r##"
[types]
"#/components/schemas/Cat" = { name = "Pet" }
"#/components/schemas/Dog" = { name = "Pet" }
"#/components/schemas/Cow" = { name = "String" }
"#/paths/~1pets/put/requestBody/content/application~1json/schema" = { name = "PetChange" }
[operations]
"GET /pets/{id}" = { method = "pets.list" }
"PUT /pets" = { method = "pets.list" }
"GET /pets/toys" = { method = "pets.new" }
"##;
    let (said, outcome) = clashes(text, config, None);
    expect![[r#"
        specwright.toml:9 #/paths/~1pets/get: `GET /pets` and `PUT /pets` would be the same method | `GET /pets` is called `list_2`
        specwright.toml:8 #/paths/~1pets~1{id}/get: the configuration gives the place `pets.list` to `PUT /pets` and to `GET /pets/{id}` | `GET /pets/{id}` is called `list_by_id`
        specwright.toml:10 #/paths/~1pets~1toys/get: the place `pets.new`, which the configuration gives to `GET /pets/toys`, is taken: every resource, or the client, has a method of that name | this one is called `get_new`
        specwright.toml:3 #/components/schemas/Pet: the configuration gives the name `Pet`, which `#/components/schemas/Pet` would have, to `#/components/schemas/Cat` | `#/components/schemas/Pet` is called `PetValue`
        specwright.toml:4 #/components/schemas/Dog: the name `Pet`, which `#/components/schemas/Dog` is given, is taken by `#/components/schemas/Cat` | this one is called `Dog`
        specwright.toml:5 #/components/schemas/Cow: the name `String`, which `#/components/schemas/Cow` is given, is taken by what every SDK has, or by a type of a method | this one is called `Cow`
        specwright.toml:6 #/paths/~1pets/put/requestBody/content/application~1json/schema: `#/paths/~1pets/put/requestBody/content/application~1json/schema` is given the name `PetChange`, but belongs to a method | it is called `PetListParams`, as all that belongs to the method
    "#]].assert_eq(&said);
    // And so where the other had the name before.
    let (none, before) = clashes(text, "", None);
    assert_eq!(none, "");
    let (again, renamed) = clashes(text, config, Some(&before.lock));
    // What belongs to a method keeps its name all the same.
    let but_last = |text: &str| text.lines().rev().skip(1).map(ToOwned::to_owned).collect::<Vec<_>>();
    assert_eq!(but_last(&again), but_last(&said));
    let of = |outcome: &Outcome| lines(outcome, "src/types/mod.rs", &["pub use"]);
    assert_eq!(of(&renamed), of(&outcome));
    let of = |outcome: &Outcome| -> Vec<String> {
        let methods = lines(outcome, "src/resources/pets.rs", &["pub fn list", "pub fn get_"]);
        methods.iter().filter_map(|line| line.split_once('(')).map(|(name, _)| name.to_owned()).collect()
    };
    assert_eq!(of(&renamed), of(&outcome));
}

#[test]
fn what_the_lock_holds_though_the_tree_is_configured_otherwise_is_said_with_the_way_out() {
    let text = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://a.example' }]\npaths:\n  \
                /shop/pets: { get: { responses: { '204': { description: All. } } } }\n  \
                /shop/toys: { get: { responses: { '204': { description: All. } } } }\n  \
                /health: { get: { responses: { '204': { description: Well. } } } }\n";
    let strip = "[resources]\nstrip = [\"shop\"]\n";
    let places = |outcome: &Outcome| -> Vec<String> {
        let files = outcome.files.iter().map(|file| file.path.as_str());
        files.filter_map(|path| path.strip_prefix("src/resources/")).map(str::to_owned).collect()
    };
    let run = |config: &str, before: Option<&Lock>| {
        let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("a description");
        let config = config::parse(&Arc::from("specwright.toml"), config).config.expect("a configuration");
        let outcome = generate(&sources, &config, before);
        let found = outcome.findings.diagnostics.list().iter();
        let said: String = found
            .map(|found| format!("{}: {}\n{}\n", found.code, found.message, found.help.clone().unwrap_or_default()))
            .collect();
        (outcome, said)
    };
    let before = run("", None).0;
    let (fresh, said) = run(strip, None);
    assert_eq!(said, "", "nothing is held without a lock");
    let (held, said) = run(strip, Some(&before.lock));
    assert_eq!(places(&held), places(&before));
    expect![[r#"
        SW0548: `resources.strip` would place `GET /shop/pets` at `pets.list`, but the lock keeps it at `shop.pets.list`, and one more
        to move them take their lines out of specwright.lock: `operation "GET /shop/pets"`, or all that begin with `operation`
    "#]]
    .assert_eq(&said);
    let mut lock = before.lock;
    lock.names.retain(|identity, _| !identity.starts_with("operation "));
    let (moved, said) = run(strip, Some(&lock));
    assert_eq!(said, "");
    assert_ne!(places(&moved), places(&held));
    assert_eq!(places(&moved), places(&fresh));
}

#[test]
fn a_prefix_is_of_a_key_in_a_header_alone() {
    let text = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://a.example' }]\n\
                security: [{ key: [], token: [], asked: [] }]\n\
                paths: { /pets: { get: { responses: { '204': { description: D } } } } }\ncomponents:\n  securitySchemes:\n    \
                key: { type: apiKey, in: header, name: X-Key }\n    token: { type: http, scheme: bearer }\n    \
                asked: { type: apiKey, in: query, name: key }\n";
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("a description");
    let config = "client.credentials.key.prefix = \"Key \"\nclient.credentials.token.prefix = \"T \"\n\
                  client.credentials.asked.prefix = \"A \"\n";
    let config = config::parse(&Arc::from("specwright.toml"), config).config.expect("a configuration");
    let found = generate(&sources, &config, None).findings.diagnostics;
    let said: Vec<String> = found.list().iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    assert_eq!(
        said,
        ["asked", "token"].map(|scheme| format!(
            "SW0705: `client.credentials.{scheme}.prefix` of the configuration matches nothing: \
             what is sent by this security scheme is no key in a header"
        ))
    );
}
