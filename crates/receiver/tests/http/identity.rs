//! Whom a token makes somebody, and every token that makes nobody.

use crate::{
    fixture::{Answer, Fixture, post, prepare},
    samples::{ID, acknowledgement, id},
    tokens::{self, NOW, RSA_PUBLIC, SECRET, SHORT_RSA, claims, jwk, key, set, signed, token},
};
use axum::{Json, Router, body::Body, extract::State, http::Request, routing::get};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ciente_notice::ProblemCode as P;
use ciente_receiver::{IdentityConfig, KeySource, Receiver};
use jsonwebtoken::{Algorithm as A, EncodingKey};
use serde_json::{Value, json};
use std::{
    fs,
    sync::{Arc, Mutex},
    time::Duration,
};

const ALL: [A; 4] = [A::EdDSA, A::ES256, A::RS256, A::HS256];
const STATUS: &str = "/v1/acknowledgements?notice=im";

/// A receiver that takes tokens of the keys `keys`.
fn with_keys(keys: &[Value], change: impl FnOnce(&mut IdentityConfig)) -> Fixture {
    Fixture::with(|config| {
        let path = config.notices.with_file_name("jwks.json");
        fs::write(&path, set(keys).to_string()).unwrap();
        let mut identity = IdentityConfig::new(KeySource::File(path));
        change(&mut identity);
        config.allow_anonymous = false;
        config.identity = Some(identity);
    })
}

fn everybody() -> Fixture {
    with_keys(&ALL.map(|algorithm| jwk(algorithm, &format!("{algorithm:?}"))), |_| ())
}

async fn post_as(fixture: &Fixture, token: &str, body: &Value) -> Answer {
    let request = post().header("authorization", format!("Bearer {token}"));
    fixture.ask(request.body(body.to_string().into()).unwrap()).await
}

async fn ask_as(fixture: &Fixture, token: &str) -> Answer {
    ask_with(fixture, STATUS, &format!("Bearer {token}")).await
}

async fn ask_with(fixture: &Fixture, uri: &str, authorization: &str) -> Answer {
    fixture.ask(Request::get(uri).header("authorization", authorization).body(Body::empty()).unwrap()).await
}

#[track_caller]
fn refused(answer: &Answer, why: &str) {
    let problem = answer.problem(P::Unauthenticated);
    assert!(problem["detail"].as_str().unwrap().contains(why), "{problem}, expected {why}");
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Bearer error=\"invalid_token\", error_description=\""), "{challenge}");
}

#[tokio::test]
async fn each_algorithm_proves_who_acknowledges_and_the_receipt_says_so() {
    let fixture = everybody();
    for (n, algorithm) in (0..).zip(ALL) {
        let token = token(algorithm, &format!("{algorithm:?}"), &claims());
        let answer = post_as(&fixture, &token, &acknowledgement(&id(n), "3")).await;
        assert_eq!(answer.status, 201, "{algorithm:?}: {}", answer.text());
        assert_eq!(answer.json()["authenticated"], json!({ "tenant": "1400000000", "subject": "alice" }));
        let replay = post_as(&fixture, &token, &acknowledgement(&id(n), "3")).await;
        assert_eq!((replay.status.as_u16(), replay.body), (200, answer.body));
        let status = ask_as(&fixture, &token).await;
        assert_eq!(status.json()["acknowledged"], true, "{}", status.text());
    }
    assert_eq!(fixture.receiver.recent(9).await.unwrap().len(), 4);
}

#[tokio::test]
async fn nobody_acknowledges_in_anothers_name() {
    let fixture = everybody();
    for (member, value, named) in [("sub", "bob", "the subject"), ("tenant", "2", "the tenant")] {
        let mut other = claims();
        other[member] = value.into();
        let answer = post_as(&fixture, &token(A::EdDSA, "EdDSA", &other), &acknowledgement(ID, "3")).await;
        let problem = answer.problem(P::Forbidden);
        assert!(problem["detail"].as_str().unwrap().starts_with(named), "{problem}");
    }
    assert_eq!(fixture.count(), 0);
    // And nobody asks about another.
    for query in ["&tenant=1400000000&subject=alice", "&subject=bob"] {
        let token = format!("Bearer {}", token(A::EdDSA, "EdDSA", &claims()));
        ask_with(&fixture, &format!("{STATUS}{query}"), &token).await.problem(P::InvalidQuery);
    }
}

