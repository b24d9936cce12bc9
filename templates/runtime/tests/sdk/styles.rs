//! Every cell of the style tables, byte for byte.
//!
//! The expected texts are those of the specifications, not those of the code: "Style Examples" of OpenAPI 3.0.4, 3.1.1 and
//! 3.2.0 (which mended the rows `label` and `pipeDelimited` of 3.0.0 to 3.0.3 and 3.1.0), the parameter table of
//! OpenAPI 2.0, and the expansions of RFC 6570, sections 3.2.2 to 3.2.8.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::api::Client;
use crate::runtime::prelude::*;
use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{ApiInfo, ClientOptions, Core, Error, NestedArray, Nesting};

/// A value of the tables; the fields of an object are in this order.
#[derive(Clone, Copy)]
enum Of {
    Text(&'static str),
    List(&'static [&'static str]),
    Object(&'static [(&'static str, &'static str)]),
    Null,
}

impl Serialize for Of {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(*items),
            Self::Object(fields) => serializer.collect_map(fields.iter().copied()),
            Self::Null => serializer.serialize_none(),
        }
    }
}

const EMPTY: Of = Of::Text("");
const BLUE: Of = Of::Text("blue");
const COLORS: Of = Of::List(&["blue", "black", "brown"]);
const RGB: Of = Of::Object(&[("R", "100"), ("G", "200"), ("B", "150")]);

/// The variables of RFC 6570, section 3.2.
const HELLO: Of = Of::Text("Hello World!");
const HALF: Of = Of::Text("50%");
const LIST: Of = Of::List(&["red", "green", "blue"]);
const KEYS: Of = Of::Object(&[("semi", ";"), ("dot", "."), ("comma", ",")]);

/// What is written, with the client's own nesting.
#[derive(Clone)]
struct Written<F>(F);

impl<F: Fn(&mut RequestWriter)> Params for Written<F> {
    fn write(&self, request: &mut RequestWriter) {
        (self.0)(request);
    }
}

async fn send(
    operation: &'static Operation,
    path: Vec<String>,
    nesting: Nesting,
    write: impl Fn(&mut RequestWriter),
) -> Result<RecordedRequest, Error> {
    let mock = MockTransport::new().answer(204, &Value::Null);
    let options = ClientOptions::new().transport(mock.clone());
    let core = std::sync::Arc::new(Core::new(
        ApiInfo { nesting, ..crate::api::INFO },
        crate::runtime::Settings::new(),
        options,
        crate::runtime::Credentials::new(),
    )?);
    let call: Call<_, NoBody> = match <[String; 1]>::try_from(path) {
        Ok(path) => Call::new(core, operation, path, Written(write)),
        Err(_) => Call::new(core, operation, [], Written(write)),
    };
    let sent = call.send().await;
    // Nothing that is refused may have gone out.
    assert_eq!(mock.requests().len(), usize::from(sent.is_ok()));
    sent.map(|()| mock.requests().remove(0))
}

const fn operation(path: &'static str) -> Operation {
    Operation {
        method: "GET",
        path,
        accept: "",
        retry: true,
        server: None,
        security: None,
        paging: None,
        streaming: None,
    }
}

static ROOT: Operation = operation("/");
/// As RFC 6570 shows its labels: a text before the variable.
static STYLED: Operation = operation("/X{+color}");
static PLAIN: Operation = operation("/{color}");
static ALONE: Operation = operation("/{+color}");

async fn path(style: TextStyle, name: &str, value: Of) -> Result<String, Error> {
    let text = path_text(name, style, &value);
    send(&STYLED, vec![text], Nesting::default(), |_| {}).await.map(|request| request.path[2..].to_owned())
}

