//! A database on a file system that cannot be written: an archive, a mounted backup, a disk that failed. It is read as it is.

use super::schema;
use crate::{store::DataError, transparency::key::beside};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, OpenFlags};
use std::{fs, io, path::Path, time::Duration};

/// Opens a file that must be there, to read; also where nothing can be written. Whether it was that.
pub(super) fn open_to_read(path: &Path, busy_timeout: Duration) -> Result<(Connection, bool), DataError> {
    match schema::open_existing(path, busy_timeout) {
        Err(DataError::ReadOnly { .. }) if cannot_be_written(path) => open_frozen(path).map(|it| (it, true)),
        opened => opened.map(|connection| (connection, false)),
    }
}

fn open_frozen(path: &Path) -> Result<Connection, DataError> {
    let wal = fs::metadata(beside(path, "-wal"));
    if wal.is_ok_and(|wal| wal.len() > 0) {
        return Err(DataError::NotRecovered { path: path.into() });
    }
    let connection =
        open_reader(path, Duration::ZERO).map_err(|source| DataError::Sqlite { path: path.into(), source })?;
    schema::check_current(&connection, path)?;
    Ok(connection)
}

/// For a file that nobody can change: without locks, and without the files beside it.
pub(super) fn open_reader(path: &Path, _: Duration) -> rusqlite::Result<Connection> {
    let name = percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC).to_string().replace("%2F", "/");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
}

/// Only of a whole file system that is known: beside one that merely may not be written by us, somebody else may write.
fn cannot_be_written(path: &Path) -> bool {
    let trial = beside(path, ".trial");
    match fs::OpenOptions::new().write(true).create_new(true).open(&trial) {
        Ok(_) => {
            let _ = fs::remove_file(&trial);
            false
        }
        Err(error) => error.kind() == io::ErrorKind::ReadOnlyFilesystem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::{Store as _, Tuning, sqlite::SqliteStore},
        testing::{entry, key, samples::id},
    };

    #[tokio::test]
    async fn what_is_frozen_is_read_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a ?#%.sqlite");
        let store = SqliteStore::open(&path, Tuning::default(), &key(folder.path())).unwrap();
        store.record(entry(&id(1), "3")).await.unwrap();
        assert!(!cannot_be_written(&path));
        assert_eq!(open_frozen(&path).unwrap_err().code(), "data-not-recovered");
        store.close().await.unwrap();
        drop(store);
        let read = SqliteStore::frozen(open_frozen(&path).unwrap(), &path, Tuning::default()).unwrap();
        assert_eq!(read.kept(None, 0, 9).await.unwrap().len(), 1);
        read.close().await.unwrap();
        assert!(!beside(&path, "-wal").exists(), "nothing is made beside it");
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch("PRAGMA user_version = 4; PRAGMA wal_checkpoint")
            .unwrap();
        assert_eq!(open_frozen(&path).unwrap_err().code(), "data-migration");
    }
}
