//! What stands around calls and requests: order, changes, answers in the place of the network's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::api::Client;
use crate::clock::FakeClock;
use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Body, BoxFuture, Bytes, ClientOptions, Error, ErrorKind, Method, Middleware, Next, NextCall, OutgoingCall, Result,
    TransportError,
};
use crate::support::{Server, answer};

type Answer = http::Response<Body>;
type Notes = Arc<Mutex<Vec<String>>>;

fn user() -> Value {
    json!({"email": "a@b.c", "level": "owner"})
}

fn options(mock: &MockTransport) -> ClientOptions {
    ClientOptions::new().transport(mock.clone()).clock(FakeClock::new())
}

fn taken(notes: &Notes) -> Vec<String> {
    std::mem::take(&mut notes.lock().unwrap())
}

/// Notes what passes, and adds a header at both places.
struct Witness(&'static str, Notes);

impl Witness {
    fn note(&self, text: String) {
        self.1.lock().unwrap().push(format!("{}: {text}", self.0));
    }
}

impl Middleware for Witness {
    fn call<'a>(&'a self, mut call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<Answer>> {
        self.note(format!("call {} {}", call.method(), call.path()));
        call.headers_mut().append("x-calls", self.0.parse().unwrap());
        Box::pin(async {
            let outcome = next.run(call).await;
            self.note(match &outcome {
                Ok(answer) => format!("answer {}", answer.status()),
                Err(error) => format!("error after {} attempts", error.attempts()),
            });
            outcome
        })
    }

    fn attempt<'a>(
        &'a self,
        mut request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, core::result::Result<Answer, TransportError>> {
        let (attempt, resend) = (next.attempt(), next.resend_count());
        self.note(format!("attempt {attempt}, request {resend}, after {:?}", next.waited()));
        request.headers_mut().append("x-attempts", self.0.parse().unwrap());
        Box::pin(async {
            let outcome = next.run(request).await;
            self.note(match &outcome {
                Ok(answer) => format!("status {}", answer.status().as_u16()),
                Err(error) => error.to_string(),
            });
            outcome
        })
    }
}

#[tokio::test]
async fn the_first_middleware_is_the_outermost_and_calls_enclose_attempts() {
    let mock = MockTransport::new().fail().answer(503, &json!({})).answer(200, &user());
    let notes = Notes::default();
    let options = options(&mock).middleware(Witness("a", notes.clone())).middleware(Witness("b", notes.clone()));
    let answer = Client::new(options).unwrap().users().retrieve("u").with_response().await.unwrap();
    assert_eq!((answer.attempts(), answer.elapsed()), (3, Duration::from_millis(1500)));
    assert_eq!(
        taken(&notes),
        [
            "a: call GET /v1/users/{userId}",
            "b: call GET /v1/users/{userId}",
            "a: attempt 1, request 0, after 0ns",
            "b: attempt 1, request 0, after 0ns",
            "b: the connection failed: a failure was asked for",
            "a: the connection failed: a failure was asked for",
            "a: attempt 2, request 1, after 500ms",
            "b: attempt 2, request 1, after 500ms",
            "b: status 503",
            "a: status 503",
            "a: attempt 3, request 2, after 1s",
            "b: attempt 3, request 2, after 1s",
            "b: status 200",
            "a: status 200",
            "b: answer 200 OK",
            "a: answer 200 OK",
        ]
    );
    for request in mock.requests() {
        let all = |name| request.headers.get_all(name).iter().map(|v| v.to_str().unwrap()).collect::<Vec<_>>();
        assert_eq!((all("x-calls"), all("x-attempts")), (vec!["a", "b"], vec!["a", "b"]));
    }
}

#[tokio::test]
async fn an_attempt_sees_every_status_and_a_call_sees_what_its_caller_does() {
    for status in [301, 404, 500, 599] {
        let mock = MockTransport::new().answer(status, &json!({"message": "no"}));
        let notes = Notes::default();
        let client = Client::new(options(&mock).max_retries(0).middleware(Witness("a", notes.clone()))).unwrap();
        let error = client.users().retrieve("u").await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        let notes = taken(&notes);
        assert_eq!(notes[2..], [format!("a: status {status}"), "a: error after 1 attempts".to_owned()]);
    }
}

#[tokio::test]
async fn redirects_pass_by_as_requests_of_their_own_and_foreign_hosts_are_told_from_the_own() {
    struct Signer(Notes);
    impl Middleware for Signer {
        fn attempt<'a>(
            &'a self,
            mut request: http::Request<Body>,
            next: Next<'a>,
        ) -> BoxFuture<'a, core::result::Result<Answer, TransportError>> {
            self.0.lock().unwrap().push(format!("{} {}", next.attempt(), next.resend_count()));
            if next.is_own_host(request.uri()) {
                request.headers_mut().insert("x-signature", "s".parse().unwrap());
            }
            next.run(request)
        }
    }
    let body = user().to_string();
    let other = Server::start(vec![answer(200, &[], &body)]).await;
    let server = Server::start(vec![
        answer(307, &[("location", "/next")], ""),
        answer(302, &[("location", &format!("{}/there", other.url))], ""),
    ])
    .await;
    let notes = Notes::default();
    let options = ClientOptions::new().base_url(&server.url).middleware(Signer(notes.clone()));
    Client::new(options).unwrap().users().retrieve("u").await.unwrap();
    assert_eq!(taken(&notes), ["1 0", "1 1", "1 2"]);
    assert!(server.requests().iter().all(|request| request.contains("\r\nx-signature: s\r\n")));
    assert!(!other.requests()[0].contains("x-signature"));
}

