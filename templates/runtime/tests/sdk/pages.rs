//! Pages and streams over them.

use serde_json::{Value, json};

use crate::api::{Client, UserPage};
use crate::clock::FakeClock;
use crate::runtime::prelude::*;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, ErrorKind};
use crate::support::{Act, Server, answer, cut_everywhere};

fn users(emails: &[&str]) -> Vec<Value> {
    emails.iter().map(|email| json!({"email": email, "level": "owner"})).collect()
}

fn page_of(emails: &[&str], cursor: impl Into<Value>, has_more: bool) -> Value {
    json!({"users": users(emails), "cursor": cursor.into(), "hasMore": has_more})
}

fn client(mock: &MockTransport) -> Client {
    Client::new(ClientOptions::new().transport(mock.clone()).clock(FakeClock::new())).unwrap()
}

#[tokio::test]
async fn one_page_and_the_next() {
    let mock = MockTransport::new()
        .answer(200, &page_of(&["a", "b"], "c1", true))
        .answer(200, &page_of(&["c"], Value::Null, true));
    let page: Page<UserPage> =
        client(&mock).users().list().limit(50.0).cursor("c0").extra_header("x-a", "1").await.unwrap();
    assert_eq!((page.items().len(), page.has_more, page.has_next()), (2, true, true));
    let next = page.next_page().await.unwrap().unwrap();
    assert_eq!(next.items()[0].email, "c");
    assert!(!next.has_next() && next.next_page().await.unwrap().is_none());
    assert_eq!(next.into_items().len(), 1);
    let requests = mock.requests();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(requests[0].query, [pair("limit", "50"), pair("cursor", "c0")]);
    assert_eq!(requests[1].query, [pair("limit", "50"), pair("cursor", "c1")]);
    assert_eq!(requests[1].header("x-a"), Some("1"));
}

#[tokio::test]
async fn streams_run_over_all_pages() {
    let pages = [
        page_of(&["a", "b"], "c1", true),
        page_of(&[], "c2", true),
        page_of(&["c"], "c3", true),
        page_of(&[], "c3", true),
    ];
    let mock = pages.iter().fold(MockTransport::new(), |mock, page| mock.answer(200, page));
    let mut items = client(&mock).users().list().stream();
    let mut emails = Vec::new();
    while let Some(user) = items.try_next().await.unwrap() {
        emails.push(user.email);
    }
    assert_eq!(emails, ["a", "b", "c"]);
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(mock.requests().len(), 4, "an empty page is not the last one, but one that names itself is");

    let mock = pages.iter().fold(MockTransport::new(), |mock, page| mock.answer(200, page));
    assert_eq!(client(&mock).users().list().stream().try_collect().await.unwrap().len(), 3);

    let mock = MockTransport::new().answer(200, &page_of(&["a"], "c1", false));
    let mut pages = client(&mock).users().list().pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_cursor_that_repeats_is_an_error() {
    let mock = MockTransport::new().answer(200, &page_of(&["a"], "c1", true)).answer(200, &page_of(&["b"], "c1", true));
    let mut items = client(&mock).users().list().stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().email, "a");
    assert_eq!(items.try_next().await.unwrap().unwrap().email, "b");
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let mock = MockTransport::new().answer(200, &page_of(&["a"], "c1", true)).answer(400, &json!({}));
    let mut items = client(&mock).users().list().stream();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.try_next().await.unwrap_err().is_bad_request());
    assert!(items.try_next().await.unwrap().is_none());
}

/// An operation that answers with `$page`, and whose pages go on as `$paging` says.
macro_rules! list {
    ($request:ident $method:ident -> $page:ty, $($paging:tt)+) => {
        operation! {
            /// A call.
            $request(ListParams) -> PageBody<$page> {
                $method "/v1/items";
                pages $($paging)+;
                params {
                    size = u32,
                }
            }
        }
        impl $request {
            fn new(server: &Server) -> Self {
                let options = ClientOptions::new().base_url(format!("{}/api", server.url)).max_retries(0);
                $request(Client::new(options).unwrap().call(&$request::OPERATION, [], ListParams { size: None }))
            }
        }
    };
}

#[derive(Clone, Debug)]
pub struct ListParams {
    pub size: Option<u32>,
}

