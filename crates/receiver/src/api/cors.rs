//! Which pages may call `/v1` from a browser (Fetch, "CORS protocol").
//!
//! Not tower-http's `CorsLayer`: for an origin that is not on its list it leaves out `Access-Control-Allow-Origin`, but
//! still tells methods, headers and credentials, and answers the preflight with 200. Here such an origin learns nothing.

use crate::{app::App, refusal::problem_of};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ciente_notice::ProblemCode;
use std::sync::Arc;

pub(super) async fn cors(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let origin = headers.get(header::ORIGIN).filter(|origin| app.origins.allow(origin)).cloned();
    let asks_first = request.method() == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if origin.is_some() && asks_first { preflight() } else { next.run(request).await };
    let problem = problem_of(&response);
    let headers = response.headers_mut();
    // Also when the answer has no other trace of it: a cache must not hand one origin's answer to another.
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    // Which tenant's list counts is known only when the request has been read.
    if problem == Some(ProblemCode::OriginNotAllowed) {
        return response;
    }
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    response
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, idempotency-key"),
        // Two hours, the longest that Chromium takes.
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