#[tokio::test]
async fn without_a_token_or_with_another_scheme_there_is_a_challenge() {
    let fixture = everybody();
    let answer = fixture.get(STATUS).await;
    answer.problem(P::Unauthenticated);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    fixture.post(&acknowledgement(ID, "3")).await.problem(P::Unauthenticated);
    let good = token(A::EdDSA, "EdDSA", &claims());
    refused(&ask_with(&fixture, STATUS, "Basic YWxpY2U6c2VjcmV0").await, "scheme");
    refused(&ask_with(&fixture, STATUS, &good).await, "Bearer");
    assert_eq!(ask_with(&fixture, STATUS, &format!("bearer  {good} ")).await.status, 200);
    let twice = Request::get(STATUS).header("authorization", format!("Bearer {good}"));
    let twice = twice.header("authorization", format!("Bearer {good}")).body(Body::empty()).unwrap();
    refused(&fixture.ask(twice).await, "more than one");
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused_with_the_reason() {
    let fixture = everybody();
    let good = token(A::EdDSA, "EdDSA", &claims());
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let part = |value: &str| URL_SAFE_NO_PAD.encode(value);
    let head = |value: &str| format!("{}.{payload}.{signature}", part(value));
    let swapped = part(&json!({ "sub": "mallory", "tenant": "1400000000", "exp": NOW + 3600 }).to_string());
    for (bad, why) in [
        (String::new(), "expected Bearer and a token"),
        ("a".into(), "three parts"),
        ("a.b".into(), "three parts"),
        (format!("{good}.e"), "three parts"),
        (format!("{header}.{payload}."), "three parts"),
        (format!("!{good}"), "header is not base64url"),
        (format!("{good}{}", "A".repeat(9000)), "at most 8192"),
        (head("{"), "not a JSON object"),
        (head(r#"{"alg":"EdDSA","alg":"none"}"#), "not a JSON object in which no member stands twice"),
        (head("{}"), "alg is none of"),
        (head(r#"{"alg":"none"}"#), "alg is none of"),
        (head(r#"{"alg":"None"}"#), "alg is none of"),
        (head(r#"{"alg":"HS512"}"#), "alg is none of"),
        (head(r#"{"alg":"EdDSA","kid":7}"#), "kid is not a string"),
        (head(r#"{"alg":"EdDSA","kid":"EdDSA","crit":["exp"]}"#), "crit"),
        (head(r#"{"alg":"EdDSA","kid":"other"}"#), "key is not known"),
        (head(r#"{"alg":"EdDSA","kid":"RS256"}"#), "no key here is for EdDSA"),
        (head(r#"{"alg":"EdDSA","kid":"EdDSA"}"#), "signature does not hold"),
        (format!("{header}.{swapped}.{signature}"), "signature does not hold"),
        (format!("{header}.{payload}.{}", part("short")), "signature does not hold"),
        (format!("{header}.{payload}.!!!"), "signature does not hold"),
    ] {
        refused(&ask_as(&fixture, &bad).await, why);
    }
    // Unsigned, as RFC 7519, 6.1 writes it.
    let none = format!("{}.{}.", part(r#"{"alg":"none"}"#), part(&claims().to_string()));
    ask_as(&fixture, &none).await.problem(P::Unauthenticated);
}

#[tokio::test]
async fn a_public_key_is_never_taken_for_a_secret() {
    let fixture = with_keys(&[jwk(A::RS256, "k"), jwk(A::EdDSA, "e"), jwk(A::ES256, "c")], |_| ());
    let modulus = jwk(A::RS256, "k")["n"].as_str().unwrap().to_owned();
    let set = set(&[jwk(A::RS256, "k")]).to_string();
    let public = String::from_utf8(RSA_PUBLIC.into()).unwrap();
    let der = URL_SAFE_NO_PAD.decode(&modulus).unwrap();
    for secret in [RSA_PUBLIC, public.trim_end().as_bytes(), modulus.as_bytes(), &der, set.as_bytes(), b""] {
        for kid in [json!("k"), json!("e"), json!("c"), Value::Null] {
            let mut header = json!({ "alg": "HS256", "kid": kid });
            if kid.is_null() {
                header.as_object_mut().unwrap().remove("kid");
            }
            let forged = signed(&header, &claims(), &EncodingKey::from_secret(secret), A::HS256);
            refused(&ask_as(&fixture, &forged).await, "no key here is for HS256");
        }
    }
    // Nor does a secret verify what claims to be signed with a private key.
    let secret = with_keys(&[jwk(A::HS256, "k")], |_| ());
    refused(&ask_as(&secret, &token(A::RS256, "k", &claims())).await, "no key here is for RS256");
}

#[tokio::test]
async fn keys_that_a_token_brings_along_are_not_looked_at() {
    let fixture = with_keys(&[jwk(A::ES256, "known")], |_| ());
    let header = json!({ "alg": "EdDSA", "jwk": jwk(A::EdDSA, "mine"), "jku": "https://evil.example/jwks.json" });
    refused(&ask_as(&fixture, &signed(&header, &claims(), &key(A::EdDSA), A::EdDSA)).await, "no key here is for EdDSA");
}

#[tokio::test]
async fn time_issuer_and_audience_are_checked() {
    let fixture = with_keys(&[jwk(A::EdDSA, "k")], |identity| {
        identity.issuers = vec!["https://id.example".into(), "https://other.example".into()];
        identity.audiences = vec!["ciente".into()];
        identity.leeway = Duration::from_secs(30);
    });
    let good = json!({
        "sub": "alice", "tenant": "1400000000", "exp": NOW + 60, "nbf": NOW - 60, "iss": "https://id.example", "aud": "ciente"
    });
    let ask = async |change: &[(&str, Value)]| {
        let mut claims = good.clone();
        for (name, value) in change {
            claims[*name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        ask_as(&fixture, &token(A::EdDSA, "k", &claims)).await
    };
    for fine in [
        &[][..],
        &[("exp", json!(NOW - 29))],
        &[("exp", json!(NOW as f64 + 0.5))],
        &[("nbf", json!(NOW + 30))],
        &[("nbf", Value::Null)],
        &[("iss", json!("https://other.example"))],
        &[("aud", json!(["a", "ciente"]))],
    ] {
        assert_eq!(ask(fine).await.status, 200, "{fine:?}");
    }
    for (bad, why) in [
        (("exp", Value::Null), "has no exp"),
        (("exp", json!(NOW - 30)), "has expired"),
        (("exp", json!(0)), "has expired"),
        (("exp", json!("2099-01-01")), "exp is not a number"),
        (("nbf", json!(NOW + 31)), "does not hold yet"),
        (("nbf", json!(true)), "nbf is not a number"),
        (("iss", Value::Null), "has no iss"),
        (("iss", json!("https://id.example/")), "not one that is trusted"),
        (("aud", Value::Null), "not meant"),
        (("aud", json!("other")), "not meant"),
        (("aud", json!([])), "not meant"),
        (("aud", json!(["cientes", 7])), "not meant"),
    ] {
        refused(&ask(&[bad]).await, why);
    }
}

#[tokio::test]
async fn subject_and_tenant_come_from_the_claims_that_are_configured() {
    let fixture = with_keys(&[jwk(A::EdDSA, "k")], |identity| {
        identity.subject_claim = "/chat~1im/user".into();
        identity.tenant_claim = "app".into();
        identity.tenant = Some("1400000000".into());
    });
    let ask = async |claims: Value| {
        let mut claims = claims;
        claims["exp"] = json!(NOW + 60);
        post_as(&fixture, &token(A::EdDSA, "k", &claims), &acknowledgement(ID, "3")).await
    };
    let named = json!({ "user": "alice" });
    assert_eq!(ask(json!({ "chat/im": named, "app": 1_400_000_000 })).await.status, 201);
    assert_eq!(ask(json!({ "chat/im": named })).await.status, 200, "the configured tenant stands in");
    ask(json!({ "chat/im": named, "app": "2" })).await.problem(P::Forbidden);
    for bad in [
        json!({ "sub": "alice" }),
        json!({ "chat/im": { "user": "" } }),
        json!({ "chat/im": { "user": "a\u{0}" } }),
        json!({ "chat/im": { "user": "a".repeat(257) } }),
        json!({ "chat/im": { "user": ["alice"] } }),
        json!({ "chat/im": named, "app": -1 }),
        json!({ "chat/im": named, "app": 1.5 }),
    ] {
        refused(&ask(bad).await, "claim");
    }
}

#[tokio::test]
async fn a_bad_token_is_not_taken_for_none() {
    let fixture = with_keys(&[jwk(A::EdDSA, "k")], |_| ());
    let path = fixture.folder.path().join("jwks.json");
    let both = Fixture::with(|config| {
        let copy = config.notices.with_file_name("jwks.json");
        fs::copy(&path, &copy).unwrap();
        config.identity = Some(IdentityConfig::new(KeySource::File(copy)));
    });
    let answer = both.post(&acknowledgement(ID, "3")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["authenticated"]), (201, &Value::Null));
    refused(&post_as(&both, "nonsense", &acknowledgement(&id(1), "3")).await, "three parts");
    let proven = post_as(&both, &token(A::EdDSA, "k", &claims()), &acknowledgement(&id(2), "3")).await;
    assert_eq!(proven.json()["authenticated"]["subject"], "alice");
}

#[tokio::test]
async fn a_secret_is_enough_for_one_server() {
    let fixture = Fixture::with(|config| {
        config.allow_anonymous = false;
        config.identity = Some(IdentityConfig::new(KeySource::Secret(SECRET.into())));
    });
    assert_eq!(ask_as(&fixture, &token(A::HS256, "any", &claims())).await.status, 200);
    let other = signed(&json!({ "alg": "HS256" }), &claims(), &EncodingKey::from_secret(b"another secret"), A::HS256);
    refused(&ask_as(&fixture, &other).await, "signature does not hold");
}

#[tokio::test]
async fn keys_that_cannot_be_used_are_named_at_start() {
    let open = |source: KeySource| {
        let (_folder, mut config) = prepare();
        config.identity = Some(IdentityConfig::new(source));
        let error = Receiver::open(config).unwrap_err();
        (error.code(), error.to_string())
    };
    let folder = tempfile::tempdir().unwrap();
    let file = |text: &str| {
        let path = folder.path().join("jwks.json");
        fs::write(&path, text).unwrap();
        open(KeySource::File(path))
    };
    let (code, text) = open(KeySource::File(folder.path().join("missing.json")));
    assert!(code == "identity-unreadable" && text.contains("missing.json"), "{text}");
    let mut encrypting = jwk(A::RS256, "k");
    encrypting["use"] = "enc".into();
    let mut contradicting = jwk(A::RS256, "k");
    contradicting["alg"] = "HS256".into();
    let short = EncodingKey::from_rsa_der(SHORT_RSA);
    let short = serde_json::to_value(jsonwebtoken::jwk::Jwk::from_encoding_key(&short, A::RS256).unwrap()).unwrap();
    for (text, told) in [
        ("".to_owned(), "not JSON"),
        ("{}".into(), "no list named \"keys\""),
        (set(&[]).to_string(), "the list is empty"),
        (set(&[encrypting]).to_string(), "not for signatures"),
        (set(&[contradicting]).to_string(), "alg is not RS256"),
        (set(&[short]).to_string(), "128 bytes"),
        (set(&[json!({ "kty": "oct", "k": "c2hvcnQ" })]).to_string(), "at least 32 bytes"),
        (set(&[json!({ "kty": "EC", "crv": "P-521" })]).to_string(), "not known here"),
    ] {
        let (code, message) = file(&text);
        assert!(code == "identity-unusable" && message.contains(told), "{message}");
    }
    let (code, text) = open(KeySource::Url("http://id.example/jwks.json".into()));
    assert!(code == "identity-url" && text.contains("http://id.example/jwks.json"), "{text}");
    let (code, text) = open(KeySource::Secret(RSA_PUBLIC.into()));
    assert!(code == "identity-secret" && text.contains("not a secret"), "{text}");
}

type Served = Arc<Mutex<(Value, usize)>>;

/// An issuer whose keys change.
async fn issuer(keys: Value) -> (String, Served) {
    let served: Served = Arc::new(Mutex::new((keys, 0)));
    let answer = async |State(served): State<Served>| {
        let mut served = served.lock().unwrap();
        served.1 += 1;
        Json(served.0.clone())
    };
    let router = Router::new().route("/jwks.json", get(answer)).with_state(Arc::clone(&served));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, served)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_of_the_issuer_is_fetched_when_a_token_names_it_but_not_for_every_stranger() {
    let (url, served) = issuer(set(&[jwk(A::EdDSA, "old")])).await;
    let fixture = |refetch: u64| {
        let url = url.clone();
        Fixture::with(move |config| {
            let mut identity = IdentityConfig::new(KeySource::Url(url));
            identity.refetch = Duration::from_millis(refetch);
            config.allow_anonymous = false;
            config.identity = Some(identity);
        })
    };
    let quick = fixture(0);
    assert_eq!(ask_as(&quick, &token(A::EdDSA, "old", &claims())).await.status, 200);
    served.lock().unwrap().0 = set(&[jwk(A::ES256, "new")]);
    assert_eq!(ask_as(&quick, &token(A::ES256, "new", &claims())).await.status, 200);
    // What the issuer has withdrawn is no key any more.
    refused(&ask_as(&quick, &token(A::EdDSA, "old", &claims())).await, "key is not known");
    // A secret at a URL is none.
    served.lock().unwrap().0 = set(&[jwk(A::HS256, "secret")]);
    ask_as(&quick, &token(A::HS256, "secret", &claims())).await.problem(P::Unavailable);
    // What cannot be read leaves in force what was.
    assert_eq!(ask_as(&quick, &token(A::ES256, "new", &claims())).await.status, 200);
    quick.receiver.close().await.unwrap();

    served.lock().unwrap().0 = set(&[jwk(A::EdDSA, "old")]);
    let slow = fixture(3_600_000);
    assert_eq!(ask_as(&slow, &token(A::EdDSA, "old", &claims())).await.status, 200);
    let before = served.lock().unwrap().1;
    // Theirs may be new keys: nobody can say yet.
    for n in 0..50 {
        let answer = ask_as(&slow, &token(A::EdDSA, &format!("stranger-{n}"), &claims())).await;
        assert_eq!(answer.headers["retry-after"], "10");
        answer.problem(P::Unavailable);
    }
    assert_eq!(served.lock().unwrap().1, before, "fifty strangers, no request");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_issuer_has_never_answered_nobody_is_rejected_for_good() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
    drop(listener);
    let fixture = Fixture::with(|config| {
        config.allow_anonymous = false;
        config.identity = Some(IdentityConfig::new(KeySource::Url(url)));
    });
    let answer = ask_as(&fixture, &token(A::EdDSA, "k", &claims())).await;
    answer.problem(P::Unavailable);
    assert_eq!(answer.header("retry-after"), Some("10"));
    fixture.get("/readyz").await.problem(P::Unavailable);
    assert_eq!(fixture.get("/healthz").await.status, 200);
}

/// Keys without names: of the former one nobody can tell that a token means another.
#[tokio::test]
async fn a_key_without_a_name_may_be_replaced_by_another() {
    let nameless = |kid: &str| {
        let mut key = jwk(A::EdDSA, kid);
        key.as_object_mut().unwrap().remove("kid");
        key
    };
    let other = |kid: &str| {
        let mut key = nameless(kid);
        // A key of nobody here.
        key["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into();
        key
    };
    let fixture = with_keys(&[other("old")], |identity| identity.refetch = Duration::ZERO);
    let sent = token(A::EdDSA, "new", &claims());
    refused(&ask_as(&fixture, &sent).await, "its signature does not hold");
    fs::write(fixture.folder.path().join("jwks.json"), set(&[nameless("new")]).to_string()).unwrap();
    assert_eq!(ask_as(&fixture, &sent).await.status, 200);
}

#[tokio::test]
async fn a_changed_file_of_keys_is_read_again() {
    let fixture = with_keys(&[jwk(A::EdDSA, "old")], |identity| identity.refetch = Duration::ZERO);
    assert_eq!(ask_as(&fixture, &token(A::EdDSA, "old", &claims())).await.status, 200);
    fs::write(fixture.folder.path().join("jwks.json"), set(&[jwk(A::RS256, "new")]).to_string()).unwrap();
    assert_eq!(ask_as(&fixture, &token(A::RS256, "new", &claims())).await.status, 200);
    assert_eq!(tokens::NOW, crate::fixture::START / 1000);
}
