//! What the calls were worth.
//!
//! Input: the tests with their results, the exchanges that were seen, and the description. Output: [`Finding`]s.
//! An answer that a test could not read is the SDK's fault, unless it does not fit the schema that the description has
//! for it: the judge (`jsonschema`) decides, so that such an exception is proved and not claimed.
//! Not here: which findings are known (`exceptions`).

use std::fmt::Write as _;

use serde_json::Value;
use specwright::document::{Document, SchemaTable};

use super::harness::Test;
use super::tap::{Exchange, header};
use crate::judge::Judge;

/// What can be amiss with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The test ended before a request was made.
    NotSent,
    /// The request breaks the description's rules.
    Violation,
    /// The server has no answer that the description allows.
    NoAnswer,
    /// The answer could not be read.
    Decode,
    /// The answer could not be read, and is not what the description says.
    Unfit,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [Self::NotSent, Self::Violation, Self::NoAnswer, Self::Decode, Self::Unfit];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::Violation => "violation",
            Self::NoAnswer => "no-answer",
            Self::Decode => "decode",
            Self::Unfit => "unfit",
        }
    }
}

/// One call that went wrong.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) test: String,
    pub(super) kind: Kind,
    pub(super) text: String,
    /// What shows it, for a server on port 4010.
    pub(super) command: String,
}

/// Judges every test.
pub(super) fn findings(document: &Document, tests: &[Test], seen: &[Exchange]) -> Vec<Finding> {
    let openapi = serde_json::to_value(&document.openapi).unwrap_or_default();
    let mut judge = Judge::of(&document.schemas);
    let mut found = Vec::new();
    for test in tests {
        let own = || seen.iter().filter(|exchange| exchange.test == test.name);
        for exchange in own() {
            let complaints = complaints(exchange);
            if !complaints.is_empty() {
                found.push(finding(test, Kind::Violation, complaints.join("; "), Some(exchange)));
            }
        }
        if test.passed || found.last().is_some_and(|last| last.test == test.name) {
            continue;
        }
        let Some(exchange) = own().next_back() else {
            found.push(finding(test, Kind::NotSent, test.said.clone(), None));
            continue;
        };
        let operation = operation(&openapi, exchange);
        let status = exchange.answer.status;
        if !(200..300).contains(&status) {
            // An operation that has nothing but errors, or redirects, is answered with one, and the SDK says so.
            let is_documented = operation.is_some_and(|operation| !has_success(operation));
            if !is_documented || problem(exchange).is_some() {
                let text = format!("{status} {}", String::from_utf8_lossy(&exchange.answer.body));
                found.push(finding(test, Kind::NoAnswer, text, Some(exchange)));
            }
            continue;
        }
        let fits = operation.and_then(|operation| fits(operation, exchange, &mut judge));
        let kind = if fits == Some(false) { Kind::Unfit } else { Kind::Decode };
        found.push(finding(test, kind, test.said.clone(), Some(exchange)));
    }
    found
}

fn finding(test: &Test, kind: Kind, text: String, exchange: Option<&Exchange>) -> Finding {
    Finding { test: test.name.clone(), kind, text, command: exchange.map(curl).unwrap_or_default() }
}

/// What Prism objects to in a request.
fn complaints(exchange: &Exchange) -> Vec<String> {
    if let Some(text) = header(&exchange.answer.headers, "sl-violations") {
        let Ok(Value::Array(list)) = serde_json::from_str(text) else {
            return if text.contains(r#""request""#) { vec![text.to_owned()] } else { Vec::new() };
        };
        let is_ours = |of: &&Value| {
            of.pointer("/location/0").is_some_and(|place| place == "request")
                && of.get("severity").is_some_and(|severity| severity == "Error")
        };
        return list.iter().filter(is_ours).map(complaint).collect();
    }
    let Some(problem) = problem(exchange) else { return Vec::new() };
    let kind = problem.get("type").and_then(Value::as_str).unwrap_or_default().rsplit('#').next().unwrap_or_default();
    let blames = ["UNPROCESSABLE_ENTITY", "UNAUTHORIZED", "INVALID_CONTENT_TYPE", "_MATCHED_ERROR"];
    if !blames.iter().any(|word| kind.contains(word)) {
        return Vec::new();
    }
    match problem.get("validation").and_then(Value::as_array) {
        Some(list) => list.iter().map(complaint).collect(),
        None => vec![kind.to_owned()],
    }
}

fn complaint(of: &Value) -> String {
    let place = of.get("location").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let place: Vec<&str> = place.collect();
    let message = of.get("message").and_then(Value::as_str).unwrap_or_default();
    format!("{}: {message}", place.join("."))
}

/// What Prism says in the place of an answer.
fn problem(exchange: &Exchange) -> Option<Value> {
    let value: Value = serde_json::from_slice(&exchange.answer.body).ok()?;
    let kind = value.get("type")?.as_str()?;
    kind.starts_with("https://stoplight.io/prism/errors").then_some(value)
}

/// The operation of a request: that of the path with the fewest variables.
fn operation<'a>(openapi: &'a Value, exchange: &Exchange) -> Option<&'a Value> {
    let target = exchange.target.split('?').next().unwrap_or_default();
    let paths = openapi.get("paths")?.as_object()?.iter();
    let of = |item: &'a Value| item.get(exchange.method.to_ascii_lowercase());
    let fitting = paths.filter(|(path, _)| is_path(path.split('?').next().unwrap_or_default(), target));
    fitting
        .filter_map(|(path, item)| Some((path, of(item)?)))
        .min_by_key(|(path, _)| path.matches('{').count())
        .map(|(_, operation)| operation)
}

