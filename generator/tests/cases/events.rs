//! What the emitted client reads of events whose data is JSON in a text.

use sdk::resources::ManyEvent;
use sdk::testing::MockTransport;

const EVENTS: [(&str, &str); 1] = [("content-type", "text/event-stream")];

fn client(body: &'static str) -> sdk::Client {
    let mock = MockTransport::new().answer_with(200, &EVENTS, body);
    sdk::Client::builder().max_retries(0).transport(mock).build().expect("a client")
}

#[tokio::test]
async fn data_has_the_type_of_its_content_schema() {
    let mut events = client("id: 1\ndata: {\"delta\":\ndata: \"a\"}\n\n").single().stream();
    let event = events.try_next().await.expect("readable").expect("an event");
    assert_eq!((event.id.as_deref(), event.data.delta.as_str()), (Some("1"), "a"));
    assert!(events.try_next().await.expect("the end").is_none());
}

#[tokio::test]
async fn an_event_is_told_by_its_name() {
    let body = "event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n\
        event: addInt64\ndata: 1234.5678\n\n\
        event: addJson\ndata: {\"foo\": 42}\n\n\
        event: later\ndata: {}\n\n";
    let mut events = client(body).many().stream();
    let mut next = async || events.try_next().await.expect("readable").expect("an event");
    let text = next().await.as_add_string().cloned().expect("a text");
    assert_eq!((text.data.as_deref(), text.retry), (Some("This data is formatted\nacross two lines"), Some(5)));
    let number = next().await.as_add_int64().cloned().expect("a number");
    assert_eq!(number.data.as_deref(), Some("1234.5678"));
    let json = next().await.as_add_json().cloned().expect("JSON");
    assert_eq!(json.data.foo, 42);
    assert!(matches!(next().await, ManyEvent::Unknown(_)));
}

#[tokio::test]
async fn data_that_is_not_of_its_schema_is_an_error() {
    let error = client("data: {\"delta\": 1}\n\n").single().stream().try_next().await.expect_err("a number");
    assert!(error.is_decode() && error.to_string().contains("data.delta"), "{error}");
}

#[tokio::test]
async fn json_that_may_be_a_text_stays_as_it_was_sent() {
    let mut events = client("data: \"a\"\n\n").texts().list().stream();
    let event = events.try_next().await.expect("readable").expect("an event");
    assert_eq!(event.data.as_deref(), Some("\"a\""));
}
