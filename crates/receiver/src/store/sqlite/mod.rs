//! Acknowledgements in one SQLite file: one thread writes, a few connections read.

mod fault;
mod readers;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

use super::{Answer, DataError, Entry, Figures, Latest, Outcome, Store};
use ciente_notice::{Identity, Receipt};
use readers::Readers;
use rusqlite::Connection;
use std::{path::Path, thread, time::Duration};
use writer::Writer;

/// How long one connection waits for another's lock, and how much waits and runs at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tuning {
    pub(crate) busy_timeout: Duration,
    pub(crate) queue: usize,
    pub(crate) batch: usize,
    pub(crate) readers: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        // A batch is at most 2 MiB of bodies; the queue holds a second or two of work on a slow disk.
        let readers = thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        Self { busy_timeout: Duration::from_secs(5), queue: 1024, batch: 256, readers }
    }
}

/// The store in a file.
///
/// A second process may open the same file: whether an id is free is decided inside a transaction that holds SQLite's one
/// write lock, so both stay correct.
#[derive(Debug)]
pub(crate) struct SqliteStore {
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    pub(crate) fn open(path: &Path, tuning: Tuning) -> Result<Self, DataError> {
        let connection = schema::open(path, tuning.busy_timeout)?;
        Self::start(connection, path, tuning)
    }

    fn start(connection: Connection, path: &Path, tuning: Tuning) -> Result<Self, DataError> {
        let readers = Readers::new(path.into(), tuning.busy_timeout, tuning.readers);
        let writer = Writer::start(connection, tuning.queue, tuning.batch);
        let writer = writer.map_err(|source| DataError::Unreadable { path: path.into(), source })?;
        Ok(Self { writer, readers })
    }
}

impl Store for SqliteStore {
    fn record(&self, entry: Entry) -> Answer<'_, Outcome> {
        Box::pin(self.writer.record(entry))
    }

    fn replay(&self, entry: Entry) -> Answer<'_, Option<Outcome>> {
        Box::pin(self.readers.read(move |connection| rows::replay(connection, &entry)))
    }

    fn latest(&self, holder: Identity, notice: String, preferred: Vec<String>) -> Answer<'_, Option<Latest>> {
        Box::pin(self.readers.read(move |connection| rows::latest(connection, &holder, &notice, &preferred)))
    }

    fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>> {
        Box::pin(self.readers.read(move |connection| rows::recent(connection, limit)))
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async {
            let size = self.readers.read(rows::size).await?;
            Ok(Figures { size, ..self.writer.figures() })
        })
    }

    fn ping(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.readers.read(rows::ping).await?;
            if self.writer.is_alive() { Ok(()) } else { Err(fault::closed()) }
        })
    }

    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.readers.close();
            self.writer.close().await
        })
    }
}