#[tokio::test]
async fn paths() {
    let simple = |explode| TextStyle::Simple { explode };
    let label = |explode| TextStyle::Label { explode };
    let matrix = |explode| TextStyle::Matrix { explode };
    for (style, name, value, expected) in [
        (matrix(false), "color", EMPTY, ";color"),
        (matrix(false), "color", BLUE, ";color=blue"),
        (matrix(false), "color", COLORS, ";color=blue,black,brown"),
        (matrix(false), "color", RGB, ";color=R,100,G,200,B,150"),
        (matrix(true), "color", EMPTY, ";color"),
        (matrix(true), "color", BLUE, ";color=blue"),
        (matrix(true), "color", COLORS, ";color=blue;color=black;color=brown"),
        (matrix(true), "color", RGB, ";R=100;G=200;B=150"),
        (label(false), "color", EMPTY, "."),
        (label(false), "color", BLUE, ".blue"),
        (label(false), "color", COLORS, ".blue,black,brown"),
        (label(false), "color", RGB, ".R,100,G,200,B,150"),
        (label(true), "color", EMPTY, "."),
        (label(true), "color", BLUE, ".blue"),
        (label(true), "color", COLORS, ".blue.black.brown"),
        (label(true), "color", RGB, ".R=100.G=200.B=150"),
        (simple(false), "color", BLUE, "blue"),
        (simple(false), "color", COLORS, "blue,black,brown"),
        (simple(false), "color", RGB, "R,100,G,200,B,150"),
        (simple(true), "color", BLUE, "blue"),
        (simple(true), "color", COLORS, "blue,black,brown"),
        (simple(true), "color", RGB, "R=100,G=200,B=150"),
        // RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7.
        (simple(false), "hello", HELLO, "Hello%20World%21"),
        (simple(false), "half", HALF, "50%25"),
        (simple(false), "list", LIST, "red,green,blue"),
        (simple(true), "list", LIST, "red,green,blue"),
        (simple(false), "keys", KEYS, "semi,%3B,dot,.,comma,%2C"),
        (simple(true), "keys", KEYS, "semi=%3B,dot=.,comma=%2C"),
        (label(false), "who", Of::Text("fred"), ".fred"),
        (label(false), "half", HALF, ".50%25"),
        (label(false), "list", LIST, ".red,green,blue"),
        (label(true), "list", LIST, ".red.green.blue"),
        (label(false), "keys", KEYS, ".semi,%3B,dot,.,comma,%2C"),
        (label(true), "keys", KEYS, ".semi=%3B.dot=..comma=%2C"),
        (matrix(false), "who", Of::Text("fred"), ";who=fred"),
        (matrix(false), "half", HALF, ";half=50%25"),
        (matrix(false), "empty", EMPTY, ";empty"),
        (matrix(false), "hello", HELLO, ";hello=Hello%20World%21"),
        (matrix(false), "list", LIST, ";list=red,green,blue"),
        (matrix(true), "list", LIST, ";list=red;list=green;list=blue"),
        (matrix(false), "keys", KEYS, ";keys=semi,%3B,dot,.,comma,%2C"),
        (matrix(true), "keys", KEYS, ";semi=%3B;dot=.;comma=%2C"),
        (matrix(true), "keys", Of::Object(&[("a", ""), ("b", "c")]), ";a;b=c"),
        // OpenAPI 2.0, `collectionFormat`.
        (TextStyle::SpaceDelimited, "color", COLORS, "blue%20black%20brown"),
        (TextStyle::TabDelimited, "color", COLORS, "blue%09black%09brown"),
        (TextStyle::PipeDelimited, "color", COLORS, "blue%7Cblack%7Cbrown"),
        (TextStyle::Json, "color", RGB, "%7B%22R%22%3A%22100%22%2C%22G%22%3A%22200%22%2C%22B%22%3A%22150%22%7D"),
    ] {
        assert_eq!(path(style, name, value).await.unwrap(), expected, "{style:?} {name}");
    }
}

