//! Options of the client: proxies, authorities, limits of bodies, the policy of retries.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::api::Client;
use crate::clock::FakeClock;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, ErrorKind, Method, RetryPolicy};
use crate::support::{Act, Server, answer, chunked};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[tokio::test]
async fn a_proxy_is_asked_in_the_place_of_the_server_and_its_password_is_not_shown() {
    let proxy = Server::start(vec![answer(200, &[], USER)]).await;
    let url = proxy.url.replace("http://", "http://user:hidden@");
    let options = ClientOptions::new().base_url("http://api.example.test").proxy(url);
    assert!(!format!("{options:?}").contains("hidden"), "{options:?}");
    Client::new(options).unwrap().users().retrieve("u").await.unwrap();
    let request = &proxy.requests()[0];
    assert!(request.starts_with("GET http://api.example.test/v1/users/u HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\nproxy-authorization: Basic dXNlcjpoaWRkZW4=\r\n"), "{request}");

    let error = Client::new(ClientOptions::new().proxy("http://user:hidden@[")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("`proxy`") && !format!("{error:?}").contains("hidden"), "{error:?}");
}

const ROOT: &str = "-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUUMMSj9OQ+q5KjvlxibXw831L8zEwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJVGVzdCBSb290MCAXDTI2MTEyNjE4MjgwN1oYDzIxMjYxMTAy
MTgyODA3WjAUMRIwEAYDVQQDDAlUZXN0IFJvb3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR/56SUCJXBzijAo8z7oAn0v6XrjwPrsdT8EfRaBnKUZBOVm8muOMYA
fVJ8yktKy3ft8PNS1cqs5PDdF9yh/SLZo1MwUTAdBgNVHQ4EFgQUpgh4h+Y6QGaj
KxI2YZpKOSIC5xAwHwYDVR0jBBgwFoAUpgh4h+Y6QGajKxI2YZpKOSIC5xAwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAPY0NRpfOoLqqG2lMyeNQp
VrWHBHqToZwvxweS1kQfrwIhAK7hOgMn6shdtARvP4dQD6GMGpNKw8oH4Pe+lcvx
z0Hz
-----END CERTIFICATE-----
";

#[test]
fn authorities_are_read_when_the_client_is_made() {
    Client::new(ClientOptions::new().root_certificates(ROOT).root_certificates(ROOT)).unwrap();
    for text in ["", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        let error = Client::new(ClientOptions::new().root_certificates(text)).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`root_certificates`"), "{error}");
    }
}

#[tokio::test]
async fn a_pause_within_a_body_is_limited() {
    let server = Server::start(vec![Act::Trickle(ms(3000))]).await;
    let options = ClientOptions::new().base_url(&server.url).idle_timeout(ms(100)).max_retries(1);
    let started = Instant::now();
    let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2 && started.elapsed() < ms(2500), "{error:?}");
    assert!(error.to_string().contains("nothing more came within 100ms"), "{error}");

    // Slow is not idle: a body that goes on comes through, however long it takes as a whole.
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n".to_vec();
    let server = Server::start(vec![Act::Drip(head, b"a".to_vec(), ms(60), 5)]).await;
    let options = ClientOptions::new().base_url(&server.url).idle_timeout(ms(1000));
    assert_eq!(Client::new(options).unwrap().users().text().await.unwrap(), "aaaaa");
}

#[tokio::test]
async fn the_body_of_a_failure_is_kept_to_a_limit() {
    let long = "x".repeat(3000);
    let half = vec![long.as_bytes(), long.as_bytes()];
    let server = Server::start(vec![answer(404, &[], &long), chunked("text/plain", &half)]).await;
    let client = |most| {
        let options = ClientOptions::new().base_url(&server.url).max_error_bytes(most).max_response_bytes(5000);
        Client::new(options).unwrap()
    };
    let error = client(1000).users().retrieve("u").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.body().len()), (404, 1000));
    let error = client(1000).users().text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "the limit of an answer is another");
}

#[tokio::test]
async fn a_policy_says_what_is_tried_again_and_when() {
    let clock = FakeClock::new();
    let mock = MockTransport::new()
        .answer(418, &json!({}))
        .answer_with(418, &[("retry-after", "90")], "")
        .answer_with(418, &[("retry-after", "100")], "")
        .answer(500, &json!({}));
    let policy = RetryPolicy::new()
        .statuses([418])
        .first_delay(ms(100))
        .longest_delay(ms(150))
        .max_retry_after(Duration::from_secs(90));
    let options = ClientOptions::new().transport(mock).clock(clock.clone()).max_retries(9).retry_policy(policy);
    let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (500, 4), "500 is not in the list");
    assert_eq!(clock.waits(), [ms(100), ms(90_000), ms(150)]);
}

