//! The OpenAPI documents against what is really answered, operation by operation, and the page that shows them.

use crate::{
    admin::{Desk, TOKEN},
    fixture::{Answer, post},
    samples::{acknowledgement, id},
};
use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeSet};

/// A document, and which of its operations have been asked for.
struct Described {
    document: Value,
    seen: RefCell<BTreeSet<String>>,
}

impl Described {
    fn new(answer: &Answer) -> Self {
        assert_eq!(answer.header("content-type"), Some("application/json"));
        Self { document: answer.json(), seen: RefCell::default() }
    }

    /// Asserts that an answer is one that the document promises, with a body of the schema that it names.
    #[track_caller]
    fn promises(&self, method: &str, path: &str, answer: &Answer) {
        let operation = &self.document["paths"][path][method];
        assert!(operation.is_object(), "{method} {path} is not described");
        let status = answer.status.as_u16().to_string();
        let known = &operation["responses"][&status];
        let response = if known.is_object() { known } else { &operation["responses"]["default"] };
        assert!(known.is_object() || answer.status.as_u16() >= 400, "{method} {path} does not promise {status}");
        self.seen.borrow_mut().insert(format!("{method} {path}"));
        let kind = answer.header("content-type").unwrap_or_default().split(';').next().unwrap();
        if kind.is_empty() {
            return assert!(response["content"].is_null(), "{method} {path}: {status} has no body");
        }
        let content = &response["content"][kind];
        assert!(content.is_object(), "{method} {path}: {status} as {kind} is not promised");
        if kind.ends_with("json") && kind != "application/x-ndjson" {
            let mut schema = content["schema"].clone();
            schema["components"] = self.document["components"].clone();
            let schema = jsonschema::validator_for(&schema).unwrap();
            let body = answer.json();
            let errors: Vec<_> = schema.iter_errors(&body).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{method} {path}: {status}: {errors:?} in {body}");
        }
    }

    fn operations(&self) -> BTreeSet<String> {
        let paths = self.document["paths"].as_object().unwrap();
        let operations = paths
            .iter()
            .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| format!("{method} {path}")));
        operations.collect()
    }

    fn was_asked_for_whole(&self) {
        assert_eq!(self.operations(), *self.seen.borrow());
    }
}

#[tokio::test]
async fn what_clients_are_promised_is_what_they_get() {
    let desk = Desk::new();
    let fixture = &desk.0;
    let described = Described::new(&fixture.get("/openapi.json").await);
    described.promises("get", "/openapi.json", &fixture.get("/openapi.json").await);

    let place = "/v1/acknowledgements";
    for (body, status) in [
        (acknowledgement(&id(1), "3"), 201),
        (acknowledgement(&id(1), "3"), 200),
        (acknowledgement(&id(2), "1"), 409),
        (json!({ "format": "ciente/acknowledgement/1" }), 422),
    ] {
        let answer = fixture.post(&body).await;
        assert_eq!(answer.status, status);
        described.promises("post", place, &answer);
    }
    described.promises("post", place, &fixture.ask(post().body("{".into()).unwrap()).await);
    let who = "notice=im&tenant=1400000000&subject=";
    for query in ["alice", "bob", "alice&current=true", "bob&current=true", "alice&x=y"] {
        described.promises("get", place, &fixture.get(&format!("{place}?{who}{query}")).await);
    }
    let known = fixture.get(&format!("{place}?{who}alice")).await;
    let again = Request::get(format!("{place}?{who}alice")).header("if-none-match", known.header("etag").unwrap());
    let again = fixture.ask(again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, 304);
    described.promises("get", place, &again);

    for (path, query) in [
        ("/v1/log/key", ""),
        ("/v1/log/checkpoint", ""),
        ("/v1/log/proof/inclusion", "?index=0&size=1"),
        ("/v1/log/proof/inclusion", "?index=9&size=1"),
        ("/v1/log/proof/consistency", "?from=0&to=1"),
        ("/v1/log/proof/consistency", ""),
        ("/livez", ""),
        ("/healthz", ""),
        ("/readyz", ""),
    ] {
        described.promises("get", path, &fixture.get(&format!("{path}{query}")).await);
    }
    for code in ["stale-notice", "none"] {
        described.promises("get", "/problems/{code}", &fixture.get(&format!("/problems/{code}")).await);
    }
    described.was_asked_for_whole();
}

