//! Under which names the preview answers: a page elsewhere whose name leads to this machine, too, would read all that it
//! shows (DNS rebinding).

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::IpAddr;

const REFUSED: &str = "This preview is for this machine alone: open it under 127.0.0.1 or localhost. Whoever wants it under another \
     name starts it with --listen 0.0.0.0:PORT.\n";

/// Refuses what is asked under another name than this machine's own.
pub(super) async fn own(request: Request, next: Next) -> Response {
    if is_own(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, REFUSED).into_response()
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    // HTTP/1.0 needs none, and no browser speaks that.
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(authority) = Authority::try_from(host.as_bytes()) else { return false };
    let name = authority.host().trim_matches(['[', ']']).to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn addresses_and_localhost_are_this_machines_own() {
        let is = |host: &'static str| is_own(&HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]));
        for own in ["127.0.0.1:4478", "[::1]:4478", "localhost", "LocalHost:1", "a.localhost:4478", "192.168.0.7:4478"]
        {
            assert!(is(own), "{own}");
        }
        for other in
            ["evil.example", "evil.example:4478", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b"]
        {
            assert!(!is(other), "{other}");
        }
        assert!(is_own(&HeaderMap::new()));
    }
}
