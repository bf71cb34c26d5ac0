//! Endpoints that break the protocol: our receiver behind a layer with one flaw.

mod own;
mod token;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use own::{Own, after, no_store, own, refuse, says};
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use token::token;
use unicode_normalization::UnicodeNormalization as _;

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
    TokensUnverified,
    TokensUnverifiedInGet,
    TokensInPostOnly,
    /// No flaw: says "later" to one request in twenty, and not when.
    NowAndThen(u16),
    /// Says "later" to whoever declines, however often.
    NeverToDecline,
    /// Says "later" to every act.
    NeverAtAll,
    /// No flaw: knows two tenants.
    KnownTenants,
    Redirects,
    Refuses,
    NewReceipts,
    ReplaysAreNew,
    ComparesBytes,
    ComparesCase,
    OneAtATime,
    ForgetsTheContent,
    /// Compares everything but the member at this JSON Pointer.
    Ignores(&'static str),
    /// Compares names without regard to case.
    IgnoresCase,
    /// Compares what stands in the body with what stood there, letter by letter, but for the order of its members.
    ComparesEscapes,
    /// Knows an act by its key only.
    KnowsKeysOnly,
    DeclinesAreNew,
    /// Asks whether words are published before it looks whether the id is used.
    PublishedFirst,
    PlusIsPlus,
    ReceivedWhenActed,
    LogIsNonsense,
    ReceiptsOfAnotherFormat,
    SaysWhoNobodyIs,
    ReplaysAre204,
    AnyAction,
    UnknownUsersAre404,
    TwoOrigins,
    StatusCannotBeRead,
    ConflictCannotBeRead,
    ExposedWhenTaken,
    /// No flaw: lists on two lines.
    TwoLines,
    /// No flaw: exposes everything.
    ExposesAll,
    TokensForAnyTenant,
    TokensTellOfOthers,
    TokensLeaveNoTrace,
    TokensWithoutChallengeInGet,
    ForgetsIds,
    ReceiptsWith202,
    ShortTenants,
    Folds,
    Normalises,
    Trims,
    Cuts,
    CutsInReceipts,
    DecodesTwice,
    AnyTenant,
    AnyNotice,
    DeclineCounts,
    OtherTime,
    SaysCurrent,
    NewestOfAll,
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
        use Flaw::*;
        matches!(
            self,
            Tokens
                | TokensWith403
                | TokensWithoutChallenge
                | TokensForAnybody
                | TokensUnverified
                | TokensUnverifiedInGet
                | TokensInPostOnly
                | TokensForAnyTenant
                | TokensTellOfOthers
                | TokensLeaveNoTrace
                | TokensWithoutChallengeInGet
        )
    }

    /// As which name this one is kept.
    fn name(self, name: &str) -> Option<String> {
        match self {
            Self::Folds => Some(name.to_lowercase()),
            Self::Normalises => Some(name.nfc().collect()),
            Self::Trims => Some(name.trim().into()),
            Self::Cuts | Self::CutsInReceipts => Some(name.chars().take(255).collect()),
            _ => None,
        }
    }

    /// What the address is taken for.
    fn parameter(self, name: &str, value: String) -> String {
        match (self, name) {
            (Self::AnyNotice, "notice") => "im".into(),
            (Self::AnyTenant, "tenant") if value.starts_with("ciente") => "ciente-conformance".into(),
            (Self::DecodesTwice, "subject") => decoded(&value),
            (_, "subject") => self.name(&value).unwrap_or(value),
            _ => value,
        }
    }

    /// The query as this endpoint takes it; none where it takes it as it is.
    fn query(self, query: &str) -> Option<String> {
        let encoded = |text: String| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", encoded(self.parameter(name, decoded(value))))).collect();
        let looks = matches!(self, Self::AnyNotice | Self::AnyTenant | Self::DecodesTwice) || self.name("").is_some();
        looks.then(|| pairs.join("&"))
    }
}

#[derive(Clone)]
struct Broken {
    flaw: Flaw,
    /// First bodies by id, for flaws that remember.
    bodies: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    /// Ids under way, and subjects that declined.
    names: Arc<Mutex<HashSet<String>>>,
    /// Ids in the order in which they came.
    ids: Arc<Mutex<Vec<String>>>,
    asked: Arc<AtomicUsize>,
}

pub(crate) fn break_with(router: Router, flaw: Flaw) -> Router {
    let state =
        Broken { flaw, bodies: Arc::default(), names: Arc::default(), ids: Arc::default(), asked: Arc::default() };
    // Around the whole router: what it adds last, such as `Allow`, must be within reach.
    Router::new().fallback_service(router).layer(middleware::from_fn_with_state(state, act))
}

fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut hex =
            || Some(u8::from_str_radix(&String::from_utf8(vec![bytes.next()?, bytes.next()?]).ok()?, 16).unwrap());
        out.push(match byte {
            b'%' => hex().unwrap(),
            b'+' => b' ',
            byte => byte,
        });
    }
    String::from_utf8(out).unwrap()
}

async fn act(broken: State<Broken>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).filter(|origin| *origin == crate::ORIGIN).cloned();
    let mut answer = answer(broken, request, next).await;
    if let (Some(origin), Some(Own)) = (origin, answer.extensions_mut().remove()) {
        answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    answer
}

