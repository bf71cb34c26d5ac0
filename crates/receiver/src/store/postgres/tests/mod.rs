//! The PostgreSQL store on a real server: the contract here, what is its own beside it.

mod log;
mod rights;
mod server;

use super::*;
use crate::{
    store::{Outcome, Tells, contract},
    testing::{entry, entry_of, key, samples::id},
};
use ciente_cluster::{Cluster, Options, PROGRAMS};
use std::sync::{Arc, Mutex, Weak};

/// What the tests share while one of them runs: to start a server takes seconds.
static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// A database of a test's own, and the folder with its log's key.
struct Bed {
    cluster: Arc<Cluster>,
    url: String,
    folder: tempfile::TempDir,
}

impl Bed {
    /// On the server that other tests use, too.
    fn new(database: &str) -> Self {
        let mut shared = SHARED.lock().unwrap();
        let cluster = shared.upgrade().unwrap_or_else(|| Arc::new(start()));
        *shared = Arc::downgrade(&cluster);
        drop(shared);
        Self::on(cluster, database)
    }

    /// On a server that nobody else uses, and that may be killed.
    fn alone() -> Self {
        Self::on(Arc::new(start()), "alone")
    }

    fn on(cluster: Arc<Cluster>, database: &str) -> Self {
        let url = cluster.database(database).unwrap();
        Self { cluster, url, folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> PostgresStore {
        self.open_at(&self.url).unwrap()
    }

    fn open_at(&self, url: &str) -> Result<PostgresStore, DataError> {
        self.open_by(url, &Clock::system())
    }

    fn open_by(&self, url: &str, clock: &Clock) -> Result<PostgresStore, DataError> {
        PostgresStore::open(url, Tuning::default(), &key(self.folder.path()), clock)
    }

    /// As the owner.
    async fn sql(&self, text: &str) -> Result<(), tokio_postgres::Error> {
        sql(&self.url, text).await
    }
}

fn start() -> Cluster {
    let programs = std::env::var_os(PROGRAMS).expect("CIENTE_POSTGRES is not set: run `cargo xtask test unit`");
    // Databases sort as their language does, unless they are told otherwise.
    let initdb = &["--no-sync", "--locale-provider=icu", "--icu-locale=en"];
    Cluster::start(programs.as_ref(), Options { initdb, ..Options::default() }).unwrap()
}

async fn sql(url: &str, text: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    let done = client.batch_execute(text).await;
    drop(client);
    let _ = connection.await;
    done
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's server: `cargo xtask test unit` runs it"]
async fn it_keeps_what_every_store_keeps() {
    let bed = Bed::new("contract");
    contract::keeps(&|| -> Arc<dyn Store> { Arc::new(bed.open()) }).await;
}
