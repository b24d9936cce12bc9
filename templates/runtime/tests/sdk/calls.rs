//! Calls through the mock transport: what is sent, what is tried again, what is said when it fails.

use std::error::Error as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::api::{Client, Level, User, UserRequired};
use crate::clock::FakeClock;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, ErrorKind, Method};

fn user() -> Value {
    json!({"email": "a@b.c", "level": "owner"})
}

fn client(mock: &MockTransport) -> Client {
    Client::new(ClientOptions::new().transport(mock.clone()).clock(FakeClock::new())).unwrap()
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[tokio::test]
async fn arguments_go_where_they_belong() {
    let mock = MockTransport::new().answer(200, &user());
    let answer = client(&mock)
        .users()
        .update("usr/1 ?é")
        .first_name("S")
        .middle_name(None)
        .trace(["a,b".to_owned(), "c d".to_owned()])
        .x_a("1")
        .session("s;1")
        .await
        .unwrap();
    assert_eq!(answer.level, Level::Owner);
    let request = &mock.requests()[0];
    assert_eq!(request.method, Method::PATCH);
    assert_eq!(request.origin, "https://api.example.com");
    assert_eq!(request.path, "/v1/users/usr%2F1%20%3F%C3%A9");
    assert_eq!(request.query, [("trace".to_owned(), "a,b,c d".to_owned())]);
    assert_eq!(request.body, r#"{"firstName":"S","middleName":null}"#.as_bytes());
    for (name, value) in [
        ("accept", "application/json"),
        ("authorization", "Bearer sk_secret"),
        ("content-type", "application/json"),
        ("cookie", "session=s%3B1"),
        ("user-agent", "Small-pets/Rust 0.1.0"),
        ("x-a", "1"),
        ("x-api-key", "key_secret"),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let mock = MockTransport::new().answer(200, &user()).answer(204, &Value::Null);
    let client = client(&mock);
    client.users().update("u").send().await.unwrap();
    client.users().delete("u").send().await.unwrap();
    let requests = mock.requests();
    assert_eq!((requests[0].query.len(), &*requests[0].body), (0, &b"{}"[..]));
    assert_eq!(requests[0].header("x-a"), None);
    assert_eq!(requests[1].body, "");
    assert_eq!(requests[1].header("content-type"), None);
    assert_eq!(requests[1].header("accept"), None);
    assert_eq!(requests[1].header("authorization"), None, "security []");
}

#[tokio::test]
async fn security_picks_credentials_by_scheme() {
    let mock = MockTransport::new().answer(200, &user());
    let required = UserRequired { email: "e".into(), level: "owner".into(), created_at: None };
    client(&mock).users().create(required).note("n").dry_run(true).await.unwrap();
    let request = &mock.requests()[0];
    assert_eq!(request.json(), json!({"email": "e", "level": "owner", "createdAt": null, "note": "n"}));
    assert_eq!(request.query, [("dryRun".to_owned(), "true".to_owned())]);
    assert_eq!(request.header("authorization"), Some("Bearer sk_secret"));
    assert_eq!(request.header("x-api-key"), None);
}

#[tokio::test]
async fn extras_win_over_arguments() {
    let mock = MockTransport::new().answer(200, &user()).answer(200, &user());
    let client = client(&mock);
    let call = client.users().update("u").first_name("S").x_a("1").trace(["t".to_owned()]);
    call.clone()
        .extra_body("firstName", "T")
        .extra_body("beta", 1)
        .extra_header("x-a", "2")
        .extra_header("Accept", "text/html")
        .extra_query("trace", "q")
        .extra_query("trace", "r")
        .await
        .unwrap();
    call.await.unwrap();
    let requests = mock.requests();
    assert_eq!(requests[0].json(), json!({"firstName": "T", "beta": 1}));
    assert_eq!(requests[0].header("x-a"), Some("2"));
    assert_eq!(requests[0].header("accept"), Some("text/html"));
    let pairs: Vec<&str> = requests[0].query.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(pairs, ["q", "r"]);
    assert_eq!(requests[1].json(), json!({"firstName": "S"}));
}

#[tokio::test]
async fn a_path_value_that_would_change_the_path_is_refused_before_any_request() {
    let mock = MockTransport::new();
    for (value, said) in [("", "`userId` is empty"), (".", "`userId` makes"), ("..", "`userId` makes")] {
        let error = client(&mock).users().retrieve(value).await.unwrap_err();
        assert!(error.is_invalid_argument() && error.to_string().contains(said), "{error}");
        assert_eq!((error.attempts(), error.path()), (0, "/v1/users/{userId}"));
    }
    let error = client(&mock).users().retrieve("u").extra_header("a b", "1").await.unwrap_err();
    assert!(error.is_invalid_argument(), "{error}");
    let error = client(&mock).users().retrieve("u").extra_header("x", "se\ncret").await.unwrap_err();
    assert!(error.is_invalid_argument() && !format!("{error:?}").contains("cret"), "{error:?}");
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn kinds_of_bodies() {
    let mock = MockTransport::new()
        .answer_with(200, &[("content-type", "image/png")], &b"\x89PNG"[..])
        .answer_with(200, &[], "text")
        .answer_with(200, &[], &b"\xff"[..])
        .answer_with(204, &[], "")
        .answer_with(200, &[], "not json at all");
    let client = client(&mock);
    assert_eq!(client.users().avatar("u").await.unwrap(), &b"\x89PNG"[..]);
    assert_eq!(client.users().text().await.unwrap(), "text");
    assert!(client.users().text().await.unwrap_err().is_decode());
    client.users().delete("u").await.unwrap();
    let raw = client.users().retrieve("u").send_raw().await.unwrap();
    assert_eq!(raw.into_inner(), "not json at all");
    assert_eq!(mock.requests()[1].path, "/v1/text");
    assert_eq!(mock.requests()[1].query, [("format".to_owned(), "plain".to_owned())]);
}

#[tokio::test]
async fn a_response_tells_status_headers_and_attempts() {
    let mock =
        MockTransport::new().fail().answer_with(201, &[("x-request-id", "req_1"), ("x-left", "9")], user().to_string());
    let response = client(&mock).users().retrieve("u").with_response().send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id()), (201, Some("req_1")));
    assert_eq!(response.headers()["x-left"], "9");
    assert_eq!((response.attempts(), response.retries_taken()), (2, 1));
    assert_eq!(response.elapsed(), ms(500));
    assert_eq!(response.into_inner().email, "a@b.c");
}

#[tokio::test]
async fn these_are_tried_again_twice() {
    for status in [408, 409, 429, 500, 503, 599] {
        let clock = FakeClock::new();
        let mock = MockTransport::new().answer(status, &json!({})).answer(status, &json!({})).answer(200, &user());
        let client = Client::new(ClientOptions::new().transport(mock.clone()).clock(clock.clone())).unwrap();
        client.users().retrieve("u").await.unwrap();
        assert_eq!(clock.waits(), [ms(500), ms(1000)], "{status}");
    }
    for status in [301, 304, 400, 401, 403, 404, 422] {
        let mock = MockTransport::new().answer(status, &json!({}));
        let error = client(&mock).users().retrieve("u").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 1));
    }
}