async fn answer(State(broken): State<Broken>, request: Request, next: Next) -> Response {
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
        shown = if broken.flaw == Flaw::TokensLeaveNoTrace { Flaw::None } else { Flaw::SaysWhoNobodyIs };
    }
    let old_id = text(&value, "id").to_lowercase();
    let subject = text(&value, "subject");
    let tenant = text(&value, "tenant");
    let is_of = |uri: &Uri, name: &str| uri.query().unwrap_or_default().ends_with(&format!("subject={name}"));
    if let (Some(name), true) = (broken.flaw.name(&subject), post && value.is_object()) {
        value["subject"] = name.as_str().into();
        // What nothing changes stays as it came, with its members twice and its white space.
        if name != subject {
            bytes = value.to_string().into_bytes();
        }
    }
    if let Some(query) = head.uri.query().and_then(|query| broken.flaw.query(query)) {
        head.uri = format!("{}?{query}", head.uri.path()).parse().unwrap();
    }
    match broken.flaw {
        Flaw::Refuses if post => return refuse(500),
        Flaw::NoRetryAfter if post && broken.names.lock().unwrap().insert("once".into()) => return refuse(503),
        Flaw::NowAndThen(status) if broken.asked.fetch_add(1, Ordering::Relaxed) % 20 == 3 => return refuse(status),
        Flaw::NeverToDecline if value["action"] == "declined" => return refuse(503),
        Flaw::NeverAtAll if post => return refuse(429),
        Flaw::KnownTenants
            if post && value.is_object() && !["ciente-conformance", "1400000000"].contains(&tenant.as_str()) =>
        {
            return refuse(403);
        }
        Flaw::Redirects => {
            let mut redirect = no_store(StatusCode::TEMPORARY_REDIRECT);
            redirect.headers_mut().insert(header::LOCATION, HeaderValue::from_static("https://other.example/acts"));
            return redirect;
        }
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
        Flaw::Ignores(pointer) if post && value.is_object() => {
            let first = broken.bodies.lock().unwrap().entry(old_id).or_insert_with(|| bytes.clone()).clone();
            let first: Value = serde_json::from_slice(&first).unwrap();
            if let (Some(old), Some(new)) = (first.pointer(pointer), value.pointer_mut(pointer))
                && old != new
            {
                *new = old.clone();
                bytes = value.to_string().into_bytes();
            }
        }
        Flaw::IgnoresCase if post && value.is_object() => {
            let first = broken.bodies.lock().unwrap().entry(old_id).or_insert_with(|| bytes.clone()).clone();
            let first: Value = serde_json::from_slice(&first).unwrap();
            if first["subject"] != value["subject"] && text(&first, "subject").to_lowercase() == subject.to_lowercase()
            {
                value["subject"] = first["subject"].clone();
                bytes = value.to_string().into_bytes();
            }
        }
        Flaw::ComparesEscapes if post && value.is_object() => {
            let letters = |bytes: &[u8]| {
                let mut letters: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
                letters.sort_unstable();
                letters
            };
            let first =
                broken.bodies.lock().unwrap().entry(text(&value, "id")).or_insert_with(|| bytes.clone()).clone();
            if letters(&first) != letters(&bytes) {
                return refuse(422);
            }
        }
        Flaw::KnowsKeysOnly | Flaw::DeclinesAreNew if post && value.is_object() => {
            let is_known = !broken.names.lock().unwrap().insert(old_id);
            let is_taken_for_new = match broken.flaw {
                Flaw::KnowsKeysOnly => key.is_none(),
                _ => value["action"] == "declined",
            };
            if is_known && is_taken_for_new {
                shown = Flaw::NewReceipts;
            }
        }
        Flaw::PublishedFirst if post && value["notice"]["version"] == "1" => return refuse(409),
        Flaw::PlusIsPlus => {
            if let Some(query) = head.uri.query().filter(|query| query.contains('+')) {
                head.uri = format!("{}?{}", head.uri.path(), query.replace('+', "%2B")).parse().unwrap();
            }
        }
        Flaw::ReplaysAre204 if post && value.is_object() => {
            let is_known = !broken.names.lock().unwrap().insert(old_id);
            shown = if is_known { Flaw::ReplaysAre204 } else { Flaw::Webhook };
        }
        Flaw::ReplaysAre204 if head.method == Method::GET => return refuse(501),
        Flaw::AnyAction if value["action"] == "perhaps" => {
            value["action"] = "acknowledged".into();
            bytes = value.to_string().into_bytes();
        }
        Flaw::ForgetsIds if post && value.is_object() => {
            let mut ids = broken.ids.lock().unwrap();
            let place = ids.iter().position(|id| *id == old_id);
            // What it knows no more is new to it.
            match place {
                Some(place) if ids.len() - place > 10 => shown = Flaw::NewReceipts,
                Some(_) => {}
                None => ids.push(old_id),
            }
        }
        Flaw::ShortTenants if tenant.chars().count() > 64 => return refuse(422),
        Flaw::DeclineCounts => {
            if value["action"] == "declined" {
                broken.names.lock().unwrap().insert(subject.clone());
            }
            if broken.names.lock().unwrap().iter().any(|name| is_of(&head.uri, name)) {
                return says("3");
            }
        }
        Flaw::NewestOfAll if broken.names.lock().unwrap().iter().any(|name| is_of(&head.uri, name)) => {
            return says("1");
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
            return no_store(StatusCode::ACCEPTED);
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
            let undone = broken.names.lock().unwrap().iter().any(|name| is_of(&head.uri, name));
            if undone {
                let not = ([(header::CACHE_CONTROL, "no-store")], r#"{"acknowledged":false}"#);
                return own(not.into_response());
            }
        }
        _ => {}
    }
    head.headers.remove(header::CONTENT_LENGTH);
    let method = head.method.clone();
    let answer = next.run(Request::from_parts(head, Body::from(bytes))).await;
    if broken.flaw == Flaw::NewestOfAll && answer.status() == StatusCode::CONFLICT {
        broken.names.lock().unwrap().insert(subject);
        return no_store(StatusCode::ACCEPTED);
    }
    after(shown, &method, origin, &subject, answer).await
}
