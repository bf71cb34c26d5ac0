//! What every request of the operators' side passes: who asks, from where, and what the answer must carry.

use super::session::{Session, sent};
use crate::{
    http::refusal::{Refusal, problem_of},
    receiver::app::App,
};
use axum::{
    body::to_bytes,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use ciente_notice::ProblemCode;
use std::sync::Arc;

/// Our own stylesheet and our own forms, and nothing else from anywhere.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Nothing here is kept by a browser or told to another site.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not "no-referrer": with it, browsers send their own forms with "Origin: null".
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Only who is logged in goes on; a page leads to the login, a form that was sent is refused.
pub(super) async fn session(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let Some(session) = found(&app, request.headers()) else {
        if request.method() == Method::GET {
            return Redirect::to("/admin/login").into_response();
        }
        return Refusal::new(ProblemCode::Unauthenticated, "the session is over; log in again").into_response();
    };
    request.extensions_mut().insert(session);
    next.run(request).await
}

pub(super) fn found(app: &App, headers: &HeaderMap) -> Option<Session> {
    let admin = app.admin.as_ref()?;
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(sent).find_map(|id| admin.sessions.find(id, &app.clock))
}

/// A form is taken from our own pages only: by the browser's own word (Fetch Metadata), which holds also behind a proxy that
/// asks under another name; else by the name that was asked for. Browsers that send neither are older than `SameSite`.
pub(super) async fn same_site(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_host = |origin: &str| {
        let uri = origin.parse::<Uri>().ok().filter(|uri| uri.scheme().is_some());
        uri.and_then(|uri| uri.authority().map(ToString::to_string))
            .is_some_and(|name| Some(name.as_str()) == text("host"))
    };
    let is_foreign = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site != "same-origin",
        (None, Some(origin)) => !is_host(origin),
        (None, None) => false,
    };
    if request.method() != Method::GET && request.method() != Method::HEAD && is_foreign {
        return Refusal::new(ProblemCode::Forbidden, "this form was not sent from a page of this server")
            .into_response();
    }
    next.run(request).await
}

/// `Authorization: Bearer` and the token, once.
pub(super) async fn bearer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut values = request.headers().get_all(header::AUTHORIZATION).iter();
    let given = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().and_then(|text| text.trim().split_once(' ')),
        _ => None,
    };
    let holds = given.is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && app.admin.as_ref().is_some_and(|admin| admin.token.is(token.trim()))
    });
    if holds {
        return next.run(request).await;
    }
    if given.is_some() {
        tracing::warn!("a request to the admin side came with a wrong token");
    }
    Refusal::new(ProblemCode::Unauthenticated, "expected Authorization: Bearer and the token of the admin side")
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
        .into_response()
}

/// A problem as a page: operators are people.
pub(super) async fn as_page(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if problem_of(&response).is_none() {
        return response;
    }
    let status = response.status();
    let body = to_bytes(response.into_body(), 64 * 1024).await.unwrap_or_default();
    let problem: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let detail = problem["detail"].as_str().unwrap_or("the receiver's log has more");
    (status, super::view::problem(status, detail)).into_response()
}

/// A part of the address as text. What cannot be read names nothing.
pub(super) fn part<T>(path: Result<Path<T>, PathRejection>) -> Result<T, Refusal> {
    let none = |_| Refusal::new(ProblemCode::NotFound, "there is nothing of this name");
    path.map(|Path(part)| part).map_err(none)
}

/// The status as people read it.
pub(super) fn words(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Problem")
}
