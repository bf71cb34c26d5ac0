//! One line a request, and its share of the metrics. Never a query, a header or a body: they hold subjects and tokens.

use crate::{app::App, metrics::Route, refusal::problem_of};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use std::{sync::Arc, time::Instant};

/// Logs what was asked and how it went.
pub(crate) async fn log(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = Route::of(&request);
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let latency = started.elapsed();
    app.metrics.answered(&route, status, latency);
    if let Some(problem) = problem_of(&response) {
        app.metrics.problem(problem.as_str());
    }
    let latency_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, latency_us, "request");
    response
}
