//! The side for operators, on an address of its own and behind a token of its own: pages and their JSON twin. Which
//! records there are is asked of the store; nothing is kept here but sessions.

mod api;
mod ask;
mod chart;
mod describe;
mod erase;
mod form;
mod guard;
mod list;
mod pages;
mod session;
mod subject;
mod token;
mod view;
mod words;

use crate::receiver::app::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use session::Sessions;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt as _},
    routes,
};

pub use token::{AdminToken, AdminTokenError};

/// How long a list of subjects may be, in bytes.
const LISTS: usize = 16 << 20;

/// How long a login may be, in bytes: a token and what a form says around it.
const LOGIN: usize = 8 << 10;

/// Who may come in, and who has.
pub(crate) struct Admin {
    token: AdminToken,
    sessions: Sessions,
    /// Whose turn it is to have a file made.
    files: Semaphore,
}

impl Admin {
    pub(crate) fn new(token: AdminToken) -> Self {
        Self { token, sessions: Sessions::default(), files: Semaphore::new(1) }
    }
}

/// The pages' JSON twin, each route with its description.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(api::search))
        .routes(routes!(api::evidence))
        .routes(routes!(api::export))
        .routes(routes!(api::erase))
        .routes(routes!(api::coverage))
        .routes(routes!(api::missing).layer(DefaultBodyLimit::max(LISTS)))
        .routes(routes!(api::notice))
}

/// What is served under `/admin` when there is a token.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    // Whoever logs in is nobody yet: the whole body in this time, else some that trickle would take this address from everybody.
    let in_time = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, app.limits.body_timeout);
    let login = get(pages::login_form).post(pages::login).layer((DefaultBodyLimit::max(LOGIN), in_time));
    let pages = Router::new()
        .route("/admin", get(pages::home))
        .route("/admin/logout", post(pages::logout))
        .route("/admin/search", post(subject::search))
        .route("/admin/subjects/{handle}", get(subject::records))
        .route("/admin/subjects/{handle}/{file}", get(subject::download))
        .route("/admin/erase/{handle}", get(erase::confirm).post(erase::erase))
        .route("/admin/notices/{digest}", get(pages::notice))
        .route("/admin/coverage", get(pages::coverage))
        .route("/admin/api", get(describe::page))
        .route("/admin/missing", get(pages::missing_form).post(pages::missing).layer(DefaultBodyLimit::max(LISTS)))
        .layer(from_fn_with_state(Arc::clone(app), guard::session))
        .route("/admin/login", login)
        .route("/", get(async || Redirect::temporary("/admin")))
        .route("/admin/", get(async || Redirect::permanent("/admin")))
        .route("/admin/login/", get(async || Redirect::permanent("/admin/login")))
        .route("/admin/style.css", get(style))
        .layer(from_fn(guard::same_site))
        .layer(from_fn(guard::as_page));
    let api = Router::from(routes()).layer(from_fn_with_state(Arc::clone(app), guard::bearer));
    // Between two pieces of a body; else a few that stall would take this address from everybody.
    let patience = RequestBodyTimeoutLayer::new(app.limits.body_timeout);
    pages.merge(api).layer(patience).layer(from_fn(guard::dress))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}
