//! What the emitted client sends of properties of one value.

use sdk::resources::Charge;
use sdk::testing::MockTransport;
use sdk::types::{Card, CardRequired};

#[tokio::test]
async fn a_constant_is_sent_without_being_asked_for() {
    let mock = MockTransport::new().answer_with(204, &[], "").answer_with(204, &[], "");
    let client = sdk::Client::builder().transport(mock.clone()).build().expect("a client");
    client.charge(Charge { amount: 5 }).await.expect("an answer");
    client.card(Card::new(CardRequired { number: "4".to_owned() })).await.expect("an answer");
    let bodies: Vec<serde_json::Value> =
        mock.requests().iter().map(|it| serde_json::from_slice(&it.body).expect("JSON")).collect();
    assert_eq!(bodies[0], serde_json::json!({ "kind": "card", "object": "charge", "amount": 5 }));
    assert_eq!(bodies[1], serde_json::json!({ "kind": "card", "number": "4" }));
}
