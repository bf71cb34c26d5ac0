//! Which pages may call `/v1` from a browser (Fetch, "CORS protocol").
//!
//! Not tower-http's `CorsLayer`: for an origin that is not on its list it leaves out `Access-Control-Allow-Origin`, but
//! still tells methods, headers and credentials, and answers the preflight with 200. Here such an origin learns nothing.

use crate::receiver::app::App;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// The answer to a browser that asks first, if its page may call.
pub(super) fn preflight(app: &App, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let asks_first = request.method() == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let allowed = || headers.get(header::ORIGIN).is_some_and(|origin| app.origins.allow(origin));
    (asks_first && allowed()).then(allowance)
}

/// What an answer to a page of `origin` carries.
pub(crate) fn dress(app: &App, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
    // Also when the answer has no other trace of it: a cache must not hand one origin's answer to another.
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin.filter(|origin| app.origins.allow(origin)) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
}

fn allowance() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, idempotency-key"),
        // Two hours, the longest that Chromium takes.
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
