//! Answers that are read while they arrive, over a real connection.

use std::time::{Duration, Instant};

use futures_core::Stream;

use crate::api::{Client, Tick};
use crate::runtime::{Bytes, ClientOptions, Error, ErrorKind, EventStream, Result, ServerSentEvent};
use crate::support::{Act, Server, answer, begun, chunked, cut_everywhere};

const EVENTS: &str = "text/event-stream";

fn client(server: &Server) -> Client {
    Client::new(ClientOptions::new().base_url(&server.url).max_retries(0)).unwrap()
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// What a stream gives: values, then whether it ended or how it failed. Values of another shape are passed over.
async fn all<T: serde::de::DeserializeOwned>(mut stream: EventStream<T>) -> (Vec<T>, Option<Error>) {
    let mut values = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(value)) => values.push(value),
            Ok(None) => return (values, None),
            Err(error) if error.is_decode() => {}
            Err(error) => return (values, Some(error)),
        }
    }
}

fn numbers(ticks: &[Tick]) -> Vec<i64> {
    ticks.iter().map(|tick| tick.n).collect()
}

fn event(event: &str, data: &str, id: Option<&str>, retry: Option<i64>) -> ServerSentEvent {
    let object = serde_json::json!({"event": event, "data": data, "id": id, "retry": retry});
    serde_json::from_value(object).unwrap()
}

/// Everything that a stream of events can have, with all three ends of lines.
const ODDITIES: &[u8] = b"\xEF\xBB\xBF: a comment\r\n\
    data: one\r\n\r\n\
    event: b\rdata:two\rdata:\rdata:  lines\r\r\
    id: 7\nretry: 20\ndata\n\n\
    event: no data\n\n\
    id: x\0y\nretry: 1s\nunknown: z\ndata: \xE2\x82\xAC\n\n\
    id\ndata: {\"n\":1}\r\r\n\n";

fn of_oddities() -> Vec<ServerSentEvent> {
    vec![
        event("message", "one", None, None),
        event("b", "two\n\n lines", None, None),
        event("message", "", Some("7"), Some(20)),
        event("message", "€", Some("7"), None),
        event("message", "{\"n\":1}", None, None),
    ]
}

#[tokio::test]
async fn events_are_the_same_wherever_they_are_cut() {
    let acts = cut_everywhere(EVENTS, ODDITIES);
    let cuts = acts.len();
    let server = Server::start(acts).await;
    let client = client(&server);
    for cut in 0..cuts {
        let (events, error) = all(client.users().events().stream()).await;
        assert_eq!((events, error.map(|error| error.to_string())), (of_oddities(), None), "cut at {cut}");
    }
    assert!(server.requests()[0].contains("\r\naccept: text/event-stream\r\n"), "{:?}", server.requests()[0]);
}

#[tokio::test]
async fn lines_are_the_same_wherever_they_are_cut() {
    let body = b"{\"n\":1}\n\r\n{\"n\": 2}\r\n\n{\"n\":3,\"t\":\"\xE2\x82\xAC\"}".as_slice();
    let acts = cut_everywhere("application/x-ndjson", body);
    let cuts = acts.len();
    let server = Server::start(acts).await;
    for cut in 0..cuts {
        let (ticks, error) = all(client(&server).users().lines().stream()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(numbers(&ticks), [1, 2, 3], "cut at {cut}");
    }
}

#[tokio::test]
async fn sequences_are_the_same_wherever_they_are_cut() {
    let body = b"\x1E{\"n\":1}\n\x1E{\n\"n\":\n2}\n\x1E{\"n\":3}\x1E\x1E{\"n\":4}".as_slice();
    let acts = cut_everywhere("application/json-seq", body);
    let cuts = acts.len();
    let server = Server::start(acts).await;
    for cut in 0..cuts {
        let (ticks, error) = all(client(&server).users().sequence().stream()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(numbers(&ticks), [1, 2, 3, 4], "cut at {cut}");
    }
}

#[tokio::test]
async fn values_come_before_the_answer_ends_and_dropping_closes_the_connection() {
    for (media, body) in
        [(EVENTS, "data: {\"n\":1}\n\n"), ("application/x-ndjson", "{\"n\":1}\n"), (EVENTS, "data: {\"n\":1}\r\r")]
    {
        let server = Server::start(vec![Act::Hold(begun(media, &[body.as_bytes()]))]).await;
        let mut ticks = client(&server).users().ticks().send().await.unwrap();
        assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 1 }), "{body:?}");
        drop(ticks);
        for _ in 0..200 {
            if server.requests().contains(&"closed".to_owned()) {
                break;
            }
            tokio::time::sleep(ms(10)).await;
        }
        assert_eq!(server.requests().last().unwrap(), "closed");
    }
}