#[tokio::test]
async fn a_call_has_a_policy_of_its_own() {
    let mock = MockTransport::new().answer(500, &json!({})).answer(418, &json!({})).answer(500, &json!({}));
    let clock = FakeClock::new();
    let client = Client::new(ClientOptions::new().transport(mock.clone()).clock(clock.clone())).unwrap();
    let once = RetryPolicy::new().statuses([418]).first_delay(ms(100)).longest_delay(ms(100));
    let error = client.users().retrieve("u").retry_policy(once.clone()).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (500, 1));
    let request = client.request(Method::GET, "/users/u").retry_policy(once);
    let error = request.send::<serde_json::Value>().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (500, 2));
    assert_eq!((mock.requests().len(), clock.waits().len()), (3, 1));
    assert!(clock.waits()[0] <= ms(100));
}

#[tokio::test]
async fn a_page_of_html_is_called_so() {
    let page = "\u{feff}\n<!DOCTYPE html><html><head><TITLE> 502\nBad Gateway </TITLE></head><body>nginx</body></html>";
    let html = [("content-type", "text/html")];
    let mock = MockTransport::new()
        .answer_with(502, &html, page)
        .answer_with(200, &html, page)
        .answer_with(503, &html, "<html><title></title>down")
        .answer_with(400, &html, "<b>no page")
        .answer_with(502, &html, "<!-- a --> <!-- b --><!DOCTYPE html><title>one</title>")
        .answer_with(502, &html, "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C\"><html><title>two</title>")
        .answer_with(502, &html, "<head><title>three</title></head>")
        .answer_with(502, &[], "<!-- only a comment")
        .answer_with(502, &[], "<?xml version=\"1.0\"?><header><title>no page</title></header>");
    let client = Client::new(ClientOptions::new().transport(mock).max_retries(0)).unwrap();
    let mut said = Vec::new();
    for _ in 0..9 {
        let error = client.users().retrieve("u").await.unwrap_err();
        assert!(!error.body().is_empty());
        said.push(error.to_string().replace("GET /v1/users/{userId}: ", ""));
    }
    assert_eq!(
        said,
        [
            "the server answered 502 Bad Gateway with a page of HTML, as proxies do and not the API: 502 Bad Gateway",
            "the answer is a page of HTML, as proxies and sign-in pages send, and not the JSON expected: 502 Bad Gateway",
            "the server answered 503 Service Unavailable with a page of HTML, as proxies do and not the API: <html><title></title>down",
            "the server answered 400 Bad Request: <b>no page",
            "the server answered 502 Bad Gateway with a page of HTML, as proxies do and not the API: one",
            "the server answered 502 Bad Gateway with a page of HTML, as proxies do and not the API: two",
            "the server answered 502 Bad Gateway with a page of HTML, as proxies do and not the API: three",
            "the server answered 502 Bad Gateway: <!-- only a comment",
            "the server answered 502 Bad Gateway: <?xml version=\"1.0\"?><header><title>no page</title></header>",
        ]
    );
}

#[tokio::test]
async fn an_answer_that_stays_compressed_is_called_so() {
    let mock = MockTransport::new().answer_with(200, &[("content-encoding", "br")], &b"\x0b\x02\x80{}\x03"[..]);
    let client = Client::new(ClientOptions::new().transport(mock)).unwrap();
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("compressed (`br`)"), "{error}");
}

#[tokio::test]
async fn calls_that_change_something_have_a_key_that_all_their_attempts_share() {
    let user = serde_json::from_str(USER).unwrap();
    let mock = MockTransport::new().fail().answer(503, &json!({})).answer(200, &user);
    let mock = (0..4).fold(mock, |mock, _| mock.answer(200, &user));
    let options = ClientOptions::new().transport(mock.clone()).clock(FakeClock::new());
    let client = Client::new(options.idempotency_header("Idempotency-Key")).unwrap();
    client.users().update("u").await.unwrap();
    client.users().update("u").await.unwrap();
    client.users().update("u").extra_header("idempotency-key", "mine").await.unwrap();
    client.users().retrieve("u").await.unwrap();
    client.request(crate::runtime::Method::POST, "https://other.example/x").send_raw().await.unwrap();
    let requests = mock.requests();
    let keys: Vec<Option<&str>> = requests.iter().map(|request| request.header("idempotency-key")).collect();
    let (first, second) = (keys[0].unwrap(), keys[3].unwrap());
    assert_eq!(keys, [Some(first), Some(first), Some(first), Some(second), Some("mine"), None, None]);
    assert_ne!(first, second);
    for key in [first, second] {
        let lengths: Vec<usize> = key.split('-').map(str::len).collect();
        assert!(
            lengths == [8, 4, 4, 4, 12] && key.as_bytes()[14] == b'4' && b"89ab".contains(&key.as_bytes()[19]),
            "{key}"
        );
    }

    let error = Client::new(ClientOptions::new().idempotency_header("a b")).unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`idempotency_header`"), "{error}");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn an_http_client_set_up_by_the_caller_leaves_redirects_to_the_sdk() {
    let other = Server::start(vec![answer(200, &[], USER)]).await;
    let location = format!("{}/there", other.url.replace("127.0.0.1", "localhost"));
    let server = Server::start(vec![answer(302, &[("location", &location)], "")]).await;
    let options = ClientOptions::new().base_url(&server.url).no_proxy().http_client_builder(|builder| {
        builder.redirect(reqwest::redirect::Policy::limited(5)).referer(true).http1_title_case_headers()
    });
    Client::new(options).unwrap().users().retrieve("u").await.unwrap();
    assert!(server.requests()[0].contains("\r\nX-Api-Key: key_secret\r\n"), "the builder is used");
    let request = other.requests()[0].to_ascii_lowercase();
    assert!(request.starts_with("get /there http/1.1\r\n"), "{request}");
    for name in ["authorization", "x-api-key", "cookie", "referer"] {
        assert!(!request.contains(name), "{name}: {request}");
    }
}