#[tokio::test]
async fn the_server_has_a_say_in_retries() {
    let mock = MockTransport::new().answer_with(400, &[("x-should-retry", "true")], "").answer_with(
        500,
        &[("x-should-retry", "false")],
        "",
    );
    let error = client(&mock).users().retrieve("u").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (500, 2));

    for (header, value, wait) in [
        ("retry-after-ms", "1500.5", 1500),
        ("retry-after", "7", 7000),
        ("retry-after", "0.25", 250),
        ("retry-after", "60", 60_000),
        ("retry-after", "61", 500),
        ("retry-after", "0", 500),
        ("retry-after", "-3", 500),
        ("retry-after", "NaN", 500),
        ("retry-after", "1e300", 500),
        ("retry-after", "soon", 500),
        ("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT", 9000),
        ("retry-after", "Thursday, 01-Jan-26 00:00:09 GMT", 9000),
        ("retry-after", "Thu Jan  1 00:00:09 2026", 9000),
        ("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT", 500),
        ("retry-after", "Sun Nov  6 08:49:37 1994", 500),
        ("retry-after", "Wed, 31 Dec 2025 00:00:09 GMT", 500),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT", 500),
    ] {
        let clock = FakeClock::new();
        let mock = MockTransport::new().answer_with(429, &[(header, value)], "").answer(200, &user());
        let client = Client::new(ClientOptions::new().transport(mock).clock(clock.clone())).unwrap();
        client.users().retrieve("u").await.unwrap();
        assert_eq!(clock.waits()[0].as_millis(), wait, "{header}: {value}");
    }
}

