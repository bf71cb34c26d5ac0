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
    http::refusal::{Refusal, after_panic, problem_of},
    receiver::app::App,
};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::any,
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

/// With everything that is below `/v1`, also what is nothing.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    // Routes with their whole addresses, and one layer around them: each `nest` and each layer costs every request more than
    // its handler's checks do.
    ["/v1", "/v1/", "/v1/{*rest}"]
        .into_iter()
        .fold(Router::from(routes()), |router, path| router.route(path, any(not_found)))
        .method_not_allowed_fallback(method_not_allowed)
        .layer((from_fn_with_state(Arc::clone(app), around), CatchPanicLayer::custom(after_panic)))
}

/// What holds for every request: who may read its answer, how many there may be, and that nobody keeps the answer.
async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = match cors::preflight(&app, &request) {
        Some(answer) => answer,
        None => match app.rates.address(&request) {
            Ok(()) => next.run(request).await,
            Err(refusal) => refusal.into_response(),
        },
    };
    // Only what says for itself how it may be kept, may be kept.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    // Which tenant's list counts is known only when the request has been read.
    let refused = problem_of(&response) == Some(ProblemCode::OriginNotAllowed);
    dress(&app, origin.as_ref().filter(|_| !refused), response.headers_mut());
    response
}

pub(crate) async fn not_found() -> Refusal {
    Refusal::new(ProblemCode::NotFound, "check the address")
}

pub(crate) async fn method_not_allowed(method: Method) -> Refusal {
    let detail = format!("{method} means nothing here; the Allow header has what does");
    Refusal::new(ProblemCode::MethodNotAllowed, detail)
}
