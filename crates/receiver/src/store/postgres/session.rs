//! Connections: opened when needed, opened anew when they broke, never waited for without end.

use super::{fault::fault, server::Server};
use crate::store::StoreError;
use std::{
    collections::HashMap,
    ops::Deref,
    sync::{
        self, Arc, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{runtime::Handle, sync::Mutex, time::timeout};
use tokio_postgres::{Config, NoTls, Row, Socket, Statement, tls::MakeTlsConnect, types::ToSql};

/// How long it may take to connect.
pub(super) const CONNECT: Duration = Duration::from_secs(5);

/// What holds for every session. A sequencer that hangs, or whose machine is gone, loses its transaction, and with it the
/// lock, within three seconds.
const SETTINGS: &str =
    "SET idle_in_transaction_session_timeout = '3s'; SET statement_timeout = '8s'; SET lock_timeout = '8s';
    SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'";

/// How long each of several hosts may take to be connected to.
const HOST: Duration = Duration::from_secs(2);

/// An answer that takes longer does not come: a server that is there ends every question before.
const ANSWER: Duration = Duration::from_secs(9);

/// A connection, with the statements that were prepared on it.
pub(super) struct Client {
    client: tokio_postgres::Client,
    prepared: sync::Mutex<HashMap<String, Statement>>,
    /// Whether an answer on it did not come: the machine at its other end may be gone, and nobody has noticed yet.
    is_silent: AtomicBool,
}

impl Client {
    /// What a statement answers, which is prepared once a connection: only for texts of which there are few.
    pub(super) async fn ask(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, StoreError> {
        let prepared = || self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        let known = prepared().get(sql).cloned();
        let statement = match known {
            Some(statement) => statement,
            None => {
                let statement = self.client.prepare(sql).await.map_err(|error| fault(&error))?;
                prepared().insert(sql.to_owned(), statement.clone());
                statement
            }
        };
        self.client.query(&statement, values).await.map_err(|error| fault(&error))
    }
}

impl Deref for Client {
    type Target = tokio_postgres::Client;

    fn deref(&self) -> &Self::Target {
        &self.client
    }
}

/// Opens one connection, on a runtime that outlives whoever asks: sockets end with the runtime that opened them.
pub(super) async fn connect(server: &Server, on: &Handle) -> Result<Client, StoreError> {
    let (server, runtime) = (server.clone(), on.clone());
    on.spawn(async move { open(&server, &runtime).await }).await.map_err(|_| StoreError::closed())?
}

async fn open(server: &Server, on: &Handle) -> Result<Client, StoreError> {
    let hosts = server.hosts();
    let time = if hosts.len() > 1 { HOST } else { CONNECT };
    let mut refused = late(time);
    for (host, config) in hosts {
        let opening = async {
            let client = match &server.tls {
                Some(tls) => start(&config, tls.clone(), on).await?,
                None => start(&config, NoTls, on).await?,
            };
            client.batch_execute(SETTINGS).await.map_err(|error| fault(&error))?;
            Ok(client)
        };
        match timeout(time, opening).await.unwrap_or_else(|_| Err(late(time))) {
            Ok(client) => {
                server.took(host);
                return Ok(Client { client, prepared: sync::Mutex::default(), is_silent: AtomicBool::new(false) });
            }
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

fn late(time: Duration) -> StoreError {
    StoreError::Unavailable(format!("no connection within {} seconds", time.as_secs()))
}

async fn start<T>(config: &Config, tls: T, on: &Handle) -> Result<tokio_postgres::Client, StoreError>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, connection) = config.connect(tls).await.map_err(|error| fault(&error))?;
    on.spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = %fault(&error), "a connection to PostgreSQL ended");
        }
    });
    Ok(client)
}

/// A connection for as long as one question takes.
pub(super) struct Lease {
    client: Arc<Client>,
    since: Instant,
}

impl Lease {
    fn of(client: &Arc<Client>) -> Self {
        Self { client: Arc::clone(client), since: Instant::now() }
    }
}

#[cfg(test)]
impl Lease {
    /// As if nobody had answered for as long as that takes.
    pub(super) fn has_waited(&mut self) {
        self.since -= ANSWER;
    }
}

impl Deref for Lease {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Nobody waits for the answer any more, and whoever asks next gets another connection.
        if self.since.elapsed() >= ANSWER {
            self.client.is_silent.store(true, Relaxed);
        }
    }
}

/// A few connections to read with. Each takes many questions at once.
#[derive(Clone)]
pub(super) struct Readers(Arc<Pool>);

struct Pool {
    server: Server,
    on: Handle,
    clients: Vec<Mutex<Option<Arc<Client>>>>,
    next: AtomicUsize,
    closed: AtomicBool,
}

impl Readers {
    pub(super) fn new(server: Server, on: Handle, count: usize) -> Self {
        let clients = (0..count.max(1)).map(|_| Mutex::default()).collect();
        Self(Arc::new(Pool { server, on, clients, next: AtomicUsize::new(0), closed: AtomicBool::new(false) }))
    }

    pub(super) async fn get(&self) -> Result<Lease, StoreError> {
        let pool = &*self.0;
        if pool.closed.load(Relaxed) {
            return Err(StoreError::closed());
        }
        let slot =
            pool.clients.get(pool.next.fetch_add(1, Relaxed) % pool.clients.len()).ok_or_else(StoreError::closed)?;
        // Whoever has it may be connecting: of many who wait, each would wait for all before it.
        let mut slot = timeout(CONNECT, slot.lock()).await.map_err(|_| late(CONNECT))?;
        match &*slot {
            Some(client) if !client.is_closed() && !client.is_silent.load(Relaxed) => Ok(Lease::of(client)),
            _ => {
                let client = Arc::new(connect(&pool.server, &pool.on).await?);
                let lease = Lease::of(&client);
                *slot = Some(client);
                Ok(lease)
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
