//! A few read-only connections, opened when first needed, used on threads that may block.

use super::fault::fault;
use crate::store::StoreError;
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Semaphore;

#[derive(Debug, Clone)]
pub(super) struct Readers(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    path: PathBuf,
    open: Open,
    busy_timeout: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    /// Those that wait for no lock. They are no more than threads ask at once, and no slow query takes one: else, once some
    /// had to go to another thread, all that follow would.
    swift: Mutex<Vec<Connection>>,
}

/// How a connection is made.
type Open = fn(&Path, Duration) -> rusqlite::Result<Connection>;

impl Readers {
    pub(super) fn new(path: PathBuf, open: Open, busy_timeout: Duration, limit: usize) -> Self {
        let permits = Arc::new(Semaphore::new(limit));
        Self(Arc::new(Pool { path, open, busy_timeout, permits, idle: Mutex::default(), swift: Mutex::default() }))
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let pool = Arc::clone(&self.0);
        let permit = Arc::clone(&pool.permits).acquire_owned().await.map_err(|_| StoreError::closed())?;
        let work = move || {
            // Held until the query ends, even when whoever asked has gone.
            let _permit = permit;
            let connection = pool.take(&pool.idle, pool.busy_timeout)?;
            let answer = query(&connection);
            pool.put(&pool.idle, connection);
            answer
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(answer) => answer.map_err(|error| {
                tracing::error!(%error, "the store could not be read");
                fault(&error)
            }),
            Err(error) => Err(StoreError::Fault(error.to_string())),
        }
    }

    /// The same for a question that is answered from a page or two: on the thread that asks, if nobody holds a lock, because
    /// the way to another thread and back takes longer than the answer.
    pub(super) async fn look_up<T: Send + 'static>(
        &self,
        query: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.0.permits.is_closed() {
            return Err(StoreError::closed());
        }
        match self.0.at_once(&query) {
            Ok(answer) => Ok(answer),
            // Whatever it was: the other way waits for locks, and reports what does not pass.
            Err(_) => self.read(query).await,
        }
    }

    /// Refuses all further queries and closes what is idle; what is in use is closed when it comes back.
    pub(super) fn close(&self) {
        self.0.permits.close();
        for some in [&self.0.idle, &self.0.swift] {
            some.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

impl Pool {
    fn at_once<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let connection = self.take(&self.swift, Duration::ZERO)?;
        let answer = query(&connection);
        self.put(&self.swift, connection);
        answer
    }

    fn take(&self, from: &Mutex<Vec<Connection>>, busy_timeout: Duration) -> rusqlite::Result<Connection> {
        let idle = from.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| (self.open)(&self.path, busy_timeout), Ok)
    }

    fn put(&self, to: &Mutex<Vec<Connection>>, connection: Connection) {
        let mut idle = to.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.permits.is_closed() {
            idle.push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema;
    use std::sync::mpsc;

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_looks_up_waits_for_no_slow_query() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.sqlite");
        let patience = Duration::from_secs(5);
        schema::open(&path, patience).unwrap();
        let readers = Readers::new(path, schema::open_reader, patience, 1);
        let one = |connection: &Connection| connection.query_row("SELECT 1", [], |row| row.get::<_, i64>(0));
        let (end, ended) = mpsc::channel::<()>();
        let (begin, begun) = mpsc::channel();
        let slow = tokio::spawn({
            let readers = readers.clone();
            async move {
                let wait = move |connection: &Connection| {
                    let _ = begin.send(());
                    let _ = ended.recv();
                    one(connection)
                };
                readers.read(wait).await
            }
        });
        begun.recv().unwrap();
        let found = tokio::time::timeout(patience, readers.look_up(one)).await;
        assert_eq!(found.expect("it waited").unwrap(), 1);
        drop(end);
        assert_eq!(slow.await.unwrap().unwrap(), 1);
        readers.close();
        assert!(readers.read(one).await.is_err());
        assert!(readers.look_up(one).await.is_err());
    }
}
