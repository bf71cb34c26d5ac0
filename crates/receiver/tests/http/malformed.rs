//! Every request that is not as it must be: hundreds of them, made by rule and by hand. Each gets a 4xx problem document
//! that says where, tells nothing of the receiver's inside, and leaves no trace in the store.

use crate::{
    fixture::{Answer, Fixture, post},
    samples::{ID, acknowledgement, id},
    tokens::{claims, jwk, set, token},
};
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use ciente_notice::{Problem, ProblemCode};
use ciente_receiver::{IdentityConfig, KeySource};
use jsonwebtoken::Algorithm;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{collections::HashSet, fs};

const URI: &str = "/v1/acknowledgements";

/// A request, its name, and the place that its answer must name.
struct Bad {
    name: String,
    request: Request<Body>,
    pointer: Option<String>,
}

#[derive(Default)]
struct Corpus(Vec<Bad>);

impl Corpus {
    fn add(&mut self, name: impl Into<String>, request: Builder, body: impl Into<Body>) {
        let request = request.body(body.into()).unwrap();
        self.0.push(Bad { name: name.into(), request, pointer: None });
    }

    fn value(&mut self, name: impl Into<String>, pointer: &str, value: &Value) {
        self.add(name, post(), value.to_string());
        self.0.last_mut().unwrap().pointer = Some(pointer.to_owned());
    }

    fn bytes(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.add(name, post(), bytes.into());
    }
}

const MEMBERS: [&str; 14] = [
    "/format",
    "/id",
    "/notice",
    "/notice/id",
    "/notice/version",
    "/notice/locale",
    "/notice/digest",
    "/tenant",
    "/subject",
    "/action",
    "/shownAt",
    "/actedAt",
    "/client",
    "/client/widget",
];

fn members(corpus: &mut Corpus) {
    let good = acknowledgement(ID, "3");
    let wrong = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!([]),
        json!(["a"]),
        json!({}),
        json!({ "a": 1 }),
        json!(""),
        json!("   "),
        json!("\u{0}"),
        json!("a\nb"),
        json!("x".repeat(4000)),
    ];
    for pointer in MEMBERS.into_iter().chain(["/client/origin"]) {
        for (n, value) in wrong.iter().enumerate() {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = value.clone();
            // An empty object lacks its members: the place is that of the first one.
            let place = match (pointer, value.as_object().is_some()) {
                ("/notice" | "/client", true) => format!("{pointer}/"),
                _ => pointer.to_owned(),
            };
            corpus.value(format!("{pointer} = wrong[{n}]"), &place, &bad);
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut bad = good.clone();
        bad.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
        corpus.value(format!("without {pointer}"), pointer, &bad);
        // The same member in another case is another member.
        let mut bad = good.clone();
        let object = bad.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        let value = object.remove(name).unwrap();
        object.insert(name.to_ascii_uppercase(), value);
        corpus.value(format!("capitals in {pointer}"), pointer, &bad);
        // Twice, where readers differ in which one they keep.
        let text = good.to_string();
        let member = format!("\"{name}\":");
        corpus.bytes(format!("{pointer} twice"), text.replacen(&member, &format!("\"{name}\":0,{member}"), 1));
    }
    for pointer in ["", "/notice", "/client"] {
        for extra in ["consent", "", "__proto__", "id ", "ｉd", "a/b~c"] {
            let mut bad = good.clone();
            bad.pointer_mut(pointer).unwrap()[extra] = json!("x");
            let escaped = extra.replace('~', "~0").replace('/', "~1");
            corpus.value(format!("{pointer} with {extra:?}"), &format!("{pointer}/{escaped}"), &bad);
        }
    }
}

