//! The double of the network that users of an SDK test with: answers by order and by path, faults, and what it asserts.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::api::Client;
use crate::clock::FakeClock;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, Method};

fn user(email: &str) -> Value {
    json!({"email": email, "level": "owner"})
}

fn client(mock: &MockTransport) -> Client {
    Client::new(ClientOptions::new().transport(mock.clone()).max_retries(0)).unwrap()
}

#[tokio::test]
async fn answers_are_given_by_path_and_else_in_order() {
    let mock = MockTransport::new()
        .answer(200, &user("b"))
        .only_for(Method::GET, "/v1/users/b")
        .answer(200, &user("every"))
        .only_for(Method::PATCH, "/v1/users/c%20d")
        .repeated()
        .answer(200, &user("first"))
        .answer(200, &user("second"));
    let client = client(&mock);
    assert_eq!(client.users().retrieve("a").await.unwrap().email, "first");
    assert_eq!(client.users().retrieve("b").await.unwrap().email, "b");
    for _ in 0..3 {
        assert_eq!(client.users().update("c d").await.unwrap().email, "every");
    }
    assert_eq!(client.users().retrieve("b").await.unwrap().email, "second");
    mock.assert_used_up();
    let error = client.users().retrieve("b").await.unwrap_err();
    assert!(error.is_connection() && error.to_string().contains("no answer is left"), "{error}");
    mock.assert_sent(&[
        "GET /v1/users/a",
        "GET /v1/users/b",
        "PATCH /v1/users/c%20d",
        "PATCH /v1/users/c%20d",
        "PATCH /v1/users/c%20d",
        "GET /v1/users/b",
        "GET /v1/users/b",
    ]);
}

#[tokio::test]
async fn faults_are_those_of_a_network() {
    let mock = MockTransport::new()
        .fail()
        .time_out()
        .answer(200, &user("late"))
        .delayed(Duration::from_secs(5))
        .answer(200, &user("in time"))
        .delayed(Duration::from_millis(20))
        .answer(200, &user("cut"))
        .broken_after(4)
        .answer(404, &json!({"message": "no such user"}))
        .broken_after(7);
    let client = client(&mock).with_options(|o| o.timeout(Duration::from_millis(200))).unwrap();
    let call = || client.users().retrieve("u");
    assert!(call().await.unwrap_err().is_connection());
    assert!(call().await.unwrap_err().is_timeout());
    let started = Instant::now();
    let error = call().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("200ms"), "{error}");
    let response = call().with_response().await.unwrap();
    assert!(response.data().email == "in time" && response.elapsed() >= Duration::from_millis(20));
    assert!(started.elapsed() < Duration::from_secs(3));
    assert!(call().await.unwrap_err().is_connection());
    let error = call().await.unwrap_err();
    assert!(error.is_not_found() && error.body() == b"{\"messa", "{error:?}");
    mock.assert_used_up();

    // Like any failure, they are tried again.
    let mock = MockTransport::new().time_out().answer(200, &user("cut")).broken_after(0).answer(200, &user("whole"));
    let options = ClientOptions::new().transport(mock).clock(FakeClock::new());
    let response = Client::new(options).unwrap().users().retrieve("u").with_response().await.unwrap();
    assert_eq!((response.attempts(), &*response.data().email), (3, "whole"));
}

async fn recorded() -> MockTransport {
    let mock = MockTransport::new().answer(200, &user("a")).answer(200, &user("b"));
    let call = client(&mock).users().update("u").first_name("S").trace(["t".to_owned(), "u".to_owned()]);
    call.extra_query("q", "1").extra_query("q", "2").await.unwrap();
    mock
}

#[tokio::test]
async fn what_was_sent_is_asserted_in_a_line() {
    let mock = recorded().await;
    mock.requests()[0]
        .assert_header("Content-Type", "application/json")
        .assert_header("x-a", None)
        .assert_query("trace", &["t,u"])
        .assert_query("q", &["1", "2"])
        .assert_query("r", &[])
        .assert_json(&json!({"firstName": "S"}));
}

#[tokio::test]
#[should_panic(expected = "the header `x-a` of PATCH /v1/users/u")]
async fn another_header_fails_the_test() {
    recorded().await.requests()[0].assert_header("x-a", "1");
}

#[tokio::test]
#[should_panic(expected = "the query parameter `q` of PATCH /v1/users/u")]
async fn another_query_fails_the_test() {
    recorded().await.requests()[0].assert_query("q", &["1"]);
}

#[tokio::test]
#[should_panic(expected = "the body of PATCH /v1/users/u")]
async fn another_body_fails_the_test() {
    recorded().await.requests()[0].assert_json(&json!({}));
}

#[tokio::test]
#[should_panic(expected = "the requests that were sent, and those that were expected")]
async fn another_request_fails_the_test() {
    recorded().await.assert_sent(&["GET /v1/users/u"]);
}

#[tokio::test]
#[should_panic(expected = "answers that no request asked for")]
async fn an_answer_that_is_left_fails_the_test() {
    recorded().await.assert_used_up();
}