#[tokio::test]
async fn what_operators_are_promised_is_what_they_get() {
    let desk = Desk::new();
    let sent = acknowledgement(&id(1), "3");
    desk.0.post(&sent).await;
    let get = |path: String| {
        let request = Request::get(path).header("authorization", format!("Bearer {TOKEN}"));
        desk.ask(request.body(Body::empty()).unwrap())
    };
    let described = Described::new(&get("/openapi.json".into()).await);
    for path in ["/openapi.json", "/livez", "/healthz", "/readyz", "/metrics"] {
        described.promises("get", path, &get(path.into()).await);
    }
    for code in ["invalid-query", "nothing"] {
        described.promises("get", "/problems/{code}", &get(format!("/problems/{code}")).await);
    }
    let alice = json!({ "tenant": "1400000000", "subject": "alice" });
    let with = |name: &str, value: Value| {
        let mut body = alice.clone();
        body[name] = value;
        body
    };
    for (path, body) in [
        ("/admin/v1/subjects/search", alice.clone()),
        ("/admin/v1/subjects/search", json!({ "tenant": "t" })),
        ("/admin/v1/subjects/evidence", alice.clone()),
        ("/admin/v1/subjects/export", with("format", "csv".into())),
        ("/admin/v1/subjects/export", with("format", "ndjson".into())),
        ("/admin/v1/subjects/export", with("format", "pdf".into())),
        ("/admin/v1/missing", json!({ "tenant": "1400000000", "notice": "im", "subjects": ["alice", "bob"] })),
        ("/admin/v1/subjects/erase", with("reason", "asked".into())),
    ] {
        described.promises("post", path, &desk.json(path, &body).await);
    }
    described.promises("get", "/admin/v1/coverage", &get("/admin/v1/coverage?tenant=1400000000".into()).await);
    let digest = sent["notice"]["digest"].as_str().unwrap();
    for digest in [digest, "sha-256:none"] {
        let answer = get(format!("/admin/v1/notices/{digest}")).await;
        described.promises("get", "/admin/v1/notices/{digest}", &answer);
    }
    described.was_asked_for_whole();
    // Each that is behind the token says so, and is.
    for operation in described.operations() {
        let (method, path) = operation.split_once(' ').unwrap();
        let is_secured = described.document["paths"][path][method]["security"].is_array();
        let request = Request::builder().method(method.to_uppercase().as_str()).uri(path.replace("{digest}", digest));
        let answer = desk.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status == 401, is_secured, "{operation}");
    }
}

#[tokio::test]
async fn a_body_that_the_description_takes_is_taken_and_one_that_it_does_not_take_is_refused() {
    let desk = Desk::new();
    let document = desk.0.get("/openapi.json").await.json();
    let mut schema = json!({ "$ref": "#/components/schemas/Acknowledgement" });
    schema["components"] = document["components"].clone();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut good = acknowledgement(&id(1), "3");
    assert!(schema.is_valid(&good));
    assert_eq!(desk.0.post(&good).await.status, 201);
    for (pointer, value) in [
        ("/tenant", json!("")),
        ("/subject", json!(7)),
        ("/notice/digest", json!("md5:x")),
        ("/action", json!("maybe")),
    ] {
        let kept = std::mem::replace(good.pointer_mut(pointer).unwrap(), value);
        assert!(!schema.is_valid(&good), "{pointer}");
        assert_eq!(desk.0.post(&good).await.status, 422, "{pointer}");
        *good.pointer_mut(pointer).unwrap() = kept;
    }
}

#[tokio::test]
async fn the_page_shows_every_operation_and_every_link_in_it_leads_somewhere() {
    let desk = Desk::new();
    let documents = [desk.0.get("/openapi.json").await, {
        let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
        desk.ask(request).await
    }];
    let browser = desk.login().await;
    let page = browser.get("/admin/api").await;
    let page = page.text();
    for document in &documents {
        for operation in Described::new(document).operations() {
            let (method, path) = operation.split_once(' ').unwrap();
            assert!(page.contains(&format!("<code>{} {path}</code>", method.to_uppercase())), "{operation}");
        }
    }
    let targets = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    let targets: BTreeSet<_> = targets.collect();
    assert!(targets.len() > 10, "{targets:?}");
    for target in targets {
        assert_eq!(page.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
    }
}