#[tokio::test]
async fn waits_double_to_eight_seconds_and_chance_only_shortens_them() {
    let mut clock = FakeClock::new();
    clock.chance = 1.0;
    let mock = (0..6).fold(MockTransport::new(), |mock, _| mock.fail());
    let options = ClientOptions::new().transport(mock).clock(clock.clone()).max_retries(5);
    let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_connection() && error.attempts() == 6);
    assert_eq!(clock.waits(), [ms(375), ms(750), ms(1500), ms(3000), ms(6000)]);
}

#[tokio::test]
async fn retries_can_be_turned_off_and_end_at_the_deadline() {
    let mock = (0..9).fold(MockTransport::new(), |mock, _| mock.answer(503, &json!({})));
    let client = client(&mock);
    assert_eq!(client.users().retrieve("u").max_retries(0).await.unwrap_err().attempts(), 1);
    assert_eq!(client.users().delete("u").await.unwrap_err().attempts(), 1, "retry false");
    let error = client.users().retrieve("u").total_timeout(ms(1200)).await.unwrap_err();
    assert_eq!((error.attempts(), error.is_server()), (2, true), "{error}");
}

#[tokio::test]
async fn errors_tell_what_is_known() {
    let body = json!({"error": {"message": "no such user", "code": 7}});
    let mock = MockTransport::new().answer_with(404, &[("request-id", "req_2")], body.to_string());
    let error = client(&mock).users().update("usr_1").first_name("Sarah").await.unwrap_err();
    assert!(error.is_not_found() && !error.is_conflict() && !error.is_server());
    assert_eq!(
        error.to_string(),
        "PATCH /v1/users/{userId}: the server answered 404 Not Found: no such user (request id req_2)"
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.method(), Some(&Method::PATCH));
    assert_eq!(error.body_as::<Value>().unwrap(), body);
    assert_eq!(error.headers()["request-id"], "req_2");
    assert!(error.body_as::<User>().unwrap_err().source().is_some());
    assert_eq!(size_of_val(&error), size_of::<usize>());
}

#[tokio::test]
async fn a_decode_error_names_the_place() {
    let page = json!({"users": [user(), {"email": 1, "level": "owner"}], "hasMore": false});
    let html = "<html>proxy</html>";
    let mock = MockTransport::new()
        .answer(200, &page)
        .answer_with(200, &[("content-type", "text/html")], html)
        .answer_with(200, &[], "");
    let client = client(&mock);
    let error = client.users().list().await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("at `users[1].email`: invalid type"), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (200, 1));
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.to_string().contains("a page of HTML") && error.to_string().contains(html), "{error}");
    assert_eq!(error.body(), html.as_bytes());
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.to_string().contains("no body"), "{error}");
}

