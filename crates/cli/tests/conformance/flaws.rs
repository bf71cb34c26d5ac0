//! Endpoints that break the protocol: our receiver behind a layer with one flaw.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    /// Takes POST only, gives no receipt.
    Webhook,
    /// No flaw: asks for a token, which is the subject's name.
    Tokens,
    TokensWith403,
    TokensWithoutChallenge,
    TokensForAnybody,
    Refuses,
    NewReceipts,
    ReplaysAreNew,
    ComparesBytes,
    ComparesCase,
    OneAtATime,
    ForgetsTheContent,
    RefusesDeclined,
    ShortNames,
    WantsKey,
    WantsQuotes,
    IgnoresKey,
    NoCharset,
    AnyMediaType,
    AnyLength,
    TakesAnything,
    LastMemberWins,
    FillsIn,
    ThrowsAway,
    AnyDigest,
    AnyNames,
    StaleIsFine,
    StaleIsCurrent,
    EditorialIsStale,
    AltersReceipt,
    NoAuthenticated,
    KnowsEverybody,
    WrongDigest,
    DeclineUndoes,
    StatusBroken,
    Cached,
    NoAllow,
    NoRetryAfter,
    PlainRefusals,
    OtherStatusInProblem,
    NoKeyInPreflight,
    RefusalsCannotBeRead,
    NothingExposed,
    AnyOrigin,
}

impl Flaw {
    pub(crate) const fn has_tokens(self) -> bool {
        matches!(self, Self::Tokens | Self::TokensWith403 | Self::TokensWithoutChallenge | Self::TokensForAnybody)
    }
}

#[derive(Clone)]
struct Broken {
    flaw: Flaw,
    /// First bodies by id, for flaws that remember.
    bodies: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    /// Ids under way, and subjects that declined.
    names: Arc<Mutex<HashSet<String>>>,
}

pub(crate) fn break_with(router: Router, flaw: Flaw) -> Router {
    let state = Broken { flaw, bodies: Arc::default(), names: Arc::default() };
    // Around the whole router: what it adds last, such as `Allow`, must be within reach.
    Router::new().fallback_service(router).layer(middleware::from_fn_with_state(state, act))
}

fn refuse(status: u16) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
    let body = json!({ "type": "about:blank", "title": "No.", "status": status }).to_string();
    (StatusCode::from_u16(status).unwrap(), headers, body).into_response()
}

