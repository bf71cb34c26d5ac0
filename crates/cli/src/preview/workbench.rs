//! What the preview page asks its server: how to embed, the records as they arrive, how its endpoint answers, and which version
//! of a notice holds.

use super::page;
use axum::{
    Json, Router,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post},
};
use ciente_notice::{Problem, ProblemCode, Receipt};
use ciente_receiver::Receiver;
use serde::{Deserialize, Serialize};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio_stream::{Stream, StreamExt, wrappers::BroadcastStream};

/// The tenant of the preview's host page.
const TENANT: &str = "1400000000";
const ENDPOINT: &str = "/v1/acknowledgements";
/// How many of the records that are there already the page is shown.
const RECENT: usize = 50;

#[derive(Clone)]
struct Workbench {
    receiver: Receiver,
    notices: Arc<[Served]>,
    answer: Arc<Mutex<Answer>>,
}

/// A notice that there is.
#[derive(Serialize)]
struct Served {
    id: String,
    /// The version that holds unless the page wants another.
    current: String,
}

/// How the endpoint answers; everything but the first is made up for trying the widget out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Answer {
    /// As the receiver does.
    #[default]
    Answers,
    /// 503.
    Fails,
    /// As the receiver does, after a while.
    Slow,
    /// 409: the notice has changed.
    Stale,
    /// 404.
    Absent,
}

/// How long a slow endpoint takes: less than the widget waits.
const SLOW: Duration = Duration::from_secs(6);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endpoint {
    answer: Answer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    notice: String,
    /// Without it the one that holds by the manifest.
    version: Option<String>,
}

/// The receiver's routes and the preview's.
pub(super) fn router(receiver: &Receiver, notices: Vec<String>) -> Router {
    let notices = notices.into_iter().filter_map(|id| {
        let current = receiver.manifest(&id)?.current;
        Some(Served { id, current })
    });
    let workbench = Workbench { receiver: receiver.clone(), notices: notices.collect(), answer: Arc::default() };
    let own = page::router()
        .route("/preview/config.json", get(config))
        .route("/preview/records", get(records))
        .route("/preview/endpoint", get(endpoint).post(set_endpoint))
        .route("/preview/version", post(set_version))
        .with_state(workbench.clone());
    receiver
        .router()
        .merge(own)
        .layer(middleware::from_fn_with_state(Arc::clone(&workbench.answer), pretend))
        .layer(middleware::from_fn_with_state(workbench, as_of))
}

async fn config(State(workbench): State<Workbench>) -> impl IntoResponse {
    let config = serde_json::json!({
        "notices": *workbench.notices,
        "endpoint": ENDPOINT,
        "tenant": TENANT,
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(config))
}

async fn endpoint(State(workbench): State<Workbench>) -> Json<Endpoint> {
    Json(Endpoint { answer: *lock(&workbench.answer) })
}

async fn set_endpoint(State(workbench): State<Workbench>, Json(wanted): Json<Endpoint>) -> Json<Endpoint> {
    *lock(&workbench.answer) = wanted.answer;
    Json(wanted)
}

async fn set_version(State(workbench): State<Workbench>, Json(shown): Json<Shown>) -> StatusCode {
    let Some(Served { id, current }) = workbench.notices.iter().find(|served| served.id == shown.notice) else {
        return StatusCode::NOT_FOUND;
    };
    if workbench.receiver.hold(id, shown.version.as_ref().unwrap_or(current)) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

/// Hands out the manifest of a notice as it was when another version held: all that pages and receiver go by is in it.
async fn as_of(State(workbench): State<Workbench>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let id = path.strip_prefix("/notices/").and_then(|path| path.strip_suffix("/manifest.json"));
    let served = id.and_then(|id| workbench.notices.iter().find(|served| served.id == id));
    match served.and_then(|served| Some((served, workbench.receiver.manifest(&served.id)?))) {
        Some((served, manifest)) if manifest.current != served.current => {
            ([(header::CACHE_CONTROL, "no-cache")], Json(manifest)).into_response()
        }
        _ => next.run(request).await,
    }
}

fn lock(answer: &Mutex<Answer>) -> MutexGuard<'_, Answer> {
    answer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// First what is there already, oldest first, then what arrives. The page knows records by their ids.
async fn records(State(workbench): State<Workbench>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // Subscribed before the store is read, so that nothing falls between.
    let arriving = BroadcastStream::new(workbench.receiver.subscribe());
    let mut known = workbench.receiver.recent(RECENT).await.unwrap_or_default();
    known.reverse();
    let retry = Event::default().retry(Duration::from_secs(1)).comment("records follow");
    let known = tokio_stream::iter(known).map(|receipt| event(&receipt));
    // A page that fell behind gets what is left; it can reload.
    let arriving = arriving.filter_map(|receipt| receipt.ok().map(|receipt| event(&receipt)));
    Sse::new(tokio_stream::once(retry).chain(known).chain(arriving).map(Ok))
}

fn event(receipt: &Receipt) -> Event {
    Event::default().json_data(receipt).unwrap_or_default()
}

/// Stands before the endpoint and nothing else: the page itself must go on.
async fn pretend(State(answer): State<Arc<Mutex<Answer>>>, request: Request, next: Next) -> Response {
    let answer = if request.uri().path() == ENDPOINT { *lock(&answer) } else { Answer::Answers };
    let is_post = request.method() == Method::POST;
    let (status, code) = match answer {
        Answer::Slow => {
            tokio::time::sleep(SLOW).await;
            return next.run(request).await;
        }
        Answer::Fails => (StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable),
        // Only a record can be stale.
        Answer::Stale if is_post => (StatusCode::CONFLICT, ProblemCode::StaleNotice),
        Answer::Absent => return StatusCode::NOT_FOUND.into_response(),
        Answer::Answers | Answer::Stale => return next.run(request).await,
    };
    let problem = Problem::new(code, "the preview page's setting makes the endpoint answer so");
    (status, [(header::CONTENT_TYPE, Problem::MEDIA_TYPE)], Json(problem)).into_response()
}
