//! `ciente serve --faults`: a receiver that misbehaves by a script, for testing clients. Nothing here runs without it.
//!
//! `script` is what a script says, `words` and `parse` how it is read, `progress` which rule is whose turn, `act` what then
//! happens to a request, `bodies` half and slow answers, `line` the connections that can be cut, `switch` the address that changes the script.

mod act;
mod bodies;
mod line;
mod parse;
mod progress;
mod script;
mod switch;
mod words;

pub use parse::{ScriptError, ScriptProblem};
pub use script::Script;

use crate::{Receiver, StoreError, net::request_log::log, receiver::app::App};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::get,
};
use line::{Lines, Wire};
use progress::Progress;
use std::{
    convert::Infallible,
    fmt,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{net::TcpListener, sync::Notify};

/// How long requests may take to end after the receiver was asked to stop. A script may hold answers back for ever.
const DRAIN: Duration = Duration::from_secs(2);

/// The script of a receiver and how far it has come. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Faults {
    app: Arc<App>,
    progress: Arc<Mutex<Progress>>,
}

impl Faults {
    /// A script for a receiver.
    pub fn new(receiver: &Receiver, script: Script) -> Self {
        Self { app: receiver.app(), progress: Arc::new(Mutex::new(Progress::new(script))) }
    }

    /// Serves what [`Receiver::serve`] does, with the faults of the script, and with `/faults` to change it. Without limits of
    /// connections and heads, without retention, and always ready: what is tested against it is a client.
    ///
    /// # Errors
    /// When the store does not close cleanly.
    pub async fn serve(
        &self,
        receiver: &Receiver,
        listener: TcpListener,
        router: Router,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StoreError> {
        tracing::warn!(
            "--faults: this receiver fails on purpose, and whoever can reach it can change how; for tests only"
        );
        let router = router
            .route("/faults", get(switch::get).put(switch::put).delete(switch::delete).with_state(self.clone()))
            .layer(from_fn_with_state(self.clone(), act::act))
            .layer(from_fn_with_state(Arc::clone(&self.app), logged));
        let stopping = Arc::new(Notify::new());
        let stop = {
            let (stopping, receiver) = (Arc::clone(&stopping), receiver.clone());
            async move {
                shutdown.await;
                receiver.end_subscriptions();
                stopping.notify_one();
            }
        };
        let service = router.into_make_service_with_connect_info::<Wire>();
        let serving = axum::serve(Lines(listener), service).with_graceful_shutdown(stop).into_future();
        let too_long = async {
            stopping.notified().await;
            tokio::time::sleep(DRAIN).await;
        };
        tokio::select! {
            _ = pin!(serving) => {}
            () = too_long => {}
        }
        receiver.close().await
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn logged(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Infallible> {
    log(&app, request, async |request| Ok(next.run(request).await)).await
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faults")
    }
}
