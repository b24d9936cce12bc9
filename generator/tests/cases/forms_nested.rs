//! How the emitted client spells what lies within the fields of a form.

use sdk::testing::MockTransport;
use sdk::types::Order;

#[tokio::test]
async fn what_the_encoding_leaves_open_is_spelt_as_configured_and_what_it_states_is_kept() {
    let mock = MockTransport::new().answer_with(204, &[], "").answer_with(204, &[], "");
    let client = sdk::Client::builder().transport(mock.clone()).build().expect("a client");
    let mut order = Order::new();
    order.tags = Some(vec!["a".to_owned(), "b".to_owned()]);
    client.order(order).await.expect("an answer");
    let list = || vec!["1".to_owned(), "2".to_owned()];
    client.charge().words(list()).ids(list()).await.expect("an answer");
    let bodies: Vec<String> = mock.requests().iter().map(|it| String::from_utf8_lossy(&it.body).into_owned()).collect();
    assert_eq!(bodies, ["tags%5B%5D=a&tags%5B%5D=b", "words%5B%5D=1&words%5B%5D=2&ids=1,2"]);
}