impl Params for ListParams {
    fn write(&self, request: &mut RequestWriter) {
        request.query("size", QueryStyle::Form { explode: true }, &self.size);
    }
}

/// The same, in a JSON body.
#[derive(Clone, Debug)]
pub struct SearchParams {
    pub text: String,
}

impl Params for SearchParams {
    fn write(&self, request: &mut RequestWriter) {
        request.json_object(|object| object.field("text", &self.text));
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: i64,
}
object! { Item { required { id: i64 = "id" } } }

#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    pub data: Option<Vec<Item>>,
}
object! { Shelf { optional { data: Vec<Item> = "data" } } }
page! { Shelf { items: data -> Item } }

list!(ByCursor GET -> Shelf, cursor("/meta/next~1cursor", "cursor"));
list!(ByHeader GET -> Shelf, cursor("X-Next-Page", "page"));
list!(ByLast GET -> Shelf, cursor("/data/-/id", "after").has_more("/more"));
list!(ByUrl GET -> Shelf, url("/links/next/href"));
list!(ByPost POST -> Shelf, url("/next"));
list!(ByLink GET -> Vec<Item>, link());
list!(ByOffset GET -> Shelf, offset("offset"));
list!(ByOffsetTotal GET -> Shelf, offset("offset").total("/total").current("/offset"));
list!(ByNumber GET -> Vec<Item>, number("page", 1));
list!(ByNumberTotal GET -> Shelf, number("page", 0).total("/pages").current("/page"));

/// What a server that was given these answers was asked for, and what came of it.
async fn walk(answers: &[(&[(&str, &str)], &str)]) -> Server {
    let acts: Vec<Act> = answers.iter().map(|(headers, body)| answer(200, headers, body)).collect();
    Server::start(acts).await
}

/// The request lines that a server saw, without method and version.
fn asked(server: &Server) -> Vec<String> {
    server.requests().iter().filter_map(|request| Some(request.split(' ').nth(1)?.to_owned())).collect()
}

fn ids(items: &[Item]) -> Vec<i64> {
    items.iter().map(|item| item.id).collect()
}

/// All items, by a fresh request.
macro_rules! all {
    ($request:ident, $server:expr) => {
        ids(&$request::new(&$server).size(2).stream().try_collect().await.unwrap())
    };
}