#[tokio::test]
async fn what_makes_no_path_is_refused_before_anything_is_sent() {
    let (simple, label) = (TextStyle::Simple { explode: false }, TextStyle::Label { explode: false });
    for (operation, text) in [
        (&PLAIN, String::new()),
        (&PLAIN, ".".to_owned()),
        (&PLAIN, "..".to_owned()),
        (&ALONE, "%2e%2E".to_owned()),
        (&ALONE, path_text("color", label, "")),
        (&ALONE, path_text("color", label, ".")),
        (&ALONE, path_text("color", simple, "")),
        (&ALONE, path_text("color", simple, &Vec::<String>::new())),
        (&ALONE, path_text("color", simple, &Of::Null)),
    ] {
        let error = send(operation, vec![text.clone()], Nesting::default(), |_| {}).await.unwrap_err();
        assert!(error.is_invalid_argument(), "{text}: {error}");
        assert!(error.to_string().contains("`color`"), "{text}: {error}");
    }
}

#[tokio::test]
async fn a_path_keeps_its_shape_whatever_its_variables_hold() {
    static MIXED: Operation = operation("/{color}.json:cancel?beta=true&x={color}");
    let sent =
        async |operation, text: &str| send(operation, vec![text.to_owned()], Nesting::default(), |_| {}).await.unwrap();
    // RFC 3986, section 2.2: all that is reserved.
    assert_eq!(
        sent(&PLAIN, ":/?#[]@!$&'()*+,;=").await.path,
        "/%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D"
    );
    assert_eq!(sent(&PLAIN, "aZ09-._~").await.path, "/aZ09-._~");
    assert_eq!(sent(&PLAIN, "é%2F").await.path, "/%C3%A9%252F");
    // `allowReserved`: RFC 6570, section 3.2.3, but for what would end the segment.
    assert_eq!(sent(&ALONE, ":/?#[]@!$&'()*+,;=").await.path, "/:%2F%3F%23%5B%5D@!$&'()*+,;=");
    assert_eq!(sent(&ALONE, "50% %2F").await.path, "/50%25%20%2F");
    let core = MockTransport::new().answer(204, &Value::Null);
    let client = Client::new(ClientOptions::new().transport(core.clone())).unwrap();
    let call: Call<(), NoBody> = client.call(&MIXED, ["a:b".to_owned(), "c&d".to_owned()], ());
    call.send().await.unwrap();
    let request = core.requests().remove(0);
    assert_eq!((request.path.as_str(), request.raw_query.as_str()), ("/a%3Ab.json:cancel", "beta=true&x=c%26d"));
}

async fn query(
    style: QueryStyle,
    allow: Allow,
    nesting: Nesting,
    name: &str,
    value: &(impl Serialize + Sync),
) -> String {
    let write = |request: &mut RequestWriter| request.query_with(name, style, allow, value);
    send(&ROOT, Vec::new(), nesting, write).await.unwrap().raw_query
}

#[tokio::test]
async fn numbers_keep_their_digits() {
    let exact = |text: &str| text.parse::<ExactNumber>().unwrap();
    let list = vec![exact("0.10"), exact("12345678901234567890.123")];
    let request = send(&ROOT, Vec::new(), Nesting::default(), |request| {
        request.query("list", QueryStyle::Form { explode: false }, &list);
        request.query("float", QueryStyle::Form { explode: true }, &[1.5, -2.0, 1e21]);
        request.query("whole", QueryStyle::Form { explode: true }, &u64::MAX);
    });
    let expected = "list=0.10,12345678901234567890.123&float=1.5&float=-2&float=1e%2B21&whole=18446744073709551615";
    assert_eq!(request.await.unwrap().raw_query, expected);
    assert_eq!(path_text("a", TextStyle::Simple { explode: false }, &list), "0.10,12345678901234567890.123");
}

