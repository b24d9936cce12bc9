//! Answers of several kinds, as a caller reads them.

use sdk::ErrorKind;
use sdk::resources::exports::ExportRetrieveResponse;
use sdk::resources::{AskResponse, ChartResponse, NoteResponse, ReportResponse};
use sdk::testing::MockTransport;

/// A client whose next answer has this status, media type and body.
fn client(status: u16, media_type: &str, body: &'static str) -> (sdk::Client, MockTransport) {
    let mock = MockTransport::new().answer_with(status, &[("Content-Type", media_type)], body);
    let client = sdk::Client::builder().max_retries(0).transport(mock.clone()).build().expect("a client");
    (client, mock)
}

#[tokio::test]
async fn json_text_and_bytes_of_different_statuses_are_variants() {
    let (sdk, mock) = client(200, "application/octet-stream", "\u{1}\u{2}");
    let answer = sdk.exports().retrieve("a").await.expect("an answer");
    assert!(matches!(answer, ExportRetrieveResponse::Ok(bytes) if bytes[..] == [1, 2]));
    assert_eq!(mock.requests()[0].headers["accept"], "application/octet-stream, application/json");
    let (sdk, _) = client(202, "application/json", r#"{"job":"j"}"#);
    let answer = sdk.exports().retrieve("a").await.expect("an answer");
    assert!(matches!(answer, ExportRetrieveResponse::Accepted(job) if job.job == "j"));

    let (sdk, _) = client(201, "text/plain", "a note");
    assert_eq!(sdk.note().await.expect("an answer"), NoteResponse::Created("a note".to_owned()));
    let (sdk, _) = client(204, "", "");
    assert_eq!(sdk.note().await.expect("an answer"), NoteResponse::NoContent);
}

#[tokio::test]
async fn bytes_beside_json_can_be_read_as_they_arrive() {
    let (sdk, _) = client(200, "application/octet-stream", "abc");
    let mut file = Vec::new();
    sdk.exports().retrieve("a").download().write_to(&mut file).await.expect("bytes");
    assert_eq!(file, b"abc");
}

#[tokio::test]
async fn several_media_types_are_told_by_what_came() {
    let report = |status, media_type, body| async move {
        let (sdk, mock) = client(status, media_type, body);
        let answer = sdk.report().await;
        assert_eq!(mock.requests()[0].headers["accept"], "application/json, text/csv, image/*");
        answer
    };
    assert!(matches!(report(200, "application/json; charset=utf-8", r#"{"id":"a"}"#).await, Ok(ReportResponse::Json(thing)) if thing.id == "a"));
    assert!(matches!(report(201, "Text/CSV", "a,b").await, Ok(ReportResponse::Csv(text)) if text == "a,b"));
    assert!(matches!(report(200, "image/png", "png").await, Ok(ReportResponse::Image(bytes)) if bytes == "png"));
    assert!(matches!(report(204, "", "").await, Ok(ReportResponse::NoContent)));

    let error = report(200, "text/html", "<p>hello").await.expect_err("no report");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the answer is not documented: status 200 OK and `text/html`; it begins: <p>hello"), "{error}");
    let error = report(200, "", "?").await.expect_err("no report");
    assert!(error.to_string().contains("status 200 OK without a `Content-Type`"), "{error}");
}

#[tokio::test]
async fn two_media_types_that_are_json_have_a_type_each() {
    let (sdk, _) = client(200, "application/vnd.case.chart+json", r#"{"bars":3}"#);
    assert!(matches!(sdk.chart().await, Ok(ChartResponse::OkVndCaseChartJson(chart)) if chart.bars == 3));
    let (sdk, _) = client(200, "application/json", r#"{"points":[1]}"#);
    assert!(matches!(sdk.chart().await, Ok(ChartResponse::OkJson(chart)) if chart.points == [1]));
    let (sdk, _) = client(201, "application/json", r#"{"job":"j"}"#);
    assert!(matches!(sdk.chart().await, Ok(ChartResponse::Created(job)) if job.job == "j"));
}

#[tokio::test]
async fn a_stream_stands_beside_what_other_statuses_bring() {
    let (sdk, mock) = client(201, "application/json", r#"{"job":"j"}"#);
    assert_eq!(sdk.runs().create().await.expect("a job").job, "j");
    assert_eq!(mock.requests()[0].headers["accept"], "application/json");
    let (sdk, mock) = client(200, "text/event-stream", "data: {\"id\":\"a\"}\n\n");
    let first = sdk.runs().create().stream().try_next().await.expect("an event");
    assert_eq!(first.expect("one").id, "a");
    assert_eq!(mock.requests()[0].headers["accept"], "text/event-stream");
    let (sdk, _) = client(202, "text/plain", "later");
    assert_eq!(sdk.ask().await.expect("an answer"), AskResponse::Accepted("later".to_owned()));
}

#[tokio::test]
async fn another_media_type_than_was_asked_for_is_an_error_that_says_so() {
    let (sdk, _) = client(200, "text/csv", "a,b");
    let error = sdk.plain().await.expect_err("no JSON");
    assert!(error.to_string().contains("the answer is `text/csv` and not the JSON expected"), "{error}");
}
