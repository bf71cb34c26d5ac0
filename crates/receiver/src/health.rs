//! `GET /healthz`: whether this process can do its work.

use crate::{app::App, refusal::Refusal};
use axum::{extract::State, http::header, response::IntoResponse};
use std::sync::Arc;

/// 200 when the store answers.
pub(crate) async fn health(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Refusal> {
    app.ping().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok"))
}