#[tokio::test]
async fn the_sentinel_ends_the_stream_and_the_connection_need_not() {
    let body = "data: {\"n\":1}\n\nevent: ping\ndata: {}\n\ndata: [DONE]\n\ndata: {\"n\":2}\n\n";
    let server = Server::start(vec![Act::Hold(begun(EVENTS, &[body.as_bytes()]))]).await;
    let (ticks, error) = all(client(&server).users().ticks().stream()).await;
    assert!(error.is_none() && numbers(&ticks) == [1], "{ticks:?} {error:?}");
}

#[tokio::test]
async fn failures_within_the_stream_are_errors_with_their_data() {
    for body in [
        "data: {\"n\":1}\n\nevent: oops\ndata: {\"message\":\"too much\"}\n\n",
        "data: {\"n\":1}\n\ndata: {\"n\":2,\"fault\":{\"code\":1},\"message\":\"too much\"}\n\n",
        "data: {\"n\":1}\n\nevent: error\ndata: {\"message\":\"too much\"}\n\n",
        "data: {\"n\":1}\n\ndata: {\"error\":{\"message\":\"too much\"}}\n\n",
    ] {
        let server = Server::start(vec![chunked(EVENTS, &[body.as_bytes(), b"data: {\"n\":3}\n\n"])]).await;
        let (ticks, error) = all(client(&server).users().ticks().stream()).await;
        let error = error.unwrap();
        assert_eq!(numbers(&ticks), [1], "{body}");
        assert_eq!(error.kind(), ErrorKind::Stream, "{body}: {error}");
        assert_eq!(error.to_string(), "GET /v1/ticks: the server ended the stream with an error: too much");
        assert!(error.body_as::<serde_json::Value>().unwrap().is_object());
    }
}

#[tokio::test]
async fn a_null_where_a_failure_would_stand_is_none() {
    let server = Server::start(vec![chunked(EVENTS, &[b"data: {\"n\":1,\"fault\":null}\n\n"])]).await;
    let (ticks, error) = all(client(&server).users().ticks().stream()).await;
    assert!(error.is_none() && numbers(&ticks) == [1], "{error:?}");
}

