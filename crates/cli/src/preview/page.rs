//! The preview's files, carried in the program, under the strictest policy that the widget promises to work under.

use axum::{
    Router,
    http::{HeaderName, StatusCode, header},
    routing::get,
};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! file {
    ($path:literal, $media_type:expr, $file:literal) => {
        ($path, $media_type, include_str!(concat!("../../../../", $file)))
    };
}

const FILES: [(&str, &str, &str); 9] = [
    file!("/", HTML, "index.html"),
    file!("/preview/preview.css", CSS, "static/preview/preview.css"),
    file!("/preview/preview.js", JAVASCRIPT, "static/preview/preview.js"),
    file!("/preview/chat.js", JAVASCRIPT, "static/preview/chat.js"),
    file!("/preview/dom.js", JAVASCRIPT, "static/preview/dom.js"),
    file!("/preview/log.js", JAVASCRIPT, "static/preview/log.js"),
    file!("/preview/records.js", JAVASCRIPT, "static/preview/records.js"),
    file!("/preview/setting.js", JAVASCRIPT, "static/preview/setting.js"),
    file!("/preview/state.js", JAVASCRIPT, "static/preview/state.js"),
];

/// The page and what it loads.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut router = Router::new().route("/favicon.ico", get(StatusCode::NO_CONTENT));
    for (path, media_type, text) in FILES {
        let headers: [(HeaderName, &str); 5] = [
            (header::CONTENT_TYPE, media_type),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::CACHE_CONTROL, "no-cache"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        router = router.route(path, get((headers, text)));
    }
    router
}

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn every_module_that_the_page_imports_is_carried() {
        for (path, _, text) in FILES.iter().filter(|(path, ..)| path.ends_with(".js")) {
            for line in text.lines().filter(|line| line.contains("from \"./")) {
                let name = line.split("from \"./").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
                assert!(FILES.iter().any(|(path, ..)| *path == format!("/preview/{name}")), "{path} imports {name}");
            }
        }
    }
}
