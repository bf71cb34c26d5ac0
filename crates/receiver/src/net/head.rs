//! What a server must refuse by a request's head, and the parser of HTTP lets through.

use axum::http::{HeaderMap, Request, StatusCode, Version, header};

/// The status with which a request is refused before anybody looks at what it asks for, if it is.
pub(crate) fn refused<B>(request: &Request<B>, longest: usize) -> Option<StatusCode> {
    let headers = request.headers();
    let hosts = headers.get_all(header::HOST).iter().count();
    // RFC 9112, 3.2: two are one too many, and of HTTP/1.1 none is one too few.
    let is_nowhere = hosts > 1 || (hosts == 0 && request.version() >= Version::HTTP_11);
    // RFC 9112, 6.1: what is coded in a way that is not understood would be read as something else.
    let is_coded = |value: &header::HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"chunked");
    let codings = headers.get_all(header::TRANSFER_ENCODING);
    if is_nowhere || codings.iter().any(is_coded) || codings.iter().nth(1).is_some() {
        return Some(StatusCode::BAD_REQUEST);
    }
    (length(request.uri().path_and_query().map_or(0, |target| target.as_str().len()), headers) > longest)
        .then_some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
}

/// How long a head is, in bytes, with what stands around its names and values.
fn length(target: usize, headers: &HeaderMap) -> usize {
    headers.iter().fold(target, |sum, (name, value)| sum + name.as_str().len() + value.len() + 4)
}
