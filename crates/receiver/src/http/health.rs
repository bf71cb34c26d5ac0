//! Whether this process can do its work, and what it has done: for whoever watches it.

use crate::{http::refusal::Refusal, openapi::Problems, receiver::app::App};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use ciente_notice::ProblemCode;
use std::sync::{Arc, atomic::Ordering::Relaxed};
use utoipa_axum::{router::OpenApiRouter, routes};

/// On both addresses.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(health)).routes(routes!(ready))
}

/// On the operators' address only.
pub(crate) fn metrics_route() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// Whether this process answers: it asks nobody else, so a restart is the cure where it does not.
#[utoipa::path(
    get, path = "/livez", tag = "health",
    responses((status = 200, description = "It does", body = String, content_type = "text/plain"), Problems),
)]
async fn live() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok")
}

/// Whether the store answers.
#[utoipa::path(
    get, path = "/healthz", tag = "health",
    responses((status = 200, description = "It does", body = String, content_type = "text/plain"), Problems),
)]
async fn health(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Refusal> {
    app.ping().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok"))
}

/// Whether requests are welcome: the store answers and keeps records, tokens can be checked, and the end has not begun.
#[utoipa::path(
    get, path = "/readyz", tag = "health",
    responses((status = 200, description = "They are", body = String, content_type = "text/plain"), Problems),
)]
async fn ready(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Refusal> {
    let not_yet = |detail: &str| Err(Refusal::new(ProblemCode::Unavailable, detail));
    if app.stopping.load(Relaxed) {
        return not_yet("the receiver is stopping");
    }
    if app.verifier.as_ref().is_some_and(|verifier| !verifier.is_ready()) {
        return not_yet("the keys that tokens are checked with have not been fetched yet");
    }
    app.accepts().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ready"))
}

/// What this process has done, in the text format of OpenMetrics. A store that does not answer leaves its figures as they were.
#[utoipa::path(
    get, path = "/metrics", tag = "health",
    responses((status = 200, body = String, content_type = "application/openmetrics-text"), Problems),
)]
async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let figures = app.figures().await.ok();
    let keys = app.verifier.as_ref().map(crate::identity::Verifier::refreshes).unwrap_or_default();
    let text = app.metrics.text(figures, keys);
    let text = text.map_err(|_| Refusal::new(ProblemCode::Internal, "the metrics could not be written"))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response())
}