#[tokio::test]
async fn clients_made_of_clients_share_connections_until_they_connect_in_another_way() {
    let proxy = Server::start(vec![answer(200, &[], USER)]).await;
    let both = Server::kept(USER).await;
    let client = Client::new(ClientOptions::new().base_url(&both.url).no_proxy()).unwrap();
    client.users().retrieve("u").await.unwrap();
    let changed = client.with_options(|o| o.max_retries(0)).unwrap();
    changed.users().retrieve("u").await.unwrap();
    assert_eq!((both.requests().len(), both.accepted()), (2, 1), "the pool is shared");

    let through = changed.with_options(|o| o.proxy(&proxy.url)).unwrap();
    through.users().retrieve("u").await.unwrap();
    assert_eq!((both.requests().len(), proxy.requests().len()), (2, 1));
    // What is made of that one connects as it does, and the first as before.
    through.with_options(|o| o.timeout(ms(5000))).unwrap().users().retrieve("u").await.unwrap();
    assert_eq!(proxy.requests().len(), 2);
    client.users().retrieve("u").await.unwrap();
    assert_eq!((both.requests().len(), both.accepted()), (3, 1));

    let error = client.with_options(|o| o.root_certificates("none")).unwrap_err();
    assert!(error.to_string().contains("`root_certificates`"), "{error}");
    // A transport of the caller's own stays, as the documentation of these options says.
    let mock = MockTransport::new().answer(200, &serde_json::from_str(USER).unwrap());
    let mocked = Client::new(ClientOptions::new().transport(mock.clone())).unwrap();
    mocked.with_options(|o| o.proxy(&proxy.url)).unwrap().users().retrieve("u").await.unwrap();
    assert_eq!((mock.requests().len(), proxy.requests().len()), (1, 2));
}

#[tokio::test]
async fn the_defaults_are_those_that_are_documented() {
    let options = format!("{:?}", ClientOptions::new());
    for part in [
        "timeout: 60s, connect_timeout: 5s, idle_timeout: None, total_timeout: None, max_retries: 2,",
        "max_response_bytes: 1073741824, max_error_bytes: 1048576,",
        "proxy: System,",
    ] {
        assert!(options.contains(part), "{part}: {options}");
    }
    let clock = FakeClock::new();
    let mock = (0..9).fold(MockTransport::new(), |mock, _| mock.answer_with(500, &[], vec![b'x'; 2 << 20]));
    let client = Client::new(ClientOptions::new().transport(mock.clone()).clock(clock.clone())).unwrap();
    let error = client.users().retrieve("u").await.unwrap_err();
    assert_eq!((error.attempts(), error.body().len()), (3, 1 << 20));
    assert_eq!(clock.alarms()[0], Duration::from_secs(60));
}

/// A port where nobody takes connections any more: as many wait as may.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn connecting_has_a_limit_of_its_own() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(connection) = tokio::time::timeout(ms(200), tokio::net::TcpStream::connect(address)).await {
        waiting.push(connection.unwrap());
        assert!(waiting.len() < 64, "the port takes connections without end");
    }
    let options = ClientOptions::new().base_url(format!("http://{address}")).no_proxy().max_retries(0);
    let started = Instant::now();
    let client = Client::new(options.connect_timeout(ms(100)).timeout(ms(10_000))).unwrap();
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.is_timeout() && started.elapsed() < ms(2000), "{error:?} after {:?}", started.elapsed());
}

