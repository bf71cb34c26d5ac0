//! Opening a receiver: everything that can be wrong is found first, and nothing is changed before.

use super::{Receiver, app::App, config::ReceiverConfig, data::Data, feed::Feed};
#[cfg(feature = "postgres")]
use crate::store::PostgresStore;
use crate::{
    DataError, IdentityError, NoticesError, OriginError, WebhookConfig, WebhookError,
    admin::Admin,
    http::{metrics::Metrics, origin::Origins},
    identity::{self, Verifier},
    limits::Rates,
    published::{Newer, Published, Shelf, archive},
    store::{SqliteStore, Store, Tuning},
    transparency::key::{KeySource, beside},
    webhook::Webhook,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

/// A configuration in which nothing is wrong, as far as [`Receiver::check`] can know. What was read for that is kept.
#[derive(Debug)]
#[must_use = "nothing is open yet"]
pub struct Checked {
    config: ReceiverConfig,
    origins: Origins,
    published: Published,
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
    /// The keys that tokens are checked with cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The webhook cannot be called.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    /// The folder of assets is not there.
    #[error("{}: there is no such folder", path.display())]
    Assets {
        /// The folder.
        path: PathBuf,
    },
    /// The database, a key or a secret lies where everybody could download it.
    #[error("{}: this is inside {}, which is served to everybody", data.display(), served.display())]
    DataIsServed {
        /// Which file.
        data: PathBuf,
        /// The folder.
        served: PathBuf,
    },
}

impl OpenError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Notices(error) => error.code(),
            Self::Data(error) => error.code(),
            Self::Identity(error) => error.code(),
            Self::Webhook(error) => error.code(),
            Self::Origin(_) => "origin-invalid",
            Self::Assets { .. } => "assets-missing",
            Self::DataIsServed { .. } => "data-is-served",
        }
    }
}

impl Checked {
    /// Opens the store and brings its schema up to date. Blocks.
    ///
    /// # Errors
    /// What could only be found out by doing it; the message names the option or the file.
    pub fn open(self) -> Result<Receiver, OpenError> {
        let Self { config, origins, published } = self;
        let verifier = config.identity.clone().map(|identity| Verifier::open(identity, config.clock.clone()));
        let verifier = verifier.transpose()?;
        let metrics = Arc::new(Metrics::new());
        let store = open_store(&config)?;
        archive(&published, &*store, &config.clock, &config.data)?;
        let webhook = config.webhook.as_ref();
        let webhook = webhook.map(|webhook| Webhook::start(webhook, &store, &metrics, &config.clock, &config.random));
        let webhook = webhook.transpose()?;
        tracing::info!(notices = %config.notices.display(), texts = published.len(), "notices verified");
        if config.allow_anonymous {
            tracing::warn!("--allow-anonymous: whoever can reach this receiver can acknowledge in anybody's name");
        }
        let mut app = Receiver::bare(&config, published, origins, store);
        (app.verifier, app.webhook, app.metrics) = (verifier, webhook, metrics);
        Ok(Receiver { app: Arc::new(app), notices: config.notices, assets: config.assets })
    }
}

impl Receiver {
    /// Reads and verifies the notices, opens the store and brings its schema up to date. Blocks.
    ///
    /// # Errors
    /// Everything for which the receiver should not start; the message names the option or the file.
    pub fn open(config: ReceiverConfig) -> Result<Self, OpenError> {
        Self::check(config)?.open()
    }

    /// All that can be known without the network and without changing anything: a mistyped option must not leave an empty
    /// database behind. Blocks.
    ///
    /// # Errors
    /// The first that is wrong.
    pub fn check(config: ReceiverConfig) -> Result<Checked, OpenError> {
        let origins = Origins::new(&config.allow_origins, &config.tenant_origins)?;
        let published = Published::load(&config.notices)?;
        if let Some(path) = config.assets.as_ref().filter(|path| !path.is_dir()) {
            return Err(OpenError::Assets { path: path.clone() });
        }
        let key = log_key(&config)?;
        for served in [Some(&config.notices), config.assets.as_ref()].into_iter().flatten() {
            let private = config.private.iter().map(PathBuf::as_path);
            for data in [config.data.file(), Some(key.path.as_path())].into_iter().flatten().chain(private) {
                if is_inside(data, served) {
                    return Err(OpenError::DataIsServed { data: data.into(), served: served.clone() });
                }
            }
        }
        key.check().map_err(DataError::LogKey)?;
        config.identity.as_ref().map(|identity| identity::check(&identity.keys)).transpose()?;
        config.webhook.as_ref().map(WebhookConfig::check).transpose()?;
        Ok(Checked { config, origins, published })
    }

    /// Without anything that has threads or files of its own.
    fn bare(config: &ReceiverConfig, published: Published, origins: Origins, store: Arc<dyn Store>) -> App {
        App {
            published: Shelf::new(published),
            newer: Newer::new(config.notices.clone(), config.clock.now()),
            store,
            feed: Feed::new(),
            origins,
            allow_anonymous: config.allow_anonymous,
            verifier: None,
            rates: Rates::new(&config.limits),
            limits: config.limits.clone(),
            metrics: Arc::new(Metrics::new()),
            webhook: None,
            admin: config.admin_token.clone().map(Admin::new),
            stopping: AtomicBool::new(false),
            clock: config.clock.clone(),
            random: config.random.clone(),
            keep: config.keep.clone(),
        }
    }

    /// Over any store.
    #[cfg(test)]
    pub(crate) fn assemble(config: ReceiverConfig, published: Published, store: Arc<dyn Store>) -> Self {
        let app = Self::bare(&config, published, Origins::default(), store);
        Self { app: Arc::new(app), notices: config.notices, assets: config.assets }
    }
}

/// Beside a file goes without saying; beside a database elsewhere there is no place.
fn log_key(config: &ReceiverConfig) -> Result<KeySource, DataError> {
    let beside_data = || config.data.file().map(|path| beside(path, ".log-key"));
    let path = config.log_key.clone().or_else(beside_data).ok_or(DataError::NoLogKey)?;
    Ok(KeySource { path, random: config.random.clone() })
}

fn open_store(config: &ReceiverConfig) -> Result<Arc<dyn Store>, DataError> {
    match &config.data {
        Data::Sqlite(path) => Ok(Arc::new(SqliteStore::open(path, Tuning::default(), &log_key(config)?)?)),
        #[cfg(feature = "postgres")]
        Data::Postgres(url) => {
            Ok(Arc::new(PostgresStore::open(url, Tuning::default(), &log_key(config)?, &config.clock)?))
        }
        #[cfg(not(feature = "postgres"))]
        Data::Postgres(_) => Err(DataError::NoPostgres),
    }
}

/// Where it lies, and where a link in its place leads to.
fn is_inside(file: &Path, folder: &Path) -> bool {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(folder) = folder.canonicalize() else { return false };
    [parent, file].iter().any(|place| place.canonicalize().is_ok_and(|place| place.starts_with(&folder)))
}
