//! What the webhook has been told of: the statements, and the lock that makes one process of several the one that tells.

use super::{log, schema::create_private};
use crate::{
    store::{StoreError, Tells, Told, Untold},
    transparency::key::beside,
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// A file beside the database, locked by whoever tells. The system lets go of it when that process ends, however it ends.
#[derive(Debug)]
pub(super) struct Teller {
    path: PathBuf,
    held: Mutex<Option<File>>,
}

impl Teller {
    pub(super) fn new(data: &Path) -> Self {
        Self { path: beside(data, ".webhook-lock"), held: Mutex::default() }
    }

    /// Whether this process is the one that tells.
    pub(super) fn tells(&self) -> Result<Tells, StoreError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_some() {
            return Ok(Tells::Still);
        }
        *held = self.lock().map_err(|error| StoreError::Unavailable(format!("{}: {error}", self.path.display())))?;
        Ok(if held.is_some() { Tells::Anew } else { Tells::No })
    }

    fn lock(&self) -> io::Result<Option<File>> {
        create_private(&self.path)?;
        let file = OpenOptions::new().write(true).open(&self.path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    pub(super) fn close(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Begins with the next record, unless it has begun.
pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let size = log::size(&transaction)?.cast_signed();
    transaction.execute("INSERT INTO webhook_cursor (one, next) VALUES (1, ?1) ON CONFLICT DO NOTHING", [size])?;
    transaction.commit()
}

/// How many records there are that were not taken yet.
pub(super) fn ahead(connection: &Connection) -> rusqlite::Result<u64> {
    let size = log::size(connection)?;
    Ok(next(connection)?.map_or(0, |next| size.saturating_sub(next)))
}

fn next(connection: &Connection) -> rusqlite::Result<Option<u64>> {
    let next = connection.query_row("SELECT next FROM webhook_cursor", [], |row| row.get(0)).optional()?;
    Ok(next.map(i64::cast_unsigned))
}

/// What was taken and is not settled.
pub(super) fn untold(connection: &Connection) -> rusqlite::Result<Vec<Untold>> {
    let mut statement = connection.prepare("SELECT log_index, attempts FROM webhook_events ORDER BY log_index")?;
    let read =
        |row: &rusqlite::Row<'_>| Ok(Untold { index: row.get::<_, i64>(0)?.cast_unsigned(), attempts: row.get(1)? });
    statement.query_map([], read)?.collect()
}

/// Takes at most `limit` further records.
pub(super) fn take(connection: &mut Connection, limit: u64) -> rusqlite::Result<Vec<Untold>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let Some(next) = next(&transaction)? else { return Ok(Vec::new()) };
    let end = log::size(&transaction)?.min(next.saturating_add(limit)).max(next);
    {
        let mut insert =
            transaction.prepare_cached("INSERT INTO webhook_events (log_index, attempts) VALUES (?1, 0)")?;
        for index in next..end {
            insert.execute([index.cast_signed()])?;
        }
    }
    transaction.execute("UPDATE webhook_cursor SET next = ?1", [end.cast_signed()])?;
    transaction.commit()?;
    Ok((next..end).map(|index| Untold { index, attempts: 0 }).collect())
}

pub(super) fn settle(connection: &mut Connection, told: &[Told]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut update = transaction.prepare_cached("UPDATE webhook_events SET attempts = ?2 WHERE log_index = ?1")?;
        let mut delete = transaction.prepare_cached("DELETE FROM webhook_events WHERE log_index = ?1")?;
        for told in told {
            match told {
                Told::Over(index) => delete.execute([index.cast_signed()])?,
                Told::Again(Untold { index, attempts }) => update.execute((index.cast_signed(), attempts))?,
            };
        }
    }
    transaction.commit()
}
