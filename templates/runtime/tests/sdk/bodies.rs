//! Bodies that are not JSON: parts, files and streams, as `RequestWriter` writes them and as they come over the wire.

use core::pin::Pin;
use core::task::{Context, Poll};

use serde_json::json;

use crate::api::Client;
use crate::requests::sent;
use crate::runtime::prelude::*;
use crate::runtime::testing::RecordedRequest;
use crate::runtime::{ClientOptions, ErrorKind, Method};
use crate::support::{Server, answer};

const FORM: &str = "multipart/form-data";

/// A type of a description that holds files.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Album {
    pub title: String,
    pub cover: Option<Upload>,
    pub photos: Option<Vec<Upload>>,
    pub owner: Option<Json>,
}

object! {
    Album {
        required { title: String = "title", }
        optional { cover: Upload = "cover", photos: Vec<Upload> = "photos", owner: Json = "owner", }
    }
}

/// Name, file name, media type and text of every part.
fn parts(request: &RecordedRequest) -> Vec<(String, Option<String>, Option<String>, String)> {
    let parts = request.parts().into_iter();
    parts
        .map(|part| {
            let media_type = part.header("content-type").map(str::to_owned);
            let text = part.text();
            (part.name, part.file_name, media_type, text)
        })
        .collect()
}

fn part(
    name: &str,
    file: Option<&str>,
    media: Option<&str>,
    text: &str,
) -> (String, Option<String>, Option<String>, String) {
    (name.to_owned(), file.map(str::to_owned), media.map(str::to_owned), text.to_owned())
}

#[tokio::test]
async fn parts_are_sent_in_order_between_boundaries() {
    let request = sent(|r| {
        let log = Upload::from(b"line").file_name("l \"1\".txt").content_type("text/plain").part_header("X-Log", "1");
        r.multipart(FORM, &Multipart::new().text("purpose", "a \"b\"").file("file\n", b"x").file("log", log));
    })
    .await
    .unwrap();
    let boundary =
        request.headers["content-type"].to_str().unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\na \"b\"\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file%0A\"; filename=\"file%0A\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nx\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"log\"; filename=\"l %221%22.txt\"\r\n\
         Content-Type: text/plain\r\nX-Log: 1\r\n\r\nline\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8_lossy(&request.body), expected);
    // A part that is read has the name that it was given.
    let names: Vec<(String, Option<String>)> = request.parts().into_iter().map(|of| (of.name, of.file_name)).collect();
    assert_eq!(names[1], ("file\n".to_owned(), Some("file\n".to_owned())));
    assert_eq!(names[2], ("log".to_owned(), Some("l \"1\".txt".to_owned())));
    let another = sent(|r| r.multipart(FORM, &Multipart::new())).await.unwrap();
    assert_ne!(request.headers["content-type"], another.headers["content-type"], "boundaries are random");
    assert!(sent(|r| r.multipart(FORM, None)).await.unwrap().body.is_empty());
}

#[tokio::test]
async fn a_header_of_a_part_cannot_hold_another() {
    for file in [
        Upload::from(b"x").content_type("text/plain\r\nX-Evil: 1"),
        Upload::from(b"x").part_header("X", "1\r\n\r\nevil"),
        Upload::from(b"x").part_header("X: 1\r\nY", "1"),
    ] {
        let body = Multipart::new().file("f", file);
        let client = Client::new(ClientOptions::new().base_url("http://127.0.0.1:1")).unwrap();
        let error = client.request(Method::POST, "/").multipart(&body).send_raw().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidArgument, 0));
    }
}

