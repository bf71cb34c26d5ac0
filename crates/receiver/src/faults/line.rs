//! Connections that can be cut in the middle of whatever they carry.

use axum::{extract::connect_info::Connected, serve::IncomingStream, serve::Listener};
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const RESET: u8 = 2;

/// The handle of one connection, for whoever decides about it.
#[derive(Debug, Clone)]
pub(super) struct Wire {
    pub(super) peer: SocketAddr,
    end: Arc<AtomicU8>,
}

impl Wire {
    /// Nothing more is written; the connection is closed in order (FIN).
    pub(super) fn close(&self) {
        self.end.store(CLOSED, Ordering::Relaxed);
    }

    /// Nothing more is written; the connection is reset (RST).
    pub(super) fn reset(&self) {
        self.end.store(RESET, Ordering::Relaxed);
    }
}

impl Connected<IncomingStream<'_, Lines>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.remote_addr().clone()
    }
}

/// Accepts connections that can be cut.
pub(super) struct Lines(pub(super) TcpListener);

impl Listener for Lines {
    type Io = Line;
    type Addr = Wire;

    async fn accept(&mut self) -> (Line, Wire) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // What is dripped or cut must have left this machine by then.
        let _ = stream.set_nodelay(true);
        let end = Arc::new(AtomicU8::new(OPEN));
        (Line { stream, end: Arc::clone(&end) }, Wire { peer, end })
    }

    fn local_addr(&self) -> io::Result<Wire> {
        Ok(Wire { peer: self.0.local_addr()?, end: Arc::default() })
    }
}

/// A connection. Once it is cut, writing fails, whereupon the HTTP side lets go of it.
pub(super) struct Line {
    stream: TcpStream,
    end: Arc<AtomicU8>,
}

impl Line {
    fn check(&self) -> io::Result<()> {
        let open = self.end.load(Ordering::Relaxed) == OPEN;
        if open { Ok(()) } else { Err(io::ErrorKind::ConnectionAborted.into()) }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // An orderly shutdown would send FIN where RST is wanted.
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.end.load(Ordering::Relaxed) == RESET {
            // What cannot be reset is closed, which cuts it all the same.
            let _ = self.stream.set_zero_linger();
        }
    }
}
