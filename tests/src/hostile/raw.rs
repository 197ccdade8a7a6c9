//! A socket below the WebSocket library: bytes when and as the attacker likes.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{timeout, timeout_at};

use crate::server::Server;

/// An upgraded connection.
#[derive(Debug)]
pub struct Raw(pub TcpStream);

impl Raw {
    /// Upgrades a connection with a session's cookie.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn upgrade(server: &Server, cookie: &str) -> Result<Self> {
        let mut stream = TcpStream::connect(server.address()).await?;
        let request = format!(
            "GET /sync HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nCookie: {cookie}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: fieldnote.1\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            server.address(),
            server.url(),
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.context("the server hung up")?);
        }
        ensure!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
        Ok(Self(stream))
    }

    /// Sends a byte each `pause` until the server hangs up.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn trickle(mut self, bytes: &'static [u8], pause: Duration, at_most: Duration) -> Result<()> {
        let ended = async {
            let mut rest = bytes.iter().cycle();
            let mut buffer = [0; 1024];
            loop {
                let Some(byte) = rest.next() else { return };
                if self.0.write_all(&[*byte]).await.is_err() {
                    return;
                }
                let until = tokio::time::Instant::now() + pause;
                // What the server says meanwhile is not looked at.
                while let Ok(read) = timeout_at(until, self.0.read(&mut buffer)).await {
                    if !read.is_ok_and(|count| count > 0) {
                        return;
                    }
                }
            }
        };
        timeout(at_most, ended).await.context("the server did not hang up in time")
    }
}

/// Returns the header of a masked binary frame that announces so many bytes (mask: zeros).
pub fn header(length: u16) -> Vec<u8> {
    let [high, low] = length.to_be_bytes();
    vec![0x82, 0x80 | 126, high, low, 0, 0, 0, 0]
}
