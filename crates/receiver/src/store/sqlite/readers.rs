//! A few read-only connections, opened when first needed, used on threads that may block.

use super::fault::{closed, fault};
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
}

/// How a connection is made.
type Open = fn(&Path, Duration) -> rusqlite::Result<Connection>;

impl Readers {
    pub(super) fn new(path: PathBuf, open: Open, busy_timeout: Duration, limit: usize) -> Self {
        let permits = Arc::new(Semaphore::new(limit));
        Self(Arc::new(Pool { path, open, busy_timeout, permits, idle: Mutex::default() }))
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let pool = Arc::clone(&self.0);
        let permit = Arc::clone(&pool.permits).acquire_owned().await.map_err(|_| closed())?;
        let work = move || {
            // Held until the query ends, even when whoever asked has gone.
            let _permit = permit;
            let connection = pool.take()?;
            let answer = query(&connection);
            pool.put(connection);
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

    /// The same for a question that is answered from a page or two: on the thread that asks, if a connection is idle and
    /// nobody holds a lock, because the way to another thread and back takes longer than the answer.
    pub(super) async fn look_up<T: Send + 'static>(
        &self,
        query: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.0.at_once(&query) {
            Some(Ok(answer)) => Ok(answer),
            // Whatever it was: the other way waits for locks, and reports what does not pass.
            _ => self.read(query).await,
        }
    }

    /// Refuses all further queries and closes what is idle; what is in use is closed when it comes back.
    pub(super) fn close(&self) {
        self.0.permits.close();
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Pool {
    fn at_once<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Option<rusqlite::Result<T>> {
        let _permit = self.permits.try_acquire().ok()?;
        let connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        let answer = connection
            .busy_timeout(Duration::ZERO)
            .and_then(|()| query(&connection))
            .and_then(|answer| connection.busy_timeout(self.busy_timeout).map(|()| answer));
        // One that failed is not used again: its timeout may be the wrong one.
        if answer.is_ok() {
            self.put(connection);
        }
        Some(answer)
    }

    fn take(&self) -> rusqlite::Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| (self.open)(&self.path, self.busy_timeout), Ok)
    }

    fn put(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.permits.is_closed() {
            idle.push(connection);
        }
    }
}
