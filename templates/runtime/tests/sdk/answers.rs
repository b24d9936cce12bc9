//! What comes with an answer: its headers as a type, and the bodies of failures by their statuses.

use serde_json::json;

use crate::api::{Client, Level, Tick, User};
use crate::clock::FakeClock;
use crate::runtime::prelude::*;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, Error, ErrorKind, Response};

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UserHeaders {
    pub x_left: Option<i64>,
    pub x_share: Option<f64>,
    pub x_last: Option<bool>,
    pub x_level: Option<Level>,
    pub x_reset: Option<Timestamp>,
    pub x_names: Option<Vec<String>>,
    pub x_numbers: Option<Vec<i32>>,
    pub x_tick: Option<Tick>,
    pub x_map: Option<Map<i64>>,
    pub x_any: Option<Json>,
    pub set_cookie: Option<Vec<String>>,
}
object! {
    UserHeaders {
        optional {
            x_left: i64 = "x-left",
            x_share: f64 = "x-share",
            x_last: bool = "x-last",
            x_level: Level = "x-level",
            x_reset: Timestamp = "x-reset",
            x_names: Vec<String> = "x-names",
            x_numbers: Vec<i32> = "x-numbers",
            x_tick: Tick = "x-tick",
            x_map: Map<i64> = "x-map",
            x_any: Json = "x-any",
            set_cookie: Vec<String> = "set-cookie",
        }
    }
}

