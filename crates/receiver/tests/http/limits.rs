//! Who is told to wait, and which pages may call for which tenant.

use crate::{
    fixture::{Answer, Fixture, ORIGIN, post},
    samples::{acknowledgement, id},
};
use ciente_notice::ProblemCode as P;
use std::collections::BTreeMap;

const ALICE: &str = "/v1/acknowledgements?notice=im&tenant=1400000000&subject=alice";

fn retry_after(answer: &Answer) -> u64 {
    answer.problem(P::RateLimited);
    answer.header("retry-after").unwrap().parse().unwrap()
}

#[tokio::test]
async fn one_subject_cannot_ask_for_ever_and_others_do_not_feel_it() {
    let fixture = Fixture::with(|config| {
        config.limits.subject = Some("2/h".parse().unwrap());
        config.limits.unproven = true;
    });
    assert_eq!(fixture.get(ALICE).await.status, 200);
    assert_eq!(fixture.post(&acknowledgement(&id(1), "3")).await.status, 201);
    let seconds = retry_after(&fixture.post(&acknowledgement(&id(2), "3")).await);
    assert!((1700..=1800).contains(&seconds), "{seconds}");
    retry_after(&fixture.get(ALICE).await);
    assert_eq!(fixture.get(&ALICE.replace("alice", "bob")).await.status, 200);
    assert_eq!(fixture.get(&ALICE.replace("1400000000", "2")).await.status, 200);
    assert_eq!(fixture.count(), 1);
}

#[tokio::test]
async fn strangers_cannot_use_up_what_is_somebodys() {
    let fixture = Fixture::with(|config| config.limits.subject = Some("1/h".parse().unwrap()));
    for _ in 0..5 {
        assert_eq!(fixture.get(ALICE).await.status, 200);
    }
}

#[tokio::test]
async fn a_page_can_read_how_long_to_wait() {
    let fixture = Fixture::with(|config| {
        config.limits.subject = Some("1/h".parse().unwrap());
        config.limits.unproven = true;
    });
    let ask = || axum::http::Request::get(ALICE).header("origin", ORIGIN).body(axum::body::Body::empty()).unwrap();
    fixture.ask(ask()).await;
    let answer = fixture.ask(ask()).await;
    retry_after(&answer);
    assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
}

#[tokio::test]
async fn a_tenant_with_origins_of_its_own_is_called_from_them_only() {
    const OWN: &str = "https://own.example";
    let fixture = Fixture::with(|config| {
        config.tenant_origins = BTreeMap::from([("2".to_owned(), vec![OWN.to_owned()])]);
    });
    let send = async |n: u32, origin: &str, tenant: &str| {
        let mut body = acknowledgement(&id(n), "3");
        body["tenant"] = tenant.into();
        fixture.ask(post().header("origin", origin).body(body.to_string().into()).unwrap()).await
    };
    for (n, origin, tenant) in [(1, OWN, "2"), (2, ORIGIN, "1400000000")] {
        let answer = send(n, origin, tenant).await;
        assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (201, Some(origin)));
    }
    for (n, origin, tenant) in [(3, ORIGIN, "2"), (4, OWN, "1400000000")] {
        let answer = send(n, origin, tenant).await;
        answer.problem(P::OriginNotAllowed);
        assert_eq!((answer.header("access-control-allow-origin"), answer.header("vary")), (None, Some("origin")));
    }
    assert_eq!(fixture.count(), 2);
    // Before a request is made nobody knows for which tenant.
    for origin in [OWN, ORIGIN] {
        let preflight = axum::http::Request::options("/v1/acknowledgements")
            .header("origin", origin)
            .header("access-control-request-method", "POST");
        assert_eq!(fixture.ask(preflight.body(axum::body::Body::empty()).unwrap()).await.status, 204);
    }
}
