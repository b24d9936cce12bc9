//! When the emitted client sends what was set once.

use sdk::Client;
use sdk::testing::MockTransport;

#[tokio::test]
async fn what_is_set_at_the_client_goes_to_the_calls_that_have_it_unless_they_set_it() {
    let mock = (0..4).fold(MockTransport::new(), |mock, _| mock.answer_with(204, &[], ""));
    let client = Client::builder().transport(mock.clone()).tenant("me").page_size(20).build().expect("a client");
    client.orders().list().await.expect("an answer");
    client.orders().list().page_size(5).x_tenant("you").await.expect("an answer");
    client.orders().create().await.expect("an answer");
    client.accounts().orders().list("a").await.expect("an answer");
    let requests = mock.requests();
    let sent: Vec<(Option<&str>, &str)> =
        requests.iter().map(|request| (request.header("x-tenant"), request.raw_query.as_str())).collect();
    assert_eq!(sent, [(Some("me"), "limit=20"), (Some("you"), "limit=5"), (None, ""), (None, "")]);
}

#[tokio::test]
async fn what_is_set_nowhere_is_not_sent() {
    let mock = MockTransport::new().answer_with(204, &[], "");
    let client = Client::builder().transport(mock.clone()).build().expect("a client");
    client.orders().list().await.expect("an answer");
    assert_eq!((mock.requests()[0].header("x-tenant"), mock.requests()[0].raw_query.as_str()), (None, ""));
}
