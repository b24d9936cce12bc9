//! Pages and streams over them.

use serde_json::{Value, json};

use crate::api::{Client, UserPage};
use crate::clock::FakeClock;
use crate::runtime::prelude::*;
use crate::runtime::testing::MockTransport;
use crate::runtime::{ClientOptions, ErrorKind};

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
    let pages = [page_of(&["a", "b"], "c1", true), page_of(&["c"], "c2", true), page_of(&[], "c3", true)];
    let mock = pages.iter().fold(MockTransport::new(), |mock, page| mock.answer(200, page));
    let mut items = client(&mock).users().list().stream();
    let mut emails = Vec::new();
    while let Some(user) = items.try_next().await.unwrap() {
        emails.push(user.email);
    }
    assert_eq!(emails, ["a", "b", "c"]);
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(mock.requests().len(), 3, "an empty page is the last one");

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

macro_rules! shape {
    ($name:ident, $request:ident, $($way:tt)*) => {
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            pub data: Option<Vec<Item>>,
            pub next: Option<Nullable<String>>,
        }
        object! {
            $name {
                optional { data: Vec<Item> = "data" }
                patch { next: String = "next" }
            }
        }
        page! { $name { items: data -> Item, $($way)* } }
        operation! {
            /// A call.
            $request(()) -> PageBody<$name> {
                GET "/v1/items";
            }
        }
        impl $request {
            async fn all(client: &Client) -> Vec<i64> {
                let call = $request(client.call(&$request::OPERATION, [], ()));
                call.stream().try_collect().await.unwrap().iter().map(|item| item.id).collect()
            }
        }
    };
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: i64,
}
object! { Item { required { id: i64 = "id" } } }

shape!(ByOffset, ByOffsetRequest, offset -> "offset");
shape!(ByNumber, ByNumberRequest, number -> "page");
shape!(ByLast, ByLastRequest, last: id -> "after");
shape!(ByUrl, ByUrlRequest, url: next);

fn items(ids: &[i64], next: Option<&str>) -> Value {
    json!({"data": ids.iter().map(|id| json!({"id": id})).collect::<Vec<_>>(), "next": next})
}

#[tokio::test]
async fn other_ways_to_the_next_page() {
    let script = || {
        MockTransport::new().answer(200, &items(&[1, 2], None)).answer(200, &items(&[3], None)).answer(200, &json!({}))
    };
    let sent = |mock: &MockTransport| -> Vec<String> {
        mock.requests()
            .iter()
            .map(|request| request.query.iter().map(|(name, value)| format!("{name}={value}")).collect())
            .collect()
    };
    let mock = script();
    assert_eq!(ByOffsetRequest::all(&client(&mock)).await, [1, 2, 3]);
    assert_eq!(sent(&mock), ["", "offset=2", "offset=3"]);
    let mock = script();
    assert_eq!(ByNumberRequest::all(&client(&mock)).await, [1, 2, 3]);
    assert_eq!(sent(&mock), ["", "page=2", "page=3"]);
    let mock = script();
    assert_eq!(ByLastRequest::all(&client(&mock)).await, [1, 2, 3]);
    assert_eq!(sent(&mock), ["", "after=2", "after=3"]);
}

#[tokio::test]
async fn a_link_to_another_host_carries_no_credentials() {
    let mock = MockTransport::new()
        .answer(200, &items(&[1], Some("/v1/items?p=2")))
        .answer(200, &items(&[2], Some("https://evil.example/?p=3")))
        .answer(200, &items(&[3], None));
    assert_eq!(ByUrlRequest::all(&client(&mock)).await, [1, 2, 3]);
    let requests = mock.requests();
    assert_eq!((requests[1].origin.as_str(), requests[1].path.as_str()), ("https://api.example.com", "/v1/items"));
    assert_eq!(requests[1].header("authorization"), Some("Bearer sk_secret"));
    assert_eq!(requests[2].origin, "https://evil.example");
    assert_eq!((requests[2].header("authorization"), requests[2].header("x-api-key")), (None, None));
}
