//! Files for everybody: notices and the widget's own. Public by nature, so any page may load them.

use crate::{
    api,
    http::{
        etag::{etag, is_known},
        refusal::Refusal,
    },
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use ciente_notice::ProblemCode;
use percent_encoding::percent_decode_str;
use std::{path::Path, sync::Arc};
use tokio::task::spawn_blocking;
use tower_http::services::ServeDir;

/// The files of one folder. No listing, no index, no hidden files.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    let folder: Arc<Path> = folder.into();
    Router::new().fallback_service(files).layer(middleware::from_fn_with_state(folder, dress))
}

/// Headers under which a file would be answered with 412 or 416, and no problem. Files are small and sent whole: a server may
/// ignore `Range` (RFC 9110, 14.2), and nobody changes a file here under a condition.
const UNMET: [header::HeaderName; 4] = [header::RANGE, header::IF_RANGE, header::IF_MATCH, header::IF_UNMODIFIED_SINCE];

/// Longer files have no tag: each would have to be in memory for it.
const TAGGED: usize = 1 << 20;

async fn dress(State(folder): State<Arc<Path>>, mut request: Request, next: Next) -> Response {
    for unmet in UNMET {
        request.headers_mut().remove(unmet);
    }
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let is_hashed = has_content_hash(&path);
    let asked = request.headers().clone();
    if !is_hashed {
        for condition in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE] {
            request.headers_mut().remove(condition);
        }
    }
    let mut response = if is_hidden(&path) || is_no_name(&path) || leads_out(folder, &path).await {
        api::not_found().await.into_response()
    } else {
        next.run(request).await
    };
    match response.status() {
        StatusCode::NOT_FOUND => response = api::not_found().await.into_response(),
        StatusCode::METHOD_NOT_ALLOWED => {
            response = api::method_not_allowed(method)
                .await
                .with(header::ALLOW, HeaderValue::from_static("GET,HEAD"))
                .into_response();
        }
        status if status.is_server_error() => {
            response = Refusal::new(ProblemCode::Internal, "the file could not be read").into_response();
        }
        _ => {
            if !is_hashed {
                response = tagged(response, &method, &asked).await;
            }
            let caching = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
            name_charset(&mut response);
        }
    }
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("none"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// With a tag of its content in place of one of its time and size: where all files have one time, as in container images that
/// can be built again, another manifest of the same length would pass for the one before.
async fn tagged(response: Response, method: &Method, asked: &HeaderMap) -> Response {
    let (mut head, body) = response.into_parts();
    head.headers.remove(header::ETAG);
    let length = head.headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse::<usize>().ok());
    // What is asked with HEAD has a length and no content.
    if method != Method::GET || length.is_none_or(|length| length > TAGGED) {
        return Response::from_parts(head, body);
    }
    let Ok(bytes) = to_bytes(body, TAGGED).await else {
        return Refusal::new(ProblemCode::Internal, "the file could not be read").into_response();
    };
    head.headers.remove(header::LAST_MODIFIED);
    let tag = etag(&bytes);
    let is_known = is_known(asked, &tag);
    head.headers.insert(header::ETAG, tag);
    if is_known {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, bytes.into())
}

/// A name that begins with a dot, also in the encodings that `ServeDir` would undo.
fn is_hidden(path: &str) -> bool {
    let path = path.to_ascii_lowercase().replace("%2f", "/").replace("%5c", "/").replace("%2e", ".");
    path.split('/').any(|segment| segment.starts_with('.'))
}

/// A link to what lies elsewhere: a database or a key, perhaps, of which nobody said that it is for everybody.
async fn leads_out(folder: Arc<Path>, path: &str) -> bool {
    let Ok(name) = percent_decode_str(path.trim_start_matches('/')).decode_utf8() else { return false };
    let file = folder.join(&*name);
    spawn_blocking(move || is_elsewhere(&folder, &file)).await.unwrap_or(false)
}

/// Whether what a path names lies elsewhere than in the folder, and is not served. What is not there leads nowhere.
pub(crate) fn is_elsewhere(folder: &Path, file: &Path) -> bool {
    match (folder.canonicalize(), file.canonicalize()) {
        (Ok(folder), Ok(file)) => !file.starts_with(folder),
        _ => false,
    }
}

/// Longer than any file system's names: opening it would be an error of ours and not the client's.
fn is_no_name(path: &str) -> bool {
    path.len() > 2048 || path.split('/').any(|segment| segment.len() > 255)
}

/// `name-0123456789abcdef.ext` or `name-0123456789abcdef_bg.ext`: another content would have another name.
fn has_content_hash(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, _)) = file.split_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
}

/// Everything we write is UTF-8, and a fragment of HTML has no place to say so itself.
fn name_charset(response: &mut Response) {
    let headers = response.headers_mut();
    let plain = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if let Some(plain) = plain.filter(|text| text.starts_with("text/") && !text.contains(';'))
        && let Ok(value) = HeaderValue::from_str(&format!("{plain}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_hash_is_one() {
        for hashed in
            ["/a/ciente-0123456789abcdef.js", "/ciente-0123456789abcdef_bg.wasm", "/x-y-0123456789abcdef.d.ts"]
        {
            assert!(has_content_hash(hashed), "{hashed}");
        }
        for plain in [
            "/ciente.js",
            "/ciente-0123456789abcde.js",
            "/ciente-0123456789abcdef0.js",
            "/ciente-0123456789ABCDEF.js",
            "/ciente-0123456789abcdef",
            "/-0123456789abcdef/manifest.json",
            "/ciente-0123456789abcdef_bg_.wasm",
        ] {
            assert!(!has_content_hash(plain), "{plain}");
        }
    }

    #[test]
    fn hidden_names_are_seen_through_their_encodings() {
        for hidden in ["/.git/config", "/a/.env", "/%2eenv", "/a%2F.env", "/a%5c%2Eenv", "/../x"] {
            assert!(is_hidden(hidden), "{hidden}");
        }
        assert!(!is_hidden("/im/2022-05/pt-BR.json"));
    }
}
