//! What a hostile description can make of few lines is bounded: by a diagnostic, and never by the end of the stack.
//!
//! Input: descriptions that are made here, each long in another way. Output: none; the codes that each brings about,
//! on the small stack of a test, and the time that all of them take together.
//! Not here: damaged descriptions (`cargo xtask fuzz`), and the bounds of files (`source`).

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use specwright::config::Config;
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
            "SW0405",
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
    let begin = Instant::now();
    let mut wrong = Vec::new();
    for (what, text, expected) in documents {
        let found = codes(&text);
        if found != expected {
            wrong.push(format!("{what}: [{found}], and not [{expected}]"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    // Without bounds each of them takes as long, or the stack; with them all take some seconds, on a busy machine more.
    assert!(begin.elapsed() < Duration::from_secs(300), "{:?}", begin.elapsed());
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
