//! What the emitted client sends with every request.

use sdk::Client;
use sdk::testing::MockTransport;

#[tokio::test]
async fn headers_of_the_client_go_with_every_request_unless_a_call_has_its_own() {
    let mock = (0..3).fold(MockTransport::new(), |mock, _| mock.answer(200, &serde_json::json!({})));
    let client = Client::builder().transport(mock.clone()).tenant("me");
    let client = client.build().expect("a client");
    client.orders().retrieve().await.expect("an answer");
    client.orders().retrieve().x_tenant("you").await.expect("an answer");
    client.orders().create().await.expect("an answer");
    let requests = mock.requests();
    let tenants: Vec<Option<&str>> = requests.iter().map(|request| request.header("x-tenant")).collect();
    assert_eq!(tenants, [Some("me"), Some("you"), Some("me")]);
    assert!(requests.iter().all(|request| request.header("x-api-version") == Some("2")));
}