#[tokio::test]
async fn a_cursor_from_anywhere_in_the_body() {
    let server = walk(&[
        (&[], r#"{"meta": {"a": [1, {}], "next/cursor": "x y&z"}, "data": [{"id": 1}]}"#),
        (&[], r#"{"data": [{"id": 2}], "meta": {"next/cursor": 7}}"#),
        (&[], r#"{"data": [{"id": 3}], "meta": {"next/cursor": ""}}"#),
    ])
    .await;
    assert_eq!(all!(ByCursor, server), [1, 2, 3]);
    assert_eq!(
        asked(&server),
        ["/api/v1/items?size=2", "/api/v1/items?size=2&cursor=x%20y%26z", "/api/v1/items?size=2&cursor=7"]
    );
    for end in [
        r#"{"data": [{"id": 1}]}"#,
        r#"{"data": [{"id": 1}], "meta": null}"#,
        r#"{"data": [{"id": 1}], "meta": {"next/cursor": {}}}"#,
    ] {
        let server = walk(&[(&[], end)]).await;
        assert_eq!(all!(ByCursor, server), [1], "{end}");
        assert_eq!(server.requests().len(), 1, "{end}");
    }
}

#[tokio::test]
async fn a_page_is_the_same_wherever_it_is_cut() {
    let first = r#"{"data":[{"id":1},{"id":2,"€":"\u20ac"}],"meta":{"next/cursor":"ü 2"}}"#;
    let last = answer(200, &[], r#"{"data":[{"id":3}],"meta":{}}"#);
    let pages = cut_everywhere("application/json", first.as_bytes());
    let cuts = pages.len();
    let server = Server::start(pages.into_iter().flat_map(|page| [page, last.clone()]).collect()).await;
    for cut in 0..cuts {
        assert_eq!(all!(ByCursor, server), [1, 2, 3], "cut at {cut}");
    }
    assert_eq!(asked(&server)[1], "/api/v1/items?size=2&cursor=%C3%BC%202");
}

#[tokio::test]
async fn a_cursor_in_a_header() {
    let server =
        walk(&[(&[("x-next-page", "2")], r#"{"data": [{"id": 1}]}"#), (&[], r#"{"data": [{"id": 2}]}"#)]).await;
    assert_eq!(all!(ByHeader, server), [1, 2]);
    assert_eq!(asked(&server)[1], "/api/v1/items?size=2&page=2");
}

#[tokio::test]
async fn the_last_item_is_the_cursor() {
    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}, {"id": 2}], "more": true}"#),
        (&[], r#"{"more": false, "data": [{"id": 3}]}"#),
    ])
    .await;
    assert_eq!(all!(ByLast, server), [1, 2, 3]);
    assert_eq!(asked(&server), ["/api/v1/items?size=2", "/api/v1/items?size=2&after=2"]);
    let server = walk(&[(&[], r#"{"data": [{"id": 1}]}"#), (&[], r#"{"data": []}"#)]).await;
    assert_eq!(all!(ByLast, server), [1]);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_address_in_the_body_is_followed_as_it_is() {
    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}], "links": {"next": {"href": "/api/v1/items?p=2&q=a+b%2Fc"}}}"#),
        (&[], r#"{"data": [], "links": {"next": {"href": "?p=3#top"}}}"#),
        (&[], r#"{"data": [{"id": 3}], "links": {"next": null}}"#),
    ])
    .await;
    assert_eq!(all!(ByUrl, server), [1, 3]);
    assert_eq!(asked(&server), ["/api/v1/items?size=2", "/api/v1/items?p=2&q=a+b%2Fc", "/api/v1/items?p=3"]);
    assert!(server.requests().iter().all(|request| request.contains("\r\nauthorization: Bearer sk_secret\r\n")));
}

#[tokio::test]
async fn what_the_client_adds_to_every_query_stands_once_in_an_address() {
    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}], "links": {"next": {"href": "/x?version=1&p=2"}}}"#),
        (&[], r#"{"data": [{"id": 2}]}"#),
    ])
    .await;
    let options = ClientOptions::new().base_url(&server.url).default_query("version", "1");
    let call = Client::new(options).unwrap().call(&ByUrl::OPERATION, [], ListParams { size: None });
    ByUrl(call).stream().try_collect().await.unwrap();
    assert_eq!(asked(&server), ["/v1/items?version=1", "/x?version=1&p=2"]);
}

