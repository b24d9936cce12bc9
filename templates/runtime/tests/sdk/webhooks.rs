//! Webhooks: signatures and times.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use standardwebhooks::Webhook;

use crate::runtime::webhooks::{self, Encoding, Signing, TimeAt, unwrap_unverified};
use crate::runtime::{ErrorKind, HeaderMap, HeaderName, Result, SecretString};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = br#"{"type":"report.delivered"}"#;

fn unwrap<T: serde::de::DeserializeOwned>(payload: &[u8], headers: &HeaderMap, key: &SecretString) -> Result<T> {
    webhooks::unwrap(payload, headers, key, &Signing::STANDARD)
}

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

fn with(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, text)| (HeaderName::from_static(name), text.parse().unwrap())).collect()
}

/// A signature in base 16 of the body alone.
const PLAIN: Signing = Signing {
    header: "x-hub-signature-256",
    signature: "sha256={signature}",
    time: None,
    payload: "{body}",
    encoding: Encoding::Hex,
    key: Encoding::Text,
    tolerance: 300,
};

/// The reason why a message is refused; none where it is signed, whatever it holds.
fn refusal(body: &str, headers: &HeaderMap, key: &str, signing: &Signing) -> Option<String> {
    let error = webhooks::unwrap::<Value>(body.as_bytes(), headers, &key.into(), signing).err()?;
    (error.kind() == ErrorKind::Webhook).then(|| error.to_string())
}

#[test]
fn a_signature_of_the_body_as_github_documents_it() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = with(&[("x-hub-signature-256", signature)]);
    let key = "It's a Secret to Everybody";
    assert_eq!(refusal("Hello, World!", &headers, key, &PLAIN), None);
    let no_fit = "the message cannot be trusted: no signature fits the key";
    assert_eq!(refusal("Hello, World", &headers, key, &PLAIN).unwrap(), no_fit);
    assert_eq!(refusal("Hello, World!", &headers, "another", &PLAIN).unwrap(), no_fit);
    for wrong in
        ["", "sha256=", "sha256=zz", "sha1=757107ea", &signature[..60], &format!("{signature}00"), &signature[7..]]
    {
        assert!(refusal("Hello, World!", &with(&[("x-hub-signature-256", wrong)]), key, &PLAIN).is_some(), "{wrong}");
    }
    let missing = refusal("Hello, World!", &HeaderMap::new(), key, &PLAIN).unwrap();
    assert_eq!(missing, "the message has no header `x-hub-signature-256`");
    assert_eq!(refusal("Hello, World!", &headers, "", &PLAIN).unwrap(), "the signing key is not a webhook key");
}

#[test]
fn a_signature_of_time_and_body_as_slack_documents_it() {
    let signing = Signing {
        header: "x-slack-signature",
        signature: "v0={signature}",
        time: Some(TimeAt::Header("x-slack-request-timestamp")),
        payload: "v0:{timestamp}:{body}",
        tolerance: u32::MAX,
        ..PLAIN
    };
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
        channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=\
        https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=\
        398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let headers = with(&[
        ("x-slack-signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
        ("x-slack-request-timestamp", "1531420618"),
    ]);
    let key = "8f742231b10e8888abcd99yyyzzz85a5";
    assert_eq!(refusal(body, &headers, key, &signing), None);
    let old = Signing { tolerance: 300, ..signing };
    assert_eq!(refusal(body, &headers, key, &old).unwrap(), "the message is too old, or from the future");
    let mut moved = headers.clone();
    moved.insert("x-slack-request-timestamp", "1531420619".parse().unwrap());
    assert!(refusal(body, &moved, key, &signing).is_some());
    moved.insert("x-slack-request-timestamp", "soon".parse().unwrap());
    assert_eq!(refusal(body, &moved, key, &signing).unwrap(), "the message's time cannot be read");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn a_time_beside_several_signatures() {
    let signing = Signing {
        header: "stripe-signature",
        signature: "v1={signature}",
        time: Some(TimeAt::Beside("t={timestamp}")),
        payload: "{timestamp}.{body}",
        ..PLAIN
    };
    // The key is taken as it is, whatever it begins with.
    let (key, time) = ("whsec_test", now());
    let mac = hex(&hmac_sha256::HMAC::mac(format!("{time}.{{}}"), key));
    let header = format!("t={time},v1={},v1={mac},v0=6ffb", "0".repeat(64));
    let headers = with(&[("stripe-signature", &header)]);
    assert_eq!(refusal("{}", &headers, key, &signing), None);
    assert!(refusal("{ }", &headers, key, &signing).is_some());
    let without = with(&[("stripe-signature", &format!("v1={mac}"))]);
    assert_eq!(refusal("{}", &without, key, &signing).unwrap(), "the message has no time");
}

#[test]
fn headers_times_and_keys_in_other_spellings() {
    let signing = Signing {
        header: "x-signature",
        signature: "{signature}",
        time: Some(TimeAt::Header("x-time")),
        payload: "{header:x-id}|{timestamp}{body}",
        encoding: Encoding::Base64,
        key: Encoding::Hex,
        tolerance: 5,
    };
    let now = crate::runtime::Timestamp::now();
    for time in [now.to_string(), now.as_second().to_string(), now.as_millisecond().to_string()] {
        let mac = hmac_sha256::HMAC::mac(format!("m1|{time}{{}}"), [0x0a, 0xff]);
        let signature = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac);
        let mut headers = with(&[("x-signature", &signature), ("x-time", &time), ("x-id", "m1")]);
        assert_eq!(refusal("{}", &headers, "0aFF", &signing), None, "{time}");
        assert!(refusal("{}", &headers, "0aF", &signing).is_some());
        headers.remove("x-id");
        assert_eq!(refusal("{}", &headers, "0aFF", &signing).unwrap(), "the message has no header `x-id`");
    }
}

#[test]
fn five_minutes_are_accepted_and_no_more() {
    for (seconds, is_accepted) in [(-295, true), (295, true), (-310, false), (310, false)] {
        let read = unwrap::<Value>(BODY, &signed(now() + seconds), &KEY.into());
        assert_eq!(read.is_ok(), is_accepted, "{seconds}");
    }
}
