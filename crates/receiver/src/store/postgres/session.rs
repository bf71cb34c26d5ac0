//! Connections: opened when needed, opened anew when they broke, never waited for without end.

use super::fault::{closed, fault};
use crate::store::StoreError;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{runtime::Handle, sync::Mutex};
use tokio_postgres::{Client, Config, NoTls};

/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(5);

/// What holds for every session. A sequencer that hangs, or whose machine is gone, loses its transaction, and with it the
/// lock, within three seconds.
const SETTINGS: &str =
    "SET idle_in_transaction_session_timeout = '3s'; SET statement_timeout = '8s'; SET lock_timeout = '8s';
    SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'";

/// Opens one connection, on a runtime that outlives whoever asks: sockets end with the runtime that opened them.
pub(super) async fn connect(config: &Config, on: &Handle) -> Result<Client, StoreError> {
    let (config, runtime) = (config.clone(), on.clone());
    on.spawn(async move { open(&config, &runtime).await }).await.map_err(|_| closed())?
}

async fn open(config: &Config, on: &Handle) -> Result<Client, StoreError> {
    let (client, connection) = tokio::time::timeout(CONNECT, config.connect(NoTls))
        .await
        .map_err(|_| StoreError::Unavailable("no connection within 5 seconds".into()))?
        .map_err(|error| fault(&error))?;
    on.spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a connection to PostgreSQL ended");
        }
    });
    client.batch_execute(SETTINGS).await.map_err(|error| fault(&error))?;
    Ok(client)
}

/// Reads a URL, and sets what makes a dead peer known within seconds.
pub(super) fn config(url: &str) -> Result<Config, tokio_postgres::Error> {
    let mut config: Config = url.parse()?;
    config.connect_timeout(CONNECT).keepalives(true).keepalives_idle(Duration::from_secs(2));
    config.keepalives_interval(Duration::from_secs(1)).keepalives_retries(3).tcp_user_timeout(Duration::from_secs(5));
    config.application_name("ciente");
    Ok(config)
}

/// A few connections to read with. Each takes many questions at once.
#[derive(Clone)]
pub(super) struct Readers(Arc<Pool>);

struct Pool {
    config: Config,
    on: Handle,
    clients: Vec<Mutex<Option<Arc<Client>>>>,
    next: AtomicUsize,
    closed: AtomicBool,
}

impl Readers {
    pub(super) fn new(config: Config, on: Handle, count: usize) -> Self {
        let clients = (0..count.max(1)).map(|_| Mutex::default()).collect();
        Self(Arc::new(Pool { config, on, clients, next: AtomicUsize::new(0), closed: AtomicBool::new(false) }))
    }

    pub(super) async fn get(&self) -> Result<Arc<Client>, StoreError> {
        let pool = &*self.0;
        if pool.closed.load(Relaxed) {
            return Err(closed());
        }
        let slot = pool.clients.get(pool.next.fetch_add(1, Relaxed) % pool.clients.len()).ok_or_else(closed)?;
        let mut slot = slot.lock().await;
        match &*slot {
            Some(client) if !client.is_closed() => Ok(Arc::clone(client)),
            _ => {
                let client = Arc::new(connect(&pool.config, &pool.on).await?);
                *slot = Some(Arc::clone(&client));
                Ok(client)
            }
        }
    }

    pub(super) async fn close(&self) {
        self.0.closed.store(true, Relaxed);
        for slot in &self.0.clients {
            slot.lock().await.take();
        }
    }
}
