//! Which pages may call `/v1`.

use crate::{
    fixture::{Answer, Fixture, ORIGIN, post},
    samples::{ID, acknowledgement, id},
};
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use ciente_notice::ProblemCode as P;

const ALICE: &str = "/v1/acknowledgements?notice=im&tenant=1400000000&subject=alice";

fn assert_silent(answer: &Answer) {
    let told: Vec<_> = answer.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(answer.header("vary"), Some("origin"));
}

fn preflight(origin: &str) -> Request<Body> {
    Request::options("/v1/acknowledgements")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,idempotency-key")
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn an_allowed_origin_is_answered() {
    let fixture = Fixture::new();
    let answer = fixture.ask(preflight(ORIGIN)).await;
    assert_eq!(answer.status, 204);
    assert!(answer.body.is_empty());
    for (name, value) in [
        ("access-control-allow-origin", ORIGIN),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "GET, POST"),
        ("access-control-allow-headers", "authorization, content-type, idempotency-key"),
        ("access-control-max-age", "7200"),
        ("vary", "origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    for body in [acknowledgement(ID, "3").to_string(), "{".into()] {
        // Problems too: a page that cannot read them could not act on them.
        let answer = fixture.ask(post().header("origin", ORIGIN).body(body.into()).unwrap()).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
        assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
        assert_eq!(answer.header("vary"), Some("origin"));
    }
}

#[tokio::test]
async fn every_other_origin_learns_nothing() {
    let fixture = Fixture::new();
    for origin in [
        "https://evil.example",
        "http://chat.example",
        "https://chat.example:8443",
        "https://chat.example.evil.example",
        "null",
    ] {
        let answer = fixture.ask(preflight(origin)).await;
        answer.problem(P::MethodNotAllowed);
        assert_silent(&answer);
        let answer = fixture.ask(post().header("origin", origin).body("{".into()).unwrap()).await;
        assert_silent(&answer);
    }
    assert_silent(&fixture.get("/v1/acknowledgements").await);
    assert_silent(&fixture.get("/v1/nothing").await);
}

#[tokio::test]
async fn nothing_of_a_page_that_is_on_no_list_is_recorded_or_told() {
    let fixture = Fixture::new();
    let body = || acknowledgement(ID, "3").to_string().into();
    for origin in ["https://evil.example", "http://chat.example", "https://chat.example:8443", "null"] {
        for request in [
            post().header("origin", origin).header("host", "receiver.example").body(body()).unwrap(),
            post().header("origin", origin).header("sec-fetch-site", "same-site").body(body()).unwrap(),
            Request::get(ALICE).header("origin", origin).body(Body::empty()).unwrap(),
        ] {
            let answer = fixture.ask(request).await;
            let problem = answer.problem(P::OriginNotAllowed);
            assert!(problem["detail"].as_str().unwrap().starts_with(origin), "{problem}");
            assert_silent(&answer);
        }
    }
    assert_eq!(fixture.count(), 0);
}

#[tokio::test]
async fn what_is_no_page_and_what_is_the_receivers_own_page_goes_on() {
    let fixture = Fixture::with(|config| config.allow_origins.clear());
    let pages: [&[(&str, &str)]; 4] = [
        &[],
        &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")],
        &[("origin", "https://chat.example"), ("host", "chat.example")],
        &[("origin", "https://chat.example"), ("host", "behind.proxy"), ("sec-fetch-site", "same-origin")],
    ];
    for (n, headers) in (1..).zip(pages) {
        let dressed =
            |request| headers.iter().fold(request, |request: Builder, (name, value)| request.header(*name, *value));
        let sent = dressed(post()).body(acknowledgement(&id(n), "3").to_string().into()).unwrap();
        assert_eq!(fixture.ask(sent).await.status, 201, "{headers:?}");
        let asked = dressed(Request::get(ALICE)).body(Body::empty()).unwrap();
        assert_eq!(fixture.ask(asked).await.status, 200, "{headers:?}");
    }
    assert_eq!(fixture.count(), 4);
}
