//! Webhooks: signatures and times.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use standardwebhooks::Webhook;

use crate::runtime::webhooks::{unwrap, unwrap_unverified};
use crate::runtime::{ErrorKind, HeaderMap, SecretString};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = br#"{"type":"report.delivered"}"#;

fn headers(time: i64, signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", "whe_1".parse().unwrap());
    headers.insert("webhook-timestamp", time.to_string().parse().unwrap());
    headers.insert("webhook-signature", signature.parse().unwrap());
    headers
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

fn signed(time: i64) -> HeaderMap {
    let signature = Webhook::new(KEY).unwrap().sign("whe_1", time, BODY).unwrap();
    headers(time, &format!("v1,AAAA {signature}"))
}

#[test]
fn a_signed_message_is_read() {
    let event: Value = unwrap(BODY, &signed(now()), &KEY.into()).unwrap();
    assert_eq!(event, json!({"type": "report.delivered"}));
    assert!(unwrap::<Vec<u8>>(BODY, &signed(now()), &KEY.into()).unwrap_err().is_decode());
}

#[test]
fn anything_else_is_refused() {
    let key: SecretString = KEY.into();
    let missing = HeaderMap::new();
    for headers in [
        missing,
        headers(now(), "v1,AAAA"),
        signed(now() - 400),
        signed(now() + 400),
        headers(i64::MIN, "v1,A"),
        headers(i64::MAX, "v1,A"),
    ] {
        let error = unwrap::<Value>(BODY, &headers, &key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook, "{error}");
    }
    assert!(unwrap::<Value>(b"{}", &signed(now()), &key).is_err());
    let error = unwrap::<Value>(BODY, &signed(now()), &"not base64 sk_hidden".into()).unwrap_err();
    assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
    assert!(unwrap_unverified::<Value>(BODY).is_ok());
}
