//! A server that answers every request with the user that its path names.
//!
//! Input: requests of HTTP/1.1, kept alive. Output: answers of some 400 bytes. It runs in a process of its own, so that its work is
//! in no figure. Not here: faults, see the runtime's tests.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A running server; it ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it is.
    pub(crate) url: String,
}

impl Server {
    /// Starts this program again as a server.
    pub(crate) fn start() -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut child = Command::new(program).arg("serve").stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        let output = child.stdout.take().context("the server has no output")?;
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until it is killed.
pub(crate) fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let listener: TcpListener = socket.listen(16_384)?;
        println!("http://{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(answer(stream));
        }
    })
}

/// Answers the requests of one connection, in order.
async fn answer(mut stream: TcpStream) -> Option<()> {
    let _ = stream.set_nodelay(true);
    let mut unread = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let Some((head, rest)) = split(&unread) else {
            let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
            unread.extend_from_slice(buffer.get(..read)?);
            continue;
        };
        let text = String::from_utf8_lossy(head);
        let length = text
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok())
            .unwrap_or(0);
        let end = unread.len() - rest + length;
        if unread.len() < end {
            let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
            unread.extend_from_slice(buffer.get(..read)?);
            continue;
        }
        let id = text.split_whitespace().nth(1)?.rsplit('/').next()?.to_owned();
        unread.drain(..end);
        let body = user(&id);
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: {id}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}

/// The head of a request, and how many bytes follow it.
fn split(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some((bytes.get(..at)?, bytes.len() - at - 4))
}

/// The user that is answered.
pub(crate) fn user(id: &str) -> String {
    format!(
        r#"{{"userId":"{id}","email":"dr.johnson@hospital.org","firstName":"Sarah","lastName":"Johnson","level":"member","clinicRole":"Radiologist","canManageStudies":true,"hasDashboardAccess":true,"invitedSource":"api","createdAt":"2024-01-15T10:00:00Z","lastLoginAt":"2024-03-15T09:00:00Z","middleName":"Marie","phoneNumber":"5551234567","suffix1":"MD","suffix2":"FACR"}}"#
    )
}
