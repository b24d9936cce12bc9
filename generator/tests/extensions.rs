//! Every extension that names something or says how pages go on, once, and what becomes of it.
//!
//! Input: `tests/cases/extensions.yaml`. Not here: places and enums (`lower/tests/`), and whether it compiles
//! (`cases.rs`).

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use expect_test::expect;
use specwright::Outcome;
use specwright::config::{self, Config};
use specwright::diag::Code;
use specwright::lock::Lock;
use specwright::source::Sources;

fn description() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/extensions.yaml");
    fs::read_to_string(path).expect("the case").replace("\r\n", "\n")
}

fn generate(text: &str, before: Option<&Lock>) -> Outcome {
    generate_with(text, &Config::default(), before)
}

fn generate_with(text: &str, config: &Config, before: Option<&Lock>) -> Outcome {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let outcome = specwright::generate(&sources, config, before);
    assert!(outcome.findings.fatal.is_none(), "{:?}", outcome.findings.fatal);
    outcome
}

/// The body of each table of a macro in the files below `src`, on a line of its own.
fn tables(outcome: &Outcome, name: &str) -> String {
    let mut result = String::new();
    let own = outcome.files.iter().filter(|file| {
        let path = file.path.as_str();
        path.starts_with("src/types/") || path.starts_with("src/resources/")
    });
    for file in own {
        for (start, _) in file.text.match_indices(&format!("\n{name}! {{\n")) {
            let table = file.text.get(start..).and_then(|text| text.split("\n}").next()).unwrap_or_default();
            let flat: Vec<&str> = table.split_whitespace().skip(2).collect();
            result.push_str(&format!("{}\n", flat.join(" ")));
        }
    }
    result
}

/// How the pages of each operation go on that has any: `GET /pets cursor("/next", "after")`.
fn ways(outcome: &Outcome) -> String {
    let mut result = String::new();
    for line in tables(outcome, "operation").lines() {
        let Some((head, rest)) = line.split_once(" pages ") else { continue };
        let path = head.split('"').nth(1).unwrap_or_default();
        result.push_str(&format!("{path} {}\n", rest.split(';').next().unwrap_or_default()));
    }
    result
}

