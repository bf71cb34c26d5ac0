//! The receiver as a whole: opened from a configuration, turned into a router, watched, closed.

pub(crate) mod app;
pub(crate) mod config;
pub(crate) mod data;
pub(crate) mod feed;
mod open;

pub use open::{Checked, OpenError};

use crate::{
    StoreError, admin, api,
    http::{refusal::after_panic, statics},
    openapi,
    retention::{HOLD, Retention},
};
use app::App;
use axum::Router;
use ciente_notice::{Manifest, Receipt};
use std::{fmt, path::PathBuf, sync::Arc};
use tokio::sync::broadcast;
use tower_http::catch_panic::CatchPanicLayer;

/// An endpoint that keeps acknowledgements. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Receiver {
    pub(crate) app: Arc<App>,
    notices: PathBuf,
    assets: Option<PathBuf>,
}

impl Receiver {
    /// All that is served. Routes may be merged into it; it has a fallback already.
    pub fn router(&self) -> Router {
        let router = Router::new()
            .merge(Router::from(openapi::places()))
            .nest("/notices", statics::router(&self.notices))
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::method_not_allowed)
            .with_state(Arc::clone(&self.app));
        let router = match &self.assets {
            Some(assets) => router.nest("/assets", statics::router(assets)),
            None => router,
        };
        let router = router.layer(CatchPanicLayer::custom(after_panic));
        router.merge(api::router(&self.app).with_state(Arc::clone(&self.app)))
    }

    /// All that only operators see: it belongs on an address that nobody else reaches.
    pub fn admin(&self) -> Router {
        let router = match &self.app.admin {
            Some(_) => admin::router(&self.app),
            None => Router::new(),
        };
        router
            .merge(Router::from(openapi::operators_places()))
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::method_not_allowed)
            .with_state(Arc::clone(&self.app))
            .layer(CatchPanicLayer::custom(after_panic))
    }

    /// The manifest of a notice as this receiver goes by it.
    pub fn manifest(&self, notice: &str) -> Option<Manifest> {
        self.app.published.now().manifest(notice).cloned()
    }

    /// Lets another published version of a notice be the one that holds, for previews: users are asked, and answered, as if
    /// it were `current` in the manifest. Whether there is such a version. Nothing of it is kept, and the manifest that lies in
    /// the folder of notices stays as it is.
    pub fn hold(&self, notice: &str, version: &str) -> bool {
        self.app.published.hold(notice, version)
    }

    /// Every receipt that this process writes from now on. The stream ends when the receiver begins to stop.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Receipt>> {
        self.app.feed.subscribe()
    }

    /// The newest receipts in the store, newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn recent(&self, limit: usize) -> Result<Vec<Receipt>, StoreError> {
        self.app.recent(limit).await
    }

    /// Ends all subscriptions, writes what waits, and closes the store. [`Receiver::serve`] does this by itself.
    ///
    /// # Errors
    /// When the store does not close cleanly. Nothing that was answered with 201 is lost by that.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.end_subscriptions();
        if let Some(webhook) = &self.app.webhook {
            webhook.close().await;
        }
        self.app.store.close().await
    }

    /// Removes the acknowledgements whose time is over, now. [`Receiver::serve`] does it every hour by itself. How many
    /// there were.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn apply_retention(&self) -> Result<u64, StoreError> {
        self.app.apply_retention().await
    }

    pub(crate) fn start_retention(&self) -> Retention {
        Retention::start(&self.app, HOLD)
    }

    pub(crate) fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    pub(crate) fn end_subscriptions(&self) {
        self.app.feed.end();
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("notices", &self.notices).finish_non_exhaustive()
    }
}
