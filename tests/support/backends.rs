//! Small fakes of two chat servers' terms APIs, exactly as far as a transport meets them.

use crate::serve::lock;
use anyhow::Result;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::{net::TcpListener, task::JoinHandle};

/// The one terms document that the fake Mattermost has.
pub const MATTERMOST_TERMS: &str = "k7d3xm9qpbyu8rwnf5zj1hcote";
/// The one policy that the fake identity server has, in one language.
pub const MATRIX_POLICY: &str = "https://id.example/policies/2022-07-en.html";

/// A fake, and what it was told; it ends when this is dropped.
pub struct Backend {
    url: String,
    told: Told,
    task: JoinHandle<()>,
}

type Told = Arc<Mutex<Vec<Value>>>;

impl Backend {
    /// Mattermost's `/api/v4/users/{user_id}/terms_of_service` (server/channels/api4/user.go).
    pub async fn mattermost() -> Result<Self> {
        let told = Told::default();
        let path = "/api/v4/users/{user_id}/terms_of_service";
        Self::start(told.clone(), Router::new().route(path, get(mattermost_get).post(mattermost_post)).with_state(told))
            .await
    }

    /// Matrix's Identity Service API, `/_matrix/identity/v2/terms` and `/account`.
    pub async fn matrix() -> Result<Self> {
        let told = Told::default();
        let router = Router::new()
            .route("/_matrix/identity/v2/terms", get(matrix_terms).post(matrix_accept))
            .route("/_matrix/identity/v2/account", get(matrix_account));
        Self::start(told.clone(), router.with_state(told)).await
    }

    async fn start(told: Told, router: Router) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, told, task })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it keeps, in the order in which it came.
    pub fn kept(&self) -> Vec<Value> {
        lock(&self.told).clone()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The user whose token it is.
fn user(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer token-of-")
}

fn mattermost_error(status: StatusCode, id: &str) -> Response {
    (status, Json(json!({ "id": id, "message": id, "status_code": status.as_u16() }))).into_response()
}

async fn mattermost_get(State(told): State<Told>, Path(_): Path<String>, headers: HeaderMap) -> Response {
    let Some(user) = user(&headers) else {
        return mattermost_error(StatusCode::UNAUTHORIZED, "api.context.session_expired.app_error");
    };
    match lock(&told).iter().rev().find(|row| row["user_id"] == user) {
        Some(row) => Json(row.clone()).into_response(),
        None => mattermost_error(StatusCode::NOT_FOUND, "app.user_terms_of_service.get_by_user.no_rows.app_error"),
    }
}

async fn mattermost_post(
    State(told): State<Told>,
    Path(_): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let Some(user) = user(&headers) else {
        return mattermost_error(StatusCode::UNAUTHORIZED, "api.context.session_expired.app_error");
    };
    let (Some(terms), Some(accepted)) = (body["termsOfServiceId"].as_str(), body["accepted"].as_bool()) else {
        return mattermost_error(StatusCode::BAD_REQUEST, "api.context.invalid_body_param.app_error");
    };
    if terms != MATTERMOST_TERMS {
        return mattermost_error(StatusCode::NOT_FOUND, "app.terms_of_service.get.no_rows.app_error");
    }
    let mut told = lock(&told);
    // One row a user; not to accept takes it away.
    told.retain(|row| row["user_id"] != user);
    if accepted {
        told.push(json!({ "user_id": user, "terms_of_service_id": terms, "create_at": 1_651_881_600_000_i64 }));
    }
    Json(json!({ "status": "OK" })).into_response()
}

fn matrix_error(status: StatusCode, code: &str) -> Response {
    (status, Json(json!({ "errcode": code, "error": code }))).into_response()
}

async fn matrix_terms() -> Json<Value> {
    let policy = json!({ "version": "2022-07", "en": { "name": "Privacy notice", "url": MATRIX_POLICY } });
    Json(json!({ "policies": { "privacy_policy": policy } }))
}

async fn matrix_accept(State(told): State<Told>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let Some(user) = user(&headers) else {
        return matrix_error(StatusCode::UNAUTHORIZED, "M_UNAUTHORIZED");
    };
    let Some(urls) = body["user_accepts"].as_array() else {
        return matrix_error(StatusCode::BAD_REQUEST, "M_MISSING_PARAMS");
    };
    if urls.iter().any(|url| url != MATRIX_POLICY) {
        return matrix_error(StatusCode::BAD_REQUEST, "M_UNKNOWN");
    }
    lock(&told).push(json!({ "user": user, "user_accepts": urls }));
    Json(json!({})).into_response()
}

async fn matrix_account(State(told): State<Told>, headers: HeaderMap) -> Response {
    let Some(user) = user(&headers) else {
        return matrix_error(StatusCode::UNAUTHORIZED, "M_UNAUTHORIZED");
    };
    if lock(&told).iter().any(|row| row["user"] == user) {
        Json(json!({ "user_id": user })).into_response()
    } else {
        matrix_error(StatusCode::FORBIDDEN, "M_TERMS_NOT_SIGNED")
    }
}
