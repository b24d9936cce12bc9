//! Streams: what the table of an operation says of them, what callers are told, and a sample of one.

use serde_json::Value;

use super::path;
use super::rust_file::{RustFile, compact, literal};
use super::sample::{self, Depth};
use super::{Sdk, docs};
use crate::ir::{Answer, AnswerBody, Framing, Operation, Stream};
use crate::names::Module;

/// The type of a stream's values.
pub(super) fn value(sdk: Sdk<'_>, stream: &Stream, here: Module, file: &mut RustFile) -> String {
    match &stream.ty {
        Some(ty) => compact(&path::ty(sdk, ty, here, file)),
        None => {
            file.runtime("ServerSentEvent");
            "ServerSentEvent".to_owned()
        }
    }
}

/// The row of the table: an expression of the runtime's `Streaming`.
pub(super) fn row(stream: &Stream, file: &mut RustFile) -> String {
    file.runtime("Streaming");
    file.runtime("Framing");
    let framing = match stream.framing {
        Framing::Data => "Data",
        Framing::Event => "Event",
        Framing::Lines => "Lines",
        Framing::Sequence => "Sequence",
    };
    let mut calls = vec![format!("Streaming::new({}, Framing::{framing})", literal(&stream.media_type))];
    if let Some(flag) = &stream.flag {
        let place = if flag.in_query { "query" } else { "body" };
        calls.push(format!(".{place}_flag({}, {})", literal(&flag.wire), flag.always));
    }
    let texts = [
        ("sentinel", &stream.sentinel),
        ("error_event", &stream.error_event),
        ("error_property", &stream.error_property),
    ];
    calls.extend(texts.iter().filter_map(|(name, text)| Some(format!(".{name}({})", literal(text.as_ref()?)))));
    if !stream.skip_events.is_empty() {
        let names: Vec<String> = stream.skip_events.iter().map(|name| literal(name)).collect();
        calls.push(format!(".skip(&[{}])", names.join(", ")));
    }
    let row = calls.concat();
    if row.len() > 96 { calls.join("\n            ") } else { row }
}

/// What is said of the ways to send a request, in the documentation of its type.
pub(super) fn ways(operation: &Operation) -> &'static str {
    match (&operation.answer, &operation.stream) {
        (Answer::Stream(_), _) => {
            "to be read with [`stream`](Self::stream); [`send`](Self::send) or `.await` give the same, when it has begun"
        }
        (_, Some(_)) => "to be sent with [`send`](Self::send) or `.await`, or to be read with [`stream`](Self::stream)",
        (Answer::Binary(_), None) => DOWNLOADED,
        (answer, None) if has_download(answer) => DOWNLOADED,
        _ => "to be sent with [`send`](Self::send) or `.await`",
    }
}

const DOWNLOADED: &str =
    "to be sent with [`send`](Self::send) or `.await`, or to be read with [`download`](Self::download)";

/// Whether an answer that differs by status may be text or bytes, which can be read while they arrive.
pub(super) fn has_download(answer: &Answer) -> bool {
    let Answer::Statuses { cases, .. } = answer else { return false };
    cases.iter().any(|case| matches!(case.body, Some(AnswerBody::Text | AnswerBody::Binary)))
}

/// What a method's documentation says of its stream.
pub(super) fn method_docs(operation: &Operation) -> Option<String> {
    let stream = operation.stream.as_ref()?;
    let asked = stream.flag.as_ref().map(|flag| format!(", and sets {}", docs::code(&flag.wire))).unwrap_or_default();
    Some(format!("`.stream()` in the place of `.send()` gives the answer while it arrives{asked}."))
}

/// A sample of the whole body.
pub(super) fn sample(sdk: Sdk<'_>, stream: &Stream, depth: Depth) -> String {
    let value = stream.ty.as_ref().map(|ty| sample::value(sdk, ty, "event", depth));
    match (stream.framing, value) {
        (_, None) => "event: message\ndata: hello\n\n".to_owned(),
        (Framing::Data, Some(value)) => format!("data: {value}\n\n"),
        (Framing::Event, Some(value)) => {
            let mut text = String::new();
            for name in ["event", "id", "retry", "data"] {
                let said = match value.get(name) {
                    None | Some(Value::Null) => continue,
                    Some(Value::String(text)) => text.clone(),
                    Some(value) => value.to_string(),
                };
                // Each line of an event's data is a field.
                text.extend(said.lines().map(|line| format!("{name}: {line}\n")));
            }
            text + "\n"
        }
        (Framing::Lines, Some(value)) => format!("{value}\n"),
        (Framing::Sequence, Some(value)) => format!("\u{1E}{value}\n"),
    }
}
