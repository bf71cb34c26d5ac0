//! A built app as a host serves it: the files of one folder, compressed ahead of time where that is so.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{fs, path::Path};

/// The file that a path names, under the app's policy; 404 where there is none.
pub(crate) fn answer(folder: &Path, path: &str, headers: &HeaderMap, policy: &'static str) -> Response {
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    let file = folder.join(name);
    let Some(media_type) = media_type(&file).filter(|_| !name.contains("..")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let dress = [(header::CONTENT_TYPE, media_type), (header::CONTENT_SECURITY_POLICY, policy)];
    // Nothing is kept, so that every request is seen.
    let dress = (dress, [(header::CACHE_CONTROL, "no-store")]);
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|all| all.to_str().ok()).unwrap_or_default();
    let takes_brotli = accepted.split(',').any(|encoding| encoding.trim() == "br");
    if let (true, Ok(packed)) = (takes_brotli, fs::read(folder.join(format!("{name}.br")))) {
        return (dress, [(header::CONTENT_ENCODING, "br")], packed).into_response();
    }
    match fs::read(file) {
        Ok(bytes) => (dress, bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn media_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        _ => return None,
    })
}
