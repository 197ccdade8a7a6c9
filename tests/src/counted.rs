//! A stream that counts what passes, for budgets in bytes at the socket.

use std::io::ErrorKind;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes both ways since the last reset.
#[derive(Debug, Default)]
pub struct Count {
    /// From the server.
    pub received: AtomicU64,
    /// To the server.
    pub sent: AtomicU64,
    /// Bytes received after which the stream breaks; 0 for never.
    cut_after: AtomicU64,
}

impl Count {
    /// Returns bytes received and sent.
    pub fn both(&self) -> (u64, u64) {
        (self.received.load(Ordering::Relaxed), self.sent.load(Ordering::Relaxed))
    }

    /// Breaks the stream, as a bad network does, when this many bytes have come.
    pub fn cut_after(&self, bytes: u64) {
        self.cut_after.store(bytes, Ordering::Relaxed);
    }

    /// Bytes that may still come before the cut.
    fn left(&self) -> Option<usize> {
        let cut_after = self.cut_after.load(Ordering::Relaxed);
        let left = cut_after.saturating_sub(self.received.load(Ordering::Relaxed));
        (cut_after > 0).then(|| usize::try_from(left).unwrap_or(usize::MAX))
    }

    /// Starts anew.
    pub fn reset(&self) {
        self.received.store(0, Ordering::Relaxed);
        self.sent.store(0, Ordering::Relaxed);
    }
}

/// A stream with its count.
#[derive(Debug)]
pub struct Counted<S> {
    stream: S,
    count: Arc<Count>,
}

impl<S> Counted<S> {
    /// Counts on a stream.
    pub fn new(stream: S) -> (Self, Arc<Count>) {
        let count = Arc::new(Count::default());
        (Self { stream, count: Arc::clone(&count) }, count)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let most = self.count.left().unwrap_or(usize::MAX).min(buffer.remaining());
        if most == 0 {
            return Poll::Ready(Err(ErrorKind::ConnectionReset.into()));
        }
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(most));
        let poll = Pin::new(&mut self.stream).poll_read(context, &mut part);
        let count = part.filled().len();
        buffer.advance(count);
        self.count.received.fetch_add(count as u64, Ordering::Relaxed);
        poll
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = &poll {
            self.count.sent.fetch_add(*written as u64, Ordering::Relaxed);
        }
        poll
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
