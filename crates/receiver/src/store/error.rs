//! Why a store cannot open, and why it cannot answer.

use crate::LogKeyError;
use ciente_notice::Digest;
use std::{io, path::PathBuf};

/// A store that does not answer now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// More is waiting to be written than fits.
    #[error("too many acknowledgements are waiting to be written")]
    Busy,
    /// Full, locked, read-only, closed, out of reach: likely to pass.
    #[error("the store cannot be used now: {0}")]
    Unavailable(String),
    /// The database's owner has not given this to the role that the receiver has.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Damaged, or not as this program left it: not likely to pass.
    #[error("the store failed: {0}")]
    Fault(String),
    /// The log is not the one that was signed.
    #[error(transparent)]
    LogChanged(#[from] LogChanged),
}

impl StoreError {
    /// Whoever would answer has ended.
    pub(super) fn closed() -> Self {
        Self::Unavailable("it is closed".into())
    }

    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy => "store-busy",
            Self::Unavailable(_) => "store-unavailable",
            Self::NotAllowed(_) => "store-not-allowed",
            Self::Fault(_) => "store-fault",
            Self::LogChanged(_) => "store-log-changed",
        }
    }
}

/// The nodes of the log do not make the root that its newest checkpoint signs. To go on would sign another history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the log does not have the root that its newest checkpoint states: the database was changed from outside, or is damaged; restore it from a backup"
)]
pub struct LogChanged;

/// A database that the receiver does not start with.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// SQLite gives `:memory:` and the empty name a meaning that loses every record.
    #[error("--data {path:?}: this names no file; acknowledgements must outlive the process")]
    NotAFile {
        /// As it was given.
        path: PathBuf,
    },
    /// The address of some server, which may hold a password: it is not told.
    #[error(
        "records are kept in a file, or in a database that a postgres:// URL names, such as postgres://ciente:PASSWORD@db/ciente, and this is neither; a file of such a name is written ./NAME"
    )]
    NoPlace,
    /// The folder is missing, or the file cannot be made or read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A copy cannot be written where it is to be.
    #[error("{}: {source}{}", path.display(), if source.kind() == io::ErrorKind::AlreadyExists { "; nothing is overwritten" } else { "" })]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// SQLite's own reasons.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// A database of another program.
    #[error("{}: this is a database, but not one of Ciente's; name another file", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A database that a later release has changed.
    #[error("{}: this database has schema version {found}, and this release knows versions up to {known}; use the release that wrote it, or a later one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// In the file.
        found: i64,
        /// The latest here.
        known: i64,
    },
    /// SQLite opens a file that it cannot write without a word, and then every acknowledgement would be refused.
    #[error("{}: this file cannot be written, or nothing beside it, where SQLite keeps its -wal and -shm; check the file system, the permissions of the file and of its folder, and that they belong to the user that this program runs as. Whoever only reads takes a copy that `ciente backup` made or, of a stopped receiver, the file with its -wal", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// What was written last lies beside the file, and cannot be taken into it.
    #[error("{}: the file system is read-only, and what was written last is still in the -wal beside the file; copy both to where they can be written, and read them there", path.display())]
    NotRecovered {
        /// The file.
        path: PathBuf,
    },
    /// A file system on which SQLite cannot keep a write-ahead log: a network share, for example.
    #[error("{}: SQLite cannot keep a write-ahead log here (its journal mode stays \"{mode}\"); use a local disk", path.display())]
    NoWriteAheadLog {
        /// The file.
        path: PathBuf,
        /// What it offered instead.
        mode: String,
    },
    /// Beside a database there is no place for the log's key that goes without saying.
    #[error(
        "--log-key: with PostgreSQL, name the file of the log's private key; `ciente keygen` makes one, and each receiver has the same"
    )]
    NoLogKey,
    /// A build without that store.
    #[error("--data: this build keeps acknowledgements in SQLite only; give the path of a file")]
    NoPostgres,
    /// The log cannot be signed.
    #[error(transparent)]
    LogKey(#[from] LogKeyError),
    /// An archived text is not the one that it was archived as.
    #[error(
        "{data}: the archived text of {text} no longer has the digest {expected}, but {found}: the database was changed from outside; restore it from a backup"
    )]
    ArchiveChanged {
        /// The database.
        data: String,
        /// The notice's id, the version's label and the locale.
        text: String,
        /// Under which it was archived.
        expected: Box<Digest>,
        /// Over what is there now.
        found: Box<Digest>,
    },
    /// The store does not answer at all.
    #[error("{data}: {source}")]
    Store {
        /// The database.
        data: String,
        /// Why.
        source: StoreError,
    },
    /// A migration did not run through; the database is as before.
    #[error("{}: the schema could not be brought up to date: {detail}", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
}

impl DataError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAFile { .. } => "data-not-a-file",
            Self::NoPlace => "data-no-place",
            Self::Unreadable { .. } => "data-unreadable",
            Self::Unwritable { .. } => "output-unwritable",
            Self::Sqlite { .. } => "data-sqlite",
            Self::Foreign { .. } => "data-foreign",
            Self::Newer { .. } => "data-newer",
            Self::ReadOnly { .. } => "data-read-only",
            Self::NotRecovered { .. } => "data-not-recovered",
            Self::NoWriteAheadLog { .. } => "data-no-write-ahead-log",
            Self::NoLogKey => "log-key-not-named",
            Self::NoPostgres => "data-no-postgres",
            Self::LogKey(error) => error.code(),
            Self::ArchiveChanged { .. } => "data-archive-changed",
            Self::Store { source, .. } => source.code(),
            Self::Migration { .. } => "data-migration",
        }
    }
}
