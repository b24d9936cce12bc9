//! What a client says of what it does, and what it keeps to itself.

use std::sync::{Arc, Mutex};

use crate::api::Client;
use crate::clock::FakeClock;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, LogLevel};

async fn lines(level: LogLevel) -> Vec<String> {
    let said = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&said);
    let mock = MockTransport::new()
        .fail()
        .answer_with(429, &[("retry-after", "2"), ("set-cookie", "hidden")], "")
        .answer_with(200, &[("x-request-id", "req_1")], r#"{"email":"a@b.c","level":"owner"}"#)
        .answer_with(404, &[], r#"{"message":"no such user"}"#);
    let options = ClientOptions::new()
        .transport(mock)
        .clock(FakeClock::new())
        .default_header("x-default", "hidden")
        .default_query("key", "hidden")
        .logger(level, move |level, line| sink.lock().unwrap().push(format!("{level:?} {line}")));
    let client = Client::new(options).unwrap();
    client.users().update("usr_hidden").first_name("hidden").extra_header("x-extra", "hidden").await.unwrap();
    client.users().delete("usr_hidden").await.unwrap_err();
    std::mem::take(&mut said.lock().unwrap())
}

#[tokio::test]
async fn each_level_says_what_the_one_before_says_and_more() {
    const CALLS: &str = "Error DELETE /v1/users/{userId}: the server answered 404 Not Found: no such user; attempts: 1";
    assert_eq!(lines(LogLevel::Off).await, [""; 0]);
    assert_eq!(lines(LogLevel::Error).await, [CALLS]);
    assert_eq!(
        lines(LogLevel::Warn).await,
        [
            "Warn PATCH api.example.com/v1/users/{userId}: the connection failed: a failure was asked for after 0ns",
            "Warn PATCH api.example.com/v1/users/{userId} (request 2, after 500ms): 429 Too Many Requests after 0ns",
            "Warn DELETE api.example.com/v1/users/{userId}: 404 Not Found after 0ns",
            CALLS,
        ]
    );
    let info = lines(LogLevel::Info).await;
    assert_eq!(info[2], "Info PATCH api.example.com/v1/users/{userId} (request 3, after 2s): 200 OK after 0ns");
    assert_eq!(info.len(), 5);
}

#[tokio::test]
async fn headers_are_said_without_values_that_may_be_secrets() {
    let debug = lines(LogLevel::Debug).await;
    assert_eq!(debug.len(), 5 + 4 + 3);
    let all = debug.join("\n");
    for part in [
        "accept: \"application/json\"",
        "authorization: [redacted]",
        "x-default: [redacted]",
        "x-extra: [redacted]",
        "retry-after: \"2\"",
        "set-cookie: [redacted]",
        "x-request-id: \"req_1\"",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    for secret in ["hidden", "sk_secret", "key_secret"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[test]
fn levels_have_names() {
    for (name, level) in [
        ("off", Some(LogLevel::Off)),
        ("ERROR", Some(LogLevel::Error)),
        ("Warn", Some(LogLevel::Warn)),
        ("info", Some(LogLevel::Info)),
        ("debug", Some(LogLevel::Debug)),
        ("2", None),
    ] {
        assert_eq!(LogLevel::named(name), level, "{name}");
    }
}

/// Run by the test below, in a process of its own.
#[tokio::test]
#[ignore = "needs an environment of its own"]
async fn in_another_process() {
    let mock = MockTransport::new().answer_with(200, &[], "text");
    let client = Client::new(ClientOptions::new().transport(mock)).unwrap();
    // Asked once, when the client is made.
    client.with_options(|options| options.max_retries(0)).unwrap().users().text().await.unwrap();
}

#[test]
fn the_environment_says_how_much_goes_to_the_standard_error() {
    for (level, is_said) in [("INFO", true), ("warn", false), ("everything", false)] {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "log::in_another_process", "--ignored", "--nocapture"])
            .env("SPECWRIGHT_TEST_UNSET_LOG", level)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        let line = "INFO  sdk: GET api.example.com/v1/text?format=plain: 200 OK after ";
        assert_eq!(said.lines().filter(|said| said.starts_with(line)).count(), usize::from(is_said), "{said}");
    }
}