#[tokio::test]
async fn an_address_at_another_host_carries_no_credentials() {
    let other = walk(&[(&[], r#"{"data": [{"id": 2}]}"#)]).await;
    let body = format!(
        r#"{{"data": [{{"id": 1}}], "next": "{0}/there?p=2", "links": {{"next": {{"href": "{0}/there?p=2"}}}}}}"#,
        other.url
    );
    let server = walk(&[(&[], &body)]).await;
    let items = ByUrl::new(&server).extra_header("x-a", "1").stream().try_collect().await.unwrap();
    assert_eq!(ids(&items), [1, 2]);
    let request = other.requests().remove(0);
    assert!(request.starts_with("GET /there?p=2 "), "{request}");
    for name in ["authorization", "x-api-key", "x-a"] {
        assert!(!request.contains(name), "{name}: {request}");
    }
    // A request that says more than its address is not told to strangers.
    let mut items = ByPost::new(&server).stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test]
async fn an_address_without_tls_is_not_followed_from_one_with() {
    let page = |next: &str| json!({"data": [{"id": 1}], "links": {"next": {"href": next}}});
    let mock = MockTransport::new()
        .answer(200, &page("http://api.example.com/v1/items?p=2"))
        .answer(200, &page("http://evil.example/?p=3"));
    let call = client(&mock).call(&ByUrl::OPERATION, [], ListParams { size: None });
    let mut pages = ByUrl(call).pages();
    assert!(pages.try_next().await.unwrap().is_some() && pages.try_next().await.unwrap().is_some());
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].origin, "https://api.example.com", "the same host is asked over TLS");
    assert_eq!(requests[1].header("authorization"), Some("Bearer sk_secret"));
}

#[tokio::test]
async fn a_link_header() {
    let link = r#"</api/v1/items?page=2&a=<,;>; title="a, \"b\"; rel=next"; rel="prev last", <?page=2>;REL="next"; x"#;
    let server = walk(&[
        (&[("link", "</x>; rel=last"), ("link", link)], r#"[{"id": 1}]"#),
        (&[("link", "<?page=3>; rel=\"start NEXT\"")], "[]"),
        (&[("link", "<?page=1>; rel=first, <?page=4"), ("link", "garbage, <")], r#"[{"id": 3}]"#),
    ])
    .await;
    let pages = ByLink::new(&server).size(2).await.unwrap();
    assert_eq!((pages.len(), pages.next_position()), (1, Some("?page=2")));
    assert_eq!(all!(ByLink, walk(&[(&[], "[]")]).await), Vec::<i64>::new());
    let second = pages.next_page().await.unwrap().unwrap();
    let third = second.next_page().await.unwrap().unwrap();
    assert_eq!(ids(third.items()), [3]);
    assert!(!third.has_next());
    assert_eq!(asked(&server), ["/api/v1/items?size=2", "/api/v1/items?page=2", "/api/v1/items?page=3"]);
}

#[tokio::test]
async fn an_offset_counts_what_came() {
    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}, {"id": 2}]}"#),
        (&[], r#"{"data": [{"id": 3}]}"#),
        (&[], r#"{"data": null}"#),
    ])
    .await;
    assert_eq!(all!(ByOffset, server), [1, 2, 3]);
    let sent = |offset: &str| format!("/api/v1/items?size=2{offset}");
    assert_eq!(asked(&server), [sent(""), sent("&offset=2"), sent("&offset=3")]);

    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}], "offset": 10, "total": "12"}"#),
        (&[], r#"{"data": [{"id": 2}], "offset": 11, "total": 12}"#),
    ])
    .await;
    assert_eq!(all!(ByOffsetTotal, server), [1, 2]);
    assert_eq!(asked(&server), [sent(""), sent("&offset=11")]);
}

