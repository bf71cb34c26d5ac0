//! The sockets: accepting, limits on slow clients, and an end in order.

pub(crate) mod head;
pub(crate) mod request_log;
pub(crate) mod seats;
pub(crate) mod signal;
pub(crate) mod tls;

use crate::{Receiver, StoreError, limits::Peer, receiver::app::App};
use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    serve::Listener,
};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use prometheus_client::metrics::gauge::Gauge;
use request_log::log;
use seats::seats;
use std::{
    pin::pin,
    sync::{Arc, atomic::Ordering::Relaxed},
};
use tokio::{net::TcpListener, sync::Semaphore, task::JoinSet};
use tokio_io_timeout::TimeoutStream;

/// How many connections operators and what watches have at once.
const OPERATORS: usize = 64;

impl Receiver {
    /// Serves `router` (that of [`Receiver::router`], perhaps with more in it) until `shutdown` completes. Then: accepts
    /// no more, ends all subscriptions, lets requests end for as long as [`Limits::drain`] says, writes what waits, and
    /// closes the store.
    ///
    /// # Errors
    /// When the store does not close cleanly, as [`Receiver::close`].
    pub async fn serve(
        &self,
        listener: TcpListener,
        router: Router,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), StoreError> {
        let app = Arc::clone(&self.app);
        let retention = self.start_retention();
        let stopping = async {
            shutdown.await;
            app.stopping.store(true, Relaxed);
            self.end_subscriptions();
        };
        serve(&app, listener, router, seats(app.limits.connections), &app.metrics.connections, stopping).await;
        drop(retention);
        self.close().await
    }

    /// Serves what only operators see, [`Receiver::admin`], until `shutdown` completes. The store stays open.
    pub async fn serve_admin(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let seats = OPERATORS.min(self.app.limits.connections);
        serve(&self.app, listener, self.admin(), seats, &Gauge::default(), shutdown).await;
    }
}

/// As the parser refuses: without a body, and the end of the connection.
fn refusal(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

async fn serve(
    app: &Arc<App>,
    listener: TcpListener,
    router: Router,
    seats: usize,
    open: &Gauge,
    shutdown: impl Future<Output = ()>,
) {
    let limits = &app.limits;
    let service = TowerToHyperService::new(router);
    // `axum::serve` sets no timer, so that a client could hold a connection for ever without finishing its head.
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(limits.head_timeout).max_buf_size(limits.head_bytes);
    // Who has sent all they have to send, and closes that direction, still waits for the answer (RFC 9112, 9.6).
    protocol.half_close(true);
    let draining = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(seats));
    let mut connections = JoinSet::new();
    let mut listener = listener;
    let mut shutdown = pin!(shutdown);
    loop {
        let accept = async {
            // Closed never: it lives as long as this loop.
            let seat = Arc::clone(&seats).acquire_owned().await.ok();
            (seat, Listener::accept(&mut listener).await)
        };
        tokio::select! {
            () = &mut shutdown => break,
            (seat, (stream, peer)) = accept => {
                // Answers are small and whole: there is nothing to wait for.
                let _ = stream.set_nodelay(true);
                // Who asks for much and takes nothing would hold it in our memory.
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(limits.write_timeout));
                let (app, service) = (Arc::clone(app), service.clone());
                let peer = Peer(peer.ip());
                let named = service_fn(move |mut request: hyper::Request<Incoming>| {
                    request.extensions_mut().insert(peer);
                    let (app, service) = (Arc::clone(&app), service.clone());
                    let known = Arc::clone(&app);
                    let answer = async move |request| match head::refused(&request, app.limits.head_bytes) {
                        Some(status) => Ok(refusal(status)),
                        None => service.call(request).await,
                    };
                    async move { log(&known, request, answer).await }
                });
                let connection = protocol.serve_connection(TokioIo::new(Box::pin(stream)), named);
                let connection = draining.watch(connection);
                open.inc();
                let open = open.clone();
                connections.spawn(async move {
                    // How a client's connection broke is its own affair.
                    let _ = connection.await;
                    open.dec();
                    drop(seat);
                });
            }
            // Reaped as they end.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, draining.shutdown()).await.is_err() {
        while connections.try_join_next().is_some() {}
        tracing::warn!(connections = connections.len(), "cut off: they did not end in time");
    }
    connections.shutdown().await;
}
