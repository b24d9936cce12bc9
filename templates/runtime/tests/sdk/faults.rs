//! What a network, a proxy or a broken server can do to a call: the documented error each time, within its time limit,
//! and nothing left behind. Faults of streams stand in `streams`, of token endpoints in `oauth2`.

use std::task::{Context, Waker};
use std::time::{Duration, Instant, SystemTime};

use crate::api::{Client, Tick};
use crate::clock::{FakeClock, JumpingClock};
use crate::runtime::testing::MockTransport;
use crate::runtime::{BoxFuture, ClientOptions, Clock, ErrorKind};
use crate::support::{Act, Server, answer, begun, chunked};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;
const LIMIT: Duration = Duration::from_millis(300);

fn client(server: &Server, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Client {
    let options = ClientOptions::new().base_url(&server.url).max_retries(0).timeout(LIMIT);
    Client::new(change(options)).unwrap()
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn json(head: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{head}\r\n{body}").into_bytes()
}

/// Faults, the kind of error that each becomes, and what its message says.
fn faults() -> Vec<(&'static str, Act, ErrorKind, &'static str)> {
    use ErrorKind::{Connection, Decode, Status, Timeout};
    let length = |length: &str| format!("content-length: {length}\r\n");
    let silence = |first: Vec<u8>| Act::Drip(first, Vec::new(), ms(3000), 1);
    let deep = "[".repeat(100_000);
    vec![
        ("closed before an answer", Act::Hang, Connection, "connection"),
        ("reset before an answer", Act::Reset(Vec::new()), Connection, "connection"),
        ("reset in the head", Act::Reset(bytes("HTTP/1.1 200 OK\r\ncontent-")), Connection, "connection"),
        ("reset in the body", Act::Reset(json(&length("99"), "{\"em")), Connection, "connection"),
        ("silent before the head", Act::Stall(ms(3000)), Timeout, "300ms"),
        ("silent in the head", silence(bytes("HTTP/1.1 200 OK\r\ncontent-")), Timeout, "300ms"),
        ("silent before the body", silence(json(&length("99"), "")), Timeout, "300ms"),
        ("silent in the body", silence(json(&length("99"), "{\"em")), Timeout, "300ms"),
        ("half a chunk", Act::Write(json("transfer-encoding: chunked\r\n", "10\r\n{\"em")), Connection, "connection"),
        ("no last chunk", Act::Write(begun("application/json", &[USER.as_bytes()])), Connection, "connection"),
        (
            "a chunk of no size",
            Act::Write(json("transfer-encoding: chunked\r\n", "zz\r\n{}\r\n")),
            Connection,
            "connection",
        ),
        ("fewer bytes than stated", Act::Write(json(&length("99"), USER)), Connection, "connection"),
        ("more bytes than stated", Act::Write(json(&length("5"), USER)), Decode, "it begins: {\"ema"),
        ("no number of bytes", Act::Write(json(&length("-1"), USER)), Connection, "connection"),
        ("two numbers of bytes", Act::Write(json(&(length("5") + &length("9")), USER)), Connection, "connection"),
        ("no HTTP", Act::Write(bytes("\x00 nonsense\r\n\r\n")), Connection, "connection"),
        ("no status", Act::Write(bytes("HTTP/1.1 0 X\r\n\r\n")), Connection, "connection"),
        (
            "an endless head",
            Act::Drip(bytes("HTTP/1.1 200 OK\r\n"), vec![b'a'; 1 << 16], ms(0), 999),
            Connection,
            "conn",
        ),
        (
            "a body that is not UTF-8",
            Act::Write(json("", "{\"email\":\"\u{1}\"}").into_iter().map(spoilt).collect()),
            Decode,
            "`email`",
        ),
        ("a body that is empty", answer(200, &[], ""), Decode, "the answer has no body"),
        (
            "204 where a model was to come",
            Act::Write(bytes("HTTP/1.1 204 X\r\n\r\n")),
            Decode,
            "the answer has no body",
        ),
        ("text", answer(200, &[("content-type", "text/plain")], "hi"), Decode, "`text/plain`"),
        ("another shape", answer(200, &[], "[1]"), Decode, "documented shape"),
        ("a value of another type", answer(200, &[], r#"{"email":1,"level":""}"#), Decode, "`email`"),
        ("half of the JSON", answer(200, &[], &USER[..9]), Decode, "documented shape"),
        ("JSON without an end to its depth", answer(200, &[], &deep), Decode, "documented shape"),
        ("depth where anything may stand", answer(200, &[], &format!("{{\"x\":{deep}")), Decode, "documented shape"),
        ("a status of no class", answer(600, &[], ""), Status, "600"),
        ("a redirect to nowhere", answer(302, &[], ""), Status, "302"),
        ("a redirect to no URL", answer(302, &[("location", "http://[")], ""), Status, "302"),
        ("a redirect to another scheme", answer(302, &[("location", "file:///etc/passwd")], ""), Status, "302"),
        ("not modified", answer(304, &[], ""), Status, "304"),
    ]
}

/// What makes a text none.
fn spoilt(byte: u8) -> u8 {
    if byte == 1 { 0xFF } else { byte }
}

#[tokio::test]
async fn each_fault_is_the_error_that_says_so() {
    for (fault, act, kind, said) in faults() {
        let server = Server::start(vec![act]).await;
        let started = Instant::now();
        let error = client(&server, |o| o).users().retrieve("u").await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}: {error:?}");
        assert!(error.to_string().contains(said), "{fault}: {error}");
        assert!(error.to_string().starts_with("GET /v1/users/{userId}: "), "{fault}: {error}");
        assert!(started.elapsed() < ms(2000), "{fault}: {:?}", started.elapsed());
        assert_eq!(error.attempts(), 1, "{fault}");
    }
}

#[tokio::test]
async fn what_is_no_fault_is_none() {
    let early = format!("HTTP/1.1 103 X\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 33\r\n\r\n{USER}");
    let lone = format!("HTTP/1.0 200\r\n\r\n{USER}");
    let null = r#"{"email":"a@b.c","level":"owner","createdAt":null,"middleName":null,"news":[{}]}"#;
    for (name, act) in [
        ("a hint before the answer", Act::Write(bytes(&early))),
        ("neither length nor reason", Act::Write(bytes(&lone))),
        ("chunks of one byte", chunked("application/json", &USER.as_bytes().chunks(1).collect::<Vec<_>>())),
        ("unknown fields", answer(200, &[], null)),
        ("any media type, if the body is JSON", answer(200, &[("content-type", "text/html")], USER)),
        ("a status of 2xx that is not documented", answer(299, &[], USER)),
    ] {
        let server = Server::start(vec![act]).await;
        let user = client(&server, |o| o).users().retrieve("u").await;
        assert_eq!(user.map(|user| user.email).map_err(|error| error.to_string()), Ok("a@b.c".to_owned()), "{name}");
    }
}

#[tokio::test]
async fn a_gigabyte_is_refused_after_the_limit_and_no_later() {
    let head = json(&format!("content-length: {}\r\n", 1 << 30), "");
    let server = Server::start(vec![Act::Drip(head, vec![b' '; 1 << 20], ms(0), 1 << 10)]).await;
    let client = client(&server, |o| o.max_response_bytes(8 << 20).timeout(ms(20_000)));
    let error = client.users().retrieve("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
    assert!(error.to_string().contains("8388608 bytes"), "{error}");
    assert!(closes(&server).await, "the rest is read");
}

#[tokio::test]
async fn a_storm_of_429_ends_after_the_retries() {
    let slowly = MockTransport::new();
    let slowly = (0..9).fold(slowly, |mock, _| mock.answer_with(429, &[("retry-after", "3600")], "slow down"));
    let clock = FakeClock::new();
    let options = ClientOptions::new().transport(slowly.clone()).clock(clock.clone()).max_retries(4);
    let error = Client::new(options).unwrap().users().retrieve("u").await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 5, "{error:?}");
    assert_eq!(slowly.requests().len(), 5);
    // An hour is longer than anybody waits: the usual waits are taken.
    assert_eq!(clock.waits(), [ms(500), ms(1000), ms(2000), ms(4000)]);
}

/// A clock that runs backwards, and a century a step.
#[derive(Clone, Debug)]
struct Mad(FakeClock);

impl Clock for Mad {
    fn now(&self) -> Instant {
        let now = self.0.now();
        now.checked_sub(Duration::from_secs(self.0.waits().len() as u64)).unwrap_or(now)
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn random(&self) -> f64 {
        f64::NAN
    }
}

#[tokio::test]
async fn a_clock_that_steps_neither_hangs_nor_panics() {
    // Steps forward over the deadline while the answer is awaited: no further attempt.
    let server = Server::start(vec![answer(503, &[], "")]).await;
    let clock = JumpingClock::default();
    let options = |o: ClientOptions| o.clock(clock.clone()).max_retries(5).total_timeout(Duration::from_secs(60));
    let client = client(&server, options);
    clock.jump(Duration::from_secs(3600));
    let call = client.users().retrieve("u").send();
    let step = async { clock.jump(Duration::from_secs(3600)) };
    let (error, ()) = tokio::join!(call, step);
    assert_eq!(error.unwrap_err().attempts(), 1);

    // A date in the past, or one that the clock has not come to for years, asks for nothing.
    for date in ["Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 2049 23:59:59 GMT", "yesterday", "-1", "1e300", "NaN"] {
        let mock = MockTransport::new().answer_with(503, &[("retry-after", date)], "").answer_with(200, &[], USER);
        let fake = FakeClock::new();
        let client = Client::new(ClientOptions::new().transport(mock).clock(fake.clone())).unwrap();
        client.users().retrieve("u").await.unwrap();
        assert_eq!(fake.waits(), [ms(500)], "{date}");
    }

    let mock = MockTransport::new().answer_with(503, &[], "").answer_with(503, &[], "").answer_with(200, &[], USER);
    let options = ClientOptions::new().transport(mock).clock(Mad(FakeClock::new()));
    let client = Client::new(options.total_timeout(Duration::from_secs(60))).unwrap();
    assert_eq!(client.users().retrieve("u").await.unwrap().email, "a@b.c");
}

#[tokio::test]
async fn a_hundred_thousand_events_come_in_order() {
    let events: String = (0..100_000).map(|n| format!("id: {n}\ndata: {{\"n\":{n}}}\n\n")).collect();
    let cut: Vec<&[u8]> = events.as_bytes().chunks(997).collect();
    let server = Server::start(vec![chunked("text/event-stream", &cut)]).await;
    let mut ticks = client(&server, |o| o.timeout(ms(20_000))).users().ticks().stream();
    let mut expected = 0;
    while let Some(Tick { n }) = ticks.try_next().await.unwrap() {
        assert_eq!(n, expected);
        expected += 1;
    }
    assert_eq!(expected, 100_000);
}

/// Whether all connections of a server are closed before long.
async fn closes(server: &Server) -> bool {
    for _ in 0..400 {
        if server.connections() == 0 {
            return true;
        }
        tokio::time::sleep(ms(5)).await;
    }
    false
}

/// Drops a call after each of its steps, until it comes to its end: no task and no connection is left.
async fn dropped_everywhere(acts: &[Act], at_least: u32, call: impl Fn(ClientOptions) -> BoxFuture<'static, ()>) {
    let mut polls = 0;
    // Each time one step further, until the call comes to its end.
    loop {
        let server = Server::apart(acts.to_vec());
        let options = ClientOptions::new().base_url(&server.url).max_retries(2).timeout(ms(5000));
        let mut call = call(options);
        let mut ended = false;
        for _ in 0..polls {
            if call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                ended = true;
                break;
            }
            tokio::time::sleep(ms(2)).await;
        }
        drop(call);
        assert!(closes(&server).await, "a connection is left after {polls} steps");
        assert!(nothing_runs().await, "a task is left after {polls} steps");
        if ended {
            break;
        }
        polls += 1;
        assert!(polls < 500, "the call does not end");
    }
    assert!(polls > at_least, "the call waits more often than {polls} times");
}

#[tokio::test]
async fn a_call_can_be_dropped_wherever_it_waits() {
    let redirect = answer(307, &[("location", "/there")], "");
    let slow = Act::Drip(json("content-length: 33\r\n", ""), bytes(USER), ms(1), 1);
    let acts = [answer(503, &[("retry-after-ms", "1")], ""), redirect, slow];
    dropped_everywhere(&acts, 4, |options| {
        Box::pin(async {
            let client = Client::new(options).unwrap();
            assert_eq!(client.users().update("u").first_name("S").await.unwrap().email, "a@b.c");
        })
    })
    .await;
}

#[cfg(feature = "oauth2")]
#[tokio::test]
async fn a_call_can_be_dropped_wherever_its_token_is_fetched() {
    use crate::runtime::{Method, OAuth2, UntypedRequest};
    let token = r#"{"access_token":"t","expires_in":3600}"#;
    let slowly =
        |body: &str| Act::Drip(json(&format!("content-length: {}\r\n", body.len()), ""), bytes(body), ms(1), 1);
    // The second call's token is refused, so another is fetched.
    let acts = [slowly(token), answer(200, &[], "1"), answer(401, &[], ""), slowly(token), slowly("2")];
    dropped_everywhere(&acts, 5, |options| {
        Box::pin(async {
            let core = crate::security::core(options, |given| {
                given.oauth2("oauth", OAuth2::client_credentials("id", "hidden"));
            });
            let core = std::sync::Arc::new(core.unwrap());
            for expected in [1, 2] {
                let request = UntypedRequest::new(std::sync::Arc::clone(&core), Method::GET, "/call");
                assert_eq!(request.send::<i64>().await.unwrap(), expected);
            }
        })
    })
    .await;
}

#[tokio::test]
async fn an_upload_can_be_dropped_wherever_it_waits() {
    use crate::runtime::{Method, Multipart, Upload};
    let path = std::env::temp_dir().join(format!("upload-{}.txt", std::process::id()));
    std::fs::write(&path, "x".repeat(200_000)).unwrap();
    let file = path.clone();
    let acts = [answer(503, &[("retry-after-ms", "1")], ""), answer(200, &[], "1"), answer(200, &[], "2")];
    dropped_everywhere(&acts, 4, |options| {
        let file = file.clone();
        Box::pin(async move {
            let client = Client::new(options).unwrap();
            let whole = client.request(Method::PUT, "/file").upload(Upload::from_path(&file));
            assert_eq!(whole.send::<i64>().await.unwrap(), 1);
            let parts = Multipart::new().text("a", "b").file("file", Upload::from_path(&file));
            assert_eq!(client.request(Method::POST, "/form").multipart(&parts).send::<i64>().await.unwrap(), 2);
        })
    })
    .await;
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_download_can_be_dropped_wherever_it_waits() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n".to_vec();
    let acts = [answer(503, &[("retry-after-ms", "1")], ""), Act::Drip(head, b"ab".to_vec(), ms(3), 4)];
    dropped_everywhere(&acts, 5, |options| {
        Box::pin(async {
            let mut bytes = Vec::new();
            let client = Client::new(options).unwrap();
            client.users().avatar("u").download().write_to(&mut bytes).await.unwrap();
            assert_eq!(bytes, b"abababab");
        })
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_reconnects_can_be_dropped_wherever_it_waits() {
    let broken = |id: u8| {
        let event = format!("retry: 1\nid: {id}\ndata: {id}\n\n");
        Act::Write(begun("text/event-stream", &[event.as_bytes()]))
    };
    let acts = [
        broken(1),
        answer(503, &[("retry-after-ms", "1")], ""),
        broken(2),
        Act::Write(bytes("HTTP/1.1 204 X\r\n\r\n")),
    ];
    dropped_everywhere(&acts, 4, |options| {
        Box::pin(async {
            let mut events = Client::new(options).unwrap().users().events().stream().reconnect(5);
            let mut ids = Vec::new();
            while let Some(event) = events.try_next().await.unwrap() {
                ids.push(event.data);
            }
            assert_eq!(ids, ["1", "2"]);
        })
    })
    .await;
}

#[tokio::test]
async fn pages_can_be_dropped_wherever_they_wait() {
    let page =
        |body: String| Act::Drip(json(&format!("content-length: {}\r\n", body.len()), ""), bytes(&body), ms(1), 1);
    let acts = [
        page(format!(r#"{{"users":[{USER}],"hasMore":true,"cursor":"c"}}"#)),
        answer(503, &[("retry-after-ms", "1")], ""),
        page(format!(r#"{{"users":[{USER},{USER}],"hasMore":false}}"#)),
    ];
    dropped_everywhere(&acts, 4, |options| {
        Box::pin(async {
            let mut users = Client::new(options).unwrap().users().list().stream();
            let mut met = 0;
            while users.try_next().await.unwrap().is_some() {
                met += 1;
            }
            assert_eq!(met, 3);
        })
    })
    .await;
}

#[tokio::test]
async fn a_call_can_be_dropped_wherever_a_middleware_waits() {
    use crate::runtime::{Body, Middleware, Next, NextCall, OutgoingCall, Result, TransportError};
    struct Slow;
    impl Middleware for Slow {
        fn call<'a>(&'a self, call: OutgoingCall, next: NextCall<'a>) -> BoxFuture<'a, Result<http::Response<Body>>> {
            Box::pin(async {
                tokio::time::sleep(ms(1)).await;
                let answer = next.run(call).await;
                tokio::time::sleep(ms(1)).await;
                answer
            })
        }

        fn attempt<'a>(
            &'a self,
            request: http::Request<Body>,
            next: Next<'a>,
        ) -> BoxFuture<'a, core::result::Result<http::Response<Body>, TransportError>> {
            Box::pin(async {
                tokio::time::sleep(ms(1)).await;
                let answer = next.run(request).await;
                tokio::time::sleep(ms(1)).await;
                answer
            })
        }
    }
    let acts = [answer(503, &[("retry-after-ms", "1")], ""), answer(200, &[], USER)];
    dropped_everywhere(&acts, 6, |options| {
        Box::pin(async {
            let client = Client::new(options.middleware(Slow)).unwrap();
            assert_eq!(client.users().retrieve("u").await.unwrap().email, "a@b.c");
        })
    })
    .await;
}

/// Whether the runtime's tasks end before long. All of them are the client's: the test is none.
async fn nothing_runs() -> bool {
    let metrics = tokio::runtime::Handle::current().metrics();
    for _ in 0..400 {
        if metrics.num_alive_tasks() == 0 {
            return true;
        }
        tokio::time::sleep(ms(5)).await;
    }
    false
}

#[tokio::test]
async fn no_fault_leaves_a_task_or_a_connection() {
    for (fault, act, ..) in faults() {
        let server = Server::apart(vec![act]);
        let client = client(&server, |o| o.timeout(ms(50)));
        let _ = client.users().retrieve("u").await;
        drop(client);
        assert!(nothing_runs().await, "{fault}: a task is left");
        assert!(closes(&server).await, "{fault}: a connection is left");
    }
    let server = Server::apart(vec![Act::Hold(begun("text/event-stream", &[b"data: {\"n\":1}\n\n"]))]);
    let client = client(&server, |o| o);
    let mut ticks = client.users().ticks().stream();
    assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 1 }));
    drop((ticks, client));
    assert!(nothing_runs().await, "a task of a stream is left");
    assert!(closes(&server).await, "a connection of a stream is left");
}

#[tokio::test]
async fn a_status_outlives_the_body_that_breaks_off() {
    let head = |status: u16| bytes(&format!("HTTP/1.1 {status} X\r\ncontent-length: 99\r\n\r\n{{\"message\":\"h"));
    for status in [400, 401, 404, 413, 422, 503] {
        for (fault, act) in [
            ("closed", Act::Write(head(status))),
            ("reset", Act::Reset(head(status))),
            ("silent", Act::Drip(head(status), Vec::new(), ms(3000), 1)),
            (
                "half a chunk",
                Act::Write(bytes(&format!(
                    "HTTP/1.1 {status} X\r\ntransfer-encoding: chunked\r\n\r\n99\r\n{{\"message\":\"h"
                ))),
            ),
        ] {
            let server = Server::start(vec![act]).await;
            let started = Instant::now();
            let error = client(&server, |o| o.max_retries(1).idle_timeout(ms(200))).users().retrieve("u").await;
            let error = error.unwrap_err();
            assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, status), "{fault}");
            assert_eq!(error.body(), b"{\"message\":\"h", "{fault}: {error:?}");
            assert_eq!(server.requests().len(), if status == 503 { 2 } else { 1 }, "{fault} {status}");
            assert!(started.elapsed() < ms(2000), "{fault}");
        }
    }
    // The attempt's own limit ends the wait as well, and the server's words are heard.
    let slow = b"HTTP/1.1 503 X\r\nretry-after: 0.2\r\ncontent-length: 99\r\n\r\nslow".to_vec();
    let server = Server::start(vec![Act::Drip(slow, Vec::new(), ms(3000), 1), answer(200, &[], USER)]).await;
    let started = Instant::now();
    let user = client(&server, |o| o.max_retries(1)).users().retrieve("u").with_response().await.unwrap();
    assert!(user.attempts() == 2 && user.elapsed() >= LIMIT + ms(200) && started.elapsed() < ms(2000));
    // So do streams and downloads that do not begin.
    let server = Server::start(vec![Act::Reset(head(404))]).await;
    let error = client(&server, |o| o).users().ticks().stream().try_next().await.unwrap_err();
    assert!(error.is_not_found() && error.body().starts_with(b"{"), "{error:?}");
}
