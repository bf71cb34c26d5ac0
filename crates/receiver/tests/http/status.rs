//! `GET /v1/acknowledgements`.

use crate::{
    fixture::Fixture,
    samples::{acknowledgement, id, publish_as},
};
use ciente_notice::ProblemCode as P;
use serde_json::json;

const ALICE: &str = "/v1/acknowledgements?notice=im&tenant=1400000000&subject=alice";

#[tokio::test]
async fn who_acknowledged_is_not_asked_again() {
    let fixture = Fixture::new();
    let before = fixture.get(ALICE).await;
    assert_eq!((before.status.as_u16(), before.json()), (200, json!({ "acknowledged": false })));
    assert_eq!(before.header("cache-control"), Some("private, no-cache"));

    let sent = acknowledgement(&id(1), "3");
    fixture.post(&sent).await;
    let after = fixture.get(ALICE).await;
    let expected = json!({
        "acknowledged": true, "version": "3", "digest": sent["notice"]["digest"], "receivedAt": "2026-11-23T10:00:42.000Z"
    });
    assert_eq!((after.status.as_u16(), after.json()), (200, expected.clone()));

    // To decline later does not undo it.
    let mut declined = acknowledgement(&id(2), "3");
    declined["action"] = "declined".into();
    assert_eq!(fixture.post(&declined).await.status, 201);
    assert_eq!(fixture.get(ALICE).await.json(), expected);

    for other in ["notice=im&tenant=1400000000&subject=bob", "notice=im&tenant=2&subject=alice"] {
        let answer = fixture.get(&format!("/v1/acknowledgements?{other}")).await;
        assert_eq!(answer.json(), json!({ "acknowledged": false }));
    }
}

#[tokio::test]
async fn to_decline_is_not_to_acknowledge() {
    let fixture = Fixture::new();
    let mut declined = acknowledgement(&id(1), "3");
    declined["action"] = "declined".into();
    fixture.post(&declined).await;
    assert_eq!(fixture.get(ALICE).await.json(), json!({ "acknowledged": false }));
}

#[tokio::test]
async fn a_version_that_still_counts_goes_before_a_newer_record_of_one_that_does_not() {
    let (_folder, config) = crate::fixture::prepare();
    let open = |current: &str| {
        publish_as(&config.notices, current);
        Fixture::with(|change| *change = config.clone())
    };
    let first = open("1");
    first.post(&acknowledgement(&id(1), "1")).await;
    drop(first);
    // Only an old one: told with its version; the client has the manifest.
    let second = open("3");
    assert_eq!(second.get(ALICE).await.json()["version"], "1");
    second.post(&acknowledgement(&id(2), "2")).await;
    assert_eq!(second.get(ALICE).await.json()["version"], "2");
    drop(second);
    // A receiver that lags behind takes version 1 once more.
    let lagging = open("1");
    lagging.post(&acknowledgement(&id(3), "1")).await;
    drop(lagging);
    assert_eq!(open("3").get(ALICE).await.json()["version"], "2");
}

#[tokio::test]
async fn each_parameter_stands_once_and_no_other() {
    let fixture = Fixture::new();
    let long = "x".repeat(257);
    for (query, named) in [
        ("", "notice"),
        ("notice=im", "tenant"),
        ("notice=im&tenant=1", "subject"),
        ("notice=im&tenant=1&subject=", "subject"),
        (&format!("notice=im&tenant=1&subject={long}"), "subject"),
        ("notice=im&tenant=1&subject=a&subject=a", "subject"),
        ("notice=im&tenant=1&subject=a&user=a", "user"),
        // What the usual parser would repair, and then answer for somebody whom nobody named.
        ("notice=im&tenant=1&subject=a%", "subject"),
        ("notice=im&tenant=1&subject=a%2", "subject"),
        ("notice=im&tenant=1&subject=%zz", "subject"),
        ("notice=im&tenant=1&subject=%+1", "subject"),
        ("notice=im&tenant=1&subject=%ff", "subject"),
        ("notice=im&tenant=1&subject=alice%00", "subject"),
        ("notice=im&tenant=%0a1&subject=a", "tenant"),
        ("notice=im%00&tenant=1&subject=a", "notice"),
        ("notice=im&tenant=1&subject=a&current=true%00", "current"),
    ] {
        let problem = fixture.get(&format!("/v1/acknowledgements?{query}")).await.problem(P::InvalidQuery);
        assert!(problem["detail"].as_str().unwrap().contains(&format!("\"{named}\"")), "{problem}");
    }
    for (path, named) in [
        ("/v1/acknowledgements?%zz=im", "the name of a parameter"),
        ("/v1/log/proof/inclusion?index=0%&size=1", "\"index\""),
        ("/v1/log/proof/consistency?from=0&to=1%00", "\"to\""),
    ] {
        let problem = fixture.get(path).await.problem(P::InvalidQuery);
        assert!(problem["detail"].as_str().unwrap().contains(named), "{problem}");
    }
}

#[tokio::test]
async fn names_are_percent_decoded() {
    let fixture = Fixture::new();
    let mut sent = acknowledgement(&id(1), "3");
    sent["subject"] = "zoé & co".into();
    fixture.post(&sent).await;
    let query = "/v1/acknowledgements?notice=im&tenant=1400000000&subject=zo%C3%A9+%26%20co";
    assert_eq!(fixture.get(query).await.json()["acknowledged"], true);
}

#[tokio::test]
async fn an_unknown_notice_is_not_found_and_an_unknown_person_is_not_believed() {
    let fixture = Fixture::new();
    let problem = fixture.get(&ALICE.replace("=im", "=other")).await.problem(P::NotFound);
    assert!(problem["detail"].as_str().unwrap().contains("\"other\""), "{problem}");
    let strict = Fixture::with(|config| config.allow_anonymous = false);
    let answer = strict.get(ALICE).await;
    answer.problem(P::Unauthenticated);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
}
