//! `/notices/` and `/assets/`.

use crate::fixture::Fixture;
use axum::{body::Body, http::Request};
use ciente_notice::ProblemCode as P;
use std::{
    fs,
    time::{Duration, SystemTime},
};

const FOREVER: &str = "public, max-age=31536000, immutable";

fn fixture() -> Fixture {
    let fixture = Fixture::new();
    let assets = fixture.folder.path().join("assets");
    for name in [
        "ciente.js",
        "ciente-0123456789abcdef.js",
        "ciente-0123456789abcdef_bg.wasm",
        "ciente.css",
        "index.html",
        ".env",
    ] {
        fs::write(assets.join(name), name).unwrap();
    }
    fs::create_dir(assets.join("sub")).unwrap();
    fixture
}

#[tokio::test]
async fn files_have_their_type_and_their_time() {
    let fixture = fixture();
    for (uri, kind, caching) in [
        ("/assets/ciente.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/assets/ciente-0123456789abcdef.js", "text/javascript; charset=utf-8", FOREVER),
        ("/assets/ciente-0123456789abcdef_bg.wasm", "application/wasm", FOREVER),
        ("/assets/ciente.css", "text/css; charset=utf-8", "no-cache"),
        ("/assets/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/notices/im/manifest.json", "application/json", "no-cache"),
        ("/notices/im/3/pt-BR.json", "application/json", "no-cache"),
    ] {
        let answer = fixture.get(uri).await;
        assert_eq!(answer.status, 200, "{uri}");
        for (name, value) in [
            ("content-type", kind),
            ("cache-control", caching),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{uri} {name}");
        }
    }
    let head = fixture.ask(Request::head("/assets/ciente.js").body(Body::empty()).unwrap()).await;
    assert_eq!((head.status.as_u16(), head.body.len(), head.header("content-length")), (200, 0, Some("9")));
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let fixture = fixture();
    let first = fixture.get("/assets/ciente.js").await;
    let request = Request::get("/assets/ciente.js").header("if-none-match", first.header("etag").unwrap());
    let again = fixture.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status.as_u16(), again.header("access-control-allow-origin")), (304, Some("*")));
    assert_eq!(again.header("cache-control"), Some("no-cache"));
}

/// In a container image that can be built again, all files have one time; and digests of other words have the same length.
#[tokio::test]
async fn a_file_of_the_same_length_and_time_is_another() {
    let fixture = fixture();
    let path = fixture.folder.path().join("assets/ciente.js");
    let write = |text: &str| {
        fs::write(&path, text).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    };
    write("one");
    let first = fixture.get("/assets/ciente.js").await;
    write("two");
    let conditions =
        [("if-none-match", first.header("etag").unwrap()), ("if-modified-since", "Thu, 01 Jan 1970 00:00:01 GMT")];
    for (name, value) in conditions {
        let request = Request::get("/assets/ciente.js").header(name, value);
        let second = fixture.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!((second.status.as_u16(), second.body.len()), (200, 3), "{name}");
        assert_ne!(second.header("etag"), first.header("etag"));
    }
}

#[tokio::test]
async fn there_is_no_listing_no_index_and_no_way_out() {
    let fixture = fixture();
    for uri in [
        "/assets",
        "/assets/sub",
        "/assets/sub/",
        "/assets/missing.js",
        "/assets/missing-0123456789abcdef.js",
        "/assets/.env",
        "/assets/%2eenv",
        "/assets/../data.sqlite",
        "/assets/%2e%2e/data.sqlite",
        "/assets/..%2fdata.sqlite",
        "/assets/%00",
        "/notices",
        "/notices/im",
        "/notices/im/",
        "/notices/other/manifest.json",
    ] {
        let answer = fixture.get(uri).await;
        answer.problem(P::NotFound);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{uri}");
    }
    let long = format!("/assets/{}.js", "x".repeat(300));
    let deep = format!("/assets{}", "/x".repeat(2500));
    for uri in
        ["/assets/", "/notices/", "/assets/ciente.js/x", "/assets/a%0ab", "/assets/%zz", "/assets/%ff", &long, &deep]
    {
        fixture.get(uri).await.problem(P::NotFound);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn links_lead_to_what_is_served_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let fixture = fixture();
    let (folder, assets) = (fixture.folder.path(), fixture.folder.path().join("assets"));
    fs::write(folder.join("log-key"), "secret").unwrap();
    symlink("ciente.js", assets.join("same.js")).unwrap();
    symlink("../log-key", assets.join("key.js")).unwrap();
    symlink("..", assets.join("up")).unwrap();
    assert_eq!(fixture.get("/assets/same.js").await.status, 200);
    for uri in ["/assets/key.js", "/assets/up/log-key", "/assets/up%2flog-key", "/assets/u%70/log-key"] {
        fixture.get(uri).await.problem(P::NotFound);
    }
}

#[tokio::test]
async fn without_assets_there_are_none() {
    let fixture = Fixture::with(|config| config.assets = None);
    fixture.get("/assets/ciente.js").await.problem(P::NotFound);
}
