//! Which of PostgreSQL's errors are likely to pass and which are not.

use crate::store::StoreError;
use std::error::Error as _;
use tokio_postgres::Error;

pub(super) fn fault(error: &Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        // No answer from the database: it, or the way to it, is down.
        let mut cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        if format!("{error}{cause}").ends_with("password missing") {
            cause.push_str("; put it into the URL, or into PGPASSWORD");
        }
        return StoreError::Unavailable(format!("{error}{cause}"));
    };
    let text = format!("{} ({})", database.message(), database.code().code());
    // Classes: connection, authorization (a password that was changed, and not here yet), lack of resources, object in use, operator intervention, system error, transaction rollback;
    // and a server that only reads.
    let passing =
        ["08", "28", "53", "55", "57", "58", "40"].iter().any(|class| database.code().code().starts_with(class));
    if passing || database.code().code() == "25006" { StoreError::Unavailable(text) } else { StoreError::Fault(text) }
}

/// The two of one number: another receiver was faster, although the lock should have kept it out.
pub(super) fn is_conflict(error: &Error) -> bool {
    error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION)
}
