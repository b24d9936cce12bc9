//! A small HTTP/1.1 server with faults, over tokio's `TcpListener`.
//!
//! In: what to do with each connection's next request, in order. Out: the requests as they came over the wire.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Writes these bytes and closes.
    Write(Vec<u8>),
    /// Writes these bytes for each request of the connection.
    Keep(Vec<u8>),
    /// Closes without a word.
    Hang,
    /// Says nothing for a while, then closes.
    Stall(Duration),
    /// Waits for a while before it does something.
    Late(Duration, Box<Act>),
    /// Writes the head and a part of the body, then stalls.
    Trickle(Duration),
    /// Writes these bytes, and closes when the client does, which is logged as `closed`.
    Hold(Vec<u8>),
    /// Writes the first bytes, then the second so many times with pauses, and closes.
    Drip(Vec<u8>, Vec<u8>, Duration, u32),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
}

/// An answer with status, headers and body.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Act {
    let mut head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
    for (name, value) in headers {
        head = head + name + ": " + value + "\r\n";
    }
    Act::Write(format!("{head}\r\n{body}").into_bytes())
}

/// The beginning of an answer with this media type whose body is these chunks, each of which arrives as one.
pub fn begun(media_type: &str, chunks: &[&[u8]]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: {media_type}\r\n\r\n").into_bytes();
    for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend(b"\r\n");
    }
    bytes
}

/// The same, whole.
pub fn chunked(media_type: &str, chunks: &[&[u8]]) -> Act {
    let mut bytes = begun(media_type, chunks);
    bytes.extend(b"0\r\n\r\n");
    Act::Write(bytes)
}

/// The same for every byte at which the body can be cut in two, and then byte by byte.
pub fn cut_everywhere(media_type: &str, body: &[u8]) -> Vec<Act> {
    let in_two = (0..=body.len()).map(|at| chunked(media_type, &[&body[..at], &body[at..]]));
    in_two.chain([chunked(media_type, &body.chunks(1).collect::<Vec<_>>())]).collect()
}

/// A running server.
#[derive(Clone, Debug)]
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<String>>>,
    open: Arc<AtomicUsize>,
    accepted: Arc<AtomicUsize>,
}

impl Server {
    /// Starts it; the last act is repeated for ever.
    pub async fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            open: Arc::default(),
            accepted: Arc::default(),
        };
        tokio::spawn(server.clone().accept(listener, acts));
        server
    }

    /// One that answers every request with this body, and keeps its connections open.
    pub async fn kept(body: &str) -> Self {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        Self::start(vec![Act::Keep(answer.into_bytes())]).await
    }

    /// The same on a thread of its own, so that all tasks of the test's runtime are the client's.
    pub fn apart(acts: Vec<Act>) -> Self {
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                send.send(Self::start(acts).await).unwrap();
                std::future::pending::<()>().await;
            });
        });
        receive.recv().unwrap()
    }

    async fn accept(self, listener: TcpListener, acts: Vec<Act>) {
        let mut next = 0;
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let act = acts[next.min(acts.len() - 1)].clone();
            next += 1;
            let Self { seen, open, .. } = self.clone();
            open.fetch_add(1, Ordering::SeqCst);
            self.accepted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                serve(stream, act, &seen).await;
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    }

    /// How many connections were made.
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// The requests so far, head and body, header names in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, act: Act, log: &Mutex<Vec<String>>) {
    while request(&mut stream, log).await {
        match &act {
            Act::Keep(bytes) if stream.write_all(bytes).await.is_ok() => {}
            _ => return perform(stream, act, log).await,
        }
    }
}

/// Reads a request; false where none comes.
async fn request(stream: &mut TcpStream, log: &Mutex<Vec<String>>) -> bool {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
            if body.len() >= length && (!is_chunked || body.ends_with("0\r\n\r\n")) {
                log.lock().unwrap().push(text);
                return true;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ => return false,
        }
    }
}

/// Waits; false as soon as the client has closed.
async fn still_there(stream: &mut TcpStream, time: Duration) -> bool {
    let mut buffer = [0; 64];
    let gone = async { while matches!(stream.read(&mut buffer).await, Ok(read) if read > 0) {} };
    tokio::time::timeout(time, gone).await.is_err()
}

async fn perform(mut stream: TcpStream, mut act: Act, log: &Mutex<Vec<String>>) {
    let mut buffer = [0; 4096];
    while let Act::Late(time, then) = act {
        tokio::time::sleep(time).await;
        act = *then;
    }
    match act {
        Act::Write(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Act::Hold(bytes) => {
            let _ = stream.write_all(&bytes).await;
            while matches!(stream.read(&mut buffer).await, Ok(read) if read > 0) {}
            log.lock().unwrap().push("closed".to_owned());
        }
        Act::Drip(first, drop, pause, times) => {
            let _ = stream.write_all(&first).await;
            for _ in 0..times {
                if !still_there(&mut stream, pause).await {
                    break;
                }
                if stream.write_all(&drop).await.is_err() {
                    break;
                }
            }
        }
        Act::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            // Lets the bytes be read before the connection is gone, since a reset takes what is unread with it.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let _ = stream.set_zero_linger();
        }
        Act::Late(..) | Act::Keep(_) | Act::Hang => {}
        Act::Stall(time) => {
            still_there(&mut stream, time).await;
        }
        Act::Trickle(time) => {
            let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\ncontent-type: application/json\r\n\r\n{\"email\":";
            let _ = stream.write_all(head.as_bytes()).await;
            still_there(&mut stream, time).await;
        }
    }
}