#[tokio::test]
async fn a_value_of_another_shape_is_an_error_that_the_stream_goes_on_after() {
    let body = b"data: {\"n\":\"x\"}\n\ndata: {\"n\":2}\n\ndata: {\"n\":";
    let server = Server::start(vec![chunked(EVENTS, &[body])]).await;
    let mut ticks = client(&server).users().ticks().stream();
    let error = ticks.try_next().await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("at `n`") && text.ends_with("it begins: {\"n\":\"x\"}"), "{text}");
    assert_eq!(error.body(), b"{\"n\":\"x\"}");
    assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 2 }));
    assert!(ticks.try_next().await.unwrap_err().is_decode(), "what was cut off is not lost in silence");
    assert_eq!(ticks.try_next().await.unwrap(), None);
    assert_eq!(ticks.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn a_stream_is_limited_by_its_pauses_and_not_by_its_length() {
    let server = Server::start(vec![Act::Hold(begun(EVENTS, &[b"data: {\"n\":1}\n\n"]))]).await;
    let started = Instant::now();
    let call = client(&server).users().ticks().total_timeout(ms(500)).timeout(ms(150));
    let (ticks, error) = all(call.stream()).await;
    let error = error.unwrap();
    assert!(error.is_timeout() && error.to_string().ends_with("nothing more came within 150ms"), "{error}");
    assert!(numbers(&ticks) == [1] && started.elapsed() < ms(2000));

    // Longer than the total limit, in pieces that each come in time.
    let server = Server::start(vec![Act::Drip(begun(EVENTS, &[]), b"6\r\n:wait\n\r\n".to_vec(), ms(60), 10)]).await;
    let call = client(&server).users().ticks().total_timeout(ms(300)).timeout(ms(250));
    let (_, error) = all(call.stream().idle_timeout(ms(200))).await;
    let error = error.unwrap();
    assert!(error.is_connection(), "the body has no end: {error:?}");
}

#[tokio::test]
async fn a_stream_that_does_not_begin_is_tried_again_and_one_that_breaks_is_not() {
    let broken = Act::Write(begun(EVENTS, &[b"data: {\"n\":1}\n\n"]));
    let server = Server::start(vec![Act::Hang, answer(503, &[], "busy"), broken]).await;
    let client = Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
    let (ticks, error) = all(client.users().ticks().stream()).await;
    assert_eq!(numbers(&ticks), [1]);
    assert!(error.unwrap().is_connection());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn reconnecting_names_the_last_event_and_ends_with_204() {
    let first = b"retry: 5\nid: a1\ndata: {\"n\":1}\n\nid: a2\ndata: {\"n\":2}\n\ndata: {\"n\":9".as_slice();
    let acts = vec![
        Act::Write(begun(EVENTS, &[first])),
        Act::Hang,
        chunked(EVENTS, &[b"id: a3\ndata: {\"n\":3}\n\n"]),
        answer(204, &[], ""),
    ];
    let server = Server::start(acts).await;
    let (ticks, error) = all(client(&server).users().ticks().stream().reconnect(2)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(numbers(&ticks), [1, 2, 3]);
    let ids: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|request| request.lines().find_map(|line| line.strip_prefix("last-event-id: ").map(ToOwned::to_owned)))
        .collect();
    let named = |id: &str| Some(id.to_owned());
    assert_eq!(ids, [None, named("a2"), named("a2"), named("a3")]);
}

#[tokio::test]
async fn reconnecting_gives_up() {
    let first = Act::Write(begun(EVENTS, &[b"retry: 1\ndata: {\"n\":1}\n\n"]));
    let server = Server::start(vec![first, Act::Hang]).await;
    let (ticks, error) = all(client(&server).users().ticks().stream().reconnect(3)).await;
    assert!(numbers(&ticks) == [1] && error.unwrap().is_connection());
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn the_input_that_asks_for_the_stream_is_set_by_what_is_called() {
    let server = Server::start(vec![
        chunked(EVENTS, &[b"data: {\"n\":1}\n\n"]),
        answer(200, &[], r#"{"email":"a@b.c","level":"owner"}"#),
    ])
    .await;
    let client = client(&server);
    let (ticks, error) = all(client.users().chat().prompt("hi").stream()).await;
    assert!(error.is_none() && numbers(&ticks) == [1], "{error:?}");
    assert_eq!(client.users().chat().prompt("hi").await.unwrap().email, "a@b.c");
    let requests = server.requests();
    assert!(requests[0].ends_with("{\"prompt\":\"hi\",\"stream\":true}"), "{}", requests[0]);
    assert!(requests[0].contains("\r\naccept: text/event-stream\r\n"), "{}", requests[0]);
    assert!(requests[1].ends_with("{\"prompt\":\"hi\",\"stream\":false}"), "{}", requests[1]);
    assert!(requests[1].contains("\r\naccept: application/json\r\n"), "{}", requests[1]);
}

#[tokio::test]
async fn an_answer_that_is_no_stream_is_an_error_that_shows_it() {
    let json = answer(200, &[("content-type", "application/json")], "{\"detail\":\"no\"}");
    let server = Server::start(vec![json]).await;
    let error = client(&server).users().ticks().stream().try_next().await.unwrap_err();
    assert!(error.is_decode() && error.body() == b"{\"detail\":\"no\"}", "{error:?}");
    assert_eq!(error.status().unwrap().as_u16(), 200);

    let server = Server::start(vec![answer(404, &[], "{\"message\":\"gone\"}")]).await;
    let error = client(&server).users().ticks().send().await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    let mut stream = client(&server).users().ticks().stream();
    assert!(stream.response().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_server_may_choose_lines_where_events_were_asked_for() {
    let server = Server::start(vec![chunked("application/x-ndjson", &[b"{\"n\":1}\n{\"n\":2}\n"])]).await;
    let (ticks, error) = all(client(&server).users().ticks().stream()).await;
    assert!(error.is_none() && numbers(&ticks) == [1, 2], "{error:?}");
}

#[tokio::test]
async fn an_event_without_end_is_refused() {
    let server = Server::start(vec![Act::Hold(begun(EVENTS, &[b"data: 0123456789\ndata: 0123456789"]))]).await;
    let options = ClientOptions::new().base_url(&server.url).max_response_bytes(20);
    let (_, error) = all(Client::new(options).unwrap().users().ticks().stream()).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_head_of_a_stream_is_known_before_its_first_value() {
    let server = Server::start(vec![Act::Hold(begun(EVENTS, &[]))]).await;
    let mut ticks = client(&server).users().ticks().stream();
    let response = ticks.response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!(response.headers()["content-type"], EVENTS);
    let response = client(&server).users().ticks().send_with_response().await.unwrap();
    assert_eq!(response.headers()["content-type"], EVENTS);
}

#[tokio::test]
async fn streams_are_streams_that_can_be_sent() {
    fn is_stream<T: Send>(_: &(impl Stream<Item = Result<T>> + Send + Unpin)) {}
    let server = Server::start(vec![chunked(EVENTS, &[])]).await;
    is_stream::<Tick>(&client(&server).users().ticks().stream());
    is_stream::<Bytes>(&client(&server).users().avatar("u").download());
}

#[tokio::test]
async fn bytes_are_the_same_wherever_they_are_cut() {
    let body: Vec<u8> = (0..=255).collect();
    let acts = cut_everywhere("image/png", &body);
    let cuts = acts.len();
    let server = Server::start(acts.iter().chain(&acts).cloned().collect()).await;
    let client = client(&server);
    for cut in 0..cuts {
        let mut written = Vec::new();
        client.users().avatar("u").download().write_to(&mut written).await.unwrap();
        assert_eq!(written, body, "cut at {cut}");
    }
    for cut in 0..cuts {
        assert_eq!(client.users().avatar("u").await.unwrap(), body, "cut at {cut}");
    }
}

#[tokio::test]
async fn bytes_are_downloaded_as_they_arrive() {
    let server = Server::start(vec![Act::Hold(begun("image/png", &[b"abc"]))]).await;
    let mut download = client(&server).users().avatar("u").download().idle_timeout(ms(100));
    assert_eq!(download.response().await.unwrap().headers()["content-type"], "image/png");
    assert_eq!(download.try_next().await.unwrap().as_deref(), Some(b"abc".as_slice()));
    assert!(download.try_next().await.unwrap_err().is_timeout());
    assert_eq!(download.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn bytes_are_written_to_files_and_writers() {
    let server = Server::start(vec![chunked("image/png", &[b"abc", b"def"])]).await;
    let client = client(&server);
    let mut written = Vec::new();
    assert_eq!(client.users().avatar("u").download().write_to(&mut written).await.unwrap(), 6);
    assert_eq!(written, b"abcdef");
    let path = std::env::temp_dir().join(format!("specwright-download-{}", std::process::id()));
    assert_eq!(client.users().avatar("u").download().save(&path).await.unwrap(), 6);
    assert_eq!(std::fs::read(&path).unwrap(), b"abcdef");

    // An answer that fails leaves the file as it was.
    let failing = Server::start(vec![answer(404, &[], "")]).await;
    let error = self::client(&failing).users().avatar("u").download().save(&path).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(std::fs::read(&path).unwrap(), b"abcdef");
    std::fs::remove_file(&path).unwrap();
    let nowhere = client.users().avatar("u").download().save(path.join("below/a/file")).await.unwrap_err();
    assert_eq!(nowhere.kind(), ErrorKind::Io);
}

#[tokio::test]
async fn the_clients_limit_of_pauses_holds_for_streams() {
    let server = Server::start(vec![Act::Hold(begun("text/event-stream", &[b"data: {\"n\":1}\n\n"]))]).await;
    let options = ClientOptions::new().base_url(&server.url).timeout(Duration::from_secs(20));
    let client = Client::new(options.idle_timeout(Duration::from_millis(100))).unwrap();
    let mut ticks = client.users().ticks().stream();
    assert_eq!(ticks.try_next().await.unwrap(), Some(Tick { n: 1 }));
    let started = std::time::Instant::now();
    let error = ticks.try_next().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("within 100ms"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[tokio::test]
async fn endpoints_without_a_method_are_streamed_and_downloaded_too() {
    async fn all<T: serde::de::DeserializeOwned>(mut stream: EventStream<T>) -> Vec<T> {
        let mut values = Vec::new();
        while let Some(value) = stream.try_next().await.unwrap() {
            values.push(value);
        }
        values
    }
    use crate::runtime::Method;
    use crate::runtime::testing::MockTransport;
    let events = "event: tick\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\n";
    let mock = MockTransport::new()
        .answer_with(200, &[], events)
        .answer_with(200, &[], format!("{events}data: [DONE]\n\n"))
        .answer_with(200, &[], "{\"n\":1}\n{\"n\":2}\n")
        .answer_with(200, &[("x-left", "9")], "bytes")
        .answer_with(404, &[], "")
        .answer_with(201, &[("x-left", "8")], "{\"n\":3}");
    let options = ClientOptions::new().transport(mock.clone());
    let client = Client::new(options).unwrap();
    let request = |path: &str| client.request(Method::POST, path);
    let events: Vec<ServerSentEvent> = all(request("/events").events()).await;
    assert_eq!((events.len(), events[0].event.as_str()), (2, "tick"));
    let ticks: Vec<Tick> = all(request("/stream").form(&serde_json::json!({"a b": ["1", "ü"]})).stream()).await;
    assert_eq!(ticks, [Tick { n: 1 }, Tick { n: 2 }]);
    assert_eq!(all(request("/lines").lines::<Tick>()).await, ticks);
    let mut bytes = Vec::new();
    request("/bytes").download().write_to(&mut bytes).await.unwrap();
    assert_eq!(bytes, b"bytes");
    assert!(request("/none").download().write_to(&mut bytes).await.unwrap_err().is_not_found());
    let response = request("/json").with_response::<Tick>().await.unwrap();
    assert_eq!(
        (response.data(), response.status().as_u16(), &response.headers()["x-left"]),
        (&Tick { n: 3 }, 201, &"8".parse().unwrap())
    );
    let requests = mock.requests();
    let accepts: Vec<&str> = requests.iter().map(|request| request.header("accept").unwrap()).collect();
    assert_eq!(
        accepts,
        ["text/event-stream", "text/event-stream", "application/x-ndjson", "*/*", "*/*", "application/json"]
    );
    requests[1].assert_header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(requests[1].form(), [("a b".to_owned(), "1".to_owned()), ("a b".to_owned(), "ü".to_owned())]);
    assert!(requests.iter().all(|request| request.header("authorization") == Some("Bearer sk_secret")));
}