#[tokio::test]
async fn secrets_are_in_no_debug_and_no_error() {
    let mock = MockTransport::new().answer(401, &json!({})).fail();
    let client = client(&mock).with_options(|o| o.default_header("X-Extra", "hidden").max_retries(0)).unwrap();
    let call = client.users().update("usr_1").first_name("Sarah").extra_header("x", "hidden");
    let debug = format!("{client:?} {call:?} {:?}", client.request(Method::GET, "/?k=hidden"));
    let error = call.clone().await.unwrap_err();
    let failure = call.await.unwrap_err();
    let all = format!("{debug} {error} {error:?} {failure} {failure:?}");
    for secret in ["secret", "hidden", "Sarah"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    assert_eq!(mock.requests()[0].header("x-extra"), Some("hidden"));
}

#[tokio::test]
async fn what_makes_no_request_is_not_tried_again() {
    let long = "x".repeat(70_000);
    for (base, query) in [("http://127.0.0.1:1", long.as_str()), ("http://{tenant}.localhost:1/v1", "")] {
        let client = Client::new(ClientOptions::new().base_url(base)).unwrap();
        let error = client.users().text().extra_query("q", query).await.unwrap_err();
        let is_refused = matches!(error.kind(), ErrorKind::Refused | ErrorKind::InvalidArgument);
        assert!(is_refused && error.attempts() <= 1, "{:?} {} {error}", error.kind(), error.attempts());
    }
}

#[tokio::test]
async fn what_would_be_another_url_is_refused_and_shows_no_password() {
    let client = Client::new(ClientOptions::new().base_url("http://127.0.0.1:1")).unwrap();
    for target in ["/users/a\nb", "/users/.\t./admin", "http://127.0.0.1:1/\r", "https://user:sekret@127.0.0.1:1/x"] {
        let error = client.request(Method::GET, target).send_raw().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidArgument, 0), "{target:?}");
        assert!(!format!("{error} {error:?}").contains("sekret"), "{error:?}");
    }
    // Below the host an `@` is a letter like others.
    let error = client.request(Method::GET, "http://127.0.0.1:1/@me").max_retries(0).send_raw().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn the_body_that_is_written_last_says_what_it_is() {
    let mock = MockTransport::new().answer(200, &json!({})).answer(200, &json!({}));
    let client = client(&mock);
    let post = || client.request(Method::POST, "/x");
    post().bytes("text/plain", "x").json(&json!(1)).send_raw().await.unwrap();
    post().json(&json!({ "a": 1 })).header("content-type", "application/merge-patch+json").send_raw().await.unwrap();
    let types: Vec<String> =
        mock.requests().iter().map(|request| request.header("content-type").unwrap_or_default().to_owned()).collect();
    assert_eq!(types, ["application/json", "application/merge-patch+json"]);
}

#[tokio::test]
async fn base_urls_keep_their_path_and_query() {
    for (base, url) in [
        ("https://h.example/prefix/", "https://h.example/prefix/v1/text?format=plain"),
        ("https://h.example:8443", "https://h.example:8443/v1/text?format=plain"),
        ("http://h.example/p?tenant=1", "http://h.example/p/v1/text?format=plain&tenant=1"),
    ] {
        let mock = MockTransport::new().answer_with(200, &[], "");
        let options = ClientOptions::new().base_url(base).transport(mock.clone());
        Client::new(options).unwrap().users().text().await.unwrap();
        let request = &mock.requests()[0];
        let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(format!("{}{}?{}", request.origin, request.path, query.join("&")), url);
    }
    for base in ["", "h.example", "ftp://h.example", "https://u:pw@h.example"] {
        let error = Client::new(ClientOptions::new().base_url(base)).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && !format!("{error:?}").contains("pw"), "{error:?}");
    }
}

#[tokio::test]
async fn undocumented_endpoints_share_everything_but_foreign_hosts_get_no_credentials() {
    let mock = MockTransport::new().answer(500, &json!({})).answer(200, &json!({"a": 1})).answer(200, &json!(2));
    let client = client(&mock).with_options(|o| o.default_query("d", "1").default_header("x-d", "1")).unwrap();
    let value: Value = client
        .request(Method::POST, "v2/beta")
        .query("q", &["x", "y"])
        .header("x-h", "1")
        .json(&json!({"b": null}))
        .send()
        .await
        .unwrap();
    assert_eq!(value, json!({"a": 1}));
    let value: i64 = client.request(Method::GET, "https://other.example/x?y=1").send().await.unwrap();
    assert_eq!(value, 2);
    let requests = mock.requests();
    assert_eq!((requests[1].path.as_str(), requests[1].query.len()), ("/v2/beta", 3));
    assert_eq!(requests[1].header("authorization"), Some("Bearer sk_secret"));
    assert_eq!(requests[2].origin, "https://other.example");
    assert_eq!(requests[2].query, [("y".to_owned(), "1".to_owned())]);
    for name in ["authorization", "x-api-key", "x-d"] {
        assert_eq!(requests[2].header(name), None, "{name}");
    }
}

#[test]
fn calls_can_be_spawned() {
    fn check<T: Send + 'static>(_: T) {}
    let client = client(&MockTransport::new());
    check(client.users().retrieve("u").send());
    check(client.users().retrieve("u").into_future());
    check(client.users().list().stream());
    check(client.users().list().pages());
}

