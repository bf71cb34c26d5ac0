//! Addresses and methods that are none, health, and the pages that explain problems.

use crate::fixture::Fixture;
use axum::{body::Body, http::Request};
use ciente_notice::ProblemCode as P;

#[tokio::test]
async fn every_problem_is_explained_where_its_type_points() {
    let fixture = Fixture::new();
    for code in P::ALL {
        let page = fixture.get(code.type_uri()).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), Some("text/plain; charset=utf-8"));
        let text = page.text();
        assert!(text.contains(code.title()) && text.contains(&code.status().to_string()), "{text}");
        assert!(text.len() > code.title().len() + 60 && !text.contains("  "), "{text}");
    }
    for unknown in ["/problems/nothing", "/problems/", "/problems/%ff"] {
        fixture.get(unknown).await.problem(P::NotFound);
    }
}

#[tokio::test]
async fn unknown_addresses_are_problems_everywhere() {
    let fixture = Fixture::new();
    for uri in
        ["/", "/v1", "/v1/", "/v1/acknowledgements/", "/v1/acknowledgement", "/v2/acknowledgements", "/favicon.ico"]
    {
        fixture.get(uri).await.problem(P::NotFound);
    }
}

#[tokio::test]
async fn other_methods_are_told_the_right_ones() {
    let fixture = Fixture::new();
    for (method, uri, allowed) in [
        ("PUT", "/v1/acknowledgements", "GET,HEAD,POST"),
        ("DELETE", "/v1/acknowledgements", "GET,HEAD,POST"),
        ("OPTIONS", "/v1/acknowledgements", "GET,HEAD,POST"),
        ("BREW", "/v1/acknowledgements", "GET,HEAD,POST"),
        ("POST", "/healthz", "GET,HEAD"),
        ("POST", "/problems/internal", "GET,HEAD"),
        ("POST", "/notices/im/manifest.json", "GET,HEAD"),
        ("PUT", "/assets/ciente.js", "GET,HEAD"),
    ] {
        let answer = fixture.ask(Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()).await;
        answer.problem(P::MethodNotAllowed);
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {uri}");
    }
}

#[tokio::test]
async fn health_is_the_stores() {
    let fixture = Fixture::new();
    let well = fixture.get("/healthz").await;
    assert_eq!((well.status.as_u16(), well.text()), (200, "ok"));
    fixture.receiver.close().await.unwrap();
    fixture.get("/healthz").await.problem(P::Unavailable);
}
