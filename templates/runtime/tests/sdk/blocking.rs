//! Calls without an async runtime of the caller's own, over a real connection.

use std::time::Duration;

use crate::api::Client;
use crate::runtime::blocking::{Iterate as _, Wait as _};
use crate::runtime::{ClientOptions, ErrorKind};
use crate::support::{Act, Server, answer, chunked};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

/// A server on a runtime of its own, which serves for as long as the runtime is kept.
fn serve(acts: Vec<Act>) -> (Server, tokio::runtime::Runtime) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    (runtime.block_on(Server::start(acts)), runtime)
}

fn client(server: &Server) -> Client {
    Client::new(ClientOptions::new().base_url(&server.url)).unwrap()
}

#[test]
fn the_same_calls_are_waited_for() {
    let (server, _runtime) = serve(vec![Act::Hang, answer(200, &[("x-request-id", "r")], USER)]);
    let client = client(&server);
    assert_eq!(client.users().retrieve("u").wait().unwrap().email, "a@b.c");
    assert_eq!(client.users().update("u").first_name("S").send().wait().unwrap().email, "a@b.c");
    let response = client.users().retrieve("u").with_response().wait().unwrap();
    assert_eq!((response.request_id(), response.attempts()), (Some("r"), 1));
    assert_eq!(client.users().retrieve("u").send_raw().wait().unwrap().into_inner(), USER);
    assert_eq!(server.requests().len(), 5);
}

#[test]
fn streams_and_pages_are_iterators() {
    let page = |more: &str| format!(r#"{{"users":[{USER},{USER}],{more}}}"#);
    let pages = || {
        vec![answer(200, &[], &page(r#""hasMore":true,"cursor":"c""#)), answer(200, &[], &page(r#""hasMore":false"#))]
    };
    let (server, _runtime) = serve(pages());
    let items: Result<Vec<_>, _> = client(&server).users().list().stream().iterate().collect();
    assert_eq!(items.unwrap().len(), 4);

    let (server, _runtime) = serve(pages());
    let first = client(&server).users().list().wait().unwrap();
    let second = first.next_page().wait().unwrap().unwrap();
    assert!(second.next_page().wait().unwrap().is_none());

    let (server, _runtime) =
        serve(vec![chunked("text/event-stream", &[b"data: {\"n\":1}\n\n", b"data: {\"n\":2}\n\n"])]);
    let mut ticks = client(&server).users().ticks().stream().iterate();
    assert_eq!(ticks.by_ref().map(|tick| tick.unwrap().n).collect::<Vec<_>>(), [1, 2]);
    assert!(ticks.next().is_none() && ticks.stream().last_event_id().is_none());
}

#[test]
fn threads_and_clients_share_one_runtime() {
    let (server, _runtime) = serve(vec![Act::Late(Duration::from_millis(50), Box::new(answer(200, &[], USER)))]);
    std::thread::scope(|scope| {
        let call = || client(&server).users().retrieve("u").wait().unwrap().email;
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(call)).collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == "a@b.c"));
    });
    assert_eq!(server.requests().len(), 8);
}

#[tokio::test]
async fn inside_an_async_runtime_waiting_is_an_error_and_no_panic() {
    let server = Server::start(vec![answer(200, &[], USER)]).await;
    let client = client(&server);
    let error = client.users().retrieve("u").wait().unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains(".await"), "{error}");
    let mut items = client.users().list().stream().iterate();
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Config);
    assert!(items.next().is_none());
    assert!(server.requests().is_empty());
    // What the error says to do on a thread for blocking work.
    let call = client.users().retrieve("u");
    let work = tokio::task::spawn_blocking(move || tokio::runtime::Handle::current().block_on(call.send()));
    assert_eq!(work.await.unwrap().unwrap().email, "a@b.c");
}

#[test]
fn a_call_that_fails_says_why() {
    let (server, _runtime) = serve(vec![Act::Stall(Duration::from_secs(3))]);
    let client = client(&server).with_options(|options| options.max_retries(0)).unwrap();
    let error = client.users().retrieve("u").timeout(Duration::from_millis(50)).wait().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(client.users().retrieve("").wait().unwrap_err().is_invalid_argument());
}
