//! `/v1`: the wire of `PROTOCOL.md`. Each file holds one address or one check.

mod acknowledge;
mod body;
mod cors;
mod idempotency;
mod identity;
mod json;
mod status;

pub(crate) use cors::dress;

use crate::{
    app::App,
    refusal::{Refusal, after_panic},
};
use axum::{
    Router,
    http::{HeaderValue, Method, header},
    middleware::{from_fn_with_state, map_response},
    response::Response,
    routing::get,
};
use ciente_notice::ProblemCode;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

pub(crate) fn router<S: Clone + Send + Sync + 'static>(app: &Arc<App>) -> Router<S> {
    Router::new()
        .route("/acknowledgements", get(status::get).post(acknowledge::post))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(after_panic))
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

async fn never_cached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