#[tokio::test]
async fn the_clients_own_words_go_before_what_is_built_in() {
    let user = serde_json::from_str(USER).unwrap();
    let mock = MockTransport::new().answer(200, &user);
    let options = ClientOptions::new()
        .transport(mock.clone())
        .user_agent("mine/1")
        .default_header("Authorization", "Mine m")
        .default_header("X-API-Key", "mine");
    Client::new(options).unwrap().users().retrieve("u").await.unwrap();
    let request = &mock.requests()[0];
    for (name, value) in [("user-agent", "mine/1"), ("authorization", "Mine m"), ("x-api-key", "mine")] {
        assert_eq!(request.headers.get_all(name).iter().collect::<Vec<_>>(), [value], "{name}");
    }
}

/// Run by the test below, in a process of its own.
#[tokio::test]
#[ignore = "needs an environment of its own"]
async fn in_another_process() {
    let user = serde_json::from_str(USER).unwrap();
    let mock = MockTransport::new().answer(200, &user).answer(200, &user).answer(200, &user);
    let options = ClientOptions::new().transport(mock.clone()).default_header("x-both", "option");
    let client = Client::new(options).unwrap();
    client.users().retrieve("u").await.unwrap();
    client.with_options(|o| o.max_retries(0)).unwrap().users().retrieve("u").await.unwrap();
    client
        .with_options(|o| o.remove_header("x-one").default_header("x-two", "3"))
        .unwrap()
        .users()
        .text()
        .await
        .unwrap();
    let mut requests = mock.requests();
    let last = requests.pop().unwrap();
    assert_eq!((last.header("x-one"), last.header("x-two")), (None, Some("3")), "of the environment like others");
    for request in requests {
        assert_eq!(request.origin, "https://api.example.com", "an empty variable is none");
        let headers = ["x-one", "x-two", "x-both"].map(|name| request.header(name).unwrap().to_owned());
        assert_eq!(headers, ["1", "a:b", "option"]);
    }
    let server = Server::start(vec![answer(200, &[], USER)]).await;
    let options = || ClientOptions::new().base_url(&server.url).max_retries(0);
    let error = Client::new(options()).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_connection(), "the proxy of the environment is asked: {error:?}");
    Client::new(options().no_proxy()).unwrap().users().retrieve("u").await.unwrap();
}

#[test]
fn the_environment_has_headers_and_a_proxy() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "options::in_another_process", "--ignored", "--nocapture"])
        .env("SPECWRIGHT_TEST_UNSET_BASE_URL", "  ")
        .env("SPECWRIGHT_TEST_UNSET_CUSTOM_HEADERS", "X-One: 1\n\n x-two :  a:b \nX-Both: environment")
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .env("http_proxy", "http://127.0.0.1:1")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn default_headers_and_parameters_can_be_taken_off_and_replaced() {
    let user = serde_json::from_str(USER).unwrap();
    let mock = (0..9).fold(MockTransport::new(), |mock, _| mock.answer(200, &user));
    let options =
        ClientOptions::new().transport(mock.clone()).default_header("x-one", "1").default_header("x-two", "2");
    let client = Client::new(options.default_query("a", "1").default_query("b", "2")).unwrap();
    let seen = |request: &crate::runtime::testing::RecordedRequest| {
        let headers =
            ["x-one", "x-two", "x-api-key", "user-agent"].map(|name| request.header(name).unwrap_or("").to_owned());
        (headers.join(" "), request.raw_query.clone())
    };
    let removed =
        client.with_options(|o| o.remove_header("X-One").remove_header("User-Agent").remove_header("x-api-key"));
    let removed = removed.unwrap();
    removed.users().retrieve("u").await.unwrap();
    removed.users().retrieve("u").extra_header("x-one", "own").await.unwrap();
    // Set again, it is sent again.
    removed.with_options(|o| o.default_header("x-one", "3")).unwrap().users().retrieve("u").await.unwrap();
    let replaced =
        client.with_options(|o| o.clear_default_headers().default_header("x-two", "4").clear_default_query());
    replaced.unwrap().users().retrieve("u").await.unwrap();
    client.users().retrieve("u").await.unwrap();
    let seen: Vec<(String, String)> = mock.requests().iter().map(seen).collect();
    let expected = [
        (" 2  ", "a=1&b=2"),
        ("own 2  ", "a=1&b=2"),
        ("3 2  ", "a=1&b=2"),
        (" 4 key_secret Small-pets/Rust 0.1.0", ""),
        ("1 2 key_secret Small-pets/Rust 0.1.0", "a=1&b=2"),
    ];
    assert_eq!(seen, expected.map(|(headers, query)| (headers.to_owned(), query.to_owned())));

    let error = client.with_options(|o| o.remove_header("a b")).unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`remove_header`"), "{error}");
}
