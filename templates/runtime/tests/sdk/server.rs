//! Calls over a real connection to a local server, with faults.

use std::time::{Duration, Instant};

use crate::api::{Client, Tick, UserJobResponse};
use crate::runtime::{ClientOptions, ErrorKind};
use crate::support::{Act, Server, answer};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

fn client(server: &Server, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Client {
    Client::new(change(ClientOptions::new().base_url(&server.url))).unwrap()
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[tokio::test]
async fn a_call_goes_out_as_http() {
    let server = Server::start(vec![answer(200, &[], USER)]).await;
    let user = client(&server, |o| o).users().update("u 1").first_name("S").await.unwrap();
    assert_eq!(user.email, "a@b.c");
    let request = &server.requests()[0];
    assert!(request.starts_with("PATCH /v1/users/u%201 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\nauthorization: Bearer sk_secret\r\n"), "{request}");
    assert!(request.contains("\r\nuser-agent: Small-pets/Rust 0.1.0\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"firstName\":\"S\"}"), "{request}");
}

#[tokio::test]
async fn a_host_that_is_asked_again_gets_the_same_request() {
    for id in ["u", "a b/c?d#e", "..;%2e", "ü@:'()*!", "{}|^`\"<>\\"] {
        let server = Server::start(vec![answer(200, &[], USER); 3]).await;
        let client = client(&server, |o| o);
        for _ in 0..3 {
            client.users().retrieve(id).extra_query("q[]", "a&b=c d'+").await.unwrap();
        }
        let lines: Vec<String> = server.requests().iter().map(|of| of.lines().next().unwrap().to_owned()).collect();
        assert!(lines.len() == 3 && lines.iter().all(|line| *line == lines[0]), "{lines:?}");
    }
}

#[tokio::test]
async fn broken_connections_are_tried_again() {
    let cut = Act::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_vec());
    let garbage = Act::Write(b"\x00\xff nonsense\r\n\r\n".to_vec());
    for fault in [Act::Hang, cut, garbage] {
        let server = Server::start(vec![fault.clone(), answer(200, &[], USER)]).await;
        client(&server, |o| o).users().retrieve("u").await.unwrap();
        assert_eq!(server.requests().len(), 2, "{fault:?}");

        let server = Server::start(vec![fault.clone()]).await;
        let error = client(&server, |o| o.max_retries(0)).users().retrieve("u").await.unwrap_err();
        assert!(error.is_connection(), "{fault:?}: {error:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_a_connection_error() {
    let error = Client::new(ClientOptions::new().base_url("http://127.0.0.1:1/?key=hidden").max_retries(1))
        .unwrap()
        .users()
        .retrieve("u")
        .await
        .unwrap_err();
    assert!(error.is_connection() && error.attempts() == 2, "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
}

#[tokio::test]
async fn an_attempt_is_limited_to_its_last_byte() {
    for fault in [Act::Stall(ms(3000)), Act::Trickle(ms(3000))] {
        let server = Server::start(vec![fault]).await;
        let started = Instant::now();
        let error = client(&server, |o| o.timeout(ms(100)).max_retries(0)).users().retrieve("u").await.unwrap_err();
        assert!(error.is_timeout() && started.elapsed() < ms(1500), "{error:?}");
        assert!(error.to_string().contains("100ms"), "{error}");
    }
}

#[tokio::test]
async fn all_attempts_together_are_limited() {
    let server = Server::start(vec![Act::Stall(ms(3000))]).await;
    let started = Instant::now();
    let error = client(&server, |o| o.timeout(ms(100))).users().retrieve("u").total_timeout(ms(250)).await.unwrap_err();
    assert!(error.is_timeout() && started.elapsed() < ms(1500), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_refused() {
    let server = Server::start(vec![answer(200, &[], USER)]).await;
    let error = client(&server, |o| o.max_response_bytes(5)).users().retrieve("u").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
}

#[tokio::test]
async fn redirects_within_the_host_keep_credentials() {
    let server = Server::start(vec![answer(307, &[("location", "/v2/u?x=1")], ""), answer(200, &[], USER)]).await;
    client(&server, |o| o).users().update("u").first_name("S").await.unwrap();
    let request = &server.requests()[1];
    assert!(request.starts_with("PATCH /v2/u?x=1 ") && request.ends_with("{\"firstName\":\"S\"}"), "{request}");
    assert!(request.contains("authorization: Bearer"), "{request}");
}

#[tokio::test]
async fn redirects_to_another_host_carry_no_credentials_and_no_body() {
    let other = Server::start(vec![answer(200, &[], USER)]).await;
    let location = format!("{}/there", other.url);
    let server = Server::start(vec![answer(302, &[("location", &location)], "")]).await;
    client(&server, |o| o.default_header("x-d", "1")).users().retrieve("u").extra_header("x-a", "1").await.unwrap();
    let request = other.requests().remove(0);
    assert!(request.starts_with("GET /there "), "{request}");
    for name in ["authorization", "x-api-key", "x-d", "x-a"] {
        assert!(!request.contains(name), "{name}: {request}");
    }
    let server = Server::start(vec![answer(307, &[("location", &location)], "")]).await;
    let error = client(&server, |o| o).users().update("u").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 307);
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test]
async fn redirects_end() {
    let server = Server::start(vec![answer(302, &[("location", "/again")], "")]).await;
    let error = client(&server, |o| o).users().retrieve("u").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn dropping_a_call_gives_it_up() {
    let server = Server::start(vec![Act::Stall(ms(3000))]).await;
    let call = client(&server, |o| o).users().retrieve("u").send();
    assert!(tokio::time::timeout(ms(100), call).await.is_err());
}

#[tokio::test]
async fn the_status_says_what_the_answer_is() {
    let server = Server::start(vec![
        answer(200, &[], USER),
        answer(202, &[], r#"{"n":1}"#),
        answer(204, &[], ""),
        answer(207, &[], r#""else""#),
        answer(202, &[], USER),
        answer(203, &[], USER),
    ])
    .await;
    let client = client(&server, |o| o);
    let job = || client.users().job().send();
    assert!(matches!(job().await.unwrap(), UserJobResponse::Ok(user) if user.email == "a@b.c"));
    assert_eq!(job().await.unwrap(), UserJobResponse::Accepted(Tick { n: 1 }));
    assert_eq!(job().await.unwrap(), UserJobResponse::NoContent);
    assert_eq!(job().await.unwrap(), UserJobResponse::Other("else".to_owned()));
    assert!(job().await.unwrap_err().is_decode(), "the body of another status");
    let error = job().await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("203"), "{error}");
    assert_eq!(error.body(), USER.as_bytes());
}

#[tokio::test]
async fn the_media_type_says_what_the_answer_is() {
    let kinds = [("Text/Plain; charset=utf-8", "a"), ("image/png", "b"), ("imagery/png", "c"), ("IMAGE/x", "d")];
    let mut acts: Vec<Act> = kinds.iter().map(|(name, body)| answer(206, &[("content-type", name)], body)).collect();
    acts.push(answer(206, &[], "e"));
    let server = Server::start(acts).await;
    let client = client(&server, |o| o);
    let job = || client.users().job().send();
    assert_eq!(job().await.unwrap(), UserJobResponse::Text("a".to_owned()));
    assert_eq!(job().await.unwrap(), UserJobResponse::Image("b".into()));
    let error = job().await.unwrap_err().to_string();
    assert!(
        error.ends_with("the answer is not documented: status 206 Partial Content and `imagery/png`; it begins: c"),
        "{error}"
    );
    let mut bytes = Vec::new();
    client.users().job().download().write_to(&mut bytes).await.unwrap();
    assert_eq!(bytes, b"d");
    let error = job().await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("206 Partial Content without a `Content-Type`"), "{error}");
}

#[tokio::test]
async fn a_connection_that_fails_says_why() {
    let reset = Server::start(vec![Act::Reset(Vec::new())]).await;
    let closed = Server::start(vec![Act::Hang]).await;
    for (url, why) in [
        ("http://127.0.0.1:1", "refused"),
        (&*reset.url, "reset"),
        (&*closed.url, "closed before message completed"),
        ("http://name.invalid", "lookup"),
    ] {
        let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let log = std::sync::Arc::clone(&lines);
        let options = ClientOptions::new()
            .base_url(format!("{url}/?key=hidden"))
            .max_retries(0)
            .no_proxy()
            .logger(crate::runtime::LogLevel::Warn, move |_, line| log.lock().unwrap().push(line.to_owned()));
        let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
        let said = error.to_string();
        assert!(said.contains("the connection failed: ") && said.to_lowercase().contains(why), "{why}: {said}");
        let lines = lines.lock().unwrap();
        assert!(lines[0].to_lowercase().contains(why) && !lines[0].contains("hidden"), "{why}: {lines:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_beside_what_is_documented() {
    let server = Server::start(vec![answer(503, &[("retry-after-ms", "1")], ""), answer(200, &[], USER)]).await;
    client(&server, |o| o).users().update("u").await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let head = request.split("\r\n\r\n").next().unwrap();
        let mut names: Vec<&str> = head.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
        names.sort_unstable();
        let mut expected =
            vec!["accept", "authorization", "content-length", "content-type", "host", "user-agent", "x-api-key"];
        if cfg!(feature = "gzip") {
            expected.insert(1, "accept-encoding");
        }
        assert_eq!(names, expected, "{request}");
    }
}

#[tokio::test]
async fn an_attempt_out_of_time_is_tried_again() {
    let server = Server::start(vec![Act::Stall(ms(3000)), answer(200, &[], USER)]).await;
    let started = Instant::now();
    let answer = client(&server, |o| o.timeout(ms(200))).users().retrieve("u").with_response().await.unwrap();
    assert!(answer.attempts() == 2 && started.elapsed() < ms(2000));
}
