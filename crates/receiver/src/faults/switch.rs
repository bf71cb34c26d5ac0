//! `/faults`: what the script has done, and another script, while the receiver runs. Only there under `--faults`.

use super::{
    Faults, Script,
    progress::{Progress, Stand},
};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Stands {
    rules: Vec<Stand>,
}

/// How far each rule has come.
pub(super) async fn get(State(faults): State<Faults>) -> Json<Stands> {
    Json(Stands { rules: faults.progress().stand() })
}

/// Begins another script; its counts start at nothing.
pub(super) async fn put(State(faults): State<Faults>, text: String) -> Response {
    match Script::parse(&text) {
        Ok(script) => {
            *faults.progress() = Progress::new(script);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            let problem = serde_json::json!({
                "type": "about:blank", "title": "The script cannot be read.", "status": 400,
                "detail": error.to_string(), "code": error.code(),
            });
            let headers = [(header::CONTENT_TYPE, ciente_notice::Problem::MEDIA_TYPE)];
            (StatusCode::BAD_REQUEST, headers, problem.to_string()).into_response()
        }
    }
}

/// No more faults.
pub(super) async fn delete(State(faults): State<Faults>) -> StatusCode {
    *faults.progress() = Progress::new(Script::default());
    StatusCode::NO_CONTENT
}
