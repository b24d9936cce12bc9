//! What the emitted client sends of a body that may be left out.

use sdk::testing::MockTransport;
use sdk::types::NewPet;

#[tokio::test]
async fn the_first_field_that_is_set_makes_the_body() {
    let mock = (0..4).fold(MockTransport::new(), |mock, _| mock.answer_with(204, &[], ""));
    let client = sdk::Client::builder().transport(mock.clone()).build().expect("a client");
    client.pets().create().await.expect("an answer");
    client.pets().create().name("Bo").tags(["big"]).nick(None).send_param(true).await.expect("an answer");
    client.pets().create().body(NewPet::new().name("Al")).name("Bo").await.expect("an answer");
    client.pets().create().name("Bo").body(NewPet::new()).await.expect("an answer");
    let bodies: Vec<String> =
        mock.requests().iter().map(|it| String::from_utf8(it.body.to_vec()).expect("text")).collect();
    assert_eq!(
        bodies,
        [
            "",
            r#"{"kind":"pet","name":"Bo","tags":["big"],"send":true,"nick":null}"#,
            r#"{"kind":"pet","name":"Bo"}"#,
            r#"{"kind":"pet"}"#
        ]
    );
    assert!(mock.requests()[0].headers.get("content-type").is_none());
}
