//! The sockets: accepting, limits on slow clients, and an end in order.

use crate::{Receiver, StoreError, log::log};
use axum::{Router, middleware, serve::Listener};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{pin::pin, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};

/// How long a client may take over the head of a request, and a connection may stay idle.
const HEAD: Duration = Duration::from_secs(30);

/// How much of a request's head is read.
const HEAD_BYTES: usize = 32 * 1024;

/// How long requests may take to end after the receiver was asked to stop.
const DRAIN: Duration = Duration::from_secs(10);

impl Receiver {
    /// Serves `router` (that of [`Receiver::router`], perhaps with more in it) until `shutdown` completes. Then: accepts
    /// no more, ends all subscriptions, lets requests end for at most 10 s, writes what waits, and closes the store.
    ///
    /// # Errors
    /// When the store does not close cleanly, as [`Receiver::close`].
    pub async fn serve(
        &self,
        listener: TcpListener,
        router: Router,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), StoreError> {
        let service = TowerToHyperService::new(router.layer(middleware::from_fn(log)));
        // `axum::serve` sets no timer, so that a client could hold a connection for ever without finishing its head.
        let mut protocol = http1::Builder::new();
        protocol.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
        let _retention = self.start_retention();
        let draining = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        let mut listener = listener;
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                (stream, _) = Listener::accept(&mut listener) => {
                    // Answers are small and whole: there is nothing to wait for.
                    let _ = stream.set_nodelay(true);
                    let connection = protocol.serve_connection(TokioIo::new(stream), service.clone());
                    connections.spawn(draining.watch(connection));
                }
                // Reaped as they end; how a client's connection broke is its own affair.
                Some(_) = connections.join_next() => {}
            }
        }
        drop(listener);
        self.end_subscriptions();
        if tokio::time::timeout(DRAIN, draining.shutdown()).await.is_err() {
            tracing::warn!(connections = connections.len(), "cut off: they did not end in time");
        }
        connections.shutdown().await;
        self.close().await
    }
}
