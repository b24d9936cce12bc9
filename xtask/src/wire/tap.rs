//! The tap: what stands between the tests and the server, and keeps what passes.
//!
//! Input: connections of HTTP/1.1 (RFC 9112). Output: [`Exchange`]s. Each connection carries one exchange.
//! Not here: what an exchange is worth (`verdict`).

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// The header in which a test says its name; the server does not see it.
const TEST: &str = "x-test";

/// A request and its answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    /// The name of the test that called.
    pub(super) test: String,
    pub(super) method: String,
    /// The path and the query.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    /// The body without its framing.
    pub(super) body: Vec<u8>,
    pub(super) answer: Answer,
}

/// What the server answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// The value of the first header of this name.
pub(super) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Where the tests call, and what was seen so far.
pub(super) struct Tap {
    pub(super) port: u16,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

impl Tap {
    /// Listens for as long as the program runs.
    pub(super) fn open(server: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let tap = Self { port: listener.local_addr()?.port(), seen: Arc::default() };
        let seen = Arc::clone(&tap.seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&seen);
                // A caller that goes away is no loss: its test fails.
                std::thread::spawn(move || pass(stream, server, &seen).ok());
            }
        });
        Ok(tap)
    }

    /// What was seen.
    pub(super) fn seen(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Passes one exchange on.
fn pass(mut client: TcpStream, server: u16, seen: &Mutex<Vec<Exchange>>) -> Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let Head { line, headers } = head(&mut reader)?;
    let mut raw = Vec::new();
    let body = body(&mut reader, &headers, false, &mut raw)?;
    let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
    let mut sent = format!("{line}\r\n");
    let kept = |name: &str| ![TEST, "connection"].iter().any(|own| name.eq_ignore_ascii_case(own));
    for (name, value) in headers.iter().filter(|(name, _)| kept(name)) {
        sent.extend([name, ": ", value, "\r\n"]);
    }
    sent.push_str("connection: close\r\n\r\n");
    upstream.write_all(sent.as_bytes())?;
    upstream.write_all(&raw)?;
    let mut bytes = Vec::new();
    upstream.read_to_end(&mut bytes)?;
    let mut words = line.split(' ').map(str::to_owned);
    let exchange = Exchange {
        test: header(&headers, TEST).unwrap_or_default().to_owned(),
        method: words.next().unwrap_or_default(),
        target: words.next().unwrap_or_default(),
        headers: headers.into_iter().filter(|(name, _)| kept(name)).collect(),
        body,
        answer: answer(&bytes).unwrap_or_default(),
    };
    // Before the test learns of it, so that nothing is missing when all tests have ended.
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
    client.write_all(&bytes)
}

/// The first line of a message, and its headers.
struct Head {
    line: String,
    headers: Vec<(String, String)>,
}

fn head(reader: &mut impl BufRead) -> Result<Head> {
    let line = line(reader)?;
    let mut headers = Vec::new();
    loop {
        let field = self::line(reader)?;
        if field.is_empty() {
            return Ok(Head { line, headers });
        }
        let (name, value) = field.split_once(':').unwrap_or((&field, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
}

/// A line without its end. What is no UTF-8 is replaced; the bytes of a header are none of the description's business.
fn line(reader: &mut impl BufRead) -> Result<String> {
    let mut bytes = Vec::new();
    reader.read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
}

/// A body without its framing; what came with it goes into `raw`.
fn body(reader: &mut impl BufRead, headers: &[(String, String)], to_end: bool, raw: &mut Vec<u8>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    if header(headers, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        loop {
            let size = line(reader)?;
            raw.extend_from_slice(size.as_bytes());
            raw.extend_from_slice(b"\r\n");
            let length = u64::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
            let start = body.len();
            reader.take(length).read_to_end(&mut body)?;
            raw.extend_from_slice(body.get(start..).unwrap_or_default());
            line(reader)?;
            raw.extend_from_slice(b"\r\n");
            if length == 0 {
                return Ok(body);
            }
        }
    }
    match header(headers, "content-length").and_then(|value| value.parse().ok()) {
        Some(length) => reader.take(length).read_to_end(&mut body)?,
        None if to_end => reader.read_to_end(&mut body)?,
        None => 0,
    };
    raw.extend_from_slice(&body);
    Ok(body)
}

fn answer(bytes: &[u8]) -> Result<Answer> {
    let mut reader = BufReader::new(bytes);
    let Head { line, headers } = head(&mut reader)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    let body = body(&mut reader, &headers, true, &mut Vec::new())?;
    Ok(Answer { status, headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_kept_and_the_name_of_the_test_is_not_passed_on() {
        let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let tap = Tap::open(server.local_addr().unwrap().port()).unwrap();
        let mut client = TcpStream::connect(("127.0.0.1", tap.port)).unwrap();
        client.write_all(b"POST /a?b=c HTTP/1.1\r\nX-Test: one\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        client.write_all(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap();
        let (mut stream, _) = server.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let got = head(&mut reader).unwrap();
        assert_eq!(got.line, "POST /a?b=c HTTP/1.1");
        assert_eq!(header(&got.headers, "x-test"), None);
        assert_eq!(header(&got.headers, "connection"), Some("close"));
        assert_eq!(body(&mut reader, &got.headers, false, &mut Vec::new()).unwrap(), b"abcde");
        stream.write_all(b"HTTP/1.1 422 No\r\nContent-Length: 2\r\nconnection: close\r\n\r\n{}").unwrap();
        drop((stream, reader));
        let mut back = String::new();
        client.read_to_string(&mut back).unwrap();
        assert!(back.ends_with("{}"));
        let seen = tap.seen();
        let [exchange] = seen.as_slice() else { panic!("one exchange") };
        assert_eq!(
            (exchange.test.as_str(), exchange.method.as_str(), exchange.target.as_str()),
            ("one", "POST", "/a?b=c")
        );
        assert_eq!((exchange.body.as_slice(), exchange.answer.status), (&b"abcde"[..], 422));
        assert_eq!(exchange.answer.body, b"{}");
    }
}
