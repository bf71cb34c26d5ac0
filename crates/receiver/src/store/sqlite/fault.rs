//! Which of SQLite's errors are likely to pass and which are not.

use crate::store::StoreError;
use rusqlite::ErrorCode;

pub(super) fn fault(error: &rusqlite::Error) -> StoreError {
    use ErrorCode as E;
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        return StoreError::Fault(
            "a row that must be there is not: the database was changed from outside, or is damaged; `ciente verify --data` \
             says where, and a backup has what was there"
                .into(),
        );
    }
    match error.sqlite_error_code() {
        Some(
            E::DatabaseBusy
            | E::DatabaseLocked
            | E::DiskFull
            | E::ReadOnly
            | E::CannotOpen
            | E::SystemIoFailure
            | E::OutOfMemory
            | E::PermissionDenied
            | E::FileLockingProtocolFailed
            | E::NoLargeFileSupport,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Fault(error.to_string()),
    }
}
