//! Bodies of answers that break off, or take their time.

use axum::body::Bytes;
use http_body::{Body, Frame};
use std::{
    convert::Infallible,
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Sleep, sleep};

/// Some bytes, and then the connection breaks.
pub(super) struct Broken {
    part: Bytes,
    paused: bool,
}

impl Broken {
    pub(super) fn after(part: Bytes) -> Self {
        Self { part, paused: false }
    }
}

impl Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.part.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.part)))));
        }
        // While a body has nothing to give, hyper flushes: head and part must be out before the end.
        if !std::mem::replace(&mut self.paused, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

/// A body that arrives a few bytes at a time.
pub(super) struct Dripping {
    rest: Bytes,
    bytes: usize,
    every: Duration,
    pause: Pin<Box<Sleep>>,
}

impl Dripping {
    pub(super) fn new(rest: Bytes, bytes: usize, every: Duration) -> Self {
        Self { rest, bytes, every, pause: Box::pin(sleep(every)) }
    }
}

impl Body for Dripping {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if self.pause.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let length = self.bytes.min(self.rest.len());
        let part = self.rest.split_to(length);
        self.pause = Box::pin(sleep(self.every));
        Poll::Ready(Some(Ok(Frame::data(part))))
    }
}