#[tokio::test]
async fn a_number_counts_pages() {
    let server = walk(&[(&[], r#"[{"id": 1}]"#), (&[], r#"[{"id": 2}]"#), (&[], "[]")]).await;
    assert_eq!(all!(ByNumber, server), [1, 2]);
    let sent = |page: &str| format!("/api/v1/items?size=2{page}");
    assert_eq!(asked(&server), [sent(""), sent("&page=2"), sent("&page=3")]);

    let server = walk(&[
        (&[], r#"{"data": [{"id": 1}], "page": 0, "pages": 2}"#),
        (&[], r#"{"data": [{"id": 2}], "page": 1, "pages": 2}"#),
    ])
    .await;
    assert_eq!(all!(ByNumberTotal, server), [1, 2]);
    assert_eq!(asked(&server), [sent(""), sent("&page=1")]);
}

#[tokio::test]
async fn a_server_that_does_not_count_is_noticed() {
    let server = walk(&[(&[], r#"[{"id": 1}]"#)]).await;
    let mut items = ByNumber::new(&server).stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Pagination, 2), "{error}");
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_circle_of_any_length_ends() {
    for length in [1, 2, 3, 5, 8] {
        let pages =
            (0..40).map(|at| json!({"data": [{"id": at}], "meta": {"next/cursor": format!("c{}", at % length)}}));
        let mock = pages.fold(MockTransport::new(), |mock, page| mock.answer(200, &page));
        let call = client(&mock).call(&ByCursor::OPERATION, [], ListParams { size: None });
        let error = ByCursor(call).stream().try_collect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert!(mock.requests().len() <= 3 * length + 2, "{length}: {}", mock.requests().len());
    }
}

operation! {
    /// A call.
    Search(SearchParams) -> PageBody<Shelf> {
        POST "/v1/search";
        pages cursor("/next", "/page/after").in_body();
    }
}
operation! {
    /// A call.
    SearchByNumber(SearchParams) -> PageBody<Shelf> {
        POST "/v1/search";
        pages number("/page", 1).in_body();
    }
}
operation! {
    /// A call.
    SearchAfterNumber(()) -> PageBody<Shelf> {
        POST "/v1/search";
        pages cursor("/next", "/after").in_body_as_number();
    }
}

#[tokio::test]
async fn a_position_in_the_body_of_the_request() {
    let answers: [(&[(&str, &str)], &str); 3] = [
        (&[], r#"{"data": [{"id": 1}], "next": "5"}"#),
        (&[], r#"{"data": [{"id": 2}], "next": "6"}"#),
        (&[], r#"{"data": []}"#),
    ];
    // Members have an order in some builds of `serde_json`, and another in others.
    let bodies = |server: &Server| -> Vec<Json> {
        let bodies =
            server.requests().into_iter().filter_map(|request| Some(request.split_once("\r\n\r\n")?.1.to_owned()));
        bodies.map(|body| serde_json::from_str(&body).unwrap_or_default()).collect()
    };
    let client = |server: &Server| Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
    let params = || SearchParams { text: "x".to_owned() };

    let server = walk(&answers).await;
    let items = Search(client(&server).call(&Search::OPERATION, [], params())).stream().try_collect().await.unwrap();
    assert_eq!(ids(&items), [1, 2]);
    assert_eq!(
        bodies(&server),
        [json!({"text":"x"}), json!({"page":{"after":"5"},"text":"x"}), json!({"page":{"after":"6"},"text":"x"})]
    );

    let server = walk(&answers).await;
    let call = client(&server).call(&SearchByNumber::OPERATION, [], params());
    assert_eq!(ids(&SearchByNumber(call).stream().try_collect().await.unwrap()), [1, 2]);
    assert_eq!(bodies(&server)[1..], [json!({"page":2,"text":"x"}), json!({"page":3,"text":"x"})]);

    let server = walk(&answers).await;
    let call = client(&server).call(&SearchAfterNumber::OPERATION, [], ());
    assert_eq!(ids(&SearchAfterNumber(call).stream().try_collect().await.unwrap()), [1, 2]);
    assert_eq!(bodies(&server), [Json::Null, json!({"after":5}), json!({"after":6})]);
    assert!(server.requests()[1].contains("\r\ncontent-type: application/json\r\n"));
}

#[tokio::test]
async fn a_position_can_be_resumed() {
    let answers: [(&[(&str, &str)], &str); 2] = [
        (&[("x-request-id", "r1")], r#"{"data": [{"id": 1}], "meta": {"next/cursor": "c 1"}}"#),
        (&[("x-request-id", "r2")], r#"{"data": [{"id": 2}]}"#),
    ];
    let server = walk(&answers).await;
    let first = ByCursor::new(&server).await.unwrap();
    assert_eq!((first.response().status().as_u16(), first.response().request_id()), (200, Some("r1")));
    let position = first.next_position().unwrap().to_owned();
    let items = ByCursor::new(&server).resume_at(&position).stream().try_collect().await.unwrap();
    assert_eq!((position.as_str(), ids(&items)), ("c 1", vec![2]));
    assert_eq!(asked(&server)[1], "/api/v1/items?cursor=c%201");

    let address = walk(&[(&[], r#"{"data": [{"id": 9}]}"#)]).await;
    assert_eq!(ByUrl::new(&address).resume_at("/api/v1/items?p=9").await.unwrap().items()[0].id, 9);
    assert_eq!(asked(&address), ["/api/v1/items?p=9"]);
    let error = SearchByNumber(Client::new(ClientOptions::new()).unwrap().call(
        &SearchByNumber::OPERATION,
        [],
        SearchParams { text: String::new() },
    ))
    .resume_at("x")
    .await
    .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Pagination, 0));
}

#[tokio::test]
async fn an_empty_page_that_names_itself_is_the_last() {
    let server = walk(&[
        (&[("link", "<?p=2>; rel=next")], r#"[{"id": 1}]"#),
        (&[("link", "<?p=3>; rel=next")], "[]"),
        (&[("link", "<?p=3>; rel=next")], "[]"),
    ])
    .await;
    assert_eq!(all!(ByLink, server), [1]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_read() {
    let server = walk(&[(&[], r#"[{"id": 1}, {"id": 2}]"#), (&[], r#"[{"id": 3}]"#)]).await;
    let mut items = ByNumber::new(&server).stream();
    assert_eq!(server.requests().len(), 0);
    items.try_next().await.unwrap();
    items.try_next().await.unwrap();
    drop(items);
    assert_eq!(server.requests().len(), 1);
}