async fn act(State(broken): State<Broken>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let mut bytes = to_bytes(body, 1 << 20).await.unwrap().to_vec();
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let post = head.method == Method::POST;
    let key = head.headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned());
    let mut shown = broken.flaw;
    let origin = head.headers.get(header::ORIGIN).cloned();
    if broken.flaw.has_tokens() && head.method != Method::OPTIONS {
        if let Some(refusal) = token(broken.flaw, &mut head, &value) {
            return refusal;
        }
        shown = Flaw::None;
    }
    let old_id = text(&value, "id").to_lowercase();
    match broken.flaw {
        Flaw::Refuses if post => return refuse(500),
        Flaw::NoRetryAfter if post => return refuse(503),
        Flaw::Webhook | Flaw::StatusBroken if head.method == Method::GET => {
            return refuse(if broken.flaw == Flaw::Webhook { 501 } else { 500 });
        }
        Flaw::ComparesBytes if post && !value.is_null() => {
            let first = broken.bodies.lock().unwrap().entry(old_id).or_insert_with(|| bytes.clone()).clone();
            if first != bytes {
                return refuse(422);
            }
        }
        Flaw::ComparesCase if text(&value, "id").bytes().any(|b| b.is_ascii_uppercase()) => return refuse(422),
        Flaw::OneAtATime if post && !value.is_null() => {
            if !broken.names.lock().unwrap().insert(old_id.clone()) {
                return refuse(409);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            broken.names.lock().unwrap().remove(&old_id);
        }
        Flaw::ForgetsTheContent if post && !value.is_null() => {
            bytes = broken.bodies.lock().unwrap().entry(old_id).or_insert_with(|| bytes.clone()).clone();
        }
        Flaw::RefusesDeclined if value["action"] == "declined" => return refuse(422),
        Flaw::ShortNames if text(&value, "subject").chars().count() > 100 => return refuse(422),
        Flaw::WantsKey if post && key.is_none() => return refuse(400),
        Flaw::WantsQuotes if key.as_ref().is_some_and(|key| !key.starts_with('"')) => return refuse(400),
        Flaw::IgnoresKey => drop(head.headers.remove("idempotency-key")),
        Flaw::NoCharset if head.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().contains(&b';')) => {
            return refuse(415);
        }
        Flaw::AnyMediaType => {
            head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Flaw::AnyLength => bytes = bytes.trim_ascii().to_vec(),
        Flaw::TakesAnything if post && value.is_null() => {
            let mut thanks = no_store(StatusCode::ACCEPTED);
            thanks.headers_mut().extend(origin.map(|origin| (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin)));
            return thanks;
        }
        Flaw::LastMemberWins if post && !value.is_null() && bytes.len() <= 8192 => {
            bytes = value.to_string().into_bytes()
        }
        Flaw::FillsIn if value.is_object() && value["shownAt"].is_null() => {
            value["shownAt"] = value["actedAt"].clone();
            bytes = value.to_string().into_bytes();
        }
        Flaw::ThrowsAway if !value["note"].is_null() => {
            value.as_object_mut().unwrap().remove("note");
            bytes = value.to_string().into_bytes();
        }
        Flaw::StaleIsCurrent if value.is_object() && value["notice"]["version"] != "3" => {
            value["notice"] = crate::samples::acknowledgement(crate::samples::ID, "3")["notice"].clone();
            bytes = value.to_string().into_bytes();
        }
        Flaw::EditorialIsStale if value["notice"]["version"] == "2" => return refuse(409),
        Flaw::DeclineUndoes => {
            if value["action"] == "declined" {
                broken.names.lock().unwrap().insert(text(&value, "subject"));
            }
            let query = head.uri.query().unwrap_or_default();
            let undone = broken.names.lock().unwrap().iter().any(|name| query.ends_with(&format!("subject={name}")));
            if undone {
                return ([(header::CACHE_CONTROL, "no-store")], r#"{"acknowledged":false}"#).into_response();
            }
        }
        _ => {}
    }
    head.headers.remove(header::CONTENT_LENGTH);
    let method = head.method.clone();
    let answer = next.run(Request::from_parts(head, Body::from(bytes))).await;
    after(shown, &method, origin, answer).await
}

/// Refuses whoever has no token, or somebody else's; tells the receiver who it is.
fn token(flaw: Flaw, head: &mut axum::http::request::Parts, value: &Value) -> Option<Response> {
    let given = head.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    if given.as_deref() != Some("Bearer alice") {
        let mut refusal = refuse(if flaw == Flaw::TokensWith403 && given.is_none() { 403 } else { 401 });
        if flaw != Flaw::TokensWithoutChallenge {
            refusal.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        return Some(refusal);
    }
    if value["subject"].as_str().is_some_and(|subject| subject != "alice") && flaw != Flaw::TokensForAnybody {
        return Some(refuse(403));
    }
    if let Some(query) = head.uri.query() {
        assert!(!query.contains("subject"), "who asks with a token must not say who it is: {query}");
        head.uri = format!("{}?{query}&tenant=1400000000&subject=alice", head.uri.path()).parse().unwrap();
    }
    None
}

fn no_store(status: StatusCode) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

async fn after(flaw: Flaw, method: &Method, origin: Option<HeaderValue>, answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let status = head.status.as_u16();
    let problem = value["type"].as_str().unwrap_or_default().to_owned();
    let receipt = value["format"] == "ciente/receipt/1";
    let remove = |headers: &mut HeaderMap, name: &HeaderName| drop(headers.remove(name));
    match flaw {
        Flaw::Webhook if head.status.is_success() && *method == Method::POST => {
            head.status = StatusCode::ACCEPTED;
            value = Value::Null;
        }
        Flaw::NewReceipts if receipt && status == 200 => value["receivedAt"] = "2020-01-01T00:00:00.000Z".into(),
        Flaw::ReplaysAreNew if receipt => head.status = StatusCode::CREATED,
        Flaw::AnyDigest if problem.ends_with("unknown-notice") => return no_store(StatusCode::ACCEPTED),
        Flaw::AnyNames if value["errors"][0]["code"] == "contradiction" => return no_store(StatusCode::ACCEPTED),
        Flaw::StaleIsFine if status == 409 => return no_store(StatusCode::ACCEPTED),
        Flaw::AltersReceipt if receipt => value["acknowledgement"]["client"]["widget"] = "another".into(),
        Flaw::NoAuthenticated if receipt => drop(value.as_object_mut().unwrap().remove("authenticated")),
        Flaw::KnowsEverybody if value["acknowledged"] == false => value["acknowledged"] = true.into(),
        Flaw::WrongDigest if value["acknowledged"] == true => value["digest"] = "sha-256:0".into(),
        Flaw::Cached => remove(&mut head.headers, &header::CACHE_CONTROL),
        Flaw::NoAllow => remove(&mut head.headers, &header::ALLOW),
        Flaw::PlainRefusals if status >= 400 => {
            head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Flaw::OtherStatusInProblem if status >= 400 => value["status"] = 200.into(),
        Flaw::NoKeyInPreflight if *method == Method::OPTIONS => {
            head.headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        }
        Flaw::RefusalsCannotBeRead if status >= 400 => remove(&mut head.headers, &header::ACCESS_CONTROL_ALLOW_ORIGIN),
        Flaw::NothingExposed => remove(&mut head.headers, &header::ACCESS_CONTROL_EXPOSE_HEADERS),
        Flaw::AnyOrigin => {
            if let Some(origin) = origin {
                head.headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
        }
        _ => {}
    }
    head.headers.remove(header::CONTENT_LENGTH);
    let body = if value.is_null() { Vec::new() } else { value.to_string().into_bytes() };
    Response::from_parts(head, body.into())
}
