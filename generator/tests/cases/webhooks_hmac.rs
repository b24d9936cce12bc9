//! Events that are signed in a way of their own, as a receiver reads them.

use sdk::{Client, HeaderMap};

#[test]
fn an_event_that_is_not_signed_so_is_refused() {
    let client = Client::builder().webhook_key("secret").build().expect("a client");
    let error = client.webhook_events().unwrap(br#"{"id":"c1"}"#, &HeaderMap::new()).expect_err("no signature");
    assert!(error.to_string().ends_with("the message has no header `Case-Signature`"), "{error}");
    let mut headers = HeaderMap::new();
    headers.insert("case-signature", "t=1531420618,v1=00".parse().expect("a value"));
    let error = client.webhook_events().unwrap(br#"{"id":"c1"}"#, &headers).expect_err("an old signature");
    assert!(error.to_string().ends_with("the message is too old, or from the future"), "{error}");
}