#[tokio::test]
async fn a_redirect_is_followed_by_the_method_that_its_status_says() {
    // Status, method, and whether it is followed with the same method and body.
    for (status, method, is_same) in [
        (301, Method::POST, false),
        (302, Method::POST, false),
        (303, Method::POST, false),
        (303, Method::PATCH, false),
        (301, Method::PATCH, true),
        (302, Method::PUT, true),
        (307, Method::POST, true),
        (308, Method::POST, true),
    ] {
        let mock = MockTransport::new().answer_with(status, &[("location", "/there")], "").answer(200, &user());
        let call = client(&mock).request(method.clone(), "/here").json(&json!({"a": 1}));
        call.send_raw().await.unwrap();
        let request = &mock.requests()[1];
        let (expected, body) = if is_same { (method.clone(), r#"{"a":1}"#) } else { (Method::GET, "") };
        assert_eq!((&request.method, &*request.body), (&expected, body.as_bytes()), "{status} {method}");
        assert_eq!((request.path.as_str(), request.header("content-type").is_some()), ("/there", is_same));
        assert_eq!(request.header("authorization"), Some("Bearer sk_secret"));
    }
}

#[tokio::test]
async fn no_redirect_leads_from_https_to_http() {
    for location in ["http://api.example.com/there", "http://other.example/there"] {
        let mock = MockTransport::new().answer_with(302, &[("location", location)], "").answer(200, &user());
        let error = client(&mock).users().retrieve("u").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), mock.requests().len()), (302, 1), "{location}");
    }
}

#[tokio::test]
async fn a_failure_shows_the_beginning_of_its_body() {
    let body = "ä".repeat(3000);
    let ids = [("request-id", "second"), ("x-request-id", "first")];
    let mock = MockTransport::new().answer_with(400, &ids, body.clone()).answer_with(200, &[], body.clone());
    let client = client(&mock);
    let error = client.users().retrieve("u").await.unwrap_err();
    let shown = "ä".repeat(200) + "…";
    assert!(error.to_string().ends_with(&format!("400 Bad Request: {shown} (request id first)")), "{error}");
    let debug = format!("{error:?}");
    assert!(debug.contains(&format!("body: {shown:?}")) && !debug.contains(&"ä".repeat(201)), "{debug}");
    assert_eq!((error.body().len(), error.request_id()), (6000, Some("first")));
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.to_string().ends_with(&format!("it begins: {shown}")), "{error}");
}

#[test]
fn a_client_is_a_pointer_that_threads_can_share() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let client = client(&MockTransport::new());
    shared(&client);
    assert_eq!(size_of_val(&client), size_of::<usize>());
    assert_eq!(size_of_val(&client.users()), size_of::<usize>());
}

#[test]
fn chance_is_spread_from_zero_to_one() {
    use crate::runtime::Clock as _;
    let drawn: Vec<f64> = (0..200).map(|_| crate::runtime::client::clock::SystemClock.random()).collect();
    assert!(drawn.iter().all(|chance| (0.0..1.0).contains(chance)), "{drawn:?}");
    for quarter in [0.0, 0.25, 0.5, 0.75] {
        assert!(drawn.iter().any(|chance| (quarter..quarter + 0.25).contains(chance)), "{quarter}: {drawn:?}");
    }
}

#[tokio::test]
async fn an_error_says_whether_the_call_may_come_through_later() {
    let should = [("x-should-retry", "true")];
    let should_not = [("x-should-retry", "false")];
    let mock = MockTransport::new()
        .fail()
        .answer_with(429, &[], "")
        .answer_with(500, &[], "")
        .answer_with(400, &should, "")
        .answer_with(404, &[], "")
        .answer_with(503, &should_not, "")
        .answer_with(200, &[], "{}");
    let client = client(&mock).with_options(|o| o.max_retries(0)).unwrap();
    let mut said = Vec::new();
    for _ in 0..7 {
        said.push(client.users().retrieve("u").await.unwrap_err().is_retryable());
    }
    assert_eq!(said, [true, true, true, true, false, false, false]);
    assert!(!client.users().retrieve("").await.unwrap_err().is_retryable());
}