/// Keeps what was answered, and answers from that.
#[derive(Default)]
struct Cache(Mutex<Vec<(String, Bytes)>>);

impl Middleware for Cache {
    fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<Answer>> {
        Box::pin(async move {
            let url = call.url();
            if call.method() != Method::GET {
                return next.run(call).await;
            }
            let kept = self.0.lock().unwrap().iter().find(|(other, _)| *other == url).map(|(_, body)| body.clone());
            if let Some(body) = kept {
                return Ok(http::Response::new(Body::from(body)));
            }
            let (parts, mut body) = next.run(call).await?.into_parts();
            let whole = body.chunk().await.map_err(Error::refused)?.unwrap_or_default();
            self.0.lock().unwrap().push((url, whole.clone()));
            Ok(http::Response::from_parts(parts, Body::from(whole)))
        })
    }
}

#[tokio::test]
async fn a_call_is_answered_without_the_network() {
    let mock = MockTransport::new().answer(200, &user()).answer(200, &user()).answer(200, &user());
    let client = Client::new(options(&mock).default_query("d", "1").middleware(Cache::default())).unwrap();
    let first = client.users().retrieve("u").with_response().await.unwrap();
    let second = client.users().retrieve("u").with_response().await.unwrap();
    assert_eq!((first.attempts(), second.attempts(), second.retries_taken()), (1, 0, 0));
    assert_eq!(first.data(), second.data());
    assert_eq!(mock.requests().len(), 1);
    client.users().retrieve("v").extra_query("q", "2").await.unwrap();
    client.users().update("u").await.unwrap();
    assert_eq!(mock.requests().len(), 3);
}

/// Answers each call with this status, and gives up those without one.
struct Stand(Option<u16>);

impl Middleware for Stand {
    fn call<'a>(&'a self, call: OutgoingCall, _: NextCall<'a>) -> BoxFuture<'a, Result<Answer>> {
        assert_eq!(call.body().map(|body| &**body), Some(&br#"{"firstName":"S"}"#[..]));
        let Some(status) = self.0 else { return Box::pin(async { Err(Error::refused("the quota is used up")) }) };
        let mut answer = http::Response::new(Body::from(Bytes::from(user().to_string())));
        *answer.status_mut() = status.try_into().unwrap();
        Box::pin(async { Ok(answer) })
    }
}

#[tokio::test]
async fn what_a_middleware_answers_is_read_like_any_answer() {
    let mock = MockTransport::new();
    let update = |status| {
        let client = Client::new(options(&mock).middleware(Stand(status))).unwrap();
        client.users().update("u").first_name("S")
    };
    assert_eq!(update(Some(200)).await.unwrap().email, "a@b.c");
    let error = update(Some(404)).await.unwrap_err();
    assert!(error.is_not_found() && error.path() == "/v1/users/{userId}" && error.attempts() == 0, "{error:?}");
    let error = update(None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.to_string(), "PATCH /v1/users/{userId}: the quota is used up");
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn what_an_attempt_refuses_is_not_tried_again() {
    struct Locked;
    impl Middleware for Locked {
        fn attempt<'a>(
            &'a self,
            _: http::Request<Body>,
            _: Next<'a>,
        ) -> BoxFuture<'a, core::result::Result<Answer, TransportError>> {
            Box::pin(async { Err(TransportError::refused("the key is locked")) })
        }
    }
    let mock = MockTransport::new();
    let error = Client::new(options(&mock).middleware(Locked)).unwrap().users().retrieve("u").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Refused, 1));
    assert!(error.to_string().contains("the key is locked") && mock.requests().is_empty(), "{error}");
}