#[tokio::test]
async fn queries() {
    let form = |explode| QueryStyle::Form { explode };
    for (style, name, value, expected) in [
        (form(false), "color", EMPTY, "color="),
        (form(false), "color", BLUE, "color=blue"),
        (form(false), "color", COLORS, "color=blue,black,brown"),
        (form(false), "color", RGB, "color=R,100,G,200,B,150"),
        (form(true), "color", EMPTY, "color="),
        (form(true), "color", BLUE, "color=blue"),
        (form(true), "color", COLORS, "color=blue&color=black&color=brown"),
        (form(true), "color", RGB, "R=100&G=200&B=150"),
        (QueryStyle::SpaceDelimited, "color", COLORS, "color=blue%20black%20brown"),
        (QueryStyle::SpaceDelimited, "color", RGB, "color=R%20100%20G%20200%20B%20150"),
        (QueryStyle::PipeDelimited, "color", COLORS, "color=blue%7Cblack%7Cbrown"),
        (QueryStyle::PipeDelimited, "color", RGB, "color=R%7C100%7CG%7C200%7CB%7C150"),
        (QueryStyle::DeepObject, "color", RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        // RFC 6570, section 3.2.8.
        (form(false), "who", Of::Text("fred"), "who=fred"),
        (form(false), "half", HALF, "half=50%25"),
        (form(false), "list", LIST, "list=red,green,blue"),
        (form(true), "list", LIST, "list=red&list=green&list=blue"),
        (form(false), "keys", KEYS, "keys=semi,%3B,dot,.,comma,%2C"),
        (form(true), "keys", KEYS, "semi=%3B&dot=.&comma=%2C"),
        (form(true), "undef", Of::Null, ""),
        // OpenAPI 2.0, `collectionFormat`: csv, ssv, tsv, pipes, multi.
        (form(false), "ids[]", COLORS, "ids%5B%5D=blue,black,brown"),
        (QueryStyle::TabDelimited, "color", COLORS, "color=blue%09black%09brown"),
        // `content: application/json`.
        (QueryStyle::Json, "color", COLORS, "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D"),
        (QueryStyle::Json, "color", BLUE, "color=%22blue%22"),
        // A delimiter that is a part of an item is encoded.
        (form(false), "a", Of::List(&["x,y", "z"]), "a=x%2Cy,z"),
    ] {
        let sent = query(style, Allow::default(), Nesting::default(), name, &value).await;
        assert_eq!(sent, expected, "{style:?} {name}");
    }
}

#[tokio::test]
async fn what_a_query_allows() {
    let form = QueryStyle::Form { explode: false };
    for (value, expected) in [
        // RFC 6570, section 3.2.3.
        (HELLO, "q=Hello%20World!"),
        (HALF, "q=50%25"),
        (Of::Text("/foo/bar"), "q=/foo/bar"),
        (LIST, "q=red,green,blue"),
        (KEYS, "q=semi,;,dot,.,comma,,"),
        (Of::Text("%2F%zz"), "q=%2F%25zz"),
        // All that is reserved, but for what would end the value or become a space; URLs of HTTP have no quote in a query
        // (WHATWG URL, "special-query percent-encode set").
        (Of::Text(":/?#[]@!$&'()*+,;="), "q=:/?%23[]@!$%26%27()*%2B,;="),
    ] {
        assert_eq!(query(form, Allow::RESERVED, Nesting::default(), "q", &value).await, expected);
    }
    for (allow, expected) in [(Allow::EMPTY, "q="), (Allow::default(), "")] {
        assert_eq!(query(form, allow, Nesting::default(), "q", &Of::List(&[])).await, expected);
        assert_eq!(query(QueryStyle::DeepObject, allow, Nesting::default(), "q", &Of::Object(&[])).await, expected);
        assert_eq!(query(form, allow, Nesting::default(), "q", &Of::Null).await, "");
    }
}

#[tokio::test]
async fn what_openapi_leaves_open_is_spelt_by_the_nesting() {
    let value = json!({"a": {"b": 1, "n": null}, "c": [1, 2], "d": [{"e": true}]});
    let by = async |style, dots, arrays| {
        let sent = query(style, Allow::default(), Nesting { dots, arrays }, "q", &value).await;
        percent_encoding::percent_decode_str(&sent).decode_utf8_lossy().into_owned()
    };
    let deep = QueryStyle::DeepObject;
    assert_eq!(by(deep, false, None).await, "q[a][b]=1&q[c][0]=1&q[c][1]=2&q[d][0][e]=true");
    assert_eq!(by(deep, true, None).await, "q.a.b=1&q.c[0]=1&q.c[1]=2&q.d[0].e=true");
    let arrays = async |arrays| by(deep, false, Some(arrays)).await;
    assert_eq!(arrays(NestedArray::Indices).await, "q[a][b]=1&q[c][0]=1&q[c][1]=2&q[d][0][e]=true");
    assert_eq!(arrays(NestedArray::Repeat).await, "q[a][b]=1&q[c]=1&q[c]=2&q[d][0][e]=true");
    assert_eq!(arrays(NestedArray::Comma).await, "q[a][b]=1&q[c]=1,2&q[d][0][e]=true");
    assert_eq!(arrays(NestedArray::Brackets).await, "q[a][b]=1&q[c][]=1&q[c][]=2&q[d][][e]=true");
    // A field that has a pair of its own is written as a parameter of its name.
    let form = QueryStyle::Form { explode: true };
    assert_eq!(by(form, false, None).await, "a[b]=1&c=1&c=2&d[0][e]=true");
    assert_eq!(by(form, true, Some(NestedArray::Comma)).await, "a.b=1&c=1,2&d[0].e=true");
    // Where there is no name for it, what is nested is JSON.
    assert_eq!(by(QueryStyle::Form { explode: false }, false, None).await, r#"q=a,{"b":1},c,[1,2],d,[{"e":true}]"#);
}

#[tokio::test]
async fn what_the_encoding_of_a_form_leaves_open_is_spelt_by_its_own_nesting() {
    let value = json!({
        "o": {"b": 1, "c": [1, 2], "n": null},
        "p": [1, 2],
        "q": [{"e": true}],
        "stated": [1, 2],
        "text": "a",
    });
    let by = async |dots, arrays| {
        let write = |request: &mut RequestWriter| {
            request.form_nesting(Nesting { dots, arrays });
            request.style("stated", QueryStyle::PipeDelimited);
            request.form(&value);
        };
        // The client's own is of queries alone.
        let of_queries = Nesting { dots: true, arrays: Some(NestedArray::Comma) };
        let sent = send(&ROOT, Vec::new(), of_queries, write).await.unwrap().body;
        let sent = percent_encoding::percent_decode(&sent).decode_utf8_lossy().into_owned();
        sent.strip_suffix("&stated=1|2&text=a").unwrap().to_owned()
    };
    let usual = "o[b]=1&o[c][0]=1&o[c][1]=2&p=1&p=2&q[0][e]=true";
    assert_eq!(by(false, None).await, usual);
    let write = |request: &mut RequestWriter| request.form(&json!({"o": value["o"], "p": value["p"], "q": value["q"]}));
    let sent = send(&ROOT, Vec::new(), Nesting { dots: true, arrays: None }, write).await.unwrap().body;
    assert_eq!(percent_encoding::percent_decode(&sent).decode_utf8_lossy(), usual, "without a word it is as ever");
    assert_eq!(by(true, None).await, "o.b=1&o.c[0]=1&o.c[1]=2&p=1&p=2&q[0].e=true");
    let arrays = async |arrays| by(false, Some(arrays)).await;
    assert_eq!(arrays(NestedArray::Indices).await, "o[b]=1&o[c][0]=1&o[c][1]=2&p[0]=1&p[1]=2&q[0][e]=true");
    assert_eq!(arrays(NestedArray::Repeat).await, "o[b]=1&o[c]=1&o[c]=2&p=1&p=2&q[0][e]=true");
    assert_eq!(arrays(NestedArray::Comma).await, "o[b]=1&o[c]=1,2&p=1,2&q[0][e]=true");
    assert_eq!(arrays(NestedArray::Brackets).await, "o[b]=1&o[c][]=1&o[c][]=2&p[]=1&p[]=2&q[][e]=true");
    assert_eq!(by(true, Some(NestedArray::Brackets)).await, "o.b=1&o.c[]=1&o.c[]=2&p[]=1&p[]=2&q[].e=true");
}

#[tokio::test]
async fn a_whole_query_has_no_name() {
    let whole = async |style| {
        let write = |request: &mut RequestWriter| request.query_string("q", style, &RGB);
        send(&ROOT, Vec::new(), Nesting::default(), write).await.unwrap().raw_query
    };
    let json = "%7B%22R%22%3A%22100%22%2C%22G%22%3A%22200%22%2C%22B%22%3A%22150%22%7D";
    assert_eq!(whole(TextStyle::Json).await, json);
    assert_eq!(whole(TextStyle::Simple { explode: true }).await, "R=100,G=200,B=150");
}

#[tokio::test]
async fn headers() {
    let simple = |explode| TextStyle::Simple { explode };
    for (style, value, expected) in [
        (simple(false), EMPTY, Some("")),
        (simple(false), BLUE, Some("blue")),
        (simple(false), COLORS, Some("blue,black,brown")),
        (simple(false), RGB, Some("R,100,G,200,B,150")),
        (simple(true), EMPTY, Some("")),
        (simple(true), BLUE, Some("blue")),
        (simple(true), COLORS, Some("blue,black,brown")),
        (simple(true), RGB, Some("R=100,G=200,B=150")),
        // A header is not percent-encoded (OpenAPI 3.1.1, "Style Values").
        (simple(false), HELLO, Some("Hello World!")),
        (simple(false), KEYS, Some("semi,;,dot,.,comma,,")),
        (simple(false), Of::Null, None),
        (TextStyle::SpaceDelimited, COLORS, Some("blue black brown")),
        (TextStyle::TabDelimited, COLORS, Some("blue\tblack\tbrown")),
        (TextStyle::PipeDelimited, COLORS, Some("blue|black|brown")),
        (TextStyle::Json, RGB, Some(r#"{"R":"100","G":"200","B":"150"}"#)),
    ] {
        let write = |request: &mut RequestWriter| request.header_with("color", style, &value);
        let request = send(&ROOT, Vec::new(), Nesting::default(), write).await.unwrap();
        assert_eq!(request.header("color"), expected, "{style:?}");
    }
}

#[tokio::test]
async fn cookies() {
    let form = |explode| TextStyle::Form { explode };
    let cookie = |explode| TextStyle::Cookie { explode };
    for (style, value, expected) in [
        (form(false), EMPTY, "color="),
        (form(false), BLUE, "color=blue"),
        (form(false), COLORS, "color=blue,black,brown"),
        (form(false), RGB, "color=R,100,G,200,B,150"),
        (form(true), EMPTY, "color="),
        (form(true), BLUE, "color=blue"),
        (form(true), COLORS, "color=blue&color=black&color=brown"),
        (form(true), RGB, "R=100&G=200&B=150"),
        (form(true), HELLO, "color=Hello%20World%21"),
        (cookie(false), EMPTY, "color="),
        (cookie(false), BLUE, "color=blue"),
        (cookie(false), COLORS, "color=blue,black,brown"),
        (cookie(false), RGB, "color=R,100,G,200,B,150"),
        (cookie(true), EMPTY, "color="),
        (cookie(true), BLUE, "color=blue"),
        (cookie(true), COLORS, "color=blue; color=black; color=brown"),
        (cookie(true), RGB, "R=100; G=200; B=150"),
        // OpenAPI 3.2: what needs escaping is given escaped.
        (cookie(true), Of::Text("50%25!"), "color=50%25!"),
        (TextStyle::Json, BLUE, "color=%22blue%22"),
    ] {
        let write = |request: &mut RequestWriter| {
            request.cookie("first", &1);
            request.cookie_with("color", style, &value);
        };
        let request = send(&ROOT, Vec::new(), Nesting::default(), write).await.unwrap();
        assert_eq!(request.header("cookie"), Some(format!("first=1; {expected}").as_str()), "{style:?}");
    }
    let write = |request: &mut RequestWriter| request.cookie_with("color", cookie(true), "a; admin=1");
    assert!(send(&ROOT, Vec::new(), Nesting::default(), write).await.unwrap_err().is_invalid_argument());
}
