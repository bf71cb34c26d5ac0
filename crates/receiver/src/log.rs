//! One line a request. Never a query, a header or a body: they hold subjects and tokens.

use axum::{extract::Request, middleware::Next, response::Response};
use std::time::Instant;

/// Logs what was asked and how it went.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let latency_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, latency_us, "request");
    response
}
