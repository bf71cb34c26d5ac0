//! What the preview page asks its server: how to embed, the records as they arrive, and a switch that makes the endpoint fail.

use super::page;
use axum::{
    Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::get,
};
use ciente_notice::{Problem, ProblemCode, Receipt};
use ciente_receiver::Receiver;
use serde::{Deserialize, Serialize};
use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
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
    notice: Arc<str>,
    failing: Arc<AtomicBool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endpoint {
    failing: bool,
}

/// The receiver's routes and the preview's.
pub(super) fn router(receiver: &Receiver, notice: &str) -> Router {
    let failing = Arc::new(AtomicBool::new(false));
    let workbench = Workbench { receiver: receiver.clone(), notice: notice.into(), failing: Arc::clone(&failing) };
    let own = page::router()
        .route("/preview/config.json", get(config))
        .route("/preview/records", get(records))
        .route("/preview/endpoint", get(endpoint).post(set_endpoint))
        .with_state(workbench);
    receiver.router().merge(own).layer(middleware::from_fn_with_state(failing, fail))
}

async fn config(State(workbench): State<Workbench>) -> impl IntoResponse {
    let config = serde_json::json!({
        "notice": format!("/notices/{}", workbench.notice),
        "endpoint": ENDPOINT,
        "tenant": TENANT,
        "locale": null,
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(config))
}

async fn endpoint(State(workbench): State<Workbench>) -> Json<Endpoint> {
    Json(Endpoint { failing: workbench.failing.load(Ordering::Relaxed) })
}

async fn set_endpoint(State(workbench): State<Workbench>, Json(wanted): Json<Endpoint>) -> Json<Endpoint> {
    workbench.failing.store(wanted.failing, Ordering::Relaxed);
    Json(wanted)
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
async fn fail(State(failing): State<Arc<AtomicBool>>, request: Request, next: Next) -> Response {
    if request.uri().path() != ENDPOINT || !failing.load(Ordering::Relaxed) {
        return next.run(request).await;
    }
    let problem = Problem::new(ProblemCode::Unavailable, "the switch on the preview page makes the endpoint fail");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, Problem::MEDIA_TYPE)], Json(problem)).into_response()
}
