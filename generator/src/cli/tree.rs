//! `specwright tree`: the resource tree that callers of the SDK walk.
//!
//! Input: arguments. Output: each method with the operation that it calls, for people or as JSON; nothing is written.
//! Not here: where an operation hangs (`lower/tree`).

use std::fmt::Write as _;

use serde_json::json;
use specwright::names::Method;

use super::ReadArgs;
use super::ending::Ending;
use super::inputs::{self, Rewritten, Stop};

pub(super) fn run(args: &ReadArgs, json: bool) -> Ending {
    let (inputs, sources) = match inputs::read(args, Rewritten::default()) {
        Ok(read) => read,
        Err(Stop(list)) => return list.into(),
    };
    let mut findings = specwright::lint(&sources, &inputs.config);
    let methods = std::mem::take(&mut findings.tree);
    let goes_on = findings.fatal.is_none();
    let mut ending = Ending::of(&inputs, sources, findings, args.worst(), false);
    if goes_on {
        ending.text = if json { as_json(&methods) } else { shown(&methods) };
    }
    ending
}

/// Resources and methods by indentation; verb and path beside each method. Escape codes are taken out where no terminal
/// listens.
fn shown(methods: &[Method]) -> String {
    const BOLD: &str = "\x1b[1m";
    const DIM: &str = "\x1b[2m";
    const RESET: &str = "\x1b[0m";
    let indent = |depth: usize| "  ".repeat(depth);
    let name_width = methods.iter().map(|m| 2 * m.resource.len() + m.name.chars().count()).max().unwrap_or_default();
    let verb_width = methods.iter().map(|m| m.verb.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    let mut open: &[String] = &[];
    for method in methods {
        let same = open.iter().zip(&method.resource).take_while(|(a, b)| a == b).count();
        for (depth, step) in method.resource.iter().enumerate().skip(same) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}{BOLD}{step}{RESET}", indent(depth));
        }
        open = &method.resource;
        let name = format!("{}{}", indent(method.resource.len()), method.name);
        let color = color(&method.verb);
        let (verb, path) = (&method.verb, &method.path);
        let _ = writeln!(text, "{name:name_width$}  {color}{verb:verb_width$}{RESET}  {DIM}{path}{RESET}");
    }
    text
}

/// The colour of a verb: what only reads is green, what takes away is red.
fn color(verb: &str) -> &'static str {
    match verb {
        "GET" | "HEAD" | "OPTIONS" | "QUERY" => "\x1b[32m",
        "DELETE" => "\x1b[31m",
        "POST" => "\x1b[34m",
        _ => "\x1b[33m",
    }
}

fn as_json(methods: &[Method]) -> String {
    let rows: Vec<_> = methods
        .iter()
        .map(|method| {
            json!({
                "accessor": method.accessor(),
                "resource": method.resource,
                "method": method.name,
                "verb": method.verb,
                "path": method.path,
                "operationId": method.operation_id,
            })
        })
        .collect();
    format!("{:#}\n", json!(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(accessor: &str, verb: &str, path: &str) -> Method {
        let mut steps: Vec<String> = accessor.split('.').map(ToOwned::to_owned).collect();
        let name = steps.pop().unwrap();
        Method { resource: steps, name, verb: verb.to_owned(), path: path.to_owned(), operation_id: None }
    }

    #[test]
    fn a_resource_is_named_once_and_columns_are_even() {
        let methods = [
            method("status", "GET", "/status"),
            method("viewer.users.invite", "POST", "/viewer/users"),
            method("viewer.users.list", "GET", "/viewer/users"),
            method("webhooks.delete", "DELETE", "/webhooks/{id}"),
        ];
        let text = anstream::adapter::strip_str(&shown(&methods)).to_string();
        expect_test::expect![[r"
            status      GET     /status
            viewer
              users
                invite  POST    /viewer/users
                list    GET     /viewer/users
            webhooks
              delete    DELETE  /webhooks/{id}
        "]]
        .assert_eq(&text);
    }

    #[test]
    fn programs_read_a_list() {
        let text = as_json(&[method("users.list", "GET", "/users")]);
        let expected = json!([{
            "accessor": "users.list", "resource": ["users"], "method": "list", "verb": "GET", "path": "/users",
            "operationId": null,
        }]);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
    }
}
