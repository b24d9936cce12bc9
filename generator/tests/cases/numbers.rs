//! Numbers of the emitted crate: none loses a digit, and a float without a fraction is an integer.

use sdk::ExactNumber;
use sdk::types::{Either, Limits, Price, PriceLevel, PriceRequired};

#[test]
fn every_digit_is_kept() {
    let text = r#"{"amount":12345678901234567890.1234567890,"steps":[0.10],"fee":1e400}"#;
    let price: Price = serde_json::from_str(text).expect("a price");
    assert_eq!(price.amount.as_str(), "12345678901234567890.1234567890");
    assert_eq!(serde_json::to_string(&price).expect("JSON"), text);
    assert!("1,5".parse::<ExactNumber>().is_err() && "\"1\"".parse::<ExactNumber>().is_err());
    assert!(serde_json::from_str::<Price>(r#"{"amount":"1"}"#).is_err());
    let price = Price::new(PriceRequired { amount: 5.into() }).fee("0.30".parse::<ExactNumber>().expect("a number"));
    assert_eq!(serde_json::to_string(&price).expect("JSON"), r#"{"amount":5,"fee":0.30}"#);
}

#[test]
fn a_float_without_a_fraction_is_an_integer() {
    let text = r#"{"amount":1,"count":5.0,"counts":[1.0,2],"by_name":{"a":7e2,"b":null},"pair":[3.0,"x"],"level":2.0,
        "either":5.0,"parts":[{"size":1.0,"other":-4.0}]}"#;
    let price: Price = serde_json::from_str(text).expect("a price");
    assert_eq!(price.count, Some(5));
    assert_eq!(price.counts, Some(vec![1, 2]));
    assert_eq!(price.by_name.expect("a map")["a"], Some(700));
    assert_eq!(price.pair, Some((3, "x".to_owned())));
    assert_eq!(price.level, Some(PriceLevel::V2));
    assert_eq!(price.either, Some(Either::Number(5.0)));
    let part = &price.parts.expect("parts")[0];
    assert_eq!((part.size, part.extra["other"]), (Some(1), -4));
}

#[test]
fn a_fraction_is_none() {
    let error = serde_json::from_str::<Price>(r#"{"amount":1,"count":5.5}"#).expect_err("a fraction");
    assert!(error.to_string().starts_with("invalid type: floating point `5.5`, expected i64"), "{error}");
    assert!(serde_json::from_str::<Price>(r#"{"amount":1,"count":1e300}"#).is_err());
    assert!(serde_json::from_str::<Price>(r#"{"amount":1,"by_name":{"a":-1.0}}"#).is_err());
}

#[test]
fn the_integers_that_are_stated_are_held() {
    let text = r#"{"flush":9223372036854776000,"lag":-1,"wait":9223372036854775807,"seed":-9223372036854775808,"stars":1e24}"#;
    let limits: Limits = serde_json::from_str(text).expect("limits");
    assert_eq!(limits.flush, Some(9_223_372_036_854_776_000));
    assert_eq!((limits.lag, limits.stars), (Some(-1), Some(1e24)));
    let most: Limits = serde_json::from_str(r#"{"lag":9223372036854776000}"#).expect("limits");
    assert_eq!(serde_json::to_string(&most).expect("JSON"), r#"{"lag":9223372036854776000}"#);
    assert!(serde_json::from_str::<Limits>(r#"{"lag":0.5}"#).is_err());
    let sent: serde_json::Value = serde_json::to_value(&limits).expect("JSON");
    assert_eq!(sent, serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
}
