//! What a hostile description can make of few lines is bounded: by a diagnostic, and never by the end of the stack.
//!
//! Input: descriptions that are made here, each long in another way. Output: none; the codes that each brings about,
//! on the small stack of a test, and the time that each takes, to be read or to be made an SDK.
//! Not here: damaged descriptions (`cargo xtask fuzz`), and the bounds of files (`source`).

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use specwright::config::{Config, ResourcesFrom};
use specwright::source::Sources;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\n";

/// A description of so many lines below `section`, each made of its number and the next.
fn lines(section: &str, count: usize, line: impl Fn(usize, usize) -> String) -> String {
    let mut text = format!("{HEAD}{section}\n");
    for number in 0..count {
        let _ = writeln!(text, "    {}", line(number, number + 1));
    }
    text
}

const COMPONENTS: &str = "paths: {}\ncomponents:\n  schemas:";
const PATHS: &str = "paths:";
/// Definitions without a name of their own, behind one that has one.
const ELSEWHERE: &str = "paths: {}\ncomponents: {schemas: {A: {$ref: '#/x-defs/D0'}}}\nx-defs:";

/// What is found in a description, by code.
fn codes(text: &str) -> String {
    let sources = Sources::from_texts("a.yaml", [("a.yaml", text)]).expect("a description");
    let findings = specwright::lint(&sources, &Config::default());
    let codes: BTreeSet<String> = findings
        .diagnostics
        .list()
        .iter()
        .chain(findings.fatal.as_deref())
        .map(|found| found.code.to_string())
        .collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn length_in_every_direction_is_bounded() {
    let chain = |n: usize| format!("$ref: '#/components/schemas/A{n}'");
    let documents: Vec<(&str, String, &str)> = vec![
        (
            "objects in objects without names",
            lines(ELSEWHERE, 4_000, |n, next| {
                format!("D{n}: {{type: object, properties: {{n: {{$ref: '#/x-defs/D{next}'}}}}}}")
            }),
            "SW0201 SW0430",
        ),
        (
            "lists in lists without names",
            lines(ELSEWHERE, 4_000, |n, next| format!("D{n}: {{type: array, items: {{$ref: '#/x-defs/D{next}'}}}}")),
            "SW0201 SW0430",
        ),
        (
            "wrappers in wrappers without names",
            lines(ELSEWHERE, 4_000, |n, next| format!("D{n}: {{description: d, $ref: '#/x-defs/D{next}'}}")),
            "SW0201 SW0208",
        ),
        (
            "references to references",
            lines(COMPONENTS, 5_000, |n, next| format!("A{n}: {{{}}}", chain(next))),
            "SW0201 SW0208",
        ),
        (
            "extensions of extensions",
            lines(COMPONENTS, 2_000, |n, next| {
                format!(
                    "A{n}: {{allOf: [{{{}}}, {{type: object, properties: {{p{n}: {{type: string}}}}}}]}}",
                    chain(next)
                )
            }),
            "SW0201 SW0409",
        ),
        (
            "lists of lists",
            lines(COMPONENTS, 5_000, |n, next| format!("A{n}: {{type: array, items: {{{}}}}}", chain(next % 5_000))),
            "",
        ),
        (
            "unions of unions",
            lines(COMPONENTS, 3_000, |n, next| format!("A{n}: {{oneOf: [{{{}}}, {{type: integer}}]}}", chain(next))),
            "SW0201 SW0410",
        ),
        (
            "objects that hold each other",
            lines(COMPONENTS, 5_000, |n, next| {
                format!("A{n}: {{type: object, properties: {{n: {{{}}}}}}}", chain(next % 5_000))
            }),
            "",
        ),
        (
            "values",
            format!(
                "{HEAD}{COMPONENTS}\n    A: {{type: string, enum: [{}]}}\n",
                (0..20_000).map(|n| format!("v{n},")).collect::<String>()
            ),
            "",
        ),
        (
            "values that are one name",
            format!(
                "{HEAD}{COMPONENTS}\n    A: {{type: string, enum: [{}]}}\n",
                (0..3_000).map(|n| format!("'v{}',", "-".repeat(n % 60 + n / 60 * 60))).collect::<String>()
            ),
            "SW0603",
        ),
        (
            "required names",
            format!(
                "{HEAD}{COMPONENTS}\n    A: {{type: object, required: [{}]}}\n",
                (0..20_000).map(|n| format!("v{n},")).collect::<String>()
            ),
            "",
        ),
        (
            "keywords that nobody knows",
            format!(
                "{HEAD}{COMPONENTS}\n    A: {{{}}}\n",
                (0..20_000).map(|n| format!("type{n}: 1, ")).collect::<String>()
            ),
            "SW0402",
        ),
        (
            "paths that lead nowhere",
            lines(PATHS, 10_000, |n, _| format!("/x{n}: {{$ref: '#/paths/~1y{n}'}}")),
            "SW0501",
        ),
        (
            "tags that lead nowhere",
            format!(
                "{}    A: {{oneOf: [], discriminator: {{propertyName: p, mapping: {{{}}}}}}}\n",
                lines(COMPONENTS, 10_000, |n, _| format!("B{n}: {{}}")),
                (0..10_000).map(|n| format!("v{n}: C{n}, ")).collect::<String>()
            ),
            "SW0403 SW0405",
        ),
        (
            "paths that are one",
            lines(PATHS, 5_000, |n, _| match n {
                0 => {
                    "/x0: {get: {responses: {'204': {description: ok}}}, post: {responses: {'204': {description: ok}}}}"
                        .to_owned()
                }
                n => format!("/x{n}: {{$ref: '#/paths/~1x0'}}"),
            }),
            "",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, text, expected) in documents {
        let begin = Instant::now();
        let found = codes(&text);
        assert!(begin.elapsed() < EACH, "{what}: {:?}", begin.elapsed());
        if found != expected {
            wrong.push(format!("{what}: [{found}], and not [{expected}]"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// A description of one operation, with more of its own.
fn one(path: &str, operation: &str) -> String {
    // A key of more than a thousand letters has to be marked as one.
    format!("{HEAD}paths:\n  ? '{path}'\n  : {{get: {{{operation}responses: {{'204': {{description: ok}}}}}}}}\n")
}

/// How long one document may take, and how large its SDK may be. Each takes some seconds where all is built without
/// optimisation and the machine is busy.
const EACH: Duration = Duration::from_secs(60);
const MAX_OUTPUT: usize = 40_000_000;

#[test]
fn an_sdk_is_as_large_as_its_description() {
    let quote = "> ".repeat(10_000);
    let list = "- ".repeat(10_000);
    let documents = [
        ("quotations in quotations", one("/a", &format!("description: '{quote} a', "))),
        ("lists in lists", one("/a", &format!("description: '{list} a', "))),
        ("variables of a path", one(&"/{a}".repeat(20_000), "")),
        ("segments of a path", one(&(0..20_000).map(|n| format!("/a{n}")).collect::<String>(), "")),
        ("bytes of a path", one(&format!("/{}", "a".repeat(9_000)), "")),
        ("long segments of a path", one(&(10..74).map(|n| format!("/{}{n}", "a".repeat(28))).collect::<String>(), "")),
        ("steps of a place", one("/a", &format!("x-stainless-method: '{}', ", vec!["a"; 8_000].join(".")))),
        ("steps of a tag", one("/a", &format!("tags: ['{}'], ", vec!["a"; 8_000].join("/")))),
        (
            "objects that hold each other",
            format!(
                "{}paths: {{/a: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A0'}}}}}}}}}}}}}}}}\n",
                lines(&COMPONENTS.replace("paths: {}\n", ""), 4_000, |n, next| format!(
                    "A{n}: {{type: object, properties: {{n: {{$ref: '#/components/schemas/A{}'}}}}}}",
                    next.min(3_999)
                ))
            ),
        ),
        (
            "long names",
            format!(
                "{}    {}: {{type: object, properties: {{a: {{type: string}}}}}}\n",
                lines(COMPONENTS, 0, |_, _| String::new()),
                "Contracts.".repeat(40)
            ),
        ),
    ];
    for (what, text) in documents {
        let begin = Instant::now();
        let sources = Sources::from_texts("a.yaml", [("a.yaml", text.as_str())]).expect("a description");
        for from in [ResourcesFrom::Paths, ResourcesFrom::Tags] {
            let mut config = Config::default();
            config.resources.from = from;
            let outcome = specwright::generate(&sources, &config, None);
            assert_eq!(outcome.findings.fatal, None, "{what}");
            assert!(!outcome.files.is_empty(), "{what}");
            let size: usize = outcome.files.iter().map(|file| file.text.len()).sum();
            assert!(size < MAX_OUTPUT, "{what}: {size} bytes");
            let longest = outcome.files.iter().flat_map(|file| file.path.as_str().split('/')).map(str::len).max();
            assert!(longest < Some(144), "{what}: {longest:?}");
            assert!(outcome.files.iter().all(|file| file.path.as_str().len() < 3_000), "{what}");
        }
        assert!(begin.elapsed() < EACH, "{what}: {:?}", begin.elapsed());
        println!("{what}: {:?}", begin.elapsed());
    }
}

#[test]
fn code_is_as_deep_as_its_author_wrote_it() {
    let schemes = "paths: {}\ncomponents:\n  schemas: {}\n  securitySchemes:";
    let scheme = |n, _| format!("K{n}: {{type: apiKey, in: header, name: X-K{n}}}");
    let text = lines(schemes, 2_000, scheme) + "security: [{K0: []}]\n";
    let sources = Sources::from_texts("a.yaml", [("a.yaml", text.as_str())]).expect("a description");
    let outcome = specwright::generate(&sources, &Config::default(), None);
    assert_eq!(outcome.findings.fatal, None);
    assert!(outcome.files.len() > 10);
}
