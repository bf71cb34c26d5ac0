//! Opening the file: is it ours, can this release read it, is it set so that a commit is on disk, is its schema current.

use crate::store::DataError;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::{
    fs, io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// `Cien`, in the file's header: what `file(1)` and the next start know the database by.
const APPLICATION_ID: i64 = 0x4369_656e;

/// Never change one that was released; add another.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("1_acknowledgements.sql")),
    M::up(include_str!("2_authenticated.sql")),
    M::up(include_str!("3_log.sql")),
    M::up(include_str!("4_webhook.sql")),
    M::up(include_str!("5_upkeep.sql")),
];

/// More than this program has.
const STATEMENTS: usize = 64;

/// Opens the file for writing, or makes it.
pub(super) fn open(path: &Path, busy_timeout: Duration) -> Result<Connection, DataError> {
    if path.as_os_str().is_empty() || path == Path::new(":memory:") {
        return Err(DataError::NotAFile { path: path.into() });
    }
    create_private(path).map_err(|source| DataError::Unreadable { path: path.into(), source })?;
    let sqlite = |source| fault(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(sqlite)?;
    if connection.is_readonly(rusqlite::MAIN_DB).map_err(sqlite)? {
        return Err(DataError::ReadOnly { path: path.into() });
    }
    connection.busy_timeout(busy_timeout).map_err(sqlite)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // SQLite does not wait by itself for another process that is opening or closing the file at this moment.
    let started = Instant::now();
    while let Err(error) = recognise(&connection, path).and_then(|()| make_durable(&connection, path)) {
        if !is_busy(&error) || started.elapsed() >= busy_timeout {
            return Err(error);
        }
        thread::sleep(Duration::from_millis(10));
    }
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens a file that must be there, and be one of ours.
pub(super) fn open_existing(path: &Path, busy_timeout: Duration) -> Result<Connection, DataError> {
    if !path.is_file() {
        let source = io::Error::new(io::ErrorKind::NotFound, "there is no such file");
        return Err(DataError::Unreadable { path: path.into(), source });
    }
    open(path, busy_timeout)
}

/// Opens the file for reading only.
pub(super) fn open_reader(path: &Path, busy_timeout: Duration) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// The file names people: nobody but its owner reads it. SQLite gives the files beside it the same permissions.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn is_busy(error: &DataError) -> bool {
    matches!(error, DataError::Sqlite { source, .. } if source.sqlite_error_code() == Some(ErrorCode::DatabaseBusy))
}

/// What SQLite says of a file. It may be the folder that cannot be written: what is kept beside the file cannot be made there.
fn fault(path: &Path, source: rusqlite::Error) -> DataError {
    match source.sqlite_error_code() {
        Some(ErrorCode::ReadOnly) => DataError::ReadOnly { path: path.into() },
        // As where root restored it for a service that is not root.
        Some(ErrorCode::CannotOpen) if path.is_file() => DataError::ReadOnly { path: path.into() },
        _ => DataError::Sqlite { path: path.into(), source },
    }
}

/// Refuses, before anything is changed, what is not ours or not for us.
fn recognise(connection: &Connection, path: &Path) -> Result<(), DataError> {
    let read = || {
        // One snapshot: another process may be making the database at this moment.
        let snapshot = connection.unchecked_transaction()?;
        let number = |sql| snapshot.query_row(sql, [], |row| row.get::<_, i64>(0));
        let application = number("PRAGMA application_id")?;
        let version = number("PRAGMA user_version")?;
        Ok((application, version, number("SELECT count(*) FROM sqlite_schema")?))
    };
    let (application, version, objects) = read().map_err(|source| fault(path, source))?;
    let fresh = (application, version, objects) == (0, 0, 0);
    if application != APPLICATION_ID && !fresh {
        return Err(DataError::Foreign { path: path.into() });
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > known {
        return Err(DataError::Newer { path: path.into(), found: version, known });
    }
    Ok(())
}

/// Of a file that cannot be brought up to date.
pub(super) fn check_current(connection: &Connection, path: &Path) -> Result<(), DataError> {
    recognise(connection, path)?;
    let sqlite = |source| DataError::Sqlite { path: path.into(), source };
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(sqlite)?;
    if usize::try_from(found) == Ok(MIGRATIONS.len()) {
        return Ok(());
    }
    let detail =
        "it is of an earlier release, and on a read-only file system; copy it to where it can be written".into();
    Err(DataError::Migration { path: path.into(), detail })
}

fn make_durable(connection: &Connection, path: &Path) -> Result<(), DataError> {
    let sqlite = |source| fault(path, source);
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(sqlite)?;
    if mode != "wal" {
        return Err(DataError::NoWriteAheadLog { path: path.into(), mode });
    }
    // FULL: in WAL mode, NORMAL would let a power cut take commits that were already answered with 201. On macOS fsync
    // alone does not reach the disk. Elsewhere the last two do nothing. What is erased is overwritten, also where SQLite
    // moves rows about: no copy of a row stays behind in unused space.
    let pragmas = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
        PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;";
    connection.execute_batch(pragmas).map_err(sqlite)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), DataError> {
    // Two processes that open a new file at once: the second waits for the first, and then finds the work done.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    let migrations = Migrations::from_slice(MIGRATIONS);
    let Err(error) = migrations.to_latest(connection) else { return Ok(()) };
    if migrations.pending_migrations(connection) == Ok(0) {
        return Ok(());
    }
    Err(DataError::Migration { path: path.into(), detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.sqlite");
        (folder, path)
    }

    #[test]
    fn migrations_are_sound() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
    }

    #[test]
    fn a_file_is_made_for_its_owner_only_and_opens_again() {
        let (_folder, path) = file();
        drop(open(&path, NOW).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let connection = open(&path, NOW).unwrap();
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(number("PRAGMA synchronous"), 2);
        assert_eq!(number("PRAGMA foreign_keys"), 1);
        assert_eq!(number("PRAGMA user_version"), 5);
        assert_eq!(number("PRAGMA secure_delete"), 1);
        assert_eq!(number("PRAGMA application_id"), APPLICATION_ID);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        for name in ["", ":memory:"] {
            assert_eq!(open(Path::new(name), NOW).unwrap_err().code(), "data-not-a-file");
        }
        let (folder, _) = file();
        let error = open(&folder.path().join("missing/data.sqlite"), NOW).unwrap_err();
        assert_eq!(error.code(), "data-unreadable");
        assert!(error.to_string().contains("missing"), "{error}");
    }

    #[test]
    fn a_database_from_the_future_is_left_alone() {
        let (_folder, path) = file();
        open(&path, NOW).unwrap().execute_batch("PRAGMA user_version = 7").unwrap();
        let error = open(&path, NOW).unwrap_err();
        assert!(matches!(error, DataError::Newer { found: 7, known: 5, .. }), "{error}");
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let (_folder, path) = file();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        assert_eq!(open(&path, NOW).unwrap_err().code(), "data-foreign");
        fs::write(&path, "not a database at all, only some text in a file of this name").unwrap();
        assert_eq!(open(&path, NOW).unwrap_err().code(), "data-sqlite");
    }

    #[test]
    fn several_that_open_a_new_file_at_once_all_succeed() {
        let wait = Duration::from_secs(10);
        for _ in 0..20 {
            let (_folder, path) = file();
            std::thread::scope(|scope| {
                for opening in (0..4).map(|_| scope.spawn(|| open(&path, wait).map(drop))).collect::<Vec<_>>() {
                    opening.join().unwrap().unwrap();
                }
            });
        }
    }
}
