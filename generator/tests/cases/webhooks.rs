//! Events of the emitted crate.

use sdk::Client;
use sdk::webhooks::WebhookEvent;

fn read(text: &str) -> WebhookEvent {
    let client = Client::builder().build().expect("a client");
    client.webhooks().unwrap_unverified(text.as_bytes()).expect("an event")
}

#[test]
fn an_event_is_what_its_constant_says() {
    let created = read(r#"{"event_type":"card.created","id":"c1","type":"debit"}"#);
    assert_eq!(created.as_card_created().map(|card| card.id.as_str()), Some("c1"));
    assert!(read(r#"{"event_type":"card.lost","id":"c1"}"#).as_card_closed().is_some());
    assert!(matches!(read(r#"{"event_type":"card.found","id":"c1"}"#), WebhookEvent::Unknown(_)));
}

#[test]
fn an_event_that_cannot_be_read_says_where() {
    let client = Client::builder().build().expect("a client");
    let error = client.webhooks().unwrap_unverified(br#"{"event_type":"card.created","id":1}"#).expect_err("no text");
    assert!(error.to_string().contains("shape at `id`: invalid type: integer `1`"), "{error}");
}