fn texts(corpus: &mut Corpus) {
    let good = acknowledgement(ID, "3");
    let instants = [
        "2026-11-23T10:00:00Z",
        "2026-11-23 10:00:00.000Z",
        "2026-11-23T10:00:00.000+00:00",
        "2026-13-01T10:00:00.000Z",
        "2026-02-30T10:00:00.000Z",
        "2026-11-23T25:00:00.000Z",
        "2026-11-23T10:00:00.0000Z",
        "+26-11-23T10:00:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "now",
        "1795428042000",
    ];
    let cases: [(&str, &[&str]); 8] = [
        ("/format", &["ciente/acknowledgement/2", "ciente/receipt/1", "CIENTE/ACKNOWLEDGEMENT/1"]),
        (
            "/id",
            &[
                "7",
                "0190a1b2c3d47e5f8a6b7c8d9e0f1a2b",
                "{0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b}",
                "urn:uuid:0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
                "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2g",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "' OR 1=1 --",
            ],
        ),
        ("/notice/id", &["../etc", "a/b", "IM", ".", "im\u{0}", "im;drop", "i m", "im%2f", "другое"]),
        ("/notice/version", &["../3", "3/..", "..", "3 ", "v\u{202e}3"]),
        ("/notice/locale", &["pt_BR", "p", "pt-", "pt--BR", "português", "x"]),
        (
            "/notice/digest",
            &[
                "sha-256:",
                "sha-256:0",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "SHA-256:7c8df245b5b53d65817d4b21efd1487612ef01110153547f6a6a106b30a7b897",
                "7c8df245b5b53d65817d4b21efd1487612ef01110153547f6a6a106b30a7b897",
            ],
        ),
        ("/action", &["consented", "Acknowledged", "acknowledged ", "accept", "DECLINED"]),
        ("/shownAt", &instants),
    ];
    for (pointer, values) in cases {
        for value in values {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = json!(value);
            corpus.value(format!("{pointer} = {value:?}"), pointer, &bad);
        }
    }
    for (pointer, value) in
        [("/notice/id", "other"), ("/notice/version", "1"), ("/notice/version", "2"), ("/notice/locale", "en")]
    {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = json!(value);
        corpus.value(format!("contradiction in {pointer}: {value}"), pointer, &bad);
    }
}

fn json_itself(corpus: &mut Corpus) {
    let text = acknowledgement(ID, "3").to_string();
    for cut in (0..text.len()).step_by(9) {
        corpus.bytes(format!("cut after {cut} bytes"), &text.as_bytes()[..cut]);
    }
    for at in (1..text.len()).step_by(23) {
        let mut bytes = text.clone().into_bytes();
        bytes.insert(at, 0xff);
        corpus.bytes(format!("no UTF-8 at {at}"), bytes);
        let mut bytes = text.clone().into_bytes();
        bytes.insert(at, 0);
        corpus.bytes(format!("a zero at {at}"), bytes);
    }
    for (name, bytes) in [
        ("nothing", String::new()),
        ("white space", " \n\t".into()),
        ("null", "null".into()),
        ("a number", "7".into()),
        ("a text", "\"a\"".into()),
        ("a list", "[]".into()),
        ("an empty object", "{}".into()),
        ("twice", format!("{text}{text}")),
        ("a comma too many", text.replacen('}', ",}", 1)),
        ("a comment", format!("/* a */{text}")),
        ("JSON5", text.replace('"', "'")),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("NaN", text.replacen("\"alice\"", "NaN", 1)),
        ("Infinity", text.replacen("\"alice\"", "-Infinity", 1)),
        ("a bare word", text.replacen("\"alice\"", "alice", 1)),
        ("half a pair", text.replacen("alice", "\\ud800", 1)),
        ("a raw line end", text.replacen("alice", "al\nice", 1)),
        ("a bad escape", text.replacen("alice", "al\\xice", 1)),
        ("deep lists", "[".repeat(5000)),
        ("deep objects", "{\"a\":".repeat(1500)),
        ("a form", "notice=im&tenant=1".into()),
        ("XML", "<acknowledgement/>".into()),
        ("lines", format!("{text}\n{text}\n")),
        ("in a list", format!("[{text}]")),
        ("large number", format!("{{\"id\":{}}}", "9".repeat(400))),
        (
            "UTF-16",
            String::from_utf8_lossy(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).into_owned(),
        ),
        ("one byte too many", format!("{text}{}", " ".repeat(8193 - text.len()))),
        ("much too much", "x".repeat(300_000)),
    ] {
        corpus.bytes(name, bytes);
    }
}