#[tokio::test]
async fn fields_become_the_parts_that_openapi_says() {
    let request = sent(|r| {
        r.part_type("cover", "image/png");
        r.style("deep", QueryStyle::DeepObject);
        r.style("list", QueryStyle::Form { explode: false });
        r.style("tabbed", QueryStyle::TabDelimited);
        r.style("joined", QueryStyle::Form { explode: false });
        r.part_type("meta", "application/vnd.meta+json");
        r.part_header("meta", "X-Kind", "meta");
        r.parts_object(FORM, |body| {
            body.field("text", "é");
            body.field("number", &2.0);
            body.field("flags", &[true, false]);
            body.field("object", &json!({"a": 1.0, "b": [null]}));
            body.field("meta", &json!({"a": 1}));
            body.field("objects", &json!([{"a": 1}, [2]]));
            body.field("deep", &json!({"a": {"b": [1, 2]}, "c": null}));
            body.field("list", &[1, 2]);
            body.field("tabbed", &[1, 2]);
            body.field("joined", &[Upload::from(b"3"), Upload::from(b"4")]);
            body.field("none", &Nullable::<i64>::Null);
            body.optional("absent", &None::<Upload>);
            body.optional("cover", &Some(Upload::from(b"png")));
            body.field("files", &[Upload::from(b"1").file_name("1.txt"), Upload::from(b"2").content_type("text/csv")]);
        });
    })
    .await
    .unwrap();
    let (json, octets) = (Some("application/json"), Some("application/octet-stream"));
    assert_eq!(
        parts(&request),
        [
            part("text", None, None, "é"),
            part("number", None, None, "2"),
            part("flags", None, None, "true"),
            part("flags", None, None, "false"),
            part("object", None, json, r#"{"a":1,"b":[null]}"#),
            part("meta", None, Some("application/vnd.meta+json"), r#"{"a":1}"#),
            part("objects", None, json, r#"{"a":1}"#),
            part("objects", None, json, "[2]"),
            part("deep[a][b][0]", None, None, "1"),
            part("deep[a][b][1]", None, None, "2"),
            part("list", None, None, "1,2"),
            part("tabbed", None, None, "1\t2"),
            part("joined", Some("joined"), octets, "3"),
            part("joined", Some("joined"), octets, "4"),
            part("cover", Some("cover"), Some("image/png"), "png"),
            part("files", Some("1.txt"), octets, "1"),
            part("files", Some("files"), Some("text/csv"), "2"),
        ]
    );
    assert_eq!(request.parts()[5].header("x-kind"), Some("meta"));
}

#[tokio::test]
async fn an_object_that_holds_files_is_written_field_by_field() {
    let request = sent(|r| {
        let album = Album {
            title: "t".to_owned(),
            cover: Some(Upload::from(b"c")),
            photos: Some(vec![Upload::from(b"1"), Upload::from(b"2")]),
            owner: None,
        };
        r.parts(FORM, &album);
    })
    .await
    .unwrap();
    let octets = Some("application/octet-stream");
    let mut found = parts(&request);
    found.sort();
    assert_eq!(
        found,
        [
            part("cover", Some("cover"), octets, "c"),
            part("photos", Some("photos"), octets, "1"),
            part("photos", Some("photos"), octets, "2"),
            part("title", None, None, "t"),
        ]
    );
    // JSON holds no files, so an object that does is spelt with brackets.
    let nested = sent(|r| {
        let album = Album { title: "t".to_owned(), cover: Some(Upload::from(b"c")), photos: None, owner: None };
        r.parts_object(FORM, |body| body.field("album", &album));
    });
    let mut found = parts(&nested.await.unwrap());
    found.sort();
    assert_eq!(found, [part("album[cover]", Some("album[cover]"), octets, "c"), part("album[title]", None, None, "t")]);
    assert!(sent(|r| r.parts(FORM, &None::<Album>)).await.unwrap().body.is_empty());
    assert!(sent(|r| r.optional_parts_object(FORM, |_| {})).await.unwrap().body.is_empty());
    assert!(sent(|r| r.parts(FORM, &1)).await.unwrap_err().is_invalid_argument());
}

#[tokio::test]
async fn elsewhere_than_in_parts_an_upload_is_its_text() {
    let request = sent(|r| r.json(&[Upload::from(b"text")])).await.unwrap();
    assert_eq!(request.json(), json!(["text"]));
    for upload in [Upload::from(b"\xff"), Upload::from_reader(&b"x"[..])] {
        assert!(serde_json::to_value(&upload).is_err());
    }
    let read: Upload = serde_json::from_value(json!("é")).unwrap();
    assert_eq!(read, Upload::from("é".as_bytes()));
}

#[test]
fn an_upload_shows_what_it_is_and_not_what_is_in_it() {
    let upload = Upload::from(b"secret").file_name("a.txt").content_type("text/plain");
    assert_eq!(format!("{upload:?}"), r#"Upload(6 bytes, "a.txt", "text/plain")"#);
    let stream = Upload::from_reader(&b"secret"[..]);
    assert_eq!((stream == stream.clone(), stream == Upload::from_reader(&b"secret"[..])), (true, false));
}

/// A stream of these pieces that is not always ready.
struct Slow(Vec<&'static [u8]>, bool);

impl futures_core::Stream for Slow {
    type Item = Result<&'static [u8], std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(if self.0.is_empty() { None } else { Some(Ok(self.0.remove(0))) })
    }
}

fn put(server: &Server, body: Upload) -> crate::runtime::UntypedRequest {
    let client = Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
    client.request(Method::PUT, "/file").upload(body)
}

fn body_of(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks_and_never_twice() {
    let server = Server::start(vec![answer(503, &[], "")]).await;
    let call = put(&server, Upload::from_stream(Slow(vec![b"ab", b"", b"c"], false)).content_type("text/csv"));
    let error = call.send_raw().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    let request = &server.requests()[0];
    assert!(request.contains("\r\ncontent-type: text/csv\r\n"), "{request}");
    assert!(request.contains("\r\ntransfer-encoding: chunked\r\n"), "{request}");
    assert_eq!(body_of(request), "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");

    let again = Upload::from_stream(Slow(vec![b"ab"], false));
    let server = Server::start(vec![answer(200, &[], "{}")]).await;
    put(&server, again.clone()).send_raw().await.unwrap();
    let error = put(&server, again).send_raw().await.unwrap_err();
    assert!(error.is_invalid_argument() && error.to_string().contains("only once"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn parts_arrive_whole_wherever_a_file_is_cut() {
    let file = b"--a\r\n\r\n\x00--\r\n".as_slice();
    for at in 0..=file.len() {
        let server = Server::start(vec![answer(200, &[], "{}")]).await;
        let upload = Upload::from_stream(Slow(vec![&file[..at], &file[at..]], false)).file_name("a.bin");
        let body = Multipart::new().text("before", "1").file("file", upload).text("after", "2");
        let client = Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
        client.request(Method::POST, "/files").multipart(&body).send_raw().await.unwrap();
        let (head, sent) =
            server.requests().remove(0).split_once("\r\n\r\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let boundary = head.split_once("boundary=").unwrap().1.lines().next().unwrap();
        let file = String::from_utf8_lossy(file);
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"before\"\r\n\r\n1\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{file}\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"after\"\r\n\r\n2\r\n--{boundary}--\r\n"
        );
        assert_eq!(dechunked(&sent), expected, "cut at {at}");
    }
}

/// A chunked body without its chunks, as text; its size counts bytes (RFC 9112, section 7.1).
fn dechunked(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n").unwrap();
        let size = usize::from_str_radix(core::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return String::from_utf8(bytes).unwrap();
        }
        bytes.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
}

#[tokio::test]
async fn a_stream_of_known_length_is_sent_as_one_body() {
    let server = Server::start(vec![answer(200, &[], "{}")]).await;
    put(&server, Upload::from_stream(Slow(vec![b"ab", b"c"], false)).length(3)).send_raw().await.unwrap();
    let request = &server.requests()[0];
    assert!(request.contains("\r\ncontent-length: 3\r\n") && body_of(request) == "abc", "{request}");
}

#[tokio::test]
async fn a_stream_is_not_sent_along_a_redirect() {
    let server = Server::start(vec![answer(307, &[("location", "/there")], "")]).await;
    let error = put(&server, Upload::from_reader(&b"abc"[..])).send_raw().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (307, 1));
    let server = Server::start(vec![answer(303, &[("location", "/there")], ""), answer(200, &[], "{}")]).await;
    put(&server, Upload::from_reader(&b"abc"[..])).send_raw().await.unwrap();
    assert!(server.requests()[1].starts_with("GET /there "));
}

#[tokio::test]
async fn a_stream_that_breaks_fails_the_call() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("broken"))
        }
    }
    let server = Server::start(vec![answer(200, &[], "{}")]).await;
    let error = put(&server, Upload::from_reader(Broken)).send_raw().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error:?}");
}

#[tokio::test]
async fn a_file_is_read_anew_for_each_attempt() {
    let folder = std::env::temp_dir().join(format!("upload-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a b.txt");
    // More than is read at once.
    let text = "0123456789".repeat(20_000);
    std::fs::write(&path, &text).unwrap();
    let server = Server::start(vec![answer(503, &[("retry-after-ms", "1")], ""), answer(200, &[], "{}")]).await;
    put(&server, Upload::from_path(&path)).send_raw().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert!(request.contains("\r\ncontent-length: 200000\r\n") && body_of(request) == text);
    }

    let client = Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
    let form = Multipart::new().text("a", "1").file("file", path.clone()).text("b", "2");
    client.request(Method::POST, "/form").multipart(&form).send_raw().await.unwrap();
    let request = server.requests().remove(2);
    assert!(request.contains("name=\"file\"; filename=\"a b.txt\"\r\n"), "{request}");
    let length: usize =
        request.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body_of(&request).len(), length);
    assert!(body_of(&request).contains(&format!("\r\n\r\n{text}\r\n--")));

    std::fs::remove_dir_all(&folder).unwrap();
    for gone in [path, folder] {
        let error = put(&server, Upload::from(gone)).send_raw().await.unwrap_err();
        assert!(error.is_invalid_argument() && error.to_string().contains("cannot be read"), "{error}");
    }
    assert_eq!(server.requests().len(), 3);
}