#[tokio::test]
async fn pages_and_streams_pass_through_middlewares() {
    let page = |more: bool| json!({"users": [user()], "hasMore": more, "cursor": more.then_some("c")});
    let mock = MockTransport::new().answer(200, &page(true)).answer(200, &page(false));
    let notes = Notes::default();
    let client = Client::new(options(&mock).middleware(Witness("a", notes.clone()))).unwrap();
    assert_eq!(client.users().list().stream().try_collect().await.unwrap().len(), 2);
    assert_eq!(taken(&notes).iter().filter(|note| note.starts_with("a: call")).count(), 2);
    // The header of the first page's call is not in the second one twice.
    assert_eq!(mock.requests()[1].headers.get_all("x-calls").iter().count(), 1);

    let server = Server::start(vec![crate::support::chunked("text/event-stream", &[b"data: {\"n\":1}\n\n"])]).await;
    let options = ClientOptions::new().base_url(&server.url).middleware(Witness("a", notes.clone()));
    let mut ticks = Client::new(options).unwrap().users().ticks().stream();
    assert_eq!(ticks.try_next().await.unwrap().unwrap().n, 1);
    assert_eq!(taken(&notes).last().unwrap(), "a: answer 200 OK");
}

/// Notes how what passes shows itself.
struct Show(Notes);

impl Middleware for Show {
    fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<Answer>> {
        self.0.lock().unwrap().push(format!("{call:?} {next:?} {}", call.url()));
        next.run(call)
    }

    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, core::result::Result<Answer, TransportError>> {
        self.0.lock().unwrap().push(format!("{next:?} {:?}", request.headers().get("authorization")));
        next.run(request)
    }
}

#[tokio::test]
async fn middlewares_are_shared_by_clients_with_other_options_and_show_no_secrets() {
    let mock = MockTransport::new().answer(200, &user());
    let notes = Notes::default();
    let client = Client::new(options(&mock).middleware(Show(notes.clone()))).unwrap();
    let client = client.with_options(|options| options.max_retries(0)).unwrap();
    client.users().retrieve("u").extra_header("x", "hidden").await.unwrap();
    let shown = taken(&notes).join("\n");
    assert!(shown.contains("Sensitive") && shown.contains("https://api.example.com/v1/users/u"), "{shown}");
    assert!(!shown.contains("secret") && !shown.contains("hidden"), "{shown}");
    assert!(format!("{client:?}").contains("middleware: 1"), "{client:?}");
}

/// Waits before or after the call goes on, or for ever.
#[derive(Clone, Copy)]
enum Slow {
    Before(Duration),
    After(Duration),
    Never,
    /// Answers with a body that does not come to an end.
    Endless(u16),
}

impl Middleware for Slow {
    fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<Answer>> {
        Box::pin(async move {
            match *self {
                Self::Before(time) => tokio::time::sleep(time).await,
                Self::Never => std::future::pending().await,
                Self::After(time) => {
                    let answer = next.run(call).await;
                    tokio::time::sleep(time).await;
                    return answer;
                }
                Self::Endless(status) => {
                    let mut answer = http::Response::new(Body::from_stream(Silence));
                    *answer.status_mut() = status.try_into().unwrap();
                    return Ok(answer);
                }
            }
            next.run(call).await
        })
    }
}

struct Silence;

impl futures_core::Stream for Silence {
    type Item = core::result::Result<Bytes, TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn what_stands_around_a_call_is_within_its_time() {
    let ms = Duration::from_millis;
    let stalls = crate::support::Act::Stall(ms(5000));
    for (slow, attempts) in [
        (Slow::Before(ms(5000)), 0),
        (Slow::After(ms(5000)), 0),
        (Slow::Never, 0),
        (Slow::Endless(200), 0),
        // The attempts have what is left, and say how many there were.
        (Slow::Before(ms(100)), 1),
    ] {
        let is_answered = matches!(slow, Slow::After(_));
        let server = Server::start(vec![if is_answered { answer(200, &[], "{}") } else { stalls.clone() }]).await;
        let options = ClientOptions::new().base_url(&server.url).middleware(slow).total_timeout(ms(200));
        let started = std::time::Instant::now();
        let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
        let took = started.elapsed();
        assert!(error.is_timeout() && error.attempts() == attempts, "{error:?}");
        assert_eq!(error.to_string(), "GET /v1/users/{userId}: no answer within 200ms");
        assert!(took >= ms(200) && took < ms(1500), "{took:?}");
    }
    // Without a total, a body of a middleware's own may take as long as an attempt.
    for (status, is_timeout) in [(200, true), (404, false)] {
        let options = ClientOptions::new().transport(MockTransport::new()).middleware(Slow::Endless(status));
        let client = Client::new(options.timeout(ms(100))).unwrap();
        let error = client.users().retrieve("u").await.unwrap_err();
        assert_eq!((error.is_timeout(), error.is_not_found()), (is_timeout, !is_timeout), "{error:?}");
    }
}