fn headers(corpus: &mut Corpus) {
    let text = acknowledgement(ID, "3").to_string();
    let bare = || Request::post(URI);
    for kind in [
        "",
        "json",
        "application",
        "application/",
        "application/jsonp",
        "application/json+x",
        "application/ld+json",
        "text/json",
        "text/plain",
        "text/plain; application/json",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/json; charset",
        "application/json; boundary=a",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/problem+json",
        "*/*",
        "application/*",
        "APPLICATION/XML",
    ] {
        corpus.add(format!("Content-Type: {kind}"), bare().header("content-type", kind), text.clone());
    }
    corpus.add("no Content-Type", bare(), text.clone());
    corpus.add("Content-Type twice", post().header("content-type", "application/json"), text.clone());
    for encoding in ["gzip", "br", "deflate", "zstd", "compress", "gzip, identity", "x"] {
        corpus.add(format!("Content-Encoding: {encoding}"), post().header("content-encoding", encoding), text.clone());
    }
    for length in ["8193", "99999999", "18446744073709551615"] {
        corpus.add(format!("Content-Length: {length}"), post().header("content-length", length), text.clone());
    }
    for key in [
        "",
        "\"",
        "\"\"",
        "*",
        "0190a1b2",
        "\"0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2c\"",
        "\"0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b\";a=1",
        "\"0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b\", \"a\"",
        "'0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'",
        ":MDE5MA==:",
        "7",
        "?1",
    ] {
        corpus.add(format!("Idempotency-Key: {key}"), post().header("idempotency-key", key), text.clone());
    }
    let twice = post().header("idempotency-key", ID).header("idempotency-key", ID);
    corpus.add("Idempotency-Key twice", twice, text.clone());
    corpus.add("Idempotency-Key no ASCII", post().header("idempotency-key", &b"\xff\xfe"[..]), text);
}

fn addresses(corpus: &mut Corpus) {
    let text = acknowledgement(ID, "3").to_string();
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "post", "PROPFIND"] {
        corpus.add(method, Request::builder().method(method).uri(URI), text.clone());
    }
    for uri in [
        "/v1/acknowledgements/",
        "/v1/acknowledgement",
        "/v1//acknowledgements",
        "/v1/acknowledgements/%00",
        "/v1/acknowledgements%2f",
        "/v1/../v1/acknowledgements",
        "/V1/acknowledgements",
        "/v1/ACKNOWLEDGEMENTS",
        "/v1",
        "/v1/",
        "/",
        "/v2/acknowledgements",
        "/v1/acknowledgements;a=1",
        "/v1/acknowledgements/alice",
        "/v1/%61cknowledgements",
    ] {
        corpus.add(format!("POST {uri}"), Request::post(uri).header("content-type", "application/json"), text.clone());
    }
    let long = "x".repeat(300);
    for query in [
        "",
        "?",
        "?notice",
        "?notice=",
        "?notice=im",
        "?notice=im&tenant=1",
        "?notice=im&subject=a",
        "?tenant=1&subject=a",
        "?notice=im&tenant=1&subject=",
        "?notice=im&tenant=&subject=a",
        "?notice=im&tenant=1&subject=a&subject=b",
        "?notice=im&notice=im&tenant=1&subject=a",
        "?notice=im&tenant=1&subject=a&user=b",
        "?NOTICE=im&tenant=1&subject=a",
        "?notice=im&tenant=1&subject=a&access_token=x",
        "?notice[]=im&tenant=1&subject=a",
        "?notice=im;tenant=1;subject=a",
        "?notice=other&tenant=1&subject=a",
        "?notice=..%2f..&tenant=1&subject=a",
        "?notice=im&tenant=1&subject=a&current=false",
        "?notice=im&tenant=1&subject=a&current=",
        "?notice=im&tenant=1&subject=a&current=true&current=true",
        "?%ff=%ff",
        "?=&=&=",
        &format!("?notice=im&tenant=1&subject={long}"),
        &format!("?notice={long}&tenant=1&subject=a"),
        "?notice=%20&tenant=1&subject=a",
    ] {
        corpus.add(format!("GET {query}"), Request::get(format!("{URI}{query}")), Body::empty());
    }
}

