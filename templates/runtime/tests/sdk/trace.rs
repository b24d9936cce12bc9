//! Spans of requests, under the names of OpenTelemetry.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::api::Client;
use crate::clock::FakeClock;
use crate::runtime::ClientOptions;
use crate::runtime::testing::MockTransport;

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of every span.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

struct Writer<'a>(&'a mut Fields);

impl Visit for Writer<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        write!(text, "{value:?}").unwrap();
        self.0.insert(field.name(), text);
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == "http_request"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut spans = self.0.lock().unwrap();
        let mut fields = Fields::from([("target", attributes.metadata().target().to_owned())]);
        attributes.record(&mut Writer(&mut fields));
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let place = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Writer(&mut self.0.lock().unwrap()[place]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_request_is_a_span_with_the_names_of_opentelemetry() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let mock = MockTransport::new().fail().answer_with(503, &[], "").answer_with(200, &[], "text");
    let options = ClientOptions::new()
        .base_url("https://h.example:8443/p?tenant=hidden")
        .transport(mock)
        .clock(FakeClock::new())
        .default_query("key", "hidden")
        .default_header("x", "hidden");
    Client::new(options).unwrap().users().text().extra_query("a b", "hidden").await.unwrap();
    let spans = spans.0.lock().unwrap().clone();
    let expected = |more: &[(&'static str, &str)]| {
        let mut fields = Fields::new();
        for (name, value) in [
            ("target", "sdk"),
            ("otel.name", "GET /v1/text?format=plain"),
            ("otel.kind", "client"),
            ("http.request.method", "GET"),
            ("server.address", "h.example"),
            ("server.port", "8443"),
            (
                "url.full",
                "https://h.example:8443/p/v1/text?format=REDACTED&tenant=REDACTED&key=REDACTED&a%20b=REDACTED",
            ),
            ("url.template", "/v1/text?format=plain"),
        ]
        .iter()
        .chain(more)
        {
            fields.insert(name, (*value).to_owned());
        }
        fields
    };
    assert_eq!(spans.len(), 3);
    assert_eq!(spans[0], expected(&[("error.type", "connection"), ("otel.status_code", "ERROR")]));
    assert_eq!(
        spans[1],
        expected(&[
            ("http.request.resend_count", "1"),
            ("http.response.status_code", "503"),
            ("network.protocol.version", "1.1"),
            ("error.type", "503"),
            ("otel.status_code", "ERROR"),
        ])
    );
    assert_eq!(
        spans[2],
        expected(&[
            ("http.request.resend_count", "2"),
            ("http.response.status_code", "200"),
            ("network.protocol.version", "1.1"),
        ])
    );
}

#[tokio::test]
async fn a_span_has_no_value_of_the_path() {
    let user = r#"{"email":"a@b.c","level":"owner"}"#;
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let mock = MockTransport::new()
        .answer_with(307, &[("location", "/elsewhere/usr_hidden")], "")
        .answer_with(200, &[], user)
        .answer_with(200, &[], user)
        .answer_with(200, &[], user);
    let client = Client::new(ClientOptions::new().base_url("https://h.example/p").transport(mock)).unwrap();
    client.users().retrieve("usr_hidden/a").await.unwrap();
    for path in ["v2/beta", "https://o.example/v2/beta?key=hidden"] {
        client.request(crate::runtime::Method::GET, path).send_raw().await.unwrap();
    }
    let spans = spans.0.lock().unwrap().clone();
    let urls: Vec<&str> = spans.iter().map(|fields| &*fields["url.full"]).collect();
    assert_eq!(
        urls,
        [
            "https://h.example/p/v1/users/{userId}",
            "https://h.example/REDACTED",
            "https://h.example/p/v2/beta",
            "https://o.example/v2/beta?key=REDACTED",
        ]
    );
    assert!(!format!("{spans:?}").contains("hidden"), "{spans:?}");
}
