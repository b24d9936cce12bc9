//! Answers that are compressed.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::api::Client;
use crate::runtime::{ClientOptions, ErrorKind};
use crate::support::{Act, Server};

fn compressed(body: &[u8], status: u16) -> Act {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    let body = encoder.finish().unwrap();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Act::Write([head.as_bytes(), &body].concat())
}

#[tokio::test]
async fn answers_are_asked_for_compressed_and_read() {
    let server = Server::start(vec![compressed(br#"{"email":"a@b.c","level":"owner"}"#, 200)]).await;
    let client = Client::new(ClientOptions::new().base_url(&server.url)).unwrap();
    assert_eq!(client.users().retrieve("u").await.unwrap().email, "a@b.c");
    assert!(server.requests()[0].contains("\r\naccept-encoding: gzip\r\n"), "{}", server.requests()[0]);
}

#[tokio::test]
async fn the_limits_of_bodies_count_what_comes_out() {
    const LONG: usize = 8 << 20;
    let bomb = vec![b' '; LONG];
    let (good, bad) = (compressed(&bomb, 200), compressed(&bomb, 404));
    let Act::Write(sent) = &good else { unreachable!() };
    assert!(sent.len() < LONG / 500, "{}", sent.len());
    let server = Server::start(vec![good, bad]).await;
    let options = ClientOptions::new().base_url(&server.url).max_response_bytes(1 << 20).max_error_bytes(1000);
    let client = Client::new(options).unwrap();
    assert_eq!(client.users().retrieve("u").await.unwrap_err().kind(), ErrorKind::TooLarge);
    let error = client.users().retrieve("u").await.unwrap_err();
    assert!(error.is_not_found() && error.body().len() == 1000, "{error}");
}

#[tokio::test]
async fn what_is_cut_off_or_no_gzip_is_a_broken_answer() {
    let Act::Write(mut cut) = compressed(&vec![b'x'; 100_000], 200) else { unreachable!() };
    cut.truncate(cut.len() - 20);
    let garbage = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd".to_vec();
    for bytes in [cut, garbage] {
        let server = Server::start(vec![Act::Write(bytes)]).await;
        let client = Client::new(ClientOptions::new().base_url(&server.url).max_retries(0)).unwrap();
        let error = client.users().text().await.unwrap_err();
        assert!(error.is_connection(), "{error:?}");
    }
}