fn corpus() -> Vec<Bad> {
    let mut corpus = Corpus::default();
    members(&mut corpus);
    texts(&mut corpus);
    json_itself(&mut corpus);
    headers(&mut corpus);
    addresses(&mut corpus);
    corpus.0
}

/// What of the inside of a receiver must be in no answer.
fn leak(fixture: &Fixture, answer: &Answer) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let folder = fixture.folder.path().display().to_string();
    [folder.as_str(), "sqlite", "SELECT", "panicked", ".rs:", "RUST", "thread '", "data.", "/src/"]
        .iter()
        .find(|secret| text.contains(**secret))
        .map(|secret| format!("{secret} in {text}"))
}

fn check(fixture: &Fixture, name: &str, answer: &Answer) -> Value {
    assert!(answer.status.is_client_error(), "{name}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("content-type"), Some(Problem::MEDIA_TYPE), "{name}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
    let problem = answer.json();
    let code = ProblemCode::ALL.iter().find(|code| problem["type"] == code.type_uri());
    let code = code.unwrap_or_else(|| panic!("{name}: {problem}"));
    assert_eq!(
        (problem["status"].as_u64(), problem["title"].as_str()),
        (Some(code.status().into()), Some(code.title()))
    );
    assert_eq!(answer.status, code.status(), "{name}");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| !detail.is_empty() && detail.len() < 1000),
        "{name}: {problem}"
    );
    assert_eq!(leak(fixture, answer), None, "{name}");
    problem
}

#[tokio::test]
async fn hundreds_of_malformed_requests_are_refused_with_the_place_and_leave_no_trace() {
    let fixture = Fixture::new();
    let corpus = corpus();
    let names: HashSet<_> = corpus.iter().map(|bad| bad.name.clone()).collect();
    assert!(names.len() == corpus.len() && corpus.len() >= 300, "{} of {}", names.len(), corpus.len());
    let mut placed = 0;
    for Bad { name, request, pointer } in corpus {
        let problem = check(&fixture, &name, &fixture.ask(request).await);
        let Some(pointer) = pointer else { continue };
        assert_eq!(problem["type"], ProblemCode::InvalidAcknowledgement.type_uri(), "{name}: {problem}");
        let errors = problem["errors"].as_array().unwrap();
        let is_there = |error: &Value| {
            let found = error["pointer"].as_str().unwrap();
            found == pointer || (pointer.ends_with('/') && found.starts_with(&pointer))
        };
        assert!(errors.iter().any(is_there), "{name}: {pointer} in {problem}");
        placed += 1;
    }
    assert!(placed >= 250, "{placed}");
    assert_eq!(fixture.count(), 0);
    assert_eq!(fixture.post(&acknowledgement(ID, "3")).await.status, 201, "it goes on");
}

#[tokio::test]
async fn a_token_does_not_make_a_malformed_request_better() {
    let fixture = Fixture::with(|config| {
        let path = config.notices.with_file_name("jwks.json");
        fs::write(&path, set(&[jwk(Algorithm::EdDSA, "k")]).to_string()).unwrap();
        config.identity = Some(IdentityConfig::new(KeySource::File(path)));
        config.allow_anonymous = false;
    });
    let good = token(Algorithm::EdDSA, "k", &claims());
    for Bad { name, mut request, .. } in corpus() {
        request.headers_mut().insert("authorization", format!("Bearer {good}").parse().unwrap());
        // This one is complete with a token.
        if name != "GET ?notice=im" {
            check(&fixture, &name, &fixture.ask(request).await);
        }
    }
    assert_eq!(fixture.count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_come_they_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), at in 0_usize..400, n in 0_u32..9) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let fixture = Fixture::new();
        // By themselves, and in the middle of what is well formed.
        let good = acknowledgement(&id(n), "3").to_string().into_bytes();
        let mut mixed = good.clone();
        mixed.splice(at.min(good.len())..at.min(good.len()), bytes.iter().copied());
        for body in [bytes, mixed] {
            let same = serde_json::from_slice::<Value>(&body).is_ok_and(|value| value == acknowledgement(&id(n), "3"));
            let answer = runtime.block_on(fixture.ask(post().body(body.into()).unwrap()));
            if !same && answer.status != 201 {
                check(&fixture, "random", &answer);
            }
        }
    }
}
