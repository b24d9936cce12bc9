//! What `RequestWriter` writes.

use serde::Serialize;
use serde_json::{Value, json};

use crate::api::Client;
use crate::runtime::prelude::*;
use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{ClientOptions, Error};

/// Sends what a closure writes and gives back the request, its query still encoded.
pub(crate) async fn sent(write: fn(&mut RequestWriter)) -> Result<RecordedRequest, Error> {
    sent_with(ClientOptions::new(), write).await
}

/// The same by a client with options.
async fn sent_with(options: ClientOptions, write: fn(&mut RequestWriter)) -> Result<RecordedRequest, Error> {
    struct Written(fn(&mut RequestWriter));
    impl Params for Written {
        fn write(&self, request: &mut RequestWriter) {
            (self.0)(request);
        }
    }
    const OPERATION: Operation = Operation {
        method: "POST",
        path: "/",
        accept: "",
        retry: true,
        server: None,
        security: None,
        paging: None,
        streaming: None,
    };
    let mock = MockTransport::new().answer(204, &Value::Null);
    let client = Client::new(options.transport(mock.clone())).unwrap();
    let call: Call<_, NoBody> = client.call(&OPERATION, [], Written(write));
    call.send().await?;
    Ok(mock.requests().remove(0))
}

async fn query(write: fn(&mut RequestWriter)) -> String {
    let request = sent(write).await.unwrap();
    let pairs: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

const EXPLODED: QueryStyle = QueryStyle::Form { explode: true };
const JOINED: QueryStyle = QueryStyle::Form { explode: false };

#[tokio::test]
async fn what_the_client_knows_is_sent_where_the_operation_has_it_and_the_call_says_nothing() {
    let options =
        || ClientOptions::new().global_query("tenant", "a b").global_query("page", 1).global_header("X-By", true);
    let shown = |request: &RecordedRequest| (request.raw_query.clone(), request.header("x-by").map(str::to_owned));
    let by = || Some("true".to_owned());

    let silent = sent_with(options().global_query("tenant", "c d"), |r| {
        r.query("tenant", EXPLODED, &None::<String>);
        r.global_query("tenant");
        r.header("x-by", &None::<String>);
        r.global_header("X-By");
    });
    assert_eq!(shown(&silent.await.unwrap()), ("tenant=c%20d".to_owned(), by()), "the last value that was set");

    let own = sent_with(options(), |r| {
        r.query("tenant", EXPLODED, "own");
        r.global_query("tenant");
        r.header("x-by", "me");
        r.global_header("X-By");
    });
    assert_eq!(shown(&own.await.unwrap()), ("tenant=own".to_owned(), Some("me".to_owned())));

    let other = sent_with(options(), |r| r.query("q", EXPLODED, &1));
    assert_eq!(shown(&other.await.unwrap()), ("q=1".to_owned(), None), "of an operation that has none of them");

    let unset = sent_with(ClientOptions::new(), |r| r.global_query("tenant"));
    assert_eq!(shown(&unset.await.unwrap()), (String::new(), None));

    let broken = sent_with(ClientOptions::new().global_header("X-By", "a\nb"), |r| r.global_header("X-By"));
    assert!(broken.await.unwrap_err().is_invalid_argument());
    assert!(!format!("{:?}", options()).contains("a b"), "values may be secrets");
}

#[tokio::test]
async fn query_styles() {
    let written = query(|r| {
        r.query("a", EXPLODED, &[1, 2]);
        r.query("b", JOINED, &json!(["x", null, "y"]));
        r.query("c", QueryStyle::SpaceDelimited, &["x", "y"]);
        r.query("d", QueryStyle::PipeDelimited, &["x", "y"]);
        r.query("e", QueryStyle::DeepObject, &json!({"k": {"l": [1, {"m": true}]}, "n": null}));
        r.query("f", EXPLODED, &json!({"g": 1, "h": null}));
        r.query("i", JOINED, &json!({"j": 1, "k": "v"}));
        r.query("l", QueryStyle::Json, &json!({"m": [1]}));
        r.query("n", EXPLODED, &None::<String>);
        r.query("o", EXPLODED, &Some(Nullable::<String>::Null));
        r.query("p", JOINED, &Vec::<String>::new());
        r.query("q", EXPLODED, "");
        r.query("r", EXPLODED, &1.5);
        r.query("s", EXPLODED, &2.0);
    })
    .await;
    assert_eq!(
        written,
        "a=1&a=2&b=x,y&c=x y&d=x|y&e[k][l][0]=1&e[k][l][1][m]=true&g=1&i=j,1,k,v&l={\"m\":[1]}&q=&r=1.5&s=2"
    );
}

#[tokio::test]
async fn headers_and_cookies() {
    let request = sent(|r| {
        r.header("x-list", &["a", "b"]);
        r.header("x-none", &None::<i64>);
        r.cookie("a", &1);
        r.cookie("b", "c;d");
    })
    .await
    .unwrap();
    assert_eq!(request.header("x-list"), Some("a,b"));
    assert_eq!(request.header("x-none"), None);
    assert_eq!(request.header("cookie"), Some("a=1; b=c%3Bd"));
    let error = sent(|r| r.header("bad name", "v")).await.unwrap_err();
    assert!(error.is_invalid_argument() && error.to_string().contains("`bad name`"), "{error}");
}

async fn body(write: fn(&mut RequestWriter)) -> (Option<String>, String) {
    let request = sent(write).await.unwrap();
    let media = request.header("content-type").map(str::to_owned);
    (media, String::from_utf8(request.body.to_vec()).unwrap())
}

fn of(media: &str, text: &str) -> (Option<String>, String) {
    (Some(media.to_owned()), text.to_owned())
}

#[tokio::test]
async fn json_bodies() {
    let none = (None, String::new());
    assert_eq!(body(|r| r.json(&None::<Vec<i64>>)).await, none);
    assert_eq!(body(|r| r.json(&Nullable::<i64>::Null)).await, of("application/json", "null"));
    assert_eq!(body(|r| r.json(&Some(Json::Null))).await, of("application/json", "null"));
    assert_eq!(body(|r| r.json(&[1, 2])).await, of("application/json", "[1,2]"));
    assert_eq!(body(|r| r.json("é\"")).await, of("application/json", "\"é\\\"\""));
    assert_eq!(body(|r| r.json_object(|_| {})).await, of("application/json", "{}"));
    assert_eq!(body(|r| r.optional_json_object(|b| b.optional("a", &None::<i64>))).await, none);
    let written = body(|r| {
        r.optional_json_object(|b| {
            b.field("a", &Nullable::<i64>::Null);
            b.optional("b", &Some(1));
            b.entries(&Map::from([("c\"".to_owned(), json!([]))]));
        });
    });
    assert_eq!(written.await, of("application/json", r#"{"a":null,"b":1,"c\"":[]}"#));
}

#[tokio::test]
async fn other_bodies() {
    let form = "application/x-www-form-urlencoded";
    let written = body(|r| {
        r.style("j", QueryStyle::DeepObject);
        r.form_object(|f| {
            f.field("a b", "c&d");
            f.optional("e", &None::<i64>);
            f.field("f", &[1, 2]);
            f.field("g", &json!({"h": {"i": 1}}));
            f.field("j", &["k"]);
        });
    });
    assert_eq!(written.await, of(form, "a%20b=c%26d&f=1&f=2&g%5Bh%5D%5Bi%5D=1&j%5B0%5D=k"));
    assert_eq!(body(|r| r.form(&json!({"a": 1, "b": null}))).await, of(form, "a=1"));
    assert_eq!(body(|r| r.form(&None::<Json>)).await, (None, String::new()));
    assert!(sent(|r| r.form(&1)).await.unwrap_err().is_invalid_argument());
    let octets = "application/octet-stream";
    assert_eq!(body(|r| r.upload("application/octet-stream", &Upload::from(b"x"))).await, of(octets, "x"));
    assert_eq!(
        body(|r| r.upload("image/png", &Upload::from(b"x").content_type("image/gif"))).await,
        of("image/gif", "x")
    );
    assert_eq!(body(|r| r.upload("application/octet-stream", None)).await, (None, String::new()));
    assert_eq!(body(|r| r.text("text/plain", Some(&"t".to_owned()))).await, of("text/plain", "t"));
    assert_eq!(body(|r| r.text("text/plain", None)).await, (None, String::new()));
    let lines = body(|r| r.json_lines("application/x-ndjson", &[json!({"a": 1.0}), json!("b\n"), json!(null)]));
    assert_eq!(lines.await, of("application/x-ndjson", "{\"a\":1}\n\"b\\n\"\nnull\n"));
    assert_eq!(body(|r| r.json_lines("application/x-ndjson", &None::<Vec<i64>>)).await, (None, String::new()));
    assert_eq!(body(|r| r.optional_form_object(|f| f.optional("a", &None::<i64>))).await, (None, String::new()));
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_and_no_panic() {
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("broken"))
        }
    }
    assert!(sent(|r| r.query("q", EXPLODED, &Broken)).await.unwrap_err().is_invalid_argument());
    assert!(sent(|r| r.json(&Broken)).await.unwrap_err().is_invalid_argument());
    let object = sent(|r| {
        r.json_object(|b| {
            b.field("a", &Broken);
            b.field("c", &1);
        });
    });
    assert!(object.await.unwrap_err().is_invalid_argument());
}

#[tokio::test]
async fn whole_numbers_have_no_fraction_in_json() {
    let whole =
        sent(|r| r.json(&json!([1.0, -50.0, 0.5, 9_007_199_254_740_991.0, 1e300, 7, {"a": 2.0}]))).await.unwrap();
    assert_eq!(whole.body, &b"[1,-50,0.5,9007199254740991,1e+300,7,{\"a\":2}]"[..]);
    let field = sent(|r| r.json_object(|body| body.field("price", &3.0))).await.unwrap();
    assert_eq!(field.body, &b"{\"price\":3}"[..]);
}
