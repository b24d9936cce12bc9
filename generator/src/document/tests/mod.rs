//! Documents in, documents out: one test for each rule.

mod examples;
mod misplaced;
mod operations;
mod references;
mod schemas;
mod versions;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use openapiv3::ReferenceOr;

use super::*;
use crate::diag::{Code, Diagnostics, Style, render};
use crate::source::Sources;

/// What an operation needs at least.
const DONE: &str = "responses: {'204': {description: d}}";

fn sources(text: &str) -> Sources {
    Sources::from_texts("a.yaml", [("a.yaml", text)]).unwrap()
}

fn shown(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let texts = |file: &str| sources.text(file);
    let list: Vec<String> = diagnostics.list().iter().map(|d| render(d, &texts, Style::Plain)).collect();
    list.join("\n")
}

/// Builds what must not fail; the diagnostics are rendered.
fn built(sources: &Sources) -> (Document, String) {
    let mut diagnostics = Diagnostics::default();
    let document = build(sources, &mut diagnostics).unwrap();
    (document, shown(sources, &diagnostics))
}

/// The schema `S` of a document with these schemas, as its fields that say something.
#[allow(clippy::needless_pass_by_value)]
fn schema(version: &str, schemas: &str, expect: Expect) {
    let sources = sources(&format!(
        "openapi: {version}\ninfo: {{title: t, version: v}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ));
    let (document, diagnostics) = built(&sources);
    let schema = document.schemas.get(document.schemas.component("S").unwrap());
    let plain = Schema { component: schema.component.clone(), ..Schema::new(schema.site.clone()) };
    let plain = fields(&plain);
    let said: Vec<String> = fields(schema).into_iter().filter(|field| !plain.contains(field)).collect();
    expect.assert_eq(&format!("{}\n{diagnostics}", said.join("\n")));
}

/// The fields of a schema as text, one each.
fn fields(schema: &Schema) -> Vec<String> {
    let text = format!("{schema:#?}");
    let mut fields: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        match line.strip_prefix("    ") {
            Some(start) if start.starts_with(|c: char| c.is_alphabetic()) => fields.push(start.to_owned()),
            Some(rest) => fields.last_mut().unwrap().push_str(rest.trim_start()),
            None => {}
        }
    }
    fields
}

/// Paths, methods and diagnostics of a document with these paths.
#[allow(clippy::needless_pass_by_value)]
fn paths(version: &str, rest: &str, expect: Expect) {
    let sources = sources(&format!("openapi: {version}\ninfo: {{title: t, version: v}}\n{rest}"));
    let (document, diagnostics) = built(&sources);
    let list: Vec<String> = document.openapi.operations().map(|(path, method, _)| format!("{method} {path}")).collect();
    expect.assert_eq(&format!("{}\n{diagnostics}", list.join(", ")));
}

#[allow(clippy::needless_pass_by_value)]
fn fatal(text: &str, expect: Expect) {
    let sources = sources(text);
    let reason = build(&sources, &mut Diagnostics::default()).unwrap_err();
    expect.assert_eq(&render(&reason, &|file| sources.text(file), Style::Plain));
}

#[test]
fn what_cannot_be_read_at_all() {
    fatal(
        "[1]",
        expect![[r#"
        error[SW0301]: the document is not a mapping, so it is no OpenAPI description
         --> a.yaml:1:2
          |
        1 | [1]
          |  ^"#]],
    );
    fatal(
        "opnapi: 3.1.0\n",
        expect![[r#"
        error[SW0301]: the document has neither `openapi` nor `swagger`
         --> a.yaml:1:1
          |
        1 | opnapi: 3.1.0
          | ^^^^^^
          |
          = help: did you mean `openapi` where it says `opnapi`?"#]],
    );
    fatal(
        "swagger: 1.2\n",
        expect![[r#"
            error[SW0302]: `swagger: 1.2` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | swagger: 1.2
              |          ^^^
              |
              = at: #/swagger
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 4.0.0\n",
        expect![[r#"
            error[SW0302]: `openapi: 4.0.0` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | openapi: 4.0.0
              |          ^^^^^
              |
              = at: #/openapi
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 4\n",
        expect![[r#"
            error[SW0302]: `openapi: 4` is no version of OpenAPI that is read
             --> a.yaml:1:10
              |
            1 | openapi: 4
              |          ^
              |
              = at: #/openapi
              = help: the versions that are read are 2.0, 3.0, 3.1 and 3.2"#]],
    );
    fatal(
        "openapi: 3.1\ninfo: {title: t, version: v}\npathes: {}\n",
        expect![[r#"
        error[SW0303]: the document has no `paths`
         --> a.yaml:1:1
          |
        1 | openapi: 3.1
          | ^^^^^^^
          |
          = help: did you mean `paths` where it says `pathes`?"#]],
    );
}

impl Site {
    fn to_string_for_test(&self) -> String {
        format!("{}{}", self.file, self.pointer)
    }
}

/// What is said of a description, a line each: the code, the place, the message, and what follows.
#[allow(clippy::needless_pass_by_value)]
fn said(text: &str, expect: Expect) {
    let sources = sources(text);
    let mut diagnostics = Diagnostics::default();
    build(&sources, &mut diagnostics).unwrap();
    let line = |found: &crate::diag::Diagnostic| {
        let place = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        let effect = found.effect.as_deref().unwrap_or("-");
        let help = found.help.as_deref().unwrap_or("-");
        format!("{} {place}: {} | {effect} | {help}\n", found.code, found.message)
    };
    expect.assert_eq(&diagnostics.list().iter().map(line).collect::<String>());
}

/// The rest of a document of 3.1 with these paths, and what is found by short lines.
#[allow(clippy::needless_pass_by_value)]
fn found(file: &str, rest: &str, expect: Expect) {
    let text = match file {
        "a.json" => rest.to_owned(),
        _ => format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\n{rest}"),
    };
    let sources = Sources::from_texts(file, [(file, text.as_str())]).unwrap();
    let mut diagnostics = Diagnostics::default();
    let document = build(&sources, &mut diagnostics).unwrap();
    let mut text = String::new();
    for (path, item) in &document.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation, site) in document.operations(path, item) {
            let id = operation.operation_id.as_deref().unwrap_or("-");
            let _ = writeln!(text, "{method} {path} {id} {}", site.pointer);
        }
    }
    for found in diagnostics.list() {
        let site = found.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{} {site} {}", found.code, found.message);
    }
    expect.assert_eq(&text);
}

/// Code, place and message of each finding, and what it says of the SDK.
fn listed(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    build(sources, &mut diagnostics).unwrap();
    let list = diagnostics.list().iter().map(|of| {
        let place = of.site.as_ref().map(Site::to_string_for_test).unwrap_or_default();
        format!("{} {place} {}; {}", of.code, of.message, of.effect.as_deref().unwrap_or_default())
    });
    list.collect::<Vec<_>>().join("\n")
}
