//! A consistent copy of the file while others write to it.

use super::frozen;
use crate::{NewFile, store::DataError};
use rusqlite::Connection;
use std::{path::Path, time::Duration};

/// Copies a store's file to one that is not there yet, as it is at one moment, and says how many records are in the copy.
/// Writers go on meanwhile: `VACUUM INTO` reads one snapshot, where SQLite's backup interface would begin anew whenever
/// another process writes.
pub(crate) fn backup(from: &Path, to: &Path, busy_timeout: Duration) -> Result<u64, DataError> {
    let (source, _) = frozen::open_to_read(from, busy_timeout)?;
    let unwritable = |source| DataError::Unwritable { path: to.into(), source };
    // Under another name until it has been checked: half a copy must not be taken for a whole one, whatever ends this.
    let new = NewFile::create(to, 0o600).map_err(unwritable)?;
    let records = copy(&source, new.draft()).map_err(|source| DataError::Sqlite { path: to.into(), source })?;
    new.finish().map_err(unwritable)?;
    Ok(records)
}

fn copy(source: &Connection, to: &Path) -> rusqlite::Result<u64> {
    let name = to.to_str().ok_or_else(|| rusqlite::Error::InvalidPath(to.into()))?;
    source.execute("VACUUM INTO ?1", [name])?;
    let target = Connection::open(to)?;
    // The first row is "ok", or the first thing that is wrong.
    let sound: String = target.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if sound != "ok" {
        let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        return Err(rusqlite::Error::SqliteFailure(corrupt, Some(sound)));
    }
    let records: i64 = target.query_row("SELECT count(*) FROM acknowledgements", [], |row| row.get(0))?;
    target.close().map_err(|(_, error)| error)?;
    Ok(records.cast_unsigned())
}
