//! What comes with an answer, as a caller reads it.

use sdk::resources::things::ThingListError;
use sdk::resources::{AnswerHeaders, AnswerHeadersXKind};
use sdk::testing::MockTransport;

fn client(mock: &MockTransport) -> sdk::Client {
    sdk::Client::builder().max_retries(0).transport(mock.clone()).build().expect("a client")
}

#[tokio::test]
async fn documented_headers_have_types() {
    let headers = [("X-Rate-Left", "41"), ("X-Kind", "small"), ("X-Ids", "a,b")];
    let mock = MockTransport::new().answer_with(200, &headers, "[]");
    let answer = client(&mock).things().list().with_response().await.expect("an answer");
    let headers: AnswerHeaders = answer.headers_as().expect("headers");
    assert_eq!(headers.x_rate_left, Some(41));
    assert_eq!(headers.x_kind, Some(AnswerHeadersXKind::Small));
    assert_eq!(headers.x_ids.as_deref(), Some(&["a".to_owned(), "b".to_owned()][..]));
    assert_eq!(headers.link, None);
}

#[tokio::test]
async fn a_header_that_is_none_of_its_type_costs_no_other() {
    let headers = [("X-Rate-Left", "many"), ("Link", "<a>"), ("Retry-After", "soon"), ("X-Ids", "a")];
    let mock = MockTransport::new().answer_with(200, &headers, "[]");
    let answer = client(&mock).things().list().with_response().await.expect("an answer");
    let headers: AnswerHeaders = answer.headers_as().expect("headers");
    assert_eq!((headers.x_rate_left, headers.retry_after), (None, None));
    assert_eq!((headers.link.as_deref(), headers.x_ids.map(|ids| ids.len())), (Some("<a>"), Some(1)));
    assert_eq!(answer.headers().get("x-rate-left").map(|text| text.as_bytes()), Some(&b"many"[..]));
}

#[tokio::test]
async fn what_failures_bring_goes_by_their_statuses() {
    let failure = |status, body: &'static str| async move {
        let mock = MockTransport::new().answer_with(status, &[("Retry-After", "3")], body);
        client(&mock).things().list().await.expect_err("a failure")
    };
    let error = failure(404, r#"{"title":"gone"}"#).await;
    assert!(matches!(error.body_by_status(), Ok(ThingListError::NotFound(problem)) if problem.title.as_deref() == Some("gone")));
    let error = failure(429, r#"{"why":"often"}"#).await;
    assert!(matches!(error.body_by_status(), Ok(ThingListError::Client(of)) if of.why == "often"));
    let headers: AnswerHeaders = error.headers_as().expect("headers");
    assert_eq!(headers.retry_after, Some(3));
    let error = failure(503, r#"{"title":"down"}"#).await;
    assert!(matches!(error.body_by_status(), Ok(ThingListError::Other(_))));
}

#[tokio::test]
async fn a_method_returns_what_stands_in_the_envelope() {
    let mock = MockTransport::new().answer_with(200, &[], r#"{"data":[{"id":"a"}],"took":3}"#).answer_with(
        200,
        &[],
        r#"{"data":[{"id":"b"}]}"#,
    );
    let things = client(&mock).wrapped().await.expect("things");
    assert_eq!(things.iter().map(|thing| thing.id.as_str()).collect::<Vec<_>>(), ["a"]);
    let answer = client(&mock).wrapped().with_response().await.expect("things");
    assert_eq!((answer.status().as_u16(), answer.data().len()), (200, 1));
}

#[tokio::test]
async fn an_envelope_without_its_content_is_an_error_unless_it_may_be_empty() {
    let mock = MockTransport::new().answer_with(200, &[], "{}").answer_with(200, &[], "{}");
    let error = client(&mock).wrapped().await.expect_err("no data");
    assert!(error.is_decode() && error.to_string().contains("missing field `data`"), "{error}");
    assert_eq!(client(&mock).maybe().await.expect("nothing"), None);
}
