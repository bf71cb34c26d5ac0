//! `/v1`: the wire of `PROTOCOL.md`. Each file holds one address or one check.

mod acknowledge;
mod body;
mod caller;
mod cors;
mod idempotency;
mod log;
mod query;
mod status;

pub(crate) use cors::dress;
pub(crate) use query::pairs;

use crate::{
    app::App,
    limits,
    refusal::{Refusal, after_panic},
};
use axum::{
    Router,
    http::{HeaderValue, Method, header},
    middleware::{from_fn_with_state, map_response},
    response::Response,
};
use ciente_notice::ProblemCode;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What there is, each with its description.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(status::get, acknowledge::post))
        .routes(routes!(log::key))
        .routes(routes!(log::checkpoint))
        .routes(routes!(log::inclusion))
        .routes(routes!(log::consistency))
}

pub(crate) fn router<S: Clone + Send + Sync + 'static>(app: &Arc<App>) -> Router<S> {
    Router::from(routes())
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(Arc::clone(app), limits::by_address))
        .layer(map_response(never_cached))
        .layer(from_fn_with_state(Arc::clone(app), cors::cors))
        .with_state(Arc::clone(app))
}

pub(crate) async fn not_found() -> Refusal {
    Refusal::new(ProblemCode::NotFound, "check the address")
}

pub(crate) async fn method_not_allowed(method: Method) -> Refusal {
    let detail = format!("{method} means nothing here; the Allow header has what does");
    Refusal::new(ProblemCode::MethodNotAllowed, detail)
}

/// Only what says for itself how it may be kept, may be kept.
async fn never_cached(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
