//! `GET /v1/acknowledgements` as a gate for the host's own server: one boolean, and an answer that can be kept.

use crate::{
    fixture::{Answer, Fixture, prepare},
    samples::{acknowledgement, id, publish_as},
};
use axum::{body::Body, http::Request};
use ciente_notice::ProblemCode as P;
use serde_json::json;

const GATE: &str = "/v1/acknowledgements?notice=im&current=true&tenant=1400000000&subject=alice";

async fn ask(fixture: &Fixture, tag: &str) -> Answer {
    fixture.ask(Request::get(GATE).header("if-none-match", tag).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_gate_says_whether_what_holds_now_was_acknowledged() {
    let (_folder, config) = prepare();
    let open = |current: &str| {
        publish_as(&config.notices, current);
        Fixture::with(|change| *change = config.clone())
    };
    let then = open("1");
    assert_eq!(then.get(GATE).await.json(), json!({ "acknowledged": false }));
    then.post(&acknowledgement(&id(1), "1")).await;
    assert_eq!(then.get(GATE).await.json(), json!({ "acknowledged": true }));
    drop(then);
    // Version 2 is material: what was acknowledged then is told by the long answer, and is no pass.
    let now = open("3");
    assert_eq!(now.get(GATE).await.json(), json!({ "acknowledged": false }));
    assert_eq!(now.get(&GATE.replace("&current=true", "")).await.json()["version"], "1");
    now.post(&acknowledgement(&id(2), "2")).await;
    assert_eq!(now.get(GATE).await.json(), json!({ "acknowledged": true }));
    for bad in ["current=false", "current=true&current=true", "current="] {
        now.get(&GATE.replace("current=true", bad)).await.problem(P::InvalidQuery);
    }
}

#[tokio::test]
async fn a_preview_lets_a_former_version_hold_and_takes_it_back() {
    let fixture = Fixture::new();
    let receiver = &fixture.receiver;
    fixture.post(&acknowledgement(&id(1), "1")).await.problem(P::StaleNotice);
    assert!(receiver.hold("im", "1"));
    assert_eq!(receiver.manifest("im").unwrap().current, "1");
    assert_eq!(fixture.post(&acknowledgement(&id(1), "1")).await.status, 201);
    assert_eq!(fixture.get(GATE).await.json(), json!({ "acknowledged": true }));
    // What there is not changes nothing.
    assert!(!receiver.hold("im", "9") && !receiver.hold("no", "1"));
    assert_eq!(receiver.manifest("im").unwrap().current, "1");
    assert!(receiver.hold("im", "3"));
    assert_eq!(fixture.get(GATE).await.json(), json!({ "acknowledged": false }));
    assert_eq!(fixture.get(&GATE.replace("&current=true", "")).await.json()["version"], "1");
}

#[tokio::test]
async fn an_answer_may_be_kept_by_who_asked_and_costs_little_to_ask_again() {
    let fixture = Fixture::new();
    let before = fixture.get(GATE).await;
    assert_eq!(before.header("cache-control"), Some("private, no-cache"));
    let tag = before.header("etag").unwrap().to_owned();
    let same = ask(&fixture, &format!("\"other\", W/{tag}")).await;
    assert_eq!((same.status.as_u16(), same.body.len(), same.header("etag")), (304, 0, Some(tag.as_str())));

    fixture.post(&acknowledgement(&id(1), "3")).await;
    let after = ask(&fixture, &tag).await;
    assert_eq!((after.status.as_u16(), after.header("cache-control")), (200, Some("private, max-age=60")));
    let vary: Vec<_> = after.headers.get_all("vary").iter().collect();
    assert_eq!(vary, ["authorization", "origin"]);
    assert_ne!(after.header("etag"), Some(tag.as_str()));
    // Problems are kept by nobody.
    assert_eq!(fixture.get(&GATE.replace("=im", "=no")).await.header("cache-control"), Some("no-store"));
}
