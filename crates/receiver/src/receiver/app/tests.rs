//! What a client is told when the store fails, hangs or panics.

use crate::{
    StoreError,
    testing::{FakeStore, Mood, receiver, samples},
};
use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use std::sync::Arc;
use tower::ServiceExt as _;

async fn ask(mood: Mood, request: Request<Body>) -> (StatusCode, Option<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let router = receiver(folder.path(), Arc::new(FakeStore(mood))).router();
    let response: Response<Body> = router.oneshot(request).await.unwrap();
    let retry_after = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, retry_after, String::from_utf8(body.to_vec()).unwrap())
}

fn requests() -> [Request<Body>; 8] {
    let post = |version| {
        let body = samples::acknowledgement(samples::ID, version).to_string();
        Request::post("/v1/acknowledgements").header("content-type", "application/json").body(body.into()).unwrap()
    };
    let get = |uri| Request::get(uri).body(Body::empty()).unwrap();
    [
        post("3"),
        post("1"),
        get("/v1/acknowledgements?notice=im&tenant=1&subject=alice"),
        get("/healthz"),
        get("/v1/log/key"),
        get("/v1/log/checkpoint"),
        get("/v1/log/proof/inclusion?index=0&size=1"),
        get("/v1/log/proof/consistency?from=0&to=1"),
    ]
}

#[tokio::test(start_paused = true)]
async fn every_failure_has_its_status_and_tells_nothing_more() {
    let secret = || "/secret/path".to_owned();
    for (mood, status, retry_after) in [
        (Mood::Fails(StoreError::Busy), 503, Some("1")),
        (Mood::Fails(StoreError::Unavailable(secret())), 503, Some("30")),
        (Mood::Fails(StoreError::Fault(secret())), 500, None),
        (Mood::Fails(StoreError::NotAllowed("the owner may")), 403, None),
        (Mood::Hangs, 503, Some("30")),
        (Mood::Panics, 500, None),
    ] {
        for request in requests() {
            let place = request.uri().clone();
            let (found, after, body) = ask(mood.clone(), request).await;
            assert_eq!((found.as_u16(), after.as_deref()), (status, retry_after), "{mood:?} {place}: {body}");
            assert!(!body.contains("secret") && !body.contains("alice"), "{body}");
        }
    }
}

#[tokio::test]
async fn a_removal_that_fails_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mood = Mood::Fails(StoreError::Unavailable("away".into()));
    let app = receiver(folder.path(), Arc::new(FakeStore(mood))).app();
    assert!(app.apply_retention().await.is_err());
    let text = app.metrics.text(None, (0, 0)).unwrap();
    assert!(text.contains("ciente_retention_runs_total{kind=\"failed\"} 1"), "{text}");
}
