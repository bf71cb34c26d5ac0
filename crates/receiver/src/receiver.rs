//! The receiver as a whole: opened from a configuration, turned into a router, watched, closed.

use crate::{
    DataError, NoticesError, OriginError, ReceiverConfig, StoreError, api,
    app::App,
    explain::explain,
    feed::Feed,
    health::health,
    origin::Origins,
    published::Published,
    refusal::after_panic,
    statics,
    store::{SqliteStore, Store, Tuning},
};
use axum::{Router, routing::get};
use ciente_notice::Receipt;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::broadcast;
use tower_http::catch_panic::CatchPanicLayer;

/// An endpoint that keeps acknowledgements. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Receiver {
    app: Arc<App>,
    notices: PathBuf,
    assets: Option<PathBuf>,
}

/// Why a receiver does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The notices cannot be published.
    #[error(transparent)]
    Notices(#[from] NoticesError),
    /// The store cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// An origin of the allow-list is none.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// The folder of assets is not there.
    #[error("--assets {}: there is no such folder", path.display())]
    Assets {
        /// The folder.
        path: PathBuf,
    },
    /// The database lies where everybody could download it.
    #[error("--data {}: this is inside {}, which is served to everybody", data.display(), served.display())]
    DataIsServed {
        /// The database.
        data: PathBuf,
        /// The folder.
        served: PathBuf,
    },
}

impl OpenError {
    /// The same from release to release.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Notices(error) => error.code(),
            Self::Data(error) => error.code(),
            Self::Origin(_) => "origin-invalid",
            Self::Assets { .. } => "assets-missing",
            Self::DataIsServed { .. } => "data-is-served",
        }
    }
}

impl Receiver {
    /// Reads and verifies the notices, opens the store and brings its schema up to date. Blocks.
    ///
    /// # Errors
    /// Everything for which the receiver should not start; the message names the option or the file.
    pub fn open(config: ReceiverConfig) -> Result<Self, OpenError> {
        // First what changes nothing: a mistyped option must not leave an empty database behind.
        let origins = Origins::new(&config.allow_origins)?;
        let published = Published::load(&config.notices)?;
        if let Some(path) = config.assets.as_ref().filter(|path| !path.is_dir()) {
            return Err(OpenError::Assets { path: path.clone() });
        }
        for served in [Some(&config.notices), config.assets.as_ref()].into_iter().flatten() {
            if is_inside(&config.data, served) {
                return Err(OpenError::DataIsServed { data: config.data, served: served.clone() });
            }
        }
        let store = SqliteStore::open(&config.data, Tuning::default())?;
        tracing::info!(notices = %config.notices.display(), texts = published.len(), "notices verified");
        if config.allow_anonymous {
            tracing::warn!("--allow-anonymous: whoever can reach this receiver can acknowledge in anybody's name");
        }
        Ok(Self::assemble(config, published, origins, Arc::new(store)))
    }

    pub(crate) fn assemble(
        config: ReceiverConfig,
        published: Published,
        origins: Origins,
        store: Arc<dyn Store>,
    ) -> Self {
        let ReceiverConfig { notices, assets, allow_anonymous, clock, .. } = config;
        let app = App { published, store, feed: Feed::new(), origins, allow_anonymous, clock };
        Self { app: Arc::new(app), notices, assets }
    }

    /// All that is served. Routes may be merged into it; it has a fallback already.
    pub fn router(&self) -> Router {
        let router = Router::new()
            .route("/healthz", get(health))
            .route("/problems/{code}", get(explain))
            .nest("/notices", statics::router(&self.notices))
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::method_not_allowed)
            .with_state(Arc::clone(&self.app));
        let router = match &self.assets {
            Some(assets) => router.nest("/assets", statics::router(assets)),
            None => router,
        };
        router.layer(CatchPanicLayer::custom(after_panic)).nest("/v1", api::router(&self.app))
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
        self.app.store.close().await
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

fn is_inside(file: &Path, folder: &Path) -> bool {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}
