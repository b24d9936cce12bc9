//! Events of one shape, read by what tells them apart.

use sdk::webhooks::WebhookEvent;

#[test]
fn events_of_one_shape_are_told_by_their_names() {
    let read = |event: &str| -> WebhookEvent {
        serde_json::from_value(serde_json::json!({ "id": "1", "event": event })).expect("an event")
    };
    assert!(matches!(read("card.closed"), WebhookEvent::CardClosed(_)));
    assert!(matches!(read("card.moved"), WebhookEvent::CardMoved(_)));
    assert!(matches!(read("card.found"), WebhookEvent::CardLost(_)));
    assert!(matches!(read("made"), WebhookEvent::Made(_)));
    assert!(matches!(read("card.gone"), WebhookEvent::Unknown(_)));
}
