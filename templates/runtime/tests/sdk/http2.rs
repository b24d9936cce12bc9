//! Calls over HTTP/2: several on one connection, and what a server may do to a stream or to all of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use tokio::net::TcpListener;

use crate::api::{Client, Tick};
use crate::runtime::{Bytes, ClientOptions, ErrorKind};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Answers with this status and body.
    Answer(u16, &'static str),
    /// Resets the stream before it answers.
    Reset(Reason),
    /// Begins to answer, and resets the stream within the body.
    ResetInBody,
    /// Answers, and takes no further request on this connection (GOAWAY).
    LastOf(&'static str),
    /// Closes the connection with an error for all streams (GOAWAY).
    Abrupt,
    /// Answers with nothing.
    Stall,
    /// Begins to answer, and says no more.
    StallInBody,
}

/// A running server: one act for each request, the last of them for ever.
#[derive(Clone)]
struct Server {
    url: String,
    connections: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(acts: &'static [Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, connections: Arc::default(), seen: Arc::default() };
        let result = server.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                server.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(server.clone().serve(stream, acts));
            }
        });
        result
    }

    async fn serve(self, stream: tokio::net::TcpStream, acts: &'static [Act]) {
        let mut connection = h2::server::handshake(stream).await.unwrap();
        // Bodies that are not ended: a stream that is dropped would be reset.
        let mut open = Vec::new();
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let (parts, body) = request.into_parts();
            let number = {
                let mut seen = self.seen.lock().unwrap();
                seen.push(format!("{} {} {:?}", parts.method, parts.uri.path(), parts.version));
                seen.len() - 1
            };
            match acts[number.min(acts.len() - 1)] {
                Act::Answer(status, text) => answer(respond, body, status, text),
                Act::Reset(reason) => respond.send_reset(reason),
                Act::LastOf(text) => {
                    answer(respond, body, 200, text);
                    connection.graceful_shutdown();
                }
                Act::Abrupt => connection.abrupt_shutdown(Reason::INTERNAL_ERROR),
                Act::Stall => open.push((respond, None)),
                act @ (Act::StallInBody | Act::ResetInBody) => {
                    let mut sending = respond.send_response(http::Response::new(()), false).unwrap();
                    sending.send_data(Bytes::from_static(b"{\"em"), false).unwrap();
                    if matches!(act, Act::ResetInBody) {
                        tokio::spawn(async move {
                            tokio::time::sleep(ms(20)).await;
                            sending.send_reset(Reason::INTERNAL_ERROR);
                        });
                    } else {
                        open.push((respond, Some(sending)));
                    }
                }
            }
        }
    }

    fn requests(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Answers when the request has come to its end, beside the other streams.
fn answer(mut respond: SendResponse<Bytes>, mut body: RecvStream, status: u16, text: &'static str) {
    tokio::spawn(async move {
        while let Some(Ok(chunk)) = body.data().await {
            let _ = body.flow_control().release_capacity(chunk.len());
        }
        let kind = if text.starts_with('{') { "application/json" } else { "text/event-stream" };
        let head = http::Response::builder().status(status).header("content-type", kind).body(()).unwrap();
        if let Ok(mut sending) = respond.send_response(head, text.is_empty()) {
            let _ = sending.send_data(Bytes::from_static(text.as_bytes()), true);
        }
    });
}

fn client(server: &Server, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Client {
    let options = ClientOptions::new().base_url(&server.url).no_proxy().timeout(ms(1000));
    let options = options.http_client_builder(reqwest::ClientBuilder::http2_prior_knowledge);
    Client::new(change(options)).unwrap()
}

#[tokio::test]
async fn calls_share_one_connection() {
    let server = Server::start(&[Act::Answer(200, USER)]).await;
    let client = client(&server, |o| o);
    client.users().retrieve("u").await.unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.users().update("u").first_name("S").send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().email, "a@b.c");
    }
    assert_eq!((server.requests(), server.connections()), (51, 1));
    let seen = server.seen.lock().unwrap();
    assert_eq!((seen[0].as_str(), seen[50].as_str()), ("GET /v1/users/u HTTP/2.0", "PATCH /v1/users/u HTTP/2.0"));
}

#[tokio::test]
async fn a_status_is_the_same_over_http2() {
    let server = Server::start(&[Act::Answer(404, r#"{"message":"no such user"}"#)]).await;
    let error = client(&server, |o| o).users().retrieve("u").await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().ends_with("404 Not Found: no such user"), "{error}");
}

#[tokio::test]
async fn a_stream_that_is_reset_is_a_broken_connection_and_tried_again() {
    for acts in [
        &[Act::Reset(Reason::INTERNAL_ERROR), Act::Answer(200, USER)] as &'static [Act],
        &[Act::ResetInBody, Act::Answer(200, USER)],
    ] {
        let server = Server::start(acts).await;
        let answer = client(&server, |o| o).users().retrieve("u").with_response().await.unwrap();
        // The other streams of the connection, and the connection, are none the worse.
        assert_eq!((answer.attempts(), server.requests(), server.connections()), (2, 2, 1), "{acts:?}");

        let server = Server::start(&acts[..1]).await;
        let error = client(&server, |o| o.max_retries(0)).users().retrieve("u").await.unwrap_err();
        assert!(error.is_connection() && error.attempts() == 1, "{acts:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_server_that_goes_away_is_asked_over_another_connection() {
    let server = Server::start(&[Act::LastOf(USER), Act::Answer(200, USER)]).await;
    let client = client(&server, |o| o.max_retries(0));
    for _ in 0..3 {
        client.users().retrieve("u").await.unwrap();
        // Lets the farewell be read.
        tokio::time::sleep(ms(50)).await;
    }
    assert_eq!((server.requests(), server.connections()), (3, 2));

    let server = Server::start(&[Act::Abrupt, Act::Answer(200, USER)]).await;
    let answer = self::client(&server, |o| o).users().retrieve("u").with_response().await.unwrap();
    assert_eq!((answer.attempts(), server.connections()), (2, 2));
    let server = Server::start(&[Act::Abrupt]).await;
    let error = self::client(&server, |o| o.max_retries(1)).users().retrieve("u").await.unwrap_err();
    assert!(error.is_connection() && error.attempts() == 2, "{error:?}");
}

#[tokio::test]
async fn a_stall_ends_with_its_limit_and_leaves_the_connection_to_others() {
    let server = Server::start(&[Act::Stall, Act::StallInBody, Act::StallInBody, Act::Answer(200, USER)]).await;
    let client = client(&server, |o| o.max_retries(0).timeout(ms(200)));
    let started = Instant::now();
    for _ in 0..2 {
        let error = client.users().retrieve("u").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    }
    let error = client.users().ticks().stream().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    client.users().retrieve("u").await.unwrap();
    assert!(started.elapsed() < ms(3000), "{:?}", started.elapsed());
    assert_eq!((server.requests(), server.connections()), (4, 1));
}

#[tokio::test]
async fn events_are_read_over_http2() {
    let server = Server::start(&[Act::Answer(200, "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n")]).await;
    let mut ticks = client(&server, |o| o).users().ticks().stream();
    assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 1 }));
    assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 2 }));
    assert_eq!(ticks.try_next().await.unwrap(), None);
}
