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