error_statuses! {
    /// What failures bring.
    UserError {
        NotFound(Tick) = 404,
        Client(User) = 400..=499,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Envelope {
    pub data: Vec<Tick>,
    pub took: Option<i64>,
}
object! {
    Envelope {
        required { data: Vec<Tick> = "data", }
        optional { took: i64 = "took", }
    }
}

operation! {
    /// A call whose answer is an envelope.
    TickListRequest(()) -> InnerBody<Envelope, Vec<Tick>> | StreamBody<Tick> {
        GET "/v1/ticks";
        inner data;
        accept "application/json";
        stream Streaming::new("text/event-stream", Framing::Data);
    }
}

async fn answer(headers: &[(&str, &str)]) -> Response<User> {
    let body = json!({"email": "a@b.c", "level": "owner"}).to_string();
    let mock = MockTransport::new().answer_with(200, headers, body);
    client(&mock).users().retrieve("u").with_response().await.unwrap()
}

fn client(mock: &MockTransport) -> Client {
    Client::new(ClientOptions::new().transport(mock.clone()).clock(FakeClock::new()).max_retries(0)).unwrap()
}

async fn failure(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let mock = MockTransport::new().answer_with(status, headers, body.to_owned());
    client(&mock).users().retrieve("u").await.unwrap_err()
}

#[tokio::test]
async fn headers_are_read_by_their_types() {
    let answer = answer(&[
        ("X-Left", "41"),
        ("x-share", "0.5"),
        ("x-last", "false"),
        ("x-level", "admin"),
        ("x-reset", "2024-01-15T10:00:00Z"),
        ("x-names", "a, b,,c "),
        ("x-numbers", "1,-2"),
        ("x-tick", r#"{"n":7}"#),
        ("x-map", "a=1,b=2"),
        ("x-any", "12"),
        ("set-cookie", "a=1; Expires=Mon, 15 Jan 2024 10:00:00 GMT"),
    ]);
    let headers: UserHeaders = answer.await.headers_as().unwrap();
    assert_eq!(headers.x_left, Some(41));
    assert_eq!(headers.x_share, Some(0.5));
    assert_eq!(headers.x_last, Some(false));
    assert_eq!(headers.x_level, Some(Level::Admin));
    assert_eq!(headers.x_reset, Some("2024-01-15T10:00:00Z".parse().unwrap()));
    assert_eq!(headers.x_names.unwrap(), ["a", "b", "c"]);
    assert_eq!(headers.x_numbers.unwrap(), [1, -2]);
    assert_eq!(headers.x_tick.unwrap().n, 7);
    assert_eq!(headers.x_map.unwrap(), Map::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(headers.x_any, Some(json!(12)));
    assert_eq!(headers.set_cookie.unwrap(), ["a=1; Expires=Mon, 15 Jan 2024 10:00:00 GMT"]);
}

#[tokio::test]
async fn an_object_in_a_header_may_be_a_flat_list() {
    let headers: UserHeaders = answer(&[("x-tick", "n,7,m,8"), ("x-any", "a text")]).await.headers_as().unwrap();
    assert_eq!(headers.x_tick.unwrap().n, 7);
    assert_eq!(headers.x_any, Some(json!("a text")));
}

#[tokio::test]
async fn headers_that_are_not_there_are_none() {
    let headers: UserHeaders = answer(&[("x-other", "1")]).await.headers_as().unwrap();
    assert_eq!(headers.x_left, None);
    assert_eq!(headers.set_cookie, None);
}

#[tokio::test]
async fn a_header_of_another_type_costs_no_other() {
    // An integer that is too large for its type is none either.
    let sent = [("x-left", "many"), ("x-share", "0.5"), ("x-numbers", "3000000000"), ("x-last", "false")];
    let headers: UserHeaders = answer(&sent).await.headers_as().unwrap();
    assert_eq!((headers.x_left, headers.x_numbers), (None, None));
    assert_eq!((headers.x_share, headers.x_last), (Some(0.5), Some(false)));
}

struct Needed {
    x_left: i64,
}

object! {
    Needed {
        required {
            x_left: i64 = "x-left",
        }
    }
}

#[tokio::test]
async fn a_header_of_another_type_that_must_be_there_is_an_error_that_names_it() {
    let error = answer(&[("x-left", "many"), ("x-last", "false")]).await.headers_as::<Needed>().err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "the answer's headers are not of the documented shape: `x-left` is not an integer");
    assert_eq!(answer(&[("x-left", "4")]).await.headers_as::<Needed>().unwrap().x_left, 4);
    assert!(answer(&[]).await.headers_as::<Needed>().is_err());
}

#[tokio::test]
async fn failures_have_headers_too() {
    let headers: UserHeaders = failure(429, &[("x-left", "0")], "").await.headers_as().unwrap();
    assert_eq!(headers.x_left, Some(0));
}

#[tokio::test]
async fn the_body_of_a_failure_is_read_by_its_status() {
    let error = failure(404, &[], r#"{"n":1}"#).await;
    assert!(matches!(error.body_by_status::<UserError>(), Ok(UserError::NotFound(Tick { n: 1 }))));
    let error = failure(422, &[], r#"{"email":"a@b.c","level":"owner"}"#).await;
    assert!(matches!(error.body_by_status::<UserError>(), Ok(UserError::Client(user)) if user.email == "a@b.c"));
}

#[tokio::test]
async fn a_failure_that_is_not_documented_has_no_body_by_status() {
    let error = failure(500, &[], r#"{"n":1}"#).await.body_by_status::<UserError>().unwrap_err();
    assert_eq!(error.to_string(), "no body is documented for the status 500");
    let error = failure(404, &[], "<html>").await.body_by_status::<UserError>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mock = MockTransport::new().fail();
    let error = client(&mock).users().retrieve("u").await.unwrap_err();
    let error = error.body_by_status::<UserError>().unwrap_err();
    assert_eq!(error.to_string(), "there was no answer");
}

#[tokio::test]
async fn one_property_of_an_answer_is_returned() {
    let mock =
        MockTransport::new().answer(200, &json!({"data": [{"n": 1}], "took": 3})).answer(200, &json!({"took": 3}));
    let client = client(&mock);
    let call = || TickListRequest(client.call(&TickListRequest::OPERATION, [], ()));
    let answer = call().with_response().await.unwrap();
    assert_eq!((answer.data().as_slice(), answer.status().as_u16()), (&[Tick { n: 1 }][..], 200));
    let error = call().await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("missing field `data`"), "{error}");
}

#[tokio::test]
async fn a_mark_before_the_json_is_passed_over() {
    let marked = |json: &str| format!("\u{feff}{json}");
    let page = r#"{"users":[{"email":"a@b.c","level":"owner"}],"hasMore":true,"cursor":"c"}"#;
    let mock = MockTransport::new()
        .answer_with(200, &[], marked(r#"{"email":"a@b.c","level":"owner"}"#))
        .answer_with(200, &[], marked(page))
        .answer_with(404, &[], marked(r#"{"message":"no such user"}"#))
        .answer_with(200, &[], marked(r#"{"email":1}"#))
        .answer_with(200, &[], marked("2"));
    let client = Client::new(ClientOptions::new().transport(mock).max_retries(0)).unwrap();
    assert_eq!(client.users().retrieve("u").await.unwrap().email, "a@b.c");
    assert!(client.users().list().await.unwrap().has_next(), "the cursor is found");
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.to_string().ends_with("404 Not Found: no such user"), "{error}");
    assert_eq!(error.body_as::<serde_json::Value>().unwrap()["message"], "no such user");
    assert!(client.users().retrieve("u").await.unwrap_err().to_string().contains("at `email`"));
    assert_eq!(
        client.users().retrieve("u").send_raw().await.unwrap().into_inner(),
        marked("2"),
        "bytes stay as they are"
    );
}