#[test]
fn pages() {
    expect![[r#"
        /ours cursor("/next", "after").has_more("/more")
        /fern/cursor cursor("/meta/next", "after").has_more("/more")
        /fern/root number("page", 1)
        /fern/step offset("skip")
        /fern/uri url("/next")
        /speakeasy/cursor cursor("/next", "after")
        /speakeasy/last cursor("/pets/-/id", "after")
        /speakeasy/page number("page", 1).total("/count")
        /speakeasy/offset offset("skip")
        /speakeasy/url url("/next")
        /speakeasy/body cursor("/next", "/after").in_body()
        /stainless/cursor cursor("/next", "after").has_more("/more")
        /stainless/last cursor("/data/-/id", "after")
        /stainless/url url("/next")
        /stainless/page number("page", 1).total("/pages")
        /stainless/offset offset("skip")
        /stainless/header cursor("X-Next", "after")
    "#]]
    .assert_eq(&ways(&generate(&description(), None)));
    expect![[r#"
        OurListResponse { items: pets -> types::Pet, }
        FernCursorResponse { items: meta.pets -> types::Pet, }
        FernRootResponse { items: pets -> types::Pet, }
        FernStepResponse { items: pets -> types::Pet, }
        FernUriResponse { items: pets -> types::Pet, }
        SpeakeasyCursorResponse { items: pets -> types::Pet, }
        SpeakeasyLastResponse { items: pets -> types::Pet, }
        SpeakeasyPageResponse { items: pets -> types::Pet, }
        SpeakeasyOffsetResponse { items: pets -> types::Pet, }
        SpeakeasyUrlResponse { items: pets -> types::Pet, }
        SpeakeasyBodyResponse { items: pets -> types::Pet, }
        StainlessCursorResponse { items: pets -> types::Pet, }
        StainlessLastResponse { items: data -> StainlessLastResponseData, }
        StainlessUrlResponse { items: pets -> types::Pet, }
        StainlessPageResponse { items: pets -> types::Pet, }
        StainlessOffsetResponse { items: pets -> types::Pet, }
        StainlessHeaderResponse { items: pets -> types::Pet, }
    "#]]
    .assert_eq(&tables(&generate(&description(), None), "page"));
}

/// What the configuration says of an operation goes before all extensions, and its schemes before those of others.
#[test]
fn the_configuration_goes_first() {
    let text = r#"
operations."GET /ours".pagination = "none"
operations."GET /speakeasy/page".pagination = "none"
pagination.ids = { cursor-parameter = "after", cursor-field = "next", items-field = "pets" }
"#;
    let config = config::parse(&"specwright.toml".into(), text).config.expect("a configuration");
    let pages = ways(&generate_with(&description(), &config, None));
    let of = |path: &str| pages.lines().find(|line| line.starts_with(path));
    assert_eq!(of("/ours "), None);
    assert_eq!(of("/speakeasy/page "), None);
    // The extension also says `has_more`.
    assert_eq!(of("/stainless/cursor "), Some(r#"/stainless/cursor cursor("/next", "after")"#));
}

/// Our extension may name a scheme of the configuration, and goes before the schemes that would fit.
#[test]
fn ours_may_name_a_scheme() {
    let text = "[pagination.a]\ncursor-parameter = \"page\"\ncursor-field = \"next\"\n\
        [pagination.b]\ncursor-parameter = \"after\"\ncursor-field = \"next\"\n";
    let config = config::parse(&"specwright.toml".into(), text).config.expect("a configuration");
    let params =
        "[{ name: page, in: query, schema: { type: string } }, { name: after, in: query, schema: { type: string } }]";
    let answer =
        "{ type: object, properties: { ids: { type: array, items: { type: string } }, next: { type: string } } }";
    let operation = |path: &str, more: &str| {
        format!(
            "  {path}:\n    get:\n      {more}\n      parameters: {params}\n      responses: {{ '200': {{ description: Ids., \
             content: {{ application/json: {{ schema: {answer} }} }} }} }}\n"
        )
    };
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n";
    let (one, two) = (operation("/one", "x-specwright-pagination: b"), operation("/two", "summary: All of them."));
    expect![[r#"
        /one cursor("/next", "after")
        /two cursor("/next", "page")
    "#]]
    .assert_eq(&ways(&generate_with(&format!("{head}{one}{two}"), &config, None)));
}

/// Where the items are is a part of the answer's type, so they are the same for each operation; the ways on need not be.
#[test]
fn one_answer_has_one_list_of_items() {
    let operation = |path: &str, parameter: &str, items: &str| {
        format!(
            "  {path}:\n    get:\n      x-fern-pagination: {{ offset: $request.{parameter}, results: $response.{items} }}\n      \
             parameters: [{{ name: {parameter}, in: query, schema: {{ type: integer }} }}]\n      responses: {{ '200': {{ \
             description: Ids., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Ids' }} }} }} }} }}\n"
        )
    };
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n";
    let list = "{ type: array, items: { type: string } }";
    let schemas =
        format!("components: {{ schemas: {{ Ids: {{ type: object, properties: {{ a: {list}, b: {list} }} }} }} }}\n");
    let all = [operation("/one", "page", "a"), operation("/two", "number", "a"), operation("/three", "page", "b")];
    let outcome = generate(&format!("{head}{}{schemas}", all.concat()), None);
    assert_eq!(tables(&outcome, "page"), "Ids { items: a -> String, }\n");
    expect![[r#"
        /one number("page", 1)
        /two number("number", 1)
    "#]]
    .assert_eq(&ways(&outcome));
    let codes: Vec<String> =
        outcome.findings.diagnostics.list().iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    assert!(codes.contains(&"SW0507".to_owned()), "{codes:?}");
}

#[test]
fn names() {
    let outcome = generate(&description(), None);
    let file = |path: &str| {
        let file = outcome.files.iter().find(|file| file.path.as_str() == path).expect(path);
        file.text.clone()
    };
    let lines = |text: String, is_wanted: &dyn Fn(&str) -> bool| -> String {
        text.lines().map(str::trim).filter(|line| is_wanted(line)).map(|line| format!("{line}\n")).collect()
    };
    let resource = file("src/resources/names.rs");
    let method = resource.split("pub fn update").nth(1).and_then(|text| text.split("->").next()).expect("the method");
    let variants = file("src/types/pet_or_toy.rs");
    let variants = variants.split("pub enum").nth(1).and_then(|text| text.split('}').next()).expect("the union");
    let shown = [
        lines(file("src/types/pet.rs"), &|line| line.contains(" = \"")),
        lines(variants.to_owned(), &|line| line.contains('(')),
        format!("{}\n", method.split_whitespace().collect::<Vec<_>>().join(" ")),
        lines(resource.clone(), &|line| line.starts_with("pub ") && line.ends_with(',')),
    ];
    expect![[r#"
        id: String = "id",
        handle: String = "nick",
        ferns_word: String = "f",
        speakeasys_word: String = "s",
        kind: PetKind = "t",
        r#type: PetOfType = "of_type",
        not_so_bad: String = "bad",
        worse: String = "worse",
        second_id: String = "second_id",
        dashed_word: String = "dashed-word",
        A = "a",
        B = "b",
        A = "a",
        B = "b",

        Animal(Pet),
        Toy(Toy),
        Cart(Cart),
        Unknown(UnknownJson),

        ( &self, ours: impl Into<String>, ferns: impl Into<String>, stainlesss: impl Into<String>, required: NameUpdate, )

        pub number_of_legs: String,
        pub query: Option<String>,
        pub betas: Option<Vec<String>>,
        pub range: Option<String>,
        pub good: Option<String>,
        pub s: Option<String>,
        pub number_of_legs: String,
        pub t: Option<String>,
    "#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn what_is_ignored_is_said() {
    let outcome = generate(&description(), None);
    let said: String = outcome
        .findings
        .diagnostics
        .list()
        .iter()
        .map(|diagnostic| {
            let site = diagnostic.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            format!("{} {site}: {}\n", diagnostic.code, diagnostic.message)
        })
        .collect();
    expect![[r#"
        SW0313 #/components/schemas/Toy/x-specwright-name: `x-specwright-name` must be a text with a letter in it
        SW0313 #/components/schemas/Pet/properties/bad/x-specwright-name: `x-specwright-name` must be a text with a letter in it
        SW0313 #/components/schemas/Pet/properties/worse/x-specwright-name: `x-specwright-name` must be a text with a letter in it
        SW0313 #/paths/~1ours~1wrong/get/x-specwright-pagination: `x-specwright-pagination` says no pages: the configuration has no scheme `missing-scheme`
        SW0313 #/paths/~1ours~1wrong-key/get/x-specwright-pagination: `x-specwright-pagination` says no pages: unknown field `cursor`, expected one of `type`, `cursor-parameter`, `cursor-field`, `id-field`, `url-field`, `offset-parameter`, `page-parameter`, `first-page`, `total-field`, `current-field`, `has-more-field`, `items-field`
        SW0313 #/paths/~1fern~1custom/get/x-fern-pagination: `x-fern-pagination` says no pages: it has neither `cursor` with `next_cursor`, `offset`, `next_uri` nor `next_path`
        SW0313 #/paths/~1stainless~1cursor/get/responses/200/content/application~1json/schema/properties/back/x-stainless-pagination-property: pages have no use for the purpose `previous_cursor_field`
        SW0313 #/paths/~1names~1{own}~1{theirs}~1{their_schemas}/post/parameters/3/x-specwright-name: `x-specwright-name` must be a text with a letter in it
    "#]].assert_eq(&said);
}

/// A hint that comes or goes renames nothing that callers know.
#[test]
fn the_lock_goes_before_hints() {
    let with = description();
    let without: String = with.replace("x-specwright-name", "x-other").replace("x-stainless-", "x-other-");
    let names = |outcome: &Outcome| -> BTreeMap<String, String> {
        outcome
            .files
            .iter()
            .filter(|file| file.path.as_str().ends_with("pet.rs") || file.path.as_str().ends_with("names.rs"))
            .map(|file| (file.path.to_string(), file.text.clone()))
            .collect()
    };
    for (first, then) in [(&with, &without), (&without, &with)] {
        let before = generate(first, None);
        let after = generate(then, Some(&before.lock));
        assert_eq!(names(&before), names(&after));
    }
}

/// Each extension that is understood, with a value of a kind that it does not have.
#[test]
fn of_another_kind() {
    let text = r"openapi: 3.0.3
info: { title: E, version: 1.0.0 }
servers: [{ url: 'https://a.example', x-speakeasy-server-id: 5 }]
x-speakeasy-name-override: [{ operationId: '^list', methodNameOverride: list }, { operationId: 5 }, { operationId: '^get', methodNameOverride: 7 }]
x-fern-global-headers: 5
x-speakeasy-globals: 5
x-speakeasy-retries: 5
x-fern-idempotency-headers: 5
tags: [{name: a, x-parent: 5}]
paths:
  /a:
    get:
      operationId: listA
      x-fern-idempotent: true
      x-fern-availability: 5
      x-stainless-skip: 5
      x-fern-ignore: 'yes'
      x-stainless-only: 5
      x-fern-audiences: 5
      x-stainless-deprecation-message: 5
      x-fern-pagination: 5
      x-speakeasy-pagination: 5
      x-ms-pageable: 5
      x-fern-streaming: 5
      x-fern-retries: 5
      parameters:
        - { name: p, in: query, x-stainless-param: 5, x-fern-availability: sometime, schema: { type: string, x-stainless-naming: 5 } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
    post:
      operationId: getA
      responses: { '204': { description: ok } }
components:
  schemas:
    A:
      type: object
      x-nullable: 5
      x-stainless-pagination-property: 5
      properties:
        e: { type: string, enum: [a], x-enum-varnames: [1] }
        f: { type: string, enum: [a], x-ms-enum: 5 }
        g: { type: string, enum: [a], x-ms-enum: { name: 5, values: 5 } }
        h: { type: string, enum: [a], x-ms-enum: { name: H, values: [5, { value: a, name: 5, description: 5 }] } }
        i: { type: string, enum: [a], x-fern-enum: { a: 5, b: { name: 5 } } }
        j: { type: string, enum: [a], x-deprecated-values: 5 }
        k: { type: string, enum: [a], x-speakeasy-unknown-values: 5 }
        l: { type: string, x-speakeasy-type-override: 5 }
        m: { type: string, x-fern-property-name: 5 }
        n: { type: string, x-enum-varnames: [A] }
        o: { type: string, enum: [a], x-enum-varnames: { a: 5 } }
        q: { type: string, enum: [a], x-enum-descriptions: 5 }
        d: { type: string, x-deprecated-values: [1], x-enum-deprecated: 7 }
        p: { type: object, x-discriminator-value: 5, x-ms-discriminator-value: 5 }
";
    let outcome = generate(text, None);
    let found = outcome.findings.diagnostics.list().iter();
    let found = found.filter(|of| [Code::HintIgnored, Code::RetriesUnmapped].contains(&of.code));
    let found = found.map(|of| {
        format!("{} {}\n", of.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default(), of.message)
    });
    expect![[r#"
        #/servers/0/x-speakeasy-server-id `x-speakeasy-server-id` must be a text
        #/paths/~1a/get/x-fern-availability `x-fern-availability` must be a word of Fern's such as `beta`
        #/paths/~1a/get/x-stainless-skip `x-stainless-skip` must be true, false, or a list of languages
        #/paths/~1a/get/x-stainless-only `x-stainless-only` must be a list of languages
        #/paths/~1a/get/x-fern-audiences `x-fern-audiences` must be a list of texts
        #/paths/~1a/get/x-stainless-deprecation-message `x-stainless-deprecation-message` must be a text
        #/paths/~1a/get/parameters/0/x-fern-availability `x-fern-availability` must be a word of Fern's such as `beta`
        #/components/schemas/A/x-stainless-pagination-property `x-stainless-pagination-property` must be a mapping with a `purpose`
        #/components/schemas/A/properties/j/x-deprecated-values `x-deprecated-values` must be a list, or a mapping from the values
        #/components/schemas/A/properties/k/x-speakeasy-unknown-values `x-speakeasy-unknown-values` must be `allow` or `disallow`
        #/components/schemas/A/properties/l/x-speakeasy-type-override `x-speakeasy-type-override` must be a text such as `any`
        #/components/schemas/A/properties/d/x-enum-deprecated `x-enum-deprecated` must be a list, or a mapping from the values
        #/components/schemas/A/properties/p/x-discriminator-value `x-discriminator-value` must be a text
        #/components/schemas/A/properties/p/x-ms-discriminator-value `x-ms-discriminator-value` must be a text
        #/paths/~1a/get/parameters/0/schema/x-stainless-naming `x-stainless-naming` must be a mapping from languages
        #/paths/~1a/get/x-fern-idempotent `x-fern-idempotent` says that this call may be repeated under the same key
        #/components/schemas/A/properties/e/x-enum-varnames `x-enum-varnames` has an entry that is no text
        #/components/schemas/A/properties/f/x-ms-enum `x-ms-enum` must be a mapping
        #/components/schemas/A/properties/g/x-ms-enum/values `values` must be a list
        #/components/schemas/A/properties/g/x-ms-enum/name `x-ms-enum.name` must be a text with a letter in it
        #/components/schemas/A/properties/h/x-ms-enum/values/0 what describes a value must be a mapping
        #/components/schemas/A/properties/h/x-ms-enum/values/1/name `name` must be a text
        #/components/schemas/A/properties/h/x-ms-enum/values/1/description `description` must be a text
        #/components/schemas/A/properties/i/x-fern-enum/a what describes a value must be a mapping
        #/components/schemas/A/properties/i/x-fern-enum/b/name `name` must be a text
        #/components/schemas/A/properties/m/x-fern-property-name `x-fern-property-name` must be a text with a letter in it
        #/components/schemas/A/properties/o/x-enum-varnames `x-enum-varnames` has an entry that is no text
        #/components/schemas/A/properties/q/x-enum-descriptions `x-enum-descriptions` must be a list, or a mapping from the values
        #/paths/~1a/get/parameters/0/x-stainless-param `x-stainless-param` must be a text with a letter in it
        #/paths/~1a/get/x-fern-streaming `x-fern-streaming` must be true, false or an object
        #/paths/~1a/get/x-fern-retries `x-fern-retries` says how calls are repeated by rules of its own
        #/paths/~1a/get/x-fern-pagination `x-fern-pagination` says no pages: it has neither `cursor` with `next_cursor`, `offset`, `next_uri` nor `next_path`
        #/paths/~1a/get/x-speakeasy-pagination `x-speakeasy-pagination` says no pages: its `type` is none of `cursor`, `offsetLimit` and `url`
        #/paths/~1a/get/x-ms-pageable `x-ms-pageable` says no pages: it has no `nextLinkName`
        #/x-speakeasy-name-override/1 `operationId` must be a regular expression
        #/x-speakeasy-name-override/2 `methodNameOverride` must be a text
        #/x-fern-idempotency-headers `x-fern-idempotency-headers` names a header for calls that are repeated, which is sent when it is asked for
        #/x-speakeasy-retries `x-speakeasy-retries` says how calls are repeated by rules of its own
        #/x-fern-global-headers `x-fern-global-headers` must be a list
        #/x-speakeasy-globals `x-speakeasy-globals` must have a list `parameters`
    "#]].assert_eq(&found.collect::<String>());
}
