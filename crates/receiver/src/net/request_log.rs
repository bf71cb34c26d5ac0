//! One line a request, and its share of the metrics. Never a query, a header or a body: they hold subjects and tokens.

use crate::{
    http::{metrics::Route, refusal::problem_of},
    receiver::app::App,
};
use axum::{http::Request, response::Response};
use std::time::Instant;

/// Has a request answered, and logs what was asked and how it went.
pub(crate) async fn log<B, E, A: Future<Output = Result<Response, E>>>(
    app: &App,
    request: Request<B>,
    answer: impl FnOnce(Request<B>) -> A,
) -> Result<Response, E> {
    let started = Instant::now();
    let method = request.method().clone();
    let route = Route::of(&request);
    let path = request.uri().path().to_owned();
    let response = answer(request).await?;
    let status = response.status().as_u16();
    let latency = started.elapsed();
    app.metrics.answered(&route, status, latency);
    if let Some(problem) = problem_of(&response) {
        app.metrics.problem(problem.as_str());
    }
    let latency_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, latency_us, "request");
    Ok(response)
}
