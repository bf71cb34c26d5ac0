//! What all servers of the tests do in the same way.

use anyhow::{Context, Result};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header,
    response::Response,
};
use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A test that failed meanwhile keeps nobody from what is shared.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The media type of a file, by its name.
pub fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Passes a request on to a server, as a host's own would, and its answer back. Errors where none came.
pub async fn pass_on(client: &reqwest::Client, to: &str, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().context("no path")?;
    let mut headers = parts.headers;
    headers.remove(header::HOST);
    let body = to_bytes(body, 1 << 20).await?;
    let answer = client.request(parts.method, format!("{to}{path}")).headers(headers).body(body).send().await?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    *response.body_mut() = Body::from(answer.bytes().await?);
    Ok(response)
}