/// Whether a path of the description, with its variables, is that of a request.
fn is_path(path: &str, target: &str) -> bool {
    let (path, target): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), target.split('/').collect());
    let fits = |(of, text): (&&str, &&str)| match (of.split_once('{'), of.rsplit_once('}')) {
        (Some((before, _)), Some((_, after))) => text.starts_with(before) && text.ends_with(after),
        _ => of == text,
    };
    path.len() == target.len() && path.iter().zip(&target).all(fits)
}

fn has_success(operation: &Value) -> bool {
    let responses = operation.get("responses").and_then(Value::as_object);
    responses.into_iter().flatten().any(|(status, _)| status.starts_with('2') || status == "default")
}

/// Whether an answer fits its schema; nothing where there is none.
fn fits(operation: &Value, exchange: &Exchange, judge: &mut Judge<'_>) -> Option<bool> {
    let status = exchange.answer.status.to_string();
    let range = format!("{}XX", status.get(..1)?);
    let responses = operation.get("responses")?.as_object()?;
    let of_range = || responses.iter().find(|(key, _)| key.eq_ignore_ascii_case(&range)).map(|(_, response)| response);
    let response = responses.get(&status).or_else(of_range).or_else(|| responses.get("default"))?;
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let media = essence(header(&exchange.answer.headers, "content-type")?);
    let content = response.get("content")?.as_object()?;
    let (_, described) = content.iter().find(|(name, _)| essence(name) == media)?;
    if !media.ends_with("json") {
        return None;
    }
    let schema = SchemaTable::id_of(described.pointer("/schema/$ref")?.as_str()?)?;
    let Ok(value) = serde_json::from_slice(&exchange.answer.body) else { return Some(false) };
    Some(judge.fits(schema, &value))
}

/// The request as a command.
fn curl(exchange: &Exchange) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let mut command =
        format!("curl -sv -X {} {}", exchange.method, quoted(&format!("http://127.0.0.1:4010{}", exchange.target)));
    let own = ["host", "content-length", "transfer-encoding", "user-agent", "accept-encoding"];
    for (name, value) in exchange.headers.iter().filter(|(name, _)| !own.contains(&name.to_ascii_lowercase().as_str()))
    {
        // Writing to a String cannot fail.
        let _ = write!(command, " -H {}", quoted(&format!("{name}: {value}")));
    }
    if !exchange.body.is_empty() {
        // `$'…'` is how a shell takes a line break and stays on one line.
        let body = String::from_utf8_lossy(&exchange.body);
        let escaped = body
            .replace('\\', r"\\")
            .replace('\'', r"\'")
            .replace('\r', r"\r")
            .replace('\n', r"\n")
            .replace('\t', r"\t");
        let _ = write!(command, " --data-binary $'{escaped}'");
    }
    command
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tap::Answer;
    use super::*;

    fn exchange(headers: &[(&str, &str)], status: u16, body: &str) -> Exchange {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Exchange {
            method: "POST".to_owned(),
            target: "/a/1?b=c".to_owned(),
            headers: vec![("content-type".to_owned(), "text/plain".to_owned()), ("host".to_owned(), "x".to_owned())],
            body: b"it's\r\n".to_vec(),
            answer: Answer { status, headers, body: body.as_bytes().to_vec() },
            ..Exchange::default()
        }
    }

    #[test]
    fn complaints_are_those_of_requests() {
        let header = json!([
            { "location": ["request", "body", "a"], "severity": "Error", "message": "must be string" },
            { "location": ["request"], "severity": "Warning", "message": "not these" },
            { "location": ["response", "body"], "severity": "Error", "message": "nor those" },
        ]);
        let seen = exchange(&[("sl-violations", &header.to_string())], 400, "");
        assert_eq!(complaints(&seen), ["request.body.a: must be string"]);
        let problem = r#"{"type":"https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR"}"#;
        assert_eq!(complaints(&exchange(&[], 404, problem)), ["NO_PATH_MATCHED_ERROR"]);
        let problem = r#"{"type":"https://stoplight.io/prism/errors#SCHEMA_TOO_COMPLEX"}"#;
        assert!(complaints(&exchange(&[], 500, problem)).is_empty());
    }

    #[test]
    fn the_path_with_the_fewest_variables_is_the_one() {
        let openapi =
            json!({ "paths": { "/a/{x}": { "post": 1 }, "/a/1": { "post": 2, "get": 3 }, "/{b}/{x}": { "post": 4 } } });
        assert_eq!(operation(&openapi, &exchange(&[], 200, "")), Some(&json!(2)));
        assert!(is_path("/a/{x}.json", "/a/1.json") && !is_path("/a/{x}.json", "/a/1") && !is_path("/a/{x}", "/a"));
    }

    #[test]
    fn a_request_is_shown_as_a_command() {
        assert_eq!(
            curl(&exchange(&[], 200, "")),
            r"curl -sv -X POST 'http://127.0.0.1:4010/a/1?b=c' -H 'content-type: text/plain' --data-binary $'it\'s\r\n'"
        );
    }
}
